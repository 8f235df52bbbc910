//! The sanitizer's trusted side: runs the two halves behind walls, checks their work, mints, seals.
//!
//! ```text
//!  Untrusted ─▶ sanitizer ─▶ route ─▶ halves ─▶ [reader jail] ─▶ frames ─▶ [writer jail] ─▶ bytes
//!                              │  └── a child of a mail or an archive: the same road again   │
//!                            policy                                                       recheck
//!                              │                                                             │
//!                            report ◀──────────────────────────────────────────────── Sanitized (evidence)
//!                                                                                            │
//!                            words (JA, EN)                          seal: close ─▶ bytes ─▶ open
//! ```
//!
//! Content is never an error here: bad content is an outcome with a reason. What is deliberately
//! absent: any parser of a document format (the reader has those, behind its walls), the network,
//! the disk, the clock, and any word about tiers.

#![forbid(unsafe_code)]

mod along;
mod beside;
mod evidence;
mod form;
mod halves;
mod names;
mod policy;
mod recheck;
mod report;
mod route;
mod sanitizer;
mod seal;
pub mod words;

pub use evidence::{Digest, Sanitized, Untrusted};
pub use policy::{Policy, PolicyError, PolicyLimits, Treatment};
pub use report::{MailReport, PartReport, PartResult};
pub use sanitizer::{DisarmedMail, FileOutcome, Sanitizer, Settings};
pub use seal::{Opened, Seal, SealError, SealHeader, SealedPart};
pub use sekisho_ir::{
    Class, Code, Finding, Kind, Method, Password, Reason, Rules, Signature, signature,
};
pub use sekisho_jail::{AcceptedWalls, Slots, StartError, Wall};

/// The engine and its version, as written into seals.
pub const ENGINE: &str = concat!("sekisho/", env!("CARGO_PKG_VERSION"));
