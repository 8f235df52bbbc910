//! A disk that can lose its power at any operation.
//!
//! It serves reads and writes from memory and keeps a journal of all it was asked to do. [`Crashes`] walks along
//! that journal and makes, for any point of it, a disk as it might be found after the power came back: everything
//! synced is there; of what was not synced, every 512-byte sector holds any one of the states it went through, and
//! every name that was made or removed without a sync of the folder may be there or not. One run of a program so
//! gives as many crashes as it made operations.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Disk, DiskFile};

const SECTOR: usize = 512;
const PAGE: usize = 4096;

type File = usize;

/// A simulated disk. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct SimDisk {
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// What a crash may fall back to before the first operation of the journal.
    found: Held,
    /// What the running program sees.
    live: Held,
    journal: Vec<Operation>,
    /// The next file's number.
    next: File,
    room: Option<u64>,
    failing_syncs: u32,
}

/// The names and contents of a disk.
#[derive(Debug, Clone, Default)]
struct Held {
    names: BTreeMap<String, File>,
    files: BTreeMap<File, Pages>,
}

#[derive(Debug, Clone)]
enum Operation {
    Create(String, File),
    Rename(String, String),
    Remove(String),
    SyncNames,
    Content(File, Write),
    Sync(File),
}

#[derive(Debug, Clone)]
enum Write {
    Bytes(u64, Arc<[u8]>),
    Size(u64),
}

/// A file's content, in pages shared between its states.
#[derive(Debug, Clone, Default)]
struct Pages {
    size: usize,
    pages: Vec<Option<Arc<[u8; PAGE]>>>,
}

impl SimDisk {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many operations were made so far: every crash point up to here can be tried.
    pub fn operations(&self) -> usize {
        self.lock().journal.len()
    }

    /// Walks along what was done so far.
    pub fn crashes(&self) -> Crashes {
        let state = self.lock();
        Crashes {
            journal: state.journal.clone(),
            done: 0,
            pending: BTreeMap::new(),
            pending_names: Vec::new(),
            durable: state.found.clone(),
        }
    }

    /// Gives the disk only so many bytes, counted by the sizes of its files; `None` for no end.
    pub fn set_room(&self, bytes: Option<u64>) {
        self.lock().room = bytes;
    }

    /// Lets the next syncs of files fail, as a broken disk does: what they should have kept may be lost.
    pub fn fail_syncs(&self, count: u32) {
        self.lock().failing_syncs = count;
    }

    fn holding(held: Held) -> Self {
        let next = held.files.keys().next_back().map_or(0, |last| last + 1);
        let state = State {
            found: held.clone(),
            live: held,
            next,
            ..State::default()
        };
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, file: File) -> Arc<dyn DiskFile> {
        Arc::new(SimFile {
            disk: self.clone(),
            file,
        })
    }
}

impl Disk for SimDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        Ok(self.lock().live.names.keys().cloned().collect())
    }

    fn create(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let mut state = self.lock();
        if state.live.names.contains_key(name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let file = state.next;
        state.next += 1;
        state.live.files.insert(file, Pages::default());
        state.live.names.insert(name.to_owned(), file);
        state.journal.push(Operation::Create(name.to_owned(), file));
        drop(state);
        Ok(self.file(file))
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let file = self
            .lock()
            .live
            .names
            .get(name)
            .copied()
            .ok_or(io::ErrorKind::NotFound)?;
        Ok(self.file(file))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.lock();
        let change = Operation::Rename(from.to_owned(), to.to_owned());
        if !state.live.names.contains_key(from) {
            return Err(io::ErrorKind::NotFound.into());
        }
        rename(&mut state.live.names, &change);
        state.journal.push(change);
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.lock();
        state
            .live
            .names
            .remove(name)
            .ok_or(io::ErrorKind::NotFound)?;
        state.journal.push(Operation::Remove(name.to_owned()));
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        self.lock().journal.push(Operation::SyncNames);
        Ok(())
    }
}

