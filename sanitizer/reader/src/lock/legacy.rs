//! Whether a doc, xls or ppt is locked: a flag in Word's first block, a record in Excel's, a token of PowerPoint's.

use std::io::{Cursor, Read};

use sekisho_ir::{Kind, Reason};

use super::{Compound, u16_at, u32_at};

/// So much of a stream says whether it is locked.
const HEAD: u64 = 64 * 1024;

/// Why a document of 1997 cannot even be looked into; none where it is open.
pub(crate) fn held(input: &[u8], kind: Kind) -> Option<Reason> {
    let mut file = Compound::open(Cursor::new(input)).ok()?;
    if file.exists("/\u{9}DRMContent") {
        return Some(Reason::UnsupportedLock);
    }
    let locked = match kind {
        Kind::Doc => word(&head(&mut file, "/WordDocument")?),
        Kind::Xls => {
            let book = head(&mut file, "/Workbook").or_else(|| head(&mut file, "/Book"))?;
            excel(&book)
        }
        Kind::Ppt => {
            file.exists("/EncryptedSummary") || powerpoint(&head(&mut file, "/Current User")?)
        }
        _ => false,
    };
    locked.then_some(Reason::PasswordLocked)
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

/// `FibBase.fEncrypted` ([MS-DOC] 2.5.2), at the same place in Word 6 and 95.
fn word(stream: &[u8]) -> bool {
    u16_at(stream, 10).is_ok_and(|flags| flags & 0x0100 != 0)
}

/// A `FilePass` record before the globals end ([MS-XLS] 2.4.117).
fn excel(stream: &[u8]) -> bool {
    const FILE_PASS: u16 = 0x002f;
    const EOF: u16 = 0x000a;
    const BOUND_SHEET: u16 = 0x0085;
    let mut rest = stream;
    while let (Ok(kind), Ok(length)) = (u16_at(rest, 0), u16_at(rest, 2)) {
        match kind {
            FILE_PASS => return true,
            // It stands before anything that it covers.
            EOF | BOUND_SHEET => return false,
            _ => {}
        }
        let Some(next) = rest.get(usize::from(length).saturating_add(4)..) else {
            return false;
        };
        rest = next;
    }
    false
}

/// `CurrentUserAtom.headerToken` ([MS-PPT] 2.3.2).
fn powerpoint(stream: &[u8]) -> bool {
    u16_at(stream, 2) == Ok(0x0ff6) && u32_at(stream, 12) == Ok(0xf3d1_c4df)
}
