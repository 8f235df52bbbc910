//! Stories of what has a deadline.

use super::tile;
use crate::app::tests::World;
use crate::app::tests::sealed::Mail;

/// Where each of the words stands in a page, one after the other.
fn in_order(page: &str, words: &[&str]) {
    let mut from = 0;
    for word in words {
        let at = page.get(from..).and_then(|rest| rest.find(word));
        from += at.unwrap_or_else(|| panic!("{word} stands behind the ones before it"));
    }
}

async fn with_three_deadlines() -> (World, String) {
    let world = World::new();
    for (number, subject, until) in [
        (1, "来月の図面", "2026-12-04T00:00:00+09:00"),
        (2, "昼までの図面", "2026-11-20T12:00:00+09:00"),
        (3, "きのうまでの図面", "2026-11-19T17:00:00+09:00"),
    ] {
        let mail = Mail::to(number, &["sato"], subject)
            .held("図面.zip", "password-locked")
            .kept_until(until);
        world.deliver(&mail).await;
    }
    let cookie = world.log_in("sato").await;
    (world, cookie)
}

#[tokio::test]
async fn what_must_be_done_stands_by_its_deadline_and_what_is_over_stands_first() {
    let (world, cookie) = with_three_deadlines().await;
    let page = world.get("/", &cookie).await.text();
    assert!(page.contains("午前中にすること"));
    let card = page.split("id=\"tile-duty-list\"").nth(1);
    let card = card.and_then(|rest| rest.split("</section>").next());
    let card = card.expect("the card");
    let lines = [
        "11/19",
        "図面.zip（きのうまでの図面）",
        "期限切れ",
        "12:00",
        "図面.zip（昼までの図面）",
        "12/4",
        "図面.zip（来月の図面）",
    ];
    in_order(card, &lines);
    assert_eq!(
        card.matches("is-primary").count(),
        1,
        "one thing comes first"
    );
    assert_eq!(tile(&page, "duty-today"), 2);
    assert!(
        page.contains("午前中 1件、最も近い期限 12:00"),
        "what is over is not near"
    );
    let today = world.get("/portal/duties?by=today", &cookie).await.text();
    assert_eq!(today.matches("id=\"row-").count(), 2);
    let all = world.get("/portal/duties", &cookie).await.text();
    in_order(&all, &lines);
}

#[tokio::test]
async fn the_shelf_of_what_waits_goes_by_the_deadline_too_and_its_neighbours_with_it() {
    let (world, cookie) = with_three_deadlines().await;
    let page = world.part("/mail/held", &cookie).await.text();
    in_order(&page, &["きのうまでの図面", "昼までの図面", "来月の図面"]);
    let middle = uuid::Uuid::from_u128(2);
    let open = world
        .get(&format!("/mail/held/{middle}"), &cookie)
        .await
        .text();
    for beside in [1, 3] {
        let href = format!("/mail/held/{}", uuid::Uuid::from_u128(beside));
        assert!(open.contains(&href), "{beside} is beside it");
    }
}

#[tokio::test]
async fn after_noon_the_heading_does_not_speak_of_the_morning() {
    let (world, cookie) = with_three_deadlines().await;
    world
        .clock
        .set("2026-11-20T12:10:00+09:00".parse().expect("time"));
    let cookie_after = world.log_in("sato").await;
    let page = world.get("/", &cookie_after).await.text();
    assert!(page.contains("今日すること") && !page.contains("午前中にすること"));
    assert_eq!(page.matches("期限切れ").count(), 2, "noon is over");
    drop(cookie);
}

#[tokio::test]
async fn what_is_due_next_month_is_not_called_before_noon() {
    let world = World::new();
    let mail = Mail::to(1, &["sato"], "来月の図面").held("図面.zip", "password-locked");
    world
        .deliver(&mail.kept_until("2026-12-04T00:00:00+09:00"))
        .await;
    let cookie = world.log_in("sato").await;
    let page = world.get("/", &cookie).await.text();
    assert!(page.contains("これから期限が来るもの") && !page.contains("午前中にすること"));
}

#[tokio::test]
async fn who_has_nothing_to_do_is_told_so() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let page = world.get("/", &cookie).await.text();
    assert!(page.contains("期限のあるものはありません。"));
    let list = world.get("/portal/duties", &cookie).await.text();
    assert!(list.contains("期限のあるものはありません。"));
}
