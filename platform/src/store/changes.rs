//! The change log: every put and remove, in the order they became durable, for whoever follows.

use serde::{Deserialize, Serialize};

use super::engine::Pair;
use super::key::Key;
use super::table::Table;
use crate::store::StoreError;

/// One row was put or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number, which is also the row's revision after a put.
    pub sequence: u64,
    /// The table's name.
    pub table: String,
    /// The row's encoded key.
    pub key: Vec<u8>,
    /// True for a put, false for a remove.
    pub put: bool,
}

impl Change {
    /// The key, when the change is of this table.
    pub fn key_of<T: Table>(&self) -> Option<T::Key> {
        if self.table == T::NAME {
            T::Key::from_key(&self.key)
        } else {
            None
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Stored<'a> {
    table: &'a str,
    #[serde(borrow)]
    key: &'a [u8],
    put: bool,
}

pub(super) fn encode(table: &'static str, key: &[u8], put: bool) -> Result<Vec<u8>, StoreError> {
    postcard::to_allocvec(&Stored { table, key, put }).map_err(|error| StoreError::Encode {
        table,
        why: error.to_string(),
    })
}

pub(super) fn decode((place, bytes): &Pair) -> Result<Change, StoreError> {
    let sequence = place.get(1..).and_then(u64::from_key);
    let stored: Option<Stored<'_>> = postcard::from_bytes(bytes).ok();
    match (sequence, stored) {
        (Some(sequence), Some(Stored { table, key, put })) => Ok(Change {
            sequence,
            table: table.to_owned(),
            key: key.to_vec(),
            put,
        }),
        _ => Err(StoreError::undecodable("change log", "an entry")),
    }
}
