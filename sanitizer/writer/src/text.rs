//! Plain text as UTF-8 with the line ends of the desks it goes to.

/// Writes text: UTF-8, a byte order mark where there is anything but ASCII, CRLF.
pub(crate) fn write(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len().saturating_add(64));
    if !text.is_ascii() {
        out.extend_from_slice("\u{feff}".as_bytes());
    }
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(line.as_bytes());
    }
    out
}

/// A table as lines, its cells parted by tabs.
pub(crate) fn of_table(table: &sekisho_ir::Table) -> String {
    let flat = |cell: &String| cell.replace(['\n', '\t'], " ");
    let line = |row: &Vec<String>| row.iter().map(flat).collect::<Vec<_>>().join("\t");
    let mut text = table.rows.iter().map(line).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}
