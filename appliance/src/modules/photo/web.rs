//! The requests of photos: the picture itself, the pages, and what is done with them.

use super::access::{self, May};
use super::model::{EDGE, Fresh, own};
use super::service::{self, PhotoError};
use super::show::{self, ALL, action, home};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::org::{self, Denied, StaffId};
use crate::upload::{DRAINED_MOST, Refused, Wish, receive};
use crate::web::headers::FILE_POLICY;
use crate::web::{Done, Failure, Undo, done, page};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Extension, Form, Multipart, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
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

/// What a browser may keep of a picture that is asked for by its own digest.
const KEPT: &str = "private, max-age=31536000, immutable";

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

#[derive(Debug, Default, Deserialize)]
struct Version {
    #[serde(default)]
    v: String,
}

async fn picture(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Query(version): Query<Version>,
) -> Result<Response, Failure> {
    let found = app
        .view(move |tx| -> Result<_, Failure> {
            let see = access::may_see(tx, &cx, StaffId::new(id))?;
            Ok(service::photo_of(tx, &see)?)
        })
        .await?;
    let picture = found.ok_or(Failure::NotFound)?;
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
    // What stands under another address may change; the frame's own header forbids to keep it.
    if version.v == picture.digest.to_string() {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
    }
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
    let wish = Wish::picture(EDGE);
    let fresh = match taken(&app, &cx, staff, form, &wish).await {
        Ok(fresh) => fresh,
        Err(refused) => {
            let why = refused.sentence(&wish, cx.language());
            return again(&app, cx, staff, (refused.status(), why)).await;
        }
    };
    let picture = fresh.picture;
    app.blobs().put(fresh.bytes).await.map_err(blob)?;
    let kept = changed(&app, &cx, staff, move |tx, may, cx| {
        service::photo_put_up(tx, may, cx, picture)
    });
    match kept.await {
        Ok(()) => Ok(told(&app, &cx, staff, jar, "set")),
        Err(PhotoError::NotShown) => {
            let why = text::words(cx.language()).not_shown.to_owned();
            again(&app, cx, staff, (StatusCode::CONFLICT, why)).await
        }
        Err(other) => Err(other.into()),
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
    Fresh::of(cx.town, staff, &file).ok_or(Refused::Unavailable)
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
        Err(other) => Err(other.into()),
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
        Err(PhotoError::NotThere) => {
            let why = text::words(cx.language()).gone.to_owned();
            again(&app, cx, staff, (StatusCode::CONFLICT, why)).await
        }
        Err(other) => Err(other.into()),
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
    if what == "rule" {
        return Ok(Some(Done {
            sentence: words.done_rule.to_owned(),
            undo: None,
        }));
    }
    let Some((what, id)) = what.split_once('_') else {
        return Ok(None);
    };
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
    let shown = sent.shown != "0";
    app.update(move |tx| -> Result<(), PhotoError> {
        let permit = org::may_administer(&cx, tx)?;
        service::photos_rule(tx, &permit, &cx, shown)
    })
    .await?;
    let jar = jar.add(done::cookie(TELLER, "rule", ALL, app.secure()));
    Ok((jar, Redirect::to(ALL)).into_response())
}

fn blob(error: BlobError) -> Failure {
    Failure::Internal("photo", Box::new(error))
}
