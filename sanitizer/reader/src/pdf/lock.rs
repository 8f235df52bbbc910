//! A PDF behind a password: every spelling a lock may have digested is tried, the owner's password included.
//!
//! Deciphering is the reader crate's. What it does not know is done here: newer locks digest a password as SASLprep
//! writes it (ISO 32000-2, 7.6.4.3.3), and in older ones the owner's password only opens up the user's (7.6.4.4.2,
//! algorithm 7). Passwords stand in no finding.

use std::sync::Arc;

use hayro_interpret::hayro_syntax::object::{Dict, FromBytes, Name, String as Text};
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use memchr::memmem;
use rc4::{KeyInit, Rc4, StreamCipher};
use sekisho_ir::{Password, Reason};

use crate::ReadHint;
use crate::lock::Hash;

/// What fills a short password up (7.6.4.3.2, algorithm 2, step a).
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// Bytes of file that all tries together may look through: a try may cost as much as reading the whole file.
const LOOKED_THROUGH: usize = 2 << 30;

/// Opens the file; true where a password had to be given.
pub(super) fn open(input: &[u8], hint: &ReadHint) -> Result<(Pdf, bool), Reason> {
    let data: Arc<Vec<u8>> = Arc::new(input.to_vec());
    match Pdf::new(data.clone()) {
        Ok(pdf) => return Ok((pdf, false)),
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => {}
        Err(LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm)) => {
            return Err(Reason::UnsupportedLock);
        }
        Err(LoadPdfError::Decryption(_) | LoadPdfError::Invalid) => return Err(Reason::Malformed),
    }
    let lock = Lock::find(input);
    let tries = (LOOKED_THROUGH / input.len().max(1)).max(2);
    let spellings = hint
        .passwords
        .iter()
        .flat_map(|password| spellings(password, lock.as_ref()))
        .take(tries);
    for spelling in spellings {
        if let Ok(pdf) = Pdf::new_with_password(data.clone(), &spelling) {
            return Ok((pdf, true));
        }
    }
    Err(Reason::PasswordLocked)
}

/// What a lock may have digested for what a person typed.
fn spellings(password: &Password, lock: Option<&Lock>) -> Vec<String> {
    let typed = password.typed();
    let mut all = vec![typed.to_owned()];
    if let Ok(prepared) = stringprep::saslprep(typed)
        && prepared != typed
    {
        all.push(prepared.into_owned());
    }
    if let Some(lock) = lock {
        all.extend(lock.users_password(typed.as_bytes()));
    }
    all
}

/// An older lock, of which the owner's password opens up the user's.
struct Lock {
    revision: u8,
    key_bytes: usize,
    owner: [u8; 32],
}

impl Lock {
    fn find(input: &[u8]) -> Option<Self> {
        let dict = dictionary(input)?;
        let revision = dict.get::<u8>(b"R")?;
        let standard = dict.get::<Name<'_>>(b"Filter")?.as_ref() == b"Standard";
        let bits = match revision {
            2 => 40,
            3 | 4 => dict.get::<u16>(b"Length").unwrap_or(match revision {
                3 => 40,
                _ => 128,
            }),
            _ => return None,
        };
        let key_bytes = usize::from(bits / 8);
        (standard && (5..=16).contains(&key_bytes)).then_some(())?;
        Some(Self {
            revision,
            key_bytes,
            owner: *dict.get::<Text<'_>>(b"O")?.as_bytes().first_chunk()?,
        })
    }

    /// The user's password, if this is the owner's; anything at all if it is not (7.6.4.4.2, algorithm 7).
    fn users_password(&self, owners: &[u8]) -> Option<String> {
        let padded: Vec<u8> = owners.iter().chain(&PADDING).take(32).copied().collect();
        let mut key = Hash::Md5.of(&[&padded]);
        if self.revision >= 3 {
            for _ in 0..50 {
                key = Hash::Md5.of(&[&key]);
            }
        }
        key.truncate(self.key_bytes);
        let mut found = self.owner;
        let turns = if self.revision >= 3 { 20 } else { 1 };
        for turn in (0_u8..turns).rev() {
            let key: Vec<u8> = key.iter().map(|byte| byte ^ turn).collect();
            let mut cipher = Rc4::new_from_slice(&key).ok()?;
            cipher.try_apply_keystream(&mut found).ok()?;
        }
        let filled = (0..=found.len()).find(|at| {
            let (_, rest) = found.split_at(*at);
            PADDING.starts_with(rest)
        })?;
        std::str::from_utf8(found.get(..filled)?)
            .ok()
            .map(str::to_owned)
    }
}

