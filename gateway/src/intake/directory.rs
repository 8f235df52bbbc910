//! Who exists behind the gateway: the addresses the inner node last told us.
//!
//! Promises: the list survives a restart; while none was ever received nobody is refused as unknown and nobody is
//! accepted either (the intake answers "later"); an older list never replaces a newer one.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use serde::{Deserialize, Serialize};

/// The list of addresses, shared by all sessions. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Directory {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    file: PathBuf,
    known: RwLock<Option<Known>>,
}

#[derive(Debug)]
struct Known {
    version: u64,
    addresses: HashSet<String>,
}

/// The list as it lies on the disk.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    version: u64,
    addresses: Vec<String>,
}

/// What the directory says of one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// The address exists.
    Known,
    /// The inner node has told us its list and this address is not on it.
    Unknown,
    /// The inner node has never told us anything.
    NotYetTold,
}

/// The directory could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The file is there and cannot be read.
    #[error("reading the kept directory {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is there and is not a directory we wrote.
    #[error("understanding the kept directory {path}")]
    Understand {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// The new list could not be written.
    #[error("keeping the directory in {path}")]
    Keep {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Directory {
    /// Opens the directory kept in `file`; a missing file means that nothing was told yet.
    pub fn open(file: &Path) -> Result<Self, DirectoryError> {
        let known = match std::fs::read(file) {
            Ok(bytes) => {
                let kept: Kept = serde_json::from_slice(&bytes).map_err(|source| {
                    DirectoryError::Understand {
                        path: file.to_owned(),
                        source,
                    }
                })?;
                Some(Known {
                    version: kept.version,
                    addresses: folded(&kept.addresses),
                })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(source) => {
                return Err(DirectoryError::Read {
                    path: file.to_owned(),
                    source,
                });
            }
        };
        let shared = Shared {
            file: file.to_owned(),
            known: RwLock::new(known),
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Keeps a newer list, on disk first. Answers whether it was newer. The caller has checked its signature.
    pub fn replace(&self, version: u64, addresses: &[String]) -> Result<bool, DirectoryError> {
        if self.version().is_some_and(|held| held >= version) {
            return Ok(false);
        }
        let kept = Kept {
            version,
            addresses: addresses.to_vec(),
        };
        self.keep(&kept).map_err(|source| DirectoryError::Keep {
            path: self.shared.file.clone(),
            source,
        })?;
        let known = Known {
            version,
            addresses: folded(addresses),
        };
        *self
            .shared
            .known
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = Some(known);
        Ok(true)
    }

    /// The version of the list we hold.
    pub fn version(&self) -> Option<u64> {
        self.known().as_ref().map(|known| known.version)
    }

    /// How many addresses are known.
    pub fn len(&self) -> usize {
        self.known()
            .as_ref()
            .map_or(0, |known| known.addresses.len())
    }

    /// Whether no address is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether `address` exists. Capitals make no difference.
    pub fn presence(&self, address: &str) -> Presence {
        match self.known().as_ref() {
            None => Presence::NotYetTold,
            Some(known) if known.addresses.contains(&address.to_lowercase()) => Presence::Known,
            Some(_) => Presence::Unknown,
        }
    }

    fn known(&self) -> std::sync::RwLockReadGuard<'_, Option<Known>> {
        self.shared
            .known
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn keep(&self, kept: &Kept) -> std::io::Result<()> {
        let file = &self.shared.file;
        let beside = file.with_extension("new");
        let mut new = std::fs::File::create(&beside)?;
        new.write_all(&serde_json::to_vec(kept)?)?;
        new.sync_all()?;
        std::fs::rename(&beside, file)?;
        match file.parent() {
            Some(folder) => std::fs::File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }
}

fn folded(addresses: &[String]) -> HashSet<String> {
    addresses
        .iter()
        .map(|address| address.to_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_survives_a_restart_and_an_older_one_does_not_replace_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("directory.json");
        let directory = Directory::open(&file).unwrap();
        assert_eq!(
            directory.presence("sato@yamabiko.example"),
            Presence::NotYetTold
        );

        assert!(
            directory
                .replace(2, &["sato@yamabiko.example".into()])
                .unwrap()
        );
        assert!(!directory.replace(1, &[]).unwrap());

        let again = Directory::open(&file).unwrap();
        assert_eq!(again.version(), Some(2));
        assert_eq!(again.presence("Sato@Yamabiko.Example"), Presence::Known);
        assert_eq!(again.presence("nobody@yamabiko.example"), Presence::Unknown);
    }

    #[test]
    fn a_damaged_file_is_an_error_and_not_an_empty_town() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("directory.json");
        std::fs::write(&file, b"{").unwrap();
        assert!(matches!(
            Directory::open(&file),
            Err(DirectoryError::Understand { .. })
        ));
    }
}
