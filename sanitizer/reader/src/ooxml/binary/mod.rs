//! Binary workbooks (xlsb): packages whose sheets are BIFF12 records ([MS-XLSB]) where xlsx has XML.
//!
//! ```text
//!  workbook.bin, styles.bin, table.bin ─▶ book       what formulas and strings refer to by number
//!  any binary part ─▶ records ─▶ fields ─┬▶ workbook  styles  sheet  strings  table  comments
//!                                        └▶ xml: the part as Excel would have written it into an xlsx
//! ```
//!
//! Nothing is judged here. What comes out passes through the same allow-list as every part of an xlsx, so
//! formulas, lost sheets and relations are decided in one place. Unknown and future records are passed over.

mod book;
mod cells;
mod colour;
mod comments;
mod conditional;
mod dxf;
mod fields;
mod filters;
mod formula;
mod functions;
mod id;
mod page;
mod records;
mod reference;
mod sheet;
mod strings;
mod styles;
mod table;
#[cfg(test)]
mod tests;
mod validation;
mod views;
mod workbook;
mod xml;

use sekisho_ir::{Limits, PartKind, Reason};

use self::book::Book;
use super::container::Container;

/// A binary workbook: what its parts must know of each other.
#[derive(Debug)]
pub(super) struct Binary {
    book: Book,
}

impl Binary {
    /// Opens the one whose main part has this name.
    pub(super) fn open(
        container: &mut Container<'_>,
        main: &str,
        limits: &Limits,
    ) -> Result<Self, Reason> {
        let book = Book::read(container, main, limits)?;
        Ok(Self { book })
    }

    /// A binary part of this kind as XML; none where such a part is never binary.
    pub(super) fn say(
        &self,
        kind: PartKind,
        bytes: &[u8],
        limits: &Limits,
    ) -> Result<Option<String>, Reason> {
        let book = &self.book;
        Ok(Some(match kind {
            PartKind::Workbook => workbook::workbook(bytes, book, limits)?,
            PartKind::Worksheet => sheet::sheet(bytes, "worksheet", book, limits)?,
            PartKind::Chartsheet => sheet::sheet(bytes, "chartsheet", book, limits)?,
            PartKind::SheetStyles => styles::styles(bytes, limits)?,
            PartKind::SharedStrings => strings::shared(bytes, book, limits)?,
            PartKind::SheetComments => comments::comments(bytes, book, limits)?,
            PartKind::SheetTable => table::table(bytes, book, limits)?,
            _ => return Ok(None),
        }))
    }
}

/// True where a part of a binary workbook says that it is binary itself.
pub(super) fn is_binary(container: &Container<'_>, name: &str) -> bool {
    let content = container.content_type(name);
    content.starts_with("application/vnd.ms-excel.") && !content.contains("xml")
}
