//! A number of another system as an administrator describes it, and the secret that system shows.

use crate::auth::{MachineKey, Mark, Purpose};
use crate::modules::portal::model::{Address, Refused, line};
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// One of them; a later one has a larger identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct ExternalId(Uuid);
sekisho_platform::key_as!(ExternalId(Uuid));

impl ExternalId {
    /// Wraps an identity that was minted by the platform or stood in an address.
    pub(super) fn new(id: Uuid) -> Self {
        Self(id)
    }

    /// The bare identity, for addresses and the audit trail.
    pub(super) fn uuid(self) -> Uuid {
        self.0
    }
}

/// What stands on the tile, and after how long its number is old.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Draft {
    name: String,
    address: Address,
    /// In minutes.
    stale: u32,
}

impl Draft {
    /// The longest name, in characters.
    pub(super) const NAME_MOST: usize = 30;
    /// After how many minutes a number may be called old.
    pub(super) const STALE: [u32; 6] = [10, 30, 60, 180, 720, 1_440];

    /// Takes a name, where its list is, and after how many minutes its number is old.
    pub(super) fn new(name: &str, address: &str, stale: u32) -> Result<Self, Refused> {
        Ok(Self {
            name: line("title", name, Self::NAME_MOST)?,
            address: Address::new(address)?,
            stale: if Self::STALE.contains(&stale) {
                stale
            } else {
                60
            },
        })
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Where its list is.
    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// After how many minutes its number is old.
    pub(super) fn stale(&self) -> u32 {
        self.stale
    }

    /// The same in microseconds.
    pub(super) fn stale_micros(&self) -> u64 {
        u64::from(self.stale).saturating_mul(60_000_000)
    }
}

/// What the other system shows with every push: 256 bits of chance.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Token([u8; 32]);

/// What every token begins with, so that one that leaked is known for what it is.
const PREFIX: &str = "sekisho-tile-";

impl Token {
    /// From chance.
    pub(super) fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// As it is shown once.
    pub(super) fn spoken(&self) -> String {
        [PREFIX, &BASE64URL_NOPAD.encode(&self.0)].concat()
    }

    /// Reads what stands behind `Bearer`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let bytes = text.strip_prefix(PREFIX)?.as_bytes();
        let bytes = BASE64URL_NOPAD.decode(bytes).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// What is stored of it: the same token is another mark on another tile.
    pub(super) fn mark(&self, key: &MachineKey, id: ExternalId) -> Mark {
        key.mark(Purpose::ExternalToken, id.uuid().as_bytes(), &self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_as_it_was_shown_and_belongs_to_one_tile() {
        let token = Token::new([7; 32]);
        assert_eq!(Token::read(&token.spoken()), Some(token.clone()));
        for bad in ["", PREFIX, "sekisho-tile-AAAA", &token.spoken()[1..]] {
            assert_eq!(Token::read(bad), None, "{bad}");
        }
        let key = MachineKey::new([5; 32]);
        let of = |n| token.mark(&key, ExternalId::new(Uuid::from_u128(n)));
        assert!(of(1) == of(1) && of(1) != of(2));
        assert!(!format!("{token:?}").contains("Bwc"), "a log would keep it");
    }
}
