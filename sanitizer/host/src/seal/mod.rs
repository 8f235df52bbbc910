//! The seal: sanitised parts, what is told about them, and a signature over all of it.
//!
//! ```text
//! "SKSEAL1\n" | u32 length | header JSON | (u64 length | bytes) for each part | 64 bytes Ed25519
//! ```
//! All numbers are big-endian. The signature is over a BLAKE3 digest, in a domain of its own, of
//! every byte before it. Part 0 is the mail's record. [`Seal::open`] is the second of the two places
//! where [`Sanitized`] is minted: a seal that verifies was closed by a sanitizer whose key the
//! receiving side was told to trust, and the digests in its signed header are checked again.

mod wire;

use bytes::Bytes;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sekisho_ir::Reason;
use thiserror::Error;

use crate::ENGINE;
use crate::evidence::Sanitized;
use crate::policy::Policy;
use crate::report::MailReport;
use crate::sanitizer::DisarmedMail;
pub use wire::{SealHeader, SealedPart};

/// The longest header that is read.
const HEADER_MAX: usize = 32 * 1024 * 1024;
/// The most parts a seal may hold.
const PARTS_MAX: usize = 4_096;
const MAGIC: &[u8; 8] = b"SKSEAL1\n";
const SIGNATURE_LENGTH: usize = 64;
const DOMAIN: &str = "sekisho seal v1";

/// Closes and opens seals.
#[derive(Debug)]
pub struct Seal;

/// What a verified seal held.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The engine that made the parts.
    pub engine: String,
    /// The digest of the policy they were made under (hexadecimal).
    pub policy: String,
    /// What happened to the mail.
    pub report: MailReport,
    /// What the gateway wrote on the outside; the sanitizer does not read it.
    pub envelope: serde_json::Value,
    /// The mail's record.
    pub record: Sanitized,
    /// The attachments, by their index; none where one is held.
    pub files: Vec<Option<Sanitized>>,
}

/// Why a seal was not closed or not opened.
#[derive(Debug, Error)]
pub enum SealError {
    /// The mail has no record, so there is nothing to deliver: it must be held.
    #[error("the mail could not be written anew and is held: {0}")]
    NoRecord(Reason),
    /// The header could not be written or is no header.
    #[error("the seal's header could not be written or read")]
    Header(#[from] serde_json::Error),
    /// The bytes are not a seal, or not a whole one.
    #[error("the bytes are not a whole seal: {0}")]
    Shape(&'static str),
    /// The signature is not by this key over these bytes.
    #[error("the signature does not verify")]
    Signature,
    /// A part is not what the signed header says.
    #[error("a part does not have the digest that the header says")]
    Digest,
}

impl SealError {
    /// A stable word for logs and refusals.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoRecord(_) => "no-record",
            Self::Header(_) => "bad-header",
            Self::Shape(_) => "bad-shape",
            Self::Signature => "bad-signature",
            Self::Digest => "bad-digest",
        }
    }
}

impl Seal {
    /// Seals a disarmed mail with what the gateway has to say about it.
    pub fn close(
        envelope: serde_json::Value,
        mail: &DisarmedMail,
        policy: &Policy,
        key: &SigningKey,
    ) -> Result<Vec<u8>, SealError> {
        let record = mail
            .record
            .as_ref()
            .map_err(|reason| SealError::NoRecord(*reason))?;
        let mut parts = vec![(None, record)];
        for (index, file) in mail.files.iter().enumerate() {
            let index = u32::try_from(index).map_err(|_| SealError::Shape("too many parts"))?;
            parts.extend(file.as_ref().map(|file| (Some(index), file)));
        }
        let header = SealHeader {
            v: 1,
            engine: ENGINE.to_owned(),
            policy: policy.digest().to_hex().to_string(),
            report: mail.report.clone(),
            envelope,
            files: u32::try_from(mail.files.len())
                .map_err(|_| SealError::Shape("too many parts"))?,
            parts: parts
                .iter()
                .map(|(file, part)| SealedPart::of(*file, part))
                .collect(),
        };
        let header = serde_json::to_vec(&header)?;
        let length = u32::try_from(header.len())
            .ok()
            .filter(|_| header.len() <= HEADER_MAX && parts.len() <= PARTS_MAX)
            .ok_or(SealError::Shape("header too large"))?;

        let body: usize = parts.iter().map(|(_, part)| part.bytes().len() + 8).sum();
        let mut out = Vec::with_capacity(MAGIC.len() + 4 + header.len() + body + SIGNATURE_LENGTH);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(&header);
        for (_, part) in parts {
            let length = u64::try_from(part.bytes().len())
                .map_err(|_| SealError::Shape("part too large"))?;
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(part.bytes());
        }
        let signature = key.sign(signed(&out).as_bytes());
        out.extend_from_slice(&signature.to_bytes());
        Ok(out)
    }

