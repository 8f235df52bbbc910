//! Formulas from tokens, as a sheet, a rule and a name hold them.

use super::book::{Book, Table};
use super::fields::Fields;
use super::formula::{self, Formula, Stand};

/// A workbook of two sheets and one that lies outside.
fn book() -> Book {
    let mut book = Book::default();
    let record = |id: u16, body: &[u8]| {
        let mut bytes = Vec::new();
        if id < 128 {
            bytes.push(u8::try_from(id).unwrap());
        } else {
            bytes.push(u8::try_from(id & 0x7f | 0x80).unwrap());
            bytes.push(u8::try_from(id >> 7).unwrap());
        }
        bytes.push(u8::try_from(body.len()).unwrap());
        bytes.extend_from_slice(body);
        bytes
    };
    let wide = |text: &str| {
        let units: Vec<u16> = text.encode_utf16().collect();
        let mut bytes = u32::try_from(units.len()).unwrap().to_le_bytes().to_vec();
        bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        bytes
    };
    let mut part = record(131, &[]);
    for name in ["集計", "元 データ"] {
        part.extend(record(
            156,
            &[vec![0; 8], wide("rId1"), wide(name)].concat(),
        ));
    }
    part.extend(record(39, &[vec![0; 9], wide("税率"), vec![0; 8]].concat()));
    part.extend(record(
        39,
        &[vec![0; 9], wide("_xlfn.XLOOKUP"), vec![0; 8]].concat(),
    ));
    part.extend(record(357, &[]));
    part.extend(record(355, &wide("rId9")));
    let externs = [
        (0_u32, 0_i32, 0_i32),
        (0, 1, 1),
        (0, 0, 1),
        (1, 0, 0),
        (0, -1, -1),
    ];
    let mut body = 5_u32.to_le_bytes().to_vec();
    for (source, first, last) in externs {
        body.extend(source.to_le_bytes());
        body.extend(first.to_le_bytes());
        body.extend(last.to_le_bytes());
    }
    part.extend(record(362, &body));
    part.extend(record(132, &[]));
    book.read_workbook(&part).unwrap();
    let table = Table {
        name: "売上表".to_owned(),
        columns: vec!["品名".to_owned(), "数#量".to_owned()],
    };
    book.tables.insert(7, table);
    book
}

fn read_at(tokens: &[u8], extra: &[u8], stand: Stand) -> Formula {
    let mut bytes = u32::try_from(tokens.len()).unwrap().to_le_bytes().to_vec();
    bytes.extend_from_slice(tokens);
    bytes.extend(u32::try_from(extra.len()).unwrap().to_le_bytes());
    bytes.extend_from_slice(extra);
    formula::read(&mut Fields::new(&bytes), stand, &book()).unwrap()
}

fn text(tokens: &[u8]) -> String {
    read_at(tokens, &[], Stand::cell(4, 2)).into_text()
}

const A1: [u8; 7] = [0x44, 0, 0, 0, 0, 0, 0xc0];
const B2: [u8; 7] = [0x44, 1, 0, 0, 0, 1, 0x00];

#[test]
fn operators_bind_as_they_did_and_parentheses_stay() {
    let sum = [&A1[..], &B2, &[0x03], &[0x1e, 2, 0], &[0x05]].concat();
    assert_eq!(text(&sum), "(A1+$B$2)*2");
    let kept = [&A1[..], &B2, &[0x03, 0x15], &[0x1e, 2, 0], &[0x05]].concat();
    assert_eq!(text(&kept), "(A1+$B$2)*2");
    let power = [&[0x1e, 2, 0][..], &A1, &[0x13, 0x07, 0x14]].concat();
    assert_eq!(text(&power), "(2^-A1)%");
    let text_and = [&[0x17, 2, 0, b'a', 0, b'"', 0][..], &A1, &[0x08]].concat();
    assert_eq!(text(&text_and), "\"a\"\"\"&A1");
}

#[test]
fn functions_are_called_by_number_by_name_and_by_attribute() {
    let round = [&A1[..], &[0x1e, 2, 0], &[0x41, 27, 0]].concat();
    assert_eq!(text(&round), "ROUND(A1,2)");
    let sum = [&A1[..], &[0x19, 0x10, 0, 0]].concat();
    assert_eq!(text(&sum), "SUM(A1)");
    let future = [&[0x23, 2, 0, 0, 0][..], &A1, &B2, &B2, &[0x42, 4, 255, 0]].concat();
    assert_eq!(text(&future), "_xlfn.XLOOKUP(A1,$B$2,$B$2)");
    let missing = [&A1[..], &[0x16], &[0x22, 2, 1, 0]].concat();
    assert_eq!(text(&missing), "IF(A1,)");
    let choice = [
        &[0x1e, 1, 0][..],
        &[0x19, 4, 1, 0, 0, 0, 0, 0],
        &A1,
        &[0x19, 8, 0, 0],
        &[0x42, 2, 100, 0],
    ]
    .concat();
    assert_eq!(text(&choice), "CHOOSE(1,A1)");
    let union = [&A1[..], &B2, &[0x10], &[0x42, 1, 4, 0]].concat();
    assert_eq!(text(&union), "SUM((A1,$B$2))");
    let name = [&[0x43, 1, 0, 0, 0][..], &A1, &[0x05]].concat();
    assert_eq!(text(&name), "税率*A1");
}

