//! What takes two people.

use super::*;
use crate::app::tests::PASSWORD;
use crate::org::{PendingId, Safeguard};

/// A second administrator, so that grave deeds take two.
async fn two() -> (World, String, String) {
    let world = World::new();
    named(&world, "sato", "organisation", None).await;
    let (tanaka, sato) = (world.log_in("tanaka").await, world.log_in("sato").await);
    (world, tanaka, sato)
}

/// Where a deed waits, and the digest that its page shows.
async fn proposed(world: &World, cookie: &str, answer: &Answer) -> (String, String) {
    assert_eq!(told(answer), "proposed");
    let place = answer
        .location()
        .split('?')
        .next()
        .expect("place")
        .to_owned();
    let page = world.get(&place, cookie).await.text();
    let digest = page.split("<code>").nth(1).expect("a digest");
    (
        place,
        digest.split('<').next().expect("a digest").to_owned(),
    )
}

async fn confirm(world: &World, cookie: &str, (place, digest): &(String, String)) -> String {
    let form = format!("digest={digest}");
    let answer = world.post(&format!("{place}/confirm"), cookie, &form).await;
    told(&answer).to_owned()
}

#[tokio::test]
async fn an_administrator_is_named_by_two_and_by_nobody_alone() {
    let (world, tanaka, sato) = two().await;
    let give = format!("{}/give", page(&world, "okada"));
    let asked = world
        .post(&give, &tanaka, "role=organisation&bearer=person")
        .await;
    let pending = proposed(&world, &tanaka, &asked).await;
    assert_eq!(roles(&world, "okada"), [], "nothing is done yet");
    let again = world
        .post(&give, &tanaka, "role=organisation&bearer=person")
        .await;
    assert_eq!(again.location(), asked.location(), "the same twice is one");
    assert_eq!(confirm(&world, &tanaka, &pending).await, "second-oneself");
    let other = (pending.0.clone(), "00".repeat(32));
    assert_eq!(confirm(&world, &sato, &other).await, "differs");
    assert_eq!(roles(&world, "okada"), []);
    let shown = world.get("/admin", &sato).await.text();
    assert!(shown.contains("is-waiting"), "it calls for the other one");
    let shown = world.get(&pending.0, &sato).await.text();
    assert!(
        shown.contains("「岡田 彩」に「団体管理者」を付ける"),
        "{shown}"
    );
    assert_eq!(confirm(&world, &sato, &pending).await, "confirmed");
    assert_eq!(roles(&world, "okada"), [Role::Organisation]);
    assert_eq!(confirm(&world, &sato, &pending).await, "over", "once");
    let okada = world.log_in("okada").await;
    assert_eq!(
        confirm(&world, &okada, &pending).await,
        "over",
        "by nobody else either"
    );
    let acts = world.audited();
    for act in ["second-propose", "second-confirm", "role-grant"] {
        assert!(acts.iter().any(|told| told == act), "{act}");
    }
    // Any other role is one person's to give.
    let given = world
        .post(&give, &tanaka, "role=auditor&bearer=person")
        .await;
    assert_eq!(told(&given), "given");
}

#[tokio::test]
async fn the_second_of_two_shows_that_it_is_them_and_not_who_sits_down_at_their_session() {
    let (world, tanaka, sato) = two().await;
    let give = format!("{}/give", page(&world, "okada"));
    let form = "role=organisation&bearer=person";
    let asked = world.post(&give, &tanaka, form).await;
    let (place, digest) = proposed(&world, &tanaka, &asked).await;
    world.clock.advance(std::time::Duration::from_mins(10));
    let form = format!("digest={digest}");
    let to = format!("{place}/confirm");
    let stale = world.post(&to, &sato, &form).await;
    assert_eq!(
        stale.location(),
        format!("/account/confirm?next={place}"),
        "ten minutes after logging in"
    );
    assert_eq!(roles(&world, "okada"), []);
    let proof = format!("password={}&next={place}", crate::app::tests::PASSWORD);
    let back = world.post("/account/confirm", &sato, &proof).await;
    assert_eq!(back.location(), place);
    let done = world.post(&to, &sato, &form).await;
    assert_eq!(told(&done), "confirmed");
}

