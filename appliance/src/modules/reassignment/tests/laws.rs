//! What holds for every list: taking it back restores the town, laying it twice changes nothing, and a power cut between
//! any two of its transactions leaves all of it or none.

use super::super::model::Act;
use super::super::service::{look, undo};
use super::*;
use crate::app::tests::engine::TestEngine;
use proptest::prelude::*;
use sekisho_platform::store::{Batch, Engine, Snapshot, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

const PEOPLE: [&str; 10] = [
    "sato", "okada", "yoshida", "kato", "suzuki", "ito", "kimura", "aoki", "tanaka", "mori",
];
const UNITS: [&str; 7] = [
    "総務課",
    "総務課/総務係",
    "情報政策課",
    "建設課",
    "福祉課",
    "危機管理課",
    "総務課/新しい係",
];
const TITLES: [&str; 4] = ["課長", "係長", "主事", "参事"];
const DAYS: [Date; 4] = [
    date(2026, 11, 20),
    date(2027, 3, 31),
    APRIL,
    date(2027, 4, 2),
];

fn any_row() -> impl Strategy<Value = String> {
    (0_usize..9, 0_usize..10, 0_usize..7, 0_usize..4).prop_map(|(act, person, unit, title)| {
        let (act, word) = Act::ALL[act];
        if act.is_of_a_unit() {
            format!("{word},,,,{},,,,改めた課{title}\n", UNITS[unit])
        } else {
            let name = if act == Act::Join {
                "森 一郎,もり"
            } else {
                ","
            };
            let (login, unit, title) = (PEOPLE[person], UNITS[unit], TITLES[title]);
            format!("{word},{login},{name},{unit},{title}\n")
        }
    })
}

fn any_list() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(any_row(), 1..12)
}

/// The rows that can be done together: those with a finding fall out, until none is left.
fn doable(store: &Store, cx: &Cx, mut rows: Vec<String>) -> DraftId {
    for number in 100.. {
        let id = draft(store, cx, number, APRIL, &rows.concat());
        let looked = store.view(|tx| look(tx, cx, id)).expect("looked");
        if looked.plan.findings.is_empty() || rows.is_empty() {
            return id;
        }
        let wrong: Vec<usize> = looked
            .plan
            .findings
            .iter()
            .map(|finding| usize::try_from(finding.line).expect("a line") - 2)
            .collect();
        rows = rows
            .into_iter()
            .enumerate()
            .filter(|(place, _)| !wrong.contains(place))
            .map(|(_, row)| row)
            .collect();
    }
    unreachable!("every round takes a row away")
}

fn states(store: &Store, town: Town) -> Vec<Census> {
    DAYS.iter().map(|day| state(store, town, *day)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_taken_back_is_as_if_it_had_never_been(rows in any_list()) {
        let store = Store::memory();
        let town = town_in(&store);
        let tanaka = desk(&store, "tanaka");
        let before = states(&store, town);
        let addresses = store.view(org::addresses).expect("addresses");
        let id = doable(&store, &tanaka, rows);
        let text = store
            .view(|tx| super::super::service::source(tx, &tanaka, id))
            .expect("text");
        prop_assume!(text.lines().count() > 1);
        apply(&store, &tanaka, id, 1).expect("made so");
        undo(&store, &tanaka, id).expect("nobody stands upon it");
        prop_assert_eq!(states(&store, town), before);
        prop_assert_eq!(store.view(org::addresses).expect("addresses"), addresses);
    }

    #[test]
    fn a_list_that_is_so_already_changes_nothing(rows in any_list()) {
        let store = Store::memory();
        town_in(&store);
        let tanaka = desk(&store, "tanaka");
        let id = doable(&store, &tanaka, rows);
        let text = store
            .view(|tx| super::super::service::source(tx, &tanaka, id))
            .expect("text");
        // Nothing of the list could be done.
        prop_assume!(text.lines().count() > 1);
        apply(&store, &tanaka, id, 1).expect("made so");
        let again = DraftId::new(Uuid::from_u128(0xA0));
        store
            .update(|tx| service::draft_create(tx, &tanaka, again, ("again", APRIL, &text)))
            .expect("kept");
        let looked = store.view(|tx| look(tx, &tanaka, again)).expect("looked");
        prop_assert_eq!(looked.plan.findings, []);
        prop_assert_eq!(looked.plan.changes, []);
    }

    #[test]
    fn the_same_list_over_the_same_town_is_the_same_plan(rows in any_list()) {
        let store = Store::memory();
        town_in(&store);
        let tanaka = desk(&store, "tanaka");
        let id = draft(&store, &tanaka, 1, APRIL, &rows.concat());
        let one = store.view(|tx| look(tx, &tanaka, id)).expect("looked");
        let two = store.view(|tx| look(tx, &tanaka, id)).expect("looked");
        prop_assert_eq!(one.plan, two.plan);
    }
}

/// The engine whose power goes after some commits.
#[derive(Debug)]
struct Cut {
    inner: Arc<TestEngine>,
    left: AtomicUsize,
}

impl Engine for Cut {
    fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.inner.snapshot()
    }

    fn commit(&self, batch: &Batch) -> Result<(), StoreError> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(StoreError::Full);
        }
        self.left.store(left - 1, Ordering::Relaxed);
        self.inner.commit(batch)
    }
}

