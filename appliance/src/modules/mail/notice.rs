//! What mail gives notice of: a part that is held and waits for somebody, and, for whoever wants it, each arrival.

use super::model::MessageId;
use super::table::Entry;
use super::{sentence, text, words};
use crate::notice::{Kind, New, Said, Source};
use crate::text::Language;
use sekisho_platform::store::ToKey;
use sekisho_sanitizer::Reason;

/// The module's name in rows.
pub(super) const NAME: &str = "mail";

/// A part of a mail is held.
const HELD: &str = "held";

/// A mail arrived. Its number stands beside the mailbox already, so it is off until somebody wants it.
const ARRIVED: &str = "arrived";

/// Mail, for the list of notices.
pub(crate) struct MailNotices;

/// What is to be known of a mail that landed: the held part where there is one, else that it is there.
pub(super) fn landed(id: MessageId, entry: &Entry) -> New {
    let from = if entry.from_name.is_empty() {
        &entry.from_address
    } else {
        &entry.from_name
    };
    let mut words = vec![entry.subject.clone(), from.clone()];
    if let Some(wait) = &entry.wait {
        words.extend([wait.name.clone(), wait.reason.clone()]);
    }
    New {
        source: NAME,
        kind: if entry.held > 0 { HELD } else { ARRIVED },
        about: id.to_key(),
        words,
        href: format!("/mail/inbox/{id}"),
        at: entry.landed,
    }
}

impl Source for MailNotices {
    fn name(&self) -> &'static str {
        NAME
    }

    fn word(&self, language: Language) -> &'static str {
        text::words(language).title
    }

    fn icon(&self) -> &'static str {
        "mail"
    }

    fn kinds(&self) -> &'static [Kind] {
        &[
            Kind {
                tag: HELD,
                usual: true,
                always: false,
            },
            Kind {
                tag: ARRIVED,
                usual: false,
                always: false,
            },
        ]
    }

    fn kind_word(&self, language: Language, kind: &str) -> &'static str {
        let words = text::words(language);
        if kind == HELD {
            words.notice_held
        } else {
            words.notice_arrived
        }
    }

    fn say(&self, language: Language, kind: &str, said: &[String]) -> Said {
        let word = |place: usize| said.get(place).map_or("", String::as_str);
        let subject = if word(0).is_empty() {
            text::words(language).no_subject
        } else {
            word(0)
        };
        if kind != HELD {
            return Said {
                title: subject.to_owned(),
                sentence: text::arrived_from(language, word(1)),
            };
        }
        let reason = Reason::from_code(word(3));
        let why = reason.map_or("", |reason| words::reason(reason, language).word);
        Said {
            title: sentence::held_title(language, word(2), subject),
            sentence: text::held_from(language, word(1), why),
        }
    }

    fn speaks(&self) -> bool {
        false
    }
}
