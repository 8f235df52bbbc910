//! The requests of the directory: the page, the same on paper, the same as a file.

use super::out;
use super::page::{DirectoryPage, GroupLink, Line, PeoplePart, PersonRow, PrintPage, UnitLink};
use super::service::{self, By, Wanted};
use super::suggest;
use super::text::{self, DirectoryText};
use crate::app::App;
use crate::cx::Cx;
use crate::modules::photo::Faces;
use crate::modules::{mail, presence};
use crate::org::{self, GroupId, GroupOwner, OnDay, Rosters, StaffId, UnitId};
use crate::web::layout::{Frame, Module};
use crate::web::table::{Column, Cut, Sort, heads};
use crate::web::{Failure, html_response, is_partial, query_value, render};
use axum::Router;
use axum::extract::{Extension, OriginalUri, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use jiff::civil::Date;
use sekisho_platform::store::View;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

/// How many people a page shows.
const PAGE: usize = 100;

/// The pages of the directory, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/directory", get(directory))
        .route("/directory/print", get(print))
        .route("/directory/file", get(file))
        .route("/directory/suggest", get(suggest::suggest))
}

#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    unit: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    q: String,
    /// 基準日; today where it is empty or no day.
    #[serde(default)]
    on: String,
    /// Which hundred, from 1.
    #[serde(default)]
    page: String,
    /// `phone`, `-phone`: by which column, and whether from its end.
    #[serde(default)]
    sort: String,
    /// Whether faces stand on paper too.
    #[serde(default)]
    photos: String,
    /// `xlsx`, `csv` or `cp932`, for the file.
    #[serde(default, rename = "as")]
    kind: String,
    /// Whether 〓 may stand for what CP932 lacks.
    #[serde(default)]
    geta: String,
}

/// What is asked, found to be there.
struct Seen {
    on: OnDay,
    wanted: Wanted,
    /// The group that is chosen.
    group: Option<GroupId>,
    /// The day, where it is not today.
    past: Option<Date>,
    sort: Option<Sort>,
}

/// The columns of the list.
fn columns(words: &DirectoryText) -> [Column; 5] {
    [
        Column::sorts("name", words.name),
        Column::sorts("unit", words.unit),
        Column::sorts("post", words.post),
        Column::sorts("phone", words.phone),
        Column::sorts("address", words.address),
    ]
}

/// What a column's word means.
fn by(key: &str) -> By {
    match key {
        "unit" => By::Unit,
        "post" => By::Post,
        "phone" => By::Phone,
        "address" => By::Address,
        _ => By::Name,
    }
}

impl Seen {
    fn of(tx: &View<'_>, rosters: &Rosters, cx: &Cx, asked: &Asked) -> Result<Self, Failure> {
        let today = cx.today();
        let day = asked.on.parse::<Date>().unwrap_or(today);
        let on = rosters.on(tx, cx.town, day)?;
        let unit = Uuid::try_parse(&asked.unit).ok().map(UnitId::new);
        let group = Uuid::try_parse(&asked.group).ok().map(GroupId::new);
        let seen = match group {
            Some(id) => org::group_seen(tx, cx.who(), id)?,
            None => None,
        };
        let unit = unit.filter(|id| seen.is_none() && on.tree().node(*id).is_some());
        let sort = Sort::asked(&asked.sort, &columns(text::words(cx.language())));
        Ok(Self {
            group: group.filter(|_| seen.is_some()),
            wanted: Wanted {
                unit,
                group: seen,
                query: asked.q.trim().chars().take(100).collect(),
                day,
                sort: sort.map(|sort| (by(sort.key), sort.down)),
            },
            sort,
            past: (day != today).then_some(day),
            on,
        })
    }

    fn heading(&self, words: &DirectoryText) -> String {
        if let Some(group) = &self.wanted.group {
            return group.name.as_str().to_owned();
        }
        self.wanted
            .unit
            .and_then(|unit| self.on.tree().node(unit))
            .map_or_else(|| words.everybody.to_owned(), |node| node.path.clone())
    }

    /// What was asked for as an address carries it, each part after a `&`.
    fn query(&self) -> String {
        let sort = self.sort.map(Sort::tag).unwrap_or_default();
        self.query_sorted(&sort)
    }

