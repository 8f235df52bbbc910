//! Two who change one thing at the same time: the second is shown both, and nothing is written over unseen.
//!
//! A form carries the number of the change it was made from (the row's revision). Where the row has moved on, the
//! service answers what it is now, and the module answers with this page: what stands there, what was sent, and a choice.

use super::layout::Frame;
use super::text::{self, ConflictText};
use super::{Failure, page};
use crate::text::Language;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// One part of the thing, as it stands and as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Both {
    /// Its name.
    pub word: String,
    /// As it stands now.
    pub theirs: String,
    /// As it was sent.
    pub mine: String,
}

/// What was sent, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// The parts; those in which the two agree are shown quietly.
    pub parts: Vec<Both>,
    /// Where the form goes.
    pub action: String,
    /// What it sends again to write over what stands there: the same, with the number of the change that was seen now.
    pub fields: Vec<(String, String)>,
    /// The page on which what stands there is read.
    pub keep: String,
}

/// The page with both.
#[derive(Debug, Template)]
#[template(path = "web/layout/conflict.html")]
struct ConflictPage {
    frame: Frame,
    words: &'static ConflictText,
    conflict: Conflict,
}

/// Answers with both, by 409.
pub(crate) fn conflict(
    frame: Frame,
    language: Language,
    conflict: Conflict,
) -> Result<Response, Failure> {
    let shown = page(&ConflictPage {
        frame,
        words: text::conflict(language),
        conflict,
    })?;
    Ok((StatusCode::CONFLICT, shown).into_response())
}

/// The number of a change as a form carries it: nothing for a row that was not there.
pub(crate) fn carried(revision: Option<u64>) -> String {
    revision.map_or_else(String::new, |revision| revision.to_string())
}

/// Reads it; an outer nothing where the form carried none.
#[expect(
    clippy::option_option,
    reason = "whether something was said, and whether it is something"
)]
pub(crate) fn read(text: Option<&str>) -> Option<Option<u64>> {
    let text = text?;
    Some(text.parse().ok())
}
