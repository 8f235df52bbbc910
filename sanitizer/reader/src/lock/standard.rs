//! Standard encryption, what Office 2007 and LibreOffice write ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9).

use sekisho_ir::Reason;

use super::cipher::{Hash, single};
use super::{cut, split_size};

/// The rounds are no choice of the writer's (2.3.4.7).
pub(super) const ROUNDS: u32 = 50_000;

/// A descriptor, its numbers within their bounds.
#[derive(Debug)]
pub(super) struct Standard {
    pub(super) key_bytes: usize,
    pub(super) salt: Vec<u8>,
    /// Enciphered: chance and its digest.
    pub(super) verifier: Vec<u8>,
    pub(super) verifier_hash: Vec<u8>,
}

impl Standard {
    /// The key; none where the password is another (2.3.4.9).
    pub(super) fn key(&self, password: &[u8]) -> Result<Option<Vec<u8>>, Reason> {
        let key = derived(&self.salt, password, self.key_bytes);
        let mut verifier = self.verifier.clone();
        let mut hash = self.verifier_hash.clone();
        single(&key, &mut verifier)?;
        single(&key, &mut hash)?;
        let fits = hash.get(..Hash::Sha1.size()) == Some(&Hash::Sha1.of(&[&verifier]));
        Ok(fits.then_some(key))
    }
}

/// 2.3.4.7.
pub(super) fn derived(salt: &[u8], password: &[u8], length: usize) -> Vec<u8> {
    let sha1 = Hash::Sha1;
    let spun = sha1.spun(salt, password, ROUNDS);
    let last = sha1.of(&[&spun, &0_u32.to_le_bytes()]);
    let half = |fill: u8| {
        let mut block = [fill; 64];
        for (place, byte) in block.iter_mut().zip(&last) {
            *place ^= byte;
        }
        sha1.of(&[&block])
    };
    let mut key = [half(0x36), half(0x5c)].concat();
    key.truncate(length);
    key
}

/// The package.
pub(super) fn open(key: &[u8], package: Vec<u8>) -> Result<Vec<u8>, Reason> {
    let (size, mut package) = split_size(package)?;
    // Some writers leave an odd end behind the last whole block.
    package.truncate(package.len() / super::cipher::BLOCK * super::cipher::BLOCK);
    single(key, &mut package)?;
    cut(package, size)
}
