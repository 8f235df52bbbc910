//! The town as a plan sees it: everybody by log-in name, units by name, posts by place and title.

use crate::org::{
    Appointment, AppointmentId, Census, Counted, Post, PostId, StaffId, Unit, UnitId,
};
use jiff::civil::Date;
use std::collections::HashMap;

/// A unit of the day, as it is looked for.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Which.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// The unit above.
    pub parent: Option<UnitId>,
}

/// A census with the ways into it.
#[derive(Debug)]
pub(super) struct Known {
    /// The town.
    pub census: Census,
    /// The day of the plan.
    pub day: Date,
    people: HashMap<String, usize>,
    ids: HashMap<StaffId, usize>,
    held: HashMap<StaffId, Vec<usize>>,
    posts: HashMap<PostId, usize>,
}

impl Known {
    /// Orders a census.
    pub(super) fn of(census: Census, day: Date) -> Self {
        let people = census.staff.iter().enumerate();
        let people = people.map(|(n, one)| (one.staff.login.as_str().to_owned(), n));
        let ids = census.staff.iter().enumerate().map(|(n, one)| (one.id, n));
        let mut held: HashMap<StaffId, Vec<usize>> = HashMap::new();
        for (n, (_, row)) in census.appointments.iter().enumerate() {
            held.entry(row.staff).or_default().push(n);
        }
        let posts = census.posts.iter().enumerate().map(|(n, (id, _))| (*id, n));
        Self {
            people: people.collect(),
            ids: ids.collect(),
            posts: posts.collect(),
            held,
            day,
            census,
        }
    }

    /// Somebody by log-in name, in its one form.
    pub(super) fn login(&self, login: &str) -> Option<&Counted> {
        self.census.staff.get(*self.people.get(login)?)
    }

    /// Somebody.
    pub(super) fn person(&self, id: StaffId) -> Option<&Counted> {
        self.census.staff.get(*self.ids.get(&id)?)
    }

    /// Everything somebody holds, held or will hold.
    pub(super) fn held(&self, id: StaffId) -> impl Iterator<Item = &(AppointmentId, Appointment)> {
        let places = self.held.get(&id).map_or(&[][..], Vec::as_slice);
        places
            .iter()
            .filter_map(|place| self.census.appointments.get(*place))
    }

    /// A post.
    pub(super) fn post(&self, id: PostId) -> Option<&Post> {
        let place = self.posts.get(&id)?;
        self.census.posts.get(*place).map(|(_, post)| post)
    }

    /// The units of the day.
    pub(super) fn places(&self) -> Vec<Place> {
        places(&self.census.units)
    }

    /// The units of the day before.
    pub(super) fn former(&self) -> Vec<Place> {
        places(&self.census.former)
    }
}

fn places(units: &[(UnitId, Unit)]) -> Vec<Place> {
    let place = |(id, unit): &(UnitId, Unit)| Place {
        id: *id,
        name: unit.name.clone(),
        parent: unit.parent,
    };
    units.iter().map(place).collect()
}

/// Whether somebody is here on a day.
pub(super) fn is_here(one: &Counted, day: Date) -> bool {
    one.staff.active
        && one.from.is_none_or(|from| from <= day)
        && one.last.is_none_or(|last| day <= last)
}

/// The units of the day after the plan's own changes, by what a list calls them: 総務課, 総務課/総務係, 総務課総務係.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<String, Vec<UnitId>>);

impl Names {
    /// Under every name.
    pub(super) fn of(places: &[Place]) -> Self {
        let by_id: HashMap<UnitId, &Place> = places.iter().map(|place| (place.id, place)).collect();
        let mut names: HashMap<String, Vec<UnitId>> = HashMap::new();
        for place in places {
            let mut path = vec![place.name.as_str()];
            let mut above = place.parent;
            // No tree is deeper; a ring ends here.
            for _ in 0..12 {
                let Some(next) = above.and_then(|id| by_id.get(&id)) else {
                    break;
                };
                path.insert(0, next.name.as_str());
                above = next.parent;
            }
            for key in [place.name.clone(), path.join("/"), path.concat()] {
                let ids = names.entry(key).or_default();
                if !ids.contains(&place.id) {
                    ids.push(place.id);
                }
            }
        }
        Self(names)
    }

    /// Every unit that may be meant.
    pub(super) fn find(&self, name: &str) -> &[UnitId] {
        let name = name.trim().replace('／', "/");
        self.0.get(&name).map_or(&[], Vec::as_slice)
    }
}
