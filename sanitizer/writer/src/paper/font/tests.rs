//! Programs of ours.
