//! Takes samples through the sanitizer: once alone and timed, once side by side to compare.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use sekisho_sanitizer::{Digest, Policy, Reason, Sanitized, Sanitizer, Untrusted};
use tests::corpus::Sample;

/// A sample at the end of its way.
pub(crate) struct Carried {
    pub(crate) sample: Sample,
    /// Bytes of the input.
    pub(crate) size: usize,
    /// Milliseconds, alone on the machine as far as we are concerned.
    pub(crate) millis: f64,
    /// What came out, or why it is held.
    pub(crate) outcome: Result<Sanitized, Reason>,
    /// Why things inside it are held.
    pub(crate) inside: Vec<(String, Reason)>,
}

/// Reasons that say that we failed, whatever the file was.
const OURS: &[Reason] = &[
    Reason::Crashed,
    Reason::WriterRefused,
    Reason::RecheckFailed,
    Reason::ForbiddenCall,
];

/// Every sample, one after the other.
pub(crate) fn all(sanitizer: &Sanitizer, samples: Vec<Sample>) -> Vec<Carried> {
    let policy = Policy::default();
    let carry = |sample: Sample| {
        let bytes = sample.read();
        let size = bytes.len();
        let start = Instant::now();
        let done = sanitizer.file(&sample.name, Untrusted::new(bytes), &policy);
        let millis = start.elapsed().as_secs_f64() * 1000.0;
        let inside = done.report.walk().into_iter().skip(1);
        let inside = inside
            .filter_map(|part| Some((part.original_name.clone(), part.result.reason()?)))
            .collect();
        let reason = done.report.result.reason();
        Carried {
            sample,
            size,
            millis,
            outcome: done.file.ok_or(reason.unwrap_or(Reason::Crashed)),
            inside,
        }
    };
    samples.into_iter().map(carry).collect()
}

/// Every sample once more, several side by side; names those that ended otherwise.
pub(crate) fn again(sanitizer: &Sanitizer, carried: &[Carried]) -> Vec<String> {
    let policy = Policy::default();
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    let work = || {
        while let Some(first) = carried.get(next.fetch_add(1, Ordering::Relaxed)) {
            let bytes = Untrusted::new(first.sample.read());
            let second = sanitizer.file(&first.sample.name, bytes, &policy);
            let digests = (
                first.outcome.as_ref().ok().map(Sanitized::digest),
                second.file.as_ref().map(Sanitized::digest),
            );
            // A limit of time may fall differently on a busy machine; nothing else may.
            let timed = |reason: Option<Reason>| reason == Some(Reason::TimedOut);
            let slow = timed(first.outcome.as_ref().err().copied())
                || timed(second.report.result.reason());
            if digests.0 != digests.1 && !slow {
                let say = |digest: Option<Digest>| {
                    digest.map_or_else(|| "held".to_owned(), |d| d.to_hex().to_string())
                };
                found.lock().unwrap().push(format!(
                    "{}: {} the first time, {} the second",
                    first.sample.name,
                    say(digests.0),
                    say(digests.1)
                ));
            }
        }
    };
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let mut found = found.into_inner().unwrap();
    found.sort();
    let same = carried.len() - found.len();
    println!("same input, same bytes: {same} of {}", carried.len());
    found
}

/// Names what is held because we failed.
pub(crate) fn broken(carried: &[Carried]) -> Vec<String> {
    let mut found = Vec::new();
    for one in carried {
        if let Err(reason) = one.outcome
            && OURS.contains(&reason)
        {
            found.push(format!("{}: {reason}", one.sample.name));
        }
        for (name, reason) in one.inside.iter().filter(|(_, r)| OURS.contains(r)) {
            found.push(format!("{} (in it {name}): {reason}", one.sample.name));
        }
    }
    found
}
