
pub mod item;
