//! Locks documents as Office does ([MS-OFFCRYPTO] 2.3.4), with salts that are always the same; for tests only.

use std::io::{Cursor, Write};

use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use data_encoding::BASE64;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// How an agile lock is made.
#[derive(Clone, Debug)]
pub(crate) struct Agile {
    pub(crate) hash: &'static str,
    pub(crate) key_bits: usize,
    pub(crate) rounds: u32,
    /// Said in the descriptor in place of the true number.
    pub(crate) said_rounds: Option<u32>,
    pub(crate) salt_bytes: usize,
    pub(crate) integrity: bool,
}

impl Default for Agile {
    fn default() -> Self {
        Self {
            hash: "SHA512",
            key_bits: 256,
            rounds: 1_000,
            said_rounds: None,
            salt_bytes: 16,
            integrity: true,
        }
    }
}

/// A compound file with these streams at its root.
pub(crate) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(format!("/{name}"))
            .unwrap()
            .write_all(bytes)
            .unwrap();
    }
    file.into_inner().into_inner()
}

/// The two streams of an agile lock: descriptor and package.
pub(crate) fn agile_streams(package: &[u8], password: &str, lock: &Agile) -> (Vec<u8>, Vec<u8>) {
    let bytes = lock.key_bits / 8;
    let salt: Vec<u8> = (0..lock.salt_bytes).map(|at| at as u8).collect();
    let data_salt = [0xd5_u8; 16];
    let key: Vec<u8> = (0..bytes).map(|at| at as u8 ^ 0x5a).collect();
    let mut spun = digest(lock.hash, &[&salt, &utf16(password)]);
    for round in 0..lock.rounds {
        spun = digest(lock.hash, &[&round.to_le_bytes(), &spun]);
    }
    let under = |purpose: [u8; 8], plain: &[u8]| {
        let mut derived = digest(lock.hash, &[&spun, &purpose]);
        derived.resize(bytes, 0x36);
        let mut iv = salt.clone();
        iv.resize(16, 0x36);
        BASE64.encode(&cbc(&derived, &iv, plain))
    };
    let data_iv = |purpose: &[u8]| {
        let mut iv = digest(lock.hash, &[&data_salt, purpose]);
        iv.resize(16, 0x36);
        iv
    };
    let mut sealed = u64::try_from(package.len()).unwrap().to_le_bytes().to_vec();
    for (number, segment) in (0_u32..).zip(package.chunks(4096)) {
        sealed.extend(cbc(&key, &data_iv(&number.to_le_bytes()), segment));
    }
    let chance: Vec<u8> = (0..lock.salt_bytes).map(|at| 0xa0 ^ at as u8).collect();
    let verifier = under([0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79], &chance);
    let verifier_hash = under(
        [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e],
        &digest(lock.hash, &[&chance]),
    );
    let key_value = under([0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6], &key);
    let hash_size = digest(lock.hash, &[]).len();
    let hmac_key: Vec<u8> = (0..hash_size).map(|at| at as u8 ^ 0x33).collect();
    let keyed =
        |purpose: [u8; 8], plain: &[u8]| BASE64.encode(&cbc(&key, &data_iv(&purpose), plain));
    let integrity = if lock.integrity {
        format!(
            "<dataIntegrity encryptedHmacKey=\"{}\" encryptedHmacValue=\"{}\"/>",
            keyed([0x5f, 0xb2, 0xad, 0x01, 0x0c, 0xb9, 0xe1, 0xf6], &hmac_key),
            keyed(
                [0xa0, 0x67, 0x7f, 0x02, 0xb2, 0x2c, 0x84, 0x33],
                &hmac(lock.hash, &hmac_key, &sealed),
            ),
        )
    } else {
        String::new()
    };
    let facts = |salt: &[u8]| {
        format!(
            "saltSize=\"{}\" blockSize=\"16\" keyBits=\"{}\" hashSize=\"{hash_size}\" \
             cipherAlgorithm=\"AES\" cipherChaining=\"ChainingModeCBC\" hashAlgorithm=\"{}\" saltValue=\"{}\"",
            salt.len(),
            lock.key_bits,
            lock.hash,
            BASE64.encode(salt),
        )
    };
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n\
         <encryption xmlns=\"http://schemas.microsoft.com/office/2006/encryption\" \
         xmlns:p=\"http://schemas.microsoft.com/office/2006/keyEncryptor/password\">\
         <keyData {}/>{integrity}<keyEncryptors>\
         <keyEncryptor uri=\"http://schemas.microsoft.com/office/2006/keyEncryptor/password\">\
         <p:encryptedKey spinCount=\"{}\" {} encryptedVerifierHashInput=\"{verifier}\" \
         encryptedVerifierHashValue=\"{verifier_hash}\" encryptedKeyValue=\"{key_value}\"/>\
         </keyEncryptor></keyEncryptors></encryption>",
        facts(&data_salt),
        lock.said_rounds.unwrap_or(lock.rounds),
        facts(&salt),
    );
    let info = [&[4, 0, 4, 0, 0x40, 0, 0, 0], xml.as_bytes()].concat();
    (info, sealed)
}

