//! What is at hand says what the engine says, whatever is written, by whomever, and however a commit ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::engine::{Batch, Engine, Snapshot};
use super::super::memory::MemoryEngine;
use super::super::{Direction, Indexes, Record, Store, StoreError, Table, View};
use super::{AtHand, MOST, Notes};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Card {
    shelf: u8,
    number: u64,
}

impl Record for Card {}

#[derive(Debug)]
struct Cards;

impl Table for Cards {
    const NAME: &'static str = "cards";
    type Key = (u8, u8);
    type Record = Card;

    fn index(_key: &Self::Key, card: &Card, out: &mut Indexes) {
        out.add("by_shelf", &card.shelf);
    }
}

type Seen = Result<Vec<(u8, u64)>, StoreError>;

/// Some question, as chance would have it.
fn ask(tx: &View<'_>, (what, which): (u8, u8)) -> Seen {
    let told = |rows: Vec<((u8, u8), Card)>| {
        rows.iter()
            .map(|(_, row)| (row.shelf, row.number))
            .collect()
    };
    match what % 9 {
        0 => Ok(tx
            .get::<Cards>(&(which % 3, which))?
            .map(|row| (row.shelf, row.number))
            .into_iter()
            .collect()),
        1 => Ok(told(tx.prefix::<Cards>(&(which % 3), Direction::Up, 3)?)),
        2 => Ok(told(tx.prefix::<Cards>(
            &(),
            Direction::Down,
            usize::from(which),
        )?)),
        3 => Ok(told(tx.by_index::<Cards>(
            "by_shelf",
            &(which % 3),
            Direction::Up,
            None,
            100,
        )?)),
        4 => Ok(vec![(
            0,
            tx.count_index::<Cards>("by_shelf", &(which % 3))?,
        )]),
        5 => Ok(vec![(0, tx.last_sequence()?)]),
        // Parts of what begins alike, each another one.
        6 => Ok(told(tx.range::<Cards>(
            (1, which)..(1, 8),
            Direction::Up,
            100,
        )?)),
        7 => Ok(told(tx.range::<Cards>(
            ..(2, which),
            Direction::Down,
            100,
        )?)),
        _ => Ok(told(tx.index_range::<Cards, u8>(
            "by_shelf",
            which % 4..,
            Direction::Up,
            100,
        )?)),
    }
}

fn put(store: &Store, key: (u8, u8), card: &Card) {
    store.update(|tx| tx.put::<Cards>(&key, card)).unwrap();
}

proptest! {
    #[test]
    fn it_says_what_the_engine_says_whatever_is_written(
        steps in proptest::collection::vec((0_u8..4, 0_u8..9, 0_u8..6), 1..60)
    ) {
        let store = Store::memory();
        for (number, (deed, which, what)) in (0_u64..).zip(steps.iter().copied()) {
            match deed {
                0 => put(&store, (which % 3, which), &Card { shelf: what % 3, number }),
                1 => {
                    store.update(|tx| tx.remove::<Cards>(&(which % 3, which))).unwrap();
                }
                _ => {}
            }
            for question in (0..9).map(|what| (what, which)) {
                let truth = store.view(|tx| ask(tx, question)).unwrap();
                if let Some(said) = store.at_hand(|tx| ask(tx, question)) {
                    prop_assert_eq!(said.unwrap(), truth.clone(), "{:?}", question);
                }
                prop_assert_eq!(store.view_keeping(|tx| ask(tx, question)).unwrap(), truth.clone());
                let said = store.at_hand(|tx| ask(tx, question));
                prop_assert_eq!(said.expect("it was asked this moment").unwrap(), truth);
            }
        }
    }
}

/// Two rows that every writer changes together.
fn pair(tx: &View<'_>) -> Result<(u64, u64), StoreError> {
    let number = |key| Ok::<_, StoreError>(tx.get::<Cards>(&key)?.map_or(0, |card| card.number));
    Ok((number((0, 0))?, number((1, 0))?))
}

#[test]
fn whoever_asks_after_a_write_returned_sees_it_and_never_half_of_one() {
    const ROUNDS: u64 = 2_000;
    let store = Store::memory();
    let (written, over, answered) = (AtomicU64::new(0), AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !over.load(Ordering::SeqCst) || answered.load(Ordering::SeqCst) == 0 {
                    let least = written.load(Ordering::SeqCst);
                    let said = match store.at_hand(pair) {
                        Some(said) => {
                            answered.fetch_add(1, Ordering::SeqCst);
                            said.unwrap()
                        }
                        None => store.view_keeping(pair).unwrap(),
                    };
                    assert_eq!(said.0, said.1, "of one state");
                    assert!(said.0 >= least, "{} after {least} had returned", said.0);
                }
            });
        }
        for number in 1..=ROUNDS {
            let card = Card { shelf: 0, number };
            store
                .update(|tx| -> Result<(), StoreError> {
                    tx.put::<Cards>(&(0, 0), &card)?;
                    tx.put::<Cards>(&(1, 0), &card)?;
                    Ok(())
                })
                .unwrap();
            written.store(number, Ordering::SeqCst);
        }
        over.store(true, Ordering::SeqCst);
    });
    assert!(answered.load(Ordering::SeqCst) > 0);
}

