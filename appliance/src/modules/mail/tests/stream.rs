//! An open page hears of mail at once, and of what it missed.

use crate::app::tests::World;
use crate::app::tests::sealed::Mail;
use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode, header};
use std::time::Duration;
use tokio_stream::StreamExt;

/// A stream being read.
struct Listener {
    body: BodyDataStream,
    text: String,
}

impl Listener {
    async fn open(world: &World, cookie: &str, seen: Option<&str>) -> Self {
        let mut request = Request::get("/stream")
            .header(header::COOKIE, cookie)
            .header(header::ACCEPT, "text/event-stream");
        if let Some(seen) = seen {
            request = request.header("last-event-id", seen);
        }
        let response = world
            .open(request.body(Body::empty()).expect("request"))
            .await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/event-stream"
        );
        Self {
            body: response.into_body().into_data_stream(),
            text: String::new(),
        }
    }

    /// Reads on until the text holds `wanted`, and gives everything read since the last call.
    async fn until(&mut self, wanted: &str) -> String {
        let reading = async {
            while !self.text.contains(wanted) {
                match self.body.next().await {
                    Some(bytes) => self
                        .text
                        .push_str(std::str::from_utf8(&bytes.expect("bytes")).expect("text")),
                    None => panic!("the stream ended before {wanted}: {}", self.text),
                }
            }
        };
        if tokio::time::timeout(Duration::from_secs(20), reading)
            .await
            .is_err()
        {
            panic!("waited for {wanted}, heard {}", self.text);
        }
        std::mem::take(&mut self.text)
    }
}

/// The number of the last event in a text.
fn last_id(text: &str) -> String {
    let id = text
        .lines()
        .filter_map(|line| line.strip_prefix("id:"))
        .next_back();
    id.expect("a numbered event").trim().to_owned()
}

#[tokio::test]
async fn mail_is_heard_of_at_once_by_its_reader_and_by_nobody_else() {
    let world = World::new();
    let (sato, takahashi) = (world.log_in("sato").await, world.log_in("takahashi").await);
    let mut page = Listener::open(&world, &sato, None).await;
    let mut other = Listener::open(&world, &takahashi, None).await;
    assert!(
        page.until("\"trash\":0}").await.contains("event: counts"),
        "a page first hears the counts"
    );
    other.until("\"trash\":0}").await;

    world
        .deliver(&Mail::to(42, &["sato"], "秘密の連絡").held("a.zip", "password-locked"))
        .await;
    let heard = page.until("\"inbox\":1").await;
    assert!(heard.contains("event: arrival") && heard.contains("秘密の連絡"));
    assert!(heard.contains("00000000-0000-0000-0000-00000000002a") && heard.contains("\"held\":1"));

    world
        .deliver(&Mail::to(43, &["takahashi"], "別の連絡"))
        .await;
    let heard = other.until("event: arrival").await;
    assert!(
        !heard.contains("秘密の連絡"),
        "the mail of another never passes by"
    );
}

#[tokio::test]
async fn a_page_that_was_away_hears_what_it_missed_once() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let mut page = Listener::open(&world, &cookie, None).await;
    page.until("event: counts").await;
    world.deliver(&Mail::to(42, &["sato"], "一通目")).await;
    let heard = page.until("\"inbox\":1").await;
    let seen = last_id(&heard);
    drop(page);
    world.deliver(&Mail::to(43, &["sato"], "二通目")).await;
    world.deliver(&Mail::to(44, &["sato"], "三通目")).await;
    let mut page = Listener::open(&world, &cookie, Some(&seen)).await;
    let heard = page.until("\"inbox\":3").await;
    assert!(heard.contains("二通目") && heard.contains("三通目") && !heard.contains("一通目"));
    assert_eq!(heard.matches("event: arrival").count(), 2);
}

#[tokio::test]
async fn what_is_read_in_one_window_is_read_in_the_other() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    world.deliver(&Mail::to(42, &["sato"], "連絡")).await;
    let mut page = Listener::open(&world, &cookie, None).await;
    page.until("\"inbox\":1").await;
    world
        .get("/mail/inbox/00000000-0000-0000-0000-00000000002a", &cookie)
        .await;
    let heard = page.until("\"inbox\":0").await;
    assert!(
        heard.contains("event: changed") && heard.contains("\"unread\":false"),
        "{heard}"
    );
}

#[tokio::test]
async fn a_strange_place_to_go_on_from_only_brings_the_counts() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    for seen in ["18446744073709551615", "x", "-1"] {
        let mut page = Listener::open(&world, &cookie, Some(seen)).await;
        let heard = page.until("event: counts").await;
        assert!(!heard.contains("event: arrival"), "{seen}");
    }
}
