//! CSV for spreadsheet programs: UTF-8 with a byte order mark, CRLF, and no cell that a program would run.

use sekisho_ir::{Table, table::cell_is_live};

/// Writes a table, parted as it was found.
pub(crate) fn write(table: &Table) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    let separator = char::from(table.separator);
    for row in &table.rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                out.push(separator);
            }
            push_cell(cell, separator, &mut out);
        }
        // A row of one empty cell would read as no cell at all.
        if matches!(row.as_slice(), [only] if only.is_empty()) {
            out.push_str("\"\"");
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

/// One cell: an apostrophe before what is live, which every spreadsheet program reads as "this is text";
/// quoted where its content asks for it.
fn push_cell(cell: &str, separator: char, out: &mut String) {
    let live = cell_is_live(cell);
    let quoted = live
        || cell.contains(['"', '\n', ',', ';', '\t', separator])
        || cell.starts_with(' ')
        || cell.ends_with(' ');
    if quoted {
        out.push('"');
    }
    if live {
        out.push('\'');
    }
    for c in cell.chars() {
        if c == '"' {
            out.push('"');
        }
        out.push(c);
    }
    if quoted {
        out.push('"');
    }
}

#[cfg(test)]
mod tests {
    use sekisho_ir::Table;

    use super::write;

    #[test]
    fn cells_come_out_as_text() {
        let row = |cells: &[&str]| {
            cells
                .iter()
                .map(|cell| (*cell).to_owned())
                .collect::<Vec<_>>()
        };
        let table = Table {
            rows: vec![
                row(&["氏名", "=1+1", "-5"]),
                row(&[]),
                row(&["a,b", "\"x\"", "\t=2"]),
                row(&[""]),
            ],
            separator: b',',
        };
        assert_eq!(
            String::from_utf8(write(&table)).unwrap(),
            "\u{feff}氏名,\"'=1+1\",-5\r\n\r\n\"a,b\",\"\"\"x\"\"\",\"'\t=2\"\r\n\"\"\r\n"
        );
    }
}
