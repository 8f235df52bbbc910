//! The list and its rows.

use super::super::model::{Folder, MessageId, Shelf};
use super::super::page::{Empty, List, Pill, Row};
use super::super::sentence;
use super::super::service::ListPage;
use super::super::table::Entry;
use super::super::text::MailText;
use super::{Place, first_of, moment, shelf_word};
use crate::text::date::Calendar;

/// The list.
pub(in crate::modules::mail) fn list(
    place: &Place,
    page: ListPage,
    open: Option<MessageId>,
    words: &'static MailText,
    calendar: &Calendar,
) -> List {
    let rows: Vec<Row> = page
        .rows
        .iter()
        .map(|(id, entry)| row(place, *id, entry, open == Some(*id), words, calendar))
        .collect();
    let empty = rows.is_empty().then(|| empty(place, words));
    let first = Place {
        after: None,
        ..place.clone()
    };
    let toggled = Place {
        unread_only: !place.unread_only,
        ..first.clone()
    };
    let cleared = Place {
        words: String::new(),
        ..first.clone()
    };
    List {
        key: place.shelf.key(),
        folder: shelf_word(place.shelf, words),
        href: place.shelf.href(),
        next: page.next.map(|after| {
            Place {
                after: Some(after),
                ..place.clone()
            }
            .list_href()
        }),
        newest: place.after.map(|_| first.list_href()),
        q: place.words.clone(),
        unread_only: place.unread_only,
        unread_toggle: toggled.list_href(),
        clear: cleared.list_href(),
        empty,
        rows,
    }
}

fn empty(place: &Place, words: &MailText) -> Empty {
    let (heading, hint) = if !place.words.is_empty() {
        (words.no_match, words.no_match_hint)
    } else if place.unread_only {
        (words.no_unread, words.no_unread_hint)
    } else {
        match place.shelf {
            Shelf::In(Folder::Inbox) => (words.no_mail, words.no_mail_hint),
            Shelf::Held => (words.no_held, words.no_held_hint),
            Shelf::In(Folder::Archive) => (words.no_archive, words.no_archive_hint),
            Shelf::In(Folder::Trash) => (words.no_trash, words.no_trash_hint),
        }
    };
    Empty { heading, hint }
}

/// One row.
pub(in crate::modules::mail) fn row(
    place: &Place,
    id: MessageId,
    entry: &Entry,
    here: bool,
    words: &MailText,
    calendar: &Calendar,
) -> Row {
    let language = calendar.language();
    let mut pills = Vec::new();
    if entry.held > 0 {
        pills.push(Pill {
            kind: "hold",
            word: sentence::held_pill(language, entry.held),
        });
    } else if entry.cleaned {
        pills.push(Pill {
            kind: "safe",
            word: sentence::cleaned_pill(language),
        });
    }
    let from = [
        entry.from_name.as_str(),
        entry.from_address.as_str(),
        words.no_sender,
    ];
    let at = moment(entry.received);
    Row {
        id: id.to_string(),
        href: place.mail_href(id),
        from: first_of(&from),
        subject: first_of(&[entry.subject.as_str(), words.no_subject]),
        preview: entry.preview.clone(),
        time: calendar.short(at),
        time_full: calendar.long(at),
        datetime: calendar.exact(at),
        unread: entry.unread,
        here,
        attachments: entry.attachments,
        pills,
    }
}
