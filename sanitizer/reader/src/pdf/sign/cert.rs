//! Certificates (RFC 5280): whose they are, what they may do, and whether they lead to one that the site trusts.
//!
//! Fails to the careful side: an extension that must be understood and is not, a name that is constrained, a key that
//! may not sign: the certificate then leads nowhere. Whether one was revoked is not asked; that needs a network.

use sekisho_ir::signature::{Signature, Trust};

use super::key::{Key, Scheme};
use super::time;
use super::tlv::{BITS, BOOLEAN, INTEGER, OCTETS, OID, SEQUENCE, SET, Tlv};

/// Certificates one above the other.
const HIGH: u8 = 8;

/// What of its extensions bears on the way up.
#[derive(Clone, Debug, Default)]
struct Extensions {
    /// True where it says at all whether it is an authority.
    says: bool,
    authority: bool,
    /// How many authorities may stand below.
    below: Option<u32>,
    /// The first two bytes of the key's usage, where it is said.
    usage: Option<u16>,
    stamps: bool,
    /// One that must be understood and is not.
    strange: bool,
}

/// A certificate, as slices of its bytes.
#[derive(Clone, Debug)]
pub(super) struct Certificate<'a> {
    whole: &'a [u8],
    signed: &'a [u8],
    pub(super) serial: &'a [u8],
    pub(super) issuer: &'a [u8],
    subject: &'a [u8],
    /// The subject as its alternative name says it, in the language of the country.
    other: Option<&'a [u8]>,
    from: i64,
    pub(super) until: i64,
    pub(super) key: Key,
    pub(super) key_name: Option<&'a [u8]>,
    scheme: Scheme,
    signature: &'a [u8],
    extensions: Extensions,
}

/// What a certificate is asked to be good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Sign,
    Stamp,
}

impl<'a> Certificate<'a> {
    /// Reads one from its bytes.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let whole = Tlv::first(bytes)?.with(SEQUENCE)?;
        let mut outer = whole.inside();
        let signed = outer.next()?.with(SEQUENCE)?;
        let scheme = Scheme::read(outer.next()?, None)?;
        let signature = outer.next()?.bits()?;
        let mut inside = signed.inside();
        inside.given(0xa0);
        let serial = inside.next()?.of(INTEGER)?;
        // The inner name of the algorithm must be the outer's (4.1.1.2).
        if Scheme::read(inside.next()?, None)? != scheme {
            return None;
        }
        let issuer = inside.next()?.with(SEQUENCE)?.whole;
        let mut validity = inside.next()?.with(SEQUENCE)?.inside();
        let mut moment = || {
            let moment = validity.next()?;
            time::of_certificate(moment.tag, moment.body)
        };
        let (from, until) = (moment()?, moment()?);
        let subject = inside.next()?.with(SEQUENCE)?.whole;
        let key = Key::read(inside.next()?)?;
        let mut certificate = Self {
            whole: whole.whole,
            signed: signed.whole,
            serial,
            issuer,
            subject,
            other: None,
            from,
            until,
            key,
            key_name: None,
            scheme,
            signature,
            extensions: Extensions::default(),
        };
        if let Some(extensions) = inside.find(|value| value.tag == 0xa3) {
            for extension in Tlv::first(extensions.body)?.inside() {
                certificate.extension(extension)?;
            }
        }
        Some(certificate)
    }

    fn extension(&mut self, extension: Tlv<'a>) -> Option<()> {
        let mut inside = extension.with(SEQUENCE)?.inside();
        let name = inside.next()?.of(OID)?;
        let critical = inside
            .given(BOOLEAN)
            .is_some_and(|value| value.body.iter().any(|byte| *byte != 0));
        let value = inside.next()?.of(OCTETS)?;
        let value = Tlv::first(value)?;
        let own = &mut self.extensions;
        match name {
            // 2.5.29.19, basic constraints
            [0x55, 0x1d, 19] => {
                let mut inside = value.inside();
                own.says = true;
                own.authority = inside
                    .given(BOOLEAN)
                    .is_some_and(|value| value.body == [0xff]);
                own.below = inside.given(INTEGER).and_then(Tlv::number);
            }
            // 2.5.29.15, key usage
            [0x55, 0x1d, 15] => {
                let bytes = value.of(BITS)?.get(1..)?;
                let byte = |at: usize| u16::from(bytes.get(at).copied().unwrap_or(0));
                own.usage = Some(byte(0) << 8 | byte(1));
            }
            // 2.5.29.37, extended key usage; 1.3.6.1.5.5.7.3.8 is time stamping
            [0x55, 0x1d, 37] => {
                own.stamps = value.inside().any(|purpose| {
                    purpose.body == [0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08]
                });
            }
            // 2.5.29.14, the key's name
            [0x55, 0x1d, 14] => self.key_name = value.of(OCTETS),
            // 2.5.29.17, alternative names: a directory name stands in [4]
            [0x55, 0x1d, 17] => {
                let other = value.inside().find(|name| name.tag == 0xa4);
                self.other = other.map(|name| name.body);
            }
            // Policies, the issuer's key, where lists of revoked ones are: nothing that widens what it may do.
            [0x55, 0x1d, 18 | 31 | 32 | 35] => {}
            _ => own.strange |= critical,
        }
        Some(())
    }

    /// The common name.
    pub(super) fn name(&self) -> String {
        self.said(&[3, 11])
    }

    /// The organisation.
    pub(super) fn organisation(&self) -> String {
        self.said(&[10])
    }

    /// Who issued it.
    pub(super) fn issuer_name(&self) -> String {
        let names = [3_u8, 11, 10].iter();
        let mut names = names.filter_map(|kind| word(self.issuer, *kind));
        Signature::line(&names.next().unwrap_or_default())
    }

    /// The first of some kinds of words of the subject, in the language of the country where it has them.
    fn said(&self, kinds: &[u8]) -> String {
        let places = self.other.iter().chain([&self.subject]);
        let mut found =
            places.flat_map(|name| kinds.iter().filter_map(move |kind| word(name, *kind)));
        Signature::line(&found.next().unwrap_or_default())
    }

    /// True where this certificate is by the other's key.
    fn is_by(&self, other: &Self) -> bool {
        let digest = self.scheme.hash().of(&[self.signed]);
        other.key.signed(self.scheme, &digest, self.signature)
    }

    fn is_valid(&self, at: i64) -> bool {
        (self.from..=self.until).contains(&at)
    }

    /// True where it may be used so itself.
    fn is_for(&self, wanted: Use) -> bool {
        // Digital signature and non-repudiation are the first two bits.
        let signs = self
            .extensions
            .usage
            .is_none_or(|usage| usage & 0xc000 != 0);
        signs && (wanted == Use::Sign || self.extensions.stamps)
    }

    /// True where it may vouch for others, so many authorities standing between.
    fn may_vouch(&self, below: u8) -> bool {
        let own = &self.extensions;
        own.authority
            && own.usage.is_none_or(|usage| usage & 0x0400 != 0)
            && own.below.is_none_or(|most| u32::from(below) <= most)
    }
}

