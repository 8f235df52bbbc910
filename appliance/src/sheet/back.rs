//! A table on its way back: CSV as a spreadsheet saves it, in UTF-8 with or without a mark, or in CP932.

use encoding_rs::SHIFT_JIS;

/// The text of a file. What is no UTF-8 is CP932, which nearly every byte sequence is: what is not, becomes U+FFFD.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let bare = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bare) {
        Ok(text) => text.to_owned(),
        Err(_) => SHIFT_JIS.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Whether a file came as CP932, which lacks letters that names have.
pub(crate) fn is_cp932(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err()
}

/// The line a record stands on: the reader counts from the empty lines before it.
pub(crate) fn line_of(text: &str, place: &csv::Position) -> u64 {
    let from = usize::try_from(place.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| b"\r\n".contains(byte));
    let empty = empty.filter(|byte| **byte == b'\n').count();
    place
        .line()
        .saturating_add(u64::try_from(empty).unwrap_or(0))
}

/// A line of a list without what is empty in it, so that whose it is is seen at once. The head is nobody's.
pub(crate) fn cells(lines: &[&str], line: u64) -> String {
    let place = usize::try_from(line)
        .ok()
        .and_then(|line| line.checked_sub(1));
    let row = place
        .filter(|place| *place > 0)
        .and_then(|place| lines.get(place));
    let cells = row.copied().unwrap_or_default().split(',');
    let cells = cells.map(|cell| cell.trim().trim_matches('"'));
    let told: Vec<_> = cells.filter(|cell| !cell.is_empty()).collect();
    told.join("\u{3000}")
}
