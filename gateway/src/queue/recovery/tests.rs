//! The start after every kind of end.

use std::sync::Arc;

use sekisho_platform::clock::ManualClock;
use sekisho_platform::disk::SimDisk;
use sekisho_platform::store::Store;

use super::super::slots::Slot;
use super::super::ticket::Lane;
use super::*;
use crate::spool::{Addressee, SpoolSettings};

/// What outlives a process: the disk and the two files.
struct Remains {
    disk: SimDisk,
    store: Store,
    folder: tempfile::TempDir,
}

/// What a process has in memory.
struct Process {
    spool: Spool,
    ledger: Ledger,
    queue: Queue,
    recovered: Recovered,
    slots: Slots,
}

impl Remains {
    fn new() -> Self {
        let (disk, store) = (SimDisk::new(), Store::memory());
        Self {
            disk,
            store,
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn start(&self) -> Process {
        let settings = SpoolSettings {
            folder: self.folder.path().to_owned(),
            segment: 1 << 20,
            in_memory: 1 << 20,
            reserve: 0,
        };
        let spool = Spool::on(settings, Arc::new(self.disk.clone())).unwrap();
        let ledger = Ledger::on(self.store.clone()).unwrap();
        let queue = Queue::new(Arc::new(ManualClock::new(Timestamp::UNIX_EPOCH)));
        let in_work = self.folder.path().join("in-work");
        let (recovered, slots) =
            recover(&spool, &ledger, &queue, &in_work, 2, Timestamp::UNIX_EPOCH).unwrap();
        Process {
            spool,
            ledger,
            queue,
            recovered,
            slots,
        }
    }
}

impl Process {
    async fn accept(&self, number: u128) -> (Place, Slip) {
        let mut arriving = self.spool.begin(Uuid::from_u128(number));
        arriving.buffer().extend_from_slice(b"Subject: x\r\n\r\n");
        let arrived = arriving.finish().await.unwrap();
        let slip = Slip {
            item: Uuid::from_u128(number),
            received: Timestamp::UNIX_EPOCH,
            from: "kikaku@pref.example".into(),
            envelope_id: None,
            to: vec![Addressee::plain("sato@yamabiko.example")],
            trace: String::new(),
            size: arrived.size,
            digest: arrived.digest,
            apart: false,
        };
        (self.spool.keep(&slip, arrived).await.unwrap(), slip)
    }

    fn waiting(&self) -> Vec<u128> {
        let mut items = Vec::new();
        while self.queue.len() > 0 {
            items.push(self.queue.take(Lane::Small).unwrap().ticket.item.as_u128());
            self.queue.done();
        }
        items
    }
}

#[tokio::test]
async fn what_was_accepted_and_never_written_down_is_found() {
    let remains = Remains::new();
    let process = remains.start();
    process.accept(1).await;
    let (place, slip) = process.accept(2).await;
    process
        .ledger
        .settle(vec![Entry::row(slip.item, ItemRow::received(&slip, place))])
        .unwrap();
    drop(process);

    let process = remains.start();
    assert_eq!(
        process.recovered,
        Recovered {
            waiting: 2,
            unwritten: 1,
            ..Recovered::default()
        }
    );
    let account = process.ledger.account().unwrap();
    assert_eq!((account.accepted, account.waiting), (2, 2));
    assert_eq!(process.waiting(), [1, 2]);

    drop(process);
    let again = remains.start();
    assert_eq!(
        again.recovered,
        Recovered {
            waiting: 2,
            ..Recovered::default()
        }
    );
    assert_eq!(
        again.ledger.account().unwrap().accepted,
        2,
        "found twice is accepted once"
    );
}

#[tokio::test]
async fn what_is_done_does_not_come_back() {
    let remains = Remains::new();
    let process = remains.start();
    for (number, stage) in [(1, Stage::Delivered), (2, Stage::Held), (3, Stage::Refused)] {
        let (place, slip) = process.accept(number).await;
        let mut row = ItemRow::received(&slip, place);
        row.step(Timestamp::UNIX_EPOCH, stage, None);
        process
            .ledger
            .settle(vec![Entry::row(slip.item, row)])
            .unwrap();
    }
    drop(process);
    let process = remains.start();
    assert_eq!(process.recovered, Recovered::default());
    assert!(process.waiting().is_empty());
}

#[tokio::test]
async fn whoever_was_in_work_at_a_death_is_tried_alone_and_parked_when_it_alone_kills_twice() {
    let remains = Remains::new();
    let process = remains.start();
    for number in 1..=3 {
        process.accept(number).await;
    }
    for (worker, number) in [(0, 2), (1, 3)] {
        process
            .slots
            .begin(Slot::Worker(worker), Uuid::from_u128(number), false)
            .unwrap();
    }
    drop(process);

    let process = remains.start();
    assert_eq!(
        (process.recovered.suspects, process.recovered.parked),
        (2, 0)
    );
    let first = process.queue.take(Lane::Large).unwrap();
    assert!(first.alone);
    assert_eq!(first.ticket.item, Uuid::from_u128(2));
    process.queue.done();
    for death in 1..=2 {
        process
            .slots
            .begin(Slot::Alone, Uuid::from_u128(3), false)
            .unwrap();
        let process = remains.start();
        assert_eq!(
            (process.recovered.suspects, process.recovered.parked),
            (1, death / 2),
            "death {death}"
        );
    }
    let process = remains.start();
    assert_eq!(process.waiting(), [1, 2]);
    let row = process.ledger.row(Uuid::from_u128(3)).unwrap().unwrap();
    assert_eq!(
        (row.stage, row.to[0].reason.as_deref()),
        (Stage::Quarantined, Some("process-died"))
    );
    assert_eq!(process.ledger.account().unwrap().difference(), 0);
}

#[tokio::test]
async fn an_item_without_its_original_is_shown_to_a_person() {
    let remains = Remains::new();
    let process = remains.start();
    let (place, slip) = process.accept(1).await;
    process
        .ledger
        .settle(vec![Entry::row(slip.item, ItemRow::received(&slip, place))])
        .unwrap();
    drop(process);
    let bare = Remains {
        disk: SimDisk::new(),
        ..remains
    };
    let process = bare.start();
    assert_eq!(process.recovered.lost, 1);
    let account = process.ledger.account().unwrap();
    assert_eq!(
        (account.held, account.waiting, account.difference()),
        (1, 0, 0)
    );
}

#[tokio::test]
async fn at_every_cut_of_the_power_what_was_acknowledged_is_there() {
    let remains = Remains::new();
    let process = remains.start();
    let mut acknowledged = Vec::new();
    for number in 1..=12 {
        process.accept(number).await;
        acknowledged.push(remains.disk.operations());
    }
    let mut crashes = remains.disk.crashes();
    for operation in 0..=remains.disk.operations() {
        crashes.advance_to(operation);
        let kept = acknowledged
            .iter()
            .filter(|after| **after <= operation)
            .count();
        let cut = Remains {
            disk: crashes.crash(7),
            ..Remains::new()
        };
        let found = cut.start().recovered.waiting;
        assert!(
            found >= kept,
            "{found} of {kept} after operation {operation}"
        );
    }
}
