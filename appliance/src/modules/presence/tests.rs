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

/// The number of the change the portal's form carries.
async fn carried(world: &World, cookie: &str) -> String {
    let page = world.get("/", cookie).await.text();
    let field = page
        .split("name=\"revision\" value=\"")
        .nth(1)
        .expect("a form");
    field.split('"').next().expect("a number").to_owned()
}

#[tokio::test]
async fn the_second_of_two_windows_sees_both_and_writes_nothing_over() {
    let world = World::new();
    let (desk, laptop) = (world.log_in("sato").await, world.log_in("sato").await);
    // Both read the page before anything stands.
    let read = carried(&world, &desk).await;
    assert_eq!(read, "", "nothing stands yet");
    let first = world
        .post(
            "/presence",
            &desk,
            "state=meeting&note=desk&until=10:30&next=/&revision=",
        )
        .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = world
        .post(
            "/presence",
            &laptop,
            &format!("state=leave&note=laptop&next=/&revision={read}"),
        )
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let page = second.text();
    for words in [
        "ほかの画面で先に変わっています",
        "会議",
        "desk",
        "10:30",
        "休暇",
        "laptop",
        "ちがいあり",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(
        world.get("/", &desk).await.text().contains("desk"),
        "nothing was written over"
    );
    // The page's own button writes over it knowingly.
    let seen = page
        .split("name=\"revision\" value=\"")
        .nth(1)
        .expect("a form");
    let seen = seen.split('"').next().expect("a number");
    let over = world
        .post(
            "/presence",
            &laptop,
            &format!("state=leave&note=laptop&next=/&revision={seen}"),
        )
        .await;
    assert_eq!(over.status, StatusCode::SEE_OTHER);
    assert!(world.get("/", &desk).await.text().contains("laptop"));
    // And the one who was first is now the second.
    let again = world
        .post(
            "/presence",
            &desk,
            &format!("state=in&next=/&revision={seen}"),
        )
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}
