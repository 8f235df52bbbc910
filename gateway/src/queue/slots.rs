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

/// What was in work when the file was last written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct InWork {
    /// The item that was tried with nothing beside it.
    pub(super) alone: Option<Uuid>,
    /// Items that were in work side by side: any of them may have been the cause, or none.
    pub(super) together: Vec<Uuid>,
}

/// Whose slot it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// The worker that has an item alone.
    Alone,
    /// One of the workers side by side.
    Worker(usize),
}

const SLOT: usize = 16;

impl Slots {
    /// Opens the file; answers what was in work when it was last written.
    pub(super) fn open(path: &Path) -> io::Result<(Self, InWork)> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        let mut bytes = Vec::new();
        io::Read::read_to_end(&mut &file, &mut bytes)?;
        let mut items = bytes
            .as_chunks::<SLOT>()
            .0
            .iter()
            .map(|slot| Uuid::from_bytes(*slot));
        let alone = items.next().filter(|item| !item.is_nil());
        let together = items.filter(|item| !item.is_nil()).collect();
        Ok((Self { file }, InWork { alone, together }))
    }

    /// Forgets all of them, once their tries are written down.
    pub(super) fn clear(&self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.sync_data()
    }

    /// The worker begins with the item.
    pub(super) fn begin(&self, slot: Slot, item: Uuid, sync: bool) -> io::Result<()> {
        self.write(slot, item)?;
        if sync { self.file.sync_data() } else { Ok(()) }
    }

    /// The worker has ended, however it ended.
    pub(super) fn end(&self, slot: Slot) -> io::Result<()> {
        self.write(slot, Uuid::nil())
    }

    fn write(&self, slot: Slot, item: Uuid) -> io::Result<()> {
        let number = match slot {
            Slot::Alone => 0,
            Slot::Worker(worker) => worker + 1,
        };
        let offset = u64::try_from(number.saturating_mul(SLOT)).unwrap_or(0);
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
        let [first, second, third, alone] = [1, 2, 3, 4].map(Uuid::from_u128);
        let (slots, none) = Slots::open(&path).unwrap();
        assert_eq!(none, InWork::default());
        slots.begin(Slot::Worker(0), first, false).unwrap();
        slots.begin(Slot::Worker(3), second, true).unwrap();
        slots.begin(Slot::Worker(1), third, false).unwrap();
        slots.end(Slot::Worker(1)).unwrap();
        drop(slots);
        let (slots, left) = Slots::open(&path).unwrap();
        assert_eq!(
            left,
            InWork {
                alone: None,
                together: vec![first, second]
            }
        );
        slots.clear().unwrap();
        slots.begin(Slot::Alone, alone, false).unwrap();
        assert_eq!(
            Slots::open(&path).unwrap().1,
            InWork {
                alone: Some(alone),
                together: vec![]
            }
        );
    }
}
