//! The form as a value.

use super::super::person;
use super::super::service::AdministrationError;
use super::super::tabs::{Room, Tabs};
use super::service::{facts_of, mark};
use super::table::Amendment;
use super::text::{self, FactsText};
use crate::cx::Cx;
use crate::modules::mail;
use crate::org::{self, Facts, StaffId};
use crate::web::Failure;
use crate::web::conflict::Both;
use crate::web::layout::{Frame, Module};
use askama::Template;
use jiff::Timestamp;
use sekisho_platform::store::View;

/// The address of the form.
pub(in crate::modules::administration) fn address(staff: StaffId) -> String {
    [&person::address(staff), "/facts"].concat()
}

/// The four boxes as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed {
    pub name: String,
    pub yomi: String,
    pub phone: String,
    pub address: String,
}

impl Typed {
    /// What stands there.
    pub(super) fn of(facts: &Facts) -> Self {
        Self {
            name: facts.name.as_str().to_owned(),
            yomi: facts.yomi.as_str().to_owned(),
            phone: facts.phone.clone(),
            address: facts.address.as_str().to_owned(),
        }
    }

    /// Box by box, beside another.
    pub(super) fn beside(&self, words: &FactsText, mine: &Self) -> Vec<Both> {
        let both = |word: &str, theirs: &str, mine: &str| Both {
            word: word.to_owned(),
            theirs: theirs.to_owned(),
            mine: mine.to_owned(),
        };
        vec![
            both(words.name, &self.name, &mine.name),
            both(words.yomi, &self.yomi, &mine.yomi),
            both(words.phone, &self.phone, &mine.phone),
            both(words.address, &self.address, &mine.address),
        ]
    }
}

/// What is to be corrected, box by box; empty where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wrong {
    pub name: String,
    pub yomi: String,
    pub phone: String,
    pub address: String,
}

/// The last change, with how it is taken back.
#[derive(Debug)]
pub(super) struct Last {
    /// Who and when.
    pub told: String,
    /// Which facts are taken back.
    pub seen: String,
    /// The boxes in which the two differ; `theirs` is what was before.
    pub parts: Vec<Both>,
}

/// The form.
#[derive(Debug, Template)]
#[template(path = "modules/administration/facts/facts.html")]
pub(super) struct FactsPage {
    frame: Frame,
    tabs: Tabs,
    words: &'static FactsText,
    /// Whose.
    whose: String,
    /// The name of the draft.
    draft: String,
    action: String,
    undo: String,
    back: String,
    /// Which facts the form was made from.
    seen: String,
    typed: Typed,
    wrong: Wrong,
    /// Why the last asking was not done.
    refused: &'static str,
    last: Option<Last>,
}

/// The form with what stands there, or with what was typed and is to be corrected.
pub(super) fn form(
    tx: &View<'_>,
    cx: &Cx,
    staff: StaffId,
    again: Option<(String, Typed, Wrong)>,
    refused: &'static str,
) -> Result<FactsPage, Failure> {
    let standing = facts_of(tx, cx, staff).map_err(failed)?;
    let words = text::words(cx.language());
    let whose = standing.facts.name.as_str().to_owned();
    let here = address(staff);
    let seen = mark(&standing.facts);
    let (seen, typed, wrong) =
        again.unwrap_or_else(|| (seen, Typed::of(&standing.facts), Wrong::default()));
    let title = format!("{whose} {}", words.title);
    let waiting = mail::waiting(tx, cx)?;
    Ok(FactsPage {
        frame: Frame::new(cx, Module::Administration, waiting, title, &here),
        tabs: Tabs::of(tx, cx, Room::People)?,
        words,
        whose,
        draft: format!("facts:{}", staff.uuid()),
        undo: [&here, "/undo"].concat(),
        action: here,
        back: person::address(staff),
        seen,
        typed,
        wrong,
        refused,
        last: standing
            .last
            .map(|last| told(tx, cx, words, &last))
            .transpose()?,
    })
}

fn told(tx: &View<'_>, cx: &Cx, words: &FactsText, last: &Amendment) -> Result<Last, Failure> {
    let by = org::staff_get(tx, cx.town, last.by)?;
    let by = by.map_or_else(String::new, |row| row.name.as_str().to_owned());
    let at = i64::try_from(last.at).unwrap_or_default();
    let at = Timestamp::from_microsecond(at).unwrap_or(cx.now);
    let mut parts = Typed::of(&last.before).beside(words, &Typed::of(&last.after));
    parts.retain(|part| part.theirs != part.mine);
    Ok(Last {
        seen: mark(&last.after),
        told: words.last_by(&cx.calendar().long(at), &by),
        parts,
    })
}

/// What is not theirs to see looks as if it were not there.
pub(super) fn failed(error: AdministrationError) -> Failure {
    match error {
        AdministrationError::Denied(denied) => denied.into(),
        AdministrationError::Org(error) => error.into(),
        other => Failure::Internal("administration", Box::new(other)),
    }
}
