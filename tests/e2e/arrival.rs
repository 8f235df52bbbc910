//! A mail sent by a real client arrives, harmless, with every removal told in plain Japanese.

use tests::post::{send, swaks};
use tests::samples;
use tests::wait::until;
use tests::web::{Clerk, Page};
use tests::world::World;

/// The address of the newest mail with that subject in the inbox.
pub(crate) fn find(clerk: &Clerk<'_>, folder: &str, subject: &str) -> String {
    until(&format!("“{subject}” in {folder}"), || {
        let page = clerk.get(&format!("/mail/{folder}?q={}", encoded(subject)));
        let text = page.text();
        if page.status != 200 {
            return Err(format!("{}: {text}", page.status));
        }
        let prefix = format!("href=\"/mail/{folder}/");
        text.split(&prefix)
            .skip(1)
            .filter_map(|rest| rest.split(['"', '?', '/']).next())
            .find(|id| id.len() > 6)
            .map(|id| format!("/mail/{folder}/{id}"))
            .ok_or_else(|| "not in the list yet".to_owned())
    })
}

fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "%{byte:02X}");
        out
    })
}

fn files(page: &Page, mail: &str) -> Vec<String> {
    let text = page.text();
    let prefix = format!("href=\"{mail}/file/");
    text.split(&prefix)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|n| format!("{mail}/file/{n}"))
        .collect()
}

#[test]
fn a_macro_workbook_becomes_a_plain_one_and_the_page_says_so() {
    let world = World::start();
    let folder = tempfile::tempdir().unwrap();
    let workbook = folder.path().join("見積内訳.xlsm");
    std::fs::write(&workbook, samples::xlsm()).unwrap();
    send(
        &world,
        &[
            "--to",
            "sato@yamabiko.example",
            "--header",
            "Subject: 見積書の送付について",
            "--attach-type",
            "application/vnd.ms-excel.sheet.macroEnabled.12",
            "--attach-name",
            "見積内訳.xlsm",
            "--attach",
            &format!("@{}", workbook.display()),
            "--body",
            "お世話になっております。見積書をお送りします。",
        ],
    );
    let clerk = Clerk::log_in(&world, "sato");
    let mail = find(&clerk, "inbox", "見積書の送付について");
    let page = clerk.get(&mail);
    let text = page.text();
    assert!(text.contains("見積書をお送りします"), "the body is there");
    assert!(text.contains("マクロ"), "the removal is told: {text}");
    assert!(
        text.contains("見積内訳.xlsx"),
        "the workbook has its plain name"
    );
    let links = files(&page, &mail);
    let file = clerk.get(links.first().expect("one attachment"));
    assert_eq!(file.status, 200);
    assert!(
        file.headers
            .to_lowercase()
            .contains("x-content-type-options: nosniff")
    );
    let names = samples::names(&file.body);
    assert!(names.iter().any(|n| n.ends_with("sheet1.xml")), "{names:?}");
    assert!(
        !names
            .iter()
            .any(|n| n.contains("vba") || n.contains("externalLink")),
        "{names:?}"
    );
    let report = world.settled(1);
    assert_eq!(report["difference"], 0, "{report}");
    assert_eq!(report["delivered"], 1, "{report}");
}

#[test]
fn one_mail_to_two_clerks_reaches_both_once_and_nobody_else() {
    let world = World::start();
    send(
        &world,
        &[
            "--to",
            "sato@yamabiko.example,yoshida@yamabiko.example",
            "--header",
            "Subject: 会議のお知らせ",
            "--body",
            "明日10時、第2会議室です。",
        ],
    );
    for login in ["sato", "yoshida"] {
        let clerk = Clerk::log_in(&world, login);
        find(&clerk, "inbox", "会議のお知らせ");
    }
    let stranger = Clerk::log_in(&world, "takahashi");
    assert!(
        !stranger
            .get("/mail/inbox")
            .text()
            .contains("会議のお知らせ")
    );
    let sato = Clerk::log_in(&world, "sato");
    let mail = find(&sato, "inbox", "会議のお知らせ");
    assert_eq!(
        stranger.get(&mail).status,
        404,
        "another's mail does not exist for a stranger"
    );
    let report = world.settled(2);
    assert_eq!(
        (&report["delivered"], &report["difference"]),
        (&2.into(), &0.into()),
        "{report}"
    );
}

#[test]
fn what_cannot_be_read_is_held_with_its_reason_and_the_rest_arrives() {
    let world = World::start();
    let folder = tempfile::tempdir().unwrap();
    let locked = folder.path().join("名簿.zip");
    std::fs::write(&locked, samples::locked_zip()).unwrap();
    let text = folder.path().join("連絡.txt");
    std::fs::write(&text, "本文です\n").unwrap();
    send(
        &world,
        &[
            "--to",
            "sato@yamabiko.example",
            "--header",
            "Subject: 名簿です",
            "--attach-type",
            "application/zip",
            "--attach-name",
            "名簿.zip",
            "--attach",
            &format!("@{}", locked.display()),
            "--attach-type",
            "text/plain",
            "--attach-name",
            "連絡.txt",
            "--attach",
            &format!("@{}", text.display()),
        ],
    );
    let clerk = Clerk::log_in(&world, "sato");
    let mail = find(&clerk, "inbox", "名簿です");
    let page = clerk.get(&mail);
    assert!(
        page.text().contains("パスワード"),
        "the hold says why: {}",
        page.text()
    );
    assert!(
        clerk.get("/mail/held").text().contains("名簿です"),
        "it waits under 保留"
    );
    assert_eq!(files(&page, &mail).len(), 1, "only the text is offered");
}

#[test]
fn a_large_document_is_taken_whole() {
    let world = World::start();
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("youryou.docx");
    std::fs::write(&document, samples::docx(400_000)).unwrap();
    send(
        &world,
        &[
            "--to",
            "sato@yamabiko.example",
            "--header",
            "Subject: 要領の送付",
            "--attach-type",
            "application/octet-stream",
            "--attach-name",
            "要領.docx",
            "--attach",
            &format!("@{}", document.display()),
        ],
    );
    let clerk = Clerk::log_in(&world, "sato");
    let mail = find(&clerk, "inbox", "要領の送付");
    let links = files(&clerk.get(&mail), &mail);
    let file = clerk.get(links.first().expect("one attachment"));
    assert_eq!(file.status, 200);
    let length = format!("content-length: {}", file.body.len());
    assert!(
        file.headers.to_lowercase().contains(&length),
        "{}",
        file.headers
    );
    assert!(
        file.headers
            .contains("filename*=UTF-8''%E8%A6%81%E9%A0%98.docx"),
        "{}",
        file.headers
    );
    let names = samples::names(&file.body);
    assert!(names.contains(&"word/document.xml".to_owned()), "{names:?}");
}

#[test]
fn a_stranger_to_the_town_is_refused_and_a_relay_is_not_offered() {
    let world = World::start();
    for to in ["nobody@yamabiko.example", "someone@elsewhere.example"] {
        let output = swaks(&world, &["--to", to]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            !output.status.success() && said.contains("550"),
            "{to}: {said}"
        );
    }
    assert_eq!(world.settled(0)["accepted"], 0);
}

#[test]
fn a_client_that_asks_for_tls_gets_it() {
    let world = World::start();
    let output = swaks(
        &world,
        &[
            "--to",
            "sato@yamabiko.example",
            "--tls",
            "--header",
            "Subject: 暗号化",
        ],
    );
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("TLSv1"), "{said}");
    let clerk = Clerk::log_in(&world, "sato");
    find(&clerk, "inbox", "暗号化");
}