/// The way up to a certificate that the site trusts.
pub(super) struct Way<'w, 'a> {
    /// Those that the site trusts.
    pub(super) anchors: &'w [Certificate<'a>],
    /// Those that came along.
    pub(super) given: &'w [Certificate<'a>],
    /// The moment that counts.
    pub(super) at: Option<i64>,
    /// Signatures that may still be verified.
    pub(super) left: &'w mut u32,
}

impl<'a> Way<'_, 'a> {
    /// What a certificate is worth for a use.
    pub(super) fn trust(&mut self, leaf: &Certificate<'a>, wanted: Use) -> Trust {
        if !leaf.is_for(wanted) {
            return Trust::Unknown;
        }
        match self.climb(leaf, 0) {
            // Nobody said when: nothing can be said of its time.
            Some(_) if self.at.is_none() => Trust::Unknown,
            Some(true) => Trust::Trusted,
            Some(false) => Trust::Expired,
            None => Trust::Unknown,
        }
    }

    /// None where it leads to none; true where all on the way are valid at the moment.
    fn climb(&mut self, from: &Certificate<'a>, height: u8) -> Option<bool> {
        if height > HIGH || from.extensions.strange {
            return None;
        }
        let at = self.at.unwrap_or(from.from);
        let valid = from.is_valid(at);
        let (anchors, given) = (self.anchors, self.given);
        if anchors.iter().any(|anchor| anchor.whole == from.whole) {
            return Some(valid);
        }
        let mut best = None;
        let above = anchors.iter().map(|one| (one, true));
        for (above, trusted) in above.chain(given.iter().map(|one| (one, false))) {
            if above.subject != from.issuer || above.whole == from.whole {
                continue;
            }
            // Roots of old do not say what they are; that the site brought them in says it.
            let may = above.may_vouch(height) || (trusted && !above.extensions.says);
            if !may || above.extensions.strange {
                continue;
            }
            *self.left = self.left.checked_sub(1)?;
            if !from.is_by(above) {
                continue;
            }
            let found = if trusted {
                Some(above.is_valid(at))
            } else {
                self.climb(above, height.saturating_add(1))
            };
            match found {
                Some(true) if valid => return Some(true),
                Some(_) => best = Some(false),
                None => {}
            }
        }
        best
    }
}

/// The last word of a kind (2.5.4.kind) in a name.
fn word(name: &[u8], kind: u8) -> Option<String> {
    let sets = Tlv::first(name)?.inside().filter(|set| set.tag == SET);
    let pairs = sets.flat_map(Tlv::inside);
    let found = pairs.filter_map(|pair| {
        let mut inside = pair.with(SEQUENCE)?.inside();
        (inside.next()?.of(OID)? == [0x55, 0x04, kind]).then_some(())?;
        let value = inside.next()?;
        Some(match value.tag {
            // BMPString, UniversalString, UTF8String; all others are read as Latin.
            0x1e => {
                let units: Vec<u16> = value
                    .body
                    .as_chunks::<2>()
                    .0
                    .iter()
                    .map(|pair| u16::from_be_bytes(*pair))
                    .collect();
                String::from_utf16_lossy(&units)
            }
            0x1c => value
                .body
                .as_chunks::<4>()
                .0
                .iter()
                .filter_map(|four| char::from_u32(u32::from_be_bytes(*four)))
                .collect(),
            0x0c => String::from_utf8_lossy(value.body).into_owned(),
            _ => value.body.iter().map(|byte| char::from(*byte)).collect(),
        })
    });
    found.last()
}
