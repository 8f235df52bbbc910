//! The folded copy of everybody's names in memory, so that a part of a name is found among thousands while one types.
//!
//! A roster is derived and never asked for rights: it answers identities, whose rows are then read in the caller's
//! own transaction. It follows the change log, so it is as new as the state it is asked in.

use super::lines::Lines;
use super::model::{OrganisationId, StaffId};
use super::on_day::{Kept, OnDay};
use super::scope::Town;
use super::service::OrgError;
use super::service::staff::staff_then;
use super::table::{Appointments, Posts, StaffRows, Swaps, UnitNames, UnitPlaces, Units};
use crate::text::fold::fold;
use jiff::civil::Date;
use sekisho_platform::store::{Change, Direction, View};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// More changes than this are not followed one by one; the town is read anew.
const BEHIND_MOST: usize = 20_000;

/// The most people of one organisation.
const PEOPLE_MOST: usize = 100_000;

/// The rosters of all organisations that were asked for.
#[derive(Debug, Default)]
pub(crate) struct Rosters(Mutex<HashMap<OrganisationId, Roster>>);

/// In which order people are answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// By よみ.
    Yomi,
    /// First those with something that begins with a word; each part by よみ.
    Likely,
}

/// One organisation's people, each with what they are found by, and what lists say of them.
#[derive(Clone, Debug)]
struct Roster {
    sequence: u64,
    lines: Arc<Lines>,
    kept: Arc<Kept>,
}

impl Rosters {
    /// Those who are here on a day and whose name, reading, log-in name, address or extension holds every word of `query`;
    /// everybody for an empty one. In よみ order.
    pub(crate) fn find(
        &self,
        tx: &View<'_>,
        town: Town,
        query: &str,
        day: Date,
    ) -> Result<Vec<StaffId>, OrgError> {
        self.found(tx, town, query, (day, false), Order::Yomi)
    }

    /// At most so many of them, first those with something that begins with a word: whoever types さ means 佐藤 rather
    /// than 石井 修.
    pub(crate) fn find_first(
        &self,
        tx: &View<'_>,
        town: Town,
        query: &str,
        day: Date,
        most: usize,
    ) -> Result<Vec<StaffId>, OrgError> {
        let mut found = self.found(tx, town, query, (day, false), Order::Likely)?;
        found.truncate(most);
        Ok(found)
    }

    /// The same of a day that is over, with whoever is suspended by now: they worked here then.
    pub(crate) fn find_then(
        &self,
        tx: &View<'_>,
        town: Town,
        query: &str,
        day: Date,
    ) -> Result<Vec<StaffId>, OrgError> {
        self.found(tx, town, query, (day, true), Order::Yomi)
    }

    /// The tree of a day, and what lists say of people then. As new as `tx`, or a moment newer; never for rights.
    pub(crate) fn on(&self, tx: &View<'_>, town: Town, day: Date) -> Result<OnDay, OrgError> {
        let roster = self.fresh(tx, town)?;
        let current = roster.sequence == tx.last_sequence()?;
        roster.kept.on(tx, town, day, current)
    }

    fn found(
        &self,
        tx: &View<'_>,
        town: Town,
        query: &str,
        (day, then): (Date, bool),
        order: Order,
    ) -> Result<Vec<StaffId>, OrgError> {
        let roster = self.fresh(tx, town)?;
        let folded = fold(query);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let (mut found, mut after) = (Vec::new(), Vec::new());
        for person in roster.lines.holding(&words) {
            if person.shut && !then {
                continue;
            }
            if !person.dated || staff_then(tx, town, person.id, day)?.is_some() {
                match order {
                    Order::Likely if !roster.lines.begins(person, &words) => after.push(person.id),
                    Order::Likely | Order::Yomi => found.push(person.id),
                }
            }
        }
        found.append(&mut after);
        Ok(found)
    }

