//! The directory as it travels: a text, and the inner node's signature over exactly that text.
//!
//! Promise: an address list is believed only when the key of the inner node signed it, wherever it passed.

use data_encoding::BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Stands before the signed text, so that no other signature of the same key can be mistaken for this one.
const DOMAIN: &[u8] = b"sekisho directory v1\n";

/// A list of addresses and the signature over its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed {
    payload: String,
    signature: String,
}

/// The list itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Grows with every change.
    pub v: u64,
    /// When the inner node signed it.
    pub issued: Timestamp,
    /// Every address that takes mail.
    pub addresses: Vec<String>,
}

/// A directory was not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryRefused {
    /// The signature is not the inner node's.
    #[error("checking the signature of a directory")]
    BadSignature,
    /// The signed text is not a directory.
    #[error("understanding a signed directory")]
    Malformed,
}

impl Signed {
    /// Signs a list.
    pub fn close(listing: &Listing, key: &SigningKey) -> Self {
        // A list of numbers and strings always has a JSON text.
        let payload = serde_json::to_string(listing).unwrap_or_default();
        let signature = key.sign(&signed_bytes(&payload));
        Self {
            payload,
            signature: BASE64.encode(&signature.to_bytes()),
        }
    }

    /// Checks the signature, then reads the list.
    pub fn open(&self, key: &VerifyingKey) -> Result<Listing, DirectoryRefused> {
        let signature = BASE64
            .decode(self.signature.as_bytes())
            .ok()
            .and_then(|bytes| Signature::from_slice(&bytes).ok())
            .ok_or(DirectoryRefused::BadSignature)?;
        key.verify(&signed_bytes(&self.payload), &signature)
            .map_err(|_| DirectoryRefused::BadSignature)?;
        serde_json::from_str(&self.payload).map_err(|_| DirectoryRefused::Malformed)
    }
}

fn signed_bytes(payload: &str) -> Vec<u8> {
    [DOMAIN, payload.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing() -> Listing {
        let addresses = vec!["sato@yamabiko.example".to_owned()];
        Listing {
            v: 7,
            issued: Timestamp::UNIX_EPOCH,
            addresses,
        }
    }

    #[test]
    fn a_list_signed_by_the_inner_node_is_believed() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let signed = Signed::close(&listing(), &key);
        assert_eq!(signed.open(&key.verifying_key()), Ok(listing()));
    }

    #[test]
    fn a_changed_list_and_a_foreign_key_are_not_believed() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let other = SigningKey::from_bytes(&[8; 32]);
        let mut signed = Signed::close(&listing(), &key);
        assert_eq!(
            signed.open(&other.verifying_key()),
            Err(DirectoryRefused::BadSignature)
        );
        signed.payload = signed.payload.replace("sato", "mori");
        assert_eq!(
            signed.open(&key.verifying_key()),
            Err(DirectoryRefused::BadSignature)
        );
    }

    #[test]
    fn a_signature_over_something_else_does_not_serve_as_a_directory() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let payload = serde_json::to_string(&listing()).unwrap();
        let signature = BASE64.encode(&key.sign(payload.as_bytes()).to_bytes());
        let signed = Signed { payload, signature };
        assert_eq!(
            signed.open(&key.verifying_key()),
            Err(DirectoryRefused::BadSignature)
        );
    }
}
