//! The checkout as data: its tracked files, their lines without comments, and the crate graph.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the checkout.
///
/// # Panics
/// When the crate does not stand one folder below the root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map(Path::to_path_buf)
        .unwrap_or_default()
}

/// One source file: where it stands below the root (with `/`), and its text.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path below the root, with forward slashes.
    pub path: String,
    /// The whole text; empty for a file that is not UTF-8.
    pub text: String,
}

impl Source {
    /// True for what stands beside the product and not in it: tests, benches, fuzz targets.
    pub fn is_test(&self) -> bool {
        self.path.starts_with("tests/")
            || self.path.contains("/tests/")
            || self.path.contains("/fuzz/")
            || self.path.contains("/benches/")
            || self.path.ends_with("/tests.rs")
            || self.path.contains("/testing")
    }

    /// Numbered lines of code: comments, doc comments and the unit tests at the end left out.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .map(|(at, line)| (at + 1, line))
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// Every file that git tracks or would track, build output left out.
pub fn files() -> Vec<Source> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output();
    let listing = output.map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    let names: BTreeSet<String> = listing
        .unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect();
    names
        .into_iter()
        .filter(|path| root().join(path).is_file())
        .map(|path| {
            let text = std::fs::read_to_string(root().join(&path)).unwrap_or_default();
            Source { path, text }
        })
        .collect()
}

/// Every Rust file of the tree.
pub fn rust() -> Vec<Source> {
    files()
        .into_iter()
        .filter(|s| has_extension(&s.path, "rs"))
        .collect()
}

/// True when the path ends in that extension.
pub fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case(extension))
}

/// Everything a crate of the tree links in a Linux build, itself left out; dev-dependencies do not
/// count. `cargo tree` is asked and not the lock file, because only it knows which optional crates
/// are really switched on.
pub fn links(crate_name: &str) -> BTreeSet<String> {
    ask_cargo(&["-p", crate_name])
}

/// What a crate names in its own manifest.
pub fn links_directly(crate_name: &str) -> BTreeSet<String> {
    ask_cargo(&["-p", crate_name, "--depth", "1"])
}

fn ask_cargo(which: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--edges", "normal", "--prefix", "none"])
        .args(["--target", "x86_64-unknown-linux-gnu", "--format", "{p}"])
        .args(which)
        .current_dir(root())
        .output();
    let text = output.map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
    text.unwrap_or_default()
        .lines()
        .skip(1)
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect()
}

/// The crates of the tree itself.
pub fn ours() -> Vec<String> {
    let name = |text: &str| {
        let line = text.lines().find_map(|l| l.strip_prefix("name = \""))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    files()
        .iter()
        .filter(|s| s.path.ends_with("/Cargo.toml") && !s.path.contains("fuzz"))
        .filter_map(|s| name(&s.text))
        .filter(|n| n.starts_with("sekisho-"))
        .collect()
}
