//! The groupware: what a clerk sees in the morning.
#![forbid(unsafe_code)]

mod auth;
mod org;
mod modules;
mod text;
mod web;
