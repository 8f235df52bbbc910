//! Who may import whom.

use std::collections::BTreeSet;

use tests::tree::{links, links_directly, ours, rust};

use crate::none;

/// Crates that read a document format. The trusted half never links one.
const PARSERS: &[&str] = &[
    "mail-parser",
    "mailparse",
    "quick-xml",
    "html5ever",
    "markup5ever_rcdom",
    "xml5ever",
    "ammonia",
    "html2text",
    "scraper",
    "zip",
    "cfb",
    "csv",
    "calamine",
    "lopdf",
    "zune-jpeg",
    "tiff",
    "hayro-ccitt",
    "hayro-interpret",
    "hayro-syntax",
    "image-webp",
    "usvg",
    "resvg",
    "image",
    "infer",
    "chardetng",
    "encoding_rs",
    "tar",
    "sekisho-reader",
];

#[test]
fn the_writer_has_never_linked_a_document_parser() {
    let linked = links("sekisho-writer");
    assert!(linked.contains("sekisho-ir"), "cargo tree did not answer");
    let found: Vec<String> = PARSERS
        .iter()
        .filter(|p| linked.contains(**p))
        .map(|p| (*p).to_owned())
        .collect();
    none("sekisho-writer links a crate that parses documents", &found);
}

/// The picture encoders live in crates that also decode; the writer may only name their encoders.
#[test]
fn the_writer_names_no_decoder() {
    let found = places(
        |path| path.starts_with("sanitizer/writer/src/") && !path.ends_with("/tests.rs"),
        &[
            "png::Decoder",
            "gif::Decoder",
            "fax::decoder",
            "DecodeOptions",
            "GzDecoder",
            "DeflateDecoder",
            "Inflate",
        ],
    );
    none("the writer names a decoder", &found);
}

#[test]
fn the_sanitizer_touches_no_disk_no_net_no_clock_and_no_chance() {
    let inside = |path: &str| {
        ["sanitizer/ir/", "sanitizer/reader/", "sanitizer/writer/"]
            .iter()
            .any(|p| path.starts_with(p))
            && !path.ends_with("/main.rs")
            && !path.contains("/tests/")
            && !path.contains("/benches/")
            && !path.contains("/examples/")
            && !path.ends_with("/tests.rs")
    };
    let found = places(
        inside,
        &[
            "std::fs",
            "std::net",
            "std::time",
            "std::env",
            "std::process",
            "std::thread",
            "SystemTime",
            "Instant::",
            "getrandom",
            "rand::",
            "Uuid::",
            "RandomState",
            "tokio",
            "HashMap<",
            "HashSet<",
        ],
    );
    none(
        "the sanitizer reaches outside its walls (or orders by chance)",
        &found,
    );
}

/// Words of the town hall. `platform` would become a drawer for everything if it knew one.
const DOMAIN: &[&str] = &[
    "mailbox",
    "smtp",
    "sanitiz",
    "crossing",
    "tier",
    "clerk",
    "groupware",
    "circular",
    "mynumber",
    "lgwan",
    "quarantine",
    "attachment",
    "recipient",
    "approver",
    "municipal",
];

#[test]
fn the_platform_knows_no_word_of_the_domain() {
    let mut found = Vec::new();
    for source in rust()
        .iter()
        .filter(|s| s.path.starts_with("platform/src/"))
    {
        for (at, line) in source.text.lines().enumerate() {
            let lower = line.to_lowercase();
            let words: BTreeSet<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
            for word in DOMAIN {
                if words.iter().any(|w| w.starts_with(word)) {
                    found.push(format!("{}:{} says “{word}”", source.path, at + 1));
                }
            }
        }
    }
    none("platform uses a word of the domain", &found);
}

#[test]
fn gateway_and_appliance_never_link_each_other() {
    assert!(
        links("sekisho-gateway").contains("sekisho-platform"),
        "cargo tree did not answer"
    );
    let mut found = Vec::new();
    for (from, to) in [
        ("sekisho-gateway", "sekisho-appliance"),
        ("sekisho-appliance", "sekisho-gateway"),
        ("sekisho-command", "sekisho-gateway"),
        ("sekisho-command", "sekisho-appliance"),
        ("sekisho-gateway", "sekisho-reader"),
        ("sekisho-gateway", "sekisho-writer"),
        ("sekisho-appliance", "sekisho-reader"),
        ("sekisho-appliance", "sekisho-writer"),
        ("sekisho-sanitizer", "sekisho-reader"),
        ("sekisho-sanitizer", "sekisho-platform"),
        ("sekisho-ir", "sekisho-platform"),
        ("sekisho-platform", "sekisho-ir"),
        ("sekisho-platform", "sekisho-sanitizer"),
        ("sekisho-jail", "sekisho-platform"),
    ] {
        if links(from).contains(to) {
            found.push(format!("{from} links {to}"));
        }
    }
    none("rooms that must not know each other are linked", &found);
}

