//! Stories of notices: who gets one, when it is read, that the number is the list.

use super::model::New;
use super::service::{self, MOST};
use crate::app::tests::World;
use crate::app::tests::sealed::Mail;
use crate::org::StaffId;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use proptest::prelude::*;
use sekisho_platform::store::{Store, StoreError};
use std::time::Duration;
use tokio_stream::StreamExt;
use uuid::Uuid;

fn held(number: u128, to: &str) -> Mail {
    Mail::to(number, &[to], "図面の送付").held("図面一式.zip", "password-locked")
}

/// The number at the bell; nothing is shown for none.
fn bell(page: &str) -> u64 {
    let mark = page.split("data-count=\"notices\"").nth(1).expect("a bell");
    let number = mark.split('>').nth(1).expect("a number");
    number
        .split('<')
        .next()
        .expect("a number")
        .parse()
        .expect("a number")
}

fn rows(page: &str) -> usize {
    page.matches("id=\"notice-link-").count()
}

#[tokio::test]
async fn what_waits_for_somebody_is_told_to_them_alone_and_read_by_opening_it() {
    let world = World::new();
    world.deliver(&held(7, "sato")).await;
    let (sato, yoshida) = (world.log_in("sato").await, world.log_in("yoshida").await);
    let page = world.get("/notices", &sato).await.text();
    assert_eq!((bell(&page), rows(&page)), (1, 1));
    assert!(page.contains("図面一式.zip") && page.contains("確認が必要です"));
    let other = world.get("/notices", &yoshida).await.text();
    assert_eq!((bell(&other), rows(&other)), (0, 0));
    assert!(other.contains("通知はまだありません。") && !other.contains("図面"));
    assert_eq!(
        world.get("/notices/0", &yoshida).await.status,
        StatusCode::NOT_FOUND
    );
    let opened = world.get("/notices/0", &sato).await;
    assert_eq!(
        opened.location(),
        "/mail/inbox/00000000-0000-0000-0000-000000000007"
    );
    let page = world.get("/notices", &sato).await.text();
    assert_eq!((bell(&page), rows(&page)), (0, 1));
    let unread = world.get("/notices?show=unread", &sato).await.text();
    assert_eq!(rows(&unread), 0);
}

#[tokio::test]
async fn reading_the_mail_itself_reads_what_was_told_of_it() {
    let world = World::new();
    world.deliver(&held(7, "sato")).await;
    world.deliver(&held(8, "sato")).await;
    let sato = world.log_in("sato").await;
    assert_eq!(bell(&world.get("/", &sato).await.text()), 2);
    world
        .get("/mail/inbox/00000000-0000-0000-0000-000000000007", &sato)
        .await;
    let page = world.get("/notices?show=unread", &sato).await.text();
    assert_eq!((bell(&page), rows(&page)), (1, 1));
}

#[tokio::test]
async fn an_arrival_is_told_only_to_whoever_wants_it() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    world
        .deliver(&Mail::to(1, &["sato", "yoshida"], "一通目"))
        .await;
    assert_eq!(bell(&world.get("/", &sato).await.text()), 0);
    let chosen = world
        .post(
            "/settings/notices",
            &sato,
            "mail.arrived=1&from=17:30&until=08:30",
        )
        .await;
    assert_eq!(chosen.location(), "/settings/notices");
    world
        .deliver(&Mail::to(2, &["sato", "yoshida"], "二通目"))
        .await;
    // The other kind was left out in the same form.
    world.deliver(&held(3, "sato")).await;
    let page = world.get("/notices", &sato).await.text();
    assert!(page.contains("二通目") && !page.contains("一通目") && !page.contains("図面"));
    assert_eq!((bell(&page), rows(&page)), (1, 1));
    let yoshida = world.log_in("yoshida").await;
    assert_eq!(rows(&world.get("/notices", &yoshida).await.text()), 0);
}

#[tokio::test]
async fn all_are_read_at_once_and_that_is_taken_back() {
    let world = World::new();
    for number in 1..=3 {
        world.deliver(&held(number, "sato")).await;
    }
    let sato = world.log_in("sato").await;
    world.post("/notices/act", &sato, "act=read&number=0").await;
    world
        .clock
        .set("2026-11-20T08:40:00+09:00".parse().expect("time"));
    let done = world
        .post("/notices/act", &sato, "act=read-all&next=/notices")
        .await;
    let word = done
        .header("set-cookie")
        .split(';')
        .next()
        .expect("a word")
        .to_owned();
    let page = world
        .get("/notices", &format!("{sato}; {word}"))
        .await
        .text();
    assert_eq!(bell(&page), 0);
    assert!(page.contains("2件の通知を既読にしました。"));
    let at = page
        .split("name=\"number\" value=\"")
        .nth(1)
        .expect("the way back");
    let at = at.split('"').next().expect("a moment");
    world
        .post(
            "/notices/act",
            &sato,
            &format!("act=unread-all&number={at}"),
        )
        .await;
    // The one that was read by itself stays read.
    assert_eq!(bell(&world.get("/notices", &sato).await.text()), 2);
}

