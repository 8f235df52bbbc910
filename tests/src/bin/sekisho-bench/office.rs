//! The peer for files: LibreOffice without a screen, converting to the same format, at its best:
//! one process for many files, with a profile that was made before.

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

/// Converts files of one format to the same format; none where LibreOffice is not here.
pub(crate) fn convert(format: &str, files: &[PathBuf], scratch: &Path) -> Option<Converted> {
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
    run(files)?;
    Some(Converted {
        seconds: begun.elapsed().as_secs_f64(),
        files: std::fs::read_dir(&out).ok()?.count(),
    })
}
