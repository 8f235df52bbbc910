//! Embedded documents on a sheet that stay alive: which shape shows each, and the words that say so.
//!
//! Excel knows an object by a number, and the old drawing of the sheet has a shape of that number with the picture that
//! is shown. Only an object whose picture is there stays; the shape is drawn anew by the writer.

use std::collections::BTreeMap;

use sekisho_ir::package::{Boxes, EMBEDDED, ObjectBox, stands_on_sheet};
use sekisho_ir::vocabulary::Space;
use sekisho_ir::{PartKind, Reason};

use super::container::{RawRelation, resolve};
use super::filter::{Filter, relation_id};
use super::frame::Verdict;
use super::old;
use super::shown;
use super::walk::{Raw, Walk};
use super::xml::{Item, Ns, Scanner, Tag, decode};

/// EMU of one pixel at 96 dpi.
const PIXEL: u64 = 9_525;

/// Objects beyond this on one sheet do not stay.
const OBJECTS: usize = 2_000;

/// An object on a sheet that stays.
#[derive(Clone, Debug)]
pub(super) struct Object {
    /// The id of the relation to its document.
    pub(super) id: String,
    /// The id by which the old drawing knew its shape.
    pub(super) shape: String,
    /// It is shown as an icon.
    icon: bool,
    /// Where it stands: column, offset in pixels, row, offset; then the same of the far corner.
    pub(super) anchor: [u32; 8],
    /// A line is drawn around it.
    framed: bool,
    /// The position of the part that is its picture.
    pub(super) picture: usize,
}

/// The id under which a sheet finds the picture of an object.
pub(super) fn id_of_picture(object: &str) -> String {
    format!("object:{object}")
}

/// The shapes that the objects of a sheet are shown by.
pub(super) fn boxes(objects: &[Object]) -> Boxes {
    let numbered = objects.iter().zip(0_u32..);
    Boxes {
        objects: numbered
            .map(|(object, lead)| ObjectBox {
                anchor: object.anchor,
                framed: object.framed,
                lead,
            })
            .collect(),
        ..Boxes::default()
    }
}

impl Walk<'_, '_, '_> {
    /// The objects of the sheet at this position that could stay, by the ids of the relations to what they hold.
    pub(super) fn objects(
        &mut self,
        at: usize,
        drawings: &[&RawRelation],
    ) -> Result<BTreeMap<String, Object>, Reason> {
        let mut found = BTreeMap::new();
        let Some(part) = self.found.get(at) else {
            return Ok(found);
        };
        let Raw::Xml(text) = &part.body else {
            return Ok(found);
        };
        let named = named(text, self.limits.markup_depth);
        let source = part.name.clone();
        for drawing in drawings {
            let name = resolve(&source, &drawing.target);
            let bytes = self.container.part(&name)?.unwrap_or_default();
            let text = decode(&bytes).unwrap_or_default();
            let shapes = old::shapes(&text, self.limits.markup_depth);
            let relations = self.container.relations(&name)?;
            for (id, shape, icon) in &named {
                let of_object = |other: &&old::OldShape| other.ids.contains(shape);
                let Some(old) = shapes.iter().find(of_object) else {
                    continue;
                };
                if let Some(cell) = shown::cell(old) {
                    self.stands_at(at, id, &cell);
                }
                let lead = old.picture.as_ref().and_then(|id| {
                    let lead = relations.iter().find(|relation| relation.id == *id)?;
                    (!lead.external).then(|| resolve(&name, &lead.target))
                });
                let anchor = old.anchor.filter(stands_on_sheet);
                let (Some(lead), Some(anchor)) = (lead, anchor) else {
                    continue;
                };
                if let Some(picture) = self.visit(&lead, PartKind::Picture)? {
                    found.insert(
                        id.clone(),
                        Object {
                            id: id.clone(),
                            shape: shape.clone(),
                            icon: *icon,
                            anchor,
                            framed: old.framed,
                            picture,
                        },
                    );
                }
            }
        }
        Ok(found)
    }
}

/// Every object a sheet names: the id of its relation, the id of its shape, and whether it is shown as an icon.
fn named(text: &str, depth: usize) -> Vec<(String, String, bool)> {
    let mut scanner = Scanner::new(text, depth);
    let mut named: Vec<(String, String, bool)> = Vec::new();
    while let Ok(Some(item)) = scanner.next() {
        if named.len() >= OBJECTS {
            break;
        }
        let Item::Open(tag) = item else { continue };
        if tag.ns != Ns::Known(Space::Sheet) || tag.name != "oleObject" {
            continue;
        }
        let shape = tag
            .value("shapeId")
            .and_then(|number| number.parse::<u32>().ok());
        if let (Some(id), Some(shape), None) = (tag.relation("id"), shape, tag.value("link"))
            && named.iter().all(|(known, ..)| known != id)
        {
            let icon = tag.value("dvAspect") == Some("DVASPECT_ICON");
            named.push((id.to_owned(), format!("_x0000_s{shape}"), icon));
        }
    }
    named
}

impl<'s> Filter<'s, '_> {
    /// An object on a sheet: said anew where it stays, once; else it falls silent.
    pub(super) fn sheet_object(&mut self, tag: &Tag<'_>) -> Verdict<'s> {
        if let Some(id) = tag.relation("id")
            && self.say_object(id).is_some()
        {
            self.count_child();
        } else {
            self.tell_unknown(Space::Sheet, "oleObject");
        }
        Verdict::Skip
    }

    fn say_object(&mut self, id: &str) -> Option<()> {
        let setting = self.setting;
        let number = setting.objects.iter().position(|object| object.id == id)?;
        let object = setting.objects.get(number)?;
        if !self.sheets.says_object(number) {
            return None;
        }
        let kind = setting.embedded.get(id)?;
        let (_, program) = EMBEDDED.iter().find(|(of, _)| of == kind)?;
        let document = relation_id(*setting.leads.get(id)?);
        let picture = relation_id(*setting.leads.get(id_of_picture(id).as_str())?);
        let shape = Boxes::FIRST.checked_add(u32::try_from(number).ok()?)?;
        let shape = shape.to_string();
        let mut values = vec![("progId", *program)];
        if object.icon {
            values.push(("dvAspect", "DVASPECT_ICON"));
        }
        values.extend([("shapeId", shape.as_str()), ("id", document.as_str())]);
        self.say(Space::Sheet, "oleObject", &values);
        self.say(
            Space::Sheet,
            "objectPr",
            &[("defaultSize", "0"), ("id", picture.as_str())],
        );
        self.say(Space::Sheet, "anchor", &[("moveWithCells", "1")]);
        let [c0, x0, r0, y0, c1, x1, r1, y1] = object.anchor;
        for (corner, column, x, row, y) in [("from", c0, x0, r0, y0), ("to", c1, x1, r1, y1)] {
            self.say(Space::Sheet, corner, &[]);
            for (name, value) in [
                ("col", u64::from(column)),
                ("colOff", u64::from(x).saturating_mul(PIXEL)),
                ("row", u64::from(row)),
                ("rowOff", u64::from(y).saturating_mul(PIXEL)),
            ] {
                self.say(Space::SheetDrawing, name, &[]);
                self.out.text(&value.to_string());
                self.out.close();
            }
            self.out.close();
        }
        // anchor, objectPr, oleObject.
        for _ in 0..3 {
            self.out.close();
        }
        Some(())
    }
}
