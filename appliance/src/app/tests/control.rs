//! The operator's verbs, against what was agreed in `docs/wire/control.json`.

use super::sealed::Mail;
use super::{World, operator};
use axum::http::StatusCode;
use sekisho_platform::audit::Audit;
use serde_json::{Value, json};

fn agreed(verb: &str) -> (Value, Value) {
    let golden: Value =
        serde_json::from_str(include_str!("../../../../docs/wire/control.json")).expect("golden");
    let pairs = golden["appliance"].as_array().expect("list");
    let pair = pairs
        .iter()
        .find(|pair| pair["ask"]["do"] == verb)
        .expect("the verb is agreed");
    (pair["ask"].clone(), pair["answer"].clone())
}

/// The same fields with the same kinds of values.
fn alike(ours: &Value, agreed: &Value, at: &str) {
    match (ours, agreed) {
        (Value::Object(ours), Value::Object(agreed)) => {
            assert_eq!(
                ours.keys().collect::<Vec<_>>(),
                agreed.keys().collect::<Vec<_>>(),
                "{at}"
            );
            for (key, value) in agreed {
                alike(&ours[key], value, &format!("{at}.{key}"));
            }
        }
        (Value::Array(ours), Value::Array(agreed)) => {
            if let (Some(ours), Some(agreed)) = (ours.first(), agreed.first()) {
                alike(ours, agreed, &format!("{at}[0]"));
            }
        }
        _ => assert_eq!(
            std::mem::discriminant(ours),
            std::mem::discriminant(agreed),
            "{at}: {ours}"
        ),
    }
}

#[tokio::test]
async fn every_verb_answers_as_agreed() {
    let world = World::new();
    let operator = operator(&world);
    for verb in [
        "status",
        "reconcile",
        "user-add",
        "user-recover",
        "user-suspend",
        "user-restore",
        "role-grant",
        "role-revoke",
        "role-list",
        "demo-seed",
        "audit-verify",
    ] {
        let (ask, answer) = agreed(verb);
        let ours = operator.answer(ask).await;
        alike(&ours, &answer, verb);
        assert_eq!(ours["ok"], true, "{ours}");
    }
    let unknown = operator.answer(json!({ "do": "make-coffee" })).await;
    assert_eq!(
        (&unknown["ok"], &unknown["code"]),
        (&json!(false), &json!("unknown-verb"))
    );
}

#[tokio::test]
async fn seeding_twice_changes_nothing_and_names_everybody() {
    let world = World::new();
    let before = world.audited().len();
    let answer = operator(&world).answer(json!({ "do": "demo-seed" })).await;
    assert_eq!(
        (&answer["staff"], &answer["units"]),
        (&json!(40), &json!(6))
    );
    assert_eq!(world.audited().len(), before);
    assert!(
        answer["logins"]
            .as_array()
            .expect("logins")
            .iter()
            .any(|one| one["login"] == "sato")
    );
}

#[tokio::test]
async fn the_operator_is_told_a_code_and_never_a_password() {
    let world = World::new();
    let (ask, _) = agreed("user-add");
    let answer = operator(&world).answer(ask.clone()).await;
    assert!(answer.get("password").is_none(), "{answer}");
    let code = answer["code"].as_str().expect("a code");
    assert_eq!(
        world.try_log_in("mori", code).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a code is no password"
    );
    let again = operator(&world).answer(ask.clone()).await;
    assert_eq!(again["code"], "login-taken");
    let mut long = ask;
    long["login"] = json!("mori2");
    long["days"] = json!(31);
    assert_eq!(operator(&world).answer(long).await["code"], "invalid");
    let nobody = json!({ "do": "user-recover", "login": "nobody" });
    assert_eq!(operator(&world).answer(nobody).await["code"], "no-user");
}

#[tokio::test]
async fn the_books_count_what_landed_and_see_what_landed_twice() {
    let world = World::new();
    let operator = operator(&world);
    world
        .deliver(&Mail::to(1, &["sato", "takahashi"], "一"))
        .await;
    world.deliver(&Mail::to(2, &["sato", "nobody"], "二")).await;
    let books = operator.answer(json!({ "do": "reconcile" })).await;
    assert_eq!(
        books,
        json!({ "ok": true, "landed": 3, "distinct": 3, "duplicates": 0 })
    );
    // The same accepted original under another item would be a fault of the road; the books see it.
    let mut twice = Mail::to(3, &["sato"], "二");
    twice.original = "1:2".to_owned();
    world.deliver(&twice).await;
    let books = operator.answer(json!({ "do": "reconcile" })).await;
    assert_eq!(
        books,
        json!({ "ok": true, "landed": 4, "distinct": 3, "duplicates": 1 })
    );
}