#[tokio::test]
async fn what_waits_too_long_or_is_refused_is_never_done() {
    let (world, tanaka, sato) = two().await;
    let give = |login: &str| format!("{}/give", page(&world, login));
    let form = "role=organisation&bearer=person";
    let asked = world.post(&give("okada"), &tanaka, form).await;
    let refused = proposed(&world, &tanaka, &asked).await;
    let answer = world
        .post(&format!("{}/refuse", refused.0), &sato, "")
        .await;
    assert_eq!(told(&answer), "refused");
    assert_eq!(confirm(&world, &sato, &refused).await, "over");
    let asked = world.post(&give("yoshida"), &tanaka, form).await;
    let late = proposed(&world, &tanaka, &asked).await;
    world
        .clock
        .set("2026-11-27T08:31:08+09:00".parse().expect("time"));
    let sato = world.log_in("sato").await;
    assert_eq!(confirm(&world, &sato, &late).await, "over", "a week");
    assert_eq!(
        (roles(&world, "okada"), roles(&world, "yoshida")),
        (vec![], vec![])
    );
}

#[tokio::test]
async fn neither_of_the_two_may_have_lost_the_right_meanwhile_or_be_the_one_it_is_for() {
    let (world, tanaka, sato) = two().await;
    named(&world, "okada", "organisation", None).await;
    let okada = world.log_in("okada").await;
    let give = format!("{}/give", page(&world, "yoshida"));
    let form = "role=organisation&bearer=person";
    let asked = world.post(&give, &okada, form).await;
    let pending = proposed(&world, &okada, &asked).await;
    let revoke = json!({ "do": "role-revoke", "login": "okada", "role": "organisation" });
    assert_eq!(operator(&world).answer(revoke).await["ok"], true);
    let answer = world
        .post(
            &format!("{}/confirm", pending.0),
            &sato,
            &format!("digest={}", pending.1),
        )
        .await;
    assert_eq!(
        answer.status,
        StatusCode::NOT_FOUND,
        "who proposed it is none any more"
    );
    assert_eq!(roles(&world, "yoshida"), []);
    // 田中 proposes 井上, who keeps the machine, as the organisation's too: 井上 is no second person for that.
    named(&world, "inoue", "system", None).await;
    let inoue = world.log_in("inoue").await;
    let give = format!("{}/give", page(&world, "inoue"));
    let asked = world.post(&give, &tanaka, form).await;
    let pending = proposed(&world, &tanaka, &asked).await;
    assert_eq!(confirm(&world, &inoue, &pending).await, "oneself");
    assert_eq!(confirm(&world, &sato, &pending).await, "confirmed");
}

#[tokio::test]
async fn an_administrator_is_shut_out_by_two_and_the_rule_is_loosened_by_two() {
    let (world, tanaka, sato) = two().await;
    named(&world, "okada", "organisation", None).await;
    let out = world
        .post(&format!("{}/suspend", page(&world, "okada")), &tanaka, "")
        .await;
    let pending = proposed(&world, &tanaka, &out).await;
    assert_eq!(confirm(&world, &sato, &pending).await, "confirmed");
    assert!(
        world
            .try_log_in("okada", crate::app::tests::PASSWORD)
            .await
            .status
            .is_client_error()
    );
    let back = world
        .post(&format!("{}/restore", page(&world, "okada")), &tanaka, "")
        .await;
    assert_eq!(
        told(&back),
        "proposed",
        "an administrator comes back by two as well"
    );
    let clerk = world
        .post(&format!("{}/suspend", page(&world, "yoshida")), &tanaka, "")
        .await;
    assert_eq!(told(&clerk), "suspended", "anybody else by one");

    let stricter = world
        .post("/admin/safeguard", &tanaka, "two=yes&people=5")
        .await;
    assert_eq!(told(&stricter), "guarded");
    let looser = world
        .post("/admin/safeguard", &tanaka, "two=yes&people=6")
        .await;
    assert_eq!(told(&looser), "proposed");
    let off = world
        .post("/admin/safeguard", &tanaka, "two=no&people=5")
        .await;
    let pending = proposed(&world, &tanaka, &off).await;
    let (town, _) = found(&world, "sato");
    let guard = || {
        world
            .app
            .store()
            .view(|tx| org::safeguard(tx, town))
            .expect("read")
    };
    assert_eq!(
        guard(),
        Safeguard {
            two: true,
            people: 5
        }
    );
    assert_eq!(confirm(&world, &sato, &pending).await, "confirmed");
    assert_eq!(
        guard(),
        Safeguard {
            two: false,
            people: 5
        }
    );
    let give = format!("{}/give", page(&world, "kitamura"));
    let given = world
        .post(&give, &tanaka, "role=organisation&bearer=person")
        .await;
    assert_eq!(told(&given), "given", "and then one is enough");
}

