//! The demo town, put into an empty store in one transaction, with a password for everybody.

use super::state::App;
use crate::auth::{self, AuthError, Cost, PasswordError};
use crate::modules::{portal, presence};
use crate::org::{self, Invalid, LoginName, OrgError, OrganisationId, StaffId, Town, demo};
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{StoreError, View};
use serde::Serialize;
use std::sync::Arc;

/// How seeding fails.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// The town's own list is wrong.
    #[error("reading the demo town")]
    Town(#[from] InvalidTown),
    /// A password could not be hashed.
    #[error("hashing the demo password")]
    Password(#[from] HashFailed),
    /// The rows could not be written.
    #[error("writing the demo town")]
    Write(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// There are people already who are not the demo town's.
    #[error("seeding a store that is already somebody's")]
    NotEmpty,
}

/// The demo town's list does not read.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct InvalidTown(#[from] Invalid);

/// The hash failed.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct HashFailed(#[from] PasswordError);

impl From<AuthError> for SeedError {
    fn from(error: AuthError) -> Self {
        Self::Write(Box::new(error))
    }
}

impl From<OrgError> for SeedError {
    fn from(error: OrgError) -> Self {
        Self::Write(Box::new(error))
    }
}

impl From<StoreError> for SeedError {
    fn from(error: StoreError) -> Self {
        Self::Write(Box::new(error))
    }
}

/// Somebody of the demo town, for the operator's list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DemoLogin {
    /// What they log in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub address: String,
    /// The password, the same for all.
    pub password: String,
}

/// What was seeded, or stands already.
#[derive(Clone, Debug)]
pub(crate) struct Seeded {
    /// How many units there are.
    pub units: usize,
    /// The people.
    pub logins: Vec<DemoLogin>,
}

/// Seeds the demo town unless it stands already. Blocks; takes about a second for the hashes.
pub(crate) fn demo_seed(app: &Arc<App>, cost: Cost, password: &str) -> Result<Seeded, SeedError> {
    let first = app.store().view(org::organisation_first)?;
    let count = app.store().view(org::staff_count)?;
    match &first {
        Some((_, row)) if row.domain != demo::DOMAIN => return Err(SeedError::NotEmpty),
        Some(_) if count > 0 => {}
        _ => plant(app, cost, password)?,
    }
    let today = app.now().to_zoned(app.zone().clone()).date();
    Ok(app.store().view(|tx| -> Result<Seeded, OrgError> {
        let Some((organisation, _)) = org::organisation_first(tx)? else {
            return Ok(Seeded {
                units: 0,
                logins: Vec::new(),
            });
        };
        let town = Town::at_the_machine(organisation);
        let people = org::staff_list(tx, town, "", usize::MAX)?;
        let logins = people
            .into_iter()
            .filter(|(_, staff)| demo::is_of_the_town(&staff.login))
            .map(|(_, staff)| DemoLogin {
                login: staff.login.as_str().to_owned(),
                name: staff.name.as_str().to_owned(),
                address: staff.address.as_str().to_owned(),
                password: password.to_owned(),
            })
            .collect();
        Ok(Seeded {
            units: org::units_on(tx, town, today)?.len(),
            logins,
        })
    })?)
}

/// What stands on the portals of the demo town on its first morning, and where its people are; once.
pub(crate) fn demo_morning(app: &Arc<App>) -> Result<(), SeedError> {
    let now = app.now();
    let today = now.to_zoned(app.zone().clone()).date();
    app.store().update(|tx| -> Result<(), SeedError> {
        let Some((organisation, _)) = org::organisation_first(tx)? else {
            return Ok(());
        };
        let town = Town::at_the_machine(organisation);
        let find = |tx: &View<'_>, login: &str| -> Result<Option<StaffId>, SeedError> {
            let login = LoginName::new(login).map_err(InvalidTown)?;
            Ok(org::staff_by_login(tx, &login)?.map(|(id, _)| id))
        };
        let Some(by) = find(tx, demo::ANNOUNCES)? else {
            return Ok(());
        };
        let held = org::held_on(tx, town, by, today)?;
        let section = match held.first() {
            Some(main) => org::unit_path(tx, town, main.post.unit, today)?,
            None => String::new(),
        };
        let morning = portal::Morning {
            town,
            by,
            section: &section,
            now,
            today,
        };
        portal::demo(tx, app.ids(), &morning).map_err(|error| SeedError::Write(Box::new(error)))?;
        presence::demo(tx, town, |tx, login| find(tx, login))
    })
}

fn plant(app: &Arc<App>, cost: Cost, password: &str) -> Result<(), SeedError> {
    let lines = demo::town(app.ids()).map_err(InvalidTown)?;
    let organisation = OrganisationId::new(app.ids().uuid());
    let mut hashes = Vec::new();
    for _ in lines.iter().filter(|line| line.is_staff()) {
        let password = auth::normal(password);
        let hash = auth::hash_now(cost, password.as_bytes(), app.ids().secret());
        hashes.push(hash.map_err(HashFailed)?);
    }
    let now = app.now();
    app.store().update(|tx| -> Result<(), SeedError> {
        org::organisation_create(tx, organisation, demo::NAME, demo::DOMAIN)?;
        let town = Town::at_the_machine(organisation);
        let people = demo::seed(tx, town, &lines)?;
        for ((staff, login), hash) in people.iter().zip(&hashes) {
            // Where a town lets passwords age, one of them has.
            let age = i64::from(login.as_str() == demo::KEEPS) * demo::KEPT;
            let set = now.as_second().saturating_sub(age);
            auth::password_set(tx, town, *staff, hash, set, &[])?;
        }
        Audit::append(
            tx,
            now,
            "operator",
            "demo-seed",
            &organisation.uuid().to_string(),
            "",
        )?;
        Ok(())
    })
}