#[tokio::test]
async fn a_wrong_time_keeps_what_was_entered_and_changes_nothing() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let wrong = world
        .post(
            "/settings/notices",
            &sato,
            "hours=1&from=25:99&until=08:30&weekend=1",
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = wrong.text();
    assert!(page.contains("時刻は「17:30」のように") && page.contains("value=\"25:99\""));
    assert!(page.contains("name=\"weekend\" value=\"1\" aria-describedby=\"quiet-help\" checked"));
    let page = world.get("/settings/notices", &sato).await.text();
    assert!(
        page.contains("value=\"17:30\"")
            && !page.contains("name=\"hours\" value=\"1\" aria-describedby=\"quiet-help\" checked")
    );
}

/// Reads a stream until it holds `wanted`.
async fn heard(world: &World, cookie: &str, after: &str, wanted: &str) -> String {
    let request = Request::get(format!("/stream?after={after}")).header(header::COOKIE, cookie);
    let response = world
        .open(request.body(Body::empty()).expect("request"))
        .await;
    let mut body = response.into_body().into_data_stream();
    let mut text = String::new();
    let reading = async {
        while !text.contains(wanted) {
            let bytes = body
                .next()
                .await
                .expect("the stream goes on")
                .expect("bytes");
            text.push_str(std::str::from_utf8(&bytes).expect("text"));
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(20), reading).await;
    assert!(waited.is_ok(), "waited for {wanted}, heard {text}");
    text
}

#[tokio::test]
async fn an_open_page_hears_of_it_and_in_quiet_hours_says_nothing() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let now = || {
        world
            .app
            .store()
            .view(|tx| -> Result<u64, StoreError> { tx.last_sequence() })
    };
    let before = now().expect("a state").to_string();
    world.deliver(&held(7, "sato")).await;
    let text = heard(&world, &sato, &before, "\"notices\":1").await;
    assert!(text.contains("event: notice") && text.contains("図面一式.zip"));
    assert!(text.contains("\"quiet\":false"));
    world
        .post(
            "/settings/notices",
            &sato,
            "mail.held=1&hours=1&from=08:00&until=09:00",
        )
        .await;
    let before = now().expect("a state").to_string();
    world.deliver(&held(8, "sato")).await;
    let text = heard(&world, &sato, &before, "\"notices\":2").await;
    assert!(
        text.contains("\"quiet\":true"),
        "counted and not said: {text}"
    );
}

/// One thing that happens to somebody's notices.
#[derive(Clone, Debug)]
enum Deed {
    Append(u8),
    Read(u8),
    Unread(u8),
    About(u8),
    All,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        5 => (0..12_u8).prop_map(Deed::Append),
        2 => any::<u8>().prop_map(Deed::Read),
        2 => any::<u8>().prop_map(Deed::Unread),
        2 => (0..12_u8).prop_map(Deed::About),
        1 => Just(Deed::All),
    ]
}

fn new(about: u8, at: u64) -> New {
    New {
        source: "mail",
        kind: "held",
        about: vec![about],
        words: vec![about.to_string()],
        href: "/mail/held".to_owned(),
        at,
    }
}

proptest! {
    #[test]
    fn the_number_is_the_list_whatever_happens(deeds in proptest::collection::vec(deed(), 0..60)) {
        let store = Store::memory();
        let staff = StaffId::new(Uuid::from_u128(1));
        for (at, deed) in (1_u64..).zip(deeds) {
            store.update(|tx| -> Result<(), StoreError> {
                match &deed {
                    Deed::Append(about) => service::append(tx, staff, &new(*about, at))?,
                    Deed::Read(number) => {
                        service::mark(tx, staff, u64::from(*number) % 20, Some(at))?;
                    }
                    Deed::Unread(number) => {
                        service::mark(tx, staff, u64::from(*number) % 20, None)?;
                    }
                    Deed::About(about) => service::read_about(tx, staff, "mail", &[*about], at)?,
                    Deed::All => {
                        service::read_all(tx, staff, at)?;
                    }
                }
                Ok(())
            }).expect("done");
            let (unread, total, listed, all) = store.view(|tx| -> Result<_, StoreError> {
                Ok((
                    service::unread_of(tx, staff)?,
                    service::total_of(tx, staff)?,
                    service::list(tx, staff, true, None, 1_000)?,
                    service::list(tx, staff, false, None, 1_000)?,
                ))
            }).expect("read");
            prop_assert_eq!(usize::try_from(unread).expect("small"), listed.len());
            prop_assert_eq!(usize::try_from(total).expect("small"), all.len());
            prop_assert!(listed.iter().all(|(_, row)| row.read.is_none()));
        }
    }
}

#[test]
fn the_oldest_go_when_there_are_too_many() {
    let store = Store::memory();
    let staff = StaffId::new(Uuid::from_u128(1));
    store
        .update(|tx| -> Result<(), StoreError> {
            for number in 0..MOST + 30 {
                let mut one = new(0, number);
                one.about = number.to_be_bytes().to_vec();
                service::append(tx, staff, &one)?;
            }
            Ok(())
        })
        .expect("written");
    let (unread, oldest) = store
        .view(|tx| -> Result<_, StoreError> {
            let rows = service::list(tx, staff, false, None, 10_000)?;
            Ok((
                service::unread_of(tx, staff)?,
                rows.last().map(|(number, _)| *number),
            ))
        })
        .expect("read");
    assert_eq!((unread, oldest), (MOST, Some(30)));
}
