//! Seeded mutations of Office files, PDFs, drawings and pictures: the same seed and number give the same hostile file.
//!
//! ```text
//!   seeds ──▶ case(seed, number) ──▶ raw: bytes of the file itself
//!                                └──▶ parts ─▶ markup | hostile | bytes ─▶ packed again
//! ```

mod drawing;
mod hostile;
mod markup;
mod pack;
mod paper;
mod random;
pub mod run;
pub mod seeds;

pub use pack::{Part, pack, unpack};
pub use random::Random;
pub use seeds::Seed;

/// One mutated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it was made of, and its name on the way.
    pub name: String,
    /// What was done to it.
    pub deeds: Vec<&'static str>,
    /// The file.
    pub bytes: Vec<u8>,
}

/// The case of this number.
///
/// # Panics
/// When there are no seeds.
pub fn case(seeds: &[Seed], seed: u64, number: u64) -> Case {
    let mut random = Random::of(seed, number);
    let chosen = random.one(seeds);
    let mut deeds = Vec::new();
    let bytes = match &chosen.parts {
        Some(parts) if !random.chance(15) => {
            let mut parts = parts.clone();
            for _ in 0..=random.below(4) {
                deeds.push(deed(&mut parts, &mut random));
            }
            let mut packed = pack(&parts, random.chance(50));
            if random.chance(3) {
                deeds.push("packed bytes");
                bytes_of(&mut packed, &mut random);
            }
            packed
        }
        None if chosen.is_drawing() && !random.chance(25) => {
            let mut bytes = chosen.bytes.clone();
            for _ in 0..=random.below(4) {
                deeds.push(drawing::change(&mut bytes, &mut random));
            }
            bytes
        }
        None if chosen.is_paper() && !random.chance(15) => {
            let mut bytes = chosen.bytes.clone();
            for _ in 0..=random.below(5) {
                deeds.push(paper::change(&mut bytes, &mut random));
            }
            bytes
        }
        _ => {
            let mut bytes = chosen.bytes.clone();
            deeds.push("raw bytes");
            for _ in 0..=random.below(6) {
                bytes_of(&mut bytes, &mut random);
            }
            bytes
        }
    };
    Case {
        name: chosen.name.clone(),
        deeds,
        bytes,
    }
}

/// One change of one package, unpacked.
fn deed(parts: &mut Vec<Part>, random: &mut Random) -> &'static str {
    match random.below(10) {
        0 => {
            let at = random.below(parts.len());
            bytes_of(&mut parts[at].body, random);
            "part bytes"
        }
        1..=4 => markup::change(parts, random),
        _ => hostile::change(parts, random),
    }
}

/// Changes a few bytes, or a stretch of them.
fn bytes_of(bytes: &mut Vec<u8>, random: &mut Random) {
    if bytes.is_empty() {
        return;
    }
    let at = random.below(bytes.len());
    let length = random.below(64).min(bytes.len() - at);
    match random.below(6) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = *random.one(&[0, 1, 0x7f, 0x80, 0xff, b'<', b'>', b'"', b'&', b'/']),
        2 => {
            bytes.drain(at..at + length);
        }
        3 => {
            let copy = bytes[at..at + length].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, copy);
        }
        4 => {
            let number = random.one(&[0_u32, 1, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0xffff_ffff]);
            for (byte, new) in bytes[at..].iter_mut().zip(number.to_le_bytes()) {
                *byte = new;
            }
        }
        _ => bytes.truncate(bytes.len() - random.below(64).min(bytes.len() - 1)),
    }
}
