//! The requests about one person.

use super::super::page::{PersonPage, RightsPage};
use super::super::{person, rights, service};
use super::{Told, back, done};
use crate::app::App;
use crate::cx::Cx;
use crate::org::{Give, GrantId, Restore, Role, StaffId, Suspend, Take, UnitId};
use crate::web::Failure;
use axum::extract::{Extension, Form, Path, Query, State};
use axum::response::Response;
use jiff::civil::Date;
use sekisho_platform::store::Update;
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

pub(super) async fn somebody(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Query(told): Query<Told>,
) -> Result<Response, Failure> {
    let page = app
        .view(move |tx| -> Result<PersonPage, Failure> {
            person::page(tx, &cx, StaffId::new(id), &told.told)
        })
        .await?;
    crate::web::page(&page)
}

pub(super) async fn rights(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Query(told): Query<Told>,
) -> Result<Response, Failure> {
    let day = told.on.parse::<Date>().unwrap_or_else(|_| cx.today());
    let page = app
        .view(move |tx| -> Result<RightsPage, Failure> {
            rights::page(tx, &cx, StaffId::new(id), day)
        })
        .await?;
    crate::web::page(&page)
}

#[derive(Debug, Deserialize)]
pub(super) struct GiveForm {
    role: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    bearer: String,
    #[serde(default)]
    last: String,
}

pub(super) async fn give(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Form(form): Form<GiveForm>,
) -> Result<Response, Failure> {
    let staff = StaffId::new(id);
    let to = person::address(staff);
    let unit = Uuid::try_parse(&form.unit).ok().map(UnitId::new);
    let last = match form.last.trim() {
        "" => None,
        day => match day.parse::<Date>() {
            Ok(day) if day >= cx.today() => Some(day),
            _ => return Ok(back(&to, "no-day")),
        },
    };
    let (Some(role), Some(bearer)) = (
        Role::from_code(&form.role, unit),
        person::bearer(staff, &form.bearer),
    ) else {
        return Ok(back(&to, "incomplete"));
    };
    let deed = Give { role, bearer, last };
    let grant = GrantId::new(app.ids().uuid());
    let work = move |tx: &mut Update<'_>, cx: &Cx| service::give(tx, cx, grant, deed);
    done(&app, cx, (&to, "given"), deed, work).await
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
    let staff = StaffId::new(id);
    let to = person::address(staff);
    let deed = Take {
        grant: GrantId::new(form.grant),
    };
    let work = move |tx: &mut Update<'_>, cx: &Cx| service::take_of(tx, cx, staff, deed);
    done(&app, cx, (&to, "taken"), deed, work).await
}

pub(super) async fn suspend(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let staff = StaffId::new(id);
    let (to, deed) = (person::address(staff), Suspend { staff });
    let work = move |tx: &mut Update<'_>, cx: &Cx| service::suspend(tx, cx, deed);
    done(&app, cx, (&to, "suspended"), deed, work).await
}

pub(super) async fn restore(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    let staff = StaffId::new(id);
    let (to, deed) = (person::address(staff), Restore { staff });
    let work = move |tx: &mut Update<'_>, cx: &Cx| service::restore(tx, cx, deed);
    done(&app, cx, (&to, "restored"), deed, work).await
}