#[tokio::test]
async fn a_town_with_one_administrator_is_not_locked_out_of_itself() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let shown = world.get("/admin/second", &tanaka).await.text();
    assert!(shown.contains("管理者が一人だけのため"));
    let give = format!("{}/give", page(&world, "sato"));
    let given = world
        .post(&give, &tanaka, "role=organisation&bearer=person")
        .await;
    assert_eq!(told(&given), "given");
    let shown = world.get("/admin/second", &tanaka).await.text();
    assert!(!shown.contains("管理者が一人だけのため"));
}

/// Whoever writes to the rows cannot put another deed under a digest that was shown.
#[tokio::test]
async fn a_deed_that_was_changed_under_its_digest_is_not_done() {
    let (world, tanaka, sato) = two().await;
    let give = format!("{}/give", page(&world, "okada"));
    let asked = world
        .post(&give, &tanaka, "role=organisation&bearer=person")
        .await;
    let (place, digest) = proposed(&world, &tanaka, &asked).await;
    let (town, yoshida) = found(&world, "yoshida");
    let id = place.rsplit('/').next().expect("identity");
    let id = PendingId::new(uuid::Uuid::try_parse(id).expect("identity"));
    let forged = org::Give {
        role: Role::Organisation,
        bearer: org::Bearer::Staff(yoshida),
        last: None,
    };
    world
        .app
        .store()
        .update(|tx| org::forge(tx, town, id, &forged))
        .expect("written");
    assert_eq!(confirm(&world, &sato, &(place, digest)).await, "differs");
    assert_eq!(roles(&world, "yoshida"), []);
}

