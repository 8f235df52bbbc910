//! The requests of the directory.

use super::page::{DirectoryPage, PersonRow, UnitLink};
use super::text;
use crate::app::App;
use crate::cx::Cx;
use crate::modules::mail;
use crate::org::{self, Staff, UnitId};
use crate::web::layout::{Frame, Module};
use crate::web::{Failure, is_partial};
use axum::Router;
use axum::extract::{Extension, OriginalUri, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// How many people a page shows.
const MOST: usize = 500;

/// The pages of the directory, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/directory", get(directory))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    q: String,
}

async fn directory(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    OriginalUri(uri): OriginalUri,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let here = uri
        .path_and_query()
        .map_or("/directory", |path| path.as_str())
        .to_owned();
    let page = app.view(move |tx| build(tx, &cx, &asked, &here)).await?;
    if is_partial(&headers) {
        crate::web::page(&page.as_people())
    } else {
        crate::web::page(&page)
    }
}

fn build(tx: &View<'_>, cx: &Cx, asked: &Asked, here: &str) -> Result<DirectoryPage, Failure> {
    let words = text::words(cx.language());
    let units = org::units(tx, cx.organisation)?;
    let chosen = Uuid::try_parse(&asked.unit).ok().map(UnitId::new);
    let chosen = chosen.filter(|id| units.iter().any(|(unit, _)| unit == id));
    let mut paths: HashMap<UnitId, (String, usize)> = HashMap::new();
    for (id, _) in &units {
        let depth = org::unit_depth(tx, *id)?;
        paths.insert(*id, (org::unit_path(tx, *id)?, depth));
    }
    let query: String = asked.q.trim().chars().take(100).collect();
    let people = match chosen {
        Some(unit) if query.is_empty() => org::staff_in(tx, cx.organisation, unit)?,
        _ => org::staff_list(tx, cx.organisation, &query, MOST)?,
    };
    let mut links = vec![UnitLink {
        href: "/directory".to_owned(),
        name: words.everybody.to_owned(),
        depth: 0,
        here: chosen.is_none(),
    }];
    links.extend(units.iter().map(|(id, unit)| UnitLink {
        href: format!("/directory?unit={}", id.uuid()),
        name: unit.name.clone(),
        depth: paths.get(id).map_or(0, |(_, depth)| *depth),
        here: chosen == Some(*id),
    }));
    let place = |unit: Option<UnitId>| {
        unit.and_then(|id| paths.get(&id))
            .map(|(path, _)| path.clone())
    };
    Ok(DirectoryPage {
        frame: Frame::new(
            cx,
            Module::Directory,
            mail::waiting(tx, cx)?,
            words.title.to_owned(),
            here,
        ),
        words,
        units: links,
        heading: place(chosen).unwrap_or_else(|| words.everybody.to_owned()),
        q: query,
        people: people
            .into_iter()
            .map(|(_, staff)| row(&staff, place(staff.unit())))
            .collect(),
    })
}

fn row(staff: &Staff, unit: Option<String>) -> PersonRow {
    PersonRow {
        name: staff.name.as_str().to_owned(),
        yomi: staff.yomi.as_str().to_owned(),
        unit: unit.unwrap_or_default(),
        title: staff.title().to_owned(),
        phone: staff.phone.clone(),
        address: staff.address.as_str().to_owned(),
        initial: staff
            .name
            .as_str()
            .chars()
            .next()
            .map(String::from)
            .unwrap_or_default(),
    }
}
