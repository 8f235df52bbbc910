//! ポータル: the first page of the morning. What waits for this person, each number a link to exactly that many rows;
//! what to do first; who of the section is where.
//!
//! The portal owns no rows: it asks the modules, within the walls and with the rights of whoever looks.

mod page;
mod service;
mod text;
mod web;

pub(crate) use web::routes;

#[cfg(test)]
mod tests;
