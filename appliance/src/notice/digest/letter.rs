//! The letter, from the rows to its words.

use crate::modules::mail::{HouseLetter, HouseLine, moment};
use crate::notice::table::Notice;
use crate::notice::{service, text};
use crate::text::date::Calendar;

/// How many lines it tells one by one.
pub(super) const LINES: usize = 40;

/// A letter about what is unread, the newest first; `more` is how many it does not tell one by one.
pub(super) fn letter(
    rows: &[(u64, Notice)],
    more: usize,
    calendar: &Calendar,
    due: u64,
    at: u64,
) -> HouseLetter {
    let language = calendar.language();
    let words = text::words(language);
    let lines = rows.iter().map(|(number, row)| {
        let said = text::said(language, row);
        let source = service::source(&row.source);
        HouseLine {
            time: calendar.short(moment(row.at)),
            module: source.map_or_else(String::new, |source| source.word(language).to_owned()),
            title: said.title,
            sentence: said.sentence,
            href: format!("/notices/{number}"),
        }
    });
    let count = rows.len().saturating_add(more);
    HouseLetter {
        from: words.digest_from.to_owned(),
        subject: text::digest_subject(language, count),
        opening: text::digest_opening(language, &calendar.long(moment(at)), count),
        lines: lines.collect(),
        closing: text::digest_closing(language, more),
        about: [b"digest".as_slice(), &due.to_be_bytes()].concat(),
        at,
    }
}
