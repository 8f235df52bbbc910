//! メール: what came through the checkpoint for this person, and what was done to it on the way.

mod page;
mod text;
