//! The two states of content: not yet made safe, and made by our own writer.
//!
//! [`Sanitized`] is a proof. There is no way to one but the re-check that stands in this crate and
//! the opening of a seal; it has no constructor, no `Default`, no `Deserialize`, no `From`.
//!
//! ```
//! // Anyone may name bytes for what they are, and gets no more than a length and a digest.
//! let mail = sekisho_sanitizer::Untrusted::new(&b"Subject: x"[..]);
//! assert_eq!(mail.len(), 10);
//! ```
//! ```compile_fail
//! // Bytes do not become clean by saying so.
//! let clean: sekisho_sanitizer::Sanitized = bytes::Bytes::from_static(b"MZ").into();
//! ```
//! ```compile_fail
//! let clean = sekisho_sanitizer::Sanitized::default();
//! ```
//! ```compile_fail
//! let clean: sekisho_sanitizer::Sanitized = serde_json::from_str("{}").unwrap();
//! ```
//! ```compile_fail
//! // The fields are nobody's to fill.
//! let clean = sekisho_sanitizer::Sanitized { kind: todo!(), bytes: todo!(), digest: todo!() };
//! ```
//! ```compile_fail
//! // What has not been read cannot be looked at.
//! let mail = sekisho_sanitizer::Untrusted::new(&b"Subject: x"[..]);
//! let peek: &[u8] = mail.bytes();
//! ```
//! ```compile_fail
//! let mail = sekisho_sanitizer::Untrusted::new(&b"Subject: x"[..]);
//! let peek: bytes::Bytes = mail.into();
//! ```

use std::fmt;

use bytes::Bytes;
use sekisho_ir::Kind;

/// The digest of some bytes (BLAKE3).
pub type Digest = blake3::Hash;

/// Content from outside. Anyone may make one, only the jailed reader looks inside.
#[derive(Clone)]
pub struct Untrusted(Bytes);

impl Untrusted {
    /// Names bytes for what they are.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self(bytes.into())
    }

    /// How many bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The digest, by which the kept original is named.
    pub fn digest(&self) -> Digest {
        blake3::hash(&self.0)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Untrusted({} bytes)", self.0.len())
    }
}

/// Bytes that our own writer wrote and that were recognised again afterwards.
#[derive(Clone, PartialEq, Eq)]
pub struct Sanitized {
    kind: Kind,
    bytes: Bytes,
    digest: Digest,
}

impl Sanitized {
    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The bytes.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The bytes, given away.
    pub fn into_bytes(self) -> Bytes {
        self.bytes
    }

    /// Their digest.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Mints the proof. Called by `recheck` beside its check and by `seal` beside its own, nowhere
    /// else; a test counts the callers.
    pub(crate) fn mint(kind: Kind, bytes: Bytes, digest: Digest) -> Self {
        Self {
            kind,
            bytes,
            digest,
        }
    }
}

impl fmt::Debug for Sanitized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sanitized({}, {} bytes)", self.kind, self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn neither_state_shows_its_content_when_printed() {
        let secret = Untrusted::new(&b"personal"[..]);
        assert_eq!(format!("{secret:?}"), "Untrusted(8 bytes)");
        let bytes = Bytes::from_static(b"personal");
        let digest = blake3::hash(&bytes);
        let clean = Sanitized::mint(Kind::Text, bytes, digest);
        assert_eq!(format!("{clean:?}"), "Sanitized(text, 8 bytes)");
    }

    #[test]
    fn the_proof_is_minted_in_two_places_only() {
        let mut callers = Vec::new();
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                let product = text.split("#[cfg(test)]").next().unwrap();
                if product.contains("Sanitized::mint(") && !path.ends_with("seal/tests.rs") {
                    let name = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
                    callers.push(name.to_string_lossy().into_owned());
                }
            }
        }
        callers.sort();
        assert_eq!(callers, ["src/recheck/mod.rs", "src/seal/mod.rs"]);
    }
}
