//! Stories of app passwords: a program comes in for one thing, for one person, and is out the moment somebody says so.

use super::table::AppPasswords;
use super::{Admission, Scope, Shown, admit};
use crate::app::tests::{PASSWORD, World, operator};
use crate::org::{self, LoginName, StaffId, Town};
use axum::http::StatusCode;
use sekisho_platform::store::{Direction, StoreError};
use serde_json::json;
use std::time::Duration;

fn found(world: &World, login: &str) -> (Town, StaffId) {
    let login = LoginName::new(login).expect("a name");
    let read = world.app.store().view(|tx| org::staff_by_login(tx, &login));
    let (staff, row) = read.expect("read").expect("there");
    (Town::of(&row), staff)
}

async fn allow(world: &World, allowed: bool) {
    let tanaka = world.log_in("tanaka").await;
    let form = if allowed { "allowed=yes" } else { "" };
    let answer = world
        .post("/admin/sign-in/app-passwords", &tanaka, form)
        .await;
    assert_eq!(answer.location(), "/admin/sign-in?done=app-passwords");
}

/// 佐藤 makes one for her mail program.
async fn made(world: &World, scopes: &str) -> String {
    let sato = world.log_in("sato").await;
    let form = format!("label=%E5%85%AC%E7%94%A8&{scopes}");
    let answer = world.post("/account/app-passwords", &sato, &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), "no-store");
    let page = answer.text();
    let rest = page
        .split("account-app-secret\">")
        .nth(1)
        .expect("a secret");
    rest.split('<').next().expect("its end").to_owned()
}

async fn enter(world: &World, login: &str, secret: &str, scope: Scope) -> Option<Admission> {
    let shown = Shown {
        login: login.to_owned(),
        secret: secret.to_owned(),
        scope,
        address: "192.0.2.7".to_owned(),
    };
    admit(&world.app, shown).await.expect("answered")
}

fn count(world: &World, act: &str) -> usize {
    let acts = world.audited();
    acts.iter().filter(|told| *told == act).count()
}

#[tokio::test]
async fn a_program_comes_in_for_what_it_was_made_for_and_for_nothing_else() {
    let world = World::new();
    allow(&world, true).await;
    let secret = made(&world, "mail=yes&contacts=yes").await;
    let (town, staff) = found(&world, "sato");
    for scope in [Scope::Mail, Scope::Contacts] {
        let admitted = enter(&world, "sato", &secret, scope).await.expect("in");
        assert_eq!(
            (admitted.town(), admitted.staff(), admitted.scope()),
            (town, staff, scope)
        );
    }
    assert!(
        enter(&world, "sato", &secret, Scope::Calendar)
            .await
            .is_none()
    );
    let loose = secret.replace('-', " ").to_uppercase();
    assert!(enter(&world, "SATO", &loose, Scope::Mail).await.is_some());
    for (login, secret) in [
        ("takahashi", secret.as_str()),
        ("nobody", &secret),
        ("sato", PASSWORD),
        ("sato", ""),
        ("sato", "0000000-0000000-0000000-0000000"),
    ] {
        assert!(
            enter(&world, login, secret, Scope::Mail).await.is_none(),
            "{login}"
        );
    }
    // Nor does it log in to the pages.
    let page = world.try_log_in("sato", &secret).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for act in [
        "app-password-policy",
        "app-password-make",
        "app-password-used",
        "app-password-refused",
    ] {
        assert!(count(&world, act) > 0, "{act}");
    }
}

