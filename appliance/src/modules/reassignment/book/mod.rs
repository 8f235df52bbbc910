//! 名簿の読み込み: the directory's own file, corrected in a spreadsheet and read again.
//!
//! ```text
//!  職員録 ─▶ CSV ─▶ corrected ─▶ read ─▶ compare (pure, over the town's census) ─▶ report, row by row: nothing is done yet
//!                                             └▶ service, one transaction: facts put right, a list of 人事異動 kept ─▶ undo
//! ```
//!
//! The file says how it shall be. What changes of names, readings, extensions and addresses is put right at once; what
//! changes of who holds what becomes a list of 人事異動, which is looked at, made so and taken back like any other. A file
//! that was not touched changes nothing, in either encoding, whatever letters that encoding lacks.

mod compare;
mod page;
mod service;
mod show;
mod table;
mod text;
pub(super) mod web;

#[cfg(test)]
mod tests;
