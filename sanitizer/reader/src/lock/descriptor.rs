//! `EncryptionInfo`: which lock it is and what it needs to be opened ([MS-OFFCRYPTO] 2.3.4).

use data_encoding::BASE64;
use sekisho_ir::Reason;

use super::agile::Agile;
use super::cipher::{BLOCK, Hash};
use super::standard::Standard;
use super::{u16_at, u32_at};
use crate::ooxml::xml::{Item, Scanner, Tag, decode};

/// The most rounds a descriptor may ask for (2.3.4.10, `spinCount`).
const MOST_ROUNDS: u32 = 10_000_000;
/// The longest salt (2.3.4.10, `saltSize`).
const MOST_SALT: usize = 65_536;
/// Key encryptors of this address take a password.
const BY_PASSWORD: &str = "http://schemas.microsoft.com/office/2006/keyEncryptor/password";

/// A lock that a password may open.
#[derive(Debug)]
pub(super) enum Lock {
    Agile(Box<Agile>),
    Standard(Standard),
}

impl Lock {
    /// Reads a descriptor. A lock of another make is named as such.
    pub(super) fn read(info: &[u8]) -> Result<Self, Reason> {
        match (u16_at(info, 0)?, u16_at(info, 2)?) {
            (4, 4) => agile(info.get(8..).ok_or(Reason::Malformed)?).map(Self::Agile),
            (2..=4, 2) => standard(info).map(Self::Standard),
            // Extensible (3 or 4, 3) names a module of somebody's own; nothing else is for packages.
            _ => Err(Reason::UnsupportedLock),
        }
    }

    /// The rounds of digesting one password costs.
    pub(super) fn rounds(&self) -> u32 {
        match self {
            Self::Agile(agile) => agile.rounds,
            Self::Standard(_) => super::standard::ROUNDS,
        }
    }
}

/// 2.3.4.6, with the header of 2.3.2 and the verifier of 2.3.3.
fn standard(info: &[u8]) -> Result<Standard, Reason> {
    const EXTERNAL: u32 = 0x10;
    let size = usize::try_from(u32_at(info, 8)?).map_err(|_| Reason::Malformed)?;
    let body = info.get(12..).ok_or(Reason::Malformed)?;
    let (header, verifier) = body.split_at_checked(size).ok_or(Reason::Malformed)?;
    if u32_at(header, 0)? & EXTERNAL != 0 {
        return Err(Reason::UnsupportedLock);
    }
    let bits = match (u32_at(header, 8)?, u32_at(header, 16)?) {
        (0x660e | 0, 0 | 128) => 128,
        (0x660f, 0 | 192) => 192,
        (0x6610, 0 | 256) => 256,
        _ => return Err(Reason::UnsupportedLock),
    };
    if !matches!(u32_at(header, 12)?, 0 | 0x8004) {
        return Err(Reason::UnsupportedLock);
    }
    let piece = |from: usize, to: usize| {
        let piece = verifier.get(from..to).ok_or(Reason::Malformed)?;
        Ok::<_, Reason>(piece.to_vec())
    };
    if u32_at(verifier, 0)? != 16 {
        return Err(Reason::Malformed);
    }
    Ok(Standard {
        key_bytes: bits / 8,
        salt: piece(4, 20)?,
        verifier: piece(20, 36)?,
        verifier_hash: piece(40, 72)?,
    })
}

/// 2.3.4.10.
fn agile(xml: &[u8]) -> Result<Box<Agile>, Reason> {
    let text = decode(xml)?;
    let text = text.trim_end_matches('\0');
    let mut scanner = Scanner::new(text, 16);
    let (mut data, mut integrity, mut password) = (None, None, None);
    let mut by_password = false;
    while let Some(item) = scanner.next()? {
        let Item::Open(tag) = item else { continue };
        match tag.name {
            "keyData" if data.is_none() => data = Some(Facts::of(&tag)?),
            "dataIntegrity" if integrity.is_none() => {
                integrity = Some((
                    bytes(&tag, "encryptedHmacKey")?,
                    bytes(&tag, "encryptedHmacValue")?,
                ));
            }
            "keyEncryptor" => by_password = tag.value("uri") == Some(BY_PASSWORD),
            "encryptedKey" if by_password && password.is_none() => {
                let rounds = number(&tag, "spinCount")?;
                if rounds > MOST_ROUNDS {
                    return Err(Reason::Malformed);
                }
                password = Some((
                    Facts::of(&tag)?,
                    rounds,
                    bytes(&tag, "encryptedVerifierHashInput")?,
                    bytes(&tag, "encryptedVerifierHashValue")?,
                    bytes(&tag, "encryptedKeyValue")?,
                ));
            }
            _ => {}
        }
    }
    let data = data.ok_or(Reason::Malformed)?;
    // Without one, only certificates open it.
    let (own, rounds, verifier, verifier_hash, key) = password.ok_or(Reason::UnsupportedLock)?;
    Ok(Box::new(Agile {
        data_salt: data.salt,
        data_hash: data.hash,
        data_key_bytes: data.key_bytes,
        integrity,
        salt: own.salt,
        hash: own.hash,
        key_bytes: own.key_bytes,
        rounds,
        verifier,
        verifier_hash,
        key,
    }))
}

/// What `keyData` and `encryptedKey` say alike.
struct Facts {
    salt: Vec<u8>,
    hash: Hash,
    key_bytes: usize,
}

impl Facts {
    fn of(tag: &Tag) -> Result<Self, Reason> {
        let says = |name: &str, value: &str| {
            tag.value(name)
                .is_some_and(|said| said.eq_ignore_ascii_case(value))
        };
        let hash = tag.value("hashAlgorithm").and_then(Hash::named);
        let key_bytes = match number(tag, "keyBits")? {
            128 => 16,
            192 => 24,
            256 => 32,
            _ => return Err(Reason::UnsupportedLock),
        };
        if !says("cipherAlgorithm", "AES") || !says("cipherChaining", "ChainingModeCBC") {
            return Err(Reason::UnsupportedLock);
        }
        let salt = bytes(tag, "saltValue")?;
        let block = usize::try_from(number(tag, "blockSize")?);
        if salt.is_empty() || salt.len() > MOST_SALT || block != Ok(BLOCK) {
            return Err(Reason::Malformed);
        }
        Ok(Self {
            salt,
            hash: hash.ok_or(Reason::UnsupportedLock)?,
            key_bytes,
        })
    }
}

fn number(tag: &Tag, name: &str) -> Result<u32, Reason> {
    tag.value(name)
        .and_then(|value| value.trim().parse().ok())
        .ok_or(Reason::Malformed)
}

fn bytes(tag: &Tag, name: &str) -> Result<Vec<u8>, Reason> {
    let value = tag.value(name).ok_or(Reason::Malformed)?;
    let packed: Vec<u8> = value.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    BASE64.decode(&packed).map_err(|_| Reason::Malformed)
}
