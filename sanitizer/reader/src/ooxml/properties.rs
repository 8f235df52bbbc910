//! Title, subject, creator and times of a document, where a site keeps them.

use sekisho_ir::package::{Measures, PROPERTY_CHARS, Properties, is_time};
use sekisho_ir::unicode;

use super::xml::{Item, Scanner};

/// Whose measures a file was set by, and whether Office 2007 wrote it, by its extended properties.
pub(super) fn program(text: &str, depth: usize) -> (Measures, bool) {
    let mut scanner = Scanner::new(text, depth);
    let (mut program, mut edition) = (String::new(), String::new());
    let mut open = "";
    while let Ok(Some(item)) = scanner.next() {
        match item {
            Item::Open(tag) => open = tag.name,
            Item::Close => open = "",
            Item::Text(text) if open == "Application" => program.push_str(&text),
            Item::Text(text) if open == "AppVersion" => edition.push_str(&text),
            Item::Text(_) => {}
        }
    }
    let (program, edition) = (program.trim(), edition.trim());
    let measures = if program.starts_with("Microsoft") {
        Measures::Excel
    } else if program.starts_with("LibreOffice") {
        Measures::LibreOffice
    } else {
        Measures::Unknown
    };
    let of_2007 = measures == Measures::Excel && edition.starts_with("12.");
    (measures, of_2007)
}

/// Reads the core properties; a part that cannot be read has none.
pub(super) fn read(text: &str, depth: usize) -> Properties {
    let mut scanner = Scanner::new(text, depth);
    let mut found = Properties::default();
    let mut open: Vec<&str> = Vec::new();
    while let Ok(Some(item)) = scanner.next() {
        match item {
            Item::Open(tag) => open.push(tag.name),
            Item::Close => {
                open.pop();
            }
            Item::Text(text) => {
                let place = match open.last().copied() {
                    Some("title") => &mut found.title,
                    Some("subject") => &mut found.subject,
                    Some("creator") => &mut found.creator,
                    Some("created") => &mut found.created,
                    Some("modified") => &mut found.modified,
                    _ => continue,
                };
                if place.len() <= PROPERTY_CHARS.saturating_mul(8) {
                    place.push_str(&text);
                }
            }
        }
    }
    for words in [
        &mut found.title,
        &mut found.subject,
        &mut found.creator,
        &mut found.created,
        &mut found.modified,
    ] {
        let cleaned = unicode::clean_line(words).text;
        *words = cleaned.chars().take(PROPERTY_CHARS).collect();
    }
    for time in [&mut found.created, &mut found.modified] {
        if !is_time(time) {
            time.clear();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn words_and_moments_are_read_and_nothing_else() {
        let found = read(
            "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>計画 &amp; 予算</dc:title><dc:creator>総務課</dc:creator>\
             <cp:lastModifiedBy>x</cp:lastModifiedBy><dcterms:created xmlns:dcterms=\"t\">2026-04-01T08:30:00Z</dcterms:created>\
             <dcterms:modified xmlns:dcterms=\"t\">yesterday</dcterms:modified></cp:coreProperties>",
            10,
        );
        assert_eq!(found.title, "計画 & 予算");
        assert_eq!(found.creator, "総務課");
        assert_eq!(found.created, "2026-04-01T08:30:00Z");
        assert_eq!(found.modified, "");
    }
}
