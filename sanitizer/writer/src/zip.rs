//! A small ZIP writer of our own: stored or deflated, no time, no owner, one way to say everything.

use std::collections::BTreeSet;

use flate2::{Compress, Compression, FlushCompress, Status};
use sekisho_ir::name::name_is_clean;
use sekisho_ir::{Archive, Kind, Refusal};

use crate::{Blobs, beside};

/// Packs the sanitised members of an archive. A member that was held has no blob and is left out.
pub(crate) fn write(archive: &Archive, blobs: &Blobs<'_>) -> Result<Vec<u8>, Refusal> {
    let mut pack = Pack::default();
    let mut taken = BTreeSet::new();
    for entry in &archive.entries {
        if entry.directory {
            let path = format!("{}/", entry.path);
            if taken.insert(path.to_lowercase()) {
                pack.file(&path, &[], false)?;
            }
            continue;
        }
        let Some((header, bytes)) = entry.child.and_then(|child| blobs.get(&child)) else {
            continue;
        };
        let here = [(header, *bytes)].into_iter();
        for (header, bytes) in here.chain(beside(blobs, entry.child)) {
            if !name_is_clean(&header.name) {
                return Err(Refusal::Character("a member's name"));
            }
            let path = match entry.path.rsplit_once('/') {
                Some((folder, _)) => format!("{folder}/{}", header.name),
                None => header.name.clone(),
            };
            let path = free(path, &mut taken).ok_or(Refusal::Inconsistent("a path"))?;
            pack.file(&path, bytes, !is_packed(header.kind))?;
        }
    }
    pack.finish()
}

/// Two names may become one when their kinds become one: the second gets a number.
fn free(path: String, taken: &mut BTreeSet<String>) -> Option<String> {
    if taken.insert(path.to_lowercase()) {
        return Some(path);
    }
    let (stem, extension) = match path.rsplit_once('.') {
        Some((stem, extension)) if !extension.contains('/') => (stem, format!(".{extension}")),
        _ => (path.as_str(), String::new()),
    };
    (2_u32..10_000)
        .map(|number| format!("{stem} ({number}){extension}"))
        .find(|next| taken.insert(next.to_lowercase()))
}

fn is_packed(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Zip | Kind::Docx | Kind::Xlsx | Kind::Pptx
    )
}

/// An archive being written.
#[derive(Debug, Default)]
pub(crate) struct Pack {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
    /// What packs, and what it packed last: one room for all files.
    packer: Option<(Compress, Vec<u8>)>,
}

/// The first day a ZIP can say, at midnight.
const DAY: u16 = 0x0021;
const UTF8: u16 = 0x0800;
/// How hard a member is packed: level 6 made Office documents one part in a hundred smaller.
const EFFORT: Compression = Compression::new(4);
const TOO_LARGE: Refusal = Refusal::TooLarge("an archive");

impl Pack {
    /// Adds a file; a path that ends in a slash is a folder.
    pub(crate) fn file(&mut self, path: &str, body: &[u8], deflate: bool) -> Result<(), Refusal> {
        let packed = if deflate && !body.is_empty() {
            let made = || (Compress::new(EFFORT, false), Vec::new());
            let (packer, room) = self.packer.get_or_insert_with(made);
            pack(packer, body, room)?;
            Some(room).filter(|packed| packed.len() < body.len())
        } else {
            None
        };
        let (method, bytes) = packed.map_or((0_u16, body), |packed| (8, packed.as_slice()));
        let mut crc = flate2::Crc::new();
        crc.update(body);
        let offset = long(self.bytes.len())?;
        let name = u16::try_from(path.len()).map_err(|_| TOO_LARGE)?;
        let mut head = Vec::with_capacity(26);
        for short in [20, if path.is_ascii() { 0 } else { UTF8 }, method, 0, DAY] {
            head.extend_from_slice(&short.to_le_bytes());
        }
        for word in [crc.sum(), long(bytes.len())?, long(body.len())?] {
            head.extend_from_slice(&word.to_le_bytes());
        }
        head.extend_from_slice(&name.to_le_bytes());
        head.extend_from_slice(&[0, 0]);

        self.bytes.extend_from_slice(b"PK\x03\x04");
        self.bytes.extend_from_slice(&head);
        self.bytes.extend_from_slice(path.as_bytes());
        self.bytes.extend_from_slice(bytes);

        self.directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        self.directory.extend_from_slice(&head);
        // No comment, first disk, no inner attributes; outer: a folder or nothing.
        self.directory.extend_from_slice(&[0; 6]);
        let outer: u32 = if path.ends_with('/') { 0x10 } else { 0 };
        self.directory.extend_from_slice(&outer.to_le_bytes());
        self.directory.extend_from_slice(&offset.to_le_bytes());
        self.directory.extend_from_slice(path.as_bytes());
        self.count = self
            .count
            .checked_add(1)
            .ok_or(Refusal::TooMany("members"))?;
        Ok(())
    }

