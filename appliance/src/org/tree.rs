//! The tree of a day in memory: every unit with its path, its depth and what stands below it, read once for a page.

use super::model::UnitId;
use super::scope::Town;
use super::service::OrgError;
use super::service::units::units_on;
use super::table::Unit;
use jiff::civil::Date;
use sekisho_platform::store::View;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// A unit where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    /// Its identity.
    pub id: UnitId,
    /// Its name.
    pub name: String,
    /// 総務課総務係: the names from the top down to it.
    pub path: String,
    /// How many units stand above it.
    pub depth: usize,
    /// The place of the unit above it.
    pub parent: Option<usize>,
    /// The places of everything below it.
    pub below: Range<usize>,
}

/// The units of a day, each before what stands below it, siblings in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    places: HashMap<UnitId, usize>,
}

/// The tree of an organisation on a day.
pub(crate) fn tree_on(tx: &View<'_>, town: Town, day: Date) -> Result<Tree, OrgError> {
    Ok(Tree::of(units_on(tx, town, day)?))
}

impl Tree {
    fn of(units: Vec<(UnitId, Unit)>) -> Self {
        let known: HashSet<UnitId> = units.iter().map(|(id, _)| *id).collect();
        let mut children: HashMap<Option<UnitId>, Vec<(UnitId, String)>> = HashMap::new();
        for (id, unit) in units {
            // Below a unit that is closed on this day it stands at the top.
            let parent = unit.parent.filter(|parent| known.contains(parent));
            children.entry(parent).or_default().push((id, unit.name));
        }
        let mut tree = Self::default();
        tree.grow(&mut children, None, None);
        // A ring, which only a damaged store can hold, hangs from nothing; its units are shown all the same.
        let mut rest: Vec<_> = children.into_values().flatten().collect();
        rest.sort();
        for (id, name) in rest {
            tree.add(id, name, None);
        }
        tree
    }

    fn grow(
        &mut self,
        children: &mut HashMap<Option<UnitId>, Vec<(UnitId, String)>>,
        of: Option<UnitId>,
        parent: Option<usize>,
    ) {
        for (id, name) in children.remove(&of).unwrap_or_default() {
            let place = self.add(id, name, parent);
            self.grow(children, Some(id), Some(place));
            let end = self.nodes.len();
            if let Some(node) = self.nodes.get_mut(place) {
                node.below = place.saturating_add(1)..end;
            }
        }
    }

    fn add(&mut self, id: UnitId, name: String, parent: Option<usize>) -> usize {
        let place = self.nodes.len();
        let above = parent.and_then(|place| self.nodes.get(place));
        let node = Node {
            id,
            path: above.map_or_else(String::new, |above| above.path.clone()) + &name,
            depth: above.map_or(0, |above| above.depth.saturating_add(1)),
            name,
            parent,
            below: place..place,
        };
        self.nodes.push(node);
        self.places.insert(id, place);
        place
    }

    /// Every unit in its order.
    pub(crate) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Where a unit stands among [`Tree::nodes`].
    pub(crate) fn place(&self, unit: UnitId) -> Option<usize> {
        self.places.get(&unit).copied()
    }

    /// A unit.
    pub(crate) fn node(&self, unit: UnitId) -> Option<&Node> {
        self.nodes.get(self.place(unit)?)
    }

    /// A unit and everything below it, in their order.
    pub(crate) fn branch(&self, unit: UnitId) -> &[Node] {
        let whole = self
            .place(unit)
            .and_then(|place| Some(place..self.nodes.get(place)?.below.end));
        whole
            .and_then(|places| self.nodes.get(places))
            .unwrap_or_default()
    }

    /// Whether a unit is another one or stands somewhere above it.
    pub(crate) fn holds(&self, unit: UnitId, other: UnitId) -> bool {
        match (self.place(unit), self.place(other)) {
            (Some(place), Some(wanted)) => {
                place == wanted
                    || self
                        .nodes
                        .get(place)
                        .is_some_and(|node| node.below.contains(&wanted))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::Period;
    use jiff::civil::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn id(number: usize) -> UnitId {
        UnitId::new(Uuid::from_u128(u128::try_from(number).expect("small")))
    }

    fn unit(number: usize, parent: Option<usize>) -> (UnitId, Unit) {
        let unit = Unit {
            parent: parent.map(id),
            name: format!("{number}課"),
            order: 0,
            period: Period::since(date(2006, 4, 1)),
        };
        (id(number), unit)
    }

    #[test]
    fn a_unit_stands_before_what_is_below_it_and_its_path_tells_both() {
        let tree = Tree::of(vec![
            unit(1, None),
            unit(2, None),
            unit(3, Some(1)),
            unit(4, Some(3)),
        ]);
        let names: Vec<_> = tree.nodes().iter().map(|node| node.name.as_str()).collect();
        assert_eq!(names, ["1課", "3課", "4課", "2課"]);
        let deepest = tree.node(id(4)).expect("there");
        assert_eq!((deepest.path.as_str(), deepest.depth), ("1課3課4課", 2));
        assert_eq!(tree.branch(id(1)).len(), 3);
        assert!(tree.holds(id(1), id(4)) && !tree.holds(id(2), id(4)) && tree.holds(id(2), id(2)));
    }

    #[test]
    fn below_a_unit_that_was_closed_one_stands_at_the_top_and_a_ring_is_shown_too() {
        let tree = Tree::of(vec![unit(1, Some(9)), unit(2, Some(3)), unit(3, Some(2))]);
        assert_eq!(tree.nodes().len(), 3);
        assert!(tree.nodes().iter().all(|node| node.depth == 0));
    }

    proptest! {
        #[test]
        fn every_unit_stands_once_whatever_hangs_from_what(parents in proptest::collection::vec(0_usize..24, 0..20)) {
            let units: Vec<_> = parents.iter().enumerate().map(|(number, parent)| unit(number, Some(*parent))).collect();
            let tree = Tree::of(units.clone());
            prop_assert_eq!(tree.nodes().len(), units.len());
            for (id, _) in &units {
                prop_assert!(tree.node(*id).is_some());
                for node in tree.branch(*id) {
                    prop_assert!(tree.holds(*id, node.id));
                }
            }
        }
    }
}
