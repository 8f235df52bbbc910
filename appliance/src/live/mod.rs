//! What changes while people look: one reader of the change log for everybody, one stream for each person's windows.
//!
//! ```text
//!  change log ─▶ follow ─▶ Source::concerns (topic, key) ─▶ stream of whoever follows the topic
//!                                                              │  Source::events (asks the rights again)
//!                                                              ▼  Source::counts
//!                                                            the open page
//! ```
//!
//! Promises: nothing is told of what one may not open, whatever the log says; a page that was cut off goes on where it
//! was, without a gap and without hearing anything twice; a slow page costs the others nothing.

mod follow;
mod source;
mod stream;

pub(crate) use follow::Live;
pub(crate) use source::{Source, Sources, Told};
pub(crate) use stream::routes;
