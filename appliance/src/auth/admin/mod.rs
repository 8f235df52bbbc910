//! サインインの管理: what an organisation asks of passwords, and codes for those who cannot get in.
//!
//! Promises: an administrator never sees a password and never chooses one for somebody; nobody gives a code to
//! themselves, nor to whoever has a role over the whole house (that is done at the machine); every act is on record.

mod access;
mod page;
mod service;
mod text;
mod web;

#[cfg(test)]
mod tests;

pub(crate) use web::recover_confirmed;
pub(super) use web::routes;
