//! The requests of the directory.

use super::page::{DirectoryPage, PersonRow, PostLine, UnitLink};
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
use jiff::civil::Date;
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
    /// 基準日; today where it is empty or no day.
    #[serde(default)]
    on: String,
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
    let (town, today) = (cx.town, cx.today());
    let day = asked.on.parse::<Date>().unwrap_or(today);
    let units = org::units_on(tx, town, day)?;
    let chosen = Uuid::try_parse(&asked.unit).ok().map(UnitId::new);
    let chosen = chosen.filter(|id| units.iter().any(|(unit, _)| unit == id));
    let mut paths: HashMap<UnitId, (String, usize)> = HashMap::new();
    for (id, _) in &units {
        let depth = org::unit_depth(tx, town, *id)?;
        paths.insert(*id, (org::unit_path(tx, town, *id)?, depth));
    }
    let query: String = asked.q.trim().chars().take(100).collect();
    let place = |unit: UnitId| paths.get(&unit).map(|(path, _)| path.clone());
    let people = match chosen {
        Some(unit) if query.is_empty() => org::staff_in(tx, town, unit, day)?,
        _ => org::staff_list(tx, town, &query, MOST)?,
    };
    let mut rows = Vec::with_capacity(people.len());
    for (id, staff) in people {
        let held = org::held_on(tx, town, id, day)?;
        let mut posts = held.iter().map(|held| PostLine {
            how: words.tenure(held.tenure),
            unit: place(held.post.unit).unwrap_or_default(),
            title: held.post.title.as_str().to_owned(),
        });
        let main = posts.next();
        rows.push(row(&staff, main, posts.collect()));
    }
    // A day that is not today stays chosen while one goes from unit to unit.
    let day_asked = (day != today).then(|| day.to_string());
    let on = day_asked
        .as_ref()
        .map_or_else(String::new, |day| format!("on={day}"));
    let mut links = vec![UnitLink {
        href: match on.as_str() {
            "" => "/directory".to_owned(),
            on => format!("/directory?{on}"),
        },
        name: words.everybody.to_owned(),
        depth: 0,
        here: chosen.is_none(),
    }];
    links.extend(units.iter().map(|(id, unit)| UnitLink {
        href: match on.as_str() {
            "" => format!("/directory?unit={}", id.uuid()),
            on => format!("/directory?unit={}&{on}", id.uuid()),
        },
        name: unit.name.clone(),
        depth: paths.get(id).map_or(0, |(_, depth)| *depth),
        here: chosen == Some(*id),
    }));
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
        heading: chosen
            .and_then(place)
            .unwrap_or_else(|| words.everybody.to_owned()),
        q: query,
        people: rows,
        day: day.to_string(),
        as_of: day_asked.map(|_| cx.calendar().date(day)),
        unit: chosen.map_or_else(String::new, |unit| unit.uuid().to_string()),
    })
}

fn row(staff: &Staff, main: Option<PostLine>, also: Vec<PostLine>) -> PersonRow {
    let main = main.unwrap_or_default();
    PersonRow {
        name: staff.name.as_str().to_owned(),
        yomi: staff.yomi.as_str().to_owned(),
        unit: main.unit,
        title: main.title,
        also,
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
