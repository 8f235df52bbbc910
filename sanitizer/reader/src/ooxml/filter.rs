//! One part through the vocabulary: what has a word is said again, everything else falls silent and is counted.
//!
//! Each source element is kept, seen through (its children stay), or skipped with all it holds. What an
//! element must lose or become is decided when it closes, since only then is it known what remained.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sekisho_ir::package::{
    Events, Relation, attribute_is_inert, character_may_stand, may_name, text_may_stand,
};
use sekisho_ir::vocabulary::{Attribute, Element, Space};
use sekisho_ir::{Code, Findings, Kind, Limits, PartKind, Reason, Rules};

use super::container::RawRelation;
use super::field::Fields;
use super::frame::{Frame, Mode, Value, Verdict};
use super::graphic::{is_graphic_frame, is_word_drawing, loosen};
use super::heeded::Heeded;
use super::hidden::Veil;
use super::join::Again;
use super::object::Object;
use super::place::{Spot, at_cell};
use super::sheet::SheetFacts;
use super::xml::{Item, Ns, Scanner, Tag};

/// What a filter must know of the part and its place.
pub(super) struct Setting<'s> {
    pub(super) kind: PartKind,
    /// Where in the document the part is, for the report.
    pub(super) place: &'s str,
    /// Ids that lead somewhere, and the position of the relation.
    pub(super) leads: BTreeMap<&'s str, usize>,
    /// Ids that lead to parts, and of which kind those are.
    pub(super) kinds: BTreeMap<&'s str, PartKind>,
    /// Ids that lead to embedded documents, and what those are.
    pub(super) embedded: BTreeMap<&'s str, Kind>,
    /// Objects on a sheet that stay, in the order of their shapes.
    pub(super) objects: &'s [Object],
    /// The same of the part that shows this diagram: its data names the drawing by that part's ids.
    pub(super) shown_by: BTreeMap<&'s str, usize>,
    /// Ids that lead nowhere any more.
    pub(super) lost: &'s BTreeMap<String, RawRelation>,
    /// What the site decided.
    pub(super) rules: Rules,
    /// Office 2007 wrote the file.
    pub(super) of_2007: bool,
    /// A hidden sheet of which nothing but its place shall stay.
    pub(super) emptied: bool,
    pub(super) limits: &'s Limits,
}

/// Why a part cannot be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It is something else than it should be.
    WrongRoot,
    /// It cannot be read.
    Broken(Reason),
}

/// Filters the text of one part.
pub(super) fn filter<'s>(
    text: &'s str,
    setting: &'s Setting<'s>,
    sheets: &mut SheetFacts,
    findings: &mut Findings,
) -> Result<Events, Trouble> {
    let mut scanner = Scanner::new(text, setting.limits.markup_depth.saturating_mul(2));
    let mut filter = Filter {
        setting,
        sheets,
        findings,
        out: Events::default(),
        frames: Vec::new(),
        skipping: 0,
        dead: Vec::new(),
        again: Again::new(),
        fields: Fields::default(),
        strict: false,
        rooted: false,
        links: Vec::new(),
        object_stays: false,
        old_shape: None,
        frame_box: [const { String::new() }; 4],
        veil: Veil::default(),
        slide_emptied: false,
        drawings: 900_000,
        kept: 0,
        formula: None,
        field_kind: None,
        bullets_lost: false,
        spot: Spot::default(),
        room: Vec::new(),
    };
    while let Some(item) = scanner.next().map_err(Trouble::Broken)? {
        match item {
            Item::Open(mut tag) => {
                filter.strict = scanner.strict;
                filter.open(&mut tag, &scanner)?;
                scanner.reuse(tag);
            }
            Item::Text(text) => filter.text(text),
            Item::Close => filter.close(),
        }
    }
    filter.fields_end();
    let Filter {
        mut out,
        dead,
        again,
        rooted,
        ..
    } = filter;
    if !rooted {
        return Err(Trouble::WrongRoot);
    }
    out.edit(dead, &again);
    Ok(out)
}

