//! What a site may decide about documents: each rule told as a story, with the house's choice beside the other.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::format_push_string,
    reason = "a test fails loudly"
)]

mod road;

use road::forge::{Forge, unpacked};
use road::{carry, carry_by, told};
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

/// The words of each paragraph of a written text, in order.
fn paragraphs(text: &str) -> Vec<String> {
    let (_, body) = text.split_once("<w:body>").unwrap();
    let (body, _) = body.split_once("</w:body>").unwrap();
    let words = |paragraph: &str| {
        let pieces = paragraph.split("<w:t").skip(1);
        let pieces = pieces.filter(|piece| piece.starts_with(['>', ' ']));
        pieces
            .map(|piece| piece.split_once('>').unwrap().1.split_once('<').unwrap().0)
            .collect::<String>()
    };
    let mut pieces: Vec<&str> = body.split("</w:p>").collect();
    pieces.pop();
    pieces.into_iter().map(words).collect()
}

fn accepted(body: &str) -> String {
    let accept = Rules {
        revisions: Revisions::Accept,
        ..Rules::default()
    };
    by("a.docx", Forge::word(body, &[]), accept).0
}

/// A paragraph set so, whose mark was deleted or not, and the words in it.
fn paragraph(style: &str, mark: &str, words: &str) -> String {
    let mark = match mark {
        "" => String::new(),
        mark => format!(
            "<w:rPr><w:{mark} w:id=\"1\" w:author=\"甲\" w:date=\"2026-04-01T00:00:00Z\"/></w:rPr>"
        ),
    };
    format!(
        "<w:p><w:pPr><w:jc w:val=\"{style}\"/>{mark}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
    )
}

#[test]
fn paragraphs_whose_mark_was_deleted_become_one_with_the_next() {
    let body = [
        paragraph("left", "del", "甲は"),
        paragraph("center", "", "乙に"),
        paragraph("left", "del", "一"),
        "<w:bookmarkStart w:id=\"7\" w:name=\"x\"/><w:bookmarkEnd w:id=\"7\"/>".to_owned(),
        paragraph("center", "moveFrom", "二"),
        paragraph("right", "", "三"),
        paragraph("left", "ins", "足した段落"),
        paragraph("left", "del", "表の前"),
        "<w:tbl><w:tr><w:tc>".to_owned(),
        paragraph("left", "del", "セルの終わり"),
        "</w:tc></w:tr></w:tbl>".to_owned(),
        paragraph("both", "", "末尾"),
    ];
    let text = accepted(&body.concat());
    assert_eq!(
        paragraphs(&text),
        [
            "甲は乙に",
            "一二三",
            "足した段落",
            "表の前",
            "セルの終わり",
            "末尾"
        ]
    );
    // The mark that remains sets the paragraph.
    let looks: Vec<&str> = text
        .split("<w:jc w:val=\"")
        .skip(1)
        .map(|rest| rest.split_once('"').unwrap().0)
        .collect();
    assert_eq!(looks, ["center", "right", "left", "left", "left", "both"]);
    assert!(text.contains("bookmarkStart"));
}

#[test]
fn a_field_over_joined_paragraphs_stays_whole_or_goes_whole() {
    let field = |word: &str| {
        let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
        let begin = format!(
            "{}<w:r><w:instrText>{word}</w:instrText></w:r>{}<w:r><w:t>頁</w:t></w:r>",
            mark("begin"),
            mark("separate")
        );
        let first = paragraph("left", "del", "前").replace("</w:p>", &format!("{begin}</w:p>"));
        let second =
            paragraph("left", "", "後").replace("</w:p>", &format!("{}</w:p>", mark("end")));
        accepted(&format!("{first}{second}"))
    };
    let text = field("PAGE");
    assert_eq!(paragraphs(&text), ["前頁後"]);
    assert_eq!(text.matches("fldChar ").count(), 3);
    let text = field("DDEAUTO evil x");
    assert_eq!(paragraphs(&text), ["前頁後"]);
    assert!(!text.contains("fldChar") && !text.contains("evil"));
}

#[test]
fn rows_cells_and_moved_words_are_accepted_too() {
    let change = |name: &str, within: &str| {
        format!("<w:{name} w:id=\"1\" w:author=\"甲\">{within}</w:{name}>")
    };
    let cell = |looks: &str, words: &str| {
        format!("<w:tc><w:tcPr>{looks}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>")
    };
    let row = |looks: &str, cells: &str| format!("<w:tr><w:trPr>{looks}</w:trPr>{cells}</w:tr>");
    let run = |words: &str| format!("<w:r><w:t>{words}</w:t></w:r>");
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl><w:tbl>{}</w:tbl><w:p>{}{}</w:p>",
        row(&change("ins", ""), &cell("", "足した行")),
        row(&change("del", ""), &cell("", "消えた行")),
        row(
            "",
            &format!(
                "{}{}{}",
                cell("", "残る"),
                cell(&change("cellDel", ""), "消えたセル"),
                cell(&change("cellIns", ""), "足したセル")
            )
        ),
        row(&change("del", ""), &cell("", "消えた表")),
        change("moveFrom", &run("元")),
        change("moveTo", &run("先")),
    );
    let text = accepted(&body);
    assert_eq!(paragraphs(&text), ["足した行", "残る", "足したセル", "先"]);
    assert_eq!(text.matches("<w:tbl>").count(), 1);
    assert!(!text.contains("move") && !text.contains("cellIns"));
}

