//! Where things lie in the one ordered map of an engine.
//!
//! ```text
//! c <seq>                          a change
//! i <table> 00 <index> 00 <value> <key>    an index entry; its value is the length of <key>
//! m <name>                         what the store knows of itself
//! r <table> 00 <key>               a row
//! ```

use std::ops::{Bound, RangeBounds};

use super::engine::Span;
use super::key::ToKey;

/// The latest sequence number ever given.
pub(super) const LAST_SEQUENCE: &[u8] = b"mlast";

/// The head of every key of a table's rows.
pub(super) fn rows(table: &str) -> Vec<u8> {
    let mut head = Vec::with_capacity(table.len() + 34);
    head.push(b'r');
    head.extend_from_slice(table.as_bytes());
    head.push(0);
    head
}

/// The key of one row.
pub(super) fn row(table: &str, key: &impl ToKey) -> Vec<u8> {
    let mut out = rows(table);
    key.encode(&mut out);
    out
}

/// The head of every entry of an index.
pub(super) fn entries(table: &str, index: &str) -> Vec<u8> {
    let mut head = Vec::with_capacity(table.len() + index.len() + 67);
    head.push(b'i');
    head.extend_from_slice(table.as_bytes());
    head.push(0);
    head.extend_from_slice(index.as_bytes());
    head.push(0);
    head
}

/// The key of one change.
pub(super) fn change(sequence: u64) -> Vec<u8> {
    let mut out = vec![b'c'];
    sequence.encode(&mut out);
    out
}

/// Everything behind `head` that begins with `prefix`.
pub(super) fn under(mut head: Vec<u8>, prefix: &impl ToKey) -> Span {
    prefix.encode(&mut head);
    let end = behind(head.clone());
    Span { start: head, end }
}

/// Everything behind `head` within `bounds`. A bound that gives only the first parts of a tuple stands for all
/// tuples that begin so.
pub(super) fn within<K: ToKey>(head: Vec<u8>, bounds: &impl RangeBounds<K>) -> Span {
    let at = |key: &K| {
        let mut out = head.clone();
        key.encode(&mut out);
        out
    };
    let start = match bounds.start_bound() {
        Bound::Unbounded => head.clone(),
        Bound::Included(key) => at(key),
        Bound::Excluded(key) => behind(at(key)),
    };
    let end = match bounds.end_bound() {
        Bound::Unbounded => behind(head.clone()),
        Bound::Included(key) => behind(at(key)),
        Bound::Excluded(key) => at(key),
    };
    Span { start, end }
}

/// The first key behind all that begin with `prefix`. Every key begins with a letter, so there is one.
pub(super) fn behind(mut prefix: Vec<u8>) -> Vec<u8> {
    while let Some(last) = prefix.last_mut() {
        if let Some(next) = last.checked_add(1) {
            *last = next;
            return prefix;
        }
        prefix.pop();
    }
    prefix
}
