//! Small PDFs, read.

use std::fmt::Write;

use sekisho_ir::drawing::Mark;
use sekisho_ir::{Code, Document, Limits, Paper, Reason};

use super::read;
use crate::ReadHint;

/// A file of these objects, numbered from one; the first is the catalogue.
fn file(objects: &[&str]) -> Vec<u8> {
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

fn page(catalog: &str, page: &str, content: &str) -> Vec<u8> {
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

const A4: &str = "/MediaBox[0 0 595 842]";

fn paper(bytes: &[u8]) -> (Paper, Vec<(Code, u32)>) {
    let reading = read(bytes, &ReadHint::default()).unwrap();
    assert_eq!(reading.document.verify(&Limits::default()), Ok(()));
    let told = reading.findings.rows().iter();
    let told = told.map(|row| (row.code, row.count)).collect();
    match reading.document {
        Document::Paper(paper) => (paper, told),
        other => panic!("{other:?}"),
    }
}

fn words(paper: &Paper) -> String {
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
