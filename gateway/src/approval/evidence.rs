//! The proof that something may pass. It is minted here, beside the two checks, and nowhere else.
//!
//! Promise: a clearance names the digest of what it is for; approving one thing and delivering another cannot be written.
//!
//! ```compile_fail
//! // A clearance has no public constructor.
//! use sekisho_gateway::approval::evidence::{Clearance, Digest};
//! fn forge(of: Digest) -> Clearance { Clearance { name: "import-mail".into(), by: todo!(), of } }
//! ```
//! ```compile_fail
//! use sekisho_gateway::approval::evidence::Clearance;
//! let forged = Clearance::default();
//! ```
//! ```compile_fail
//! use sekisho_gateway::approval::evidence::Clearance;
//! let forged: Clearance = serde_json::from_str("{}").unwrap();
//! ```

use std::fmt;

use jiff::Timestamp;

use crate::rules::{Action, Decision};

/// The digest of everything of an item that would cross.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest(blake3::Hash);

impl Digest {
    /// Its bytes, as the ledger keeps them.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// The digest with these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(blake3::Hash::from_bytes(bytes))
    }
}

impl From<blake3::Hash> for Digest {
    fn from(hash: blake3::Hash) -> Self {
        Self(hash)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// The proof that exactly one content may pass.
#[derive(Debug)]
pub struct Clearance {
    name: String,
    by: By,
    of: Digest,
}

/// Who let it pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// A rule of the table.
    Rule,
    /// A person.
    Person {
        /// Who.
        by: String,
        /// When.
        at: Timestamp,
    },
}

/// A person's word that one content may pass. It is a claim until it is held against the content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// For what.
    pub of: Digest,
}

impl Clearance {
    /// The rule that decided lets it pass; nothing if it decided otherwise.
    pub fn by_rule(decision: &Decision, of: Digest) -> Option<Self> {
        let passes = matches!(decision.action(), Action::Pass);
        passes.then(|| Self {
            name: decision.rule().to_owned(),
            by: By::Rule,
            of,
        })
    }

    /// A person lets pass what a rule held; nothing if the rule did not hold it or the person meant other content.
    pub fn by_approval(decision: &Decision, approval: Approval, of: Digest) -> Option<Self> {
        let held = matches!(decision.action(), Action::Hold { .. });
        (held && approval.of == of).then(|| Self {
            name: decision.rule().to_owned(),
            by: By::Person {
                by: approval.by,
                at: approval.at,
            },
            of,
        })
    }

    /// The rule it rests on.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Who let it pass.
    pub fn by(&self) -> &By {
        &self.by
    }

    /// What it is for.
    pub fn of(&self) -> Digest {
        self.of
    }
}
