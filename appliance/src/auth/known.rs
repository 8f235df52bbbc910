//! 使ったことのあるブラウザ: whoever guesses at somebody's password from elsewhere must not keep them out.
//!
//! After ten failures an account is closed for a while to everybody, its owner among them; without more, whoever knows
//! a log-in name could keep a person out for good. So a browser in which they have logged in before holds a token, and
//! is counted by that token alone: guesses from elsewhere do not close it, and guesses in it close nothing else. The
//! token lets nobody in; the password is asked for and checked as ever.
//! (OWASP, "Slow Down Online Guessing Attacks with Device Cookies".)

use super::machine::Purpose;
use crate::app::App;
use crate::org::StaffId;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use data_encoding::BASE64URL_NOPAD;

/// How long a token is good, in seconds: half a year.
const GOOD: i64 = 180 * 86_400;

/// Of how many people one browser remembers it; a terminal at a counter has several.
const MOST: usize = 8;

/// The name of the cookie: with TLS one that only this host can have set.
fn name(app: &App) -> &'static str {
    if app.secure() {
        "__Host-sekisho-known"
    } else {
        "sekisho-known"
    }
}

fn tokens<'a>(app: &App, jar: &'a CookieJar) -> impl Iterator<Item = &'a str> {
    let value = jar.get(name(app)).map_or("", Cookie::value);
    value
        .split('.')
        .filter(|token| !token.is_empty())
        .take(MOST)
}

/// The token by which this browser has seen the person log in.
pub(super) fn token(app: &App, jar: &CookieJar, staff: StaffId) -> Option<String> {
    let good = |token: &&str| is_of(app, token, staff);
    tokens(app, jar).find(good).map(str::to_owned)
}

fn is_of(app: &App, token: &str, staff: StaffId) -> bool {
    let Ok(sealed) = BASE64URL_NOPAD.decode(token.as_bytes()) else {
        return false;
    };
    let about = staff.uuid();
    let opened = app
        .machine()
        .open(Purpose::KnownBrowser, about.as_bytes(), &sealed);
    let at = opened.ok().and_then(|plain| plain.try_into().ok());
    let age = at.map(|at| app.now().as_second().saturating_sub(i64::from_be_bytes(at)));
    age.is_some_and(|age| (0..GOOD).contains(&age))
}

/// Lets the browser remember that the person logged in with it just now.
pub(super) fn remember(app: &App, jar: &CookieJar, staff: StaffId, response: &mut Response) {
    let (about, now) = (staff.uuid(), app.now().as_second());
    let sealed = app.machine().seal(
        Purpose::KnownBrowser,
        about.as_bytes(),
        &now.to_be_bytes(),
        app.ids(),
    );
    let Ok(sealed) = sealed else {
        // They have logged in all the same.
        return;
    };
    let fresh = BASE64URL_NOPAD.encode(&sealed);
    let others = tokens(app, jar).filter(|token| !is_of(app, token, staff));
    let others = others.take(MOST.saturating_sub(1)).map(str::to_owned);
    let all: Vec<String> = std::iter::once(fresh).chain(others).collect();
    let cookie = Cookie::build((name(app), all.join(".")))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(app.secure())
        .permanent()
        .build();
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}
