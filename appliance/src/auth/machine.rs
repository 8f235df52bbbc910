//! 機械の鍵: what makes a copy of the store alone worth nothing to whoever guesses codes or wants second factors.
//!
//! One secret of 32 bytes lies in a file of its own (mode 0600), outside the store. From it one key is derived for each
//! purpose, so that what was made for one is never taken for another.
//!
//! - A **mark** is a keyed BLAKE3 of something that is checked often or is too short to be hashed openly.
//! - A **sealed** secret is AES-256-GCM-SIV (RFC 8452) over it, bound to whom it belongs: a row that was copied to
//!   another person opens nothing.

use super::service::AuthError;
use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::id::Ids;
use sekisho_platform::store::{Record, Table, Update};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a key is derived for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// 登録コード.
    EnrolmentCode,
    /// 回復コード.
    RecoveryCode,
    /// The secret of a 確認アプリ.
    TotpSecret,
    /// What a page carries out and back while a 確認アプリ is set up.
    TotpSetup,
    /// アプリパスワード.
    AppPassword,
    /// What a device is asked for when a name is nobody's who has a passkey.
    PasskeyDecoy,
    /// What another system shows when it tells its numbers.
    ExternalToken,
    /// That a browser has seen somebody log in.
    KnownBrowser,
    /// Which key the store was used with.
    Itself,
}

impl Purpose {
    /// The context of the derivation; for good, because rows were made with it.
    fn context(self) -> &'static str {
        match self {
            Self::EnrolmentCode => "sekisho machine key: enrolment code v1",
            Self::RecoveryCode => "sekisho machine key: recovery code v1",
            Self::TotpSecret => "sekisho machine key: totp secret v1",
            Self::TotpSetup => "sekisho machine key: totp setup v1",
            Self::AppPassword => "sekisho machine key: app password v1",
            Self::PasskeyDecoy => "sekisho machine key: passkey decoy v1",
            Self::ExternalToken => "sekisho machine key: external token v1",
            Self::KnownBrowser => "sekisho machine key: known browser v1",
            Self::Itself => "sekisho machine key: itself v1",
        }
    }
}

/// What sealing and opening fail with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MachineError {
    /// The cipher refused.
    #[error("sealing a secret with the machine's key")]
    Seal,
    /// It was sealed by another key, for somebody else, or was changed.
    #[error("opening a secret that this machine's key did not seal for them")]
    Open,
}

/// A keyed digest. Two are compared in the same time wherever they differ.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Mark([u8; 32]);

impl Mark {
    /// For a mark that is shown, not compared.
    pub(super) fn bytes(self) -> [u8; 32] {
        self.0
    }
}

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

    /// `plain`, sealed for `about`: a fresh nonce, then what is sealed, then its tag.
    pub(crate) fn seal(
        &self,
        purpose: Purpose,
        about: &[u8],
        plain: &[u8],
        ids: &dyn Ids,
    ) -> Result<Vec<u8>, MachineError> {
        let fresh = ids.secret();
        let nonce = fresh.first_chunk::<NONCE_LEN>().ok_or(MachineError::Seal)?;
        let mut sealed = plain.to_vec();
        self.cipher(purpose)
            .ok_or(MachineError::Seal)?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(about),
                &mut sealed,
            )
            .map_err(|_| MachineError::Seal)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// What was sealed for `about`.
    pub(crate) fn open(
        &self,
        purpose: Purpose,
        about: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, MachineError> {
        let (nonce, sealed) = sealed
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(MachineError::Open)?;
        let mut plain = sealed.to_vec();
        let length = self
            .cipher(purpose)
            .ok_or(MachineError::Open)?
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(about),
                &mut plain,
            )
            .map_err(|_| MachineError::Open)?
            .len();
        plain.truncate(length);
        Ok(plain)
    }

    fn derived(&self, purpose: Purpose) -> [u8; 32] {
        blake3::derive_key(purpose.context(), &self.0)
    }

    fn cipher(&self, purpose: Purpose) -> Option<LessSafeKey> {
        UnboundKey::new(&AES_256_GCM_SIV, &self.derived(purpose))
            .ok()
            .map(LessSafeKey::new)
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
    use sekisho_platform::id::CountingIds;

    #[test]
    fn what_is_sealed_opens_for_whom_it_was_sealed_and_for_nothing_else() {
        let (key, ids) = (MachineKey::new([1; 32]), CountingIds::new());
        let sealed = key
            .seal(Purpose::Itself, b"sato", b"secret", &ids)
            .expect("sealed");
        assert!(!sealed.windows(6).any(|bytes| bytes == b"secret"));
        assert_eq!(
            key.open(Purpose::Itself, b"sato", &sealed).as_deref(),
            Ok(b"secret".as_slice())
        );
        let other = MachineKey::new([2; 32]);
        let mut changed = sealed.clone();
        *changed.last_mut().expect("a tag") ^= 1;
        for outcome in [
            key.open(Purpose::Itself, b"mori", &sealed),
            key.open(Purpose::EnrolmentCode, b"sato", &sealed),
            other.open(Purpose::Itself, b"sato", &sealed),
            key.open(Purpose::Itself, b"sato", &changed),
            key.open(Purpose::Itself, b"sato", b"short"),
        ] {
            assert_eq!(outcome, Err(MachineError::Open));
        }
        let again = key.seal(Purpose::Itself, b"sato", b"secret", &ids);
        assert_ne!(again.expect("sealed"), sealed, "no two seals are alike");
    }

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