    /// The whole archive.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, Refusal> {
        let start = long(self.bytes.len())?;
        let size = long(self.directory.len())?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend_from_slice(&self.count.to_le_bytes());
        self.bytes.extend_from_slice(&self.count.to_le_bytes());
        self.bytes.extend_from_slice(&size.to_le_bytes());
        self.bytes.extend_from_slice(&start.to_le_bytes());
        self.bytes.extend_from_slice(&[0, 0]);
        Ok(self.bytes)
    }
}

/// Packs a whole body into `room`, whatever is there.
fn pack(packer: &mut Compress, body: &[u8], room: &mut Vec<u8>) -> Result<(), Refusal> {
    const FAILED: Refusal = Refusal::Write("an archive");
    packer.reset();
    room.clear();
    room.reserve(body.len() / 4);
    loop {
        room.reserve(1024);
        let taken = usize::try_from(packer.total_in()).map_err(|_| FAILED)?;
        let rest = body.get(taken..).ok_or(FAILED)?;
        match packer.compress_vec(rest, room, FlushCompress::Finish) {
            Ok(Status::StreamEnd) => return Ok(()),
            // There was not room enough.
            Ok(Status::Ok | Status::BufError) => {}
            Err(_) => return Err(FAILED),
        }
    }
}

fn long(size: usize) -> Result<u32, Refusal> {
    u32::try_from(size)
        .ok()
        .filter(|size| *size < u32::MAX)
        .ok_or(TOO_LARGE)
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::Blobs;
    use sekisho_ir::{Archive, BlobHeader, Entry, Kind};

    fn entry(path: &str, child: Option<u32>) -> Entry {
        Entry {
            path: path.into(),
            directory: child.is_none(),
            child,
        }
    }

    #[test]
    fn members_stand_where_they_stood_and_held_ones_are_left_out() {
        let archive = Archive {
            entries: vec![
                entry("様式", None),
                entry("様式/申請.xlsm", Some(0)),
                entry("様式/申請.xlsx", Some(1)),
                entry("held.exe", Some(2)),
            ],
        };
        let mut blobs = Blobs::new();
        for (index, body) in [(0, b"first".as_slice()), (1, b"second")] {
            let header = BlobHeader {
                index,
                name: "申請.xlsx".into(),
                kind: Kind::Xlsx,
                beside: None,
            };
            blobs.insert(index, (header, body));
        }
        let bytes = write(&archive, &blobs).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("様式/申請.xlsx") && text.contains("様式/申請 (2).xlsx"));
        assert!(!text.contains("held"));
        assert_eq!(bytes, write(&archive, &blobs).unwrap(), "the same again");
    }

    #[test]
    fn what_came_out_of_a_member_stands_beside_it() {
        let archive = Archive {
            entries: vec![
                entry("様式", None),
                entry("様式/案内.pdf", Some(0)),
                entry("held.pdf", Some(1)),
            ],
        };
        let header = |index, name: &str, beside| BlobHeader {
            index,
            name: name.into(),
            kind: Kind::Xlsx,
            beside,
        };
        let mut blobs = Blobs::new();
        blobs.insert(0, (header(0, "案内.pdf", None), b"page".as_slice()));
        blobs.insert(2, (header(2, "申請.xlsx", Some(0)), b"form"));
        blobs.insert(3, (header(3, "申請.xlsx", Some(0)), b"form"));
        blobs.insert(4, (header(4, "lost.xlsx", Some(1)), b"form"));
        let bytes = write(&archive, &blobs).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("様式/申請.xlsx") && text.contains("様式/申請 (2).xlsx"));
        // Beside nothing there is no place.
        assert!(!text.contains("lost"));
        let wrong = (header(2, "../申請.xlsx", Some(0)), b"form".as_slice());
        blobs.insert(2, wrong);
        assert!(write(&archive, &blobs).is_err());
    }
}
