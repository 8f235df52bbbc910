//! What a proof opens. Every way of logging in ends here, so that none of them forgets what all must hold.

use super::half::{self, Step};
use super::model::SessionSecret;
use super::policy;
use super::proof::{Means, Proof};
use super::second;
use super::service::AuthError;
use super::table::{Credentials, SessionRow, Sessions};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Update, View};

/// What was opened under the secret that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admitted {
    /// A session.
    Session,
    /// A log-in of which this step is next.
    Half(Step),
}

/// Admits whoever was proven: to a session, or to what is left before one. `next` is where they wanted to go.
pub(super) fn admit(
    tx: &mut Update<'_>,
    proof: &Proof,
    secret: &SessionSecret,
    (next, address): (&str, &str),
    at: Timestamp,
) -> Result<Admitted, AuthError> {
    let left = left(tx, proof, at.as_second())?;
    if let Some(step) = left.first().copied() {
        half::begin(tx, proof, left, secret, (next, address), at)?;
        return Ok(Admitted::Half(step));
    }
    session_open(tx, proof, secret, address, at)?;
    Ok(Admitted::Session)
}

/// What a proof leaves open.
fn left(tx: &View<'_>, proof: &Proof, now: i64) -> Result<Vec<Step>, AuthError> {
    let mut left = Vec::new();
    // Both are a password's strength, and no more. A passkey is two factors: the device, and what it asks its owner.
    let alone = matches!(proof.means, Means::Password | Means::Enrolment);
    if alone && second::kept(tx, proof.staff)?.any() {
        left.push(Step::Second);
    }
    match proof.means {
        Means::Password => {
            let policy = policy::policy_of(tx, proof.town)?;
            let credential = tx.get::<Credentials>(&proof.staff)?;
            if credential.is_some_and(|row| policy.expired(row.changed, now)) {
                left.push(Step::Password);
            }
        }
        // It was chosen a moment ago; or none was used.
        Means::Enrolment | Means::Passkey => {}
    }
    Ok(left)
}

/// Opens a session for whoever left nothing open.
pub(super) fn session_open(
    tx: &mut Update<'_>,
    proof: &Proof,
    secret: &SessionSecret,
    address: &str,
    at: Timestamp,
) -> Result<(), AuthError> {
    let (town, staff, now) = (proof.town, proof.staff, at.as_second());
    tx.put::<Sessions>(
        &secret.key(),
        &SessionRow {
            town,
            staff,
            began: now,
            seen: now,
            address: address.to_owned(),
            proven: now,
        },
    )?;
    let who = staff.uuid().to_string();
    let how = format!("{address} {}", proof.means.word());
    Audit::append(tx, at, &who, "log-in", &who, &how)?;
    Ok(())
}