async fn list(world: &World, cookie: &str, rows: &str) -> String {
    use axum::body::Body;
    use axum::http::{Request, header};
    let part = |name: &str, value: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let head = "区分,ログイン名,氏名,よみ,所属,職位\n";
    let body = [
        part("title", "四月の異動"),
        part("day", "2027-04-01"),
        part("text", &[head, rows].concat()),
        "--x--\r\n".to_owned(),
    ];
    let request = Request::post("/admin/reassignment")
        .header(header::HOST, "sekisho.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body.concat()))
        .expect("request");
    world.send(request).await.location().to_owned()
}

#[tokio::test]
async fn many_people_are_reassigned_by_two_and_exactly_as_it_was_looked_at() {
    let (world, tanaka, sato) = two().await;
    world
        .post("/admin/safeguard", &tanaka, "two=yes&people=1")
        .await;
    let few = list(&world, &tanaka, "異動,okada,岡田 彩,,福祉課,主事\n").await;
    let done = world.post(&format!("{few}/apply"), &tanaka, "").await;
    assert_eq!(told(&done), "applied", "one person is no crowd");
    let rows = "異動,kitamura,北村 悟,,福祉課,主任\n退職,miyamoto\n";
    let draft = list(&world, &tanaka, rows).await;
    let shown = world.get(&draft, &tanaka).await.text();
    assert!(shown.contains("もう一人の確認を求める"), "{shown}");
    let asked = world.post(&format!("{draft}/apply"), &tanaka, "").await;
    assert_eq!(asked.location(), format!("{draft}?told=proposed"));
    let shown = world.get(&draft, &tanaka).await.text();
    let place = shown.split("href=\"/admin/second/").nth(1).expect("a link");
    let place = format!("/admin/second/{}", place.split('"').next().expect("a link"));
    let page = world.get(&place, &sato).await.text();
    assert!(page.contains("人事異動「四月の異動」を予約する"));
    let digest = page.split("<code>").nth(1).expect("a digest");
    let pending = (
        place,
        digest.split('<').next().expect("a digest").to_owned(),
    );
    // Somebody else moves meanwhile: the list would do something else than what was shown.
    let other = list(&world, &tanaka, "退職,kitamura\n").await;
    let done = world.post(&format!("{other}/apply"), &tanaka, "").await;
    assert_eq!(told(&done), "applied");
    assert_eq!(confirm(&world, &sato, &pending).await, "differs");
    let undone = world.post(&format!("{other}/undo"), &tanaka, "").await;
    assert_eq!(told(&undone), "undone");
    assert_eq!(confirm(&world, &sato, &pending).await, "confirmed");
    let shown = world.get(&draft, &tanaka).await.text();
    assert!(shown.contains("発令待ち"), "{shown}");
    assert_eq!(confirm(&world, &sato, &pending).await, "over");
}

#[tokio::test]
async fn a_list_that_moves_an_administrator_takes_two_however_short_it_is() {
    let (world, tanaka, _) = two().await;
    let draft = list(&world, &tanaka, "異動,tanaka,田中 直樹,,福祉課,参事\n").await;
    let asked = world.post(&format!("{draft}/apply"), &tanaka, "").await;
    assert_eq!(told(&asked), "proposed");
}

fn sign_in(world: &World, login: &str) -> String {
    page(world, login).replace("/admin/people/", "/admin/sign-in/")
}

#[tokio::test]
async fn whoever_gave_a_code_lately_is_no_second_person() {
    let (world, tanaka, sato) = two().await;
    // 田中 gives 岡田 a code, and might use it: what 岡田 then says is not another's word.
    let slip = world
        .post(&sign_in(&world, "okada"), &tanaka, "days=1")
        .await;
    assert_eq!(slip.status, StatusCode::OK);
    let code = slip.text();
    let code = code.split("slip-code\">").nth(1).expect("a code");
    let code = code.split('<').next().expect("its end");
    let form = format!("name=okada&code={code}&new=yama-no-asa-no-tori&again=yama-no-asa-no-tori");
    let opened = world.post("/enrol/password", "", &form).await;
    let okada = opened
        .header("set-cookie")
        .split(';')
        .next()
        .expect("one")
        .to_owned();
    named(&world, "okada", "organisation", None).await;
    let give = format!("{}/give", page(&world, "kato"));
    let asked = world
        .post(&give, &tanaka, "role=organisation&bearer=person")
        .await;
    let pending = proposed(&world, &tanaka, &asked).await;
    assert_eq!(confirm(&world, &okada, &pending).await, "vouched");
    // Nor the other way round.
    let give = format!("{}/give", page(&world, "abe"));
    let asked = world
        .post(&give, &okada, "role=organisation&bearer=person")
        .await;
    let reverse = proposed(&world, &okada, &asked).await;
    assert_eq!(confirm(&world, &tanaka, &reverse).await, "vouched");
    assert_eq!(roles(&world, "kato"), []);
    // Another one's word counts.
    assert_eq!(confirm(&world, &sato, &pending).await, "confirmed");
    assert_eq!(confirm(&world, &sato, &reverse).await, "confirmed");
}

#[tokio::test]
async fn the_systems_administrator_becomes_nobody_alone() {
    let (world, tanaka, _) = two().await;
    named(&world, "abe", "system", None).await;
    let abe = world.log_in("abe").await;
    let place = sign_in(&world, "okada");
    assert!(
        world
            .get(&place, &abe)
            .await
            .text()
            .contains("二人で行います")
    );
    assert!(
        !world
            .get(&place, &tanaka)
            .await
            .text()
            .contains("二人で行います")
    );
    let asked = world.post(&place, &abe, "days=3&reset=1").await;
    let pending = proposed(&world, &abe, &asked).await;
    let in_still = world.try_log_in("okada", PASSWORD).await;
    assert_eq!(
        in_still.status,
        StatusCode::SEE_OTHER,
        "nothing is done yet"
    );
    assert_eq!(confirm(&world, &abe, &pending).await, "second-oneself");
    let shown = world.get(&pending.0, &tanaka).await.text();
    assert!(
        shown.contains("岡田 彩さんに登録コードを出し直し、二段階の確認も取り消す"),
        "{shown}"
    );
    let form = format!("digest={}", pending.1);
    let slip = world
        .post(&format!("{}/confirm", pending.0), &tanaka, &form)
        .await;
    assert_eq!(slip.status, StatusCode::OK);
    assert!(slip.text().contains("slip-code"));
    let out = world.try_log_in("okada", PASSWORD).await;
    assert_eq!(out.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(confirm(&world, &tanaka, &pending).await, "over", "once");
    let acts = world.audited();
    for act in ["second-propose", "second-confirm", "recover"] {
        assert!(acts.iter().any(|told| told == act), "{act}");
    }
}
