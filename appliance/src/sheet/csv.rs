//! CSV: UTF-8 with a mark, which Excel needs to know it, or CP932 for whatever cannot read that.

use super::{Sheet, SheetError, cp932};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What stands for a character that CP932 lacks, where somebody chose to save all the same: 〓, the printers' stand-in.
const GETA: char = '〓';

/// A cell with characters that CP932 has none for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unsayable {
    /// The row, the first one under the head being 1.
    pub row: usize,
    /// The word over its column.
    pub column: String,
    /// The whole cell.
    pub cell: String,
    /// The characters, each once, in their order.
    pub characters: Vec<String>,
}

impl Sheet {
    /// The table as UTF-8 with a byte order mark.
    pub(crate) fn csv_utf8(&self) -> Result<Vec<u8>, SheetError> {
        self.written(b"\xEF\xBB\xBF")
    }

    /// The table as CP932, with the cells that could not be said whole; in these, 〓 stands for what is missing.
    pub(crate) fn csv_cp932(&self) -> Result<(Vec<u8>, Vec<Unsayable>), SheetError> {
        let mut said = BTreeMap::new();
        let mut missing = Vec::new();
        for (number, row) in self.rows.iter().enumerate() {
            for (column, cell) in self.head.iter().zip(row.cells()) {
                let characters = unsayable(cell, &mut said);
                if !characters.is_empty() {
                    missing.push(Unsayable {
                        row: number.saturating_add(1),
                        column: column.clone(),
                        cell: cell.to_owned(),
                        characters,
                    });
                }
            }
        }
        let text = self.written(&[])?;
        let mut out = Vec::with_capacity(text.len());
        for c in String::from_utf8_lossy(&text).chars() {
            // A selector only says which form of the letter before it was meant.
            if !cp932::push(&mut out, c) && !selects(c) {
                cp932::push(&mut out, GETA);
            }
        }
        Ok((out, missing))
    }

    /// The table after what a file begins with.
    fn written(&self, begin: &[u8]) -> Result<Vec<u8>, SheetError> {
        // A comma or a line end after each cell, and some that are quoted.
        let bytes = self.rows.bytes().saturating_mul(5) / 4;
        let mut out = Vec::with_capacity(bytes.saturating_add(1024));
        out.extend_from_slice(begin);
        let mut writer = ::csv::WriterBuilder::new()
            .terminator(::csv::Terminator::CRLF)
            .from_writer(out);
        writer.write_record(&self.head)?;
        for row in self.rows.iter() {
            for cell in row.cells() {
                writer.write_field(harmless(cell).as_bytes())?;
            }
            writer.write_record(None::<&[u8]>)?;
        }
        writer
            .into_inner()
            .map_err(|error| SheetError::Csv(error.into_error().into()))
    }
}

/// A text as it comes back from a file in CP932: 〓 for what that lacks, no selectors, twins as Windows has them.
pub(crate) fn as_cp932(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        if !cp932::push(&mut out, c) && !selects(c) {
            cp932::push(&mut out, GETA);
        }
    }
    encoding_rs::SHIFT_JIS
        .decode_without_bom_handling(&out)
        .0
        .into_owned()
}

/// A CSV that somebody sent, as it may leave the house again: with every cell guarded as in a table of ours. Whoever wrote
/// it is not whoever opens it.
pub(crate) fn sent_again(text: &str) -> Result<Vec<u8>, SheetError> {
    let text = text.trim_start_matches('\u{FEFF}');
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(b"\xEF\xBB\xBF".to_vec());
    for record in reader.records() {
        let record = record?;
        writer.write_record(record.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    writer
        .into_inner()
        .map_err(|error| SheetError::Csv(error.into_error().into()))
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A cell as it was before `harmless`.
pub(crate) fn as_written(cell: &str) -> &str {
    let bare = cell.strip_prefix('\'');
    bare.filter(|bare| is_formula(bare)).unwrap_or(cell)
}

/// Whether a spreadsheet might take a cell for a formula. A Japanese one takes the wide signs too, and whatever is not
/// seen before a sign may be gone once the cell is read: a selector is, in CP932.
fn is_formula(cell: &str) -> bool {
    // Letters and digits are seen, and are no sign: what nearly every cell begins with.
    let plain = |c: char| c.is_ascii_alphanumeric() || ('ぁ'..='\u{9FFF}').contains(&c);
    if cell.starts_with(plain) {
        return false;
    }
    let unseen = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || selects(c)
            || "\u{200B}\u{200C}\u{200D}\u{200E}\u{200F}\u{2060}\u{FEFF}".contains(c)
    };
    let sign = |c: char| "=+-@＝＋－＠\u{2212}".contains(c);
    cell.trim_start_matches(unseen).starts_with(sign) || cell.starts_with(['\t', '\r', '\n'])
}

fn unsayable(cell: &str, said: &mut BTreeMap<char, bool>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last = None;
    for c in cell.chars() {
        let fits = *said
            .entry(c)
            .or_insert_with(|| cp932::push(&mut Vec::new(), c));
        let shown = match last {
            Some(letter) if selects(c) => format!("{letter}{c}"),
            _ => c.to_string(),
        };
        if !fits && !out.contains(&shown) {
            out.push(shown);
        }
        last = Some(c);
    }
    out
}

/// Whether a character only chooses among the forms of the one before it (Unicode IVS).
fn selects(c: char) -> bool {
    matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}
