//! The tier rules (越境ルール): a table read from top to bottom; the first row that matches decides.
//!
//! ```text
//!  rules.toml ──▶ Table ──▶ decide(crossing, envelope, report) ──▶ Decision ──▶ approval::evidence
//!                   └─────▶ explain(…): every row, and why it matched or did not
//! ```
//! Promises: deciding is a pure function of its arguments; what no row names is held; a row that can never match, and a
//! word nobody knows, are errors when the table is read.

mod decide;
mod pattern;
mod table;

pub use self::decide::{Decision, Line, Subject};
pub use self::table::{Action, Rule, RulesError, Table};
