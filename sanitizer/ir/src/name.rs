//! File names and archive paths that are safe on every desk: no separators, no reserved names, nothing
//! that reads otherwise than it is; and every character of a person's name kept.

use unicode_normalization::char::{canonical_combining_class, compose};

use crate::unicode;

/// A name is at most so many UTF-16 units, which is how the desks count.
pub const MAX_NAME_UNITS: usize = 180;

/// A cleaned name, and whether it differs from what was given in more than composition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CleanedName {
    /// The safe name; empty where nothing remained.
    pub name: String,
    /// True where a person would see a difference.
    pub changed: bool,
}

/// Makes a file name safe. May return an empty name; the caller then gives one.
pub fn clean_name(raw: &str) -> CleanedName {
    let composed = compose_marks(raw);
    let mut name = String::with_capacity(composed.len());
    for c in composed.chars() {
        match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => name.push('_'),
            '\n' | '\r' | '\t' => name.push(' '),
            '\u{a0}' => name.push(' '),
            _ if name_allows(c) => name.push(c),
            _ => {}
        }
    }
    let trimmed = name.trim().trim_end_matches(is_loose);
    let mut name = trimmed.to_owned();
    if name.starts_with('.') || name.starts_with("~$") {
        name.replace_range(..1, "_");
    }
    shorten(&mut name);
    if is_reserved(&name) {
        name.insert(0, '_');
        shorten(&mut name);
    }
    let changed = name != composed.trim();
    CleanedName { name, changed }
}

/// True where [`clean_name`] would keep the name as it is.
pub fn name_is_clean(name: &str) -> bool {
    !name.is_empty() && clean_name(name).name == name
}

/// Makes an archive path safe: every part cleaned, `.` and empty parts left out, `..` made a plain word.
pub fn clean_path(raw: &str) -> CleanedName {
    let mut parts = Vec::new();
    let mut changed = false;
    for part in raw.split(['/', '\\']) {
        if part.is_empty() || part == "." {
            continue;
        }
        let cleaned = clean_name(part);
        changed |= cleaned.changed;
        parts.push(if cleaned.name.is_empty() {
            "_".to_owned()
        } else {
            cleaned.name
        });
    }
    changed |= raw.starts_with(['/', '\\']) || raw.contains('\\');
    CleanedName {
        name: parts.join("/"),
        changed,
    }
}

/// True where every part of the path is a clean name.
pub fn path_is_clean(path: &str) -> bool {
    !path.is_empty() && path.split('/').all(name_is_clean)
}

/// The name before its last dot and the extension after it, which is ASCII, short and without blanks.
pub fn split_extension(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty()
                && (1..=8).contains(&extension.len())
                && extension.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            (stem, extension)
        }
        _ => (name, ""),
    }
}

/// Characters no name ends with, in whatever order they stand: Windows drops them, and so names another file.
fn is_loose(c: char) -> bool {
    c == '.' || c.is_whitespace()
}

/// Characters a file name may hold.
fn name_allows(c: char) -> bool {
    unicode::line_allows(c)
        && !matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200c}'..='\u{200f}' | '\u{3164}' | '\u{ffa0}')
}

/// Joins a letter and its mark where one letter is made of them (が from か and ゛), and nothing else:
/// full normalisation would turn a person's 神 into another 神.
fn compose_marks(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for c in raw.chars() {
        let mark = canonical_combining_class(c) != 0;
        let joined = if mark {
            out.chars().next_back().and_then(|last| compose(last, c))
        } else {
            None
        };
        match joined {
            Some(joined) => {
                out.pop();
                out.push(joined);
            }
            None => out.push(c),
        }
    }
    out
}

/// Cuts the stem so that the whole name fits; the extension stays.
fn shorten(name: &mut String) {
    let units = |text: &str| text.chars().map(char::len_utf16).sum::<usize>();
    if units(name) <= MAX_NAME_UNITS {
        return;
    }
    let (stem, extension) = split_extension(name);
    let room = MAX_NAME_UNITS
        .saturating_sub(extension.len())
        .saturating_sub(2);
    let mut used = 0_usize;
    let fitting = stem
        .chars()
        .take_while(|c| {
            used = used.saturating_add(c.len_utf16());
            used <= room
        })
        .count();
    let mut short = unicode::cut(stem, fitting)
        .trim_end_matches(is_loose)
        .to_owned();
    if !extension.is_empty() {
        short.push('.');
        short.push_str(extension);
    }
    *name = short;
}