#[tokio::test]
async fn the_store_keeps_nothing_to_guess_at_and_a_row_serves_one_person() {
    let world = World::new();
    allow(&world, true).await;
    let secret = made(&world, "mail=yes").await;
    let store = world.app.store();
    let rows = store
        .view(|tx| tx.range::<AppPasswords>(.., Direction::Up, 10))
        .expect("read");
    let (id, row) = rows.into_iter().next().expect("a row");
    let bytes = postcard::to_allocvec(&row).expect("bytes");
    let bare = secret.replace('-', "");
    assert!(
        !bytes
            .windows(8)
            .any(|part| bare.as_bytes().windows(8).any(|of| of == part))
    );
    // Copied to somebody else, and to the same person in another town.
    let (_, takahashi) = found(&world, "takahashi");
    let elsewhere = Town::at_the_machine(org::OrganisationId::new(uuid::Uuid::from_u128(77)));
    for (town, staff, login) in [
        (row.town, takahashi, "takahashi"),
        (elsewhere, row.staff, "sato"),
    ] {
        let moved = super::table::AppPassword {
            town,
            staff,
            ..row.clone()
        };
        store
            .update(|tx| tx.put::<AppPasswords>(&id, &moved).map(|_| ()))
            .expect("put");
        assert!(
            enter(&world, login, &secret, Scope::Mail).await.is_none(),
            "{login}"
        );
    }
}

#[tokio::test]
async fn it_is_dead_the_moment_somebody_says_so() {
    let world = World::new();
    allow(&world, true).await;
    let secret = made(&world, "mail=yes").await;
    let inside = enter(&world, "sato", &secret, Scope::Mail)
        .await
        .expect("in");
    let stands = || {
        world
            .app
            .store()
            .view(|tx| inside.stands(tx))
            .expect("read")
    };
    assert!(stands());
    let verb = async |verb: &str| {
        let asked = json!({ "do": verb, "login": "sato" });
        assert_eq!(operator(&world).answer(asked).await["ok"], true);
    };
    verb("user-suspend").await;
    assert!(!stands() && enter(&world, "sato", &secret, Scope::Mail).await.is_none());
    verb("user-restore").await;
    assert!(stands() && enter(&world, "sato", &secret, Scope::Mail).await.is_some());
    allow(&world, false).await;
    assert!(!stands() && enter(&world, "sato", &secret, Scope::Mail).await.is_none());
    let sato = world.log_in("sato").await;
    let page = world.get("/account/app-passwords", &sato).await.text();
    assert!(
        page.contains("休止中") && page.contains("使わないことになっています"),
        "{page}"
    );
    let more = world
        .post("/account/app-passwords", &sato, "label=x&mail=yes")
        .await;
    assert_eq!(more.status, StatusCode::UNPROCESSABLE_ENTITY);
    allow(&world, true).await;
    assert!(stands());
    // Another person revokes nothing.
    let handle = page.split("name=\"id\" value=\"").nth(1).expect("a handle");
    let form = format!("id={}", handle.split('"').next().expect("its end"));
    let takahashi = world.log_in("takahashi").await;
    let answer = world
        .post("/account/app-passwords/revoke", &takahashi, &form)
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(stands());
    // Hours after logging in: to close a way in is never put off.
    world.clock.advance(Duration::from_mins(30));
    let answer = world
        .post("/account/app-passwords/revoke", &sato, &form)
        .await;
    assert_eq!(answer.location(), "/account/app-passwords?done=revoked");
    assert!(!stands() && enter(&world, "sato", &secret, Scope::Mail).await.is_none());
    // Recovered: all of them are gone.
    let secret = made(&world, "mail=yes").await;
    verb("user-recover").await;
    let left = world
        .app
        .store()
        .view(|tx| -> Result<_, StoreError> { tx.range::<AppPasswords>(.., Direction::Up, 10) });
    assert!(left.expect("read").is_empty());
    assert!(enter(&world, "sato", &secret, Scope::Mail).await.is_none());
}

#[tokio::test]
async fn a_program_with_an_old_password_closes_its_own_way_and_fills_no_trail() {
    let world = World::new();
    allow(&world, true).await;
    let secret = made(&world, "mail=yes").await;
    for _ in 0..50 {
        enter(&world, "sato", "old", Scope::Mail).await;
    }
    assert_eq!(count(&world, "app-password-refused"), 1);
    assert_eq!(count(&world, "app-password-closed"), 1);
    let rows = world.audited().len();
    assert!(
        enter(&world, "sato", &secret, Scope::Mail).await.is_none(),
        "closed"
    );
    assert_eq!(world.audited().len(), rows, "and nothing is written");
    // The log-in page from the same address, and her programs elsewhere, are as before.
    world.log_in("sato").await;
    let elsewhere = Shown {
        login: "sato".to_owned(),
        secret: secret.clone(),
        scope: Scope::Mail,
        address: "192.0.2.8".to_owned(),
    };
    assert!(
        admit(&world.app, elsewhere)
            .await
            .expect("answered")
            .is_some()
    );
    world.clock.advance(Duration::from_mins(15));
    assert!(enter(&world, "sato", &secret, Scope::Mail).await.is_some());
}

