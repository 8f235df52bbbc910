//! An archive: paths, and which child stands at each.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::limits::Limits;
use crate::name;
use crate::refusal::Refusal;

/// The tree of an archive; the files themselves are children.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archive {
    /// The entries, in the order found.
    pub entries: Vec<Entry>,
}

/// One entry of an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Cleaned path, parts joined by `/`, never absolute, never upward.
    pub path: String,
    /// True for a folder.
    pub directory: bool,
    /// The child that holds the file; none for a folder.
    pub child: Option<u32>,
}

impl Archive {
    /// Checks counts, paths, and that no two entries take one path or one child.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        if self.entries.len() > limits.children {
            return Err(Refusal::TooMany("entries"));
        }
        let (mut paths, mut children) = (BTreeSet::new(), BTreeSet::new());
        for entry in &self.entries {
            if entry.path.chars().count() > limits.path_chars {
                return Err(Refusal::TooLarge("a path"));
            }
            if !name::path_is_clean(&entry.path) {
                return Err(Refusal::Character("a path"));
            }
            if !paths.insert(entry.path.to_lowercase()) {
                return Err(Refusal::Inconsistent("a path that stands twice"));
            }
            if entry.directory && entry.child.is_some() {
                return Err(Refusal::Inconsistent("a folder with a file in its place"));
            }
            if entry.child.is_some_and(|child| !children.insert(child)) {
                return Err(Refusal::Inconsistent("a child that stands twice"));
            }
        }
        Ok(())
    }
}
