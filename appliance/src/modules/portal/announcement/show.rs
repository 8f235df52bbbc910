//! From rows to the pages of announcements.

use super::model::AnnouncementId;
use super::page::{FormPage, ListPage, Notice, ReadersPage, SectionLine, Typed, WrittenLine};
use super::service::{self, AnnouncementError, Told};
use super::table::Announcement;
use super::text;
use crate::cx::Cx;
use crate::modules::mail;
use crate::modules::portal::access::{self, Writes};
use crate::modules::portal::model::Audience;
use crate::modules::portal::tabs::{Room, tabs};
use crate::modules::portal::text as portal;
use crate::org::{self, OrgError, StaffId, Tree};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use sekisho_platform::store::View;
use std::collections::HashSet;

/// The address of one.
pub(super) fn address(id: AnnouncementId) -> String {
    format!("/portal/announcements/{}", id.uuid())
}

/// The list, with what must still be read alone when that is asked for.
pub(super) fn list(tx: &View<'_>, cx: &Cx, must: bool) -> Result<ListPage, Failure> {
    let words = text::words(cx.language());
    let tree = org::tree_on(tx, cx.town, cx.today())?;
    let writes = access::writes(tx, cx)?;
    let mut standing = service::announcements_of(tx, cx)?;
    standing.retain(|told| told.waits || !must);
    let standing = standing.iter().map(|told| notice(tx, cx, told));
    let here = if must {
        "/portal/announcements?must=1"
    } else {
        "/portal/announcements"
    };
    let written = if writes.any() && !must {
        let rows = service::announcements_written(tx, cx, &writes)?;
        let lines = rows.iter().map(|(id, row)| written(cx, &tree, *id, row));
        Some(lines.collect())
    } else {
        None
    };
    Ok(ListPage {
        standing: standing.collect::<Result<_, _>>()?,
        written,
        must,
        tabs: tabs(cx.language(), &writes, Room::Announcements),
        frame: frame(tx, cx, words.title, here)?,
        words,
    })
}

/// One as it is read.
pub(super) fn notice(tx: &View<'_>, cx: &Cx, told: &Told) -> Result<Notice, AnnouncementError> {
    let (draft, calendar) = (&told.row.draft, cx.calendar());
    // What was written ahead is told from its first day on.
    let began = draft.from().to_zoned(cx.zone.clone());
    let began = began.map_or(cx.now, |began| began.timestamp());
    let at = mail::moment(told.row.at).max(began);
    let mut meta = vec![told.row.section.clone(), calendar.short(at)];
    if draft.must_read() {
        meta.extend(section_read(tx, cx, told.id)?);
    }
    meta.retain(|part| !part.is_empty());
    Ok(Notice {
        id: told.id.uuid().to_string(),
        title: draft.title().to_owned(),
        text: draft.text().to_owned(),
        must: draft.must_read(),
        waits: told.waits,
        meta: meta.join("　"),
    })
}

/// How many of one's own section have read it.
fn section_read(
    tx: &View<'_>,
    cx: &Cx,
    id: AnnouncementId,
) -> Result<Option<String>, AnnouncementError> {
    let held = org::held_on(tx, cx.town, cx.staff, cx.today())?;
    let Some(unit) = held.first().map(|main| main.post.unit) else {
        return Ok(None);
    };
    let people = org::staff_in(tx, cx.town, unit, cx.today())?;
    let mut read = 0_usize;
    for (staff, _) in &people {
        read = read.saturating_add(usize::from(service::has_read(tx, cx.town, id, *staff)?));
    }
    let name = org::unit_path(tx, cx.town, unit, cx.today())?;
    Ok(Some(text::section_read(
        cx.language(),
        &name,
        read,
        people.len(),
    )))
}

fn written(cx: &Cx, tree: &Tree, id: AnnouncementId, row: &Announcement) -> WrittenLine {
    let words = text::words(cx.language());
    let [before, standing, over] = words.states;
    let (state, kind) = if row.draft.stands_on(cx.today()) {
        (standing, "is-safe")
    } else if cx.today() < row.draft.from() {
        (before, "is-info")
    } else {
        (over, "")
    };
    WrittenLine {
        href: address(id),
        title: row.draft.title().to_owned(),
        audience: audience(cx, tree, row.audience),
        days: text::days(
            cx.language(),
            (row.draft.from(), row.draft.until()),
            cx.today(),
        ),
        state,
        kind,
        readers: row
            .draft
            .must_read()
            .then(|| format!("{}/readers", address(id))),
    }
}

/// The name of an audience.
pub(super) fn audience(cx: &Cx, tree: &Tree, audience: Audience) -> String {
    match audience {
        Audience::Everybody => portal::words(cx.language()).everybody.to_owned(),
        Audience::Unit(unit) => tree
            .node(unit)
            .map_or_else(|| "－".to_owned(), |node| node.path.clone()),
    }
}

