//! 緊急のお知らせ: a few words that stand on top of every page at once, until they are taken down or their time is over.
//!
//! ```text
//!  form ─▶ Words (what cannot be wrong) ─▶ service, with a permit for whom it reaches ─▶ row, audit
//!                                            ├▶ live ─▶ every open page, over its stream
//!                                            └▶ the frame of every page that is loaded, without script
//! ```
//!
//! An organisation's administrators reach their own organisation; the system's may reach every organisation of the
//! house. It is no announcement: it waits for nobody, and nobody puts it away for themselves.

mod access;
mod grounds;
mod live;
mod model;
mod page;
mod service;
mod show;
mod strip;
mod table;
mod text;
mod web;

pub(crate) use grounds::EmergencyGrounds;
pub(crate) use live::EmergencyLive;
pub(crate) use service::{Standing, emergencies_at_the_door, emergencies_standing};
pub(crate) use strip::Strip;
pub(crate) use web::routes;

#[cfg(test)]
mod tests;
