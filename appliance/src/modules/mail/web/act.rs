//! What a clerk does with a mail: marks it, moves it.

use super::super::model::{Folder, MailboxId};
use super::super::{access, service};
use super::list::row_of;
use super::read::mark;
use super::{Asked, message_id, shelf};
use crate::app::App;
use crate::cx::Cx;
use crate::web::{Failure, is_partial, local_path};
use axum::extract::{Extension, Form, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Default, Deserialize)]
pub(super) struct ActForm {
    #[serde(default)]
    next: String,
}

pub(super) async fn act(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path((folder, id, act)): Path<(String, String, String)>,
    headers: HeaderMap,
    Form(form): Form<ActForm>,
) -> Result<Response, Failure> {
    let (shelf, id) = (shelf(&folder)?, message_id(&id)?);
    let to = match act.as_str() {
        "read" | "unread" => None,
        "archive" => Some(Folder::Archive),
        "trash" => Some(Folder::Trash),
        "restore" => Some(Folder::Inbox),
        _ => return Err(Failure::NotFound),
    };
    match to {
        None => mark(&app, &cx, id, act == "unread").await?,
        Some(folder) => {
            let reader = Arc::clone(&cx);
            app.update(move |tx| -> Result<(), Failure> {
                let permit = access::may_arrange(tx, &reader, MailboxId::of(reader.staff))?;
                Ok(service::mail_move(tx, &permit, id, folder)?)
            })
            .await?;
        }
    }
    if to.is_none() && is_partial(&headers) {
        return row_of(&app, &cx, &Asked::default().place(shelf), id).await;
    }
    let next = if form.next.is_empty() {
        shelf.href()
    } else {
        local_path(&form.next)
    };
    Ok(Redirect::to(next).into_response())
}
