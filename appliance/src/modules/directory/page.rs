//! The pages of the directory, as values.

use super::text::DirectoryText;
use crate::modules::presence;
use crate::modules::settings::Look;
use crate::org::{Entry, UnitId};
use crate::web::layout::Frame;
use crate::web::table::{Head, Pages};
use askama::Template;
use std::sync::Arc;

/// The directory: units on one side, people on the other.
#[derive(Debug, Template)]
#[template(path = "modules/directory/page.html")]
pub(super) struct DirectoryPage {
    pub frame: Frame,
    pub words: &'static DirectoryText,
    pub units: Vec<UnitLink>,
    pub groups: Vec<GroupLink>,
    /// The people, as [`PeoplePart`] writes them.
    pub people: String,
}

/// The people, which is all that changes while one types.
#[derive(Debug, Template)]
#[template(path = "modules/directory/people.html")]
pub(super) struct PeoplePart {
    pub words: &'static DirectoryText,
    /// The address of the chosen unit's 課代表.
    pub account: Option<String>,
    /// The group that is chosen, as an address carries it; empty for none.
    pub group: String,
    /// The heading over the people: a unit's path, or the word for everybody.
    pub heading: String,
    pub q: String,
    pub people: Vec<Line>,
    /// How many stand in the directory in all, in words.
    pub count: String,
    /// The words over the columns, and what a click on them does.
    pub heads: Vec<Head>,
    /// The parts beside this one, where it is not all.
    pub pages: Option<Pages>,
    /// The order, as an address says it; empty for the house's own.
    pub sort: String,
    /// 基準日, as a form carries it.
    pub day: String,
    /// The day in words, where it is not today.
    pub as_of: Option<String>,
    /// The unit that is chosen, as an address carries it; empty for everybody.
    pub unit: String,
    /// What was asked for, as the addresses of the files and of the print carry it, after a `&`.
    pub asked: String,
}

/// 職員録 on paper: no frame, units as headings, all of them.
#[derive(Debug, Template)]
#[template(path = "modules/directory/print.html")]
pub(super) struct PrintPage {
    pub words: &'static DirectoryText,
    pub lang: &'static str,
    pub look: Look,
    pub organisation: String,
    pub heading: String,
    pub day: String,
    pub people: Vec<Line>,
    pub total: usize,
    pub back: String,
    /// Whether faces stand before the names, and the same page the other way; none where photos are not shown.
    pub photos: bool,
    pub other: Option<String>,
}

/// A unit in the tree, in its order; `depth` indents it.
#[derive(Debug)]
pub(super) struct UnitLink {
    pub href: String,
    pub name: String,
    pub depth: usize,
    pub here: bool,
    /// Whether what is below it is shown; none where nothing is.
    pub open: Option<bool>,
}

/// A group that can be chosen.
#[derive(Debug)]
pub(super) struct GroupLink {
    pub href: String,
    pub name: String,
    pub shared: bool,
    pub here: bool,
}

/// A line of the list.
#[derive(Debug)]
pub(super) enum Line {
    /// From here on the people of this unit.
    Unit(String),
    /// Somebody.
    Person(PersonRow),
}

/// A post somebody holds.
#[derive(Debug, Default)]
pub(super) struct PostLine<'a> {
    /// 兼, 併任; empty for the main one.
    pub how: &'static str,
    pub unit: &'a str,
    pub title: &'a str,
}

/// One person, as they are kept for every list.
#[derive(Debug)]
pub(super) struct PersonRow {
    pub words: &'static DirectoryText,
    pub entry: Arc<Entry>,
    /// The unit they stand under.
    pub under: Option<UnitId>,
    /// Where they said they are; only of today.
    pub presence: Option<presence::Mark>,
    /// Where their photo is, which stands in its place; only of today.
    pub photo: Option<String>,
}

impl PersonRow {
    pub(super) fn name(&self) -> &str {
        self.entry.staff.name.as_str()
    }

    pub(super) fn yomi(&self) -> &str {
        self.entry.staff.yomi.as_str()
    }

    pub(super) fn phone(&self) -> &str {
        &self.entry.staff.phone
    }

    pub(super) fn address(&self) -> &str {
        self.entry.staff.address.as_str()
    }

    /// One letter for the round mark.
    pub(super) fn initial(&self) -> &str {
        initial(self.name())
    }

    /// The post one reads first.
    pub(super) fn post(&self) -> PostLine<'_> {
        self.posts().next().unwrap_or_default()
    }

    /// What they hold beside it.
    pub(super) fn also(&self) -> impl Iterator<Item = PostLine<'_>> {
        self.posts().skip(1)
    }

    fn posts(&self) -> impl Iterator<Item = PostLine<'_>> {
        let posts = self.entry.posts_under(self.under);
        posts.map(|post| PostLine {
            how: self.words.tenure(post.tenure),
            unit: &post.path,
            title: &post.title,
        })
    }
}

/// Who may be meant, as the person picker shows them.
#[derive(Debug, Template)]
#[template(path = "modules/directory/suggest_part.html")]
pub(super) struct SuggestPart {
    pub words: &'static DirectoryText,
    pub people: Vec<Suggested>,
    /// What is to be said beside them; empty for nothing.
    pub said: &'static str,
}

/// The same as a page of its own.
#[derive(Debug, Template)]
#[template(path = "modules/directory/suggest.html")]
pub(super) struct SuggestPage {
    pub frame: Frame,
    pub words: &'static DirectoryText,
    pub q: String,
    pub offer: SuggestPart,
}

/// Somebody who may be meant.
#[derive(Debug)]
pub(super) struct Suggested {
    pub login: String,
    /// One letter for the round mark.
    pub initial: String,
    /// Where their photo is, which stands in its place.
    pub photo: Option<String>,
    pub name: String,
    pub yomi: String,
    /// The post one reads first.
    pub post: String,
    pub phone: String,
}

/// The letter that stands for somebody without a photo.
pub(super) fn initial(name: &str) -> &str {
    let length = name.chars().next().map_or(0, char::len_utf8);
    name.get(..length).unwrap_or_default()
}
