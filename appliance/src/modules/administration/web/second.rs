//! The requests about 二人で行う操作.

use super::super::page::{PendingPage, SecondPage};
use super::super::second;
use super::super::service::{self, AdministrationError};
use super::{Told, answer, done};
use crate::app::App;
use crate::auth;
use crate::cx::Cx;
use crate::modules::reassignment;
use crate::org::{
    self, Deed, Denied, Give, GrantId, PendingId, Recover, Restore, Safeguard, SecondError,
    Suspend, SwapId, Take,
};
use crate::web::Failure;
use axum::extract::{Extension, Form, Path, Query, State};
use axum::response::Response;
use sekisho_platform::store::Update;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(super) async fn all(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(told): Query<Told>,
) -> Result<Response, Failure> {
    let page = app
        .view(move |tx| -> Result<SecondPage, Failure> { second::page(tx, &cx, &told.told) })
        .await?;
    crate::web::page(&page)
}

pub(super) async fn one(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Query(told): Query<Told>,
) -> Result<Response, Failure> {
    let page = app
        .view(move |tx| -> Result<PendingPage, Failure> {
            second::one(tx, &cx, PendingId::new(id), &told.told)
        })
        .await?;
    crate::web::page(&page)
}

#[derive(Debug, Deserialize)]
pub(super) struct ConfirmForm {
    /// The digest that was shown.
    digest: String,
}

/// Confirms what another one proposed. What is done is read from the row, by its kind; the form brings the digest alone.
pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(form): Form<ConfirmForm>,
) -> Result<Response, Failure> {
    let (id, shown) = (PendingId::new(id), form.digest);
    let to = second::address(id);
    // Two people, not one who sits down at the other's open session.
    if let Some(elsewhere) = auth::proof_wanted(&cx, &to) {
        return Ok(elsewhere);
    }
    let asked = Arc::clone(&cx);
    let kind = app
        .view(move |tx| -> Result<String, AdministrationError> {
            let permit = org::may_administer(&asked, tx)?;
            Ok(org::pending_get(tx, &permit, id)?.kind)
        })
        .await;
    let kind = match kind {
        Ok(kind) => kind,
        Err(error) => return answer(&to, "confirmed", Err(error)),
    };
    if kind == reassignment::Apply::KIND {
        let swap = SwapId::new(app.ids().uuid());
        let outcome = app
            .store()
            .blocking(move |store| reassignment::confirmed(store, &cx, (id, &shown), swap))
            .await?;
        return answer(&to, "confirmed", outcome.map_err(AdministrationError::from));
    }
    if kind == Recover::KIND {
        return match auth::recover_confirmed(&app, cx, id, shown).await? {
            Ok(slip) => Ok(slip),
            Err(error) => answer(&to, "confirmed", Err(error.into())),
        };
    }
    let grant = GrantId::new(app.ids().uuid());
    let outcome = app
        .update(move |tx: &mut Update<'_>| {
            let which = (id, shown.as_str());
            match kind.as_str() {
                Give::KIND => service::confirm::<Give>(tx, &cx, which, |tx, cx, may| {
                    service::given(tx, cx, may, grant)
                }),
                Take::KIND => service::confirm::<Take>(tx, &cx, which, service::taken),
                Suspend::KIND => service::confirm::<Suspend>(tx, &cx, which, service::suspended),
                Restore::KIND => service::confirm::<Restore>(tx, &cx, which, service::restored),
                Safeguard::KIND => service::confirm::<Safeguard>(tx, &cx, which, service::guarded),
                _ => Err(Denied::NotThere.into()),
            }
        })
        .await;
    answer(&to, "confirmed", outcome)
}

pub(super) async fn refuse(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let id = PendingId::new(id);
    let outcome = app.update(move |tx| service::refuse(tx, &cx, id)).await;
    answer(&second::address(id), "refused", outcome)
}

#[derive(Debug, Deserialize)]
pub(super) struct GuardForm {
    two: String,
    people: u32,
}

pub(super) async fn guard(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(form): Form<GuardForm>,
) -> Result<Response, Failure> {
    let deed = Safeguard {
        two: form.two == "yes",
        people: form.people,
    };
    let work = move |tx: &mut Update<'_>, cx: &Cx| service::guard(tx, cx, deed);
    done(&app, cx, (second::HERE, "guarded"), deed, work).await
}

/// What came of a reassignment, as it is told for every deed of two.
impl From<reassignment::Unconfirmed> for AdministrationError {
    fn from(error: reassignment::Unconfirmed) -> Self {
        match error {
            reassignment::Unconfirmed::Second(error) => error.into(),
            reassignment::Unconfirmed::Differs => Self::Second(SecondError::Differs),
        }
    }
}
