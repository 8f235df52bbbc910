//! The pages, through the real router.

use crate::app::tests::{Answer, World};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

const HERE: &str = "/admin/reassignment";

/// Sends a list as a browser does.
async fn send(world: &World, cookie: &str, day: &str, file: &[u8]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in [
        ("title", "四月の異動".as_bytes()),
        ("day", day.as_bytes()),
        ("text", b""),
    ] {
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n";
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::post(HERE)
        .header(header::HOST, "sekisho.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body))
        .expect("request");
    world.send(request).await
}

fn list() -> Vec<u8> {
    let text = "区分,ログイン名,氏名,よみ,所属,職位\r\n異動,sato,佐藤 美咲,,福祉課,係長\r\n\
        退職,okada\r\n採用,mori,髙森 﨑,もり,総務課/総務係,主事\r\n";
    encoding_rs::SHIFT_JIS.encode(text).0.into_owned()
}

#[tokio::test]
async fn a_clerk_finds_no_such_room_and_the_administrator_has_it_in_the_menu() {
    let world = World::new();
    let (sato, tanaka) = (world.log_in("sato").await, world.log_in("tanaka").await);
    assert!(!world.get("/", &sato).await.text().contains("/admin"));
    assert!(
        world
            .get("/", &tanaka)
            .await
            .text()
            .contains("href=\"/admin\"")
    );
    let room = world.get("/admin", &tanaka).await.text();
    assert!(room.contains(&format!("href=\"{HERE}\"")));
    assert_eq!(world.get(HERE, &sato).await.status, StatusCode::NOT_FOUND);
    let sent = send(&world, &sato, "2027-04-01", &list()).await;
    assert_eq!(sent.status, StatusCode::NOT_FOUND);
    let made = send(&world, &tanaka, "2027-04-01", &list()).await;
    let place = made.location().to_owned();
    for act in ["", "/list"] {
        let answer = world.get(&format!("{place}{act}"), &sato).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
    for act in ["/heirs", "/apply", "/undo"] {
        let answer = world.post(&format!("{place}{act}"), &sato, "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{act}");
    }
}

#[tokio::test]
async fn a_list_in_the_encoding_of_windows_is_looked_at_scheduled_and_taken_back() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let made = send(&world, &tanaka, "2027-04-01", &list()).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let place = made.location().to_owned();
    let page = world.get(&place, &tanaka).await.text();
    for told in [
        "髙森 﨑",
        "佐藤 美咲",
        "総務課総務係 係長",
        "福祉課 係長",
        "令和9年4月1日",
        "退職",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let file = world.get(&format!("{place}/list"), &tanaka).await.text();
    assert!(file.starts_with('\u{FEFF}') && file.contains("髙森 﨑"));
    let done = world.post(&format!("{place}/apply"), &tanaka, "").await;
    assert_eq!(done.location(), format!("{place}?told=applied"));
    let page = world.get(done.location(), &tanaka).await.text();
    assert!(page.contains("予約しました") && page.contains("発令待ち"));
    assert!(
        page.contains("福祉課 係長"),
        "what it changes is still told"
    );
    let page = world.get(HERE, &tanaka).await.text();
    assert!(page.contains("発令待ち"));
    let done = world.post(&format!("{place}/undo"), &tanaka, "").await;
    assert_eq!(done.location(), format!("{place}?told=undone"));
    let page = world.get(&place, &tanaka).await.text();
    assert!(page.contains("取り消し"));
    let acts = world.audited();
    for act in [
        "reassignment-draft",
        "reassignment-apply",
        "reassignment-undo",
    ] {
        assert!(acts.iter().any(|told| told == act), "{act}");
    }
}

#[tokio::test]
async fn whoever_leaves_is_out_at_midnight_and_whoever_moves_sits_elsewhere() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let made = send(&world, &tanaka, "2027-04-01", &list()).await;
    let place = made.location().to_owned();
    world.post(&format!("{place}/apply"), &tanaka, "").await;
    let at = |time: &str| world.clock.set(time.parse().expect("time"));
    at("2027-03-31T23:50:00+09:00");
    let (sato, okada) = (world.log_in("sato").await, world.log_in("okada").await);
    let page = world.get("/", &sato).await.text();
    assert!(page.contains("総務課総務係 係長"));
    assert_eq!(world.get("/", &okada).await.status, StatusCode::OK);
    at("2027-04-01T00:00:00+09:00");
    let page = world.get("/", &sato).await.text();
    assert!(page.contains("福祉課 係長") && !page.contains("総務課総務係 係長"));
    assert_eq!(world.get("/", &okada).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_row_that_cannot_be_done_is_told_with_its_line_and_keeps_the_button_away() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let text = "区分,ログイン名,所属,職位\n異動,sato,宇宙課,係長\n異動,yoshida,福祉課,係長\n";
    let made = send(&world, &tanaka, "2027-04-01", text.as_bytes()).await;
    let place = made.location().to_owned();
    let page = world.get(&place, &tanaka).await.text();
    assert!(page.contains("「宇宙課」という所属がありません"), "{page}");
    assert!(page.contains("𠮷田 健一"), "the other row is shown");
    assert!(!page.contains(&format!("{place}/apply")));
    let done = world.post(&format!("{place}/apply"), &tanaka, "").await;
    assert_eq!(done.location(), format!("{place}?told=stopped"));
    let refused = send(&world, &tanaka, "", text.as_bytes()).await;
    assert_eq!(refused.status, StatusCode::OK);
    assert!(refused.text().contains("発令日を入れてください"));
}

#[tokio::test]
async fn a_list_longer_than_an_ordinary_form_is_taken() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let mut text = "区分,ログイン名,氏名,よみ,所属,職位\n".to_owned();
    text.extend((0..3_000).map(|n| format!("採用,n{n},新人,しんじん,福祉課,主事\n")));
    assert!(text.len() > 64 * 1024);
    let made = send(&world, &tanaka, "2027-04-01", text.as_bytes()).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
}

/// Nobody learns of a reassignment from a search before its day, not even from a number.
#[tokio::test]
async fn who_comes_on_a_day_is_found_from_that_day_on_and_not_before() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    // 髙森
    let (search, directory) = (
        "/search?q=%E9%AB%99%E6%A3%AE",
        "/directory?q=%E9%AB%99%E6%A3%AE",
    );
    let asked = |cookie: String| {
        let world = &world;
        async move {
            world.app.search().caught_up(last(world)).await;
            let found = world.get(search, &cookie).await.text();
            let listed = world.get(directory, &cookie).await.text();
            (
                // The address the name leads to; the name itself is parted by the marks.
                found.matches("mori%40").count(),
                found.contains("見つかりませんでした"),
                listed.contains("mori@"),
            )
        }
    };
    let nobody = (0, true, false);
    assert_eq!(
        asked(world.log_in("sato").await).await,
        nobody,
        "to begin with"
    );
    let place = send(&world, &tanaka, "2027-04-01", &list())
        .await
        .location()
        .to_owned();
    assert_eq!(asked(world.log_in("sato").await).await, nobody, "a draft");
    world.post(&format!("{place}/apply"), &tanaka, "").await;
    assert_eq!(asked(world.log_in("sato").await).await, nobody, "scheduled");
    world
        .clock
        .set("2027-03-31T23:59:59+09:00".parse().expect("time"));
    assert_eq!(
        asked(world.log_in("sato").await).await,
        nobody,
        "the evening before"
    );
    world
        .clock
        .set("2027-04-01T00:00:00+09:00".parse().expect("time"));
    let (found, none, listed) = asked(world.log_in("sato").await).await;
    assert!(found > 0 && !none && listed, "from midnight on");
}

fn last(world: &World) -> u64 {
    use sekisho_platform::store::StoreError;
    let read = world
        .app
        .store()
        .view(|tx| -> Result<u64, StoreError> { tx.last_sequence() });
    read.expect("read")
}
