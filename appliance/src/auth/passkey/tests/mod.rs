//! Stories of passkeys: who holds the device comes in, and nobody else does by anything that was seen before.

mod asked;
mod device;
mod doors;

use super::table::{Ceremonies, Passkeys};
use crate::app::tests::{Answer, PASSWORD, World, operator};
use crate::auth::table::Credentials;
use crate::org::{self, LoginName, StaffId};
use crate::web::query_value;
use axum::http::StatusCode;
use device::Device;
use sekisho_platform::store::{Direction, StoreError};
use serde_json::{Value, json};
use std::time::Duration;

fn cookie_of(answer: &Answer, name: &str) -> String {
    let values = answer.headers.get_all("set-cookie").iter();
    let values = values.filter_map(|value| value.to_str().ok());
    let found = values.filter_map(|value| value.split(';').next());
    let mut found = found.filter(|value| value.starts_with(&format!("{name}=")));
    found.next().expect("the cookie").to_owned()
}

fn options(answer: &Answer) -> Value {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    serde_json::from_slice(&answer.bytes).expect("options")
}

fn staff(world: &World, login: &str) -> StaffId {
    let login = LoginName::new(login).expect("a name");
    let found = world.app.store().view(|tx| org::staff_by_login(tx, &login));
    found.expect("read").expect("there").0
}

async fn begin(world: &World, cookie: &str) -> Value {
    options(&world.post("/account/passkey/begin", cookie, "").await)
}

async fn add(world: &World, cookie: &str, label: &str, answer: &str) -> Answer {
    let form = format!(
        "label={}&credential={}",
        query_value(label),
        query_value(answer)
    );
    world.post("/account/passkey", cookie, &form).await
}

/// Somebody with a passkey in a device of theirs.
async fn with_passkey(world: &World, login: &str, n: u8) -> Device {
    let cookie = world.log_in(login).await;
    let mut device = Device::new(n);
    let made = device.make(&begin(world, &cookie).await);
    let added = add(world, &cookie, "窓口のPC", &made).await;
    assert_eq!(added.location(), "/account/passkey?done=added");
    device
}

/// A challenge before log-in, and the cookie of whoever got it.
async fn attempt(world: &World, name: &str) -> (String, Value) {
    let form = format!("name={}", query_value(name));
    let answer = world.post("/login/passkey/begin", "", &form).await;
    (cookie_of(&answer, "sekisho-passkey"), options(&answer))
}

async fn enter(world: &World, cookie: &str, answer: &str) -> Answer {
    let form = format!("next=/directory&credential={}", query_value(answer));
    world.post("/login/passkey", cookie, &form).await
}

fn refused(answer: &Answer, why: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
    assert!(
        answer.text().contains("パスキーでログインできませんでした"),
        "{why}"
    );
    let opened = answer.headers.get_all("set-cookie").iter();
    let opened = opened.filter(|value| value.as_bytes().starts_with(b"sekisho="));
    assert_eq!(opened.count(), 0, "{why}");
}

fn audited(world: &World, act: &str) -> bool {
    world.audited().iter().any(|row| row == act)
}

#[tokio::test]
async fn whoever_holds_the_device_comes_in_without_name_and_password() {
    let world = World::new();
    let mut device = with_passkey(&world, "sato", 1).await;
    let (cookie, asked) = attempt(&world, "").await;
    assert_eq!(asked["rpId"], "sekisho.example");
    assert_eq!(asked["userVerification"], "required");
    assert_eq!(asked["allowCredentials"], json!([]), "the device says who");
    let opened = enter(&world, &cookie, &device.show(&asked)).await;
    assert_eq!(opened.location(), "/directory");
    let session = cookie_of(&opened, "sekisho");
    let page = world.get("/account/passkey", &session).await.text();
    assert!(
        page.contains("窓口のPC") && page.contains("最後の利用"),
        "{page}"
    );
    for act in ["passkey-add", "log-in"] {
        assert!(audited(&world, act), "{act}");
    }
}

