//! The open mail: its head, its text, what can be done with it.

use super::super::house::of_the_house;
use super::super::model::{Folder, MessageId};
use super::super::page::{Act, House, Person, Reading};
use super::super::record::{Correspondent, MailRecord};
use super::super::service::Neighbours;
use super::super::table::{Entry, Message};
use super::super::text::MailText;
use super::report::{files, held, report_card};
use super::{Place, first_of, headers, moment, story};
use crate::text::date::Calendar;
use sekisho_sanitizer::MailReport;

/// The longest text a page shows; the rest can be had as a file or in the other view.
const TEXT_MOST: usize = 1_000_000;

/// Everything an open mail is made from.
pub(in crate::modules::mail) struct Open<'a> {
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
pub(in crate::modules::mail) fn reading(
    open: &Open<'_>,
    words: &'static MailText,
    calendar: &Calendar,
) -> Reading {
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
    let house = of_the_house(message).then(|| House {
        opening: record.opening.clone(),
        lines: record.lines.clone(),
        closing: record.closing.clone(),
    });
    let crossed = house.is_none();
    let text: String = record.text.chars().take(TEXT_MOST).collect();
    Reading {
        handling: None,
        here: path.clone(),
        id: id.to_string(),
        subject: first_of(&[record.subject.as_str(), words.no_subject]),
        from: person(&sender, words),
        reply_to: people(&record.reply_to, words),
        to: people(&record.to, words),
        cc: people(&record.cc, words),
        date: calendar.long(at),
        date_western: calendar.western(at),
        datetime: calendar.exact(at),
        report: crossed.then(|| report_card(report, message, calendar)),
        files: files(&path, message, calendar),
        held: held(report, message, calendar),
        text,
        house,
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
