//! 使い方: the manual, in the binary, readable and searchable with every line to outside cut.
//!
//! ```text
//!  docs/manual/{ja,en}/*.md ─▶ book (rendered once) ─▶ page of a chapter, leaflet to print
//!                               └─▶ find (any piece of a word; else the nearest) ─▶ page of results
//! ```
//!
//! Each page of the appliance names the section that is about it; the test below holds that it exists in both languages.

mod book;
mod find;
mod page;
mod render;
mod source;
mod text;
mod web;

pub(crate) use source::HelpSource;
pub(crate) use web::routes;

#[cfg(test)]
mod tests;
