//! What a proof opens. Every way of logging in ends here, so that none of them forgets what all must hold.

use super::model::{Session, SessionSecret};
use super::proof::Proof;
use super::service::AuthError;
use super::table::{SessionRow, Sessions};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::Update;

/// Opens a session for whoever was proven.
pub(super) fn admit(
    tx: &mut Update<'_>,
    proof: &Proof,
    secret: &SessionSecret,
    address: &str,
    at: Timestamp,
) -> Result<Session, AuthError> {
    let (town, staff, now) = (proof.town, proof.staff, at.as_second());
    let key = secret.key();
    tx.put::<Sessions>(
        &key,
        &SessionRow {
            town,
            staff,
            began: now,
            seen: now,
            address: address.to_owned(),
        },
    )?;
    let who = staff.uuid().to_string();
    let how = format!("{address} {}", proof.means.word());
    Audit::append(tx, at, &who, "log-in", &who, &how)?;
    Ok(Session { key, town, staff })
}