#[test]
fn of_the_program_that_wrote_a_workbook_only_its_measures_are_told() {
    let told = |program: &str| {
        let book = Forge::sheet("", "", &[])
            .replace("_rels/.rels", |text| {
                text.replace(
                    "</Relationships>",
                    "<Relationship Id=\"rId7\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>",
                )
            })
            .part(
                "docProps/app.xml",
                format!("<Properties><Application>{program}</Application><Company>secret</Company></Properties>")
                    .as_bytes(),
            );
        by("a.xlsx", book, Rules::default()).0
    };
    let text = told("Microsoft Excel 12 of somebody");
    assert!(text.contains("<Application>Microsoft Excel</Application></Properties>"));
    assert!(!text.contains("secret") && !text.contains("somebody"));
    assert!(told("LibreOffice/7.0").contains("<Application>LibreOffice</Application>"));
    assert!(!told("secret").contains("docProps"));
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
fn nothing_that_only_a_hidden_sheet_or_slide_shows_crosses_with_it() {
    let remove = Rules {
        hidden: Hidden::Remove,
        ..Rules::default()
    };
    let keep = Rules::default();
    let drawing = "<xdr:wsDr xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
                   <xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx=\"1\" cy=\"1\"/>\
                   <xdr:sp><xdr:nvSpPr><xdr:cNvPr id=\"2\" name=\"x\"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr/><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>隠れた図形</a:t></a:r></a:p></xdr:txBody></xdr:sp>\
                   <xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>";
    let book = || {
        book_with_hidden_things()
            .replace("xl/worksheets/sheet2.xml", |text| {
                text.replace("</worksheet>", "<drawing r:id=\"rId1\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"/></worksheet>")
            })
            .leads(
                "xl/worksheets/_rels/sheet2.xml.rels",
                &[("rId1", "drawing", "../drawings/drawing1.xml", false)],
            )
            .part("xl/drawings/drawing1.xml", drawing.as_bytes())
    };
    assert!(by("a.xlsx", book(), keep).0.contains("隠れた図形"));
    let (text, _) = by("a.xlsx", book(), remove);
    assert!(!text.contains("隠れた図形") && !text.contains("drawing"));
    let notes = "<p:notes xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><p:cSld><p:spTree><p:sp>\
                 <p:txBody><a:bodyPr/><a:p><a:r><a:t>隠れた覚え書き</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:notes>";
    let layout = "<p:sldLayout xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"><p:cSld name=\"型\"/></p:sldLayout>";
    let leads = [
        (
            "rId1",
            "slideLayout",
            "../slideLayouts/slideLayout1.xml",
            false,
        ),
        (
            "rId2",
            "notesSlide",
            "../notesSlides/notesSlide1.xml",
            false,
        ),
    ];
    let show = || {
        Forge::slide("", &leads)
            .replace("ppt/slides/slide1.xml", |text| {
                text.replace("<p:sld ", "<p:sld show=\"0\" ")
            })
            .part("ppt/slideLayouts/slideLayout1.xml", layout.as_bytes())
            .part("ppt/notesSlides/notesSlide1.xml", notes.as_bytes())
    };
    assert!(by("a.pptx", show(), keep).0.contains("隠れた覚え書き"));
    let (text, _) = by("a.pptx", show(), remove);
    assert!(!text.contains("隠れた覚え書き") && text.contains("slideLayout1.xml"));
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

#[test]
fn what_is_put_together_holds_no_character_that_may_not_stand() {
    // A link on a sheet is made anew from its cell and its address; the cell is the sender's word.
    let forge = Forge::sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", "", &[])
        .replace("xl/worksheets/sheet1.xml", |text| {
            let link = "<hyperlinks><hyperlink ref=\"A1\u{1}\u{202e}\" r:id=\"rId9\" \
                        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"/></hyperlinks>";
            text.replace("</sheetData>", &format!("</sheetData>{link}"))
        })
        .leads(
            "xl/worksheets/_rels/sheet1.xml.rels",
            &[("rId9", "hyperlink", "mailto:nobody@nowhere.example", true)],
        );
    let clean = carry("a.xlsx", &forge.close()).unwrap();
    assert!(!unpacked(&clean.bytes).contains("<hyperlink "));
}

#[test]
fn a_scheme_is_no_formula_of_an_old_shape_and_no_text_stands_among_objects() {
    // Office's own schemes start programs: ms-msdt: was one that ran what it was told.
    let shape = "<w:p><w:r><w:t>文</w:t></w:r><w:r><w:pict><v:shapetype id=\"t\" coordsize=\"9,9\"><v:formulas>\
                 <v:f eqn=\"ms-msdt:/id PCWDiagnostic\"/><v:f eqn=\"sum @0 0 1\"/></v:formulas></v:shapetype></w:pict></w:r></w:p>";
    let clean = carry("a.docx", &Forge::word(shape, &[]).close()).unwrap();
    let text = unpacked(&clean.bytes);
    assert!(text.contains('文') && !text.contains("msdt"));

    let forge = Forge::sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", "", &[]).replace(
        "xl/worksheets/sheet1.xml",
        |text| {
            let stray = "<oleObjects><w:r xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
                         <w:t>x</w:t></w:r></oleObjects>";
            text.replace("</sheetData>", &format!("</sheetData>{stray}"))
        },
    );
    let clean = carry("a.xlsx", &forge.close()).unwrap();
    assert!(!unpacked(&clean.bytes).contains("oleObjects"));
}
