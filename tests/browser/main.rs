//! Debian's Chromium against a real town: each story is a Node script that drives the browser and
//! fails with a sentence. The flags are those of a closed network: it asks nobody for anything.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::disallowed_methods
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use tests::post::send;
use tests::samples;
use tests::world::{Role, World};

/// A town with a morning's mail for 佐藤.
fn town() -> World {
    let world = World::start();
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        format!("@{}", path.display())
    };
    let workbook = put("mitsumori.xlsm", &samples::xlsm());
    let locked = put("meibo.zip", &samples::locked_zip());
    for n in 1..=60 {
        let subject = format!("Subject: 連絡 {n}");
        send(
            &world,
            &["--to", "sato@yamabiko.example", "--header", &subject],
        );
    }
    send(
        &world,
        &[
            "--to",
            "sato@yamabiko.example",
            "--from",
            "tanaka@kensetsu.example",
            "--header",
            "From: =?UTF-8?B?55Sw5Lit5bu66Kit?= <tanaka@kensetsu.example>",
            "--header",
            "Subject: 見積書と名簿の送付について",
            "--body",
            "お世話になっております。\n見積書と名簿をお送りします。",
            "--attach-type",
            "application/octet-stream",
            "--attach-name",
            "見積内訳.xlsm",
            "--attach",
            &workbook,
            "--attach-type",
            "application/zip",
            "--attach-name",
            "名簿.zip",
            "--attach",
            &locked,
        ],
    );
    world.settled(61);
    world
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(files(&path));
        } else if path.is_file() {
            out.push(path);
        }
    }
    out
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

fn play(world: &World, story: &str) {
    let root = tests::tree::root().join("tests/browser");
    let output = Command::new("node")
        .arg(root.join("stories").join(format!("{story}.mjs")))
        .env("SEKISHO_HTTP", &world.http)
        .env("SEKISHO_SMTP", &world.smtp)
        .env("SEKISHO_PASSWORD", world.password("sato"))
        .env("SEKISHO_SHOTS", world.var().join("shots"))
        .output()
        .expect("node runs");
    assert!(
        output.status.success(),
        "{story}:\n{}{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
        world.said(Role::Appliance)
    );
}

/// One town for all stories: they are played one after the other, as a clerk's morning.
#[test]
fn a_clerks_morning_in_a_real_browser() {
    let world = town();
    let auditor = serde_json::json!({
        "do": "role-grant", "login": "ikeda", "role": "auditor", "unit": null, "post": false,
    });
    world
        .ask(Role::Appliance, &auditor)
        .expect("somebody audits");
    for story in [
        "portal",
        "latency",
        "arrange",
        "reading",
        "arrival",
        "keyboard",
        "walk",
        "frame",
        "conflict",
        "administration",
        "emergency",
        "external",
        "groups",
        "picker",
        "acting",
        "photo",
        "passkey",
        "accessible",
        "names",
        "noscript",
    ] {
        eprintln!("story: {story}");
        play(&world, story);
    }
    let canary = b"CANARY-N35-41-22";
    let holds = |path: &Path| std::fs::read(path).is_ok_and(|bytes| contains(&bytes, canary));
    let kept: Vec<PathBuf> = files(world.var())
        .into_iter()
        .filter(|path| holds(path))
        .collect();
    assert!(
        kept.is_empty(),
        "what was uploaded is on the disk as it came: {kept:?}"
    );
    let reports = world
        .ask(Role::Appliance, &serde_json::json!({"do": "csp-reports"}))
        .expect("the appliance answers");
    let list = reports["reports"].as_array().cloned().unwrap_or_default();
    assert!(list.is_empty(), "the content policy was broken: {reports}");
}
