//! Hostile PDFs made here, and a look at what came out that shares nothing with the sanitizer's own.
//!
//! ```text
//!   techniques ─▶ draft ─▶ disguise ─▶ one file ─▶ the real sanitizer ─▶ look (lopdf) ─▶ findings
//!    what acts     objects   names, filters,                              grammar: what may stand where
//!                            packs, updates, locks
//! ```

pub mod crypt;
pub mod disguise;
pub mod draft;
pub mod filters;
mod grammar;
pub mod look;
pub mod syntax;
pub mod techniques;

pub use disguise::Disguise;
pub use draft::Draft;
pub use look::{carried, findings, holds};
