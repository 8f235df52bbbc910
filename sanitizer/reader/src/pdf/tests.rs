//! Small PDFs, read.

use std::fmt::Write;

use sekisho_ir::drawing::{Blend, Definition, Fill, Mark, Paint};
use sekisho_ir::{Code, Document, Limits, Paper, Reason};

use super::read;
use crate::ReadHint;

/// A file of these objects, numbered from one; the first is the catalogue.
pub(super) fn file(objects: &[&str]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        write!(out, "{number} 0 obj\n{object}\nendobj\n").unwrap();
    }
    let start = out.len();
    let size = places.len() + 1;
    write!(out, "xref\n0 {size}\n0000000000 65535 f \n").unwrap();
    for place in places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    write!(
        out,
        "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    out.into_bytes()
}

pub(super) fn page(catalog: &str, page: &str, content: &str) -> Vec<u8> {
    file(&[
        &format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        &format!(
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>{page}>>"
        ),
        &format!(
            "<</Length {}>>\nstream\n{content}\nendstream",
            content.len()
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ])
}

pub(super) const A4: &str = "/MediaBox[0 0 595 842]";

pub(super) fn paper(bytes: &[u8]) -> (Paper, Vec<(Code, u32)>) {
    paper_of(bytes, &ReadHint::default())
}

/// The pages and what was told.
pub(super) fn paper_of(bytes: &[u8], hint: &ReadHint) -> (Paper, Vec<(Code, u32)>) {
    let reading = read(bytes, hint).unwrap();
    assert_eq!(reading.document.verify(&Limits::default()), Ok(()));
    let told = reading.findings.rows().iter();
    let told = told.map(|row| (row.code, row.count)).collect();
    match reading.document {
        Document::Paper(paper) => (paper, told),
        other => panic!("{other:?}"),
    }
}

/// All words shown.
pub(super) fn words(paper: &Paper) -> String {
    let marks = paper.pages.iter().flat_map(|page| &page.content);
    let runs = marks.filter_map(|mark| match mark {
        Mark::Glyphs(run) => Some(run),
        _ => None,
    });
    runs.flat_map(|run| {
        let font = &paper.fonts[usize::try_from(run.font).unwrap()];
        run.glyphs
            .iter()
            .map(|placed| &*font.glyphs[usize::try_from(placed.glyph).unwrap()].text)
    })
    .collect()
}

#[test]
fn words_and_shapes_stay_and_each_glyph_is_kept_once() {
    let content = "BT /F1 20 Tf 72 700 Td (Hello) Tj ET 1 0 0 rg 10 10 50 50 re f 0 0 m 9 9 l S";
    let (paper, told) = paper(&page("", A4, content));
    assert_eq!(words(&paper), "Hello");
    assert_eq!(paper.fonts.len(), 1);
    assert_eq!(paper.fonts[0].glyphs.len(), 4);
    assert!(
        paper.fonts[0]
            .glyphs
            .iter()
            .all(|glyph| glyph.segments.len() > 3)
    );
    let page = &paper.pages[0];
    assert_eq!((page.width.get(), page.height.get()), (595.0, 842.0));
    let paths = page
        .content
        .iter()
        .filter(|mark| matches!(mark, Mark::Path(_)));
    assert_eq!(paths.count(), 2);
    assert!(told.contains(&(Code::PagesKept, 1)));
}

#[test]
fn words_over_a_scan_stay_unseen_and_can_be_searched() {
    let (paper, _) = paper(&page("", A4, "BT 3 Tr /F1 20 Tf 72 700 Td (scan) Tj ET"));
    assert_eq!(words(&paper), "scan");
    let [Mark::Glyphs(run)] = paper.pages[0].content.as_slice() else {
        panic!("one run")
    };
    assert!(run.fill.is_none() && run.stroke.is_none());
}

#[test]
fn a_turned_page_stands_upright() {
    let (paper, _) = paper(&page("", &format!("{A4}/Rotate 90"), ""));
    let page = &paper.pages[0];
    assert_eq!((page.width.get(), page.height.get()), (842.0, 595.0));
}

#[test]
fn what_runs_is_counted_and_has_no_place() {
    let catalog = "/OpenAction<</S/JavaScript/JS(app.alert)>>";
    let links = "/Annots[<</Type/Annot/Subtype/Link/Rect[10 10 50 50]/A<</S/URI/URI(https://a.example/)>>>>\
                 <</Type/Annot/Subtype/Link/Rect[10 10 50 50]/A<</S/Launch/F(cmd.exe)>>>>]";
    let (paper, told) = paper(&page(catalog, &format!("{A4}{links}"), ""));
    assert_eq!(paper.pages[0].links.len(), 1);
    assert!(told.contains(&(Code::ScriptRemoved, 2)));
    assert!(told.contains(&(Code::ExternalLinkRemoved, 1)));
}

#[test]
fn a_page_larger_than_any_sheet_is_held_before_it_is_drawn() {
    for size in ["14400 14400", "1000000 10", "3371 2500"] {
        let held = read(
            &page("", &format!("/MediaBox[0 0 {size}]"), "0 0 m 9 9 l S"),
            &ReadHint::default(),
        );
        assert_eq!(
            held.err().map(|held| held.reason),
            Some(Reason::TooLarge),
            "{size}"
        );
    }
}

#[test]
fn drawing_without_end_is_held() {
    let content = "0 0 m 9 9 l S\n".repeat(200);
    let limits = Limits {
        paper_marks: 100,
        ..Limits::default()
    };
    let hint = ReadHint {
        limits,
        ..ReadHint::default()
    };
    let held = read(&page("", A4, &content), &hint);
    assert_eq!(held.err().map(|held| held.reason), Some(Reason::TooMany));
    assert_eq!(
        read(b"%PDF-1.7 nothing", &hint)
            .err()
            .map(|held| held.reason),
        Some(Reason::Malformed)
    );
}

#[test]
fn attached_files_come_out_once_each_wherever_they_hang_and_with_safe_names() {
    let attached = |name: &str, stream: u32| {
        format!("<</Type/Filespec/UF({name})/EF<</F {stream} 0 R/UF {stream} 0 R>>>>")
    };
    let stream = |sort: &str, body: &str| {
        let length = body.len();
        format!("<</Type/EmbeddedFile/Subtype/{sort}/Length {length}>>\nstream\n{body}\nendstream")
    };
    let bytes = file(&[
        &format!(
            "<</Type/Catalog/Pages 2 0 R/Collection<</View/D>>/AF[{}]/Names<</EmbeddedFiles<</Names[(a){}(b)<</F(far.exe)/EF<<>>>>]>>>>>>",
            attached(r"C:\\temp\\..\\memo.txt", 4),
            attached("again.txt", 4)
        ),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        &format!(
            "<</Type/Page/Parent 2 0 R{A4}/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[1 1 9 9]/FS{}>>]>>",
            attached("", 5)
        ),
        &stream("text#2Fplain", "memo"),
        &stream("text#2Fcsv", "a,b"),
    ]);
    let reading = read(&bytes, &ReadHint::default()).unwrap();
    let children: Vec<_> = reading
        .children
        .iter()
        .map(|child| {
            (
                child.name.as_str(),
                &*child.bytes,
                child.declared.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        children,
        [
            ("memo.txt", &b"memo"[..], Some("text/plain")),
            ("attachment 2", b"a,b", Some("text/csv")),
        ]
    );
    let told = |code| {
        let rows = reading.findings.rows();
        rows.iter()
            .find(|row| row.code == code)
            .map(|row| row.count)
    };
    assert_eq!(told(Code::AttachmentsApart), Some(2));
    assert_eq!(told(Code::EmbeddedObjectRemoved), Some(1));
}

#[test]
fn more_attached_files_than_allowed_are_left_out_and_told() {
    let names =
        (4..8).map(|number| format!("({number})<</F({number}.txt)/EF<</F {number} 0 R>>>>"));
    let names = names.collect::<Vec<_>>().concat();
    let catalog =
        format!("<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[{names}]>>>>>>");
    let stream = "<</Length 1>>\nstream\nx\nendstream";
    let page = format!("<</Type/Page/Parent 2 0 R{A4}>>");
    let pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
    let bytes = file(&[&catalog, pages, &page, stream, stream, stream, stream]);
    let hint = ReadHint {
        limits: Limits {
            children: 3,
            ..Limits::default()
        },
        ..ReadHint::default()
    };
    let reading = read(&bytes, &hint).unwrap();
    assert_eq!(reading.children.len(), 3);
    let rows = reading.findings.rows();
    assert!(
        rows.iter()
            .any(|row| row.code == Code::PartsBeyondLimit && row.count == 1)
    );
}

#[test]
fn a_stencil_is_painted_with_what_the_page_paints_with_and_not_with_grey() {
    let content =
        "/Pattern cs /P0 scn 40 0 0 40 10 10 cm BI /IM true /W 8 /H 1 /BPC 1 ID \u{f}\nEI";
    let pattern = "<</PatternType 2/Shading<</ShadingType 2/ColorSpace/DeviceRGB/Coords[0 0 500 0]\
                   /Function<</FunctionType 2/Domain[0 1]/C0[1 0 0]/C1[0 0 1]/N 1>>/Extend[true true]>>>>";
    let bytes = file(&[
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        &format!(
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 200 200]/Resources<</Pattern<</P0 {pattern}>>>>>>"
        ),
        &format!(
            "<</Length {}>>\nstream\n{content}\nendstream",
            content.len()
        ),
    ]);
    let (paper, _) = paper(&bytes);
    let page = &paper.pages[0];
    let painted = page.content.iter().any(|mark| {
        matches!(mark, Mark::Path(path) if matches!(path.fill, Some(Fill { paint: Paint::Defined(_), .. })))
    });
    assert!(painted, "{:?}", page.content);
    assert!(
        page.definitions
            .iter()
            .any(|definition| matches!(definition, Definition::Mask(_)))
    );
}

#[test]
fn words_that_are_filled_and_outlined_are_said_once() {
    let (paper, _) = paper(&page(
        "",
        A4,
        "BT 2 Tr 0.5 w /F1 20 Tf 72 700 Td (Both) Tj ET",
    ));
    assert_eq!(words(&paper), "Both");
    let [Mark::Glyphs(run)] = paper.pages[0].content.as_slice() else {
        panic!("one run")
    };
    assert!(run.fill.is_some() && run.stroke.is_some());
}

#[test]
fn a_thin_line_stays_as_thin_as_it_was_and_one_without_width_is_seen() {
    let (paper, _) = paper(&page("", A4, "0.1 w 0 0 m 9 9 l S 0 w 0 0 m 9 9 l S"));
    let widths: Vec<f32> = paper.pages[0]
        .content
        .iter()
        .filter_map(|mark| match mark {
            Mark::Path(path) => path.stroke.as_ref().map(|stroke| stroke.width.get()),
            _ => None,
        })
        .collect();
    assert_eq!(widths, [0.1, 0.24]);
}

#[test]
fn what_an_expression_of_layers_hides_is_hidden() {
    let catalog = "/OCProperties<</OCGs[5 0 R 6 0 R]/D<</OFF[6 0 R]>>>>";
    let content =
        "/OC /A BDC BT /F1 20 Tf (seen) Tj ET EMC /OC /B BDC BT /F1 20 Tf (hidden) Tj ET EMC";
    let bytes = file(&[
        &format!("<</Type/Catalog/Pages 2 0 R{catalog}>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 200 200]/Resources<</Properties<</A 7 0 R/B 8 0 R>>>>>>",
        &format!(
            "<</Length {}>>\nstream\n{content}\nendstream",
            content.len()
        ),
        "<</Type/OCG/Name(on)>>",
        "<</Type/OCG/Name(off)>>",
        "<</Type/OCMD/VE[/And 5 0 R[/Not 6 0 R]]>>",
        "<</Type/OCMD/VE[/Or[/Not 5 0 R] 6 0 R]>>",
    ]);
    assert_eq!(words(&paper(&bytes).0), "seen");
}

#[test]
fn the_brightness_of_a_veil_is_turned_where_its_function_says_so() {
    let content = "/G gs 1 0 0 rg 0 0 200 200 re f";
    let veil = "0.2 g 0 0 100 200 re f";
    let bytes = |function: &str| {
        file(&[
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            &format!(
                "<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 200 200]/Resources<</ExtGState<</G<<\
                 /SMask<</S/Luminosity/G 5 0 R{function}>>>>>>>>>>"
            ),
            &format!(
                "<</Length {}>>\nstream\n{content}\nendstream",
                content.len()
            ),
            &format!(
                "<</Type/XObject/Subtype/Form/BBox[0 0 200 200]/Group<</S/Transparency/CS/DeviceGray>>\
                 /Length {}>>\nstream\n{veil}\nendstream",
                veil.len()
            ),
        ])
    };
    let turns = |function: &str| {
        let (paper, _) = paper(&bytes(function));
        paper.pages[0].definitions.iter().any(|definition| {
            matches!(definition, Definition::Mask(mask) if mask.content.iter().any(|mark| {
                matches!(mark, Mark::Open(group) if group.blend == Blend::Difference)
            }))
        })
    };
    assert!(!turns(""));
    assert!(turns("/TR<</FunctionType 2/Domain[0 1]/C0[1]/C1[0]/N 1>>"));
}

#[test]
fn words_stay_together_where_a_font_stands_for_another_of_other_widths() {
    let content = "BT /F1 20 Tf 10 10 Td (ABCA) Tj ET";
    let bytes = file(&[
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/MediaBox[0 0 200 200]/Resources<</Font<</F1 5 0 R>>>>>>",
        &format!(
            "<</Length {}>>\nstream\n{content}\nendstream",
            content.len()
        ),
        "<</Type/Font/Subtype/TrueType/BaseFont/Unheard/FirstChar 65/LastChar 67/Widths[900 400 700]\
         /Encoding/WinAnsiEncoding>>",
    ]);
    let (paper, _) = paper(&bytes);
    assert_eq!(words(&paper), "ABCA");
    let [Mark::Glyphs(run)] = paper.pages[0].content.as_slice() else {
        panic!("one run: {:?}", paper.pages[0].content)
    };
    assert_eq!(run.glyphs.len(), 4);
    // The second A is the first.
    assert_eq!(run.glyphs[0].glyph, run.glyphs[3].glyph);
}

/// A page that draws `F0`, each form drawing the next ten times, `deep` of them.
fn forms(deep: usize) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R{A4}/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"),
        "<</Length 4>>\nstream\n/F Do\nendstream".to_owned(),
    ];
    for number in 0..deep {
        let (content, next) = if number + 1 == deep {
            ("0 0 9 9 re f ".repeat(10), 5)
        } else {
            ("/F Do ".repeat(10), number + 6)
        };
        objects.push(format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {next} 0 R>>>>/Length {}>>\nstream\n{content}\nendstream",
            content.len()
        ));
    }
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    file(&objects)
}