/// An engine that writes, and says that it could not.
#[derive(Debug, Default)]
struct Doubtful {
    inner: MemoryEngine,
    fail: AtomicBool,
}

impl Engine for Doubtful {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.inner.snapshot()
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        self.inner.commit(batch)?;
        if self.fail.load(Ordering::SeqCst) {
            Err(StoreError::Full)
        } else {
            Ok(())
        }
    }
}

#[test]
fn after_a_commit_of_which_nobody_knows_it_says_nothing_until_it_knows_again() {
    let engine = Arc::new(Doubtful::default());
    let store = Store::on(engine.clone()).unwrap();
    let one = |number| Card { shelf: 1, number };
    put(&store, (0, 0), &one(1));
    let look = |tx: &View<'_>| tx.get::<Cards>(&(0, 0));
    store.view_keeping(look).unwrap();
    assert!(store.at_hand(look).is_some());
    engine.fail.store(true, Ordering::SeqCst);
    assert!(
        store
            .update(|tx| tx.put::<Cards>(&(0, 0), &one(2)))
            .is_err()
    );
    for _ in 0..3 {
        assert!(store.at_hand(look).is_none());
        store.view_keeping(look).unwrap();
    }
    engine.fail.store(false, Ordering::SeqCst);
    put(&store, (0, 0), &one(3));
    store.view_keeping(look).unwrap();
    assert_eq!(store.at_hand(look).unwrap().unwrap(), Some(one(3)));
}

#[test]
fn a_question_that_swallows_what_lacks_has_no_answer() {
    let store = Store::memory();
    let open = |tx: &View<'_>| -> Result<bool, StoreError> {
        Ok(tx.get::<Cards>(&(0, 0)).is_ok_and(|card| card.is_none()))
    };
    assert!(store.at_hand(open).is_none());
    let guess =
        |tx: &View<'_>| -> Result<bool, StoreError> { Ok(tx.get::<Cards>(&(0, 0)).is_err()) };
    assert!(store.at_hand(guess).is_none());
    assert!(store.view_keeping(open).unwrap());
    assert!(store.at_hand(open).unwrap().unwrap());
}

#[test]
fn a_long_walk_is_not_kept_and_the_changes_are_never_at_hand() {
    let store = Store::memory();
    for number in 0..=250_u8 {
        put(
            &store,
            (0, number),
            &Card {
                shelf: 0,
                number: 1,
            },
        );
    }
    let all = |tx: &View<'_>| tx.count::<Cards>();
    assert_eq!(store.view_keeping(all).unwrap(), 251);
    assert!(store.at_hand(all).is_none());
    let some = |tx: &View<'_>| tx.prefix::<Cards>(&0_u8, Direction::Up, 20);
    store.view_keeping(some).unwrap();
    assert_eq!(store.at_hand(some).unwrap().unwrap().len(), 20);
    let more = |tx: &View<'_>| tx.prefix::<Cards>(&0_u8, Direction::Up, 30);
    assert!(
        store.at_hand(more).is_none(),
        "of a walk only as much as was walked"
    );
    let log = |tx: &View<'_>| tx.changes_since(240, 100);
    assert_eq!(store.view_keeping(log).unwrap().len(), 11);
    assert!(store.at_hand(log).is_none());
}

#[test]
fn what_stands_from_now_on_is_answered_from_what_stood_from_then_on() {
    let store = Store::memory();
    for number in 0..9 {
        put(
            &store,
            (0, number),
            &Card {
                shelf: 0,
                number: 1,
            },
        );
    }
    let from = |now: u8| {
        move |tx: &View<'_>| -> Result<Vec<u8>, StoreError> {
            let rows = tx.range::<Cards>((0, now)..(1, 0), Direction::Up, 100)?;
            Ok(rows.iter().map(|((_, number), _)| *number).collect())
        }
    };
    assert_eq!(store.view_keeping(from(3)).unwrap(), [3, 4, 5, 6, 7, 8]);
    assert!(store.at_hand(from(2)).is_none());
    assert_eq!(store.at_hand(from(6)).unwrap().unwrap(), [6, 7, 8]);
    put(
        &store,
        (1, 1),
        &Card {
            shelf: 0,
            number: 1,
        },
    );
    put(
        &store,
        (0, 7),
        &Card {
            shelf: 0,
            number: 2,
        },
    );
    assert!(store.at_hand(from(6)).is_none());
}

#[test]
fn it_takes_no_more_memory_than_it_may() {
    let shelves = AtHand::new(7);
    for number in 0..100_u32 {
        let rows = (0..500_u32).map(|row| {
            let key = [b"r".as_slice(), &number.to_be_bytes(), &row.to_be_bytes()].concat();
            (key, Some(vec![1; 1_000]))
        });
        let notes = Notes {
            rows: rows.collect(),
            walks: Vec::new(),
        };
        shelves.keep(notes, (0, 7));
    }
    let shelves = shelves.shelves();
    let bytes = |rows: &std::collections::HashMap<Vec<u8>, super::Stored>| -> usize {
        rows.iter()
            .map(|(key, value)| key.len() + value.as_ref().map_or(0, Vec::len))
            .sum()
    };
    let all = bytes(&shelves.young.rows) + bytes(&shelves.old.rows);
    assert!(all <= MOST && all > MOST / 3, "{all}");
}
