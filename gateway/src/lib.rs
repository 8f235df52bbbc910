//! Moves content across tiers; the trusted base, kept small.
//!
//! ```text
//!  intake::smtp ──▶ spool ──▶ queue ──▶ (sanitizer) ──▶ rules ──▶ approval ──▶ delivery ──▶ link ──▶ inner
//!       │             │         │                         │          │            │
//!       └─────────────┴─────────┴───────── ledger ◀───────┴──────────┴────────────┘ ◀── control asks
//!                     └── retention: originals, for their time
//! ```
//!
//! What never happens here: a document is never parsed (the sanitizer's jails do that), nothing is delivered
//! that is not an `Item<Cleared>`, and nothing is acknowledged before it is on the disk.
#![forbid(unsafe_code)]

pub mod approval;
mod control;
pub mod delivery;
pub mod inner;
pub mod intake;
pub mod ledger;
pub mod link;
pub mod outer;
pub mod queue;
mod retention;
pub mod rules;
pub mod spool;
mod trouble;
