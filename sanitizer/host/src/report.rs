//! What happened to a mail and to each of its parts: codes, numbers, names. Words are made elsewhere.
//!
//! The JSON form travels inside the seal and is pinned by `docs/wire/report.json`.

use sekisho_ir::{Finding, Kind, Method, Reason, Signature};
use serde::{Deserialize, Serialize};

/// What happened to one mail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailReport {
    /// Why the mail's own text is not there, when it is not: its record then says nothing of the
    /// mail, and the original is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Reason>,
    /// What was found in the mail itself (its headers and its text).
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// How many bytes of the text could not be represented.
    #[serde(default)]
    pub unrepresented: u64,
    /// Its attachments, in the order of the mail.
    #[serde(default)]
    pub parts: Vec<PartReport>,
}

/// What happened to one attachment, or to one member of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartReport {
    /// Its place among its siblings, from zero. For an attachment: its place in `files`.
    pub index: u32,
    /// The name it goes by now: safe, with the true extension.
    pub name: String,
    /// The name it came with, cleaned of characters that deceive.
    pub original_name: String,
    /// How large it was.
    pub original_size: u64,
    /// The digest it had (hexadecimal BLAKE3).
    pub original_digest: String,
    /// The code of what it was found to be.
    pub detected: String,
    /// What became of it.
    pub result: PartResult,
    /// What was found in it.
    #[serde(default)]
    pub findings: Vec<Finding>,
    /// Its digital signatures as they were, verified before it was written anew. The new file has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    /// What was inside it, for an archive or a mail.
    #[serde(default)]
    pub members: Vec<PartReport>,
}

/// What became of one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum PartResult {
    /// It was written anew.
    Clean {
        /// How.
        method: Method,
        /// As what.
        kind: Kind,
        /// How large it is now.
        size: u64,
        /// The digest it has now (hexadecimal BLAKE3).
        digest: String,
        /// The attachment that holds it: its own index, or for a member that of the outermost.
        file: u32,
    },
    /// It is held; the original is kept on the outer side.
    Held {
        /// Why.
        reason: Reason,
    },
}

impl PartResult {
    /// Why it is held, when it is.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Held { reason } => Some(*reason),
            Self::Clean { .. } => None,
        }
    }

    /// True when it was written anew.
    pub fn is_clean(&self) -> bool {
        matches!(self, Self::Clean { .. })
    }
}

impl PartReport {
    /// This part and everything inside it, outermost first.
    pub fn walk(&self) -> Vec<&PartReport> {
        let mut all = vec![self];
        for member in &self.members {
            all.extend(member.walk());
        }
        all
    }
}

impl MailReport {
    /// True when nothing of the mail had to be held.
    pub fn is_whole(&self) -> bool {
        self.held.is_none()
            && self
                .parts
                .iter()
                .flat_map(PartReport::walk)
                .all(|part| part.result.is_clean())
    }

    /// How many attachments (not members) are held.
    pub fn held_parts(&self) -> usize {
        self.parts
            .iter()
            .filter(|part| !part.result.is_clean())
            .count()
    }
}