    /// The roster of a town, brought to the state of `tx`. A state older than what is kept is answered with what is
    /// kept: it is a moment newer, and every row is read in `tx` afterwards.
    fn fresh(&self, tx: &View<'_>, town: Town) -> Result<Roster, OrgError> {
        let organisation = town.organisation();
        let now = tx.last_sequence()?;
        let kept = self.kept().get(&organisation).cloned();
        let roster = match kept {
            Some(roster) if roster.sequence >= now => return Ok(roster),
            Some(roster) => roster.followed(tx, organisation, now)?,
            None => Roster::read(tx, organisation, now)?,
        };
        let mut all = self.kept();
        let newer = all
            .get(&organisation)
            .is_none_or(|other| other.sequence < roster.sequence);
        if newer {
            all.insert(organisation, roster.clone());
        }
        Ok(roster)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<OrganisationId, Roster>> {
        // Whole entries are swapped in, so what another thread left behind is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Roster {
    fn read(tx: &View<'_>, organisation: OrganisationId, now: u64) -> Result<Self, OrgError> {
        let mut lines = Lines::default();
        for ((_, id), staff) in tx.prefix::<StaffRows>(&organisation, Direction::Up, PEOPLE_MOST)? {
            lines.put(id, Some(&staff));
        }
        Ok(Self {
            sequence: now,
            lines: Arc::new(lines),
            kept: Arc::default(),
        })
    }

    fn followed(
        &self,
        tx: &View<'_>,
        organisation: OrganisationId,
        now: u64,
    ) -> Result<Self, OrgError> {
        let changes = tx.changes_since(self.sequence, BEHIND_MOST)?;
        let told_all = changes.last().is_some_and(|change| change.sequence >= now)
            && changes
                .first()
                .is_some_and(|change| change.sequence == self.sequence.saturating_add(1));
        if !told_all {
            return Self::read(tx, organisation, now);
        }
        let touched: HashSet<StaffId> = changes
            .iter()
            .filter_map(Change::key_of::<StaffRows>)
            .filter(|(of, _)| *of == organisation)
            .map(|(_, id)| id)
            .collect();
        let mut roster = self.clone();
        roster.sequence = now;
        for id in &touched {
            let row = tx.get::<StaffRows>(&(organisation, *id))?;
            Arc::make_mut(&mut roster.lines).put(*id, row.as_ref());
        }
        if changes.iter().any(|change| redraws(change, organisation)) {
            roster.kept = Arc::default();
        } else if !touched.is_empty() {
            roster.kept = Arc::new(roster.kept.without(&touched));
        }
        Ok(roster)
    }
}

/// Whether a change may have given somebody another post, or a unit another name or place. A swap that comes to stand,
/// or is taken back, changes its head alone.
fn redraws(change: &Change, organisation: OrganisationId) -> bool {
    let of = |key: Option<OrganisationId>| key == Some(organisation);
    of(change.key_of::<Units>().map(|key| key.0))
        || of(change.key_of::<UnitNames>().map(|key| key.0))
        || of(change.key_of::<UnitPlaces>().map(|key| key.0))
        || of(change.key_of::<Posts>().map(|key| key.0))
        || of(change.key_of::<Appointments>().map(|key| key.0))
        || of(change.key_of::<Swaps>().map(|key| key.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::demo;
    use crate::org::{
        Address, Employment, LoginName, NewStaff, PersonName, Yomi, organisation_create, staff_add,
        staff_list,
    };
    use proptest::prelude::*;
    use sekisho_platform::id::{CountingIds, Ids};
    use sekisho_platform::store::Store;
    use uuid::Uuid;

    const TODAY: Date = jiff::civil::date(2026, 11, 20);

    fn town() -> (Store, Town) {
        let (store, ids) = (Store::memory(), CountingIds::new());
        let organisation = OrganisationId::new(ids.uuid());
        let lines = demo::town(&ids).expect("the list reads");
        store
            .update(|tx| -> Result<(), OrgError> {
                organisation_create(tx, organisation, demo::NAME, demo::DOMAIN)?;
                demo::seed(tx, Town::at_the_machine(organisation), &lines)?;
                Ok(())
            })
            .expect("seeded");
        (store, Town::at_the_machine(organisation))
    }

    fn found(store: &Store, rosters: &Rosters, town: Town, query: &str) -> Vec<String> {
        let people = store.view(|tx| -> Result<_, OrgError> {
            let mut names = Vec::new();
            for id in rosters.find(tx, town, query, TODAY)? {
                let row = crate::org::staff_get(tx, town, id)?.expect("there");
                names.push(row.name.as_str().to_owned());
            }
            Ok(names)
        });
        people.expect("read")
    }

    #[test]
    fn who_comes_leaves_or_takes_another_name_is_found_so_from_then_on() {
        let ((store, town), rosters) = (town(), Rosters::default());
        assert!(
            found(&store, &rosters, town, "森")
                .iter()
                .all(|name| name == "森田 葵")
        );
        let new = NewStaff {
            name: PersonName::new("森 一郎").expect("name"),
            yomi: Yomi::new("もり いちろう").expect("yomi"),
            login: LoginName::new("mori").expect("login"),
            address: Address::new("mori@yamabiko.example").expect("address"),
            phone: String::new(),
            employment: Employment::Regular,
        };
        let id = StaffId::new(Uuid::from_u128(9_999));
        store
            .update(|tx| staff_add(tx, town, id, &new))
            .expect("added");
        assert_eq!(found(&store, &rosters, town, "もり　いち"), ["森 一郎"]);
        let rename = |name: &str, active: bool| {
            store
                .update(|tx| -> Result<(), OrgError> {
                    let key = (town.organisation(), id);
                    let mut row = tx.get::<StaffRows>(&key)?.expect("there");
                    row.row.name = PersonName::new(name)?;
                    row.row.active = active;
                    tx.put::<StaffRows>(&key, &row)?;
                    Ok(())
                })
                .expect("changed");
        };
        rename("林 一郎", true);
        assert_eq!(found(&store, &rosters, town, "森 一"), Vec::<String>::new());
        assert_eq!(found(&store, &rosters, town, "林 一郎"), ["林 一郎"]);
        rename("林 一郎", false);
        assert_eq!(
            found(&store, &rosters, town, "林 一郎"),
            Vec::<String>::new()
        );
        let then = store.view(|tx| rosters.find_then(tx, town, "林 一郎", TODAY));
        assert_eq!(
            then.expect("read"),
            [id],
            "on a day that is over they worked here"
        );
    }

    #[test]
    fn nobody_of_another_town_is_found() {
        let ((store, town), rosters) = (town(), Rosters::default());
        let other = OrganisationId::new(Uuid::from_u128(77));
        store
            .update(|tx| organisation_create(tx, other, "みずうみ町", "mizuumi.example"))
            .expect("made");
        let there = Town::at_the_machine(other);
        assert_eq!(found(&store, &rosters, there, ""), Vec::<String>::new());
        assert_eq!(found(&store, &rosters, town, "").len(), 40);
        assert_eq!(found(&store, &rosters, there, "佐藤"), Vec::<String>::new());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn whatever_part_of_a_name_is_typed_the_same_are_found_as_by_reading_every_row(
            person in 0_usize..40, field in 0_usize..3, from in 0_usize..6, length in 1_usize..4
        ) {
            let ((store, town), rosters) = (town(), Rosters::default());
            let all = store.view(|tx| staff_list(tx, town, "", 100)).expect("read");
            let staff = &all[person].1;
            let text = [staff.name.as_str(), staff.yomi.as_str(), staff.phone.as_str()][field];
            let query: String = text.chars().skip(from).take(length).collect();
            // A piece across the space of a name is two words, which the plain reading does not part.
            prop_assume!(!query.trim().contains(' '));
            let slow: Vec<String> = store
                .view(|tx| staff_list(tx, town, &query, 100))
                .expect("read")
                .iter()
                .map(|(_, staff)| staff.name.as_str().to_owned())
                .collect();
            prop_assert_eq!(found(&store, &rosters, town, &query), slow);
        }
    }
}
