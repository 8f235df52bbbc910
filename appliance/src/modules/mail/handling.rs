//! What the pages tell of a mail of an account: who answers it and who did what to it.

use super::access::{Permit, Read};
use super::model::MessageId;
use super::page::{Handling, TouchLine};
use super::present::moment;
use super::service::ListPage;
use super::text;
use super::touch::{self, What};
use crate::cx::Cx;
use crate::org::{self, StaffId};
use crate::web::Failure;
use sekisho_platform::store::View;
use std::collections::HashMap;

fn name(tx: &View<'_>, cx: &Cx, staff: StaffId) -> Result<String, Failure> {
    let row = org::staff_get(tx, cx.town, staff)?;
    Ok(row.map_or_else(String::new, |row| row.name.as_str().to_owned()))
}

/// Who answers the mails of a list, by name; nothing for one's own mailbox.
pub(super) fn answered(
    tx: &View<'_>,
    cx: &Cx,
    permit: &Permit<Read>,
    page: &ListPage,
) -> Result<HashMap<String, String>, Failure> {
    let mut out = HashMap::new();
    if permit.account().is_none() {
        return Ok(out);
    }
    for (id, _) in &page.rows {
        if let Some(staff) = touch::answers(tx, permit, *id)? {
            out.insert(id.to_string(), name(tx, cx, staff)?);
        }
    }
    Ok(out)
}

/// Who answers one mail, and who did what to it; nothing for one's own mailbox.
pub(super) fn handling(
    tx: &View<'_>,
    cx: &Cx,
    permit: &Permit<Read>,
    id: MessageId,
) -> Result<Option<Handling>, Failure> {
    if permit.account().is_none() {
        return Ok(None);
    }
    let (words, calendar) = (text::handling(cx.language()), cx.calendar());
    let answers = touch::answers(tx, permit, id)?;
    let mut lines = Vec::new();
    for touch in touch::touches(tx, permit, id)? {
        let at = moment(touch.at);
        lines.push(TouchLine {
            who: name(tx, cx, touch.by)?,
            what: match touch.what {
                What::Opened => words.opened,
                What::Marked(true) => words.unread,
                What::Marked(false) => words.read,
                What::Moved(_) => words.moved,
                What::Took => words.took,
                What::Answers => words.answers,
                What::Leaves => words.leaves,
            },
            time: calendar.long(at),
            datetime: calendar.exact(at),
        });
    }
    Ok(Some(Handling {
        mine: answers == Some(cx.staff),
        by: match answers {
            Some(staff) => Some(text::answered_by(cx.language(), &name(tx, cx, staff)?)),
            None => None,
        },
        lines,
    }))
}
