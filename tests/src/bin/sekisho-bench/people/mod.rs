//! The groupware of a whole prefecture: twenty organisations, twelve thousand people, their mail, announcements and links
//! in a real store, served by the real binary over TLS. What 08:30 costs, how quickly people are found beside OpenLDAP,
//! what a storm of sign-ins does to everybody else, search over millions of texts, memory, a restart, 人事異動.

mod fill;
mod find;
mod morning;
mod moves;
mod search;
mod start;
mod whole;

use sekisho_appliance::fill::Hall;
use tests::prefecture::prefecture;
use tests::served::{Paced, Place, Served};

use crate::goal::{Goal, percentile, print as told};

/// Everybody's password.
const PASSWORD: &str = "yamabiko-bench-2026";

/// What is measured.
pub(crate) struct Ground {
    place: Place,
    halls: Vec<Hall>,
    /// The number of everybody's organisation and place in it, with the cookie of their session.
    staff: Vec<(usize, usize, String)>,
    /// How many mails each of them has.
    mails: Vec<u64>,
    /// When the mail was made, in microseconds.
    now: u64,
}

/// Measures and prints; `part` names one part alone.
pub(crate) fn print(part: Option<&str>) {
    let people = usize::try_from(crate::setting("SEKISHO_BENCH_PEOPLE", 12_000)).unwrap();
    let texts = crate::setting("SEKISHO_BENCH_LETTERS", 240_000);
    // A folder that is kept is measured again without being filled again.
    let kept = std::env::var_os("SEKISHO_BENCH_KEEP").map(std::path::PathBuf::from);
    let scratch = tempfile::tempdir_in(std::env::current_dir().unwrap()).unwrap();
    let folder = kept.unwrap_or_else(|| scratch.path().to_owned());
    println!("people: {people} in 20 organisations, {texts} mails");
    let ground = fill::ground(Place::lay_out(&folder), prefecture(people), texts);
    let (served, took) = ground.place.start();
    println!("  {:44} {:9.2} s", "started, ready", took.as_secs_f64());
    search::until_ready(&ground);
    fill::morning(&ground, &folder);
    load();
    let wanted = |name: &str| part.is_none_or(|part| part == name);
    if wanted("portal") {
        morning::portal(&ground, &served);
    }
    if wanted("find") {
        find::beside_openldap(&ground, &served, scratch.path());
    }
    if wanted("signin") {
        morning::storm(&ground, &served);
    }
    if wanted("search") {
        search::over_http(&ground, &served);
    }
    if wanted("moves") {
        moves::april(&ground);
    }
    start::memory(&served);
    let served = if wanted("start") {
        start::again(&ground, served)
    } else {
        served
    };
    load();
    drop(served);
}

/// Prints what a paced run came to, with the processor time of the server for each question.
fn paced(what: &str, run: &Paced, goal: f64, processor: f64) {
    let line = |share| percentile(&run.times, share);
    told(
        &format!("{what}, 95 of 100"),
        line(95),
        "ms",
        &Goal::Most(goal),
    );
    println!(
        "    {} asked; median {:.2}, 99 of 100 {:.2}, worst {:.2} ms; {:.2} ms of processor each in the server",
        run.times.len(),
        line(50),
        line(99),
        run.times.last().copied().unwrap_or_default(),
        processor * 1e3 / run.times.len().max(1) as f64
    );
    if run.failed > 0 {
        println!("    {} FAILED: {}", run.failed, run.why);
    }
}

/// Seconds of processor time that the server used for what is run.
fn processor<R>(served: &Served, run: impl FnOnce() -> R) -> (R, f64) {
    let before = served.processor();
    let out = run();
    (out, served.processor() - before)
}

/// What else the machine does: with other work on it, wall-clock figures are of both.
fn load() {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let short: Vec<&str> = load.split(' ').take(3).collect();
    println!("  load of the machine: {}", short.join(" "));
}
