//! Memory that can be handed to another process and never changed again.
//!
//! Promise: a value of [`SealedMemory`] is a memfd sealed against writing, growing, shrinking and unsealing, so that
//! what is read once is what will be read again, whoever else holds it. Any other descriptor is refused.

use std::io::{self, Write as _};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, fcntl_get_seals, fstat, memfd_create};

/// Every seal there is to set.
const ALL: SealFlags = SealFlags::SEAL
    .union(SealFlags::SHRINK)
    .union(SealFlags::GROW)
    .union(SealFlags::WRITE);

/// Bytes in a sealed memfd.
#[derive(Debug)]
pub struct SealedMemory {
    memory: OwnedFd,
    length: u64,
}

impl SealedMemory {
    /// Puts the bytes into memory and seals it.
    pub fn new(bytes: &[u8]) -> io::Result<Self> {
        let memory = memfd_create("sealed", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?;
        let mut file = std::fs::File::from(memory);
        file.write_all(bytes)?;
        let memory = OwnedFd::from(file);
        fcntl_add_seals(&memory, ALL)?;
        Ok(Self {
            memory,
            length: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        })
    }

    /// Takes a descriptor that came from another process; anything but fully sealed memory is refused.
    pub fn accept(received: OwnedFd) -> io::Result<Self> {
        let refused = || io::Error::new(io::ErrorKind::InvalidData, "not fully sealed memory");
        let seals = fcntl_get_seals(&received).map_err(|_| refused())?;
        if !seals.contains(ALL) {
            return Err(refused());
        }
        let length = u64::try_from(fstat(&received)?.st_size).map_err(|_| refused())?;
        Ok(Self {
            memory: received,
            length,
        })
    }

    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Reads all bytes; more than `most` is refused before anything is allocated.
    pub fn read(&self, most: usize) -> io::Result<Vec<u8>> {
        let length = usize::try_from(self.length).unwrap_or(usize::MAX);
        if length > most {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "more memory than allowed",
            ));
        }
        let mut bytes = vec![0; length];
        let mut done = 0;
        while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
            let offset = u64::try_from(done).unwrap_or(u64::MAX);
            match rustix::io::pread(&self.memory, rest, offset)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => done += read,
            }
        }
        Ok(bytes)
    }
}

impl AsFd for SealedMemory {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.memory.as_fd()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_memory_reads_the_same_twice_and_cannot_be_written() {
        let memory = SealedMemory::new(b"bundle").unwrap();
        assert_eq!(memory.read(6).unwrap(), b"bundle");
        assert_eq!(memory.read(6).unwrap(), b"bundle");
        assert!(memory.read(5).is_err());
        assert!(rustix::io::pwrite(&memory, b"x", 0).is_err());
        assert!(rustix::fs::ftruncate(&memory, 1).is_err());
        assert!(SealedMemory::accept(memory.memory).is_ok());
    }

    #[test]
    fn half_sealed_memory_and_files_are_refused() {
        let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
        let half = memfd_create("half", flags).unwrap();
        fcntl_add_seals(&half, SealFlags::GROW | SealFlags::SHRINK).unwrap();
        assert!(SealedMemory::accept(half).is_err());
        let file = tempfile::tempfile().unwrap();
        assert!(SealedMemory::accept(file.into()).is_err());
    }
}
