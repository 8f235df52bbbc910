//! 管理: the room of those who administer: people and their roles, units, what takes two people, the audit trail.
//!
//! ```text
//!  web ─▶ home · people · person · facts · rights · units · second · audit ─▶ page + *.html
//!                │                                       ▲
//!                └▶ service (deeds in a transaction, each with its evidence and its row of audit) ─▶ org, auth
//! ```
//!
//! Promises: whoever administers nothing finds no such room; who administers a unit sees the people of that unit and
//! no others' rights; nothing is done without the value that `org` alone makes; every deed leaves its row of audit in
//! the same transaction. A page never decides who may: it asks the function that lets the deed in.

mod audit;
mod facts;
mod grounds;
mod home;
mod page;
mod people;
mod person;
mod rights;
mod said;
mod second;
mod service;
mod tabs;
mod text;
mod trail;
mod units;
mod web;

pub(crate) use facts::{TELLER as FACTS, tell as facts_tell};
pub(crate) use grounds::{AdministrationGrounds, HouseGrounds};
pub(crate) use tabs::{Room, Tabs};
pub(crate) use web::routes;

#[cfg(test)]
mod tests;
