//! Stories of the settings.

use crate::app::tests::World;
use axum::http::StatusCode;

#[tokio::test]
async fn what_one_chooses_is_there_on_every_machine_and_before_logging_in() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let page = world.get("/settings/display", &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text()
            .contains("data-theme=\"auto\" data-text=\"m\" data-letters=\"on\"")
    );
    let kept = world
        .post(
            "/settings",
            &cookie,
            "theme=contrast&text=xl&letters=0&lang=en&next=/settings/display",
        )
        .await;
    assert_eq!(kept.location(), "/settings/display");
    // Another machine: a log-in of its own.
    let other = world.log_in("sato").await;
    for path in [
        "/settings/display",
        "/",
        "/mail/inbox",
        "/directory",
        "/account",
    ] {
        let page = world.get(path, &other).await.text();
        let wanted = "lang=\"en\" data-theme=\"contrast\" data-text=\"xl\" data-letters=\"off\"";
        assert!(page.contains(wanted), "{path}");
    }
    let look = kept
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().expect("ascii"))
        .find(|value| value.starts_with("sekisho-look="))
        .expect("the look");
    let look = look.split(';').next().expect("the cookie");
    let door = world.get("/login", look).await.text();
    assert!(door.contains("lang=\"en\" data-theme=\"contrast\" data-text=\"xl\""));
    let stranger = world.log_in("yoshida").await;
    let page = world.get("/settings/display", &stranger).await.text();
    assert!(
        page.contains("data-theme=\"auto\" data-text=\"m\""),
        "nobody else's"
    );
}

/// The cookies an answer sets, as the browser sends them back to a page at `path`.
fn given(answer: &crate::app::tests::Answer, name: &str) -> Option<String> {
    let all = answer.headers.get_all("set-cookie").iter();
    let all = all.map(|value| value.to_str().expect("ascii"));
    let mut mine = all.filter(|value| value.starts_with(name));
    mine.next()
        .map(|value| value.split(';').next().expect("a cookie").to_owned())
}

#[tokio::test]
async fn a_change_is_told_once_and_can_be_taken_back() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let kept = world
        .post("/settings", &cookie, "theme=dark&next=/settings/display")
        .await;
    let done = given(&kept, "sekisho-done=").expect("a word for the next page");
    let both = format!("{cookie}; {done}");
    let page = world.get("/settings/display", &both).await;
    assert!(given(&page, "sekisho-done=").is_some_and(|gone| gone == "sekisho-done="));
    let text = page.text();
    assert!(text.contains("表示を変えました。") && text.contains("取り消す"));
    assert!(text.contains("name=\"theme\" value=\"auto\""));
    let again = world.get("/settings/display", &cookie).await.text();
    assert!(!again.contains("表示を変えました。"));
    let back = world
        .post(
            "/settings",
            &cookie,
            "lang=ja&theme=auto&text=m&letters=1&next=/settings/display",
        )
        .await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let page = world.get("/settings/display", &cookie).await.text();
    assert!(page.contains("data-theme=\"auto\""));
}

#[tokio::test]
async fn keeping_what_is_already_so_says_nothing() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let kept = world
        .post("/settings", &cookie, "theme=auto&next=/settings/display")
        .await;
    assert_eq!(given(&kept, "sekisho-done="), None);
}

#[tokio::test]
async fn a_word_that_nobody_wrote_says_nothing() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    for word in [
        "x",
        "display",
        "display~",
        "nobody~1",
        "display~%00%ff",
        "mail~",
    ] {
        let page = world
            .get(
                "/settings/display",
                &format!("{cookie}; sekisho-done={word}"),
            )
            .await;
        assert_eq!(page.status, StatusCode::OK, "{word}");
        assert!(!page.text().contains("done-bar"), "{word}");
    }
}
