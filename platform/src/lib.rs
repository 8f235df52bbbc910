//! What a long-running program needs from the machine it stands on, and nothing about what the program is for.
//!
//! ```text
//!            config ──▶ telemetry ──▶ run (stop signal, readiness, inherited listeners)
//!                                      │
//!              clock ─┐                ▼
//!                 id ─┼──▶  store ◀── audit        rows: one durable, ordered, transactional map
//!                     │     blob                   large things, content addressed
//!                     │     log  ◀── disk          one shared sync for many appends
//!                     │
//!                     └──▶  net (sealed memory, mutual TLS, keys)   control (JSON lines for the operator)
//! ```
//!
//! Promises: whatever returns `Ok` from [`store`], [`log`] or [`blob`] is on the disk; time, identity and
//! randomness enter a program only through [`clock`] and [`id`]; no word of any trade is known here.
#![forbid(unsafe_code)]

pub mod audit;
pub mod blob;
pub mod clock;
pub mod config;
pub mod control;
pub mod disk;
pub mod error;
pub mod id;
pub mod log;
pub mod net;
pub mod run;
pub mod store;
pub mod telemetry;