#[test]
fn a_page_that_multiplies_itself_is_held_by_its_number_before_it_is_drawn() {
    let (paper, _) = paper(&forms(3));
    let drawn = paper.pages[0]
        .content
        .iter()
        .filter(|mark| matches!(mark, Mark::Path(_)));
    assert_eq!(drawn.count(), 1_000);
    // Ten to the twelfth rectangles: only counting them ends today.
    let held = read(&forms(12), &ReadHint::default()).unwrap_err();
    assert_eq!(held.reason, Reason::TooMany);
    let [found] = held.findings.rows() else {
        panic!("one finding")
    };
    assert_eq!(
        (found.code, found.places[0].as_str()),
        (Code::PageTooIntricate, "1")
    );
}

#[test]
fn a_form_that_draws_itself_ends_and_glyphs_that_are_drawings_are_counted() {
    let content = "/F Do /F Do ";
    let itself = file(&[
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        &format!(
            "<</Type/Page/Parent 2 0 R{A4}/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"
        ),
        "<</Length 4>>\nstream\n/F Do\nendstream",
        &format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length {}/Resources<</XObject<</F 5 0 R>>>>>>\nstream\n{content}\nendstream",
            content.len()
        ),
    ]);
    assert!(read(&itself, &ReadHint::default()).is_ok());
    // A thousand letters, each a drawing of twenty thousand steps.
    let glyph = format!("1000 0 d0 {}", "0 0 m 9 9 l S ".repeat(7_000));
    let shown = format!("BT /F1 9 Tf ({}) Tj ET", "a".repeat(1_000));
    let letters = file(&[
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        &format!("<</Type/Page/Parent 2 0 R{A4}/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"),
        &format!("<</Length {}>>\nstream\n{shown}\nendstream", shown.len()),
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 97/Widths[1000]\
         /Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>>>",
        &format!("<</Length {}>>\nstream\n{glyph}\nendstream", glyph.len()),
    ]);
    let held = read(&letters, &ReadHint::default()).unwrap_err();
    assert_eq!(held.reason, Reason::TooMany);
}

#[test]
fn a_group_mixes_with_what_lies_below_unless_the_file_says_that_it_does_not() {
    let content = "/Dark gs 1 0 0 rg 0 0 50 50 re f";
    let isolated = |said: &str| {
        let bytes = file(&[
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            &format!(
                "<</Type/Page/Parent 2 0 R{A4}/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"
            ),
            "<</Length 5>>\nstream\n/F Do\nendstream",
            &format!(
                "<</Type/XObject/Subtype/Form/BBox[0 0 99 99]/Group<</S/Transparency{said}>>\
                 /Resources<</ExtGState<</Dark<</BM/Multiply>>>>>>/Length {}>>\nstream\n{content}\nendstream",
                content.len()
            ),
        ]);
        let (paper, _) = paper(&bytes);
        let marks = paper.pages[0].content.iter();
        let mut groups = marks.filter_map(|mark| match mark {
            Mark::Open(group) if group.blend == Blend::Normal => Some(group.isolated),
            _ => None,
        });
        groups.any(|isolated| isolated)
    };
    assert!(!isolated(""));
    assert!(!isolated("/I false"));
    assert!(isolated("/I true"));
}
