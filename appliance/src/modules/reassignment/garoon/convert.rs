//! How it shall be, against how it is: a pure function that tells the difference as a list of 人事異動.

use super::super::model::{Act, Column};
use super::super::town::{Known, Names, Place, is_here};
use super::super::write::{self, Cells, written};
use super::read::{Members, Organisation, User};
use crate::org::{Appointment, AppointmentId, Counted, LoginName, Tenure, UnitId};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The three files.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    /// 組織.
    pub organisations: Vec<Organisation>,
    /// 所属ユーザー.
    pub members: Vec<Members>,
    /// ユーザー.
    pub users: Vec<User>,
}

/// What a person has to look at before the list is used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Note {
    /// No organisation has this code, which members or another organisation name.
    NoCode(String),
    /// An organisation stands below itself.
    Ring(String),
    /// Members who are neither here nor in the file of users.
    Unknown(String),
    /// Somebody whose log-in name shall be another one.
    Renamed(String, String),
    /// Somebody of the file of users who is in no organisation.
    Nowhere(String),
    /// Somebody new, with whom no title came.
    NoTitle(String),
    /// Somebody who is a member of the town itself and of no section.
    AtTop(String),
    /// Somebody is here who is not in the file of users.
    NotListed(String),
}

/// The list, and what came beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Converted {
    /// A list of 人事異動 with its head; only the head when nothing changes.
    pub list: String,
    /// How many rows of each kind.
    pub counts: BTreeMap<Act, usize>,
    /// What has to be looked at.
    pub notes: BTreeSet<Note>,
}

/// Tells the difference.
pub(super) fn convert(known: &Known, files: &Files) -> Converted {
    let mut work = Work::new(known);
    let paths = work.organisations(&files.organisations);
    let wanted = work.members(&files.members, &paths);
    work.people(&files.users, &wanted);
    work.out.list = written(&work.rows);
    work.out
}

struct Work<'a> {
    known: &'a Known,
    names: Names,
    /// Every unit of the day, from the top.
    paths: HashMap<UnitId, String>,
    rows: Vec<Cells>,
    out: Converted,
}

impl<'a> Work<'a> {
    fn new(known: &'a Known) -> Self {
        let places: Vec<Place> = known.places();
        Self {
            known,
            names: Names::of(&places),
            paths: places
                .iter()
                .map(|one| (one.id, path(&places, one.id)))
                .collect(),
            rows: Vec::new(),
            out: Converted::default(),
        }
    }

    fn note(&mut self, note: Note) {
        self.out.notes.insert(note);
    }

    fn row(&mut self, act: Act, cells: &[(Column, &str)]) {
        self.rows.push(write::row(act, cells));
        let count = self.out.counts.entry(act).or_default();
        *count = count.saturating_add(1);
    }

    /// Opens what is not here yet; the path by which each code is written in the list.
    fn organisations(&mut self, all: &[Organisation]) -> HashMap<String, String> {
        let mut by_code: HashMap<&str, &Organisation> = HashMap::new();
        for one in all {
            by_code.entry(&one.code).or_insert(one);
            by_code.entry(&one.new_code).or_insert(one);
        }
        let mut chains: Vec<(Vec<&str>, &Organisation)> = Vec::new();
        for one in all {
            match self.chain(one, &by_code) {
                Some(chain) => chains.push((chain, one)),
                None => self.note(Note::Ring(one.code.clone())),
            }
        }
        // What stands above comes first, so that a list can be read from the top.
        chains.sort_by_key(|(chain, _)| chain.len());
        let found: Vec<Option<(usize, String)>> =
            chains.iter().map(|(chain, _)| self.here(chain)).collect();
        // What is left off from a chain to find the rest is the town itself, which is no unit here.
        let tops: HashSet<String> = chains
            .iter()
            .zip(&found)
            .filter_map(|((chain, _), found)| {
                let (skipped, _) = found.as_ref()?;
                Some((1..=*skipped).filter_map(|many| Some(chain.get(..many)?.join("/"))))
            })
            .flatten()
            .collect();
        let mut paths: HashMap<String, String> = HashMap::new();
        for ((chain, one), found) in chains.into_iter().zip(found) {
            let path = match found {
                Some((_, path)) => path,
                None if tops.contains(&chain.join("/")) => String::new(),
                None => {
                    let above = by_code.get(one.parent.as_str());
                    let above = above.and_then(|up| paths.get(&up.new_code));
                    let path = match above.filter(|above| !above.is_empty()) {
                        Some(above) => format!("{above}/{}", one.name),
                        None => one.name.clone(),
                    };
                    if !paths.values().any(|opened| *opened == path) {
                        self.row(Act::Open, &[(Column::Unit, &path)]);
                    }
                    path
                }
            };
            paths.insert(one.code.clone(), path.clone());
            paths.insert(one.new_code.clone(), path);
        }
        paths
    }

