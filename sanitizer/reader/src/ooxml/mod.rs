//! Office documents (docx, xlsx, pptx, their macro and template siblings, and xlsb) by a first allow-list.
//!
//! ```text
//!  bytes ─▶ container  the ZIP, read strictly; content types; relations
//!               └▶ walk     from the main part along relations that may be followed
//!                    ├▶ binary   where a part holds records: the XML that says the same
//!                    └▶ filter   each part's XML through the vocabulary (xml, field, word, sheet)
//!                         └▶ Package, with its pictures as children
//! ```
//!
//! Nothing is removed from a file here: what is known is said again, so macros, objects, links and parts
//! nobody knows are never met by the writer. What was left out is told from the relations that led to it.

mod binary;
mod chart;
mod container;
mod embed;
mod field;
mod filter;
mod frame;
mod graphic;
mod header;
mod heeded;
mod hidden;
mod join;
mod link;
mod macros;
mod object;
mod old;
mod place;
mod properties;
mod sheet;
mod shown;
mod traces;
mod walk;
mod word;
pub(crate) mod xml;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use sekisho_ir::package::{Boxes, CommentBox, Events, PartBody};
use sekisho_ir::rules::Hidden;
use sekisho_ir::{
    Code, Document, Findings, Kind, Limits, Package, Part, PartKind, Reason, Relation,
};

use self::container::Container;
use self::filter::{Setting, Trouble, filter};
use self::sheet::SheetFacts;
use self::walk::{Found, Raw, Walked, walk};
use crate::{Child, ReadHint, Reading};

/// What kind of package this is, whatever its name; none where it is not one that can be read.
pub(crate) fn kind(input: &[u8]) -> Option<Kind> {
    walk::kind(&mut Container::open(input, &Limits::default()).ok()?)
}

/// Reads a package.
pub(crate) fn read<'a>(input: &'a [u8], hint: &ReadHint) -> Result<Reading<'a>, Reason> {
    let limits = &hint.limits;
    let mut container = Container::open(input, limits)?;
    let mut findings = Findings::new();
    findings.add(
        Code::ExtraBytesDropped,
        usize::from(container.has_extra_bytes()),
    );
    let Walked {
        format,
        found,
        properties,
        measures,
        of_2007,
    } = walk(&mut container, hint, &mut findings)?;
    let mut alive = vec![true; found.len()];
    // A part that falls away takes its relations with it, so the others are said again without it.
    let (events, said) = loop {
        let mut said = Findings::new();
        match say(&found, &alive, of_2007, hint, &mut said)? {
            Ok(events) => break (events, said),
            Err(Dead { parts, code }) => {
                for at in parts {
                    let place = found.get(at).map_or("", |part| part.place.as_str());
                    findings.add_at(code, 1, place);
                    if let Some(life) = alive.get_mut(at) {
                        *life = false;
                    }
                }
            }
        }
    };
    for row in said.rows() {
        if row.places.is_empty() {
            findings.add(row.code, usize::try_from(row.count).unwrap_or(usize::MAX));
        }
        for (at, place) in row.places.iter().enumerate() {
            let rest = usize::try_from(row.count)
                .unwrap_or(usize::MAX)
                .saturating_sub(row.places.len());
            findings.add_at(
                row.code,
                if at == 0 { rest.saturating_add(1) } else { 1 },
                place,
            );
        }
    }
    let numbers = numbers(&found, &alive);
    let mut children = Vec::new();
    let mut parts = Vec::new();
    for ((part, events), at) in found.iter().zip(events).zip(0_usize..) {
        if !alive.get(at).copied().unwrap_or(false) {
            continue;
        }
        let body = match (&part.body, events) {
            (Raw::Xml(_), Some(events)) => PartBody::Xml(events),
            (Raw::Picture(bytes), _) => {
                let child = u32::try_from(children.len()).map_err(|_| Reason::TooMany)?;
                let name = sekisho_ir::name::clean_path(&part.name).name;
                children.push(Child {
                    name: name.rsplit('/').next().unwrap_or_default().to_owned(),
                    declared: None,
                    inline: true,
                    bytes: Cow::Owned(bytes.clone()),
                });
                PartBody::Image { child }
            }
            (Raw::Document { bytes, kind }, _) => {
                let child = u32::try_from(children.len()).map_err(|_| Reason::TooMany)?;
                children.push(Child {
                    name: format!("document{}.{}", child.saturating_add(1), kind.extension()),
                    declared: None,
                    inline: false,
                    bytes: Cow::Owned(bytes.clone()),
                });
                PartBody::Document { child }
            }
            (
                Raw::Boxes {
                    comments,
                    notes,
                    boxes,
                },
                _,
            ) => {
                let cells = comments.map(|at| cells_of(&found, at, limits));
                let noted: BTreeMap<(u32, u32), &CommentBox> =
                    notes.iter().map(|note| (note.cell, note)).collect();
                let comment = |cell| CommentBox {
                    cell,
                    anchor: noted.get(&cell).and_then(|note| note.anchor),
                    shown: noted.get(&cell).is_some_and(|note| note.shown),
                };
                PartBody::Boxes(Boxes {
                    comments: cells.unwrap_or_default().into_iter().map(comment).collect(),
                    ..boxes.clone()
                })
            }
            _ => return Err(Reason::Malformed),
        };
        let rels = part
            .leads
            .iter()
            .filter_map(|(_, target)| numbers.get(target))
            .map(|target| Relation::Part(*target))
            .chain(part.web.iter().map(|(_, at)| Relation::Web(at.clone())))
            .collect();
        parts.push(Part {
            kind: part.kind,
            body,
            rels,
        });
    }
    if children.len() > limits.children {
        return Err(Reason::TooMany);
    }
    Ok(Reading {
        document: Document::Package(Package {
            format,
            parts,
            properties,
            measures,
        }),
        children,
        findings,
        signatures: Vec::new(),
    })
}

