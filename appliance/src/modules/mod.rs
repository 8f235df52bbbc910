//! One folder for each thing a clerk does.

pub(crate) mod mail;
