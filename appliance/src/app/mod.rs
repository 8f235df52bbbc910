//! The running appliance: what it holds, how it starts, where requests and bundles come in.
//!
//! ```text
//!  config ─▶ serve ─▶ App (store, blobs, clock, ids, passwords, live)
//!                      ├─ router    pages of the modules, behind the gate of auth
//!                      ├─ handover  sealed bundles from the inner gateway
//!                      └─ control   the operator's verbs
//! ```

mod client;
mod config;
mod control;
mod housekeeping;
mod http;
mod role_verbs;
mod router;
mod seed;

mod serve;
mod state;
mod tls;

#[cfg(test)]
pub(crate) mod tests;

pub use config::Config;
pub use seed::SeedError;
pub use serve::{ServeError, serve};

pub(crate) use state::{App, Peer};
