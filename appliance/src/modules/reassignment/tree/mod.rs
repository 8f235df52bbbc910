//! 組織の読み込み: the tree of units as a file that goes out, is corrected in a spreadsheet and comes back. What differs
//! becomes a list of 人事異動, so that it is looked at, dated, made so and taken back as every list is.

mod compare;
mod page;
mod text;
pub(super) mod web;

#[cfg(test)]
mod tests;
