//! Stories of photos, through the real router and the real sanitizer.

use super::model::{Form, Picture};
use super::table::{Photo, Photos};
use crate::app::tests::{Answer, World};
use crate::org::{StaffId, Town};
use crate::upload::tests::{holds, photo};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sekisho_platform::store::StoreError;
use std::path::Path;
use std::time::Duration;

/// What nobody must ever find.
const CANARY: &str = "CANARY-N35-41-22";

/// Puts up a photo that came through no door, to ask about; it changed at 1.
pub(crate) async fn plant(world: &World, town: Town, staff: StaffId) {
    let blob = [&[0; 32][..], b"\xff\xd8\xff\xd9"].concat();
    let digest = world.app.blobs().put(blob).await.expect("a blob");
    let now = Some(Picture {
        digest,
        form: Form::Jpeg,
    });
    let row = Photo {
        now,
        before: None,
        at: 1,
    };
    let key = (town.organisation(), staff);
    let done = world
        .app
        .store()
        .update(|tx| -> Result<_, StoreError> { tx.put::<Photos>(&key, &row) });
    done.expect("a row");
}

/// Sends a file as a browser does.
async fn send(world: &World, path: &str, cookie: &str, name: &str, file: &[u8]) -> Answer {
    let head = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/jpeg\r\n\r\n"
    );
    let body = [head.as_bytes(), file, b"\r\n--x--\r\n"].concat();
    let request = Request::post(path)
        .header(header::HOST, "sekisho.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body));
    world.send(request.expect("a request")).await
}

/// What stands in a page between two pieces of it.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let rest = page.split(before).nth(1);
    let found = rest.and_then(|rest| rest.split(after).next());
    found.unwrap_or_else(|| panic!("{before} stands in {page}"))
}

/// Where somebody's own forms are sent: `/photo/…`.
async fn own(world: &World, cookie: &str) -> String {
    let page = world.get("/settings/photo", cookie).await.text();
    let before = page.split("/keep\"").next().expect("a page");
    let place = before.rsplit("action=\"").next().expect("a form");
    place.to_owned()
}

/// The address of the picture on a page, if one stands there.
fn face(page: &str) -> Option<String> {
    let at = page.split("src=\"/photo/").nth(1)?;
    Some(["/photo/", at.split('"').next()?].concat())
}

/// The files below a folder.
fn files(folder: &Path, out: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, out);
        } else {
            out.push(std::fs::read(path).expect("a file"));
        }
    }
}

fn on_disk(world: &World) -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    files(world.blobs.path(), &mut out);
    out
}

#[tokio::test]
async fn a_photo_is_put_up_small_and_bare_and_seen_by_the_town() {
    let world = World::new();
    let (sato, tanaka) = (world.log_in("sato").await, world.log_in("tanaka").await);
    let place = own(&world, &sato).await;
    let file = photo(1600, 1200, CANARY);
    let sent = send(&world, &[&place, "/keep"].concat(), &sato, "顔.jpg", &file).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert_eq!(sent.location(), "/settings/photo");
    let mine = world.get("/settings/photo", &sato).await.text();
    let href = face(&mine).expect("a face");
    let seen = world.get(&href, &tanaka).await;
    assert_eq!(seen.status, StatusCode::OK);
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("cache-control", "private, max-age=31536000, immutable"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(seen.header(name), value);
    }
    assert!(
        seen.header("content-security-policy")
            .starts_with("default-src 'none';")
    );
    assert!(seen.bytes.starts_with(b"\xff\xd8\xff"), "the picture alone");
    assert!(!holds(&seen.bytes, CANARY) && !holds(&seen.bytes, "Exif"));
    let bare = world
        .get(href.split('?').next().expect("a path"), &tanaka)
        .await;
    assert_eq!(
        bare.header("cache-control"),
        "no-store",
        "what may change is not kept"
    );
    let list = world.get("/directory?q=sato", &tanaka).await.text();
    assert_eq!(face(&list), Some(href), "in the place of the letter");
    assert!(on_disk(&world).iter().all(|bytes| !holds(bytes, CANARY)));
    assert!(world.audited().contains(&"photo-set".to_owned()));
}

#[tokio::test]
async fn what_is_no_picture_or_too_large_is_refused_with_a_sentence_and_leaves_nothing() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let keep = [own(&world, &sato).await.as_str(), "/keep"].concat();
    let before = on_disk(&world).len();
    let words = [CANARY, " plain words\n"].concat();
    let text = send(&world, &keep, &sato, "顔.jpg", words.as_bytes()).await;
    assert_eq!(text.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        text.text()
            .contains("選ばれたファイルの中身はテキストです。")
    );
    let large = send(&world, &keep, &sato, "顔.jpg", &vec![b'x'; 11_000_000]).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.text().contains("10 MBまでのファイルを選んでください"));
    let none = send(&world, &keep, &sato, "", b"").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("ファイルが選ばれていません"));
    assert_eq!(on_disk(&world).len(), before);
    let page = world.get("/settings/photo", &sato).await.text();
    assert_eq!(face(&page), None);
}

