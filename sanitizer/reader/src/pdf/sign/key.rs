//! Public keys, and whether a signature is by one of them. Only ever verified: the timing weakness of the RSA crate
//! (RUSTSEC-2023-0071) is one of private keys, and there are none here.

use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, RsaPublicKey};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use super::tlv::{INTEGER, OID, SEQUENCE, Tlv};
use crate::lock::Hash;

/// Longer keys only cost time.
const RSA_BITS: usize = 8_192;
/// Shorter ones are as good as none.
const RSA_LEAST_BITS: u32 = 1_024;

/// The digests that signatures may rest on, by their identifier's bytes.
pub(super) fn digest_of(oid: &[u8]) -> Option<Hash> {
    Some(match oid {
        [0x2b, 0x0e, 0x03, 0x02, 0x1a] => Hash::Sha1,
        [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last] => match last {
            1 => Hash::Sha256,
            2 => Hash::Sha384,
            3 => Hash::Sha512,
            _ => return None,
        },
        _ => return None,
    })
}

/// The digest that an `AlgorithmIdentifier` names.
pub(super) fn digest_in(algorithm: Tlv<'_>) -> Option<Hash> {
    digest_of(algorithm.with(SEQUENCE)?.inside().next()?.of(OID)?)
}

/// How a digest was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Pkcs1(Hash),
    Pss(Hash, usize),
    Ecdsa(Hash),
}

impl Scheme {
    /// From an `AlgorithmIdentifier`; some name only the kind of key and leave the digest to be said elsewhere.
    pub(super) fn read(algorithm: Tlv<'_>, elsewhere: Option<Hash>) -> Option<Self> {
        let mut inside = algorithm.with(SEQUENCE)?.inside();
        Some(match inside.next()?.of(OID)? {
            // 1.2.840.113549.1.1, PKCS #1
            [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, last] => match last {
                1 => Self::Pkcs1(elsewhere?),
                5 => Self::Pkcs1(Hash::Sha1),
                11 => Self::Pkcs1(Hash::Sha256),
                12 => Self::Pkcs1(Hash::Sha384),
                13 => Self::Pkcs1(Hash::Sha512),
                10 => Self::pss(inside.next()?)?,
                _ => return None,
            },
            // 1.2.840.10045.4, signatures over elliptic curves
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01] => Self::Ecdsa(Hash::Sha1),
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, last] => Self::Ecdsa(match last {
                2 => Hash::Sha256,
                3 => Hash::Sha384,
                4 => Hash::Sha512,
                _ => return None,
            }),
            // 1.2.840.10045.2.1: the key's own name, where the signature's belongs
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01] => Self::Ecdsa(elsewhere?),
            _ => return None,
        })
    }

    /// RFC 4055, 3.1.
    fn pss(parameters: Tlv<'_>) -> Option<Self> {
        let (mut hash, mut mask, mut salt) = (Hash::Sha1, Hash::Sha1, 20);
        for field in parameters.with(SEQUENCE)?.inside() {
            let value = Tlv::first(field.body)?;
            match field.tag {
                0xa0 => hash = digest_in(value)?,
                0xa1 => mask = digest_in(value.inside().nth(1)?)?,
                0xa2 => salt = value.number()?,
                0xa3 => {}
                _ => return None,
            }
        }
        let salt = usize::try_from(salt).ok()?;
        (hash == mask && salt <= 512).then_some(Self::Pss(hash, salt))
    }

    /// The digest that is signed.
    pub(super) fn hash(self) -> Hash {
        match self {
            Self::Pkcs1(hash) | Self::Pss(hash, _) | Self::Ecdsa(hash) => hash,
        }
    }
}

/// A public key.
#[derive(Clone, Debug)]
pub(super) enum Key {
    Rsa(RsaPublicKey),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(p521::ecdsa::VerifyingKey),
}

impl Key {
    /// From a `SubjectPublicKeyInfo`.
    pub(super) fn read(info: Tlv<'_>) -> Option<Self> {
        let mut inside = info.with(SEQUENCE)?.inside();
        let mut algorithm = inside.next()?.with(SEQUENCE)?.inside();
        let bits = inside.next()?.bits()?;
        match algorithm.next()?.of(OID)? {
            [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 1 | 10] => {
                let mut numbers = Tlv::first(bits)?.with(SEQUENCE)?.inside();
                // Without the zero that marks a number as positive: it would make a key of another size.
                let mut number = || {
                    let body = numbers.next()?.of(INTEGER)?;
                    Some(body.strip_prefix(&[0]).unwrap_or(body))
                };
                let (modulus, exponent) = (number()?, number()?);
                if modulus.len() > RSA_BITS / 8 || exponent.len() > 8 {
                    return None;
                }
                let modulus = BoxedUint::from_be_slice_vartime(modulus);
                let exponent = BoxedUint::from_be_slice_vartime(exponent);
                if modulus.bit_width() < RSA_LEAST_BITS {
                    return None;
                }
                RsaPublicKey::new_with_max_size(modulus, exponent, RSA_BITS)
                    .ok()
                    .map(Self::Rsa)
            }
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01] => match algorithm.next()?.of(OID)? {
                [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07] => {
                    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(bits).ok();
                    key.map(Self::P256)
                }
                [0x2b, 0x81, 0x04, 0x00, 0x22] => {
                    let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(bits).ok();
                    key.map(Self::P384)
                }
                [0x2b, 0x81, 0x04, 0x00, 0x23] => {
                    let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(bits).ok();
                    key.map(Self::P521)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// True where the signature over this digest is by this key.
    pub(super) fn signed(&self, scheme: Scheme, digest: &[u8], signature: &[u8]) -> bool {
        match (self, scheme) {
            (Self::Rsa(key), Scheme::Pkcs1(hash)) => {
                let scheme = match hash {
                    Hash::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
                    Hash::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
                    Hash::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
                    Hash::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
                    Hash::Md5 => return false,
                };
                key.verify(scheme, digest, signature).is_ok()
            }
            (Self::Rsa(key), Scheme::Pss(hash, salt)) => match hash {
                Hash::Sha1 => key.verify(Pss::<Sha1>::new_with_salt(salt), digest, signature),
                Hash::Sha256 => key.verify(Pss::<Sha256>::new_with_salt(salt), digest, signature),
                Hash::Sha384 => key.verify(Pss::<Sha384>::new_with_salt(salt), digest, signature),
                Hash::Sha512 => key.verify(Pss::<Sha512>::new_with_salt(salt), digest, signature),
                Hash::Md5 => return false,
            }
            .is_ok(),
            (Self::P256(key), Scheme::Ecdsa(_)) => p256::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()),
            (Self::P384(key), Scheme::Ecdsa(_)) => p384::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()),
            (Self::P521(key), Scheme::Ecdsa(_)) => p521::ecdsa::Signature::from_der(signature)
                .is_ok_and(|signature| key.verify_prehash(digest, &signature).is_ok()),
            _ => false,
        }
    }
}
