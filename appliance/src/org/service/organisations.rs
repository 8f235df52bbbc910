//! 団体 themselves: what the machine serves. The only questions that stand outside every wall.

use super::OrgError;
use crate::org::model::OrganisationId;
use crate::org::table::{Organisation, Organisations};
use sekisho_platform::store::{Direction, Update, View};

/// Creates an organisation.
pub(crate) fn organisation_create(
    tx: &mut Update<'_>,
    id: OrganisationId,
    name: &str,
    domain: &str,
) -> Result<(), OrgError> {
    let row = Organisation {
        name: name.to_owned(),
        domain: domain.to_owned(),
    };
    tx.put::<Organisations>(&id, &row)?;
    Ok(())
}

/// The organisation of an identity.
pub(crate) fn organisation_named(
    tx: &View<'_>,
    id: OrganisationId,
) -> Result<Option<Organisation>, OrgError> {
    Ok(tx.get::<Organisations>(&id)?)
}

/// All of them, for whoever stands at the machine itself.
pub(crate) fn organisations(
    tx: &View<'_>,
) -> Result<Vec<(OrganisationId, Organisation)>, OrgError> {
    const MANY: usize = 10_000;
    Ok(tx.range::<Organisations>(.., Direction::Up, MANY)?)
}

/// The only organisation of the house; none where there are several.
pub(crate) fn organisation_alone(tx: &View<'_>) -> Result<Option<OrganisationId>, OrgError> {
    let rows = tx.range::<Organisations>(.., Direction::Up, 2)?;
    Ok(match rows.as_slice() {
        [(id, _)] => Some(*id),
        _ => None,
    })
}

/// The oldest organisation, which signs the log-in page.
pub(crate) fn organisation_first(
    tx: &View<'_>,
) -> Result<Option<(OrganisationId, Organisation)>, OrgError> {
    let rows = tx.range::<Organisations>(.., Direction::Up, 1)?;
    Ok(rows.into_iter().next())
}
