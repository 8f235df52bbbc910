//! What a site may decide about documents: each rule told as a story, with the house's choice beside the other.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::format_push_string,
    reason = "a test fails loudly"
)]

mod road;

use road::forge::{Forge, unpacked};
use road::{carry_by, told};
use sekisho_ir::rules::{Hidden, Links, Properties, Revisions, Traces};
use sekisho_ir::{Code, Finding, Rules};

fn by(name: &str, forge: Forge, rules: Rules) -> (String, Vec<Finding>) {
    let clean = carry_by(name, &forge.close(), rules).unwrap();
    (unpacked(&clean.bytes), clean.findings)
}

fn web() -> Rules {
    Rules {
        links: Links::Web,
        ..Rules::default()
    }
}

fn letter_with_links() -> Forge {
    let link = |id: &str, words: &str| {
        format!("<w:p><w:hyperlink r:id=\"{id}\"><w:r><w:t>{words}</w:t></w:r></w:hyperlink></w:p>")
    };
    let body = [
        link("rId1", "申請はこちら"),
        link("rId2", "https://bank.example/"),
        link("rId3", "共有フォルダー"),
        link("rId4", "総務課へメール"),
    ]
    .concat();
    Forge::word(
        &body,
        &[
            (
                "rId1",
                "hyperlink",
                "https://www.pref.example.jp/a?b=1&amp;c=2",
                true,
            ),
            ("rId2", "hyperlink", "https://evil.example/login", true),
            ("rId3", "hyperlink", "file://server/share/x.exe", true),
            ("rId4", "hyperlink", "mailto:soumu@yamabiko.example", true),
        ],
    )
}

#[test]
fn links_are_words_with_their_true_place_beside_them() {
    let (text, findings) = by("a.docx", letter_with_links(), Rules::default());
    assert!(text.contains("申請はこちら") && text.contains("（www.pref.example.jp）"));
    assert!(text.contains("https://bank.example/") && text.contains("(evil.example)"));
    assert!(text.contains("（soumu@yamabiko.example）"));
    assert!(text.contains("共有フォルダー") && !text.contains("server/share"));
    assert!(!text.contains("TargetMode") && !text.contains("w:hyperlink"));
    assert_eq!(told(&findings, Code::LinkMadeText), 4);
    assert_eq!(told(&findings, Code::LinkDiffers), 1);
}

#[test]
fn links_to_pages_and_addresses_stay_where_a_site_says_so() {
    let (text, findings) = by("a.docx", letter_with_links(), web());
    assert!(
        text.contains(
            "Target=\"https://www.pref.example.jp/a?b=1&amp;c=2\" TargetMode=\"External\""
        )
    );
    assert!(text.contains("Target=\"mailto:soumu@yamabiko.example\""));
    assert!(!text.contains("server/share"), "a file is no page");
    assert_eq!(told(&findings, Code::LinksKept), 3);
    assert_eq!(told(&findings, Code::LinkMadeText), 1);
}

#[test]
fn a_link_on_a_sheet_tells_where_it_led_and_leads_nowhere() {
    let sheet = || {
        Forge::sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>様式</t></is></c></row>", "", &[])
            .replace("xl/worksheets/sheet1.xml", |text| {
                text.replace(
                    "</worksheet>",
                    "<hyperlinks><hyperlink ref=\"A1:B1\" r:id=\"rId9\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"/></hyperlinks></worksheet>",
                )
            })
            .part(
                "xl/worksheets/_rels/sheet1.xml.rels",
                b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink\" Target=\"https://x.example/form\" TargetMode=\"External\"/></Relationships>",
            )
    };
    let (text, _) = by("a.xlsx", sheet(), Rules::default());
    assert!(
        text.contains(
            "<hyperlink ref=\"A1:B1\" location=\"A1\" tooltip=\"https://x.example/form\"/>"
        )
    );
    assert!(!text.contains("TargetMode"));
    let crooked = sheet().replace("xl/worksheets/sheet1.xml", |text| {
        text.replace("A1:B1", "ppaction://program?cmd.exe")
    });
    let (text, _) = by("a.xlsx", crooked, Rules::default());
    assert!(!text.contains("ppaction") && text.contains("様式"));
    let (text, _) = by("a.xlsx", sheet(), web());
    assert!(text.contains("TargetMode=\"External\""));
}

