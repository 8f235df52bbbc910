//! Reading and keeping what one has at hand. Nobody does it for another.

use super::model::{Favourites, Pin};
use super::table::FavouriteRows;
use crate::cx::Cx;
use crate::org::{StaffId, Town};
use sekisho_platform::store::{Revision, StoreError, Update, View};
use std::collections::BTreeMap;

/// What somebody keeps.
pub(crate) fn favourites_of(
    tx: &View<'_>,
    town: Town,
    staff: StaffId,
) -> Result<Favourites, StoreError> {
    let row = tx.get::<FavouriteRows>(&(town.organisation(), staff))?;
    Ok(row.unwrap_or_default())
}

/// What one keeps, with the number of its last change; none for no row.
pub(super) fn favourites_with_revision(
    tx: &View<'_>,
    cx: &Cx,
) -> Result<(Option<Revision>, Favourites), StoreError> {
    let row = tx.get_with_revision::<FavouriteRows>(&(cx.town.organisation(), cx.staff))?;
    Ok(
        row.map_or((None, Favourites::default()), |(revision, row)| {
            (Some(revision), row)
        }),
    )
}

/// One act on the list.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// Keeps a page.
    Pin(Pin),
    /// Takes a page away, by its address.
    Unpin(String),
    /// Puts back what was taken away last.
    PutBack,
    /// Moves a page a place up, or down.
    Shift(String, bool),
}

/// Does it; answers whether anything changed.
pub(super) fn favourites_act(tx: &mut Update<'_>, cx: &Cx, act: &Act) -> Result<bool, StoreError> {
    let mut row = favourites_of(tx, cx.town, cx.staff)?;
    let changed = match act {
        Act::Pin(pin) => row.pin(pin.clone()),
        Act::Unpin(href) => row.unpin(href),
        Act::PutBack => row.put_back(),
        Act::Shift(href, down) => row.shift(href, *down),
    };
    if changed {
        tx.put::<FavouriteRows>(&(cx.town.organisation(), cx.staff), &row)?;
    }
    Ok(changed)
}

/// What became of names that were given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// They are kept.
    Kept,
    /// The list was changed meanwhile: what it is now, and the number of that change.
    Changed(Option<Revision>, Favourites),
}

/// Gives all of them names, where the list is still the one that was read.
pub(super) fn favourites_name(
    tx: &mut Update<'_>,
    cx: &Cx,
    names: &BTreeMap<String, String>,
    read: Option<Revision>,
) -> Result<Named, StoreError> {
    let (revision, row) = favourites_with_revision(tx, cx)?;
    if revision != read {
        return Ok(Named::Changed(revision, row));
    }
    let key = (cx.town.organisation(), cx.staff);
    tx.put_if::<FavouriteRows>(&key, &row.named(names), read)?;
    Ok(Named::Kept)
}
