//! What every engine and the façade over it keep, told as stories and run against each adapter.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::redb::RedbEngine;
use super::{
    Direction, Indexes, Position, Record, Store, StoreError, StoreSettings, Table, Update,
};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Book {
    title: String,
    shelf: u32,
    year: i64,
}

impl Record for Book {}

struct Books;

impl Table for Books {
    const NAME: &'static str = "books";
    type Key = (u64, String);
    type Record = Book;

    fn index(_key: &Self::Key, book: &Book, out: &mut Indexes) {
        out.add("by_shelf", &(book.shelf, book.year));
        for word in book.title.split(' ') {
            out.add("by_word", &word);
        }
    }
}

fn key(number: u64) -> (u64, String) {
    (number, format!("copy-{number}"))
}

fn book(title: &str, shelf: u32, year: i64) -> Book {
    Book {
        title: title.to_owned(),
        shelf,
        year,
    }
}

fn stores() -> Vec<(&'static str, Store, Option<tempfile::TempDir>)> {
    let folder = tempfile::tempdir().unwrap();
    let settings = StoreSettings {
        cache_bytes: 16 << 20,
    };
    let redb = Store::open_redb(&folder.path().join("store.redb"), &settings).unwrap();
    vec![
        ("memory", Store::memory(), None),
        ("redb", redb, Some(folder)),
    ]
}

