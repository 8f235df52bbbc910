//! What a passkey is kept under, and what a challenge is for.

use crate::auth::model::SessionKey;
use crate::org::StaffId;
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

/// The digest of what a device calls a passkey by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PasskeyKey([u8; 32]);

sekisho_platform::key_as!(PasskeyKey([u8; 32]));

impl PasskeyKey {
    /// Of a credential's identifier, however long that is.
    pub(super) fn of(credential: &[u8]) -> Self {
        Self(*blake3::hash(credential).as_bytes())
    }

    /// What a page of its owner calls it by.
    pub(super) fn handle(self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }
}

/// What a challenge is for. An answer given for one is nothing to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::auth) enum Aim {
    /// A new passkey, by whoever is logged in.
    Enrol,
    /// To log in, by whoever is not.
    LogIn,
    /// The second step of a log-in that is not whole.
    Second,
    /// もう一度の確認, in an open session.
    Confirm,
}

impl Aim {
    fn word(self) -> &'static [u8] {
        match self {
            Self::Enrol => b"enrol",
            Self::LogIn => b"log-in",
            Self::Second => b"second",
            Self::Confirm => b"confirm",
        }
    }
}

/// What a challenge is kept under: its aim, and the digest of the secret of whoever asked. One at a time for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CeremonyKey([u8; 32]);

sekisho_platform::key_as!(CeremonyKey([u8; 32]));

impl CeremonyKey {
    /// For this aim, by the holder of this session, of this half of a log-in, or of this attempt.
    pub(super) fn new(aim: Aim, holder: SessionKey) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("sekisho passkey ceremony v1");
        hasher.update(&holder.bytes());
        hasher.update(aim.word());
        Self(*hasher.finalize().as_bytes())
    }
}

/// Whose passkey may answer a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::auth) enum Whom {
    /// Anybody's: the answer says whose it is.
    Anybody,
    /// This person's.
    Only(StaffId),
    /// Nobody's: the name that was given is nobody's who has one. It looks like the others.
    Nobody,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::model::SessionSecret;

    #[test]
    fn a_challenge_is_of_one_aim_and_one_holder() {
        let (one, two) = (SessionSecret::new([1; 32]), SessionSecret::new([2; 32]));
        let all = [Aim::Enrol, Aim::LogIn, Aim::Second, Aim::Confirm];
        for aim in all {
            let key = CeremonyKey::new(aim, one.key());
            assert_eq!(key, CeremonyKey::new(aim, one.key()));
            assert_ne!(key, CeremonyKey::new(aim, two.key()));
            for other in all.into_iter().filter(|other| *other != aim) {
                assert_ne!(key, CeremonyKey::new(other, one.key()));
            }
        }
    }
}
