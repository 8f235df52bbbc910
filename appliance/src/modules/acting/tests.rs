//! Stories of 課代表: who acts as it, what they read and do, and that every bit of it names them.

use crate::app::tests::sealed::Mail;
use crate::app::tests::{Answer, World, operator};
use crate::org::{self, LoginName, OrgError, PostId, Town, UnitId};
use axum::http::StatusCode;
use sekisho_platform::audit::{Entries, Entry};
use sekisho_platform::store::{Direction, StoreError};
use serde_json::json;

fn town(world: &World) -> Town {
    let login = LoginName::new("sato").expect("name");
    let read = world.app.store().view(|tx| org::staff_by_login(tx, &login));
    Town::of(&read.expect("read").expect("somebody").1)
}

fn staff(world: &World, login: &str) -> String {
    let login = LoginName::new(login).expect("name");
    let read = world.app.store().view(|tx| org::staff_by_login(tx, &login));
    read.expect("read").expect("somebody").0.uuid().to_string()
}

fn unit(world: &World, name: &str) -> UnitId {
    let (town, day) = (town(world), jiff::civil::date(2026, 11, 20));
    let read = world
        .app
        .store()
        .view(|tx| org::unit_named(tx, town, name, day));
    read.expect("read").expect("a unit")
}

fn post(world: &World, unit: UnitId, title: &str) -> PostId {
    let town = town(world);
    let read = world.app.store().view(|tx| -> Result<_, OrgError> {
        let posts = org::posts_of(tx, town, unit)?;
        Ok(posts
            .into_iter()
            .find(|(_, post)| post.title.as_str() == title))
    });
    read.expect("read").expect("a post").0
}

/// 総務課 has an account that 係長 and 主査 of 総務係 act as. Answers which.
async fn soumu(world: &World) -> PostId {
    let tanaka = world.log_in("tanaka").await;
    let (soumu, kakari) = (unit(world, "総務課"), unit(world, "総務係"));
    let here = format!("/admin/units/{}/account", soumu.uuid());
    let told = world
        .post(&here, &tanaka, "address=soumu@yamabiko.example")
        .await;
    assert!(
        told.location().ends_with("told=account-opened"),
        "{}",
        told.location()
    );
    for title in ["係長", "主査"] {
        let form = format!("post={}", post(world, kakari, title).uuid());
        let told = world.post(&format!("{here}/give"), &tanaka, &form).await;
        assert!(
            told.location().ends_with("told=acts-given"),
            "{}",
            told.location()
        );
    }
    post(world, soumu, "課代表")
}

/// Acts as an account from now on: the cookies to send.
async fn act(world: &World, cookie: &str, account: PostId) -> Result<String, StatusCode> {
    let answer = world
        .post("/acting", cookie, &format!("account={}", account.uuid()))
        .await;
    if answer.status != StatusCode::SEE_OTHER {
        return Err(answer.status);
    }
    let chosen = answer
        .header("set-cookie")
        .split(';')
        .next()
        .expect("cookie")
        .to_owned();
    Ok(format!("{cookie}; {chosen}"))
}

fn trail(world: &World) -> Vec<Entry> {
    let rows = world
        .app
        .store()
        .view(|tx| -> Result<_, StoreError> { tx.range::<Entries>(.., Direction::Up, 10_000) });
    rows.expect("read")
        .into_iter()
        .map(|(_, row)| row)
        .collect()
}

fn place(number: u128) -> String {
    format!("/mail/inbox/{}", uuid::Uuid::from_u128(number))
}

fn sees(answer: &Answer, subject: &str) -> bool {
    answer.status == StatusCode::OK && answer.text().contains(subject)
}

#[tokio::test]
async fn mail_to_a_section_is_read_by_whoever_acts_for_it_and_by_nobody_else() {
    let world = World::new();
    let account = soumu(&world).await;
    let states = world
        .deliver(&Mail::to(7, &["soumu"], "照会について"))
        .await;
    assert_eq!(states, ["delivered"]);
    let sato = world.log_in("sato").await;
    assert!(
        !sees(&world.get("/mail/inbox", &sato).await, "照会について"),
        "not as oneself"
    );
    assert_eq!(
        world.get(&place(7), &sato).await.status,
        StatusCode::NOT_FOUND
    );
    let menu = world.get("/", &sato).await.text();
    assert!(menu.contains("総務課代表"), "the frame offers it");
    let acting = act(&world, &sato, account).await.expect("may");
    let list = world.get("/mail/inbox", &acting).await;
    assert!(sees(&list, "照会について") && list.text().contains("総務課代表として"));
    assert!(sees(&world.get(&place(7), &acting).await, "照会について"));
    // 髙橋 holds neither post; the organisation's administrator is of another section.
    for login in ["takahashi", "tanaka"] {
        let other = world.log_in(login).await;
        assert_eq!(
            act(&world, &other, account).await,
            Err(StatusCode::NOT_FOUND),
            "{login}"
        );
        let stolen = acting.rsplit_once("; ").expect("two").1;
        let stolen = format!("{other}; {stolen}");
        assert!(
            !sees(&world.get("/mail/inbox", &stolen).await, "照会について"),
            "{login}"
        );
        assert_eq!(
            world.get(&place(7), &stolen).await.status,
            StatusCode::NOT_FOUND
        );
        assert!(
            !world.get("/", &other).await.text().contains("総務課代表"),
            "{login}"
        );
    }
    let back = world.post("/acting", &acting, "account=").await;
    assert_eq!(back.location(), "/");
    assert!(back.header("set-cookie").contains("Max-Age=0"));
}

