//! What the sender had hidden, by rule: told and kept hidden, shown, or left out.
//!
//! Rows, columns, sheets, slides, shapes and runs of text. A hidden sheet that is left out stays in its place, empty,
//! so that the numbers of the others and the values of their formulas hold.

use sekisho_ir::rules::Hidden;
use sekisho_ir::vocabulary::{Element, Space};
use sekisho_ir::{Code, Place};

use super::filter::Filter;
use super::frame::{Mode, Value, Verdict};
use super::place::{at_cell, letters};
use super::xml::Tag;

/// What an emptied sheet keeps: how it looks, not what it holds.
const OF_AN_EMPTY_SHEET: &[&str] = &[
    "worksheet",
    "sheetPr",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "pageMargins",
    "pageSetup",
];

/// What an emptied slide keeps of its shapes.
const OF_AN_EMPTY_SLIDE: &[&str] = &["nvGrpSpPr", "grpSpPr"];

/// What of a sheet is hidden so far.
#[derive(Debug, Default)]
pub(super) struct Veil {
    /// Hidden columns, from and to, from one.
    columns: Vec<(u32, u32)>,
    /// The row being read is hidden.
    row: bool,
}

/// The names that hide something by being there.
pub(super) fn heeds(space: Space, name: &str) -> bool {
    space == Space::Word && matches!(name, "vanish" | "specVanish" | "webHidden")
}

/// The names that may hide something by an attribute.
pub(super) fn heeds_attributes(space: Space, name: &str) -> bool {
    matches!(
        (space, name),
        (Space::Sheet, "sheet" | "row" | "col") | (Space::Slide, "sld") | (_, "cNvPr" | "docPr")
    )
}

