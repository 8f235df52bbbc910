//! Binary workbooks: each story writes the records of one, takes it through both halves and reads what came out.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

mod road;

use road::carry;
use road::forge::{Forge, unpacked};
use road::records::{Body, Part, body, bundle, name, row};
use sekisho_ir::{Code, Kind, Reason};

/// Absolute cells of the sheet at this number: a print area.
fn area(sheet: u8) -> Vec<u8> {
    [&[0x3b, sheet, 0][..], &[0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 2, 0]].concat()
}

/// A workbook of these sheets, each a state and a name, with these names.
fn book(sheets: &[(u32, &str)], names: &[Body]) -> Vec<u8> {
    let mut part = Part::default().bare(131);
    part = part
        .record(153, &body().u32(0x1_0021).u32(0).wide(""))
        .bare(143);
    for (at, (state, title)) in (1..).zip(sheets) {
        part = part.record(156, &bundle(*state, at, &format!("rId{at}"), title));
    }
    part = part
        .bare(144)
        .bare(353)
        .bare(357)
        .record(355, &body().wide("rId8"));
    let count = u32::try_from(sheets.len()).unwrap();
    let all = body().u32(count + 1);
    let own = (0..count).fold(all, |body, at| body.many(&[0, at, at]));
    part = part.record(362, &own.many(&[1, 0, 0])).bare(354);
    for name in names {
        part = part.record(39, name);
    }
    part.bare(132).0
}

fn sheet(
    parts: impl FnOnce(Part) -> Part,
    rows: impl FnOnce(Part) -> Part,
    rest: impl FnOnce(Part) -> Part,
) -> Vec<u8> {
    let part = parts(Part::default().bare(129)).bare(145);
    rest(rows(part).bare(146)).bare(130).0
}

fn plain(rows: impl FnOnce(Part) -> Part) -> Vec<u8> {
    sheet(|part| part, rows, |part| part)
}

fn one_sheet(book: &[u8], sheet: &[u8]) -> Forge {
    let relations = [("rId1", "worksheet", "worksheets/sheet1.bin", false)];
    Forge::binary_book(book, &relations).binary("xl/worksheets/sheet1.bin", "worksheet", sheet)
}

fn told(clean: &road::Clean, code: Code) -> u32 {
    let row = clean.findings.iter().find(|finding| finding.code == code);
    row.map_or(0, |row| row.count)
}

