//! Office packages: every part serialised anew, named by us, and led to by relations that stay within.
//!
//! ```text
//!  package ─▶ names ─▶ [Content_Types].xml, _rels ─┐
//!         └─▶ xml      events with their prefixes ─┼▶ zip
//!         └─▶ boxes    the old shapes of sheets ───┘
//! ```

mod boxes;
mod properties;
mod xml;

use std::collections::BTreeMap;
use std::fmt::Write;

use sekisho_ir::package::Measures;
use sekisho_ir::{Kind, Package, PartBody, PartKind, Refusal, Relation};

use crate::zip::Pack;
use crate::{Blobs, image};

/// Writes a verified package.
pub(crate) fn write(package: &Package, blobs: &Blobs<'_>) -> Result<Vec<u8>, Refusal> {
    let names = names(package, blobs);
    let mut pack = Pack::default();
    pack.file(
        "[Content_Types].xml",
        content_types(package, &names).as_bytes(),
        true,
    )?;
    let main = names
        .first()
        .ok_or(Refusal::Inconsistent("the main part"))?;
    let mut root: Vec<Lead> = package
        .parts
        .first()
        .map(|part| Lead::Part(main.clone(), part.kind))
        .into_iter()
        .collect();
    if !package.properties.is_empty() {
        root.push(Lead::Properties);
    }
    let measures = properties::measures(package.measures);
    if measures.is_some() {
        root.push(Lead::Measures);
    }
    pack.file("_rels/.rels", relations(&root).as_bytes(), true)?;
    if let Some(said) = measures {
        pack.file(properties::MEASURES_NAME, said.as_bytes(), true)?;
    }
    if !package.properties.is_empty() {
        let said = properties::say(&package.properties);
        pack.file(properties::NAME, said.as_bytes(), true)?;
    }
    for (part, name) in package.parts.iter().zip(&names) {
        match &part.body {
            PartBody::Xml(events) => {
                pack.file(name, &xml::serialise(part.kind, events)?, true)?;
            }
            PartBody::Document { child } => match blobs.get(child) {
                Some((header, bytes)) if is_document(header.kind) => {
                    pack.file(name, bytes, false)?;
                }
                // Something leads to it, so it must be there.
                _ => return Err(Refusal::Inconsistent("an embedded document")),
            },
            PartBody::Boxes(shapes) => {
                pack.file(name, boxes::draw(shapes).as_bytes(), true)?;
            }
            PartBody::Image { child } => match blobs.get(child) {
                Some((header, bytes)) if is_picture(header.kind) => {
                    pack.file(name, bytes, false)?;
                }
                _ => pack.file(name, &image::blank()?, false)?,
            },
        }
        if !part.rels.is_empty() {
            let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let lead = |relation: &Relation| match relation {
                Relation::Web(address) => Some(Lead::Web(address.clone())),
                Relation::Part(target) => {
                    let at = usize::try_from(*target).ok()?;
                    let kind = package.parts.get(at)?.kind;
                    Some(Lead::Part(relative(folder, names.get(at)?), kind))
                }
            };
            let leads: Option<Vec<Lead>> = part.rels.iter().map(lead).collect();
            let leads = leads.ok_or(Refusal::Inconsistent("a relation"))?;
            let file = name.rsplit('/').next().unwrap_or(name);
            pack.file(
                &format!("{folder}/_rels/{file}.rels"),
                relations(&leads).as_bytes(),
                true,
            )?;
        }
    }
    pack.finish()
}

fn is_picture(kind: Kind) -> bool {
    matches!(kind, Kind::Png | Kind::Jpeg | Kind::Gif)
}

fn is_document(kind: Kind) -> bool {
    matches!(kind, Kind::Docx | Kind::Xlsx | Kind::Pptx)
}

fn names(package: &Package, blobs: &Blobs<'_>) -> Vec<String> {
    let mut numbers: BTreeMap<PartKind, usize> = BTreeMap::new();
    package
        .parts
        .iter()
        .map(|part| {
            let number = numbers.entry(part.kind).or_default();
            *number = number.saturating_add(1);
            let extension = match &part.body {
                PartBody::Xml(_) => "xml",
                PartBody::Boxes(_) => "vml",
                PartBody::Document { child } => blobs
                    .get(child)
                    .map_or("docx", |(header, _)| header.kind.extension()),
                PartBody::Image { child } => match blobs.get(child) {
                    Some((header, _)) if header.kind == Kind::Jpeg => "jpeg",
                    Some((header, _)) if header.kind == Kind::Gif => "gif",
                    _ => "png",
                },
            };
            format!("{}.{extension}", part.kind.name(package.format, *number))
        })
        .collect()
}

