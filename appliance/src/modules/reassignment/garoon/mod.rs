//! 他のグループウェアの名簿から: Garoon's CSV files of organisations, members and users, told as a list of 人事異動.
//!
//! Those files say how it shall be; the list says what changes. What comes out is read, corrected and looked at like
//! any other list, so nothing is changed by reading them. Passwords that stand in the file of users are not kept.

mod convert;
mod page;
mod read;
mod text;
pub(super) mod web;

#[cfg(test)]
mod tests;
