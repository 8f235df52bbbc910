//! The sample files beside the checkout, and the real sanitizer to take them through.
//!
//! The samples are not part of the project: whoever uses them skips loudly where they are absent.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use sekisho_sanitizer::{AcceptedWalls, Sanitizer, Settings, Slots};

use crate::world::binary;

/// Extensions of the Office packages that can be rebuilt.
pub const OFFICE: &[&str] = &[
    "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xltx", "xltm", "xlsb", "pptx", "pptm", "ppsx",
    "ppsm", "potx", "potm",
];

/// One sample file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Where it lies.
    pub path: PathBuf,
    /// Its path below the corpus.
    pub name: String,
    /// Its extension in small letters; empty for none.
    pub extension: String,
}

impl Sample {
    /// True for an Office package by its name.
    pub fn is_office(&self) -> bool {
        OFFICE.contains(&self.extension.as_str())
    }

    /// Its bytes.
    ///
    /// # Panics
    /// When it cannot be read.
    pub fn read(&self) -> Vec<u8> {
        std::fs::read(&self.path).unwrap_or_else(|e| panic!("{}: {e}", self.path.display()))
    }
}

/// The folder of samples: `SEKISHO_CORPUS`, or the one beside the checkout; none where it is not there.
pub fn folder() -> Option<PathBuf> {
    let beside = || crate::tree::root().join("../shared/corpus");
    let folder = std::env::var_os("SEKISHO_CORPUS").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Every file below a folder, in the order of their names.
pub fn samples(root: &Path) -> Vec<Sample> {
    let mut found = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(root).unwrap_or(&path);
            let extension = path.extension().unwrap_or_default();
            found.push(Sample {
                name: name.to_string_lossy().into_owned(),
                extension: extension.to_string_lossy().to_lowercase(),
                path,
            });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Both real halves behind their walls, of the same build as the running program: one pair for the whole process, so that
/// whoever watches its processes sees no other's.
///
/// # Panics
/// When a half is not built or a wall is missing.
pub fn sanitizer() -> &'static Sanitizer {
    static STARTED: OnceLock<Sanitizer> = OnceLock::new();
    STARTED.get_or_init(started)
}

fn started() -> Sanitizer {
    let settings = Settings {
        reader: binary("sanitize-read"),
        writer: binary("sanitize-write"),
        slots: Slots::default(),
        signers: None,
        accept_missing_walls: AcceptedWalls::default(),
    };
    Sanitizer::start(&settings).expect("both halves behind their walls")
}
