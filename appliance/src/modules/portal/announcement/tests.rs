//! Stories of announcements.

use crate::app::tests::{Answer, World};
use crate::org::{self, Bearer, Grant, GrantId, Period, Role, StaffId, Town, UnitId};
use axum::http::StatusCode;
use jiff::civil::date;
use uuid::Uuid;

/// Somebody of the demo town and their walls.
fn who(world: &World, login: &str) -> (Town, StaffId) {
    let login = org::LoginName::new(login).expect("a log-in name");
    let found = world.app.store().view(|tx| org::staff_by_login(tx, &login));
    let (id, row) = found.expect("read").expect("there");
    (Town::of(&row), id)
}

/// Makes somebody 所属管理者 of a unit.
pub(in crate::modules::portal) fn give_unit(world: &World, login: &str, unit: &str) -> UnitId {
    let (town, staff) = who(world, login);
    let day = date(2026, 11, 20);
    let store = world.app.store();
    let unit = store.view(|tx| org::unit_named(tx, town, unit, day));
    let unit = unit.expect("read").expect("a unit");
    let grant = Grant {
        role: Role::Unit(unit),
        bearer: Bearer::Staff(staff),
        period: Period::since(day),
    };
    let id = GrantId::new(Uuid::from_u128(7_700));
    store
        .update(|tx| org::role_grant(tx, town, id, &grant))
        .expect("granted");
    unit
}

async fn announce(world: &World, cookie: &str, of: &str, title: &str, more: &str) -> Answer {
    let form = format!("for={of}&title={title}&text=x&from=2026-11-20&until=2026-11-30{more}");
    world.post("/portal/announcements", cookie, &form).await
}

/// The first address of one that stands in what somebody wrote.
fn first(page: &str) -> String {
    let after = page.split("<a href=\"/portal/announcements/").skip(1);
    let mut addresses = after.filter_map(|rest| rest.split('"').next());
    let id = addresses.find(|rest| Uuid::try_parse(rest).is_ok());
    format!("/portal/announcements/{}", id.expect("one"))
}

fn revision(page: &str) -> String {
    let after = page.split("name=\"revision\" value=\"").nth(1);
    let after = after.and_then(|rest| rest.split('"').next());
    after.expect("a revision").to_owned()
}