#[derive(Debug)]
struct SimFile {
    disk: SimDisk,
    file: File,
}

impl SimFile {
    fn change(&self, write: Write) -> io::Result<()> {
        let mut state = self.disk.lock();
        let after = {
            let pages = state
                .live
                .files
                .get(&self.file)
                .ok_or(io::ErrorKind::NotFound)?;
            pages.size_after(&write)
        };
        if let Some(room) = state.room {
            let others = state.live.names.values().filter(|file| **file != self.file);
            let used: usize = others
                .filter_map(|file| state.live.files.get(file))
                .map(|pages| pages.size)
                .sum();
            let before = state
                .live
                .files
                .get(&self.file)
                .map_or(0, |pages| pages.size);
            let total = u64::try_from(used + after).unwrap_or(u64::MAX);
            if after > before && total > room {
                return Err(io::ErrorKind::StorageFull.into());
            }
        }
        if let Some(pages) = state.live.files.get_mut(&self.file) {
            pages.apply(&write);
        }
        state.journal.push(Operation::Content(self.file, write));
        Ok(())
    }
}

impl DiskFile for SimFile {
    fn size(&self) -> io::Result<u64> {
        let state = self.disk.lock();
        let pages = state
            .live
            .files
            .get(&self.file)
            .ok_or(io::ErrorKind::NotFound)?;
        u64::try_from(pages.size).map_err(io::Error::other)
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.disk.lock();
        let pages = state
            .live
            .files
            .get(&self.file)
            .ok_or(io::ErrorKind::NotFound)?;
        pages.read(usize::try_from(offset).map_err(io::Error::other)?, out)
    }

    fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.change(Write::Bytes(offset, bytes.into()))
    }

    fn set_size(&self, size: u64) -> io::Result<()> {
        self.change(Write::Size(size))
    }

    fn reserve(&self, size: u64) -> io::Result<()> {
        if self.size()? < size {
            self.set_size(size)
        } else {
            Ok(())
        }
    }

    fn sync(&self) -> io::Result<()> {
        let mut state = self.disk.lock();
        if state.failing_syncs > 0 {
            state.failing_syncs -= 1;
            return Err(io::Error::other("the simulated disk failed to sync"));
        }
        state.journal.push(Operation::Sync(self.file));
        Ok(())
    }
}

/// A walk along the journal of a [`SimDisk`].
#[derive(Debug)]
pub struct Crashes {
    journal: Vec<Operation>,
    done: usize,
    durable: Held,
    pending: BTreeMap<File, Vec<Write>>,
    pending_names: Vec<Operation>,
}

impl Crashes {
    /// Goes on until `operations` of the journal are done. Never goes back.
    pub fn advance_to(&mut self, operations: usize) {
        while self.done < operations {
            let Some(operation) = self.journal.get(self.done).cloned() else {
                return;
            };
            self.done += 1;
            match operation {
                Operation::Create(name, file) => {
                    self.durable.files.insert(file, Pages::default());
                    self.pending_names.push(Operation::Create(name, file));
                }
                Operation::Rename(..) | Operation::Remove(_) => self.pending_names.push(operation),
                Operation::SyncNames => {
                    for change in std::mem::take(&mut self.pending_names) {
                        rename(&mut self.durable.names, &change);
                    }
                    self.drop_nameless();
                }
                Operation::Content(file, write) => {
                    self.pending.entry(file).or_default().push(write);
                }
                Operation::Sync(file) => {
                    let pending = self.pending.remove(&file).unwrap_or_default();
                    if let Some(pages) = self.durable.files.get_mut(&file) {
                        for write in &pending {
                            pages.apply(write);
                        }
                    }
                }
            }
        }
    }

    /// A file whose name is gone for good is gone too.
    fn drop_nameless(&mut self) {
        let named: BTreeSet<File> = self.durable.names.values().copied().collect();
        self.durable.files.retain(|file, _| named.contains(file));
        self.pending.retain(|file, _| named.contains(file));
    }

