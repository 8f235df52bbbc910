//! Locks that open without a password: RC4 and AES of 128 bits, as ISO 32000-1 (7.6) says.

use aes::Aes128;
use aes::cipher::{Array, BlockCipherEncrypt, KeyInit};
use md5::{Digest, Md5};

const PAD: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];
/// Both halves of the file's identifier.
pub const ID: &[u8; 16] = b"0123456789abcdef";
/// Nothing is permitted.
const PERMITTED: i32 = -3904;

/// How the strings and streams of a file are locked.
#[derive(Debug, Clone, Copy)]
pub struct Lock {
    key: [u8; 16],
    owner: [u8; 32],
    aes: bool,
}

impl Lock {
    /// A lock with an owner's password, and none for the user.
    pub fn new(aes: bool) -> Self {
        let mut hash = md5(&[b"himitsu", &PAD[..25]]);
        for _ in 0..50 {
            hash = md5(&[&hash]);
        }
        let mut owner = PAD;
        for round in 0..20 {
            rc4(&hash.map(|byte| byte ^ round), &mut owner);
        }
        let mut key = md5(&[&PAD, &owner, &PERMITTED.to_le_bytes(), ID]);
        for _ in 0..50 {
            key = md5(&[&key]);
        }
        Self { key, owner, aes }
    }

    /// What the trailer's dictionary of the lock says.
    pub fn told(&self) -> String {
        let mut user = md5(&[&PAD, ID]);
        for round in 0..20 {
            rc4(&self.key.map(|byte| byte ^ round), &mut user);
        }
        let hex = |bytes: &[u8]| -> String {
            let digits = bytes.iter().map(|b| format!("{b:02x}"));
            digits.collect::<Vec<_>>().concat()
        };
        let how = if self.aes {
            "/V 4/R 4/CF<</StdCF<</CFM/AESV2/AuthEvent/DocOpen/Length 16>>>>/StmF/StdCF/StrF/StdCF"
        } else {
            "/V 2/R 3"
        };
        format!(
            "<</Filter/Standard{how}/Length 128/P {PERMITTED}/O<{}>/U<{}{}>>>",
            hex(&self.owner),
            hex(&user),
            "00".repeat(16)
        )
    }

    /// Locks a string or a stream of this object.
    pub fn seal(&self, object: u32, data: &[u8]) -> Vec<u8> {
        let number = object.to_le_bytes();
        let salt: &[u8] = if self.aes { b"sAlT" } else { b"" };
        let key = md5(&[&self.key, &number[..3], &[0, 0], salt]);
        if !self.aes {
            let mut sealed = data.to_vec();
            rc4(&key, &mut sealed);
            return sealed;
        }
        let cipher = Aes128::new(&Array::from(key));
        let left = 16 - data.len() % 16;
        let mut padded = data.to_vec();
        padded.resize(data.len() + left, u8::try_from(left).expect("at most 16"));
        let mut before = *ID;
        let mut sealed = before.to_vec();
        for block in padded.as_chunks::<16>().0 {
            let mut mixed = Array::from(std::array::from_fn(|place| block[place] ^ before[place]));
            cipher.encrypt_block(&mut mixed);
            before = mixed.into();
            sealed.extend(before);
        }
        sealed
    }
}

fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Md5::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

fn rc4(key: &[u8], data: &mut [u8]) {
    let mut state: [u8; 256] = std::array::from_fn(|place| u8::try_from(place).expect("a byte"));
    let mut other = 0_u8;
    for place in 0..256 {
        other = other
            .wrapping_add(state[place])
            .wrapping_add(key[place % key.len()]);
        state.swap(place, usize::from(other));
    }
    let (mut one, mut other) = (0_u8, 0_u8);
    for byte in data {
        one = one.wrapping_add(1);
        other = other.wrapping_add(state[usize::from(one)]);
        state.swap(usize::from(one), usize::from(other));
        let both = state[usize::from(one)].wrapping_add(state[usize::from(other)]);
        *byte ^= state[usize::from(both)];
    }
}