#[tokio::test]
async fn a_slip_is_taken_back_and_what_stood_before_it_leaves_the_disk() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let place = own(&world, &sato).await;
    let keep = [&place, "/keep"].concat();
    let mut hrefs = Vec::new();
    let before = on_disk(&world).len();
    for width in [500, 600, 700_u16] {
        world.clock.advance(Duration::from_secs(1));
        let sent = send(&world, &keep, &sato, "a.jpg", &photo(width, 300, "")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let page = world.get("/settings/photo", &sato).await.text();
        hrefs.push(face(&page).expect("a face"));
    }
    assert_eq!(
        on_disk(&world).len() - before,
        2,
        "this one and the one before"
    );
    let cookie = told(&world.post(&[&place, "/remove"].concat(), &sato, "").await);
    let both = format!("{sato}; {cookie}");
    let page = world.get("/settings/photo", &both).await.text();
    assert!(page.contains("写真を外しました。") && face(&page).is_none());
    let at = between(&page, "name=\"at\" value=\"", "\"").to_owned();
    let back = [&place, "/back"].concat();
    let old = world.post(&back, &sato, "at=1").await;
    assert_eq!(
        old.status,
        StatusCode::CONFLICT,
        "another change was made since"
    );
    world.clock.advance(Duration::from_secs(1));
    let done = world.post(&back, &sato, &format!("at={at}")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = world.get("/settings/photo", &sato).await.text();
    assert_eq!(face(&page), hrefs.pop());
}

/// The word for the next page.
fn told(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let all = answer.headers.get_all("set-cookie").iter();
    let mut all = all.map(|value| value.to_str().expect("ascii"));
    let word = all.find(|value| value.starts_with("sekisho-done="));
    let word = word.expect("a word").split(';').next();
    word.expect("the cookie").to_owned()
}

#[tokio::test]
async fn an_administrator_changes_anybodys_and_decides_whether_there_are_any() {
    let world = World::new();
    let (sato, tanaka) = (world.log_in("sato").await, world.log_in("tanaka").await);
    let yamada = world.log_in("yoshida").await;
    let place = own(&world, &sato).await;
    let keep = [&place, "/keep"].concat();
    let file = photo(600, 600, "");
    let refused = send(&world, &keep, &yamada, "a.jpg", &file).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "nobody else");
    let set = send(&world, &keep, &tanaka, "a.jpg", &file).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
    let page = world.get(set.location(), &tanaka).await.text();
    let href = face(&page).expect("a face");
    let all = world.get("/admin/photos", &tanaka).await.text();
    assert_eq!(face(&all), Some(href.clone()));
    let ruled = world.post("/admin/photos", &tanaka, "shown=0").await;
    assert_eq!(ruled.status, StatusCode::SEE_OTHER);
    let list = world.get("/directory", &yamada).await.text();
    assert_eq!(face(&list), None);
    assert_eq!(
        world.get(&href, &yamada).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        world.get(&href, &sato).await.status,
        StatusCode::OK,
        "one's own"
    );
    let later = send(&world, &keep, &sato, "a.jpg", &file).await;
    assert_eq!(later.status, StatusCode::CONFLICT);
    assert!(later.text().contains("表示しないことにしています"));
    let removed = world.post(&[&place, "/remove"].concat(), &tanaka, "").await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER);
    assert_eq!(world.get(&href, &sato).await.status, StatusCode::NOT_FOUND);
    let audited = world.audited();
    for act in ["photo-set", "photo-rule", "photo-remove"] {
        assert!(audited.contains(&act.to_owned()), "{act}");
    }
}

#[tokio::test]
async fn on_paper_faces_stand_where_they_were_asked_for() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let keep = [own(&world, &sato).await.as_str(), "/keep"].concat();
    send(&world, &keep, &sato, "a.jpg", &photo(600, 600, "")).await;
    let plain = world.get("/directory/print?q=sato", &sato).await.text();
    assert_eq!(face(&plain), None);
    let other = between(&plain, "href=\"/directory/print?", "\"").replace("&#38;", "&");
    let with = world
        .get(&["/directory/print?", &other].concat(), &sato)
        .await
        .text();
    assert!(face(&with).is_some(), "{other}");
}
