//! Stories of a log-in that is not whole: it opens its next step and nothing else, and not for long.

use crate::app::tests::{PASSWORD, World, operator};
use axum::http::StatusCode;
use sekisho_platform::store::{Direction, StoreError};
use serde_json::json;
use std::time::Duration;

/// 佐藤, whose password has aged: the cookie of her step.
async fn begun(world: &World) -> String {
    let tanaka = world.log_in("tanaka").await;
    let form = "least=8&kinds=0&days=30&former=0&seen=";
    let set = world.post("/admin/sign-in/policy", &tanaka, form).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER);
    world.clock.advance(Duration::from_hours(24 * 31));
    let answer = world.try_log_in("sato", PASSWORD).await;
    assert_eq!(answer.location(), "/login/password");
    let cookie = answer.header("set-cookie");
    cookie.split(';').next().expect("a cookie").to_owned()
}

#[tokio::test]
async fn half_a_log_in_opens_no_page_under_either_name() {
    let world = World::new();
    let step = begun(&world).await;
    let posing = step.replace("sekisho-step=", "sekisho=");
    for cookie in [&step, &posing] {
        for path in [
            "/",
            "/account",
            "/mail/inbox",
            "/mail/stream",
            "/directory",
            "/search?q=x",
        ] {
            let answer = world.get(path, cookie).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
            assert!(answer.location().starts_with("/login?next="), "{path}");
        }
    }
    let posing = world.get("/login/password", &posing).await;
    assert_eq!(posing.location(), "/login");
    let form = "new=yama-no-asa-no-tori&again=yama-no-asa-no-tori";
    let whole = world.post("/login/password", &step, form).await;
    let cookies = whole.headers.get_all("set-cookie").iter();
    let session = cookies
        .filter_map(|value| value.to_str().ok())
        .find(|value| value.starts_with("sekisho="))
        .and_then(|value| value.split(';').next())
        .expect("a session");
    assert_eq!(world.get("/", session).await.status, StatusCode::OK);
    let turned = session.replace("sekisho=", "sekisho-step=");
    let answer = world.get("/login/password", &turned).await;
    assert_eq!(answer.location(), "/login?why=expired", "nor the other way");
}

#[tokio::test]
async fn half_a_log_in_ends_by_time_by_its_owner_and_with_its_owners_rights() {
    let world = World::new();
    let step = begun(&world).await;
    assert_eq!(
        world.get("/login/password", &step).await.status,
        StatusCode::OK
    );
    world.clock.advance(Duration::from_mins(10));
    let form = "new=yama-no-asa-no-tori&again=yama-no-asa-no-tori";
    for answer in [
        world.get("/login/password", &step).await,
        world.post("/login/password", &step, form).await,
    ] {
        assert_eq!(answer.location(), "/login?why=expired");
    }
    let again = async || {
        let answer = world.try_log_in("sato", PASSWORD).await;
        let cookie = answer.header("set-cookie");
        cookie.split(';').next().expect("a cookie").to_owned()
    };
    let given_up = again().await;
    world.post("/login/stop", &given_up, "").await;
    let suspended = again().await;
    for verb in ["user-suspend", "user-restore"] {
        let asked = json!({ "do": verb, "login": "sato" });
        assert_eq!(operator(&world).answer(asked).await["ok"], true);
    }
    for step in [given_up, suspended] {
        let answer = world.post("/login/password", &step, form).await;
        assert_eq!(answer.location(), "/login?why=expired");
    }
    let (lifetime, now) = (world.app.lifetime(), world.app.now().as_second() + 600);
    world
        .app
        .store()
        .update(|tx| crate::auth::sweep(tx, lifetime, now))
        .expect("swept");
    let left = world.app.store().view(|tx| -> Result<_, StoreError> {
        tx.range::<super::table::Halves>(.., Direction::Up, 10)
    });
    assert!(left.expect("read").is_empty());
}
