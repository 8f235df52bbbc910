//! From rows to the page of numbers of other systems.

use super::model::{Draft, ExternalId};
use super::page::{Line, ListPage, Secret, Typed};
use super::service::{self, ExternalError, Stands};
use super::text;
use crate::cx::Cx;
use crate::modules::mail;
use crate::modules::portal::access;
use crate::modules::portal::model::Audience;
use crate::modules::portal::tabs::{Room, tabs};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use jiff::Timestamp;
use sekisho_platform::store::View;

/// Where the page is.
pub(super) const HERE: &str = "/portal/external";

/// What came of the last request.
#[derive(Clone, Debug, Default)]
pub(super) struct Came {
    /// Why something was not taken.
    pub refused: Option<&'static str>,
    /// Of which it was said, where it was of one.
    pub of: Option<ExternalId>,
    /// What was typed.
    pub typed: Option<Typed>,
    /// The token of one, its name and itself.
    pub secret: Option<(ExternalId, String, String)>,
}

/// The page.
pub(super) fn list(tx: &View<'_>, cx: &Cx, came: &Came) -> Result<ListPage, Failure> {
    let words = text::words(cx.language());
    let permit = access::may_edit(tx, cx, Audience::Everybody).map_err(ExternalError::from)?;
    let stands = service::externals_open(tx, &permit)?;
    let lines = stands.iter().map(|one| line(cx, came, one)).collect();
    let typed = came.typed.clone().filter(|_| came.of.is_none());
    let typed = typed.unwrap_or_else(|| Typed {
        stale: 60,
        ..Typed::default()
    });
    let writes = access::writes(tx, cx)?;
    Ok(ListPage {
        tabs: tabs(cx.language(), &writes, Room::External),
        refused: came.refused,
        secret: came.secret.clone().map(|(id, name, token)| Secret {
            name,
            token,
            path: path(id),
        }),
        lines,
        stales: stales(cx, typed.stale),
        typed,
        frame: Frame::new(
            cx,
            Module::Portal,
            mail::waiting(tx, cx)?,
            words.title.to_owned(),
            HERE,
        ),
        words,
    })
}

fn path(id: ExternalId) -> String {
    format!("/api/tiles/{}/counts", id.uuid())
}

fn stales(cx: &Cx, chosen: u32) -> Vec<(u32, String, bool)> {
    let words = text::words(cx.language());
    let all = Draft::STALE.iter();
    all.map(|minutes| (*minutes, words.minutes(*minutes), *minutes == chosen))
        .collect()
}

fn line(cx: &Cx, came: &Came, one: &Stands) -> Line {
    let words = text::words(cx.language());
    let draft = &one.row.draft;
    let open = came.of == Some(one.id) && came.typed.is_some();
    let stands = Typed {
        name: draft.name().to_owned(),
        address: draft.address().as_str().to_owned(),
        stale: draft.stale(),
    };
    let typed = came.typed.clone().filter(|_| open).unwrap_or(stands);
    let old = cx.micros().saturating_sub(draft.stale_micros());
    let (state, kind) = match &one.report {
        None => (words.silent.to_owned(), ""),
        Some(report) => {
            let told = words.told(&moment(cx, report.as_of), report.people, report.unknown);
            (
                told,
                if report.as_of < old {
                    "is-hold"
                } else {
                    "is-safe"
                },
            )
        }
    };
    Line {
        id: one.id.uuid().to_string(),
        revision: one.revision,
        stales: stales(cx, typed.stale),
        typed,
        state,
        kind,
        path: path(one.id),
        open,
    }
}

/// `8:25 現在`; of a number that is old, that nothing came since.
pub(super) fn as_of(cx: &Cx, micros: u64, stale: bool) -> String {
    text::words(cx.language()).as_of(&moment(cx, micros), stale)
}

/// `8:25` today, the day before it on any other.
fn moment(cx: &Cx, micros: u64) -> String {
    let micros = i64::try_from(micros).unwrap_or(i64::MAX);
    let at = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MIN);
    let calendar = cx.calendar();
    if at.to_zoned(cx.zone.clone()).date() == cx.today() {
        calendar.short(at)
    } else {
        calendar.long(at)
    }
}
