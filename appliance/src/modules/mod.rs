//! One folder for each thing a clerk does. A module offers what its `mod.rs` names and nothing else.

pub(crate) mod directory;
pub(crate) mod mail;
pub(crate) mod portal;
pub(crate) mod presence;
pub(crate) mod reassignment;
