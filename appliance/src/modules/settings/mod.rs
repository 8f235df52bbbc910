//! 設定: what a person has chosen for their own pages. The colours, the size of the letters, the language, whether single
//! letters act; kept with the person on the server, so that every machine they sit at shows the same at once.
//!
//! Language and colours stand in the person's own row (`org`), the rest in a row of this module.

mod model;
mod page;
mod service;
mod table;
mod text;
mod web;

pub(crate) use model::{Look, Settings, TextSize};
pub(crate) use service::settings_of;
pub(crate) use text::{Place, tabs};
pub(crate) use web::{public_routes, routes, tell};

#[cfg(test)]
mod tests;
