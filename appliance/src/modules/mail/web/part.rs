//! Parts of a mail that leave the page: its HTML in a frame of its own, its files.

use super::super::access;
use super::super::model::{MailboxId, MessageId};
use super::super::page::HtmlDocument;
use super::super::service::{self, MailError};
use super::super::table::StoredFile;
use super::{message_id, open, shelf};
use crate::app::App;
use crate::cx::Cx;
use crate::web::headers::{FILE_POLICY, MAIL_POLICY};
use crate::web::{Failure, assets, disposition, page};
use axum::body::{Body, Bytes};
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sekisho_platform::audit::Audit;
use sekisho_sanitizer::Kind;
use std::sync::Arc;

/// Pictures within a mail's HTML are written into it up to this many bytes in all.
const PICTURES: usize = 8 * 1024 * 1024;

pub(super) async fn html(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path((folder, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    shelf(&folder)?;
    let opened = open(&app, &cx, message_id(&id)?).await?;
    let mut body = opened.record.html.clone().ok_or(Failure::NotFound)?;
    let mut left = PICTURES;
    for note in &opened.record.attachments {
        let (Some(inline), Some(file)) = (
            &note.inline_id,
            opened
                .message
                .files
                .iter()
                .find(|file| file.index == note.child),
        ) else {
            continue;
        };
        let name = format!("\"cid:{inline}\"");
        let kind = Kind::from_code(&file.kind).unwrap_or(Kind::Unknown);
        let size = usize::try_from(file.size).unwrap_or(usize::MAX);
        if !matches!(kind, Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Svg)
            || size > left
            || !body.contains(&name)
        {
            continue;
        }
        left = left.saturating_sub(size);
        let bytes = whole(&app, &cx, message_id(&id)?, file).await?;
        let data = data_encoding::BASE64.encode(&bytes);
        body = body.replace(
            &name,
            &format!("\"data:{};base64,{data}\"", kind.media_type()),
        );
    }
    let document = HtmlDocument {
        lang: cx.language().tag(),
        body,
        style: assets::mail_body().to_owned(),
    };
    let mut response = page(&document)?;
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(MAIL_POLICY),
    );
    Ok(response)
}

pub(super) async fn file(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path((folder, id, index)): Path<(String, String, u32)>,
) -> Result<Response, Failure> {
    shelf(&folder)?;
    let id = message_id(&id)?;
    let reader = Arc::clone(&cx);
    let stored = app
        .update(move |tx| -> Result<_, Failure> {
            let permit = access::may_read(tx, &reader, MailboxId::of(reader.staff))?;
            let (_, message) = service::mail_open(tx, &permit, id)?;
            let file = message
                .files
                .into_iter()
                .find(|file| file.index == index)
                .ok_or(Failure::NotFound)?;
            let who = reader.staff.uuid().to_string();
            let digest = file.digest.to_string();
            Audit::append(
                tx,
                reader.now,
                &who,
                "mail-file-taken",
                &id.to_string(),
                &digest,
            )?;
            Ok(file)
        })
        .await?;
    let kind = Kind::from_code(&stored.kind).unwrap_or(Kind::Unknown);
    let body = if stored.small {
        Body::from(whole(&app, &cx, id, &stored).await?)
    } else {
        let pieces = app.blobs().stream(&stored.digest).await;
        Body::from_stream(pieces.map_err(MailError::Blob)?.1)
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(stored.size));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(kind.media_type()),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(FILE_POLICY),
    );
    if let Ok(value) = HeaderValue::from_str(&disposition::attachment(&stored.name)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// All bytes of one attachment.
async fn whole(
    app: &App,
    cx: &Arc<Cx>,
    id: MessageId,
    file: &StoredFile,
) -> Result<Bytes, Failure> {
    if !file.small {
        let found = app.blobs().get(&file.digest).await;
        return Ok(found.map_err(MailError::Blob)?);
    }
    let (reader, index) = (Arc::clone(cx), file.index);
    let found = app.view(move |tx| -> Result<_, Failure> {
        let permit = access::may_read(tx, &reader, MailboxId::of(reader.staff))?;
        Ok(service::mail_piece(tx, &permit, id, index)?)
    });
    Ok(found.await?.into())
}
