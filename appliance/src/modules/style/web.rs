//! The request of the samples: colours and the size of letters are chosen by the address, for this page alone.

use super::page::{StylePage, Way};
use super::{samples, text};
use crate::app::App;
use crate::cx::Cx;
use crate::modules::mail;
use crate::modules::settings::TextSize;
use crate::org::{self, Theme};
use crate::web::layout::{Frame, Module};
use crate::web::table::{Sort, heads};
use crate::web::{Done, Failure, Undo, page};
use axum::Router;
use axum::extract::{Extension, Query, State};
use axum::response::Response;
use axum::routing::get;
use serde::Deserialize;
use std::sync::Arc;

/// The page, behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/style", get(style))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    theme: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    sort: String,
}

impl Asked {
    fn href(&self, theme: &str, text: &str, sort: &str) -> String {
        format!("/style?theme={theme}&text={text}&sort={sort}#style-table")
            .trim_end_matches(if sort == self.sort {
                "#style-table"
            } else {
                ""
            })
            .to_owned()
    }
}

async fn style(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let built = app
        .view(move |tx| -> Result<StylePage, Failure> {
            org::may_administer(&cx, tx).map_err(|_| Failure::NotFound)?;
            Ok(build(&cx, mail::waiting(tx, &cx)?, &asked))
        })
        .await?;
    page(&built)
}

fn build(cx: &Cx, waiting: crate::web::layout::Waiting, asked: &Asked) -> StylePage {
    let words = text::words(cx.language());
    let mut frame = Frame::new(cx, Module::Style, waiting, words.title.to_owned(), "/style");
    let theme = Theme::from_tag(&asked.theme).tag();
    let size = TextSize::from_tag(&asked.text).tag();
    (frame.theme, frame.text) = (theme, size);
    frame.done = Some(Done {
        sentence: words.done.to_owned(),
        undo: Some(Undo {
            action: "/settings".to_owned(),
            fields: vec![("next", "/style".to_owned())],
        }),
    });
    let themes = [
        (Theme::Auto, words.auto),
        (Theme::Light, words.light),
        (Theme::Dark, words.dark),
        (Theme::Contrast, words.contrast),
    ];
    let columns = samples::columns(words);
    let sort = Sort::asked(&asked.sort, &columns);
    let mut rows = samples::rows(words);
    match sort.map(|sort| (sort, sort.key)) {
        Some((sort, "count")) => sort.order(&mut rows, |row| row.count),
        Some((sort, _)) => sort.order(&mut rows, |row| row.name),
        None => {}
    }
    StylePage {
        frame,
        words,
        themes: themes
            .map(|(of, word)| Way {
                href: asked.href(of.tag(), size, &asked.sort),
                word,
                here: of.tag() == theme,
            })
            .to_vec(),
        sizes: TextSize::ALL
            .map(|of| Way {
                href: asked.href(theme, of.tag(), &asked.sort),
                word: text::size(cx.language(), of),
                here: of.tag() == size,
            })
            .to_vec(),
        tabs: samples::tabs(words),
        heads: heads(&columns, sort, |tag| asked.href(theme, size, tag)),
        rows,
        pages: samples::pages(words),
        colours: samples::COLOURS,
        icons: samples::ICONS,
    }
}
