//! The service units: understood by systemd, and exposed no more than agreed. Needs no running systemd.
#![allow(clippy::print_stderr, reason = "a test that skips says so")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tests::tree::root;

/// The exposure `systemd-analyze security` may give at most, in tenths; 0 is none, 100 is all.
const EXPOSURE: &str = "20";

fn units(extension: &str) -> Vec<PathBuf> {
    let folder = fs::read_dir(root().join("systemd")).unwrap();
    let mut units: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    units.retain(|path| path.extension().is_some_and(|e| e == extension));
    units.sort();
    assert!(!units.is_empty());
    units
}

fn analyze(arguments: &[&str], unit: &PathBuf) -> Option<std::process::Output> {
    let told = Command::new("systemd-analyze")
        .args(arguments)
        .arg(unit)
        .output();
    if told.is_err() {
        eprintln!("SKIPPED: systemd-analyze is not on this machine (Debian: systemd)");
    }
    told.ok()
}

#[test]
fn no_service_is_exposed_more_than_agreed() {
    for unit in units("service") {
        let threshold = format!("--threshold={EXPOSURE}");
        let arguments = ["security", "--offline=true", "--no-pager", &threshold];
        let Some(told) = analyze(&arguments, &unit) else {
            return;
        };
        let words = String::from_utf8_lossy(&told.stdout);
        assert!(words.contains("Overall exposure level"), "{told:?}");
        assert!(told.status.success(), "{}: {words}", unit.display());
    }
}

#[test]
fn systemd_understands_every_line() {
    // The programs are not installed here; something else stands in their place.
    let folder = tempfile::tempdir().unwrap();
    let copies = [units("service"), units("socket")].concat();
    let copies = copies.iter().map(|unit| {
        let text = fs::read_to_string(unit).unwrap();
        let lines = text.lines().map(|line| {
            let command = line.starts_with("ExecStart=");
            if command { "ExecStart=/bin/true" } else { line }
        });
        let copy = folder.path().join(unit.file_name().unwrap());
        fs::write(&copy, lines.collect::<Vec<_>>().join("\n")).unwrap();
        copy
    });
    for unit in copies.collect::<Vec<_>>() {
        let Some(told) = analyze(&["verify", "--man=no"], &unit) else {
            return;
        };
        let words = String::from_utf8_lossy(&told.stderr);
        assert!(told.status.success() && words.is_empty(), "{words}");
    }
}

#[test]
fn every_directive_of_a_service_stands_below_its_reason() {
    for unit in units("service") {
        let text = fs::read_to_string(&unit).unwrap();
        let section = text.split("[Service]").nth(1).unwrap();
        let mut reason = 0;
        for line in section.lines().take_while(|line| !line.starts_with('[')) {
            if line.starts_with("# ") && !line.starts_with("# ---") {
                reason = 8;
            } else if line.contains('=') {
                assert!(reason > 0, "{}: {line}", unit.display());
                reason -= 1;
            } else {
                reason = 0;
            }
        }
    }
}
