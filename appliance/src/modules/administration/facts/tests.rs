//! Stories of putting one person's facts right, through the real router.

use super::super::tests::{found, named, page};
use super::service::mark;
use crate::app::tests::{Answer, World};
use crate::org::{self, Facts};
use crate::web::query_value;
use axum::http::StatusCode;

/// Outside the first plane, a variant chosen by a selector, the town's own letter, a letter of two code points.
const NAME: &str = "\u{20BB7}\u{845B}\u{E0100} \u{E000}か\u{3099}";

fn facts(world: &World, login: &str) -> Facts {
    let (town, staff) = found(world, login);
    let row = world.app.store().view(|tx| org::staff_get(tx, town, staff));
    Facts::of(&row.expect("read").expect("somebody"))
}

fn form(seen: &str, name: &str, address: &str) -> String {
    let name = query_value(name);
    let yomi = query_value("よしだ");
    format!("seen={seen}&name={name}&yomi={yomi}&phone=77&address={address}")
}

/// The cookies of an answer beside those of whoever asked.
fn with(cookie: &str, answer: &Answer) -> String {
    let set = answer.header("set-cookie").split(';').next();
    [cookie, "; ", set.expect("a word")].concat()
}

#[tokio::test]
async fn a_name_is_put_right_letter_by_letter_and_taken_back() {
    let world = World::new();
    let (tanaka, his) = (world.log_in("tanaka").await, page(&world, "okada"));
    let (here, before) = (format!("{his}/facts"), facts(&world, "okada"));
    let shown = world.get(&here, &tanaka).await.text();
    assert!(shown.contains(&mark(&before)) && shown.contains("差出人に戻ります"));
    let address = "okada.aya@yamabiko.example";
    let answer = world
        .post(&here, &tanaka, &form(&mark(&before), NAME, address))
        .await;
    assert_eq!(answer.location(), his);
    let after = facts(&world, "okada");
    assert_eq!((after.name.as_str(), after.phone.as_str()), (NAME, "77"));
    let next = world.get(&his, &with(&tanaka, &answer)).await.text();
    assert!(next.contains(NAME) && next.contains("登録内容を変えました"));
    assert!(next.contains(&format!("action=\"{here}/undo\"")));
    let owner = |address: &str| {
        let address = org::Address::new(address).expect("address");
        let read = world.app.store().view(|tx| org::recipient_of(tx, &address));
        read.expect("read").is_some()
    };
    assert!(owner(address) && !owner(before.address.as_str()));

    let undo = format!("{here}/undo");
    let other = world.post(&undo, &tanaka, "seen=0000000000000000").await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    let seen = format!("seen={}", mark(&after));
    assert_eq!(world.post(&undo, &tanaka, &seen).await.location(), his);
    assert_eq!(facts(&world, "okada"), before);
    let again = world.post(&undo, &tanaka, &seen).await;
    assert_eq!(again.status, StatusCode::CONFLICT, "taken back once");
    let acts = world.audited();
    assert!(
        acts.ends_with(&["staff-amend".to_owned(), "staff-amend-undo".to_owned()]),
        "{acts:?}"
    );
}

#[tokio::test]
async fn the_second_of_two_sees_both_and_may_write_over_it() {
    let world = World::new();
    let (tanaka, his) = (world.log_in("tanaka").await, page(&world, "okada"));
    let (here, before) = (format!("{his}/facts"), facts(&world, "okada"));
    let (seen, address) = (mark(&before), before.address.as_str().to_owned());
    world
        .post(&here, &tanaka, &form(&seen, "岡田 一", &address))
        .await;
    let late = world
        .post(&here, &tanaka, &form(&seen, "岡田 二", &address))
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let text = late.text();
    assert!(text.contains("岡田 一") && text.contains("岡田 二"));
    assert_eq!(facts(&world, "okada").name.as_str(), "岡田 一");
    let seen = mark(&facts(&world, "okada"));
    assert!(text.contains(&seen), "it sends again what it has shown");
    let over = world
        .post(&here, &tanaka, &form(&seen, "岡田 二", &address))
        .await;
    assert_eq!(over.location(), his);
    let same = world
        .post(&here, &tanaka, &form("", "岡田 二", &address))
        .await;
    assert_eq!(same.location(), his, "what is so already is no conflict");
}

#[tokio::test]
async fn what_cannot_be_is_said_beside_its_box_and_keeps_what_was_typed() {
    let world = World::new();
    let (tanaka, his) = (world.log_in("tanaka").await, page(&world, "okada"));
    let (here, before) = (format!("{his}/facts"), facts(&world, "okada"));
    let seen = mark(&before);
    for (name, address, said) in [
        ("", "a@yamabiko.example", "氏名を80字以内で"),
        ("岡田 新", "a", "半角で入力してください"),
        (
            "岡田 新",
            "a@other.example",
            "「@yamabiko.example」で終わる",
        ),
        (
            "岡田 新",
            "sato@yamabiko.example",
            "ほかの方か課代表が使っています",
        ),
    ] {
        let answer = world
            .post(&here, &tanaka, &form(&seen, name, address))
            .await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        let text = answer.text();
        assert!(text.contains(said) && text.contains(address), "{said}");
    }
    assert_eq!(facts(&world, "okada"), before);
}

#[tokio::test]
async fn only_whoever_administers_the_town_finds_the_form() {
    let world = World::new();
    named(&world, "sato", "unit", Some("総務課")).await;
    let his = page(&world, "okada");
    let before = facts(&world, "okada");
    for login in ["sato", "okada", "ikeda"] {
        let cookie = world.log_in(login).await;
        let here = format!("{his}/facts");
        assert_eq!(
            world.get(&here, &cookie).await.status,
            StatusCode::NOT_FOUND
        );
        let sent = form(&mark(&before), "岡田 新", "okada@yamabiko.example");
        for (path, form) in [
            (here.clone(), sent),
            (format!("{here}/undo"), format!("seen={}", mark(&before))),
        ] {
            let answer = world.post(&path, &cookie, &form).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{login} {path}");
        }
    }
    assert_eq!(facts(&world, "okada"), before);
}
