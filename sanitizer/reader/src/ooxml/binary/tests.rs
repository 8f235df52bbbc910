//! Formulas from tokens.
