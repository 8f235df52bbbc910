//! Where cleared items go: over the link to the inner node; and how senders hear of a refusal.
//!
//! ```text
//!  queue ── offer(&Item<Cleared>) ──▶ Courier ──▶ link.sock ──▶ link process ──▶ inner node
//!    ▲                                   │
//!  Shelf ◀── sealed? settle, directory ──┘            bounce: refused ──▶ notice ──▶ relay
//! ```
//!
//! Promises: only an `Item<Cleared>` can be offered; an item leaves the courier's line only when the [`Shelf`] has
//! durably settled what the far side answered, however often connections break in between.

mod answer;
pub mod bounce;
mod courier;
mod window;

pub use answer::{Answer, Directory, Outcome, OutcomeState, Shelf, ShelfError};
pub use courier::{Courier, CourierSettings};
