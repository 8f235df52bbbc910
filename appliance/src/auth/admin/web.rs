//! The requests of サインインの管理. Whoever may not administer finds nothing here.

use super::access::{self, Refused};
use super::page::{Give, ListPage, PersonLine, PersonPage, PolicyForm, SlipPage, State as Shown};
use super::service::{self, Standing};
use super::text::{self, AdminText};
use crate::app::App;
use crate::auth::app_password;
use crate::auth::confirm;
use crate::auth::enrol::{EnrolmentCode, Issue};
use crate::auth::policy::{self, Policy, Two};
use crate::auth::second::Beside;
use crate::auth::service::AuthError;
use crate::cx::Cx;
use crate::modules::administration::{Room, Tabs};
use crate::modules::mail;
use crate::org::{self, Deed, Denied, PendingId, Recover, SecondError, Staff, StaffId};
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, page};
use axum::Router;
use axum::extract::{Extension, Form, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{StoreError, Update, View};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// How many people a list shows.
const LISTED: usize = 50;

/// How long a code may be good, in days.
const OFFERED: [i64; 5] = [1, 3, 7, 14, 30];

/// The pages, all behind the gate.
pub(in crate::auth) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/admin/sign-in", get(list))
        .route("/admin/sign-in/policy", post(policy_set))
        .route("/admin/sign-in/app-passwords", post(app_passwords))
        .route("/admin/sign-in/{id}", get(person).post(give))
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Denied(denied) => denied_to(denied),
            // The page offered nothing of the kind.
            Refused::Oneself | Refused::Weighty | Refused::Suspended => Self::NotFound,
        }
    }
}

/// What is not there and what is not theirs look the same.
fn denied_to(denied: Denied) -> Failure {
    match denied {
        Denied::NoRole => Failure::NotFound,
        other @ Denied::Unknown(_) => Failure::Internal("sign-in-admin", Box::new(other)),
        _ => Failure::NotFound,
    }
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    done: String,
}

#[derive(Debug, Deserialize)]
struct PolicySent {
    least: u32,
    kinds: u32,
    days: u32,
    former: u32,
    /// Of whom two factors are asked; what was not sent stays as it is.
    #[serde(default)]
    two: String,
    #[serde(default)]
    seen: String,
}

impl PolicySent {
    /// Of whom two factors are asked, where that was sent and is a word.
    fn two(&self) -> Option<Two> {
        Two::from_word(&self.two)
    }

    fn policy(&self) -> Option<Policy> {
        let small = |number: u32| u8::try_from(number).ok();
        let days = u16::try_from(self.days).ok()?;
        let (least, kinds, former) = (small(self.least)?, small(self.kinds)?, small(self.former)?);
        Policy::new(least, kinds, days, former).ok()
    }
}

#[derive(Debug, Deserialize)]
struct GiveSent {
    days: i64,
    #[serde(default)]
    reset: String,
}

async fn list(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let words = text::words(cx.language());
    let done = match asked.done.as_str() {
        "policy" => Some(words.kept),
        "app-passwords" => Some(words.app_kept),
        _ => None,
    };
    page(&listed(&app, cx, asked.q, done, None).await?)
}

async fn listed(
    app: &App,
    cx: Arc<Cx>,
    query: String,
    done: Option<&'static str>,
    wrong: Option<&'static str>,
) -> Result<ListPage, Failure> {
    app.view(move |tx| {
        org::may_administer(&cx, tx).map_err(denied_to)?;
        let words = text::words(cx.language());
        let (standing, seen) = policy::policy_with_revision(tx, cx.town)?;
        let mut found = org::staff_list(tx, cx.town, &query, LISTED.saturating_add(1))?;
        let more = found.len() > LISTED;
        found.truncate(LISTED);
        let mut people = Vec::with_capacity(found.len());
        for (id, row) in found {
            let standing = service::standing(tx, cx.town, id, cx.now.as_second())?;
            people.push(PersonLine {
                href: format!("/admin/sign-in/{}", id.uuid()),
                name: row.name.as_str().to_owned(),
                yomi: row.yomi.as_str().to_owned(),
                login: row.login.as_str().to_owned(),
                state: state(standing, words),
            });
        }
        Ok(ListPage {
            frame: frame(tx, &cx, words.title, "/admin/sign-in")?,
            tabs: Tabs::of(tx, &cx, Room::SignIn)?,
            words,
            form: PolicyForm {
                least: standing.least(),
                kinds: standing.kinds(),
                days: standing.days(),
                former: standing.former(),
                two: standing.two().word(),
                legacy: standing.kinds() > 0 || standing.days() > 0 || standing.former() > 0,
                seen: seen.map_or_else(String::new, |seen| seen.to_string()),
            },
            app_passwords: app_password::allowed(tx, cx.town)?,
            done,
            wrong,
            query: query.clone(),
            people,
            more,
        })
    })
    .await
}

fn state(standing: Option<Standing>, words: &AdminText) -> Shown {
    let (word, kind) = match standing {
        Some(Standing { active: false, .. }) => (words.suspended, "is-danger"),
        Some(Standing { code: Some(_), .. }) => (words.waiting, "is-hold"),
        Some(Standing {
            password: Some(_), ..
        }) => (words.registered, "is-safe"),
        _ => (words.unregistered, "is-info"),
    };
    Shown { word, kind }
}

