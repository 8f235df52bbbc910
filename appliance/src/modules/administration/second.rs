//! 二人で行う操作: what waits for another administrator, told in words made of the very bytes that will be done.

use super::page::{PendingLine, PendingPage, SecondPage};
use super::said::Said;
use super::tabs::{Room, Tabs};
use crate::cx::Cx;
use crate::modules::{mail, reassignment};
use crate::org::{
    self, Give, Pending, PendingId, Recover, Restore, Safeguard, SecondError, Standing, Suspend,
    Take,
};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use jiff::Timestamp;
use sekisho_platform::store::View;

/// Where the page is.
pub(super) const HERE: &str = "/admin/second";

/// The address of one of them.
pub(super) fn address(id: PendingId) -> String {
    format!("{HERE}/{}", id.uuid())
}

fn failed(error: SecondError) -> Failure {
    match error {
        SecondError::Store(error) => error.into(),
        SecondError::Denied(error) => error.into(),
        _ => Failure::NotFound,
    }
}

/// How many wait for this person: what others proposed.
pub(super) fn waiting(tx: &View<'_>, cx: &Cx) -> Result<usize, Failure> {
    let permit = org::may_administer(cx, tx)?;
    let all = org::pendings(tx, &permit).map_err(failed)?;
    let theirs = |row: &Pending| row.is_open(cx.now) && row.by != cx.staff;
    Ok(all.iter().filter(|(_, row)| theirs(row)).count())
}

/// All of them, and from when on deeds take two.
pub(super) fn page(tx: &View<'_>, cx: &Cx, told: &str) -> Result<SecondPage, Failure> {
    let permit = org::may_administer(cx, tx)?;
    let said = Said::on(tx, cx, cx.today())?;
    let words = said.words;
    let (mut open, mut over) = (Vec::new(), Vec::new());
    for (id, row) in org::pendings(tx, &permit).map_err(failed)? {
        let line = line(&said, id, &row)?;
        if row.is_open(cx.now) {
            open.push(line);
        } else {
            over.push(line);
        }
    }
    let guard = org::safeguard(tx, cx.town)?;
    let administrators = org::administrators_on(tx, cx.town, said.day)?;
    let mut names = Vec::new();
    for staff in &administrators {
        names.push(said.person(*staff)?);
    }
    let waiting = mail::waiting(tx, cx)?;
    let title = words.second_title.to_owned();
    Ok(SecondPage {
        frame: Frame::new(cx, Module::Administration, waiting, title, HERE),
        tabs: Tabs::of(tx, cx, Room::Second)?,
        words,
        told: words.told(told),
        takes_two: org::takes_two(tx, cx.town, said.day)?,
        alone: guard.two && administrators.len() < 2,
        two: guard.two,
        people: guard.people,
        administrators: names,
        open,
        over,
    })
}

/// One of them.
pub(super) fn one(
    tx: &View<'_>,
    cx: &Cx,
    id: PendingId,
    told: &str,
) -> Result<PendingPage, Failure> {
    let permit = org::may_administer(cx, tx)?;
    let row = org::pending_get(tx, &permit, id).map_err(failed)?;
    let said = Said::on(tx, cx, cx.today())?;
    let words = said.words;
    let open = row.is_open(cx.now);
    let here = address(id);
    let waiting = mail::waiting(tx, cx)?;
    let title = words.second_title.to_owned();
    Ok(PendingPage {
        frame: Frame::new(cx, Module::Administration, waiting, title, &here),
        tabs: Tabs::of(tx, cx, Room::Second)?,
        words,
        told: words.told(told),
        may_confirm: open && row.by != cx.staff,
        mine: open && row.by == cx.staff,
        may_refuse: open,
        shown: row.shown(),
        more: row
            .deed::<reassignment::Apply>()
            .map(|apply| reassignment::address_of(&apply)),
        line: line(&said, id, &row)?,
        here,
    })
}

fn line(said: &Said<'_>, id: PendingId, row: &Pending) -> Result<PendingLine, Failure> {
    let (words, calendar) = (said.words, said.cx.calendar());
    let moment = |seconds: i64| {
        calendar.long(Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH))
    };
    let (state, kind) = match row.standing {
        Standing::Open if row.is_open(said.cx.now) => {
            (words.second_waits(&moment(row.until)), "is-hold")
        }
        Standing::Open => (words.second_expired.to_owned(), ""),
        Standing::Done(by, at) => (words.second_done(&said.person(by)?, &moment(at)), "is-safe"),
        Standing::Refused(by, at) => (words.second_refused(&said.person(by)?, &moment(at)), ""),
    };
    Ok(PendingLine {
        href: address(id),
        what: what(said, row)?,
        by: words.second_by(&said.person(row.by)?, &moment(row.at)),
        state,
        kind,
    })
}

/// The deed in a sentence.
fn what(said: &Said<'_>, row: &Pending) -> Result<String, Failure> {
    let words = said.words;
    if let Some(give) = row.deed::<Give>() {
        let (whom, role) = (said.bearer(give.bearer)?, said.role(give.role)?);
        let last = give.last.map(|last| said.cx.calendar().date(last));
        return Ok(words.second_give(&whom, &role, last.as_deref()));
    }
    if let Some(take) = row.deed::<Take>() {
        return Ok(match org::grant_get(said.tx, said.cx.town, take.grant)? {
            Some(grant) => words.second_take(&said.bearer(grant.bearer)?, &said.role(grant.role)?),
            None => words.second_take_gone.to_owned(),
        });
    }
    if let Some(suspend) = row.deed::<Suspend>() {
        return Ok(words.second_suspend(&said.person(suspend.staff)?));
    }
    if let Some(restore) = row.deed::<Restore>() {
        return Ok(words.second_restore(&said.person(restore.staff)?));
    }
    if let Some(recover) = row.deed::<Recover>() {
        return Ok(words.second_recover(&said.person(recover.staff)?, recover.reset));
    }
    if let Some(guard) = row.deed::<Safeguard>() {
        return Ok(words.second_guard(guard.two, guard.people));
    }
    if let Some(apply) = row.deed::<reassignment::Apply>() {
        let title = reassignment::title(said.tx, said.cx, &apply)?;
        return Ok(words.second_reassign(&title));
    }
    Ok(words.second_unknown.to_owned())
}
