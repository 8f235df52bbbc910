//! Keeping a file, looking at what it changes, doing it in one transaction, taking it back. Each asks who keeps the
//! organisation's groups.

use super::compare::{Report, compare};
use super::known::Known;
use super::table::{Book, BookId, BookText, BookTexts, Books, Changed, Stage};
use crate::cx::Cx;
use crate::org::{self, Denied, GroupId, GroupOwner, Keeping, OrgError};
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{StoreError, Update, View};

/// How a file of groups fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum BookError {
    #[error("reading or writing a file of groups")]
    Store(#[from] StoreError),
    #[error("changing groups by a file")]
    Org(#[from] OrgError),
    #[error("keeping the organisation's groups")]
    Denied(#[from] Denied),
    #[error("opening a file of groups that is not there")]
    NotThere,
    #[error("applying a file with rows that cannot be done")]
    Findings,
    #[error("applying a file over groups or people that have changed since")]
    Changed,
}

/// A file with what it changes.
#[derive(Debug)]
pub(super) struct Looked {
    /// Its row.
    pub book: Book,
    /// What it changes now; of one that was done already, nothing is asked.
    pub report: Report,
    /// What it says.
    pub text: String,
    /// The town in words.
    pub known: Known,
    /// Whether groups and people are those it was read against.
    pub fresh: bool,
}

/// The permit, and the town as a file has it.
pub(super) fn known(tx: &View<'_>, cx: &Cx) -> Result<(Keeping, Known), BookError> {
    let keeping = org::may_keep(cx, tx, GroupOwner::Town)?;
    let (town, today) = (keeping.town(), cx.today());
    let census = org::census(tx, town, today)?;
    let groups = org::groups_of(tx, town, GroupOwner::Town)?;
    let shared = org::groups_shared(tx, town)?;
    Ok((keeping, Known::of(&census, groups, shared, today)))
}

/// Keeps a file.
pub(super) fn book_read(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: BookId,
    (text, cp932): (&str, bool),
) -> Result<(), BookError> {
    let keeping = org::may_keep(cx, tx, GroupOwner::Town)?;
    let key = (keeping.town().organisation(), id);
    let book = Book {
        cp932,
        seen: org::people_number(tx, keeping.town())?,
        at: cx.micros(),
        by: cx.staff,
        stage: Stage::Read,
    };
    let text = BookText {
        text: text.to_owned(),
        groups: org::groups_shared(tx, keeping.town())?,
    };
    tx.put::<Books>(&key, &book)?;
    tx.put::<BookTexts>(&key, &text)?;
    told(tx, cx, "list-read", &id.uuid().to_string())
}

/// What a file changes; `fresh` are the identities of groups that it makes.
pub(super) fn book_look(
    tx: &View<'_>,
    cx: &Cx,
    id: BookId,
    fresh: &[GroupId],
) -> Result<Looked, BookError> {
    let (keeping, known) = known(tx, cx)?;
    let key = (keeping.town().organisation(), id);
    let book = tx.get::<Books>(&key)?.ok_or(BookError::NotThere)?;
    let said = tx.get::<BookTexts>(&key)?.ok_or(BookError::NotThere)?;
    let report = match book.stage {
        Stage::Read => compare(&known, &said.text, book.cp932, fresh),
        _ => Report::default(),
    };
    Ok(Looked {
        fresh: known.number == book.seen && known.shared == said.groups,
        book,
        report,
        text: said.text,
        known,
    })
}

/// Does what a file says: all of it or nothing.
pub(super) fn book_apply(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: BookId,
    fresh: &[GroupId],
) -> Result<(), BookError> {
    let keeping = org::may_keep(cx, tx, GroupOwner::Town)?;
    let looked = book_look(tx, cx, id, fresh)?;
    if looked.book.stage != Stage::Read || !looked.fresh {
        return Err(BookError::Changed);
    }
    if !looked.report.findings.is_empty() {
        return Err(BookError::Findings);
    }
    let mut changed = Vec::new();
    for change in looked.report.changes {
        let act = match change.before {
            None => {
                org::group_create(tx, &keeping, change.id, &change.name)?;
                "group-create"
            }
            Some(_) => "group-change",
        };
        told(tx, cx, act, &change.id.uuid().to_string())?;
        changed.push(Changed {
            id: change.id,
            name: change.name,
            before: change.before,
            after: change.after,
        });
    }
    let wanted: Vec<_> = (changed.iter())
        .map(|one| (one.id, one.after.as_slice()))
        .collect();
    org::groups_fill(tx, &keeping, &wanted)?;
    let book = Book {
        stage: Stage::Applied(changed),
        ..looked.book
    };
    tx.put::<Books>(&(keeping.town().organisation(), id), &book)?;
    told(tx, cx, "list-apply", &id.uuid().to_string())
}

/// Takes back what a file did, unless a group of it is something else by now: then what it is called.
pub(super) fn book_undo(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: BookId,
) -> Result<Vec<String>, BookError> {
    let keeping = org::may_keep(cx, tx, GroupOwner::Town)?;
    let key = (keeping.town().organisation(), id);
    let mut book = tx.get::<Books>(&key)?.ok_or(BookError::NotThere)?;
    let Stage::Applied(changed) = &book.stage else {
        return Err(BookError::Changed);
    };
    let groups = org::groups_of(tx, keeping.town(), GroupOwner::Town)?;
    let mut others = Vec::new();
    for one in changed {
        let stands = groups.iter().find(|(id, _)| *id == one.id);
        if stands.is_none_or(|(_, row)| row.name != one.name || row.members != one.after) {
            others.push(one.name.as_str().to_owned());
        }
    }
    if !others.is_empty() {
        return Ok(others);
    }
    let mut back = Vec::new();
    for one in changed {
        match &one.before {
            Some(before) => back.push((one.id, before.as_slice())),
            None => org::group_remove(tx, &keeping, one.id)?,
        }
        let act = match one.before {
            Some(_) => "group-change",
            None => "group-remove",
        };
        told(tx, cx, act, &one.id.uuid().to_string())?;
    }
    match org::groups_fill(tx, &keeping, &back) {
        Err(OrgError::NoGroup | OrgError::GroupWithinItself) => return Err(BookError::Changed),
        other => other?,
    }
    book.stage = Stage::Undone(changed.len());
    tx.put::<Books>(&key, &book)?;
    told(tx, cx, "list-undo", &id.uuid().to_string())?;
    Ok(Vec::new())
}

fn told(tx: &mut Update<'_>, cx: &Cx, act: &str, what: &str) -> Result<(), BookError> {
    Audit::append(tx, cx.now, &cx.staff.uuid().to_string(), act, what, "")?;
    Ok(())
}
