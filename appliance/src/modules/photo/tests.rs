//! Stories of photos, through the real router and the real sanitizer.

use super::model::{Form, HEAD, Picture};
use super::table::{Photo, Photos};
use crate::app::tests::engine::TestEngine;
use crate::app::tests::{Answer, World};
use crate::org::{StaffId, Town};
use crate::upload::tests::{holds, photo};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sekisho_platform::store::{Store, StoreError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// What nobody must ever find.
const CANARY: &str = "CANARY-N35-41-22";

/// Puts up a photo that came through no door, to ask about; it changed at 1.
pub(crate) async fn plant(world: &World, town: Town, staff: StaffId) {
    let blob = [&[0; HEAD][..], b"\xff\xd8\xff\xd9"].concat();
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

/// Asks for a picture that the browser has already.
async fn ask(world: &World, path: &str, cookie: &str, tag: &str) -> Answer {
    let request = Request::get(path)
        .header(header::HOST, "sekisho.example")
        .header(header::COOKIE, cookie)
        .header(header::IF_NONE_MATCH, tag)
        .body(Body::empty());
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
        ("cache-control", "private, no-cache"),
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
    let tag = seen.header("etag").to_owned();
    let again = ask(&world, &href, &tanaka, &tag).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert!(again.bytes.is_empty() && again.header("etag") == tag);
    let other = ask(&world, &href, &tanaka, "\"x\", W/\"y\"").await;
    assert_eq!(other.status, StatusCode::OK);
    let nobody = ask(&world, &href, "", &tag).await;
    assert_ne!(
        nobody.status,
        StatusCode::NOT_MODIFIED,
        "the right comes first"
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
    let ruled = world.post("/admin/photos", &tanaka, "shown=nobody").await;
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

#[tokio::test]
async fn where_the_department_alone_sees_them_nobody_else_does() {
    let world = World::new();
    let (sato, tanaka) = (world.log_in("sato").await, world.log_in("tanaka").await);
    let (near, far) = (world.log_in("watanabe").await, world.log_in("ito").await);
    let keep = [own(&world, &sato).await.as_str(), "/keep"].concat();
    send(&world, &keep, &sato, "a.jpg", &photo(600, 600, "")).await;
    let ruled = world
        .post("/admin/photos", &tanaka, "shown=department")
        .await;
    let both = format!("{tanaka}; {}", told(&ruled));
    let list = "/directory?q=sato";
    let href = face(&world.get(list, &near).await.text()).expect("a face");
    for (who, sees) in [(&sato, true), (&near, true), (&tanaka, true), (&far, false)] {
        let page = world.part(list, who).await.text();
        assert_eq!(face(&page).is_some(), sees);
        let part = world.part("/directory/suggest?q=sato", who).await.text();
        assert_eq!(face(&part).is_some(), sees, "in the picker too");
        let picture = world.get(&href, who).await;
        let wanted = if sees {
            StatusCode::OK
        } else {
            StatusCode::NOT_FOUND
        };
        assert_eq!(picture.status, wanted);
    }
    // What the administrator decided is taken back by one press.
    let page = world.get("/admin/photos", &both).await.text();
    assert!(page.contains("写真を見られる人を決めました。"));
    let bar = between(&page, "id=\"done\"", "<header");
    let before = between(bar, "name=\"shown\" value=\"", "\"").to_owned();
    assert_eq!(before, "everybody");
    let form = format!("shown={before}");
    world.post("/admin/photos", &tanaka, &form).await;
    assert_eq!(world.get(&href, &far).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_face_stands_in_the_bar_the_list_of_people_and_their_page() {
    let world = World::new();
    let (sato, tanaka) = (world.log_in("sato").await, world.log_in("tanaka").await);
    let keep = [own(&world, &sato).await.as_str(), "/keep"].concat();
    let bare = world.get("/account", &sato).await.text();
    assert_eq!(face(&bare), None);
    send(&world, &keep, &sato, "a.jpg", &photo(600, 600, "")).await;
    let href = face(&world.get("/account", &sato).await.text());
    assert!(href.is_some(), "in the bar of one's own pages");
    let people = world.get("/admin/people?q=sato", &tanaka).await.text();
    assert_eq!(face(&people), href);
    let page = between(&people, "<a href=\"/admin/people/", "\"");
    let page = world.get(&["/admin/people/", page].concat(), &tanaka).await;
    assert_eq!(face(&page.text()), href);
}

#[tokio::test]
async fn with_a_full_disk_the_photo_stays_as_it_was_and_that_is_said() {
    let engine = Arc::new(TestEngine::default());
    let world = World::made(Store::on(engine.clone()).expect("store"), false);
    let sato = world.log_in("sato").await;
    let place = own(&world, &sato).await;
    let keep = [&place, "/keep"].concat();
    send(&world, &keep, &sato, "a.jpg", &photo(600, 600, "")).await;
    let before = face(&world.get("/settings/photo", &sato).await.text());
    let many = on_disk(&world).len();
    engine.fill(true);
    world.clock.advance(Duration::from_secs(1));
    let sent = send(&world, &keep, &sato, "a.jpg", &photo(700, 700, "")).await;
    assert_eq!(sent.status, StatusCode::INSUFFICIENT_STORAGE);
    let page = sent.text();
    assert!(page.contains("写真は変わっていません"), "{page}");
    assert_eq!(face(&page), before);
    assert_eq!(on_disk(&world).len(), many, "nothing is left behind");
    let gone = world.post(&[&place, "/remove"].concat(), &sato, "").await;
    assert_eq!(gone.status, StatusCode::INSUFFICIENT_STORAGE);
    // Where the folder for large things takes nothing, the store is not even asked.
    engine.fill(false);
    let folder = world.blobs.path();
    std::fs::remove_dir_all(folder).expect("a folder");
    std::fs::write(folder, b"").expect("a file in its place");
    let sent = send(&world, &keep, &sato, "a.jpg", &photo(700, 700, "")).await;
    assert_eq!(sent.status, StatusCode::INSUFFICIENT_STORAGE);
    assert_eq!(face(&sent.text()), before);
}
