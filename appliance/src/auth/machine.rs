//! 機械の鍵: what makes a copy of the store alone worth nothing to whoever guesses codes.
//!
//! One secret of 32 bytes lies in a file of its own (mode 0600), outside the store. From it one key is derived for each
//! purpose, so that what was made for one is never taken for another.
//!
//! A **mark** is a keyed BLAKE3 of something that is checked often or is too short to be hashed openly.

use super::service::AuthError;
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Record, Table, Update};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a key is derived for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// 登録コード.
    EnrolmentCode,
    /// Which key the store was used with.
    Itself,
}

impl Purpose {
    /// The context of the derivation; for good, because rows were made with it.
    fn context(self) -> &'static str {
        match self {
            Self::EnrolmentCode => "sekisho machine key: enrolment code v1",
            Self::Itself => "sekisho machine key: itself v1",
        }
    }
}

/// A keyed digest. Two are compared in the same time wherever they differ.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Mark([u8; 32]);

impl PartialEq for Mark {
    fn eq(&self, other: &Self) -> bool {
        blake3::Hash::from_bytes(self.0) == blake3::Hash::from_bytes(other.0)
    }
}

impl Eq for Mark {}

impl fmt::Debug for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mark(..)")
    }
}

/// The machine's key.
#[derive(Clone)]
pub(crate) struct MachineKey([u8; 32]);

impl fmt::Debug for MachineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MachineKey(..)")
    }
}

impl MachineKey {
    /// From the bytes of its file.
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// The mark of `secret`, which belongs to `about`.
    pub(crate) fn mark(&self, purpose: Purpose, about: &[u8], secret: &[u8]) -> Mark {
        let mut hasher = blake3::Hasher::new_keyed(&self.derived(purpose));
        hasher.update(&u64::try_from(about.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(about);
        hasher.update(secret);
        Mark(*hasher.finalize().as_bytes())
    }

    fn derived(&self, purpose: Purpose) -> [u8; 32] {
        blake3::derive_key(purpose.context(), &self.0)
    }
}

/// Whether the machine's key is the one the store was used with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// It is, or the store is new.
    Same,
    /// It is not: what is sealed in the store opens with another.
    Another,
}

/// Remembers with which key the store is used, and tells a key that is another. With `lost`, the operator's word that
/// the former is gone for good, the new one takes its place, on record.
pub(crate) fn remember(
    tx: &mut Update<'_>,
    key: &MachineKey,
    lost: bool,
    at: Timestamp,
) -> Result<Known, AuthError> {
    const ONLY: u8 = 0;
    let mark = key.mark(Purpose::Itself, b"", b"");
    let former = tx.get::<MachineKeys>(&ONLY)?;
    match former {
        Some(row) if row.mark == mark => return Ok(Known::Same),
        Some(_) if !lost => return Ok(Known::Another),
        Some(_) => {
            Audit::append(tx, at, "operator", "machine-key-replaced", "-", "")?;
        }
        None => {}
    }
    tx.put::<MachineKeys>(&ONLY, &KeyRow { mark })?;
    Ok(Known::Same)
}

/// Which key the store is used with.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct KeyRow {
    mark: Mark,
}

impl Record for KeyRow {}

/// The one row of the machine's key.
#[derive(Debug)]
enum MachineKeys {}

impl Table for MachineKeys {
    const NAME: &'static str = "auth_machine_key";
    const LOGGED: bool = false;
    type Key = u8;
    type Record = KeyRow;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_of_one_key_one_purpose_and_one_person() {
        let key = MachineKey::new([1; 32]);
        let mark = key.mark(Purpose::EnrolmentCode, b"sato", b"1234");
        assert_eq!(mark, key.mark(Purpose::EnrolmentCode, b"sato", b"1234"));
        for other in [
            key.mark(Purpose::EnrolmentCode, b"sato1", b"234"),
            key.mark(Purpose::Itself, b"sato", b"1234"),
            MachineKey::new([2; 32]).mark(Purpose::EnrolmentCode, b"sato", b"1234"),
        ] {
            assert_ne!(mark, other);
        }
        assert!(!format!("{key:?}{mark:?}").contains('1'));
    }
    #[test]
    fn a_store_is_used_with_one_key_until_the_operator_says_that_it_is_lost() {
        use sekisho_platform::store::Store;
        let store = Store::memory();
        let now = Timestamp::from_second(1_000_000).expect("time");
        let with = |key: u8, lost: bool| {
            let key = MachineKey::new([key; 32]);
            store
                .update(|tx| remember(tx, &key, lost, now))
                .expect("answered")
        };
        assert_eq!(with(1, false), Known::Same);
        assert_eq!(with(1, false), Known::Same);
        assert_eq!(with(2, false), Known::Another);
        assert_eq!(with(2, true), Known::Same);
        assert_eq!(with(2, false), Known::Same);
        assert_eq!(with(1, false), Known::Another);
    }
}
