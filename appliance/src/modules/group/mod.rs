//! グループ: people who are often wanted together. Everybody makes their own; administrators keep those that all share.
//!
//! A group is told by what its people are found by (a person, a post, a unit, a rule, another group); who they are is
//! asked of `org` for the day that is shown. Nobody sees another's own groups, and what everybody sees is made of nothing
//! that only one person sees.

mod book;
mod form;
mod grounds;
mod page;
mod show;
mod text;
mod web;

pub(crate) use grounds::GroupGrounds;
pub(crate) use web::routes;

#[cfg(test)]
mod tests;
