//! What every page stands in: the frame, its words, the files it loads, the headers it is sent with, and how a
//! failure is told to a person.

pub(crate) mod assets;
mod bundle;
pub(crate) mod conflict;
pub(crate) mod csp;
pub(crate) mod disposition;
pub(crate) mod done;
mod failure;
pub(crate) mod guest;
pub(crate) mod headers;
pub(crate) mod keys;
pub(crate) mod layout;
pub(crate) mod out;
pub(crate) mod packing;
pub(crate) mod table;
pub(crate) mod text;

pub(crate) use done::{Done, Undo};
pub(crate) use failure::{Failure, tell};

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// One of some pages that stand beside each other, for `part::tabs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tab {
    /// Where it leads.
    pub href: String,
    /// Its name.
    pub word: &'static str,
    /// How much is there; empty for what is not counted.
    pub count: String,
    /// Whether it is the page that is shown.
    pub here: bool,
}

/// Renders a template as a page or a fragment.
pub(crate) fn page(template: &impl Template) -> Result<Response, Failure> {
    Ok(html_response(render(template)?))
}

/// Renders a template that becomes part of a page.
pub(crate) fn render(template: &impl Template) -> Result<String, Failure> {
    template.render().map_err(Failure::template)
}

/// An HTML answer.
pub(crate) fn html_response(html: String) -> Response {
    let mut response = html.into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    response
}

/// A path of ours to go on to; anything that could lead elsewhere leads to the first page.
pub(crate) fn local_path(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/login")
        && !path.starts_with("/logout")
        && path.len() <= 2_000
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if ours { path } else { "/" }
}

/// Text as it stands in the value of a query.
pub(crate) fn query_value(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&data_encoding::HEXUPPER.encode(&[byte]));
        }
    }
    out
}

/// Whether htmx asks for a part of a page, not for the whole.
pub(crate) fn is_partial(headers: &axum::http::HeaderMap) -> bool {
    let says = |name: &str, value: &str| {
        headers
            .get(name)
            .is_some_and(|found| found.as_bytes().eq_ignore_ascii_case(value.as_bytes()))
    };
    says("hx-request", "true") && says("hx-request-type", "partial")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_never_leads_to_another_house() {
        assert_eq!(local_path("/mail/inbox?unread=1"), "/mail/inbox?unread=1");
        for bad in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\nb",
            "/logout",
            "mail",
        ] {
            assert_eq!(local_path(bad), "/", "{bad}");
        }
    }

    #[test]
    fn a_query_value_cannot_end_early() {
        assert_eq!(query_value("/mail?q=会 &x"), "/mail%3Fq%3D%E4%BC%9A%20%26x");
    }
}
