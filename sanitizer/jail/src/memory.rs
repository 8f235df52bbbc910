//! Memory files: the only form in which an item travels between processes.
//!
//! An input is sealed before it leaves, so nobody can change it under a reader's feet. An output is
//! sealed after its writer is dead, so what is read is what was written.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

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

/// A memory file with the given pieces in it, sealed, to be read from its start.
pub(crate) fn sealed(pieces: &[&[u8]]) -> io::Result<OwnedFd> {
    let file = blank()?;
    for piece in pieces {
        write_all(&file, piece)?;
    }
    fcntl_add_seals(&file, CLOSED)?;
    Ok(file)
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
    bytes.resize(size, 0);
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        let place = u64::try_from(filled).map_err(|_| io::ErrorKind::FileTooLarge)?;
        match retry_on_intr(|| pread(&file, &mut *rest, place))? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => filled += read,
        }
    }
    Ok(bytes)
}

/// Writes all of `bytes` at the file's place.
pub(crate) fn write_all(file: impl AsFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match retry_on_intr(|| write(&file, bytes))? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => bytes = bytes.get(written..).unwrap_or_default(),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_input_cannot_be_changed_by_anyone_who_holds_it() {
        let file = sealed(&[b"one ", b"two"]).unwrap();
        assert!(is_sealed(&file));
        assert!(write_all(&file, b"three").is_err());
        assert_eq!(read_all(&file, 100).unwrap(), b"one two");
    }

    #[test]
    fn an_output_longer_than_promised_is_not_read() {
        let file = blank().unwrap();
        write_all(&file, &[7; 100]).unwrap();
        assert!(!is_sealed(&file));
        assert_eq!(
            read_all(&file, 99).unwrap_err().kind(),
            io::ErrorKind::FileTooLarge
        );
        assert_eq!(take(&file, 100).unwrap().len(), 100);
        assert!(is_sealed(&file));
    }
}