#[tokio::test]
async fn after_the_name_the_persons_devices_are_asked_and_a_name_of_nobody_looks_the_same() {
    let world = World::new();
    let mut device = with_passkey(&world, "sato", 1).await;
    let (cookie, asked) = attempt(&world, "sato").await;
    assert_eq!(
        asked["allowCredentials"].as_array().expect("a list").len(),
        1
    );
    // A device without room for names says no owner.
    device.owner.clear();
    let mut answer: Value = serde_json::from_str(&device.show(&asked)).expect("json");
    answer["response"]
        .as_object_mut()
        .expect("an answer")
        .remove("userHandle");
    let opened = enter(&world, &cookie, &answer.to_string()).await;
    assert_eq!(opened.location(), "/directory");

    let shape = |asked: &Value| {
        let mut asked = asked.clone();
        asked["challenge"] = json!("");
        asked["allowCredentials"][0]["id"] =
            json!(asked["allowCredentials"][0]["id"].as_str().map(str::len));
        asked
    };
    let mut seen = Vec::new();
    for name in ["nobody-at-all", "takahashi", "%00", "<script>"] {
        let (cookie, nobody) = attempt(&world, name).await;
        assert_eq!(shape(&nobody), shape(&asked), "{name}");
        let (_, again) = attempt(&world, name).await;
        assert_eq!(
            nobody["allowCredentials"], again["allowCredentials"],
            "{name}: as before"
        );
        seen.push(nobody["allowCredentials"].clone());
        // Even who answers with a passkey that is good elsewhere.
        device.claims(staff(&world, "sato"));
        refused(&enter(&world, &cookie, &device.show(&nobody)).await, name);
    }
    seen.dedup();
    assert_eq!(seen.len(), 4, "names differ");
}

#[tokio::test]
async fn an_answer_that_was_seen_before_opens_nothing() {
    let world = World::new();
    let mut device = with_passkey(&world, "sato", 1).await;
    let (cookie, asked) = attempt(&world, "").await;
    let answer = device.show(&asked);
    assert_eq!(
        enter(&world, &cookie, &answer).await.location(),
        "/directory"
    );
    refused(&enter(&world, &cookie, &answer).await, "once more");
    // Nor for another challenge, however fresh.
    let (fresh, _) = attempt(&world, "").await;
    refused(&enter(&world, &fresh, &answer).await, "another challenge");
    // Nor the right one from another browser, nor without a cookie.
    let (mine, asked) = attempt(&world, "").await;
    let answer = device.show(&asked);
    let (theirs, _) = attempt(&world, "").await;
    refused(&enter(&world, &theirs, &answer).await, "another's");
    refused(&enter(&world, "", &answer).await, "nobody's");
    // The browser that asked still may, once; a bad answer spends the challenge too.
    refused(&enter(&world, &mine, "{}").await, "an empty answer");
    refused(&enter(&world, &mine, &answer).await, "spent by the bad one");
    assert!(audited(&world, "passkey-refused"));
}

#[tokio::test]
async fn a_challenge_waits_five_minutes_and_is_swept() {
    let world = World::new();
    let mut device = with_passkey(&world, "sato", 1).await;
    let (cookie, asked) = attempt(&world, "").await;
    world.clock.advance(Duration::from_mins(5));
    refused(&enter(&world, &cookie, &device.show(&asked)).await, "late");
    attempt(&world, "").await;
    let (lifetime, now) = (world.app.lifetime(), world.app.now().as_second() + 301);
    world
        .app
        .store()
        .update(|tx| crate::auth::sweep(tx, lifetime, now))
        .expect("swept");
    let left = world
        .app
        .store()
        .view(|tx| -> Result<_, StoreError> { tx.range::<Ceremonies>(.., Direction::Up, 10) });
    assert!(left.expect("read").is_empty());
}

/// What is wrong with a device for once.
type Twist = fn(&mut Device);

