//! Stories of logging in: who gets in, for how long, and what a guesser learns.

use crate::app::tests::{PASSWORD, World};
use axum::http::StatusCode;
use std::time::Duration;

#[tokio::test]
async fn the_right_password_opens_the_page_that_was_asked_for() {
    let world = World::new();
    let before = world.get("/mail/inbox?unread=1", "").await;
    assert_eq!(before.location(), "/login?next=/mail/inbox%3Funread%3D1");
    let answer = world
        .post(
            "/login",
            "",
            &format!("name=sato&password={PASSWORD}&next=/mail/inbox?unread=1"),
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "/mail/inbox?unread=1");
    let cookie = answer.header("set-cookie");
    for word in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    assert!(!cookie.contains("Domain"), "{cookie}");
    assert_eq!(world.audited().last().map(String::as_str), Some("log-in"));
}

#[tokio::test]
async fn a_log_in_name_may_be_typed_wide_or_large() {
    let world = World::new();
    for name in ["SATO", "ＳＡＴＯ", "%20sato%20"] {
        assert_eq!(
            world.try_log_in(name, PASSWORD).await.status,
            StatusCode::SEE_OTHER,
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_guesser_cannot_tell_a_name_that_exists_from_one_that_does_not() {
    let world = World::new();
    let wrong = world.try_log_in("sato", "wrong").await;
    let nobody = world.try_log_in("nobody", "wrong").await;
    let strange = world.try_log_in("%00%22%3E%3Cscript%3E", "wrong").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(wrong.status, nobody.status);
    assert_eq!(
        wrong.text().replace("sato", "NAME"),
        nobody.text().replace("nobody", "NAME")
    );
    assert!(wrong.header("set-cookie").is_empty());
    assert!(
        !strange.text().contains("<script>"),
        "the name typed is shown, not run"
    );
    assert_eq!(
        world
            .audited()
            .iter()
            .filter(|act| *act == "log-in-refused")
            .count(),
        3
    );
}

#[tokio::test]
async fn after_ten_failures_even_the_right_password_waits_a_quarter_of_an_hour() {
    let world = World::new();
    for _ in 0..10 {
        world.try_log_in("sato", "wrong").await;
    }
    let closed = world.try_log_in("sato", PASSWORD).await;
    let wrong = world.try_log_in("sato", "wrong").await;
    assert_eq!(
        closed.text(),
        wrong.text(),
        "a closed gate looks like a wrong password"
    );
    assert_eq!(
        world.try_log_in("takahashi", PASSWORD).await.status,
        StatusCode::SEE_OTHER,
        "others go on"
    );
    world.clock.advance(Duration::from_mins(15));
    assert_eq!(
        world.try_log_in("sato", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        world
            .audited()
            .iter()
            .filter(|act| *act == "log-in-closed")
            .count(),
        1
    );
}

#[tokio::test]
async fn names_that_do_not_exist_close_too() {
    let world = World::new();
    for n in 0..99 {
        world.try_log_in(&format!("nobody{n}"), "wrong").await;
    }
    assert_eq!(
        world.try_log_in("sato", PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
    world.try_log_in("nobody99", "wrong").await;
    let after = world.try_log_in("sato", PASSWORD).await.status;
    assert_eq!(
        after,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a hundred failures from one address close the address"
    );
}

#[tokio::test]
async fn a_session_ends_after_an_idle_hour_and_after_half_a_day_of_work() {
    let world = World::new();
    let idle = world.log_in("sato").await;
    world.clock.advance(Duration::from_secs(3_599));
    assert_eq!(world.get("/mail/inbox", &idle).await.status, StatusCode::OK);
    world.clock.advance(Duration::from_hours(1));
    let ended = world.get("/mail/inbox", &idle).await;
    assert_eq!(ended.location(), "/login?next=/mail/inbox&why=expired");
    let page = world.get(ended.location(), "").await.text();
    assert!(page.contains("しばらく操作がなかったため"));

    let busy = world.log_in("sato").await;
    for _ in 0..23 {
        world.clock.advance(Duration::from_mins(30));
        assert_eq!(world.get("/mail/inbox", &busy).await.status, StatusCode::OK);
    }
    world.clock.advance(Duration::from_mins(30));
    assert_eq!(
        world.get("/mail/inbox", &busy).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn logging_out_ends_the_session_on_the_server() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let answer = world.post("/logout", &cookie, "").await;
    assert_eq!(answer.location(), "/login?why=farewell");
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        world.get("/mail/inbox", &cookie).await.status,
        StatusCode::SEE_OTHER,
        "the old cookie is worth nothing"
    );
    assert_eq!(world.audited().last().map(String::as_str), Some("log-out"));
}

#[tokio::test]
async fn the_way_back_never_leads_to_another_house() {
    let world = World::new();
    for next in [
        "https://evil.example/",
        "//evil.example",
        "/%5Cevil.example",
        "/login",
    ] {
        let answer = world
            .post(
                "/login",
                "",
                &format!("name=sato&password={PASSWORD}&next={next}"),
            )
            .await;
        assert_eq!(answer.location(), "/", "{next}");
    }
}

#[tokio::test]
async fn sessions_that_ended_are_forgotten() {
    let world = World::new();
    world.log_in("sato").await;
    world.try_log_in("sato", "wrong").await;
    world.clock.advance(Duration::from_secs(50_000));
    let (lifetime, now) = (world.app.lifetime(), world.app.now().as_second());
    let gone = world
        .app
        .store()
        .update(|tx| super::sweep(tx, lifetime, now))
        .expect("sweep");
    assert_eq!(gone, 3, "the session and the two counters");
}

#[tokio::test]
async fn a_password_that_is_changed_while_it_is_checked_opens_nothing() {
    use super::service::{self, Checked};
    use super::throttle::{Door, Tryer};
    let world = World::new();
    let store = world.app.store();
    let candidate = store
        .view(|tx| service::candidate(tx, "sato"))
        .expect("read");
    let (town, staff) = candidate.staff.expect("sato is there");
    let checked = Checked {
        proven: candidate.staff,
        suspect: None,
        against: candidate.hash,
    };
    let now = world.app.now();
    let opened = |checked: &Checked| {
        store
            .update(|tx| {
                let tryer = Tryer::new(Door::LogIn, "sato", "local");
                service::log_in(tx, tryer, checked, "local", now)
            })
            .expect("decided")
    };
    assert!(opened(&checked).is_some(), "while nothing changed");
    store
        .update(|tx| super::password_set(tx, town, staff, "another", now.as_second(), &[]))
        .expect("changed");
    assert!(
        opened(&checked).is_none(),
        "the old one is no password any more"
    );
}

#[tokio::test]
async fn a_suspended_person_is_out_at_the_next_request_and_everything_of_theirs_stays() {
    use crate::org::{self, LoginName, OrgError, Town};
    let world = World::new();
    let (one, other) = (world.log_in("sato").await, world.log_in("sato").await);
    let of_sato = |tx: &sekisho_platform::store::View<'_>| -> Result<_, OrgError> {
        let found = org::staff_by_login(tx, &LoginName::new("sato")?)?;
        Ok(found.expect("sato is there"))
    };
    let (id, row) = world.app.store().view(of_sato).expect("read");
    let (town, now) = (Town::of(&row), world.app.now());
    let ended = world
        .app
        .store()
        .update(|tx| super::suspend(tx, town, id, "operator", now))
        .expect("suspended");
    assert_eq!(ended, 2);
    for cookie in [&one, &other] {
        let answer = world.get("/", cookie).await;
        assert!(
            answer.location().starts_with("/login?next="),
            "{}",
            answer.status
        );
    }
    assert_eq!(
        world.try_log_in("sato", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    // Whoever took a copy of the cookie is no better off once the person is let in again.
    world
        .app
        .store()
        .update(|tx| super::restore(tx, town, id, "operator", now))
        .expect("restored");
    assert!(world.get("/", &one).await.location().starts_with("/login"));
    let fresh = world.log_in("sato").await;
    assert_eq!(world.get("/", &fresh).await.status, StatusCode::OK);
    assert_eq!(
        world.app.store().view(of_sato).expect("read").1.address,
        row.address
    );
    let acts = world.audited();
    assert!(acts.iter().any(|act| act == "suspend") && acts.iter().any(|act| act == "restore"));
}

#[tokio::test]
async fn who_was_at_hand_a_moment_ago_is_out_at_the_next_request_all_the_same() {
    use super::table::Sessions;
    use crate::org::{self, LoginName, OrgError, Town};
    let world = World::new();
    let (suspended, left) = (world.log_in("sato").await, world.log_in("tanaka").await);
    let key = |cookie: &str| {
        let value = cookie.split('=').nth(1).expect("a value");
        super::SessionSecret::from_cookie(value)
            .expect("a secret")
            .key()
    };
    for cookie in [&suspended, &left] {
        for _ in 0..3 {
            let answer = world.get("/directory/suggest?q=a", cookie).await;
            assert_eq!(answer.status, StatusCode::OK);
        }
        let session = key(cookie);
        let at_hand = world.app.store().at_hand(|tx| tx.get::<Sessions>(&session));
        assert!(at_hand.is_some_and(|row| row.expect("read").is_some()));
    }
    world
        .app
        .update(|tx| -> Result<(), OrgError> {
            let (id, row) = org::staff_by_login(tx, &LoginName::new("sato")?)?.expect("there");
            org::staff_suspend(tx, Town::of(&row), id)
        })
        .await
        .expect("changed");
    let session = key(&left);
    let gone = world.app.store();
    assert!(
        gone.update(|tx| tx.remove::<Sessions>(&session))
            .expect("removed")
    );
    for cookie in [&suspended, &left] {
        let answer = world.get("/directory/suggest?q=a", cookie).await;
        assert!(answer.location().starts_with("/login"), "{}", answer.status);
    }
}

#[tokio::test]
async fn a_session_that_outlived_a_suspension_is_expelled_with_all_its_siblings() {
    use crate::org::{self, LoginName, OrgError, Town};
    let world = World::new();
    let cookie = world.log_in("sato").await;
    // Only the row is changed, as a writer of people would who forgot the sessions.
    world
        .app
        .update(|tx| -> Result<(), OrgError> {
            let (id, row) = org::staff_by_login(tx, &LoginName::new("sato")?)?.expect("there");
            org::staff_suspend(tx, Town::of(&row), id)
        })
        .await
        .expect("changed");
    assert!(
        world
            .get("/", &cookie)
            .await
            .location()
            .starts_with("/login")
    );
    assert!(world.audited().iter().any(|act| act == "session-expelled"));
}

#[tokio::test]
async fn a_sessions_use_holds_it_open_before_it_is_written_down_and_is_written_once() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    for _ in 0..3 {
        // Within the hour after which an idle session ends.
        world.clock.advance(Duration::from_mins(50));
        assert_eq!(world.get("/", &cookie).await.status, StatusCode::OK);
    }
    let touches = world.app.touches();
    assert_eq!(touches.write(world.app.store()).expect("written"), 1);
    assert_eq!(touches.write(world.app.store()).expect("nothing"), 0);
    world.clock.advance(Duration::from_mins(59));
    assert_eq!(world.get("/", &cookie).await.status, StatusCode::OK);
    world.clock.advance(Duration::from_mins(61));
    let gone = world.get("/", &cookie).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "idle for an hour");
}
