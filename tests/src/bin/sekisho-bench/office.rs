//! The peer for files: LibreOffice without a screen, converting to the same format with a profile that was made
//! before: at its best, one process for many files; and walled off as we do it, a process for each.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What it did in how long.
pub(crate) struct Converted {
    /// Files it wrote.
    pub(crate) files: usize,
    /// Seconds for all.
    pub(crate) seconds: f64,
}

/// How many files a process gets.
#[derive(Clone, Copy)]
pub(crate) enum Processes {
    /// All of them.
    One,
    /// One of them: what was in a file is gone before the next is opened.
    Each,
}

/// Converts files of one format to the same format; none where LibreOffice is not here.
pub(crate) fn convert(
    format: &str,
    files: &[PathBuf],
    processes: Processes,
    scratch: &Path,
) -> Option<Converted> {
    let out = scratch.join(format!("converted-{format}"));
    std::fs::create_dir_all(&out).ok()?;
    let profile = format!("-env:UserInstallation=file://{}/profile", scratch.display());
    let run = |files: &[PathBuf]| {
        Command::new("timeout")
            .args(["900", "soffice", &profile, "--headless", "--convert-to"])
            .args([format, "--outdir"])
            .arg(&out)
            .args(files)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .ok()
    };
    Command::new("soffice")
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .ok()?;
    // Once for the profile; not counted.
    run(files.get(..1)?)?;
    for old in std::fs::read_dir(&out).ok()?.flatten() {
        let _ = std::fs::remove_file(old.path());
    }
    let begun = Instant::now();
    let portion = match processes {
        Processes::One => files.len(),
        Processes::Each => 1,
    };
    for files in files.chunks(portion.max(1)) {
        run(files)?;
    }
    Some(Converted {
        seconds: begun.elapsed().as_secs_f64(),
        files: std::fs::read_dir(&out).ok()?.count(),
    })
}
