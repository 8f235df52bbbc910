//! The rows: one for each person who keeps something.

use super::model::Favourites;
use crate::org::{OrganisationId, StaffId};
use sekisho_platform::store::{Record, Table};

impl Record for Favourites {}

/// By organisation and person.
#[derive(Debug)]
pub(super) enum FavouriteRows {}

impl Table for FavouriteRows {
    const NAME: &'static str = "favourite";
    // Nobody follows them: they are read with every page.
    const LOGGED: bool = false;
    type Key = (OrganisationId, StaffId);
    type Record = Favourites;
}
