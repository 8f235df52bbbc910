//! Where cleared items go: the link to the inner node, and notices to senders.
