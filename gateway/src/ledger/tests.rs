//! The ledger: nothing noted is lost, and the sum comes out.

use sekisho_platform::store::Store;

use super::row::{RecipientState, Stage};
use super::*;
use crate::spool::Addressee;

fn slip(number: u128, recipients: usize) -> Slip {
    Slip {
        item: Uuid::from_u128(number),
        received: Timestamp::from_second(1_795_000_000).unwrap(),
        from: "kikaku@pref.example".into(),
        envelope_id: None,
        to: (0..recipients)
            .map(|each| Addressee::plain(format!("u{each}@yamabiko.example")))
            .collect(),
        trace: String::new(),
        size: 10,
        digest: [0; 32],
        apart: false,
    }
}

fn place(offset: u64) -> Place {
    Place {
        segment: 1,
        offset,
        len: 10,
    }
}

fn later(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + seconds).unwrap()
}

#[test]
fn an_item_noted_five_times_is_one_row_with_all_its_steps() {
    let ledger = Ledger::on(Store::memory()).unwrap();
    let slip = slip(1, 3);
    ledger.received(&slip, place(0));
    let mut row = ItemRow::received(&slip, place(0));
    for (seconds, stage) in [(1, Stage::Disarmed), (1, Stage::Cleared)] {
        row.step(later(seconds), stage, None);
        ledger.note(Entry::row(slip.item, row.clone()));
    }
    row.settle_waiting(RecipientState::Delivered, None);
    row.step(later(2), Stage::Delivered, None);
    ledger.settle(vec![Entry::row(slip.item, row)]).unwrap();

    let row = ledger.row(slip.item).unwrap().unwrap();
    let stages: Vec<&str> = row.steps.iter().map(|step| step.stage.code()).collect();
    assert_eq!(stages, ["received", "disarmed", "cleared", "delivered"]);
    let account = ledger.account().unwrap();
    assert_eq!(
        (account.accepted, account.delivered, account.difference()),
        (3, 3, 0)
    );
}

#[test]
fn the_sum_tells_every_fate_apart_and_a_vanished_row_shows() {
    let store = Store::memory();
    let ledger = Ledger::on(store.clone()).unwrap();
    let fates = [
        (RecipientState::Waiting, Stage::Received),
        (RecipientState::Delivered, Stage::Delivered),
        (RecipientState::Held, Stage::Held),
        (RecipientState::Refused, Stage::Refused),
    ];
    for (number, (state, stage)) in (1..).zip(fates) {
        let slip = slip(number, usize::try_from(number).unwrap());
        let mut row = ItemRow::received(&slip, place(0));
        row.settle_waiting(state, None);
        row.step(later(1), stage, None);
        ledger.note(Entry::row(slip.item, row));
    }
    let account = ledger.account().unwrap();
    let told = (
        account.accepted,
        account.waiting,
        account.delivered,
        account.held,
        account.refused,
    );
    assert_eq!((told, account.difference()), ((10, 1, 2, 3, 4), 0));
    assert_eq!(ledger.at(Stage::Held, 10).unwrap().len(), 1);
    assert_eq!(ledger.at(Stage::Received, 10).unwrap().len(), 1);

    store
        .update(|tx| tx.remove::<Items>(&Uuid::from_u128(4)))
        .unwrap();
    assert_eq!(ledger.account().unwrap().difference(), 4);
}

#[test]
fn notes_of_many_threads_all_arrive() {
    let ledger = Ledger::on(Store::memory()).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4_u128 {
            let ledger = &ledger;
            scope.spawn(move || {
                for number in 0..500 {
                    ledger.received(&slip(thread * 1000 + number, 1), place(0));
                }
            });
        }
    });
    assert_eq!(ledger.account().unwrap().accepted, 2000);
}

#[test]
fn a_question_waits_for_notes_that_are_just_being_written() {
    let ledger = Ledger::on(Store::memory()).unwrap();
    // So many are taken at once; the question comes while they are on their way to the disk.
    for round in 0..5_u128 {
        for number in 0..1024 {
            ledger.received(&slip(round * 10_000 + number, 1), place(0));
        }
        let due = u64::try_from((round + 1) * 1024).unwrap();
        while !ledger.writer.has_taken_all() {
            std::thread::yield_now();
        }
        assert_eq!(ledger.account().unwrap().accepted, due);
    }
}

#[test]
fn what_was_noted_last_before_the_end_is_written() {
    let store = Store::memory();
    let ledger = Ledger::on(store.clone()).unwrap();
    ledger.received(&slip(1, 2), place(0));
    drop(ledger);
    assert_eq!(Ledger::on(store).unwrap().account().unwrap().accepted, 2);
}

#[test]
fn an_original_outlives_its_item_by_its_time_and_no_longer() {
    let ledger = Ledger::on(Store::memory()).unwrap();
    let slip = slip(1, 1);
    let mut row = ItemRow::received(&slip, place(0));
    ledger.note(Entry::row(slip.item, row.clone()));
    assert!(
        ledger.outlived(later(1000), 10).unwrap().is_empty(),
        "it is not done"
    );
    row.step(later(5), Stage::Delivered, None);
    ledger
        .settle(vec![Entry::row(slip.item, row.clone())])
        .unwrap();
    assert!(
        ledger.outlived(later(5), 10).unwrap().is_empty(),
        "its time is not over"
    );
    assert_eq!(ledger.outlived(later(6), 10).unwrap().len(), 1);
    row.discarded = true;
    ledger.settle(vec![Entry::row(slip.item, row)]).unwrap();
    assert!(
        ledger.outlived(later(6), 10).unwrap().is_empty(),
        "once is enough"
    );
}

#[test]
fn an_item_tried_for_days_keeps_its_beginning_and_its_end() {
    let mut row = ItemRow::received(&slip(1, 1), place(0));
    for seconds in 0..200 {
        row.step(later(seconds), Stage::Received, Some("timed-out"));
    }
    assert!(row.steps.len() <= 33);
    assert_eq!(row.steps.last().unwrap().at, later(199));
    assert_eq!(row.steps.first().unwrap().detail, None);
}
