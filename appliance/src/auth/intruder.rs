//! Stories of somebody who wants in with what is not theirs: an old session, a planted one, a hundred guesses; and of what
//! becomes of a person's open pages when they are shut out.

use crate::app::tests::{Answer, PASSWORD, World, operator};
use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode, header};
use serde_json::json;
use std::time::Duration;
use tokio_stream::StreamExt;

/// A page's stream, as far as it has been heard.
async fn stream(world: &World, cookie: &str) -> BodyDataStream {
    let request = Request::get("/stream").header(header::COOKIE, cookie);
    let answer = world
        .open(request.body(Body::empty()).expect("request"))
        .await;
    assert_eq!(answer.status(), StatusCode::OK);
    let mut body = answer.into_body().into_data_stream();
    let first = body.next().await.expect("counts").expect("bytes");
    assert!(String::from_utf8_lossy(&first).contains("counts"));
    body
}

/// Reads a stream to its end. It has to come by itself: no request is made meanwhile, and nobody waits for the half
/// minute in which a stream asks.
async fn closes(mut body: BodyDataStream, why: &str) {
    let reading = async { while body.next().await.is_some() {} };
    let ended = tokio::time::timeout(Duration::from_secs(10), reading).await;
    assert!(ended.is_ok(), "{why}");
}

async fn opens(world: &World, cookie: &str) -> bool {
    world.get("/mail/inbox", cookie).await.status == StatusCode::OK
}

fn cookie(answer: &Answer, name: &str) -> String {
    let all = answer.headers.get_all(header::SET_COOKIE).iter();
    let mut all = all.filter_map(|value| value.to_str().ok()?.split(';').next());
    let found = all.find(|value| value.starts_with(&format!("{name}=")));
    found.expect("the cookie").to_owned()
}

#[tokio::test]
async fn the_open_pages_of_who_is_shut_out_fall_silent_at_once() {
    let world = World::new();
    let (sato, other) = (world.log_in("sato").await, world.log_in("sato").await);
    let (page, second) = (stream(&world, &sato).await, stream(&world, &other).await);
    let shut = json!({ "do": "user-suspend", "login": "sato" });
    assert_eq!(operator(&world).answer(shut).await["ok"], true);
    closes(page, "a page of somebody shut out is closed").await;
    closes(second, "and their other one").await;
    assert!(!opens(&world, &sato).await && !opens(&world, &other).await);
}

#[tokio::test]
async fn a_page_left_open_elsewhere_falls_silent_with_its_session() {
    let world = World::new();
    let (here, there) = (world.log_in("sato").await, world.log_in("sato").await);
    let (mine, page) = (stream(&world, &here).await, stream(&world, &there).await);
    assert_eq!(
        world.post("/logout", &there, "").await.status,
        StatusCode::SEE_OTHER
    );
    closes(page, "after signing out").await;
    let there = world.log_in("sato").await;
    let page = stream(&world, &there).await;
    world.post("/account/sessions", &here, "").await;
    closes(page, "after its session was ended from here").await;
    let there = world.log_in("sato").await;
    let page = stream(&world, &there).await;
    let form = format!("old={PASSWORD}&new=kawasemi-no-asa&again=kawasemi-no-asa");
    let changed = world.post("/account/password", &here, &form).await;
    assert_eq!(changed.location(), "/account?done=password");
    closes(page, "after the password was changed").await;
    assert!(
        !opens(&world, &there).await,
        "a stolen session of before opens nothing"
    );
    // Whoever did all that hears on.
    let mut mine = mine;
    let mail = crate::app::tests::sealed::Mail::to(42, &["sato"], "still here");
    world.deliver(&mail).await;
    let hearing = async {
        while let Some(Ok(bytes)) = mine.next().await {
            if String::from_utf8_lossy(&bytes).contains("still here") {
                return true;
            }
        }
        false
    };
    let heard = tokio::time::timeout(Duration::from_secs(10), hearing).await;
    assert_eq!(heard, Ok(true), "one's own page stays");
}

#[tokio::test]
async fn a_session_that_was_planted_before_logging_in_is_nobodys_afterwards() {
    let world = World::new();
    let planted = "sekisho=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let thief = world.log_in("yoshida").await;
    for held in [planted, thief.as_str()] {
        let form = format!("name=sato&password={PASSWORD}");
        let entered = world.post("/login", held, &form).await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
        let own = cookie(&entered, "sekisho");
        assert_ne!(own, held, "a session is always a new one");
        assert!(opens(&world, &own).await);
        assert!(!opens(&world, held).await, "what was planted opens nothing");
    }
    // So is one's own of before: whoever copied it is out.
    let before = world.log_in("sato").await;
    let form = format!("name=sato&password={PASSWORD}");
    let entered = world.post("/login", &before, &form).await;
    assert!(!opens(&world, &before).await);
    assert!(opens(&world, &cookie(&entered, "sekisho")).await);
    // A log-in that fails ends nobody's.
    let own = cookie(&entered, "sekisho");
    world.post("/login", &own, "name=sato&password=wrong").await;
    assert!(opens(&world, &own).await);
}

#[tokio::test]
async fn whoever_guesses_from_elsewhere_does_not_keep_a_person_out_of_their_own_browser() {
    let world = World::new();
    let form = format!("name=sato&password={PASSWORD}");
    let known = cookie(&world.post("/login", "", &form).await, "sekisho-known");
    let other = format!("name=yoshida&password={PASSWORD}");
    let others = cookie(&world.post("/login", "", &other).await, "sekisho-known");
    // One terminal, two people: it knows both.
    let both = cookie(&world.post("/login", &known, &other).await, "sekisho-known");
    // A stranger closes the account and, with a hundred guesses, the address.
    for _ in 0..110 {
        world.try_log_in("sato", "wrong").await;
    }
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    for strange in [
        "",
        "sekisho-known=",
        "sekisho-known=AAAA.x",
        others.as_str(),
    ] {
        let answer = world.post("/login", strange, &form).await;
        assert_eq!(answer.status, refused, "{strange}");
    }
    let mut changed = known.clone();
    let last = changed.pop().expect("a token");
    changed.push(if last == 'A' { 'Q' } else { 'A' });
    assert_eq!(world.post("/login", &changed, &form).await.status, refused);
    let entered = world.post("/login", &known, &form).await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "its owner comes in");
    assert_eq!(
        world.post("/login", &both, &form).await.status,
        StatusCode::SEE_OTHER
    );
    // Whoever sits down at it guesses ten times, and no more.
    for _ in 0..10 {
        let guess = world
            .post("/login", &known, "name=sato&password=wrong")
            .await;
        assert_eq!(guess.status, refused);
    }
    assert_eq!(world.post("/login", &known, &form).await.status, refused);
    world.clock.advance(Duration::from_mins(15));
    assert_eq!(
        world.post("/login", &known, &form).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_browser_is_known_for_half_a_year() {
    let world = World::new();
    let form = format!("name=sato&password={PASSWORD}");
    let known = cookie(&world.post("/login", "", &form).await, "sekisho-known");
    for (days, enters) in [
        (179, StatusCode::SEE_OTHER),
        (2, StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        world.clock.advance(Duration::from_hours(24 * days));
        for _ in 0..10 {
            world.try_log_in("sato", "wrong").await;
        }
        assert_eq!(world.post("/login", &known, &form).await.status, enters);
    }
}