#[test]
fn references_lead_to_sheets_of_this_book_or_say_that_they_lead_outside() {
    let other = |number: u8| [&[0x5a, number, 0][..], &A1[1..]].concat();
    assert_eq!(text(&other(0)), "集計!A1");
    assert_eq!(text(&other(1)), "'元 データ'!A1");
    assert_eq!(text(&other(2)), "'集計:元 データ'!A1");
    assert_eq!(text(&other(3)), "[1]!A1");
    assert_eq!(text(&other(4)), "#REF!");
    assert_eq!(text(&other(9)), "#REF!");
    assert_eq!(text(&[0x59, 3, 0, 1, 0, 0, 0]), "[1]!name");
    assert!(!sekisho_ir::package::formula_is_inert(&text(&other(3))));
    let columns = [0x45, 0, 0, 0, 0, 0xff, 0xff, 0x0f, 0, 0, 0xc0, 1, 0xc0];
    assert_eq!(text(&columns), "A:B");
    let rows = [0x45, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0xff, 0x3f];
    assert_eq!(text(&rows), "$3:$4");
}

#[test]
fn what_moves_is_counted_from_the_cell_and_wraps_at_the_edges() {
    // One row up, one column to the left.
    let near = [0x4c, 0xff, 0xff, 0x0f, 0, 0xff, 0xff];
    assert_eq!(text(&near), "B4");
    let at_the_corner = read_at(&near, &[], Stand::cell(0, 0)).into_text();
    assert_eq!(at_the_corner, "XFD1048576");
}

#[test]
fn tables_and_arrays_are_named_as_xml_names_them() {
    let list = |flags: u16, first: u8, last: u8| {
        let [low, high] = flags.to_le_bytes();
        text(&[0x18, 0x19, 0, 0, low, high, 7, 0, 0, 0, first, 0, last, 0])
    };
    assert_eq!(list(0x01, 0, 0), "売上表[品名]");
    assert_eq!(list(0x41, 1, 1), "売上表[[#This Row],[数'#量]]");
    assert_eq!(list(0x02, 0, 1), "売上表[[品名]:[数'#量]]");
    assert_eq!(list(0x04, 0, 0), "売上表[#All]");
    assert_eq!(list(0x00, 0, 0), "売上表[]");
    let mut extra = [1_u32.to_le_bytes(), 3_u32.to_le_bytes()].concat();
    extra.extend(
        [
            &[0][..],
            &1.5_f64.to_le_bytes(),
            &[1, 1, 0, b'x', 0, 4, 0x2a, 0, 0, 0],
        ]
        .concat(),
    );
    let array = [&[0x60][..], &[0; 14]].concat();
    let said = read_at(&array, &extra, Stand::cell(0, 0)).into_text();
    assert_eq!(said, "{1.5,\"x\",#N/A}");
}

#[test]
fn what_cannot_be_read_is_never_taken_for_a_formula() {
    for tokens in [
        &[0xff][..],
        &[0x44, 0, 0],
        &[0x03],
        &[0x41, 0xff, 0xff],
        &[0x42, 1, 4, 0],
        &[0x42, 0, 1, 0x80],
        &[0x23, 99, 0, 0, 0],
        &[0x18, 0x19, 0, 0, 1, 0, 99, 0, 0, 0, 0, 0, 0, 0],
        &[0x1e, 1, 0, 0x1e, 1, 0],
    ] {
        let said = text(tokens);
        assert!(!sekisho_ir::package::formula_is_inert(&said), "{said}");
    }
    // Ever the same parenthesis again makes no text without end.
    let deep = [&A1[..], &[0x15; 16_000]].concat();
    assert!(text(&deep).len() < 70_000);
    assert_eq!(text(&[]), "");
}

#[test]
fn a_cell_may_say_that_it_shares_its_formula() {
    let with = read_at(&[1, 4, 0, 0, 0], &[2, 0, 0, 0], Stand::cell(5, 2));
    assert_eq!(with, Formula::With(4, 2));
}
