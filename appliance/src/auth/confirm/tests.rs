//! Stories of もう一度の確認: an open session is not enough to change how somebody logs in.

use crate::app::tests::{PASSWORD, World};
use axum::http::StatusCode;
use std::time::Duration;

#[tokio::test]
async fn ten_minutes_after_logging_in_the_password_is_asked_once_more_and_leads_back() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    assert_eq!(
        world.get("/account/totp", &sato).await.status,
        StatusCode::OK
    );
    world.clock.advance(Duration::from_mins(10));
    let asked = world.get("/account/totp", &sato).await;
    assert_eq!(asked.location(), "/account/confirm?next=/account/totp");
    let page = world.get(asked.location(), &sato).await.text();
    assert!(page.contains("value=\"/account/totp\""), "{page}");
    let form = |password: &str| format!("password={password}&next=/account/totp");
    let wrong = world.post("/account/confirm", &sato, &form("wrong")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = world.post("/account/confirm", &sato, &form(PASSWORD)).await;
    assert_eq!(right.location(), "/account/totp");
    assert_eq!(
        world.get("/account/totp", &sato).await.status,
        StatusCode::OK
    );
    let audited = world.audited();
    for act in ["confirm", "confirm-refused"] {
        assert!(audited.iter().any(|row| row == act), "{act}");
    }
}

#[tokio::test]
async fn guessing_at_an_open_session_is_stopped_and_leads_to_no_other_house() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    for _ in 0..10 {
        world
            .post("/account/confirm", &sato, "password=wrong&next=/")
            .await;
    }
    let form = format!("password={PASSWORD}&next=//evil.example");
    let closed = world.post("/account/confirm", &sato, &form).await;
    assert_eq!(closed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        world.try_log_in("sato", PASSWORD).await.status,
        StatusCode::SEE_OTHER,
        "the log-in page counts for itself"
    );
    world.clock.advance(Duration::from_mins(15));
    let open = world.post("/account/confirm", &sato, &form).await;
    assert_eq!(open.location(), "/");
}

#[tokio::test]
async fn an_administrators_open_session_gives_no_codes_to_whoever_sits_down_at_it() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let page = world.get("/admin/sign-in?q=sato", &tanaka).await.text();
    let path = page.split("href=\"/admin/sign-in/").nth(1).expect("a link");
    let path = format!(
        "/admin/sign-in/{}",
        path.split('"').next().expect("its end")
    );
    world.clock.advance(Duration::from_mins(10));
    let asked = world.post(&path, &tanaka, "days=1").await;
    assert_eq!(asked.location(), format!("/account/confirm?next={path}"));
    assert!(!world.audited().iter().any(|act| act == "recover"));
}
