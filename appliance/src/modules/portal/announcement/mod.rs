//! お知らせ: short words of an organisation or a unit that stand on the portals of their people for some days. Some must
//! be read, and whoever wrote them sees section by section who has.
//!
//! ```text
//!  form ─▶ Draft (what cannot be wrong) ─▶ service, with a permit for the audience ─▶ rows, audit
//!                                                           └▶ tile and page of whoever is in the audience
//! ```

mod demo;
mod model;
mod page;
mod service;
mod show;
mod table;
mod text;
mod tile;
mod web;

pub(super) use demo::demo;
pub(super) use show::choices;
pub(crate) use tile::{AnnouncementCard, MustReadNumber};
pub(super) use web::routes;

#[cfg(test)]
pub(super) use tests::give_unit;

#[cfg(test)]
mod tests;
