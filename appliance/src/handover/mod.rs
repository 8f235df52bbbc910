//! 受け渡し: sealed bundles come in from the inner gateway, and the list of our addresses goes out.
//!
//! ```text
//!  socket (Unix SEQPACKET, sealed memfds) ─▶ intake: Seal::open ─▶ blobs ─▶ one transaction ─▶ done
//!         ◀─ directory: version and addresses, on asking and at every change
//! ```
//!
//! Promises: `done` is said only when everything is durable; the same bundle again answers as the first time and adds
//! nothing; a seal that does not verify is refused and nothing of it is kept; when the disk is full the answer is
//! `later`, and nothing is lost.

mod directory;
mod intake;
mod socket;
mod wire;

#[cfg(test)]
mod tests;

pub(crate) use intake::Intake;
pub(crate) use socket::HandoverError;
pub(crate) use socket::{bind, serve};
