//! The check that the writer trusts: every part, relation, word, value and character of a package.

use std::collections::BTreeSet;

use super::boxes::header_shows_picture;
use super::field::FieldWatch;
use super::rules::{attribute_is_inert, character_may_stand, may_name, text_is_inert};
use super::{Events, Measures, Package, Part, PartBody, PartKind, Relation, XmlEvent};
use crate::html::href_is_allowed;
use crate::kind::Kind;
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::vocabulary::{Attribute, Element, Space};

/// Checks a whole package.
pub(super) fn package(package: &Package, limits: &Limits) -> Result<(), Refusal> {
    let main = PartKind::main(package.format).ok_or(Refusal::Vocabulary("a package format"))?;
    if package.parts.len() > limits.package_parts {
        return Err(Refusal::TooMany("parts"));
    }
    if package.parts.first().map(|part| part.kind) != Some(main) {
        return Err(Refusal::Inconsistent("the main part"));
    }
    if package.parts.iter().skip(1).any(|part| is_main(part.kind)) {
        return Err(Refusal::Inconsistent("a second main part"));
    }
    package.properties.verify()?;
    if package.measures != Measures::Unknown && package.format != Kind::Xlsx {
        return Err(Refusal::Inconsistent("measures"));
    }
    let mut children = BTreeSet::new();
    let mut budget = Budget {
        events: limits.xml_events,
        bytes: limits.xml_bytes,
    };
    for part in &package.parts {
        relations(package, part, limits)?;
        match &part.body {
            PartBody::Xml(events) => xml(package, part, events, limits, &mut budget)?,
            PartBody::Image { child } => {
                if part.kind != PartKind::Picture
                    || !part.rels.is_empty()
                    || !children.insert(*child)
                {
                    return Err(Refusal::Inconsistent("a picture"));
                }
            }
            PartBody::Document { child } => {
                if part.kind != PartKind::EmbeddedDocument
                    || !part.rels.is_empty()
                    || !children.insert(*child)
                {
                    return Err(Refusal::Inconsistent("an embedded document"));
                }
            }
            PartBody::Boxes(boxes) => boxes.verify(package, part, limits.xml_events)?,
        }
    }
    Ok(())
}

fn is_main(kind: PartKind) -> bool {
    matches!(
        kind,
        PartKind::WordDocument | PartKind::Workbook | PartKind::Presentation
    )
}

fn relations(package: &Package, part: &Part, limits: &Limits) -> Result<(), Refusal> {
    if part.rels.len() > package.parts.len().saturating_add(limits.links) {
        return Err(Refusal::TooMany("relations"));
    }
    for relation in &part.rels {
        let fits = match relation {
            Relation::Part(_) => {
                let target = led_to(package, relation);
                let target = target.ok_or(Refusal::Inconsistent("a relation"))?;
                part.kind.may_lead_to(target.kind)
            }
            Relation::Web(address) => part.kind.may_link() && href_is_allowed(address),
        };
        if !fits {
            return Err(Refusal::Vocabulary("a relation"));
        }
    }
    Ok(())
}

/// A header or footer of a sheet.
fn is_header(element: Element) -> bool {
    element.space() == Space::Sheet
        && (element.name().ends_with("Header") || element.name().ends_with("Footer"))
}

fn leads_to(package: &Package, relation: &Relation, kind: PartKind) -> bool {
    led_to(package, relation).is_some_and(|part| part.kind == kind)
}

fn led_to<'p>(package: &'p Package, relation: &Relation) -> Option<&'p Part> {
    match relation {
        Relation::Part(target) => package.parts.get(usize::try_from(*target).ok()?),
        Relation::Web(_) => None,
    }
}

struct Budget {
    events: usize,
    bytes: usize,
}

