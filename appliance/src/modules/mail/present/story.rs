//! The item's way and the head it came with.

use super::super::house::of_the_house;
use super::super::page::{HeaderLine, Step};
use super::super::record::{Correspondent, MailRecord};
use super::super::sentence;
use super::super::table::{Entry, Message};
use super::moment;
use crate::text::date::Calendar;
use crate::text::size::size;
use sekisho_sanitizer::MailReport;

/// The item's way, step by step.
pub(in crate::modules::mail) fn story(
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
        // A letter of the house was written here: it was received by nobody and made safe from nothing.
        if kind != "delivered" && of_the_house(message) {
            continue;
        }
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
pub(in crate::modules::mail) fn headers(record: &MailRecord) -> Vec<HeaderLine> {
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
