//! The requests of reading another system's lists.

use super::super::{read as lists, show, text as common};
use super::convert::{Converted, Files, convert};
use super::page::{GaroonPage, ResultPart};
use super::{read, text};
use crate::app::App;
use crate::cx::Cx;
use crate::modules::administration::{Room, Tabs};
use crate::modules::reassignment::service::{self, ReassignmentError};
use crate::web::Failure;
use axum::extract::{Extension, Multipart, State};
use axum::response::Response;
use jiff::civil::Date;
use std::sync::Arc;

/// What was sent.
#[derive(Debug, Default)]
struct Sent {
    day: String,
    files: Files,
}

/// The form.
pub(in super::super) async fn form(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    shown(&app, cx, String::new(), None, None).await
}

/// The files: what they come to, on the same page.
pub(in super::super) async fn convert_files(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    form: Multipart,
) -> Result<Response, Failure> {
    let asked = Arc::clone(&cx);
    // Nothing is read for whoever may not.
    app.view(move |tx| -> Result<(), ReassignmentError> {
        crate::org::may_administer(&asked, tx)?;
        Ok(())
    })
    .await?;
    let Sent { day, files } = received(form).await;
    let words = text::words(cx.language());
    let parsed = day.parse::<Date>();
    let (Ok(on), false) = (
        parsed,
        files.organisations.is_empty() || files.members.is_empty(),
    ) else {
        return shown(&app, cx, day, Some(words.no_files), None).await;
    };
    let asked = Arc::clone(&cx);
    let converted = app
        .view(move |tx| -> Result<Converted, ReassignmentError> {
            Ok(convert(&service::known(tx, &asked, on)?, &files))
        })
        .await?;
    shown(&app, cx, day, None, Some(converted)).await
}

async fn received(mut form: Multipart) -> Sent {
    let mut sent = Sent::default();
    while let Ok(Some(field)) = form.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        let Ok(bytes) = field.bytes().await else {
            break;
        };
        let text = lists::decode(&bytes);
        match name.as_str() {
            "day" => text.trim().clone_into(&mut sent.day),
            "organisations" => sent.files.organisations = read::organisations(&text),
            "members" => sent.files.members = read::members(&text),
            "users" => sent.files.users = read::users(&text),
            _ => {}
        }
    }
    sent
}

async fn shown(
    app: &App,
    cx: Arc<Cx>,
    day: String,
    refused: Option<&'static str>,
    converted: Option<Converted>,
) -> Result<Response, Failure> {
    let own = text::words(cx.language());
    let result = converted.map(|converted| ResultPart {
        counts: (converted.counts.iter())
            .map(|(act, count)| (act.word(), *count))
            .collect(),
        notes: own.notes(&converted.notes),
        list: converted.list,
    });
    let words = common::words(cx.language());
    let (frame, tabs) = app
        .view(move |tx| -> Result<_, Failure> {
            let frame = show::room(tx, &cx, own.title, "/admin/reassignment/garoon")?;
            Ok((frame, Tabs::of(tx, &cx, Room::Reassignment)?))
        })
        .await?;
    crate::web::page(&GaroonPage {
        frame,
        tabs,
        words,
        own,
        day,
        refused,
        result,
    })
}
