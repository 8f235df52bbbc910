//! The power goes at every operation of a long run: no acknowledged record is ever lost, nothing torn or refused
//! is ever shown, and the log goes on from there.

use std::collections::BTreeSet;
use std::sync::Arc;

use bytes::Bytes;

use super::{Log, LogSettings, Place};
use crate::disk::SimDisk;

/// What happened to one record during the run.
struct Told {
    place: Place,
    record: Vec<u8>,
    /// The disk's operations when the append began and when it was acknowledged.
    begun: usize,
    acknowledged: usize,
    /// The operations when it was forgotten.
    forgotten: usize,
}

fn settings() -> LogSettings {
    LogSettings {
        segment_size: 4096,
        group_size: 2048,
    }
}

fn record(number: usize) -> Vec<u8> {
    let length = (number * 7919) % 611;
    number
        .to_be_bytes()
        .iter()
        .copied()
        .cycle()
        .take(8 + length)
        .collect()
}

/// Appends alone and in groups, forgetting all but the latest two dozen. Told in the order of their places.
fn run(disk: &SimDisk, appends: usize) -> Vec<Told> {
    let log = Log::open(Arc::new(disk.clone()), settings()).unwrap();
    let mut told: Vec<Told> = Vec::new();
    let mut forgotten = 0;
    while told.len() < appends {
        let next = told.len();
        let group: Vec<Vec<u8>> = (0..=next % 3).map(|extra| record(next + extra)).collect();
        let begun = disk.operations();
        let places = log
            .append_all(group.iter().cloned().map(Bytes::from).collect())
            .unwrap();
        let acknowledged = disk.operations();
        for (place, record) in places.into_iter().zip(group) {
            told.push(Told {
                place,
                record,
                begun,
                acknowledged,
                forgotten: usize::MAX,
            });
        }
        while forgotten + 24 < told.len() {
            told[forgotten].forgotten = disk.operations();
            log.forget(told[forgotten].place).unwrap();
            forgotten += 1;
        }
    }
    told
}

/// The records that must be found after a crash at `at`.
fn sure(told: &[Told], at: usize) -> &[Told] {
    let upto = told.partition_point(|one| one.acknowledged <= at);
    let from = told.partition_point(|one| one.forgotten < at);
    &told[from.min(upto)..upto]
}

/// Opens what a crash left and holds it against what was told before it.
fn check(found: &SimDisk, told: &[Told], at: usize) -> (Log, usize) {
    let log = Log::open(Arc::new(found.clone()), settings()).unwrap();
    let mut shown = BTreeSet::new();
    let replayed = log
        .replay(|place, bytes| {
            let one = told.binary_search_by_key(&place, |one| one.place);
            let one = &told[one.unwrap_or_else(|_| panic!("{place} was never written, at {at}"))];
            assert_eq!(one.record, bytes, "{place} at {at}");
            assert!(one.begun < at, "{place} was not begun at {at}");
            assert!(shown.insert(place), "{place} is shown twice at {at}");
        })
        .unwrap();
    assert_eq!(replayed.damaged, [], "nothing is damaged at {at}");
    for one in sure(told, at) {
        assert!(shown.contains(&one.place), "{} was lost at {at}", one.place);
    }
    (log, shown.len())
}

#[test]
fn no_acknowledged_record_is_lost_at_any_of_ten_thousand_crash_points() {
    let disk = SimDisk::new();
    let told = run(&disk, 6_600);
    let operations = disk.operations();
    assert!(operations >= 10_000, "only {operations} crash points");
    let mut crashes = disk.crashes();
    let mut beyond = 0_usize;
    for at in 0..=operations {
        crashes.advance_to(at);
        let seed = u64::try_from(at).unwrap();
        let (log, shown) = check(&crashes.crash(seed), &told, at);
        assert!(
            shown <= 24 * 4,
            "the forgotten are removed: {shown} at {at}"
        );
        let last = told.partition_point(|one| one.acknowledged <= at);
        beyond += usize::from(
            told.get(last)
                .is_some_and(|next| log.read(next.place).is_ok()),
        );
    }
    assert!(
        beyond > 100,
        "crashes fell into the middle of groups: {beyond}"
    );
}

#[test]
fn a_second_crash_right_after_the_first_loses_nothing_either() {
    let disk = SimDisk::new();
    let told = run(&disk, 300);
    let mut crashes = disk.crashes();
    for at in (0..=disk.operations()).step_by(3) {
        crashes.advance_to(at);
        let seed = u64::try_from(at).unwrap();
        let found = crashes.crash(seed);
        let (log, shown) = check(&found, &told, at);
        let place = log.append(b"after the first crash").unwrap();
        let acknowledged = found.operations();
        log.append(b"in the middle of the second").unwrap();
        drop(log);
        let mut again = found.crashes();
        for second in acknowledged..=found.operations() {
            again.advance_to(second);
            let log = Log::open(Arc::new(again.crash(seed ^ 0xFF)), settings()).unwrap();
            assert_eq!(
                log.read(place).unwrap(),
                b"after the first crash",
                "{at}/{second}"
            );
            let replayed = log.replay(|_, _| ()).unwrap();
            assert!(
                replayed.records > u64::try_from(shown).unwrap(),
                "{at}/{second}"
            );
        }
    }
}
