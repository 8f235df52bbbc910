//! Digital signatures, verified before anything is rebuilt: what is written anew can carry none.
//!
//! ```text
//!  fields ─▶ ranges   which bytes are covered, and is the signature where the file says it is
//!         ─▶ cms      the envelope: digest, signer, signature        tlv, time
//!         ─▶ cert     whose it is, and whether it leads to a certificate the site trusts ─▶ key
//!                        └─▶ facts (sekisho_ir::signature); words are made on the trusted side
//! ```
//!
//! There is no clock here: certificates are judged at the moment of signing, by a trusted time stamp where there is one
//! and else by the signer's own word. Whether one was revoked is not asked.

mod cert;
mod cms;
mod key;
mod ranges;
#[cfg(test)]
mod tests;
mod time;
mod tlv;

use std::sync::Arc;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, String as Text};
use sekisho_ir::signature::{Clock, Coverage, Integrity, Signatory, Signature, Trust};

use crate::lock::Hash;
use cert::{Certificate, Use, Way};
use cms::{Digested, Envelope};
use ranges::Ranges;

/// Signatures of one file that are looked at; each costs reading the file once more.
const SIGNATURES: usize = 16;
/// Bytes digested for all signatures of one file.
const DIGESTED: usize = 2 << 30;
/// Signatures of certificates verified for one file.
const VERIFIED: u32 = 200;
/// Fields within fields.
const DEPTH: u8 = 16;
/// Fields looked at.
const FIELDS: usize = 50_000;

/// Certificates that the site's security staff trusts to stand behind signatures.
#[derive(Clone, Debug, Default)]
pub struct Anchors(Arc<Vec<Vec<u8>>>);

/// A file among the trusted certificates that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a certificate in PEM or DER")]
pub struct NoCertificate;

impl Anchors {
    /// Takes the certificates of one file in, PEM (one or more) or DER (one).
    pub fn add(&mut self, file: &[u8]) -> Result<(), NoCertificate> {
        let found = match std::str::from_utf8(file) {
            Ok(text) if text.contains("-----BEGIN") => pem(text).ok_or(NoCertificate)?,
            _ => vec![file.to_vec()],
        };
        let all = found.iter().all(|one| Certificate::read(one).is_some());
        if found.is_empty() || !all {
            return Err(NoCertificate);
        }
        Arc::make_mut(&mut self.0).extend(found);
        Ok(())
    }

    fn read(&self) -> Vec<Certificate<'_>> {
        self.0
            .iter()
            .filter_map(|one| Certificate::read(one))
            .collect()
    }
}

/// The certificates of a PEM file.
fn pem(text: &str) -> Option<Vec<Vec<u8>>> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    text.split(BEGIN)
        .skip(1)
        .map(|one| {
            let (body, _) = one.split_once("-----END CERTIFICATE-----")?;
            let body: String = body.split_ascii_whitespace().collect();
            data_encoding::BASE64.decode(body.as_bytes()).ok()
        })
        .collect()
}

/// What of the file a signature covers, digested within bounds.
struct Covered<'a> {
    pieces: [&'a [u8]; 2],
    /// Some seal the SHA-1 of it and not itself.
    once_more: bool,
    left: &'a mut usize,
}

impl Digested for Covered<'_> {
    fn digest(&mut self, hash: Hash) -> Option<Vec<u8>> {
        let size: usize = self.pieces.iter().map(|piece| piece.len()).sum();
        *self.left = self.left.checked_sub(size)?;
        if self.once_more {
            let first = Hash::Sha1.of(&self.pieces);
            return Some(hash.of(&[&first]));
        }
        Some(hash.of(&self.pieces))
    }
}