#[tokio::test]
async fn what_the_administrator_announces_stands_on_everybodys_portal_for_its_days() {
    let world = World::new();
    let (tanaka, sato) = (world.log_in("tanaka").await, world.log_in("sato").await);
    let sent = announce(&world, &tanaka, "all", "%E5%81%9C%E9%9B%BB", "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert!(world.get("/", &sato).await.text().contains("停電"));
    let list = world.get("/portal/announcements", &sato).await.text();
    assert!(list.contains("停電") && list.contains("情報政策課　8:31"));
    assert!(
        !list.contains("お知らせを書く"),
        "a reader is offered no pen"
    );
    for (moment, stands) in [
        ("2026-11-30T23:59:00+09:00", true),
        ("2026-12-01T00:00:00+09:00", false),
        ("2026-11-19T23:59:00+09:00", false),
    ] {
        world.clock.set(moment.parse().expect("time"));
        let sato = world.log_in("sato").await;
        let page = world.get("/", &sato).await.text();
        assert_eq!(page.contains("停電"), stands, "{moment}");
    }
    assert!(world.audited().contains(&"announcement-create".to_owned()));
}

#[tokio::test]
async fn a_units_administrator_writes_for_the_unit_and_what_is_below_it_and_for_nobody_else() {
    let world = World::new();
    let soumu = give_unit(&world, "saito", "総務課");
    let saito = world.log_in("saito").await;
    let of = |unit: UnitId| format!("unit-{}", unit.uuid());
    let sent = announce(&world, &saito, &of(soumu), "%E8%AA%B2%E5%86%85", "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    // 総務係 stands below 総務課; 建設課 does not.
    for (login, sees) in [("sato", true), ("watanabe", true), ("kato", false)] {
        let cookie = world.log_in(login).await;
        assert_eq!(
            world.get("/", &cookie).await.text().contains("課内"),
            sees,
            "{login}"
        );
    }
    let (town, _) = who(&world, "saito");
    let kensetsu = world
        .app
        .store()
        .view(|tx| org::unit_named(tx, town, "建設課", date(2026, 11, 20)));
    let kensetsu = kensetsu.expect("read").expect("a unit");
    for audience in [
        "all".to_owned(),
        of(kensetsu),
        of(UnitId::new(Uuid::from_u128(9))),
    ] {
        let sent = announce(&world, &saito, &audience, "x", "").await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{audience}");
    }
    let form = world.get("/portal/announcements/new", &saito).await.text();
    assert!(
        form.contains("総務課総務係") && !form.contains("団体の全員") && !form.contains("建設課")
    );
}

#[tokio::test]
async fn nobody_without_a_role_writes_changes_or_looks_who_has_read() {
    let world = World::new();
    let (tanaka, kato) = (world.log_in("tanaka").await, world.log_in("kato").await);
    announce(&world, &tanaka, "all", "x", "&must=1").await;
    let written = world.get("/portal/announcements", &tanaka).await.text();
    let address = first(&written);
    let form = "title=y&from=2026-11-20&until=2026-11-30&revision=1";
    for path in [
        "/portal/announcements/new",
        &address,
        &format!("{address}/readers"),
    ] {
        assert_eq!(
            world.get(path, &kato).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    for path in [
        "/portal/announcements",
        &address,
        &format!("{address}/take-off"),
    ] {
        let sent = world.post(path, &kato, &format!("for=all&{form}")).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn who_must_read_says_so_once_and_is_counted_in_their_section() {
    let world = World::new();
    let (tanaka, sato) = (world.log_in("tanaka").await, world.log_in("sato").await);
    announce(
        &world,
        &tanaka,
        "all",
        "%E5%BF%85%E8%AA%AD%E3%81%A7%E3%81%99",
        "&must=1",
    )
    .await;
    let page = world.get("/", &sato).await.text();
    assert_eq!(
        crate::modules::portal::tests::tile(&page, "announcement-must"),
        1
    );
    assert!(page.contains("総務課総務係の既読 0/7"));
    let address = first(&world.get("/portal/announcements", &tanaka).await.text());
    for _ in 0..2 {
        let said = world
            .post(&format!("{address}/read"), &sato, "next=/")
            .await;
        assert_eq!(said.location(), "/");
    }
    let page = world.get("/", &sato).await.text();
    assert_eq!(
        crate::modules::portal::tests::tile(&page, "announcement-must"),
        0
    );
    assert!(page.contains("総務課総務係の既読 1/7") && page.contains("確認済み"));
    let readers = world
        .get(&format!("{address}/readers"), &tanaka)
        .await
        .text();
    assert!(readers.contains("𠮷田 健一"), "who has not is named");
    let foot = readers.split("<tfoot>").nth(1).expect("the sum");
    for number in [">40<", ">1<", ">39<"] {
        assert!(foot.contains(number), "{number} in {foot}");
    }
}

#[tokio::test]
async fn two_who_change_the_same_at_once_see_it_and_nothing_is_overwritten() {
    let world = World::new();
    let (one, other) = (world.log_in("tanaka").await, world.log_in("tanaka").await);
    announce(&world, &one, "all", "first", "").await;
    let address = first(&world.get("/portal/announcements", &one).await.text());
    let seen = revision(&world.get(&address, &one).await.text());
    let form = |title: &str, seen: &str| {
        format!("title={title}&text=&from=2026-11-20&until=2026-11-30&revision={seen}")
    };
    let won = world.post(&address, &one, &form("second", &seen)).await;
    assert_eq!(won.status, StatusCode::SEE_OTHER);
    let lost = world.post(&address, &other, &form("third", &seen)).await;
    assert_eq!(lost.status, StatusCode::CONFLICT);
    let text = lost.text();
    assert!(text.contains("ほかの方が変更しました") && text.contains("value=\"second\""));
    let taken = world
        .post(
            &format!("{address}/take-off"),
            &other,
            &format!("revision={seen}"),
        )
        .await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    let now = revision(&text);
    world
        .post(
            &format!("{address}/take-off"),
            &other,
            &format!("revision={now}"),
        )
        .await;
    let page = world.get("/", &one).await.text();
    assert!(!page.contains("second"), "it is taken off");
    assert_eq!(
        world.get(&address, &one).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_cannot_be_taken_is_said_and_what_was_typed_stays() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    for (form, why) in [
        (
            "for=all&title=&text=abc&from=2026-11-20&until=2026-11-30",
            "題名を入れてください",
        ),
        (
            "for=all&title=abc&text=&from=2026-11-20&until=2026-11-19",
            "掲載する日を確かめて",
        ),
        (
            "for=all&title=abc&text=&from=x&until=2026-11-19",
            "掲載する日を確かめて",
        ),
    ] {
        let answer = world.post("/portal/announcements", &tanaka, form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.text().contains(why) && answer.text().contains("abc"),
            "{form}"
        );
    }
    let evil = world
        .post(
            "/portal/announcements",
            &tanaka,
            "for=all&title=%3Cscript%3E&text=%3Cimg+src%3Dx%3E&from=2026-11-20&until=2026-11-30",
        )
        .await;
    assert_eq!(evil.status, StatusCode::SEE_OTHER);
    let page = world.get("/", &tanaka).await.text();
    assert!(!page.contains("<script>") && !page.contains("<img src=x>"));
}
