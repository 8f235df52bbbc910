//! Stories of links.

use super::super::announcement::give_unit;
use crate::app::tests::World;
use axum::http::StatusCode;
use uuid::Uuid;

async fn add(world: &World, cookie: &str, of: &str, title: &str, address: &str) -> StatusCode {
    let form = format!("for={of}&title={title}&address={address}&group=G");
    world.post("/portal/links", cookie, &form).await.status
}

/// The identities in the order of the page.
fn lines(page: &str) -> Vec<String> {
    let after = page.split("<li id=\"link-").skip(1);
    after
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

fn revision(page: &str, id: &str) -> String {
    let after = page.split(&format!("id=\"link-{id}\"")).nth(1);
    let after = after.and_then(|rest| rest.split("name=\"revision\" value=\"").nth(1));
    let after = after.and_then(|rest| rest.split('"').next());
    after.expect("a revision").to_owned()
}

#[tokio::test]
async fn links_stand_in_their_order_for_whom_they_are_for() {
    let world = World::new();
    let unit = give_unit(&world, "saito", "総務課");
    let (tanaka, saito) = (world.log_in("tanaka").await, world.log_in("saito").await);
    for (title, address) in [
        ("bunsho", "https://bunsho.example/"),
        ("zaimu", "http://zaimu.example:8080/x"),
        ("yoyaku", "/mail/inbox"),
    ] {
        assert_eq!(
            add(&world, &tanaka, "all", title, address).await,
            StatusCode::SEE_OTHER
        );
    }
    let of = format!("unit-{}", unit.uuid());
    assert_eq!(
        add(&world, &saito, &of, "kanai", "/directory").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        add(&world, &saito, "all", "x", "/directory").await,
        StatusCode::NOT_FOUND
    );
    let (sato, kato) = (world.log_in("sato").await, world.log_in("kato").await);
    let page = world.get("/", &sato).await.text();
    let at = |word: &str| page.find(word).unwrap_or_else(|| panic!("{word}"));
    assert!(at(">bunsho<") < at(">zaimu<") && at(">zaimu<") < at(">yoyaku<"));
    assert!(at(">yoyaku<") < at(">kanai<"));
    assert!(page.contains(
        "href=\"https://bunsho.example/\" target=\"_blank\" rel=\"noopener noreferrer\""
    ));
    assert!(
        page.contains("href=\"/mail/inbox\">yoyaku"),
        "a page of ours opens here"
    );
    assert!(!world.get("/", &kato).await.text().contains(">kanai<"));

    let list = world.get("/portal/links", &tanaka).await.text();
    let ids = lines(&list);
    let moved = world
        .post(
            &format!("/portal/links/{}/move", ids[2]),
            &tanaka,
            "for=all&way=up",
        )
        .await;
    assert_eq!(
        moved.location(),
        format!("/portal/links?for=all#link-{}", ids[2])
    );
    let after = lines(&world.get("/portal/links", &tanaka).await.text());
    assert_eq!(after, [ids[0].clone(), ids[2].clone(), ids[1].clone()]);
    // At the end of the list nothing happens.
    world
        .post(
            &format!("/portal/links/{}/move", ids[0]),
            &tanaka,
            "for=all&way=up",
        )
        .await;
    assert_eq!(
        lines(&world.get("/portal/links", &tanaka).await.text()),
        after
    );
}

#[tokio::test]
async fn an_address_that_could_run_or_deceive_is_not_taken() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    for address in [
        "javascript:alert(1)",
        "//evil.example",
        "https://a@b.example/",
        "",
    ] {
        let form = format!("for=all&title=abc&address={address}");
        let answer = world.post("/portal/links", &tanaka, &form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}");
        assert!(answer.text().contains("リンク先は https://") && answer.text().contains("abc"));
    }
    assert!(lines(&world.get("/portal/links", &tanaka).await.text()).is_empty());
}

#[tokio::test]
async fn two_who_change_the_same_link_see_it() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    add(&world, &tanaka, "all", "first", "/a").await;
    let list = world.get("/portal/links", &tanaka).await.text();
    let id = lines(&list)[0].clone();
    let seen = revision(&list, &id);
    let path = format!("/portal/links/{id}");
    let form = |title: &str| format!("for=all&title={title}&address=/b&revision={seen}");
    assert_eq!(
        world.post(&path, &tanaka, &form("second")).await.status,
        StatusCode::SEE_OTHER
    );
    let lost = world.post(&path, &tanaka, &form("third")).await;
    assert_eq!(lost.status, StatusCode::CONFLICT);
    assert!(lost.text().contains("second") && !lost.text().contains("third"));
    let remove = world
        .post(
            &format!("{path}/remove"),
            &tanaka,
            &format!("for=all&revision={seen}"),
        )
        .await;
    assert_eq!(remove.status, StatusCode::CONFLICT);
    let now = revision(&lost.text(), &id);
    let remove = world
        .post(
            &format!("{path}/remove"),
            &tanaka,
            &format!("for=all&revision={now}"),
        )
        .await;
    assert_eq!(remove.status, StatusCode::SEE_OTHER);
    assert!(world.audited().ends_with(&["link-remove".to_owned()]));
}

#[tokio::test]
async fn who_writes_for_nobody_finds_no_list_and_a_guessed_link_is_not_there() {
    let world = World::new();
    let (tanaka, kato) = (world.log_in("tanaka").await, world.log_in("kato").await);
    add(&world, &tanaka, "all", "first", "/a").await;
    let id = lines(&world.get("/portal/links", &tanaka).await.text())[0].clone();
    assert_eq!(
        world.get("/portal/links", &kato).await.status,
        StatusCode::NOT_FOUND
    );
    for path in [
        format!("/portal/links/{id}"),
        format!("/portal/links/{id}/move"),
        format!("/portal/links/{id}/remove"),
        format!("/portal/links/{}", Uuid::from_u128(1)),
    ] {
        let form = "for=all&title=x&address=/b&revision=1&way=up";
        assert_eq!(
            world.post(&path, &kato, form).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}
