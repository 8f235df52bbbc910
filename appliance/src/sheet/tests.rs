//! Stories of a table that leaves the house.

use super::*;

/// A cell as it stands in a file.
fn harmless_of(cell: &str) -> String {
    let bytes = sheet(&[cell]).csv_utf8().expect("csv");
    let mut rows = ::csv::Reader::from_reader(bytes.as_slice());
    let row = rows.records().next().expect("a row").expect("read");
    row.get(0).expect("a cell").to_owned()
}

fn sheet(cells: &[&str]) -> Sheet {
    Sheet {
        name: "職員録".to_owned(),
        head: vec!["氏名".to_owned(), "内線".to_owned()],
        rows: {
            let mut rows = Rows::default();
            for cell in cells {
                rows.push([*cell, "1111"]);
            }
            rows
        },
    }
}

#[test]
fn excel_knows_the_encoding_and_a_line_ends_as_it_expects() {
    let bytes = sheet(&["佐藤 美咲"]).csv_utf8().expect("csv");
    let text = String::from_utf8(bytes).expect("text");
    assert_eq!(text, "\u{FEFF}氏名,内線\r\n佐藤 美咲,1111\r\n");
}

#[test]
fn no_name_becomes_a_formula() {
    for cell in ["=1+1", "+81", "-x", "@SUM(A1)"] {
        let bytes = sheet(&[cell]).csv_utf8().expect("csv");
        assert!(
            String::from_utf8(bytes)
                .expect("text")
                .contains(&format!("\n'{cell},"))
        );
    }
}

#[test]
fn no_name_becomes_a_formula_by_what_is_not_seen_before_it_or_by_a_wide_sign() {
    let all = [
        "\u{FE0F}=1+1",
        "\u{E0100}@SUM(A1)",
        "\u{200B}=1+1",
        " =1+1",
        "\u{3000}+81",
        "\n=1+1",
        "＝1+1",
        "＋81",
        "－x",
        "＠SUM(A1)",
        "−x",
    ];
    for cell in all {
        let (bytes, _) = sheet(&[cell]).csv_cp932().expect("csv");
        let text = encoding_rs::SHIFT_JIS.decode(&bytes).0.into_owned();
        let cell = text
            .split("\r\n")
            .nth(1)
            .expect("a row")
            .trim_start_matches('"');
        assert!(cell.starts_with('\''), "{cell}");
    }
    for cell in all.into_iter().chain(["佐藤=美咲", "'佐藤"]) {
        assert_eq!(
            as_written(&harmless_of(cell)),
            cell,
            "it comes back as it was"
        );
    }
    // A name is a name wherever such a sign stands within it.
    let bytes = sheet(&["佐藤=美咲", "𠮷田 健一"]).csv_utf8().expect("csv");
    assert!(!String::from_utf8(bytes).expect("text").contains('\''));
}

#[test]
fn cp932_says_what_it_can_and_names_the_rest() {
    let (bytes, missing) = sheet(&["髙橋 由美", "山﨑 翔太", "外字\u{E000}"])
        .csv_cp932()
        .expect("csv");
    assert!(
        missing.is_empty(),
        "NEC and IBM rows and the town's own are CP932: {missing:?}"
    );
    let (text, _, _) = encoding_rs::SHIFT_JIS.decode(&bytes);
    assert!(text.contains("髙橋") && text.contains("山﨑") && text.contains('\u{E000}'));

    let (bytes, missing) = sheet(&["佐藤", "𠮷田 健一", "葛\u{E0100}城"])
        .csv_cp932()
        .expect("csv");
    let told: Vec<_> = missing
        .iter()
        .map(|cell| (cell.row, cell.characters.concat()))
        .collect();
    assert_eq!(told, [(2, "𠮷".to_owned()), (3, "葛\u{E0100}".to_owned())]);
    let (text, _, _) = encoding_rs::SHIFT_JIS.decode(&bytes);
    assert!(text.contains("〓田 健一") && text.contains("葛城") && !text.contains('?'));
}

#[test]
fn a_workbook_keeps_every_letter() {
    let bytes = sheet(&["𠮷田", "葛\u{E0100}城", "\u{E000}", "=1+1"])
        .xlsx()
        .expect("workbook");
    assert!(bytes.starts_with(b"PK"));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
    let mut strings = String::new();
    let mut part = archive.by_name("xl/sharedStrings.xml").expect("strings");
    std::io::Read::read_to_string(&mut part, &mut strings).expect("text");
    for cell in ["𠮷田", "葛\u{E0100}城", "\u{E000}", "=1+1"] {
        assert!(strings.contains(cell), "{cell}");
    }
}

#[test]
fn a_file_that_was_sent_comes_back_without_a_formula_and_reads_as_before() {
    let sent =
        "\u{FEFF}氏名,備考\n佐藤,=HYPERLINK(\"\"x\"\")\n\"@SUM(1,2)\",\"+81\n二行\",余り\n＝1+1\n";
    let back = String::from_utf8(sent_again(sent).expect("csv")).expect("text");
    let rows = |text: &str| -> Vec<Vec<String>> {
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        let records = reader.records().map(|record| record.expect("read"));
        records
            .map(|record| record.iter().map(str::to_owned).collect())
            .collect()
    };
    assert!(back.starts_with('\u{FEFF}'));
    let (before, after) = (rows(sent), rows(&back));
    let formula = |cell: &String| cell.starts_with(['=', '+', '@', '＝']);
    assert_eq!(
        before.iter().flatten().filter(|cell| formula(cell)).count(),
        4
    );
    assert!(!after.iter().flatten().any(formula), "{back}");
    let again: Vec<Vec<String>> = after
        .iter()
        .map(|row| row.iter().map(|cell| as_written(cell).to_owned()).collect())
        .collect();
    assert_eq!(again, before);
    let twice = String::from_utf8(sent_again(&back).expect("csv")).expect("text");
    assert_eq!(twice, back, "a guard is not guarded");
}
