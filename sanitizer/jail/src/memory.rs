//! Memory files: the only form in which an item travels between processes.
//!
//! An input is sealed before it leaves, so nobody can change it under a reader's feet. An output is
//! sealed after its writer is dead, so what is read is what was written. A long one is not copied
//! out: it is seen where it lies, and may lie beside the next item's input as it is.

use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

use bytes::Bytes;
use rustix::buffer::spare_capacity;
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, fcntl_get_seals, fstat, memfd_create};
use rustix::io::{pread, retry_on_intr, write};

use crate::view::View;

/// From this length on it costs less to see a file in place than to copy it.
const LONG: usize = 256 * 1024;

const CLOSED: SealFlags = SealFlags::from_bits_retain(
    SealFlags::SEAL.bits()
        | SealFlags::SHRINK.bits()
        | SealFlags::GROW.bits()
        | SealFlags::WRITE.bits(),
);

/// A memory file nobody has written to yet.
pub(crate) fn blank() -> io::Result<OwnedFd> {
    Ok(memfd_create(
        c"sekisho-item",
        MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING,
    )?)
}

/// An item's input, sealed: nobody who holds it can change it any more.
#[derive(Debug)]
pub struct Input(OwnedFd);

impl Input {
    /// These bytes.
    pub fn of(bytes: &[u8]) -> io::Result<Self> {
        Self::write(|out| out.write_all(bytes))
    }

    /// Whatever `fill` writes; long pieces go to the kernel without a copy in between.
    pub fn write(fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<Self> {
        let file = blank()?;
        let mut out = BufWriter::with_capacity(4 * 1024, Filling(file.as_fd()));
        fill(&mut out)?;
        out.flush()?;
        drop(out);
        fcntl_add_seals(&file, CLOSED)?;
        Ok(Self(file))
    }
}

impl AsFd for Input {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

/// A memory file being filled.
struct Filling<'a>(BorrowedFd<'a>);

impl Write for Filling<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(retry_on_intr(|| write(self.0, bytes))?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// True when nobody can change the file any more.
pub(crate) fn is_sealed(file: impl AsFd) -> bool {
    fcntl_get_seals(file).is_ok_and(|seals| seals.contains(CLOSED))
}

/// A finished output, or a part of one: bytes that nobody can change any more. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Piece {
    bytes: Bytes,
    /// The file it lies in, and where in it; none where it was copied out.
    lies: Option<(Arc<OwnedFd>, u64)>,
}

impl Piece {
    /// The bytes.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// A part of it.
    ///
    /// # Panics
    /// When `part` is no part of these bytes.
    pub fn part(&self, part: &[u8]) -> Self {
        let bytes = self.bytes.slice_ref(part);
        let into = part
            .as_ptr()
            .addr()
            .saturating_sub(self.bytes.as_ptr().addr());
        let into = u64::try_from(into).unwrap_or(u64::MAX);
        let lies = self.lies.as_ref();
        Self {
            lies: lies.map(|(file, start)| (Arc::clone(file), start.saturating_add(into))),
            bytes,
        }
    }

    /// True where it can lie beside an input; else it is short, and belongs into the input.
    pub fn is_long(&self) -> bool {
        self.lies.is_some() && self.bytes.len() >= LONG
    }

    /// The file and the bytes of it that are meant.
    pub(crate) fn lies(&self) -> Option<(BorrowedFd<'_>, Range<u64>)> {
        let (file, start) = self.lies.as_ref()?;
        let length = u64::try_from(self.bytes.len()).ok()?;
        Some((file.as_fd(), *start..start.checked_add(length)?))
    }
}

impl From<Vec<u8>> for Piece {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            bytes: Bytes::from(bytes),
            lies: None,
        }
    }
}

/// Bytes that a warm parent keeps for all its children. They lie in a memory file, so that a fork copies
/// nothing for them, whereas ordinary memory costs every child a page table entry for each 4 KiB.
#[derive(Debug)]
pub struct Kept(View);

impl Kept {
    /// A sealed copy of all that `from` gives, never in ordinary memory as a whole; an error for nothing
    /// at all, or when memory is short.
    pub fn of(from: &mut impl io::Read) -> io::Result<Self> {
        let file = Input::write(|mut out| io::copy(from, &mut out).map(drop))?;
        let size = size(&file, u64::MAX)?;
        View::of(file, size, false).map(Self)
    }
}

impl AsRef<[u8]> for Kept {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref()
    }
}

/// What a process was given, in its own memory or seen in place.
pub(crate) enum Given {
    /// Copied.
    Read(Vec<u8>),
    /// These bytes of what is seen.
    Seen(View, Range<usize>),
}