#[tokio::test]
async fn what_is_forged_opens_nothing() {
    let world = World::new();
    let mut device = with_passkey(&world, "sato", 1).await;
    let other = staff(&world, "takahashi");
    let twists: [(&str, Twist); 4] = [
        ("another page", |device| {
            device.origin = "https://sekisho.example.evil".to_owned();
        }),
        ("another port", |device| {
            device.origin = "https://sekisho.example:8443".to_owned();
        }),
        ("another house", |device| {
            device.party = "example".to_owned();
        }),
        ("an owner nobody verified", |device| device.verifies = false),
    ];
    for (why, twist) in twists {
        let (cookie, asked) = attempt(&world, "").await;
        let (origin, party) = (device.origin.clone(), device.party.clone());
        twist(&mut device);
        refused(&enter(&world, &cookie, &device.show(&asked)).await, why);
        (device.origin, device.party, device.verifies) = (origin, party, true);
    }
    // A device of one's own that says it is 佐藤's, or that its passkey is hers.
    let (cookie, asked) = attempt(&world, "").await;
    let mut mine = Device::new(9);
    mine.claims(staff(&world, "sato"));
    refused(&enter(&world, &cookie, &mine.show(&asked)).await, "unknown");
    let (cookie, asked) = attempt(&world, "").await;
    mine.id = device.id.clone();
    mine.counter = 100;
    refused(
        &enter(&world, &cookie, &mine.show(&asked)).await,
        "another key",
    );
    let (cookie, asked) = attempt(&world, "").await;
    device.claims(other);
    refused(
        &enter(&world, &cookie, &device.show(&asked)).await,
        "another owner",
    );
    // None of it ended the passkey.
    device.claims(staff(&world, "sato"));
    let (cookie, asked) = attempt(&world, "").await;
    assert_eq!(
        enter(&world, &cookie, &device.show(&asked))
            .await
            .location(),
        "/directory"
    );
    let (cookie, _) = attempt(&world, "").await;
    refused(
        &enter(&world, &cookie, &"x".repeat(20_000)).await,
        "too long",
    );
}

#[tokio::test]
async fn a_counter_that_does_not_go_on_ends_the_passkey() {
    let world = World::new();
    let mut device = with_passkey(&world, "sato", 1).await;
    for _ in 0..3 {
        let (cookie, asked) = attempt(&world, "").await;
        enter(&world, &cookie, &device.show(&asked)).await;
    }
    device.counter = 1;
    let (cookie, asked) = attempt(&world, "").await;
    refused(
        &enter(&world, &cookie, &device.show(&asked)).await,
        "a copy",
    );
    device.counter = 50;
    let (cookie, asked) = attempt(&world, "").await;
    refused(
        &enter(&world, &cookie, &device.show(&asked)).await,
        "which of them?",
    );
    assert!(audited(&world, "passkey-doubted"));
    let sato = world.log_in("sato").await;
    let page = world.get("/account/passkey", &sato).await.text();
    assert!(page.contains("写しが使われたおそれ"), "{page}");
    let (_, asked) = attempt(&world, "sato").await;
    let id = data_encoding::BASE64URL_NOPAD.encode(&device.id);
    assert_ne!(
        asked["allowCredentials"][0]["id"], id,
        "it is not asked for"
    );
}