    /// The same in another order; empty for the house's own.
    fn query_sorted(&self, sort: &str) -> String {
        let unit = self
            .wanted
            .unit
            .map(|unit| format!("&unit={}", unit.uuid()));
        let group = self.group.map(|group| format!("&group={}", group.uuid()));
        let words = Some(&self.wanted.query).filter(|query| !query.is_empty());
        let words = words.map(|query| format!("&q={}", query_value(query)));
        let day = self.past.map(|day| format!("&on={day}"));
        let sort = (!sort.is_empty()).then(|| format!("&sort={sort}"));
        [unit, group, words, day, sort]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// An address of the directory with what follows the first `&` of a query.
fn address(query: &str) -> String {
    match query.strip_prefix('&') {
        Some(query) => format!("/directory?{query}"),
        None => "/directory".to_owned(),
    }
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
    let rosters = app.rosters();
    let partial = is_partial(&headers);
    let html = app
        .glance(move |tx| -> Result<String, Failure> {
            let seen = Seen::of(tx, &rosters, &cx, &asked)?;
            let people = render(&people(tx, &rosters, &cx, &asked, &seen)?)?;
            if partial {
                return Ok(people);
            }
            render(&whole(tx, &cx, &seen, people, &here)?)
        })
        .await?;
    Ok(html_response(html))
}

/// The page around the people.
fn whole(
    tx: &View<'_>,
    cx: &Cx,
    seen: &Seen,
    people: String,
    here: &str,
) -> Result<DirectoryPage, Failure> {
    let words = text::words(cx.language());
    let waiting = mail::waiting(tx, cx)?;
    let title = words.title.to_owned();
    Ok(DirectoryPage {
        frame: Frame::new(cx, Module::Directory, waiting, title, here),
        words,
        units: links(seen, words),
        groups: groups(tx, cx, seen)?,
        people,
    })
}

/// The people, with what one searches them by.
fn people(
    tx: &View<'_>,
    rosters: &Rosters,
    cx: &Cx,
    asked: &Asked,
    seen: &Seen,
) -> Result<PeoplePart, Failure> {
    let words = text::words(cx.language());
    let found = service::order(tx, rosters, cx, &seen.on, &seen.wanted)?;
    let total = found.len();
    let cut = Cut::asked(&asked.page, PAGE, total);
    let query = seen.query();
    let pages = cut.pages((words.before, words.after), |page| {
        address(&format!("{query}&page={page}"))
    });
    let part = found.into_iter().skip(cut.skipped()).take(PAGE);
    Ok(PeoplePart {
        words,
        account: account(tx, cx, seen)?,
        group: seen
            .group
            .map_or_else(String::new, |group| group.uuid().to_string()),
        heading: seen.heading(words),
        people: lines(tx, cx, (seen, seen.past.is_none()), words, part)?,
        count: [words.count.0, &total.to_string(), words.count.1].concat(),
        heads: heads(&columns(words), seen.sort, |sort| {
            address(&seen.query_sorted(sort))
        }),
        pages,
        sort: seen.sort.map(Sort::tag).unwrap_or_default(),
        day: seen.wanted.day.to_string(),
        as_of: seen.past.map(|day| cx.calendar().date(day)),
        unit: seen
            .wanted
            .unit
            .map_or_else(String::new, |unit| unit.uuid().to_string()),
        asked: query,
        q: seen.wanted.query.clone(),
    })
}

/// The tree: what is at the top, and what stands below whatever is chosen or above it.
fn links(seen: &Seen, words: &DirectoryText) -> Vec<UnitLink> {
    // A day that is not today stays chosen while one goes from unit to unit.
    let day = seen
        .past
        .map_or_else(String::new, |day| format!("&on={day}"));
    let mut links = vec![UnitLink {
        href: address(&day),
        name: words.everybody.to_owned(),
        depth: 0,
        here: seen.wanted.unit.is_none() && seen.group.is_none(),
        open: None,
    }];
    let opened = |id: UnitId| {
        seen.wanted
            .unit
            .is_some_and(|unit| seen.on.tree().holds(id, unit))
    };
    let nodes = seen.on.tree().nodes();
    for node in nodes {
        let above = node.parent.and_then(|place| nodes.get(place));
        if above.is_none_or(|above| opened(above.id)) {
            links.push(UnitLink {
                href: address(&format!("&unit={}{day}", node.id.uuid())),
                name: node.name.clone(),
                depth: node.depth,
                here: seen.wanted.unit == Some(node.id),
                open: (!node.below.is_empty()).then(|| opened(node.id)),
            });
        }
    }
    links
}

/// The address of the chosen unit's 課代表, where it takes mail.
fn account(tx: &View<'_>, cx: &Cx, seen: &Seen) -> Result<Option<String>, Failure> {
    let Some(unit) = seen.wanted.unit else {
        return Ok(None);
    };
    let account = org::account_of(tx, cx.town, unit)?;
    let open = account.filter(|(_, account)| account.active);
    Ok(open.map(|(_, account)| account.address.as_str().to_owned()))
}

/// One's own groups, then those that everybody sees.
fn groups(tx: &View<'_>, cx: &Cx, seen: &Seen) -> Result<Vec<GroupLink>, Failure> {
    let day = seen
        .past
        .map_or_else(String::new, |day| format!("&on={day}"));
    let mut all = org::groups_of(tx, cx.town, GroupOwner::Staff(cx.staff))?;
    all.extend(org::groups_shared(tx, cx.town)?);
    let link = |(id, group): (GroupId, org::Group)| GroupLink {
        href: address(&format!("&group={}{day}", id.uuid())),
        name: group.name.as_str().to_owned(),
        shared: group.owner.is_shared(),
        here: seen.group == Some(id),
    };
    Ok(all.into_iter().map(link).collect())
}

/// People in their order, `told` where they are; a heading stands where another unit begins.
fn lines(
    tx: &View<'_>,
    cx: &Cx,
    (seen, told): (&Seen, bool),
    words: &'static DirectoryText,
    people: impl Iterator<Item = (StaffId, Option<UnitId>)>,
) -> Result<Vec<Line>, Failure> {
    let faces = Faces::of(tx, cx)?;
    let mut out = Vec::new();
    let mut last = None;
    for (id, under) in people {
        if let Some(entry) = seen.on.entry(tx, id)? {
            if under != last {
                last = under;
                let unit = last.and_then(|unit| seen.on.tree().node(unit));
                let heading =
                    unit.map_or_else(|| words.no_post.to_owned(), |node| node.path.clone());
                out.push(Line::Unit(heading));
            }
            let presence = if told {
                presence::mark(tx, cx, id)?
            } else {
                None
            };
            let photo = match seen.past {
                None => faces.href(tx, id)?,
                Some(_) => None,
            };
            out.push(Line::Person(PersonRow {
                words,
                entry,
                under,
                presence,
                photo,
            }));
        }
    }
    // One unit alone needs no heading under the heading.
    if out
        .iter()
        .filter(|line| matches!(line, Line::Unit(_)))
        .count()
        == 1
    {
        out.retain(|line| matches!(line, Line::Person(_)));
    }
    Ok(out)
}

async fn print(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let rosters = app.rosters();
    let page = app
        .view(move |tx| -> Result<PrintPage, Failure> {
            let words = text::words(cx.language());
            let seen = Seen::of(tx, &rosters, &cx, &asked)?;
            let (on, wanted) = (&seen.on, &seen.wanted);
            let everybody = wanted.unit.is_none()
                && wanted.group.is_none()
                && wanted.query.is_empty()
                && wanted.sort.is_none();
            let found = if everybody {
                service::by_unit(tx, &rosters, &cx, on)?
            } else {
                service::order(tx, &rosters, &cx, on, wanted)?
            };
            // A post held beside another stands in its own unit too; a person is counted once.
            let total = found.iter().map(|(id, _)| id).collect::<HashSet<_>>().len();
            Ok(PrintPage {
                words,
                lang: cx.language().tag(),
                look: cx.look(),
                organisation: cx.organisation_name.clone(),
                heading: seen.heading(words),
                day: cx.calendar().date(seen.wanted.day),
                total,
                people: lines(tx, &cx, (&seen, false), words, found.into_iter())?,
                back: address(&seen.query()),
                photos: asked.photos == "1",
                other: other_print(Faces::of(tx, &cx)?, &seen, &asked),
            })
        })
        .await?;
    crate::web::page(&page)
}

/// The same on paper with faces, or without; none where none is shown.
fn other_print(faces: Faces, seen: &Seen, asked: &Asked) -> Option<String> {
    let mut query = seen.query();
    if asked.photos != "1" {
        query.push_str("&photos=1");
    }
    let there = faces.shown() && seen.past.is_none();
    there.then(|| address(&query).replacen("/directory", "/directory/print", 1))
}

async fn file(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    OriginalUri(uri): OriginalUri,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let rosters = app.rosters();
    let language = cx.language();
    let words = text::words(language);
    let (kind, geta) = (asked.kind.clone(), asked.geta == "1");
    let here = uri.to_string();
    let (sheet, frame, query, day) = app
        .view(move |tx| -> Result<_, Failure> {
            let seen = Seen::of(tx, &rosters, &cx, &asked)?;
            let sheet = out::sheet(tx, &rosters, &cx, &seen.on, &seen.wanted, words)?;
            let waiting = mail::waiting(tx, &cx)?;
            let title = words.title.to_owned();
            let frame = Frame::new(&cx, Module::Directory, waiting, title, &here);
            Ok((sheet, frame, seen.query(), seen.wanted.day))
        })
        .await?;
    let wanted = crate::web::out::Wanted {
        kind,
        geta,
        stem: format!("{}_{}", sheet.name, day.strftime("%Y%m%d")),
        address: address(&query).replacen("/directory", "/directory/file", 1),
        back: address(&query),
    };
    crate::web::out::out(
        &sheet,
        &wanted,
        language,
        frame.helped_by("/help/directory#export"),
    )
}
