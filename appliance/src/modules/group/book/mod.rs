//! グループの読み込み: the organisation's shared groups as a file, corrected in a spreadsheet and read again.
//!
//! ```text
//!  known (the town in words) ─▶ CSV ─▶ corrected ─▶ compare (pure) ─▶ report, row by row: nothing is done yet
//!                                                      └▶ service, one transaction: groups written ─▶ undo
//! ```
//!
//! The rows of a group are the whole of it, in their order; a group that is not in the file is left alone. Whatever has no
//! word of its own (a post twice of one name, what is gone) goes out by its identity, so that a file that was not touched
//! changes nothing.

mod compare;
mod known;
mod page;
mod service;
mod show;
mod table;
mod text;
pub(super) mod web;

#[cfg(test)]
mod tests;
