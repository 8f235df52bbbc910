//! ポータル: the first page of the morning. What waits for this person, each number a link to exactly that many rows;
//! what to do first; who of the section is where.
//!
//! ```text
//!  a module's tiles ──▶ modules::TILES  ──▶ board ◀── arrange (which stand where) ──▶ page
//!  a module's duties ─▶ modules::DUTIES ──▶ duty  (one list by deadline) ──▶ page
//! ```
//!
//! Whoever writes for an organisation or a unit (`access`) puts words (`announcement`) and links (`link`) on the portals
//! of its people; other systems tell their numbers of them (`external`). The portal owns no rows of others: it asks the modules, within the walls and with the rights of
//! whoever looks. A new module adds its tiles in its own folder and one line for each to `modules::TILES`; nothing here
//! changes. A day of one's own and of one's section come that way too: the module of schedules joins with two tiles whose
//! bodies are its own, and until then nothing stands in their place.

mod access;
mod announcement;
mod arrange;
mod board;
mod demo;
mod duty;
mod external;
mod grounds;
mod link;
mod model;
mod page;
mod tabs;
mod text;
mod tile;
mod web;

pub(crate) use announcement::{AnnouncementCard, MustReadNumber};
pub(crate) use demo::{Morning, demo};
pub(crate) use duty::{Due, Duties, Duty, DutyCard, DutySources, TodayNumber};
pub(crate) use external::ExternalLive;
pub(crate) use grounds::PortalGrounds;
pub(crate) use link::LinkCard;
pub(crate) use tile::{Body, Card, Face, Home, Lead, Link, Number, Pill, Row, Tile, Tiles};
pub(crate) use web::{public_routes, routes};

#[cfg(test)]
mod tests;
