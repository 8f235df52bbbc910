//! From rows to the page of emergencies.

use super::model::{Level, Reach};
use super::page::{EmergencyPage, LevelChoice, PastLine, StandingLine, Typed};
use super::strip::{banner, clock, moment};
use super::table::Emergency;
use super::{access, service, text};
use crate::cx::Cx;
use crate::modules::administration::{Room, Tabs};
use crate::modules::mail;
use crate::org::{self, Denied, StaffId};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use jiff::ToSpan;
use sekisho_platform::store::View;

/// Where the page is.
pub(super) const HERE: &str = "/admin/emergency";

/// The page; with what was typed where it was not taken, and why.
pub(super) fn page(
    tx: &View<'_>,
    cx: &Cx,
    typed: Option<Typed>,
    refused: Option<&'static str>,
) -> Result<EmergencyPage, Failure> {
    let own = access::may_raise(tx, cx, Reach::Organisation)?;
    let house = match access::may_raise(tx, cx, Reach::House) {
        Ok(may) => Some(may),
        Err(Denied::Unknown(error)) => return Err(error.into()),
        Err(_) => None,
    };
    let words = text::words(cx.language());
    let standing = service::emergencies_standing(tx, cx.town, cx.now)?;
    let standing = standing.iter().map(|one| StandingLine {
        action: format!("{HERE}/{}/down", one.id.uuid()),
        reach: one.reach.tag(),
        reach_word: words.reach(one.reach),
        kind: kind(one.words.level()),
        banner: banner(cx, one),
        theirs: one.reach == Reach::Organisation || house.is_some(),
    });
    let mut past = Vec::new();
    for may in [Some(&own), house.as_ref()].into_iter().flatten() {
        past.extend(service::emergencies_past(tx, may, cx.micros())?);
    }
    past.sort_by_key(|row| std::cmp::Reverse(row.at));
    let past = past.iter().map(|row| past_line(tx, cx, row));
    let typed = typed.unwrap_or_else(|| Typed {
        until: usual_end(cx),
        ..Typed::default()
    });
    let chosen = service::level_of(&typed.level);
    let reach = Reach::from_tag(&typed.reach).unwrap_or(Reach::Organisation);
    let reaches = [Reach::Organisation, Reach::House];
    let reaches = reaches.map(|one| (one.tag(), words.reach(one), one == reach));
    Ok(EmergencyPage {
        frame: Frame::new(
            cx,
            Module::Administration,
            mail::waiting(tx, cx)?,
            words.title.to_owned(),
            HERE,
        ),
        tabs: Tabs::of(tx, cx, Room::Emergency)?,
        words,
        lead: words.lead(&cx.organisation_name),
        refused,
        standing: standing.collect(),
        levels: Level::ALL
            .into_iter()
            .map(|level| LevelChoice {
                tag: level.tag(),
                word: words.level(level),
                kind: kind(level),
                help: words.level_help(level),
                chosen: level == chosen,
            })
            .collect(),
        reaches: if house.is_some() {
            reaches.to_vec()
        } else {
            Vec::new()
        },
        typed,
        past: past.collect::<Result<_, Failure>>()?,
    })
}

/// Six hours from now, on the minute, as the field of the form has it.
fn usual_end(cx: &Cx) -> String {
    let now = cx.now.to_zoned(cx.zone.clone());
    let end = now.checked_add(6.hours()).unwrap_or(now);
    end.strftime("%Y-%m-%dT%H:00").to_string()
}

/// The look of a level's pill.
fn kind(level: Level) -> &'static str {
    match level {
        Level::Urgent => "is-danger",
        Level::Caution => "is-hold",
        Level::Inform => "is-info",
    }
}

fn past_line(tx: &View<'_>, cx: &Cx, row: &Emergency) -> Result<PastLine, Failure> {
    let words = text::words(cx.language());
    let name = |staff: StaffId| -> Result<String, Failure> {
        let row = org::staff_get(tx, cx.town, staff)?;
        Ok(row.map_or_else(String::new, |row| row.name.as_str().to_owned()))
    };
    Ok(PastLine {
        level: words.level(row.words.level()),
        kind: kind(row.words.level()),
        text: row.words.text().to_owned(),
        by: name(row.by)?,
        from: clock(cx, moment(row.at)),
        end: match row.down {
            Some((at, by)) => words.taken_down(&clock(cx, moment(at)), &name(by)?),
            None => words.ran_out(&clock(cx, moment(row.words.until()))),
        },
    })
}
