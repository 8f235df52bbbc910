//! Notices to senders whose mail was not delivered: what makes a refusal a "refusal with notice".
//!
//! ```text
//!  settle's transaction ── Notices::queue ──▶ notices (a table) ──▶ Postman ──▶ relay
//!                                                 └── without a relay they wait here, in sight
//! ```
//!
//! Promises: a notice is queued in the same transaction that records the refusal, so neither exists alone; nothing is
//! ever sent to a null sender; a notice carries no text of the refused mail; it is tried for days, then kept as given
//! up, never dropped.

mod message;
mod notice;
mod postman;

pub use notice::{Failed, Notice, Notices, Reason};
pub use postman::{Postman, RelaySettings};
