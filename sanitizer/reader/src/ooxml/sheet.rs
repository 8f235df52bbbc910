//! What a workbook needs beyond the vocabulary: formulas judged, names and sheets that are gone left out everywhere.

use std::borrow::Cow;
use std::collections::BTreeSet;

use sekisho_ir::package::{header_shows_picture, text_is_inert, without_pictures};
use sekisho_ir::vocabulary::{Element, Space};
use sekisho_ir::{Code, PartKind, Place};

use super::filter::{Filter, relation_id};
use super::frame::{Frame, Mode, Value, Verdict};
use super::xml::{Ns, Tag};

/// What the sheets of one workbook must know of each other.
#[derive(Debug, Default)]
pub(super) struct SheetFacts {
    /// Ids of relations that lead to hidden sheets.
    hidden: BTreeSet<String>,
    /// Names of sheets that did not cross.
    lost: Vec<String>,
    /// For each sheet as it was: its number now.
    numbers: Vec<Option<usize>>,
    /// The cell being read.
    cell: String,
    /// The slide being read shall hold nothing.
    emptied: bool,
    /// Objects of this sheet that were said, by their position.
    objects: BTreeSet<usize>,
    /// Shared formulas of this sheet that were kept.
    shared: BTreeSet<String>,
}

/// The formula being read.
#[derive(Clone, Debug, Default)]
pub(super) struct Formula {
    shared: Option<String>,
    data_table: bool,
}

impl SheetFacts {
    /// A new part begins.
    pub(super) fn begin_part(&mut self) {
        self.cell.clear();
        self.shared.clear();
        self.objects.clear();
        self.emptied = false;
    }

    /// The slide being read shall hold nothing.
    pub(super) fn empties(&mut self) {
        self.emptied = true;
    }

    /// True where the slide that was read holds nothing.
    pub(super) fn is_emptied(&self) -> bool {
        self.emptied
    }

    /// True the first time that an object of this sheet is said.
    pub(super) fn says_object(&mut self, number: usize) -> bool {
        self.objects.insert(number)
    }

    /// The cell being read, or the cells a rule stands for; empty for none.
    pub(super) fn cell(&self) -> &str {
        &self.cell
    }

    /// The sheet this relation of the workbook leads to is hidden.
    pub(super) fn hidden(&mut self, id: &str) {
        self.hidden.insert(id.to_owned());
    }

    /// True where the sheet at this position among the workbook's relations is hidden.
    pub(super) fn is_hidden(&self, position: usize) -> bool {
        self.hidden.contains(&relation_id(position))
    }

    fn names_lost_sheet(&self, formula: &str) -> bool {
        let lower = formula.to_lowercase();
        self.lost.iter().any(|name| {
            let name = name.to_lowercase();
            lower.contains(&format!("'{}'!", name.replace('\'', "''")))
                || lower.match_indices(&format!("{name}!")).any(|(at, _)| {
                    !lower
                        .get(..at)
                        .is_some_and(|head| head.ends_with(char::is_alphanumeric))
                })
        })
    }
}

/// The names of a sheet that are decided about before the vocabulary is asked.
pub(super) fn heeds(space: Space, name: &str) -> bool {
    space == Space::Sheet && matches!(name, "hyperlink" | "legacyDrawing" | "oleObject" | "sheet")
}

/// The elements that are decided about, or changed, once their attributes are known.
pub(super) fn heeds_attributes(element: Element) -> bool {
    let name = element.name();
    match element.space() {
        Space::Sheet => {
            element.attributes().iter().any(|a| a.name() == "count")
                || matches!(
                    name,
                    "c" | "f"
                        | "sheet"
                        | "workbookView"
                        | "definedName"
                        | "hyperlink"
                        | "mergeCell"
                        | "conditionalFormatting"
                        | "dataValidation"
                )
        }
        Space::Sheet2010 => name == "dataValidation",
        Space::Chart => name == "chartSpace",
        Space::Slide => name == "sld",
        Space::Drawing => matches!(name, "hlinkClick" | "hlinkHover" | "graphicData"),
        Space::Word => name == "fldChar",
        _ => false,
    }
}

/// The names of a sheet of which something is decided when they end.
pub(super) fn heeds_end(space: Space, name: &str) -> bool {
    let of_sheet = matches!(space, Space::Sheet | Space::Sheet2010 | Space::SheetMain);
    of_sheet
        && (is_formula(name)
            || is_header(name)
            || VOID_WHEN_EMPTY.contains(&name)
            || matches!(
                name,
                "sheetData"
                    | "conditionalFormatting"
                    | "dataValidation"
                    | "calculatedColumnFormula"
                    | "totalsRowFormula"
            ))
}

