//! From rows to the pages of links.

use super::model::LinkId;
use super::page::{CardBody, Group, Line, ListPage, Shown, Typed};
use super::table::LinkRow;
use super::{service, text};
use crate::cx::Cx;
use crate::modules::mail;
use crate::modules::portal::access;
use crate::modules::portal::announcement;
use crate::modules::portal::model::Audience;
use crate::modules::portal::tabs::{Room, tabs};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use sekisho_platform::store::View;

/// The card's inside: groups in the order of their first link.
pub(super) fn card(cx: &Cx, rows: Vec<LinkRow>) -> CardBody {
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let shown = Shown {
            href: row.draft.address().as_str().to_owned(),
            title: row.draft.title().to_owned(),
            foreign: row.draft.address().is_foreign(),
        };
        let name = row.draft.group();
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.links.push(shown),
            None => groups.push(Group {
                name: name.to_owned(),
                links: vec![shown],
            }),
        }
    }
    CardBody {
        words: text::words(cx.language()),
        groups,
    }
}

/// What was sent and not taken: for which link, or for another one, and why.
#[derive(Clone, Debug, Default)]
pub(super) struct NotTaken {
    pub why: Option<&'static str>,
    pub of: Option<LinkId>,
    pub typed: Typed,
}

/// The list of an audience; without one, the first that this person writes.
pub(super) fn list(
    tx: &View<'_>,
    cx: &Cx,
    audience: Option<Audience>,
    not_taken: &NotTaken,
) -> Result<ListPage, Failure> {
    let words = text::words(cx.language());
    let writes = access::writes(tx, cx)?;
    let first = match writes.units.first() {
        _ if writes.everybody => Some(Audience::Everybody),
        unit => unit.map(|unit| Audience::Unit(*unit)),
    };
    let audience = audience.or(first).ok_or(Failure::NotFound)?;
    let permit = access::may_edit(tx, cx, audience).map_err(service::LinkError::from)?;
    let all = service::links_open(tx, &permit)?;
    let last = all.len().saturating_sub(1);
    let mut groups: Vec<String> = all
        .iter()
        .map(|one| one.row.draft.group().to_owned())
        .filter(|group| !group.is_empty())
        .collect();
    groups.dedup();
    let links = all.into_iter().enumerate().map(|(at, one)| {
        let open = not_taken.of == Some(one.id);
        let draft = &one.row.draft;
        let stands = Typed {
            title: draft.title().to_owned(),
            address: draft.address().as_str().to_owned(),
            group: draft.group().to_owned(),
        };
        Line {
            id: one.id.uuid().to_string(),
            revision: one.revision,
            typed: if open {
                not_taken.typed.clone()
            } else {
                stands
            },
            open,
            first: at == 0,
            last: at == last,
        }
    });
    let here = format!("/portal/links?for={audience}");
    Ok(ListPage {
        audiences: announcement::choices(tx, cx, &writes, Some(audience))?,
        audience: audience.to_string(),
        refused: not_taken.why,
        links: links.collect(),
        groups,
        typed: if not_taken.of.is_none() {
            not_taken.typed.clone()
        } else {
            Typed::default()
        },
        tabs: tabs(cx.language(), &writes, Room::Links),
        frame: Frame::new(
            cx,
            Module::Portal,
            mail::waiting(tx, cx)?,
            words.title.to_owned(),
            &here,
        ),
        words,
    })
}
