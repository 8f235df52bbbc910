//! The requests about 課代表 of a unit.

use super::super::{service, units};
use super::{answer, back};
use crate::app::App;
use crate::cx::Cx;
use crate::org::{Address, GrantId, OpenAccount, PostId, Take, UnitId};
use crate::web::Failure;
use axum::extract::{Extension, Form, Path, State};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

#[derive(Debug, Deserialize)]
pub(super) struct OpenForm {
    #[serde(default)]
    address: String,
}

pub(super) async fn open(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(form): Form<OpenForm>,
) -> Result<Response, Failure> {
    let unit = UnitId::new(id);
    let to = units::address(unit);
    let Ok(address) = Address::new(&form.address) else {
        return Ok(back(&to, "incomplete"));
    };
    let post = PostId::new(app.ids().uuid());
    let done = app
        .update(move |tx| {
            let open = OpenAccount {
                unit,
                address: address.clone(),
            };
            service::account_open(tx, &cx, post, open)
        })
        .await;
    answer(&to, "account-opened", done)
}

pub(super) async fn close(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let unit = UnitId::new(id);
    let done = app
        .update(move |tx| service::account_close(tx, &cx, unit))
        .await;
    answer(&units::address(unit), "account-closed", done)
}

#[derive(Debug, Deserialize)]
pub(super) struct GiveForm {
    post: Uuid,
}

pub(super) async fn give(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(form): Form<GiveForm>,
) -> Result<Response, Failure> {
    let (unit, post) = (UnitId::new(id), PostId::new(form.post));
    let grant = GrantId::new(app.ids().uuid());
    let done = app
        .update(move |tx| service::account_give(tx, &cx, grant, (unit, post)))
        .await;
    answer(&units::address(unit), "acts-given", done)
}

#[derive(Debug, Deserialize)]
pub(super) struct TakeForm {
    grant: Uuid,
}

pub(super) async fn take(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(form): Form<TakeForm>,
) -> Result<Response, Failure> {
    let deed = Take {
        grant: GrantId::new(form.grant),
    };
    let unit = UnitId::new(id);
    let done = app
        .update(move |tx| service::account_take(tx, &cx, unit, deed))
        .await;
    answer(&units::address(unit), "acts-taken", done)
}
