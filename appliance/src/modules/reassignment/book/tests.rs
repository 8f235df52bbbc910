//! Stories of the directory's own file: out, corrected, in again.

use crate::app::tests::{Answer, World};
use crate::org::{self, LoginName, Staff};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

async fn send(world: &World, cookie: &str, bytes: &[u8]) -> Answer {
    let mut body = Vec::new();
    body.extend(b"--b\r\nContent-Disposition: form-data; name=\"day\"\r\n\r\n2026-11-20\r\n");
    body.extend(
        b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n",
    );
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    let request = Request::post("/admin/reassignment/book")
        .header(header::HOST, "sekisho.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
    world
        .send(request.body(Body::from(body)).expect("request"))
        .await
}

/// Reads a file; the address of its page, and the page.
async fn read(world: &World, cookie: &str, bytes: &[u8]) -> (String, String) {
    let answer = send(world, cookie, bytes).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let here = answer.location().to_owned();
    let page = world.get(&here, cookie).await.text();
    (here, page)
}

fn somebody(world: &World, login: &str) -> Staff {
    let login = LoginName::new(login).expect("name");
    let found = world.app.store().view(|tx| org::staff_by_login(tx, &login));
    found.expect("read").expect("there").1
}

async fn out(world: &World, cookie: &str, more: &str) -> Vec<u8> {
    world
        .get(&format!("/directory/file?{more}"), cookie)
        .await
        .bytes
}

#[tokio::test]
async fn a_file_that_was_not_touched_changes_nothing_in_either_encoding_and_language() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let before = world.app.store().view(org::version).expect("read");
    for more in ["as=csv", "as=cp932&geta=1"] {
        let (_, page) = read(&world, &tanaka, &out(&world, &tanaka, more).await).await;
        assert!(page.contains("変わるところはありません"), "{more}: {page}");
        assert!(
            page.contains("<strong>40</strong>"),
            "{more}: everybody is in the file"
        );
        assert!(
            !page.contains("/apply"),
            "{more}: there is nothing to apply"
        );
    }
    world.post("/settings", &tanaka, "lang=en&next=/").await;
    let (_, page) = read(&world, &tanaka, &out(&world, &tanaka, "as=csv").await).await;
    assert!(page.contains("Nothing changes."), "{page}");
    assert_eq!(world.app.store().view(org::version).expect("read"), before);
}

#[tokio::test]
async fn what_was_corrected_is_told_first_done_at_once_and_taken_back() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let text = String::from_utf8(out(&world, &tanaka, "as=csv").await).expect("text");
    let text = text
        .replace(
            "佐藤 美咲,さとう みさき",
            "佐\u{E0101}藤 美\u{E000},さとう みさき",
        )
        .replace("sato@yamabiko.example", "misaki@yamabiko.example")
        .replace("\u{20BB7}田 健一", "\u{20BB7}田 健壱");
    let before = (somebody(&world, "sato"), somebody(&world, "yoshida"));
    let (here, page) = read(&world, &tanaka, text.as_bytes()).await;
    assert!(page.contains("佐\u{E0101}藤 美\u{E000}") && page.contains("misaki@yamabiko.example"));
    assert_eq!(
        somebody(&world, "sato"),
        before.0,
        "looking changes nothing"
    );
    let done = world.post(&format!("{here}/apply"), &tanaka, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let sato = somebody(&world, "sato");
    assert_eq!(sato.name.as_str(), "佐\u{E0101}藤 美\u{E000}");
    let address = |text: &str| {
        let address = org::Address::new(text).expect("an address");
        let found = world.app.store().view(|tx| org::recipient_of(tx, &address));
        found.expect("read").is_some()
    };
    assert!(address("misaki@yamabiko.example") && !address("sato@yamabiko.example"));
    assert_eq!(
        somebody(&world, "yoshida").name.as_str(),
        "\u{20BB7}田 健壱"
    );
    let twice = world.post(&format!("{here}/apply"), &tanaka, "").await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let undone = world.post(&format!("{here}/undo"), &tanaka, "").await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text());
    assert_eq!(
        (somebody(&world, "sato"), somebody(&world, "yoshida")),
        before
    );
    assert!(address("sato@yamabiko.example") && !address("misaki@yamabiko.example"));
    for act in ["list-read", "list-apply", "staff-amend", "list-undo"] {
        assert!(world.audited().contains(&act.to_owned()), "{act}");
    }
}

#[tokio::test]
async fn nothing_is_applied_while_a_row_is_wrong_unless_that_was_chosen() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let text = String::from_utf8(out(&world, &tanaka, "as=csv").await).expect("text");
    let text = text
        .replace("阿部 蓮,あべ れん", ",あべ れん")
        .replace(
            "岡田 彩,おかだ あや,総務課",
            "岡田 彩,おかだ あや,まぼろし課",
        )
        .replace("鈴木 亮", "鈴木 諒");
    let (here, page) = read(&world, &tanaka, text.as_bytes()).await;
    assert!(page.contains("空欄です") && page.contains("「まぼろし課」という所属がありません"));
    let refused = world.post(&format!("{here}/apply"), &tanaka, "").await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert_eq!(somebody(&world, "suzuki").name.as_str(), "鈴木 亮");
    let done = world
        .post(&format!("{here}/apply"), &tanaka, "skip=1")
        .await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(somebody(&world, "suzuki").name.as_str(), "鈴木 諒");
    assert_eq!(
        somebody(&world, "abe").name.as_str(),
        "阿部 蓮",
        "left out whole"
    );
}

#[tokio::test]
async fn who_holds_what_becomes_a_list_of_its_own() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let text = String::from_utf8(out(&world, &tanaka, "as=csv").await).expect("text");
    let more = "森 一郎,もり いちろう,総務課/広報係,主事,本務,1150,,mori\r\n";
    let text = text.replace("岡田 彩,おかだ あや,総務課,", "岡田 彩,おかだ あや,福祉課,") + more;
    let (here, page) = read(&world, &tanaka, text.as_bytes()).await;
    for row in [
        "異動　okada　岡田 彩　福祉課",
        "採用　mori　森 一郎",
        "組織新設　総務課/広報係",
    ] {
        assert!(page.contains(row), "{row}: {page}");
    }
    let done = world.post(&format!("{here}/apply"), &tanaka, "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = world.get(&here, &tanaka).await.text();
    let draft = page.split("href=\"/admin/reassignment/").skip(1);
    let mut draft = draft.filter_map(|rest| rest.split('"').next());
    let draft = draft.find(|rest| uuid::Uuid::try_parse(rest).is_ok());
    let draft = format!("/admin/reassignment/{}", draft.expect("a list"));
    let list = world.get(&draft, &tanaka).await.text();
    assert!(
        list.contains("岡田 彩") && list.contains("福祉課") && !list.contains("reassign-findings"),
        "{list}"
    );
}

#[tokio::test]
async fn whoever_administers_nothing_reads_nothing() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    assert_eq!(
        world.get("/admin/reassignment/book", &sato).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        send(&world, &sato, b"x").await.status,
        StatusCode::NOT_FOUND
    );
}
