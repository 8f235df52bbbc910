//! What comes in: mail by SMTP, checked against the directory of the inner node.

pub mod directory;