/// What says nothing where it holds nothing any more.
const VOID_WHEN_EMPTY: &[&str] = &[
    "extLst",
    "ext",
    "hyperlinks",
    "tableParts",
    "definedNames",
    "conditionalFormatting",
    "conditionalFormattings",
    "dataValidations",
    "ignoredErrors",
    "scenarios",
    "cellWatches",
    "oleObjects",
    "sparklineGroups",
    "sparklineGroup",
    "sparklines",
];

impl<'s> Filter<'s, '_> {
    /// Elements of a sheet that are seen through or left out before the vocabulary is asked.
    pub(super) fn special_sheet(&mut self, tag: &Tag<'_>) -> Option<Verdict<'s>> {
        if tag.name == "hyperlink" {
            return self.sheet_link(tag);
        }
        if tag.name == "legacyDrawing" {
            self.say_made_drawing();
            return None;
        }
        if tag.name == "oleObject" {
            return Some(self.sheet_object(tag));
        }
        if tag.name != "sheet" {
            return None;
        }
        let id = tag
            .attributes
            .iter()
            .find(|(ns, ..)| *ns == Ns::Known(Space::Relationship));
        if id.is_some_and(|(_, _, id)| self.setting.leads.contains_key(&**id)) {
            return None;
        }
        self.lose_sheet(tag.value("name").unwrap_or_default());
        Some(Verdict::Skip)
    }

    /// Changes attributes, or decides against an element, once its attributes are known.
    pub(super) fn amend(
        &mut self,
        element: Element,
        attributes: &mut Vec<Value<'_>>,
    ) -> Option<Verdict<'s>> {
        let value = |name: &str| {
            attributes
                .iter()
                .find(|(a, _)| a.name() == name)
                .map(|(_, value)| &**value)
        };
        match (element.space(), element.name()) {
            (Space::Sheet, "c") => value("r")
                .unwrap_or_default()
                .clone_into(&mut self.sheets.cell),
            (Space::Sheet, "f") => {
                let kind = value("t").unwrap_or_default();
                self.formula = Some(Formula {
                    shared: (kind == "shared").then(|| value("si").unwrap_or_default().to_owned()),
                    data_table: kind == "dataTable",
                });
            }
            (Space::Sheet, "sheet") => {
                let next = self.sheets.numbers.iter().flatten().count();
                self.sheets.numbers.push(Some(next));
                self.findings.add(Code::SheetsKept, 1);
            }
            (Space::Sheet, "workbookView") if !self.setting.lost.is_empty() => {
                attributes.retain(|(a, _)| !matches!(a.name(), "activeTab" | "firstSheet"));
            }
            (Space::Sheet, "definedName") => {
                let name = value("name").unwrap_or_default().to_owned();
                return self.defined_name(&name, attributes);
            }
            (Space::Sheet, "hyperlink")
                if !attributes.iter().any(|(a, _)| {
                    a.name() == "location" || a.space() == Some(Space::Relationship)
                }) =>
            {
                return Some(Verdict::Skip);
            }
            (Space::Sheet, "mergeCell") => self.findings.add(Code::MergedCellsKept, 1),
            (Space::Sheet, "conditionalFormatting" | "dataValidation")
            | (Space::Sheet2010, "dataValidation") => {
                let cells = value("sqref").unwrap_or_default();
                cells
                    .split(' ')
                    .next()
                    .unwrap_or_default()
                    .clone_into(&mut self.sheets.cell);
                let validates = usize::from(element.name() == "dataValidation");
                self.findings.add(Code::ValidationsKept, validates);
            }
            (Space::Chart, "chartSpace") => self.findings.add(Code::ChartsKept, 1),
            (Space::Slide, "sld") => self.findings.add(Code::PagesKept, 1),
            (Space::Drawing, "hlinkClick" | "hlinkHover")
                if !attributes
                    .iter()
                    .any(|(_, v)| v.starts_with("rId") || v.starts_with("ppaction:")) =>
            {
                return Some(Verdict::Skip);
            }
            (Space::Drawing, "graphicData") if attributes.is_empty() => {
                self.doom(|mode| {
                    super::graphic::is_graphic_frame(mode) || super::graphic::is_word_drawing(mode)
                });
                return Some(Verdict::Skip);
            }
            (Space::Word, "fldChar") => {
                self.field_kind = value("fldCharType").map(str::to_owned);
            }
            _ => {}
        }
        if element.space() == Space::Sheet {
            // Counts may be wrong once something is gone, and nobody needs them.
            attributes.retain(|(a, _)| a.name() != "count");
        }
        None
    }

    /// A sheet whose part did not cross: its name and number are remembered as gone.
    pub(super) fn lose_sheet(&mut self, name: &str) {
        self.sheets.numbers.push(None);
        self.sheets.lost.push(name.to_owned());
        let place = Place::Sheet(name, None).to_string();
        self.findings.add_at(Code::PartDropped, 1, &place);
    }

    fn defined_name(&mut self, name: &str, attributes: &mut [Value<'_>]) -> Option<Verdict<'s>> {
        let lower = name.to_lowercase();
        let plain = lower.strip_prefix("_xlnm.").unwrap_or(&lower);
        if [
            "auto_open",
            "auto_close",
            "auto_activate",
            "auto_deactivate",
        ]
        .iter()
        .any(|auto| plain.starts_with(auto))
        {
            self.findings.add_at(Code::MacroRemoved, 1, name);
            return Some(Verdict::Skip);
        }
        if let Some((_, local)) = attributes
            .iter_mut()
            .find(|(a, _)| a.name() == "localSheetId")
        {
            let now = local
                .parse::<usize>()
                .ok()
                .and_then(|old| self.sheets.numbers.get(old).copied().flatten());
            match now {
                Some(now) => *local = Cow::Owned(now.to_string()),
                None => return Some(Verdict::Skip),
            }
        }
        if plain == "print_area" {
            self.findings.add(Code::PrintAreaKept, 1);
        }
        None
    }

    /// Decides what remains of a spreadsheet element that closes.
    pub(super) fn finish_sheet(&mut self, element: Element, frame: &Frame<'_>) -> bool {
        let name = element.name();
        if matches!(
            name,
            "sheetData" | "conditionalFormatting" | "dataValidation"
        ) {
            self.sheets.cell.clear();
        }
        if frame.doomed {
            return false;
        }
        if element.is(Space::Sheet, "f") {
            return self.finish_formula(element, frame);
        }
        if !frame.text.is_empty()
            && (!text_is_inert(element, &frame.text)
                || (is_formula(name) && self.sheets.names_lost_sheet(&frame.text)))
        {
            self.tell_formula(&frame.text);
            self.doom(|mode| {
                matches!(mode, Mode::Kept(e)
                    if matches!(e.name(), "cfRule" | "dataValidation" | "sparkline" | "cfvo"))
            });
            return false;
        }
        let pictured = |kind: &PartKind| *kind == PartKind::HeaderShapes;
        if is_header(name)
            && header_shows_picture(&frame.text)
            && !self.setting.kinds.values().any(pictured)
        {
            // Only the picture of the header goes.
            self.cut(frame.start);
            self.out.open_bare(element);
            self.out.text(&without_pictures(&frame.text));
            self.out.close();
            let place = self.place();
            self.findings.add_at(Code::PartDropped, 1, &place);
            return true;
        }
        !(frame.children == 0 && VOID_WHEN_EMPTY.contains(&name))
    }

    fn finish_formula(&mut self, element: Element, frame: &Frame<'_>) -> bool {
        let formula = self.formula.take().unwrap_or_default();
        let keep = if frame.text.is_empty() {
            match &formula.shared {
                Some(shared) => self.sheets.shared.contains(shared),
                None => formula.data_table,
            }
        } else {
            text_is_inert(element, &frame.text) && !self.sheets.names_lost_sheet(&frame.text)
        };
        if keep {
            self.sheets.shared.extend(formula.shared);
            self.findings.add(Code::FormulasKept, 1);
        } else if !frame.text.is_empty() || formula.shared.is_some() {
            self.tell_formula(&frame.text);
        }
        keep
    }

    fn tell_formula(&mut self, text: &str) {
        let place = self.place();
        let code = if text.contains('|') {
            Code::DdeRemoved
        } else if text.contains("://") || text.contains(']') && text.contains('!') {
            Code::ExternalLinkRemoved
        } else {
            Code::FormulaFrozen
        };
        self.findings.add_at(code, 1, &place);
    }

    /// A chart's reference to cells elsewhere: the values it last had are in the chart.
    pub(super) fn finish_chart_reference(&mut self, frame: &Frame<'_>) -> bool {
        let Some(element) = Element::find(Space::Chart, "f") else {
            return false;
        };
        if frame.text.is_empty() || text_is_inert(element, &frame.text) {
            return true;
        }
        let place = self.place();
        self.findings.add_at(Code::ExternalLinkRemoved, 1, &place);
        self.cut(frame.start);
        self.out.open_bare(element);
        self.out.text("#REF!");
        self.out.close();
        true
    }
}

fn is_formula(name: &str) -> bool {
    matches!(
        name,
        "f" | "formula" | "formula1" | "formula2" | "definedName"
    )
}

fn is_header(name: &str) -> bool {
    name.ends_with("Header") || name.ends_with("Footer")
}
