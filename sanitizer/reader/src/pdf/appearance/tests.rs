//! Fields and marks without an appearance, read.

use sekisho_ir::Code;
use sekisho_ir::drawing::{Blend, Mark};

use crate::pdf::tests::{A4, page, paper, words};

/// A page with one annotation, in a form of that manner.
fn with(annotation: &str, form: &str) -> Vec<u8> {
    page(
        &format!("/AcroForm<</DA(/Helv 12 Tf 0 0 1 rg){form}>>"),
        &format!("{A4}/Annots[<</Type/Annot/Rect[100 100 300 130]{annotation}>>]"),
        "",
    )
}

fn shown(annotation: &str) -> String {
    words(&paper(&with(annotation, "")).0)
}

fn marks(annotation: &str) -> Vec<Mark> {
    paper(&with(annotation, "")).0.pages.swap_remove(0).content
}

#[test]
fn a_field_shows_its_value_where_it_has_no_picture() {
    assert_eq!(shown("/Subtype/Widget/FT/Tx/V(Tanaka)"), "Tanaka");
    let colours = marks("/Subtype/Widget/FT/Tx/V(Tanaka)");
    let blue = colours.iter().any(|mark| {
        matches!(mark, Mark::Glyphs(run) if run.fill.as_ref().is_some_and(|fill| {
            fill.paint == sekisho_ir::drawing::Paint::Colour([0, 0, 255])
        }))
    });
    assert!(blue, "{colours:?}");
}

#[test]
fn a_hidden_field_and_one_for_no_screen_show_nothing() {
    for flags in [2, 32] {
        let annotation = format!("/Subtype/Widget/FT/Tx/V(Tanaka)/F {flags}");
        assert_eq!(shown(&annotation), "");
    }
}

#[test]
fn a_password_is_not_shown() {
    assert_eq!(shown("/Subtype/Widget/FT/Tx/Ff 8192/V(abc)"), "***");
}

#[test]
fn several_lines_are_broken_and_a_comb_has_a_cell_for_each() {
    let lines =
        marks("/Subtype/Widget/FT/Tx/Ff 4096/V(one two three four five six seven eight nine ten)");
    let rows: std::collections::BTreeSet<u32> = lines
        .iter()
        .filter_map(|mark| match mark {
            Mark::Glyphs(run) => Some(run.transform.0[5].get().to_bits()),
            _ => None,
        })
        .collect();
    assert!(rows.len() > 1, "{rows:?}");
    let cells = marks("/Subtype/Widget/FT/Tx/Ff 16777216/MaxLen 10/V(123)");
    let places: Vec<f32> = cells
        .iter()
        .filter_map(|mark| match mark {
            Mark::Glyphs(run) => Some(run.transform.0[4].get()),
            _ => None,
        })
        .collect();
    assert_eq!(places.len(), 3);
    assert!((places[1] - places[0] - 20.0).abs() < 0.5, "{places:?}");
}

#[test]
fn a_choice_is_shown_as_it_reads_and_a_tick_as_a_tick() {
    let choice = "/Subtype/Widget/FT/Ch/Ff 131072/V(a)/Opt[[(a)(First)][(b)(Second)]]";
    assert_eq!(shown(choice), "First");
    let list = "/Subtype/Widget/FT/Ch/V(b)/Opt[[(a)(First)][(b)(Second)]]";
    assert_eq!(shown(list), "FirstSecond");
    let tick = |state: &str| marks(&format!("/Subtype/Widget/FT/Btn/AS/{state}")).len();
    assert!(tick("Yes") > tick("Off"));
}

#[test]
fn a_value_is_written_anew_where_the_form_asks_for_it() {
    let empty = "/Subtype/Widget/FT/Tx/V(Tanaka)/AP<</N 6 0 R>>";
    let file = |form: &str| {
        let page = format!("{A4}/Annots[<</Type/Annot/Rect[100 100 300 130]{empty}>>]");
        crate::pdf::tests::file(&[
            &format!("<</Type/Catalog/Pages 2 0 R/AcroForm<</DA(/Helv 12 Tf){form}>>>>"),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            &format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R{page}>>"),
            "<</Length 0>>\nstream\n\nendstream",
            "null",
            "<</Type/XObject/Subtype/Form/BBox[0 0 200 30]/Length 11>>\nstream\n/Tx BMC EMC\nendstream",
        ])
    };
    assert_eq!(words(&paper(&file("/NeedAppearances true")).0), "Tanaka");
    assert_eq!(words(&paper(&file("")).0), "");
}

#[test]
fn marks_of_people_are_drawn() {
    let quads = "/QuadPoints[100 130 300 130 100 100 300 100]";
    for mark in [
        &format!("/Subtype/Underline{quads}"),
        &format!("/Subtype/StrikeOut{quads}"),
        &format!("/Subtype/Squiggly{quads}"),
        "/Subtype/Square/C[1 0 0]",
        "/Subtype/Circle/IC[1 0 0]",
        "/Subtype/Line/L[100 100 200 120]/LE[/None/OpenArrow]",
        "/Subtype/Polygon/C[1 0 0]/Vertices[100 100 200 120 150 130]",
        "/Subtype/Ink/InkList[[100 100 200 120 150 130]]",
        "/Subtype/Text/Contents(look)",
        "/Subtype/Link/Border[0 0 1]",
    ] {
        let drawn = marks(mark);
        assert!(
            drawn.iter().any(|mark| matches!(mark, Mark::Path(_))),
            "{mark}"
        );
    }
    assert_eq!(
        shown("/Subtype/FreeText/DA(/Helv 10 Tf)/Contents(said)"),
        "said"
    );
    let marker = marks(&format!("/Subtype/Highlight/C[1 1 0]{quads}"));
    let under = |mark: &Mark| matches!(mark, Mark::Open(group) if group.blend == Blend::Multiply);
    assert!(marker.iter().any(under), "{marker:?}");
    assert!(marks("/Subtype/Link/Border[0 0 0]").is_empty());
    assert!(marks("/Subtype/Popup").is_empty());
}

#[test]
fn what_a_note_says_is_told() {
    let bytes = with("/Subtype/Text/Contents(please check)", "");
    let reading = crate::pdf::read(&bytes, &crate::ReadHint::default()).unwrap();
    let row = reading
        .findings
        .rows()
        .iter()
        .find(|row| row.code == Code::CommentRemoved);
    assert_eq!(
        row.map(|row| row.places.clone()),
        Some(vec!["please check".to_owned()])
    );
}
