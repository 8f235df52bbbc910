//! 職員録: who works where, how their name is read, and how to reach them. Everybody of an organisation sees all of it,
//! and nobody else any of it. The people themselves are kept by `org`; this module only shows them.

mod grounds;
mod out;
mod page;
mod search;
mod service;
mod suggest;
mod text;
mod web;

pub(crate) use grounds::DirectoryGrounds;
pub(crate) use search::DirectorySource;
pub(crate) use text::{column_words, tenure_named};
pub(crate) use web::routes;

#[cfg(test)]
mod tests;
