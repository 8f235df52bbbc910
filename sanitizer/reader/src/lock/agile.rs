//! Agile encryption, what Office 2010 and later write ([MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15).

use sekisho_ir::Reason;

use super::cipher::{BLOCK, Hash, chained, fitted};
use super::{cut, split_size};

/// What each derived key is for (2.3.4.12 to 2.3.4.14).
const VERIFIER_INPUT: [u8; 8] = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
const VERIFIER_VALUE: [u8; 8] = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
const KEY_VALUE: [u8; 8] = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];
const HMAC_KEY: [u8; 8] = [0x5f, 0xb2, 0xad, 0x01, 0x0c, 0xb9, 0xe1, 0xf6];
const HMAC_VALUE: [u8; 8] = [0xa0, 0x67, 0x7f, 0x02, 0xb2, 0x2c, 0x84, 0x33];

/// The package is enciphered in pieces of so many bytes (2.3.4.15).
const SEGMENT: usize = 4096;

/// A descriptor, its numbers within their bounds.
#[derive(Debug)]
pub(super) struct Agile {
    /// Of the package.
    pub(super) data_salt: Vec<u8>,
    pub(super) data_hash: Hash,
    pub(super) data_key_bytes: usize,
    /// The enciphered key and value of the package's keyed digest.
    pub(super) integrity: Option<(Vec<u8>, Vec<u8>)>,
    /// Of the password.
    pub(super) salt: Vec<u8>,
    pub(super) hash: Hash,
    pub(super) key_bytes: usize,
    pub(super) rounds: u32,
    /// Enciphered: chance, its digest, the package's key.
    pub(super) verifier: Vec<u8>,
    pub(super) verifier_hash: Vec<u8>,
    pub(super) key: Vec<u8>,
}

impl Agile {
    /// The package's key; none where the password is another.
    pub(super) fn key(&self, password: &[u8]) -> Result<Option<Vec<u8>>, Reason> {
        let spun = self.hash.spun(&self.salt, password, self.rounds);
        let iv = fitted(self.salt.clone(), BLOCK);
        let open = |purpose: &[u8], enciphered: &[u8]| {
            let key = fitted(self.hash.of(&[&spun, purpose]), self.key_bytes);
            let mut data = enciphered.to_vec();
            chained(&key, &iv, &mut data).map(|()| data)
        };
        let input = open(&VERIFIER_INPUT, &self.verifier)?;
        // What was enciphered is the salt's length, and filled up to whole blocks after it.
        let input = input.get(..self.salt.len()).unwrap_or(&input);
        let value = open(&VERIFIER_VALUE, &self.verifier_hash)?;
        if value.get(..self.hash.size()) != Some(&self.hash.of(&[input])) {
            return Ok(None);
        }
        let mut key = open(&KEY_VALUE, &self.key)?;
        if key.len() < self.data_key_bytes {
            return Err(Reason::Malformed);
        }
        key.truncate(self.data_key_bytes);
        Ok(Some(key))
    }

    /// The package, its integrity checked first.
    pub(super) fn open(&self, key: &[u8], package: Vec<u8>) -> Result<Vec<u8>, Reason> {
        if !self.is_intact(key, &package)? {
            return Err(Reason::Malformed);
        }
        let (size, mut package) = split_size(package)?;
        for (number, segment) in (0_u32..).zip(package.chunks_mut(SEGMENT)) {
            chained(key, &self.iv(&number.to_le_bytes()), segment)?;
        }
        cut(package, size)
    }

    /// 2.3.4.14. A descriptor may leave the value out; what is inside is still read as hostile.
    fn is_intact(&self, key: &[u8], package: &[u8]) -> Result<bool, Reason> {
        let Some((hmac_key, hmac_value)) = &self.integrity else {
            return Ok(true);
        };
        let open = |purpose: &[u8], enciphered: &[u8]| {
            let mut data = enciphered.to_vec();
            chained(key, &self.iv(purpose), &mut data)?;
            data.truncate(self.data_hash.size());
            Ok::<_, Reason>(data)
        };
        let hmac_key = open(&HMAC_KEY, hmac_key)?;
        let hmac_value = open(&HMAC_VALUE, hmac_value)?;
        Ok(self.data_hash.keyed_is(&hmac_key, package, &hmac_value))
    }

    fn iv(&self, purpose: &[u8]) -> Vec<u8> {
        fitted(self.data_hash.of(&[&self.data_salt, purpose]), BLOCK)
    }
}
