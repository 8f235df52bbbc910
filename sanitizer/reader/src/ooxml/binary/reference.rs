//! References to cells in formulas: a row and a column, each counted from the sheet's corner or from the formula.

use std::fmt;

use super::book::Table;
use super::fields::{COLUMNS, Fields, ROWS, letters};

/// A cell as a formula names it (RgceLoc and RgceLocRel, 2.5.98.89).
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    row: u32,
    column: u32,
    /// They move with the formula.
    moves: (bool, bool),
}

impl Cell {
    /// Reads one; with `base`, what moves is an offset from there.
    pub(super) fn read(fields: &mut Fields<'_>, base: Option<(u32, u32)>) -> Option<Self> {
        let row = fields.u32().ok()?;
        Some(Self::of(row, fields.u16().ok()?, base))
    }

    fn of(row: u32, column: u16, base: Option<(u32, u32)>) -> Self {
        let moves = (column & 0x8000 != 0, column & 0x4000 != 0);
        let column = u32::from(column & 0x3fff);
        let (from_row, from_column) = base.unwrap_or((0, 0));
        let shift = |value: u32, from: u32, moves: bool, size: u32| {
            let value = value % size;
            if moves {
                value.saturating_add(from) % size
            } else {
                value
            }
        };
        Self {
            row: shift(row, from_row, moves.0, ROWS),
            column: shift(column, from_column, moves.1, COLUMNS),
            moves,
        }
    }

    fn row_name(self) -> String {
        let fixed = if self.moves.0 { "" } else { "$" };
        format!("{fixed}{}", self.row.saturating_add(1))
    }

    fn column_name(self) -> String {
        let fixed = if self.moves.1 { "" } else { "$" };
        format!("{fixed}{}", letters(self.column))
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.column_name(), self.row_name())
    }
}

/// Cells from corner to corner (RgceArea, 2.5.98.86), whole rows and columns by their short names.
pub(super) fn area(fields: &mut Fields<'_>, base: Option<(u32, u32)>) -> Option<String> {
    let rows = (fields.u32().ok()?, fields.u32().ok()?);
    let columns = (fields.u16().ok()?, fields.u16().ok()?);
    let first = Cell::of(rows.0, columns.0, base);
    let last = Cell::of(rows.1, columns.1, base);
    Some(if first.row == 0 && last.row == ROWS.saturating_sub(1) {
        format!("{}:{}", first.column_name(), last.column_name())
    } else if first.column == 0 && last.column == COLUMNS.saturating_sub(1) {
        format!("{}:{}", first.row_name(), last.row_name())
    } else {
        format!("{first}:{last}")
    })
}

/// Cells of a table by the names of its columns (PtgList, 2.5.98.52; PtgRowType, 2.5.98.73).
pub(super) fn list(table: &Table, flags: u16, columns: (u16, u16)) -> Option<String> {
    let named = |at: u16| {
        let name = table.columns.get(usize::from(at))?;
        let mut text = String::new();
        for c in name.chars() {
            if matches!(c, '[' | ']' | '#' | '\'') {
                text.push('\'');
            }
            text.push(c);
        }
        Some(text)
    };
    let rows: &[&str] = match flags >> 2 & 0x1f {
        0x00 => &[],
        0x01 => &["#All"],
        0x02 => &["#Headers"],
        0x04 => &["#Data"],
        0x06 => &["#Headers", "#Data"],
        0x08 => &["#Totals"],
        0x0c => &["#Data", "#Totals"],
        0x10 => &["#This Row"],
        _ => return None,
    };
    let mut pieces: Vec<String> = rows.iter().map(|row| (*row).to_owned()).collect();
    let inner = match flags & 3 {
        0 => match pieces.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            several => format!("[{}]", several.join("],[")),
        },
        1 if pieces.is_empty() => {
            let name = named(columns.0)?;
            if name.trim() == name {
                name
            } else {
                format!("[{name}]")
            }
        }
        1 => {
            pieces.push(named(columns.0)?);
            format!("[{}]", pieces.join("],["))
        }
        2 => {
            pieces.push(format!("{}]:[{}", named(columns.0)?, named(columns.1)?));
            format!("[{}]", pieces.join("],["))
        }
        _ => return None,
    };
    Some(format!("{}[{inner}]", table.name))
}
