//! A digital signature as it was found before rebuilding: facts only, no words and no copy of anything.

use serde::{Deserialize, Serialize};

use crate::coded::coded;
use crate::report::MAX_PLACE_CHARS;
use crate::unicode;

coded! {
    /// Who stands behind it.
    pub enum Signatory {
        /// A person or an office.
        Signer = "signer",
        /// An authority that only says when.
        TimeStamp = "time-stamp",
    }
}

coded! {
    /// How much of the file it covers.
    pub enum Coverage {
        /// All of it but the place of the signature itself.
        Whole = "whole",
        /// All there was when it was made; what was added later is covered by a later signature that is intact.
        BeforeAnother = "before-another",
        /// All there was when it was made; something was added that no signature covers.
        AddedTo = "added-to",
        /// Something within what it should cover is left out.
        Part = "part",
    }
}

coded! {
    /// Whether what it covers is still what was signed.
    pub enum Integrity {
        /// It is.
        Intact = "intact",
        /// It is not, or the signature is not by its certificate.
        Broken = "broken",
        /// It cannot be told: broken structure, or an algorithm that is not known here.
        Unknown = "unknown",
    }
}

coded! {
    /// What its certificate is worth, by the certificates that the site's security staff brought in.
    pub enum Trust {
        /// It leads to one of them, all valid at the time of signing.
        Trusted = "trusted",
        /// It leads to one of them; at the time of signing one on the way was not valid yet or no longer.
        Expired = "expired",
        /// It leads to none of them, or may not be used to sign.
        Unknown = "unknown",
    }
}

coded! {
    /// Who says when.
    pub enum Clock {
        /// The signer's own machine.
        Signer = "signer",
        /// A time stamp, intact and of a trusted authority.
        TimeStamp = "time-stamp",
    }
}

/// The facts of one signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Who stands behind it.
    pub signatory: Signatory,
    /// The name in its certificate, one clean line; empty where there is none.
    pub name: String,
    /// The organisation in its certificate.
    pub organisation: String,
    /// Who issued the certificate.
    pub issuer: String,
    /// When, in seconds since 1970.
    pub at: Option<i64>,
    /// Who says so.
    pub clock: Clock,
    /// The certificate's last second, in seconds since 1970.
    pub valid_until: Option<i64>,
    /// How much it covers.
    pub coverage: Coverage,
    /// Whether that is unchanged.
    pub integrity: Integrity,
    /// What the certificate is worth.
    pub trust: Trust,
    /// True where it rests on SHA-1, which can be forged with effort.
    pub weak: bool,
}

impl Signature {
    /// A name as signatures carry it: one clean line, cut.
    pub fn line(text: &str) -> String {
        let cleaned = unicode::clean_line(text).text;
        cleaned.trim().chars().take(MAX_PLACE_CHARS).collect()
    }

    /// True where it keeps its own promises.
    pub fn is_well_formed(&self) -> bool {
        [&self.name, &self.organisation, &self.issuer]
            .into_iter()
            .all(|line| {
                line.chars().count() <= MAX_PLACE_CHARS && line.chars().all(unicode::line_allows)
            })
    }
}
