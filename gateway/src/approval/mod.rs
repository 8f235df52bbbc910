//! Who may let something pass: a rule of the table, or a person who looked at exactly this.

pub mod evidence;
