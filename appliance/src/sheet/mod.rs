//! 表の書き出し: rows of a page as a file that other programs open, CSV in either encoding or a workbook.
//!
//! A [`Sheet`] is text only. Cells that a spreadsheet would take for a formula leave as text (OWASP, "CSV injection"),
//! and what an encoding cannot say is told, never replaced behind anybody's back.

mod cp932;
mod csv;
mod rows;
mod xlsx;

pub(crate) use csv::{Unsayable, as_cp932, as_written, sent_again};
pub(crate) use rows::Rows;

/// A table on its way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sheet {
    /// What it is called: the sheet's name in a workbook, the first part of the file's name.
    pub name: String,
    /// The words over the columns.
    pub head: Vec<String>,
    /// The rows, each as long as `head`.
    pub rows: Rows,
}

/// How a table could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SheetError {
    /// The writer of CSV failed.
    #[error("writing a table as CSV")]
    Csv(#[from] ::csv::Error),
    /// The writer of workbooks failed.
    #[error("writing a table as a workbook")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}

#[cfg(test)]
mod tests;