    /// The disk as it may be found after the power went here. The same seed finds the same disk.
    pub fn crash(&self, seed: u64) -> SimDisk {
        let mut dice = Dice(seed);
        let mut held = self.durable.clone();
        for change in &self.pending_names {
            if dice.below(2) == 0 {
                rename(&mut held.names, change);
            }
        }
        for (file, pending) in &self.pending {
            if let Some(pages) = held.files.get_mut(file) {
                pages.settle(pending, &mut dice);
            }
        }
        SimDisk::holding(held)
    }
}

fn rename(names: &mut BTreeMap<String, File>, change: &Operation) {
    match change {
        Operation::Create(name, file) => {
            names.insert(name.clone(), *file);
        }
        Operation::Rename(from, to) => {
            // Its making may have been lost; then it has no name at all.
            if let Some(file) = names.remove(from) {
                names.insert(to.clone(), file);
            }
        }
        Operation::Remove(name) => {
            names.remove(name);
        }
        _ => {}
    }
}

impl Pages {
    fn size_after(&self, write: &Write) -> usize {
        match write {
            Write::Bytes(offset, bytes) => self.size.max(place(*offset) + bytes.len()),
            Write::Size(size) => place(*size),
        }
    }

    fn apply(&mut self, write: &Write) {
        let size = self.size_after(write);
        self.resize(size);
        if let Write::Bytes(offset, bytes) = write {
            self.put(place(*offset), bytes);
        }
    }

    fn resize(&mut self, size: usize) {
        if size < self.size {
            let tail = self.pages.get_mut(size / PAGE).and_then(Option::as_mut);
            if let Some(cut) = tail.and_then(|page| Arc::make_mut(page).get_mut(size % PAGE..)) {
                cut.fill(0);
            }
        }
        self.pages.resize(size.div_ceil(PAGE), None);
        self.size = size;
    }

    fn put(&mut self, mut offset: usize, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let within = offset % PAGE;
            let (here, rest) = bytes.split_at(bytes.len().min(PAGE - within));
            if let Some(page) = self.pages.get_mut(offset / PAGE) {
                let page = Arc::make_mut(page.get_or_insert_with(|| Arc::new([0; PAGE])));
                if let Some(target) = page.get_mut(within..within + here.len()) {
                    target.copy_from_slice(here);
                }
            }
            offset += here.len();
            bytes = rest;
        }
    }

    fn read(&self, mut offset: usize, mut out: &mut [u8]) -> io::Result<()> {
        if offset + out.len() > self.size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        while !out.is_empty() {
            let within = offset % PAGE;
            let (here, rest) = out.split_at_mut((PAGE - within).min(out.len()));
            let page = self.pages.get(offset / PAGE).and_then(Option::as_ref);
            match page.and_then(|page| page.get(within..within + here.len())) {
                Some(bytes) => here.copy_from_slice(bytes),
                None => here.fill(0),
            }
            offset += here.len();
            out = rest;
        }
        Ok(())
    }

    /// Lets every sector stop at some point of `pending`, as a cache that was being written out does.
    fn settle(&mut self, pending: &[Write], dice: &mut Dice) {
        let mood = dice.below(5);
        let whole = dice.below(pending.len() + 1);
        let pick = |dice: &mut Dice| match mood {
            0 => 0,
            1 => pending.len(),
            2 => whole,
            3 => dice.below(2) * pending.len(),
            _ => dice.below(pending.len() + 1),
        };
        let size_at = pick(dice);
        let mut stops: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for sector in touched(self.size, pending) {
            stops.entry(pick(dice)).or_default().push(sector);
        }
        let mut state = self.clone();
        let mut settled = self.clone();
        let mut size = self.size;
        let longest = pending.iter().fold(self.size, |longest, write| {
            longest.max(self.size_after(write))
        });
        settled.resize(longest);
        for stop in 0..=pending.len() {
            if let Some(write) = stop.checked_sub(1).and_then(|index| pending.get(index)) {
                state.apply(write);
            }
            if stop == size_at {
                size = state.size;
            }
            for sector in stops.get(&stop).into_iter().flatten() {
                let start = sector * SECTOR;
                let mut bytes = [0; SECTOR];
                let length = SECTOR.min(state.size.saturating_sub(start));
                if let Some(here) = bytes.get_mut(..length) {
                    let _ = state.read(start, here);
                }
                let length = SECTOR.min(settled.size.saturating_sub(start));
                settled.put(start, bytes.get(..length).unwrap_or_default());
            }
        }
        settled.resize(size);
        *self = settled;
    }
}

