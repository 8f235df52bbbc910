//! The pages, put together.

use super::access;
use super::page::{AllPage, Face, PhotoPage, RuleChoice};
use super::service::{self, href, photo_row, photos_audience, photos_up};
use super::table::Audience;
use super::text;
use crate::cx::Cx;
use crate::modules::administration::{Room, Tabs};
use crate::modules::mail;
use crate::modules::settings::{Place, tabs};
use crate::org::{self, StaffId};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use sekisho_platform::store::View;

/// Where one's own is.
pub(super) const OWN: &str = "/settings/photo";
/// Where all are.
pub(super) const ALL: &str = "/admin/photos";

/// Where somebody's forms are sent.
pub(super) fn action(staff: StaffId) -> String {
    format!("/photo/{}", staff.uuid())
}

/// The page of somebody's photo, for whoever changes it.
pub(super) fn home(cx: &Cx, staff: StaffId) -> String {
    if staff == cx.staff {
        OWN.to_owned()
    } else {
        [action(staff).as_str(), "/edit"].concat()
    }
}

/// One person's.
pub(super) fn one(
    tx: &View<'_>,
    cx: &Cx,
    staff: StaffId,
    refused: Option<String>,
) -> Result<PhotoPage, Failure> {
    let may = access::may_change(tx, cx, staff)?;
    let (language, words) = (cx.language(), text::words(cx.language()));
    let own = staff == cx.staff;
    let person = if own {
        cx.person.clone()
    } else {
        let counted = org::counted(tx, cx.town, staff)?;
        counted.ok_or(Failure::NotFound)?.staff
    };
    let name = person.name.as_str().to_owned();
    let (module, heading) = if own {
        (Module::Settings, words.title.to_owned())
    } else {
        (Module::Administration, text::of(language, &name))
    };
    let waiting = mail::waiting(tx, cx)?;
    let row = photo_row(tx, &may)?;
    let audience = photos_audience(tx, cx.town)?;
    Ok(PhotoPage {
        frame: Frame::new(cx, module, waiting, heading.clone(), &home(cx, staff)),
        words,
        tabs: if own {
            tabs(language, Place::Photo)
        } else {
            Vec::new()
        },
        heading,
        lead: words.lead(audience),
        back: if own { "" } else { ALL },
        yomi: person.yomi.as_str().to_owned(),
        initial: name.chars().next().map(String::from).unwrap_or_default(),
        name,
        href: row.now.map(|now| href(staff, now)),
        action: action(staff),
        shown: audience != Audience::Nobody,
        refused,
    })
}

/// All of them.
pub(super) fn all(tx: &View<'_>, cx: &Cx) -> Result<AllPage, Failure> {
    org::may_administer(cx, tx)?;
    let (language, words) = (cx.language(), text::words(cx.language()));
    let audience = photos_audience(tx, cx.town)?;
    let mut people = Vec::new();
    for (staff, picture) in photos_up(tx, cx.town)? {
        // Who has left is nobody's to look at, and stays removable by their page.
        if let Some(counted) = org::counted(tx, cx.town, staff)? {
            people.push(Face {
                name: counted.staff.name.as_str().to_owned(),
                href: service::href(staff, picture),
                edit: [action(staff).as_str(), "/edit"].concat(),
            });
        }
    }
    let waiting = mail::waiting(tx, cx)?;
    let title = words.all_title.to_owned();
    Ok(AllPage {
        frame: Frame::new(cx, Module::Administration, waiting, title, ALL),
        words,
        tabs: Tabs::of(tx, cx, Room::Photos)?,
        rules: Audience::ALL
            .into_iter()
            .zip(words.rules)
            .map(|(one, (word, help))| RuleChoice {
                tag: one.tag(),
                word,
                help,
                here: one == audience,
            })
            .collect(),
        count: text::count(language, people.len()),
        people,
    })
}
