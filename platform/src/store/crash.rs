//! The power goes at every operation of a long run of updates on the embedded engine: after it the store holds
//! exactly what was acknowledged, and at most the one update more that was on its way.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Direction, Indexes, Record, Store, StoreError, StoreSettings, Table};
use crate::disk::SimDisk;
use crate::error::ErrorKind;

const ROWS: u64 = 12;

/// Every row says which update wrote it last; what it should say can be told from the number of updates alone.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Cell {
    written: u64,
    padding: Vec<u8>,
}

impl Record for Cell {}

struct Cells;

impl Table for Cells {
    const NAME: &'static str = "cells";
    const LOGGED: bool = false;
    type Key = u64;
    type Record = Cell;

    fn index(_key: &u64, cell: &Cell, out: &mut Indexes) {
        out.add("by_written", &cell.written);
    }
}

fn settings() -> StoreSettings {
    StoreSettings {
        cache_bytes: 1 << 20,
    }
}

fn open(disk: &SimDisk) -> Store {
    Store::open_disk(Arc::new(disk.clone()), "store", &settings()).unwrap()
}

/// Update number `n` writes three rows.
fn touched(n: u64) -> [u64; 3] {
    [n % ROWS, (n * 5 + 1) % ROWS, (n * 7 + 2) % ROWS]
}

fn padding(n: u64, row: u64) -> Vec<u8> {
    let length = usize::try_from((n * 37 + row * 11) % 700).unwrap();
    vec![u8::try_from(n % 251).unwrap(); length]
}

fn update(store: &Store, n: u64) -> Result<(), StoreError> {
    store.update(|tx| {
        for row in touched(n) {
            tx.put::<Cells>(
                &row,
                &Cell {
                    written: n,
                    padding: padding(n, row),
                },
            )?;
        }
        Ok(())
    })
}

/// Which update the store stands at; every row must be just as that update left it.
fn stands_at(store: &Store) -> u64 {
    store
        .view(|tx| -> Result<u64, StoreError> {
            let rows = tx.range::<Cells>(.., Direction::Up, usize::MAX)?;
            let last = rows.iter().map(|(_, cell)| cell.written).max().unwrap_or(0);
            let first = last.saturating_sub(3 * ROWS).max(1);
            for (row, cell) in &rows {
                let wrote = (first..=last)
                    .rev()
                    .find(|n| touched(*n).contains(row))
                    .unwrap_or(0);
                assert_eq!(
                    (cell.written, &cell.padding),
                    (wrote, &padding(wrote, *row))
                );
            }
            let entries = tx.by_index::<Cells>("by_written", &(), Direction::Up, None, 99)?;
            assert_eq!(entries.len(), rows.len(), "the index keeps step");
            Ok(last)
        })
        .unwrap()
}

/// Runs `updates` and says at which operation of the disk each was acknowledged.
fn run(disk: &SimDisk, updates: u64) -> Vec<usize> {
    let store = open(disk);
    (1..=updates)
        .map(|n| {
            update(&store, n).unwrap();
            disk.operations()
        })
        .collect()
}

fn check(found: &SimDisk, acknowledged: &[usize], at: usize) -> (Store, u64) {
    let store = open(found);
    let stands = stands_at(&store);
    let sure = u64::try_from(acknowledged.partition_point(|operation| *operation <= at)).unwrap();
    assert!(
        (sure..=sure + 1).contains(&stands),
        "{stands} of {sure} at {at}"
    );
    (store, stands)
}

#[test]
fn no_acknowledged_update_is_lost_at_any_of_ten_thousand_crash_points() {
    let disk = SimDisk::new();
    let acknowledged = run(&disk, 760);
    let operations = disk.operations();
    assert!(operations >= 10_000, "only {operations} crash points");
    let mut crashes = disk.crashes();
    for at in 0..=operations {
        crashes.advance_to(at);
        check(
            &crashes.crash(u64::try_from(at).unwrap()),
            &acknowledged,
            at,
        );
    }
}

#[test]
fn a_second_crash_while_opening_after_the_first_loses_nothing_either() {
    let disk = SimDisk::new();
    let acknowledged = run(&disk, 40);
    let mut crashes = disk.crashes();
    for at in (0..=disk.operations()).step_by(13) {
        crashes.advance_to(at);
        let seed = u64::try_from(at).unwrap();
        let found = crashes.crash(seed);
        let (store, stands) = check(&found, &acknowledged, at);
        update(&store, stands + 1).unwrap();
        let sure = found.operations();
        drop(store);
        let mut again = found.crashes();
        for second in (0..=found.operations()).step_by(7) {
            again.advance_to(second);
            let store = open(&again.crash(seed ^ 0xFF));
            let now = stands_at(&store);
            assert!(
                (stands..=stands + 1).contains(&now),
                "{now} of {stands} at {at}/{second}"
            );
            assert!(second < sure || now == stands + 1);
        }
    }
}

#[test]
fn a_full_disk_is_told_and_the_store_gets_well_by_itself() {
    let disk = SimDisk::new();
    let store = open(&disk);
    update(&store, 1).unwrap();
    let big = |row: u64| {
        let cell = Cell {
            written: row,
            padding: vec![7; 100_000],
        };
        store.update(|tx| tx.put::<Cells>(&(1_000 + row), &cell).map(drop))
    };
    disk.set_room(Some(4 << 20));
    let (full, kept) = (0..)
        .find_map(|row| big(row).err().map(|error| (error, row)))
        .unwrap();
    assert_eq!(full.kind(), ErrorKind::Full, "{full:?}");
    let count = || {
        store
            .view(|tx| tx.range::<Cells>(1_000.., Direction::Up, 999))
            .unwrap()
            .len()
    };
    assert_eq!(
        u64::try_from(count()).unwrap(),
        kept,
        "what was kept before is still read"
    );
    assert_eq!(big(kept).unwrap_err().kind(), ErrorKind::Full);
    disk.set_room(Some(64 << 20));
    big(kept).unwrap();
    assert_eq!(u64::try_from(count()).unwrap(), kept + 1);
    drop(store);
    let store = open(&disk);
    let rows = store
        .view(|tx| tx.range::<Cells>(1_000.., Direction::Up, 999))
        .unwrap();
    assert_eq!(u64::try_from(rows.len()).unwrap(), kept + 1);
}

#[test]
fn a_failed_sync_fails_its_update_and_no_other() {
    let disk = SimDisk::new();
    let store = open(&disk);
    update(&store, 1).unwrap();
    let failed = std::cell::Cell::new(false);
    let old = store.view(|tx| {
        if !failed.replace(true) {
            disk.fail_syncs(1);
            assert_eq!(
                update(&store, 2).unwrap_err().kind(),
                ErrorKind::Unavailable
            );
        }
        tx.get::<Cells>(&touched(1)[0])
    });
    assert_eq!(
        old.unwrap().unwrap().written,
        1,
        "a reader of before reads on, or anew"
    );
    update(&store, 2).unwrap();
    assert_eq!(stands_at(&store), 2);
}
