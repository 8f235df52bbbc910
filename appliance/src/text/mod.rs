//! Words and characters: the language a page speaks, how a date is written for a clerk, and how text is
//! folded for searching. Stored text is never changed; folding lives beside it.

pub(crate) mod date;
pub(crate) mod fold;
mod language;
pub(crate) mod size;

pub(crate) use language::Language;