/// A package behind an agile lock.
pub(crate) fn agile(package: &[u8], password: &str, lock: &Agile) -> Vec<u8> {
    let (info, sealed) = agile_streams(package, password, lock);
    compound(&[("EncryptionInfo", &info), ("EncryptedPackage", &sealed)])
}

/// A package behind a standard lock with AES of so many bits.
pub(crate) fn standard(package: &[u8], password: &str, bits: u32) -> Vec<u8> {
    let salt = [7_u8; 16];
    let sha1 = |parts: &[&[u8]]| digest("SHA1", parts);
    let mut spun = sha1(&[&salt, &utf16(password)]);
    for round in 0..50_000_u32 {
        spun = sha1(&[&round.to_le_bytes(), &spun]);
    }
    let last = sha1(&[&spun, &[0; 4]]);
    let half = |fill: u8| {
        let mut block = [fill; 64];
        block
            .iter_mut()
            .zip(&last)
            .for_each(|(to, from)| *to ^= from);
        sha1(&[&block])
    };
    let mut key = [half(0x36), half(0x5c)].concat();
    key.truncate(bits as usize / 8);
    let algorithm: u32 = match bits {
        128 => 0x660e,
        192 => 0x660f,
        _ => 0x6610,
    };
    let name: Vec<u8> = utf16("Microsoft Enhanced RSA and AES Cryptographic Provider\0");
    let mut header = Vec::new();
    for number in [0x24, 0, algorithm, 0x8004, bits, 0x18, 0, 0] {
        header.extend(number.to_le_bytes());
    }
    header.extend(name);
    let chance = [0x42_u8; 16];
    let mut info = [3, 0, 2, 0, 0x24, 0, 0, 0].to_vec();
    info.extend((header.len() as u32).to_le_bytes());
    info.extend(header);
    info.extend(16_u32.to_le_bytes());
    info.extend(salt);
    info.extend(ecb(&key, &chance));
    info.extend(20_u32.to_le_bytes());
    info.extend(ecb(&key, &sha1(&[&chance])));
    let mut sealed = u64::try_from(package.len()).unwrap().to_le_bytes().to_vec();
    sealed.extend(ecb(&key, package));
    compound(&[("EncryptionInfo", &info), ("EncryptedPackage", &sealed)])
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn digest(hash: &str, parts: &[&[u8]]) -> Vec<u8> {
    let whole = parts.concat();
    match hash {
        "SHA1" => Sha1::digest(whole).to_vec(),
        "SHA256" => Sha256::digest(whole).to_vec(),
        "SHA384" => Sha384::digest(whole).to_vec(),
        _ => Sha512::digest(whole).to_vec(),
    }
}

fn hmac(hash: &str, key: &[u8], data: &[u8]) -> Vec<u8> {
    macro_rules! of {
        ($D:ty) => {
            <Hmac<$D> as KeyInit>::new_from_slice(key)
                .unwrap()
                .chain_update(data)
                .finalize()
                .into_bytes()
                .to_vec()
        };
    }
    match hash {
        "SHA1" => of!(Sha1),
        "SHA256" => of!(Sha256),
        "SHA384" => of!(Sha384),
        _ => of!(Sha512),
    }
}

fn block(key: &[u8], plain: [u8; 16]) -> [u8; 16] {
    let mut block = Array(plain);
    match key.len() {
        16 => Aes128::new_from_slice(key)
            .unwrap()
            .encrypt_block(&mut block),
        24 => Aes192::new_from_slice(key)
            .unwrap()
            .encrypt_block(&mut block),
        _ => Aes256::new_from_slice(key)
            .unwrap()
            .encrypt_block(&mut block),
    }
    block.0
}

/// Fills up with zeros.
fn ecb(key: &[u8], plain: &[u8]) -> Vec<u8> {
    plain
        .chunks(16)
        .flat_map(|piece| {
            let mut whole = [0; 16];
            whole[..piece.len()].copy_from_slice(piece);
            block(key, whole)
        })
        .collect()
}

/// Fills up with zeros.
fn cbc(key: &[u8], iv: &[u8], plain: &[u8]) -> Vec<u8> {
    let mut last: [u8; 16] = iv.try_into().unwrap();
    plain
        .chunks(16)
        .flat_map(|piece| {
            piece
                .iter()
                .zip(last.iter_mut())
                .for_each(|(from, to)| *to ^= from);
            last = block(key, last);
            last
        })
        .collect()
}
