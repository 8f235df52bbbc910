//! What the parts of one workbook must know of each other: the sheets, the names, what lies outside, the tables and
//! the fonts. Formulas speak of all these by number.

use std::collections::BTreeMap;

use sekisho_ir::{Limits, PartKind, Reason};

use super::fields::Fields;
use super::records::Records;
use super::{id, styles, table};
use crate::ooxml::container::{Container, resolve};

/// A workbook as its formulas see it.
#[derive(Debug, Default)]
pub(super) struct Book {
    /// The names of its sheets, in order.
    pub(super) sheets: Vec<String>,
    /// Defined names, in order.
    pub(super) names: Vec<String>,
    sources: Vec<Source>,
    externs: Vec<Extern>,
    /// Tables by number.
    pub(super) tables: BTreeMap<u32, Table>,
    /// The fonts, as the properties of a run of text.
    pub(super) fonts: Vec<String>,
}

/// A table as formulas see it.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
}

/// Where a reference leads (2.1.7.61, EXTERNALS).
#[derive(Debug)]
enum Source {
    /// Into this workbook.
    Itself,
    /// Into the sheet that holds the formula.
    SameSheet,
    /// To functions of add-ins, by name.
    AddIn(Vec<String>),
    /// To another workbook or a server, the how many-th of them.
    Outside(usize),
}

/// A source and sheets of it (Xti, 2.5.172).
#[derive(Clone, Copy, Debug)]
struct Extern {
    source: usize,
    sheets: (i32, i32),
}

/// What stands in front of a reference.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nothing, or the sheet with its mark.
    Here(String),
    /// A sheet that is gone.
    Gone,
    /// Something that does not cross, as XML names it.
    Outside(String),
}

impl Book {
    /// Gathers it from the main part and the parts that lead on from there.
    pub(super) fn read(
        container: &mut Container<'_>,
        main: &str,
        limits: &Limits,
    ) -> Result<Self, Reason> {
        let mut book = Self::default();
        let bytes = container.part(main)?.ok_or(Reason::Malformed)?;
        book.read_workbook(&bytes)?;
        for relation in container.relations(main)? {
            if relation.external {
                continue;
            }
            let target = resolve(main, &relation.target);
            match PartKind::Workbook.led_to(&relation.kind) {
                Some(PartKind::SheetStyles) if super::is_binary(container, &target) => {
                    let bytes = container.part(&target)?.unwrap_or_default();
                    book.fonts = styles::run_fonts(&bytes, limits)?;
                }
                Some(PartKind::Worksheet) => book.read_tables(container, &target)?,
                _ => {}
            }
        }
        Ok(book)
    }

    fn read_tables(&mut self, container: &mut Container<'_>, sheet: &str) -> Result<(), Reason> {
        for relation in container.relations(sheet)? {
            let target = resolve(sheet, &relation.target);
            if !relation.external
                && PartKind::Worksheet.led_to(&relation.kind) == Some(PartKind::SheetTable)
                && super::is_binary(container, &target)
                && let Some(bytes) = container.part(&target)?
            {
                let (number, table) = table::outline(&bytes)?;
                self.tables.insert(number, table);
            }
        }
        Ok(())
    }

