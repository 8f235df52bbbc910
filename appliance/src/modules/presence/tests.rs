//! Stories of presence.

use crate::app::tests::World;
use axum::http::StatusCode;

#[tokio::test]
async fn what_one_says_is_read_by_the_section_until_it_is_over() {
    let world = World::new();
    let (sato, yoshida) = (world.log_in("sato").await, world.log_in("yoshida").await);
    let said = world
        .post(
            "/presence",
            &sato,
            "state=meeting&note=%E5%8C%97%E5%BA%81%E8%88%8E&until=10:30&next=/",
        )
        .await;
    assert_eq!((said.status, said.location()), (StatusCode::SEE_OTHER, "/"));
    let page = world.get("/", &yoshida).await.text();
    assert!(page.contains("北庁舎") && page.contains("10:30"), "{page}");
    // Half past ten has gone by.
    world
        .clock
        .set("2026-11-20T10:30:00+09:00".parse().expect("time"));
    let yoshida = world.log_in("yoshida").await;
    let page = world.get("/", &yoshida).await.text();
    assert!(page.contains("佐藤 美咲") && !page.contains("北庁舎"));
}

#[tokio::test]
async fn saying_nothing_takes_back_what_was_said_and_nonsense_says_nothing() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    world
        .post(
            "/presence",
            &sato,
            "state=trip&note=%E7%A8%8E%E5%8B%99%E7%BD%B2&next=/",
        )
        .await;
    assert!(world.get("/", &sato).await.text().contains("税務署"));
    let said = world
        .post(
            "/presence",
            &sato,
            "state=drop%20table&until=99:99&next=//evil.example",
        )
        .await;
    assert_eq!(said.location(), "/");
    assert!(!world.get("/", &sato).await.text().contains("税務署"));
}
