//! Notices to senders whose mail could not be delivered.
