//! What was done on the way, part by part, and the files themselves.

use super::super::page::{FileCard, HeldCard, Report, ReportRow};
use super::super::table::Message;
use super::super::{sentence, words};
use super::{first_of, moment};
use crate::text::date::Calendar;
use crate::text::size::size;
use sekisho_sanitizer::{Kind, MailReport, PartReport, PartResult};

pub(super) fn report_card(report: &MailReport, message: &Message, calendar: &Calendar) -> Report {
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

pub(super) fn files(path: &str, message: &Message, calendar: &Calendar) -> Vec<FileCard> {
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
pub(super) fn held(report: &MailReport, message: &Message, calendar: &Calendar) -> Vec<HeldCard> {
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
