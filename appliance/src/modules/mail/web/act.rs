//! What a clerk does with a mail: marks it, moves it, takes a move back.

use super::super::model::{Folder, MailboxId, Shelf};
use super::super::{access, service, text};
use super::list::row_of;
use super::read::mark;
use super::{Asked, message_id, shelf};
use crate::app::App;
use crate::cx::Cx;
use crate::web::{Done, Failure, Undo, done, is_partial, local_path};
use axum::extract::{Extension, Form, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::CookieJar;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::sync::Arc;

/// Who tells of a move on the next page.
pub(super) const TELLER: &str = "mail";

#[derive(Debug, Default, Deserialize)]
pub(super) struct ActForm {
    #[serde(default)]
    next: String,
}

/// The folder an act moves to; none for an act that only marks.
fn target(act: &str) -> Result<Option<Folder>, Failure> {
    match act {
        "read" | "unread" => Ok(None),
        "archive" => Ok(Some(Folder::Archive)),
        "trash" => Ok(Some(Folder::Trash)),
        "restore" => Ok(Some(Folder::Inbox)),
        _ => Err(Failure::NotFound),
    }
}

/// The act that moves to a folder.
fn act_to(folder: Folder) -> &'static str {
    match folder {
        Folder::Inbox => "restore",
        Folder::Archive => "archive",
        Folder::Trash => "trash",
    }
}

pub(super) async fn act(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path((folder, id, act)): Path<(String, String, String)>,
    headers: HeaderMap,
    mut jar: CookieJar,
    Form(form): Form<ActForm>,
) -> Result<Response, Failure> {
    let (shelf, id) = (shelf(&folder)?, message_id(&id)?);
    let next = if form.next.is_empty() {
        shelf.href()
    } else {
        local_path(&form.next)
    };
    match target(&act)? {
        None => {
            mark(&app, &cx, id, act == "unread").await?;
            if is_partial(&headers) {
                return row_of(&app, &cx, &Asked::default().place(shelf), id).await;
            }
        }
        Some(to) => {
            let reader = Arc::clone(&cx);
            let from = app
                .update(move |tx| -> Result<Folder, Failure> {
                    let mailbox = MailboxId::of(reader.staff);
                    let from =
                        service::mail_entry(tx, &access::may_read(tx, &reader, mailbox)?, id)?;
                    let permit = access::may_arrange(tx, &reader, mailbox)?;
                    service::mail_move(tx, &permit, id, to)?;
                    Ok(from.folder)
                })
                .await?;
            if from != to {
                let what = format!("{id}.{}.{}", act_to(to), act_to(from));
                jar = jar.add(done::cookie(TELLER, &what, next, app.secure()));
            }
        }
    }
    Ok((jar, Redirect::to(next)).into_response())
}

/// What the next page says of a move, while the mail still lies where it was moved to.
pub(crate) fn tell(tx: &View<'_>, cx: &Cx, what: &str) -> Result<Option<Done>, Failure> {
    let mut parts = what.split('.');
    let (Some(id), Some(to), Some(from)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (Ok(id), Ok(Some(to)), Ok(Some(from))) = (message_id(id), target(to), target(from)) else {
        return Ok(None);
    };
    let permit = access::may_read(tx, cx, MailboxId::of(cx.staff))?;
    let entry = match service::mail_entry(tx, &permit, id) {
        Ok(entry) if entry.folder == to => entry,
        Ok(_) | Err(service::MailError::NotThere) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let (lies, lay) = (Shelf::In(to), Shelf::In(from));
    // Whoever had opened it reads on; what was put away unread stays unread.
    let next = if entry.unread {
        lay.href().to_owned()
    } else {
        format!("{}/{id}", lay.href())
    };
    Ok(Some(Done {
        sentence: text::moved(cx.language(), &entry.subject, to),
        undo: Some(Undo {
            action: format!("{}/{id}/{}", lies.href(), act_to(from)),
            fields: vec![("next", next)],
        }),
    }))
}