    /// Verifies a seal and gives what it holds; everything else is refused.
    pub fn open(bytes: &[u8], key: &VerifyingKey) -> Result<Opened, SealError> {
        if !bytes.starts_with(MAGIC) {
            return Err(SealError::Shape("no seal"));
        }
        // The signature first: nothing unsigned is parsed.
        let (body, signature) = bytes
            .split_last_chunk::<SIGNATURE_LENGTH>()
            .ok_or(SealError::Shape("cut short"))?;
        key.verify_strict(signed(body).as_bytes(), &Signature::from_bytes(signature))
            .map_err(|_| SealError::Signature)?;
        let mut rest = body
            .get(MAGIC.len()..)
            .ok_or(SealError::Shape("cut short"))?;
        let length = u32::from_be_bytes(take_chunk(&mut rest)?);
        let length = usize::try_from(length)
            .ok()
            .filter(|length| *length <= HEADER_MAX)
            .ok_or(SealError::Shape("header too large"))?;
        let header: SealHeader = serde_json::from_slice(take(&mut rest, length)?)?;
        let files = usize::try_from(header.files).unwrap_or(usize::MAX);
        if header.v != 1 || header.parts.len() > PARTS_MAX || files > PARTS_MAX {
            return Err(SealError::Shape("a header of another kind"));
        }
        let mut record = None;
        let mut opened = vec![None; files];
        for part in &header.parts {
            let length = u64::from_be_bytes(take_chunk(&mut rest)?);
            let length = usize::try_from(length).map_err(|_| SealError::Shape("part too large"))?;
            let clean = unseal(part, take(&mut rest, length)?)?;
            let place = match part.file {
                None => &mut record,
                Some(file) => usize::try_from(file)
                    .ok()
                    .and_then(|file| opened.get_mut(file))
                    .ok_or(SealError::Shape("a file out of place"))?,
            };
            if place.replace(clean).is_some() {
                return Err(SealError::Shape("two parts in one place"));
            }
        }
        if !rest.is_empty() {
            return Err(SealError::Shape("bytes after the last part"));
        }
        Ok(Opened {
            engine: header.engine,
            policy: header.policy,
            report: header.report,
            envelope: header.envelope,
            record: record.ok_or(SealError::Shape("no record"))?,
            files: opened,
        })
    }
}

/// Checks one part of a verified seal against the signed header, and mints.
fn unseal(part: &SealedPart, bytes: &[u8]) -> Result<Sanitized, SealError> {
    let digest = blake3::hash(bytes);
    let same_size = u64::try_from(bytes.len()).is_ok_and(|size| size == part.size);
    if !same_size || digest.to_hex().as_str() != part.digest {
        return Err(SealError::Digest);
    }
    Ok(Sanitized::mint(
        part.kind,
        Bytes::copy_from_slice(bytes),
        digest,
    ))
}

/// What is signed: a digest, in a domain of its own, of everything before the signature.
fn signed(body: &[u8]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new_derive_key(DOMAIN);
    hasher.update(body);
    hasher.finalize()
}

fn take<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], SealError> {
    let (taken, left) = rest
        .split_at_checked(length)
        .ok_or(SealError::Shape("cut short"))?;
    *rest = left;
    Ok(taken)
}

fn take_chunk<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], SealError> {
    let (taken, left) = rest
        .split_first_chunk::<N>()
        .ok_or(SealError::Shape("cut short"))?;
    *rest = left;
    Ok(*taken)
}

#[cfg(test)]
mod tests;
