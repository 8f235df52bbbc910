//! How somebody who is not logged in wants the pages: from the cookie of an earlier choice, else from the browser.

use crate::org::{Preference, Theme};
use crate::text::Language;
use axum::http::{HeaderMap, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// The cookie of the choice. It names nobody.
const NAME: &str = "sekisho-look";

/// The choice of whoever sent these headers.
pub(crate) fn preference(headers: &HeaderMap) -> Preference {
    let jar = CookieJar::from_headers(headers);
    if let Some((language, theme)) = jar
        .get(NAME)
        .and_then(|cookie| cookie.value().split_once('.'))
    {
        return Preference {
            language: Language::from_tag(language),
            theme: Theme::from_tag(theme),
        };
    }
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    Preference {
        language: Language::accepted(accepted.unwrap_or_default()),
        theme: Theme::Auto,
    }
}

/// The cookie that keeps a choice.
pub(crate) fn cookie(preference: Preference, secure: bool) -> Cookie<'static> {
    let value = format!("{}.{}", preference.language.tag(), preference.theme.tag());
    Cookie::build((NAME, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(secure)
        .permanent()
        .build()
}
