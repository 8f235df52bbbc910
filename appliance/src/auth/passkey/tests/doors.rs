//! Stories of the other doors a passkey opens, and of adding one.

use super::*;

fn handle(page: &str) -> String {
    let rest = page
        .split("name=\"passkey\" value=\"")
        .nth(1)
        .expect("a handle");
    rest.split('"').next().expect("its end").to_owned()
}

#[tokio::test]
async fn adding_one_asks_for_a_fresh_proof_a_name_and_the_same_session() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let mut device = Device::new(1);
    let asked = begin(&world, &sato).await;
    assert_eq!(
        asked["authenticatorSelection"]["userVerification"],
        "required"
    );
    assert_eq!(asked["authenticatorSelection"]["residentKey"], "preferred");
    assert_eq!(
        asked["attestation"], "none",
        "nobody is told which device it is"
    );
    let made = device.make(&asked);
    // Another session of hers, and another person's, have asked for nothing.
    for other in [world.log_in("sato").await, world.log_in("takahashi").await] {
        let answer = add(&world, &other, "x", &made).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let nameless = add(&world, &sato, " ", &made).await;
    assert!(nameless.text().contains("1文字から40文字"));
    let spent = add(&world, &sato, "x", &made).await;
    assert_eq!(spent.status, StatusCode::UNPROCESSABLE_ENTITY, "once");
    // An owner whom nobody verified.
    device.verifies = false;
    let made = device.make(&begin(&world, &sato).await);
    let weak = add(&world, &sato, "x", &made).await;
    assert_eq!(weak.status, StatusCode::UNPROCESSABLE_ENTITY);
    device.verifies = true;
    let made = device.make(&begin(&world, &sato).await);
    let added = add(&world, &sato, "<b>鍵</b>", &made).await;
    assert_eq!(added.location(), "/account/passkey?done=added");
    let page = world.get(added.location(), &sato).await.text();
    assert!(page.contains("&#60;b&#62;鍵"), "{page}");
    // The same passkey is nobody else's, and the device is asked not to make a second one.
    let again = begin(&world, &sato).await;
    assert_eq!(
        again["excludeCredentials"]
            .as_array()
            .expect("a list")
            .len(),
        1
    );
    let takahashi = world.log_in("takahashi").await;
    let stolen = device.make(&begin(&world, &takahashi).await);
    let answer = add(&world, &takahashi, "x", &stolen).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);

    world.clock.advance(Duration::from_mins(10));
    for path in [
        "/account/passkey/begin",
        "/account/passkey",
        "/account/passkey/remove",
    ] {
        let form = "passkey=x";
        let asked = world.post(path, &sato, form).await;
        assert_eq!(
            asked.location(),
            "/account/confirm?next=/account/passkey",
            "{path}"
        );
    }
}

#[tokio::test]
async fn nobody_removes_the_passkey_of_another() {
    let world = World::new();
    let _device = with_passkey(&world, "sato", 1).await;
    let sato = world.log_in("sato").await;
    let handle = handle(&world.get("/account/passkey", &sato).await.text());
    let takahashi = world.log_in("takahashi").await;
    let form = format!("passkey={handle}");
    let answer = world
        .post("/account/passkey/remove", &takahashi, &form)
        .await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(
        world
            .get("/account/passkey", &sato)
            .await
            .text()
            .contains(&handle)
    );
}

#[tokio::test]
async fn a_passkey_that_was_removed_opens_nothing_even_with_a_challenge_at_hand() {
    let world = World::new();
    let mut device = with_passkey(&world, "sato", 1).await;
    let sato = world.log_in("sato").await;
    let handle = handle(&world.get("/account/passkey", &sato).await.text());
    let (cookie, asked) = attempt(&world, "").await;
    let answer = device.show(&asked);
    let form = format!("passkey={handle}");
    world.post("/account/passkey/remove", &sato, &form).await;
    refused(&enter(&world, &cookie, &answer).await, "removed");
}

