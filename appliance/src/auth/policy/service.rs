//! Questions about an organisation's policy, and its change by whoever may administer.

use super::judge::About;
use super::model::{Policy, Two};
use super::table::Policies;
use crate::auth::service::AuthError;
use crate::org::{self, Administer, Permit, Role, Staff, Town, Who};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Revision, Update, View};

/// What an organisation asks of passwords.
pub(in crate::auth) fn policy_of(tx: &View<'_>, town: Town) -> Result<Policy, AuthError> {
    Ok(policy_with_revision(tx, town)?.0)
}

/// The same with the revision of its row, which a form carries out and back.
pub(in crate::auth) fn policy_with_revision(
    tx: &View<'_>,
    town: Town,
) -> Result<(Policy, Option<Revision>), AuthError> {
    let row = tx.get_with_revision::<Policies>(&town.organisation())?;
    Ok(row.map_or((Policy::MODERN, None), |(revision, policy)| {
        (policy, Some(revision))
    }))
}

/// Whether two factors are asked of somebody, as they are on that day.
pub(in crate::auth) fn asks_two(tx: &View<'_>, who: Who) -> Result<bool, AuthError> {
    Ok(match policy_of(tx, who.town)?.two() {
        Two::Nobody => false,
        Two::Everybody => true,
        Two::Administrators => {
            let over = |role| {
                matches!(
                    role,
                    Role::System
                        | Role::Organisation
                        | Role::Unit(_)
                        | Role::Security
                        | Role::Auditor
                )
            };
            let roles = org::roles_on(tx, who)?;
            roles.all().iter().any(|one| over(one.grant.role))
        }
    })
}

/// Changes the policy, unless somebody else did since `seen`; the trail keeps both.
pub(in crate::auth) fn policy_set(
    tx: &mut Update<'_>,
    permit: &Permit<Administer>,
    policy: Policy,
    seen: Option<Revision>,
    at: Timestamp,
) -> Result<(), AuthError> {
    let town = permit.town();
    let former = policy_of(tx, town)?;
    tx.put_if::<Policies>(&town.organisation(), &policy, seen)?;
    let detail = format!("{} to {}", former.summary(), policy.summary());
    Audit::append(
        tx,
        at,
        &permit.by().uuid().to_string(),
        "password-policy",
        &town.organisation().uuid().to_string(),
        &detail,
    )?;
    Ok(())
}

/// What everybody knows about a person.
pub(in crate::auth) fn about(
    tx: &View<'_>,
    town: Town,
    person: &Staff,
) -> Result<About, AuthError> {
    let organisation = org::organisation_named(tx, town.organisation())?;
    Ok(About::of(person, organisation.as_ref()))
}
