//! The log used as it is meant to be, on a real folder, and when the disk is full or broken.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;

use super::{Log, LogError, LogSettings, Place};
use crate::disk::{Disk, Folder, SimDisk};
use crate::error::ErrorKind;

fn small() -> LogSettings {
    LogSettings {
        segment_size: 4096,
        group_size: 1 << 20,
    }
}

fn all(log: &Log) -> BTreeMap<Place, Vec<u8>> {
    let mut found = BTreeMap::new();
    let replayed = log
        .replay(|place, record| drop(found.insert(place, record.to_vec())))
        .unwrap();
    assert_eq!(replayed.damaged, []);
    assert_eq!(replayed.records, u64::try_from(found.len()).unwrap());
    found
}

#[test]
fn many_threads_append_and_every_record_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Log::open(Arc::new(Folder::open(folder.path()).unwrap()), small()).unwrap();
    let log = open();
    let written: BTreeMap<Place, Vec<u8>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8_usize)
            .map(|thread| {
                let log = &log;
                scope.spawn(move || {
                    (0..40_usize)
                        .map(|number| {
                            let record = format!("{thread}/{number}")
                                .repeat(1 + number * 7)
                                .into_bytes();
                            (log.append(&record).unwrap(), record)
                        })
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(written.len(), 320);
    for (place, record) in &written {
        assert_eq!(&log.read(*place).unwrap(), record);
        assert_eq!(place.to_string().parse(), Ok(*place));
    }
    drop(log);
    let log = open();
    assert_eq!(all(&log), written);
    let next = log.append(b"goes on").unwrap();
    assert_eq!(log.read(next).unwrap(), b"goes on");
    assert!(next > *written.keys().last().unwrap());
}

#[tokio::test]
async fn tasks_share_a_sync_without_a_thread_each() {
    let disk = SimDisk::new();
    let log = Arc::new(Log::open(Arc::new(disk.clone()), small()).unwrap());
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..200_u32 {
        let log = Arc::clone(&log);
        tasks.spawn(async move {
            log.append_async(number.to_be_bytes().to_vec())
                .await
                .unwrap()
        });
    }
    let places = tasks.join_all().await;
    assert_eq!(places.len(), 200);
    assert_eq!(all(&log).len(), 200);
    assert!(
        disk.operations() < 400,
        "{} operations for 200 records",
        disk.operations()
    );
}

#[test]
fn a_record_larger_than_a_segment_gets_its_own() {
    let log = Log::open(Arc::new(SimDisk::new()), small()).unwrap();
    let large = vec![7; 20_000];
    let places = [
        log.append(b"before").unwrap(),
        log.append(&large).unwrap(),
        log.append(b"after").unwrap(),
    ];
    assert_eq!(log.read(places[1]).unwrap(), large);
    assert_eq!(all(&log).into_keys().collect::<Vec<_>>(), places);
}

#[test]
fn a_segment_nobody_needs_is_removed_and_the_newest_stays() {
    let disk = SimDisk::new();
    let log = Log::open(Arc::new(disk.clone()), small()).unwrap();
    let places: Vec<Place> = (0..40).map(|_| log.append(&[1; 1000]).unwrap()).collect();
    let segments = disk.list().unwrap().len();
    assert!(segments >= 10, "{segments}");
    for place in &places {
        log.forget(*place).unwrap();
        log.forget(*place).unwrap();
    }
    assert_eq!(disk.list().unwrap().len(), 1);
    assert!(matches!(log.read(places[0]), Err(LogError::Unknown { .. })));
    let next = log.append(b"on").unwrap();
    assert!(next > places[39], "places are never given twice");
    drop(log);
    let log = Log::open(Arc::new(disk), small()).unwrap();
    assert!(all(&log).contains_key(&next));
}

#[test]
fn a_full_disk_is_told_and_gets_well_by_itself() {
    let disk = SimDisk::new();
    disk.set_room(Some(10_000));
    let log = Log::open(Arc::new(disk.clone()), small()).unwrap();
    let mut kept = BTreeMap::new();
    let full = loop {
        let record = vec![u8::try_from(kept.len()).unwrap(); 700];
        match log.append(&record) {
            Ok(place) => drop(kept.insert(place, record)),
            Err(error) => break error,
        }
    };
    assert_eq!(full.kind(), ErrorKind::Full);
    assert!(kept.len() > 8, "the disk was used: {}", kept.len());
    assert_eq!(log.append(&[9; 700]).unwrap_err().kind(), ErrorKind::Full);
    disk.set_room(Some(20_000));
    let place = log.append(&[8; 700]).unwrap();
    kept.insert(place, vec![8; 700]);
    drop(log);
    assert_eq!(all(&Log::open(Arc::new(disk), small()).unwrap()), kept);
}

#[test]
fn after_a_failed_sync_the_log_goes_on_elsewhere_and_the_failed_record_is_never_seen() {
    let disk = SimDisk::new();
    let log = Log::open(Arc::new(disk.clone()), small()).unwrap();
    let first = log.append(b"first").unwrap();
    disk.fail_syncs(1);
    assert_eq!(
        log.append(b"lost").unwrap_err().kind(),
        ErrorKind::Unavailable
    );
    let second = log.append(b"second").unwrap();
    assert_ne!(first.segment, second.segment);
    drop(log);
    let mut crashes = disk.crashes();
    crashes.advance_to(disk.operations());
    for seed in 0..50 {
        let log = Log::open(Arc::new(crashes.crash(seed)), small()).unwrap();
        assert_eq!(
            all(&log).into_values().collect::<Vec<_>>(),
            [b"first".to_vec(), b"second".to_vec()]
        );
    }
}

#[test]
fn a_flipped_bit_is_found_and_its_neighbours_are_still_shown() {
    let disk = SimDisk::new();
    let log = Log::open(Arc::new(disk.clone()), small()).unwrap();
    let places = log
        .append_all((0..30_u8).map(|n| Bytes::from(vec![n; 300])).collect())
        .unwrap();
    let more: Vec<Place> = (0..30_u8).map(|n| log.append(&[n; 300]).unwrap()).collect();
    drop(log);
    let hit = more[2];
    let file = disk.open(&super::segment::file_name(hit.segment)).unwrap();
    file.write_at(hit.offset + 40, b"x").unwrap();
    let log = Log::open(Arc::new(disk), small()).unwrap();
    assert_eq!(log.read(hit).unwrap_err().kind(), ErrorKind::Damaged);
    let mut shown = 0;
    let replayed = log
        .replay(|place, _| {
            assert_ne!(place, hit);
            shown += 1;
        })
        .unwrap();
    assert_eq!(replayed.damaged, [(hit.segment, hit.offset)]);
    assert_eq!(shown, places.len() + more.len() - 1);
}

#[test]
fn a_closed_log_takes_no_more() {
    let log = Log::open(Arc::new(SimDisk::new()), small()).unwrap();
    log.append(b"in").unwrap();
    log.close();
    assert!(matches!(log.append(b"late"), Err(LogError::Closed)));
}
