//! `sekisho-sanitize` as a person uses it: files in, new files and a readable report out.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fall over"
)]

#[path = "../../reader/tests/road/forge.rs"]
#[allow(
    dead_code,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::format_push_string,
    reason = "another story's tool"
)]
mod forge;
#[path = "../../reader/tests/road/locksmith.rs"]
#[allow(
    dead_code,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "another story's tool"
)]
mod locksmith;
mod scene;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn sanitize(folder: &Path, arguments: &[&str]) -> Output {
    scene::programs();
    Command::new(env!("CARGO_BIN_EXE_sekisho-sanitize"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap()
}

/// As [`sanitize`], with words on standard input.
fn sanitize_told(folder: &Path, arguments: &[&str], told: &str) -> Output {
    scene::programs();
    let mut running = Command::new(env!("CARGO_BIN_EXE_sekisho-sanitize"))
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    running
        .stdin
        .take()
        .unwrap()
        .write_all(told.as_bytes())
        .unwrap();
    running.wait_with_output().unwrap()
}

fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Every file below a folder, in order, by its path from there.
fn tree(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(place) = open.pop() {
        for entry in fs::read_dir(&place).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let path = path.strip_prefix(folder).unwrap();
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
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
    assert!(said(&output).contains("Written anew"));
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

#[test]
fn a_folder_comes_out_as_a_tree_of_the_same_shape_and_links_lead_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    fs::create_dir_all(at("in/総務課/令和8年")).unwrap();
    fs::write(at("in/b.txt"), "b").unwrap();
    fs::write(at("in/総務課/令和8年/a.txt"), "a").unwrap();
    fs::write(at("secret.txt"), "outside").unwrap();
    std::os::unix::fs::symlink(at("secret.txt"), at("in/link.txt")).unwrap();
    std::os::unix::fs::symlink(folder.path(), at("in/loop")).unwrap();
    // The output stands inside the folder: what was written is not taken in again.
    let first = sanitize(folder.path(), &["in", "-o", "in/out"]);
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    assert!(said(&first).contains("2件のうち2件を作り直しました"));
    assert!(said(&first).contains("2件のリンクはたどりませんでした"));
    let second = sanitize(folder.path(), &["in", "-o", "in/out", "--jobs", "1"]);
    assert_eq!(second.status.code(), Some(0));
    assert_eq!(
        tree(&at("in/out")),
        [
            "b (2).txt",
            "b.txt",
            "総務課/令和8年/a (2).txt",
            "総務課/令和8年/a.txt"
        ]
    );
    // Several folders keep their names, so that their trees do not mingle.
    fs::create_dir(at("other")).unwrap();
    fs::write(at("other/b.txt"), "b").unwrap();
    let both = sanitize(folder.path(), &["other", "in/総務課", "-o", "both"]);
    assert_eq!(both.status.code(), Some(0), "{both:?}");
    assert_eq!(tree(&at("both")), ["other/b.txt", "総務課/令和8年/a.txt"]);
}

#[test]
fn what_cannot_be_read_or_written_does_not_stop_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "a").unwrap();
    let output = sanitize(folder.path(), &["gone.txt", "a.txt", "-o", "out"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(said(&output).contains("gone.txt: 読めませんでした（見つかりません）"));
    assert_eq!(tree(&folder.path().join("out")), ["a.txt"]);
    // The output is a file: nothing can be done at all.
    let output = sanitize(folder.path(), &["a.txt", "-o", "a.txt", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(complained(&output).contains("output folder"));
}

#[test]
fn a_password_opens_a_document_and_stands_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let letter = forge::Forge::word("<w:p><w:r><w:t>契約</w:t></w:r></w:p>", &[]).close();
    let lock = locksmith::Agile::default();
    let locked = locksmith::agile(&letter, "ひらけ ゴマ", &lock);
    fs::write(folder.path().join("契約書.docx"), locked).unwrap();
    let held = sanitize(folder.path(), &["契約書.docx", "-o", "out"]);
    assert_eq!(held.status.code(), Some(1), "{held:?}");
    assert!(said(&held).contains("パスワードが付いている"));
    for more in [&[][..], &["--json"], &["--preview"]] {
        let arguments = [&["契約書.docx", "-o", "out", "--password-stdin"], more].concat();
        let opened = sanitize_told(folder.path(), &arguments, "infected\r\nひらけ ゴマ\n");
        assert_eq!(opened.status.code(), Some(0), "{opened:?}");
        for text in [said(&opened), complained(&opened)] {
            assert!(
                !text.contains("ゴマ") && !text.contains("infected"),
                "{text}"
            );
        }
    }
    let page = fs::read_to_string(folder.path().join("out/契約書.docx.preview.html")).unwrap();
    assert!(page.contains("新しいファイルにパスワードはありません") && !page.contains("ゴマ"));
    let open = fs::read(folder.path().join("out/契約書.docx")).unwrap();
    assert!(open.starts_with(b"PK"), "a plain package came out");
}

#[test]
fn a_method_goes_for_every_kind_and_says_where_it_cannot() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.html"), "<p>a<b>b</b></p>").unwrap();
    let zip = scene::stored_zip(&[("x.html", b"<p>x</p>")]);
    fs::write(folder.path().join("b.zip"), zip).unwrap();
    let text = sanitize(
        folder.path(),
        &["a.html", "b.zip", "-o", "out", "--method", "text"],
    );
    assert_eq!(text.status.code(), Some(0), "{text:?}");
    assert_eq!(tree(&folder.path().join("out")), ["a.txt", "b.zip"]);
    assert!(said(&text).contains("x.txt"), "{}", said(&text));
    let hold = sanitize(folder.path(), &["a.html", "-o", "out", "--method", "hold"]);
    assert_eq!(hold.status.code(), Some(1));
    assert!(said(&hold).contains("規則により"));
}

#[test]
fn a_wrong_policy_is_shown_with_file_line_column_and_caret() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "one").unwrap();
    let text = "[methods]\nzip = \"pass\"\n[documents]\nlink = \"web\"\n[limits]\ndepth = \"5\"\n";
    fs::write(folder.path().join("方針.toml"), text).unwrap();
    for (lang, words) in [
        (
            "ja",
            ["誤りが3か所", "ありません", "「links」ですか", "整数"],
        ),
        (
            "en",
            [
                "3 places",
                "there is no",
                "did you mean \"links\"",
                "whole number",
            ],
        ),
    ] {
        let arguments = [
            "a.txt",
            "-o",
            "out",
            "--policy",
            "方針.toml",
            "--lang",
            lang,
        ];
        let output = sanitize(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(2));
        let shown = complained(&output);
        for word in words {
            assert!(shown.contains(word), "{word}: {shown}");
        }
        assert!(shown.contains("方針.toml:2:7"), "{shown}");
        // The caret stands under the word.
        let lines: Vec<&str> = shown.lines().collect();
        let at = lines.iter().position(|l| l.contains("zip = ")).unwrap();
        assert_eq!(
            lines[at].find("\"pass\""),
            lines[at + 1].find("^^^^^^"),
            "{shown}"
        );
        assert!(!folder.path().join("out").exists(), "nothing was begun");
    }
}

#[test]
fn the_lines_for_programs_are_the_golden_ones() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("in")).unwrap();
    let at = |name: &str| folder.path().join("in").join(name);
    fs::write(at("a.csv"), "氏名,式\n𠮷田,=1+1\n").unwrap();
    fs::write(at("b.exe"), b"MZ\x90\0").unwrap();
    fs::write(
        at("c.zip"),
        scene::stored_zip(&[("x.txt", b"x"), ("y.exe", b"MZ\x90\0")]),
    )
    .unwrap();
    let lines = |arguments: &[&str]| -> Vec<serde_json::Value> {
        let output = sanitize(folder.path(), arguments);
        assert_eq!(complained(&output), "");
        said(&output)
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let mut told = lines(&["in", "gone.txt", "-o", "out", "--json"]);
    told.extend(lines(&["in/a.csv", "-o", "pages", "--json", "--preview"]));
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/wire/sanitize.json");
    if std::env::var_os("SEKISHO_GOLDEN").is_some() {
        let text = serde_json::to_string_pretty(&told).unwrap();
        fs::write(&golden, format!("{text}\n")).unwrap();
    }
    let golden: Vec<serde_json::Value> =
        serde_json::from_str(&fs::read_to_string(golden).unwrap()).unwrap();
    assert_eq!(told, golden);
}

