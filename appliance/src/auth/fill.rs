//! Sessions of thousands, opened without thousands of log-ins before a measurement begins. What is measured of log-in
//! itself goes through its page.

use super::admit::session_open;
use super::model::SessionSecret;
use super::proof::{Means, Proof};
use super::service::AuthError;
use crate::org::{StaffId, Town};
use jiff::Timestamp;
use sekisho_platform::store::Update;

/// Opens a session as a log-in by password does; answers what the browser would hold.
pub(crate) fn session(
    tx: &mut Update<'_>,
    (town, staff): (Town, StaffId),
    secret: [u8; 32],
    at: Timestamp,
) -> Result<String, AuthError> {
    let means = Means::Password;
    let proof = Proof { town, staff, means };
    let secret = SessionSecret::new(secret);
    session_open(tx, &proof, &secret, "127.0.0.1", at)?;
    Ok(secret.to_cookie())
}
