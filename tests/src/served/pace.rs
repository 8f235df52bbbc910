//! An open loop: every question has a moment at which it is due, and its time counts from there, whether or not anybody
//! was free to ask it then. A server that stalls is not asked less, so nothing it made wait is left out.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Paced {
    /// Milliseconds from due to answered, sorted.
    pub times: Vec<f64>,
    /// Questions that were not answered as they should be.
    pub failed: u64,
    /// The first reason.
    pub why: String,
}

/// Asks `rate` times a second for so long, or until `stop`, by `askers` at most at once. Each asker has a state of its
/// own; `ask` answers why it failed.
pub fn paced<S>(
    (rate, seconds, askers): (f64, f64, usize),
    stop: &AtomicBool,
    state: impl Fn(usize) -> S + Sync,
    ask: impl Fn(&mut S, u64) -> Result<(), String> + Sync,
) -> Paced {
    let next = AtomicU64::new(0);
    let begin = Instant::now() + Duration::from_millis(50);
    let parts: Vec<Paced> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..askers)
            .map(|asker| {
                let (next, state, ask) = (&next, &state, &ask);
                scope.spawn(move || {
                    let mut own = state(asker);
                    let mut out = Paced::default();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let after = f64::from(u32::try_from(number).unwrap_or(u32::MAX)) / rate;
                        if after >= seconds || stop.load(Ordering::Relaxed) {
                            return out;
                        }
                        let due = begin + Duration::from_secs_f64(after);
                        std::thread::sleep(due.saturating_duration_since(Instant::now()));
                        let answered = ask(&mut own, number);
                        out.times.push(due.elapsed().as_secs_f64() * 1e3);
                        if let Err(why) = answered {
                            out.failed += 1;
                            out.why = why;
                        }
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|one| one.join().expect("an asker"))
            .collect()
    });
    let mut all = Paced::default();
    for part in parts {
        all.times.extend(part.times);
        all.failed += part.failed;
        if all.why.is_empty() {
            all.why = part.why;
        }
    }
    all.times.sort_by(f64::total_cmp);
    all
}
