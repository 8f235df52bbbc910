//! 在席: where somebody is just now, said by themselves: at the desk, away, in a meeting, out on duty, on leave.
//!
//! What was said holds until the moment given with it, or until it is said anew. Everybody of the organisation may read
//! it, only the person may say it.

mod model;
mod service;
mod table;
mod text;
mod web;

pub(crate) use model::State;
pub(crate) use service::{Told, presence_of, presence_revision};
pub(crate) use text::state_word;
pub(crate) use web::routes;

#[cfg(test)]
mod tests;