#[test]
fn a_page_shows_what_would_come_and_writes_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("in/課")).unwrap();
    let name = "<script>\u{202e}txt.csv";
    fs::write(
        folder.path().join("in/課").join(name),
        "名前,<script>alert(1)</script>,=1+1\n",
    )
    .unwrap();
    for lang in ["ja", "en"] {
        let arguments = ["in", "-o", lang, "--preview", "--lang", lang];
        let output = sanitize(folder.path(), &arguments);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(!said(&output).contains('\u{202e}'));
        let pages = tree(&folder.path().join(lang));
        assert_eq!(pages.len(), 1);
        assert!(pages[0].starts_with("課/") && pages[0].ends_with(".preview.html"));
        let page = fs::read_to_string(folder.path().join(lang).join(&pages[0])).unwrap();
        assert!(page.contains("Content-Security-Policy") && page.contains("U+202E"));
        assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script"));
        assert!(page.contains(&format!("<html lang=\"{lang}\">")));
    }
}

#[test]
fn the_help_tells_the_exit_codes() {
    let folder = tempfile::tempdir().unwrap();
    let help = said(&sanitize(folder.path(), &["--help"]));
    for word in [
        "--password-stdin",
        "--preview",
        "--method",
        "終了コード",
        "exit codes",
    ] {
        assert!(help.contains(word), "{word}");
    }
    let nothing = sanitize(folder.path(), &[]);
    assert_eq!(nothing.status.code(), Some(2));
}
