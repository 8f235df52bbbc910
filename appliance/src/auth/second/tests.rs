//! Stories of 二段階の確認: a password alone opens nothing, a code opens once, and a lost telephone is no catastrophe.

use super::table::Totps;
use super::totp::TotpSecret;
use crate::app::tests::{Answer, PASSWORD, World, operator};
use crate::org::{self, LoginName, StaffId};
use axum::http::StatusCode;
use serde_json::json;
use std::time::Duration;

pub(in crate::auth) fn value_of<'a>(page: &'a str, name: &str) -> &'a str {
    let rest = page.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let rest = rest.unwrap_or_else(|| panic!("no {name} on {page}"));
    rest.split('"').next().expect("its end")
}

pub(in crate::auth) fn secret_on(page: &str) -> TotpSecret {
    let rest = page.split("account-secret").nth(1).expect("letters");
    let letters = rest.split(['>', '<']).nth(1).expect("letters");
    let bytes = data_encoding::BASE32_NOPAD.decode(letters.replace(' ', "").as_bytes());
    TotpSecret::of(&bytes.expect("base32")).expect("a secret")
}

pub(in crate::auth) fn codes_on(page: &str) -> Vec<String> {
    let list = page.split("account-codes").nth(1).expect("codes");
    let list = list.split("</ol>").next().expect("their end");
    let items = list.split("<li>").skip(1);
    items
        .map(|item| item.split('<').next().expect("a code").to_owned())
        .collect()
}

fn cookie_of(answer: &Answer, name: &str) -> String {
    let values = answer.headers.get_all("set-cookie").iter();
    let values = values.filter_map(|value| value.to_str().ok());
    let found = values.filter_map(|value| value.split(';').next());
    let mut found = found.filter(|value| value.starts_with(&format!("{name}=")));
    found.next().expect("the cookie").to_owned()
}

pub(in crate::auth) fn now(world: &World) -> i64 {
    world.app.now().as_second()
}

/// 佐藤 sets her app up: what it knows, and her codes on paper.
async fn set_up(world: &World) -> (TotpSecret, Vec<String>) {
    let sato = world.log_in("sato").await;
    let page = world.get("/account/totp", &sato).await.text();
    let secret = secret_on(&page);
    let carried = value_of(&page, "carried");
    let form = |code: &str| format!("carried={carried}&code={code}");
    let wrong = world.post("/account/totp", &sato, &form("000000")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        secret_on(&wrong.text()),
        secret,
        "the telephone need not scan again"
    );
    let right = secret.code(now(world));
    let done = world.post("/account/totp", &sato, &form(&right)).await;
    assert_eq!(done.status, StatusCode::OK);
    let codes = codes_on(&done.text());
    assert_eq!(codes.len(), 10);
    world.clock.advance(Duration::from_secs(30));
    (secret, codes)
}

/// The same, for who needs no more than that it is so.
pub(in crate::auth) async fn with_app(world: &World) {
    set_up(world).await;
}

/// The cookie of a log-in that waits for the second step.
async fn half(world: &World) -> String {
    let form = format!("name=sato&password={PASSWORD}&next=/directory");
    let answer = world.post("/login", "", &form).await;
    assert_eq!(answer.location(), "/login/second");
    cookie_of(&answer, "sekisho-step")
}

async fn answer(world: &World, half: &str, field: &str, value: &str) -> Answer {
    world
        .post("/login/second", half, &format!("{field}={value}"))
        .await
}

fn sato(world: &World) -> StaffId {
    let login = LoginName::new("sato").expect("a name");
    let found = world.app.store().view(|tx| org::staff_by_login(tx, &login));
    found.expect("read").expect("there").0
}

