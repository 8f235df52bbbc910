//! Stories of 登録: a code lets one person choose one password, once, in time, and tells a guesser nothing.

use crate::app::tests::{Answer, PASSWORD, World, operator};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

const CHOSEN: &str = "yama-no-asa-no-tori";

async fn asked(world: &World, verb: Value) -> Value {
    let answer = operator(world).answer(verb).await;
    assert_eq!(answer["ok"], true, "{answer}");
    answer
}

/// Somebody new, and their code.
async fn mori(world: &World) -> String {
    let verb = json!({ "do": "user-add", "login": "mori", "name": "森 一郎", "yomi": "もり いちろう",
        "address": "mori@yamabiko.example", "unit": "総務課", "post": "主事" });
    code_of(&asked(world, verb).await)
}

fn code_of(answer: &Value) -> String {
    answer["code"].as_str().expect("a code").to_owned()
}

async fn show(world: &World, name: &str, code: &str) -> Answer {
    world
        .post("/enrol", "", &format!("name={name}&code={code}"))
        .await
}

async fn choose(world: &World, name: &str, code: &str, new: &str) -> Answer {
    let form = format!("name={name}&code={code}&new={new}&again={new}");
    world.post("/enrol/password", "", &form).await
}

#[tokio::test]
async fn somebody_new_chooses_a_password_nobody_else_knows_and_is_in() {
    let world = World::new();
    let code = mori(&world).await;
    let offered = show(&world, "mori", &code.replace('-', "")).await;
    assert_eq!(offered.status, StatusCode::OK);
    assert!(offered.text().contains("森 一郎"), "{}", offered.text());
    for (new, again) in [
        (CHOSEN, "other"),
        ("short", "short"),
        ("password1234", "password1234"),
    ] {
        let form = format!("name=mori&code={code}&new={new}&again={again}");
        let answer = world.post("/enrol/password", "", &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{new}");
        assert!(answer.text().contains("role=\"alert\""), "{new}");
    }
    let answer = choose(&world, "mori", &code, CHOSEN).await;
    assert_eq!(answer.location(), "/");
    let cookie = answer.header("set-cookie").split(';').next().expect("one");
    assert_eq!(world.get("/account", cookie).await.status, StatusCode::OK);
    assert_eq!(
        world.try_log_in("mori", CHOSEN).await.status,
        StatusCode::SEE_OTHER
    );
    let audited = world.audited();
    for act in ["user-add", "enrolment-code", "enrol", "log-in"] {
        assert!(audited.iter().any(|row| row == act), "{act}: {audited:?}");
    }
}

#[tokio::test]
async fn a_code_is_good_once_for_one_person_until_its_day() {
    let world = World::new();
    let code = mori(&world).await;
    assert_eq!(
        choose(&world, "sato", &code, CHOSEN).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "not for another"
    );
    assert_eq!(choose(&world, "mori", &code, CHOSEN).await.location(), "/");
    assert_eq!(
        choose(&world, "mori", &code, "another-morning-bird")
            .await
            .status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "not twice"
    );
    assert_eq!(
        world.try_log_in("mori", CHOSEN).await.status,
        StatusCode::SEE_OTHER,
        "and the first choice stands"
    );
    let late = asked(&world, json!({ "do": "user-recover", "login": "mori" })).await;
    world.clock.advance(Duration::from_hours(24));
    assert_eq!(
        show(&world, "mori", &code_of(&late)).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "not after its day"
    );
}

#[tokio::test]
async fn who_is_recovered_is_out_everywhere_and_only_the_newest_code_lets_them_in() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let verb = json!({ "do": "user-recover", "login": "sato", "days": 3 });
    let first = asked(&world, verb.clone()).await;
    assert_eq!(first["sessions"], 1);
    let answer = world.get("/", &cookie).await;
    assert!(answer.location().starts_with("/login"));
    assert_eq!(
        world.try_log_in("sato", PASSWORD).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let second = asked(&world, verb).await;
    assert_eq!(
        show(&world, "sato", &code_of(&first)).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let answer = choose(&world, "sato", &code_of(&second), CHOSEN).await;
    assert_eq!(answer.location(), "/");
    assert!(world.audited().iter().any(|act| act == "recover"));
}

#[tokio::test]
async fn a_guesser_learns_neither_names_nor_codes_and_is_stopped() {
    let world = World::new();
    let code = mori(&world).await;
    let guess = "0000-0000-0000";
    let wrong = show(&world, "mori", guess).await;
    let none = show(&world, "sato", guess).await;
    let nobody = show(&world, "nobody", guess).await;
    let strange = show(&world, "%22%3E%3Cscript%3E", "x").await;
    for answer in [&wrong, &none, &nobody, &strange] {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(
        wrong.text().replace("mori", "NAME"),
        nobody.text().replace("nobody", "NAME")
    );
    assert_eq!(
        wrong.text().replace("mori", "NAME"),
        none.text().replace("sato", "NAME")
    );
    assert!(!strange.text().contains("<script>"));
    for _ in 0..9 {
        choose(&world, "mori", guess, CHOSEN).await;
    }
    assert_eq!(
        show(&world, "mori", &code).await.text(),
        wrong.text(),
        "a closed gate looks like a wrong code"
    );
    assert_eq!(
        world.try_log_in("sato", PASSWORD).await.status,
        StatusCode::SEE_OTHER,
        "others go on"
    );
    world.clock.advance(Duration::from_mins(15));
    assert_eq!(show(&world, "mori", &code).await.status, StatusCode::OK);
    assert!(world.audited().iter().any(|act| act == "enrol-closed"));
}

#[tokio::test]
async fn a_suspended_person_enrols_only_once_restored_and_with_a_new_code() {
    let world = World::new();
    let code = mori(&world).await;
    asked(&world, json!({ "do": "user-suspend", "login": "mori" })).await;
    assert_eq!(
        choose(&world, "mori", &code, CHOSEN).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    asked(&world, json!({ "do": "user-restore", "login": "mori" })).await;
    let held = choose(&world, "mori", &code, CHOSEN).await;
    assert_eq!(
        held.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "whoever holds the code from before"
    );
    let verb = json!({ "do": "user-recover", "login": "mori" });
    let code = code_of(&asked(&world, verb).await);
    assert_eq!(choose(&world, "mori", &code, CHOSEN).await.location(), "/");
}

#[tokio::test]
async fn codes_whose_day_is_over_are_forgotten() {
    let world = World::new();
    mori(&world).await;
    world.clock.advance(Duration::from_hours(8 * 24));
    let (lifetime, now) = (world.app.lifetime(), world.app.now().as_second());
    let gone = world
        .app
        .store()
        .update(|tx| crate::auth::sweep(tx, lifetime, now))
        .expect("sweep");
    assert_eq!(gone, 1);
}

/// A stranger's guess from an address, past the pages: what is counted is the same.
fn guess_from(world: &World, name: &str, address: &str) {
    let shown = super::service::Shown::from(name, "0000-0000-0000", address);
    let now = world.app.now();
    let counted = world
        .app
        .store()
        .update(|tx| super::service::guessed_wrong(tx, &shown, now));
    counted.expect("counted");
}

#[tokio::test]
async fn strangers_who_guess_from_elsewhere_keep_no_newcomer_out() {
    let world = World::new();
    let code = mori(&world).await;
    for n in 0..60 {
        for _ in 0..12 {
            guess_from(&world, "mori", &format!("198.51.100.{n}"));
        }
    }
    let now = world.app.now().as_second();
    let right = |address: &str| {
        let shown = super::service::Shown::from("mori", &code, address);
        let key = world.app.machine().clone();
        let found = world
            .app
            .store()
            .view(|tx| super::service::holder(tx, &shown, &key, now));
        found.expect("read").is_some()
    };
    assert!(
        !right("198.51.100.7"),
        "who guessed ten times waits, however right"
    );
    assert!(right("192.0.2.1"), "another address does not");
    let pause = world
        .app
        .store()
        .view(|tx| super::service::pause(tx, now))
        .expect("read");
    assert!(
        pause > Duration::ZERO,
        "but everybody is slower for a while"
    );
    let later = now + 3_600;
    let pause = world
        .app
        .store()
        .view(|tx| super::service::pause(tx, later));
    assert_eq!(pause.expect("read"), Duration::ZERO);
}