/// A town that stands already, with nobody who may administer it, gets its first administrator at the machine.
#[tokio::test]
async fn the_first_administrator_is_named_at_the_machine_and_is_one_at_once() {
    let world = World::new();
    let operator = operator(&world);
    let revoke = json!({ "do": "role-revoke", "login": "tanaka", "role": "organisation" });
    let by_person = operator.answer(revoke.clone()).await;
    assert_eq!(
        by_person["code"], "not-granted",
        "the post bears it: {by_person}"
    );
    let mut of_post = revoke;
    of_post["post"] = json!(true);
    assert_eq!(operator.answer(of_post.clone()).await["ended"], 1);
    let tanaka = world.log_in("tanaka").await;
    let room = "/admin/reassignment";
    assert_eq!(world.get(room, &tanaka).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        operator.answer(of_post).await["code"],
        "not-granted",
        "once"
    );

    let grant = json!({ "do": "role-grant", "login": "sato", "role": "organisation" });
    let (before, sato) = (world.audited().len(), world.log_in("sato").await);
    assert_eq!(world.get(room, &sato).await.status, StatusCode::NOT_FOUND);
    assert_eq!(operator.answer(grant.clone()).await["changed"], true);
    assert_eq!(
        world.get(room, &sato).await.status,
        StatusCode::OK,
        "without logging in anew"
    );
    assert_eq!(operator.answer(grant).await["changed"], false, "not twice");
    assert_eq!(&world.audited()[before..], ["log-in", "role-grant"]);
    let all = operator.answer(json!({ "do": "role-list" })).await;
    let ours = all["roles"].as_array().expect("roles").iter();
    let mut ours = ours.filter(|role| role["role"] == "organisation");
    let one = ours.next().expect("one");
    assert_eq!(
        (&one["logins"], &one["post"]),
        (&json!(["sato"]), &Value::Null)
    );
    assert!(ours.next().is_none());
}

#[tokio::test]
async fn a_role_of_the_post_passes_to_the_successor_and_a_role_that_cannot_be_is_refused() {
    let world = World::new();
    let operator = operator(&world);
    let ask = |role: &str, unit: Value, post: bool| json!({ "do": "role-grant", "login": "sato", "role": role, "unit": unit, "post": post });
    let given = operator.answer(ask("unit", json!("総務課"), true)).await;
    assert_eq!(given["changed"], true, "{given}");
    let all = operator.answer(json!({ "do": "role-list" })).await;
    let of_unit = all["roles"]
        .as_array()
        .expect("roles")
        .iter()
        .find(|role| role["role"] == "unit");
    let of_unit = of_unit.expect("given");
    assert_eq!(of_unit["unit"], "総務課");
    assert_eq!(of_unit["post"], "総務課総務係 係長");
    assert_eq!(of_unit["logins"], json!(["sato"]));
    for (ask, code) in [
        (ask("unit", Value::Null, false), "no-role"),
        (ask("unit", json!("宇宙課"), false), "no-unit"),
        (ask("emperor", Value::Null, false), "no-role"),
        (
            json!({ "do": "role-grant", "login": "nobody", "role": "auditor" }),
            "no-user",
        ),
        (
            json!({ "do": "role-grant", "login": "sato" }),
            "bad-request",
        ),
    ] {
        assert_eq!(operator.answer(ask.clone()).await["code"], code, "{ask}");
    }
}

#[tokio::test]
async fn the_audit_trail_is_whole_and_signed() {
    let world = World::new();
    world.log_in("sato").await;
    let key = world.key.clone();
    world
        .app
        .store()
        .update(|tx| Audit::checkpoint(tx, &key))
        .expect("signed");
    let answer = operator(&world)
        .answer(json!({ "do": "audit-verify" }))
        .await;
    assert_eq!(
        answer,
        json!({ "ok": true, "rows": 2, "checkpoints": 1, "broken": null })
    );
}
