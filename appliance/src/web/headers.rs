//! The headers every answer is sent with. What a browser may do with our pages is listed here and nowhere else.

use crate::app::App;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// What a page of ours may load: files of ours. Nothing inline, nothing from elsewhere, framed by nobody.
pub(crate) const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; font-src 'none'; form-action 'self'; frame-src 'self'; base-uri 'none'; \
    frame-ancestors 'none'; manifest-src 'self'; report-uri /csp-report";

/// What the rebuilt HTML of a mail may load: one style sheet of ours and the pictures written into it. It may run
/// nothing, send nothing, lead nowhere, and only our own pages may frame it.
pub(crate) const MAIL_POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; form-action 'none'; \
    base-uri 'none'; frame-ancestors 'self'; sandbox; report-uri /csp-report";

/// What a downloaded file may do when a browser opens it all the same: nothing.
pub(crate) const FILE_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Puts the headers on every answer. A handler that has set one keeps its own.
pub(crate) async fn protect(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let defaults: [(HeaderName, &'static str); 8] = [
        (header::CONTENT_SECURITY_POLICY, PAGE_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Nobody else learns where a reader came from. Ours may: without it a browser says of our own forms that they
        // come from nowhere ("Origin: null"), and on a house without TLS that is all it says.
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("x-permitted-cross-domain-policies"),
            "none",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        ),
    ];
    for (name, value) in defaults {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if app.secure() {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static("max-age=31536000"));
    }
    response
}
