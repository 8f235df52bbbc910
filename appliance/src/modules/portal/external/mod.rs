//! ほかのシステムの件数: numbers of other systems (決裁, 文書管理, 庶務事務) that stand on the portal, each with the moment
//! it was true.
//!
//! ```text
//!  administrator ─▶ Draft, token (shown once, kept as a mark) ─▶ row
//!  other system ──▶ receive: token ▸ rate ▸ size ▸ Push ─▶ service (people of the token's town alone) ─▶ counts
//!                                                              └▶ a tile each ─▶ portal of each person
//! ```
//!
//! Promises: a token speaks of its own town's people and of no others, and is told alike of a stranger and of somebody
//! next door; a number never stands without the moment it was true; one that is old says so.

mod live;
mod model;
mod page;
mod push;
mod receive;
mod service;
mod show;
mod table;
mod text;
mod tile;
mod web;

pub(crate) use live::ExternalLive;
pub(super) use receive::routes as public_routes;
pub(super) use tile::tiles;
pub(super) use web::routes;

#[cfg(test)]
mod tests;
