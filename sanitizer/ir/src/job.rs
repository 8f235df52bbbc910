//! What the host tells a reader besides the bytes. A hint only: the reader believes the bytes.

use serde::{Deserialize, Serialize};

use crate::rules::Rules;

/// A name longer than this helps nobody to recognise anything.
const NAME_CHARS: usize = 400;

/// The job of a writer whose input is several streams, each after its length (`u64` LE), and whose answer is a
/// length and the bytes for each, in order; [`REFUSED`] stands for the length of one it refused.
pub const MANY: &[u8] = b"many";

/// See [`MANY`].
pub const REFUSED: u64 = u64::MAX;

/// More passwords than this are not tried.
const PASSWORDS: usize = 16;
/// No document asks for a longer one (ECMA-376 Part 4 limits them to 255 characters).
const PASSWORD_CHARS: usize = 255;

/// A password a person gave for a locked document. Says nothing of itself to logs.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Password(String);

impl Password {
    /// As it was typed.
    pub fn new(typed: impl Into<String>) -> Self {
        Self(typed.into())
    }

    /// For the one who opens the lock.
    pub fn typed(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

/// One reading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadJob {
    /// The name the bytes came under.
    pub name: Option<String>,
    /// True where the bytes are a whole mail, whatever they look like.
    pub as_mail: bool,
    /// True where small plain children of a mail shall be read along the way, by the same process.
    pub along: bool,
    /// True where the bytes stand inside an Office document, which shows only plain pictures.
    pub within_package: bool,
    /// What the site decided about documents.
    pub rules: Rules,
    /// Passwords to try on what is locked, in order.
    pub passwords: Vec<Password>,
    /// Embedded documents that did not come through, by their order: their pictures shall stand instead.
    pub left_out: Vec<u32>,
}

impl ReadJob {
    /// As it travels to the reader.
    pub fn encode(&self) -> Vec<u8> {
        let name = self
            .name
            .as_ref()
            .map(|name| name.chars().take(NAME_CHARS).collect());
        let job = Self {
            name,
            as_mail: self.as_mail,
            along: self.along,
            within_package: self.within_package,
            rules: self.rules,
            passwords: self
                .passwords
                .iter()
                .filter(|password| password.typed().chars().count() <= PASSWORD_CHARS)
                .take(PASSWORDS)
                .cloned()
                .collect(),
            left_out: self.left_out.clone(),
        };
        // Plain fields always have a spelling; an empty one would read as no hint.
        postcard::to_stdvec(&job).unwrap_or_default()
    }

    /// As it arrived; what says nothing is no hint.
    pub fn decode(bytes: &[u8]) -> Self {
        postcard::from_bytes(bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Password, ReadJob};

    #[test]
    fn a_hint_arrives_as_it_was_sent_and_never_too_long() {
        let job = ReadJob {
            name: Some("𠮷田.xlsx".into()),
            passwords: vec![Password::new("合言葉"), Password::new("infected")],
            ..ReadJob::default()
        };
        assert!(!format!("{job:?}").contains("infected"));
        assert_eq!(ReadJob::decode(&job.encode()), job);
        let long = ReadJob {
            name: Some("あ".repeat(100_000)),
            as_mail: true,
            along: true,
            passwords: vec![Password::new("x".repeat(100_000)); 100],
            ..ReadJob::default()
        };
        assert!(long.encode().len() < 2_000);
        assert!(ReadJob::decode(&long.encode()).as_mail);
        assert_eq!(ReadJob::decode(b"\xff"), ReadJob::default());
    }
}