async fn policy_set(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(sent): Form<PolicySent>,
) -> Result<Response, Failure> {
    let words = text::words(cx.language());
    let asked = Arc::clone(&cx);
    let seen = sent.seen.parse().ok();
    let two = sent.two();
    let reads = sent.two.is_empty() || two.is_some();
    let wrong = match sent.policy().filter(|_| reads) {
        None => words.invalid,
        Some(wanted) => {
            let done = app
                .update(move |tx| -> Result<_, Failure> {
                    let permit = org::may_administer(&asked, tx).map_err(denied_to)?;
                    let standing = policy::policy_of(tx, permit.town())?;
                    let wanted = wanted.with_two(two.unwrap_or_else(|| standing.two()));
                    match policy::policy_set(tx, &permit, wanted, seen, asked.now) {
                        Err(AuthError::Store(StoreError::Conflict { .. })) => Ok(false),
                        other => other.map(|()| true).map_err(Failure::from),
                    }
                })
                .await?;
            if done {
                return Ok(Redirect::to("/admin/sign-in?done=policy").into_response());
            }
            words.conflict
        }
    };
    let again = page(&listed(&app, cx, String::new(), None, Some(wrong)).await?)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

#[derive(Debug, Deserialize)]
struct AllowSent {
    #[serde(default)]
    allowed: String,
}

async fn app_passwords(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(sent): Form<AllowSent>,
) -> Result<Response, Failure> {
    app.update(move |tx| -> Result<_, Failure> {
        let permit = org::may_administer(&cx, tx).map_err(denied_to)?;
        let allowed = !sent.allowed.is_empty();
        Ok(app_password::allow(tx, &permit, allowed, cx.now)?)
    })
    .await?;
    Ok(Redirect::to("/admin/sign-in?done=app-passwords").into_response())
}

async fn person(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let staff = StaffId::new(id);
    let shown = app
        .view(move |tx| -> Result<PersonPage, Failure> {
            let permit = org::may_administer(&cx, tx).map_err(denied_to)?;
            let words = text::words(cx.language());
            let now = cx.now.as_second();
            let row = org::staff_get(tx, permit.town(), staff)?.ok_or(Failure::NotFound)?;
            let standing = service::standing(tx, permit.town(), staff, now)?;
            let calendar = cx.calendar();
            let when = |seconds| {
                Timestamp::from_second(seconds)
                    .map(|at| calendar.long(at))
                    .ok()
            };
            let has = standing
                .is_some_and(|standing| standing.password.is_some() || standing.passkeys > 0);
            let (give, refused) = match access::may_recover(&cx, tx, staff) {
                Ok(_) => {
                    let usual = if has { 1 } else { 7 };
                    let give = Give {
                        action: format!("/admin/sign-in/{id}"),
                        two: service::takes_two(tx, &cx, &asked_for(staff))?
                            .then_some(words.give_two),
                        lead: if has {
                            words.give_again_lead
                        } else {
                            words.give_new_lead
                        },
                        second: standing.is_some_and(|standing| standing.second),
                        days: OFFERED.map(|days| (days, days == usual)).to_vec(),
                    };
                    (Some(give), None)
                }
                Err(Refused::Oneself) => (None, Some(words.oneself)),
                Err(Refused::Weighty) => (None, Some(words.weighty)),
                Err(Refused::Suspended) => (None, Some(words.suspended_lead)),
                Err(Refused::Denied(denied)) => return Err(denied_to(denied)),
            };
            Ok(PersonPage {
                frame: frame(tx, &cx, row.name.as_str(), "/admin/sign-in")?,
                words,
                name: row.name.as_str().to_owned(),
                yomi: row.yomi.as_str().to_owned(),
                login: row.login.as_str().to_owned(),
                state: state(standing, words),
                password: standing
                    .and_then(|standing| standing.password)
                    .and_then(when),
                code: standing.and_then(|standing| standing.code).and_then(when),
                second: standing.is_some_and(|standing| standing.second),
                app_passwords: standing.map_or(0, |standing| standing.app_passwords),
                passkeys: standing.map_or(0, |standing| standing.passkeys),
                sessions: standing.map_or(0, |standing| standing.sessions),
                give,
                refused,
            })
        })
        .await?;
    page(&shown)
}

async fn give(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(sent): Form<GiveSent>,
) -> Result<Response, Failure> {
    // Whoever sits down at an administrator's open session must not take accounts over.
    if let Some(elsewhere) = confirm::wanted(&cx, &format!("/admin/sign-in/{id}")) {
        return Ok(elsewhere);
    }
    let days = if OFFERED.contains(&sent.days) {
        sent.days
    } else {
        1
    };
    let deed = Recover {
        staff: StaffId::new(id),
        days: u8::try_from(days).unwrap_or(1),
        reset: !sent.reset.is_empty(),
    };
    let asked = Arc::clone(&cx);
    let pending = PendingId::new(app.ids().uuid());
    let proposed = app
        .update(move |tx| -> Result<_, Failure> {
            access::may_recover(&asked, tx, deed.staff)?;
            if !service::takes_two(tx, &asked, &deed)? {
                return Ok(None);
            }
            let id = org::propose(tx, &asked, pending, &deed).map_err(unconfirmed)?;
            let (by, what) = (asked.staff.uuid().to_string(), id.uuid().to_string());
            Audit::append(tx, asked.now, &by, "second-propose", &what, Recover::KIND)?;
            Ok(Some(id))
        })
        .await?;
    if let Some(id) = proposed {
        let to = format!("/admin/second/{}?told=proposed", id.uuid());
        return Ok(Redirect::to(&to).into_response());
    }
    let slip = slip_of(&app, &cx, deed);
    let (issue, asked) = (slip.issue, Arc::clone(&cx));
    let person = app
        .update(move |tx| given(tx, &asked, &deed, &issue))
        .await?;
    slip.shown(&app, cx, &person).await
}

/// What a form would ask for, before it was filled in.
fn asked_for(staff: StaffId) -> Recover {
    Recover {
        staff,
        days: 1,
        reset: false,
    }
}

fn unconfirmed(error: SecondError) -> Failure {
    match error {
        SecondError::Denied(denied) => denied_to(denied),
        SecondError::Store(error) => error.into(),
        _ => Failure::NotFound,
    }
}

/// A code before it is given.
struct Slip {
    code: EnrolmentCode,
    issue: Issue,
}

fn slip_of(app: &App, cx: &Cx, deed: Recover) -> Slip {
    let code = EnrolmentCode::fresh(app.ids());
    let seconds = i64::from(deed.days).saturating_mul(86_400);
    let issue = Issue {
        town: cx.town,
        staff: deed.staff,
        mark: code.mark(app.machine(), deed.staff),
        at: cx.now,
        until: cx.now.as_second().saturating_add(seconds),
    };
    Slip { code, issue }
}

/// Gives the code, when it may be given.
fn given(tx: &mut Update<'_>, cx: &Cx, deed: &Recover, issue: &Issue) -> Result<Staff, Failure> {
    let may = access::may_recover(cx, tx, deed.staff)?;
    let beside = if deed.reset {
        Beside::Reset
    } else {
        Beside::Kept
    };
    service::code_give(tx, &may, issue, beside)?;
    Ok(may.person().clone())
}

/// Gives a code that another administrator proposed and this one confirms by the digest they saw. The code is shown to
/// whoever confirms. The inner error says why it is not confirmed.
pub(crate) async fn recover_confirmed(
    app: &App,
    cx: Arc<Cx>,
    id: PendingId,
    shown: String,
) -> Result<Result<Response, SecondError>, Failure> {
    let asked = Arc::clone(&cx);
    let read = shown.clone();
    let found = app
        .view(move |tx| -> Result<_, Failure> {
            Ok(org::confirm::<Recover>(tx, &asked, id, &read).map(|may| *may.deed()))
        })
        .await?;
    let deed = match found {
        Ok(deed) => deed,
        Err(error) => return Ok(Err(error)),
    };
    let slip = slip_of(app, &cx, deed);
    let (issue, asked) = (slip.issue, Arc::clone(&cx));
    let done = app
        .update(move |tx| -> Result<_, Failure> {
            let may = org::confirm::<Recover>(tx, &asked, id, &shown).map_err(unconfirmed)?;
            let (by, what) = (asked.staff.uuid().to_string(), id.uuid().to_string());
            Audit::append(tx, asked.now, &by, "second-confirm", &what, &shown)?;
            let first = org::pending_by(tx, &may).map_err(unconfirmed)?;
            org::conclude(tx, &may, asked.now).map_err(unconfirmed)?;
            org::vouch(tx, asked.town, (first, deed.staff), asked.now)?;
            given(tx, &asked, may.deed(), &issue)
        })
        .await?;
    slip.shown(app, cx, &done).await.map(Ok)
}

impl Slip {
    /// The code, in the answer to the request that made it.
    async fn shown(self, app: &App, cx: Arc<Cx>, person: &Staff) -> Result<Response, Failure> {
        let origin = app.origin().unwrap_or_default().to_owned();
        let person = person.clone();
        let slip = app
            .view(move |tx| -> Result<SlipPage, Failure> {
                let words = text::words(cx.language());
                let until = Timestamp::from_second(self.issue.until).unwrap_or(cx.now);
                Ok(SlipPage {
                    frame: frame(tx, &cx, words.slip, "/admin/sign-in")?,
                    words,
                    name: person.name.as_str().to_owned(),
                    login: person.login.as_str().to_owned(),
                    code: self.code.spoken(),
                    until: cx.calendar().long(until),
                    page: format!("{origin}/enrol"),
                })
            })
            .await?;
        page(&slip)
    }
}

fn frame(tx: &View<'_>, cx: &Cx, title: &str, here: &str) -> Result<Frame, Failure> {
    let waiting = mail::waiting(tx, cx)?;
    Ok(Frame::new(
        cx,
        Module::Administration,
        waiting,
        title.to_owned(),
        here,
    ))
}
