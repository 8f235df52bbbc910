//! The tree goes out, comes back, and is drawn otherwise from a day on; taken back it is as before.

use super::super::model::DraftId;
use super::super::service;
use super::super::tests::{APRIL, apply, desk, town_in};
use super::super::town::Known;
use super::super::write::written;
use super::compare::{HEAD, Report, Wrong, compare, rows};
use crate::org::{self, Town};
use jiff::civil::{Date, date};
use sekisho_platform::store::Store;
use uuid::Uuid;

fn known(store: &Store, town: Town) -> Known {
    let census = store
        .view(|tx| org::census(tx, town, APRIL))
        .expect("counted");
    Known::of(census, APRIL)
}

/// The file as it goes out, with rows that somebody wrote otherwise or added.
fn file(known: &Known, otherwise: &[(&str, [&str; 4])], more: &[[&str; 4]]) -> String {
    let mut lines = vec![HEAD.join(",")];
    for row in rows(known) {
        let new = otherwise.iter().find(|(unit, _)| *unit == row[0]);
        lines.push(new.map_or_else(|| row.join(","), |(_, row)| row.join(",")));
    }
    lines.extend(more.iter().map(|row| row.join(",")));
    lines.join("\r\n")
}

fn told(report: &Report) -> Vec<String> {
    let told = |row: &super::super::write::Cells| {
        let cells = row.iter().filter(|cell| !cell.is_empty());
        cells.cloned().collect::<Vec<_>>().join(" ")
    };
    report.rows.iter().map(told).collect()
}

fn paths(store: &Store, town: Town, day: Date) -> Vec<String> {
    let tree = store.view(|tx| org::tree_on(tx, town, day)).expect("read");
    tree.nodes().iter().map(|node| node.path.clone()).collect()
}

#[test]
fn what_goes_out_and_comes_back_changes_nothing() {
    let store = Store::memory();
    let town = town_in(&store);
    let known = known(&store, town);
    let all = rows(&known);
    assert_eq!(all[0], ["総務課", "総務課", "", ""]);
    assert_eq!(
        all[1],
        ["総務課/総務係", "総務係", "総務課", ""],
        "below what it stands under"
    );
    let report = compare(&known, &file(&known, &[], &[]), false);
    assert_eq!((report.findings.len(), report.rows.len()), (0, 0));
    assert_eq!(report.same, all.len());
}

#[test]
fn units_are_opened_renamed_moved_and_closed_from_the_day_and_taken_back() {
    let store = Store::memory();
    let town = town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let known = known(&store, town);
    let text = file(
        &known,
        &[
            ("情報政策課", ["情報政策課", "デジタル課", "総合政策部", ""]),
            ("危機管理課", ["危機管理課", "危機管理課", "総務課", ""]),
        ],
        &[["", "総合政策部", "", ""], ["", "広報係", "総務課", ""]],
    );
    let report = compare(&known, &text, false);
    assert_eq!(report.findings, []);
    assert_eq!(
        told(&report),
        [
            "組織新設 総合政策部",
            "組織新設 総務課/広報係",
            "組織改称 情報政策課 デジタル課",
            "組織移管 情報政策課 総合政策部",
            "組織移管 危機管理課 総務課",
        ]
    );
    let id = DraftId::new(Uuid::from_u128(0xD1));
    store
        .update(|tx| {
            service::draft_create(tx, &tanaka, id, ("組織", APRIL, &written(&report.rows)))
        })
        .expect("kept");
    let looked = store
        .view(|tx| service::look(tx, &tanaka, id))
        .expect("looked");
    assert_eq!(looked.plan.findings, []);
    let (eve, before) = (date(2027, 3, 31), paths(&store, town, APRIL));
    apply(&store, &tanaka, id, 1).expect("so");
    assert_eq!(
        paths(&store, town, eve),
        before,
        "the day before is as it was"
    );
    let after = paths(&store, town, APRIL);
    for there in ["総合政策部デジタル課", "総務課危機管理課", "総務課広報係"]
    {
        assert!(after.iter().any(|path| path == there), "{there}: {after:?}");
    }
    assert!(!after.iter().any(|path| path == "情報政策課"));
    let again = store
        .view(|tx| service::look(tx, &tanaka, id))
        .expect("looked");
    assert!(
        again.plan.changes.is_empty(),
        "laid over itself it changes nothing"
    );
    service::undo(&store, &tanaka, id).expect("undone");
    assert_eq!(paths(&store, town, APRIL), before, "taken back");
}

#[test]
fn a_unit_closes_only_when_nobody_and_nothing_is_in_it_and_never_stands_below_itself() {
    let store = Store::memory();
    let town = town_in(&store);
    let tanaka = desk(&store, "tanaka");
    let known = known(&store, town);
    let findings = |number: u128, otherwise: &[(&str, [&str; 4])]| {
        let report = compare(&known, &file(&known, otherwise, &[]), false);
        assert_eq!(report.findings, []);
        let id = DraftId::new(Uuid::from_u128(number));
        let list = written(&report.rows);
        store
            .update(|tx| service::draft_create(tx, &tanaka, id, ("組織", APRIL, &list)))
            .expect("kept");
        let looked = store
            .view(|tx| service::look(tx, &tanaka, id))
            .expect("looked");
        let what = looked.plan.findings.iter();
        what.map(|finding| format!("{:?}", finding.what))
            .collect::<Vec<_>>()
    };
    let closes = findings(1, &[("総務課", ["総務課", "総務課", "", "○"])]);
    assert!(
        closes.iter().any(|what| what.starts_with("Remaining")),
        "{closes:?}"
    );
    assert!(closes.iter().any(|what| what == "Below"), "{closes:?}");
    let ring = findings(2, &[("総務課", ["総務課", "総務課", "総務課/総務係", ""])]);
    assert_eq!(ring, ["BelowItself"]);
    let twin = findings(3, &[("福祉課", ["福祉課", "建設課", "", ""])]);
    assert_eq!(twin, ["UnitThere(\"建設課\")"]);
}

#[test]
fn what_a_file_cannot_say_is_told_with_its_line() {
    let store = Store::memory();
    let town = town_in(&store);
    let known = known(&store, town);
    let text = "所属,名前,上の所属,廃止\n宇宙課,宇宙課,,\n福祉課,,,\n建設課,建設課,,はい\n総務課,総務課,,\n総務課,総務部,,\n";
    let found = compare(&known, text, false).findings;
    let lines: Vec<_> = found.iter().map(|one| (one.line, one.column)).collect();
    assert_eq!(lines, [(2, "所属"), (3, "名前"), (4, "廃止"), (6, "所属")]);
    assert_eq!(found[3].wrong, Wrong::Twice(5));
    let none = compare(&known, "こんにちは\n", false).findings;
    assert!(none.iter().all(|one| one.wrong == Wrong::NoColumn) && none.len() == 3);
    assert_eq!(
        compare(&known, "所属,名前,上の所属\n", false).findings[0].wrong,
        Wrong::NoRow
    );
}
