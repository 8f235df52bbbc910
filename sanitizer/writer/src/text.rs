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
