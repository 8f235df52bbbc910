//! The requests of photos: the picture itself, the pages, and what is done with them.

use super::access::{self, May};
use super::model::{EDGE, Fresh, Picture, own};
use super::service::{self, PhotoError};
use super::show::{self, ALL, action, home};
use super::table::Audience;
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::org::{self, Denied, StaffId};
use crate::upload::{DRAINED_MOST, Refused, Wish, receive};
use crate::web::headers::FILE_POLICY;
use crate::web::{Done, Failure, Undo, done, page};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Extension, Form, Multipart, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::CookieJar;
use sekisho_platform::blob::{BlobError, Digest};
use sekisho_platform::store::{Update, View};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// Who tells what was done.
const TELLER: &str = "photo";

/// A browser keeps a picture for one person and asks each time it shows it: what is kept is shown only to whoever may
/// still see it.
const KEPT: &str = "private, no-cache";

/// The requests, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/settings/photo", get(mine))
        .route("/admin/photos", get(all).post(rule))
        .route("/photo/{id}", get(picture))
        .route("/photo/{id}/edit", get(edit))
        .route("/photo/{id}/keep", post(keep))
        .route("/photo/{id}/remove", post(remove))
        .route("/photo/{id}/back", post(back))
        .layer(DefaultBodyLimit::max(DRAINED_MOST))
}

impl From<PhotoError> for Failure {
    fn from(error: PhotoError) -> Self {
        match error {
            PhotoError::Denied(denied) => denied.into(),
            other => Self::Internal("photo", Box::new(other)),
        }
    }
}

async fn mine(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    let staff = cx.staff;
    shown(&app, cx, staff, None).await
}

async fn edit(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
) -> Result<Response, Failure> {
    shown(&app, cx, StaffId::new(id), None).await
}

async fn shown(
    app: &App,
    cx: Arc<Cx>,
    staff: StaffId,
    refused: Option<String>,
) -> Result<Response, Failure> {
    page(
        &app.view(move |tx| show::one(tx, &cx, staff, refused.clone()))
            .await?,
    )
}

/// The same page with why something was not taken.
async fn again(
    app: &App,
    cx: Arc<Cx>,
    staff: StaffId,
    (status, why): (StatusCode, String),
) -> Result<Response, Failure> {
    let mut response = shown(app, cx, staff, Some(why)).await?;
    *response.status_mut() = status;
    Ok(response)
}

async fn picture(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    asked: HeaderMap,
) -> Result<Response, Failure> {
    let found = app
        .view(move |tx| -> Result<_, Failure> {
            let see = access::may_see(tx, &cx, StaffId::new(id))?;
            Ok(service::photo_of(tx, &see)?)
        })
        .await?;
    let picture = found.ok_or(Failure::NotFound)?;
    let tag = ["\"", picture.digest.to_string().as_str(), "\""].concat();
    let mut response = if has(&asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        whole(&app, &picture).await?
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}

/// Whether the browser has it already (RFC 9110, 13.1.2).
fn has(asked: &HeaderMap, tag: &str) -> bool {
    let lists = asked.get_all(header::IF_NONE_MATCH).into_iter();
    let mut tags = lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(str::trim);
    tags.any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag)
}

/// The picture itself.
async fn whole(app: &App, picture: &Picture) -> Result<Response, Failure> {
    let bytes = match app.blobs().get(&picture.digest).await {
        Ok(bytes) => own(bytes),
        // Taken down between the two.
        Err(BlobError::Unknown(_)) => return Err(Failure::NotFound),
        Err(error) => return Err(Failure::Internal("photo", Box::new(error))),
    };
    let mut response = Body::from(bytes).into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static(picture.form.media_type());
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(FILE_POLICY),
    );
    Ok(response)
}

