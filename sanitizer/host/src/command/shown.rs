//! How paths and errors are shown: nothing a name carries may act on a terminal or turn the words around it.

use std::fmt::Write;
use std::path::Path;

use miette::{GraphicalTheme, MietteHandlerOpts};

/// A path with everything that is not plain to see written out.
pub(super) fn path(path: &Path) -> String {
    text(&path.display().to_string())
}

/// A text with everything that is not plain to see written out, as `\u{202e}`.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if sekisho_ir::unicode::line_allows(c) {
            out.push(c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
    }
    out
}

/// Complaints point with carets.
pub(super) fn carets() {
    // Only the first hook of a program counts; a second call changes nothing.
    let _ = miette::set_hook(Box::new(|_| {
        let mut theme = GraphicalTheme::default();
        theme.characters.underline = '^';
        theme.characters.underbar = '^';
        Box::new(
            MietteHandlerOpts::new()
                .graphical_theme(theme)
                .context_lines(1)
                .build(),
        )
    }));
}

/// A number of bytes as a person says it.
pub(super) fn size(bytes: u64) -> String {
    const STEP: u64 = 1024;
    let units = ["KB", "MB", "GB", "TB"];
    if bytes < STEP {
        return format!("{bytes} B");
    }
    let mut tenths = bytes.saturating_mul(10) / STEP;
    let mut at = 0_usize;
    while tenths >= STEP.saturating_mul(10) && at.saturating_add(1) < units.len() {
        tenths /= STEP;
        at = at.saturating_add(1);
    }
    let unit = units.get(at).copied().unwrap_or_default();
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::{size, text};

    #[test]
    fn what_would_act_is_written_out() {
        assert_eq!(text("請求\u{202e}cod.exe"), "請求\\u{202e}cod.exe");
        assert_eq!(text("a\u{1b}[31m\nb"), "a\\u{1b}[31m\\u{a}b");
        assert_eq!(text("𠮷田 見積.xlsx"), "𠮷田 見積.xlsx");
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        for (bytes, said) in [
            (0, "0 B"),
            (1_023, "1023 B"),
            (1_536, "1.5 KB"),
            (1_048_576, "1.0 MB"),
            (5 * 1024 * 1024 * 1024, "5.0 GB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }
}
