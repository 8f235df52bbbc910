//! Beginning a log-in that is not whole, finding it again, and taking a step.

use super::model::Step;
use super::table::{Half, Halves};
use crate::auth::admit::{Admitted, session_open};
use crate::auth::app_password::{self, Apps};
use crate::auth::model::{SessionKey, SessionSecret};
use crate::auth::news::{self, Event};
use crate::auth::proof::{Means, Proof};
use crate::auth::service::{AuthError, password_set};
use crate::org::{self, StaffId};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, Update, View};

/// How long the steps may take, in seconds.
const LIFETIME: i64 = 600;

/// More than anybody ever has.
const MANY: usize = 1_000;

/// Begins a log-in of which `left` is left.
pub(in crate::auth) fn begin(
    tx: &mut Update<'_>,
    proof: &Proof,
    left: Vec<Step>,
    secret: &SessionSecret,
    (next, address): (&str, &str),
    at: Timestamp,
) -> Result<(), AuthError> {
    tx.put::<Halves>(
        &secret.key(),
        &Half {
            town: proof.town,
            staff: proof.staff,
            means: proof.means,
            began: at.as_second(),
            left,
            next: next.to_owned(),
        },
    )?;
    let who = proof.staff.uuid().to_string();
    let how = format!("{address} {}", proof.means.word());
    Audit::append(tx, at, &who, "log-in-begun", &who, &how)?;
    Ok(())
}

/// The log-in behind a cookie, while it stands and its owner may log in.
pub(in crate::auth) fn half_find(
    tx: &View<'_>,
    key: SessionKey,
    now: i64,
) -> Result<Option<Half>, AuthError> {
    let Some(row) = tx.get::<Halves>(&key)? else {
        return Ok(None);
    };
    let person = org::staff_get(tx, row.town, row.staff)?;
    let stands = now.saturating_sub(row.began) < LIFETIME && person.is_some_and(|row| row.active);
    Ok(stands.then_some(row))
}

/// Takes the next step, which must be `step`; when it was the last, a session opens. `None` when there is no such
/// step to take. The secret of the half and of the session are never the same. `shown` is by what they are proven from
/// now on, where the step showed more.
pub(in crate::auth) fn step_taken(
    tx: &mut Update<'_>,
    key: SessionKey,
    (step, shown): (Step, Option<Means>),
    secret: &SessionSecret,
    address: &str,
    at: Timestamp,
) -> Result<Option<Admitted>, AuthError> {
    let Some(mut half) = half_find(tx, key, at.as_second())? else {
        return Ok(None);
    };
    if half.left.first() != Some(&step) {
        return Ok(None);
    }
    half.left.remove(0);
    half.means = shown.unwrap_or(half.means);
    if let Some(next) = half.left.first().copied() {
        tx.put::<Halves>(&key, &half)?;
        return Ok(Some(Admitted::Half(next)));
    }
    tx.remove::<Halves>(&key)?;
    let proof = Proof {
        town: half.town,
        staff: half.staff,
        means: half.means,
    };
    session_open(tx, &proof, secret, address, at)?;
    Ok(Some(Admitted::Session))
}

/// Takes the step of a new password: it stands from now on, every session of the person ends, and they go on.
pub(super) fn password_changed(
    tx: &mut Update<'_>,
    key: SessionKey,
    (hash, apps): (&str, Apps),
    secret: &SessionSecret,
    address: &str,
    at: Timestamp,
) -> Result<Option<Admitted>, AuthError> {
    let Some(half) = half_find(tx, key, at.as_second())? else {
        return Ok(None);
    };
    let admitted = step_taken(tx, key, (Step::Password, None), secret, address, at)?;
    if admitted.is_some() {
        password_set(
            tx,
            half.town,
            half.staff,
            hash,
            at.as_second(),
            &[key, secret.key()],
        )?;
        let who = half.staff.uuid().to_string();
        Audit::append(tx, at, &who, "password-change", &who, "aged")?;
        news::tell(tx, half.staff, Event::Password, address, at)?;
        if apps == Apps::End {
            app_password::forget(tx, half.staff)?;
        }
    }
    Ok(admitted)
}

/// Forgets a log-in whose owner does not go on.
pub(super) fn give_up(tx: &mut Update<'_>, key: SessionKey) -> Result<(), AuthError> {
    tx.remove::<Halves>(&key)?;
    Ok(())
}

/// Ends a person's log-ins that are not whole, all but some.
pub(in crate::auth) fn halves_end(
    tx: &mut Update<'_>,
    staff: StaffId,
    but: &[SessionKey],
) -> Result<(), AuthError> {
    let keys = tx.index_keys::<Halves>("by_staff", &staff, Direction::Up, MANY)?;
    for key in keys.into_iter().filter(|key| !but.contains(key)) {
        tx.remove::<Halves>(&key)?;
    }
    Ok(())
}

/// Forgets log-ins that were never made whole, a few at a time.
pub(in crate::auth) fn sweep(tx: &mut Update<'_>, now: i64) -> Result<usize, AuthError> {
    const MOST: usize = 500;
    let old = ..now.saturating_sub(LIFETIME);
    let mut gone = 0;
    for (key, _) in tx.index_range::<Halves, i64>("by_age", old, Direction::Up, MOST)? {
        gone += usize::from(tx.remove::<Halves>(&key)?);
    }
    Ok(gone)
}
