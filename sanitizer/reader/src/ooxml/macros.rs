//! The names of macro modules, so that a person is told which are gone. Nothing of a macro is read but its name.

use std::io::Cursor;

/// Names of the modules in a macro project; empty where it cannot be read.
pub(super) fn modules(project: &[u8]) -> Vec<String> {
    let Ok(file) = cfb::CompoundFile::open(Cursor::new(project)) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for entry in file.walk().take(2_000) {
        let in_vba = entry
            .path()
            .parent()
            .and_then(|folder| folder.file_name())
            .is_some_and(|folder| folder.eq_ignore_ascii_case("VBA"));
        let name = entry.name();
        let is_module = entry.is_stream()
            && in_vba
            && !name.eq_ignore_ascii_case("dir")
            && !name.starts_with("_VBA_PROJECT")
            && !name.starts_with("__SRP_");
        if is_module {
            names.push(name.to_owned());
        }
    }
    names.sort();
    names
}
