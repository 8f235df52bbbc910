//! From a file to its page.

use super::super::model::{Column, What};
use super::super::service::ReassignmentError;
use super::super::{show as lists, text as common};
use super::compare::Amend;
use super::page::{AmendLine, FindingLine, FormPage, ReportPage};
use super::service::book_look;
use super::table::{BookId, Stage};
use super::text;
use crate::cx::Cx;
use crate::modules::administration::{Room, Tabs};
use crate::org::{self, StaffId};
use crate::web::Failure;
use sekisho_platform::store::View;

/// Where the form is.
pub(super) const HERE: &str = "/admin/reassignment/book";

/// The most lines of each kind that a page shows.
const SHOWN: usize = 500;

/// The address of a file's page.
pub(super) fn address(id: BookId) -> String {
    format!("{HERE}/{}", id.uuid())
}

/// The form.
pub(super) fn form(
    tx: &View<'_>,
    cx: &Cx,
    day: &str,
    refused: Option<&'static str>,
) -> Result<FormPage, Failure> {
    let own = text::words(cx.language());
    Ok(FormPage {
        frame: lists::room(tx, cx, own.title, HERE)?,
        tabs: Tabs::of(tx, cx, Room::Reassignment)?,
        words: common::words(cx.language()),
        own,
        day: day.to_owned(),
        refused,
    })
}

/// What came of the last request.
#[derive(Clone, Debug)]
pub(super) enum Came {
    /// Nothing was asked.
    Opened,
    /// Rows cannot be done, and that was not chosen.
    Findings,
    /// The people have changed since.
    Changed,
    /// It could not be taken back: whose it is otherwise by now.
    Others(Vec<StaffId>),
}

/// What a file changes.
pub(super) fn report(
    tx: &View<'_>,
    cx: &Cx,
    id: BookId,
    came: &Came,
) -> Result<ReportPage, Failure> {
    let (own, words) = (text::words(cx.language()), common::words(cx.language()));
    let looked = book_look(tx, cx, id)?;
    let report = &looked.report;
    let here = address(id);
    let source: Vec<&str> = looked.text.lines().collect();
    let findings = report.findings.iter().take(SHOWN).map(|finding| {
        let (what, next) = words.finding(finding);
        FindingLine {
            line: finding.line,
            column: finding.column.word(),
            what,
            row: lists::cells(&source, finding.line),
            next,
        }
    });
    let mut counts = vec![
        (own.amended.to_owned(), report.amends.len()),
        (own.same.to_owned(), report.same),
        (own.absent.to_owned(), report.absent),
    ];
    counts.extend(
        report
            .counts
            .iter()
            .map(|(act, count)| (words.act(*act), *count)),
    );
    let (mut draft, mut told) = (None, None);
    let mut can_undo = false;
    match &looked.book.stage {
        Stage::Read if !looked.fresh => told = Some(("is-hold", own.changed.to_owned())),
        Stage::Read
            if report.amends.is_empty() && report.rows.is_empty() && report.findings.is_empty() =>
        {
            told = Some(("is-safe", own.nothing.to_owned()));
        }
        Stage::Read => {}
        Stage::Applied(amended, list) => {
            told = Some(("is-safe", own.applied(amended.len())));
            can_undo = !amended.is_empty();
            draft = list.map(lists::address);
        }
        Stage::Undone(people) => told = Some(("", own.undone(*people))),
    }
    match came {
        Came::Opened => {}
        Came::Findings => told = Some(("is-danger", own.has_findings.to_owned())),
        Came::Changed => told = Some(("is-danger", own.changed.to_owned())),
        Came::Others(people) => {
            let mut names = Vec::new();
            for staff in people.iter().take(20) {
                names.push(name(tx, cx, *staff)?);
            }
            told = Some(("is-danger", own.others(&names.join("、"))));
        }
    }
    let read = looked.book.stage == Stage::Read;
    // Of a file of something else nothing is counted.
    let other = (report.findings.iter())
        .any(|finding| matches!(finding.what, What::OtherFile | What::NoColumn));
    let does = !report.amends.is_empty() || !report.rows.is_empty();
    Ok(ReportPage {
        frame: lists::room(tx, cx, own.title, &here)?,
        tabs: Tabs::of(tx, cx, Room::Reassignment)?,
        words,
        own,
        here,
        told,
        findings: findings.collect(),
        counts: if read && !other { counts } else { Vec::new() },
        amends: report
            .amends
            .iter()
            .take(SHOWN)
            .map(|one| amend(own, one))
            .collect(),
        moves: report
            .rows
            .iter()
            .take(SHOWN)
            .map(|row| {
                let told = row.iter().filter(|cell| !cell.is_empty());
                told.cloned().collect::<Vec<_>>().join("　")
            })
            .collect(),
        can_apply: read && looked.fresh && does,
        can_undo,
        draft,
    })
}

fn name(tx: &View<'_>, cx: &Cx, staff: StaffId) -> Result<String, ReassignmentError> {
    let row = org::staff_get(tx, cx.town, staff)?;
    Ok(row.map_or_else(String::new, |row| row.name.as_str().to_owned()))
}

fn amend(own: &text::BookText, one: &Amend) -> AmendLine {
    let pairs = [
        (
            Column::Name,
            one.before.name.as_str(),
            one.after.name.as_str(),
        ),
        (
            Column::Yomi,
            one.before.yomi.as_str(),
            one.after.yomi.as_str(),
        ),
        (
            Column::Phone,
            one.before.phone.as_str(),
            one.after.phone.as_str(),
        ),
        (
            Column::Address,
            one.before.address.as_str(),
            one.after.address.as_str(),
        ),
    ];
    let changed = pairs
        .into_iter()
        .filter(|(_, before, after)| before != after);
    let told = |cell: &str| match cell {
        "" => own.empty.to_owned(),
        cell => cell.to_owned(),
    };
    AmendLine {
        line: one.line,
        who: one.before.name.as_str().to_owned(),
        changes: changed
            .map(|(column, before, after)| (column.word(), told(before), told(after)))
            .collect(),
    }
}
