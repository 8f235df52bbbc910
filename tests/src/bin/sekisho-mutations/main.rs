//! `make mutations`: very many hostile files, each made from a seed and a number, through the real sanitizer; no
//! output may act, no half may fall over.
//!
//! Settings: `SEKISHO_MUTATIONS` (how many, 200,000), `SEKISHO_SEED` (chosen and said where not given),
//! `SEKISHO_ONLY=pdf` (PDFs alone), `SEKISHO_CASE` (only this case, left with its output in `target/mutations/case`). Every 500th output is left in
//! `target/mutations/sample` for judges of other houses.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods
)]

use std::process::ExitCode;
use std::time::Instant;

use sekisho_sanitizer::{Policy, Sanitizer, Untrusted};
use tests::mutate::run::run;
use tests::mutate::{Seed, case, seeds};

/// Seeds above this many bytes teach nothing that smaller ones do not, and take longer.
const LARGEST: usize = 40_000;
/// Cases between two words of progress.
const STRIDE: u64 = 10_000;

fn main() -> ExitCode {
    let count = setting("SEKISHO_MUTATIONS").unwrap_or(200_000);
    let seed = setting("SEKISHO_SEED").unwrap_or_else(|| u64::from(std::process::id()));
    let mut all = seeds::generated();
    all.extend(seeds::papers());
    let own = all.len();
    all.extend(seeds::of_corpus(LARGEST));
    let papers = std::env::var("SEKISHO_ONLY").is_ok_and(|only| only == "pdf");
    if papers {
        all.retain(Seed::is_paper);
    }
    if !papers && all.len() == own {
        println!("SKIPPED: no corpus, so the seeds are only the {own} files made here");
    }
    let sanitizer = tests::corpus::sanitizer();
    if let Some(number) = setting("SEKISHO_CASE") {
        return alone(sanitizer, &all, seed, number);
    }
    println!(
        "SEKISHO_SEED={seed}: {count} mutations of {} files",
        all.len()
    );

    let folder = tests::tree::root().join("target/mutations/sample");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let start = Instant::now();
    let (mut clean, mut flagged) = (0, 0);
    let (mut held, mut deeds) = (
        std::collections::BTreeMap::new(),
        std::collections::BTreeMap::new(),
    );
    let mut from = 0;
    while from < count {
        let to = (from + STRIDE).min(count);
        let outcome = run(sanitizer, &all, seed, from..to, 500);
        for line in &outcome.flagged {
            println!("FLAGGED {line}");
        }
        for (name, bytes) in &outcome.sample {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
        clean += outcome.clean;
        flagged += outcome.flagged.len();
        for (reason, number) in outcome.held {
            *held.entry(reason).or_insert(0) += number;
        }
        for (deed, (tried, crossed)) in outcome.deeds {
            let entry = deeds.entry(deed).or_insert((0, 0));
            *entry = (entry.0 + tried, entry.1 + crossed);
        }
        from = to;
        println!(
            "{from} in {} s: clean {clean}, held {held:?}, flagged {flagged}",
            start.elapsed().as_secs()
        );
    }
    for (deed, (tried, crossed)) in deeds {
        println!("{deed:24} {tried:7} tried, {crossed:7} written anew");
    }
    if flagged == 0 {
        println!("passed");
        ExitCode::SUCCESS
    } else {
        println!("{flagged} findings; SEKISHO_SEED={seed} SEKISHO_CASE=… shows one");
        ExitCode::FAILURE
    }
}

/// One case, left on the disk to be looked at.
fn alone(sanitizer: &Sanitizer, all: &[Seed], seed: u64, number: u64) -> ExitCode {
    let case = case(all, seed, number);
    let folder = tests::tree::root().join("target/mutations/case");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(
        folder.join(format!("{number}-in-{}", case.name)),
        &case.bytes,
    )
    .unwrap();
    let done = sanitizer.file(&case.name, Untrusted::new(case.bytes), &Policy::default());
    println!(
        "{}: {}\n{:#?}",
        case.name,
        case.deeds.join(", "),
        done.report
    );
    if let Some(file) = done.file {
        let name = format!("{number}-out.{}", file.kind().extension());
        std::fs::write(folder.join(name), file.bytes()).unwrap();
        println!("{:#?}", tests::strict::findings(file.kind(), file.bytes()));
    }
    ExitCode::SUCCESS
}

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}
