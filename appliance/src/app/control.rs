//! The operator's verbs. Their form is pinned by `docs/wire/control.json`.

use super::seed::{SeedError, demo_morning, demo_seed};
use super::state::App;
use crate::auth::{self, AuthError, Beside, Cost, EnrolmentCode, Issue};
use crate::modules::mail;
use crate::org::{
    self, Address, Appointment, AppointmentId, Employment, Invalid, LoginName, NewStaff, OrgError,
    Period, PersonName, Post, PostId, PostKind, StaffId, Tenure, Title, Town, Yomi,
};
use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use sekisho_platform::audit::{Audit, AuditError};
use sekisho_platform::store::StoreError;
use serde::Deserialize;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;

/// What the verbs need beside the appliance.
#[derive(Clone, Debug)]
pub(crate) struct Operator {
    pub app: Arc<App>,
    pub since: Timestamp,
    pub addresses: Vec<SocketAddr>,
    pub demo_password: Option<String>,
    pub cost: Cost,
    /// The key that the audit trail's checkpoints are signed with.
    pub audit_key: VerifyingKey,
}

/// How a verb fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum VerbError {
    #[error("this process does not know that verb")]
    UnknownVerb,
    #[error("reading what was asked")]
    Form(#[from] serde_json::Error),
    #[error("taking what was given")]
    Invalid(#[from] Invalid),
    #[error("taking a demo password of fewer than 12 characters")]
    Weak,
    #[error("taking a number of days that is not from 1 to 30")]
    Days,
    #[error("taking a word for second factors that is neither \"keep\" nor \"reset\"")]
    Second,
    #[error("there is no such unit")]
    NoUnit,
    #[error("nobody logs in by that name")]
    NoUser,
    #[error("there is no such role, or it needs a unit")]
    NoRole,
    #[error("they hold no post today")]
    NoPost,
    #[error("that role was not given so; a role of the post is asked for with its post")]
    NotGranted,
    #[error("there is no organisation yet")]
    NoOrganisation,
    #[error("a demo password is needed, in the request or in the configuration")]
    NoPassword,
    #[error("changing people")]
    Org(#[from] OrgError),
    #[error("setting a password")]
    Auth(#[from] AuthError),
    #[error("seeding")]
    Seed(#[from] SeedError),
    #[error("reading the audit record")]
    Audit(#[from] AuditError),
    #[error("reading or writing the store")]
    Store(#[from] StoreError),
}

impl VerbError {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownVerb => "unknown-verb",
            Self::Form(_) => "bad-request",
            Self::Invalid(_) | Self::Days | Self::Second => "invalid",
            Self::Weak => "weak-password",
            Self::NoUnit => "no-unit",
            Self::NoUser => "no-user",
            Self::NoRole => "no-role",
            Self::NoPost => "no-post",
            Self::NotGranted => "not-granted",
            Self::NoOrganisation => "no-organisation",
            Self::NoPassword => "no-password",
            Self::Org(OrgError::LoginTaken) => "login-taken",
            Self::Org(OrgError::AddressTaken) => "address-taken",
            Self::Seed(SeedError::NotEmpty) => "not-empty",
            Self::Org(_) | Self::Auth(_) | Self::Seed(_) | Self::Audit(_) | Self::Store(_) => {
                "failed"
            }
        }
    }
}

impl Operator {
    /// Answers one request.
    pub(crate) async fn answer(&self, request: Value) -> Value {
        let verb = request
            .get("do")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let answered = match verb.as_str() {
            "status" => Ok(self.status()),
            "reconcile" => self.reconcile().await,
            "user-add" => self.user_add(request).await,
            "user-recover" => self.user_recover(request).await,
            "user-suspend" => self.user_suspend(&request).await,
            "user-restore" => self.user_restore(&request).await,
            "role-grant" => self.role_grant(request).await,
            "role-revoke" => self.role_revoke(request).await,
            "role-list" => self.role_list().await,
            "demo-seed" => self.seed(&request).await,
            "audit-verify" => self.audit_verify().await,
            "csp-reports" => Ok(self.csp_reports()),
            _ => Err(VerbError::UnknownVerb),
        };
        answered.unwrap_or_else(|error| {
            if error.code() == "failed" {
                tracing::error!(code = "control-failed", verb, %error, "an operator's verb failed");
            }
            let mut text = error.to_string();
            let mut next = std::error::Error::source(&error);
            while let Some(cause) = next {
                text = format!("{text}: {cause}");
                next = cause.source();
            }
            json!({ "ok": false, "code": error.code(), "error": text })
        })
    }

    fn status(&self) -> Value {
        json!({
            "ok": true, "ready": true, "role": "appliance",
            "version": env!("CARGO_PKG_VERSION"), "pid": std::process::id(),
            "since": self.since.to_string(), "addresses": self.addresses, "alarms": [],
        })
    }

    async fn reconcile(&self) -> Result<Value, VerbError> {
        let tally = self.app.store().blocking(mail::tally).await?;
        let distinct = tally.landed.saturating_sub(tally.duplicates);
        Ok(json!({
            "ok": true, "landed": tally.landed, "distinct": distinct, "duplicates": tally.duplicates,
        }))
    }

    fn csp_reports(&self) -> Value {
        let (count, reports) = self.app.reports().all();
        json!({ "ok": true, "count": count, "reports": reports })
    }

    async fn audit_verify(&self) -> Result<Value, VerbError> {
        let key = self.audit_key;
        let outcome = self
            .app
            .store()
            .blocking(move |store| store.view(|tx| Audit::verify(tx, Some(&key))))
            .await;
        Ok(match outcome {
            Ok(verified) => json!({
                "ok": true, "rows": verified.rows, "checkpoints": verified.checkpoints, "broken": null,
            }),
            Err(AuditError::Broken { at }) => json!({
                "ok": false, "code": "audit-broken", "error": "the audit record is broken", "broken": at,
            }),
            Err(error) => return Err(error.into()),
        })
    }

    async fn seed(&self, request: &Value) -> Result<Value, VerbError> {
        let given = request
            .get("password")
            .and_then(Value::as_str)
            .map(str::to_owned);
        let password = given
            .or_else(|| self.demo_password.clone())
            .ok_or(VerbError::NoPassword)?;
        if password.chars().count() < 12 {
            return Err(VerbError::Weak);
        }
        let morning = request.get("morning").and_then(Value::as_bool) == Some(true);
        let (app, cost) = (Arc::clone(&self.app), self.cost);
        let seeded = self
            .app
            .store()
            .blocking(move |_| {
                let seeded = demo_seed(&app, cost, &password)?;
                if morning {
                    demo_morning(&app)?;
                }
                Ok::<_, SeedError>(seeded)
            })
            .await?;
        Ok(json!({
            "ok": true, "staff": seeded.logins.len(), "units": seeded.units, "logins": seeded.logins,
        }))
    }

    async fn user_add(&self, request: Value) -> Result<Value, VerbError> {
        let asked: UserAdd = serde_json::from_value(request)?;
        let login = LoginName::new(&asked.login)?;
        let days = days(asked.days, FIRST_DAYS)?;
        let id = StaffId::new(self.app.ids().uuid());
        let new = NewStaff {
            name: PersonName::new(&asked.name)?,
            yomi: Yomi::new(asked.yomi.as_deref().unwrap_or(&asked.name))?,
            address: Address::new(&asked.address)?,
            login: login.clone(),
            phone: asked.phone.unwrap_or_default(),
            employment: Employment::Regular,
        };
        let town = Town::at_the_machine(self.organisation().await?);
        let (code, issue) = self.fresh_code(town, id, days);
        let (unit, title) = (
            asked.unit.unwrap_or_default(),
            Title::new(&asked.post.unwrap_or_default())?,
        );
        let now = self.app.now();
        let today = now.to_zoned(self.app.zone().clone()).date();
        let fresh = PostId::new(self.app.ids().uuid());
        let appointment = AppointmentId::new(self.app.ids().uuid());
        self.app
            .update(move |tx| -> Result<(), VerbError> {
                org::staff_add(tx, town, id, &new)?;
                if !unit.is_empty() {
                    let unit = org::unit_named(tx, town, &unit, today)?.ok_or(VerbError::NoUnit)?;
                    let wanted = Post {
                        unit,
                        title: title.clone(),
                        kind: PostKind::Ordinary,
                        order: u16::MAX,
                        period: Period::since(today),
                    };
                    let post = org::post_like(tx, town, fresh, &wanted, &wanted.period)?;
                    let appointed = Appointment {
                        staff: id,
                        post,
                        tenure: Tenure::Main,
                        period: Period::since(today),
                    };
                    org::appoint(tx, town, appointment, &appointed)?;
                }
                Audit::append(tx, now, "operator", "user-add", &id.uuid().to_string(), "")?;
                Ok(auth::issue(tx, &issue, "operator")?)
            })
            .await?;
        Ok(self.told(&login, &code, &issue))
    }

    async fn user_recover(&self, request: Value) -> Result<Value, VerbError> {
        let asked: UserRecover = serde_json::from_value(request)?;
        let login = LoginName::new(&asked.login)?;
        let days = days(asked.days, RECOVERY_DAYS)?;
        let beside = match asked.second.as_deref() {
            None | Some("keep") => Beside::Kept,
            Some("reset") => Beside::Reset,
            Some(_) => return Err(VerbError::Second),
        };
        let name = login.clone();
        let (staff, row) = self
            .app
            .view(move |tx| org::staff_by_login(tx, &name))
            .await?
            .ok_or(VerbError::NoUser)?;
        let (code, issue) = self.fresh_code(Town::of(&row), staff, days);
        let ended = self
            .app
            .update(move |tx| auth::recover(tx, &issue, beside, "operator"))
            .await?;
        let mut told = self.told(&login, &code, &issue);
        if let Some(told) = told.as_object_mut() {
            told.insert("second".to_owned(), json!(beside.word()));
            told.insert("sessions".to_owned(), json!(ended));
        }
        Ok(told)
    }

    /// A code for somebody, and what is stored of it.
    fn fresh_code(&self, town: Town, staff: StaffId, days: i64) -> (EnrolmentCode, Issue) {
        let code = EnrolmentCode::fresh(self.app.ids());
        let at = self.app.now();
        let issue = Issue {
            town,
            staff,
            mark: code.mark(self.app.machine(), staff),
            at,
            until: at.as_second().saturating_add(days.saturating_mul(86_400)),
        };
        (code, issue)
    }

    /// The answer that carries a code. It is told here, once, and nowhere else.
    fn told(&self, login: &LoginName, code: &EnrolmentCode, issue: &Issue) -> Value {
        let until = Timestamp::from_second(issue.until).unwrap_or(issue.at);
        // As the clock on the wall of the town hall will show it.
        let until = until.to_zoned(self.app.zone().clone());
        let until = until.strftime("%Y-%m-%dT%H:%M:%S%:z");
        let page = format!("{}/enrol", self.app.origin().unwrap_or_default());
        json!({
            "ok": true, "login": login.as_str(), "code": code.spoken(), "until": until.to_string(), "page": page,
        })
    }

    async fn user_suspend(&self, request: &Value) -> Result<Value, VerbError> {
        let login = named(request)?;
        let (name, now) = (login.clone(), self.app.now());
        let ended = self
            .app
            .update(move |tx| -> Result<usize, VerbError> {
                let (staff, row) = org::staff_by_login(tx, &name)?.ok_or(VerbError::NoUser)?;
                let town = Town::of(&row);
                Ok(auth::suspend(tx, town, staff, "operator", now)?)
            })
            .await?;
        Ok(json!({ "ok": true, "login": login.as_str(), "sessions": ended }))
    }

    async fn user_restore(&self, request: &Value) -> Result<Value, VerbError> {
        let login = named(request)?;
        let (name, now) = (login.clone(), self.app.now());
        self.app
            .update(move |tx| -> Result<(), VerbError> {
                let (staff, row) = org::staff_by_login(tx, &name)?.ok_or(VerbError::NoUser)?;
                let town = Town::of(&row);
                Ok(auth::restore(tx, town, staff, "operator", now)?)
            })
            .await?;
        Ok(json!({ "ok": true, "login": login.as_str() }))
    }

    async fn organisation(&self) -> Result<org::OrganisationId, VerbError> {
        let first = self.app.view(org::organisation_first).await?;
        first.map(|(id, _)| id).ok_or(VerbError::NoOrganisation)
    }
}

/// The log-in name a verb is about.
pub(super) fn named(request: &Value) -> Result<LoginName, VerbError> {
    let name = request.get("login").and_then(Value::as_str);
    Ok(LoginName::new(name.unwrap_or_default())?)
}

#[derive(Deserialize)]
struct UserAdd {
    login: String,
    name: String,
    #[serde(default)]
    yomi: Option<String>,
    address: String,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    post: Option<String>,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    days: Option<i64>,
}

#[derive(Deserialize)]
struct UserRecover {
    login: String,
    #[serde(default)]
    second: Option<String>,
    #[serde(default)]
    days: Option<i64>,
}

/// For how many days the first code is good: it is printed with the letter of appointment.
const FIRST_DAYS: i64 = 7;

/// For how many days a code is good that is told to somebody who waits for it.
const RECOVERY_DAYS: i64 = 1;

/// The days asked for, one to thirty.
fn days(asked: Option<i64>, usual: i64) -> Result<i64, VerbError> {
    match asked {
        None => Ok(usual),
        Some(days) if (1..=30).contains(&days) => Ok(days),
        Some(_) => Err(VerbError::Days),
    }
}
