//! What a clerk sees, through the real router, of mails that came in sealed.

use crate::app::tests::World;
use crate::app::tests::engine::TestEngine;
use crate::app::tests::sealed::Mail;
use axum::http::StatusCode;
use sekisho_platform::store::Store;
use serde_json::json;
use std::sync::Arc;
use std::time::Duration;

fn estimate() -> Mail {
    let findings = json!([
        {"code": "macro-removed", "count": 2, "places": ["ThisWorkbook", "計算"]},
        {"code": "external-link-removed", "count": 1, "places": []},
        {"code": "formulas-kept", "count": 148, "places": []},
    ]);
    Mail::to(42, &["sato"], "【送付】見積書と図面一式")
        .file(
            "見積内訳.xlsm",
            "見積内訳.xlsx",
            "xlsx",
            b"PK\x03\x04 clean",
            findings,
        )
        .held("図面一式.zip", "password-locked")
}

const HREF: &str = "/mail/inbox/00000000-0000-0000-0000-00000000002a";

#[tokio::test]
async fn a_mail_arrives_with_what_was_done_to_it_in_plain_japanese() {
    let world = World::new();
    assert_eq!(world.deliver(&estimate()).await, ["delivered"]);
    let cookie = world.log_in("sato").await;

    let list = world.get("/mail/inbox", &cookie).await.text();
    for word in [
        "【送付】見積書と図面一式",
        "株式会社みどり測量 中村 誠",
        "保留 1",
        "8:31",
        HREF,
    ] {
        assert!(list.contains(word), "the list shows {word}");
    }
    let page = world.get(HREF, &cookie).await.text();
    for word in [
        "無害化して届けました（添付2件中1件）",
        "受信から 1.3 秒",
        "再構築",
        "見積内訳.xlsm",
        "見積内訳.xlsx",
        "マクロ2件（ThisWorkbook、計算）",
        "外部リンク1件",
        "数式148件",
        "図面一式.zip",
        "令和8年11月27日まで保管します",
        "令和8年11月20日 8:31",
        "いつもお世話になっております。",
    ] {
        assert!(page.contains(word), "the mail shows {word}");
    }
    assert!(!page.contains("javascript:"));
}

#[tokio::test]
async fn opening_a_mail_reads_it_and_it_can_be_unread_again() {
    let world = World::new();
    world.deliver(&estimate()).await;
    let cookie = world.log_in("sato").await;
    let unread = world.part("/mail/inbox?unread=1", &cookie).await.text();
    assert!(unread.contains("【送付】"));
    world.get(HREF, &cookie).await;
    assert!(
        !world
            .part("/mail/inbox?unread=1", &cookie)
            .await
            .text()
            .contains("【送付】")
    );
    let answer = world
        .post(&format!("{HREF}/unread"), &cookie, "next=/mail/inbox")
        .await;
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/mail/inbox")
    );
    assert!(
        world
            .part("/mail/inbox?unread=1", &cookie)
            .await
            .text()
            .contains("【送付】")
    );
}

