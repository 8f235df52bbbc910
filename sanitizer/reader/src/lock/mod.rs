//! Office documents behind a password: opened with what a person gave, or held.
//!
//! ```text
//!  compound file ─▶ descriptor  which lock, whose salt, how many rounds   (EncryptionInfo)
//!                      ├▶ agile     [MS-OFFCRYPTO] 2.3.4.10 to 2.3.4.15
//!                      └▶ standard  [MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9
//!                            └─▶ cipher  digests and AES ─▶ the package, read like any other
//!  doc, xls, ppt ─▶ legacy      only whether one is locked, and by what (rc4, xor)
//! ```
//!
//! A password is tried against the lock's own verifier before anything is deciphered, and a package whose
//! integrity value does not fit is held as broken. Rounds of digests are charged against the limits, so no
//! descriptor decides how long it is worked on. Passwords stand in no finding.

mod agile;
mod cipher;
mod descriptor;
mod legacy;
mod rc4;
mod standard;
mod xor;

use std::io::{Cursor, Read};

use sekisho_ir::{Password, Reason};

pub(crate) use self::cipher::Hash;
pub(crate) use self::legacy::held;

use self::descriptor::Lock;
use crate::ReadHint;

type Compound<'a> = cfb::CompoundFile<Cursor<&'a [u8]>>;

/// Excel opens a workbook locked with this without asking ([MS-OFFCRYPTO] 2.4.2.3), PowerPoint likewise with
/// the other: nobody who has such a file knows of a lock.
const NEVER_ASKED: [&str; 2] = ["VelvetSweatshop", "/01Hannes Ruescher/01"];

/// A lock that takes more rounds than this was not made by a program for nobody.
const ROUNDS_UNASKED: u32 = 1_000_000;

/// Longer descriptors than this are none: one of Office has about 2 KiB, certificates included some more.
const DESCRIPTOR_BYTES: u64 = 256 * 1024;

/// The package inside a locked document.
pub(crate) fn open(input: &[u8], hint: &ReadHint) -> Result<Vec<u8>, Reason> {
    let mut file = Compound::open(Cursor::new(input)).map_err(|_| Reason::Malformed)?;
    if !file.is_stream("/EncryptionInfo") {
        // Rights management keeps its keys on a server ([MS-OFFCRYPTO] 2.2).
        return Err(Reason::UnsupportedLock);
    }
    let lock = Lock::read(&stream(&mut file, "/EncryptionInfo", DESCRIPTOR_BYTES)?)?;
    let key = find(&lock, hint)?;
    // No stream is longer than the file that carries it.
    let most = u64::try_from(input.len()).unwrap_or(u64::MAX);
    let package = stream(&mut file, "/EncryptedPackage", most)?;
    match &lock {
        Lock::Agile(agile) => agile.open(&key, package),
        Lock::Standard(_) => standard::open(&key, package),
    }
}

/// The key, by the first password that fits.
fn find(lock: &Lock, hint: &ReadHint) -> Result<Vec<u8>, Reason> {
    let rounds = lock.rounds();
    let unasked = unasked();
    let unasked = unasked.iter().filter(|_| rounds <= ROUNDS_UNASKED);
    let mut left = hint.limits.lock_rounds;
    for password in unasked.chain(&hint.passwords) {
        left = left
            .checked_sub(u64::from(rounds))
            .ok_or(Reason::TimedOut)?;
        let typed = spelled(password.typed());
        let key = match lock {
            Lock::Agile(agile) => agile.key(&typed)?,
            Lock::Standard(standard) => standard.key(&typed)?,
        };
        if let Some(key) = key {
            return Ok(key);
        }
    }
    Err(Reason::PasswordLocked)
}

fn unasked() -> [Password; 2] {
    NEVER_ASKED.map(Password::new)
}

/// A password as every lock digests it: UTF-16, little end first.
fn spelled(password: &str) -> Vec<u8> {
    password.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A stream of at most `most` bytes, or as much of it as there is: some writers say more than they wrote, and what
/// is missed by the lock is noticed there.
fn stream(file: &mut Compound<'_>, path: &str, most: u64) -> Result<Vec<u8>, Reason> {
    let mut stream = file.open_stream(path).map_err(|_| Reason::Malformed)?;
    if stream.len() > most {
        return Err(Reason::Malformed);
    }
    let mut bytes = Vec::new();
    // What came before the error stays.
    let _ = stream.read_to_end(&mut bytes);
    Ok(bytes)
}

/// Cuts a deciphered package to the length its own head says (`StreamSize`, 2.3.4.4).
fn cut(mut package: Vec<u8>, size: u64) -> Result<Vec<u8>, Reason> {
    let size = usize::try_from(size).map_err(|_| Reason::Malformed)?;
    if size > package.len() {
        return Err(Reason::Malformed);
    }
    package.truncate(size);
    Ok(package)
}

/// Takes the length off the front of an enciphered package.
fn split_size(mut package: Vec<u8>) -> Result<(u64, Vec<u8>), Reason> {
    let size = *package.first_chunk::<8>().ok_or(Reason::Malformed)?;
    package.drain(..8);
    Ok((u64::from_le_bytes(size), package))
}

/// A little-endian number at a place.
fn u32_at(bytes: &[u8], place: usize) -> Result<u32, Reason> {
    bytes
        .get(place..)
        .and_then(<[u8]>::first_chunk::<4>)
        .map(|four| u32::from_le_bytes(*four))
        .ok_or(Reason::Malformed)
}

/// A little-endian number of two bytes at a place.
fn u16_at(bytes: &[u8], place: usize) -> Result<u16, Reason> {
    bytes
        .get(place..)
        .and_then(<[u8]>::first_chunk::<2>)
        .map(|two| u16::from_le_bytes(*two))
        .ok_or(Reason::Malformed)
}
