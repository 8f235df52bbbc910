//! How somebody who is not logged in wants the pages: from the cookie of an earlier choice, else from the browser.

use crate::modules::settings::{Look, Settings};
use crate::org::{Preference, Theme};
use crate::text::Language;
use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// The cookie of the choice. It names nobody.
const NAME: &str = "sekisho-look";

/// The choice of whoever sent these headers.
pub(crate) fn preference(headers: &HeaderMap) -> Look {
    let jar = CookieJar::from_headers(headers);
    let chosen = jar
        .get(NAME)
        .and_then(|cookie| Look::from_tag(cookie.value()));
    chosen.unwrap_or_else(|| {
        let accepted = headers
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|value| value.to_str().ok());
        let preference = Preference {
            language: Language::accepted(accepted.unwrap_or_default()),
            theme: Theme::Auto,
        };
        Look::new(preference, Settings::default())
    })
}

/// The cookie that keeps a choice.
pub(crate) fn cookie(look: Look, secure: bool) -> Cookie<'static> {
    Cookie::build((NAME, look.tag()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .permanent()
        .build()
}
