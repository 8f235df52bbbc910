//! What waits at the checkpoint has a real deadline: the outer side keeps the original until then and no longer.

use super::access;
use super::model::{MailboxId, Shelf};
use super::present::moment;
use super::table::Entry;
use super::{sentence, service, text, words};
use crate::cx::Cx;
use crate::modules::portal::{Due, Duties, Duty, Pill};
use crate::web::Failure;
use jiff::Timestamp;
use sekisho_platform::store::View;
use sekisho_sanitizer::Reason;

/// Held parts of one's own mails.
pub(crate) struct HeldDuties;

impl Duties for HeldDuties {
    fn duties(
        &self,
        tx: &View<'_>,
        cx: &Cx,
        until: Option<Timestamp>,
        most: usize,
    ) -> Result<Vec<Duty>, Failure> {
        let permit = access::may_read(tx, cx, MailboxId::of(cx.staff))?;
        let until = until.map(|at| u64::try_from(at.as_microsecond()).unwrap_or(0));
        let rows = service::mail_due(tx, &permit, until, most)?;
        let duty = |(id, entry): (super::model::MessageId, Entry)| {
            Some(Duty {
                due: Due::At(moment(entry.until()?)),
                title: title(cx, &entry),
                pill: Some(Pill {
                    kind: "is-hold".to_owned(),
                    word: why(cx, &entry),
                }),
                reason: from(cx, &entry),
                href: format!("{}/{id}", Shelf::Held.href()),
                act: text::tile(cx.language()).look,
            })
        };
        Ok(rows.into_iter().filter_map(duty).collect())
    }
}

/// The held file and the mail it came with.
fn title(cx: &Cx, entry: &Entry) -> String {
    let words = text::words(cx.language());
    let subject = if entry.subject.is_empty() {
        words.no_subject
    } else {
        &entry.subject
    };
    let name = entry.wait.as_ref().map_or("", |wait| wait.name.as_str());
    sentence::held_title(cx.language(), name, subject)
}

/// Why it is held, in a word.
fn why(cx: &Cx, entry: &Entry) -> String {
    let code = entry.wait.as_ref().map(|wait| wait.reason.as_str());
    let reason = code.and_then(Reason::from_code);
    reason.map_or_else(
        || sentence::held_pill(cx.language(), entry.held),
        |reason| words::reason(reason, cx.language()).word.to_owned(),
    )
}

/// From whom it is.
fn from(cx: &Cx, entry: &Entry) -> String {
    let names = [
        entry.from_name.as_str(),
        entry.from_address.as_str(),
        text::words(cx.language()).no_sender,
    ];
    let named = names.into_iter().find(|name| !name.is_empty());
    named.unwrap_or_default().to_owned()
}