/// Names that Windows gives to devices, with or without an extension.
fn is_reserved(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_ascii_uppercase();
    if matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$"
    ) {
        return true;
    }
    let Some(rest) = stem
        .strip_prefix("COM")
        .or_else(|| stem.strip_prefix("LPT"))
    else {
        return false;
    };
    let mut rest = rest.chars();
    matches!(
        (rest.next(), rest.next()),
        (Some('0'..='9' | '¹' | '²' | '³'), None)
    )
}

#[cfg(test)]
mod tests {
    use super::{MAX_NAME_UNITS, clean_name, clean_path, name_is_clean, path_is_clean};

    #[test]
    fn dots_and_blanks_at_an_end_go_in_whatever_order_they_stand() {
        for raw in ["表\u{2000}.", "表. \u{3000}. ", "表\u{2003}..\u{2000}."] {
            assert_eq!(clean_name(raw).name, "表", "{raw:?}");
        }
        let long = format!("{}\u{2000}.{}.txt", "あ".repeat(173), "い".repeat(20));
        assert!(name_is_clean(&clean_name(&long).name));
        let device = format!("CON.{}", "x".repeat(MAX_NAME_UNITS - 4));
        assert!(name_is_clean(&clean_name(&device).name));
        assert!(path_is_clean(&clean_path("𐽰\u{2000}.\\").name));
    }

    #[test]
    fn names_that_deceive_are_made_plain() {
        for (raw, clean) in [
            ("請求書\u{202e}cod.exe", "請求書cod.exe"),
            ("../../etc/passwd", "_._.._etc_passwd"),
            ("C:\\a\\b.txt", "C__a_b.txt"),
            ("CON", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("COM1 .doc", "_COM1 .doc"),
            (".htaccess", "_htaccess"),
            ("~$見積.docx", "_$見積.docx"),
            ("a.txt. . ", "a.txt"),
            ("a\u{200b}b\u{200e}.pdf", "ab.pdf"),
            ("あ\0い.txt", "あい.txt"),
            ("   ", ""),
            ("...", ""),
            ("a\r\nb.txt", "a  b.txt"),
        ] {
            let cleaned = clean_name(raw);
            assert_eq!(cleaned.name, clean, "{raw:?}");
            assert!(cleaned.changed || cleaned.name.is_empty(), "{raw:?}");
            assert!(
                clean.is_empty() || name_is_clean(clean),
                "{clean:?} stays as it is"
            );
        }
    }

    #[test]
    fn names_of_people_lose_nothing() {
        for name in [
            "𠮷田様.xlsx",
            "髙橋　見積①.pdf",
            "山﨑.txt",
            "葛\u{e0100}城.docx",
            "\u{e000}.txt",
            "神\u{fa19}.txt",
        ] {
            let cleaned = clean_name(name);
            assert_eq!((cleaned.name.as_str(), cleaned.changed), (name, false));
        }
        assert_eq!(clean_name("か\u{3099}き\u{3099}.txt").name, "がぎ.txt");
        assert!(!clean_name("か\u{3099}.txt").changed);
    }

    #[test]
    fn a_long_name_keeps_its_extension() {
        let cleaned = clean_name(&format!("{}.xlsx", "𠮷".repeat(300)));
        assert!(cleaned.name.ends_with("𠮷.xlsx"));
        assert!(cleaned.name.encode_utf16().count() <= MAX_NAME_UNITS);
        assert!(name_is_clean(&cleaned.name));
    }

    #[test]
    fn paths_stay_inside() {
        assert_eq!(clean_path("/../a\\./b//c.txt").name, "_/a/b/c.txt");
        assert!(path_is_clean("資料/見積.xlsx"));
        for bad in ["", "/a", "a/", "../a", "a/../b", "a\\b", "CON/a"] {
            assert!(!path_is_clean(bad), "{bad:?}");
        }
    }
}