#[tokio::test]
async fn twenty_are_enough() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    for n in 0..21 {
        let made = Device::new(n).make(&begin(&world, &sato).await);
        let added = add(&world, &sato, "x", &made).await;
        assert_eq!(added.status == StatusCode::SEE_OTHER, n < 20, "{n}");
    }
}

#[tokio::test]
async fn once_more_it_is_shown_by_a_passkey_of_ones_own() {
    let world = World::new();
    let mut device = with_passkey(&world, "sato", 1).await;
    let mut other = with_passkey(&world, "takahashi", 2).await;
    let sato = world.log_in("sato").await;
    world.clock.advance(Duration::from_mins(10));
    let confirm = async |device: &mut Device| {
        let asked = options(
            &world
                .post("/account/confirm/passkey/begin", &sato, "")
                .await,
        );
        assert_eq!(
            asked["allowCredentials"].as_array().expect("a list").len(),
            1
        );
        let form = format!(
            "next=/account/totp&credential={}",
            query_value(&device.show(&asked))
        );
        world.post("/account/confirm/passkey", &sato, &form).await
    };
    let page = world.get("/account/confirm", &sato).await.text();
    assert!(
        page.contains("data-begin=\"/account/confirm/passkey/begin\""),
        "{page}"
    );
    let wrong = confirm(&mut other).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        world.get("/account/totp", &sato).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(confirm(&mut device).await.location(), "/account/totp");
    assert_eq!(
        world.get("/account/totp", &sato).await.status,
        StatusCode::OK
    );
    // What was asked for logging in is nothing here.
    let (_, asked) = attempt(&world, "sato").await;
    let form = format!("credential={}", query_value(&device.show(&asked)));
    let answer = world.post("/account/confirm/passkey", &sato, &form).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_passkey_takes_the_second_step_and_alone_it_is_both() {
    let world = World::new();
    let mut device = with_passkey(&world, "sato", 1).await;
    let mut other = with_passkey(&world, "takahashi", 2).await;
    crate::auth::second::tests::with_app(&world).await;
    let (cookie, asked) = attempt(&world, "").await;
    let alone = enter(&world, &cookie, &device.show(&asked)).await;
    assert_eq!(
        alone.location(),
        "/directory",
        "no second step after a passkey"
    );
    let half = async || {
        let answer = world.try_log_in("sato", PASSWORD).await;
        assert_eq!(answer.location(), "/login/second");
        cookie_of(&answer, "sekisho-step")
    };
    let take = async |step: &str, device: &mut Device| {
        let asked = options(&world.post("/login/second/passkey/begin", step, "").await);
        let form = format!("credential={}", query_value(&device.show(&asked)));
        world.post("/login/second/passkey", step, &form).await
    };
    let step = half().await;
    assert!(
        world
            .get("/login/second", &step)
            .await
            .text()
            .contains("/login/second/passkey/begin")
    );
    let wrong = take(&step, &mut other).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let opened = take(&step, &mut device).await;
    assert_eq!(opened.location(), "/");
    let session = cookie_of(&opened, "sekisho");
    assert_eq!(world.get("/", &session).await.status, StatusCode::OK);
    let none = world.post("/login/second/passkey/begin", &step, "").await;
    assert_eq!(none.location(), "/login?why=expired", "the step is taken");
    // Somebody who guesses codes closes the codes, not this.
    for n in 0..6 {
        let step = half().await;
        world
            .post("/login/second", &step, &format!("code=00000{n}"))
            .await;
    }
    assert_eq!(take(&half().await, &mut device).await.location(), "/");
}

#[tokio::test]
async fn without_a_name_for_passkeys_the_pages_do_without() {
    let world = World::without_party();
    let page = world.get("/login", "").await.text();
    assert!(!page.contains("data-passkey"), "{page}");
    let none = world.post("/login/passkey/begin", "", "").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let sato = world.log_in("sato").await;
    let page = world.get("/account/passkey", &sato).await.text();
    assert!(page.contains("いまパスキーを使えません"), "{page}");
}