#[tokio::test]
async fn with_an_app_a_password_alone_opens_nothing_and_a_code_opens_once() {
    let world = World::new();
    let (secret, _) = set_up(&world).await;
    let first = half(&world).await;
    assert!(
        world
            .get("/", &first)
            .await
            .location()
            .starts_with("/login?")
    );
    let page = world.get("/login/second", &first).await.text();
    assert!(page.contains("確認アプリ"), "{page}");
    let code = secret.code(now(&world));
    let spaced = format!("{}+{}", &code[..3], &code[3..]);
    let opened = answer(&world, &first, "code", &spaced).await;
    assert_eq!(opened.location(), "/directory");
    let session = cookie_of(&opened, "sekisho");
    assert_eq!(world.get("/", &session).await.status, StatusCode::OK);
    assert_ne!(
        session.split_once('=').expect("a value").1,
        first.split_once('=').expect("a value").1
    );
    // Whoever looked over her shoulder has the password and that code.
    let second = half(&world).await;
    let replayed = answer(&world, &second, "code", &code).await;
    assert_eq!(replayed.status, StatusCode::UNPROCESSABLE_ENTITY);
    world.clock.advance(Duration::from_secs(30));
    let next = secret.code(now(&world));
    assert_eq!(
        answer(&world, &second, "code", &next).await.location(),
        "/directory"
    );
    assert_eq!(
        answer(&world, &second, "code", &next).await.location(),
        "/login?why=expired",
        "the step is taken"
    );
    let audited = world.audited();
    for act in [
        "totp-set",
        "recovery-codes",
        "log-in-begun",
        "second",
        "second-refused",
    ] {
        assert!(audited.iter().any(|row| row == act), "{act}");
    }
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_new_ones_end_the_old() {
    let world = World::new();
    let (_, codes) = set_up(&world).await;
    let first = half(&world).await;
    let typed = codes[3].to_uppercase().replace('-', "+");
    let opened = answer(&world, &first, "recovery", &typed).await;
    assert_eq!(opened.location(), "/directory");
    let session = cookie_of(&opened, "sekisho");
    assert!(
        world
            .get("/account", &session)
            .await
            .text()
            .contains("残り 9")
    );
    let again = half(&world).await;
    for wrong in [codes[3].as_str(), "00000-00000", "x"] {
        let refused = answer(&world, &again, "recovery", wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    let made = world.post("/account/recovery", &session, "").await;
    let fresh = codes_on(&made.text());
    let old = answer(&world, &again, "recovery", &codes[4]).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let new = answer(&world, &again, "recovery", &fresh[9]).await;
    assert_eq!(new.location(), "/directory");
}

#[tokio::test]
async fn whoever_knows_the_password_cannot_guess_codes() {
    let world = World::new();
    let (secret, codes) = set_up(&world).await;
    for n in 0..5 {
        // A new log-in for each guess makes no difference.
        let fresh = half(&world).await;
        answer(&world, &fresh, "code", &format!("00000{n}")).await;
    }
    let closed = half(&world).await;
    let right = secret.code(now(&world));
    for (field, value) in [("code", &right), ("recovery", &codes[0])] {
        let refused = answer(&world, &closed, field, value).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
    }
    assert!(world.audited().iter().any(|act| act == "second-closed"));
    world.clock.advance(Duration::from_hours(1));
    let open = half(&world).await;
    let right = secret.code(now(&world));
    assert_eq!(
        answer(&world, &open, "code", &right).await.location(),
        "/directory"
    );
}

#[tokio::test]
async fn the_store_alone_gives_no_code() {
    let world = World::new();
    let (secret, _) = set_up(&world).await;
    let staff = sato(&world);
    let row = world.app.store().view(|tx| tx.get::<Totps>(&staff));
    let sealed = row.expect("read").expect("a row").sealed;
    assert!(
        !sealed
            .windows(4)
            .any(|part| secret.bytes().windows(4).any(|of| of == part))
    );
    // A row that was copied to somebody else opens nothing for them, and is told to the operator.
    let login = LoginName::new("takahashi").expect("a name");
    world
        .app
        .store()
        .update(|tx| -> Result<(), crate::org::OrgError> {
            let (other, _) = org::staff_by_login(tx, &login)?.expect("there");
            let row = tx.get::<Totps>(&staff)?.expect("a row");
            tx.put::<Totps>(&other, &row)?;
            Ok(())
        })
        .expect("copied");
    let begun = world.try_log_in("takahashi", PASSWORD).await;
    let step = cookie_of(&begun, "sekisho-step");
    let code = secret.code(now(&world));
    let failed = answer(&world, &step, "code", &code).await;
    assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn setting_up_is_for_this_person_and_a_quarter_of_an_hour() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let takahashi = world.log_in("takahashi").await;
    let page = world.get("/account/totp", &sato).await.text();
    let (secret, carried) = (secret_on(&page), value_of(&page, "carried").to_owned());
    let form = async |cookie: &str, carried: &str| {
        let code = secret.code(now(&world));
        let form = format!("carried={carried}&code={code}");
        world.post("/account/totp", cookie, &form).await
    };
    for (cookie, carried) in [
        (&takahashi, carried.as_str()),
        (&sato, "AAAA"),
        (&sato, "%00"),
    ] {
        let refused = form(cookie, carried).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{carried}"
        );
    }
    world.clock.advance(Duration::from_mins(15));
    let confirm = format!("password={PASSWORD}&next=/account/totp");
    world.post("/account/confirm", &sato, &confirm).await;
    let late = form(&sato, &carried).await;
    assert!(late.text().contains("時間が過ぎたため"));
    assert_ne!(secret_on(&late.text()), secret, "a new one is offered");
}

#[tokio::test]
async fn stopping_asks_for_the_password_and_then_it_is_enough_again() {
    let world = World::new();
    let (secret, codes) = set_up(&world).await;
    let step = half(&world).await;
    let code = secret.code(now(&world));
    let session = cookie_of(&answer(&world, &step, "code", &code).await, "sekisho");
    world.clock.advance(Duration::from_mins(10));
    for asked in [
        world.post("/account/totp/remove", &session, "").await,
        world.get("/account/totp", &session).await,
        world.post("/account/recovery", &session, "").await,
    ] {
        assert!(
            asked
                .location()
                .starts_with("/account/confirm?next=/account")
        );
    }
    half(&world).await;
    let form = format!("password={PASSWORD}&next=/account/totp");
    let alone = world.post("/account/confirm", &session, &form).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = format!("{form}&code={}", secret.code(now(&world)));
    let confirmed = world.post("/account/confirm", &session, &form).await;
    assert_eq!(confirmed.location(), "/account/totp");
    let done = world.post("/account/totp/remove", &session, "").await;
    assert_eq!(done.location(), "/account?done=totp-removed");
    assert_eq!(world.try_log_in("sato", PASSWORD).await.location(), "/");
    let (_, fresh) = set_up(&world).await;
    assert_ne!(fresh, codes, "the codes went with it");
}

#[tokio::test]
async fn who_is_recovered_keeps_the_second_step_unless_it_is_taken_away() {
    let world = World::new();
    let (secret, _) = set_up(&world).await;
    let new = "yama-no-asa-no-tori";
    let enrol = async |second: &str| {
        let verb = json!({ "do": "user-recover", "login": "sato", "second": second });
        let told = operator(&world).answer(verb).await;
        let code = told["code"].as_str().expect("a code");
        let form = format!("name=sato&code={code}&new={new}&again={new}");
        world.post("/enrol/password", "", &form).await
    };
    let kept = enrol("keep").await;
    assert_eq!(
        kept.location(),
        "/login/second",
        "a code is no more than a password"
    );
    let step = cookie_of(&kept, "sekisho-step");
    let code = secret.code(now(&world));
    assert_eq!(answer(&world, &step, "code", &code).await.location(), "/");
    assert_eq!(enrol("reset").await.location(), "/");
    assert_eq!(world.try_log_in("sato", new).await.location(), "/");
    let odd = json!({ "do": "user-recover", "login": "sato", "second": "perhaps" });
    assert_eq!(operator(&world).answer(odd).await["code"], "invalid");
}

#[tokio::test]
async fn whoever_was_on_the_way_in_by_the_password_alone_is_asked_after_all() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let form = "least=8&kinds=0&days=30&former=0&seen=";
    world.post("/admin/sign-in/policy", &tanaka, form).await;
    let sato = world.log_in("sato").await;
    let page = world.get("/account/totp", &sato).await.text();
    let (secret, carried) = (secret_on(&page), value_of(&page, "carried").to_owned());
    // Somebody else has her password, which has aged, and waits on the page that changes it.
    let now_at = world.app.now();
    world.clock.advance(Duration::from_hours(24 * 31));
    let begun = world.try_log_in("sato", PASSWORD).await;
    assert_eq!(begun.location(), "/login/password");
    let step = cookie_of(&begun, "sekisho-step");
    world.clock.set(now_at);
    let code = secret.code(now(&world));
    let form = format!("carried={carried}&code={code}");
    let set = world.post("/account/totp", &sato, &form).await;
    assert_eq!(set.status, StatusCode::OK);
    let new = "yama-no-asa-no-tori";
    let form = format!("new={new}&again={new}");
    let late = world.post("/login/password", &step, &form).await;
    assert_eq!(late.location(), "/login?why=expired");
}

#[tokio::test]
async fn of_two_pages_that_set_an_app_up_the_first_one_stays() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let pages = [
        world.get("/account/totp", &sato).await.text(),
        world.get("/account/totp", &sato).await.text(),
    ];
    let mut answers = Vec::new();
    for page in &pages {
        let code = secret_on(page).code(now(&world));
        let form = format!("carried={}&code={code}", value_of(page, "carried"));
        answers.push(world.post("/account/totp", &sato, &form).await);
    }
    assert_eq!(codes_on(&answers[0].text()).len(), 10);
    assert_eq!(answers[1].location(), "/account/totp");
    world.clock.advance(Duration::from_secs(30));
    let step = half(&world).await;
    let code = secret_on(&pages[0]).code(now(&world));
    let opened = answer(&world, &step, "code", &code).await;
    assert_eq!(opened.location(), "/directory");
}
