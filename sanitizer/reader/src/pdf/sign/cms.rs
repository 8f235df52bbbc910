//! The envelope of a signature (RFC 5652, `SignedData`), and whether its one signer signed what it says.

use sekisho_ir::signature::{Integrity, Trust};

use super::cert::{Certificate, Use, Way};
use super::key::{Scheme, digest_in};
use super::time;
use super::tlv::{INTEGER, OCTETS, OID, SEQUENCE, SET, Tlv};
use crate::lock::Hash;

/// Certificates that may come along.
const CERTIFICATES: usize = 32;

/// 1.2.840.113549.1.7.2
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// 1.2.840.113549.1.9.3, .4 and .5
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
const SIGNING_TIME: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x05];
/// 1.2.840.113549.1.9.16.2.14, a time stamp over the signature's value (RFC 3161, appendix A)
const STAMP: &[u8] = &[
    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x0e,
];
/// 1.2.840.113549.1.9.16.1.4, what a time stamp says (RFC 3161, 2.4.2)
const STAMPED: &[u8] = &[
    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x04,
];

/// An envelope with one signer.
#[derive(Debug)]
pub(super) struct Envelope<'a> {
    sort: &'a [u8],
    content: Option<Vec<u8>>,
    pub(super) certificates: Vec<Certificate<'a>>,
    signer: Tlv<'a>,
    pub(super) hash: Hash,
    attributes: Option<Tlv<'a>>,
    scheme: Scheme,
    signature: &'a [u8],
    unsigned: Option<Tlv<'a>>,
}

/// What is signed: the content inside, or a digest made of what is outside.
pub(super) trait Digested {
    /// The digest of the content.
    fn digest(&mut self, hash: Hash) -> Option<Vec<u8>>;
}

impl Digested for &[u8] {
    fn digest(&mut self, hash: Hash) -> Option<Vec<u8>> {
        Some(hash.of(&[self]))
    }
}

/// What a trusted clock said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stamped {
    pub(super) at: i64,
    pub(super) hash: Hash,
}

