//! A strict look at a drawing that came out, with a parser that the sanitizer's own re-check does not know: nothing in
//! it acts, fetches or says a word, and what it refers to is there.

use std::collections::BTreeSet;

use data_encoding::BASE64;
use roxmltree::{Document, Node};

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

const ELEMENTS: &[&str] = &[
    "svg",
    "g",
    "defs",
    "path",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "image",
];

/// Everything in a drawing that should not be there.
pub fn findings(bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let Ok(text) = std::str::from_utf8(bytes) else {
        found.insert("no UTF-8".to_owned());
        return found;
    };
    // This parser refuses a document type, and with it every entity.
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => {
            found.insert(format!("no XML: {error}"));
            return found;
        }
    };
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        found.insert("no drawing".to_owned());
    }
    let mut ids = BTreeSet::new();
    for node in document.descendants() {
        if let Some(id) = node.attribute("id")
            && !ids.insert(id)
        {
            found.insert(format!("two of id {id}"));
        }
    }
    for node in document.descendants() {
        if node.is_element() {
            element(&node, &ids, &mut found);
        } else if node.is_pi() || node.is_comment() {
            found.insert("an instruction or a comment".to_owned());
        } else if node.is_text() && !node.text().unwrap_or_default().trim().is_empty() {
            found.insert(format!("words: {:?}", node.text()));
        }
    }
    found
}

fn element(node: &Node<'_, '_>, ids: &BTreeSet<&str>, found: &mut BTreeSet<String>) {
    let name = node.tag_name();
    if name.namespace() != Some(SVG) || !ELEMENTS.contains(&name.name()) {
        found.insert(format!("element {name:?}"));
    }
    for given in node.attributes() {
        let (attribute, value) = (given.name(), given.value());
        let said = format!("{}/{attribute}={:.40}", name.name(), value);
        match given.namespace() {
            None => {}
            Some(XLINK) if attribute == "href" && name.name() == "image" => {
                let data = value.strip_prefix("data:image/png;base64,");
                let png = data.and_then(|data| BASE64.decode(data.as_bytes()).ok());
                if !png.is_some_and(|png| png.starts_with(b"\x89PNG\r\n\x1a\n")) {
                    found.insert(said);
                }
                continue;
            }
            Some(_) => drop(found.insert(said.clone())),
        }
        let lower = value.to_lowercase();
        let acts = attribute.to_lowercase().starts_with("on")
            || attribute == "href"
            || attribute == "class"
            || [
                "script",
                "data:",
                "//",
                "expression",
                "import",
                "behavior",
                "\\",
                "&",
            ]
            .iter()
            .any(|word| lower.contains(word));
        if acts {
            found.insert(said.clone());
        }
        for named in value.split("url(").skip(1) {
            let id = named
                .strip_prefix('#')
                .and_then(|rest| rest.strip_suffix(')'));
            if !id.is_some_and(|id| ids.contains(id)) {
                found.insert(said.clone());
            }
        }
        if ["nan", "inf"].iter().any(|word| lower.contains(word)) {
            found.insert(said);
        }
    }
}

/// Bytes of a chunk.
const CHUNK: usize = 64;

/// A chunk of a drawing that stands in what came of it as it was: of its words, names, styles, scripts and data of
/// pictures nothing may. Rows of numbers and steps of outlines mean the same wherever they stand.
pub fn shared_chunk(input: &[u8], output: &[u8]) -> Option<String> {
    let number =
        |byte: &u8| byte.is_ascii_digit() || b" \t\r\n.,-+()#MmLlHhVvCcSsQqTtAaZzEe".contains(byte);
    let written: BTreeSet<&[u8]> = output.windows(CHUNK).collect();
    let mut chunks = input
        .split(|byte| b"<>\"'".contains(byte))
        .flat_map(|piece| piece.windows(CHUNK));
    let shared = chunks.find(|chunk| !chunk.iter().all(number) && written.contains(chunk))?;
    Some(String::from_utf8_lossy(shared).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{findings, shared_chunk};

    #[test]
    fn what_acts_is_seen_and_what_does_not_is_left_alone() {
        let svg = |inside: &str| {
            format!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>"#
            )
        };
        let plain = svg(
            r##"<defs><clipPath id="d0"><path d="M0 0L1 1"/></clipPath></defs><g clip-path="url(#d0)"><path fill="#ff0000" d="M0 0L1 1"/></g>"##,
        );
        assert!(findings(plain.as_bytes()).is_empty());
        for bad in [
            "<script/>",
            "<g onload='x'/>",
            "<image xlink:href='http://x/'/>",
            "<g href='x'/>",
            "<g clip-path='url(#none)'/>",
            "<g style='background:url(http://x/)'/>",
            "<path d='MNaN 0'/>",
            "words",
            "<!-- x -->",
            "<?x y?>",
            "<x xmlns='y'/>",
            "<text/>",
        ] {
            assert!(!findings(svg(bad).as_bytes()).is_empty(), "{bad}");
        }
        assert!(!findings(b"<!DOCTYPE svg><svg/>").is_empty());
    }

    #[test]
    fn a_chunk_that_was_copied_is_seen_and_numbers_are_not() {
        let words = "words of a sender that nobody meant to let through ".repeat(2);
        let row = "M0 0L1 1".repeat(20);
        let given = format!("<svg><path d=\"{row}\"/><desc>{words}</desc></svg>");
        assert!(shared_chunk(given.as_bytes(), words.as_bytes()).is_some());
        assert!(shared_chunk(given.as_bytes(), row.as_bytes()).is_none());
    }
}