#[tokio::test]
async fn mails_move_between_the_folders_and_back() {
    let world = World::new();
    world.deliver(&estimate()).await;
    let cookie = world.log_in("sato").await;
    for (act, from, to) in [
        ("archive", "inbox", "archive"),
        ("trash", "archive", "trash"),
        ("restore", "trash", "inbox"),
    ] {
        let path = HREF.replace("inbox", from);
        assert_eq!(
            world
                .post(&format!("{path}/{act}"), &cookie, "")
                .await
                .location(),
            format!("/mail/{from}")
        );
        assert!(
            !world
                .part(&format!("/mail/{from}"), &cookie)
                .await
                .text()
                .contains("【送付】"),
            "{act}"
        );
        assert!(
            world
                .part(&format!("/mail/{to}"), &cookie)
                .await
                .text()
                .contains("【送付】"),
            "{act}"
        );
    }
    assert_eq!(
        world
            .post(&format!("{HREF}/burn"), &cookie, "")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_waits_is_listed_by_itself() {
    let world = World::new();
    world.deliver(&estimate()).await;
    world.deliver(&Mail::to(43, &["sato"], "ただの連絡")).await;
    let cookie = world.log_in("sato").await;
    let held = world.part("/mail/held", &cookie).await.text();
    assert!(held.contains("【送付】") && !held.contains("ただの連絡"));
    assert!(
        world
            .get("/mail/held/00000000-0000-0000-0000-00000000002a", &cookie)
            .await
            .text()
            .contains("図面一式.zip")
    );
}

#[tokio::test]
async fn the_mail_of_somebody_else_is_not_there_in_any_form() {
    let world = World::new();
    world.deliver(&estimate().html("<p>x</p>")).await;
    let cookie = world.log_in("takahashi").await;
    let row = "/mail/row/00000000-0000-0000-0000-00000000002a";
    for path in ["", "/html", "/story", "/headers", "/file/0"]
        .map(|end| format!("{HREF}{end}"))
        .iter()
        .chain([&row.to_owned()])
    {
        let answer = world.get(path, &cookie).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text().contains("見積"), "{path}");
    }
    for act in ["read", "unread", "archive", "trash", "restore"] {
        assert_eq!(
            world
                .post(&format!("{HREF}/{act}"), &cookie, "")
                .await
                .status,
            StatusCode::NOT_FOUND,
            "{act}"
        );
    }
    assert!(
        !world
            .get("/mail/inbox", &cookie)
            .await
            .text()
            .contains("【送付】")
    );
}

#[tokio::test]
async fn a_file_arrives_under_its_japanese_name_and_the_taking_is_on_record() {
    let world = World::new();
    world.deliver(&estimate()).await;
    let cookie = world.log_in("sato").await;
    let answer = world.get(&format!("{HREF}/file/0"), &cookie).await;
    assert_eq!(answer.bytes, b"PK\x03\x04 clean");
    assert_eq!(
        answer.header("content-type"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    );
    assert_eq!(
        answer.header("content-disposition"),
        "attachment; filename=\"file.xlsx\"; filename*=UTF-8''%E8%A6%8B%E7%A9%8D%E5%86%85%E8%A8%B3.xlsx"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert!(answer.header("content-security-policy").contains("sandbox"));
    assert_eq!(
        world.audited().last().map(String::as_str),
        Some("mail-file-taken")
    );
    assert_eq!(
        world.get(&format!("{HREF}/file/1"), &cookie).await.status,
        StatusCode::NOT_FOUND,
        "what waits cannot be had"
    );
    assert_eq!(
        world.get(&format!("{HREF}/file/x"), &cookie).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn html_stands_alone_in_a_frame_that_may_do_nothing() {
    let world = World::new();
    let mail = estimate()
        .file("印.png", "印.png", "png", b"\x89PNG clean", json!([]))
        .html("<p>書式つき</p><img src=\"cid:inline-2\">");
    world.deliver(&mail).await;
    let cookie = world.log_in("sato").await;
    let page = world.get(HREF, &cookie).await.text();
    assert!(
        !page.contains("<p>書式つき</p>"),
        "the page itself holds no HTML of the mail"
    );
    let shown = world
        .get(&format!("{HREF}?view=html"), &cookie)
        .await
        .text();
    assert!(
        shown.contains("<iframe")
            && shown.contains("sandbox")
            && shown.contains(&format!("{HREF}/html"))
    );
    assert!(!shown.contains("<p>書式つき</p>"));
    let html = world.get(&format!("{HREF}/html"), &cookie).await;
    assert!(html.text().contains("<p>書式つき</p>"));
    assert!(
        html.text().contains("data:image/png;base64,"),
        "its picture is written into it"
    );
    let policy = html.header("content-security-policy");
    assert!(
        policy.contains("sandbox")
            && policy.contains("frame-ancestors 'self'")
            && !policy.contains("script-src"),
        "{policy}"
    );
    assert_eq!(
        world
            .get(
                "/mail/inbox/00000000-0000-0000-0000-00000000002b/html",
                &cookie
            )
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_way_and_the_headers_are_there_on_request() {
    let world = World::new();
    world.deliver(&estimate()).await;
    let cookie = world.log_in("sato").await;
    let headers = world.get(&format!("{HREF}/headers"), &cookie).await.text();
    assert!(headers.contains("from mx.midori-sokuryo.example"));
    let story = world.part(&format!("{HREF}/story"), &cookie).await.text();
    for word in [
        "8:31:05",
        "無害化",
        "8:31:06",
        "封印",
        "import-mail",
        "8:31:07",
    ] {
        assert!(story.contains(word), "the way tells {word}");
    }
    assert!(!story.contains("<html"), "a part is only a part");
}

#[tokio::test]
async fn nothing_a_sender_writes_becomes_markup() {
    let world = World::new();
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=y>";
    let mut mail = Mail::to(42, &["sato"], evil)
        .from(evil, "a\"><b>@x.example")
        .file(
            evil,
            evil,
            "text",
            b"x",
            json!([
                {"code": "script-removed", "count": 1, "places": [evil]}
            ]),
        );
    mail.record["text"] = json!(evil);
    mail.record["headers"] = json!([{"name": evil, "value": evil}]);
    world.deliver(&mail).await;
    let cookie = world.log_in("sato").await;
    for path in [
        "/mail/inbox",
        HREF,
        &format!("{HREF}/headers"),
        &format!("{HREF}/story"),
        "/mail/inbox?q=%3Cscript%3E%22",
    ] {
        let page = world.get(path, &cookie).await.text();
        assert!(
            !page.contains("<script>alert")
                && !page.contains("<img src=x")
                && !page.contains("\"><b>"),
            "{path}"
        );
    }
    let file = world.get(&format!("{HREF}/file/0"), &cookie).await;
    assert!(!file.header("content-disposition").contains("<script>"));
}

#[tokio::test]
async fn a_part_of_the_page_is_made_by_the_same_template() {
    let world = World::new();
    world.deliver(&estimate()).await;
    world.deliver(&Mail::to(43, &["sato"], "次の連絡")).await;
    let cookie = world.log_in("sato").await;
    let list = world.part("/mail/inbox", &cookie).await.text();
    assert!(!list.contains("<html") && list.contains("次の連絡") && list.contains("【送付】"));
    let reading = world.part(HREF, &cookie).await.text();
    assert!(!reading.contains("<html") && reading.contains("いつもお世話になっております。"));
    assert!(
        reading.contains("/mail/inbox/00000000-0000-0000-0000-00000000002b"),
        "the newer mail is one step away"
    );
    let row = world
        .get(
            "/mail/row/00000000-0000-0000-0000-00000000002b?folder=inbox",
            &cookie,
        )
        .await
        .text();
    assert!(row.contains("次の連絡") && !row.contains("<html"));
}

#[tokio::test]
async fn yesterday_is_called_so_and_english_is_spoken() {
    let world = World::new();
    world.deliver(&estimate()).await;
    world.clock.advance(Duration::from_hours(24));
    let cookie = world.log_in("sato").await;
    assert!(
        world
            .get("/mail/inbox", &cookie)
            .await
            .text()
            .contains("昨日")
    );
    world.post("/settings", &cookie, "lang=en&next=/").await;
    let page = world.get(HREF, &cookie).await.text();
    for word in ["1 of 2 attachments", "20 Nov 2026", "2 macros"] {
        assert!(page.contains(word), "{word}");
    }
}

#[tokio::test]
async fn a_mail_to_three_people_lies_once_in_the_store_and_once_in_each_mailbox() {
    let world = World::new();
    let mail = Mail::to(42, &["sato", "nobody", "takahashi"], "三人へ");
    assert_eq!(
        world.deliver(&mail).await,
        ["delivered", "unknown-recipient", "delivered"]
    );
    for name in ["sato", "takahashi"] {
        let cookie = world.log_in(name).await;
        assert!(
            world
                .get("/mail/inbox", &cookie)
                .await
                .text()
                .contains("三人へ"),
            "{name}"
        );
    }
    let tally = super::super::tally(world.app.store()).expect("tally");
    assert_eq!((tally.landed, tally.duplicates), (2, 0));
}

#[tokio::test]
async fn with_a_full_disk_mail_can_still_be_read() {
    let engine = Arc::new(TestEngine::default());
    let world = World::made(Store::on(engine.clone()).expect("store"), false);
    world.deliver(&estimate()).await;
    let cookie = world.log_in("sato").await;
    engine.fill(true);
    world.clock.advance(Duration::from_mins(10));
    assert_eq!(
        world.get("/mail/inbox", &cookie).await.status,
        StatusCode::OK
    );
    assert!(
        world
            .get(HREF, &cookie)
            .await
            .text()
            .contains("いつもお世話になっております。")
    );
    let refused = world.post(&format!("{HREF}/archive"), &cookie, "").await;
    assert_eq!(refused.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        refused.text().contains("少し待って"),
        "what cannot be done is told with the next step"
    );
    engine.fill(false);
    assert_eq!(
        world
            .post(&format!("{HREF}/archive"), &cookie, "")
            .await
            .status,
        StatusCode::SEE_OTHER
    );
}

/// What an answer gives the browser for the next page.
fn word_for_next(answer: &crate::app::tests::Answer) -> String {
    let all = answer.headers.get_all("set-cookie").iter();
    let mut all = all.map(|value| value.to_str().expect("ascii"));
    let word = all.find(|value| value.starts_with("sekisho-done=mail~"));
    let word = word.expect("a word for the next page");
    assert!(!word.contains("見積"), "no subject in it");
    word.split(';').next().expect("a cookie").to_owned()
}

#[tokio::test]
async fn a_move_is_told_on_the_next_page_with_the_way_back() {
    let world = World::new();
    let mail = Mail::to(5, &["sato"], "見積の件").html("<p>x</p>");
    world.deliver(&mail).await;
    let cookie = world.log_in("sato").await;
    let id = "00000000-0000-0000-0000-000000000005";
    let path = format!("/mail/inbox/{id}");
    world.get(&path, &cookie).await;
    let moved = world
        .post(&format!("{path}/trash"), &cookie, "next=/mail/inbox")
        .await;
    let both = format!("{cookie}; {}", word_for_next(&moved));
    let whole = world.get("/mail/inbox", &both).await.text();
    assert!(whole.contains("「見積の件」をごみ箱へ移しました。"));
    let part = world.part("/mail/inbox", &both).await.text();
    assert!(part.contains("<hx-partial hx-target=\"#done\"") && part.contains("取り消す"));
    assert!(!part.contains("<html"), "the part and the bar, no page");
    // A row that the script fetches by the way takes no word away.
    let row = axum::http::Request::get(format!("/mail/row/{id}?folder=trash"))
        .header("cookie", &both)
        .header("hx-request", "true");
    let row = world
        .send(row.body(axum::body::Body::empty()).expect("request"))
        .await;
    assert!(row.header("set-cookie").is_empty());
    // The button of the bar.
    let action = part
        .split("done-undo\" method=\"post\" action=\"")
        .nth(1)
        .expect("a form");
    let action = action.split('"').next().expect("an address");
    assert_eq!(action, format!("/mail/trash/{id}/restore"));
    let back = world.post(action, &cookie, &format!("next={path}")).await;
    assert_eq!(back.location(), path);
    assert!(
        world
            .part("/mail/inbox", &cookie)
            .await
            .text()
            .contains("見積の件")
    );
    // The word is old now: the mail lies elsewhere than it says.
    let stale = world.get("/mail/inbox", &both).await.text();
    assert!(!stale.contains("done-bar"));
}

#[tokio::test]
async fn nobody_is_told_of_a_mail_that_is_not_theirs() {
    let world = World::new();
    world
        .deliver(&Mail::to(6, &["sato"], "秘密の件").html("<p>x</p>"))
        .await;
    let cookie = world.log_in("yoshida").await;
    let word = "sekisho-done=mail~00000000-0000-0000-0000-000000000006.restore.trash";
    let page = world
        .get("/mail/inbox", &format!("{cookie}; {word}"))
        .await
        .text();
    assert!(!page.contains("秘密の件") && !page.contains("done-bar"));
}

#[tokio::test]
async fn what_was_archived_before_the_trash_goes_back_to_the_archive() {
    let world = World::new();
    world
        .deliver(&Mail::to(5, &["sato"], "x").html("<p>x</p>"))
        .await;
    let cookie = world.log_in("sato").await;
    let id = "00000000-0000-0000-0000-000000000005";
    world
        .post(&format!("/mail/inbox/{id}/archive"), &cookie, "")
        .await;
    let moved = world
        .post(&format!("/mail/archive/{id}/trash"), &cookie, "")
        .await;
    let both = format!("{cookie}; {}", word_for_next(&moved));
    let page = world.get("/mail/archive", &both).await.text();
    assert!(page.contains(&format!("action=\"/mail/trash/{id}/archive\"")));
    // It was never opened, so the way back opens the folder and not the mail.
    assert!(page.contains("name=\"next\" value=\"/mail/archive\""));
}
