//! Stories of a person's own log-in: where they are logged in, and what a change of password ends.

use crate::app::tests::{PASSWORD, World};
use axum::http::StatusCode;

fn handles(page: &str) -> Vec<String> {
    page.split("name=\"session\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn somebody_ends_the_session_they_left_open_elsewhere() {
    let world = World::new();
    let elsewhere = world.log_in("sato").await;
    let here = world.log_in("sato").await;
    let page = world.get("/account", &here).await.text();
    assert!(page.contains("いま使っている端末"), "{page}");
    let others = handles(&page);
    assert_eq!(others.len(), 1, "this one is no candidate");
    let answer = world
        .post("/account/session", &here, &format!("session={}", others[0]))
        .await;
    assert_eq!(answer.location(), "/account?done=session");
    assert_eq!(
        world.get("/account", &elsewhere).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(world.get("/account", &here).await.status, StatusCode::OK);
    assert_eq!(
        world.audited().last().map(String::as_str),
        Some("session-end")
    );
}

#[tokio::test]
async fn nobody_ends_the_session_of_another() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    world.log_in("sato").await;
    let theirs = handles(&world.get("/account", &sato).await.text());
    let takahashi = world.log_in("takahashi").await;
    let answer = world
        .post(
            "/account/session",
            &takahashi,
            &format!("session={}", theirs[0]),
        )
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    world.post("/account/sessions", &takahashi, "").await;
    assert_eq!(handles(&world.get("/account", &sato).await.text()), theirs);
}

#[tokio::test]
async fn a_new_password_asks_for_the_old_one_and_ends_the_other_sessions() {
    let world = World::new();
    let elsewhere = world.log_in("sato").await;
    let here = world.log_in("sato").await;
    let new = "yama-no-asa-no-tori";
    for form in [
        format!("old=wrong&new={new}&again={new}"),
        format!("old={PASSWORD}&new={new}&again=other"),
        format!("old={PASSWORD}&new=short&again=short"),
        format!("old={PASSWORD}&new=password1234&again=password1234"),
    ] {
        let answer = world.post("/account/password", &here, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(answer.text().contains("role=\"alert\""), "{form}");
    }
    assert_eq!(
        world.get("/account", &elsewhere).await.status,
        StatusCode::OK
    );
    let answer = world
        .post(
            "/account/password",
            &here,
            &format!("old={PASSWORD}&new={new}&again={new}"),
        )
        .await;
    assert_eq!(answer.location(), "/account?done=password");
    assert_eq!(world.get("/account", &here).await.status, StatusCode::OK);
    assert_eq!(
        world.get("/account", &elsewhere).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        world.try_log_in("sato", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        world.try_log_in("sato", new).await.status,
        StatusCode::SEE_OTHER
    );
    let audited = world.audited();
    for act in ["password-change-refused", "password-change"] {
        assert!(audited.iter().any(|row| row == act), "{act}");
    }
}

#[tokio::test]
async fn whoever_sits_at_an_open_session_cannot_guess_the_old_password_for_ever() {
    let world = World::new();
    let here = world.log_in("sato").await;
    let new = "yama-no-asa-no-tori";
    for _ in 0..10 {
        world
            .post(
                "/account/password",
                &here,
                &format!("old=wrong&new={new}&again={new}"),
            )
            .await;
    }
    let right = format!("old={PASSWORD}&new={new}&again={new}");
    let answer = world.post("/account/password", &here, &right).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.clock.advance(std::time::Duration::from_mins(15));
    let answer = world.post("/account/password", &here, &right).await;
    assert_eq!(answer.location(), "/account?done=password");
}

#[tokio::test]
async fn a_stolen_old_cookie_opens_nothing_after_signing_out() {
    let world = World::new();
    let stolen = world.log_in("sato").await;
    world.post("/logout", &stolen, "").await;
    world.log_in("sato").await;
    for path in ["/account", "/mail/inbox", "/directory"] {
        let answer = world.get(path, &stolen).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
    }
    let answer = world.post("/account/sessions", &stolen, "").await;
    assert!(answer.location().starts_with("/login"));
}