/// True where files attached inside are enciphered otherwise than the rest (7.6.6, `EFF`): they cannot be opened yet.
pub(super) fn is_on_attached(input: &[u8]) -> bool {
    dictionary(input).is_some_and(|dict| {
        let filter = |key: &[u8]| {
            let named = dict.get::<Name<'_>>(key);
            named.map_or_else(|| b"Identity".to_vec(), |name| name.as_ref().to_vec())
        };
        dict.contains_key(b"EFF") && filter(b"EFF") != filter(b"StmF")
    })
}

/// The dictionary that the last trailer names: it is never enciphered itself and stands in no object stream.
fn dictionary(input: &[u8]) -> Option<Dict<'_>> {
    const KEY: &[u8] = b"/Encrypt";
    let at = memmem::rfind(input, KEY)?;
    let rest = input.get(at.checked_add(KEY.len())?..)?.trim_ascii_start();
    if rest.starts_with(b"<<") {
        Dict::from_bytes(rest)
    } else {
        let mut words = rest.split(|byte| !byte.is_ascii_digit());
        let number = std::str::from_utf8(words.next()?).ok()?;
        let generation = std::str::from_utf8(words.next()?).ok()?;
        let head = format!("{number} {generation} obj");
        let at = memmem::rfind_iter(input, head.as_bytes()).find(|at| {
            let before = at.checked_sub(1).and_then(|before| input.get(before));
            before.is_none_or(u8::is_ascii_whitespace)
        })?;
        let body = input.get(at.checked_add(head.len())?..)?;
        Dict::from_bytes(body.trim_ascii_start())
    }
}

#[cfg(test)]
mod tests {
    use sekisho_ir::{Code, Password, Reason};

    use super::super::read;
    use super::super::tests::{paper_of, words};
    use crate::ReadHint;

    macro_rules! sample {
        ($name:literal) => {
            (
                $name,
                include_bytes!(concat!("../../samples/pdf/", $name, ".pdf")).as_slice(),
            )
        };
    }

    fn with(passwords: &[&str]) -> ReadHint {
        ReadHint {
            passwords: passwords
                .iter()
                .map(|typed| Password::new(*typed))
                .collect(),
            ..ReadHint::default()
        }
    }

    const LOCKED: [(&str, &[u8]); 5] = [
        sample!("rc4-40"),
        sample!("rc4-128"),
        sample!("aes-128"),
        sample!("aes-256-r5"),
        sample!("aes-256-r6"),
    ];

    #[test]
    fn every_lock_opens_with_its_users_and_with_its_owners_password_and_is_told() {
        for (name, bytes) in LOCKED {
            let user = if name == "aes-256-r6" {
                "合言葉ガ1"
            } else {
                "user"
            };
            for typed in [user, "owner"] {
                let (paper, told) = paper_of(bytes, &with(&["another", typed]));
                assert_eq!(words(&paper), "Hello", "{name}");
                assert!(told.contains(&(Code::LockOpened, 1)), "{name}");
            }
        }
    }

    #[test]
    fn a_japanese_password_opens_however_it_was_typed() {
        let (_, bytes) = sample!("aes-256-r6");
        // Half-width kana and a number in a circle, as SASLprep reads them.
        let (paper, _) = paper_of(bytes, &with(&["合言葉ｶﾞ①"]));
        assert_eq!(words(&paper), "Hello");
    }

    #[test]
    fn without_the_right_password_it_is_held_for_one() {
        for (name, bytes) in LOCKED {
            for given in [&[][..], &["User"], &["合言葉ガ2", "own"]] {
                let held = read(bytes, &with(given)).err();
                assert_eq!(
                    held.map(|held| held.reason),
                    Some(Reason::PasswordLocked),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn a_lock_that_asks_nobody_opens_and_one_for_a_certificate_is_named() {
        let (_, bytes) = sample!("owner-only");
        let (paper, told) = paper_of(bytes, &with(&[]));
        assert_eq!(words(&paper), "Hello");
        assert!(!told.contains(&(Code::LockOpened, 1)));
        let (_, bytes) = sample!("certificate");
        let held = read(bytes, &with(&["user"])).err();
        assert_eq!(held.map(|held| held.reason), Some(Reason::UnsupportedLock));
    }

    #[test]
    fn a_lock_on_attached_files_alone_is_noticed() {
        let lock = |more: &str| {
            let text =
                format!("%PDF-2.0\ntrailer\n<</Encrypt<</Filter/Standard{more}>>/Root 1 0 R>>");
            super::is_on_attached(text.as_bytes())
        };
        assert!(lock("/StmF/Identity/EFF/StdCF"));
        assert!(lock("/EFF/StdCF"));
        assert!(!lock("/StmF/StdCF/EFF/StdCF"));
        assert!(!lock("/StmF/StdCF"));
        assert!(!super::is_on_attached(
            b"%PDF-2.0\ntrailer\n<</Root 1 0 R>>"
        ));
    }
}
