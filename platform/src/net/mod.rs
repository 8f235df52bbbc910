//! Between processes and between machines: sealed memory over Unix sockets, mutual TLS under a CA of our own, key
//! files only their owner can read.

pub mod channel;
pub mod keys;
mod sealed;
pub mod tls;

pub use sealed::{Sealed, SealedError};