#[test]
fn a_form_on_graph_paper_keeps_its_columns_merges_print_area_and_choices() {
    let squares = |part: Part| {
        part.record(390, &body())
            .record(60, &body().many(&[0, 39, 700, 0]).u16(2))
            .bare(391)
    };
    let rows = |part: Part| {
        let title: Vec<u16> = "申請書".encode_utf16().collect();
        assert_eq!(title.len(), 3);
        part.record(0, &row(0))
            .record(6, &body().cell(0, 0).wide("申請書"))
            .record(2, &body().cell(5, 0).u32(4_096 << 2 | 2))
            .record(5, &body().cell(6, 0).f64(0.125))
            .record(4, &body().cell(7, 0).u8(1))
            .record(3, &body().cell(8, 0).u8(0x2a))
            .record(1, &body().cell(9, 3))
    };
    let choices = "可,否"
        .encode_utf16()
        .fold(body().u8(0x17).u16(3), Body::u16)
        .0;
    let rest = |part: Part| {
        part.record(177, &body().u32(1))
            .record(176, &body().many(&[0, 1, 0, 4]))
            .bare(178)
            .record(573, &body().u16(0).many(&[0, 0, 0, 1]))
            .record(
                64,
                &body()
                    .u32(0x000c_1103)
                    .u32(1)
                    .many(&[3, 8, 2, 2])
                    .wide("誤り")
                    .wide("一覧から選んでください")
                    .null()
                    .null()
                    .formula(&choices)
                    .formula(&[]),
            )
            .bare(574)
            .record(
                476,
                &[0.7, 0.7, 0.75, 0.75, 0.3, 0.3]
                    .into_iter()
                    .fold(body(), Body::f64),
            )
            .record(
                478,
                &body().many(&[9, 100, 600, 600, 1, 1, 1, 0]).u16(2).null(),
            )
    };
    let names = [name(0x20, 0, "Print_Area", &area(0))];
    let sheet = sheet(squares, rows, rest);
    let forge = one_sheet(&book(&[(0, "様式 第1号")], &names), &sheet);
    let clean = carry("様式.xlsb", &forge.close()).unwrap();
    assert_eq!(clean.kind, Kind::Xlsx);
    let text = unpacked(&clean.bytes);
    for kept in [
        "<col min=\"1\" max=\"40\" width=\"2.734375\" customWidth=\"1\"/>",
        "<mergeCell ref=\"A1:E2\"/>",
        "申請書",
        "<c r=\"F1\"><v>4096</v></c>",
        "<c r=\"G1\"><v>0.125</v></c>",
        "<c r=\"H1\" t=\"b\"><v>1</v></c>",
        "<c r=\"I1\" t=\"e\"><v>#N/A</v></c>",
        "<c r=\"J1\" s=\"3\"/>",
        "name=\"_xlnm.Print_Area\"",
        "'様式 第1号'!$A$1:$C$9",
        "type=\"list\"",
        "imeMode=\"hiragana\"",
        "sqref=\"C4:C9\"",
        "<formula1>\"可,否\"</formula1>",
        "paperSize=\"9\"",
        "orientation=\"landscape\"",
        "date1904=\"1\"",
    ] {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
    assert_eq!(told(&clean, Code::FormatConverted), 1);
    assert_eq!(told(&clean, Code::PrintAreaKept), 1);
    assert_eq!(told(&clean, Code::MergedCellsKept), 1);
    assert_eq!(told(&clean, Code::ValidationsKept), 1);
    let again = carry("様式.xlsb", &forge_again(&sheet, &names)).unwrap();
    assert_eq!(again.bytes, clean.bytes);
}

fn forge_again(sheet: &[u8], names: &[Body]) -> Vec<u8> {
    one_sheet(&book(&[(0, "様式 第1号")], names), sheet).close()
}

const A1: [u8; 7] = [0x44, 0, 0, 0, 0, 0, 0xc0];

fn number(column: u32, value: f64, tokens: &[u8]) -> Body {
    body().cell(column, 0).f64(value).u16(0).formula(tokens)
}

#[test]
fn formulas_that_compute_stay_and_what_calls_out_leaves_its_value() {
    let outside = [&[0x5a, 1, 0][..], &A1[1..]].concat();
    let call = [&[0x17, 1, 0, b'k', 0][..], &[0x42, 1, 150, 0]].concat();
    let unreadable = [0xff];
    let shared = |row: u32| {
        body().cell(5, 0).f64(f64::from(row)).u16(0).formula_with(
            &[&[1][..], &0_u32.to_le_bytes()].concat(),
            &5_u32.to_le_bytes(),
        )
    };
    // The cell to the left, times two.
    let left = [&[0x4c, 0, 0, 0, 0, 0xff, 0xff][..], &[0x1e, 2, 0, 0x05]].concat();
    let sheet = plain(|part| {
        part.record(0, &row(0))
            .record(5, &body().cell(0, 0).f64(2.0))
            .record(9, &number(1, 4.0, &[&A1[..], &[0x1e, 2, 0, 0x05]].concat()))
            .record(9, &number(2, 7.0, &outside))
            .record(9, &number(3, 8.0, &call))
            .record(8, &body().cell(4, 0).wide("値").u16(0).formula(&unreadable))
            .record(9, &shared(0))
            .record(427, &body().many(&[0, 1, 5, 5]).formula(&left))
            .record(0, &row(1))
            .record(9, &shared(1))
    });
    let forge = one_sheet(&book(&[(0, "表")], &[]), &sheet);
    let clean = carry("a.xlsb", &forge.close()).unwrap();
    let text = unpacked(&clean.bytes);
    for kept in [
        "<c r=\"B1\"><f>A1*2</f><v>4</v></c>",
        "<c r=\"C1\"><v>7</v></c>",
        "<c r=\"D1\"><v>8</v></c>",
        "<c r=\"E1\" t=\"str\"><v>値</v></c>",
        "<f t=\"shared\" ref=\"F1:F2\" si=\"0\">E1*2</f>",
        "<c r=\"F2\"><f t=\"shared\" si=\"0\"/>",
    ] {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
    assert!(!text.contains("CALL") && !text.contains("[1]") && !text.contains("UNREADABLE"));
    assert_eq!(told(&clean, Code::FormulasKept), 3);
    assert_eq!(told(&clean, Code::ExternalLinkRemoved), 1);
    assert_eq!(told(&clean, Code::FormulaFrozen), 2);
}

#[test]
fn a_sheet_of_macros_is_gone_with_every_name_that_starts_it() {
    let sheet = plain(|part| {
        part.record(0, &row(0))
            .record(9, &number(0, 5.0, &[&[0x5a, 1, 0][..], &A1[1..]].concat()))
    });
    let exec = [
        &[0x17, 4, 0, b'c', 0, b'a', 0, b'l', 0, b'c', 0][..],
        &[0x42, 1, 110, 0],
    ]
    .concat();
    let macros = plain(|part| part.record(0, &row(0)).record(9, &number(0, 0.0, &exec)));
    let names = [
        name(0x20, u32::MAX, "Auto_Open", &area(1)),
        name(0, 1, "x", &area(0)),
    ];
    let office = "http://schemas.microsoft.com/office/2006/relationships";
    let relations = [
        ("rId1", "worksheet", "worksheets/sheet1.bin", false),
        (
            "rId2",
            &*format!("{office}/xlMacrosheet"),
            "macrosheets/sheet1.bin",
            false,
        ),
        (
            "rId3",
            &*format!("{office}/vbaProject"),
            "vbaProject.bin",
            false,
        ),
        (
            "rId8",
            "externalLink",
            "externalLinks/externalLink1.bin",
            false,
        ),
        ("rId9", "connections", "connections.bin", false),
    ];
    // Even where a relation says that it is a plain sheet.
    for word in ["xlMacrosheet", "worksheet"] {
        let mut relations = relations;
        let kind = if word == "worksheet" {
            "worksheet"
        } else {
            relations[1].1
        };
        relations[1].1 = kind;
        let forge = Forge::binary_book(&book(&[(0, "表"), (2, "Macro1")], &names), &relations)
            .binary("xl/worksheets/sheet1.bin", "worksheet", &sheet)
            .binary("xl/macrosheets/sheet1.bin", "macrosheet", &macros)
            .binary(
                "xl/externalLinks/externalLink1.bin",
                "externalLink",
                b"cmd|/c calc",
            )
            .part("xl/vbaProject.bin", b"not a project")
            .part("xl/connections.bin", b"http://evil.example");
        let clean = carry("a.xlsb", &forge.close()).unwrap();
        let text = unpacked(&clean.bytes);
        for gone in [
            "EXEC",
            "Macro1",
            "Auto_Open",
            "vba",
            "macro",
            "calc\"",
            "evil",
            "externalLink",
            "\"x\"",
        ] {
            assert!(!text.contains(gone), "{gone}\n{text}");
        }
        assert!(text.contains("<c r=\"A1\"><v>5</v></c>"));
        assert_eq!(told(&clean, Code::SheetsKept), 1);
        assert!(told(&clean, Code::MacroRemoved) >= 3);
        assert!(told(&clean, Code::ExternalLinkRemoved) >= 1);
        assert_eq!(told(&clean, Code::QueryRemoved), 1);
    }
}

#[test]
fn a_record_cut_short_or_a_length_that_lies_holds_the_whole() {
    let good = plain(|part| {
        part.record(0, &row(0))
            .record(6, &body().cell(0, 0).wide("あ"))
    });
    let carried = |sheet: &[u8]| {
        let forge = one_sheet(&book(&[(0, "表")], &[]), sheet);
        carry("a.xlsb", &forge.close()).map(|clean| clean.kind)
    };
    assert_eq!(carried(&good), Ok(Kind::Xlsx));
    for size in 1..good.len() {
        assert_eq!(carried(&good[..size]), Err(Reason::Malformed), "{size}");
    }
    let lie = plain(|part| {
        part.record(0, &row(0))
            .record(6, &body().cell(0, 0).u32(0x7fff_fffe))
    });
    assert_eq!(carried(&lie), Err(Reason::Malformed));
    let backwards = plain(|part| part.record(0, &row(1)).record(0, &row(0)));
    assert_eq!(carried(&backwards), Err(Reason::Malformed));
    let too_wide = plain(|part| part.record(0, &row(0)).record(1, &body().cell(16_384, 0)));
    assert_eq!(carried(&too_wide), Err(Reason::Malformed));
    assert_eq!(carried(b"<worksheet/>"), Err(Reason::Malformed));
}

#[test]
fn fonts_runs_and_ruby_of_strings_stay() {
    let font = |bold: u16, name: &str| {
        body()
            .u16(220)
            .u16(0)
            .u16(bold)
            .u16(0)
            .raw(&[0, 3, 128, 0])
            .raw(&[2 << 1 | 1, 0, 0, 0, 0xff, 0, 0, 0xff])
            .u8(0)
            .wide(name)
    };
    let xf = |parent: u16, flags: u16| {
        body()
            .u16(parent)
            .u16(14)
            .u16(1)
            .u16(0)
            .u16(0)
            .raw(&[255, 0])
            .u16(flags)
            .u16(0x0f)
    };
    let styles = Part::default()
        .bare(278)
        .record(611, &body().u32(2))
        .record(43, &font(400, "ＭＳ 明朝"))
        .record(43, &font(700, "ＭＳ ゴシック"))
        .bare(612)
        .record(626, &body().u32(1))
        .record(47, &xf(0xffff, 0x1010))
        .bare(627)
        .record(617, &body().u32(1))
        .record(47, &xf(0, 0x004a))
        .bare(618)
        .bare(279)
        .0;
    let ruby = body()
        .u8(3)
        .wide("東京都")
        .u32(1)
        .u16(2)
        .u16(1)
        .wide("とうきょうと")
        .u32(2)
        .raw(&[0, 0, 0, 0, 2, 0, 1, 0, 9, 0])
        .raw(&[5, 0, 2, 0, 1, 0, 1, 0, 9, 0]);
    let strings = Part::default()
        .record(159, &body().u32(1).u32(1))
        .record(19, &ruby)
        .bare(160)
        .0;
    let sheet = plain(|part| part.record(0, &row(0)).record(7, &body().cell(0, 0).u32(0)));
    let relations = [
        ("rId1", "worksheet", "worksheets/sheet1.bin", false),
        ("rId2", "styles", "styles.bin", false),
        ("rId3", "sharedStrings", "sharedStrings.bin", false),
    ];
    let forge = Forge::binary_book(&book(&[(0, "表")], &[]), &relations)
        .binary("xl/worksheets/sheet1.bin", "worksheet", &sheet)
        .binary("xl/styles.bin", "styles", &styles)
        .binary("xl/sharedStrings.bin", "sharedStrings", &strings);
    let clean = carry("a.xlsb", &forge.close()).unwrap();
    let text = unpacked(&clean.bytes);
    for kept in [
        "<si><r><t>東京</t></r><r><rPr><b/><sz val=\"11\"/><color rgb=\"FFFF0000\"/><rFont val=\"ＭＳ ゴシック\"/>",
        "<rPh sb=\"0\" eb=\"2\"><t>とうきょう</t></rPh><rPh sb=\"2\" eb=\"3\"><t>と</t></rPh>",
        "<phoneticPr fontId=\"1\" type=\"fullwidthKatakana\" alignment=\"center\"/>",
        "<name val=\"ＭＳ 明朝\"/><family val=\"3\"/><charset val=\"128\"/>",
        "numFmtId=\"14\" fontId=\"1\"",
        "<alignment horizontal=\"center\" vertical=\"center\" textRotation=\"255\" wrapText=\"1\"/>",
        "<protection locked=\"0\"/>",
    ] {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
}

#[test]
fn rules_panes_protection_and_comments_stay() {
    let view = |part: Part| {
        part.bare(133)
            .record(
                137,
                &body()
                    .u16(0x3dc)
                    .many(&[0, 0, 0])
                    .raw(&[64, 0, 0, 0])
                    .u16(85)
                    .u16(85)
                    .u16(0)
                    .u16(0)
                    .u32(0),
            )
            .record(151, &body().f64(1.0).f64(2.0).many(&[2, 1, 0]).u8(3))
            .bare(138)
            .bare(134)
    };
    let cfvo = |kind: u32, value: f64| body().u32(kind).f64(value).many(&[0, 0, 0]);
    let rest = |part: Part| {
        let allowed = [1_u32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1];
        part.record(535, &body().u16(0xabcd).many(&allowed))
            .record(461, &body().u32(2).u32(0).u32(1).many(&[1, 9, 2, 2]))
            .record(
                463,
                &body()
                    .many(&[1, 0, u32::MAX, 1, 5, 0, 0])
                    .u16(2)
                    .many(&[3, 0, 0])
                    .null()
                    .formula(&[0x1e, 10, 0]),
            )
            .bare(464)
            .record(
                463,
                &body()
                    .many(&[3, 2, u32::MAX, 2, 0, 0, 0])
                    .u16(0)
                    .many(&[0, 0, 0])
                    .null(),
            )
            .bare(469)
            .record(471, &cfvo(2, 0.0))
            .record(471, &cfvo(5, 50.0))
            .record(564, &body().raw(&[5, 255, 0, 0, 0xf8, 0x69, 0x6b, 0xff]))
            .record(564, &body().raw(&[5, 255, 0, 0, 0x63, 0xbe, 0x7b, 0xff]))
            .bare(470)
            .bare(464)
            .bare(462)
            .record(551, &body().wide("rId1"))
    };
    let sheet = sheet(view, |part| part, rest);
    let comments = Part::default()
        .bare(628)
        .bare(630)
        .record(632, &body().wide("係長"))
        .bare(631)
        .bare(633)
        .record(635, &body().u32(0).many(&[1, 1, 2, 2]).raw(&[7; 16]))
        .record(637, &body().u8(0).wide("確認"))
        .bare(636)
        .bare(634)
        .bare(629)
        .0;
    let forge = one_sheet(&book(&[(0, "表"), (1, "無い")], &[]), &sheet)
        .leads(
            "xl/worksheets/_rels/sheet1.bin.rels",
            &[
                ("rId1", "vmlDrawing", "../drawings/vmlDrawing1.vml", false),
                ("rId2", "comments", "../comments1.bin", false),
            ],
        )
        .binary("xl/comments1.bin", "comments", &comments);
    let clean = carry("a.xlsb", &forge.close()).unwrap();
    let text = unpacked(&clean.bytes);
    for kept in [
        "zoomScale=\"85\"",
        "<pane xSplit=\"1\" ySplit=\"2\" topLeftCell=\"B3\" activePane=\"bottomRight\" state=\"frozen\"/>",
        "password=\"ABCD\" sheet=\"1\" objects=\"1\" scenarios=\"1\"/>",
        "<cfRule type=\"cellIs\" priority=\"1\" stopIfTrue=\"1\" operator=\"greaterThan\"><formula>10</formula></cfRule>",
        "<colorScale><cfvo type=\"min\"/><cfvo type=\"percentile\" val=\"50\"/><color rgb=\"FFF8696B\"/>",
        "<author>係長</author>",
        "<comment ref=\"C2\" authorId=\"0\"><text><t>確認</t></text></comment>",
        "legacyDrawing",
    ] {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
    assert!(!text.contains("showGridLines=\"1\"") && !text.contains("無い"));
}

#[test]
fn choices_that_stand_on_another_sheet_stay_in_their_extension() {
    let list = [&[0x3b, 1, 0][..], &[0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]].concat();
    let size = u32::try_from(list.len()).unwrap();
    let rest = |part: Part| {
        part.record(35, &body().u32(0x0e02))
            .record(1_054, &body().u32(0).u16(0).many(&[0, 0, 0, 1]))
            .record(
                1_053,
                &body()
                    .u32(6)
                    .many(&[1, 0, 1, 0, 8, 1, 1])
                    .many(&[1, 0, size, 0])
                    .raw(&list)
                    .u32(0x010c_0103)
                    .null()
                    .null()
                    .null()
                    .null(),
            )
            .bare(1_154)
            .bare(36)
    };
    let main = sheet(|part| part, |part| part, rest);
    let relations = [
        ("rId1", "worksheet", "worksheets/sheet1.bin", false),
        ("rId2", "worksheet", "worksheets/sheet2.bin", false),
    ];
    let forge = |sheets: &[(u32, &str)]| {
        Forge::binary_book(&book(sheets, &[]), &relations)
            .binary("xl/worksheets/sheet1.bin", "worksheet", &main)
            .binary("xl/worksheets/sheet2.bin", "worksheet", &plain(|part| part))
            .close()
    };
    let clean = carry("a.xlsb", &forge(&[(0, "表"), (1, "マスタ")])).unwrap();
    let text = unpacked(&clean.bytes);
    for kept in ["type=\"list\"", "マスタ!$A$1:$A$3</", "B1:B9</"] {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
    assert_eq!(told(&clean, Code::ValidationsKept), 1);
    assert_eq!(told(&clean, Code::HiddenKept), 1);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]
    #[test]
    fn no_change_of_a_record_makes_it_panic_or_refused(changes in proptest::collection::vec((0_usize..4_000, proptest::num::u8::ANY), 1..8)) {
        let mut sheet = plain(|part| {
            part.record(0, &row(0)).record(9, &number(1, 4.0, &[&A1[..], &[0x1e, 2, 0, 0x05]].concat()))
                .record(6, &body().cell(2, 0).wide("表")).record(0, &row(3)).record(2, &body().cell(0, 0).u32(6))
        });
        let mut main = book(&[(0, "表")], &[name(0, u32::MAX, "範囲", &area(0))]);
        for (at, value) in changes {
            let (length, other) = (sheet.len(), main.len());
            if at % 2 == 0 { sheet[at % length] = value } else { main[at % other] = value }
        }
        if let Err(reason) = carry("a.xlsb", &one_sheet(&main, &sheet).close()) {
            proptest::prop_assert_ne!(reason, Reason::WriterRefused);
        }
    }
}
