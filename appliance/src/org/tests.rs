//! Stories of the organisation.
