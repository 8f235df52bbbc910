//! Content that travels between processes: a memory file that nobody, not even who made it, can change any more.
//! Whoever receives any other kind of descriptor refuses it, so what was checked stays what is used.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::FileExt;

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, fcntl_get_seals, memfd_create};
use rustix::io::Errno;

/// Every seal content must carry.
const SEALS: SealFlags = SealFlags::SEAL
    .union(SealFlags::SHRINK)
    .union(SealFlags::GROW)
    .union(SealFlags::WRITE);

/// A sealed memory file.
#[derive(Debug)]
pub struct Sealed {
    file: File,
    len: u64,
}

/// Why a descriptor is not taken, or content not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealedError {
    /// It could still be changed by somebody, or is no memory file at all.
    #[error("refusing a descriptor that is not fully sealed memory")]
    NotSealed,
    /// There is more than the caller takes.
    #[error("refusing {len} bytes where at most {most} are taken")]
    TooLarge {
        /// How much there is.
        len: u64,
        /// How much is taken.
        most: u64,
    },
    /// The kernel refused.
    #[error("handling sealed memory")]
    Io(#[from] io::Error),
}

impl Sealed {
    /// Puts `bytes` into a new memory file and seals it. The name is only seen in lists of open files.
    pub fn new(name: &str, bytes: &[u8]) -> Result<Self, SealedError> {
        let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
        let fd = match memfd_create(name, flags | MemfdFlags::NOEXEC_SEAL) {
            // Kernels before 6.3 know no seal against running it.
            Err(Errno::INVAL) => memfd_create(name, flags),
            other => other,
        }
        .map_err(io::Error::from)?;
        let mut file = File::from(fd);
        file.write_all(bytes)?;
        fcntl_add_seals(&file, SEALS).map_err(io::Error::from)?;
        Self::check(OwnedFd::from(file))
    }

    /// Takes a descriptor that came from elsewhere, if it is fully sealed memory.
    pub fn check(fd: OwnedFd) -> Result<Self, SealedError> {
        // Anything but a memory file answers with an error.
        let seals = fcntl_get_seals(&fd).map_err(|_| SealedError::NotSealed)?;
        if !seals.contains(SEALS) {
            return Err(SealedError::NotSealed);
        }
        let file = File::from(fd);
        let len = file.metadata()?.len();
        Ok(Self { file, len })
    }

    /// How many bytes it holds.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// True when it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All of it, when it is no more than `most`: the maximum is known before anything is allocated.
    pub fn read(&self, most: u64) -> Result<Vec<u8>, SealedError> {
        let too_large = SealedError::TooLarge {
            len: self.len,
            most,
        };
        if self.len > most {
            return Err(too_large);
        }
        let Ok(length) = usize::try_from(self.len) else {
            return Err(too_large);
        };
        let mut bytes = vec![0; length];
        self.file.read_exact_at(&mut bytes, 0)?;
        Ok(bytes)
    }
}

impl AsFd for Sealed {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }
}

impl From<Sealed> for OwnedFd {
    fn from(sealed: Sealed) -> Self {
        sealed.file.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_is_read_and_can_not_be_changed() {
        let sealed = Sealed::new("story", b"content").unwrap();
        assert_eq!(sealed.read(7).unwrap(), b"content");
        assert!(matches!(
            sealed.read(6),
            Err(SealedError::TooLarge { len: 7, most: 6 })
        ));
        let copy = File::from(OwnedFd::from(sealed));
        assert!(copy.write_at(b"X", 0).is_err());
        assert!(copy.set_len(0).is_err());
    }

    #[test]
    fn a_file_and_open_memory_are_refused() {
        let file = tempfile::tempfile().unwrap();
        assert!(matches!(
            Sealed::check(file.into()),
            Err(SealedError::NotSealed)
        ));
        let open = memfd_create("open", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING).unwrap();
        fcntl_add_seals(&open, SealFlags::SHRINK | SealFlags::GROW).unwrap();
        assert!(matches!(Sealed::check(open), Err(SealedError::NotSealed)));
    }
}