#[tokio::test]
async fn every_reading_and_every_act_names_the_person_and_the_account() {
    let world = World::new();
    let account = soumu(&world).await;
    world
        .deliver(&Mail::to(7, &["soumu"], "照会について"))
        .await;
    let sato = act(&world, &world.log_in("sato").await, account)
        .await
        .expect("may");
    let yoshida = act(&world, &world.log_in("yoshida").await, account)
        .await
        .expect("may");
    let before = trail(&world).len();
    world.get(&place(7), &sato).await;
    world.get(&place(7), &sato).await;
    world.get(&format!("{}/headers", place(7)), &yoshida).await;
    world
        .post(&format!("{}/answer", place(7)), &yoshida, "")
        .await;
    world
        .post(&format!("{}/unread", place(7)), &yoshida, "")
        .await;
    world
        .post(&format!("{}/archive", place(7)), &sato, "")
        .await;
    let told: Vec<_> = trail(&world)
        .into_iter()
        .skip(before)
        .map(|row| {
            assert_eq!(row.detail, account.uuid().to_string(), "{row:?}");
            (row.actor, row.act)
        })
        .collect();
    let (sato_id, yoshida_id) = (staff(&world, "sato"), staff(&world, "yoshida"));
    let row = |who: &String, act: &str| (who.clone(), act.to_owned());
    assert_eq!(
        told,
        [
            row(&sato_id, "section-mail-open"),
            row(&yoshida_id, "section-mail-open"),
            row(&yoshida_id, "section-mail-answer"),
            row(&yoshida_id, "section-mail-mark"),
            row(&sato_id, "section-mail-move"),
        ]
    );
    // The colleagues see it on the mail itself, and who answers it in the list.
    let archive = world.get("/mail/archive", &sato).await.text();
    assert!(archive.contains("𠮷田 健一さんが対応"));
    let page = world
        .get(&place(7).replace("inbox", "archive"), &sato)
        .await
        .text();
    for told in [
        "佐藤 美咲</bdi> さんが開きました",
        "𠮷田 健一</bdi> さんが対応します",
        "さんが移しました",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    // Of one's own mailbox nothing of the kind is kept.
    world.deliver(&Mail::to(8, &["sato"], "私信")).await;
    let own = world.log_in("sato").await;
    let before = trail(&world).len();
    let page = world.get(&place(8), &own).await.text();
    assert!(page.contains("私信") && !page.contains("対応の記録"));
    assert_eq!(
        world
            .post(&format!("{}/answer", place(8)), &own, "")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(trail(&world).len(), before);
}

#[tokio::test]
async fn the_successor_acts_from_their_first_day_and_the_predecessor_no_longer() {
    let world = World::new();
    let account = soumu(&world).await;
    world
        .deliver(&Mail::to(7, &["soumu"], "照会について"))
        .await;
    let tanaka = world.log_in("tanaka").await;
    let text = "区分,ログイン名,氏名,よみ,所属,職位\n異動,sato,佐藤 美咲,,福祉課,係長\n異動,nakamura,中村 和也,,総務課/総務係,係長\n";
    let part = |name: &str, value: &str| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = [
        part("title", "四月"),
        part("day", "2027-04-01"),
        part("text", text),
        "--x--\r\n".to_owned(),
    ];
    let request = axum::http::Request::post("/admin/reassignment")
        .header("host", "sekisho.example")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", &tanaka)
        .header("content-type", "multipart/form-data; boundary=x")
        .body(axum::body::Body::from(body.concat()))
        .expect("request");
    let draft = world.send(request).await.location().to_owned();
    let done = world.post(&format!("{draft}/apply"), &tanaka, "").await;
    assert!(done.location().ends_with("applied"), "{}", done.location());
    world
        .clock
        .set("2027-03-31T23:50:00+09:00".parse().expect("time"));
    let sato = act(&world, &world.log_in("sato").await, account)
        .await
        .expect("may");
    let nakamura = world.log_in("nakamura").await;
    assert!(sees(&world.get("/mail/inbox", &sato).await, "照会について"));
    assert_eq!(
        act(&world, &nakamura, account).await,
        Err(StatusCode::NOT_FOUND)
    );
    world
        .clock
        .set("2027-04-01T00:00:00+09:00".parse().expect("time"));
    assert!(
        !sees(&world.get("/mail/inbox", &sato).await, "照会について"),
        "with the cookie of yesterday"
    );
    assert_eq!(
        world.get(&place(7), &sato).await.status,
        StatusCode::NOT_FOUND
    );
    let nakamura = act(&world, &nakamura, account).await.expect("by the post");
    assert!(sees(
        &world.get("/mail/inbox", &nakamura).await,
        "照会について"
    ));
}

#[tokio::test]
async fn who_keeps_the_machine_reads_no_sections_mail_whatever_post_they_hold() {
    let world = World::new();
    let account = soumu(&world).await;
    let ask = json!({ "do": "role-grant", "login": "yoshida", "role": "system" });
    let before = world.log_in("yoshida").await;
    let acting = act(&world, &before, account).await.expect("may");
    assert_eq!(operator(&world).answer(ask).await["ok"], true);
    assert_eq!(
        act(&world, &before, account).await,
        Err(StatusCode::NOT_FOUND)
    );
    world
        .deliver(&Mail::to(7, &["soumu"], "照会について"))
        .await;
    assert!(!sees(
        &world.get("/mail/inbox", &acting).await,
        "照会について"
    ));
    assert_eq!(
        world.get(&place(7), &acting).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn nobody_lets_themselves_act_and_a_closed_account_takes_no_mail_and_keeps_what_came() {
    let world = World::new();
    let account = soumu(&world).await;
    let tanaka = world.log_in("tanaka").await;
    let here = format!("/admin/units/{}/account", unit(&world, "総務課").uuid());
    let own = post(&world, unit(&world, "情報政策課"), "課長");
    let told = world
        .post(
            &format!("{here}/give"),
            &tanaka,
            &format!("post={}", own.uuid()),
        )
        .await;
    assert!(told.location().ends_with("told=oneself"));
    for (address, told) in [
        ("soumu2@yamabiko.example", "account-there"),
        ("soumu@elsewhere.example", "address-foreign"),
        ("soumu", "incomplete"),
    ] {
        let answer = world
            .post(&here, &tanaka, &format!("address={address}"))
            .await;
        assert!(
            answer.location().ends_with(told),
            "{address}: {}",
            answer.location()
        );
    }
    let joho = format!("/admin/units/{}/account", unit(&world, "情報政策課").uuid());
    let taken = world
        .post(&joho, &tanaka, "address=sato@yamabiko.example")
        .await;
    assert!(taken.location().ends_with("told=address-taken"));
    world
        .deliver(&Mail::to(7, &["soumu"], "照会について"))
        .await;
    let closed = world.post(&format!("{here}/close"), &tanaka, "").await;
    assert!(closed.location().ends_with("told=account-closed"));
    let states = world.deliver(&Mail::to(8, &["soumu"], "遅れて")).await;
    assert_eq!(states, ["unknown-recipient"]);
    let sato = world.log_in("sato").await;
    assert_eq!(
        act(&world, &sato, account).await,
        Err(StatusCode::NOT_FOUND)
    );
    let again = world
        .post(&here, &tanaka, "address=soumu@yamabiko.example")
        .await;
    assert!(again.location().ends_with("told=account-opened"));
    let acting = act(&world, &sato, account).await.expect("the posts stayed");
    assert!(sees(
        &world.get("/mail/inbox", &acting).await,
        "照会について"
    ));
}

#[tokio::test]
async fn a_search_finds_what_lies_before_one_and_nothing_of_the_other_mailbox() {
    let world = World::new();
    let account = soumu(&world).await;
    world
        .deliver(&Mail::to(7, &["soumu"], "tokubetsu shokai"))
        .await;
    world
        .deliver(&Mail::to(8, &["sato"], "tokubetsu shishin"))
        .await;
    let sato = world.log_in("sato").await;
    let acting = act(&world, &sato, account).await.expect("may");
    let last = world
        .app
        .store()
        .view(|tx| -> Result<u64, StoreError> { tx.last_sequence() });
    world.app.search().caught_up(last.expect("read")).await;
    let asked = "/search?q=tokubetsu";
    let links = |page: String| {
        let leads = |number| page.contains(&place(number));
        (leads(7), leads(8))
    };
    assert_eq!(links(world.get(asked, &sato).await.text()), (false, true));
    assert_eq!(links(world.get(asked, &acting).await.text()), (true, false));
}
