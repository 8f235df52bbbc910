//! The notices of サインイン, which nobody switches off.

use super::model::Event;
use super::text;
use crate::notice::{self, Kind, New, Said, Source};
use crate::org::StaffId;
use crate::text::Language;
use jiff::Timestamp;
use sekisho_platform::store::{StoreError, ToKey, Update};

/// The room's name in rows.
const NAME: &str = "sign-in";

/// The one kind there is.
const CHANGED: &str = "changed";

/// サインイン, for the list of notices.
pub(crate) struct SignInNotices;

/// Rings the person's bell.
pub(super) fn ring(
    tx: &mut Update<'_>,
    staff: StaffId,
    (event, number): (Event, u64),
    from: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let new = New {
        source: NAME,
        kind: CHANGED,
        // Each stands for itself: a later one does not make room for it.
        about: number.to_key(),
        words: vec![event.word().to_owned(), from.to_owned()],
        href: "/account#account-news".to_owned(),
        at: u64::try_from(at.as_microsecond()).unwrap_or(0),
    };
    notice::append(tx, staff, &new)
}

impl Source for SignInNotices {
    fn name(&self) -> &'static str {
        NAME
    }

    fn word(&self, language: Language) -> &'static str {
        text::words(language).title
    }

    fn icon(&self) -> &'static str {
        "passkey"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind {
            tag: CHANGED,
            usual: true,
            always: true,
        }]
    }

    fn kind_word(&self, language: Language, _: &str) -> &'static str {
        text::words(language).kind
    }

    fn say(&self, language: Language, _: &str, said: &[String]) -> Said {
        let word = |place: usize| said.get(place).map_or("", String::as_str);
        let words = text::words(language);
        let happened =
            Event::from_word(word(0)).map_or(words.title, |event| text::said(language, event));
        Said {
            title: happened.to_owned(),
            sentence: text::from_where(language, word(1)),
        }
    }
}
