//! What the pages of グループ show.

use super::form;
use super::page::{FoundLine, GroupLine, GroupPage, ListPage, MemberLine, PersonLine};
use super::text::{self, GroupText};
use crate::cx::Cx;
use crate::modules::mail;
use crate::modules::photo::Faces;
use crate::org::{
    self, Denied, Group, GroupId, GroupOwner, Member, OrgError, Rosters, StaffId, Tree,
};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use jiff::civil::Date;
use sekisho_platform::store::View;

/// Where the list is.
pub(super) const HERE: &str = "/groups";

/// How many people a group's page shows; all of them stand in the directory.
const PEOPLE_MOST: usize = 300;

/// How many people a search for somebody to add shows.
const FOUND_MOST: usize = 20;

/// The address of a group.
pub(super) fn address(id: GroupId) -> String {
    format!("{HERE}/{}", id.uuid())
}

fn keeps(tx: &View<'_>, cx: &Cx, owner: GroupOwner) -> Result<bool, Failure> {
    match org::keeps(tx, cx.who(), owner) {
        Ok(_) => Ok(true),
        Err(Denied::Unknown(error)) => Err(error.into()),
        Err(_) => Ok(false),
    }
}

/// All groups that somebody sees, and whose they may make.
pub(super) fn list(tx: &View<'_>, cx: &Cx, told: &str) -> Result<ListPage, Failure> {
    let words = text::words(cx.language());
    let tree = org::tree_on(tx, cx.town, cx.today())?;
    let mine = GroupOwner::Staff(cx.staff);
    let own = org::groups_of(tx, cx.town, mine)?;
    let count = own.len();
    let line = |(place, (id, group)): (usize, (GroupId, Group)), count: usize| GroupLine {
        href: address(id),
        owner: owner(words, &tree, group.owner),
        name: group.name.as_str().to_owned(),
        first: place == 0,
        last: place.saturating_add(1) == count,
    };
    let own = own.into_iter().enumerate().map(|one| line(one, count));
    let shared = org::groups_shared(tx, cx.town)?.into_iter().enumerate();
    let mut owners = vec![("own".to_owned(), words.own.to_owned())];
    if keeps(tx, cx, GroupOwner::Town)? {
        owners.push(("town".to_owned(), words.town.to_owned()));
    }
    if let Ok(oversight) = org::may_oversee(cx, tx) {
        for node in tree.nodes() {
            if oversight.of_unit(node.id).is_ok() {
                owners.push((node.id.uuid().to_string(), words.of_unit(&node.path)));
            }
        }
    }
    let waiting = mail::waiting(tx, cx)?;
    let title = words.title.to_owned();
    Ok(ListPage {
        frame: Frame::new(cx, Module::Directory, waiting, title, HERE)
            .helped_by("/help/directory#groups"),
        words,
        told: words.told(told),
        own: own.collect(),
        shared: shared.map(|one| line(one, 0)).collect(),
        owners,
    })
}

fn owner(words: &GroupText, tree: &Tree, owner: GroupOwner) -> String {
    match owner {
        GroupOwner::Staff(_) => words.own.to_owned(),
        GroupOwner::Town => words.town.to_owned(),
        GroupOwner::Unit(unit) => {
            let path = tree.node(unit).map_or("", |node| node.path.as_str());
            words.of_unit(path)
        }
    }
}

/// What is asked of one group.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub id: GroupId,
    pub day: Date,
    /// Who is to be added.
    pub query: String,
    pub told: String,
}

/// One group on a day.
pub(super) fn group(
    tx: &View<'_>,
    cx: &Cx,
    rosters: &Rosters,
    asked: &Asked,
) -> Result<GroupPage, Failure> {
    let words = text::words(cx.language());
    let group = org::group_seen(tx, cx.who(), asked.id)?.ok_or(Failure::NotFound)?;
    let tree = org::tree_on(tx, cx.town, asked.day)?;
    let seen = Seen {
        tx,
        cx,
        words,
        tree: &tree,
        day: asked.day,
        faces: if asked.day == cx.today() {
            Some(Faces::of(tx, cx)?)
        } else {
            None
        },
    };
    let people = org::group_people(tx, cx.town, &group, asked.day)?;
    let mut lines = Vec::new();
    for staff in people.iter().take(PEOPLE_MOST) {
        lines.push(seen.person(*staff)?);
    }
    let mut members = Vec::new();
    let count = group.members.len();
    for (place, member) in group.members.iter().enumerate() {
        let found = org::member_people(tx, cx.town, (group.owner, member), asked.day)?;
        members.push(MemberLine {
            code: form::code(member),
            kind: words.kind(member),
            told: seen.member(member)?,
            count: words.count(found.len()),
            first: place == 0,
            last: place.saturating_add(1) == count,
        });
    }
    let may_keep = keeps(tx, cx, group.owner)?;
    let here = address(asked.id);
    let waiting = mail::waiting(tx, cx)?;
    let name = group.name.as_str().to_owned();
    Ok(GroupPage {
        frame: Frame::new(cx, Module::Directory, waiting, name.clone(), &here)
            .helped_by("/help/directory#groups"),
        words,
        told: words.told(&asked.told),
        owner: owner(words, &tree, group.owner),
        shared: group.owner.is_shared(),
        day: asked.day.to_string(),
        day_told: cx.calendar().date_and_weekday(asked.day),
        directory: format!("/directory?group={}&on={}", asked.id.uuid(), asked.day),
        count: words.count(people.len()),
        more: people.len().saturating_sub(PEOPLE_MOST),
        people: lines,
        members,
        found: if may_keep {
            seen.found(rosters, &asked.query)?
        } else {
            Vec::new()
        },
        q: asked.query.clone(),
        units: tree
            .nodes()
            .iter()
            .map(|node| (node.id.uuid().to_string(), node.path.clone()))
            .collect(),
        titles: org::titles_on(tx, cx.town, asked.day)?,
        groups: if may_keep {
            seen.others(asked.id, group.owner)?
        } else {
            Vec::new()
        },
        may_keep,
        name,
        here,
    })
}

