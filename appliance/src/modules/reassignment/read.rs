//! A list as it comes from the personnel section: UTF-8 with or without a mark, or CP932, 外字 included.
//!
//! Every row is looked at; what is wrong with one never hides what is wrong with another.

use super::model::{Act, Column, Finding, Row, What};
use encoding_rs::SHIFT_JIS;

/// The most rows of a list.
const ROWS_MOST: usize = 30_000;

/// A list that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// The rows that say what they do.
    pub rows: Vec<Row>,
    /// What is wrong with the others.
    pub findings: Vec<Finding>,
}

/// The text of a file. What is no UTF-8 is CP932, which nearly every byte sequence is: what is not, becomes U+FFFD,
/// which [`list`] tells with its line.
pub(super) fn decode(bytes: &[u8]) -> String {
    let bare = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bare) {
        Ok(text) => text.to_owned(),
        Err(_) => SHIFT_JIS.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Whether a file came as CP932, which lacks letters that names have.
pub(super) fn is_cp932(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err()
}

/// Reads the rows of a list.
pub(super) fn list(text: &str) -> Listed {
    let mut out = Listed::default();
    let text = text.trim_start_matches('\u{FEFF}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let Some(Ok(head)) = records.next() else {
        return none(out);
    };
    let places: Vec<Option<Column>> = head.iter().map(column).collect();
    for (needed, _) in Column::ALL.into_iter().take(2) {
        if !places.contains(&Some(needed)) {
            out.findings.push(Finding {
                line: 1,
                column: needed,
                what: What::NoColumn,
            });
        }
    }
    if !out.findings.is_empty() {
        return out;
    }
    for record in records {
        // A record of text that is no CSV cannot be: the reader takes any text.
        let Ok(record) = record else { continue };
        let line = record.position().map_or(0, |place| line_of(text, place));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if out.rows.len() >= ROWS_MOST {
            out.findings.push(finding(line, Column::Act, What::TooMany));
            break;
        }
        let cell = |wanted: Column| {
            let place = places.iter().position(|column| *column == Some(wanted));
            let text = place.and_then(|place| record.get(place)).unwrap_or("");
            bare(text.trim()).to_owned()
        };
        for (column, _) in Column::ALL {
            if cell(column).contains('\u{FFFD}') {
                out.findings.push(finding(line, column, What::Bytes));
            }
        }
        let word = cell(Column::Act);
        match Act::from_word(&word) {
            Some(act) => out.rows.push(Row {
                line,
                act,
                login: cell(Column::Login),
                name: cell(Column::Name),
                yomi: cell(Column::Yomi),
                unit: cell(Column::Unit),
                title: cell(Column::Title),
                phone: cell(Column::Phone),
                address: cell(Column::Address),
                new_name: cell(Column::NewName),
                above: cell(Column::Above),
            }),
            None if word.is_empty() => {
                out.findings.push(finding(line, Column::Act, What::Empty));
            }
            None => {
                let what = What::UnknownAct(word);
                out.findings.push(finding(line, Column::Act, what));
            }
        }
    }
    none(out)
}

/// The line a record stands on: the reader counts from the empty lines before it.
pub(super) fn line_of(text: &str, place: &csv::Position) -> u64 {
    let from = usize::try_from(place.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| b"\r\n".contains(byte));
    let empty = empty.filter(|byte| **byte == b'\n').count();
    place
        .line()
        .saturating_add(u64::try_from(empty).unwrap_or(0))
}

fn none(mut out: Listed) -> Listed {
    if out.rows.is_empty() && out.findings.is_empty() {
        out.findings.push(finding(1, Column::Act, What::NoRow));
    }
    out
}

fn finding(line: u64, column: Column, what: What) -> Finding {
    Finding { line, column, what }
}

fn column(word: &str) -> Option<Column> {
    let word = word.trim();
    let found = Column::ALL.iter().find(|(_, known)| *known == word);
    found.map(|(column, _)| *column)
}

/// A cell without the mark that keeps a spreadsheet from taking it for a formula.
pub(super) fn bare(cell: &str) -> &str {
    crate::sheet::as_written(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "区分,ログイン名,氏名,よみ,所属,職位\n";

    #[test]
    fn every_letter_comes_in_as_it_is_in_either_encoding() {
        let names = ["𠮷田 健一", "髙橋 由美", "葛\u{E0100}城 一", "外\u{E000}字"];
        for name in names {
            let text = format!("{HEAD}採用,a1,{name},よみ,総務課,主事\n");
            for mark in ["", "\u{FEFF}"] {
                let read = list(&decode(format!("{mark}{text}").as_bytes()));
                assert_eq!(read.findings, []);
                assert_eq!(read.rows[0].name, name);
            }
        }
        let mut bytes = SHIFT_JIS.encode(HEAD).0.into_owned();
        bytes.extend(SHIFT_JIS.encode("採用,a1,髙橋 﨑").0.iter());
        // 外字, as Windows writes the first one.
        bytes.extend([0xF0, 0x40]);
        bytes.extend(SHIFT_JIS.encode(",よみ,総務課,主事\r\n").0.iter());
        let read = list(&decode(&bytes));
        assert_eq!(read.findings, []);
        assert_eq!(read.rows[0].name, "髙橋 﨑\u{E000}");
    }

    #[test]
    fn each_row_is_told_with_its_line_and_none_hides_another() {
        let text = format!("{HEAD}転生,a\n異動,b,,,\"総務\n課\",係長\n,c\n\n採用,d\n");
        let read = list(&text);
        let told: Vec<_> = read.findings.iter().map(|f| (f.line, &f.what)).collect();
        assert_eq!(
            told,
            [(2, &What::UnknownAct("転生".to_owned())), (5, &What::Empty)]
        );
        let lines: Vec<_> = read.rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [3, 7]);
    }

    #[test]
    fn a_list_without_its_head_or_rows_says_what_is_missing() {
        assert_eq!(list("").findings[0].what, What::NoRow);
        assert_eq!(list(HEAD).findings[0].what, What::NoRow);
        let told = list("異動,sato\n").findings;
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|f| f.what == What::NoColumn));
    }

    #[test]
    fn what_is_no_encoding_at_all_is_told_with_its_line() {
        let mut bytes = HEAD.as_bytes().to_vec();
        bytes.extend(b"\x8d\xff\xfe,\xa0\xfd");
        let read = list(&decode(&bytes));
        assert!(!read.findings.is_empty());
    }
}
