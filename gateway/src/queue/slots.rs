//! Which items were in work when the process died: one slot for each worker, written before the try.
//!
//! The slots lie in the page cache, which outlives the process; that is enough to name a mail that kills it. A power
//! cut may lose them, and then a try is forgotten, never an item. Large items are synced, they are the ones that can
//! take the machine down with them.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use uuid::Uuid;

/// The slots' file.
#[derive(Debug)]
pub(crate) struct Slots {
    file: File,
}

const SLOT: usize = 16;

impl Slots {
    /// Opens the file; answers what was in work when it was last written.
    pub(super) fn open(path: &Path) -> io::Result<(Self, Vec<Uuid>)> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut &file, &mut bytes)?;
        let slots = bytes.as_chunks::<SLOT>().0.iter();
        let items = slots
            .map(|slot| Uuid::from_bytes(*slot))
            .filter(|item| !item.is_nil());
        Ok((Self { file }, items.collect()))
    }

    /// Forgets all of them, once their tries are written down.
    pub(super) fn clear(&self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.sync_data()
    }

    /// The worker begins with the item.
    pub(super) fn begin(&self, worker: usize, item: Uuid, sync: bool) -> io::Result<()> {
        self.write(worker, item)?;
        if sync { self.file.sync_data() } else { Ok(()) }
    }

    /// The worker has ended, however it ended.
    pub(super) fn end(&self, worker: usize) -> io::Result<()> {
        self.write(worker, Uuid::nil())
    }

    fn write(&self, worker: usize, item: Uuid) -> io::Result<()> {
        let offset = u64::try_from(worker.saturating_mul(SLOT)).unwrap_or(0);
        self.file.write_all_at(item.as_bytes(), offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_in_work_is_known_again_and_what_had_ended_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in-work");
        let (slots, none) = Slots::open(&path).unwrap();
        assert!(none.is_empty());
        slots.begin(0, Uuid::from_u128(1), false).unwrap();
        slots.begin(3, Uuid::from_u128(2), true).unwrap();
        slots.begin(1, Uuid::from_u128(3), false).unwrap();
        slots.end(1).unwrap();
        drop(slots);
        let (slots, left) = Slots::open(&path).unwrap();
        assert_eq!(left, [Uuid::from_u128(1), Uuid::from_u128(2)]);
        slots.clear().unwrap();
        assert!(Slots::open(&path).unwrap().1.is_empty());
    }
}
