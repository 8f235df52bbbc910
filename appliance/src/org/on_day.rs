//! An organisation as it is on a day, kept in memory beside its roster: the tree of its units, and what a list says of
//! each person. It is filled by whoever asks first, follows the change log with the roster, and is never asked for
//! rights.
//!
//! ```text
//! Rosters ─▶ Roster ─▶ Kept ─▶ one Day for each of the days asked for last ─▶ tree, lines
//!                       ▲
//!                       └── a change of units, posts, appointments or swaps begins a new one;
//!                           a change of a person leaves out that person alone
//! ```

use super::model::{StaffId, UnitId};
use super::post::Tenure;
use super::scope::Town;
use super::service::OrgError;
use super::service::posts::held_on;
use super::service::staff::staff_get;
use super::table::Staff;
use super::tree::{Tree, tree_on};
use jiff::civil::Date;
use sekisho_platform::store::View;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many days are kept of a town: today, and those around it that somebody looks at.
const DAYS_MOST: usize = 4;

/// A post as a list tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PostTold {
    /// How it is held.
    pub tenure: Tenure,
    /// Where.
    pub unit: UnitId,
    /// The path of its unit.
    pub path: String,
    /// As what.
    pub title: String,
}

/// A person as they stand in lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Who.
    pub staff: Staff,
    /// What they hold, the main post first.
    pub posts: Vec<PostTold>,
}

impl Entry {
    /// What they hold as one reads it below a unit: first what they are there.
    pub(crate) fn posts_under(&self, unit: Option<UnitId>) -> impl Iterator<Item = &PostTold> {
        let there = move |post: &&PostTold| Some(post.unit) == unit;
        let elsewhere = self.posts.iter().filter(move |post| !there(post));
        self.posts.iter().filter(there).chain(elsewhere)
    }
}

/// The days of a town that somebody asked for, the one asked for last at the end.
#[derive(Debug, Default)]
pub(super) struct Kept(Mutex<Vec<(Date, Arc<Day>)>>);

#[derive(Debug)]
struct Day {
    tree: Arc<Tree>,
    entries: Mutex<HashMap<StaffId, Arc<Entry>>>,
}

/// An organisation on a day, for one question.
#[derive(Clone, Debug)]
pub(crate) struct OnDay {
    town: Town,
    date: Date,
    day: Arc<Day>,
    /// Whether what this question reads is what is kept for: of an older state nothing is kept.
    fills: bool,
}

impl OnDay {
    /// The units.
    pub(crate) fn tree(&self) -> &Tree {
        &self.day.tree
    }

    /// Which day.
    pub(crate) fn date(&self) -> Date {
        self.date
    }

    /// Somebody with what they hold on the day; nothing for whom this town does not know.
    pub(crate) fn entry(&self, tx: &View<'_>, id: StaffId) -> Result<Option<Arc<Entry>>, OrgError> {
        if let Some(kept) = held(&self.day.entries).get(&id) {
            return Ok(Some(Arc::clone(kept)));
        }
        let read = entry_read(tx, self.town, &self.day.tree, id, self.date)?.map(Arc::new);
        if let Some(entry) = read.as_ref().filter(|_| self.fills) {
            held(&self.day.entries).insert(id, Arc::clone(entry));
        }
        Ok(read)
    }
}

impl Kept {
    /// The town on a day. `current` says that `tx` sees what this is kept for.
    pub(super) fn on(
        &self,
        tx: &View<'_>,
        town: Town,
        date: Date,
        current: bool,
    ) -> Result<OnDay, OrgError> {
        let on = |day, fills| OnDay {
            town,
            date,
            day,
            fills,
        };
        let mut days = held(&self.0);
        if let Some(place) = days.iter().position(|(kept, _)| *kept == date) {
            let found = days.remove(place);
            let day = Arc::clone(&found.1);
            days.push(found);
            return Ok(on(day, current));
        }
        drop(days);
        let day = Arc::new(Day {
            tree: Arc::new(tree_on(tx, town, date)?),
            entries: Mutex::default(),
        });
        if !current {
            return Ok(on(day, false));
        }
        let mut days = held(&self.0);
        // Another may have been quicker.
        days.retain(|(kept, _)| *kept != date);
        if days.len() >= DAYS_MOST {
            days.remove(0);
        }
        days.push((date, Arc::clone(&day)));
        Ok(on(day, true))
    }

    /// The same without what is kept of some people.
    pub(super) fn without(&self, people: &HashSet<StaffId>) -> Self {
        let days = held(&self.0);
        let kept = days.iter().map(|(date, day)| {
            let entries = held(&day.entries);
            let others = entries.iter().filter(|(id, _)| !people.contains(id));
            let others = others.map(|(id, entry)| (*id, Arc::clone(entry)));
            let day = Day {
                tree: Arc::clone(&day.tree),
                entries: Mutex::new(others.collect()),
            };
            (*date, Arc::new(day))
        });
        Self(Mutex::new(kept.collect()))
    }
}

