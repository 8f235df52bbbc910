//! ZIP: entries one after the other from the first byte, each told the same way twice, then the
//! directory, then the end, and not a byte between or behind.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::walk::{Walk, size};

/// The most entries that are looked at.
const ENTRIES: usize = 20_000;

/// One entry of a recognised archive.
pub(super) struct Entry<'a> {
    pub(super) name: &'a str,
    method: u16,
    length: usize,
    data: &'a [u8],
}

impl<'a> Entry<'a> {
    /// The content of an entry of at most `most` bytes.
    pub(super) fn content(&self, most: usize) -> Option<Cow<'a, [u8]>> {
        if self.length > most {
            return None;
        }
        if self.method == 0 {
            // A stored picture is looked at where it lies.
            return (self.data.len() == self.length).then_some(Cow::Borrowed(self.data));
        }
        let mut content = vec![0; self.length];
        let mut inflate = flate2::Decompress::new(false);
        let status = inflate
            .decompress(self.data, &mut content, flate2::FlushDecompress::Finish)
            .ok()?;
        let whole = status == flate2::Status::StreamEnd
            && usize::try_from(inflate.total_out()) == Ok(self.length)
            && usize::try_from(inflate.total_in()) == Ok(self.data.len());
        whole.then_some(Cow::Owned(content))
    }
}

/// An archive whose names are clean and no two of which are the same on any desk.
pub(super) fn is_zip(bytes: &[u8]) -> Option<()> {
    let mut seen = BTreeSet::new();
    let clean = entries(bytes)?.iter().all(|entry| {
        let path = entry.name.strip_suffix('/').unwrap_or(entry.name);
        sekisho_ir::name::path_is_clean(path) && seen.insert(path.to_lowercase())
    });
    clean.then_some(())
}

/// All entries, when the whole file is nothing but them and their directory.
pub(super) fn entries(bytes: &[u8]) -> Option<Vec<Entry<'_>>> {
    let (body, end) = bytes.split_last_chunk::<22>()?;
    let mut end = Walk::over(end);
    end.expect(b"PK\x05\x06\0\0\0\0")?;
    let here = u16::from_le_bytes(end.chunk()?);
    let count = u16::from_le_bytes(end.chunk()?);
    let directory_size = size(u32::from_le_bytes(end.chunk()?))?;
    let directory_place = size(u32::from_le_bytes(end.chunk()?))?;
    // No comment, one disk, and the directory ends where the end begins.
    end.expect(&[0, 0])?;
    let fits = here == count
        && usize::from(count) <= ENTRIES
        && directory_place.checked_add(directory_size) == Some(body.len());
    fits.then_some(())?;
    let (files, directory) = body.split_at_checked(directory_place)?;
    let (mut files, mut directory) = (Walk::over(files), Walk::over(directory));
    let mut place = 0_usize;
    let mut entries = Vec::with_capacity(usize::from(count));
    for _ in 0..count {
        let before = files.rest().len();
        entries.push(entry(&mut files, &mut directory, place)?);
        place = place.checked_add(before.checked_sub(files.rest().len())?)?;
    }
    files.end()?;
    directory.end()?;
    Some(entries)
}

/// One entry, told by its own header and by the directory.
fn entry<'a>(files: &mut Walk<'a>, directory: &mut Walk<'a>, place: usize) -> Option<Entry<'a>> {
    directory.expect(b"PK\x01\x02")?;
    directory.take(2)?; // made by
    let told = directory.take(26)?;
    let [.., n0, n1, 0, 0] = *told else {
        return None;
    };
    let name_length = usize::from(u16::from_le_bytes([n0, n1]));
    // No comment, the first disk, any attributes but a link's.
    directory.expect(&[0, 0, 0, 0])?;
    directory.take(2)?;
    let attributes = u32::from_le_bytes(directory.chunk()?);
    let is_link = (attributes >> 16) & 0o170_000 == 0o120_000;
    let at = size(u32::from_le_bytes(directory.chunk()?))?;
    let name = directory.take(name_length)?;
    (at == place && !is_link).then_some(())?;

    files.expect(b"PK\x03\x04")?;
    files.expect(told)?;
    files.expect(name)?;
    let mut told = Walk::over(told);
    told.take(2)?; // version
    let flags = u16::from_le_bytes(told.chunk()?);
    let method = u16::from_le_bytes(told.chunk()?);
    told.take(4)?; // time
    told.take(4)?; // checksum
    let packed = size(u32::from_le_bytes(told.chunk()?))?;
    let length = size(u32::from_le_bytes(told.chunk()?))?;
    // Only the name flag: not enciphered, no lengths that come later.
    (flags & !0x0800 == 0 && [0, 8].contains(&method)).then_some(())?;
    let name = std::str::from_utf8(name).ok()?;
    (name.is_ascii() || flags & 0x0800 != 0).then_some(())?;
    Some(Entry {
        name,
        method,
        length,
        data: files.take(packed)?,
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// An archive of stored entries in our writer's spelling.
    pub(in crate::recheck) fn stored(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let (mut files, mut directory) = (Vec::new(), Vec::new());
        for (name, content) in entries {
            let mut crc = flate2::Crc::new();
            crc.update(content);
            let length = u32::try_from(content.len()).unwrap().to_le_bytes();
            let mut told = vec![20, 0, 0, 8, 0, 0, 0, 0, 0x21, 0];
            told.extend(crc.sum().to_le_bytes());
            told.extend(length);
            told.extend(length);
            told.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
            told.extend([0, 0]);
            let place = u32::try_from(files.len()).unwrap().to_le_bytes();
            directory.extend(b"PK\x01\x02\x14\0");
            directory.extend(&told);
            directory.extend([0; 10]);
            directory.extend(place);
            directory.extend(name.as_bytes());
            files.extend(b"PK\x03\x04");
            files.extend(&told);
            files.extend(name.as_bytes());
            files.extend(*content);
        }
        let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
        let place = u32::try_from(files.len()).unwrap().to_le_bytes();
        let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
        let end = [
            &b"PK\x05\x06\0\0\0\0"[..],
            &count,
            &count,
            &size,
            &place,
            &[0, 0],
        ]
        .concat();
        [files, directory, end].concat()
    }

    #[test]
    fn only_the_plain_form_is_recognised() {
        let good = stored(&[("資料/見積.xlsx", b"x"), ("a.txt", b"hello")]);
        assert!(is_zip(&good).is_some());
        assert_eq!(&*entries(&good).unwrap()[1].content(10).unwrap(), b"hello");
        assert!(
            is_zip(&[b"MZ", &good[..]].concat()).is_none(),
            "bytes before"
        );
        assert!(
            is_zip(&[&good[..], b"x"].concat()).is_none(),
            "bytes behind"
        );
        for place in 0..good.len() {
            // Time, checksum and content are not the structure; everything else is told twice.
            let mut changed = good.clone();
            changed[place] ^= 0x40;
            if let Some(found) = entries(&changed) {
                assert_eq!(found.len(), 2, "byte {place}");
            }
        }
    }

    #[test]
    fn names_that_climb_or_collide_are_refused() {
        for bad in [
            &[("../a", &b""[..])][..],
            &[("/a", b"")],
            &[("CON", b"")],
            &[("A", b""), ("a", b"")],
        ] {
            assert!(is_zip(&stored(bad)).is_none());
        }
    }
}
