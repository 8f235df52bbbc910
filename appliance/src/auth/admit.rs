//! What a proof opens. Every way of logging in ends here, so that none of them forgets what all must hold.

use super::half::{self, Step};
use super::model::SessionSecret;
use super::news::{self, Event};
use super::passkey;
use super::policy;
use super::proof::{Means, Proof};
use super::second;
use super::service::AuthError;
use super::table::{Credentials, SessionRow, Sessions};
use crate::org::Who;
use jiff::{Timestamp, Zoned};
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
    now: &Zoned,
) -> Result<Admitted, AuthError> {
    let at = now.timestamp();
    let left = left(tx, proof, now)?;
    if let Some(step) = left.first().copied() {
        half::begin(tx, proof, left, secret, (next, address), at)?;
        return Ok(Admitted::Half(step));
    }
    session_open(tx, proof, secret, address, at)?;
    Ok(Admitted::Session)
}

/// What a proof leaves open.
fn left(tx: &View<'_>, proof: &Proof, now: &Zoned) -> Result<Vec<Step>, AuthError> {
    let mut left = Vec::new();
    let wanted = !proof.means.two() && {
        let (town, staff, day) = (proof.town, proof.staff, now.date());
        policy::asks_two(tx, Who { town, staff, day })?
    };
    // Both are a password's strength, and no more.
    let alone = !proof.means.two();
    let app = second::kept(tx, proof.staff)?.any();
    let has = app || (wanted && passkey::has_any(tx, proof.staff)?);
    if alone && has {
        left.push(Step::Second);
    }
    match proof.means {
        Means::Password => {
            let policy = policy::policy_of(tx, proof.town)?;
            let credential = tx.get::<Credentials>(&proof.staff)?;
            let seconds = now.timestamp().as_second();
            if credential.is_some_and(|row| policy.expired(row.changed, seconds)) {
                left.push(Step::Password);
            }
        }
        // It was chosen a moment ago; or none was used; or all that is left was found when the first was shown.
        Means::Enrolment
        | Means::Passkey
        | Means::WithTotp
        | Means::WithPasskey
        | Means::WithRecovery => {}
    }
    if wanted && !has {
        left.push(Step::SetUp);
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
            two: proof.means.two(),
        },
    )?;
    let who = staff.uuid().to_string();
    let how = format!("{address} {}", proof.means.word());
    Audit::append(tx, at, &who, "log-in", &who, &how)?;
    news::tell(tx, staff, Event::LogIn(proof.means), address, at)?;
    Ok(())
}
