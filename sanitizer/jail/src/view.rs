//! A memory file seen where it lies, without a copy of it.
//!
//! A picture of twelve million pixels is 36 MB between the halves: read into a process of its own,
//! every copy costs as much as decoding it does. What is seen here is sealed first, so it is as
//! fixed as a vector of one's own: nobody can shrink it or write to it for as long as it exists.

#![expect(
    unsafe_code,
    reason = "mmap has no safe form; it is sound here because only sealed files are seen"
)]

use std::io;
use std::os::fd::AsFd;
use std::ptr::NonNull;

use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};

use super::memory::is_sealed;

/// The first bytes of a sealed memory file, in this process's address space.
#[derive(Debug)]
pub(crate) struct View {
    start: NonNull<u8>,
    length: usize,
}

impl View {
    /// Sees the first `length` bytes, which the file must have; `all` where every one of them will be
    /// read, so that the kernel lays them out at once.
    pub(crate) fn of(file: impl AsFd, length: usize, all: bool) -> io::Result<Self> {
        if !is_sealed(&file) || length == 0 {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let flags = if all {
            MapFlags::SHARED | MapFlags::POPULATE
        } else {
            MapFlags::SHARED
        };
        // SAFETY: a fresh place of the kernel's choosing, over nothing that is in use.
        let start = unsafe {
            mmap(
                std::ptr::null_mut(),
                length,
                ProtFlags::READ,
                flags,
                file,
                0,
            )
        }?;
        NonNull::new(start.cast())
            .map(|start| Self { start, length })
            .ok_or_else(|| io::ErrorKind::OutOfMemory.into())
    }
}

impl AsRef<[u8]> for View {
    fn as_ref(&self) -> &[u8] {
        // SAFETY: `length` bytes were mapped here and stay so until `drop`; the file's seals keep
        // everybody, ourselves included, from changing or cutting them.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }
}

impl Drop for View {
    fn drop(&mut self) {
        // SAFETY: mapped in `of` with this length, and nothing borrowed from it outlives us.
        let _ = unsafe { munmap(self.start.as_ptr().cast(), self.length) };
    }
}

// SAFETY: bytes that never change may be read from any thread, and unmapped by any one.
unsafe impl Send for View {}
// SAFETY: as above.
unsafe impl Sync for View {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{Input, blank};

    #[test]
    fn only_what_nobody_can_change_is_seen() {
        let open = blank().unwrap();
        rustix::io::write(&open, b"could still change").unwrap();
        assert!(View::of(&open, 5, false).is_err());

        let sealed = Input::of(b"cannot change").unwrap();
        let view = View::of(&sealed, 6, true).unwrap();
        assert_eq!(view.as_ref(), b"cannot");
        drop(sealed);
        assert_eq!(view.as_ref(), b"cannot", "the file's name may go");
    }
}
