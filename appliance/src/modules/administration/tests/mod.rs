//! Stories of 管理, through the real router.

mod audit;
mod people;
mod rights;
mod second;
mod units;

use crate::app::tests::{Answer, World, operator};
use crate::org::{self, GrantId, LoginName, OrgError, Role, StaffId, Town, Who};
use axum::http::StatusCode;
use serde_json::{Value, json};

/// Somebody and the town they work in.
pub(super) fn found(world: &World, login: &str) -> (Town, StaffId) {
    let login = LoginName::new(login).expect("name");
    let read = world.app.store().view(|tx| org::staff_by_login(tx, &login));
    let (id, row) = read.expect("read").expect("somebody");
    (Town::of(&row), id)
}

/// Their page.
pub(super) fn page(world: &World, login: &str) -> String {
    format!("/admin/people/{}", found(world, login).1.uuid())
}

/// The roles that somebody has today.
fn roles(world: &World, login: &str) -> Vec<Role> {
    let (town, staff) = found(world, login);
    let day = world.app.now().to_zoned(world.app.zone().clone()).date();
    let who = Who { town, staff, day };
    let roles = world.app.store().view(|tx| org::roles_on(tx, who));
    roles.expect("read").kinds()
}

/// What was given to somebody themselves.
fn grants(world: &World, login: &str) -> Vec<GrantId> {
    let (town, staff) = found(world, login);
    let day = world.app.now().to_zoned(world.app.zone().clone()).date();
    let read = world
        .app
        .store()
        .view(|tx| -> Result<Vec<GrantId>, OrgError> {
            let roles = org::roles_were(tx, Who { town, staff, day })?;
            Ok(roles.all().iter().map(|one| one.id).collect())
        });
    read.expect("read")
}

/// At the machine: gives somebody a role.
pub(super) async fn named(world: &World, login: &str, role: &str, unit: Option<&str>) {
    let ask = json!({ "do": "role-grant", "login": login, "role": role, "unit": unit });
    let answer: Value = operator(world).answer(ask).await;
    assert_eq!(answer["ok"], true, "{answer}");
}

/// What a form brought, told by the page it leads back to.
fn told(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.location().rsplit_once("told=").expect("told").1
}