fn letter_with_changes() -> Forge {
    let author = "w:id=\"1\" w:author=\"甲\" w:date=\"2026-04-01T00:00:00Z\"";
    let body = format!(
        "<w:p><w:r><w:t>残る</w:t></w:r><w:ins {author}><w:r><w:t>足した</w:t></w:r></w:ins>\
         <w:del {author}><w:r><w:delText>消した</w:delText></w:r></w:del>\
         <w:r><w:rPr><w:b/><w:rPrChange {author}><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>太い</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del {author}/></w:rPr></w:pPr><w:del {author}><w:r><w:delText>段落ごと</w:delText></w:r></w:del></w:p>\
         <w:tbl><w:tr><w:trPr><w:del {author}/></w:trPr><w:tc><w:p><w:r><w:t>消えた行</w:t></w:r></w:p></w:tc></w:tr>\
         <w:tr><w:tc><w:p><w:r><w:t>残る行</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    );
    Forge::word(&body, &[])
}

#[test]
fn tracked_changes_stay_tracked_or_are_accepted() {
    let (text, findings) = by("a.docx", letter_with_changes(), Rules::default());
    assert!(text.contains("w:ins") && text.contains("消した") && text.contains("rPrChange"));
    assert!(told(&findings, Code::RevisionsKept) >= 4);
    let accept = Rules {
        revisions: Revisions::Accept,
        ..Rules::default()
    };
    let (text, findings) = by("a.docx", letter_with_changes(), accept);
    for stays in ["残る", "足した", "太い", "残る行", "<w:b/>"] {
        assert!(text.contains(stays), "{stays}");
    }
    for goes in [
        "w:ins",
        "w:del",
        "消した",
        "段落ごと",
        "消えた行",
        "Change",
        "<w:i/>",
    ] {
        assert!(!text.contains(goes), "{goes}");
    }
    assert!(told(&findings, Code::RevisionsAccepted) >= 4);
}

fn letter_with_comment() -> Forge {
    let body = "<w:p><w:commentRangeStart w:id=\"0\"/><w:r><w:t>本文</w:t></w:r><w:commentRangeEnd w:id=\"0\"/>\
                <w:r><w:commentReference w:id=\"0\"/></w:r></w:p>";
    Forge::word(body, &[("rId1", "comments", "comments.xml", false)]).part(
        "word/comments.xml",
        "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:comment w:id=\"0\" w:author=\"甲\">\
         <w:p><w:r><w:t>要確認</w:t></w:r></w:p></w:comment></w:comments>"
            .as_bytes(),
    )
}

#[test]
fn comments_stay_or_go() {
    let (text, findings) = by("a.docx", letter_with_comment(), Rules::default());
    assert!(text.contains("要確認") && text.contains("commentReference"));
    assert_eq!(told(&findings, Code::CommentsKept), 1);
    let remove = Rules {
        comments: Traces::Remove,
        ..Rules::default()
    };
    let (text, findings) = by("a.docx", letter_with_comment(), remove);
    assert!(!text.contains("要確認") && !text.contains("comment") && text.contains("本文"));
    assert_eq!(told(&findings, Code::CommentRemoved), 1);
}

fn book_with_hidden_things() -> Forge {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let cell = |at: &str, words: &str| {
        format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
    };
    let rows = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\" hidden=\"1\">{}</row><row r=\"3\">{}</row>",
        cell("A1", "見える"),
        cell("C1", "隠れた列"),
        cell("A2", "隠れた行"),
        cell("A3", "見える三行目")
    );
    let hidden = format!(
        "<worksheet xmlns=\"{main}\"><sheetData><row r=\"1\">{}</row></sheetData><mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>",
        cell("A1", "隠れたシート")
    );
    Forge::sheet(
        &rows,
        "",
        &[("rId2", "worksheet", "worksheets/sheet2.xml", false)],
    )
    .replace("xl/worksheets/sheet1.xml", |text| {
        text.replace(
            "<sheetData>",
            "<cols><col min=\"3\" max=\"3\" hidden=\"1\" width=\"9\"/></cols><sheetData>",
        )
    })
    .part("xl/worksheets/sheet2.xml", hidden.as_bytes())
}

