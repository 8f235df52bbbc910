//! From an arrangement to the page of its editor.

use super::access::may_arrange;
use super::model::{Arrangement, Offer, Way, Whose};
use super::page::{ArrangePage, Conflict, List, Move, TileLine};
use super::service::{self, ArrangeError};
use super::text;
use crate::cx::Cx;
use crate::modules::mail;
use crate::modules::portal::access;
use crate::modules::portal::announcement;
use crate::modules::portal::board::{Catalogue, catalogue};
use crate::modules::portal::model::Audience;
use crate::modules::portal::tabs::{Room, tabs};
use crate::modules::portal::tile::Home;
use crate::org;
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use sekisho_platform::store::View;

/// What is asked of the editor.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Whose portal.
    pub whose: Whose,
    /// The draft and the revision it began from; none to begin.
    pub draft: Option<(Arrangement, u64)>,
    /// What was just moved.
    pub moved: String,
    /// Whether somebody else set it meanwhile.
    pub conflict: bool,
}

/// The editor with a draft.
pub(super) fn page(tx: &View<'_>, cx: &Cx, asked: &Asked) -> Result<ArrangePage, Failure> {
    let words = text::words(cx.language());
    let permit = may_arrange(tx, cx, asked.whose).map_err(ArrangeError::from)?;
    let stands = service::arrangement_open(tx, &permit)?;
    let catalogue = catalogue(tx, cx)?;
    let offers = catalogue.offers();
    let (draft, revision) = match (&asked.draft, &stands.set) {
        (Some((draft, _)), _) if asked.conflict => (draft.clone(), stands.revision),
        (Some((draft, revision)), _) => (draft.clone(), *revision),
        (None, Some(set)) => (set.arrangement.clone(), stands.revision),
        // Where nothing was set, one begins with what stands there now.
        (None, None) => {
            let above = service::above(tx, cx, asked.whose)?;
            (above.unwrap_or_default(), stands.revision)
        }
    };
    let draft = draft.settled(&offers);
    let conflict = match (asked.conflict, &stands.set) {
        (false, _) => None,
        (true, None) => Some(Conflict {
            by: words.was_reset.to_owned(),
            lists: Vec::new(),
        }),
        (true, Some(set)) => {
            let row = org::staff_get(tx, cx.town, set.by)?;
            let name = row.map_or_else(String::new, |row| row.name.as_str().to_owned());
            let at = cx.calendar().long(mail::moment(set.at));
            Some(Conflict {
                by: text::set_by(cx.language(), &name, &at),
                lists: told(cx, &catalogue, &set.arrangement.settled(&offers)),
            })
        }
    };
    let writes = access::writes(tx, cx)?;
    let mut choices = vec![(
        Whose::Own.to_string(),
        words.own.to_owned(),
        asked.whose == Whose::Own,
    )];
    let chosen = match asked.whose {
        Whose::Default(audience) => Some(audience),
        Whose::Own => None,
    };
    choices.extend(announcement::choices(tx, cx, &writes, chosen)?);
    let here = format!("/portal/edit?of={}", asked.whose);
    Ok(ArrangePage {
        choices,
        whose: asked.whose.to_string(),
        stands: whose_stands(tx, cx, asked.whose)?,
        layout: draft.to_string(),
        revision,
        may_reset: stands.set.is_some(),
        said: said(cx, &catalogue, &draft, &asked.moved),
        lists: lists(cx, &catalogue, &draft, &offers),
        conflict,
        tabs: tabs(cx.language(), &writes, Room::Arrange),
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

/// Whose arrangement one sees now; that is told for one's own portal alone.
fn whose_stands(tx: &View<'_>, cx: &Cx, whose: Whose) -> Result<String, Failure> {
    let [own, unit, all, built] = text::words(cx.language()).stands;
    if whose != Whose::Own {
        return Ok(String::new());
    }
    let word = match service::standing(tx, cx)? {
        Some((Whose::Own, _)) => own,
        Some((Whose::Default(Audience::Unit(_)), _)) => unit,
        Some((Whose::Default(Audience::Everybody), _)) => all,
        None => built,
    };
    Ok(word.to_owned())
}

/// The lists with what can be done in each.
fn lists(cx: &Cx, catalogue: &Catalogue, draft: &Arrangement, offers: &[Offer]) -> Vec<List> {
    let line = |key: &String| {
        let number = catalogue.home(key) == Some(Home::Band);
        let away = draft.away.contains(key);
        let ways: &[Way] = match (away, number) {
            (true, _) => &[Way::Fetch],
            (false, true) => &[Way::Up, Way::Down, Way::Away],
            (false, false) => &[Way::Up, Way::Down, Way::Left, Way::Right, Way::Away],
        };
        let moves = ways.iter().map(|way| Move {
            key: way.word(),
            word: text::way(cx.language(), *way, number),
            icon: icon(*way, number),
            ends: draft.moved(key, *way, offers) == *draft,
        });
        TileLine {
            word: catalogue.word(key, cx.language()),
            number,
            moves: moves.collect(),
            key: key.clone(),
        }
    };
    parts(cx, draft)
        .into_iter()
        .map(|(key, word, shape, tiles)| List {
            key,
            word,
            shape,
            tiles: tiles.iter().map(line).collect(),
        })
        .collect()
}

/// The sign of a button; putting away and fetching are told in words.
fn icon(way: Way, number: bool) -> &'static str {
    match (way, number) {
        (Way::Up, false) => "up",
        (Way::Down, false) => "down",
        (Way::Left, _) | (Way::Up, true) => "left",
        (Way::Right, _) | (Way::Down, true) => "next",
        (Way::Away | Way::Fetch, _) => "",
    }
}

type Part<'a> = (&'static str, &'static str, &'static str, &'a [String]);

fn parts<'a>(cx: &Cx, draft: &'a Arrangement) -> Vec<Part<'a>> {
    let words = text::words(cx.language());
    let [left, middle, right] = words.columns;
    let [first, second, third] = &draft.columns;
    vec![
        ("n", words.numbers, "number", draft.numbers.as_slice()),
        ("1", left, "card", first.as_slice()),
        ("2", middle, "card", second.as_slice()),
        ("3", right, "card", third.as_slice()),
        ("x", words.away, "", draft.away.as_slice()),
    ]
}

/// An arrangement in words, for whoever must choose between two.
fn told(cx: &Cx, catalogue: &Catalogue, draft: &Arrangement) -> Vec<(&'static str, String)> {
    let words = text::words(cx.language());
    let tell = |tiles: &[String]| {
        let tiles = tiles.iter().map(|key| catalogue.word(key, cx.language()));
        let tiles: Vec<String> = tiles.collect();
        if tiles.is_empty() {
            words.nothing.to_owned()
        } else {
            tiles.join("、")
        }
    };
    parts(cx, draft)
        .into_iter()
        .map(|(_, word, _, tiles)| (word, tell(tiles)))
        .collect()
}

/// Where the tile stands that was just moved.
fn said(cx: &Cx, catalogue: &Catalogue, draft: &Arrangement, moved: &str) -> String {
    for (_, place, _, tiles) in parts(cx, draft) {
        if let Some(at) = tiles.iter().position(|key| key == moved) {
            let word = catalogue.word(moved, cx.language());
            return text::stands_at(cx.language(), &word, place, at.saturating_add(1));
        }
    }
    String::new()
}
