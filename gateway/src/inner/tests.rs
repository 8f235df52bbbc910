//! The inner node as its neighbours see it.
