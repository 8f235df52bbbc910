//! An announcement as somebody writes it.

use crate::modules::portal::model::{Refused, line, lines};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An announcement; a later one has a larger identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct AnnouncementId(Uuid);
sekisho_platform::key_as!(AnnouncementId(Uuid));

impl AnnouncementId {
    /// Wraps an identity that was minted by the platform or stood in an address.
    pub(super) fn new(id: Uuid) -> Self {
        Self(id)
    }

    /// The bare identity, for addresses and the audit trail.
    pub(super) fn uuid(self) -> Uuid {
        self.0
    }
}

/// What is announced, for which days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Draft {
    title: String,
    text: String,
    from: Date,
    until: Date,
    must_read: bool,
}

impl Draft {
    /// The longest heading, in characters.
    pub(super) const TITLE_MOST: usize = 80;
    /// The longest text, in characters.
    pub(super) const TEXT_MOST: usize = 1_000;

    /// Takes a heading, a text that may be empty, and the first and last day.
    pub(super) fn new(
        title: &str,
        text: &str,
        (from, until): (Date, Date),
        must_read: bool,
    ) -> Result<Self, Refused> {
        if until < from {
            return Err(Refused::Backwards);
        }
        let text = match lines("text", text, Self::TEXT_MOST) {
            Err(Refused::Empty(_)) => String::new(),
            taken => taken?,
        };
        Ok(Self {
            title: line("title", title, Self::TITLE_MOST)?,
            text,
            from,
            until,
            must_read,
        })
    }

    /// Its heading.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// Its text, lines parted by `\n`; empty for none.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Its first day.
    pub(super) fn from(&self) -> Date {
        self.from
    }

    /// Its last day.
    pub(super) fn until(&self) -> Date {
        self.until
    }

    /// Whether everybody it is for shall say that they have read it.
    pub(super) fn must_read(&self) -> bool {
        self.must_read
    }

    /// Whether it stands on a day.
    pub(super) fn stands_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_cannot_be_is_refused_and_every_letter_is_kept() {
        let days = (date(2026, 11, 20), date(2026, 11, 30));
        let taken = Draft::new(" 𠮷田 髙\u{7}橋 ", "一行目\r\n二行目", days, true).expect("taken");
        assert_eq!(
            (taken.title(), taken.text()),
            ("𠮷田 髙橋", "一行目\n二行目")
        );
        assert_eq!(
            Draft::new("  ", "", days, false),
            Err(Refused::Empty("title"))
        );
        assert_eq!(
            Draft::new("x", "", (days.1, days.0), false),
            Err(Refused::Backwards)
        );
        let long = "あ".repeat(Draft::TEXT_MOST + 1);
        assert_eq!(
            Draft::new("x", &long, days, false),
            Err(Refused::TooLong("text"))
        );
    }
}
