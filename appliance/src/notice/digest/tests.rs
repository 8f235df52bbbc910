//! Stories of the digest: what is in it, when it comes, and that it comes once.

use super::plan::Digest;
use super::round::round;
use crate::app::tests::World;
use crate::app::tests::sealed::Mail;
use crate::org::{self, LoginName};
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn held(number: u128, to: &str) -> Mail {
    Mail::to(number, &[to], "図面の送付").held(&format!("図面{number}.zip"), "password-locked")
}

async fn wanting(world: &World, cookie: &str, times: &str) {
    let form = format!("mail.held=1&from=17:30&until=08:30&digest=1&{times}");
    let kept = world.post("/settings/notices", cookie, &form).await;
    assert_eq!(kept.location(), "/settings/notices", "{}", kept.text());
}

/// How many digests lie in an inbox.
fn digests(list: &str) -> usize {
    list.matches("関所 通知").count()
}

#[tokio::test]
async fn what_is_unread_comes_in_one_letter_at_its_time_and_leads_to_each() {
    let world = World::new();
    world.deliver(&held(1, "sato")).await;
    let sato = world.log_in("sato").await;
    wanting(&world, &sato, "digest-1=13:00").await;
    world.deliver(&held(2, "sato")).await;
    world.deliver(&held(3, "sato")).await;
    world
        .get("/mail/inbox/00000000-0000-0000-0000-000000000003", &sato)
        .await;
    assert_eq!(round(&world.app).await.expect("a round"), 0, "not yet");
    world.clock.set(at("2026-11-20T13:00:00+09:00"));
    assert_eq!(round(&world.app).await.expect("a round"), 1);
    assert_eq!(round(&world.app).await.expect("a round"), 0, "once");
    let sato = world.log_in("sato").await;
    let list = world.get("/mail/inbox", &sato).await.text();
    assert!(list.contains("未読の通知のまとめ（1件）"), "{list}");
    let place = list.split("未読の通知のまとめ").next().expect("a row");
    let href = place.rsplit("href=\"/mail/inbox/").next().expect("a link");
    let id = href.split('"').next().expect("an id");
    let letter = world.get(&format!("/mail/inbox/{id}"), &sato).await.text();
    assert!(letter.contains("図面2.zip") && letter.contains("href=\"/notices/1\""));
    // What was at the bell before it was wanted, and what has been read, is not told.
    let house = letter.split("house-lines").nth(1).expect("the lines");
    let house = house.split("</ul>").next().expect("the lines");
    assert!(!house.contains("図面1.zip") && !house.contains("図面3.zip"));
    // It crossed no tier: nothing is told of a crossing.
    assert!(!letter.contains("report-heading"));
    let story = world
        .get(&format!("/mail/inbox/{id}/story"), &sato)
        .await
        .text();
    assert!(
        story.contains("is-delivered")
            && !story.contains("is-sanitized")
            && !story.contains("is-sealed")
    );
}

#[tokio::test]
async fn nothing_new_no_letter_and_a_notice_is_told_once() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    wanting(&world, &sato, "digest-1=09:00&digest-2=13:00").await;
    world.clock.set(at("2026-11-20T09:00:01+09:00"));
    assert_eq!(
        round(&world.app).await.expect("a round"),
        0,
        "nothing unread"
    );
    world.deliver(&held(1, "sato")).await;
    world.clock.set(at("2026-11-20T13:00:01+09:00"));
    assert_eq!(round(&world.app).await.expect("a round"), 1);
    // A Friday: the next is on Monday, where the notice is still unread and was told.
    world.clock.set(at("2026-11-23T09:00:01+09:00"));
    assert_eq!(round(&world.app).await.expect("a round"), 0);
    let sato = world.log_in("sato").await;
    assert!(digests(&world.get("/mail/inbox", &sato).await.text()) > 0);
}

#[tokio::test]
async fn a_machine_that_was_away_and_a_clock_that_ran_ahead_bring_one_letter() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    wanting(&world, &sato, "digest-1=13:00").await;
    world.deliver(&held(1, "sato")).await;
    world.clock.set(at("2027-11-20T10:00:00+09:00"));
    assert_eq!(round(&world.app).await.expect("a round"), 1);
    world.clock.set(at("2026-11-24T12:00:00+09:00"));
    assert_eq!(round(&world.app).await.expect("a round"), 0);
    world.deliver(&held(2, "sato")).await;
    world.clock.set(at("2026-11-24T13:00:00+09:00"));
    assert_eq!(round(&world.app).await.expect("a round"), 1, "planned anew");
}

#[tokio::test]
async fn who_is_suspended_gets_none_and_who_stops_it_gets_none() {
    let world = World::new();
    let (sato, yoshida) = (world.log_in("sato").await, world.log_in("yoshida").await);
    wanting(&world, &sato, "digest-1=13:00").await;
    wanting(&world, &yoshida, "digest-1=13:00").await;
    world.deliver(&held(1, "sato")).await;
    world.deliver(&held(2, "yoshida")).await;
    let stopped = "mail.held=1&from=17:30&until=08:30&digest-1=13:00";
    world.post("/settings/notices", &sato, stopped).await;
    let tanaka = world.log_in("tanaka").await;
    let login = LoginName::new("yoshida").expect("a name");
    let found = world.app.store().view(|tx| org::staff_by_login(tx, &login));
    let (id, _) = found.expect("the store").expect("yoshida");
    world
        .post(&format!("/admin/people/{}/suspend", id.uuid()), &tanaka, "")
        .await;
    world.clock.set(at("2026-11-20T13:30:00+09:00"));
    assert_eq!(round(&world.app).await.expect("a round"), 0);
}

#[tokio::test]
async fn a_time_that_is_none_is_pointed_out_and_what_was_typed_stays() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    for times in ["", "digest-1=25:00", "digest-1=&digest-2="] {
        let form = format!("from=17:30&until=08:30&digest=1&{times}");
        let again = world.post("/settings/notices", &sato, &form).await;
        assert_eq!(again.status.as_u16(), 422, "{times}");
        assert!(again.text().contains("1つは入れてください"));
    }
    let form = "from=17:30&until=08:30&digest=1&digest-1=25:00&digest-2=12:50";
    let again = world.post("/settings/notices", &sato, form).await.text();
    assert!(again.contains("value=\"25:00\"") && again.contains("value=\"12:50\""));
}

#[test]
fn the_next_time_skips_the_weekend_unless_it_is_wanted() {
    let zone = TimeZone::get("Asia/Tokyo").expect("a zone");
    let micros = |text: &str| u64::try_from(at(text).as_microsecond()).expect("after 1970");
    let friday = at("2026-11-20T13:00:00+09:00");
    let mut digest = Digest {
        times: vec![495, 780],
        weekend: false,
    };
    assert_eq!(
        digest.after(friday, &zone),
        Some(micros("2026-11-23T08:15:00+09:00"))
    );
    digest.weekend = true;
    assert_eq!(
        digest.after(friday, &zone),
        Some(micros("2026-11-21T08:15:00+09:00"))
    );
    digest.times.clear();
    assert_eq!(digest.after(friday, &zone), None);
}
