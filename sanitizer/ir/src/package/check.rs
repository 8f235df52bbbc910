//! The check that the writer trusts: every part, relation, word, value and character of a package.

use std::collections::BTreeSet;

use super::boxes::header_shows_picture;
use super::field::FieldWatch;
use super::formula::formula_is_inert;
use super::rules::{Of, Rule, TextRule, character_may_stand, may_name};
use super::{Events, Measures, Package, Part, PartBody, PartKind, Relation, Said, XmlEvent};
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
    let mut open: Vec<(Element, Of)> = Vec::new();
    let mut begun = false;
    let mut fields = FieldWatch::default();
    // What is judged by its words may come in several pieces of text; they are judged whole.
    let (mut said, mut words) = (0_usize, String::new());
    let mut events = events.reader();
    while let Some(event) = events.read() {
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
                if open.last().is_some_and(|(_, outer)| outer.holds_text) && said > 0 {
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
                    self::attribute(package, part, element, *attribute, *value, limits)?;
                }
                let of = Of::element(element);
                if of.marks_field {
                    let kind = attributes.iter().find(|(a, _)| a.name() == "fldCharType");
                    let kind = kind.map_or(Ok(""), |(_, value)| value.text())?;
                    fields.mark(kind)?;
                }
                open.push((element, of));
            }
            XmlEvent::Text(piece) => {
                let (_, holder) = open.last().ok_or(Refusal::Inconsistent("text outside"))?;
                if !holder.holds_text {
                    return Err(Refusal::Vocabulary("text where none may be"));
                }
                said = said.saturating_add(piece.bytes().len());
                if said > limits.text_bytes {
                    return Err(Refusal::TooLarge("a text"));
                }
                if !may_stand(piece)? {
                    return Err(Refusal::Character("a document"));
                }
                if holder.text != TextRule::Words {
                    words.push_str(piece.text()?);
                }
            }
            XmlEvent::Close => {
                let (_, element) = open.pop().ok_or(Refusal::Inconsistent("an end"))?;
                if said > 0 {
                    text(package, part, element.text, &words, &mut fields)?;
                    said = 0;
                    words.clear();
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

/// Checks the whole text of an element that has one.
fn text(
    package: &Package,
    part: &Part,
    rule: TextRule,
    words: &str,
    fields: &mut FieldWatch,
) -> Result<(), Refusal> {
    match rule {
        TextRule::Words => Ok(()),
        TextRule::Instruction => fields.instruction(words),
        TextRule::Formula if formula_is_inert(words) => Ok(()),
        TextRule::Formula => Err(Refusal::Vocabulary("a formula")),
        TextRule::Header => {
            let leads = |lead: &Relation| leads_to(package, lead, PartKind::HeaderShapes);
            if header_shows_picture(words) && !part.rels.iter().any(leads) {
                return Err(Refusal::Inconsistent("the picture of a header"));
            }
            Ok(())
        }
    }
}

/// True where every character may stand in a document.
#[inline]
fn may_stand(said: Said<'_>) -> Result<bool, Refusal> {
    Ok(said.marks().all_may_stand() || said.text()?.chars().all(character_may_stand))
}

fn attribute(
    package: &Package,
    part: &Part,
    element: Element,
    attribute: Attribute,
    value: Said<'_>,
    limits: &Limits,
) -> Result<(), Refusal> {
    let rule = Rule::of(element, attribute).ok_or(Refusal::Vocabulary("an attribute"))?;
    if value.bytes().len() > limits.attribute_chars.saturating_mul(16) {
        return Err(Refusal::TooLarge("an attribute"));
    }
    if !may_stand(value)? {
        return Err(Refusal::Character("an attribute"));
    }
    if attribute.space() == Some(Space::Relationship) {
        return related(package, part, element, value.text()?);
    }
    let inert = match rule {
        Rule::Words => true,
        Rule::NoAddress if value.marks().is_no_place() => true,
        rule => rule.allows(value.text()?),
    };
    if inert {
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