#[test]
fn one_tls_one_cryptography_and_nothing_that_calls_out() {
    let banned = [
        "openssl",
        "openssl-sys",
        "native-tls",
        "ring",
        "reqwest",
        "ureq",
        "curl",
    ];
    let mut found = Vec::new();
    for name in ours() {
        let linked = links(&name);
        found.extend(
            banned
                .iter()
                .filter(|b| linked.contains(**b))
                .map(|b| format!("{name} links {b}")),
        );
    }
    none("a banned crate is linked", &found);
}

#[test]
fn a_module_enters_another_only_by_its_door() {
    let mut found = Vec::new();
    for source in rust()
        .iter()
        .filter(|s| s.path.starts_with("appliance/src/"))
    {
        let own = source
            .path
            .strip_prefix("appliance/src/modules/")
            .and_then(|p| p.split('/').next());
        for (at, line) in source.code() {
            for (start, _) in line.match_indices("modules::") {
                let rest = &line[start + "modules::".len()..];
                let mut steps = rest.split("::");
                let module = steps.next().unwrap_or_default();
                let inner = steps.next().unwrap_or_default();
                let enters = ["model", "table", "access", "service", "web", "page", "text"]
                    .iter()
                    .any(|room| inner.trim_start_matches('{').starts_with(room));
                if enters && own != Some(module) {
                    found.push(format!("{}:{at}: {}", source.path, line.trim()));
                }
            }
        }
    }
    none(
        "a module's inside is used from elsewhere; offer it in its mod.rs",
        &found,
    );
}

#[test]
fn commands_know_nothing_of_http_or_templates() {
    let inside = |path: &str| {
        path.starts_with("appliance/src/")
            && ["/service.rs", "/model.rs", "/access.rs", "/table.rs"]
                .iter()
                .any(|e| path.ends_with(e))
    };
    let found = places(
        inside,
        &[
            "axum",
            "askama",
            "hyper",
            "http::",
            "tower",
            "Html<",
            "StatusCode",
        ],
    );
    none(
        "a service, model, access or table file knows the web",
        &found,
    );
}

#[test]
fn only_the_adapter_knows_the_engine() {
    let mut found: Vec<String> = ours()
        .into_iter()
        .filter(|n| n != "sekisho-platform" && links_directly(n).contains("redb"))
        .map(|n| format!("{n} depends on redb"))
        .collect();
    found.extend(places(
        |path| {
            path.starts_with("platform/")
                && !path.contains("store/redb")
                && !path.contains("/tests")
        },
        &[" redb::", "(redb::", "<redb::", "&redb::"],
    ));
    // The adapter's own module is called redb too; only the crate is meant here.
    found.retain(|place| !place.contains("store::redb::"));
    none("the engine is known outside its adapter", &found);
}

#[test]
fn time_and_chance_are_passed_in() {
    let inside = |path: &str| {
        !path.starts_with("platform/src/clock")
            && !path.starts_with("platform/src/id")
            // The warm parent measures how long its own child runs; no content ever sees it.
            && path != "sanitizer/jail/src/deadline.rs"
            && !path.starts_with("tests/")
            && !path.contains("/tests")
            && !path.contains("/benches/")
            && !path.contains("/fuzz/")
            && !path.contains("/examples/")
    };
    let found = places(
        inside,
        &[
            "SystemTime::now",
            "Instant::now",
            "Timestamp::now",
            "Zoned::now",
            "Uuid::now_v7",
            "Uuid::new_v4",
            "getrandom::",
            "OsRng",
            "thread_rng",
        ],
    );
    none("wall clock or randomness is taken from the air", &found);
}

/// Every place in code (not comments, not unit tests) of the chosen files that holds a needle.
fn places(chosen: impl Fn(&str) -> bool, needles: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in rust().iter().filter(|s| chosen(&s.path)) {
        for (at, line) in source.code() {
            for needle in needles.iter().filter(|n| line.contains(**n)) {
                found.push(format!("{}:{at}: {needle}", source.path));
            }
        }
    }
    found
}