fn put(store: &Store, rows: &[(u64, Book)]) {
    store
        .update(|tx| {
            for (number, book) in rows {
                tx.put::<Books>(&key(*number), book)?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

fn numbers(rows: &[((u64, String), Book)]) -> Vec<u64> {
    rows.iter().map(|(key, _)| key.0).collect()
}

type Outcome<R> = Result<R, StoreError>;

#[test]
fn a_row_comes_back_as_it_was_put() {
    for (name, store, _folder) in stores() {
        let one = book("関所 の 歴史", 3, 1868);
        put(&store, &[(1, one.clone())]);
        let found = store
            .view(|tx| -> Outcome<_> { tx.get::<Books>(&key(1)) })
            .unwrap();
        assert_eq!(found, Some(one), "{name}");
        assert!(
            store
                .view(|tx| -> Outcome<_> { tx.contains::<Books>(&key(1)) })
                .unwrap()
        );
        assert!(
            store
                .update(|tx| -> Outcome<_> { tx.remove::<Books>(&key(1)) })
                .unwrap()
        );
        assert!(
            !store
                .update(|tx| -> Outcome<_> { tx.remove::<Books>(&key(1)) })
                .unwrap()
        );
        assert_eq!(
            store
                .view(|tx| -> Outcome<_> { tx.count::<Books>() })
                .unwrap(),
            0
        );
        let left = store.view(|tx| -> Outcome<_> { tx.count_index::<Books>("by_word", &()) });
        assert_eq!(left.unwrap(), 0, "{name}: indexes go with their row");
    }
}

#[test]
fn ranges_and_prefixes_walk_both_ways() {
    for (name, store, _folder) in stores() {
        let rows: Vec<_> = (0..10).map(|n| (n, book("a", 1, 0))).collect();
        put(&store, &rows);
        store
            .view(|tx| -> Outcome<_> {
                let all = tx.range::<Books>(.., Direction::Down, 3)?;
                assert_eq!(numbers(&all), [9, 8, 7], "{name}");
                let some = tx.range::<Books>(key(3)..key(6), Direction::Up, 100)?;
                assert_eq!(numbers(&some), [3, 4, 5], "{name}");
                let closed = tx.range::<Books>(key(3)..=key(6), Direction::Down, 100)?;
                assert_eq!(numbers(&closed), [6, 5, 4, 3], "{name}");
                assert_eq!(
                    numbers(&tx.prefix::<Books>(&(7_u64,), Direction::Up, 9)?),
                    [7]
                );
                assert!(
                    tx.range::<Books>(key(6)..key(3), Direction::Up, 9)?
                        .is_empty()
                );
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn an_index_follows_its_rows() {
    for (name, store, _folder) in stores() {
        put(
            &store,
            &[
                (1, book("red blue", 1, 5)),
                (2, book("blue", 1, 3)),
                (3, book("red", 2, 9)),
            ],
        );
        put(&store, &[(1, book("green blue", 1, 1))]);
        store
            .view(|tx| -> Outcome<_> {
                let up = Direction::Up;
                assert_eq!(
                    numbers(&tx.by_index::<Books>("by_word", &"blue", up, None, 9)?),
                    [1, 2]
                );
                assert_eq!(
                    numbers(&tx.by_index::<Books>("by_word", &"red", up, None, 9)?),
                    [3]
                );
                let shelf = tx.by_index::<Books>("by_shelf", &1_u32, Direction::Down, None, 9)?;
                assert_eq!(numbers(&shelf), [2, 1], "{name}: by year, the later first");
                let years =
                    tx.index_range::<Books, _>("by_shelf", (1_u32, 2_i64)..(3, 0), up, 9)?;
                assert_eq!(numbers(&years), [2, 3], "{name}");
                let found = tx.find::<Books>("by_word", &"green")?.map(|(key, _)| key.0);
                assert_eq!(found, Some(1), "{name}");
                assert_eq!(tx.index_keys::<Books>("by_word", &"blue", up, 1)?, [key(1)]);
                assert_eq!(tx.count_index::<Books>("by_word", &())?, 4, "{name}");
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn pages_of_an_index_join_without_a_gap() {
    for (name, store, _folder) in stores() {
        let rows: Vec<_> = (0..97)
            .map(|n| (n, book("page", 1, i64::try_from(n / 3).unwrap())))
            .collect();
        put(&store, &rows);
        for direction in [Direction::Up, Direction::Down] {
            let mut seen = Vec::new();
            let mut after: Option<Position> = None;
            loop {
                let page = store
                    .view(|tx| -> Outcome<_> {
                        tx.by_index::<Books>("by_shelf", &(1_u32,), direction, after.as_ref(), 10)
                    })
                    .unwrap();
                let Some((key, book)) = page.last() else {
                    break;
                };
                let position = Position::of::<Books>("by_shelf", key, book).unwrap();
                after = Some(position.to_string().parse().unwrap());
                seen.extend(numbers(&page));
            }
            seen.sort_unstable();
            assert_eq!(seen, (0..97).collect::<Vec<_>>(), "{name} {direction:?}");
        }
    }
}

#[test]
fn a_transaction_sees_its_own_writes_everywhere() {
    for (name, store, _folder) in stores() {
        put(
            &store,
            &[
                (1, book("one", 1, 1)),
                (2, book("two", 1, 2)),
                (4, book("four", 1, 4)),
            ],
        );
        store
            .update(|tx: &mut Update<'_>| -> Outcome<_> {
                tx.put::<Books>(&key(3), &book("three", 1, 3))?;
                tx.remove::<Books>(&key(2))?;
                tx.put::<Books>(&key(4), &book("vier", 1, 0))?;
                let up = tx.range::<Books>(.., Direction::Up, 9)?;
                assert_eq!(numbers(&up), [1, 3, 4], "{name}");
                assert_eq!(
                    numbers(&tx.range::<Books>(.., Direction::Down, 2)?),
                    [4, 3],
                    "{name}"
                );
                let shelf = tx.by_index::<Books>("by_shelf", &1_u32, Direction::Up, None, 9)?;
                assert_eq!(numbers(&shelf), [4, 1, 3], "{name}");
                Ok(())
            })
            .unwrap();
    }
}

#[test]
fn a_closure_that_fails_leaves_nothing() {
    for (name, store, _folder) in stores() {
        put(&store, &[(1, book("kept", 1, 1))]);
        let before = *store.watch().borrow();
        let failed = store.update(|tx| -> Outcome<()> {
            tx.put::<Books>(&key(1), &book("lost", 1, 1))?;
            tx.put::<Books>(&key(2), &book("lost", 1, 1))?;
            Err(StoreError::undecodable("story", "on purpose"))
        });
        assert!(failed.is_err());
        let rows = store
            .view(|tx| -> Outcome<_> { tx.range::<Books>(.., Direction::Up, 9) })
            .unwrap();
        assert_eq!(rows, [(key(1), book("kept", 1, 1))], "{name}");
        assert_eq!(*store.watch().borrow(), before, "{name}");
    }
}

#[test]
fn an_old_form_does_not_overwrite_a_newer_row() {
    for (name, store, _folder) in stores() {
        put(&store, &[(1, book("first", 1, 1))]);
        let read = store
            .view(|tx| -> Outcome<_> { tx.get_with_revision::<Books>(&key(1)) })
            .unwrap();
        let (revision, _) = read.unwrap();
        put(&store, &[(1, book("second", 1, 1))]);
        let late = store.update(|tx| -> Outcome<_> {
            tx.put_if::<Books>(&key(1), &book("late", 1, 1), Some(revision))
        });
        assert!(matches!(late, Err(StoreError::Conflict { .. })), "{name}");
        let taken = store
            .update(|tx| -> Outcome<_> { tx.put_if::<Books>(&key(1), &book("x", 1, 1), None) });
        assert!(
            matches!(taken, Err(StoreError::Conflict { found: Some(_), .. })),
            "{name}"
        );
    }
}

#[test]
fn followers_hear_of_every_change_in_order() {
    for (name, store, _folder) in stores() {
        let mut watch = store.watch();
        put(&store, &[(1, book("one", 1, 1)), (2, book("two", 1, 1))]);
        store
            .update(|tx| -> Outcome<_> { tx.remove::<Books>(&key(1)) })
            .unwrap();
        assert!(watch.has_changed().unwrap());
        assert_eq!(*watch.borrow_and_update(), 3, "{name}");
        let changes = store
            .view(|tx| -> Outcome<_> { tx.changes_since(1, 10) })
            .unwrap();
        let told: Vec<_> = changes
            .iter()
            .map(|c| (c.sequence, c.key_of::<Books>().unwrap().0, c.put))
            .collect();
        assert_eq!(told, [(2, 2, true), (3, 1, false)], "{name}");
        let trimmed = store
            .update(|tx| -> Outcome<_> { tx.trim_changes(2, 100) })
            .unwrap();
        assert_eq!(trimmed, 2);
        let left = store
            .view(|tx| -> Outcome<_> { tx.changes_since(0, 10) })
            .unwrap();
        assert_eq!(left.len(), 1, "{name}");
    }
}

#[test]
fn many_threads_lose_no_increment() {
    for (name, store, _folder) in stores() {
        put(&store, &[(0, book("counter", 0, 0))]);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        store
                            .update(|tx| -> Outcome<_> {
                                let mut row = tx.get::<Books>(&key(0))?.unwrap();
                                row.year += 1;
                                tx.put::<Books>(&key(0), &row)
                            })
                            .unwrap();
                    }
                });
            }
        });
        let row = store
            .view(|tx| -> Outcome<_> { tx.get::<Books>(&key(0)) })
            .unwrap()
            .unwrap();
        assert_eq!(row.year, 400, "{name}");
        let entries = store.view(|tx| -> Outcome<_> { tx.count_index::<Books>("by_shelf", &()) });
        assert_eq!(entries.unwrap(), 1, "{name}: one entry, moved 400 times");
    }
}

#[test]
fn what_was_put_is_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.redb");
    let settings = StoreSettings::default();
    let store = Store::open_redb(&path, &settings).unwrap();
    put(&store, &[(1, book("kept", 1, 1))]);
    drop(store);
    let store = Store::open_redb(&path, &settings).unwrap();
    let revision =
        store.update(|tx| -> Outcome<_> { tx.put::<Books>(&key(2), &book("next", 1, 1)) });
    assert_eq!(revision.unwrap(), 2, "numbers go on where they stopped");
    let rows = store
        .view(|tx| -> Outcome<_> { tx.count::<Books>() })
        .unwrap();
    assert_eq!(rows, 2);
}

mod versions {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Newer {
        name: String,
        pages: u32,
    }

    #[derive(Debug, Serialize, Deserialize)]
    struct Older {
        name: String,
    }

    impl Record for Older {}

    impl Record for Newer {
        const VERSION: u8 = 2;
        fn upgrade(version: u8, bytes: &[u8]) -> Result<Self, StoreError> {
            if version != 1 {
                return Err(StoreError::unknown_version(
                    "things",
                    version,
                    Self::VERSION,
                ));
            }
            let old: Older = postcard::from_bytes(bytes)
                .map_err(|error| StoreError::undecodable("things", error))?;
            Ok(Self {
                name: old.name,
                pages: 0,
            })
        }
    }

    struct Before;
    impl Table for Before {
        const NAME: &'static str = "things";
        type Key = u8;
        type Record = Older;
    }

    struct After;
    impl Table for After {
        const NAME: &'static str = "things";
        type Key = u8;
        type Record = Newer;
    }

    #[test]
    fn an_older_row_is_read_by_a_newer_program_and_not_the_other_way() {
        let store = Store::memory();
        let name = || "old".to_owned();
        store
            .update(|tx| -> Outcome<_> { tx.put::<Before>(&1, &Older { name: name() }) })
            .unwrap();
        let read = store
            .view(|tx| -> Outcome<_> { tx.get::<After>(&1) })
            .unwrap();
        assert_eq!(
            read,
            Some(Newer {
                name: name(),
                pages: 0
            })
        );
        store
            .update(|tx| -> Outcome<_> {
                tx.put::<After>(
                    &1,
                    &Newer {
                        name: name(),
                        pages: 3,
                    },
                )
            })
            .unwrap();
        let refused = store
            .view(|tx| -> Outcome<_> { tx.get::<Before>(&1) })
            .unwrap_err();
        assert!(matches!(
            refused,
            StoreError::Version {
                found: 2,
                known: 1,
                ..
            }
        ));
    }
}

mod failing {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

    use super::super::engine::{Batch, Engine, Snapshot};
    use super::super::memory::MemoryEngine;
    use super::*;

    /// An engine whose commits wait at a gate, and fail while told to.
    #[derive(Debug, Default)]
    struct Gated {
        inner: MemoryEngine,
        gate: Mutex<()>,
        fail: AtomicBool,
    }

    impl Engine for Gated {
        fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
            self.inner.snapshot()
        }
        fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
            let _open = self.gate.lock().unwrap();
            if self.fail.load(Ordering::SeqCst) {
                Err(StoreError::Full)
            } else {
                self.inner.commit(batch)
            }
        }
    }

    #[test]
    fn who_read_what_a_failed_commit_undid_runs_again() {
        let engine = Arc::new(Gated::default());
        let store = Store::on(engine.clone()).unwrap();
        engine.fail.store(true, Ordering::SeqCst);
        let gate = engine.gate.lock().unwrap();
        let (saw, runs) = (AtomicBool::new(false), AtomicU32::new(0));
        std::thread::scope(|scope| {
            let first = scope.spawn(|| {
                store.update(|tx| -> Outcome<_> { tx.put::<Books>(&key(1), &book("undone", 1, 1)) })
            });
            let second = scope.spawn(|| {
                loop {
                    let seen = store.update(|tx| -> Outcome<_> {
                        let seen = tx.contains::<Books>(&key(1))?;
                        if seen {
                            tx.put::<Books>(&key(2), &book("after", 1, 1))?;
                            runs.fetch_add(1, Ordering::SeqCst);
                            saw.store(true, Ordering::SeqCst);
                        } else if saw.load(Ordering::SeqCst) {
                            runs.fetch_add(1, Ordering::SeqCst);
                        }
                        Ok(seen)
                    });
                    if saw.load(Ordering::SeqCst) {
                        return seen;
                    }
                    std::thread::yield_now();
                }
            });
            wait_until(|| saw.load(Ordering::SeqCst));
            drop(gate);
            assert!(matches!(first.join().unwrap(), Err(StoreError::Full)));
            assert!(
                !second.join().unwrap().unwrap(),
                "run again, it no longer saw the row"
            );
        });
        assert_eq!(runs.load(Ordering::SeqCst), 2);
        let left = store
            .view(|tx| -> Outcome<_> { tx.count::<Books>() })
            .unwrap();
        assert_eq!(left, 0);
    }

    fn wait_until(done: impl Fn() -> bool) {
        use crate::clock::Clock;
        let clock = crate::clock::SystemClock::new();
        while !done() {
            assert!(clock.elapsed().as_secs() < 10, "it never came");
            std::thread::yield_now();
        }
    }

    #[test]
    fn after_a_full_disk_the_store_goes_on() {
        let engine = Arc::new(Gated::default());
        let store = Store::on(engine.clone()).unwrap();
        engine.fail.store(true, Ordering::SeqCst);
        let full = store.update(|tx| -> Outcome<_> { tx.put::<Books>(&key(1), &book("a", 1, 1)) });
        assert_eq!(full.unwrap_err().kind(), crate::error::ErrorKind::Full);
        engine.fail.store(false, Ordering::SeqCst);
        let revision =
            store.update(|tx| -> Outcome<_> { tx.put::<Books>(&key(1), &book("a", 1, 1)) });
        assert_eq!(revision.unwrap(), 1);
    }
}

#[test]
fn the_embedded_engine_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    let engine = RedbEngine::open(&path, &StoreSettings::default()).unwrap();
    let store = Store::on(Arc::new(engine)).unwrap();
    let second = RedbEngine::open(&path, &StoreSettings::default());
    assert!(
        matches!(second, Err(StoreError::Open { .. })),
        "one process at a time"
    );
    drop(store);
}
