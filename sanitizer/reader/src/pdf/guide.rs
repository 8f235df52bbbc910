//! What helps a person to find their way: links, bookmarks, the names of pages, title and language.

use std::collections::{BTreeMap, BTreeSet};

use hayro_interpret::RectExt;
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, ObjRef, Object, ObjectIdentifier, Rect as Given, String as Text,
};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, Rect};
use sekisho_ir::drawing::Area;
use sekisho_ir::paper::{Bookmark, Label, Link, Numbering, Target, leads_to_the_web};
use sekisho_ir::rules::Properties;
use sekisho_ir::{Code, Findings, unicode};

use super::ink;

/// Links of one page.
const LINKS: usize = 2_000;
/// Bookmarks of one document.
const BOOKMARKS: usize = 20_000;
/// Characters of a title.
const TITLE: usize = 500;
/// How deep a tree of names or numbers goes.
const DEPTH: u8 = 24;
/// Characters of an address.
const ADDRESS: usize = 1_000;

/// Where clicks on a page lead.
pub(super) fn links(
    pdf: &Pdf,
    page: &Page<'_>,
    upright: Affine,
    area: Rect,
    findings: &mut Findings,
) -> Vec<Link> {
    let mut found = Vec::new();
    let Some(all) = page.raw().get::<Array<'_>>(b"Annots") else {
        return found;
    };
    for annotation in all.iter::<Dict<'_>>().take(LINKS) {
        let subtype = annotation.get::<Name<'_>>(b"Subtype");
        if subtype.is_none_or(|subtype| subtype.as_ref() != b"Link") {
            continue;
        }
        let action = annotation.get::<Dict<'_>>(b"A");
        let address = action
            .as_ref()
            .and_then(|action| action.get::<Text<'_>>(b"URI"));
        let target = if let Some(address) = address {
            let address = words(address.as_bytes());
            let address: String = address.chars().take(ADDRESS).collect();
            if leads_to_the_web(&address) {
                findings.add_at(Code::LinkMadeText, 1, &address);
                Some(Target::Address(address))
            } else {
                findings.add_at(Code::ExternalLinkRemoved, 1, &address);
                None
            }
        } else {
            let inner = annotation.get::<Object<'_>>(b"Dest").or_else(|| {
                let action = action?;
                let sort = action.get::<Name<'_>>(b"S")?;
                (sort.as_ref() == b"GoTo").then(|| action.get::<Object<'_>>(b"D"))?
            });
            inner
                .and_then(|to| destination(pdf, &to, 0))
                .map(Target::Page)
        };
        let place = annotation.get::<Given>(b"Rect").map(|rect| {
            let rect = upright.transform_rect_bbox(rect.to_kurbo());
            rect.intersect(area)
        });
        if let (Some(target), Some(place)) = (target, place)
            && place.width() > 0.0
            && place.height() > 0.0
        {
            found.push(Link {
                area: Area {
                    x: ink::number(place.x0),
                    y: ink::number(place.y0),
                    width: ink::number(place.width()),
                    height: ink::number(place.height()),
                },
                target,
            });
        }
    }
    found
}

/// The page that a destination names.
fn destination(pdf: &Pdf, to: &Object<'_>, depth: u8) -> Option<u32> {
    if depth > 4 {
        return None;
    }
    match to {
        Object::Array(array) => match array.raw_iter().next()? {
            MaybeRef::Ref(page) => page_of(pdf, page),
            MaybeRef::NotRef(Object::Number(number)) => {
                let number = u32::try_from(number.as_i64()).ok()?;
                let pages = u32::try_from(pdf.pages().len()).ok()?;
                (number < pages).then_some(number)
            }
            MaybeRef::NotRef(_) => None,
        },
        Object::Dict(dict) => {
            let to = dict.get::<Object<'_>>(b"D")?;
            destination(pdf, &to, depth.saturating_add(1))
        }
        Object::Name(name) => {
            let found = root(pdf)?.get::<Dict<'_>>(b"Dests")?;
            let found = found.get::<Object<'_>>(name.as_ref())?;
            destination(pdf, &found, depth.saturating_add(1))
        }
        Object::String(name) => {
            let names = root(pdf)?.get::<Dict<'_>>(b"Names")?;
            let tree = names.get::<Dict<'_>>(b"Dests")?;
            let found = named(&tree, name.as_bytes(), 0)?;
            destination(pdf, &found, depth.saturating_add(1))
        }
        _ => None,
    }
}

fn page_of(pdf: &Pdf, page: ObjRef) -> Option<u32> {
    let wanted: ObjectIdentifier = page.into();
    let place = pdf
        .pages()
        .iter()
        .position(|page| page.raw().obj_id() == Some(wanted))?;
    u32::try_from(place).ok()
}

/// Looks a name up in a tree of names.
fn named<'a>(tree: &Dict<'a>, name: &[u8], depth: u8) -> Option<Object<'a>> {
    if depth > DEPTH {
        return None;
    }
    if let Some(names) = tree.get::<Array<'_>>(b"Names") {
        let mut all = names.flex_iter();
        while let Some(key) = all.next::<Text<'_>>() {
            let value = all.next::<Object<'_>>()?;
            if key.as_bytes() == name {
                return Some(value);
            }
        }
    }
    let kids = tree.get::<Array<'_>>(b"Kids")?;
    kids.iter::<Dict<'_>>()
        .take(10_000)
        .filter(|kid| {
            let limits = kid.get::<Array<'_>>(b"Limits");
            limits.is_none_or(|limits| {
                let mut ends = limits.iter::<Text<'_>>();
                match (ends.next(), ends.next()) {
                    (Some(low), Some(high)) => low.as_bytes() <= name && name <= high.as_bytes(),
                    _ => true,
                }
            })
        })
        .find_map(|kid| named(&kid, name, depth.saturating_add(1)))
}

