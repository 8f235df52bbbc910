//! ログイン: who is at the other end, for how long, and how often one may guess.

mod model;
mod page;
mod password;
mod table;
mod text;
mod throttle;
