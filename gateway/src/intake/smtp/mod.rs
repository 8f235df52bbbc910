//! Mail from outside: an ESMTP server that keeps what it accepts before it says so.
//!
//! ```text
//!  client ─▶ listener ─▶ gate ─▶ connection ─▶ session   (what a command means)
//!                                    ├───────▶ content   (where a message ends) ─▶ head (does it go round?)
//!                                    └───────▶ reception (spool, then 250)
//! ```

pub(crate) mod connection;
pub(crate) mod content;
mod gate;
mod head;
pub(crate) mod listener;
mod reply;
pub(crate) mod session;
#[cfg(test)]
mod tests;