/// All signatures of a file, in the order of its fields.
pub(super) fn look(pdf: &Pdf, anchors: &Anchors) -> Vec<Signature> {
    let mut fields = Vec::new();
    let root: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
    let form = root.and_then(|root| root.get::<Dict<'_>>(b"AcroForm"));
    if let Some(all) = form.and_then(|form| form.get::<Array<'_>>(b"Fields")) {
        let mut left = FIELDS;
        gather(&all, false, 0, &mut left, &mut fields);
    }
    let anchors = anchors.read();
    let mut bounds = (DIGESTED, VERIFIED);
    let data = pdf.data().as_ref();
    let mut found: Vec<Signature> = fields
        .iter()
        .map(|field| one(data, field, &anchors, &mut bounds))
        .collect();
    vouched(&mut found);
    found
}

/// What was added after one signature is another's, where that one covers the whole and is trusted no less: whoever adds
/// to a document can sign it as somebody nobody knows.
fn vouched(found: &mut [Signature]) {
    let trusted = |one: &Signature| one.trust == Trust::Trusted;
    let whole = found
        .iter()
        .filter(|one| one.coverage == Coverage::Whole && one.integrity == Integrity::Intact);
    let best = whole.map(trusted).max();
    for one in found
        .iter_mut()
        .filter(|one| one.coverage == Coverage::AddedTo)
    {
        if best.is_some_and(|best| best || !trusted(one)) {
            one.coverage = Coverage::BeforeAnother;
        }
    }
}

/// The values of all signature fields that are signed.
fn gather<'a>(
    fields: &Array<'a>,
    above: bool,
    depth: u8,
    left: &mut usize,
    found: &mut Vec<Dict<'a>>,
) {
    for field in fields.iter::<Dict<'_>>() {
        let Some(less) = left.checked_sub(1) else {
            return;
        };
        *left = less;
        let sort = field.get::<Name<'_>>(b"FT");
        let is = sort.map_or(above, |sort| sort.as_ref() == b"Sig");
        if is
            && let Some(value) = field.get::<Dict<'_>>(b"V")
            && found.len() < SIGNATURES
        {
            found.push(value);
            continue;
        }
        if depth < DEPTH
            && let Some(kids) = field.get::<Array<'_>>(b"Kids")
        {
            gather(&kids, is, depth.saturating_add(1), left, found);
        }
    }
}

/// One signature, with all that can be said of it.
fn one(
    data: &[u8],
    value: &Dict<'_>,
    anchors: &[Certificate<'_>],
    (left, verified): &mut (usize, u32),
) -> Signature {
    let filter = value.get::<Name<'_>>(b"SubFilter");
    let filter = filter.as_ref().map_or(&b""[..], AsRef::as_ref);
    let stamp = filter == b"ETSI.RFC3161";
    let written = value.get::<Text<'_>>(b"M");
    let mut told = Signature {
        signatory: if stamp {
            Signatory::TimeStamp
        } else {
            Signatory::Signer
        },
        name: String::new(),
        organisation: String::new(),
        issuer: String::new(),
        at: written.and_then(|written| time::of_pdf(written.as_bytes())),
        clock: Clock::Signer,
        valid_until: None,
        coverage: Coverage::Part,
        integrity: Integrity::Unknown,
        trust: Trust::Unknown,
        weak: false,
    };
    let Some(ranges) = Ranges::of(data, value) else {
        return told;
    };
    told.coverage = ranges.coverage;
    let Some(envelope) = Envelope::read(&ranges.signature) else {
        return told;
    };
    let mut covered = Covered {
        pieces: ranges.pieces,
        once_more: filter == b"adbe.pkcs7.sha1",
        left,
    };
    if stamp {
        let Some((stamped, same)) = envelope.stamp(&mut covered) else {
            told.integrity = match envelope.content() {
                Some(mut said) => envelope.integrity(&mut said),
                None => Integrity::Unknown,
            };
            return told;
        };
        told.integrity = if same {
            Integrity::Intact
        } else {
            Integrity::Broken
        };
        told.at = Some(stamped.at);
        told.trust = envelope.stamp_trust(anchors, stamped.at, verified);
        if told.trust == Trust::Trusted {
            told.clock = Clock::TimeStamp;
        }
        told.weak = stamped.hash == Hash::Sha1 || envelope.hash == Hash::Sha1;
    } else {
        told.integrity = match filter {
            b"adbe.pkcs7.detached" | b"ETSI.CAdES.detached" if envelope.content().is_none() => {
                envelope.integrity(&mut covered)
            }
            b"adbe.pkcs7.sha1" => sealed(&envelope, &mut covered),
            _ => Integrity::Unknown,
        };
        if let Some(at) = envelope.claimed() {
            told.at = Some(at);
        }
        if let Some(at) = envelope.stamped(anchors, verified) {
            (told.at, told.clock) = (Some(at), Clock::TimeStamp);
        }
        told.weak = envelope.hash == Hash::Sha1 || covered.once_more;
        if let Some(certificate) = envelope.certificate() {
            let mut way = Way {
                anchors,
                given: &envelope.certificates,
                at: told.at,
                left: verified,
            };
            told.trust = way.trust(certificate, Use::Sign);
        }
    }
    if let Some(certificate) = envelope.certificate() {
        told.name = certificate.name();
        told.organisation = certificate.organisation();
        told.issuer = certificate.issuer_name();
        told.valid_until = Some(certificate.until);
    }
    told
}

/// Of those that seal the SHA-1 of what they cover: it must be that SHA-1, and sealed (12.8.3.3.1).
fn sealed(envelope: &Envelope<'_>, covered: &mut Covered<'_>) -> Integrity {
    let Some(said) = envelope.content() else {
        return Integrity::Unknown;
    };
    if said != Hash::Sha1.of(&covered.pieces) {
        return Integrity::Broken;
    }
    envelope.integrity(covered)
}