/// What is shown, with what things are called on the day.
struct Seen<'a> {
    tx: &'a View<'a>,
    cx: &'a Cx,
    words: &'static GroupText,
    tree: &'a Tree,
    day: Date,
    /// None on a day that is not today.
    faces: Option<Faces>,
}

impl Seen<'_> {
    fn person(&self, staff: StaffId) -> Result<PersonLine, OrgError> {
        let row = org::staff_get(self.tx, self.cx.town, staff)?;
        let name = row.map_or_else(String::new, |row| row.name.as_str().to_owned());
        let held = org::held_on(self.tx, self.cx.town, staff, self.day)?;
        let post = held.first().map(|held| {
            let unit = self.tree.node(held.post.unit);
            let unit = unit.map_or("", |node| node.path.as_str());
            format!("{unit} {}", held.post.title.as_str())
        });
        Ok(PersonLine {
            photo: match &self.faces {
                Some(faces) => faces.href(self.tx, staff)?,
                None => None,
            },
            initial: name.chars().next().map(String::from).unwrap_or_default(),
            post: post.unwrap_or_default().trim().to_owned(),
            name,
        })
    }

    fn unit(&self, unit: org::UnitId) -> Result<String, OrgError> {
        match self.tree.node(unit) {
            Some(node) => Ok(node.path.clone()),
            None => org::unit_path(self.tx, self.cx.town, unit, self.day),
        }
    }

    fn post(&self, post: org::PostId) -> Result<String, OrgError> {
        match org::post_get(self.tx, self.cx.town, post)? {
            Some(post) => {
                let told = format!("{} {}", self.unit(post.unit)?, post.title.as_str());
                Ok(told.trim().to_owned())
            }
            None => Ok(self.words.gone.to_owned()),
        }
    }

    fn member(&self, member: &Member) -> Result<String, OrgError> {
        Ok(match member {
            Member::Staff(staff) => self.person(*staff)?.name,
            Member::Post(post) => self.post(*post)?,
            Member::Unit(unit) => self.unit(*unit)?,
            Member::Branch(unit) => self.words.branch(&self.unit(*unit)?),
            Member::Group(group) => org::group_seen(self.tx, self.cx.who(), *group)?.map_or_else(
                || self.words.gone.to_owned(),
                |group| group.name.as_str().to_owned(),
            ),
            Member::Rule(rule) => {
                let unit = match rule.unit {
                    Some(unit) => Some(self.unit(unit)?),
                    None => None,
                };
                self.words.rule(rule, unit.as_deref())
            }
        })
    }

    /// Whoever is searched for, with the posts that they hold.
    fn found(&self, rosters: &Rosters, query: &str) -> Result<Vec<FoundLine>, OrgError> {
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let found = rosters.find(self.tx, self.cx.town, query, self.day)?;
        let mut out = Vec::new();
        for staff in found.into_iter().take(FOUND_MOST) {
            let Some(row) = org::staff_get(self.tx, self.cx.town, staff)? else {
                continue;
            };
            let mut posts = Vec::new();
            for held in org::held_on(self.tx, self.cx.town, staff, self.day)? {
                let code = form::code(&Member::Post(held.id));
                posts.push((code, self.words.add_post(&self.post(held.id)?)));
            }
            out.push(FoundLine {
                code: form::code(&Member::Staff(staff)),
                name: row.name.as_str().to_owned(),
                yomi: row.yomi.as_str().to_owned(),
                posts,
            });
        }
        Ok(out)
    }

    /// The groups that may be put into one of an owner.
    fn others(&self, id: GroupId, owner: GroupOwner) -> Result<Vec<(String, String)>, OrgError> {
        let mut all = Vec::new();
        if !owner.is_shared() {
            all.extend(org::groups_of(self.tx, self.cx.town, owner)?);
        }
        all.extend(org::groups_shared(self.tx, self.cx.town)?);
        let others = all.into_iter().filter(|(other, _)| *other != id);
        Ok(others
            .map(|(other, group)| {
                let code = form::code(&Member::Group(other));
                (code, group.name.as_str().to_owned())
            })
            .collect())
    }
}
