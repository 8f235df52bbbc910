//! From a file of groups to its page.

use super::compare::{Change, Does};
use super::known::{Kind, Known};
use super::page::{ChangeLines, FindingLine, FormPage, ReportPage, RowLine, Told};
use super::service::{BookError, Looked, book_look};
use super::table::{BookId, Changed, Stage};
use super::text::{self, BookText};
use crate::cx::Cx;
use crate::modules::mail;
use crate::org::{self, GroupId, GroupOwner, Member};
use crate::sheet;
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use sekisho_platform::store::View;

/// Where the form is.
pub(super) const HERE: &str = "/groups/book";

/// The most lines of each kind that a page shows.
const SHOWN: usize = 500;

/// The address of a file's page.
pub(super) fn address(id: BookId) -> String {
    format!("{HERE}/{}", id.uuid())
}

/// The frame of these pages.
pub(super) fn frame(tx: &View<'_>, cx: &Cx, here: &str) -> Result<Frame, Failure> {
    let title = text::words(cx.language()).title.to_owned();
    let waiting = mail::waiting(tx, cx)?;
    let frame = Frame::new(cx, Module::Directory, waiting, title, here);
    Ok(frame.helped_by("/help/directory#groups-book"))
}

/// The form.
pub(super) fn form(
    tx: &View<'_>,
    cx: &Cx,
    refused: Option<&'static str>,
) -> Result<FormPage, Failure> {
    org::may_keep(cx, tx, GroupOwner::Town)?;
    Ok(FormPage {
        frame: frame(tx, cx, HERE)?,
        own: text::words(cx.language()),
        refused,
    })
}

/// What came of the last request.
#[derive(Clone, Debug)]
pub(super) enum Came {
    /// Nothing was asked.
    Opened,
    /// Rows cannot be done.
    Findings,
    /// Groups or people have changed since.
    Changed,
    /// It could not be taken back: what is otherwise by now.
    Others(Vec<String>),
}

/// What a file changes.
pub(super) fn report(
    tx: &View<'_>,
    cx: &Cx,
    (id, fresh): (BookId, &[GroupId]),
    came: &Came,
) -> Result<ReportPage, Failure> {
    let own = text::words(cx.language());
    let looked = book_look(tx, cx, id, fresh)?;
    let report = &looked.report;
    let here = address(id);
    let source: Vec<&str> = looked.text.lines().collect();
    let findings = report.findings.iter().take(SHOWN).map(|finding| {
        let (what, next) = own.finding(finding);
        FindingLine {
            line: finding.line,
            column: finding.column,
            what,
            row: sheet::cells(&source, finding.line),
            next,
        }
    });
    let (changes, more) = changes(own, &looked);
    let read = looked.book.stage == Stage::Read;
    let can_apply =
        read && looked.fresh && report.findings.is_empty() && !report.changes.is_empty();
    let counts = [
        (own.changed_groups, report.changes.len()),
        (own.same, report.same),
        (own.absent, report.absent),
        (own.findings, report.findings.len()),
    ];
    // Of a file of something else nothing is counted.
    let counted = read && report.changes.len().saturating_add(report.same) > 0;
    Ok(ReportPage {
        frame: frame(tx, cx, &here)?,
        own,
        here,
        told: told(own, &looked, came),
        counts: if counted { counts.to_vec() } else { Vec::new() },
        findings: findings.collect(),
        changes,
        more: (more > 0).then(|| own.more(more)),
        can_apply,
        can_undo: matches!(&looked.book.stage, Stage::Applied(done) if !done.is_empty()),
    })
}

fn told(own: &BookText, looked: &Looked, came: &Came) -> Option<Told> {
    let tell = |kind, icon, sentence: String| {
        Some(Told {
            kind,
            icon,
            sentence,
        })
    };
    match came {
        Came::Opened => {}
        Came::Findings => return tell("is-danger", "alert", own.stopped.to_owned()),
        Came::Changed => return tell("is-danger", "alert", own.changed.to_owned()),
        Came::Others(names) => {
            return tell("is-danger", "alert", own.others(&names.join("、")));
        }
    }
    let report = &looked.report;
    match &looked.book.stage {
        Stage::Read if !looked.fresh => tell("is-hold", "alert", own.changed.to_owned()),
        Stage::Read if !report.findings.is_empty() => {
            tell("is-danger", "alert", own.stopped.to_owned())
        }
        Stage::Read if report.changes.is_empty() => {
            tell("is-safe", "check", own.nothing.to_owned())
        }
        Stage::Read => tell("", "info", own.not_yet.to_owned()),
        Stage::Applied(done) => tell("is-safe", "check", own.applied(done.len())),
        Stage::Undone(groups) => tell("is-safe", "check", own.undone(*groups)),
    }
}

/// The groups with their lines, as many as a page shows, and how many lines are left.
fn changes(own: &BookText, looked: &Looked) -> (Vec<ChangeLines>, usize) {
    let done: Vec<Change>;
    let changes = match &looked.book.stage {
        Stage::Applied(changed) => {
            done = changed.iter().map(again).collect();
            &done
        }
        _ => &looked.report.changes,
    };
    let (mut out, mut left, mut more) = (Vec::new(), SHOWN, 0_usize);
    for change in changes {
        let shown = change.rows.len().min(left);
        left = left.saturating_sub(shown.max(1));
        more = more.saturating_add(change.rows.len().saturating_sub(shown));
        if shown == 0 && !change.rows.is_empty() {
            continue;
        }
        let there = change.before.is_some() || looked.book.stage != Stage::Read;
        out.push(ChangeLines {
            href: there.then(|| super::super::show::address(change.id)),
            name: change.name.as_str().to_owned(),
            made: change.before.is_none(),
            rows: (change.rows.iter().take(shown))
                .map(|row| line(own, &looked.known, row))
                .collect(),
        });
    }
    (out, more)
}

/// What was done, as it was to be done.
fn again(changed: &Changed) -> Change {
    let before = changed.before.as_deref().unwrap_or(&[]);
    Change {
        id: changed.id,
        name: changed.name.clone(),
        before: changed.before.clone(),
        after: changed.after.clone(),
        rows: super::compare::differences(before, changed.after.iter().map(|one| (None, one))),
    }
}

fn line(
    own: &BookText,
    known: &Known,
    (line, does, member): &(Option<u64>, Does, Member),
) -> RowLine {
    let (pill, how) = match does {
        Does::Adds => ("is-safe", own.adds),
        Does::Drops => ("is-hold", own.drops),
        Does::Moves => ("", own.moves),
    };
    RowLine {
        line: line.map_or_else(String::new, |line| line.to_string()),
        pill,
        how,
        kind: Kind::of(member).word(),
        whom: known.word(member),
        name: match member {
            Member::Staff(staff) => known.name(*staff).to_owned(),
            _ => String::new(),
        },
    }
}

impl From<BookError> for Failure {
    fn from(error: BookError) -> Self {
        match error {
            // What is not there and what is not theirs look the same.
            BookError::NotThere => Self::NotFound,
            BookError::Denied(denied) => denied.into(),
            other => Self::Internal("group book", Box::new(other)),
        }
    }
}
