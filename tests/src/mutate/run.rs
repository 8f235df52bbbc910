//! Takes many cases through the real sanitizer, several side by side, and judges every output.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use sekisho_sanitizer::{Kind, Policy, Reason, Sanitizer, Untrusted};

use super::{Case, Seed, case};
use crate::{strict, vector};

/// What came of many cases.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many were written anew.
    pub clean: u64,
    /// How many are held, by reason.
    pub held: BTreeMap<&'static str, u64>,
    /// How many were written anew for each deed.
    pub deeds: BTreeMap<&'static str, (u64, u64)>,
    /// What should not be: one line a finding, with the number of its case.
    pub flagged: Vec<String>,
    /// Outputs for judges of other houses: name and bytes.
    pub sample: Vec<(String, Vec<u8>)>,
}

/// Runs the cases of these numbers; every `sampled`th output is given back.
///
/// # Panics
/// When there are no seeds.
pub fn run(
    sanitizer: &Sanitizer,
    seeds: &[Seed],
    seed: u64,
    numbers: std::ops::Range<u64>,
    sampled: u64,
) -> Outcome {
    let next = AtomicU64::new(numbers.start);
    let outcome = Mutex::new(Outcome::default());
    let before = halves();
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= numbers.end {
                return;
            }
            one(
                sanitizer,
                &case(seeds, seed, number),
                number,
                sampled,
                &outcome,
            );
        }
    };
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let mut outcome = outcome.into_inner().unwrap();
    if halves() != before {
        outcome.flagged.push(format!(
            "a warm parent died: {before:?}, now {:?}",
            halves()
        ));
    }
    outcome.flagged.sort();
    outcome
}

fn one(sanitizer: &Sanitizer, case: &Case, number: u64, sampled: u64, outcome: &Mutex<Outcome>) {
    let bytes = Untrusted::new(case.bytes.clone());
    let done = sanitizer.file(&case.name, bytes, &Policy::default());
    let mut flagged = Vec::new();
    for part in done.report.walk() {
        if let Some(reason) = part.result.reason()
            && [
                Reason::Crashed,
                Reason::ForbiddenCall,
                Reason::WriterRefused,
                Reason::RecheckFailed,
            ]
            .contains(&reason)
        {
            flagged.push(format!("{} is held: {reason}", part.original_name));
        }
    }
    if done.file.is_some() != done.report.result.is_clean() {
        flagged.push("neither clean nor held".to_owned());
    }
    if let Some(file) = &done.file {
        flagged.extend(strict::findings(file.kind(), file.bytes()));
        if file.kind() == Kind::Pdf && crate::pdf::carried(&case.bytes, file.bytes()) {
            flagged.push("a stream came out as it went in".to_owned());
        }
        if file.kind() == Kind::Svg {
            let chunk = vector::shared_chunk(&case.bytes, file.bytes());
            flagged.extend(chunk.map(|chunk| format!("a chunk came out: {chunk:?}")));
        }
    }
    let mut outcome = outcome.lock().unwrap();
    let deeds: BTreeSet<&str> = case.deeds.iter().copied().collect();
    for deed in deeds {
        let count = outcome.deeds.entry(deed).or_default();
        count.0 += 1;
        count.1 += u64::from(done.file.is_some());
    }
    match (&done.file, done.report.result.reason()) {
        (Some(file), _) => {
            outcome.clean += 1;
            if number.is_multiple_of(sampled) {
                let name = format!("{number}.{}", file.kind().extension());
                outcome.sample.push((name, file.bytes().to_vec()));
            }
        }
        (None, reason) => {
            *outcome
                .held
                .entry(reason.map_or("no reason", Reason::code))
                .or_default() += 1;
        }
    }
    for finding in flagged {
        outcome.flagged.push(format!(
            "case {number} ({}; {}): {finding}",
            case.name,
            case.deeds.join(", ")
        ));
    }
}

/// The process ids of the two warm parents: children of this process that bear their names.
fn halves() -> BTreeSet<u32> {
    let own = format!("PPid:\t{}\n", std::process::id());
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
        let status = std::fs::read_to_string(entry.path().join("status")).unwrap_or_default();
        if status.contains(&own) && status.starts_with("Name:\tsanitize-") {
            found.extend(entry.file_name().to_string_lossy().parse::<u32>());
        }
    }
    found
}
