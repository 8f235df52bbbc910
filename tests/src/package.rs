//! Zip packages taken apart by a library that the sanitizer does not link.

use std::io::{Cursor, Read};

/// One member of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Its name as it stands in the directory.
    pub name: String,
    /// Its bytes as they lie in the file.
    pub raw: Vec<u8>,
    /// Its bytes unpacked.
    pub body: Vec<u8>,
}

/// More than any honest member holds; larger ones make the package unreadable for a judge.
const LARGEST: u64 = 512 * 1024 * 1024;

/// All members, in the order of the directory; none where the library cannot read the package whole.
pub fn members(bytes: &[u8]) -> Option<Vec<Member>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut all = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let mut raw = Vec::new();
        let mut entry = archive.by_index_raw(index).ok()?;
        let name = entry.name().ok()?.into_owned();
        entry.read_to_end(&mut raw).ok()?;
        drop(entry);
        let mut body = Vec::new();
        let entry = archive.by_index(index).ok()?;
        let read = entry.take(LARGEST + 1).read_to_end(&mut body).ok()?;
        if u64::try_from(read).ok()? > LARGEST {
            return None;
        }
        all.push(Member { name, raw, body });
    }
    Some(all)
}