pub(super) struct Filter<'s, 'f> {
    pub(super) setting: &'s Setting<'s>,
    pub(super) sheets: &'f mut SheetFacts,
    pub(super) findings: &'f mut Findings,
    pub(super) out: Events,
    pub(super) frames: Vec<Frame<'s>>,
    skipping: usize,
    /// Ranges of the output that are left out at the end.
    pub(super) dead: Vec<(usize, usize)>,
    /// Pieces of the output that are put in at the end.
    pub(super) again: Again,
    pub(super) fields: Fields,
    strict: bool,
    rooted: bool,
    /// Links that become words: where each leads, and the words it has shown so far.
    pub(super) links: Vec<super::link::Told>,
    /// An embedded object of the object being read in Word text stays.
    pub(super) object_stays: bool,
    /// The position of the relation to the picture of the object on a slide.
    pub(super) old_shape: Option<usize>,
    /// Where the graphic frame being read stands: x, y, width, height.
    pub(super) frame_box: [String; 4],
    /// What of a sheet is hidden.
    pub(super) veil: Veil,
    /// The slide is hidden and shall hold nothing.
    pub(super) slide_emptied: bool,
    /// Numbers for drawings that are made here.
    pub(super) drawings: u32,
    /// Elements open in the output.
    kept: usize,
    pub(super) formula: Option<super::sheet::Formula>,
    /// A picture used as a bullet did not remain.
    pub(super) bullets_lost: bool,
    /// The type of the field mark being read.
    pub(super) field_kind: Option<String>,
    /// Which paragraph or cell is being read.
    spot: Spot,
    /// Room for the attributes of an element.
    room: Vec<Value<'s>>,
}

