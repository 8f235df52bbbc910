//! The shape of the tree: small rooms, said purposes, lints everywhere, words of the field.

use tests::tree::{files, has_extension, root, rust};

use crate::none;

#[test]
fn every_source_file_opens_by_saying_what_it_is_for() {
    let found: Vec<String> = rust()
        .into_iter()
        .filter(|s| !s.text.trim_start().starts_with("//!"))
        .map(|s| s.path)
        .collect();
    none("a source file does not open with //!", &found);
}

#[test]
fn no_room_is_too_big_to_know_ones_way_in() {
    let found: Vec<String> = files()
        .into_iter()
        .filter(|s| {
            ["rs", "css", "js", "html", "sh", "mjs"]
                .iter()
                .any(|e| has_extension(&s.path, e))
        })
        .filter(|s| s.text.lines().count() > 600)
        .map(|s| format!("{} has {} lines", s.path, s.text.lines().count()))
        .collect();
    none("a file is over 600 lines", &found);
}

#[test]
fn no_drawer_for_everything() {
    let found: Vec<String> = rust()
        .into_iter()
        .map(|s| s.path)
        .filter(|p| {
            p.trim_end_matches(".rs").split('/').any(|part| {
                ["common", "util", "utils", "helper", "helpers", "misc"].contains(&part)
            })
        })
        .collect();
    none("a drawer for everything appeared", &found);
}

#[test]
fn every_crate_takes_the_house_lints() {
    let mut found = Vec::new();
    for source in files()
        .iter()
        .filter(|s| s.path.ends_with("/Cargo.toml") && !s.path.contains("fuzz"))
    {
        if !source.text.contains("[lints]\nworkspace = true") {
            found.push(source.path.clone());
        }
    }
    none("a crate does not take [workspace.lints]", &found);
}

#[test]
fn unsafe_is_forbidden_in_every_root_that_needs_none() {
    let found: Vec<String> = rust()
        .into_iter()
        .filter(|s| s.path.ends_with("src/lib.rs") || s.path.ends_with("src/main.rs"))
        .filter(|s| !s.path.starts_with("sanitizer/jail/") && !s.path.contains("/fuzz/"))
        .filter(|s| !s.text.contains("#![forbid(unsafe_code)]"))
        .map(|s| s.path)
        .collect();
    none("a crate root does not forbid unsafe code", &found);
}

#[test]
fn the_one_unsafe_room_is_named() {
    let found: Vec<String> = rust()
        .into_iter()
        .filter(|s| !s.path.starts_with("sanitizer/jail/src/") && !s.path.contains("/fuzz/"))
        .filter(|s| !s.path.starts_with("tests/policy/"))
        .filter(|s| {
            s.code()
                .any(|(_, l)| l.contains("unsafe {") || l.contains("allow(unsafe_code)"))
        })
        .map(|s| s.path)
        .collect();
    none("unsafe code outside the jail", &found);
}

#[test]
fn nothing_is_promised_in_place_of_done() {
    let marks = [
        "todo!(",
        "unimplemented!(",
        concat!("FIX", "ME"),
        concat!("TO", "DO:"),
        concat!("XX", "X"),
    ];
    let mut found = Vec::new();
    for source in rust()
        .iter()
        .filter(|s| !s.path.starts_with("tests/policy/"))
    {
        for (at, line) in source.text.lines().enumerate() {
            // An example that must not compile may leave its values open.
            let example = line.trim_start().starts_with("//") && line.contains("todo!(");
            if !example && marks.iter().any(|m| line.contains(m)) {
                found.push(format!("{}:{}: {}", source.path, at + 1, line.trim()));
            }
        }
    }
    none("a promise stands where work should", &found);
}

#[test]
fn no_test_is_switched_off_and_none_sleeps() {
    let mut found = Vec::new();
    for source in rust().iter().filter(|s| !s.path.starts_with("tests/")) {
        let mut in_tests = source.is_test();
        let mut function = "";
        let mut before = "";
        for (at, line) in source.text.lines().enumerate() {
            // `mod tests;` names another file; `mod tests {` opens the tests of this one.
            in_tests |= before.trim() == "#[cfg(test)]" && line.trim_end().ends_with('{');
            before = line;
            if let Some((_, name)) = line.split_once("fn ") {
                function = name.split(['(', '<']).next().unwrap_or_default();
            }
            // The pause between two looks at a condition is not a sleep.
            let waits = function.starts_with("until") || function.starts_with("eventually");
            let sleeps = line.contains("thread::sleep(") || line.contains("time::sleep(");
            if line.contains("#[ignore") || (in_tests && sleeps && !waits) {
                found.push(format!("{}:{}: {}", source.path, at + 1, line.trim()));
            }
        }
    }
    none(
        "a test is ignored, or sleeps instead of waiting on a condition",
        &found,
    );
}

#[test]
fn the_project_speaks_of_itself_alone() {
    let words = [
        concat!("/wo", "rk/"),
        concat!("helper ", "session"),
        concat!("LLM", "-"),
    ];
    let mut found = Vec::new();
    for source in files() {
        for (at, line) in source.text.lines().enumerate() {
            if words.iter().any(|w| line.contains(w)) {
                found.push(format!("{}:{}", source.path, at + 1));
            }
        }
    }
    none("a word about the workplace stands in the tree", &found);
}

#[test]
fn every_ban_says_why() {
    let text = std::fs::read_to_string(root().join("clippy.toml")).unwrap();
    let silent: Vec<String> = text
        .lines()
        .filter(|l| l.contains("{ path =") && !l.contains("reason ="))
        .map(str::to_owned)
        .collect();
    none("a clippy ban gives no reason", &silent);
}

/// Clippy reads the nearest file only, so the sanitizer's own lists must repeat the house's.
#[test]
fn the_sanitizers_bans_hold_the_houses_too() {
    let ban = |line: &str| line.split('"').nth(1).map(str::to_owned);
    let house = std::fs::read_to_string(root().join("clippy.toml")).unwrap();
    let mut missing = Vec::new();
    for room in ["ir", "reader", "writer"] {
        let path = format!("sanitizer/{room}/clippy.toml");
        let own = std::fs::read_to_string(root().join(&path)).unwrap();
        for banned in house
            .lines()
            .filter(|l| l.contains("{ path ="))
            .filter_map(ban)
        {
            if !own.contains(&banned) {
                missing.push(format!("{path} lacks {banned}"));
            }
        }
        for needed in [
            "std::fs::File::open",
            "std::net::TcpStream::connect",
            "std::env::var",
        ] {
            if !own.contains(needed) {
                missing.push(format!("{path} lacks {needed}"));
            }
        }
    }
    none(
        "the sanitizer's clippy lists are weaker than the house's",
        &missing,
    );
}
