//! All pages, and the layers every request passes: packing, headers, the telling of failures, a net under panics, the check that
//! a change was asked for by our own page, and the gate of log-in.

use super::state::{App, Peer};
use crate::auth;
use crate::live;
use crate::modules::{
    acting, administration, directory, emergency, favourite, group, help, mail, photo, portal,
    presence, reassignment, search, settings, style,
};
use crate::notice;
use crate::web::{assets, csp, done, headers, packing, tell};
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;

/// The largest form.
const FORM_MOST: usize = 64 * 1024;

/// The whole of the pages.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let behind = Router::new()
        .merge(portal::routes())
        .merge(mail::routes())
        .merge(presence::routes())
        .merge(directory::routes())
        .merge(group::routes())
        .merge(search::routes())
        .merge(reassignment::routes())
        .merge(settings::routes())
        .merge(style::routes())
        .merge(help::routes())
        .merge(live::routes())
        .merge(notice::routes())
        .merge(administration::routes())
        .merge(emergency::routes())
        .merge(favourite::routes())
        .merge(photo::routes())
        .merge(acting::routes())
        .merge(auth::routes())
        .route_layer(middleware::from_fn_with_state(Arc::clone(app), done::show))
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(app),
            acting::choose,
        ))
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(app),
            auth::identify,
        ));
    let changes = Router::new()
        .merge(behind)
        .merge(auth::public_routes())
        .merge(settings::public_routes())
        .layer(middleware::from_fn(says_whence))
        // Another system shows a token and is no browser.
        .merge(portal::public_routes())
        .layer(same_origin(app))
        .layer(DefaultBodyLimit::max(FORM_MOST));
    Router::new()
        .merge(changes)
        .merge(csp::routes())
        .merge(assets::router())
        .layer(CatchPanicLayer::custom(fell))
        .layer(middleware::from_fn_with_state(Arc::clone(app), tell))
        .layer(middleware::from_fn_with_state(
            Arc::clone(app),
            headers::protect,
        ))
        .layer(middleware::from_fn(packing::pack))
        .layer(middleware::from_fn(known_peer))
        .with_state(Arc::clone(app))
}

/// Refuses what another site sends in a person's name.
fn same_origin(app: &App) -> CsrfLayer {
    let layer = CsrfLayer::new();
    match app.origin() {
        Some(origin) => layer.clone().add_trusted_origin(origin).unwrap_or(layer),
        None => layer,
    }
}

/// Refuses a change of which nothing says where it was asked for: every browser does, by one header or the other.
async fn says_whence(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let says = |name: &str| headers.get(name).is_some_and(|value| !value.is_empty());
    if says("sec-fetch-site") || says(header::ORIGIN.as_str()) || request.method().is_safe() {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

/// A handler fell: an empty refusal, which `tell` turns into a page.
fn fell(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// A request that came by no network connection is the machine's own.
async fn known_peer(mut request: Request, next: Next) -> Response {
    if request.extensions().get::<Peer>().is_none() {
        request.extensions_mut().insert(Peer::default());
    }
    next.run(request).await
}
