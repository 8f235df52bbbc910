//! サインインの設定: the person's own page about logging in: where they are logged in, and their password.
//!
//! Promises: a person sees and ends nobody's sessions but their own; a new password asks for the old one, counts
//! wrong guesses as the log-in page does, and ends every other session.

mod page;
mod service;
mod text;
mod web;

#[cfg(test)]
mod tests;

pub(super) use web::routes;
