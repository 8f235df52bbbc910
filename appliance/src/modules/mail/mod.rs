//! メール: what came through the checkpoint for this person, and what was done to it on the way.
//!
//! ```text
//!  handover ─▶ landing ─▶ rows ─▶ live ─▶ the open page
//!                          ▲
//!  web ─▶ access (Permit) ─▶ service ─▶ present ─▶ page + *.html ─▶ the reader
//! ```
//!
//! Promises: a mail lands once for each recipient, whole or not at all; nobody reads a mailbox that is not theirs, and
//! what is not theirs looks as if it were not there; a list costs as many rows as it shows, however full the mailbox.
//! Others may land a mail or
//! write a letter of the house, count what landed, follow what changes, and ask what waits for somebody.

mod access;
mod duty;
mod grounds;
mod handling;
mod house;
mod landing;
mod live;
mod model;
mod notice;
mod page;
mod present;
mod record;
mod search;
mod sentence;
mod service;
mod table;
mod text;
mod tile;
mod touch;
mod upgrade;
mod web;
mod words;

#[cfg(test)]
mod tests;

pub(crate) use duty::HeldDuties;
pub(crate) use grounds::MailGrounds;
pub(crate) use house::{HouseLetter, house_letter};
pub(crate) use landing::{Envelope, LandingError, Outcome, land, landed_before, prepare, tally};
pub(crate) use live::MailLive;
pub(crate) use notice::MailNotices;
pub(crate) use present::moment;
pub(crate) use record::HouseLine;
pub(crate) use search::MailSource;
#[cfg(test)]
pub(crate) use search::guessed;
pub(crate) use service::MailError;
pub(crate) use text::keys;
pub(crate) use tile::{HeldCard, HeldNumber, UnreadCard, UnreadNumber};
pub(crate) use upgrade::catch_up;
pub(crate) use web::{routes, tell, waiting};
