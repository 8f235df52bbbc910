//! Between processes and between machines: sealed memory over Unix sockets, keys in files, mutual TLS.
//!
//! ```text
//!  same machine:   memory (a memfd nobody can change any more) ──▶ packet (SEQPACKET, one packet at most one memfd)
//!  other machine:  keys, tls (an internal authority, both sides show a certificate)
//! ```

pub mod keys;
pub mod memory;
pub mod packet;
pub mod tls;
