//! 名簿: everybody of an organisation or of a unit once, section by section, for whoever asks who has read or answered.

use super::model::{StaffId, UnitId};
use super::post::Tenure;
use super::scope::Town;
use super::service::OrgError;
use super::service::posts::{holders_on, posts_of};
use super::service::staff::{staff_list, staff_on};
use super::tree::tree_on;
use jiff::civil::Date;
use sekisho_platform::store::View;
use std::collections::{HashMap, HashSet};

/// The people of one unit; those below it stand under their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Section {
    /// The unit; none for people who hold no post.
    pub unit: Option<UnitId>,
    /// 総務課総務係.
    pub path: String,
    /// Its people, as their posts stand.
    pub people: Vec<StaffId>,
}

/// Everybody who is here on a day, each under the unit of the first post they hold: the main one, else the next. With
/// `within`, only that unit and what stands below it, and then each under the first post they hold there.
pub(crate) fn roll_on(
    tx: &View<'_>,
    town: Town,
    within: Option<UnitId>,
    day: Date,
) -> Result<Vec<Section>, OrgError> {
    let tree = tree_on(tx, town, day)?;
    let nodes = match within {
        Some(unit) => tree.branch(unit),
        None => tree.nodes(),
    };
    let mut order = Vec::new();
    let mut first: HashMap<StaffId, (Tenure, usize)> = HashMap::new();
    for (place, node) in nodes.iter().enumerate() {
        for (post, _) in posts_of(tx, town, node.id)? {
            for (staff, tenure) in holders_on(tx, town, post, day)? {
                order.push((place, staff));
                let known = first.entry(staff).or_insert((tenure, place));
                if tenure < known.0 {
                    *known = (tenure, place);
                }
            }
        }
    }
    let mut sections: Vec<Section> = nodes
        .iter()
        .map(|node| Section {
            unit: Some(node.id),
            path: node.path.clone(),
            people: Vec::new(),
        })
        .collect();
    let mut told = HashSet::new();
    for (place, staff) in order {
        let here = first.get(&staff).is_some_and(|(_, first)| *first == place);
        if here
            && told.insert(staff)
            && staff_on(tx, town, staff, day)?.is_some()
            && let Some(section) = sections.get_mut(place)
        {
            section.people.push(staff);
        }
    }
    if within.is_none() {
        let mut rest = Vec::new();
        for (staff, _) in staff_list(tx, town, "", usize::MAX)? {
            if !told.contains(&staff) && staff_on(tx, town, staff, day)?.is_some() {
                rest.push(staff);
            }
        }
        sections.push(Section {
            unit: None,
            path: String::new(),
            people: rest,
        });
    }
    sections.retain(|section| !section.people.is_empty());
    Ok(sections)
}
