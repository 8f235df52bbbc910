//! Stories of the rule that asks for two factors: who has one sets another up before anything opens, and then a
//! password alone opens nothing.

use super::*;
use crate::auth::second::tests::{codes_on, now, secret_on, value_of};

/// 田中 administers the organisation.
async fn rule(world: &World, two: &str) {
    let tanaka = world.log_in("tanaka").await;
    let form = format!("least=15&kinds=0&days=0&former=0&two={two}&seen=");
    let set = world.post("/admin/sign-in/policy", &tanaka, &form).await;
    assert_eq!(set.location(), "/admin/sign-in?done=policy");
}

async fn step(world: &World, login: &str, path: &str) -> String {
    let form = format!("name={login}&password={PASSWORD}&next=/directory");
    let answer = world.post("/login", "", &form).await;
    assert_eq!(answer.location(), path, "{login}");
    cookie_of(&answer, "sekisho-step")
}

#[tokio::test]
async fn where_two_are_asked_of_everybody_an_app_is_set_up_before_anything_opens() {
    let world = World::new();
    let before = world.log_in("sato").await;
    rule(&world, "everybody").await;
    let out = world.get("/directory", &before).await;
    assert!(out.location().starts_with("/login?"), "it ends at once");
    let half = step(&world, "sato", "/login/set-up").await;
    for path in ["/", "/account", "/account/totp", "/mail/inbox"] {
        let answer = world.get(path, &half).await;
        assert!(answer.location().starts_with("/login?"), "{path}");
    }
    assert_eq!(
        world.get("/login/second", &half).await.location(),
        "/login/set-up"
    );
    let page = world.get("/login/set-up", &half).await.text();
    let (secret, carried) = (secret_on(&page), value_of(&page, "carried"));
    let form = |code: &str| format!("carried={carried}&code={code}");
    let wrong = world.post("/login/set-up", &half, &form("000000")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(secret_on(&wrong.text()), secret, "it need not scan again");
    let right = form(&secret.code(now(&world)));
    let done = world.post("/login/set-up", &half, &right).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    assert_eq!(codes_on(&done.text()).len(), 10);
    assert!(done.text().contains("href=\"/directory\""));
    let session = cookie_of(&done, "sekisho");
    assert_eq!(
        world.get("/directory", &session).await.status,
        StatusCode::OK
    );
    let late = world.post("/login/set-up", &half, &right).await;
    assert_eq!(
        late.location(),
        "/login?why=expired",
        "a step is taken once"
    );
    step(&world, "sato", "/login/second").await;
    for act in ["totp-set", "recovery-codes", "log-in"] {
        assert!(audited(&world, act), "{act}");
    }
}

#[tokio::test]
async fn a_passkey_made_on_the_way_in_is_enough_and_then_the_password_alone_opens_nothing() {
    let world = World::new();
    rule(&world, "everybody").await;
    let half = step(&world, "sato", "/login/set-up").await;
    let other = step(&world, "sato", "/login/set-up").await;
    let mut device = Device::new(1);
    let begun = options(&world.post("/login/set-up/passkey/begin", &half, "").await);
    let made = device.make(&begun);
    let form = |label: &str| {
        let (label, made) = (query_value(label), query_value(&made));
        format!("label={label}&credential={made}")
    };
    let stolen = world
        .post("/login/set-up/passkey", &other, &form("窓口のPC"))
        .await;
    assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nameless = world.post("/login/set-up/passkey", &half, &form("")).await;
    assert!(
        nameless.text().contains("1文字から40文字"),
        "and it is spent"
    );
    let begun = options(&world.post("/login/set-up/passkey/begin", &half, "").await);
    let made = device.make(&begun);
    let form = format!("label=PC&credential={}", query_value(&made));
    let done = world.post("/login/set-up/passkey", &half, &form).await;
    assert_eq!(done.location(), "/directory");
    let session = cookie_of(&done, "sekisho");
    assert_eq!(world.get("/", &session).await.status, StatusCode::OK);
    // Whoever else was on the way in by the password alone sets nothing up any more.
    let late = world.get("/login/set-up", &other).await;
    assert_eq!(late.location(), "/login?why=expired");
    // The password leads to the passkey, and there is no other way on.
    let half = step(&world, "sato", "/login/second").await;
    let page = world.get("/login/second", &half).await.text();
    assert!(page.contains("/login/second/passkey"));
    assert!(!page.contains("id=\"second-code\""));
    let guess = world.post("/login/second", &half, "code=000000").await;
    assert_eq!(guess.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = options(&world.post("/login/second/passkey/begin", &half, "").await);
    let form = format!("credential={}", query_value(&device.show(&asked)));
    let opened = world.post("/login/second/passkey", &half, &form).await;
    assert_eq!(opened.location(), "/directory");
    // And alone it is both.
    let (cookie, challenge) = attempt(&world, "").await;
    device.claims(staff(&world, "sato"));
    let opened = enter(&world, &cookie, &device.show(&challenge)).await;
    assert_eq!(opened.location(), "/directory");
}

#[tokio::test]
async fn of_administrators_only_is_of_who_has_a_role_over_others() {
    let world = World::new();
    rule(&world, "administrators").await;
    step(&world, "tanaka", "/login/set-up").await;
    assert_eq!(world.try_log_in("sato", PASSWORD).await.location(), "/");
    // With the rule off, a passkey beside the password is a choice.
    let calm = World::new();
    with_passkey(&calm, "sato", 1).await;
    assert_eq!(calm.try_log_in("sato", PASSWORD).await.location(), "/");
}

#[tokio::test]
async fn once_more_it_is_asked_for_what_stands_beside_the_password_too() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let page = world.get("/account/totp", &sato).await.text();
    let (secret, carried) = (secret_on(&page), value_of(&page, "carried"));
    let form = format!("carried={carried}&code={}", secret.code(now(&world)));
    world.post("/account/totp", &sato, &form).await;
    world.clock.advance(Duration::from_mins(10));
    let asked = world
        .get("/account/confirm?next=/account/totp", &sato)
        .await;
    assert!(asked.text().contains("id=\"confirm-code\""));
    let confirm = async |code: &str| {
        let form = format!("password={PASSWORD}&code={code}&next=/account/totp");
        world.post("/account/confirm", &sato, &form).await
    };
    for wrong in ["", "000000"] {
        let answer = confirm(wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert!(
        world
            .get("/account/totp", &sato)
            .await
            .location()
            .starts_with("/account/confirm")
    );
    let code = secret.code(now(&world));
    assert_eq!(confirm(&code).await.location(), "/account/totp");
    assert_eq!(
        confirm(&code).await.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "a code is good once"
    );
    // Who has a passkey and no app shows the passkey.
    let mut device = with_passkey(&world, "kato", 2).await;
    let kato = world.log_in("kato").await;
    let page = world.get("/account/confirm", &kato).await.text();
    assert!(!page.contains("confirm-password"));
    let form = format!("password={PASSWORD}&next=/account");
    let alone = world.post("/account/confirm", &kato, &form).await;
    assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
    let begun = world
        .post("/account/confirm/passkey/begin", &kato, "")
        .await;
    let shown = device.show(&options(&begun));
    let form = format!("credential={}&next=/account", query_value(&shown));
    let right = world.post("/account/confirm/passkey", &kato, &form).await;
    assert_eq!(right.location(), "/account");
}
