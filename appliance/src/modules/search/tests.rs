//! The page of results as people see it: everything that is theirs, nothing of anybody else.

use crate::app::tests::World;
use crate::app::tests::sealed::Mail;
use crate::web::query_value;
use sekisho_platform::store::StoreError;

async fn asked(world: &World, cookie: &str, query: &str) -> String {
    let last = world
        .app
        .store()
        .view(|tx| -> Result<u64, StoreError> { tx.last_sequence() })
        .expect("a state");
    world.app.search().caught_up(last).await;
    world.get(&format!("/search?{query}"), cookie).await.text()
}

async fn found(world: &World, cookie: &str, words: &str) -> String {
    asked(world, cookie, &format!("q={}", query_value(words))).await
}

/// The text of a page without its marks.
fn plain(page: &str) -> String {
    page.replace("<mark>", "").replace("</mark>", "")
}

#[tokio::test]
async fn one_question_finds_mails_and_people_and_says_where() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let mail = Mail::to(7, &["sato"], "髙橋様からの見積").file(
        "x.xlsm",
        "ﾊﾟﾝﾌﾚｯﾄ.xlsx",
        "xlsx",
        b"PK",
        serde_json::json!([]),
    );
    world.deliver(&mail).await;

    let page = found(&world, &cookie, "高橋").await;
    assert!(page.contains("<mark>髙橋</mark>様からの見積"), "{page}");
    assert!(page.contains("<mark>髙橋</mark> 由美"), "{page}");
    assert!(page.contains("id=\"found-mail\"") && page.contains("id=\"found-directory\""));
    assert!(page.contains("/mail/inbox/00000000-0000-0000-0000-000000000007"));

    let page = found(&world, &cookie, "お世話 見積").await;
    assert!(page.contains("<mark>見積</mark>"), "the subject: {page}");
    assert!(
        page.contains("本文") && page.contains("<mark>お世話</mark>"),
        "the text: {page}"
    );
    for (words, why) in [
        ("ぱんふれっと", "添付"),
        ("midori-sokuryo", "差出人"),
        ("測", "差出人"),
    ] {
        let page = found(&world, &cookie, words).await;
        assert!(
            page.contains("髙橋様からの見積") && page.contains(why),
            "{words}"
        );
    }
    let page = found(&world, &cookie, "たかはし").await;
    assert!(page.contains("髙橋 由美") && !page.contains("id=\"found-mail\""));
    assert!(
        found(&world, &cookie, "髙橋由美")
            .await
            .contains("髙橋 由美")
    );
}

#[tokio::test]
async fn nobody_finds_what_is_not_theirs() {
    let world = World::new();
    world.deliver(&Mail::to(7, &["sato"], "秘密の打合せ")).await;
    let mine = world.log_in("sato").await;
    assert!(plain(&found(&world, &mine, "秘密の打").await).contains("秘密の打合せ"));
    let other = world.log_in("takahashi").await;
    let page = found(&world, &other, "秘密の打").await;
    assert!(!plain(&page).contains("秘密の打合せ") && page.contains("見つかりませんでした"));
    assert!(page.contains("0件"), "not even counted");
}

#[tokio::test]
async fn what_the_index_would_tell_is_asked_again_before_it_is_shown() {
    use crate::modules::{SEARCHED, mail};
    use crate::search::{Question, Reading, hit};
    let world = World::new();
    world.deliver(&Mail::to(7, &["sato"], "秘密の打合せ")).await;
    let cookie = world.log_in("takahashi").await;
    let _ = found(&world, &cookie, "秘密").await;
    let (app, question) = (&world.app, Question::new("秘密"));
    let name = |name: &str| crate::org::LoginName::new(name).expect("a name");
    let shown = app
        .store()
        .blocking({
            let app = std::sync::Arc::clone(app);
            move |store| {
                store.view(|tx| -> Result<_, crate::web::Failure> {
                    let (owner, _) = crate::org::staff_by_login(tx, &name("sato"))?.expect("sato");
                    let key = mail::guessed(owner, uuid::Uuid::from_u128(7));
                    let reading = Reading {
                        tx,
                        blobs: app.blobs(),
                    };
                    let mut shown = Vec::new();
                    for who in ["sato", "takahashi"] {
                        let (staff, person) =
                            crate::org::staff_by_login(tx, &name(who))?.expect("a person");
                        let session = crate::auth::Session {
                            key: crate::auth::SessionSecret::new([1; 32]).key(),
                            town: crate::org::Town::of(&person),
                            staff,
                            proven: 0,
                            two: false,
                        };
                        let cx = crate::app::App::cx(tx, session, app.now(), app.zone())?
                            .expect("a context");
                        shown.push(hit(&reading, SEARCHED[0], &cx, &question, &key)?.is_some());
                    }
                    Ok(shown)
                })
            }
        })
        .await
        .expect("an answer");
    assert_eq!(shown, [true, false]);
}

#[tokio::test]
async fn what_changes_is_found_as_it_is_now() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    world.deliver(&Mail::to(7, &["sato"], "回覧の件")).await;
    assert!(found(&world, &cookie, "回覧").await.contains("受信箱"));
    let id = "00000000-0000-0000-0000-000000000007";
    world
        .post(&format!("/mail/inbox/{id}/archive"), &cookie, "")
        .await;
    let page = found(&world, &cookie, "回覧").await;
    assert!(page.contains(&format!("/mail/archive/{id}")), "{page}");
    assert_eq!(page.matches("class=\"search-hit\"").count(), 1);
}

#[tokio::test]
async fn many_are_counted_paged_and_led_to() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    for number in 1..=53_u128 {
        world
            .deliver(&Mail::to(number, &["sato"], &format!("告示{number}号")))
            .await;
    }
    let page = found(&world, &cookie, "告示").await;
    assert_eq!(page.matches("class=\"search-hit\"").count(), 5);
    assert!(
        page.contains("53件") && page.contains("すべて見る（53件）"),
        "{page}"
    );
    let first = asked(&world, &cookie, "q=%E5%91%8A%E7%A4%BA&in=mail").await;
    assert_eq!(first.matches("class=\"search-hit\"").count(), 50);
    assert!(first.contains("page=2") && first.contains("aria-current"));
    let second = asked(&world, &cookie, "q=%E5%91%8A%E7%A4%BA&in=mail&page=2").await;
    assert_eq!(second.matches("class=\"search-hit\"").count(), 3);
    assert!(second.contains("rel=\"prev\"") && !second.contains("rel=\"next\""));
}

#[tokio::test]
async fn nothing_too_much_and_what_is_no_text_are_said_kindly() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    assert!(
        found(&world, &cookie, "")
            .await
            .contains("1文字からさがせます")
    );
    assert!(
        found(&world, &cookie, "   ")
            .await
            .contains("1文字からさがせます")
    );
    assert!(
        found(&world, &cookie, "ﾇﾙﾎﾟ")
            .await
            .contains("見つかりませんでした")
    );
    assert!(
        found(&world, &cookie, &"あ".repeat(300))
            .await
            .contains("はじめの250文字")
    );
    let page = found(&world, &cookie, "<script>&\"").await;
    assert!(
        !page.contains("<script>&") && page.contains("&#60;script&#62;"),
        "{page}"
    );
    assert!(page.contains("maxlength=\"250\"") && page.contains("action=\"/search\""));
    for query in [
        "in=nowhere&q=a",
        "page=-3&q=a&in=mail",
        "page=99999&q=a&in=mail",
    ] {
        assert!(
            asked(&world, &cookie, query)
                .await
                .contains("class=\"search\""),
            "{query}"
        );
    }
}
