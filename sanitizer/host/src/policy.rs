//! The policy of one crossing: for each kind of file a method or a hold, and the limits of one item.
//!
//! The policy is data. Its digest stands in every seal, so that it can be told later under which
//! rules a file was made. A kind that no line names is held.

use std::collections::BTreeMap;
use std::time::Duration;

use sekisho_ir::{Kind, Method, Rules};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::evidence::Digest;

/// What to do with which kind, and within which limits.
///
/// ```toml
/// [methods]
/// xlsx = "rebuild"
/// html = "text"
/// zip = "hold"
/// [documents]
/// links = "web"
/// [limits]
/// depth = 5
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Policy {
    /// By kind code. Lines given replace the house's, those not given stay.
    #[serde(deserialize_with = "over_the_house")]
    methods: BTreeMap<Kind, Treatment>,
    /// What documents keep of their sender's working traces and comforts.
    documents: Rules,
    /// What one item may use up.
    limits: PolicyLimits,
}

/// What to do with one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Treatment {
    /// The same format, written anew.
    Rebuild,
    /// Plain text.
    Text,
    /// Pixels.
    Flatten,
    /// A new PDF.
    Reissue,
    /// Wait for a person.
    Hold,
}

/// What one item (one reading or one writing) may use up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PolicyLimits {
    /// Wall-clock seconds.
    pub wall_seconds: u64,
    /// Processor seconds.
    pub cpu_seconds: u64,
    /// Mebibytes of address space. What is resident is never more than this; a process that has
    /// done nothing yet has 5 to 6 already, and a picture's pixels are held at least twice.
    pub memory_mib: u64,
    /// Mebibytes of output.
    pub output_mib: u64,
    /// Mebibytes of input.
    pub input_mib: u64,
    /// How many containers may stand inside each other.
    pub depth: u32,
    /// How many parts one mail may have, members of archives counted.
    pub parts: u32,
}

/// A policy that could not be read.
#[derive(Debug, Error)]
pub enum PolicyError {
    /// It is not the TOML a policy is.
    #[error("could not read the policy")]
    Syntax(#[from] toml::de::Error),
}

impl Default for PolicyLimits {
    fn default() -> Self {
        Self {
            wall_seconds: 30,
            cpu_seconds: 20,
            memory_mib: 512,
            output_mib: 1024,
            input_mib: 512,
            depth: 5,
            parts: 1_000,
        }
    }
}

impl PolicyLimits {
    pub(crate) fn jail(self) -> sekisho_jail::Limits {
        const MIB: u64 = 1024 * 1024;
        sekisho_jail::Limits {
            memory: self.memory_mib.saturating_mul(MIB),
            cpu_seconds: self.cpu_seconds,
            wall: Duration::from_secs(self.wall_seconds),
            output: self.output_mib.saturating_mul(MIB),
        }
    }

    pub(crate) fn input_bytes(self) -> u64 {
        self.input_mib.saturating_mul(1024 * 1024)
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            methods: house(),
            documents: Rules::default(),
            limits: PolicyLimits::default(),
        }
    }
}

impl Policy {
    /// Reads a policy from TOML.
    pub fn from_toml(text: &str) -> Result<Self, PolicyError> {
        Ok(toml::from_str(text)?)
    }

    /// What to do with this kind.
    pub fn treatment(&self, kind: Kind) -> Treatment {
        self.methods.get(&kind).copied().unwrap_or(Treatment::Hold)
    }

    /// The same policy with another treatment for one kind.
    pub fn with(mut self, kind: Kind, treatment: Treatment) -> Self {
        self.methods.insert(kind, treatment);
        self
    }

    /// The same policy with other limits.
    pub fn with_limits(mut self, limits: PolicyLimits) -> Self {
        self.limits = limits;
        self
    }

    /// The same policy with other rules for documents.
    pub fn with_documents(mut self, documents: Rules) -> Self {
        self.documents = documents;
        self
    }

    /// What documents keep of their sender's working traces and comforts.
    pub fn documents(&self) -> Rules {
        self.documents
    }

    /// What one item may use up.
    pub fn limits(&self) -> PolicyLimits {
        self.limits
    }

