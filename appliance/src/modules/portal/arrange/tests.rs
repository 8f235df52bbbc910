//! Stories of arranging.

use super::super::announcement::give_unit;
use crate::app::tests::{Answer, World};
use crate::modules::portal::tests::tile;
use axum::http::StatusCode;

/// The draft in an editor's page.
fn layout(page: &str) -> String {
    value(page, "layout")
}

fn value(page: &str, name: &str) -> String {
    let after = page
        .split(&format!("name=\"{name}\" value=\""))
        .nth(1)
        .unwrap_or_else(|| panic!("{name} is in the form"));
    after.split('"').next().expect("its end").to_owned()
}

/// The tiles of a portal in the order of the page.
fn tiles(page: &str) -> Vec<String> {
    let after = page.split(" id=\"tile-").skip(1);
    let keys = after.filter_map(|rest| rest.split('"').next());
    let keys = keys.filter(|key| !key.ends_with("-title"));
    keys.map(str::to_owned).collect()
}

async fn keep(world: &World, cookie: &str, of: &str, layout: &str, revision: &str) -> Answer {
    let form = format!("of={of}&layout={layout}&revision={revision}");
    world.post("/portal/edit", cookie, &form).await
}

#[tokio::test]
async fn a_move_is_a_step_one_can_go_back_from_and_nothing_changes_until_it_is_kept() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    let before = tiles(&world.get("/", &sato).await.text());
    let editor = world.get("/portal/edit", &sato).await.text();
    let draft = layout(&editor);
    let step = world
        .get(
            &format!("/portal/edit?of=own&revision=0&layout={draft}&go=right.duty-list"),
            &sato,
        )
        .await;
    assert_eq!(step.status, StatusCode::SEE_OTHER);
    assert!(
        step.location().ends_with("#tile-duty-list"),
        "{}",
        step.location()
    );
    let after = world.get(step.location(), &sato).await.text();
    assert!(
        layout(&after).contains("2:duty-list,"),
        "{}",
        layout(&after)
    );
    assert!(after.contains("「期限のあること」は中の列の1番目です。"));
    assert_eq!(tiles(&world.get("/", &sato).await.text()), before);
    // By script the board alone, in one go.
    let part = world
        .part(
            &format!("/portal/edit?of=own&revision=0&layout={draft}&go=right.duty-list"),
            &sato,
        )
        .await;
    assert!(!part.text().contains("<html") && layout(&part.text()) == layout(&after));

    let preview = format!("/portal/edit/preview?of=own&layout={}", layout(&after));
    let sample = world.get(&preview, &sato).await.text();
    assert!(sample.contains("見本です") && tiles(&sample) != before);
    let kept = keep(&world, &sato, "own", &layout(&after), "0").await;
    assert_eq!(kept.location(), "/");
    assert_eq!(tiles(&world.get("/", &sato).await.text()), tiles(&sample));
    assert!(
        !world.audited().contains(&"arrangement-set".to_owned()),
        "one's own is nobody's business"
    );
}

#[tokio::test]
async fn ones_own_goes_before_the_sections_and_that_before_the_organisations() {
    let world = World::new();
    let unit = give_unit(&world, "saito", "総務課");
    let (tanaka, saito) = (world.log_in("tanaka").await, world.log_in("saito").await);
    let (sato, kato) = (world.log_in("sato").await, world.log_in("kato").await);
    let away = |keys: &str| format!("n:;1:;2:;3:;x:{keys}");
    let everything = "duty-today,mail-unread,mail-held,announcement-must,duty-list,mail-held-list,mail-unread-list,announcement-list,presence-section";
    let only = |page: &str| tiles(page);
    // The organisation: links alone.
    let kept = keep(&world, &tanaka, "all", &away(everything), "0").await;
    assert_eq!(kept.location(), "/portal/edit?of=all");
    assert_eq!(only(&world.get("/", &kato).await.text()), ["link-list"]);
    // 総務課 and what is below it: links and the section's people.
    let fewer = everything.replace(",presence-section", "");
    let of = format!("unit-{}", unit.uuid());
    keep(&world, &saito, &of, &away(&fewer), "0").await;
    let below = world.get("/", &sato).await.text();
    assert_eq!(only(&below), ["link-list", "presence-section"]);
    assert_eq!(only(&world.get("/", &kato).await.text()), ["link-list"]);
    assert!(
        world
            .get("/portal/edit", &sato)
            .await
            .text()
            .contains("所属の標準の並び")
    );
    // 佐藤 herself: a number too.
    let own = fewer.replace("mail-held,", "");
    keep(&world, &sato, "own", &away(&own), "0").await;
    let page = world.get("/", &sato).await.text();
    assert_eq!(only(&page), ["mail-held", "link-list", "presence-section"]);
    assert_eq!(tile(&page, "mail-held"), 0);
    // Back, step by step.
    let editor = world.get("/portal/edit", &sato).await.text();
    let form = format!("of=own&revision={}", value(&editor, "revision"));
    world.post("/portal/edit/reset", &sato, &form).await;
    assert_eq!(
        only(&world.get("/", &sato).await.text()),
        ["link-list", "presence-section"]
    );
    let editor = world
        .get(&format!("/portal/edit?of={of}"), &saito)
        .await
        .text();
    let form = format!("of={of}&revision={}", value(&editor, "revision"));
    world.post("/portal/edit/reset", &saito, &form).await;
    assert_eq!(only(&world.get("/", &sato).await.text()), ["link-list"]);
    let audited = world.audited();
    assert_eq!(
        audited
            .iter()
            .filter(|act| *act == "arrangement-set")
            .count(),
        2
    );
    assert_eq!(
        audited
            .iter()
            .filter(|act| *act == "arrangement-reset")
            .count(),
        1
    );
}

