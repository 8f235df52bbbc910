//! RC4 as Office 97 to 2003 use it: with a key of 40 bits ([MS-OFFCRYPTO] 2.3.6) or through CryptoAPI (2.3.5).
//!
//! Whether a password fits is told by the lock's own verifier; streams are deciphered by blocks, each under a key of
//! its own. Those formats are not rebuilt yet, so only the verifier decides what a person is told.

use rc4::{KeyInit, Rc4, StreamCipher};
use sekisho_ir::Reason;

use super::cipher::Hash;
use super::{u16_at, u32_at};

/// A lock of either make, read from an `EncryptionHeader` stream or record, its version first.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Legacy {
    salt: [u8; 16],
    /// Enciphered: chance and its digest.
    verifier: [u8; 16],
    verifier_hash: Vec<u8>,
    /// Bytes of a key of CryptoAPI; none for the key of 40 bits.
    key_bytes: Option<usize>,
}

impl Legacy {
    /// 2.3.6.1 and 2.3.5.1.
    pub(super) fn read(info: &[u8]) -> Result<Self, Reason> {
        let rest = |from: usize| info.get(from..).ok_or(Reason::Malformed);
        match (u16_at(info, 0)?, u16_at(info, 2)?) {
            (1, 1) => Ok(Self {
                salt: sixteen(rest(4)?)?,
                verifier: sixteen(rest(20)?)?,
                verifier_hash: sixteen(rest(36)?)?.to_vec(),
                key_bytes: None,
            }),
            (2..=4, 2) => {
                let size = usize::try_from(u32_at(info, 8)?).map_err(|_| Reason::Malformed)?;
                let body = rest(12)?;
                let (header, own) = body.split_at_checked(size).ok_or(Reason::Malformed)?;
                if u32_at(header, 8)? != 0x6801 || u32_at(own, 0)? != 16 {
                    return Err(Reason::UnsupportedLock);
                }
                let key_bytes = match u32_at(header, 16)? {
                    0 => 5,
                    bits @ 40..=128 if bits % 8 == 0 => {
                        usize::try_from(bits / 8).map_err(|_| Reason::Malformed)?
                    }
                    _ => return Err(Reason::Malformed),
                };
                let own = |from: usize| own.get(from..).ok_or(Reason::Malformed);
                Ok(Self {
                    salt: sixteen(own(4)?)?,
                    verifier: sixteen(own(20)?)?,
                    verifier_hash: own(40)?.get(..20).ok_or(Reason::Malformed)?.to_vec(),
                    key_bytes: Some(key_bytes),
                })
            }
            _ => Err(Reason::UnsupportedLock),
        }
    }

    /// True where the password is the lock's (2.3.6.4, 2.3.5.6).
    pub(super) fn fits(&self, password: &[u8]) -> bool {
        let mut both = [&self.verifier[..], &self.verifier_hash].concat();
        if !self.decipher(password, 0, &mut both) {
            return false;
        }
        let (verifier, hash) = both.split_at(16.min(both.len()));
        self.hash().of(&[verifier]) == hash
    }

    /// Deciphers one block of a stream, in place.
    pub(super) fn decipher(&self, password: &[u8], block: u32, data: &mut [u8]) -> bool {
        let key = self.key(password, block);
        Rc4::new_from_slice(&key).is_ok_and(|mut rc4| rc4.try_apply_keystream(data).is_ok())
    }

    fn hash(&self) -> Hash {
        match self.key_bytes {
            None => Hash::Md5,
            Some(_) => Hash::Sha1,
        }
    }

    /// The key of a block (2.3.6.2, 2.3.5.2).
    fn key(&self, password: &[u8], block: u32) -> Vec<u8> {
        let block = block.to_le_bytes();
        let Some(length) = self.key_bytes else {
            let md5 = Hash::Md5;
            let mut head = md5.of(&[password]);
            head.truncate(5);
            let once = [&head[..], &self.salt].concat().repeat(16);
            let mut base = md5.of(&[&once]);
            base.truncate(5);
            return md5.of(&[&base, &block]);
        };
        let base = Hash::Sha1.of(&[&self.salt, password]);
        let mut key = Hash::Sha1.of(&[&base, &block]);
        key.truncate(length);
        if length == 5 {
            // A key of 40 bits stands in one of 128.
            key.resize(16, 0);
        }
        key
    }
}

fn sixteen(bytes: &[u8]) -> Result<[u8; 16], Reason> {
    bytes.first_chunk().copied().ok_or(Reason::Malformed)
}