impl<'a> Envelope<'a> {
    /// Reads one; none where its structure or an algorithm is not known.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        Self::of(Tlv::first(bytes)?)
    }

    fn of(value: Tlv<'a>) -> Option<Self> {
        let mut outer = value.with(SEQUENCE)?.inside();
        (outer.next()?.of(OID)? == SIGNED_DATA).then_some(())?;
        let data = Tlv::first(outer.next()?.of(0xa0)?)?.with(SEQUENCE)?;
        let mut inside = data.inside();
        inside.next()?.of(INTEGER)?;
        inside.next()?.of(SET)?;
        let mut wrapped = inside.next()?.with(SEQUENCE)?.inside();
        let sort = wrapped.next()?.of(OID)?;
        let content = match wrapped.next() {
            Some(value) => Some(Tlv::first(value.of(0xa0)?)?.octets()?),
            None => None,
        };
        let given = inside.given(0xa0);
        let certificates = given.map_or_else(Vec::new, |set| {
            let all = set.inside().take(CERTIFICATES);
            all.filter_map(|one| Certificate::read(one.whole)).collect()
        });
        inside.given(0xa1);
        let mut signers = inside.next()?.with(SET)?.inside();
        let mut signer = signers.next()?.with(SEQUENCE)?.inside();
        // A PDF's envelope has one signer (ISO 32000-2, 12.8.3.3.1).
        signers.next().is_none().then_some(())?;
        signer.next()?.of(INTEGER)?;
        let identity = signer.next()?;
        let hash = digest_in(signer.next()?)?;
        let attributes = signer.given(0xa0);
        let scheme = Scheme::read(signer.next()?, Some(hash))?;
        let signature = signer.next()?.of(OCTETS)?;
        Some(Self {
            sort,
            content,
            certificates,
            signer: identity,
            hash,
            attributes,
            scheme,
            signature,
            unsigned: signer.given(0xa1),
        })
    }

    /// The signer's certificate, by issuer and number or by the key's name.
    pub(super) fn certificate(&self) -> Option<&Certificate<'a>> {
        self.certificates.iter().find(|one| match self.signer.tag {
            SEQUENCE => {
                let mut inside = self.signer.inside();
                let issuer = inside.next().map(|name| name.whole);
                let serial = inside.next().map(|number| number.body);
                issuer == Some(one.issuer) && serial == Some(one.serial)
            }
            0x80 => one.key_name == Some(self.signer.body),
            _ => false,
        })
    }

    /// The content inside.
    pub(super) fn content(&self) -> Option<&[u8]> {
        self.content.as_deref()
    }

    /// Whether the signer signed this content, with that key.
    pub(super) fn integrity(&self, content: &mut dyn Digested) -> Integrity {
        let (Some(certificate), Some(digest)) = (self.certificate(), content.digest(self.hash))
        else {
            return Integrity::Unknown;
        };
        let signed = match self.attributes {
            // Signed as a set, whatever it is tagged as where it stands (5.4).
            Some(attributes) => {
                let said = self.attribute(MESSAGE_DIGEST).and_then(|v| v.of(OCTETS));
                let sort = self.attribute(CONTENT_TYPE).and_then(|v| v.of(OID));
                if said != Some(&digest) || sort != Some(self.sort) {
                    return Integrity::Broken;
                }
                let rest = attributes.whole.get(1..).unwrap_or_default();
                self.scheme.hash().of(&[&[SET], rest])
            }
            None if self.scheme.hash() == self.hash => digest,
            None => return Integrity::Unknown,
        };
        if certificate.key.signed(self.scheme, &signed, self.signature) {
            Integrity::Intact
        } else {
            Integrity::Broken
        }
    }

    /// The one value of a signed attribute; none where it stands twice or has more.
    fn attribute(&self, name: &[u8]) -> Option<Tlv<'a>> {
        one_of(self.attributes?, name)
    }

    /// When, by the signer's own clock.
    pub(super) fn claimed(&self) -> Option<i64> {
        let value = self.attribute(SIGNING_TIME)?;
        time::of_certificate(value.tag, value.body)
    }

    /// What a time stamp over the signature says, if it is intact and of an authority that the site trusts.
    pub(super) fn stamped(&self, anchors: &[Certificate<'a>], left: &mut u32) -> Option<i64> {
        let token = Self::of(one_of(self.unsigned?, STAMP)?)?;
        let mut value = self.signature;
        let (stamped, same) = token.stamp(&mut value)?;
        same.then_some(())?;
        let trust = token.stamp_trust(anchors, stamped.at, left);
        (trust == Trust::Trusted).then_some(stamped.at)
    }

    /// What a time stamp of an authority is worth.
    pub(super) fn stamp_trust(
        &self,
        anchors: &[Certificate<'a>],
        at: i64,
        left: &mut u32,
    ) -> Trust {
        let given = self.certificates.as_slice();
        let mut way = Way {
            anchors,
            given,
            at: Some(at),
            left,
        };
        let certificate = self.certificate();
        certificate.map_or(Trust::Unknown, |one| way.trust(one, Use::Stamp))
    }

    /// What this time stamp says, and whether it is over that content; none where it is no time stamp or broken itself.
    pub(super) fn stamp(&self, content: &mut dyn Digested) -> Option<(Stamped, bool)> {
        let said = self.content().filter(|_| self.sort == STAMPED)?;
        if self.integrity(&mut &*said) != Integrity::Intact {
            return None;
        }
        let mut inside = Tlv::first(said)?.with(SEQUENCE)?.inside();
        inside.next()?.of(INTEGER)?;
        inside.next()?.of(OID)?;
        let mut imprint = inside.next()?.with(SEQUENCE)?.inside();
        let hash = digest_in(imprint.next()?)?;
        let digest = imprint.next()?.of(OCTETS)?;
        inside.next()?.of(INTEGER)?;
        let moment = inside.next()?;
        let at = time::of_certificate(moment.tag, moment.body)?;
        let same = content.digest(hash)? == digest;
        Some((Stamped { at, hash }, same))
    }
}

/// The one value of an attribute in a set of them.
fn one_of<'a>(attributes: Tlv<'a>, name: &[u8]) -> Option<Tlv<'a>> {
    let mut named = attributes.inside().filter_map(|attribute| {
        let mut inside = attribute.with(SEQUENCE)?.inside();
        (inside.next()?.of(OID)? == name).then(|| inside.next())?
    });
    let found = named.next()?;
    named.next().is_none().then_some(())?;
    let mut values = found.with(SET)?.inside();
    let value = values.next()?;
    values.next().is_none().then_some(value)
}