/// Moves, joins and leaves, enough for several transactions.
fn many() -> String {
    let mut rows =
        String::from("退職,okada\n異動,sato,,,福祉課,係長\n組織改称,,,,建設課,,,,都市整備課\n");
    let joins = (0..110).map(|n| format!("採用,new{n},新人 {n},しんじん,総務課/総務係,主事\n"));
    rows.extend(joins);
    rows
}

#[test]
fn the_power_may_go_between_any_two_transactions() {
    let rows = many();
    let (mut none, mut all) = (0, 0);
    for cut in 0.. {
        let inner = Arc::new(TestEngine::default());
        let whole = Store::on(inner.clone()).expect("opens");
        let town = town_in(&whole);
        let tanaka = desk(&whole, "tanaka");
        let id = draft(&whole, &tanaka, 1, APRIL, &rows);
        let before = states(&whole, town);
        drop(whole);
        let engine = Cut {
            inner: inner.clone(),
            left: AtomicUsize::new(cut),
        };
        let cutting = Store::on(Arc::new(engine)).expect("opens");
        let done = apply(&cutting, &tanaka, id, 1).is_ok();
        drop(cutting);
        // The machine comes up again.
        let store = Store::on(inner).expect("opens");
        if done {
            all += 1;
            let looked = store.view(|tx| look(tx, &tanaka, id)).expect("looked");
            assert_eq!(looked.plan.changes, [], "all of it");
            undo(&store, &tanaka, id).expect("taken back");
            assert_eq!(states(&store, town), before);
            break;
        }
        none += 1;
        assert_eq!(states(&store, town), before, "after {cut} commits");
        // What the crash left is in nobody's way, and the next try goes through.
        apply(&store, &tanaka, id, 2).expect("the next try");
        undo(&store, &tanaka, id).expect("taken back");
        assert_eq!(states(&store, town), before);
    }
    assert!(none > 4 && all == 1, "{none} {all}");
}

#[test]
fn an_undo_may_be_cut_short_as_well() {
    let rows = many();
    for cut in 0.. {
        let inner = Arc::new(TestEngine::default());
        let whole = Store::on(inner.clone()).expect("opens");
        let town = town_in(&whole);
        let tanaka = desk(&whole, "tanaka");
        let before = states(&whole, town);
        let id = draft(&whole, &tanaka, 1, APRIL, &rows);
        apply(&whole, &tanaka, id, 1).expect("made so");
        let after = states(&whole, town);
        drop(whole);
        let engine = Cut {
            inner: inner.clone(),
            left: AtomicUsize::new(cut),
        };
        let cutting = Store::on(Arc::new(engine)).expect("opens");
        let done = undo(&cutting, &tanaka, id).is_ok();
        drop(cutting);
        let store = Store::on(inner).expect("opens");
        let expected = if cut == 0 { &after } else { &before };
        assert_eq!(&states(&store, town), expected, "after {cut} commits");
        if done {
            assert!(cut > 2, "it takes several");
            break;
        }
    }
}
