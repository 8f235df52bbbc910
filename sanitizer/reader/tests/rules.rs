//! What a site may decide about documents: each rule told as a story, with the house's choice beside the other.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::format_push_string,
    reason = "a test fails loudly"
)]

mod road;

use road::carry_by;
use road::forge::{Forge, unpacked};
use sekisho_ir::rules::Links;
use sekisho_ir::{Code, Rules};

fn by(name: &str, forge: Forge, rules: Rules) -> (String, Vec<(Code, u32)>) {
    let clean = carry_by(name, &forge.close(), rules).unwrap();
    let findings = clean
        .findings
        .iter()
        .map(|finding| (finding.code, finding.count))
        .collect();
    (unpacked(&clean.bytes), findings)
}

fn told(findings: &[(Code, u32)], code: Code) -> u32 {
    findings
        .iter()
        .find(|(found, _)| *found == code)
        .map_or(0, |(_, count)| *count)
}

const WEB: Rules = Rules {
    links: Links::Web,
    comments: sekisho_ir::rules::Traces::Keep,
    revisions: sekisho_ir::rules::Revisions::Keep,
    hidden: sekisho_ir::rules::Hidden::Keep,
    properties: sekisho_ir::rules::Properties::Remove,
    animation: sekisho_ir::rules::Animation::Keep,
    embedded: sekisho_ir::rules::Embedded::Sanitise,
};

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
    let (text, findings) = by("a.docx", letter_with_links(), WEB);
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
    let (text, _) = by("a.xlsx", sheet(), WEB);
    assert!(text.contains("TargetMode=\"External\""));
}