    /// The digest of everything the policy says, the same for the same meaning.
    pub fn digest(&self) -> Digest {
        // A map with ordered keys and a struct of numbers: one spelling, and no way to fail.
        let spelled = serde_json::to_vec(self).unwrap_or_default();
        let mut hasher = blake3::Hasher::new_derive_key("sekisho policy v1");
        hasher.update(&spelled);
        hasher.finalize()
    }
}

impl Treatment {
    /// The method, unless it is a hold.
    pub fn method(self) -> Option<Method> {
        match self {
            Self::Rebuild => Some(Method::Rebuild),
            Self::Text => Some(Method::Text),
            Self::Flatten => Some(Method::Flatten),
            Self::Reissue => Some(Method::Reissue),
            Self::Hold => None,
        }
    }
}

/// What the house does where a site says nothing: rebuild all that can be rebuilt.
fn house() -> BTreeMap<Kind, Treatment> {
    [
        Kind::Message,
        Kind::Text,
        Kind::Html,
        Kind::Csv,
        Kind::Png,
        Kind::Jpeg,
        Kind::Gif,
        Kind::Bmp,
        Kind::Ico,
        Kind::Tiff,
        Kind::Webp,
        Kind::Svg,
        Kind::Emf,
        Kind::Wmf,
        Kind::Zip,
        Kind::Docx,
        Kind::Docm,
        Kind::Dotx,
        Kind::Dotm,
        Kind::Xlsx,
        Kind::Xlsm,
        Kind::Xltx,
        Kind::Xltm,
        Kind::Xlsb,
        Kind::Pptx,
        Kind::Pptm,
        Kind::Ppsx,
        Kind::Ppsm,
        Kind::Potx,
        Kind::Potm,
        Kind::Empty,
        Kind::Xml,
        Kind::Json,
        Kind::Calendar,
        Kind::Vcard,
    ]
    .into_iter()
    .map(|kind| (kind, Treatment::Rebuild))
    .chain([(Kind::Pdf, Treatment::Reissue)])
    .collect()
}

fn over_the_house<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Kind, Treatment>, D::Error> {
    let mut methods = house();
    methods.extend(BTreeMap::<Kind, Treatment>::deserialize(deserializer)?);
    Ok(methods)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_replaces_the_houses_and_the_rest_stays() {
        let policy = Policy::from_toml("[methods]\nzip = \"hold\"\n[limits]\ndepth = 2\n").unwrap();
        assert_eq!(policy.treatment(Kind::Zip), Treatment::Hold);
        assert_eq!(policy.treatment(Kind::Xlsm), Treatment::Rebuild);
        assert_eq!(policy.limits().depth, 2);
        let links = Policy::from_toml("[documents]\nlinks = \"web\"\n").unwrap();
        assert_eq!(links.documents().links, sekisho_ir::rules::Links::Web);
        assert_ne!(links.digest(), Policy::default().digest());
        assert_eq!(policy.limits().parts, PolicyLimits::default().parts);
    }

    #[test]
    fn what_no_line_names_is_held() {
        assert_eq!(
            Policy::default().treatment(Kind::Executable),
            Treatment::Hold
        );
        assert_eq!(Policy::default().treatment(Kind::Dwg), Treatment::Hold);
        assert_eq!(Policy::default().treatment(Kind::Pdf), Treatment::Reissue);
    }

    #[test]
    fn a_word_that_is_no_method_is_refused() {
        assert!(Policy::from_toml("[methods]\nzip = \"pass\"\n").is_err());
        assert!(Policy::from_toml("[method]\nzip = \"hold\"\n").is_err());
    }

    #[test]
    fn the_digest_follows_the_meaning_and_not_the_spelling() {
        let house = Policy::default();
        let same = Policy::from_toml("[methods]\nxlsx='rebuild'\ncsv='rebuild'\n").unwrap();
        assert_eq!(house.digest(), same.digest());
        let other = Policy::from_toml("[methods]\nxlsx='hold'\n").unwrap();
        assert_ne!(house.digest(), other.digest());
    }
}