/// The bookmarks.
pub(super) fn outline(pdf: &Pdf) -> Vec<Bookmark> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let first = root(pdf)
        .and_then(|root| root.get::<Dict<'_>>(b"Outlines"))
        .and_then(|outlines| outlines.get_ref(b"First"));
    let mut waiting: Vec<(ObjectIdentifier, u8)> = Vec::new();
    waiting.extend(first.map(|first| (first.into(), 0)));
    let mut most = 0;
    while let Some((id, depth)) = waiting.pop() {
        if found.len() >= BOOKMARKS || !seen.insert((id.obj_number, id.gen_number)) {
            continue;
        }
        let Some(item) = pdf.xref().get::<Dict<'_>>(id) else {
            continue;
        };
        if let Some(next) = item.get_ref(b"Next") {
            waiting.push((next.into(), depth));
        }
        let to = item.get::<Object<'_>>(b"Dest").or_else(|| {
            let action = item.get::<Dict<'_>>(b"A")?;
            action.get::<Object<'_>>(b"D")
        });
        let page = to.and_then(|to| destination(pdf, &to, 0));
        let title = item.get::<Text<'_>>(b"Title");
        let title = title
            .map(|title| words(title.as_bytes()))
            .unwrap_or_default();
        if !title.is_empty() {
            let depth = depth.min(most);
            most = depth.saturating_add(1);
            found.push(Bookmark {
                depth,
                title,
                page: page.unwrap_or(0),
            });
        }
        if let Some(child) = item.get_ref(b"First")
            && depth < 30
        {
            waiting.push((child.into(), depth.saturating_add(1)));
        }
    }
    found
}

/// What pages are called.
pub(super) fn labels(pdf: &Pdf) -> Vec<Label> {
    let mut all = BTreeMap::new();
    if let Some(tree) = root(pdf).and_then(|root| root.get::<Dict<'_>>(b"PageLabels")) {
        numbered(&tree, &mut all, 0);
    }
    let pages = u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX);
    all.retain(|page, _| *page < pages);
    if !all.contains_key(&0) {
        return Vec::new();
    }
    all.into_values().collect()
}

fn numbered(tree: &Dict<'_>, all: &mut BTreeMap<u32, Label>, depth: u8) {
    if depth > DEPTH || all.len() > 10_000 {
        return;
    }
    if let Some(numbers) = tree.get::<Array<'_>>(b"Nums") {
        let mut rest = numbers.flex_iter();
        while let Some(page) = rest.next::<u32>() {
            let Some(label) = rest.next::<Dict<'_>>() else {
                break;
            };
            let style = label.get::<Name<'_>>(b"S");
            let style = match style.as_ref().map(AsRef::as_ref) {
                Some(b"D") => Numbering::Decimal,
                Some(b"R") => Numbering::UpperRoman,
                Some(b"r") => Numbering::LowerRoman,
                Some(b"A") => Numbering::UpperLetters,
                Some(b"a") => Numbering::LowerLetters,
                _ => Numbering::None,
            };
            let prefix = label.get::<Text<'_>>(b"P");
            let prefix = prefix
                .map(|prefix| words(prefix.as_bytes()))
                .unwrap_or_default();
            let start = label.get::<u32>(b"St").unwrap_or(1).clamp(1, 1_000_000);
            let label = Label {
                page,
                style,
                prefix: unicode::cut(&prefix, 100).to_owned(),
                start,
            };
            all.insert(page, label);
        }
    }
    if let Some(kids) = tree.get::<Array<'_>>(b"Kids") {
        for kid in kids.iter::<Dict<'_>>().take(10_000) {
            numbered(&kid, all, depth.saturating_add(1));
        }
    }
}

/// The title, where the rules let it stand.
pub(super) fn title(pdf: &Pdf, rule: Properties) -> String {
    match (&pdf.metadata().title, rule) {
        (Some(title), Properties::Keep) => words(title),
        _ => String::new(),
    }
}

/// The language, where it is spelt as languages are.
pub(super) fn language(pdf: &Pdf) -> String {
    let said = root(pdf).and_then(|root| root.get::<Text<'_>>(b"Lang"));
    let said = said.map(|said| words(said.as_bytes())).unwrap_or_default();
    let spelt = said.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if spelt && said.len() <= 35 {
        said
    } else {
        String::new()
    }
}

pub(super) fn root(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())
}

/// What a key of a dictionary says, cleaned to one line.
pub(super) fn text(dict: &Dict<'_>, key: &[u8]) -> String {
    let said = dict.get::<Text<'_>>(key);
    said.map(|said| words(said.as_bytes())).unwrap_or_default()
}

pub(super) fn words(bytes: &[u8]) -> String {
    let cleaned = unicode::clean_line(&said(bytes)).text;
    unicode::cut(&cleaned, TITLE).to_owned()
}

/// A text string (ISO 32000-2, 7.9.2.2) as it is: UTF-16, UTF-8, or PDFDocEncoding, whose lower and upper halves are
/// taken for Latin.
pub(super) fn said(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => sixteen(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => sixteen(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn sixteen(bytes: &[u8], read: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes
        .as_chunks::<2>()
        .0
        .iter()
        .map(|pair| read(*pair))
        .collect();
    String::from_utf16_lossy(&units)
}
