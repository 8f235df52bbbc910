//! Stories of what is kept at hand.

use crate::app::tests::World;
use crate::web::query_value;
use axum::http::StatusCode;

async fn act(
    world: &World,
    cookie: &str,
    act: &str,
    href: &str,
    name: &str,
) -> crate::app::tests::Answer {
    let form = format!(
        "act={act}&href={}&name={}&next={}",
        query_value(href),
        query_value(name),
        query_value(href)
    );
    world.post("/favourites/act", cookie, &form).await
}

/// What stands in the rail, in its order.
fn rail(page: &str) -> Vec<String> {
    let Some(part) = page.split("class=\"rail-pins\"").nth(1) else {
        return Vec::new();
    };
    let part = part.split("</ul>").next().expect("a list");
    let names = part.split("<li><a href=\"").skip(1);
    names
        .map(|item| item.split('"').next().unwrap_or_default().to_owned())
        .collect()
}

#[tokio::test]
async fn the_star_keeps_any_page_and_it_stands_in_the_rail_of_every_page() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let page = world.get("/mail/inbox?unread=1", &cookie).await.text();
    assert!(
        page.contains("name=\"act\" value=\"pin\"")
            && page.contains("name=\"href\" value=\"/mail/inbox?unread=1\"")
    );
    act(&world, &cookie, "pin", "/mail/inbox?unread=1", "受信箱").await;
    act(&world, &cookie, "pin", "/directory", "職員録").await;
    for path in ["/", "/directory", "/help", "/settings/display"] {
        let page = world.get(path, &cookie).await.text();
        assert_eq!(
            rail(&page),
            ["/mail/inbox?unread=1", "/directory"],
            "{path}"
        );
    }
    let kept = world.get("/mail/inbox?unread=1", &cookie).await.text();
    assert!(
        kept.contains("name=\"act\" value=\"unpin\""),
        "the star is full"
    );
    let other = world.log_in("yoshida").await;
    assert!(
        rail(&world.get("/", &other).await.text()).is_empty(),
        "nobody else's"
    );
}

#[tokio::test]
async fn they_are_moved_taken_away_and_put_back_where_they_stood() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    for href in ["/a", "/b", "/c"] {
        act(&world, &cookie, "pin", href, href).await;
    }
    act(&world, &cookie, "up", "/c", "").await;
    act(&world, &cookie, "up", "/c", "").await;
    act(&world, &cookie, "up", "/c", "").await;
    assert_eq!(
        rail(&world.get("/", &cookie).await.text()),
        ["/c", "/a", "/b"]
    );
    let gone = act(&world, &cookie, "unpin", "/a", "").await;
    let word = gone
        .header("set-cookie")
        .split(';')
        .next()
        .expect("a word")
        .to_owned();
    assert_eq!(word, "sekisho-done=favourite~unpin");
    let told = world.get("/", &format!("{cookie}; {word}")).await.text();
    assert!(told.contains("「/a」をお気に入りから外しました。") && told.contains("取り消す"));
    act(&world, &cookie, "back", "", "").await;
    assert_eq!(
        rail(&world.get("/", &cookie).await.text()),
        ["/c", "/a", "/b"]
    );
}

#[tokio::test]
async fn no_page_of_another_house_is_kept_and_there_is_an_end() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    for bad in [
        "//evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "",
    ] {
        let answer = act(&world, &cookie, "pin", bad, "x").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{bad}");
    }
    for number in 0..25 {
        act(&world, &cookie, "pin", &format!("/p/{number}"), "x").await;
    }
    let page = world.get("/favourites", &cookie).await.text();
    assert_eq!(rail(&page).len(), super::model::MOST);
    let full = act(&world, &cookie, "pin", "/more", "x").await;
    assert!(full.header("set-cookie").contains("favourite~full"));
}

#[tokio::test]
async fn names_given_in_two_windows_are_shown_beside_each_other() {
    let world = World::new();
    let (desk, laptop) = (world.log_in("sato").await, world.log_in("sato").await);
    act(&world, &desk, "pin", "/directory", "職員録").await;
    let read = |page: &str| {
        let field = page
            .split("name=\"revision\" value=\"")
            .nth(1)
            .expect("a form");
        field.split('"').next().expect("a number").to_owned()
    };
    let revision = read(&world.get("/favourites", &desk).await.text());
    let named = |name: &str| format!("%2Fdirectory={name}&revision={revision}");
    let first = world.post("/favourites/names", &desk, &named("desk")).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = world
        .post("/favourites/names", &laptop, &named("laptop"))
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let page = second.text();
    assert!(page.contains("<bdi>desk</bdi>") && page.contains("<bdi>laptop</bdi>"));
    assert!(
        world
            .get("/favourites", &desk)
            .await
            .text()
            .contains("value=\"desk\"")
    );
    let over = format!("%2Fdirectory=laptop&revision={}", read(&page));
    let over = world.post("/favourites/names", &laptop, &over).await;
    assert_eq!(over.status, StatusCode::SEE_OTHER);
    assert!(
        world
            .get("/favourites", &desk)
            .await
            .text()
            .contains("value=\"laptop\"")
    );
}
