//! The header of a seal, pinned by `docs/wire/seal-header.json`.

use sekisho_ir::Kind;
use serde::{Deserialize, Serialize};

use crate::evidence::Sanitized;
use crate::report::MailReport;

/// Everything a seal says in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SealHeader {
    /// The version of this form.
    pub v: u32,
    /// The engine that made the parts.
    pub engine: String,
    /// The digest of the policy (hexadecimal).
    pub policy: String,
    /// What happened to the mail.
    pub report: MailReport,
    /// What the gateway wrote on the outside.
    pub envelope: serde_json::Value,
    /// How many attachments the mail has, held ones counted.
    pub files: u32,
    /// The parts that follow, in their order.
    pub parts: Vec<SealedPart>,
}

/// One part that follows the header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedPart {
    /// The attachment it is; none for the record.
    pub file: Option<u32>,
    /// What it is.
    pub kind: Kind,
    /// How large it is.
    pub size: u64,
    /// Its digest (hexadecimal BLAKE3).
    pub digest: String,
}

impl SealedPart {
    pub(super) fn of(file: Option<u32>, part: &Sanitized) -> Self {
        Self {
            file,
            kind: part.kind(),
            // A length always fits; an impossible one would fail the check on opening.
            size: u64::try_from(part.bytes().len()).unwrap_or(u64::MAX),
            digest: part.digest().to_hex().to_string(),
        }
    }
}
