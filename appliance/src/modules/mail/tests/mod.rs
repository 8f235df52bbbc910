//! Stories of a mailbox.

mod lists;
mod pages;
mod stream;
mod upgrade;