/// The number each living part has among the living.
fn numbers(found: &[Found], alive: &[bool]) -> BTreeMap<usize, u32> {
    let living = (0..found.len()).filter(|at| alive.get(*at).copied().unwrap_or(false));
    living.zip(0_u32..).collect()
}

/// The ids of a part that lead to living parts or, behind those, to pages; and the position of each relation.
fn leads<'f>(part: &'f Found, numbers: &BTreeMap<usize, u32>) -> BTreeMap<&'f str, usize> {
    let living = part
        .leads
        .iter()
        .filter(|(_, target)| numbers.contains_key(target));
    let web = part.web.iter().map(|(id, _)| id.as_str());
    let ids = living.map(|(id, _)| id.as_str()).chain(web);
    ids.enumerate()
        .map(|(position, id)| (id, position))
        .collect()
}

/// The ids of a part that lead to living parts, and of which kind those are.
fn kinds<'f>(
    part: &'f Found,
    found: &[Found],
    numbers: &BTreeMap<usize, u32>,
) -> BTreeMap<&'f str, PartKind> {
    let living = part
        .leads
        .iter()
        .filter(|(_, target)| numbers.contains_key(target));
    living
        .filter_map(|(id, target)| Some((id.as_str(), found.get(*target)?.kind)))
        .collect()
}

/// The ids of a part that lead to embedded documents, and what those are.
fn embedded<'f>(part: &'f Found, found: &[Found]) -> BTreeMap<&'f str, Kind> {
    let kind = |target: usize| match found.get(target)?.body {
        Raw::Document { kind, .. } => Some(kind),
        _ => None,
    };
    part.leads
        .iter()
        .filter_map(|(id, target)| Some((id.as_str(), kind(*target)?)))
        .collect()
}

/// Parts that do not cross, by position.
struct Dead {
    parts: Vec<usize>,
    /// Why.
    code: Code,
}

type Said = Result<Vec<Option<Events>>, Dead>;

