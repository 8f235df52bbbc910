//! The properties a site keeps, as `docProps/core.xml` (ECMA-376 Part 2, 11); and whose measures a workbook was set by, as
//! `docProps/app.xml` (Part 1, 22.2): one of two fixed words, nothing of the sender's.

use std::fmt::Write;

use sekisho_ir::package::{Measures, Properties};

/// The type of the relation that leads to them.
pub(super) const RELATION: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
/// Their content type.
pub(super) const CONTENT: &str = "application/vnd.openxmlformats-package.core-properties+xml";
/// Where they stand.
pub(super) const NAME: &str = "docProps/core.xml";

/// The type of the relation that leads to the measures.
pub(super) const MEASURES_RELATION: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties";
/// Their content type.
pub(super) const MEASURES_CONTENT: &str =
    "application/vnd.openxmlformats-officedocument.extended-properties+xml";
/// Where they stand.
pub(super) const MEASURES_NAME: &str = "docProps/app.xml";

/// Says whose measures a workbook was set by; none where nobody knows.
pub(super) fn measures(measures: Measures) -> Option<String> {
    let program = match measures {
        Measures::Unknown => return None,
        Measures::Excel => "Microsoft Excel",
        Measures::LibreOffice => "LibreOffice",
    };
    Some(format!(
        "{}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>{program}</Application></Properties>",
        super::HEAD
    ))
}

/// Says them.
pub(super) fn say(properties: &Properties) -> String {
    let mut text = String::from(super::HEAD);
    text.push_str(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">",
    );
    for (name, words) in [
        ("dc:title", &properties.title),
        ("dc:subject", &properties.subject),
        ("dc:creator", &properties.creator),
    ] {
        if !words.is_empty() {
            let _ = write!(text, "<{name}>{}</{name}>", escaped(words));
        }
    }
    for (name, time) in [
        ("dcterms:created", &properties.created),
        ("dcterms:modified", &properties.modified),
    ] {
        if !time.is_empty() {
            let _ = write!(text, "<{name} xsi:type=\"dcterms:W3CDTF\">{time}</{name}>");
        }
    }
    text.push_str("</cp:coreProperties>");
    text
}

fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
