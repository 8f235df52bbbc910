//! The manual holds what pages promise: both languages have the same chapters and sections, every link leads somewhere,
//! every page's question mark opens a section that is there.

use super::book::{Book, book};
use crate::app::tests::World;
use crate::text::Language;
use axum::http::StatusCode;
use sekisho_platform::store::StoreError;
use std::collections::BTreeSet;

fn books() -> [(&'static Book, Language); 2] {
    [Language::Japanese, Language::English].map(|language| (book(language), language))
}

fn places(book: &Book) -> BTreeSet<String> {
    book.sections()
        .map(|(chapter, section)| chapter.href(section))
        .chain(
            book.chapters
                .iter()
                .map(|one| format!("/help/{}", one.name)),
        )
        .chain(["/help".to_owned()])
        .collect()
}

#[test]
fn both_languages_have_the_same_chapters_and_sections() {
    let [(ja, _), (en, _)] = books();
    let (ja, en) = (places(ja), places(en));
    assert!(ja.len() > 30, "{ja:?}");
    let only: Vec<_> = ja.symmetric_difference(&en).collect();
    assert!(only.is_empty(), "in one language only: {only:?}");
}

#[test]
fn no_section_bears_the_name_of_another_in_its_chapter() {
    for (book, _) in books() {
        for chapter in &book.chapters {
            assert!(!chapter.title.is_empty(), "{} has a heading", chapter.name);
            let mut seen = BTreeSet::new();
            for section in &chapter.sections {
                assert!(
                    seen.insert(&section.anchor),
                    "{} #{}",
                    chapter.name,
                    section.anchor
                );
            }
        }
    }
}

/// The addresses a rendered text names.
fn links(html: &str) -> Vec<&str> {
    let parts = html.split("href=\"").skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}

#[tokio::test]
async fn every_link_of_the_manual_leads_to_a_page() {
    let world = World::new();
    let admin = world.log_in("tanaka").await;
    let mut asked = BTreeSet::new();
    for (book, _) in books() {
        let known = places(book);
        for (chapter, section) in book.sections() {
            for link in links(&section.html) {
                if link.starts_with('#') {
                    let whole = format!("/help/{}{link}", chapter.name);
                    assert!(known.contains(&whole), "{whole}");
                } else if link.starts_with("/help") {
                    assert!(
                        known.contains(link) || link.starts_with("/help/leaflet/"),
                        "{}: {link}",
                        chapter.name
                    );
                } else if asked.insert(link) {
                    let page = world.get(link, &admin).await;
                    assert_eq!(page.status, StatusCode::OK, "{}: {link}", chapter.name);
                }
            }
            assert!(
                !section.html.contains("<a>"),
                "{}: a link leads nowhere",
                chapter.name
            );
        }
    }
    assert!(asked.len() > 4, "{asked:?}");
}

#[tokio::test]
async fn the_question_mark_of_every_page_opens_a_section_that_is_there() {
    let world = World::new();
    let admin = world.log_in("tanaka").await;
    let known = places(book(Language::Japanese));
    for path in [
        "/",
        "/mail/inbox",
        "/mail/held",
        "/mail/archive",
        "/mail/trash",
        "/directory",
        "/search?q=a",
        "/admin/reassignment",
        "/settings/display",
        "/account",
        "/style",
        "/help",
        "/keys",
        "/help/keys",
        "/help/mail",
    ] {
        let page = world.get(path, &admin).await.text();
        let link = page
            .split("class=\"bar-icon\" href=\"")
            .nth(1)
            .expect("a question mark");
        let link = link.split('"').next().expect("an address");
        assert!(known.contains(link), "{path}: {link}");
    }
}

#[tokio::test]
async fn a_question_is_answered_and_what_nobody_wrote_is_not() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let page = world
        .get("/help?q=%E4%BF%9D%E7%95%99", &cookie)
        .await
        .text();
    assert!(page.contains("<mark>保留</mark>") && page.contains("href=\"/help/mail#held\""));
    let none = world.get("/help?q=zzzzqqqq", &cookie).await.text();
    assert!(none.contains("あてはまる説明は見つかりませんでした。"));
    let last = world
        .app
        .store()
        .view(|tx| -> Result<u64, StoreError> { tx.last_sequence() });
    world.app.search().caught_up(last.expect("a state")).await;
    let all = world
        .get("/search?q=%E3%82%AD%E3%83%BC%E6%93%8D%E4%BD%9C", &cookie)
        .await
        .text();
    assert!(
        all.contains("/help/keys"),
        "the search over everything knows the manual"
    );
}

#[tokio::test]
async fn a_chapter_nobody_wrote_is_not_there_and_a_leaflet_is_for_a_reader() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    for path in ["/help/nothing", "/help/..%2Fmail", "/help/leaflet/nobody"] {
        assert_eq!(
            world.get(path, &cookie).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    for reader in ["clerk", "administrator", "installer"] {
        let sheet = world.get(&format!("/help/leaflet/{reader}"), &cookie).await;
        assert_eq!(sheet.status, StatusCode::OK, "{reader}");
        assert!(sheet.text().contains("leaflet-part"), "{reader}");
    }
}

#[tokio::test]
async fn the_map_of_keys_shows_every_module_and_a_page_its_own() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let all = world.get("/keys", &cookie).await.text();
    for words in ["どの画面でも", "画面を移る", "未読・既読を切り替える"] {
        assert!(all.contains(words), "{words}");
    }
    let mail = world.get("/mail/inbox", &cookie).await.text();
    assert!(mail.contains("未読・既読を切り替える") && mail.contains("data-go=\"d\""));
    let directory = world.get("/directory", &cookie).await.text();
    assert!(!directory.contains("未読・既読を切り替える"));
}
