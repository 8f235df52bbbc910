//! The section one works in, and where its people are.

use super::service::{Told, presence_of};
use crate::cx::Cx;
use crate::org::{self, OrgError, Staff, StaffId};
use sekisho_platform::store::View;

/// The most colleagues that are shown.
const SECTION_MOST: usize = 40;

/// Somebody of the section.
#[derive(Clone, Debug)]
pub(super) struct Colleague {
    /// Who.
    pub id: StaffId,
    /// Their row.
    pub staff: Staff,
    /// Where they said they are.
    pub told: Option<Told>,
}

/// The section one works in today, by its name and its people.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    /// Its name; empty for whoever holds no post.
    pub name: String,
    /// Its people as their posts stand.
    pub people: Vec<Colleague>,
}

/// The section of the main post one holds today.
pub(super) fn section(tx: &View<'_>, cx: &Cx) -> Result<Section, OrgError> {
    let today = cx.today();
    let held = org::held_on(tx, cx.town, cx.staff, today)?;
    let Some(main) = held.first() else {
        return Ok(Section::default());
    };
    let unit = org::unit_on(tx, cx.town, main.post.unit, today)?;
    let open = unit.filter(|unit| unit.period.holds_on(today));
    let name = open.map_or_else(String::new, |unit| unit.name);
    let mut people = Vec::new();
    for (id, staff) in org::staff_in(tx, cx.town, main.post.unit, today)? {
        if people.len() < SECTION_MOST {
            let told = presence_of(tx, cx.town, id, cx.now)?;
            people.push(Colleague { id, staff, told });
        }
    }
    Ok(Section { name, people })
}
