//! The tree: opened, called otherwise, moved, closed, each from a day on.

use super::*;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 20);

fn unit(world: &World, name: &str, day: Date) -> Option<org::UnitId> {
    let (town, _) = found(world, "sato");
    let read = world
        .app
        .store()
        .view(|tx| org::unit_named(tx, town, name, day));
    read.expect("read")
}

fn paths(world: &World, day: Date) -> Vec<String> {
    let (town, _) = found(world, "sato");
    let tree = world.app.store().view(|tx| org::tree_on(tx, town, day));
    let tree = tree.expect("read");
    tree.nodes().iter().map(|node| node.path.clone()).collect()
}

async fn act(world: &World, cookie: &str, name: &str, act: &str, form: &str) -> String {
    let id = unit(world, name, TODAY).expect("a unit").uuid();
    let answer = world
        .post(&format!("/admin/units/{id}/{act}"), cookie, form)
        .await;
    told(&answer).to_owned()
}

#[tokio::test]
async fn a_unit_is_called_otherwise_from_a_day_on_and_was_called_so_before() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let (eve, april) = (date(2027, 3, 31), date(2027, 4, 1));
    // デジタル課
    let form = "name=%E3%83%87%E3%82%B8%E3%82%BF%E3%83%AB%E8%AA%B2&day=2027-04-01";
    assert_eq!(
        act(&world, &tanaka, "情報政策課", "name", form).await,
        "named"
    );
    assert!(paths(&world, eve).contains(&"情報政策課".to_owned()));
    assert!(paths(&world, april).contains(&"デジタル課".to_owned()));
    assert!(!paths(&world, april).contains(&"情報政策課".to_owned()));
    // 福祉課 is beside it.
    let form = "name=%E7%A6%8F%E7%A5%89%E8%AA%B2&day=2027-04-01";
    assert_eq!(
        act(&world, &tanaka, "情報政策課", "name", form).await,
        "unit-there"
    );
    let past = "name=x&day=2026-11-19";
    assert_eq!(
        act(&world, &tanaka, "情報政策課", "name", past).await,
        "past"
    );
    assert_eq!(
        act(&world, &tanaka, "情報政策課", "name", "name=x&day=").await,
        "no-day"
    );
}

#[tokio::test]
async fn a_unit_moves_below_another_with_everything_in_it_and_never_below_itself() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let (soumu, kakari) = (
        unit(&world, "総務課", TODAY).expect("there").uuid(),
        unit(&world, "総務係", TODAY).expect("there").uuid(),
    );
    let ring = format!("parent={kakari}&day=2026-11-20");
    assert_eq!(
        act(&world, &tanaka, "総務課", "place", &ring).await,
        "unit-below"
    );
    let below = format!("parent={soumu}&day=2027-04-01");
    assert_eq!(
        act(&world, &tanaka, "危機管理課", "place", &below).await,
        "placed"
    );
    assert!(paths(&world, date(2027, 3, 31)).contains(&"危機管理課".to_owned()));
    assert!(paths(&world, date(2027, 4, 1)).contains(&"総務課危機管理課".to_owned()));
    // What stands below it from April on cannot be above it from today on.
    let kiki = unit(&world, "危機管理課", TODAY).expect("there").uuid();
    let later = format!("parent={kiki}&day=2026-11-20");
    assert_eq!(
        act(&world, &tanaka, "総務課", "place", &later).await,
        "unit-below"
    );
    let top = "parent=&day=2026-11-20";
    assert_eq!(act(&world, &tanaka, "総務係", "place", top).await, "placed");
    assert!(paths(&world, TODAY).contains(&"総務係".to_owned()));
}

#[tokio::test]
async fn a_unit_opens_is_shown_on_its_day_and_closes_once_it_is_empty() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let soumu = unit(&world, "総務課", TODAY).expect("there").uuid();
    // 広報係
    let form = format!("name=%E5%BA%83%E5%A0%B1%E4%BF%82&parent={soumu}&day=2026-11-20");
    let opened = world.post("/admin/units", &tanaka, &form).await;
    assert_eq!(told(&opened), "opened");
    assert!(paths(&world, TODAY).contains(&"総務課広報係".to_owned()));
    let listed = world.get("/admin/units", &tanaka).await.text();
    assert!(listed.contains("広報係") && listed.contains("0人"));
    assert_eq!(
        told(&world.post("/admin/units", &tanaka, &form).await),
        "unit-there"
    );
    let close = "day=2027-04-01";
    assert_eq!(
        act(&world, &tanaka, "総務課", "close", close).await,
        "unit-in-use"
    );
    assert_eq!(
        act(&world, &tanaka, "広報係", "close", close).await,
        "closed"
    );
    assert!(paths(&world, date(2027, 3, 31)).contains(&"総務課広報係".to_owned()));
    assert!(!paths(&world, date(2027, 4, 1)).contains(&"総務課広報係".to_owned()));
    let id = unit(&world, "広報係", TODAY).expect("there").uuid();
    let shown = world
        .get(&format!("/admin/units/{id}"), &tanaka)
        .await
        .text();
    assert!(shown.contains("令和9年3月31日で廃止"));
    let acts = world.audited();
    for act in ["unit-open", "unit-close"] {
        assert!(acts.iter().any(|told| told == act), "{act}");
    }
}

#[tokio::test]
async fn a_reassignment_that_was_looked_at_is_not_laid_over_another_tree() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let form = "name=x%E8%AA%B2&day=2026-11-20";
    assert_eq!(
        act(&world, &tanaka, "情報政策課", "name", form).await,
        "named"
    );
    let paths = paths(&world, TODAY);
    assert!(paths.contains(&"x課".to_owned()), "{paths:?}");
    // Everybody who works there sees it at once.
    let page = world.get("/", &tanaka).await.text();
    assert!(page.contains("x課 課長"));
}
