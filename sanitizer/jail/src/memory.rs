//! Memory files: the only form in which an item travels between processes.
//!
//! An input is sealed before it leaves, so nobody can change it under a reader's feet. An output is
//! sealed after its writer is dead, so what is read is what was written.

use std::io::{self, BufWriter, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::buffer::spare_capacity;
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, fcntl_get_seals, fstat, memfd_create};
use rustix::io::{pread, retry_on_intr, write};

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

/// Seals a finished output and reads all of it; longer than `limit` is an error.
pub(crate) fn take(file: impl AsFd, limit: u64) -> io::Result<Vec<u8>> {
    fcntl_add_seals(&file, CLOSED)?;
    read_all(file, limit)
}

/// Reads a whole memory file of at most `limit` bytes.
pub(crate) fn read_all(file: impl AsFd, limit: u64) -> io::Result<Vec<u8>> {
    let size = u64::try_from(fstat(&file)?.st_size).map_err(|_| io::ErrorKind::InvalidData)?;
    if size > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let size = usize::try_from(size).map_err(|_| io::ErrorKind::FileTooLarge)?;
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
        assert_eq!(read_all(&file, 100).unwrap(), b"one two");
    }

    #[test]
    fn an_output_longer_than_promised_is_not_read() {
        let file = blank().unwrap();
        assert_eq!(write(&file, &[7; 100]), Ok(100));
        assert!(!is_sealed(&file));
        assert_eq!(
            read_all(&file, 99).unwrap_err().kind(),
            io::ErrorKind::FileTooLarge
        );
        assert_eq!(take(&file, 100).unwrap().len(), 100);
        assert!(is_sealed(&file));
    }
}
