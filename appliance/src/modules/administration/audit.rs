//! 監査の記録: the page of whoever was made an auditor. It shows and saves; nothing on it changes anything.

use super::page::{AuditLine, AuditPage};
use super::said::Said;
use super::tabs::{Room, Tabs};
use super::text::{self, AuditText};
use super::trail::{self, Asked, trail};
use crate::cx::Cx;
use crate::modules::mail;
use crate::org::{self, Ours, Permit, Review, StaffId};
use crate::sheet::{Rows, Sheet};
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, query_value};
use jiff::civil::Date;
use sekisho_platform::audit::Entry;
use sekisho_platform::store::View;
use serde::Deserialize;

/// Where the page is.
pub(super) const HERE: &str = "/admin/audit";

/// How many rows a page shows.
const PAGE: usize = 100;

/// How many rows a file has at most.
const FILE_MOST: usize = 50_000;

/// How many people a name may mean before it must be more exact.
const MEANT_MOST: usize = 1;

/// What may be asked.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Form {
    /// Somebody's name, log-in name or identity.
    #[serde(default)]
    pub who: String,
    #[serde(default)]
    pub act: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub last: String,
    #[serde(default)]
    pub before: String,
    /// `xlsx`, `csv` or `cp932`, for the file.
    #[serde(default, rename = "as")]
    pub kind: String,
    #[serde(default)]
    pub geta: String,
}

impl Form {
    /// As an address carries it, without where to go on.
    pub(super) fn query(&self) -> String {
        format!(
            "who={}&act={}&from={}&last={}",
            query_value(self.who.trim()),
            query_value(&self.act),
            query_value(&self.from),
            query_value(&self.last)
        )
    }
}

/// Whom a name means.
enum Meant {
    Anybody,
    One(StaffId),
    /// Nobody, or more than one.
    Unclear(usize),
}

fn meant(tx: &View<'_>, cx: &Cx, who: &str) -> Result<Meant, Failure> {
    let who = who.trim();
    if who.is_empty() {
        return Ok(Meant::Anybody);
    }
    let found = org::staff_counted(tx, cx.town, who)?;
    if let Some(one) = found.iter().find(|one| one.staff.login.as_str() == who) {
        return Ok(Meant::One(one.id));
    }
    match found.as_slice() {
        [one] => Ok(Meant::One(one.id)),
        _ => Ok(Meant::Unclear(
            found.len().max(MEANT_MOST.saturating_sub(1)),
        )),
    }
}

fn asked(form: &Form, who: Option<StaffId>) -> Asked {
    Asked {
        who,
        act: Some(form.act.clone()).filter(|act| !act.is_empty()),
        from: form.from.parse::<Date>().ok(),
        last: form.last.parse::<Date>().ok(),
        before: form.before.parse().ok(),
    }
}

/// The page.
pub(super) fn page(tx: &View<'_>, cx: &Cx, form: &Form) -> Result<AuditPage, Failure> {
    let permit = org::may_audit(cx, tx)?;
    let said = Said::on(tx, cx, cx.today())?;
    let words = text::audit(cx.language());
    let (found, unclear) = match meant(tx, cx, &form.who)? {
        Meant::Unclear(count) => (trail::Found::default(), Some(words.unclear(count))),
        Meant::Anybody => (look(tx, &permit, cx, form, None, PAGE)?, None),
        Meant::One(staff) => (look(tx, &permit, cx, form, Some(staff), PAGE)?, None),
    };
    let mut rows = Vec::new();
    for (_, entry) in &found.rows {
        rows.push(line(&said, words, entry)?);
    }
    let waiting = mail::waiting(tx, cx)?;
    let title = words.title.to_owned();
    let query = form.query();
    Ok(AuditPage {
        frame: Frame::new(cx, Module::Administration, waiting, title, HERE),
        tabs: Tabs::of(tx, cx, Room::Audit)?,
        words,
        unclear,
        filtered: [&form.who, &form.act, &form.from, &form.last]
            .iter()
            .any(|asked| !asked.trim().is_empty()),
        who: form.who.trim().to_owned(),
        acts: text::acts(cx.language())
            .map(|(code, word)| (code, word, code == form.act))
            .collect(),
        from: form.from.clone(),
        last: form.last.clone(),
        next: found
            .next
            .map(|next| format!("{HERE}?{query}&before={next}")),
        newest: (!form.before.is_empty()).then(|| format!("{HERE}?{query}")),
        query,
        rows,
    })
}

fn look(
    tx: &View<'_>,
    permit: &Permit<Review>,
    cx: &Cx,
    form: &Form,
    who: Option<StaffId>,
    most: usize,
) -> Result<trail::Found, Failure> {
    Ok(trail(tx, permit, &asked(form, who), &cx.zone, most)?)
}

/// The table that leaves the house, as much of it as a file holds.
pub(super) fn sheet(tx: &View<'_>, cx: &Cx, form: &Form) -> Result<Sheet, Failure> {
    let permit = org::may_audit(cx, tx)?;
    let said = Said::on(tx, cx, cx.today())?;
    let words = text::audit(cx.language());
    let who = match meant(tx, cx, &form.who)? {
        Meant::Unclear(_) => return Err(Failure::NotFound),
        Meant::Anybody => None,
        Meant::One(staff) => Some(staff),
    };
    let mut form = form.clone();
    let mut rows = Rows::default();
    loop {
        let left = FILE_MOST.saturating_sub(rows.len());
        let found = look(tx, &permit, cx, &form, who, left)?;
        for (number, entry) in &found.rows {
            let line = line(&said, words, entry)?;
            rows.push([
                number.to_string(),
                line.exact,
                line.who,
                line.what,
                line.code,
                line.whom,
                line.detail,
            ]);
        }
        match found.next {
            Some(next) if rows.len() < FILE_MOST => form.before = next.to_string(),
            _ => break,
        }
    }
    Ok(Sheet {
        name: words.title.to_owned(),
        head: words.columns.map(str::to_owned).to_vec(),
        rows,
    })
}

fn line(said: &Said<'_>, words: &AuditText, entry: &Entry) -> Result<AuditLine, Failure> {
    let calendar = said.cx.calendar();
    let name = |name: &str| -> Result<String, Failure> {
        let ours = trail::is_of(said.tx, said.cx.town, name)?;
        Ok(match ours {
            Some(Ours::Staff(staff)) => said.person(staff)?,
            Some(Ours::Post(post)) => said.post(post)?,
            Some(Ours::Unit(unit)) => said.unit(unit)?,
            Some(Ours::Town) => said.cx.organisation_name.clone(),
            None => words.named(name),
        })
    };
    let mut detail = Vec::new();
    for word in entry.detail.split(' ').filter(|word| !word.is_empty()) {
        detail.push(match words.detail_word(word) {
            Some(told) => told.to_owned(),
            None => name(word)?,
        });
    }
    Ok(AuditLine {
        time: calendar.to_the_second(entry.at()),
        exact: calendar.exact(entry.at()),
        who: name(&entry.actor)?,
        what: text::act(said.cx.language(), &entry.act).to_owned(),
        code: entry.act.clone(),
        whom: if entry.object == entry.actor {
            String::new()
        } else {
            name(&entry.object)?
        },
        detail: detail.join(" "),
    })
}