fn xml(
    package: &Package,
    part: &Part,
    events: &Events,
    limits: &Limits,
    budget: &mut Budget,
) -> Result<(), Refusal> {
    let (space, name) = part.kind.root();
    let root = Element::find(space, name).ok_or(Refusal::Inconsistent("a part's body"))?;
    budget.bytes = budget
        .bytes
        .checked_sub(events.size())
        .ok_or(Refusal::TooLarge("XML"))?;
    let mut open: Vec<Element> = Vec::new();
    let mut begun = false;
    let mut fields = FieldWatch::default();
    // Formulas may come in several pieces of text; they are judged whole.
    let mut text = String::new();
    for event in events {
        budget.events = budget
            .events
            .checked_sub(1)
            .ok_or(Refusal::TooMany("XML events"))?;
        match event? {
            XmlEvent::Open {
                element,
                attributes,
            } => {
                if open.is_empty() && (begun || element != root) {
                    return Err(Refusal::Inconsistent("the root of a part"));
                }
                if open.last().is_some_and(|outer| outer.holds_text()) && !text.is_empty() {
                    return Err(Refusal::Inconsistent("an element within text"));
                }
                begun = true;
                if open.len() >= limits.markup_depth {
                    return Err(Refusal::TooLarge("XML depth"));
                }
                for (at, (attribute, value)) in attributes.iter().enumerate() {
                    if attributes
                        .iter()
                        .take(at)
                        .any(|(other, _)| other == attribute)
                    {
                        return Err(Refusal::Inconsistent("an attribute that stands twice"));
                    }
                    self::attribute(package, part, element, *attribute, value, limits)?;
                }
                if element.is(Space::Word, "fldChar") {
                    let kind = attributes.iter().find(|(a, _)| a.name() == "fldCharType");
                    fields.mark(kind.map_or("", |(_, value)| value))?;
                }
                open.push(element);
            }
            XmlEvent::Text(piece) => {
                let holder = open.last().ok_or(Refusal::Inconsistent("text outside"))?;
                if !holder.holds_text() {
                    return Err(Refusal::Vocabulary("text where none may be"));
                }
                if text.len().saturating_add(piece.len()) > limits.text_bytes {
                    return Err(Refusal::TooLarge("a text"));
                }
                text.push_str(piece);
            }
            XmlEvent::Close => {
                let element = open.pop().ok_or(Refusal::Inconsistent("an end"))?;
                if !text.is_empty() {
                    if !text.chars().all(character_may_stand) {
                        return Err(Refusal::Character("a document"));
                    }
                    if element.is(Space::Word, "instrText") {
                        fields.instruction(&text)?;
                    } else if !text_is_inert(element, &text) {
                        return Err(Refusal::Vocabulary("a formula"));
                    } else if is_header(element)
                        && header_shows_picture(&text)
                        && !part
                            .rels
                            .iter()
                            .any(|lead| leads_to(package, lead, PartKind::HeaderShapes))
                    {
                        return Err(Refusal::Inconsistent("the picture of a header"));
                    }
                    text.clear();
                }
            }
        }
    }
    fields.end()?;
    if begun && open.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Inconsistent("an open element"))
    }
}

fn attribute(
    package: &Package,
    part: &Part,
    element: Element,
    attribute: Attribute,
    value: &str,
    limits: &Limits,
) -> Result<(), Refusal> {
    if !element.allows(attribute) {
        return Err(Refusal::Vocabulary("an attribute"));
    }
    if value.len() > limits.attribute_chars.saturating_mul(16) {
        return Err(Refusal::TooLarge("an attribute"));
    }
    if !value.chars().all(character_may_stand) {
        return Err(Refusal::Character("an attribute"));
    }
    if attribute.space() == Some(Space::Relationship) {
        return related(package, part, element, value);
    }
    if attribute_is_inert(element, attribute, value) {
        Ok(())
    } else {
        Err(Refusal::Vocabulary("an attribute value"))
    }
}

fn related(package: &Package, part: &Part, element: Element, id: &str) -> Result<(), Refusal> {
    let is_jump = element.space() == Space::Drawing && element.name().starts_with("hlink");
    if id.is_empty() && is_jump {
        return Ok(());
    }
    let relation = Relation::position(id)
        .and_then(|at| part.rels.get(at))
        .ok_or(Refusal::Inconsistent("the id of a relation"))?;
    let target = match relation {
        Relation::Web(_) => None,
        Relation::Part(_) => {
            let target = led_to(package, relation);
            Some(
                target
                    .ok_or(Refusal::Inconsistent("the id of a relation"))?
                    .kind,
            )
        }
    };
    if may_name(element, target) {
        Ok(())
    } else {
        Err(Refusal::Inconsistent("where a relation leads"))
    }
}