async fn keep(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    jar: CookieJar,
    form: Multipart,
) -> Result<Response, Failure> {
    let staff = StaffId::new(id);
    let asked = Arc::clone(&cx);
    // Nobody's upload is read who may not keep it.
    let wanted = app.view(move |tx| -> Result<bool, Failure> {
        access::may_change(tx, &asked, staff)?;
        Ok(service::photos_shown(tx, asked.town)?)
    });
    if !wanted.await? {
        let why = text::words(cx.language()).not_shown.to_owned();
        return again(&app, cx, staff, (StatusCode::CONFLICT, why)).await;
    }
    let wish = Wish::square(EDGE);
    let fresh = match taken(&app, &cx, staff, form, &wish).await {
        Ok(fresh) => fresh,
        Err(refused) => {
            let why = refused.sentence(&wish, cx.language());
            return again(&app, cx, staff, (refused.status(), why)).await;
        }
    };
    let picture = fresh.picture;
    if let Err(error) = app.blobs().put(fresh.bytes).await {
        tracing::error!(code = "photo-keep", %error, "a photo was not kept");
        return unkept(&app, cx, staff).await;
    }
    let kept = changed(&app, &cx, staff, move |tx, may, cx| {
        service::photo_put_up(tx, may, cx, picture)
    });
    let refused = match kept.await {
        Ok(()) => return Ok(told(&app, &cx, staff, jar, "set")),
        Err(error) => error,
    };
    unneeded(&app, &cx, staff, picture.digest).await;
    failed(&app, cx, staff, refused).await
}

/// Why nothing changed, on the same page.
async fn failed(
    app: &App,
    cx: Arc<Cx>,
    staff: StaffId,
    error: PhotoError,
) -> Result<Response, Failure> {
    let words = text::words(cx.language());
    let why = match error {
        PhotoError::NotShown => words.not_shown.to_owned(),
        PhotoError::NotThere => words.gone.to_owned(),
        PhotoError::Store(error) => {
            tracing::error!(code = "photo-keep", %error, "a photo was not changed");
            return unkept(app, cx, staff).await;
        }
        other => return Err(other.into()),
    };
    again(app, cx, staff, (StatusCode::CONFLICT, why)).await
}

/// Says that nothing changed, where the disk takes nothing.
async fn unkept(app: &App, cx: Arc<Cx>, staff: StaffId) -> Result<Response, Failure> {
    let why = text::words(cx.language()).not_kept.to_owned();
    again(app, cx, staff, (StatusCode::INSUFFICIENT_STORAGE, why)).await
}

/// Removes from the disk what was written there and is named nowhere, since the change that would name it failed.
async fn unneeded(app: &App, cx: &Arc<Cx>, staff: StaffId, digest: Digest) {
    let by = Arc::clone(cx);
    let named = app
        .view(move |tx| -> Result<bool, Denied> {
            let may = access::may_change(tx, &by, staff)?;
            Ok(service::photo_named(tx, &may, digest)?)
        })
        .await;
    // Where that cannot be found out it stays: a picture too many is better than one too few.
    if matches!(named, Ok(false)) {
        forget(app, Some(digest)).await;
    }
}

async fn taken(
    app: &App,
    cx: &Cx,
    staff: StaffId,
    form: Multipart,
    wish: &Wish,
) -> Result<Fresh, Refused> {
    let sent = receive(app.uploads(), form).await?;
    let file = app.uploads().disarm(&sent.name, sent.file, wish).await?;
    Fresh::of((cx.town, staff), cx.micros(), &file).ok_or(Refused::Unavailable)
}

async fn remove(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    jar: CookieJar,
) -> Result<Response, Failure> {
    let staff = StaffId::new(id);
    match changed(&app, &cx, staff, service::photo_take_down).await {
        Ok(()) => Ok(told(&app, &cx, staff, jar, "removed")),
        // Somebody was faster; it is as it was wanted.
        Err(PhotoError::NotThere) => Ok(Redirect::to(&home(&cx, staff)).into_response()),
        Err(other) => failed(&app, cx, staff, other).await,
    }
}

#[derive(Debug, Default, Deserialize)]
struct Back {
    #[serde(default)]
    at: String,
}

