//! The page of the display, and the one request that keeps it; that one is open to whoever stands before the log-in
//! page too, who has nothing but a cookie.

use super::model::{Look, TextSize};
use super::page::{Choice, DisplayPage};
use super::service::look_keep;
use super::text::{self, Place};
use crate::app::App;
use crate::auth;
use crate::cx::Cx;
use crate::modules::mail;
use crate::org::Theme;
use crate::text::Language;
use crate::web::layout::{Frame, Module};
use crate::web::{Done, Failure, Undo, done, guest, local_path, page};
use axum::Router;
use axum::extract::{Extension, Form, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum_extra::extract::cookie::CookieJar;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::sync::Arc;

/// Where the page is.
const DISPLAY: &str = "/settings/display";

/// What anybody may send.
pub(crate) fn public_routes() -> Router<Arc<App>> {
    Router::new().route("/settings", post(keep))
}

/// The pages behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/settings/display", get(display))
}

#[derive(Debug, Default, Deserialize)]
struct Chosen {
    #[serde(default)]
    lang: String,
    #[serde(default)]
    theme: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    letters: String,
    #[serde(default)]
    next: String,
}

impl Chosen {
    /// What was chosen over what stood; a part that was not asked stays.
    fn over(&self, before: Look) -> Look {
        let mut look = before;
        if !self.lang.is_empty() {
            look.language = Language::from_tag(&self.lang);
        }
        if !self.theme.is_empty() {
            look.theme = Theme::from_tag(&self.theme);
        }
        if !self.text.is_empty() {
            look.size = TextSize::from_tag(&self.text);
        }
        if !self.letters.is_empty() {
            look.letters = self.letters != "0";
        }
        look
    }
}

/// Keeps how somebody wants the pages: with their account when they are logged in, and in a cookie in any case, so that
/// the log-in page speaks as they do.
async fn keep(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    mut jar: CookieJar,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Failure> {
    let cx = auth::current(&app, &jar).await?;
    let before = cx
        .as_ref()
        .map_or_else(|| guest::preference(&headers), Cx::look);
    let look = chosen.over(before);
    let next = local_path(&chosen.next).to_owned();
    if let Some(cx) = cx.filter(|_| look != before) {
        app.update(move |tx| look_keep(tx, &cx, look)).await?;
        jar = jar.add(done::cookie("display", &before.tag(), &next, app.secure()));
    }
    let jar = jar.add(guest::cookie(look, app.secure()));
    Ok((jar, Redirect::to(&next)).into_response())
}

/// What the next page says of a change: `was` is the look before it.
#[expect(
    clippy::unnecessary_wraps,
    reason = "one signature for everybody who tells"
)]
pub(crate) fn tell(_: &View<'_>, cx: &Cx, was: &str) -> Result<Option<Done>, Failure> {
    let Some(was) = Look::from_tag(was) else {
        return Ok(None);
    };
    let letters = if was.letters { "1" } else { "0" };
    Ok(Some(Done {
        sentence: text::words(cx.language()).kept.to_owned(),
        undo: Some(Undo {
            action: "/settings".to_owned(),
            fields: vec![
                ("lang", was.language.tag().to_owned()),
                ("theme", was.theme.tag().to_owned()),
                ("text", was.size.tag().to_owned()),
                ("letters", letters.to_owned()),
                ("next", DISPLAY.to_owned()),
            ],
        }),
    }))
}

async fn display(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
) -> Result<Response, Failure> {
    let built = app
        .view(move |tx| -> Result<DisplayPage, Failure> {
            let words = text::words(cx.language());
            let waiting = mail::waiting(tx, &cx)?;
            Ok(build(
                &cx,
                Frame::new(
                    &cx,
                    Module::Settings,
                    waiting,
                    words.title.to_owned(),
                    DISPLAY,
                ),
            ))
        })
        .await?;
    page(&built)
}

fn build(cx: &Cx, frame: Frame) -> DisplayPage {
    let (words, look) = (text::words(cx.language()), cx.look());
    let themes = [
        (Theme::Auto, words.theme_auto),
        (Theme::Light, words.theme_light),
        (Theme::Dark, words.theme_dark),
        (Theme::Contrast, words.theme_contrast),
    ];
    let sizes = [
        (TextSize::Plain, words.size_plain),
        (TextSize::Large, words.size_large),
        (TextSize::Larger, words.size_larger),
    ];
    DisplayPage {
        frame,
        words,
        tabs: text::tabs(cx.language(), Place::Display),
        themes: themes
            .map(|(theme, word)| Choice {
                value: theme.tag(),
                word,
                chosen: theme == look.theme,
            })
            .to_vec(),
        sizes: sizes
            .map(|(size, word)| Choice {
                value: size.tag(),
                word,
                chosen: size == look.size,
            })
            .to_vec(),
        letters: look.letters,
    }
}
