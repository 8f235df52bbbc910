//! The rows about units: they come first, so that people can be placed where they lead.

use super::super::model::{Act, Column, Row, What};
use super::super::town::{Names, Place};
use super::Work;
use crate::org::{Change, Period, PersonName, StaffId, Unit, UnitId};
use std::collections::{HashMap, HashSet};

/// What stands for no unit above.
const TOP: &str = "いちばん上";

/// No tree is deeper.
const DEEPEST: usize = 12;

impl Work<'_> {
    pub(super) fn unit(&mut self, row: &Row) {
        if row.unit.is_empty() {
            return self.wrong(row, Column::Unit, What::Empty);
        }
        if row.act == Act::Open {
            return self.open(row);
        }
        let id = match self.meant(&row.unit).as_slice() {
            [id] => *id,
            [] => return self.wrong(row, Column::Unit, What::NoUnit(row.unit.clone())),
            _ => return self.wrong(row, Column::Unit, What::ManyUnits(row.unit.clone())),
        };
        // A unit may be renamed and moved on the same day; what closes is nothing else besides.
        let said = self.spoken.entry(id).or_default();
        let clash = said
            .iter()
            .find(|(act, _)| *act == row.act || Act::Close == row.act || Act::Close == *act);
        if let Some((_, line)) = clash.copied() {
            return self.wrong(row, Column::Unit, What::Twice(line));
        }
        said.push((row.act, row.line));
        match row.act {
            Act::Close => self.close(row, id),
            Act::Place => self.relocate(row, id),
            _ => self.rename(row, id),
        }
    }

    fn relocate(&mut self, row: &Row, id: UnitId) {
        if row.above.is_empty() {
            return self.wrong(row, Column::Above, What::Empty);
        }
        let parent = if row.above == TOP {
            None
        } else {
            // A unit may be moved below one that the list opens, and below one that is called otherwise from the day on.
            let names = Names::of(&self.places);
            let found = match names.find(&row.above) {
                [] => self.former.find(&row.above),
                found => found,
            };
            match found {
                [one] => Some(*one),
                [] => return self.wrong(row, Column::Above, What::NoUnit(row.above.clone())),
                _ => return self.wrong(row, Column::Above, What::ManyUnits(row.above.clone())),
            }
        };
        if self.stands(id).is_some_and(|place| place.parent == parent) {
            return self.counted(Act::Place, Vec::new());
        }
        let mut above = parent;
        let mut depth = 1_usize;
        while let Some(unit) = above {
            if unit == id {
                return self.wrong(row, Column::Above, What::BelowItself);
            }
            depth = depth.saturating_add(1);
            if depth > DEEPEST {
                break;
            }
            above = self.stands(unit).and_then(|place| place.parent);
        }
        if depth.saturating_add(self.tall(id, 0)) > DEEPEST {
            return self.wrong(row, Column::Above, What::TooDeep);
        }
        for place in self.places.iter_mut().filter(|place| place.id == id) {
            place.parent = parent;
        }
        self.plan.units.push((id, Act::Place, row.line));
        let change = Change::UnitMoved(id, self.day(), parent);
        self.counted(Act::Place, vec![change]);
    }

    fn stands(&self, id: UnitId) -> Option<&Place> {
        self.places.iter().find(|place| place.id == id)
    }

    /// How many ranks of units stand below one.
    fn tall(&self, id: UnitId, depth: usize) -> usize {
        if depth >= DEEPEST {
            return depth;
        }
        let below = self.places.iter().filter(|place| place.parent == Some(id));
        let tall = below.map(|place| self.tall(place.id, depth.saturating_add(1)));
        tall.max().unwrap_or(depth)
    }

    /// Beside a unit that a row names or places anew, below the same one, no other has its name.
    pub(super) fn alone(&mut self, rows: &[Row]) {
        let spoken: HashMap<u64, UnitId> = self
            .spoken
            .iter()
            .flat_map(|(id, said)| said.iter().map(|(_, line)| (*line, *id)))
            .collect();
        for row in rows {
            let column = match row.act {
                Act::Rename => Column::NewName,
                Act::Place => Column::Above,
                _ => continue,
            };
            let Some(here) = spoken.get(&row.line).and_then(|id| self.stands(*id)) else {
                continue;
            };
            let (id, parent, name) = (here.id, here.parent, here.name.clone());
            let mut others = self.places.iter().filter(|place| place.id != id);
            let twin = others.find(|place| place.parent == parent && place.name == name);
            if twin.is_some_and(|twin| !self.closed.contains_key(&twin.id)) {
                self.wrong(row, column, What::UnitThere(name));
            }
        }
    }

    fn open(&mut self, row: &Row) {
        let path = row.unit.replace('／', "/");
        let (above, name) = match path.rsplit_once('/') {
            Some((above, name)) => (Some(above), name),
            None => (None, path.as_str()),
        };
        let Ok(name) = PersonName::new(name) else {
            return self.wrong(row, Column::Unit, What::Invalid(row.unit.clone()));
        };
        // A unit may be opened below one that the list opens, in the line before.
        let names = Names::of(&self.places);
        // And below one that is called otherwise from the day on.
        let parents = |above| match names.find(above) {
            [] => self.former.find(above),
            found => found,
        };
        let parent = match above.map(|above| (above, parents(above))) {
            None => None,
            Some((_, [one])) => Some(*one),
            Some((above, [])) => {
                return self.wrong(row, Column::Unit, What::NoUnit(above.to_owned()));
            }
            Some((above, _)) => {
                return self.wrong(row, Column::Unit, What::ManyUnits(above.to_owned()));
            }
        };
        let same = |place: &Place| place.parent == parent && place.name == name.as_str();
        if let Some(there) = self.places.iter().find(|place| same(place)) {
            // It is so already when the town has it from this very day.
            let mut began = self.known.census.units.iter();
            let began = began.find(|(id, _)| *id == there.id);
            if began.is_some_and(|(_, unit)| unit.period.from() == self.day()) {
                return self.counted(Act::Open, Vec::new());
            }
            return self.wrong(row, Column::Unit, What::UnitThere(row.unit.clone()));
        }
        // A name that another unit gives up on the same day would mean both of them in the rows of the list.
        if self.known.former().iter().any(same) {
            return self.wrong(row, Column::Unit, What::UnitThere(row.unit.clone()));
        }
        let highest = self.known.census.units.iter().map(|(_, unit)| unit.order);
        let more = u32::try_from(self.begun.len()).unwrap_or(u32::MAX);
        let order = highest
            .max()
            .unwrap_or(0)
            .saturating_add(more)
            .saturating_add(1);
        let id = UnitId::new(self.ids.next());
        let unit = Unit {
            parent,
            name: name.as_str().to_owned(),
            order,
            period: Period::since(self.day()),
        };
        self.begun.push(id);
        self.places.push(Place {
            id,
            name: unit.name.clone(),
            parent,
        });
        self.counted(Act::Open, vec![Change::UnitOpened(id, unit)]);
    }

    /// The units of a name before the day, or else of the day.
    fn meant(&self, name: &str) -> Vec<UnitId> {
        match self.former.find(name) {
            [] => self.names.find(name).to_vec(),
            found => found.to_vec(),
        }
    }

    fn is_called(&self, id: UnitId, name: &str) -> bool {
        let mut places = self.places.iter();
        places.any(|place| place.id == id && place.name == name)
    }

    fn close(&mut self, row: &Row, id: UnitId) {
        // The day no longer has it: it was closed before.
        if self.places.iter().all(|place| place.id != id) {
            return self.counted(Act::Close, Vec::new());
        }
        self.closed.insert(id, row.line);
        self.plan.units.push((id, Act::Close, row.line));
        let last = self.eve();
        self.counted(Act::Close, vec![Change::UnitClosed(id, last)]);
    }

    fn rename(&mut self, row: &Row, id: UnitId) {
        let Ok(name) = PersonName::new(&row.new_name) else {
            let what = if row.new_name.is_empty() {
                What::Empty
            } else {
                What::Invalid(row.new_name.clone())
            };
            return self.wrong(row, Column::NewName, what);
        };
        if self.is_called(id, name.as_str()) {
            return self.counted(Act::Rename, Vec::new());
        }
        for place in self.places.iter_mut().filter(|place| place.id == id) {
            name.as_str().clone_into(&mut place.name);
        }
        let change = Change::UnitNamed(id, self.day(), name.as_str().to_owned());
        self.counted(Act::Rename, vec![change]);
    }

    /// A unit that closes holds nobody any more.
    pub(super) fn emptied(&mut self, rows: &[Row]) {
        if self.closed.is_empty() {
            return;
        }
        let mut left: HashMap<UnitId, HashSet<StaffId>> = HashMap::new();
        for (id, row) in &self.known.census.appointments {
            let stays = row.period.last().is_none_or(|last| last >= self.day());
            if let Some(unit) = self.at.get(&row.post)
                && stays
                && !self.ended.contains(id)
            {
                left.entry(*unit).or_default().insert(row.staff);
            }
        }
        for change in &self.plan.changes {
            if let Change::Appointed(_, row) = change
                && let Some(unit) = self.at.get(&row.post)
            {
                left.entry(*unit).or_default().insert(row.staff);
            }
        }
        let closed = self.closed.clone();
        for row in rows.iter().filter(|row| row.act == Act::Close) {
            for (unit, _) in closed.iter().filter(|(_, line)| **line == row.line) {
                if let Some(people) = left.get(unit) {
                    self.wrong(row, Column::Unit, What::Remaining(people.len()));
                }
                let stays =
                    |place: &Place| place.parent == Some(*unit) && !closed.contains_key(&place.id);
                if self.places.iter().any(stays) {
                    self.wrong(row, Column::Unit, What::Below);
                }
            }
        }
    }
}
