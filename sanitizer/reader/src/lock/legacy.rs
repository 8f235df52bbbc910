//! Whether a doc, xls or ppt is locked: a flag in Word's first block, a record in Excel's, a token of PowerPoint's.

use std::io::{Cursor, Read};

use sekisho_ir::{Kind, Reason};

use super::rc4::Legacy;
use super::{Compound, spelled, u16_at, u32_at, unasked};
use crate::ReadHint;

/// So much of a stream says whether it is locked.
const HEAD: u64 = 64 * 1024;

/// Why a document of 1997 cannot even be looked into; none where it is open, or would be with a password at hand:
/// then its lock is not what holds it.
pub(crate) fn held(input: &[u8], kind: Kind, hint: &ReadHint) -> Option<Reason> {
    let mut file = Compound::open(Cursor::new(input)).ok()?;
    if file.exists("/\u{9}DRMContent") {
        return Some(Reason::UnsupportedLock);
    }
    let lock = match kind {
        Kind::Doc => word(&mut file)?,
        Kind::Xls => {
            let book = head(&mut file, "/Workbook").or_else(|| head(&mut file, "/Book"))?;
            excel(&book)?
        }
        Kind::Ppt => powerpoint(&mut file)?,
        _ => return None,
    };
    let unasked = unasked();
    let mut given = unasked.iter().chain(&hint.passwords);
    (!given.any(|password| lock.fits(password.typed()))).then_some(Reason::PasswordLocked)
}

/// How a document is locked.
enum Lock {
    Rc4(Legacy),
    /// The verifier of an XOR obfuscation.
    Xor(u16),
    /// Locked, and nobody here can tell a password from another.
    Closed,
}

impl Lock {
    fn of(info: &[u8]) -> Self {
        Legacy::read(info).map_or(Self::Closed, Self::Rc4)
    }

    fn fits(&self, password: &str) -> bool {
        match self {
            Self::Rc4(lock) => lock.fits(&spelled(password)),
            Self::Xor(verifier) => {
                password.is_ascii() && super::xor::verifier(password.as_bytes()) == *verifier
            }
            Self::Closed => false,
        }
    }
}

fn head(file: &mut Compound<'_>, path: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(path)
        .ok()?
        .take(HEAD)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(bytes)
}

/// `FibBase.fEncrypted`, `fObfuscated`, `fWhichTblStm` ([MS-DOC] 2.5.2); the first at the same place in Word 6 and 95.
fn word(file: &mut Compound<'_>) -> Option<Lock> {
    const ENCRYPTED: u16 = 0x0100;
    const TABLE_ONE: u16 = 0x0200;
    const OBFUSCATED: u16 = 0x8000;
    let flags = u16_at(&head(file, "/WordDocument")?, 10).ok()?;
    if flags & ENCRYPTED == 0 {
        return None;
    }
    if flags & OBFUSCATED != 0 {
        return Some(Lock::Closed);
    }
    let table = if flags & TABLE_ONE == 0 {
        "/0Table"
    } else {
        "/1Table"
    };
    Some(head(file, table).map_or(Lock::Closed, |info| Lock::of(&info)))
}

/// A `FilePass` record before the globals end ([MS-XLS] 2.4.117).
fn excel(stream: &[u8]) -> Option<Lock> {
    const FILE_PASS: u16 = 0x002f;
    const EOF: u16 = 0x000a;
    const BOUND_SHEET: u16 = 0x0085;
    let mut rest = stream;
    loop {
        let kind = u16_at(rest, 0).ok()?;
        let length = usize::from(u16_at(rest, 2).ok()?);
        let body = rest.get(4..)?;
        match kind {
            FILE_PASS => {
                let body = body.get(..length).unwrap_or(body);
                return Some(match (u16_at(body, 0), u16_at(body, 4)) {
                    (Ok(0), Ok(verifier)) => Lock::Xor(verifier),
                    (Ok(1), _) => Lock::of(body.get(2..).unwrap_or_default()),
                    // Before Excel 97 there are two numbers of XOR and no kind.
                    _ => Lock::Closed,
                });
            }
            // It stands before anything that it covers.
            EOF | BOUND_SHEET => return None,
            _ => rest = body.get(length..)?,
        }
    }
}

/// `CurrentUserAtom.headerToken` ([MS-PPT] 2.3.2), or the summary that stands beside a locked one.
fn powerpoint(file: &mut Compound<'_>) -> Option<Lock> {
    if file.exists("/EncryptedSummary") {
        return Some(Lock::Closed);
    }
    let user = head(file, "/Current User")?;
    let locked = u16_at(&user, 2) == Ok(0x0ff6) && u32_at(&user, 12) == Ok(0xf3d1_c4df);
    locked.then_some(Lock::Closed)
}
