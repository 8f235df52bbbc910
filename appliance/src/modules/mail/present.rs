//! From rows to what a page shows. No store, no requests: values in, values out.

use super::model::{Cursor, Folder, MessageId, Shelf};
use super::page::{
    Act, Empty, FileCard, FolderLink, HeaderLine, HeldCard, List, Person, Pill, Reading, Report,
    ReportRow, Row, Step,
};
use super::record::{Correspondent, MailRecord};
use super::sentence;
use super::service::{ListPage, Neighbours, Query};
use super::table::{Entry, Message};
use super::text::MailText;
use super::words;
use crate::text::date::Calendar;
use crate::text::size::size;
use crate::web::query_value;
use jiff::Timestamp;
use sekisho_sanitizer::{Kind, MailReport, PartReport, PartResult};

/// The longest text a page shows; the rest can be had as a file or in the other view.
const TEXT_MOST: usize = 1_000_000;

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

/// The list.
pub(super) fn list(
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
pub(super) fn row(
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

/// Everything an open mail is made from.
pub(super) struct Open<'a> {
    pub place: &'a Place,
    pub id: MessageId,
    pub entry: &'a Entry,
    pub message: &'a Message,
    pub record: &'a MailRecord,
    pub report: &'a MailReport,
    pub neighbours: &'a Neighbours,
    pub html_shown: bool,
    pub show_story: bool,
    pub show_headers: bool,
}

/// The open mail.
pub(super) fn reading(open: &Open<'_>, words: &'static MailText, calendar: &Calendar) -> Reading {
    let Open {
        place,
        id,
        entry,
        message,
        record,
        report,
        ..
    } = *open;
    let path = format!("{}/{id}", place.shelf.href());
    let here = place.mail_href(id);
    let at = moment(entry.received);
    let sender = Correspondent {
        name: Some(entry.from_name.clone()),
        address: entry.from_address.clone(),
    };
    let html = record.html.is_some();
    let html_shown = html && open.html_shown;
    let view = |kind: &str| {
        format!(
            "{here}{}view={kind}",
            if here.contains('?') { '&' } else { '?' }
        )
    };
    let text: String = record.text.chars().take(TEXT_MOST).collect();
    Reading {
        id: id.to_string(),
        subject: first_of(&[record.subject.as_str(), words.no_subject]),
        from: person(&sender, words),
        reply_to: people(&record.reply_to, words),
        to: people(&record.to, words),
        cc: people(&record.cc, words),
        date: calendar.long(at),
        date_western: calendar.western(at),
        datetime: calendar.exact(at),
        report: Some(report_card(report, message, calendar)),
        files: files(&path, message, calendar),
        held: held(report, message, calendar),
        text,
        html_href: html.then(|| format!("{path}/html")),
        html_shown,
        other_view: html.then(|| view(if html_shown { "text" } else { "html" })),
        headers_href: format!("{path}/headers"),
        story_href: format!("{path}/story"),
        story: if open.show_story {
            story(entry, message, report, calendar)
        } else {
            Vec::new()
        },
        headers: if open.show_headers {
            headers(record)
        } else {
            Vec::new()
        },
        previous: open.neighbours.newer.map(|id| place.mail_href(id)),
        next: open.neighbours.older.map(|id| place.mail_href(id)),
        back: place.list_href(),
        acts: acts(open, &path, words),
    }
}

/// What can be done with the mail where it lies.
fn acts(open: &Open<'_>, path: &str, words: &'static MailText) -> Vec<Act> {
    let list = open.place.list_href();
    let onward = open.neighbours.older.or(open.neighbours.newer);
    let onward = onward.map_or_else(|| list.clone(), |id| open.place.mail_href(id));
    let act = |key: &'static str, word: &'static str, next: &str| Act {
        key,
        action: format!("{path}/{key}"),
        word,
        next: next.to_owned(),
    };
    let mut out = Vec::new();
    match open.entry.folder {
        Folder::Inbox => {
            out.push(act("archive", words.to_archive, &onward));
            out.push(act("trash", words.to_trash, &onward));
        }
        Folder::Archive => {
            out.push(act("restore", words.restore, &onward));
            out.push(act("trash", words.to_trash, &onward));
        }
        Folder::Trash => out.push(act("restore", words.restore, &onward)),
    }
    out.push(act("unread", words.mark_unread, &list));
    out
}

fn report_card(report: &MailReport, message: &Message, calendar: &Calendar) -> Report {
    let language = calendar.language();
    let held = report.held_parts();
    let mut rows = Vec::new();
    for part in &report.parts {
        report_rows(part, 0, calendar, &mut rows);
    }
    let mut notes = Vec::new();
    if let Some(reason) = report.held {
        let told = words::reason(reason, language);
        notes.push(told.why);
        notes.push(told.next);
    }
    notes.extend(words::findings(&report.findings, language));
    if report.unrepresented > 0 {
        notes.push(sentence::unrepresented(language, report.unrepresented));
    }
    Report {
        heading: sentence::report_heading(
            language,
            report.parts.len(),
            held,
            report.held.is_some(),
        ),
        seconds: sentence::seconds(language, message.landed.saturating_sub(message.received)),
        body_held: report.held.is_some(),
        rows,
        notes,
    }
}

/// The lines of what was made anew; what is held has a card of its own, with its next step.
fn report_rows(part: &PartReport, depth: usize, calendar: &Calendar, out: &mut Vec<ReportRow>) {
    let language = calendar.language();
    let PartResult::Clean { method, .. } = &part.result else {
        return;
    };
    let sentences = words::part(part, language);
    let before = first_of(&[part.original_name.as_str(), part.name.as_str()]);
    out.push(ReportRow {
        depth,
        method: words::method(*method, language).to_owned(),
        name_after: (part.name != before).then(|| part.name.clone()),
        name_before: before,
        sentences,
    });
    for member in &part.members {
        report_rows(member, depth.saturating_add(1), calendar, out);
    }
}

fn files(path: &str, message: &Message, calendar: &Calendar) -> Vec<FileCard> {
    message
        .files
        .iter()
        .map(|file| {
            let kind = Kind::from_code(&file.kind).unwrap_or(Kind::Unknown);
            FileCard {
                name: file.name.clone(),
                href: format!("{path}/file/{}", file.index),
                kind: words::tile(kind),
                colour: words::colour(kind),
                size: size(file.size),
                note: words::note(kind, calendar.language()).to_owned(),
            }
        })
        .collect()
}

/// The attachments that wait, and the members of archives that do.
fn held(report: &MailReport, message: &Message, calendar: &Calendar) -> Vec<HeldCard> {
    let language = calendar.language();
    let day = message.kept_until.map(|at| calendar.day(moment(at)));
    let mut out = Vec::new();
    for part in report.parts.iter().flat_map(PartReport::walk) {
        let PartResult::Held { reason } = &part.result else {
            continue;
        };
        let told = words::reason(*reason, language);
        let kind = Kind::from_code(&part.detected).unwrap_or(Kind::Unknown);
        out.push(HeldCard {
            name: first_of(&[part.original_name.as_str(), part.name.as_str()]),
            kind: words::tile(kind),
            size: size(part.original_size),
            reason: told.word.to_owned(),
            why: told.why,
            until: sentence::kept_until(language, day.as_deref()),
            next: told.next,
        });
    }
    out
}

/// The item's way, step by step.
pub(super) fn story(
    entry: &Entry,
    message: &Message,
    report: &MailReport,
    calendar: &Calendar,
) -> Vec<Step> {
    let language = calendar.language();
    let held = report.held_parts();
    let clean = report.parts.len().saturating_sub(held);
    let told = [
        (
            Some(message.received),
            "received",
            sentence::step_received(language, &size(message.size)),
        ),
        (
            message.sanitized,
            "sanitized",
            sentence::step_sanitized(language, clean, held),
        ),
        (
            message.sealed,
            "sealed",
            sentence::step_sealed(language, &message.rule),
        ),
        (
            Some(message.landed),
            "delivered",
            sentence::step_delivered(language),
        ),
    ];
    let mut out = Vec::new();
    for (at, kind, words) in told {
        out.push(step(at, kind, words, calendar));
    }
    if let Some(opened) = entry.opened {
        out.push(step(
            Some(opened),
            "opened",
            sentence::step_opened(language),
            calendar,
        ));
    }
    out
}

fn step(
    at: Option<u64>,
    kind: &'static str,
    words: sentence::StepWords,
    calendar: &Calendar,
) -> Step {
    Step {
        time: at.map(|at| calendar.clock(moment(at))).unwrap_or_default(),
        datetime: at.map(|at| calendar.exact(moment(at))).unwrap_or_default(),
        kind,
        word: words.word.to_owned(),
        detail: words.detail,
    }
}

/// The head as it came, as far as our reader could represent it.
pub(super) fn headers(record: &MailRecord) -> Vec<HeaderLine> {
    let named = |one: &Correspondent| match &one.name {
        Some(name) if !name.is_empty() => format!("{name} <{}>", one.address),
        _ => one.address.clone(),
    };
    let list = |list: &[Correspondent]| list.iter().map(named).collect::<Vec<_>>().join(", ");
    let ids = |ids: &[String]| {
        let ids = ids.iter().map(|id| format!("<{id}>"));
        ids.collect::<Vec<_>>().join(" ")
    };
    let known = [
        ("From", list(&record.from)),
        (
            "Sender",
            record.sender.as_ref().map(named).unwrap_or_default(),
        ),
        ("Reply-To", list(&record.reply_to)),
        ("To", list(&record.to)),
        ("Cc", list(&record.cc)),
        ("Subject", record.subject.clone()),
        ("Date", record.date.clone().unwrap_or_default()),
        ("Message-ID", ids(record.message_id.as_slice())),
        ("In-Reply-To", ids(&record.in_reply_to)),
        ("References", ids(&record.references)),
    ];
    let known = known.into_iter().map(|(name, value)| HeaderLine {
        name: name.to_owned(),
        value,
    });
    let kept = record.headers.iter().map(|header| HeaderLine {
        name: header.name.clone(),
        value: header.value.clone(),
    });
    known
        .filter(|line| !line.value.is_empty())
        .chain(kept)
        .collect()
}

fn people(list: &[Correspondent], words: &MailText) -> Vec<Person> {
    list.iter().map(|one| person(one, words)).collect()
}

fn person(one: &Correspondent, words: &MailText) -> Person {
    let name = one.name.clone().unwrap_or_default();
    let shown = first_of(&[name.as_str(), one.address.as_str(), words.no_sender]);
    let initial = without_legal_form(&shown)
        .chars()
        .find(|c| c.is_alphanumeric())
        .map(|c| c.to_uppercase().collect())
        .unwrap_or_default();
    Person {
        name,
        address: one.address.clone(),
        initial,
    }
}

/// A company's name without what kind of company it is: 株式会社みどり測量 is found under み.
fn without_legal_form(name: &str) -> &str {
    const FORMS: &[&str] = &[
        "株式会社",
        "（株）",
        "(株)",
        "㈱",
        "有限会社",
        "（有）",
        "(有)",
        "㈲",
        "合同会社",
        "一般社団法人",
        "一般財団法人",
        "公益社団法人",
        "公益財団法人",
        "社会福祉法人",
        "医療法人",
    ];
    let bare = FORMS
        .iter()
        .find_map(|form| name.trim_start().strip_prefix(form));
    bare.filter(|rest| !rest.trim().is_empty()).unwrap_or(name)
}

fn first_of(candidates: &[&str]) -> String {
    candidates
        .iter()
        .find(|text| !text.trim().is_empty())
        .map(|text| (*text).to_owned())
        .unwrap_or_default()
}

/// A moment kept in microseconds.
pub(super) fn moment(micros: u64) -> Timestamp {
    i64::try_from(micros)
        .ok()
        .and_then(|at| Timestamp::from_microsecond(at).ok())
        .unwrap_or_default()
}