impl<'s> Filter<'s, '_> {
    fn open(&mut self, tag: &mut Tag<'s>, scanner: &Scanner<'_>) -> Result<(), Trouble> {
        if self.skipping > 0 {
            self.skipping = self.skipping.saturating_add(1);
            return Ok(());
        }
        if !self.rooted {
            let (space, name) = self.setting.kind.root();
            if tag.ns != Ns::Known(space) || tag.name != name {
                return Err(Trouble::WrongRoot);
            }
            self.rooted = true;
        }
        let mut start = self.out.size();
        let frame = match self.judge(tag, scanner) {
            Verdict::Skip => {
                self.skipping = 1;
                return Ok(());
            }
            Verdict::As(mode) => Frame::of(mode, start, start),
            Verdict::Keep(element, mut attributes) => {
                if self.kept >= self.setting.limits.markup_depth {
                    return Err(Trouble::Broken(Reason::TooDeep));
                }
                if self.switches_before(element) {
                    start = self.out.size();
                }
                self.out.open(element, &attributes);
                attributes.clear();
                self.room = attributes;
                self.kept = self.kept.saturating_add(1);
                if Heeded::of(element).passes {
                    self.spot.passes(element.space(), element.name(), true);
                }
                let joins = self.join_on(element, start);
                Frame {
                    preserve: tag.attributes.iter().any(preserves),
                    joins,
                    ..Frame::of(Mode::Kept(element), start, self.out.size())
                }
            }
        };
        self.frames.push(frame);
        Ok(())
    }

    fn judge(&mut self, tag: &mut Tag<'s>, scanner: &Scanner<'_>) -> Verdict<'s> {
        match tag.ns {
            Ns::Known(space) => self.known(space, tag),
            Ns::Compatibility => self.alternative(tag, scanner),
            Ns::Vml | Ns::Office | Ns::WordOld => self.vml(tag),
            Ns::Other | Ns::None | Ns::Xml => Verdict::Skip,
        }
    }

    /// Markup compatibility: the first choice whose words we have, if anything of it remains; else the fallback.
    fn alternative(&mut self, tag: &Tag<'_>, scanner: &Scanner<'_>) -> Verdict<'s> {
        let taken = matches!(
            self.frames.last().map(|frame| frame.mode),
            Some(Mode::Alternate(true))
        );
        match tag.name {
            "AlternateContent" => Verdict::As(Mode::Alternate(false)),
            "Choice" if !taken => {
                let requires = tag.value("Requires").unwrap_or_default();
                let known = !requires.is_empty()
                    && requires
                        .split_whitespace()
                        .all(|prefix| matches!(scanner.prefix(prefix), Ns::Known(_)));
                if known {
                    Verdict::As(Mode::Choice)
                } else {
                    Verdict::Skip
                }
            }
            "Fallback" if !taken => Verdict::As(Mode::Choice),
            _ => Verdict::Skip,
        }
    }

    /// True where the nearest element that is kept holds objects of a sheet and nothing else.
    fn among_objects(&self) -> bool {
        let kept = self.frames.iter().rev().find_map(|frame| match frame.mode {
            Mode::Kept(element) => Some(element),
            _ => None,
        });
        kept.is_some_and(|element| element.is(Space::Sheet, "oleObjects"))
    }

    pub(super) fn known(&mut self, space: Space, tag: &mut Tag<'s>) -> Verdict<'s> {
        if self.among_objects() && !(space == Space::Sheet && tag.name == "oleObject") {
            return Verdict::Skip;
        }
        let element = Element::find(space, tag.name);
        let heeded = element.map(Heeded::of);
        // What no word of the vocabulary is may still be heeded.
        let asked = heeded.is_none_or(|heeded| heeded.begins) || self.leaves_out();
        if asked && let Some(verdict) = self.by_rule(space, tag) {
            return verdict;
        }
        let Some(element) = element else {
            self.tell_unknown(space, tag.name);
            return Verdict::Skip;
        };
        let mut attributes = std::mem::take(&mut self.room);
        for (ns, name, value) in &mut tag.attributes {
            let space = match *ns {
                Ns::None => None,
                Ns::Known(space) => Some(space),
                Ns::Vml => Some(Space::Vml),
                Ns::Office => Some(Space::Office),
                _ => continue,
            };
            let Some(attribute) = element.attribute(space, name) else {
                if *name == "macro" && !value.is_empty() {
                    let place = self.place();
                    self.findings.add_at(Code::ScriptRemoved, 1, &place);
                }
                continue;
            };
            if space == Some(Space::Relationship) {
                match self.related(element, value) {
                    Related::To(id) => attributes.push((attribute, Cow::Owned(id))),
                    Related::Nothing => {}
                    Related::Void => return Verdict::Skip,
                }
                continue;
            }
            if element.is(Space::DiagramDrawing, "dataModelExt") && *name == "relId" {
                match self.setting.shown_by.get(&**value) {
                    Some(position) => {
                        attributes.push((attribute, Cow::Owned(relation_id(*position))));
                    }
                    None => return Verdict::Skip,
                }
                continue;
            }
            let value = self.value(element, attribute, std::mem::take(value));
            if value.len() > self.setting.limits.attribute_chars {
                continue;
            }
            if attribute_is_inert(element, attribute, &value) {
                attributes.push((attribute, value));
            } else {
                let place = self.place();
                self.findings.add_at(Code::MarkupDropped, 1, &place);
            }
        }
        if heeded.is_some_and(|heeded| heeded.attributes) {
            self.unveil(element, &mut attributes);
            if let Some(verdict) = self.amend(element, &mut attributes) {
                return verdict;
            }
        }
        Verdict::Keep(element, attributes)
    }

    /// What is decided about an element by its name, before its attributes are looked at.
    fn by_rule(&mut self, space: Space, tag: &Tag<'s>) -> Option<Verdict<'s>> {
        let by_rule = self.trace(space, tag).or_else(|| self.hidden(space, tag));
        by_rule.or_else(|| match space {
            Space::Word => self.special_word(tag),
            Space::Slide => self.special_slide(tag),
            Space::Sheet => self.special_sheet(tag),
            Space::Drawing => self.special_drawing(tag),
            _ => None,
        })
    }

    /// What an id of a relation becomes.
    fn related(&mut self, element: Element, id: &str) -> Related {
        let is_jump = element.space() == Space::Drawing && element.name().starts_with("hlink");
        if let Some(position) = self.setting.leads.get(id)
            && may_name(element, self.setting.kinds.get(id).copied())
        {
            return Related::To(format!("rId{}", position.saturating_add(1)));
        }
        if id.is_empty() && is_jump {
            return Related::To(String::new());
        }
        if element.is(Space::Drawing, "blip") {
            return Related::Nothing;
        }
        if is_jump {
            // A jump to a macro or a file; what it stood on stays.
            self.findings.add(
                Code::LinkMadeText,
                usize::from(!self.setting.lost.contains_key(id)),
            );
        }
        Related::Void
    }

    /// A value as it may stand: characters that only deceive are left out, strict measures are made transitional.
    fn value(
        &mut self,
        element: Element,
        attribute: Attribute,
        value: Cow<'s, str>,
    ) -> Cow<'s, str> {
        let value = if text_may_stand(&value) {
            value
        } else {
            self.findings.add(Code::ControlRemoved, 1);
            value.chars().filter(|c| character_may_stand(*c)).collect()
        };
        if value == "veryHidden" && element.is(Space::Sheet, "sheet") && attribute.name() == "state"
        {
            return Cow::Borrowed("hidden");
        }
        if self.strict {
            return loosen(element, value);
        }
        value
    }

    fn text(&mut self, text: Cow<'s, str>) {
        if self.skipping > 0 {
            return;
        }
        let most = self.setting.limits.text_bytes;
        if let Some(Frame {
            mode: Mode::Kept(element),
            text: held,
            ..
        }) = self.frames.last_mut()
            && element.holds_text()
            && held.len().saturating_add(text.len()) <= most
        {
            match (text_may_stand(&text), held.is_empty()) {
                (true, true) => *held = text,
                (true, false) => held.to_mut().push_str(&text),
                (false, _) => held.to_mut().extend(
                    text.chars()
                        .map(|c| if c == '\r' { '\n' } else { c })
                        .filter(|c| character_may_stand(*c)),
                ),
            }
        }
    }

    fn close(&mut self) {
        if self.skipping > 0 {
            self.skipping = self.skipping.saturating_sub(1);
            return;
        }
        self.switches_at_end();
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        match frame.mode {
            Mode::Kept(element) => {
                self.kept = self.kept.saturating_sub(1);
                if Heeded::of(element).passes {
                    self.spot.passes(element.space(), element.name(), false);
                }
                if matches!(self.frames.last(), Some(outer)
                    if matches!(outer.mode, Mode::Kept(e) if e.is(Space::SheetDrawing, "from")))
                {
                    self.spot.corner(element.name(), &frame.text);
                }
                if !frame.preserve && element.is(Space::Word, "t") {
                    let trimmed = frame.text.trim_matches([' ', '\n', '\t']);
                    if trimmed.len() < frame.text.len() {
                        frame.text = Cow::Owned(trimmed.to_owned());
                    }
                }
                if !frame.text.is_empty() {
                    self.out.text(&frame.text);
                }
                self.out.close();
                self.finish(element, &frame);
            }
            Mode::Choice => {
                if self.out.size() > frame.start
                    && let Some(Frame {
                        mode: Mode::Alternate(taken),
                        ..
                    }) = self.frames.last_mut()
                {
                    *taken = true;
                }
                self.hand_up(&frame);
            }
            Mode::Through | Mode::Alternate(_) => self.hand_up(&frame),
            Mode::Link => {
                self.hand_up(&frame);
                self.end_link();
            }
            Mode::Object => self.stand_instead(&frame),
        }
    }

    /// An element that is only seen through leaves its children to the one around it.
    fn hand_up(&mut self, frame: &Frame<'_>) {
        if let Some(outer) = self.frames.last_mut() {
            outer.children = outer.children.saturating_add(frame.children);
            if frame.children > 0 {
                outer.paragraph = frame.paragraph;
            }
        }
    }

    /// Where in the document the reading stands, for the report.
    pub(super) fn place(&self) -> String {
        match self.setting.kind {
            PartKind::Worksheet => at_cell(self.setting.place, self.sheets.cell()),
            kind => self.spot.place(kind, self.setting.place),
        }
    }

    pub(super) fn count_child(&mut self) {
        if let Some(outer) = self.frames.last_mut() {
            outer.children = outer.children.saturating_add(1);
        }
    }

    /// Forgets the output from `at` on, and every mark that stood in it.
    pub(super) fn cut(&mut self, at: usize) {
        self.out.truncate(at);
        self.dead.retain(|(_, to)| *to <= at);
        self.again.retain(|place, _| *place <= at);
        self.fields.cut(at);
    }

    fn finish(&mut self, element: Element, frame: &Frame<'_>) {
        if !frame.doomed && !Heeded::of(element).ends {
            self.count_child();
            return;
        }
        let name = element.name();
        let keep = match element.space() {
            Space::Word => self.finish_word(element, frame),
            Space::Sheet | Space::Sheet2010 | Space::SheetMain => self.finish_sheet(element, frame),
            // Extensions that say nothing any more.
            Space::Diagram if name == "extLst" => frame.children > 0,
            Space::Drawing if name == "ext" => {
                frame.children > 0
                    || !matches!(self.frames.last(), Some(outer)
                        if matches!(outer.mode, Mode::Kept(e) if e.name() == "extLst"))
            }
            Space::Chart if name == "f" => self.finish_chart_reference(frame),
            Space::Drawing if name == "graphicData" => {
                if frame.children == 0 {
                    self.doom(|mode| is_graphic_frame(mode) || is_word_drawing(mode));
                }
                true
            }
            Space::Slide if name == "oleObj" => self.finish_object(frame),
            Space::Slide | Space::SheetDrawing | Space::WordGroup if name == "graphicFrame" => {
                self.finish_graphic_frame(frame)
            }
            Space::SheetDrawing if name.ends_with("Anchor") => !frame.doomed,
            _ => true,
        };
        if keep {
            self.count_child();
        } else {
            self.cut(frame.start);
        }
    }
}

/// True for the attribute that says that blanks count.
fn preserves((ns, name, value): &(Ns, &str, Cow<'_, str>)) -> bool {
    *ns == Ns::Xml && *name == "space" && value == "preserve"
}

enum Related {
    /// This id.
    To(String),
    /// The attribute falls away.
    Nothing,
    /// The element falls away.
    Void,
}

/// The id of a relation that is made here.
pub(super) fn relation_id(position: usize) -> String {
    let id = format!("rId{}", position.saturating_add(1));
    debug_assert_eq!(Relation::position(&id), Some(position));
    id
}