/// Somebody with what they hold on a day, read from the rows.
pub(super) fn entry_read(
    tx: &View<'_>,
    town: Town,
    tree: &Tree,
    id: StaffId,
    date: Date,
) -> Result<Option<Entry>, OrgError> {
    let Some(staff) = staff_get(tx, town, id)? else {
        return Ok(None);
    };
    let posts = held_on(tx, town, id, date)?.into_iter();
    let posts = posts.map(|held| PostTold {
        tenure: held.tenure,
        unit: held.post.unit,
        path: tree
            .node(held.post.unit)
            .map_or_else(String::new, |node| node.path.clone()),
        title: held.post.title.as_str().to_owned(),
    });
    Ok(Some(Entry {
        staff,
        posts: posts.collect(),
    }))
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whole entries are put in, so what another thread left behind is whole.
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::dated::{Dated, Mark, Swap, SwapState};
    use crate::org::lines::found_by;
    use crate::org::service::staff::{staff_on, staff_then};
    use crate::org::table::{
        Appointments, Posts, StaffRows, Swaps, UnitName, UnitNames, UnitPlace, UnitPlaces, Units,
    };
    use crate::org::{
        OrganisationId, PersonName, Rosters, SwapId, Yomi, demo, organisation_create,
    };
    use crate::text::fold::fold;
    use jiff::civil::date;
    use proptest::prelude::*;
    use sekisho_platform::id::{CountingIds, Ids};
    use sekisho_platform::store::{Direction, Store, Update};
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 20);
    /// Before, at and after the day on which swaps begin and end things here.
    const DAYS: [Date; 3] = [date(2026, 11, 19), TODAY, date(2027, 4, 1)];

    /// The demo town, and a second one of the same shape.
    fn towns() -> (Store, [Town; 2]) {
        let (store, ids) = (Store::memory(), CountingIds::new());
        let town = Town::at_the_machine(OrganisationId::new(ids.uuid()));
        let other = Town::at_the_machine(OrganisationId::new(ids.uuid()));
        let lines = demo::town(&ids).expect("the list reads");
        store
            .update(|tx| -> Result<(), OrgError> {
                organisation_create(tx, town.organisation(), demo::NAME, demo::DOMAIN)?;
                organisation_create(tx, other.organisation(), "みずうみ町", "mizuumi.example")?;
                demo::seed(tx, town, &lines)?;
                Ok(())
            })
            .expect("seeded");
        (store, [town, other])
    }

    /// Some change of any row that a list of people rests on, as chance would have it.
    fn change(tx: &mut Update<'_>, town: Town, seed: &[usize; 4]) -> Result<(), OrgError> {
        let organisation = town.organisation();
        let [what, which, to, when] = *seed;
        let swap = SwapId::new(Uuid::from_u128(u128::try_from(to % 3).expect("small")));
        let mark = Mark {
            swap,
            day: DAYS[when % DAYS.len()],
        };
        macro_rules! one {
            ($table:ty) => {{
                let rows = tx.prefix::<$table>(&organisation, Direction::Up, 1_000)?;
                match rows.len() {
                    0 => return Ok(()),
                    count => rows.into_iter().nth(which % count).expect("there"),
                }
            }};
        }
        match what {
            0 => {
                let (key, mut row) = one!(StaffRows);
                row.row.name = PersonName::new(&format!("森{} 一郎", to % 7))?;
                row.row.yomi = Yomi::new(["あい", "もり", "わだ"][when % 3])?;
                tx.put::<StaffRows>(&key, &row)?;
            }
            1 => {
                let (key, mut row) = one!(StaffRows);
                row.row.active = to % 2 == 0;
                tx.put::<StaffRows>(&key, &row)?;
            }
            2 => {
                let (key, mut row) = one!(StaffRows);
                match to % 3 {
                    0 => row.began = Some(mark),
                    1 => row.ended = Some(mark),
                    _ => (row.began, row.ended) = (None, None),
                }
                tx.put::<StaffRows>(&key, &row)?;
            }
            3 => {
                let (key, _) = one!(StaffRows);
                tx.remove::<StaffRows>(&key)?;
            }
            4 => {
                let (key, mut row) = one!(Appointments);
                row.ended = (to % 2 == 0).then_some(mark);
                tx.put::<Appointments>(&key, &row)?;
            }
            5 => {
                let (key, _) = one!(Appointments);
                tx.remove::<Appointments>(&key)?;
            }
            6 => {
                let ((_, unit), _) = one!(Units);
                let (key, mut row) = one!(Posts);
                row.row.unit = unit;
                tx.put::<Posts>(&key, &row)?;
            }
            7 => {
                let ((_, unit), _) = one!(Units);
                let name = format!("改称{to}課");
                let key = (organisation, unit, mark.day, swap);
                tx.put::<UnitNames>(&key, &UnitName { name, mark })?;
            }
            8 => {
                let ((_, unit), _) = one!(Units);
                let key = (organisation, unit, mark.day, swap);
                tx.put::<UnitPlaces>(&key, &UnitPlace { parent: None, mark })?;
            }
            9 => {
                let (key, mut row) = one!(Units);
                row.ended = (to % 2 == 0).then_some(mark);
                tx.put::<Units>(&key, &row)?;
            }
            _ => {
                let states = [SwapState::Preparing, SwapState::Stands, SwapState::Void];
                let head = Swap {
                    state: states[which % 3],
                    day: mark.day,
                    seen: 0,
                    kept: true,
                };
                tx.put::<Swaps>(&(organisation, swap), &head)?;
            }
        }
        Ok(())
    }

    /// Compares what is kept with the rows, on every day and for everybody who ever was.
    fn compare(
        store: &Store,
        rosters: &Rosters,
        town: Town,
        people: &[StaffId],
        query: &str,
    ) -> Result<(), OrgError> {
        store.view(|tx| {
            for day in DAYS {
                let on = rosters.on(tx, town, day)?;
                let tree = tree_on(tx, town, day)?;
                assert_eq!(on.tree().nodes(), tree.nodes());
                for id in people {
                    let kept = on.entry(tx, *id)?;
                    let read = entry_read(tx, town, &tree, *id, day)?;
                    assert_eq!(kept.as_deref(), read.as_ref());
                }
                let rows = tx.prefix::<StaffRows>(&town.organisation(), Direction::Up, 1_000)?;
                for then in [false, true] {
                    let mut wanted = Vec::new();
                    for ((_, id), Dated { row, .. }) in &rows {
                        let here = if then {
                            staff_then(tx, town, *id, day)?
                        } else {
                            staff_on(tx, town, *id, day)?
                        };
                        let (line, folded) = (found_by(row), fold(query));
                        let holds = folded.split(' ').all(|word| line.contains(word));
                        if here.is_some() && holds {
                            wanted.push((row.yomi.as_str().to_owned(), *id));
                        }
                    }
                    wanted.sort();
                    let wanted: Vec<StaffId> = wanted.into_iter().map(|(_, id)| id).collect();
                    let found = if then {
                        rosters.find_then(tx, town, query, day)?
                    } else {
                        let first = rosters.find_first(tx, town, query, day, 3)?;
                        let folded = fold(query);
                        let begins = |id: &StaffId| {
                            let row = rows.iter().find(|((_, one), _)| one == id).unwrap();
                            let line = found_by(&row.1.row);
                            let mut fields = line.split('\n');
                            let words = folded.split(' ').filter(|word| !word.is_empty());
                            fields.any(|field| words.clone().any(|word| field.starts_with(word)))
                        };
                        let (mut likely, after): (Vec<_>, Vec<_>) =
                            wanted.iter().copied().partition(begins);
                        likely.extend(after);
                        assert_eq!(first, likely[..likely.len().min(3)]);
                        rosters.find(tx, town, query, day)?
                    };
                    assert_eq!(found, wanted, "{query:?} on {day}");
                }
            }
            Ok(())
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn what_is_kept_says_what_the_rows_say_whatever_changes(
            seeds in proptest::collection::vec(proptest::array::uniform4(0_usize..11), 1..24),
            query in prop_oneof![
                Just(""), Just("一"), Just("もり　いち"), Just("sa"), Just("1"), Just("田 1"), Just("ﾓﾘ")
            ],
        ) {
            let (store, [town, other]) = towns();
            let rosters = Rosters::default();
            let people: Vec<StaffId> = store
                .view(|tx| tx.prefix::<StaffRows>(&town.organisation(), Direction::Up, 1_000))
                .expect("read")
                .into_iter()
                .map(|((_, id), _)| id)
                .collect();
            compare(&store, &rosters, town, &people, query).expect("read");
            for seed in &seeds {
                // Somebody still asks of the state before, after the change was seen: nothing of it may stay.
                store
                    .view(|before| -> Result<(), OrgError> {
                        store.update(|tx| change(tx, town, seed))?;
                        store.view(|tx| rosters.on(tx, town, TODAY).map(drop))?;
                        let on = rosters.on(before, town, TODAY)?;
                        for id in &people {
                            on.entry(before, *id)?;
                        }
                        Ok(())
                    })
                    .expect("changed");
                compare(&store, &rosters, town, &people, query).expect("read");
                compare(&store, &rosters, other, &people, query).expect("read");
            }
        }
    }
}
