//! Stories of サインインの管理: whom an administrator gives a code, and to whom never.

use crate::app::tests::{PASSWORD, World, operator};
use crate::org::{self, LoginName};
use axum::http::StatusCode;
use serde_json::json;

fn id_of(world: &World, login: &str) -> String {
    let name = LoginName::new(login).expect("a name");
    let found = world
        .app
        .store()
        .view(|tx| org::staff_by_login(tx, &name))
        .expect("read");
    found.expect("there").0.uuid().to_string()
}

fn code_on(page: &str) -> String {
    let rest = page.split("slip-code\">").nth(1).expect("a code");
    rest.split('<').next().expect("its end").to_owned()
}

#[tokio::test]
async fn an_administrator_gives_a_code_and_never_sees_a_password() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let tanaka = world.log_in("tanaka").await;
    let list = world
        .get("/admin/sign-in?q=%E3%81%95%E3%81%A8%E3%81%86", &tanaka)
        .await
        .text();
    assert!(list.contains("佐藤 美咲") && !list.contains("髙橋 由美"));
    let path = format!("/admin/sign-in/{}", id_of(&world, "sato"));
    let page = world.get(&path, &tanaka).await.text();
    assert!(page.contains("すべてログアウトします"), "{page}");
    let slip = world.post(&path, &tanaka, "days=3").await;
    assert_eq!(slip.status, StatusCode::OK);
    assert_eq!(slip.header("cache-control"), "no-store");
    let code = code_on(&slip.text());
    assert!(world.get("/", &sato).await.location().starts_with("/login"));
    assert_eq!(
        world.try_log_in("sato", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let page = world.get(&path, &tanaka).await.text();
    assert!(page.contains("コードを出しました") && !page.contains(&code));
    let new = "yama-no-asa-no-tori";
    let form = format!("name=sato&code={code}&new={new}&again={new}");
    assert_eq!(
        world.post("/enrol/password", "", &form).await.location(),
        "/"
    );
    let audited = world.audited();
    for act in ["recover", "enrol"] {
        assert!(audited.iter().any(|row| row == act), "{act}");
    }
}

#[tokio::test]
async fn nobody_takes_over_themselves_or_somebody_with_a_role_over_the_house() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    // 鈴木 is the security officer of the town.
    for (login, told) in [("tanaka", "ご自分の"), ("suzuki", "sekisho user recover")] {
        let path = format!("/admin/sign-in/{}", id_of(&world, login));
        let page = world.get(&path, &tanaka).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text().contains(told), "{login}");
        let forced = world.post(&path, &tanaka, "days=1").await;
        assert_eq!(forced.status, StatusCode::NOT_FOUND, "{login}");
        assert_eq!(
            world.try_log_in(login, PASSWORD).await.status,
            StatusCode::SEE_OTHER,
            "{login} is as before"
        );
    }
    assert!(!world.audited().iter().any(|act| act == "recover"));
}

#[tokio::test]
async fn only_administrators_come_in_and_who_is_not_there_has_no_page() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let tanaka = world.log_in("tanaka").await;
    let path = format!("/admin/sign-in/{}", id_of(&world, "takahashi"));
    for answer in [
        world.get(&path, &sato).await,
        world.post(&path, &sato, "days=1").await,
        world
            .get(
                "/admin/sign-in/00000000-0000-0000-0000-0000000fffff",
                &tanaka,
            )
            .await,
    ] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
    assert!(
        !world
            .get("/", &sato)
            .await
            .text()
            .contains("/admin/sign-in")
    );
    assert!(
        world
            .get("/admin", &tanaka)
            .await
            .text()
            .contains("/admin/sign-in")
    );
}

#[tokio::test]
async fn who_was_added_at_the_machine_stands_in_the_list_until_they_have_chosen() {
    let world = World::new();
    let verb = json!({ "do": "user-add", "login": "mori", "name": "森 一郎", "yomi": "もり いちろう",
        "address": "mori@yamabiko.example" });
    let told = operator(&world).answer(verb).await;
    let tanaka = world.log_in("tanaka").await;
    let state = async || {
        let page = world.get("/admin/sign-in?q=mori", &tanaka).await.text();
        let rest = page.split("class=\"pill ").nth(1).expect("a state");
        rest.split(['>', '<']).nth(1).expect("a word").to_owned()
    };
    assert_eq!(state().await, "コードを出しました");
    world.clock.advance(std::time::Duration::from_hours(8 * 24));
    let tanaka = world.log_in("tanaka").await;
    let page = world.get("/admin/sign-in?q=mori", &tanaka).await.text();
    assert!(page.contains("未登録"), "its day is over");
    let path = format!("/admin/sign-in/{}", id_of(&world, "mori"));
    let slip = world.post(&path, &tanaka, "days=1").await.text();
    assert_ne!(code_on(&slip), told["code"].as_str().expect("a code"));
    let new = "yama-no-asa-no-tori";
    let form = format!("name=mori&code={}&new={new}&again={new}", code_on(&slip));
    assert_eq!(
        world.post("/enrol/password", "", &form).await.location(),
        "/"
    );
    let page = world.get("/admin/sign-in?q=mori", &tanaka).await.text();
    assert!(page.contains("登録済み"));
}

/// A code given meanwhile would be a way into an administrator's account on the day they come back.
#[tokio::test]
async fn nobody_gives_a_code_to_somebody_suspended_and_what_they_had_is_worth_nothing_when_they_come_back()
 {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let verb = async |verb: serde_json::Value| {
        let told = operator(&world).answer(verb).await;
        assert_eq!(told["ok"], true, "{told}");
    };
    verb(json!({ "do": "role-grant", "login": "sato", "role": "organisation", "unit": null }))
        .await;
    for (login, told) in [
        ("sato", "sekisho user recover"),
        ("takahashi", "利用を再開してから"),
    ] {
        let path = format!("/admin/sign-in/{}", id_of(&world, login));
        let before = (login == "takahashi").then_some(world.post(&path, &tanaka, "days=30").await);
        verb(json!({ "do": "user-suspend", "login": login })).await;
        let page = world.get(&path, &tanaka).await.text();
        assert!(page.contains(told), "{login}: {page}");
        let forced = world.post(&path, &tanaka, "days=30").await;
        assert_eq!(forced.status, StatusCode::NOT_FOUND, "{login}");
        verb(json!({ "do": "user-restore", "login": login })).await;
        if let Some(before) = before {
            let code = code_on(&before.text());
            let new = "yama-no-asa-no-tori";
            let form = format!("name={login}&code={code}&new={new}&again={new}");
            let late = world.post("/enrol/password", "", &form).await;
            assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
    }
}