/// The sectors any of `pending` changes.
fn touched(size: usize, pending: &[Write]) -> BTreeSet<usize> {
    let mut sectors = BTreeSet::new();
    let mut size = size;
    for write in pending {
        let (from, to) = match write {
            Write::Bytes(offset, bytes) => (place(*offset), place(*offset) + bytes.len()),
            Write::Size(cut) => (place(*cut), size.max(place(*cut)).min(size)),
        };
        if from < to {
            sectors.extend(from / SECTOR..to.div_ceil(SECTOR));
        }
        size = match write {
            Write::Bytes(..) => size.max(to),
            Write::Size(cut) => place(*cut),
        };
    }
    sectors
}

fn place(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// Small, seeded, the same everywhere.
#[derive(Debug)]
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        place(mixed % u64::try_from(end.max(1)).unwrap_or(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(disk: &SimDisk, name: &str) -> Option<Vec<u8>> {
        let file = disk.open(name).ok()?;
        let mut out = vec![0; place(file.size().unwrap())];
        file.read_at(0, &mut out).unwrap();
        Some(out)
    }

    #[test]
    fn what_was_synced_is_always_found_and_what_was_not_is_sometimes() {
        let disk = SimDisk::new();
        let file = disk.create("a").unwrap();
        file.write_at(0, &[1; 2000]).unwrap();
        file.sync().unwrap();
        disk.sync().unwrap();
        file.write_at(1000, &[2; 2000]).unwrap();
        let mut crashes = disk.crashes();
        crashes.advance_to(disk.operations());
        let mut kinds = BTreeSet::new();
        for seed in 0..200 {
            let found = content(&crashes.crash(seed), "a").unwrap();
            assert_eq!(found[..1000], [1; 1000]);
            assert!(found.iter().all(|byte| *byte <= 2));
            kinds.insert(found);
        }
        assert!(
            kinds.len() > 20,
            "lost, kept and torn in many ways: {}",
            kinds.len()
        );
    }

    #[test]
    fn a_name_is_only_sure_once_the_folder_is_synced() {
        let disk = SimDisk::new();
        disk.create("a").unwrap().sync().unwrap();
        let mut crashes = disk.crashes();
        crashes.advance_to(disk.operations());
        let found = (0..100)
            .filter(|seed| crashes.crash(*seed).open("a").is_ok())
            .count();
        assert!((20..80).contains(&found), "{found}");
    }

    #[test]
    fn a_cut_file_reads_as_zeros_when_it_grows_again() {
        let disk = SimDisk::new();
        let file = disk.create("a").unwrap();
        file.write_at(0, &[7; 5000]).unwrap();
        file.set_size(10).unwrap();
        file.set_size(5000).unwrap();
        assert_eq!(content(&disk, "a").unwrap()[9..12], [7, 0, 0]);
        assert!(file.read_at(4999, &mut [0; 2]).is_err());
    }

    #[test]
    fn a_full_disk_refuses_to_grow_and_takes_what_fits() {
        let disk = SimDisk::new();
        disk.set_room(Some(100));
        let file = disk.create("a").unwrap();
        file.write_at(0, &[1; 100]).unwrap();
        let full = file.write_at(100, &[1]).unwrap_err();
        assert_eq!(full.kind(), io::ErrorKind::StorageFull);
        file.write_at(50, &[2; 50]).unwrap();
    }
}
