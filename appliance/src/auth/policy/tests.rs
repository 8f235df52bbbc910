//! Stories of the policy: what an organisation asks for is asked everywhere a password is chosen, and nothing more.

use crate::app::tests::{Answer, PASSWORD, World};
use axum::http::StatusCode;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// 田中 administers the organisation.
async fn set(world: &World, policy: &str) -> Answer {
    let tanaka = world.log_in("tanaka").await;
    let seen = seen(&world.get("/admin/sign-in", &tanaka).await.text());
    let form = format!("{policy}&seen={seen}");
    world.post("/admin/sign-in/policy", &tanaka, &form).await
}

fn seen(page: &str) -> String {
    let rest = page.split("name=\"seen\" value=\"").nth(1).expect("a form");
    rest.split('"').next().expect("a value").to_owned()
}

async fn change(world: &World, cookie: &str, old: &str, new: &str) -> Answer {
    let form = format!("old={old}&new={new}&again={new}");
    world.post("/account/password", cookie, &form).await
}

#[tokio::test]
async fn by_default_passwords_are_long_and_never_age() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    for (new, told) in [
        ("kirin-to-zou", "15文字以上"),
        ("passwordpassword", "当てられやすい"),
        ("satomisaki20261120", "ログイン名"),
    ] {
        let answer = change(&world, &sato, PASSWORD, new).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        assert!(answer.text().contains(told), "{new}: {told}");
    }
    world.clock.advance(DAY * 3_000);
    let later = world.try_log_in("sato", PASSWORD).await;
    assert_eq!(later.location(), "/");
}

#[tokio::test]
async fn what_the_rules_of_an_office_demand_is_asked_once_they_are_turned_on() {
    let world = World::new();
    let answer = set(&world, "least=8&kinds=3&days=90&former=3").await;
    assert_eq!(answer.location(), "/admin/sign-in?done=policy");
    let sato = world.log_in("sato").await;
    let page = world.get("/account", &sato).await.text();
    assert!(page.contains("8文字以上") && page.contains("3種類以上"));
    let plain = change(&world, &sato, PASSWORD, "kirin-to-zou").await;
    assert!(plain.text().contains("3種類以上"));
    let (first, second, third) = ("Kirin-to-zou7", "Rakuda-to-kame8", "Tora-to-kujaku9");
    for (old, new) in [(PASSWORD, first), (first, second), (second, third)] {
        assert_eq!(
            change(&world, &sato, old, new).await.location(),
            "/account?done=password"
        );
    }
    for again in [first, second, third] {
        let answer = change(&world, &sato, third, again).await;
        assert!(answer.text().contains("最近お使いに"), "{again}");
    }
    let fresh = change(&world, &sato, third, "Kaba-to-pengin5").await;
    assert_eq!(fresh.location(), "/account?done=password");
    let back = change(&world, &sato, "Kaba-to-pengin5", first).await;
    assert_eq!(back.location(), "/account?done=password", "long enough ago");
}

#[tokio::test]
async fn an_aged_password_is_changed_before_anything_else() {
    let world = World::new();
    set(&world, "least=8&kinds=0&days=90&former=0").await;
    let sato = world.log_in("sato").await;
    let aged = "asa-no-kaze-no-oto";
    change(&world, &sato, PASSWORD, aged).await;
    world.clock.advance(DAY * 90);
    let form = format!("name=sato&password={aged}&next=/directory");
    let answer = world.post("/login", "", &form).await;
    assert_eq!(answer.location(), "/login/password");
    let step = answer.header("set-cookie").split(';').next().expect("one");
    assert!(step.starts_with("sekisho-step="), "{step}");
    let page = world.get("/login/password", step).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("変更の時期"));
    let choose = async |new: &str| {
        let form = format!("new={new}&again={new}");
        world.post("/login/password", step, &form).await
    };
    assert!(choose("short").await.text().contains("8文字以上"));
    assert!(
        choose(aged).await.text().contains("最近お使いに"),
        "the aged one is not taken again"
    );
    let answer = choose("yama-no-asa-no-tori").await;
    assert_eq!(answer.location(), "/directory");
    let cookies = answer.headers.get_all("set-cookie").iter();
    let session = cookies
        .filter_map(|value| value.to_str().ok())
        .find(|value| value.starts_with("sekisho="))
        .and_then(|value| value.split(';').next())
        .expect("a session");
    assert_eq!(world.get("/", session).await.status, StatusCode::OK);
    assert_eq!(
        world
            .try_log_in("sato", "yama-no-asa-no-tori")
            .await
            .location(),
        "/"
    );
    assert_eq!(
        choose("yama-no-yoru-no-tori").await.location(),
        "/login?why=expired",
        "a step is taken once"
    );
}

#[tokio::test]
async fn the_policy_is_an_administrators_and_nobody_overwrites_another() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let form = "least=8&kinds=0&days=0&former=0&seen=";
    for answer in [
        world.get("/admin/sign-in", &sato).await,
        world.post("/admin/sign-in/policy", &sato, form).await,
    ] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    for invalid in [
        "least=7&kinds=0&days=0&former=0",
        "least=300&kinds=0&days=0&former=0",
        "least=8&kinds=1&days=0&former=0",
        "least=8&kinds=0&days=1&former=0",
        "least=8&kinds=0&days=0&former=25",
    ] {
        let answer = set(&world, invalid).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{invalid}");
    }
    assert_eq!(
        set(&world, "least=12&kinds=0&days=0&former=0")
            .await
            .location(),
        "/admin/sign-in?done=policy"
    );
    let tanaka = world.log_in("tanaka").await;
    let late = world.post("/admin/sign-in/policy", &tanaka, form).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("先に決まりを変えました"));
    let audited = world.audited();
    let changes = audited.iter().filter(|act| *act == "password-policy");
    assert_eq!(changes.count(), 1);
}
