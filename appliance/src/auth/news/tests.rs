//! Stories of サインインの知らせ: whoever's way in changes hears of it, and nobody can silence that.

use crate::app::tests::{PASSWORD, World, operator};
use crate::auth::second::tests::{codes_on, now, secret_on, value_of};
use axum::http::StatusCode;
use serde_json::json;

async fn notices(world: &World, cookie: &str) -> String {
    world.get("/notices", cookie).await.text()
}

#[tokio::test]
async fn a_change_rings_and_stands_in_the_list_with_where_it_came_from() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let calm = notices(&world, &sato).await;
    assert!(
        !calm.contains("覚えのないときは"),
        "a log-in alone is listed only"
    );
    let page = world.get("/account/totp", &sato).await.text();
    let (secret, carried) = (secret_on(&page), value_of(&page, "carried"));
    let form = format!("carried={carried}&code={}", secret.code(now(&world)));
    let codes = codes_on(&world.post("/account/totp", &sato, &form).await.text());
    assert!(
        notices(&world, &sato)
            .await
            .contains("確認アプリが設定されました")
    );
    // Without the telephone: by a code on paper.
    let half = world.try_log_in("sato", PASSWORD).await;
    let half = half.header("set-cookie").split(';').next().expect("one");
    let form = format!("recovery={}", codes[0]);
    let opened = world.post("/login/second", half, &form).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    let list = notices(&world, &sato).await;
    assert!(list.contains("回復コードでログインしました"), "{list}");
    let account = world.get("/account", &sato).await.text();
    let news = account.split("account-news").nth(3).expect("the list");
    let places: Vec<_> = [
        "回復コードでログイン",
        "確認アプリが設定",
        "パスワードでログイン",
    ]
    .iter()
    .map(|word| news.find(word).expect("told"))
    .collect();
    assert!(places.is_sorted(), "the latest first: {places:?}");
    let kato = world.log_in("kato").await;
    let others = world.get("/account", &kato).await.text();
    assert!(!others.contains("回復コードでログイン"), "one's own only");
}

#[tokio::test]
async fn nobody_switches_it_off_at_an_open_session() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let page = world.get("/settings/notices", &sato).await.text();
    let row = page
        .split("name=\"sign-in.changed\"")
        .nth(1)
        .expect("it is said");
    let row = row.split('>').next().expect("its end");
    assert!(row.contains("checked") && row.contains("disabled"), "{row}");
    // All boxes unticked, and one that no form has.
    for form in [
        "from=17:30&until=08:30",
        "from=17:30&until=08:30&sign-in.changed=0",
    ] {
        let kept = world.post("/settings/notices", &sato, form).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER);
    }
    let form = format!("old={PASSWORD}&new=kawasemi-no-asa&again=kawasemi-no-asa");
    let changed = world.post("/account/password", &sato, &form).await;
    assert_eq!(changed.location(), "/account?done=password");
    assert!(
        notices(&world, &sato)
            .await
            .contains("パスワードが変わりました")
    );
}

#[tokio::test]
async fn what_an_operator_does_to_somebody_is_told_to_them() {
    let world = World::new();
    let ask = json!({ "do": "user-recover", "login": "sato" });
    let given = operator(&world).answer(ask).await;
    assert_eq!(given["ok"], true, "{given}");
    let code = given["code"].as_str().expect("a code");
    let form = format!("name=sato&code={code}&new=yama-no-asa-no-tori&again=yama-no-asa-no-tori");
    let answer = world.post("/enrol/password", "", &form).await;
    let cookies = answer.headers.get_all("set-cookie").iter();
    let session = cookies
        .filter_map(|value| value.to_str().ok())
        .find(|value| value.starts_with("sekisho="))
        .and_then(|value| value.split(';').next())
        .expect("a session");
    let list = notices(&world, session).await;
    for told in [
        "再登録の手続き",
        "登録コードでパスワードが決まりました",
        "管理者が行いました",
    ] {
        assert!(list.contains(told), "{told}: {list}");
    }
}
