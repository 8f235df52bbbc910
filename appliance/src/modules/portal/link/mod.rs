//! リンク集: where people of an organisation or a unit often go, in groups, in an order that whoever writes for them set.

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
pub(crate) use tile::LinkCard;
pub(super) use web::routes;

#[cfg(test)]
mod tests;
