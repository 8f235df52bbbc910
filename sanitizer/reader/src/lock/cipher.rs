//! The digests and the cipher that Office's locks name, over the RustCrypto crates; nothing of them is our own.

use aes::{Aes128, Aes192, Aes256, Block};
use cbc::Decryptor;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt, KeyInit, KeyIvInit};
use hmac::{Hmac, Mac};
use md5::Md5;
use sekisho_ir::Reason;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// Bytes of an AES block.
pub(super) const BLOCK: usize = 16;

/// A digest ([MS-OFFCRYPTO] 2.3.4.10, `HashAlgorithm`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Md5,
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

/// Runs an expression with `D` standing for the digest's type.
macro_rules! with {
    ($hash:expr, $D:ident => $work:expr) => {
        match $hash {
            Hash::Md5 => {
                type $D = Md5;
                $work
            }
            Hash::Sha1 => {
                type $D = Sha1;
                $work
            }
            Hash::Sha256 => {
                type $D = Sha256;
                $work
            }
            Hash::Sha384 => {
                type $D = Sha384;
                $work
            }
            Hash::Sha512 => {
                type $D = Sha512;
                $work
            }
        }
    };
}

impl Hash {
    /// By the name a descriptor gives it; some writers set a hyphen.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().replace('-', "").as_str() {
            "MD5" => Self::Md5,
            "SHA1" => Self::Sha1,
            "SHA256" => Self::Sha256,
            "SHA384" => Self::Sha384,
            "SHA512" => Self::Sha512,
            _ => return None,
        })
    }

    /// How many bytes it gives.
    pub(crate) fn size(self) -> usize {
        with!(self, D => <D as Digest>::output_size())
    }

    /// The digest of some parts, one after the other.
    pub(crate) fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        with!(self, D => {
            let mut digest = D::new();
            for part in parts {
                digest.update(part);
            }
            digest.finalize().to_vec()
        })
    }

    /// The digest of salt and password, digested again with a counter before it for every round.
    pub(super) fn spun(self, salt: &[u8], password: &[u8], rounds: u32) -> Vec<u8> {
        with!(self, D => {
            let mut last = D::new_with_prefix(salt).chain_update(password).finalize();
            for round in 0..rounds {
                last = D::new_with_prefix(round.to_le_bytes()).chain_update(last).finalize();
            }
            last.to_vec()
        })
    }

    /// True where the keyed digest of `data` is `expected`.
    pub(super) fn keyed_is(self, key: &[u8], data: &[u8], expected: &[u8]) -> bool {
        with!(self, D => {
            <Hmac<D> as KeyInit>::new_from_slice(key)
                .is_ok_and(|keyed| keyed.chain_update(data).verify_slice(expected).is_ok())
        })
    }
}

/// Cut to `length`, or filled up with 0x36, as the locks do with digests (2.3.4.11, 2.3.4.12).
pub(super) fn fitted(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length, 0x36);
    bytes
}

/// Deciphers AES in cipher-block chaining, in place; the key's length says which AES.
pub(super) fn chained(key: &[u8], iv: &[u8], data: &mut [u8]) -> Result<(), Reason> {
    match key.len() {
        16 => run(Decryptor::<Aes128>::new_from_slices(key, iv), data),
        24 => run(Decryptor::<Aes192>::new_from_slices(key, iv), data),
        32 => run(Decryptor::<Aes256>::new_from_slices(key, iv), data),
        _ => Err(Reason::Malformed),
    }
}

fn run<C: BlockModeDecrypt<BlockSize = cbc::cipher::consts::U16>, E>(
    cipher: Result<C, E>,
    data: &mut [u8],
) -> Result<(), Reason> {
    let mut cipher = cipher.map_err(|_| Reason::Malformed)?;
    cipher.decrypt_blocks(blocks(data)?);
    Ok(())
}

/// Deciphers AES block by block, in place; the key's length says which AES.
pub(super) fn single(key: &[u8], data: &mut [u8]) -> Result<(), Reason> {
    let blocks = blocks(data)?;
    match key.len() {
        16 => Aes128::new_from_slice(key).map(|aes| aes.decrypt_blocks(blocks)),
        24 => Aes192::new_from_slice(key).map(|aes| aes.decrypt_blocks(blocks)),
        32 => Aes256::new_from_slice(key).map(|aes| aes.decrypt_blocks(blocks)),
        _ => return Err(Reason::Malformed),
    }
    .map_err(|_| Reason::Malformed)
}

/// Whole blocks only: what a lock enciphered has no odd end.
fn blocks(data: &mut [u8]) -> Result<&mut [Block], Reason> {
    let (blocks, rest) = Block::slice_as_chunks_mut(data);
    if rest.is_empty() {
        Ok(blocks)
    } else {
        Err(Reason::Malformed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Vec<u8> {
        data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap()
    }

    #[test]
    fn digests_have_their_published_values() {
        for (name, value) in [
            ("MD5", "900150983cd24fb0d6963f7d28e17f72"),
            ("SHA1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
            (
                "SHA-256",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            ),
        ] {
            let hash = Hash::named(name).unwrap();
            assert_eq!(hash.of(&[b"a", b"", b"bc"]), hex(value));
            assert_eq!(hash.size(), value.len() / 2);
        }
        assert_eq!(Hash::named("WHIRLPOOL"), None);
        let sha1 = Hash::Sha1;
        let once = sha1.of(&[&0_u32.to_le_bytes(), &sha1.of(&[b"salt", b"word"])]);
        assert_eq!(sha1.spun(b"salt", b"word", 1), once);
    }

    #[test]
    fn aes_has_the_values_of_its_standard() {
        // FIPS 197, appendix C.1; NIST SP 800-38A, F.2.6 (first block).
        let mut data = hex("69c4e0d86a7b0430d8cdb78070b4c55a");
        single(&hex("000102030405060708090a0b0c0d0e0f"), &mut data).unwrap();
        assert_eq!(data, hex("00112233445566778899aabbccddeeff"));
        let key = hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        let mut data = hex("f58c4c04d6e5f1ba779eabfb5f7bfbd6");
        chained(&key, &hex("000102030405060708090a0b0c0d0e0f"), &mut data).unwrap();
        assert_eq!(data, hex("6bc1bee22e409f96e93d7e117393172a"));
    }

    #[test]
    fn odd_keys_and_odd_lengths_are_refused() {
        assert!(single(&[0; 17], &mut [0; 16]).is_err());
        assert!(single(&[0; 16], &mut [0; 15]).is_err());
        assert!(chained(&[0; 16], &[0; 8], &mut [0; 16]).is_err());
    }
}