    /// The names from the top; none for one that stands below itself.
    fn chain<'b>(
        &mut self,
        one: &'b Organisation,
        by_code: &HashMap<&str, &'b Organisation>,
    ) -> Option<Vec<&'b str>> {
        let mut chain = vec![one.name.as_str()];
        let mut seen = HashSet::from([one.new_code.as_str()]);
        let mut above = one.parent.as_str();
        while !above.is_empty() {
            let Some(up) = by_code.get(above) else {
                self.note(Note::NoCode(above.to_owned()));
                break;
            };
            if !seen.insert(&up.new_code) {
                return None;
            }
            chain.insert(0, &up.name);
            above = &up.parent;
        }
        Some(chain)
    }

    /// How much of the top is left off, and the unit as a list names it: the chain as it is, or less of its top,
    /// which is often the town itself, where that is a whole path here.
    fn here(&self, chain: &[&str]) -> Option<(usize, String)> {
        (0..chain.len()).find_map(|skipped| {
            let path = chain.get(skipped..)?.join("/");
            let [id] = self.names.find(&path) else {
                return None;
            };
            (skipped == 0 || self.paths.get(id) == Some(&path)).then_some((skipped, path))
        })
    }

    /// Where each person shall be, in the order of the file.
    fn members(
        &mut self,
        all: &[Members],
        paths: &HashMap<String, String>,
    ) -> HashMap<String, Vec<String>> {
        let mut wanted: HashMap<String, Vec<String>> = HashMap::new();
        for row in all {
            let Some(path) = paths.get(&row.code) else {
                self.note(Note::NoCode(row.code.clone()));
                continue;
            };
            for login in &row.logins {
                if path.is_empty() {
                    self.out.notes.insert(Note::AtTop(login.clone()));
                    continue;
                }
                let places = wanted.entry(plain(login)).or_default();
                if !places.contains(path) {
                    places.push(path.clone());
                }
            }
        }
        wanted
    }

    fn people(&mut self, users: &[User], wanted: &HashMap<String, Vec<String>>) {
        let day = self.known.day;
        let mut listed = HashSet::new();
        for user in users {
            let login = plain(&user.login);
            if let Some(new) = &user.new_login {
                self.note(Note::Renamed(user.login.clone(), new.clone()));
            }
            let here = self.known.login(&login).filter(|one| is_here(one, day));
            match (here.cloned(), wanted.get(&login)) {
                (_, None) => self.note(Note::Nowhere(user.login.clone())),
                (Some(one), Some(places)) => self.moved(&one, &user.title, places),
                (None, Some(places)) => self.joined(user, places),
            }
            listed.insert(login);
        }
        // In an order that does not hang on chance.
        let rest: BTreeMap<_, _> = wanted.iter().collect();
        for (login, places) in rest {
            if listed.contains(login) {
                continue;
            }
            match self.known.login(login).filter(|one| is_here(one, day)) {
                Some(one) => self.moved(&one.clone(), "", places),
                None => self.note(Note::Unknown(login.clone())),
            }
        }
        if !users.is_empty() {
            let known = self.known;
            for one in known.census.staff.iter().filter(|one| is_here(one, day)) {
                let login = one.staff.login.as_str();
                if !listed.contains(login) && !wanted.contains_key(login) {
                    self.note(Note::NotListed(login.to_owned()));
                }
            }
        }
    }

    fn joined(&mut self, user: &User, places: &[String]) {
        let Some((first, others)) = places.split_first() else {
            return;
        };
        if user.title.is_empty() {
            self.note(Note::NoTitle(user.login.clone()));
        }
        let who = [
            (Column::Login, user.login.as_str()),
            (Column::Name, &user.name),
            (Column::Yomi, &user.yomi),
            (Column::Unit, first),
            (Column::Title, &user.title),
            (Column::Phone, &user.phone),
            (Column::Address, &user.address),
        ];
        self.row(Act::Join, &who);
        for place in others {
            self.beside(&user.login, &user.name, place, &user.title);
        }
    }

    fn beside(&mut self, login: &str, name: &str, place: &str, title: &str) {
        let cells = [
            (Column::Login, login),
            (Column::Name, name),
            (Column::Unit, place),
            (Column::Title, title),
        ];
        self.row(Act::Concurrent, &cells);
    }

    /// Somebody who is here: the main post stays where it is while that is among the places.
    fn moved(&mut self, one: &Counted, title: &str, places: &[String]) {
        let known = self.known;
        let day = known.day;
        let holds: Vec<&(AppointmentId, Appointment)> = known
            .held(one.id)
            .filter(|(_, row)| row.period.holds_on(day))
            .collect();
        let unit = |row: &Appointment| known.post(row.post).map(|post| post.unit);
        let main = holds.iter().find(|(_, row)| row.tenure == Tenure::Main);
        let main_unit = main.and_then(|(_, row)| unit(row));
        let now = main.and_then(|(_, row)| known.post(row.post));
        let now = now.map_or("", |post| post.title.as_str());
        let title = if title.is_empty() { now } else { title };
        let (login, name) = (one.staff.login.as_str(), one.staff.name.as_str());
        let stays = |place: &&String| main_unit.is_some() && self.unit(place) == main_unit;
        let first = places.iter().find(stays).or(places.first());
        let Some(first) = first.cloned() else {
            return;
        };
        if self.unit(&first) != main_unit || title != now {
            let cells = [
                (Column::Login, login),
                (Column::Name, name),
                (Column::Unit, &first),
                (Column::Title, title),
            ];
            self.row(Act::Move, &cells);
        }
        let beside: Vec<UnitId> = holds
            .iter()
            .filter(|(_, row)| matches!(row.tenure, Tenure::Concurrent | Tenure::Joint))
            .filter_map(|(_, row)| unit(row))
            .collect();
        let others = places.iter().filter(|place| **place != first);
        for place in others {
            if !self.unit(place).is_some_and(|id| beside.contains(&id)) {
                self.beside(login, name, place, title);
            }
        }
        let still: HashSet<UnitId> = places.iter().filter_map(|place| self.unit(place)).collect();
        for id in beside.iter().filter(|id| !still.contains(id)) {
            let place = self.paths.get(id).cloned().unwrap_or_default();
            let cells = [
                (Column::Login, login),
                (Column::Name, name),
                (Column::Unit, place.as_str()),
            ];
            self.row(Act::Release, &cells);
        }
    }

    fn unit(&self, path: &str) -> Option<UnitId> {
        match self.names.find(path) {
            [one] => Some(*one),
            _ => None,
        }
    }
}

/// A log-in name in its one form; as it is written where it can be none.
fn plain(login: &str) -> String {
    LoginName::new(login).map_or_else(|_| login.to_owned(), |name| name.as_str().to_owned())
}

fn path(all: &[Place], id: UnitId) -> String {
    let mut names = Vec::new();
    let mut next = Some(id);
    // No tree is deeper; a ring ends here.
    for _ in 0..12 {
        let Some(place) = next.and_then(|id| all.iter().find(|place| place.id == id)) else {
            break;
        };
        names.push(place.name.as_str());
        next = place.parent;
    }
    names.reverse();
    names.join("/")
}