async fn back(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    jar: CookieJar,
    Form(sent): Form<Back>,
) -> Result<Response, Failure> {
    let staff = StaffId::new(id);
    let at = sent.at.parse::<u64>().unwrap_or(0);
    let done = changed(&app, &cx, staff, move |tx, may, cx| {
        service::photo_put_back(tx, may, cx, at).map(|()| None)
    });
    match done.await {
        Ok(()) => Ok(told(&app, &cx, staff, jar, "back")),
        Err(other) => failed(&app, cx, staff, other).await,
    }
}

/// Changes somebody's photo, and then removes from the disk what nothing names any more.
async fn changed(
    app: &App,
    cx: &Arc<Cx>,
    staff: StaffId,
    work: impl Fn(&mut Update<'_>, &May, &Cx) -> Result<Option<Digest>, PhotoError> + Send + 'static,
) -> Result<(), PhotoError> {
    let by = Arc::clone(cx);
    let gone = app
        .update(move |tx| -> Result<_, PhotoError> {
            let may = access::may_change(tx, &by, staff)?;
            work(tx, &may, &by)
        })
        .await?;
    forget(app, gone).await;
    Ok(())
}

async fn forget(app: &App, gone: Option<Digest>) {
    if let Some(digest) = gone
        && let Err(error) = app.blobs().remove(&digest).await
    {
        tracing::warn!(code = "photo-remove", %error, "a photo that was taken down is still on the disk");
    }
}

fn told(app: &App, cx: &Cx, staff: StaffId, jar: CookieJar, what: &str) -> Response {
    let to = home(cx, staff);
    let what = [what, staff.uuid().simple().to_string().as_str()].join("_");
    let jar = jar.add(done::cookie(TELLER, &what, &to, app.secure()));
    (jar, Redirect::to(&to)).into_response()
}

/// What the next page says.
pub(crate) fn tell(tx: &View<'_>, cx: &Cx, what: &str) -> Result<Option<Done>, Failure> {
    let words = text::words(cx.language());
    let Some((what, id)) = what.split_once('_') else {
        return Ok(None);
    };
    if what == "rule" {
        return Ok(Some(Done {
            sentence: words.done_rule.to_owned(),
            undo: Audience::of(id).map(|before| Undo {
                action: ALL.to_owned(),
                fields: vec![("shown", before.tag().to_owned())],
            }),
        }));
    }
    let sentence = match what {
        "set" => words.done_set,
        "removed" => words.done_removed,
        "back" => words.done_back,
        _ => return Ok(None),
    };
    let Ok(id) = Uuid::try_parse(id) else {
        return Ok(None);
    };
    let staff = StaffId::new(id);
    let may = match access::may_change(tx, cx, staff) {
        Ok(may) => may,
        Err(Denied::Unknown(error)) => return Err(error.into()),
        Err(_) => return Ok(None),
    };
    let row = service::photo_row(tx, &may)?;
    Ok(Some(Done {
        sentence: sentence.to_owned(),
        undo: Some(Undo {
            action: [action(staff).as_str(), "/back"].concat(),
            fields: vec![("at", row.at.to_string())],
        }),
    }))
}

async fn all(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    page(&app.view(move |tx| show::all(tx, &cx)).await?)
}

#[derive(Debug, Default, Deserialize)]
struct Ruled {
    #[serde(default)]
    shown: String,
}

async fn rule(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    jar: CookieJar,
    Form(sent): Form<Ruled>,
) -> Result<Response, Failure> {
    let Some(audience) = Audience::of(&sent.shown) else {
        return Err(Failure::NotFound);
    };
    let before = app
        .update(move |tx| -> Result<Audience, PhotoError> {
            let permit = org::may_administer(&cx, tx)?;
            service::photos_rule(tx, &permit, &cx, audience)
        })
        .await?;
    let what = ["rule", before.tag()].join("_");
    let jar = jar.add(done::cookie(TELLER, &what, ALL, app.secure()));
    Ok((jar, Redirect::to(ALL)).into_response())
}
