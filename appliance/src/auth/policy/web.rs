//! From what somebody typed twice to a hash that may be stored, the same for every page where a password is chosen.

use super::judge::{Complaint, judge};
use super::service::{about, policy_of};
use crate::app::App;
use crate::auth::service::{AuthError, former_of};
use crate::org::{Staff, StaffId, Town};
use crate::web::Failure;

/// A new password as it was typed.
pub(in crate::auth) struct Chosen {
    /// The password.
    pub new: String,
    /// Once more.
    pub again: String,
}

/// Judges a new password by the organisation's policy and hashes it.
pub(in crate::auth) async fn prepare(
    app: &App,
    town: Town,
    staff: StaffId,
    person: &Staff,
    chosen: Chosen,
) -> Result<Result<String, Complaint>, Failure> {
    if chosen.new != chosen.again {
        return Ok(Err(Complaint::Differ));
    }
    let asked = person.clone();
    let (policy, about, former) = app
        .view(move |tx| -> Result<_, AuthError> {
            let policy = policy_of(tx, town)?;
            let former = former_of(tx, staff, policy)?;
            Ok((policy, about(tx, town, &asked)?, former))
        })
        .await?;
    let password = chosen.new.clone();
    let judged = app
        .passwords()
        .beside(move || judge(policy, &password, &about))
        .await
        .map_err(AuthError::from)?;
    if let Err(complaint) = judged {
        return Ok(Err(complaint));
    }
    for hash in former {
        let same = app
            .passwords()
            .verify(chosen.new.clone(), Some(hash))
            .await
            .map_err(AuthError::from)?;
        if same {
            return Ok(Err(Complaint::Former));
        }
    }
    let hash = app
        .passwords()
        .hash(chosen.new, app.ids().secret())
        .await
        .map_err(AuthError::from)?;
    Ok(Ok(hash))
}