    pub(super) fn read_workbook(&mut self, bytes: &[u8]) -> Result<(), Reason> {
        let (mut records, _) = Records::open(bytes, id::BEGIN_BOOK)?;
        while let Some(mut record) = records.within(id::END_BOOK)? {
            let fields = &mut record.fields;
            match record.id {
                id::BUNDLE_SH => {
                    fields.take(8)?;
                    fields.nullable()?;
                    self.sheets.push(fields.wide()?);
                }
                id::NAME => {
                    let flags = fields.u16()?;
                    fields.take(7)?;
                    self.names.push(full_name(flags, &fields.wide()?));
                }
                id::SUP_SELF => self.sources.push(Source::Itself),
                id::SUP_SAME => self.sources.push(Source::SameSheet),
                id::SUP_ADDIN => self.sources.push(Source::AddIn(Vec::new())),
                id::SUP_BOOK_SRC => {
                    let outside = |source: &&Source| matches!(source, Source::Outside(_));
                    let number = self
                        .sources
                        .iter()
                        .filter(outside)
                        .count()
                        .saturating_add(1);
                    self.sources.push(Source::Outside(number));
                }
                id::PLACEHOLDER_NAME => {
                    if let Some(Source::AddIn(names)) = self.sources.last_mut() {
                        names.push(fields.wide()?);
                    }
                }
                id::EXTERN_SHEET => self.read_externs(fields)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn read_externs(&mut self, fields: &mut Fields<'_>) -> Result<(), Reason> {
        for _ in 0..fields.count(12)? {
            let source = usize::try_from(fields.u32()?).map_err(|_| Reason::Malformed)?;
            let sheets = (fields.i32()?, fields.i32()?);
            self.externs.push(Extern { source, sheets });
        }
        Ok(())
    }

    fn of(&self, number: u16) -> Option<(&Source, (i32, i32))> {
        let found = self.externs.get(usize::from(number))?;
        Some((self.sources.get(found.source)?, found.sheets))
    }

    /// What stands in front of a reference to cells by this number (XtiIndex, 2.5.98.103).
    pub(super) fn place(&self, number: u16) -> Place {
        match self.of(number) {
            None => Place::Gone,
            Some((Source::SameSheet, _)) => Place::Here(String::new()),
            Some((Source::Itself, (first, last))) => match (self.sheet(first), self.sheet(last)) {
                (Some(first), Some(last)) if first == last => Place::Here(mark(first, None)),
                (Some(first), Some(last)) => Place::Here(mark(first, Some(last))),
                _ => Place::Gone,
            },
            Some((Source::AddIn(_), _)) => Place::Outside("[0]!".to_owned()),
            Some((Source::Outside(number), _)) => Place::Outside(format!("[{number}]!")),
        }
    }

    /// The name that stands at this number of a source, as a formula spells it.
    pub(super) fn name_of(&self, source: u16, number: u32) -> Option<String> {
        let at = usize::try_from(number.checked_sub(1)?).ok()?;
        match self.of(source)? {
            (Source::AddIn(names), _) => names.get(at).cloned(),
            (Source::Outside(book), _) => Some(format!("[{book}]!name")),
            (Source::Itself | Source::SameSheet, (first, _)) => {
                let name = self.names.get(at)?;
                let scope = self.sheet(first).map(|sheet| mark(sheet, None));
                Some(format!("{}{name}", scope.unwrap_or_default()))
            }
        }
    }

    fn sheet(&self, number: i32) -> Option<&str> {
        let at = usize::try_from(number).ok()?;
        self.sheets.get(at).map(String::as_str)
    }
}

/// A defined name as XML spells it: those that Excel itself gives have a prefix (2.4.711).
pub(super) fn full_name(flags: u16, name: &str) -> String {
    const BUILT_IN: u16 = 0x20;
    if flags & BUILT_IN != 0 && !name.to_lowercase().starts_with("_xlnm.") {
        format!("_xlnm.{name}")
    } else {
        name.to_owned()
    }
}

/// One sheet, or the sheets from one to another, with the mark that a reference follows.
fn mark(first: &str, last: Option<&str>) -> String {
    let names = match last {
        Some(last) => format!("{first}:{last}"),
        None => first.to_owned(),
    };
    if is_plain(first) && last.is_none_or(is_plain) {
        format!("{names}!")
    } else {
        format!("'{}'!", names.replace('\'', "''"))
    }
}

/// True where a sheet's name needs no quotes: it can be taken for nothing else.
fn is_plain(name: &str) -> bool {
    let lower = name.to_lowercase();
    let digits = lower.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let looks_like_a_cell =
        lower.len().saturating_sub(digits.len()) <= 3 && digits.chars().all(|c| c.is_ascii_digit());
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !looks_like_a_cell
        && !lower.starts_with("rc")
        && !(lower.starts_with('r') && lower.contains('c'))
}

#[cfg(test)]
mod tests {
    use super::{Book, full_name, mark};

    #[test]
    fn sheets_are_quoted_where_they_could_be_taken_for_something_else() {
        assert_eq!(mark("集計", None), "集計!");
        assert_eq!(mark("Sheet1", Some("Sheet3")), "Sheet1:Sheet3!");
        for (name, quoted) in [
            ("A1", "'A1'!"),
            ("R1C1", "'R1C1'!"),
            ("2024", "'2024'!"),
            ("集計 表", "'集計 表'!"),
            ("it's", "'it''s'!"),
            ("a-b", "'a-b'!"),
            ("TRUE", "TRUE!"),
        ] {
            assert_eq!(mark(name, None), quoted);
        }
    }

    #[test]
    fn names_that_excel_gives_are_told_apart() {
        assert_eq!(full_name(0x20, "Print_Area"), "_xlnm.Print_Area");
        assert_eq!(full_name(0x20, "_xlnm.Print_Area"), "_xlnm.Print_Area");
        assert_eq!(full_name(0, "売上"), "売上");
    }

    #[test]
    fn a_number_that_leads_nowhere_gives_nothing() {
        let book = Book::default();
        assert_eq!(book.place(7), super::Place::Gone);
        assert_eq!(book.name_of(0, 1), None);
    }
}
