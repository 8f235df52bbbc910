//! Where bundles with a bad seal are kept, for whoever investigates.
//!
//! Promises: what is kept is bounded in number and in bytes, the oldest gives way; the same bundle is kept once
//! however often it is sent; a file appears whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use uuid::Uuid;

/// How much may be kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) files: usize,
    pub(super) bytes: u64,
}

/// The folder of refused bundles.
#[derive(Debug)]
pub(super) struct Refused {
    folder: PathBuf,
    bounds: Bounds,
    /// One at a time, so that two keepers do not count the same room twice.
    turn: Mutex<()>,
}

/// A kept file.
struct Kept {
    path: PathBuf,
    bytes: u64,
    since: SystemTime,
}

impl Refused {
    /// Opens the folder, making it when it is missing.
    pub(super) fn open(folder: &Path, bounds: Bounds) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        Ok(Self {
            folder: folder.to_owned(),
            bounds,
            turn: Mutex::new(()),
        })
    }

    /// Keeps a bundle. One larger than all the room is not kept; its digest is in the ledger all the same.
    pub(super) fn keep(&self, item: Uuid, digest: &blake3::Hash, bundle: &[u8]) -> io::Result<()> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let size = u64::try_from(bundle.len()).unwrap_or(u64::MAX);
        let digest = digest.to_hex();
        let name = format!("{item}-{}.bundle", digest.get(..16).unwrap_or_default());
        let path = self.folder.join(name);
        if size > self.bounds.bytes || path.exists() {
            return Ok(());
        }
        self.make_room(size)?;
        let beside = path.with_extension("new");
        let mut file = fs::File::create(&beside)?;
        file.write_all(bundle)?;
        file.sync_all()?;
        fs::rename(&beside, &path)?;
        fs::File::open(&self.folder)?.sync_all()
    }

    /// How many bundles are kept.
    pub(super) fn count(&self) -> io::Result<usize> {
        // Looking sweeps what a crash left half written, and must not meet a keeper at work.
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(self.kept()?.len())
    }

    fn make_room(&self, size: u64) -> io::Result<()> {
        let mut kept = self.kept()?;
        kept.sort_by_key(|file| std::cmp::Reverse(file.since));
        let mut bytes = size + kept.iter().map(|file| file.bytes).sum::<u64>();
        while kept.len() >= self.bounds.files || bytes > self.bounds.bytes {
            let Some(oldest) = kept.pop() else { break };
            fs::remove_file(&oldest.path)?;
            bytes -= oldest.bytes;
        }
        Ok(())
    }

    fn kept(&self) -> io::Result<Vec<Kept>> {
        let mut kept = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let meta = entry.metadata()?;
            if entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "bundle")
            {
                let since = meta.modified()?;
                kept.push(Kept {
                    path: entry.path(),
                    bytes: meta.len(),
                    since,
                });
            } else {
                // Half a file from a stop in the middle.
                fs::remove_file(entry.path())?;
            }
        }
        Ok(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keep(refused: &Refused, item: u128, bundle: &[u8]) {
        refused
            .keep(Uuid::from_u128(item), &blake3::hash(bundle), bundle)
            .unwrap();
    }

    #[test]
    fn the_same_bundle_is_kept_once_and_the_folder_never_outgrows_its_bounds() {
        let folder = tempfile::tempdir().unwrap();
        let refused = Refused::open(
            folder.path(),
            Bounds {
                files: 3,
                bytes: 100,
            },
        )
        .unwrap();
        keep(&refused, 1, &[1; 30]);
        keep(&refused, 1, &[1; 30]);
        assert_eq!(refused.count().unwrap(), 1);
        for item in 2..20_u8 {
            keep(&refused, u128::from(item), &[item; 30]);
        }
        assert_eq!(refused.count().unwrap(), 3);
        keep(&refused, 50, &[7; 90]);
        assert_eq!(refused.count().unwrap(), 1);
        keep(&refused, 51, &[7; 101]);
        assert_eq!(
            refused.count().unwrap(),
            1,
            "a giant does not push the others out"
        );
    }

    #[test]
    fn half_a_file_left_by_a_stop_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x.new"), b"half").unwrap();
        let refused = Refused::open(
            folder.path(),
            Bounds {
                files: 3,
                bytes: 100,
            },
        )
        .unwrap();
        keep(&refused, 1, &[1; 30]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
