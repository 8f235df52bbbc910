//! What comes in: mail by SMTP, checked against the directory of the inner node, kept before it is acknowledged.

pub mod directory;
pub(crate) mod reception;
pub(crate) mod smtp;
