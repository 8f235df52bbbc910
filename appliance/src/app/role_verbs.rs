//! The operator's verbs about roles: how the first administrator of a town is named, and what is left when the last one
//! has lost their way in. Whoever stands at the machine asks nobody; the audit trail tells what they did.

use super::control::{Operator, VerbError, named};
use crate::org::{self, Bearer, Grant, GrantId, LoginName, OrgError, Period, Role, StaffId, Town};
use jiff::civil::Date;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::View;
use serde::Deserialize;
use serde_json::{Value, json};

/// What is asked about a role.
#[derive(Clone, Debug, Deserialize)]
struct Asked {
    role: String,
    /// The unit of 所属管理者 and of 課代表, by name or path.
    #[serde(default)]
    unit: Option<String>,
    /// Whether it is the post's, so that the successor has it, and not the person's.
    #[serde(default)]
    post: bool,
}

/// Somebody's role as it was asked for, found to be there.
struct Found {
    town: Town,
    role: Role,
    bearer: Bearer,
}

impl Found {
    fn of(tx: &View<'_>, login: &LoginName, asked: &Asked, day: Date) -> Result<Self, VerbError> {
        let (staff, row) = org::staff_by_login(tx, login)?.ok_or(VerbError::NoUser)?;
        let town = Town::of(&row);
        let unit = match asked.unit.as_deref().filter(|unit| !unit.is_empty()) {
            Some(name) => Some(org::unit_named(tx, town, name, day)?.ok_or(VerbError::NoUnit)?),
            None => None,
        };
        let role = match (asked.role.as_str(), unit) {
            ("representative", Some(unit)) => {
                let account = org::account_of(tx, town, unit)?;
                account.map(|(post, _)| Role::Represent(post))
            }
            (code, unit) => Role::from_code(code, unit),
        };
        let role = role.ok_or(VerbError::NoRole)?;
        let bearer = if asked.post {
            main_post(tx, town, staff, day)?
        } else {
            Bearer::Staff(staff)
        };
        Ok(Self { town, role, bearer })
    }

    /// What of it is given and has not ended.
    fn given(&self, tx: &View<'_>, day: Date) -> Result<Vec<(GrantId, Grant)>, OrgError> {
        let mut all = org::grants_of(tx, self.town, self.bearer)?;
        all.retain(|(_, grant)| {
            grant.role == self.role && grant.period.last().is_none_or(|last| last >= day)
        });
        Ok(all)
    }

    /// Whom the audit trail names.
    fn whom(&self) -> String {
        match self.bearer {
            Bearer::Staff(staff) => staff.uuid().to_string(),
            Bearer::Post(post) => post.uuid().to_string(),
        }
    }
}

/// The post that somebody's work is, and not one they are away from.
fn main_post(tx: &View<'_>, town: Town, staff: StaffId, day: Date) -> Result<Bearer, VerbError> {
    let held = org::held_on(tx, town, staff, day)?;
    let mut held = held.into_iter();
    let post = held.find(|held| held.tenure.acts());
    post.map(|held| Bearer::Post(held.id))
        .ok_or(VerbError::NoPost)
}

impl Operator {
    fn today(&self) -> Date {
        self.app.now().to_zoned(self.app.zone().clone()).date()
    }

    /// Gives somebody a role from today on. What they have already is not given twice.
    pub(super) async fn role_grant(&self, request: Value) -> Result<Value, VerbError> {
        let login = named(&request)?;
        let asked: Asked = serde_json::from_value(request)?;
        let (now, day) = (self.app.now(), self.today());
        let id = GrantId::new(self.app.ids().uuid());
        let (name, wanted) = (login.clone(), asked.clone());
        let given = self.app.update(move |tx| -> Result<bool, VerbError> {
            let found = Found::of(tx, &name, &wanted, day)?;
            let grant = Grant {
                role: found.role,
                bearer: found.bearer,
                period: Period::since(day),
            };
            let lasts = |grant: &Grant| grant.period.covers(&Period::since(day));
            if found.given(tx, day)?.iter().any(|(_, grant)| lasts(grant)) {
                return Ok(false);
            }
            org::role_grant(tx, found.town, id, &grant)?;
            let (whom, what) = (found.whom(), found.role.code());
            Audit::append(tx, now, "operator", "role-grant", &whom, what)?;
            Ok(true)
        });
        Ok(json!({
            "ok": true, "login": login.as_str(), "role": asked.role, "post": asked.post,
            "changed": given.await?,
        }))
    }

    /// Takes a role from somebody at once.
    pub(super) async fn role_revoke(&self, request: Value) -> Result<Value, VerbError> {
        let login = named(&request)?;
        let asked: Asked = serde_json::from_value(request)?;
        let (now, day) = (self.app.now(), self.today());
        let (name, wanted) = (login.clone(), asked.clone());
        let ended = self.app.update(move |tx| -> Result<usize, VerbError> {
            let found = Found::of(tx, &name, &wanted, day)?;
            let mut ended = 0_usize;
            for (id, _) in found.given(tx, day)? {
                if org::role_end(tx, found.town, id, day)? {
                    ended = ended.saturating_add(1);
                }
            }
            if ended == 0 {
                return Err(VerbError::NotGranted);
            }
            let (whom, what) = (found.whom(), found.role.code());
            Audit::append(tx, now, "operator", "role-revoke", &whom, what)?;
            Ok(ended)
        });
        Ok(json!({
            "ok": true, "login": login.as_str(), "role": asked.role, "post": asked.post,
            "ended": ended.await?,
        }))
    }

    /// Every role that is given today, in every organisation of the machine.
    pub(super) async fn role_list(&self) -> Result<Value, VerbError> {
        let day = self.today();
        let roles = self.app.view(move |tx| -> Result<Vec<Value>, VerbError> {
            let mut out = Vec::new();
            for (id, row) in org::organisations(tx)? {
                let town = Town::at_the_machine(id);
                for (_, grant) in org::grants_on(tx, town, day)? {
                    out.push(told(tx, town, &row.name, &grant, day)?);
                }
            }
            Ok(out)
        });
        Ok(json!({ "ok": true, "roles": roles.await? }))
    }
}

fn told(
    tx: &View<'_>,
    town: Town,
    organisation: &str,
    grant: &Grant,
    day: Date,
) -> Result<Value, VerbError> {
    let unit = match grant.role {
        Role::Unit(unit) => Some(org::unit_path(tx, town, unit, day)?),
        Role::Represent(post) => match org::post_get(tx, town, post)? {
            Some(post) => Some(org::unit_path(tx, town, post.unit, day)?),
            None => None,
        },
        _ => None,
    };
    let (post, people) = match grant.bearer {
        Bearer::Staff(staff) => (None, vec![staff]),
        Bearer::Post(post) => {
            let held = org::holders_on(tx, town, post, day)?.into_iter();
            let held = held.filter(|(_, tenure)| tenure.acts());
            let path = match org::post_get(tx, town, post)? {
                Some(post) => {
                    let unit = org::unit_path(tx, town, post.unit, day)?;
                    format!("{unit} {}", post.title.as_str())
                }
                None => String::new(),
            };
            (Some(path), held.map(|(staff, _)| staff).collect())
        }
    };
    let mut logins = Vec::new();
    for staff in people {
        if let Some(row) = org::staff_on(tx, town, staff, day)? {
            logins.push(row.login.as_str().to_owned());
        }
    }
    Ok(json!({
        "organisation": organisation, "role": grant.role.code(), "unit": unit, "post": post,
        "logins": logins, "from": grant.period.from().to_string(),
        "last": grant.period.last().map(|last| last.to_string()),
    }))
}
