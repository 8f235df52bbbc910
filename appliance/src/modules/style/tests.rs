//! Who may see the samples, and that nothing is forgotten in them.

use super::samples::{COLOURS, ICONS};
use crate::app::tests::World;
use axum::http::StatusCode;
use std::path::Path;

/// Who administers the town of the tests.
const ADMINISTRATOR: &str = "tanaka";

#[tokio::test]
async fn only_who_administers_opens_the_samples() {
    let world = World::new();
    let (clerk, admin) = (
        world.log_in("sato").await,
        world.log_in(ADMINISTRATOR).await,
    );
    assert_eq!(
        world.get("/style", &clerk).await.status,
        StatusCode::NOT_FOUND
    );
    let page = world.get("/style", &admin).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("部品の見本"));
}

#[tokio::test]
async fn colours_and_letters_change_on_this_page_alone() {
    let world = World::new();
    let admin = world.log_in(ADMINISTRATOR).await;
    let page = world.get("/style?theme=dark&text=xl", &admin).await.text();
    assert!(page.contains("data-theme=\"dark\" data-text=\"xl\""));
    let other = world.get("/directory", &admin).await.text();
    assert!(other.contains("data-theme=\"auto\" data-text=\"m\""));
}

#[tokio::test]
async fn the_sample_list_sorts_by_its_headings() {
    let world = World::new();
    let admin = world.log_in(ADMINISTRATOR).await;
    let page = world.get("/style?sort=-count", &admin).await.text();
    assert!(page.contains("aria-sort=\"descending\""));
    let at = |name: &str| page.find(name).expect("in the list");
    assert!(at("千尋") < at("由美") && at("由美") < at("美咲</bdi>"));
}

#[test]
fn every_icon_and_every_colour_stands_among_the_samples() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sprite = std::fs::read_to_string(source.join("web/icons/sprite.svg")).expect("icons");
    for drawn in sprite.split("<symbol id=\"").skip(1) {
        let name = drawn.split('"').next().expect("a name");
        assert!(ICONS.contains(&name), "the icon {name} is shown");
    }
    let tokens = std::fs::read_to_string(source.join("web/style/tokens.css")).expect("tokens");
    let style = std::fs::read_to_string(source.join("modules/style/style.css")).expect("style");
    for role in COLOURS {
        assert!(
            tokens.contains(&format!("    --{role}: ")),
            "{role} is a role"
        );
        assert!(style.contains(&format!(".is-{role} {{")), "{role} is drawn");
    }
}
