//! 在席: where somebody is just now, said by themselves: at the desk, away, in a meeting, out on duty, on leave.
//!
//! What was said holds until the moment given with it, or until it is said anew. Everybody of the organisation may read
//! it, only the person may say it.

mod demo;
mod grounds;
mod mark;
mod model;
mod section;
mod service;
mod table;
mod text;
mod tile;
mod web;

pub(crate) use demo::demo;
pub(crate) use grounds::PresenceGrounds;
pub(crate) use mark::{Mark, mark};
pub(crate) use tile::SectionCard;
pub(crate) use web::routes;

#[cfg(test)]
mod tests;
