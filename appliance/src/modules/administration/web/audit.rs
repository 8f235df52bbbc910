//! The requests about 監査の記録: looking and saving.

use super::super::audit::{self, Form, HERE};
use super::super::page::AuditPage;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::mail;
use crate::org;
use crate::web::layout::{Frame, Module};
use crate::web::out::{Wanted, out};
use crate::web::{Failure, page};
use axum::extract::{Extension, Query, State};
use axum::response::Response;
use sekisho_platform::audit::Audit;
use std::sync::Arc;

pub(super) async fn show(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(form): Query<Form>,
) -> Result<Response, Failure> {
    let shown = app
        .view(move |tx| -> Result<AuditPage, Failure> { audit::page(tx, &cx, &form) })
        .await?;
    page(&shown)
}

pub(super) async fn file(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(form): Query<Form>,
) -> Result<Response, Failure> {
    let wanted = Wanted {
        kind: form.kind.clone(),
        geta: form.geta == "1",
        stem: format!("audit_{}", cx.today().strftime("%Y%m%d")),
        address: format!("{HERE}/file?{}", form.query()),
        back: format!("{HERE}?{}", form.query()),
    };
    if !["xlsx", "csv", "cp932"].contains(&wanted.kind.as_str()) {
        return Err(Failure::NotFound);
    }
    // That the trail left the house stands in it.
    let by = Arc::clone(&cx);
    let kind = wanted.kind.clone();
    app.update(move |tx| -> Result<(), Failure> {
        org::may_audit(&by, tx)?;
        let who = by.staff.uuid().to_string();
        Audit::append(tx, by.now, &who, "audit-export", &who, &kind)?;
        Ok(())
    })
    .await?;
    let language = cx.language();
    let (sheet, frame) = app
        .view(move |tx| -> Result<_, Failure> {
            let sheet = audit::sheet(tx, &cx, &form)?;
            let waiting = mail::waiting(tx, &cx)?;
            let title = sheet.name.clone();
            let frame = Frame::new(&cx, Module::Administration, waiting, title, HERE);
            Ok((sheet, frame))
        })
        .await?;
    out(&sheet, &wanted, language, frame)
}
