//! A workbook of one sheet: the head stays in sight, columns are as wide as their text, every cell is text.

use super::{Sheet, SheetError};
use rust_xlsxwriter::{Format, Workbook};
use unicode_width::UnicodeWidthStr;

/// No column is wider, in half-width letters.
const WIDEST: usize = 48;

/// The longest name of a sheet (ECMA-376 leaves it to Excel, which takes 31).
const NAME_MOST: usize = 31;

impl Sheet {
    /// The table as a workbook.
    pub(crate) fn xlsx(&self) -> Result<Vec<u8>, SheetError> {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        page.set_name(sheet_name(&self.name))?;
        let head = Format::new().set_bold();
        let text = Format::new().set_num_format("@");
        for (column, word) in (0_u16..).zip(&self.head) {
            page.write_string_with_format(0, column, word, &head)?;
            let widest = self
                .rows
                .iter()
                .filter_map(|row| row.cells().nth(usize::from(column)))
                .map(UnicodeWidthStr::width)
                .chain([word.width()])
                .max()
                .unwrap_or(0);
            let widest = u16::try_from(widest.min(WIDEST)).unwrap_or(u16::MAX);
            page.set_column_width(column, f64::from(widest) + 2.0)?;
        }
        for (number, row) in (1_u32..).zip(self.rows.iter()) {
            for (column, cell) in (0_u16..).zip(row.cells()) {
                page.write_string_with_format(number, column, cell, &text)?;
            }
        }
        page.set_freeze_panes(1, 0)?;
        if let (Ok(last), Ok(right)) = (
            u32::try_from(self.rows.len()),
            u16::try_from(self.head.len().saturating_sub(1)),
        ) {
            page.autofilter(0, 0, last, right)?;
        }
        Ok(book.save_to_buffer()?)
    }
}

/// A name that a workbook takes: none of the letters Excel keeps for itself, and not too long.
fn sheet_name(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control())
        .take(NAME_MOST)
        .collect();
    if name.is_empty() {
        "1".to_owned()
    } else {
        name
    }
}
