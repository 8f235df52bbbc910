//! Comma- or tab-separated values, read by RFC 4180 with patience.
//!
//! Of our own because every row matters: the usual library leaves out empty lines, and a sheet whose rows
//! move is a wrong sheet.

use sekisho_ir::{Code, Document, Findings, Limits, Reason, Table, unicode};

use crate::{Reading, charset, note_cleaned};

/// Reads a table; `tabs` where its name says that tabs part its cells. One that is too large is held.
pub(crate) fn read<'a>(input: &[u8], tabs: bool, limits: &Limits) -> Result<Reading<'a>, Reason> {
    if input.len() > limits.text_bytes {
        return Err(Reason::TooLarge);
    }
    let decoded = charset::decode(input, None);
    let separator = if tabs {
        b'\t'
    } else {
        separator_of(&decoded.text)
    };
    let mut parser = Parser {
        rows: Vec::new(),
        row: Vec::new(),
        cells: 0,
        full: false,
        open_ended: false,
        limits,
    };
    parser.run(&decoded.text, char::from(separator));
    if parser.full {
        return Err(Reason::TooMany);
    }
    let mut rows = parser.rows;
    let mut findings = Findings::new();
    let mut live = 0_usize;
    for cell in rows.iter_mut().flatten() {
        let cleaned = unicode::clean_text(cell);
        note_cleaned(&mut findings, &cleaned, "");
        live = live.saturating_add(usize::from(sekisho_ir::table::cell_is_live(&cleaned.text)));
        *cell = cleaned.text;
    }
    findings.add(Code::FormulaNeutralised, live);
    findings.add(Code::BytesNotRepresented, decoded.lost);
    let document = Document::Table(Table { rows, separator });
    Ok(Reading {
        document,
        children: Vec::new(),
        findings,
        signatures: Vec::new(),
    })
}

/// The separator that parts the first lines most evenly.
fn separator_of(text: &str) -> u8 {
    let head = crate::cut_bytes(text, 65_536);
    let count = |mark: char| {
        head.lines()
            .take(50)
            .map(|line| line.matches(mark).count())
            .sum::<usize>()
    };
    let (commas, tabs, semicolons) = (count(','), count('\t'), count(';'));
    if tabs > commas && tabs >= semicolons {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

struct Parser<'l> {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    cells: usize,
    full: bool,
    /// A quote was found that nothing closes, so none after it is closed either.
    open_ended: bool,
    limits: &'l Limits,
}

impl Parser<'_> {
    fn run(&mut self, text: &str, separator: char) {
        let mut rest = text;
        while !rest.is_empty() && !self.full {
            let quoted = rest.strip_prefix('"').filter(|_| !self.open_ended);
            let taken = quoted.map(|quoted| take_quoted(quoted, separator));
            self.open_ended |= matches!(taken, Some(None));
            rest = match taken.flatten() {
                Some((cell, after)) => {
                    self.cell(cell);
                    after
                }
                None => {
                    let end = rest.find([separator, '\n', '\r']).unwrap_or(rest.len());
                    let (cell, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                    self.cell(cell.to_owned());
                    after
                }
            };
            let ended = rest
                .strip_prefix("\r\n")
                .or_else(|| rest.strip_prefix(['\n', '\r']));
            if let Some(after) = ended {
                self.end_row();
                rest = after;
            } else if let Some(after) = rest.strip_prefix(separator) {
                rest = after;
                // A separator at the very end, or before a line end, leaves an empty last cell.
                if rest.is_empty() {
                    self.cell(String::new());
                }
            } else if rest.is_empty() {
                break;
            }
        }
        if !self.row.is_empty() {
            self.end_row();
        }
    }

    fn cell(&mut self, cell: String) {
        self.cells = self.cells.saturating_add(1);
        let kept = unicode::cut(&cell, self.limits.cell_chars);
        self.full |= self.cells >= self.limits.cells || kept.len() < cell.len();
        self.row.push(kept.to_owned());
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        // An empty line is a row without cells.
        let empty = matches!(row.as_slice(), [only] if only.is_empty());
        self.rows.push(if empty { Vec::new() } else { row });
        self.full |= self.rows.len() >= self.limits.rows;
    }
}

/// A quoted cell: up to the quote that a separator, a line end or the end follows; a doubled quote is one.
/// `None` where no quote ends it, so that a stray one does not swallow the sheet.
fn take_quoted(text: &str, separator: char) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let at = rest.find('"')?;
        let (before, from) = rest.split_at_checked(at)?;
        cell.push_str(before);
        let after = from.strip_prefix('"')?;
        if let Some(doubled) = after.strip_prefix('"') {
            cell.push('"');
            rest = doubled;
        } else if after.is_empty() || after.starts_with([separator, '\n', '\r']) {
            return Some((cell, after));
        } else {
            cell.push('"');
            rest = after;
        }
    }
}

#[cfg(test)]
mod tests {
    use sekisho_ir::{Document, Limits};

    use super::read;

    fn rows(input: &[u8]) -> Vec<Vec<String>> {
        let limits = Limits::default();
        let reading = read(input, false, &limits).unwrap();
        assert_eq!(reading.document.verify(&limits), Ok(()));
        match reading.document {
            Document::Table(table) => table.rows,
            _ => panic!("a table"),
        }
    }

    #[test]
    fn every_row_and_cell_stays_in_its_place() {
        for (source, expected) in [
            ("a,b\r\nc,d\r\n", vec![vec!["a", "b"], vec!["c", "d"]]),
            ("a\n\nb", vec![vec!["a"], vec![], vec!["b"]]),
            ("\"a,\"\"b\"\"\nc\",d", vec![vec!["a,\"b\"\nc", "d"]]),
            ("a,,\n,", vec![vec!["a", "", ""], vec!["", ""]]),
            ("x\ty\n1\t2", vec![vec!["x", "y"], vec!["1", "2"]]),
            ("\"open,b\nc", vec![vec!["\"open", "b"], vec!["c"]]),
            ("", vec![]),
        ] {
            assert_eq!(rows(source.as_bytes()), expected, "{source:?}");
        }
        let (shift, _, _) = encoding_rs::SHIFT_JIS.encode("氏名,備考\r\n髙橋,①\r\n");
        assert_eq!(rows(&shift), [["氏名", "備考"], ["髙橋", "①"]]);
    }

    #[test]
    fn stray_quotes_cost_no_more_than_their_length() {
        assert!(!rows("\",".repeat(20_000).as_bytes()).is_empty());
        assert!(!rows("\"a\n".repeat(20_000).as_bytes()).is_empty());
    }
}
