//! Who is due gets a letter. A stretch of people is one transaction, so that others' writes go in between.

use super::letter::{LINES, letter};
use super::plan::{DUE, Plan, Plans};
use crate::app::App;
use crate::modules::mail::{self, MailError};
use crate::notice::service;
use crate::org::{self, OrgError, OrganisationId, StaffId};
use crate::text::date::Calendar;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sekisho_platform::store::{Direction, StoreError, Update};
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked.
const EVERY: Duration = Duration::from_secs(30);

/// How many people one transaction writes to.
const STRIDE: usize = 40;

/// Longer than any plan waits, in microseconds: what is due later was planned by a clock that ran ahead.
const FAR: u64 = 9 * 24 * 3_600 * 1_000_000;

/// How a round fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DigestError {
    /// The store failed.
    #[error("reading or writing plans of digests")]
    Store(#[from] StoreError),
    /// Somebody could not be looked up.
    #[error("finding who gets a digest")]
    Org(#[from] OrgError),
    /// The letter could not be written.
    #[error("writing a digest")]
    Mail(#[from] MailError),
}

/// Looks who is due, until it is dropped.
pub(crate) async fn keep(app: Arc<App>) {
    let mut every = tokio::time::interval(EVERY);
    loop {
        every.tick().await;
        if let Err(error) = round(&app).await {
            tracing::warn!(code = "digest", %error, "digests of notices could not be written; they are tried again");
        }
    }
}

/// Writes to everybody who is due; answers how many letters that were.
pub(super) async fn round(app: &Arc<App>) -> Result<usize, DigestError> {
    let mut letters = 0_usize;
    loop {
        let (now, zone) = (app.now(), app.zone().clone());
        let (seen, written) = app.update(move |tx| stretch(tx, now, &zone)).await?;
        letters = letters.saturating_add(written);
        if seen < STRIDE {
            return Ok(letters);
        }
    }
}

/// A stretch of those who are due: how many were looked at, how many letters were written.
fn stretch(
    tx: &mut Update<'_>,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<(usize, usize), DigestError> {
    let at = u64::try_from(now.as_microsecond()).unwrap_or(0);
    let mut due = tx.index_range::<Plans, u64>(DUE, 0..=at, Direction::Up, STRIDE)?;
    let far = at.saturating_add(FAR)..=u64::MAX;
    let rest = STRIDE.saturating_sub(due.len());
    due.extend(tx.index_range::<Plans, u64>(DUE, far, Direction::Up, rest)?);
    let (seen, mut written) = (due.len(), 0_usize);
    for (key, plan) in due {
        if plan.next <= at && tell(tx, key, &plan, now, zone)? {
            written = written.saturating_add(1);
        }
        match plan.digest.after(now, zone) {
            Some(next) => {
                let told = service::newest(tx, key.1)?;
                let told = if plan.next <= at { told } else { plan.told };
                tx.put::<Plans>(&key, &Plan { next, told, ..plan })?;
            }
            None => {
                tx.remove::<Plans>(&key)?;
            }
        }
    }
    Ok((seen, written))
}

/// Writes somebody's letter, where there is something to tell and somebody to tell it to.
fn tell(
    tx: &mut Update<'_>,
    (_, staff): (OrganisationId, StaffId),
    plan: &Plan,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<bool, DigestError> {
    let today = now.to_zoned(zone.clone()).date();
    let Some(person) = org::staff_on(tx, plan.town, staff, today)? else {
        return Ok(false);
    };
    let mut rows = service::unread_since(tx, staff, plan.told)?;
    if rows.is_empty() {
        return Ok(false);
    }
    let more = rows.len().saturating_sub(LINES);
    rows.truncate(LINES);
    let calendar = Calendar::new(zone.clone(), now, person.preference.language);
    let at = u64::try_from(now.as_microsecond()).unwrap_or(0);
    let letter = letter(&rows, more, &calendar, plan.next, at);
    Ok(mail::house_letter(tx, staff, &letter)?)
}