#[tokio::test]
async fn a_busy_program_writes_once_a_minute() {
    let world = World::new();
    allow(&world, true).await;
    let secret = made(&world, "mail=yes").await;
    let used = || {
        let rows = world
            .app
            .store()
            .view(|tx| tx.range::<AppPasswords>(.., Direction::Up, 10));
        rows.expect("read")[0].1.used
    };
    assert_eq!(used(), None);
    enter(&world, "sato", &secret, Scope::Mail).await;
    let first = used();
    world.clock.advance(Duration::from_secs(59));
    enter(&world, "sato", &secret, Scope::Mail).await;
    assert_eq!(used(), first);
    world.clock.advance(Duration::from_secs(1));
    enter(&world, "sato", &secret, Scope::Mail).await;
    assert_eq!(used(), first.map(|at| at + 60));
    assert_eq!(
        count(&world, "app-password-used"),
        1,
        "once a day on the trail"
    );
    // What was counted before is forgotten when it comes in.
    for _ in 0..9 {
        enter(&world, "sato", "old", Scope::Mail).await;
    }
    enter(&world, "sato", &secret, Scope::Mail).await;
    for _ in 0..9 {
        enter(&world, "sato", "old", Scope::Mail).await;
    }
    assert!(enter(&world, "sato", &secret, Scope::Mail).await.is_some());
}

#[tokio::test]
async fn making_one_asks_for_a_name_a_use_and_a_fresh_proof() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let page = world.get("/account", &sato).await.text();
    assert!(
        !page.contains("/account/app-passwords"),
        "nobody allows them yet"
    );
    allow(&world, true).await;
    for (form, told) in [
        ("label=&mail=yes", "1文字から40文字"),
        ("label=x", "1つ以上選んで"),
    ] {
        let answer = world.post("/account/app-passwords", &sato, form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text().contains(told), "{form}");
    }
    for _ in 0..20 {
        made(&world, "calendar=yes").await;
    }
    let more = world
        .post("/account/app-passwords", &sato, "label=x&mail=yes")
        .await;
    assert!(more.text().contains("20個まで"));
    world.clock.advance(Duration::from_mins(10));
    let asked = world
        .post("/account/app-passwords", &sato, "label=x&mail=yes")
        .await;
    assert_eq!(
        asked.location(),
        "/account/confirm?next=/account/app-passwords"
    );
    let clerk = world
        .post("/admin/sign-in/app-passwords", &sato, "allowed=yes")
        .await;
    assert_eq!(
        clerk.status,
        StatusCode::NOT_FOUND,
        "it is not a clerk's to allow"
    );
}

#[tokio::test]
async fn they_end_when_the_password_changes_unless_their_owner_keeps_them() {
    let world = World::new();
    allow(&world, true).await;
    let secret = made(&world, "mail=yes").await;
    let sato = world.log_in("sato").await;
    let page = world.get("/account", &sato).await.text();
    assert!(page.contains("name=\"keep_apps\""));
    let change = async |old: &str, new: &str, keep: &str| {
        let form = format!("old={old}&new={new}&again={new}{keep}");
        let answer = world.post("/account/password", &sato, &form).await;
        assert_eq!(answer.location(), "/account?done=password");
    };
    change(PASSWORD, "kawasemi-no-asa", "&keep_apps=1").await;
    let enters = async || enter(&world, "sato", &secret, Scope::Mail).await.is_some();
    assert!(enters().await, "kept");
    change("kawasemi-no-asa", "yama-no-asa-no-tori", "").await;
    assert!(!enters().await, "they end");
    let page = world.get("/account", &sato).await.text();
    assert!(
        !page.contains("name=\"keep_apps\""),
        "there is none to keep"
    );
}