/// The form for another one.
pub(super) fn new_form(
    tx: &View<'_>,
    cx: &Cx,
    chosen: Option<Audience>,
    typed: Typed,
    refused: Option<&'static str>,
) -> Result<FormPage, Failure> {
    let words = text::words(cx.language());
    let writes = access::writes(tx, cx)?;
    if !writes.any() {
        return Err(Failure::NotFound);
    }
    let audiences = choices(tx, cx, &writes, chosen)?;
    Ok(FormPage {
        heading: words.new_title,
        action: "/portal/announcements".to_owned(),
        take_off: None,
        revision: 0,
        refused,
        audiences,
        typed,
        tabs: tabs(cx.language(), &writes, Room::Announcements),
        frame: frame(tx, cx, words.new_title, "/portal/announcements/new")?,
        words,
    })
}

/// For whom this person may write: value, words, whether it is chosen.
pub(in crate::modules::portal) fn choices(
    tx: &View<'_>,
    cx: &Cx,
    writes: &Writes,
    chosen: Option<Audience>,
) -> Result<Vec<(String, String, bool)>, OrgError> {
    let tree = org::tree_on(tx, cx.town, cx.today())?;
    let everybody = writes.everybody.then_some(Audience::Everybody);
    let units = tree.nodes().iter().map(|node| node.id);
    let units = units.filter(|unit| writes.everybody || writes.units.contains(unit));
    let all = everybody.into_iter().chain(units.map(Audience::Unit));
    Ok(all
        .map(|one| {
            (
                one.to_string(),
                audience(cx, &tree, one),
                chosen == Some(one),
            )
        })
        .collect())
}

/// The form of one that stands, with what was typed where that was not taken.
pub(super) fn change_form(
    tx: &View<'_>,
    cx: &Cx,
    id: AnnouncementId,
    typed: Option<Typed>,
    refused: Option<&'static str>,
) -> Result<FormPage, Failure> {
    let words = text::words(cx.language());
    let (_, row, revision) = service::announcement_open(tx, cx, id)?;
    let tree = org::tree_on(tx, cx.town, cx.today())?;
    let (draft, href) = (&row.draft, address(id));
    let stands = Typed {
        title: draft.title().to_owned(),
        text: draft.text().to_owned(),
        from: draft.from().to_string(),
        until: draft.until().to_string(),
        must: draft.must_read(),
    };
    Ok(FormPage {
        heading: words.change_title,
        take_off: Some(format!("{href}/take-off")),
        revision,
        refused,
        audiences: vec![(
            row.audience.to_string(),
            audience(cx, &tree, row.audience),
            true,
        )],
        typed: typed.unwrap_or(stands),
        tabs: tabs(cx.language(), &access::writes(tx, cx)?, Room::Announcements),
        frame: frame(tx, cx, words.change_title, &href)?,
        action: href,
        words,
    })
}

/// Who has read one.
pub(super) fn readers(tx: &View<'_>, cx: &Cx, id: AnnouncementId) -> Result<ReadersPage, Failure> {
    let words = text::words(cx.language());
    let (permit, row, _) = service::announcement_open(tx, cx, id)?;
    let (sections, read) = service::announcement_readers(tx, &permit, id, cx.today())?;
    let mut lines = Vec::with_capacity(sections.len());
    for section in sections {
        let rest = rest(tx, cx, &section.people, &read)?;
        lines.push(SectionLine {
            people: section.people.len(),
            read: section.people.len().saturating_sub(rest.len()),
            path: if section.unit.is_some() {
                section.path
            } else {
                words.no_post.to_owned()
            },
            rest,
        });
    }
    let sum = |of: fn(&SectionLine) -> usize| lines.iter().map(of).sum::<usize>();
    let whole = (
        sum(|line| line.people),
        sum(|line| line.read),
        sum(|line| line.rest.len()),
    );
    let here = format!("{}/readers", address(id));
    Ok(ReadersPage {
        title: row.draft.title().to_owned(),
        sections: lines,
        whole,
        tabs: tabs(cx.language(), &access::writes(tx, cx)?, Room::Announcements),
        frame: frame(tx, cx, words.readers_title, &here)?,
        words,
    })
}

fn rest(
    tx: &View<'_>,
    cx: &Cx,
    people: &[StaffId],
    read: &HashSet<StaffId>,
) -> Result<Vec<String>, OrgError> {
    let mut names = Vec::new();
    for staff in people.iter().filter(|staff| !read.contains(staff)) {
        if let Some(row) = org::staff_get(tx, cx.town, *staff)? {
            names.push(row.name.as_str().to_owned());
        }
    }
    Ok(names)
}

fn frame(tx: &View<'_>, cx: &Cx, title: &str, here: &str) -> Result<Frame, Failure> {
    let waiting = mail::waiting(tx, cx)?;
    Ok(Frame::new(
        cx,
        Module::Portal,
        waiting,
        title.to_owned(),
        here,
    ))
}
