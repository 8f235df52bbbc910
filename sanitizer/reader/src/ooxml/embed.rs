//! Documents inside documents, and the old shapes by which objects and controls are shown.
//!
//! An embedded Office document becomes a child of its own, which the host takes through the whole road again; one that did
//! not come through is left out at the next reading and its picture stands. Anything else that is embedded is never
//! opened: its picture stands.

use std::io::{Cursor, Read};

use sekisho_ir::package::{CommentBox, stands_on_sheet};
use sekisho_ir::rules::Embedded;
use sekisho_ir::{Code, Kind, PartKind, Reason};

use super::container::{RawRelation, resolve};
use super::object::Object;
use super::old;
use super::place::at_cell;
use super::shown;
use super::walk::{Found, Raw, Walk};
use super::xml::decode;
use crate::detect;

/// The prefix of the id under which the picture of an old shape is found.
const OLD: &str = "shape:";

/// The id under which a sheet finds the drawing that was made for it.
pub(super) const MADE_DRAWING: &str = "made:drawing";

/// The id under which the picture of the old shape of this id is found.
pub(super) fn id_of_old(shape: &str) -> String {
    format!("{OLD}{shape}")
}

/// True where a relation leads to something embedded.
pub(super) fn is_embedding(relation: &RawRelation) -> bool {
    let word = relation.kind.rsplit('/').next().unwrap_or_default();
    !relation.external && matches!(word, "package" | "oleObject")
}

impl Walk<'_, '_, '_> {
    /// The position of an embedded document that goes its own way; none where only its picture can stand.
    pub(super) fn embed(
        &mut self,
        relation: &RawRelation,
        source: &str,
    ) -> Result<Option<usize>, Reason> {
        if self.rules.embedded != Embedded::Sanitise {
            return Ok(None);
        }
        let name = resolve(source, &relation.target);
        let key = (name.to_lowercase(), PartKind::EmbeddedDocument);
        if let Some(at) = self.known.get(&key) {
            return Ok(Some(*at));
        }
        let Some(bytes) = self.container.part(&name)? else {
            return Ok(None);
        };
        let bytes = unwrapped(bytes);
        let kind = detect::detect(&bytes, None);
        if !matches!(kind.rebuilt(), Kind::Docx | Kind::Xlsx | Kind::Pptx) {
            return Ok(None);
        }
        let order = self.embedded;
        self.embedded = order.saturating_add(1);
        if self.left_out.contains(&order) {
            return Ok(None);
        }
        let place = self.here();
        self.findings.add_at(Code::EmbeddedKept, 1, &place);
        let at = self.found.len();
        self.known.insert(key, at);
        let kind = kind.rebuilt();
        let body = Raw::Document { bytes, kind };
        self.found
            .push(Found::new(&name, &place, PartKind::EmbeddedDocument, body));
        Ok(Some(at))
    }

    /// The pictures of the old shapes of a slide, by their ids; or, of a sheet, its objects and controls as drawings.
    pub(super) fn show_old(
        &mut self,
        at: usize,
        relation: &RawRelation,
        objects: &[Object],
        notes: &mut Vec<CommentBox>,
        leads: &mut Vec<(String, usize)>,
    ) -> Result<(), Reason> {
        let Some(part) = self.found.get(at) else {
            return Ok(());
        };
        let (source, kind, place) = (part.name.clone(), part.kind, part.place.clone());
        self.lead = Some((at, relation.id.clone()));
        let name = resolve(&source, &relation.target);
        let bytes = self.container.part(&name)?.unwrap_or_default();
        let text = decode(&bytes).unwrap_or_default();
        let shapes = old::shapes(&text, self.limits.markup_depth);
        let relations = self.container.relations(&name)?;
        let mut anchors = String::new();
        let mut pictures = Vec::new();
        for shape in &shapes {
            let on_sheet = kind == PartKind::Worksheet;
            if let ("Note", (Some(row), Some(column))) = (shape.sort.as_str(), shape.cell) {
                notes.push(CommentBox {
                    cell: (row, column),
                    anchor: shape.anchor.filter(stands_on_sheet),
                    shown: shape.visible,
                });
            }
            let stays = objects
                .iter()
                .any(|object| shape.ids.contains(&object.shape));
            if on_sheet && (stays || !shown::is_shown(shape)) {
                continue;
            }
            let lead = shape.picture.as_ref().and_then(|id| {
                relations
                    .iter()
                    .find(|relation| relation.id == *id && !relation.external)
            });
            let picture = match lead {
                Some(lead) => self.visit(&resolve(&name, &lead.target), PartKind::Picture)?,
                None => None,
            };
            if on_sheet {
                if picture.is_none() && shape.sort == "Pict" {
                    continue;
                }
                let number = u32::try_from(pictures.len()).unwrap_or(u32::MAX);
                let id = format!("made:{number}");
                let anchor = shown::anchored(shape, picture.map(|_| id.as_str()), number);
                anchors.push_str(&anchor.unwrap_or_default());
                let here = shown::cell(shape).map(|cell| at_cell(&place, &cell));
                let here = here.unwrap_or_else(|| place.clone());
                self.findings.add_at(Code::DrawingPictured, 1, &here);
                pictures.push((id, picture));
            } else if let Some(picture) = picture {
                for id in &shape.ids {
                    leads.push((id_of_old(id), picture));
                }
            }
        }
        if !anchors.is_empty() {
            self.draw((&source, &place), &anchors, pictures, leads);
        }
        Ok(())
    }

    /// Puts anchors on the drawing of a sheet, a new one where it has none.
    fn draw(
        &mut self,
        (source, on): (&str, &str),
        anchors: &str,
        pictures: Vec<(String, Option<usize>)>,
        leads: &mut Vec<(String, usize)>,
    ) {
        let drawing = leads.iter().map(|(_, place)| *place).find(|place| {
            self.found
                .get(*place)
                .is_some_and(|part| part.kind == PartKind::SheetDrawing)
        });
        let place = drawing.unwrap_or_else(|| {
            let place = self.found.len();
            let body = Raw::Xml(shown::empty());
            self.found.push(Found::new(
                &format!("{source} (drawing)"),
                on,
                PartKind::SheetDrawing,
                body,
            ));
            leads.push((MADE_DRAWING.to_owned(), place));
            place
        });
        if let Some(part) = self.found.get_mut(place)
            && let Raw::Xml(text) = &mut part.body
        {
            *text = shown::add(text, anchors);
            let made = pictures
                .into_iter()
                .filter_map(|(id, picture)| Some((id, picture?)));
            part.made.extend(made);
        }
    }
}

/// The Office document that an old wrapper (a compound file with a `Package` stream, MS-OLEDS) holds, or the bytes.
fn unwrapped(bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return bytes;
    }
    let inner = || {
        let mut file = cfb::CompoundFile::open(Cursor::new(&bytes)).ok()?;
        let mut stream = file.open_stream("/Package").ok()?;
        if stream.len() > u64::try_from(bytes.len()).ok()? {
            return None;
        }
        let mut inner = Vec::new();
        stream.read_to_end(&mut inner).ok()?;
        Some(inner)
    };
    inner().unwrap_or(bytes)
}
