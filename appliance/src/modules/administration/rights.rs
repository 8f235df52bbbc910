//! この方に見えるもの: every right that somebody has on a day, and every chain that gives it. The page knows no rule: each
//! part of the house tells what it would let them do, by asking the functions that let them.

use super::page::{ChainLine, RightLine, RightsCard, RightsPage};
use super::said::Said;
use super::tabs::{Room, Tabs};
use super::text::{self, RightsText};
use crate::cx::Cx;
use crate::modules::{GROUNDS, mail};
use crate::org::{self, Bearer, Ground, Link, Rights, StaffId};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use jiff::civil::Date;
use sekisho_platform::store::View;

/// The address of somebody's rights.
pub(super) fn address(staff: StaffId) -> String {
    format!("{}/rights", super::person::address(staff))
}

/// The page of a day.
pub(super) fn page(
    tx: &View<'_>,
    cx: &Cx,
    staff: StaffId,
    day: Date,
) -> Result<RightsPage, Failure> {
    let oversight = org::may_oversee(cx, tx)?;
    let one = org::counted(tx, cx.town, staff)?.ok_or(Failure::NotFound)?;
    if !oversight.reaches(tx, staff)? {
        return Err(Failure::NotFound);
    }
    let said = Said::on(tx, cx, day)?;
    let words = text::rights(cx.language());
    let mut cards = Vec::new();
    for part in GROUNDS {
        let mut rights = Rights::default();
        part.rights(tx, said.who(staff), cx.language(), &mut rights)?;
        let mut lines = Vec::new();
        for right in rights.all() {
            let grounds = right.because.grounds().iter();
            let chains: Result<Vec<_>, Failure> =
                grounds.map(|ground| chain(&said, words, ground)).collect();
            lines.push(RightLine {
                code: right.code,
                told: right.told.clone(),
                chains: chains?,
            });
        }
        if !lines.is_empty() {
            cards.push(RightsCard {
                word: part.word(cx.language()),
                rights: lines,
            });
        }
    }
    let mut posts = Vec::new();
    for held in org::held_on(tx, cx.town, staff, day)? {
        posts.push(said.held(&held)?);
    }
    let here = address(staff);
    let waiting = mail::waiting(tx, cx)?;
    let name = one.staff.name.as_str().to_owned();
    Ok(RightsPage {
        frame: Frame::new(
            cx,
            Module::Administration,
            waiting,
            words.heading(&name),
            &here,
        ),
        tabs: Tabs::of(tx, cx, Room::People)?,
        words,
        common: said.words,
        heading: words.heading(&name),
        back: super::person::address(staff),
        state: super::people::state(said.words, &one, day),
        day: day.to_string(),
        day_told: cx.calendar().date_and_weekday(day),
        here,
        posts,
        cards,
    })
}

/// The links of a chain in words, the first one first.
fn chain(said: &Said<'_>, words: &RightsText, ground: &Ground) -> Result<ChainLine, Failure> {
    let mut links = Vec::new();
    for link in ground.links() {
        links.push(match link {
            Link::Works => words.works(&said.cx.organisation_name),
            Link::Holds(held) => words.holds(&said.held(held)?, &said.period(&held.period)),
            Link::Given(_, grant) => {
                let (role, period) = (said.role(grant.role)?, said.period(&grant.period));
                match grant.bearer {
                    Bearer::Post(_) => words.given_post(&role, &period),
                    Bearer::Staff(_) => words.given_person(&role, &period),
                }
            }
            Link::Below(unit) => words.below(&said.unit(*unit)?),
            Link::Of(other) => words.of(&said.person(*other)?),
            Link::Section(post) => said.post(*post)?,
            Link::Own => words.own.to_owned(),
        });
    }
    Ok(ChainLine { links })
}
