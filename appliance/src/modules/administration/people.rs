//! 職員: everybody an administrator cares for, found by any part of what they are called, a page at a time.

use super::page::{PeoplePage, PersonLine, Shown, StateLine};
use super::said::Said;
use super::tabs::{Room, Tabs};
use super::text::AdministrationText;
use crate::cx::Cx;
use crate::modules::mail;
use crate::modules::photo::Faces;
use crate::org::{self, Counted, Role};
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, query_value};
use jiff::civil::Date;
use sekisho_platform::store::View;
use serde::Deserialize;

/// How many people a page shows.
const PAGE: usize = 50;

/// What may be asked.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub q: String,
    /// `suspended` for those alone, `gone` for who has left or is yet to come, `role` for who has one.
    #[serde(default)]
    pub state: String,
    /// Which page, from 1.
    #[serde(default)]
    pub page: String,
}

/// The states that can be asked for alone, in the order of the form.
const STATES: [&str; 4] = ["", "role", "suspended", "gone"];

/// Whether somebody is here, shut out, gone, or yet to come.
pub(super) fn state(words: &AdministrationText, one: &Counted, day: Date) -> StateLine {
    let [here, suspended, gone, coming] = words.states;
    if one.from.is_some_and(|from| from > day) {
        return StateLine::new(coming, "is-info", "gone");
    }
    if one.last.is_some_and(|last| last < day) {
        return StateLine::new(gone, "", "gone");
    }
    if one.staff.active {
        StateLine::new(here, "is-safe", "")
    } else {
        StateLine::new(suspended, "is-danger", "suspended")
    }
}

/// The page.
pub(super) fn page(
    tx: &View<'_>,
    cx: &Cx,
    asked: &Asked,
    here: &str,
) -> Result<PeoplePage, Failure> {
    let oversight = org::may_oversee(cx, tx)?;
    let said = Said::on(tx, cx, cx.today())?;
    let query: String = asked.q.trim().chars().take(100).collect();
    let wanted = STATES.into_iter().find(|state| *state == asked.state);
    let wanted = wanted.unwrap_or_default();
    let mut found = Vec::new();
    for one in org::staff_counted(tx, cx.town, &query)? {
        let state = state(said.words, &one, said.day);
        let fits = match wanted {
            "" => state.code != "gone",
            "role" => state.code.is_empty() && has_role(&said, &one)?,
            code => state.code == code,
        };
        if fits && oversight.reaches(tx, one.id)? {
            found.push((one, state));
        }
    }
    let total = found.len();
    let pages = total.div_ceil(PAGE).max(1);
    let page = asked.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let before = page.saturating_sub(1).saturating_mul(PAGE);
    let address = |page: usize| {
        let query = query_value(&query);
        format!("/admin/people?q={query}&state={wanted}&page={page}")
    };
    let shown = (pages > 1).then(|| Shown {
        first: before.saturating_add(1),
        last: before.saturating_add(PAGE).min(total),
        before: (page > 1).then(|| address(page.saturating_sub(1))),
        after: (page < pages).then(|| address(page.saturating_add(1))),
    });
    let faces = Faces::of(tx, cx)?;
    let part = found.into_iter().skip(before).take(PAGE);
    let mut people = Vec::new();
    for (one, state) in part {
        people.push(line(&said, &faces, one, state)?);
    }
    let words = said.words;
    let titles = words.filters;
    let waiting = mail::waiting(tx, cx)?;
    let title = words.people.to_owned();
    Ok(PeoplePage {
        frame: Frame::new(cx, Module::Administration, waiting, title, here),
        tabs: Tabs::of(tx, cx, Room::People)?,
        words,
        states: STATES
            .into_iter()
            .zip(titles)
            .map(|(code, word)| (code, word, code == wanted))
            .collect(),
        filtered: !query.is_empty() || !wanted.is_empty(),
        total: words.people_count(total),
        all: total,
        q: query,
        people,
        shown,
    })
}

fn has_role(said: &Said<'_>, one: &Counted) -> Result<bool, Failure> {
    let roles = org::roles_on(said.tx, said.who(one.id))?;
    let wide = |role: &Role| !matches!(role, Role::Represent(_));
    Ok(roles.kinds().iter().any(wide))
}

fn line(
    said: &Said<'_>,
    faces: &Faces,
    one: Counted,
    state: StateLine,
) -> Result<PersonLine, Failure> {
    let held = org::held_on(said.tx, said.cx.town, one.id, said.day)?;
    let mut posts = Vec::new();
    for held in &held {
        posts.push(said.held(held)?);
    }
    let mut roles = Vec::new();
    for role in org::roles_on(said.tx, said.who(one.id))?.kinds() {
        roles.push(said.role(role)?);
    }
    let name = one.staff.name.as_str();
    Ok(PersonLine {
        href: super::person::address(one.id),
        face: if state.code.is_empty() {
            faces.href(said.tx, one.id)?
        } else {
            None
        },
        initial: name.chars().next().map(String::from).unwrap_or_default(),
        name: name.to_owned(),
        yomi: one.staff.yomi.as_str().to_owned(),
        login: one.staff.login.as_str().to_owned(),
        posts,
        roles,
        state,
    })
}
