//! What a session is known by, and what a password must be.

use crate::org::{StaffId, Town};
use data_encoding::BASE64URL_NOPAD;
use std::fmt;

/// The secret a browser holds. It is never stored; only its digest is.
#[derive(Clone)]
pub(crate) struct SessionSecret([u8; 32]);

impl SessionSecret {
    /// Wraps fresh randomness.
    pub(crate) fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// Reads what a browser sent; anything else than 32 bytes is nobody's.
    pub(crate) fn from_cookie(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// What the browser is given.
    pub(crate) fn to_cookie(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }

    /// The key its row is kept under.
    pub(crate) fn key(&self) -> SessionKey {
        SessionKey(*blake3::hash(&self.0).as_bytes())
    }
}

impl fmt::Debug for SessionSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionSecret(..)")
    }
}

/// The digest of a session's secret. Whoever reads the store cannot log in with it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct SessionKey([u8; 32]);

sekisho_platform::key_as!(SessionKey([u8; 32]));

impl SessionKey {
    /// For what is kept beside it, under a digest of its own.
    pub(super) fn bytes(self) -> [u8; 32] {
        self.0
    }

    /// What a page of its owner calls the session by. It opens nothing: the secret cannot be told from it.
    pub(crate) fn handle(self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(..)")
    }
}

/// A session that is open now.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// Its key.
    pub key: SessionKey,
    /// Within whose walls it was opened.
    pub town: Town,
    /// Whose it is.
    pub staff: StaffId,
    /// When they last proved themselves in it, in seconds.
    pub proven: i64,
    /// Whether they came in by two factors.
    pub two: bool,
}

impl Session {
    /// Whether they proved themselves a moment ago, which every change of how they log in asks for: an open session
    /// that somebody else sits down at must not become the other's for good.
    pub(super) fn fresh(&self, now: i64) -> bool {
        now.saturating_sub(self.proven) < FRESH
    }
}

/// How long a proof is fresh, in seconds.
const FRESH: i64 = 600;

/// How long a session lives.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lifetime {
    /// Without any act, in seconds.
    pub idle: i64,
    /// However busy, in seconds.
    pub absolute: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_travels_in_a_cookie_and_nothing_else_passes_for_one() {
        let secret = SessionSecret::new([7; 32]);
        let back = SessionSecret::from_cookie(&secret.to_cookie()).expect("our own");
        assert_eq!(back.key(), secret.key());
        assert!(SessionSecret::from_cookie("").is_none());
        assert!(SessionSecret::from_cookie("AAAA").is_none());
        assert!(!format!("{secret:?}").contains('7'));
    }
}
