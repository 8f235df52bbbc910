//! How fast the durable parts are on this machine's disk: `cargo bench -p sekisho-platform`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sekisho_platform::clock::{Clock, SystemClock};
use sekisho_platform::disk::{Disk, Folder};
use sekisho_platform::log::{Log, LogSettings};
use sekisho_platform::store::{
    Direction, Indexes, Position, Record, Reverse, Store, StoreError, StoreSettings, Table,
};
use serde::{Deserialize, Serialize};

const SPAN: Duration = Duration::from_secs(2);

/// Runs `work` on so many threads for a while; how often a second it ended.
fn rate(threads: u64, work: impl Fn(u64) + Sync) -> u64 {
    let clock = SystemClock::new();
    let done = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (clock, done, work) = (&clock, &done, &work);
            scope.spawn(move || {
                let mut number = thread;
                while clock.elapsed() < SPAN {
                    work(number);
                    number += threads;
                    done.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    done.load(Ordering::Relaxed) * 1_000 / u64::try_from(clock.elapsed().as_millis()).unwrap_or(1)
}

#[derive(Serialize, Deserialize)]
struct Letter {
    box_number: u64,
    at: u64,
    subject: String,
    read: bool,
}

impl Record for Letter {}

struct Letters;

impl Table for Letters {
    const NAME: &'static str = "letters";
    type Key = u64;
    type Record = Letter;

    fn index(_key: &u64, letter: &Letter, out: &mut Indexes) {
        out.add("by_box", &(letter.box_number, Reverse(letter.at)));
    }
}

fn letter(number: u64) -> Letter {
    let subject = format!("an ordinary line of about the usual length, number {number}");
    Letter {
        box_number: number % 3,
        at: number,
        subject,
        read: false,
    }
}

fn appends_a_second() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let raw = Folder::open(&folder.path().join("raw")).unwrap();
    let file = raw.create("raw").unwrap();
    file.reserve(64 << 20).unwrap();
    let page = vec![7; 4096];
    let synced = rate(1, |number| {
        file.write_at((number % 16_000) * 4096, &page).unwrap();
        file.sync().unwrap();
    });
    println!("one 4 KiB write and its own sync: {synced}/s");
    for (size, name) in [(4096, "4 KiB"), (65_536, "64 KiB")] {
        let record = vec![7; size];
        for threads in [1, 16, 64] {
            let disk = Folder::open(&folder.path().join(format!("log-{size}-{threads}"))).unwrap();
            let log = Log::open(Arc::new(disk), LogSettings::default()).unwrap();
            let rate = rate(threads, |_| {
                log.forget(log.append(&record).unwrap()).unwrap();
            });
            println!("log, {threads} threads, {name}: {rate}/s");
        }
    }
}

fn updates_a_second() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for threads in [1, 16, 64] {
        let path = folder.path().join(format!("store-{threads}"));
        let store = Store::open_redb(&path, &StoreSettings::default()).unwrap();
        let rate = rate(threads, |number| {
            store
                .update(|tx| -> Result<_, StoreError> {
                    tx.put::<Letters>(&number, &letter(number))
                })
                .unwrap();
        });
        println!("store, {threads} threads, one row with one index a transaction: {rate}/s");
    }
}

fn a_page_of_fifty_thousand() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let store = Store::open_redb(&folder.path().join("s"), &StoreSettings::default()).unwrap();
    for chunk in 0..30_u64 {
        store
            .update(|tx| {
                for number in chunk * 5_000..(chunk + 1) * 5_000 {
                    tx.put::<Letters>(&number, &letter(number))?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
    }
    let clock = SystemClock::new();
    let mut times = Vec::new();
    let mut after: Option<Position> = None;
    loop {
        let begun = clock.elapsed();
        let page = store
            .view(|tx| {
                tx.by_index::<Letters>("by_box", &(1_u64,), Direction::Up, after.as_ref(), 50)
            })
            .unwrap();
        times.push(clock.elapsed().saturating_sub(begun));
        let Some((key, letter)) = page.last() else {
            break;
        };
        after = Position::of::<Letters>("by_box", key, letter);
    }
    let begun = clock.elapsed();
    let count = store
        .view(|tx| tx.count_index::<Letters>("by_box", &(1_u64,)))
        .unwrap();
    let counted = clock.elapsed().saturating_sub(begun);
    times.sort();
    let (pages, worst) = (times.len(), times.last().copied().unwrap_or_default());
    let median = times.get(pages / 2).copied().unwrap_or_default();
    println!(
        "{pages} pages of 50 from {count} rows: median {median:?}, worst {worst:?}; counting all {counted:?}"
    );
}

fn main() {
    appends_a_second();
    updates_a_second();
    a_page_of_fifty_thousand();
}
