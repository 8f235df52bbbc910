//! 写し: everything of a town's people in another store, where a change of many can be tried.

use super::OrgError;
use crate::org::scope::Town;
use crate::org::table::{
    AddressRows, Appointments, Grants, Organisations, PeopleRows, Posts, StaffRows, SwapChanges,
    Swaps, UnitNames, Units, Versions,
};
use sekisho_platform::store::{Direction, Table, ToKey, Update, View};

/// More rows than any town has of anything.
const MANY: usize = 1_000_000;

/// Copies a town. What other towns have is left where it is, but for their addresses, which nobody may take twice.
pub(crate) fn town_copy(from: &View<'_>, to: &mut Update<'_>, town: Town) -> Result<(), OrgError> {
    let organisation = town.organisation();
    rows::<Organisations>(from, to, &organisation)?;
    rows::<Units>(from, to, &organisation)?;
    rows::<UnitNames>(from, to, &organisation)?;
    rows::<Posts>(from, to, &organisation)?;
    rows::<StaffRows>(from, to, &organisation)?;
    rows::<Appointments>(from, to, &organisation)?;
    rows::<Grants>(from, to, &organisation)?;
    rows::<PeopleRows>(from, to, &organisation)?;
    rows::<Swaps>(from, to, &organisation)?;
    rows::<SwapChanges>(from, to, &organisation)?;
    rows::<AddressRows>(from, to, &())?;
    rows::<Versions>(from, to, &())
}

fn rows<T: Table>(
    from: &View<'_>,
    to: &mut Update<'_>,
    prefix: &impl ToKey,
) -> Result<(), OrgError> {
    for (key, record) in from.prefix::<T>(prefix, Direction::Up, MANY)? {
        to.put::<T>(&key, &record)?;
    }
    Ok(())
}
