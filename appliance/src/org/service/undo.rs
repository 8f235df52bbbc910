//! Whether a swap can be taken back: what was done since that stands upon it.

use super::OrgError;
use super::posts::appointments_of;
use super::roles::grants_of;
use super::swaps::{settled, stands, swap_changes};
use crate::org::model::{PostId, StaffId, SwapId, UnitId};
use crate::org::role::Bearer;
use crate::org::scope::Town;
use crate::org::swap::{Block, Change};
use crate::org::table::{Appointments, Grants, Posts, UnitNames, UnitPlaces, Units};
use jiff::civil::Date;
use sekisho_platform::store::{Direction, View};
use std::collections::BTreeSet;

/// More than stands below anything.
const MANY: usize = 10_000;

/// What would lose its ground; nothing when the swap can be taken back.
pub(crate) fn swap_blocks(
    tx: &View<'_>,
    town: Town,
    swap: SwapId,
) -> Result<BTreeSet<Block>, OrgError> {
    let look = Look { tx, town, swap };
    let mut blocks = BTreeSet::new();
    for change in swap_changes(tx, town, swap)? {
        look.at(&change, &mut blocks)?;
    }
    Ok(blocks)
}

struct Look<'a> {
    tx: &'a View<'a>,
    town: Town,
    swap: SwapId,
}

impl Look<'_> {
    fn at(&self, change: &Change, blocks: &mut BTreeSet<Block>) -> Result<(), OrgError> {
        let (tx, town) = (self.tx, self.town);
        let organisation = town.organisation();
        match change {
            Change::Appointed(id, row) => {
                let now = tx.get::<Appointments>(&(organisation, *id))?;
                let kept = match now {
                    Some(now) => settled(tx, town, now)?.as_ref() == Some(row),
                    None => false,
                };
                if !kept {
                    blocks.insert(Block::Moved(row.staff));
                }
            }
            Change::AppointmentEnded(id, last) => {
                if let Some(row) = tx.get::<Appointments>(&(organisation, *id))? {
                    self.later(row.row.staff, *last, blocks)?;
                }
            }
            Change::StaffJoined(id, ..) => {
                self.later(*id, Date::MIN, blocks)?;
                self.given(Bearer::Staff(*id), blocks)?;
            }
            Change::StaffLeft(id, last) => self.later(*id, *last, blocks)?,
            Change::PostMade(id, _) => {
                self.holders(*id, blocks)?;
                self.given(Bearer::Post(*id), blocks)?;
            }
            Change::UnitOpened(id, _) => self.below(*id, blocks)?,
            Change::UnitNamed(id, from, _) => {
                let names = tx.prefix::<UnitNames>(&(organisation, *id), Direction::Up, MANY)?;
                for ((_, _, day, by), _) in names {
                    if by != self.swap && day >= *from && stands(tx, town, by)? {
                        blocks.insert(Block::Unit(*id));
                    }
                }
            }
            Change::UnitMoved(id, from, _) => {
                let places = tx.prefix::<UnitPlaces>(&(organisation, *id), Direction::Up, MANY)?;
                for ((_, _, day, by), _) in places {
                    if by != self.swap && day >= *from && stands(tx, town, by)? {
                        blocks.insert(Block::Unit(*id));
                    }
                }
            }
            Change::Granted(id, grant) => {
                let now = tx.get::<Grants>(&(organisation, *id))?;
                let kept = match now {
                    Some(now) => settled(tx, town, now)?.as_ref() == Some(grant),
                    None => false,
                };
                if !kept {
                    blocks.insert(Block::Granted(*id));
                }
            }
            Change::UnitClosed(..) | Change::GrantEnded(..) => {}
        }
        Ok(())
    }

    /// Appointments of somebody after a day that did not come with the swap.
    fn later(
        &self,
        staff: StaffId,
        last: Date,
        blocks: &mut BTreeSet<Block>,
    ) -> Result<(), OrgError> {
        for (id, row) in appointments_of(self.tx, self.town, staff)? {
            if row.period.from() > last && !self.ours(id)? {
                blocks.insert(Block::Moved(staff));
            }
        }
        Ok(())
    }

    fn ours(&self, id: crate::org::AppointmentId) -> Result<bool, OrgError> {
        let key = (self.town.organisation(), id);
        let row = self.tx.get::<Appointments>(&key)?;
        Ok(row.is_some_and(|row| row.began.is_some_and(|mark| mark.swap == self.swap)))
    }

    /// Others who hold a post that came with the swap.
    fn holders(&self, post: PostId, blocks: &mut BTreeSet<Block>) -> Result<(), OrgError> {
        let of_post = (self.town.organisation(), post);
        let up = Direction::Up;
        let rows = (self.tx).by_index::<Appointments>("by_post", &of_post, up, None, MANY)?;
        for ((_, id), row) in rows {
            let staff = row.row.staff;
            if !self.ours(id)? && settled(self.tx, self.town, row)?.is_some() {
                blocks.insert(Block::Moved(staff));
            }
        }
        Ok(())
    }

    fn given(&self, bearer: Bearer, blocks: &mut BTreeSet<Block>) -> Result<(), OrgError> {
        for (id, _) in grants_of(self.tx, self.town, bearer)? {
            let row = self.tx.get::<Grants>(&(self.town.organisation(), id))?;
            let began = row.and_then(|row| row.began);
            if began.is_none_or(|mark| mark.swap != self.swap) {
                blocks.insert(Block::Granted(id));
            }
        }
        Ok(())
    }

    /// Units and posts in a unit that came with the swap, where they did not.
    fn below(&self, unit: UnitId, blocks: &mut BTreeSet<Block>) -> Result<(), OrgError> {
        let organisation = self.town.organisation();
        let posts = (self.tx).by_index::<Posts>(
            "by_unit",
            &(organisation, unit),
            Direction::Up,
            None,
            MANY,
        )?;
        for (_, post) in posts {
            let other = post.began.is_none_or(|mark| mark.swap != self.swap);
            if other && settled(self.tx, self.town, post)?.is_some() {
                blocks.insert(Block::Unit(unit));
            }
        }
        for (_, row) in self
            .tx
            .prefix::<Units>(&organisation, Direction::Up, MANY)?
        {
            let other = row.began.is_none_or(|mark| mark.swap != self.swap);
            if other && row.row.parent == Some(unit) && settled(self.tx, self.town, row)?.is_some()
            {
                blocks.insert(Block::Unit(unit));
            }
        }
        for ((_, _, _, by), row) in
            self.tx
                .prefix::<UnitPlaces>(&organisation, Direction::Up, MANY)?
        {
            if by != self.swap && row.parent == Some(unit) && stands(self.tx, self.town, by)? {
                blocks.insert(Block::Unit(unit));
            }
        }
        Ok(())
    }
}
