//! 部品の見本: every part that pages are put together from, in every state, for whoever makes or judges pages.
//!
//! It owns no rows and shows no data of anybody; only who administers may open it.

mod page;
mod samples;
mod text;
mod web;

pub(crate) use web::routes;

#[cfg(test)]
mod tests;
