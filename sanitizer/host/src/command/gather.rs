//! Which files there are to do: those named, and those in the folders named, in order, links not followed.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A folder deeper than this is no folder of documents.
const DEEPEST: usize = 64;

/// What there is to do.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) things: Vec<Thing>,
    /// Links that were met in folders and not followed.
    pub(super) links: usize,
    /// Bytes of all files together.
    pub(super) bytes: u64,
}

/// One file, or one place that could not be looked at.
#[derive(Debug)]
pub(super) struct Thing {
    pub(super) path: PathBuf,
    /// The folders it goes into under the output folder, cleaned.
    pub(super) under: Vec<String>,
    /// Its size, or why it cannot be read.
    pub(super) found: io::Result<u64>,
}

/// Gathers all files of the inputs; the output folder itself is never among them.
pub(super) fn all(inputs: &[PathBuf], output: &Path) -> Gathered {
    let mut gathered = Gathered::default();
    let output = fs::metadata(output).ok().map(|own| (own.dev(), own.ino()));
    for input in inputs {
        match fs::metadata(input) {
            Ok(found) if found.is_dir() => {
                // One folder's tree stands right under the output; several would mingle.
                let name = input.file_name().filter(|_| inputs.len() > 1);
                let under = name.map(|name| clean(&name.to_string_lossy()));
                gathered.folder(input, &under.into_iter().collect::<Vec<_>>(), output);
            }
            Ok(found) => gathered.file(input, &[], &found),
            Err(error) => gathered.add(input, &[], Err(error)),
        }
    }
    gathered
}

impl Gathered {
    fn folder(&mut self, folder: &Path, under: &[String], output: Option<(u64, u64)>) {
        if under.len() > DEEPEST {
            let error = io::Error::other("folders inside folders, too deep");
            return self.add(folder, under, Err(error));
        }
        let listed = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = match listed {
            Ok(entries) => entries,
            Err(error) => return self.add(folder, under, Err(error)),
        };
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            match fs::symlink_metadata(&path) {
                Ok(found) if found.is_symlink() => self.links = self.links.saturating_add(1),
                Ok(found) if found.is_dir() => {
                    if output != Some((found.dev(), found.ino())) {
                        let name = clean(&entry.file_name().to_string_lossy());
                        self.folder(&path, &[under, &[name]].concat(), output);
                    }
                }
                Ok(found) => self.file(&path, under, &found),
                Err(error) => self.add(&path, under, Err(error)),
            }
        }
    }

    fn file(&mut self, path: &Path, under: &[String], found: &fs::Metadata) {
        let size = if found.is_file() {
            Ok(found.len())
        } else {
            // A pipe or a device may never end.
            Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "not a regular file",
            ))
        };
        self.add(path, under, size);
    }

    fn add(&mut self, path: &Path, under: &[String], found: io::Result<u64>) {
        let size = found.as_ref().copied().unwrap_or(0);
        self.bytes = self.bytes.saturating_add(size);
        self.things.push(Thing {
            path: path.to_owned(),
            under: under.to_vec(),
            found,
        });
    }
}

/// A folder's name that is one folder's name everywhere.
fn clean(name: &str) -> String {
    let cleaned = sekisho_ir::name::clean_name(name).name;
    if cleaned.is_empty() {
        "folder".to_owned()
    } else {
        cleaned
    }
}
