//! From rows to what a page shows. No store, no requests: values in, values out.

mod list;
mod reading;
mod report;
mod story;

pub(super) use list::{list, row};
pub(super) use reading::{Open, reading};
pub(super) use story::{headers, story};

use super::model::{Cursor, Folder, MessageId, Shelf};
use super::page::FolderLink;
use super::service::Query;
use super::text::MailText;
use crate::web::query_value;
use jiff::Timestamp;

/// Which list, and where in it: what every link of the page carries on.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub shelf: Shelf,
    pub unread_only: bool,
    pub words: String,
    pub after: Option<Cursor>,
}

impl Place {
    /// The question to the service.
    pub(super) fn query(&self, limit: usize) -> Query {
        Query {
            shelf: self.shelf,
            unread_only: self.unread_only,
            words: self.words.clone(),
            after: self.after,
            limit,
        }
    }

    /// The list's address.
    pub(super) fn list_href(&self) -> String {
        self.with_query(self.shelf.href().to_owned())
    }

    /// A mail's address within this list.
    pub(super) fn mail_href(&self, id: MessageId) -> String {
        self.with_query(format!("{}/{id}", self.shelf.href()))
    }

    fn with_query(&self, path: String) -> String {
        let mut parts = Vec::new();
        if self.unread_only {
            parts.push("unread=1".to_owned());
        }
        if !self.words.is_empty() {
            parts.push(format!("q={}", query_value(&self.words)));
        }
        if let Some(after) = self.after {
            parts.push(format!("after={after}"));
        }
        if parts.is_empty() {
            path
        } else {
            format!("{path}?{}", parts.join("&"))
        }
    }
}

/// The word of a shelf.
pub(super) fn shelf_word(shelf: Shelf, words: &MailText) -> &'static str {
    match shelf {
        Shelf::In(Folder::Inbox) => words.inbox,
        Shelf::Held => words.held,
        Shelf::In(Folder::Archive) => words.archive,
        Shelf::In(Folder::Trash) => words.trash,
    }
}

/// The folders beside the list.
pub(super) fn folders(here: Shelf, shown: &[(Shelf, u64)], words: &MailText) -> Vec<FolderLink> {
    shown
        .iter()
        .map(|(shelf, count)| FolderLink {
            href: shelf.href(),
            key: shelf.key(),
            word: shelf_word(*shelf, words),
            count: *count,
            here: *shelf == here,
        })
        .collect()
}

fn first_of(candidates: &[&str]) -> String {
    candidates
        .iter()
        .find(|text| !text.trim().is_empty())
        .map(|text| (*text).to_owned())
        .unwrap_or_default()
}

/// A moment kept in microseconds.
pub(crate) fn moment(micros: u64) -> Timestamp {
    i64::try_from(micros)
        .ok()
        .and_then(|at| Timestamp::from_microsecond(at).ok())
        .unwrap_or_default()
}