/// The way from a folder of the package to a part; folders are at most two deep.
fn relative(folder: &str, name: &str) -> String {
    let (top, inner) = folder.split_once('/').unwrap_or((folder, ""));
    let rest = name
        .strip_prefix(top)
        .and_then(|rest| rest.strip_prefix('/'))
        .unwrap_or(name);
    if inner.is_empty() {
        return rest.to_owned();
    }
    match rest
        .strip_prefix(inner)
        .and_then(|rest| rest.strip_prefix('/'))
    {
        Some(beside) => beside.to_owned(),
        None => format!("../{rest}"),
    }
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

fn content_types(package: &Package, names: &[String]) -> String {
    let mut text = String::from(HEAD);
    text.push_str("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
    for (extension, kind) in [
        (
            "rels",
            "application/vnd.openxmlformats-package.relationships+xml",
        ),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("gif", "image/gif"),
        (
            "vml",
            "application/vnd.openxmlformats-officedocument.vmlDrawing",
        ),
    ] {
        let _ = write!(
            text,
            "<Default Extension=\"{extension}\" ContentType=\"{kind}\"/>"
        );
    }
    for kind in [Kind::Docx, Kind::Xlsx, Kind::Pptx] {
        let end = format!(".{}", kind.extension());
        if names.iter().any(|name| name.ends_with(&end)) {
            let _ = write!(
                text,
                "<Default Extension=\"{}\" ContentType=\"{}\"/>",
                kind.extension(),
                kind.media_type()
            );
        }
    }
    for (part, name) in package.parts.iter().zip(names) {
        if matches!(part.body, PartBody::Xml(_)) {
            let kind = part.kind.content_type();
            let _ = write!(
                text,
                "<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>"
            );
        }
    }
    if !package.properties.is_empty() {
        let _ = write!(
            text,
            "<Override PartName=\"/{}\" ContentType=\"{}\"/>",
            properties::NAME,
            properties::CONTENT
        );
    }
    if package.measures != Measures::Unknown {
        let _ = write!(
            text,
            "<Override PartName=\"/{}\" ContentType=\"{}\"/>",
            properties::MEASURES_NAME,
            properties::MEASURES_CONTENT
        );
    }
    text.push_str("</Types>");
    text
}

/// A relation as it is written.
enum Lead {
    /// To a part of this kind, by the way to its name.
    Part(String, PartKind),
    /// To the properties of the whole.
    Properties,
    /// To the word that says whose measures it was set by.
    Measures,
    /// To a page or an address.
    Web(String),
}

const HYPERLINK: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";

fn relations(leads: &[Lead]) -> String {
    let mut text = String::from(HEAD);
    text.push_str(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    );
    for (number, lead) in (1_usize..).zip(leads) {
        let _ = match lead {
            Lead::Part(target, kind) => write!(
                text,
                "<Relationship Id=\"rId{number}\" Type=\"{}\" Target=\"{target}\"/>",
                kind.relation_type()
            ),
            Lead::Properties => write!(
                text,
                "<Relationship Id=\"rId{number}\" Type=\"{}\" Target=\"{}\"/>",
                properties::RELATION,
                properties::NAME
            ),
            Lead::Measures => write!(
                text,
                "<Relationship Id=\"rId{number}\" Type=\"{}\" Target=\"{}\"/>",
                properties::MEASURES_RELATION,
                properties::MEASURES_NAME
            ),
            // An allowed address has no character that ends an attribute but the ampersand.
            Lead::Web(address) => write!(
                text,
                "<Relationship Id=\"rId{number}\" Type=\"{HYPERLINK}\" Target=\"{}\" TargetMode=\"External\"/>",
                address.replace('&', "&amp;")
            ),
        };
    }
    text.push_str("</Relationships>");
    text
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn the_way_to_a_part_is_said_from_where_one_stands() {
        assert_eq!(
            relative("word", "word/media/image1.png"),
            "media/image1.png"
        );
        assert_eq!(
            relative("xl/worksheets", "xl/drawings/drawing1.xml"),
            "../drawings/drawing1.xml"
        );
        assert_eq!(
            relative("ppt/slides", "ppt/slides/slide2.xml"),
            "slide2.xml"
        );
    }
}
