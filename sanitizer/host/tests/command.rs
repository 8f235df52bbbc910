//! `sekisho-sanitize` as a person uses it: files in, new files and a readable report out.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fall over"
)]

mod scene;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn sanitize(folder: &Path, arguments: &[&str]) -> Output {
    scene::programs();
    Command::new(env!("CARGO_BIN_EXE_sekisho-sanitize"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_clean_text_comes_out_and_the_report_is_japanese() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("議事録.txt"),
        "第1回\r\n𠮷田委員長\u{202e}\n",
    )
    .unwrap();
    let output = sanitize(folder.path(), &["議事録.txt", "-o", "out"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let written = fs::read_to_string(folder.path().join("out/議事録.txt")).unwrap();
    assert!(written.contains("𠮷田委員長") && !written.contains('\u{202e}'));
    let said = said(&output);
    assert!(
        said.contains("テキスト") && said.contains("を除きました。"),
        "{said}"
    );
}

#[test]
fn what_cannot_be_made_safe_is_held_and_the_exit_code_says_so() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "ok").unwrap();
    fs::write(
        folder.path().join("b.exe"),
        b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0",
    )
    .unwrap();
    let output = sanitize(folder.path(), &["a.txt", "b.exe", "-o", "out", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let lines: Vec<serde_json::Value> = said(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["report"]["result"]["state"], "clean");
    assert_eq!(lines[1]["report"]["result"]["state"], "held");
    assert_eq!(lines[1]["output"], serde_json::Value::Null);
    let written: Vec<_> = fs::read_dir(folder.path().join("out")).unwrap().collect();
    assert_eq!(written.len(), 1, "nothing of the held file is written");
}

#[test]
fn two_files_of_one_name_do_not_overwrite_each_other() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("other")).unwrap();
    fs::write(folder.path().join("a.txt"), "one").unwrap();
    fs::write(folder.path().join("other/a.txt"), "two").unwrap();
    let output = sanitize(
        folder.path(),
        &["a.txt", "other/a.txt", "-o", "out", "--lang", "en"],
    );
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(
        fs::read_to_string(folder.path().join("out/a.txt")).unwrap(),
        "one"
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("out/a (2).txt")).unwrap(),
        "two"
    );
    assert!(said(&output).contains("written anew"));
}

#[test]
fn a_policy_decides_and_a_wrong_one_stops_everything() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "one").unwrap();
    fs::write(
        folder.path().join("hold.toml"),
        "[methods]\ntext = \"hold\"\n",
    )
    .unwrap();
    fs::write(
        folder.path().join("pass.toml"),
        "[methods]\ntext = \"pass\"\n",
    )
    .unwrap();
    let held = sanitize(
        folder.path(),
        &["a.txt", "-o", "out", "--policy", "hold.toml"],
    );
    assert_eq!(held.status.code(), Some(1));
    assert!(said(&held).contains("規則"));
    let wrong = sanitize(
        folder.path(),
        &["a.txt", "-o", "out", "--policy", "pass.toml"],
    );
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        fs::read_dir(folder.path().join("out"))
            .unwrap()
            .next()
            .is_none()
    );
}
