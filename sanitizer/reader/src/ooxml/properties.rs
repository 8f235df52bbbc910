//! Title, subject, creator and times of a document, where a site keeps them.

use sekisho_ir::package::{PROPERTY_CHARS, Properties, is_time};
use sekisho_ir::unicode;

use super::xml::{Item, Scanner};

/// True where Office 2007 says that it wrote the file.
pub(super) fn is_of_2007(text: &str) -> bool {
    let value = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        rest.split_once('<').map(|(value, _)| value.trim())
    };
    value("Application").is_some_and(|program| program.starts_with("Microsoft"))
        && value("AppVersion").is_some_and(|edition| edition.starts_with("12."))
}

/// Reads the core properties; a part that cannot be read has none.
pub(super) fn read(text: &str, depth: usize) -> Properties {
    let mut scanner = Scanner::new(text, depth);
    let mut found = Properties::default();
    let mut open: Vec<String> = Vec::new();
    while let Ok(Some(item)) = scanner.next() {
        match item {
            Item::Open(tag) => open.push(tag.name),
            Item::Close => {
                open.pop();
            }
            Item::Text(text) => {
                let place = match open.last().map(String::as_str) {
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