/// Says every living part again; or which of them cannot be said.
fn say(
    found: &[Found],
    alive: &[bool],
    of_2007: bool,
    hint: &ReadHint,
    findings: &mut Findings,
) -> Result<Said, Reason> {
    let numbers = numbers(found, alive);
    let mut sheets = SheetFacts::default();
    let mut events = Vec::with_capacity(found.len());
    let mut dead = Vec::new();
    let mut emptied = Vec::new();
    for (at, part) in found.iter().enumerate() {
        let Raw::Xml(text) = &part.body else {
            events.push(None);
            continue;
        };
        if !numbers.contains_key(&at) {
            events.push(None);
            continue;
        }
        let shown_by = (part.kind == PartKind::DiagramData)
            .then(|| {
                let shows = |other: &&Found| other.leads.iter().any(|(_, target)| *target == at);
                found.iter().find(shows).map(|other| leads(other, &numbers))
            })
            .flatten();
        let setting = Setting {
            kind: part.kind,
            place: &part.place,
            leads: leads(part, &numbers),
            kinds: kinds(part, found, &numbers),
            embedded: embedded(part, found),
            objects: &part.objects,
            shown_by: shown_by.unwrap_or_default(),
            lost: &part.lost,
            rules: hint.rules,
            of_2007,
            emptied: hint.rules.hidden == Hidden::Remove
                && part.kind == PartKind::Worksheet
                && is_hidden(found, &numbers, &sheets, at),
            limits: &hint.limits,
        };
        sheets.begin_part();
        match filter(text, &setting, &mut sheets, findings) {
            Ok(said) => {
                events.push(Some(said));
                if setting.emptied || sheets.is_emptied() {
                    emptied.push(at);
                }
            }
            Err(Trouble::WrongRoot) if at == 0 => return Err(Reason::Malformed),
            Err(Trouble::Broken(reason)) if holds_content(part.kind) => return Err(reason),
            Err(Trouble::WrongRoot | Trouble::Broken(_)) => {
                dead.push(at);
                events.push(None);
            }
        }
    }
    let code = if dead.is_empty() {
        dead = only_behind(&emptied, found, alive);
        Code::HiddenTextRemoved
    } else {
        Code::PartDropped
    };
    Ok(if dead.is_empty() {
        Ok(events)
    } else {
        Err(Dead { parts: dead, code })
    })
}

/// The living parts that nothing leads to but sheets and slides of which nothing shall stay.
fn only_behind(emptied: &[usize], found: &[Found], alive: &[bool]) -> Vec<usize> {
    let lives = |at: usize| alive.get(at).copied().unwrap_or(false);
    if emptied.is_empty() {
        return Vec::new();
    }
    let mut reached = BTreeSet::from([0]);
    let mut next = vec![0];
    while let Some(at) = next.pop() {
        let leads = found.get(at).into_iter().flat_map(|part| &part.leads);
        for (_, target) in leads {
            // An empty slide still needs its layout.
            let kept = !emptied.contains(&at)
                || found
                    .get(*target)
                    .is_some_and(|part| part.kind == PartKind::SlideLayout);
            if kept && lives(*target) && reached.insert(*target) {
                next.push(*target);
            }
        }
    }
    (0..found.len())
        .filter(|at| lives(*at) && !reached.contains(at))
        .collect()
}

/// True where the workbook hides the sheet at this position.
fn is_hidden(
    found: &[Found],
    numbers: &BTreeMap<usize, u32>,
    sheets: &SheetFacts,
    at: usize,
) -> bool {
    let workbook = found.first();
    let leads = workbook.into_iter().flat_map(|book| &book.leads);
    let mut living = leads.filter(|(_, target)| numbers.contains_key(target));
    let position = living.position(|(_, target)| *target == at);
    position.is_some_and(|position| sheets.is_hidden(position))
}

/// Parts whose loss a reader of the document would feel: a broken one holds the whole.
fn holds_content(kind: PartKind) -> bool {
    !matches!(
        kind,
        PartKind::Theme
            | PartKind::ThemeOverride
            | PartKind::ViewSettings
            | PartKind::ShowSettings
            | PartKind::WordSettings
            | PartKind::WordFonts
            | PartKind::TableStyles
            | PartKind::DiagramDrawing
            | PartKind::DiagramStyle
            | PartKind::DiagramColors
            | PartKind::DiagramLayout
    )
}

/// The cells that have a comment.
fn cells_of(found: &[Found], comments: usize, limits: &Limits) -> Vec<(u32, u32)> {
    let Some(Found {
        body: Raw::Xml(text),
        ..
    }) = found.get(comments)
    else {
        return Vec::new();
    };
    let mut scanner = xml::Scanner::new(text, limits.markup_depth);
    let mut cells = Vec::new();
    while let Ok(Some(item)) = scanner.next() {
        if let xml::Item::Open(tag) = item
            && tag.name == "comment"
            && let Some(cell) = tag.value("ref").and_then(cell)
        {
            cells.push(cell);
        }
    }
    cells
}

/// Row and column, from zero, of a reference like `B7`.
fn cell(reference: &str) -> Option<(u32, u32)> {
    let reference = reference.split(':').next()?;
    let split = reference.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = reference.split_at(split);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?).checked_add(1)?;
        column = column.checked_mul(26)?.checked_add(value)?;
    }
    let row = digits.parse::<u32>().ok()?.checked_sub(1)?;
    let column = column.checked_sub(1)?;
    (row < 1_048_576 && column < 16_384).then_some((row, column))
}