#[tokio::test]
async fn who_may_not_come_in_does_not_by_a_passkey_either() {
    let world = World::new();
    let mut device = with_passkey(&world, "sato", 1).await;
    let verb = async |verb: &str| {
        let asked = json!({ "do": verb, "login": "sato" });
        assert_eq!(operator(&world).answer(asked).await["ok"], true);
    };
    // Suspended while the device was thinking.
    let (cookie, asked) = attempt(&world, "").await;
    verb("user-suspend").await;
    refused(
        &enter(&world, &cookie, &device.show(&asked)).await,
        "suspended",
    );
    verb("user-restore").await;
    let (cookie, asked) = attempt(&world, "").await;
    assert_eq!(
        enter(&world, &cookie, &device.show(&asked))
            .await
            .location(),
        "/directory"
    );
    // A row that was carried into another town is nobody's there.
    let store = world.app.store();
    let rows = store
        .view(|tx| tx.range::<Passkeys>(.., Direction::Up, 10))
        .expect("read");
    let (key, row) = rows.into_iter().next().expect("a passkey");
    let elsewhere = org::OrganisationId::new(uuid::Uuid::from_u128(77));
    let mut moved = row.clone();
    moved.town = org::Town::at_the_machine(elsewhere);
    let put = |row: &super::table::PasskeyRow| {
        store
            .update(|tx| tx.put::<Passkeys>(&key, row).map(|_| ()))
            .expect("put");
    };
    put(&moved);
    let (cookie, asked) = attempt(&world, "").await;
    refused(
        &enter(&world, &cookie, &device.show(&asked)).await,
        "another town",
    );
    put(&row);
    // Recovered: what she had opens nothing.
    let (cookie, asked) = attempt(&world, "").await;
    verb("user-recover").await;
    refused(
        &enter(&world, &cookie, &device.show(&asked)).await,
        "recovered",
    );
    let left = store.view(|tx| tx.range::<Passkeys>(.., Direction::Up, 10));
    assert!(left.expect("read").is_empty());
}

#[tokio::test]
async fn an_address_that_shows_rubbish_is_closed_and_nobodys_account_is() {
    let world = World::new();
    let mut device = with_passkey(&world, "sato", 1).await;
    for _ in 0..100 {
        let (cookie, _) = attempt(&world, "").await;
        enter(&world, &cookie, "{}").await;
    }
    let (cookie, asked) = attempt(&world, "").await;
    refused(
        &enter(&world, &cookie, &device.show(&asked)).await,
        "closed",
    );
    world.clock.advance(Duration::from_mins(15));
    let (cookie, asked) = attempt(&world, "").await;
    assert_eq!(
        enter(&world, &cookie, &device.show(&asked))
            .await
            .location(),
        "/directory"
    );
}

#[tokio::test]
async fn nobody_fills_the_store_with_challenges() {
    let world = World::new();
    for _ in 0..300 {
        attempt(&world, "").await;
    }
    let more = world.post("/login/passkey/begin", "", "").await;
    assert_eq!(more.status, StatusCode::TOO_MANY_REQUESTS);
    world.clock.advance(Duration::from_mins(6));
    let (lifetime, now) = (world.app.lifetime(), world.app.now().as_second());
    let swept = world
        .app
        .store()
        .update(|tx| crate::auth::sweep(tx, lifetime, now));
    assert!(swept.expect("swept") >= 300);
    attempt(&world, "").await;
}

#[tokio::test]
async fn the_last_way_to_log_in_stays() {
    let world = World::new();
    let _device = with_passkey(&world, "sato", 1).await;
    let cookie = world.log_in("sato").await;
    let person = staff(&world, "sato");
    let password = |hash: Option<String>| {
        let set = world.app.store().update(|tx| -> Result<(), StoreError> {
            let mut row = tx.get::<Credentials>(&person)?.expect("a row");
            row.hash.clone_from(&hash);
            tx.put::<Credentials>(&person, &row).map(|_| ())
        });
        set.expect("set");
    };
    let page = world.get("/account/passkey", &cookie).await.text();
    let handle = page
        .split("name=\"passkey\" value=\"")
        .nth(1)
        .expect("a handle");
    let form = format!("passkey={}", handle.split('"').next().expect("its end"));
    password(None);
    let stays = world.post("/account/passkey/remove", &cookie, &form).await;
    assert_eq!(stays.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stays.text().contains("ログインする方法がなくなる"));
    password(Some("x".to_owned()));
    let gone = world.post("/account/passkey/remove", &cookie, &form).await;
    assert_eq!(gone.location(), "/account/passkey?done=removed");
    let none = world.post("/account/passkey/remove", &cookie, &form).await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(audited(&world, "passkey-remove"));
}