#[test]
fn what_was_hidden_is_told_or_shown_or_left_out() {
    let hide = |hidden| Rules {
        hidden,
        ..Rules::default()
    };
    let all = [
        "見える",
        "隠れた列",
        "隠れた行",
        "隠れたシート",
        "見える三行目",
    ];
    let (text, findings) = by("a.xlsx", book_with_hidden_things(), hide(Hidden::Keep));
    assert!(all.iter().all(|words| text.contains(words)));
    assert!(text.contains("state=\"hidden\"") && !text.contains("veryHidden"));
    assert_eq!(told(&findings, Code::HiddenKept), 3, "{findings:?}");
    let (text, findings) = by("a.xlsx", book_with_hidden_things(), hide(Hidden::Show));
    assert!(all.iter().all(|words| text.contains(words)) && !text.contains("idden"));
    assert_eq!(told(&findings, Code::HiddenShown), 3);
    let (text, _) = by("a.xlsx", book_with_hidden_things(), hide(Hidden::Remove));
    assert!(!text.contains("隠れた") && text.contains("見える三行目"));
    assert!(text.contains("Macro1"), "its place stays");
}

#[test]
fn hidden_words_are_told_or_shown_or_left_out() {
    let letter = || {
        let body = "<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>見える</w:t></w:r>\
                    <w:r><w:rPr><w:vanish/></w:rPr><w:t>隠し文字</w:t></w:r></w:p>";
        Forge::word(body, &[])
    };
    let hide = |hidden| Rules {
        hidden,
        ..Rules::default()
    };
    let (text, findings) = by("a.docx", letter(), hide(Hidden::Keep));
    assert!(text.contains("隠し文字") && text.contains("vanish"));
    assert!(told(&findings, Code::HiddenKept) > 0);
    let (text, _) = by("a.docx", letter(), hide(Hidden::Show));
    assert!(text.contains("隠し文字") && !text.contains("vanish"));
    let (text, findings) = by("a.docx", letter(), hide(Hidden::Remove));
    assert!(text.contains("見える") && !text.contains("隠し文字") && !text.contains("vanish"));
    assert_eq!(told(&findings, Code::HiddenTextRemoved), 1);
}

#[test]
fn properties_are_left_out_or_a_few_stay() {
    let letter = || {
        Forge::word("<w:p><w:r><w:t>本文</w:t></w:r></w:p>", &[])
            .replace("_rels/.rels", |text| {
                text.replace(
                    "</Relationships>",
                    "<Relationship Id=\"rId7\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>",
                )
            })
            .part(
                "docProps/core.xml",
                "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>計画 &amp; 予算</dc:title><cp:keywords>secret</cp:keywords></cp:coreProperties>"
                    .as_bytes(),
            )
    };
    let (text, findings) = by("a.docx", letter(), Rules::default());
    assert!(!text.contains("計画") && !text.contains("docProps"));
    assert_eq!(told(&findings, Code::MetadataRemoved), 1);
    let keep = Rules {
        properties: Properties::Keep,
        ..Rules::default()
    };
    let (text, _) = by("a.docx", letter(), keep);
    assert!(text.contains("<dc:title>計画 &amp; 予算</dc:title>") && !text.contains("secret"));
}