#[tokio::test]
async fn nobody_arranges_for_people_they_do_not_write_for() {
    let world = World::new();
    let unit = give_unit(&world, "saito", "総務課");
    let (saito, kato) = (world.log_in("saito").await, world.log_in("kato").await);
    for (cookie, of) in [
        (&saito, "all".to_owned()),
        (&kato, "all".to_owned()),
        (&kato, format!("unit-{}", unit.uuid())),
        (
            &saito,
            "unit-00000000-0000-0000-0000-000000000009".to_owned(),
        ),
        (&saito, "everybody".to_owned()),
    ] {
        let editor = world.get(&format!("/portal/edit?of={of}"), cookie).await;
        assert_eq!(editor.status, StatusCode::NOT_FOUND, "{of}");
        let preview = format!("/portal/edit/preview?of={of}&layout=n:");
        assert_eq!(
            world.get(&preview, cookie).await.status,
            StatusCode::NOT_FOUND
        );
        let kept = keep(&world, cookie, &of, "n:", "0").await;
        assert_eq!(kept.status, StatusCode::NOT_FOUND, "{of}");
        let reset = format!("of={of}&revision=0");
        let reset = world.post("/portal/edit/reset", cookie, &reset).await;
        assert_eq!(reset.status, StatusCode::NOT_FOUND, "{of}");
    }
}

#[tokio::test]
async fn two_who_arrange_the_same_see_both_and_choose() {
    let world = World::new();
    let (one, other) = (world.log_in("tanaka").await, world.log_in("tanaka").await);
    let editor = world.get("/portal/edit?of=all", &one).await.text();
    let seen = value(&editor, "revision");
    let first = keep(
        &world,
        &one,
        "all",
        "n:mail-held;1:link-list;2:;3:;x:",
        &seen,
    )
    .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = keep(
        &world,
        &other,
        "all",
        "n:mail-unread;1:;2:duty-list;3:;x:",
        &seen,
    )
    .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let text = second.text();
    assert!(
        text.contains("ほかの方がこの並びを変えました")
            && text.contains("田中 直樹さんが決めました")
    );
    assert!(
        layout(&text).contains("2:duty-list"),
        "one's own draft is not lost"
    );
    let now = value(&text, "revision");
    assert_ne!(now, seen);
    let reset = world
        .post(
            "/portal/edit/reset",
            &other,
            &format!("of=all&revision={seen}"),
        )
        .await;
    assert_eq!(reset.status, StatusCode::CONFLICT);
    let replaced = keep(&world, &other, "all", &layout(&text), &now).await;
    assert_eq!(replaced.status, StatusCode::SEE_OTHER);
    let stands = world.get("/portal/edit?of=all", &one).await.text();
    assert_eq!(layout(&stands), layout(&text));
}

#[tokio::test]
async fn nonsense_in_an_address_arranges_nothing() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    for query in [
        "of=own&layout=%3Cscript%3E&go=up.%3Cscript%3E",
        "of=own&layout=n:duty-list;1:mail-held;9:x;&go=fly.duty-list",
        "of=own&layout=n:;1:&go=up.nothing",
        "of=own&layout=n:&revision=18446744073709551615",
    ] {
        let answer = world.part(&format!("/portal/edit?{query}"), &sato).await;
        assert!(!answer.status.is_server_error(), "{query}");
        assert!(!answer.text().contains("<script>"), "{query}");
    }
    let odd = world
        .get("/portal/edit?of=own&revision=x&layout=n:", &sato)
        .await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
}
