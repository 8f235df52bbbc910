//! The requests of グループ.

use super::book;
use super::form;
use super::page::{GroupPage, ListPage};
use super::show::{self, Asked, HERE, address};
use crate::app::App;
use crate::cx::Cx;
use crate::org::{
    self, Denied, GroupId, GroupName, GroupOwner, Invalid, Keeping, Member, OrgError, UnitId,
};
use crate::web::Failure;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Extension, Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::civil::Date;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{StoreError, Update};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// The largest file of groups.
const FILE_MOST: usize = 8 * 1024 * 1024;

/// The pages of groups, all behind the gate.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/groups", get(list).post(create))
        .route(
            "/groups/book",
            get(book::web::form).post(book::web::read_file),
        )
        .route("/groups/book/file", get(book::web::file))
        .route("/groups/book/{id}", get(book::web::report))
        .route("/groups/book/{id}/apply", post(book::web::apply))
        .route("/groups/book/{id}/undo", post(book::web::undo))
        .route("/groups/{id}", get(one))
        .route("/groups/{id}/{act}", post(act))
        .layer(DefaultBodyLimit::max(FILE_MOST))
}

/// How an act on a group fails.
#[derive(Debug, thiserror::Error)]
enum GroupError {
    #[error("reading or writing groups")]
    Store(#[from] StoreError),
    #[error("changing a group")]
    Org(#[from] OrgError),
    #[error("keeping a group")]
    Denied(#[from] Denied),
    #[error("taking what was given for a group")]
    Invalid(#[from] Invalid),
}

#[derive(Debug, Default, Deserialize)]
struct Shown {
    #[serde(default)]
    told: String,
    #[serde(default)]
    on: String,
    #[serde(default)]
    q: String,
}

async fn list(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Query(told): Query<Shown>,
) -> Result<Response, Failure> {
    let page = app
        .view(move |tx| -> Result<ListPage, Failure> { show::list(tx, &cx, &told.told) })
        .await?;
    crate::web::page(&page)
}

async fn one(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path(id): Path<Uuid>,
    Query(told): Query<Shown>,
) -> Result<Response, Failure> {
    let rosters = app.rosters();
    let asked = Asked {
        id: GroupId::new(id),
        day: told.on.parse::<Date>().unwrap_or_else(|_| cx.today()),
        query: told.q.trim().chars().take(100).collect(),
        told: told.told,
    };
    let page = app
        .view(move |tx| -> Result<GroupPage, Failure> { show::group(tx, &cx, &rosters, &asked) })
        .await?;
    crate::web::page(&page)
}

#[derive(Clone, Debug, Default, Deserialize)]
struct GroupForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    owner: String,
    /// What people are found by, as a page wrote it.
    #[serde(default)]
    member: String,
    #[serde(default)]
    unit: String,
    /// Whether what stands below the unit is meant too.
    #[serde(default)]
    below: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    title: String,
}

impl GroupForm {
    /// What is to be added: what a page wrote, or a unit, or a rule.
    fn member(&self) -> Option<Member> {
        if !self.member.is_empty() {
            return form::member(&self.member);
        }
        if !self.kind.is_empty() || !self.title.is_empty() {
            return form::rule(&self.unit, &self.kind, &self.title).map(Member::Rule);
        }
        let unit = UnitId::new(Uuid::try_parse(&self.unit).ok()?);
        Some(if self.below.is_empty() {
            Member::Unit(unit)
        } else {
            Member::Branch(unit)
        })
    }
}

async fn create(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Form(form): Form<GroupForm>,
) -> Result<Response, Failure> {
    let owner = match form.owner.as_str() {
        "own" => GroupOwner::Staff(cx.staff),
        "town" => GroupOwner::Town,
        unit => GroupOwner::Unit(UnitId::new(
            Uuid::try_parse(unit).map_err(|_| Failure::NotFound)?,
        )),
    };
    let id = GroupId::new(app.ids().uuid());
    let done = app
        .update(move |tx| -> Result<(), GroupError> {
            let keeping = org::may_keep(&cx, tx, owner)?;
            let name = GroupName::new(&form.name)?;
            org::group_create(tx, &keeping, id, &name)?;
            tell(tx, &cx, &keeping, id, "group-create")
        })
        .await;
    match done {
        Ok(()) => Ok(back(&address(id), "created")),
        Err(error) => answer(HERE, "", Err(error)),
    }
}

async fn act(
    State(app): State<Arc<App>>,
    Extension(cx): Extension<Arc<Cx>>,
    Path((id, act)): Path<(Uuid, String)>,
    Form(form): Form<GroupForm>,
) -> Result<Response, Failure> {
    let id = GroupId::new(id);
    let doing = act.clone();
    let done = app
        .update(move |tx| -> Result<(), GroupError> {
            let group = org::group_seen(tx, cx.who(), id)?.ok_or(Denied::NotThere)?;
            let keeping = org::may_keep(&cx, tx, group.owner)?;
            let member = || form.member().ok_or(Invalid::Empty("member of a group"));
            match doing.as_str() {
                "name" => {
                    let name = GroupName::new(&form.name)?;
                    org::group_rename(tx, &keeping, id, &name)?;
                }
                "up" => org::group_place(tx, &keeping, id, true)?,
                "down" => org::group_place(tx, &keeping, id, false)?,
                "remove" => org::group_remove(tx, &keeping, id)?,
                "add" => org::group_add(tx, &keeping, id, &member()?)?,
                "drop" => org::group_drop(tx, &keeping, id, &member()?)?,
                "raise" => org::group_reorder(tx, &keeping, id, &member()?, true)?,
                "lower" => org::group_reorder(tx, &keeping, id, &member()?, false)?,
                _ => return Err(Denied::NotThere.into()),
            }
            let told = if doing == "remove" {
                "group-remove"
            } else {
                "group-change"
            };
            tell(tx, &cx, &keeping, id, told)
        })
        .await;
    let (to, told) = match act.as_str() {
        "remove" => (HERE.to_owned(), "removed"),
        "up" | "down" => (HERE.to_owned(), ""),
        "raise" | "lower" => (address(id), ""),
        "add" => (address(id), "added"),
        "drop" => (address(id), "dropped"),
        _ => (address(id), "named"),
    };
    answer(&to, told, done)
}

/// What everybody sees leaves its row of audit; one's own groups are nobody's business.
fn tell(
    tx: &mut Update<'_>,
    cx: &Cx,
    keeping: &Keeping,
    id: GroupId,
    act: &str,
) -> Result<(), GroupError> {
    if keeping.owner().is_shared() {
        let (who, what) = (cx.staff.uuid().to_string(), id.uuid().to_string());
        Audit::append(tx, cx.now, &who, act, &what, "")?;
    }
    Ok(())
}

fn back(to: &str, told: &str) -> Response {
    let to = match told {
        "" => to.to_owned(),
        told => format!("{to}?told={told}"),
    };
    Redirect::to(&to).into_response()
}

fn answer(to: &str, done: &str, outcome: Result<(), GroupError>) -> Result<Response, Failure> {
    let told = match outcome {
        Ok(()) => done,
        Err(GroupError::Denied(denied)) => return Err(denied.into()),
        Err(GroupError::Invalid(_)) => "incomplete",
        Err(GroupError::Org(error)) => match error {
            OrgError::NoGroup | OrgError::NoStaff | OrgError::NoPost | OrgError::NoUnit => {
                return Err(Failure::NotFound);
            }
            OrgError::GroupWithinItself => "within-itself",
            OrgError::GroupFull => "full",
            OrgError::Invalid(_) => "incomplete",
            other => return Err(other.into()),
        },
        Err(GroupError::Store(error)) => return Err(error.into()),
    };
    Ok(back(to, told))
}
