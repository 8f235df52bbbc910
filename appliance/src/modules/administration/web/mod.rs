//! The requests of 管理. Whoever administers nothing finds nothing here.

mod account;
mod audit;
mod people;
mod second;
mod units;

use super::page::{HomePage, PeoplePage};
use super::service::{self, AdministrationError};
use super::{facts, home, people as everyone};
use crate::app::App;
use crate::cx::Cx;
use crate::org::{self, Deed, Denied, OrgError, PendingId, SecondError};
use crate::web::Failure;
use axum::Router;
use axum::extract::{Extension, OriginalUri, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use sekisho_platform::store::Update;
use serde::Deserialize;
use std::sync::Arc;

/// The pages, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/admin", get(first))
        .route("/admin/people", get(everybody))
        .route("/admin/people/{id}", get(people::somebody))
        .route(
            "/admin/people/{id}/facts",
            get(facts::form).post(facts::change),
        )
        .route("/admin/people/{id}/facts/undo", post(facts::undo))
        .route("/admin/people/{id}/rights", get(people::rights))
        .route("/admin/people/{id}/give", post(people::give))
        .route("/admin/people/{id}/take", post(people::take))
        .route("/admin/people/{id}/suspend", post(people::suspend))
        .route("/admin/people/{id}/restore", post(people::restore))
        .route("/admin/units", get(units::tree).post(units::open))
        .route("/admin/units/{id}", get(units::unit))
        .route("/admin/units/{id}/name", post(units::name))
        .route("/admin/units/{id}/place", post(units::place))
        .route("/admin/units/{id}/close", post(units::close))
        .route("/admin/units/{id}/account", post(account::open))
        .route("/admin/units/{id}/account/close", post(account::close))
        .route("/admin/units/{id}/account/give", post(account::give))
        .route("/admin/units/{id}/account/take", post(account::take))
        .route("/admin/second", get(second::all))
        .route("/admin/second/{id}", get(second::one))
        .route("/admin/second/{id}/confirm", post(second::confirm))
        .route("/admin/second/{id}/refuse", post(second::refuse))
        .route("/admin/audit", get(audit::show))
        .route("/admin/audit/file", get(audit::file))
        .route("/admin/safeguard", post(second::guard))
}

#[derive(Debug, Default, Deserialize)]
struct Told {
    #[serde(default)]
    told: String,
    /// 基準日.
    #[serde(default)]
    on: String,
}

async fn first(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    let page = app
        .view(move |tx| -> Result<Option<HomePage>, Failure> {
            // Whoever is an auditor and nothing else has one page here.
            match org::may_oversee(&cx, tx) {
                Ok(_) => Ok(Some(home::page(tx, &cx)?)),
                Err(Denied::Unknown(error)) => Err(error.into()),
                Err(_) => org::may_audit(&cx, tx).map(|_| None).map_err(Failure::from),
            }
        })
        .await?;
    match page {
        Some(page) => crate::web::page(&page),
        None => Ok(Redirect::to(super::audit::HERE).into_response()),
    }
}

async fn everybody(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    OriginalUri(uri): OriginalUri,
    Query(asked): Query<everyone::Asked>,
) -> Result<Response, Failure> {
    let here = uri.path_and_query().map(ToString::to_string);
    let here = here.unwrap_or_else(|| "/admin/people".to_owned());
    let page = app
        .view(move |tx| -> Result<PeoplePage, Failure> { everyone::page(tx, &cx, &asked, &here) })
        .await?;
    crate::web::page(&page)
}

/// Back to the page, which says what came of it.
fn back(to: &str, told: &str) -> Response {
    let join = if to.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{to}{join}told={told}")).into_response()
}

/// Does a deed; where it takes two, proposes it instead.
async fn done<D: Deed + Copy + Send + Sync + 'static>(
    app: &App,
    cx: Arc<Cx>,
    (to, told): (&str, &str),
    deed: D,
    work: impl Fn(&mut Update<'_>, &Cx) -> Result<(), AdministrationError> + Send + 'static,
) -> Result<Response, Failure> {
    let by = Arc::clone(&cx);
    let outcome = app.update(move |tx| work(tx, &by)).await;
    if !matches!(outcome, Err(AdministrationError::Denied(Denied::TakesTwo))) {
        return answer(to, told, outcome);
    }
    let id = PendingId::new(app.ids().uuid());
    let proposed = app
        .update(move |tx| service::propose(tx, &cx, id, &deed))
        .await;
    match proposed {
        Ok(id) => Ok(back(&super::second::address(id), "proposed")),
        Err(error) => answer(to, told, Err(error)),
    }
}

fn answer(
    to: &str,
    done: &str,
    outcome: Result<(), AdministrationError>,
) -> Result<Response, Failure> {
    let told = match outcome {
        Ok(()) => done,
        Err(AdministrationError::Denied(Denied::Oneself)) => "oneself",
        Err(AdministrationError::Denied(denied)) => return Err(denied.into()),
        Err(AdministrationError::Org(error)) => match error {
            OrgError::LastAdministrator => "last",
            OrgError::NoGrant | OrgError::NoUnit | OrgError::Changed => "changed",
            OrgError::UnitThere => "unit-there",
            OrgError::AccountThere => "account-there",
            OrgError::AddressTaken => "address-taken",
            OrgError::UnitBelowItself => "unit-below",
            OrgError::TooDeep => "unit-deep",
            OrgError::UnitInUse(..) => "unit-in-use",
            OrgError::Past => "past",
            OrgError::Invalid(_) => "incomplete",
            other => return Err(other.into()),
        },
        Err(AdministrationError::ForeignAddress) => "address-foreign",
        Err(AdministrationError::Second(error)) => match error {
            SecondError::Over => "over",
            SecondError::Oneself => "second-oneself",
            SecondError::Vouched => "vouched",
            SecondError::Differs => "differs",
            _ => return Err(Failure::NotFound),
        },
        Err(other) => return Err(Failure::Internal("administration", Box::new(other))),
    };
    Ok(back(to, told))
}
