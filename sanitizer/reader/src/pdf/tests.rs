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
        assert_eq!(held.err(), Some(Reason::TooLarge), "{size}");
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
    assert_eq!(held.err(), Some(Reason::TooMany));
    assert_eq!(
        read(b"%PDF-1.7 nothing", &hint).err(),
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
    let names: String = (4..8)
        .map(|number| format!("({number})<</F({number}.txt)/EF<</F {number} 0 R>>>>"))
        .collect();
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
