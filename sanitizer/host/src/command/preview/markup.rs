//! Text as markup: escaped, and where it is a name, with what cannot be seen made visible.

use std::fmt::Write;

/// A text in which nothing is markup.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push(&mut out, c));
    out
}

/// A name in which every character that would deceive stands as its number, so that it deceives nobody.
pub(super) fn visible(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if sekisho_ir::unicode::line_allows(c) {
            push(&mut out, c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "<span class=\"esc\">U+{:04X}</span>", u32::from(c));
        }
    }
    out
}

fn push(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        // No control may stand in a page but the two of a text.
        c if c.is_control() && !matches!(c, '\n' | '\t') => out.push('\u{fffd}'),
        c => out.push(c),
    }
}
