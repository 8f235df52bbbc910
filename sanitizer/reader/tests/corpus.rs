//! Real files, many of them odd or hostile, through both halves. Skips loudly where they are not here.
//!
//! `SEKISHO_CORPUS` names the folder; `SEKISHO_CLEAN` names a folder where the clean files are left for other
//! programs to judge.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::format_push_string,
    reason = "a test fails loudly"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "the files of the corpus are on a disk"
)]

mod road;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn corpus() -> Option<PathBuf> {
    let named = std::env::var_os("SEKISHO_CORPUS").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let folder = named.unwrap_or(beside);
    folder.is_dir().then_some(folder)
}

fn ours(name: &str) -> bool {
    let lower = name.to_lowercase();
    [
        "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xltx", "xltm", "xlsb", "pptx", "pptm",
        "ppsx", "ppsm", "potx", "png", "jpg", "jpeg", "gif", "bmp", "zip",
    ]
    .iter()
    .any(|extension| lower.ends_with(&format!(".{extension}")))
}

#[test]
fn office_files_pictures_and_archives_of_the_world_cross_or_are_held() {
    let Some(corpus) = corpus() else {
        eprintln!("SKIPPED: no corpus (set SEKISHO_CORPUS to a folder of sample files)");
        return;
    };
    let keep = std::env::var_os("SEKISHO_CLEAN").map(PathBuf::from);
    let (mut clean, mut held) = (0_usize, BTreeMap::<String, Vec<String>>::new());
    for folder in ["office", "mixed", "hostile-office"] {
        let Ok(entries) = std::fs::read_dir(corpus.join(folder)) else {
            continue;
        };
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if !ours(&name) {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            match road::carry(&name, &bytes) {
                Ok(done) => {
                    clean += 1;
                    for (child, reason) in &done.held {
                        eprintln!("  {name}: {child} held: {reason}");
                    }
                    if let Some(keep) = &keep {
                        std::fs::create_dir_all(keep).unwrap();
                        let to = format!("{name}.{}", done.kind.extension());
                        std::fs::write(keep.join(to), &done.bytes).unwrap();
                        let report: Vec<String> = done
                            .findings
                            .iter()
                            .map(|f| format!("{} {} {:?}", f.code, f.count, f.places))
                            .collect();
                        std::fs::write(keep.join(format!("{name}.report")), report.join("\n"))
                            .unwrap();
                    }
                    if bytes.len() < 20_000 {
                        let again = road::carry(&name, &bytes).unwrap();
                        assert!(again.bytes == done.bytes, "{name}: the same bytes again");
                    }
                }
                Err(reason) => held.entry(reason.code().to_owned()).or_default().push(name),
            }
        }
    }
    eprintln!("clean {clean}");
    for (reason, names) in &held {
        eprintln!("{reason} {}", names.len());
        for name in names {
            eprintln!("  {name}");
        }
    }
    assert!(
        !held.contains_key("writer-refused"),
        "the writer takes all that the reader says"
    );
    assert!(clean > 0);
}