impl AsRef<[u8]> for Given {
    fn as_ref(&self) -> &[u8] {
        match self {
            Self::Read(bytes) => bytes,
            Self::Seen(view, range) => view.as_ref().get(range.clone()).unwrap_or_default(),
        }
    }
}

/// All of a sealed memory file of at most `limit` bytes.
pub(crate) fn given(file: impl AsFd, limit: u64) -> io::Result<Given> {
    let size = size(&file, limit)?;
    if size < LONG {
        read(file, size).map(Given::Read)
    } else {
        View::of(file, size, true).map(|view| Given::Seen(view, 0..size))
    }
}

/// These bytes of a sealed memory file of at most `limit` bytes.
pub(crate) fn part(file: impl AsFd, range: Range<u64>, limit: u64) -> io::Result<Given> {
    let size = size(&file, limit)?;
    let place = |place| usize::try_from(place).ok().filter(|place| *place <= size);
    match (place(range.start), place(range.end)) {
        (Some(start), Some(end)) if start <= end => {
            View::of(file, size, true).map(|view| Given::Seen(view, start..end))
        }
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// Seals a finished output and gives all of it; longer than `limit` is an error.
pub(crate) fn take(file: OwnedFd, limit: u64) -> io::Result<Piece> {
    fcntl_add_seals(&file, CLOSED)?;
    let size = size(&file, limit)?;
    if size < LONG {
        return read(file, size).map(Piece::from);
    }
    // Whoever takes it looks at its heads; the rest of it is passed on.
    let view = View::of(&file, size, false)?;
    Ok(Piece {
        bytes: Bytes::from_owner(view),
        lies: Some((Arc::new(file), 0)),
    })
}

/// How long a memory file is, if not longer than `limit`.
fn size(file: impl AsFd, limit: u64) -> io::Result<usize> {
    let size = u64::try_from(fstat(&file)?.st_size).map_err(|_| io::ErrorKind::InvalidData)?;
    if size > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    usize::try_from(size).map_err(|_| io::ErrorKind::FileTooLarge.into())
}

/// Copies the first `size` bytes.
fn read(file: impl AsFd, size: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(size)
        .map_err(|_| io::ErrorKind::OutOfMemory)?;
    // Straight into room that nobody has written to: a large item is touched once, not twice.
    while bytes.len() < size {
        let place = u64::try_from(bytes.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        if retry_on_intr(|| pread(&file, spare_capacity(&mut bytes), place))? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    // Room is sometimes more than was asked for, and a file that still grows fills it.
    bytes.truncate(size);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_input_cannot_be_changed_by_anyone_who_holds_it() {
        let file = Input::write(|out| {
            out.write_all(b"one ")?;
            out.write_all(b"two")
        })
        .unwrap();
        assert!(is_sealed(&file));
        assert!(write(&file, b"three").is_err());
        assert_eq!(given(&file, 100).unwrap().as_ref(), b"one two");
    }

    #[test]
    fn what_is_kept_is_what_was_given() {
        let kept = Kept::of(&mut &b"a font"[..]).unwrap();
        assert_eq!(kept.as_ref(), b"a font");
        assert!(Kept::of(&mut io::empty()).is_err());
    }

    #[test]
    fn an_output_longer_than_promised_is_not_read() {
        let made = || {
            let file = blank().unwrap();
            assert_eq!(write(&file, &[7; 100]), Ok(100));
            assert!(!is_sealed(&file));
            file
        };
        let refused = take(made(), 99).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::FileTooLarge);
        let file = made();
        let same = file.try_clone().unwrap();
        assert_eq!(take(file, 100).unwrap().bytes().len(), 100);
        assert!(is_sealed(&same));
    }

    #[test]
    fn a_part_of_a_long_output_lies_beside_the_next_input() {
        let file = blank().unwrap();
        let all: Vec<u8> = (0..=u8::MAX).cycle().take(LONG * 2).collect();
        assert_eq!(write(&file, &all), Ok(all.len()));
        let piece = take(file, 1 << 30).unwrap();
        assert!(piece.is_long());
        let part = piece.part(&piece.bytes()[7..LONG + 9]);
        let (lies, range) = part.lies().unwrap();
        let seen = super::part(lies, range, 1 << 30).unwrap();
        assert_eq!(seen.as_ref(), &all[7..LONG + 9]);
        assert!(
            super::part(lies, 0..1 << 20, 1 << 30).is_err(),
            "beyond its end"
        );
        assert!(super::part(lies, 0..9, 100).is_err(), "more than allowed");
        assert!(!part.part(&part.bytes()[..9]).is_long());
    }
}
