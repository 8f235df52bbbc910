//! Stories of the portal.

mod duties;

use super::Home;
use crate::app::tests::World;
use crate::app::tests::sealed::Mail;
use crate::modules::TILES;
use crate::org::{
    self, Address, Employment, LoginName, NewStaff, OrgError, OrganisationId, PersonName, StaffId,
    Town, Yomi,
};
use axum::http::StatusCode;
use jiff::SignedDuration;
use proptest::prelude::*;
use uuid::Uuid;

/// Somebody of another organisation in the same house.
pub(in crate::modules::portal) fn neighbour(world: &World, login: &str) {
    let organisation = OrganisationId::new(Uuid::from_u128(77));
    let town = Town::at_the_machine(organisation);
    let new = NewStaff {
        name: PersonName::new("隣 人").expect("a name"),
        yomi: Yomi::new("となり ひと").expect("a reading"),
        login: LoginName::new(login).expect("a log-in name"),
        address: Address::new(&format!("{login}@tonari.example")).expect("an address"),
        phone: String::new(),
        employment: Employment::Regular,
    };
    let staff = StaffId::new(Uuid::from_u128(78));
    let moved = world.app.store().update(|tx| -> Result<(), OrgError> {
        org::organisation_create(tx, organisation, "となり町", "tonari.example")?;
        org::staff_add(tx, town, staff, &new)
    });
    moved.expect("a neighbour");
}

/// The number on a tile.
pub(in crate::modules::portal) fn tile(page: &str, key: &str) -> u64 {
    let after = page
        .split(&format!("data-tile=\"{key}\">"))
        .nth(1)
        .expect("the tile is there");
    after
        .split('<')
        .next()
        .expect("a number")
        .parse()
        .expect("a number")
}

/// The numbers on the band: key, list, number. Every number that a module offers must be among them.
fn numbers(page: &str) -> Vec<(&'static str, String, u64)> {
    let offered = TILES.iter().filter(|offered| offered.home() == Home::Band);
    let told = offered.map(|offered| {
        let key = offered.key();
        let whole = page.split(&format!("<li id=\"tile-{key}\">")).nth(1);
        let whole = whole.unwrap_or_else(|| panic!("{key} stands on the page"));
        let href = whole.split("href=\"").nth(1).expect("a link");
        let href = href.split('"').next().expect("its end");
        (key, href.replace("&amp;", "&"), tile(page, key))
    });
    told.collect()
}

#[tokio::test]
async fn the_morning_begins_with_a_greeting_the_day_and_the_section() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let page = world.get("/", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    let text = page.text();
    for words in [
        "おはようございます、佐藤さん",
        "令和8年11月20日（金）",
        "2026-11-20 ／ 令和8年度",
        "総務係のいま",
        "𠮷田 健一",
        "未読のメールはありません。",
        "期限のあるものはありません。",
    ] {
        assert!(text.contains(words), "{words}");
    }
    assert!(!text.contains("加藤 洋介"), "who is of another section");
}

#[tokio::test]
async fn what_arrived_is_on_the_portal_of_whom_it_is_for_and_of_nobody_else() {
    let world = World::new();
    let mail = Mail::to(7, &["sato"], "見積の件").html("<p>x</p>");
    world.deliver(&mail).await;
    let (sato, yoshida) = (world.log_in("sato").await, world.log_in("yoshida").await);
    let page = world.get("/", &sato).await.text();
    assert!(page.contains("見積の件") && tile(&page, "mail-unread") == 1);
    let fresh = world.part("/", &sato).await.text();
    assert!(fresh.contains("見積の件") && !fresh.contains("<html"));
    let other = world.get("/", &yoshida).await.text();
    assert!(!other.contains("見積の件") && tile(&other, "mail-unread") == 0);
}

/// What a clerk does between two looks.
#[derive(Clone, Debug)]
enum Deed {
    Arrives,
    /// Its original is kept for so many days.
    ArrivesHeld(i8),
    Read(u8),
    Unread(u8),
    Archive(u8),
    Trash(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => Just(Deed::Arrives),
        2 => (-2_i8..3).prop_map(Deed::ArrivesHeld),
        1 => any::<u8>().prop_map(Deed::Read),
        1 => any::<u8>().prop_map(Deed::Unread),
        1 => any::<u8>().prop_map(Deed::Archive),
        1 => any::<u8>().prop_map(Deed::Trash),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn every_number_equals_the_list_behind_it(deeds in proptest::collection::vec(deed(), 1..24)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
        runtime.block_on(async {
            let world = World::new();
            let cookie = world.log_in("sato").await;
            let mut arrived = 0_u128;
            for deed in deeds {
                let (act, which) = match deed {
                    Deed::Arrives => {
                        arrived += 1;
                        let mail = Mail::to(arrived, &["sato"], "連絡").html("<p>x</p>");
                        world.deliver(&mail).await;
                        continue;
                    }
                    Deed::ArrivesHeld(days) => {
                        arrived += 1;
                        let until = world.app.now() + SignedDuration::from_hours(24 * i64::from(days));
                        let mail = Mail::to(arrived, &["sato"], "図面")
                            .held("図面.zip", "password-locked")
                            .kept_until(&until.to_string());
                        world.deliver(&mail).await;
                        continue;
                    }
                    Deed::Read(which) => ("read", which),
                    Deed::Unread(which) => ("unread", which),
                    Deed::Archive(which) => ("archive", which),
                    Deed::Trash(which) => ("trash", which),
                };
                if arrived > 0 {
                    let id = uuid::Uuid::from_u128(u128::from(which) % arrived + 1);
                    world.post(&format!("/mail/inbox/{id}/{act}"), &cookie, "next=/").await;
                }
            }
            let page = world.get("/", &cookie).await.text();
            for (key, list, count) in numbers(&page) {
                let rows = world.part(&list, &cookie).await.text().matches("id=\"row-").count();
                assert_eq!(count, u64::try_from(rows).expect("small"), "{key}: {list}");
            }
        });
    }
}

#[tokio::test]
async fn a_held_part_is_counted_where_it_is_listed() {
    let world = World::new();
    let held = Mail::to(8, &["sato"], "図面の送付").held("図面一式.zip", "password-locked");
    world.deliver(&held).await;
    let cookie = world.log_in("sato").await;
    let page = world.get("/", &cookie).await.text();
    let rows = world.part("/mail/held", &cookie).await.text();
    assert_eq!(
        (tile(&page, "mail-held"), rows.matches("id=\"row-").count()),
        (1, 1)
    );
    assert!(page.contains("図面の送付") && page.contains(">見る<"));
}

#[test]
fn every_tile_has_a_name_of_its_own_that_can_stand_in_an_address() {
    let mut keys: Vec<_> = TILES.iter().map(|tile| tile.key()).collect();
    for key in &keys {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        assert!(!key.is_empty() && key.chars().all(fits), "{key}");
    }
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), TILES.len());
}
