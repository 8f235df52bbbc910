//! What a row is: its table, its key, its record with a version, the indexes it stands in.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::key::{Key, ToKey};
use crate::store::StoreError;

/// The number of the change that wrote a row. Larger is later; forms carry it out and back.
pub type Revision = u64;

/// A kind of row.
pub trait Table: 'static {
    /// Its name on the disk, for good. Must hold no zero byte.
    const NAME: &'static str;
    /// Whether puts and removes are told in the change log. Turn it off only for rows nobody follows.
    const LOGGED: bool = true;
    /// What finds one row.
    type Key: Key;
    /// What a row says.
    type Record: Record;

    /// Names every place where this row can also be found. The façade keeps the entries in step with the rows.
    fn index(_key: &Self::Key, _record: &Self::Record, _out: &mut Indexes) {}
}

/// What a row says, with a version so that an older program's rows can still be read.
///
/// The bytes are postcard: fields are told by their order, so a changed struct is a new version, and types that
/// describe themselves (`serde_json::Value`, `#[serde(flatten)]`, `untagged`, `skip_serializing_if`) cannot be stored.
pub trait Record: Serialize + DeserializeOwned {
    /// The version this program writes.
    const VERSION: u8 = 1;

    /// Reads the bytes of an older version.
    fn upgrade(version: u8, _bytes: &[u8]) -> Result<Self, StoreError> {
        Err(StoreError::unknown_version(
            std::any::type_name::<Self>(),
            version,
            Self::VERSION,
        ))
    }
}

/// The index entries of one row.
#[derive(Debug, Default)]
pub struct Indexes {
    entries: Vec<(&'static str, Vec<u8>)>,
}

impl Indexes {
    /// The row can be found under `value` in `index`. One row may stand in an index many times.
    pub fn add(&mut self, index: &'static str, value: &impl ToKey) {
        self.entries.push((index, value.to_key()));
    }

    pub(super) fn into_entries(self) -> Vec<(&'static str, Vec<u8>)> {
        self.entries
    }
}

/// A row as it lies in the engine: revision, version, record.
pub(super) fn encode_row<T: Table>(
    revision: Revision,
    record: &T::Record,
) -> Result<Vec<u8>, StoreError> {
    let mut bytes = revision.to_key();
    bytes.push(T::Record::VERSION);
    postcard::to_extend(record, bytes).map_err(|error| StoreError::Encode {
        table: T::NAME,
        why: error.to_string(),
    })
}

pub(super) fn decode_row<T: Table>(mut bytes: &[u8]) -> Result<(Revision, T::Record), StoreError> {
    let short = || StoreError::undecodable(T::NAME, "too short");
    let revision = u64::decode(&mut bytes).ok_or_else(short)?;
    let version = u8::decode(&mut bytes).ok_or_else(short)?;
    let record = match version.cmp(&T::Record::VERSION) {
        std::cmp::Ordering::Equal => {
            postcard::from_bytes(bytes).map_err(|error| StoreError::undecodable(T::NAME, error))?
        }
        std::cmp::Ordering::Less => T::Record::upgrade(version, bytes)?,
        std::cmp::Ordering::Greater => {
            return Err(StoreError::unknown_version(
                T::NAME,
                version,
                T::Record::VERSION,
            ));
        }
    };
    Ok((revision, record))
}

/// Only the revision of a row.
pub(super) fn revision_of<T: Table>(mut bytes: &[u8]) -> Result<Revision, StoreError> {
    u64::decode(&mut bytes).ok_or_else(|| StoreError::undecodable(T::NAME, "too short"))
}

pub(super) fn decode_key<T: Table>(bytes: &[u8]) -> Result<T::Key, StoreError> {
    T::Key::from_key(bytes).ok_or_else(|| StoreError::undecodable(T::NAME, "its key"))
}