impl<'s> Filter<'s, '_> {
    /// True where what stands here may be left out whatever its name is.
    pub(super) fn leaves_out(&self) -> bool {
        let setting = self.setting;
        setting.emptied || self.slide_emptied || setting.rules.hidden == Hidden::Remove
    }

    /// What a rule says of an element that hides something, or stands in something hidden.
    pub(super) fn hidden(&mut self, space: Space, tag: &Tag<'_>) -> Option<Verdict<'s>> {
        let rule = self.setting.rules.hidden;
        match (space, tag.name) {
            (Space::Word, "vanish" | "specVanish" | "webHidden") if is_on(tag.value("val")) => {
                self.vanish(tag.name)
            }
            (Space::Sheet, name) if self.setting.emptied => {
                let depth = self.frames.len();
                let goes = (depth == 1 && !OF_AN_EMPTY_SHEET.contains(&name))
                    || (depth == 2 && name == "row");
                goes.then_some(Verdict::Skip)
            }
            (Space::Sheet, "c") if rule == Hidden::Remove => {
                let hidden = self.veil.row || self.in_hidden_column(tag.value("r").unwrap_or(""));
                hidden.then(|| {
                    self.findings.add(Code::HiddenTextRemoved, 1);
                    Verdict::Skip
                })
            }
            (Space::Slide, name) if self.slide_emptied => {
                let of_tree = matches!(
                    self.frames.last().map(|frame| frame.mode),
                    Some(Mode::Kept(e)) if e.is(Space::Slide, "spTree")
                );
                (of_tree && !OF_AN_EMPTY_SLIDE.contains(&name)).then_some(Verdict::Skip)
            }
            _ => None,
        }
    }

    fn vanish(&mut self, name: &str) -> Option<Verdict<'s>> {
        // Web layout hides page numbers of a table of contents; nobody is deceived by that.
        if name == "webHidden" {
            return None;
        }
        match self.setting.rules.hidden {
            Hidden::Keep => {
                let place = self.place();
                self.findings.add_at(Code::HiddenKept, 1, &place);
                None
            }
            Hidden::Show => {
                self.findings.add(Code::HiddenShown, 1);
                Some(Verdict::Skip)
            }
            Hidden::Remove => {
                let of_mark =
                    self.frames.iter().rev().any(
                        |frame| matches!(frame.mode, Mode::Kept(e) if e.is(Space::Word, "pPr")),
                    );
                let in_run =
                    !of_mark
                        && self.frames.iter().rev().any(
                            |frame| matches!(frame.mode, Mode::Kept(e) if e.is(Space::Word, "r")),
                        );
                if in_run {
                    self.findings.add(Code::HiddenTextRemoved, 1);
                    self.doom(|mode| matches!(mode, Mode::Kept(e) if e.is(Space::Word, "r")));
                } else {
                    // A style that hides would hide whatever is set in it.
                    self.findings.add(Code::HiddenShown, usize::from(!of_mark));
                }
                Some(Verdict::Skip)
            }
        }
    }

    /// Changes what hides among the attributes of an element that stays.
    pub(super) fn unveil(&mut self, element: Element, attributes: &mut Vec<Value<'_>>) {
        let hides = |(attribute, value): &Value<'_>| match (
            element.space(),
            element.name(),
            attribute.name(),
        ) {
            (Space::Sheet, "sheet", "state") => value != "visible",
            (Space::Sheet, "row" | "col", "hidden") | (_, "cNvPr" | "docPr", "hidden") => {
                is_on(Some(value))
            }
            (Space::Slide, "sld", "show") => !is_on(Some(value)),
            _ => false,
        };
        let name = element.name();
        if element.space() == Space::Sheet && name == "row" {
            self.veil.row = false;
        }
        if !attributes.iter().any(hides) {
            return;
        }
        let value = |name: &str| {
            let found = attributes.iter().find(|(a, _)| a.name() == name);
            found.map_or("", |(_, value)| &**value)
        };
        let rule = self.setting.rules.hidden;
        match name {
            "row" => self.veil.row = true,
            "col" => {
                let ends = (value("min").parse().ok(), value("max").parse().ok());
                if let (Some(from), Some(to)) = ends {
                    self.veil.columns.push((from, to));
                }
            }
            "sld" if rule == Hidden::Remove => {
                self.slide_emptied = true;
                self.sheets.empties();
            }
            _ => {}
        }
        let place = match name {
            "sheet" => Place::Sheet(value("name"), None).to_string(),
            "row" => at_cell(
                self.setting.place,
                &format!("{row}:{row}", row = value("r")),
            ),
            "col" => {
                let letter = |name: &str| letters(value(name).parse::<u32>().ok()?.checked_sub(1)?);
                let columns = letter("min")
                    .zip(letter("max"))
                    .map(|(from, to)| format!("{from}:{to}"));
                at_cell(self.setting.place, &columns.unwrap_or_default())
            }
            _ => self.place(),
        };
        match rule {
            Hidden::Keep => self.findings.add_at(Code::HiddenKept, 1, &place),
            Hidden::Show => self.findings.add_at(Code::HiddenShown, 1, &place),
            Hidden::Remove if matches!(name, "sheet" | "sld") => {
                self.findings.add_at(Code::HiddenTextRemoved, 1, &place);
            }
            Hidden::Remove => {}
        }
        let is_shape = matches!(name, "cNvPr" | "docPr");
        if rule == Hidden::Show || (rule == Hidden::Remove && is_shape) {
            attributes.retain(|pair| !hides(pair));
        }
        if name == "sheet" {
            self.sheets.hidden(value_of_relation(attributes));
        }
    }

    fn in_hidden_column(&self, cell: &str) -> bool {
        let column =
            cell.bytes()
                .take_while(u8::is_ascii_alphabetic)
                .fold(0_u32, |column, letter| {
                    let value = u32::from(letter.to_ascii_uppercase().saturating_sub(b'A'));
                    column
                        .saturating_mul(26)
                        .saturating_add(value)
                        .saturating_add(1)
                });
        let within = |(from, to): &(u32, u32)| (*from..=*to).contains(&column);
        self.veil.columns.iter().any(within)
    }
}

fn value_of_relation<'a>(attributes: &'a [Value<'_>]) -> &'a str {
    let found = attributes
        .iter()
        .find(|(a, _)| a.space() == Some(Space::Relationship));
    found.map_or("", |(_, value)| &**value)
}

/// A switch that is on, as Office writes it: absent, `1`, `true` or `on`.
fn is_on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off"))
}
