//! Keeping a file, looking at what it changes, putting it right in one transaction, taking it back. Each asks for the
//! permit.

use super::super::model::DraftId;
use super::super::service::{self as lists, ReassignmentError};
use super::super::town::Known;
use super::super::write::written;
use super::compare::{Report, compare};
use super::table::{Book, BookId, BookText, BookTexts, Books, Stage};
use crate::cx::Cx;
use crate::org::{self, OrgError, StaffId};
use jiff::civil::Date;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Update, View};

/// A file with what it changes.
#[derive(Debug)]
pub(super) struct Looked {
    /// Its row.
    pub book: Book,
    /// What it changes now; of one that was put right already, nothing is asked.
    pub report: Report,
    /// What it says.
    pub text: String,
    /// Whether the people are those it was read against.
    pub fresh: bool,
}

/// Keeps a file.
pub(super) fn book_read(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: BookId,
    (day, text, cp932): (Date, &str, bool),
) -> Result<(), ReassignmentError> {
    let permit = org::may_administer(cx, tx)?;
    let key = (permit.town().organisation(), id);
    let book = Book {
        day,
        cp932,
        seen: org::people_number(tx, permit.town())?,
        at: cx.micros(),
        by: permit.by(),
        stage: Stage::Read,
    };
    let text = text.to_owned();
    tx.put::<Books>(&key, &book)?;
    tx.put::<BookTexts>(&key, &BookText { text })?;
    told(tx, cx, "list-read", id)
}

/// What a file changes.
pub(super) fn book_look(tx: &View<'_>, cx: &Cx, id: BookId) -> Result<Looked, ReassignmentError> {
    let permit = org::may_administer(cx, tx)?;
    let key = (permit.town().organisation(), id);
    let book = tx.get::<Books>(&key)?.ok_or(ReassignmentError::NotThere)?;
    let text = tx.get::<BookTexts>(&key)?;
    let text = text.ok_or(ReassignmentError::NotThere)?.text;
    let number = org::people_number(tx, permit.town())?;
    let report = match book.stage {
        Stage::Read => {
            let known = Known::of(org::census(tx, permit.town(), book.day)?, book.day);
            compare(&known, &text, book.cp932)
        }
        _ => Report::default(),
    };
    Ok(Looked {
        fresh: number == book.seen,
        book,
        report,
        text,
    })
}

/// Puts right what a file says, and keeps what it says of posts as a list of 人事異動: all of it or nothing. With rows
/// that cannot be done only where that was chosen.
pub(super) fn book_apply(
    tx: &mut Update<'_>,
    cx: &Cx,
    (id, draft): (BookId, DraftId),
    (skip, title): (bool, &str),
) -> Result<(), ReassignmentError> {
    let permit = org::may_administer(cx, tx)?;
    let looked = book_look(tx, cx, id)?;
    if looked.book.stage != Stage::Read || !looked.fresh {
        return Err(ReassignmentError::Changed);
    }
    if !looked.report.findings.is_empty() && !skip {
        return Err(ReassignmentError::Findings);
    }
    let mut amended = Vec::new();
    for one in &looked.report.amends {
        org::staff_amend(tx, permit.town(), one.staff, (&one.before, &one.after))?;
        amended.push((one.staff, one.before.clone(), one.after.clone()));
        let whom = one.staff.uuid().to_string();
        let by = permit.by().uuid().to_string();
        Audit::append(tx, cx.now, &by, "staff-amend", &whom, "")?;
    }
    let draft = if looked.report.rows.is_empty() {
        None
    } else {
        let list = written(&looked.report.rows);
        lists::draft_create(tx, cx, draft, (title, looked.book.day, &list))?;
        Some(draft)
    };
    let book = Book {
        stage: Stage::Applied(amended, draft),
        ..looked.book
    };
    tx.put::<Books>(&(permit.town().organisation(), id), &book)?;
    told(tx, cx, "list-apply", id)
}

/// Takes back what a file put right, unless some of it is something else by now: then whose.
pub(super) fn book_undo(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: BookId,
) -> Result<Vec<StaffId>, ReassignmentError> {
    let permit = org::may_administer(cx, tx)?;
    let key = (permit.town().organisation(), id);
    let mut book = tx.get::<Books>(&key)?.ok_or(ReassignmentError::NotThere)?;
    let Stage::Applied(amended, _) = &book.stage else {
        return Err(ReassignmentError::Changed);
    };
    let mut others = Vec::new();
    for (staff, _, after) in amended {
        let row = org::staff_get(tx, permit.town(), *staff)?;
        if row.is_none_or(|row| org::Facts::of(&row) != *after) {
            others.push(*staff);
        }
    }
    if !others.is_empty() {
        return Ok(others);
    }
    // The last first: an address that went from one to another goes back the same way.
    for (staff, before, after) in amended.iter().rev() {
        match org::staff_amend(tx, permit.town(), *staff, (after, before)) {
            Err(OrgError::AddressTaken) => return Err(ReassignmentError::Changed),
            other => other?,
        }
    }
    book.stage = Stage::Undone(amended.len());
    tx.put::<Books>(&key, &book)?;
    told(tx, cx, "list-undo", id)?;
    Ok(Vec::new())
}

fn told(tx: &mut Update<'_>, cx: &Cx, act: &str, id: BookId) -> Result<(), ReassignmentError> {
    let (who, what) = (cx.staff.uuid().to_string(), id.uuid().to_string());
    Audit::append(tx, cx.now, &who, act, &what, "")?;
    Ok(())
}
