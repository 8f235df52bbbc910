//! お気に入り: pages a person keeps at hand, in their own order. Any page can be kept by the star in the bar; they stand
//! in the rail of every page.
//!
//! Only addresses of this house are kept, with the name the page had. Nobody sees those of another.

mod model;
mod page;
mod service;
mod table;
mod text;
mod web;

pub(crate) use model::Favourites;
pub(crate) use service::favourites_of;
pub(crate) use web::{routes, tell};

#[cfg(test)]
mod tests;
