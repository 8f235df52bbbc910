//! 課代表: accounts of units, opened and closed.

use super::OrgError;
use super::addresses::{address_give, raise};
use super::posts::{post_create, posts_of};
use crate::org::account::{Account, Accounts, CloseAccount, OpenAccount};
use crate::org::deed::May;
use crate::org::model::{PostId, UnitId};
use crate::org::period::Period;
use crate::org::post::{Post, PostKind, Title};
use crate::org::scope::Town;
use crate::org::second::{SecondError, conclude};
use crate::org::table::Reader;
use jiff::Timestamp;
use sekisho_platform::store::{Update, View};

/// What an account's post is called in its unit.
const TITLE: &str = "課代表";

/// An account by the post that it is, open or not.
pub(crate) fn account_get(
    tx: &View<'_>,
    town: Town,
    post: PostId,
) -> Result<Option<Account>, OrgError> {
    Ok(tx.get::<Accounts>(&(town.organisation(), post))?)
}

/// The account that a unit has, or had: one.
pub(crate) fn account_of(
    tx: &View<'_>,
    town: Town,
    unit: UnitId,
) -> Result<Option<(PostId, Account)>, OrgError> {
    for (id, post) in posts_of(tx, town, unit)? {
        if post.kind == PostKind::Representative
            && let Some(account) = account_get(tx, town, id)?
        {
            return Ok(Some((id, account)));
        }
    }
    Ok(None)
}

/// Gives a unit an account; the one that it had is opened again, with the address it had.
pub(crate) fn account_open(
    tx: &mut Update<'_>,
    may: &May<OpenAccount>,
    id: PostId,
    now: Timestamp,
) -> Result<PostId, SecondError> {
    conclude(tx, may, now)?;
    let (town, deed) = (may.town(), may.deed());
    if let Some((post, mut account)) = account_of(tx, town, deed.unit)? {
        if account.active || account.address != deed.address {
            return Err(OrgError::AccountThere.into());
        }
        account.active = true;
        tx.put::<Accounts>(&(town.organisation(), post), &account)?;
        raise(tx)?;
        return Ok(post);
    }
    address_give(tx, town, &deed.address, Reader::Post(id))?;
    let post = Post {
        unit: deed.unit,
        title: Title::new(TITLE).map_err(OrgError::from)?,
        kind: PostKind::Representative,
        order: u16::MAX,
        period: Period::since(may.day()),
    };
    post_create(tx, town, id, &post)?;
    let account = Account {
        address: deed.address.clone(),
        active: true,
    };
    tx.put::<Accounts>(&(town.organisation(), id), &account)?;
    Ok(id)
}

/// Closes an account.
pub(crate) fn account_close(
    tx: &mut Update<'_>,
    may: &May<CloseAccount>,
    now: Timestamp,
) -> Result<(), SecondError> {
    conclude(tx, may, now)?;
    let key = (may.town().organisation(), may.deed().post);
    let mut account = tx.get::<Accounts>(&key)?.ok_or(OrgError::NoPost)?;
    account.active = false;
    tx.put::<Accounts>(&key, &account)?;
    raise(tx)?;
    Ok(())
}

/// An account that stands, for towns that are drawn.
#[cfg(test)]
pub(crate) fn account_plant(
    tx: &mut Update<'_>,
    town: Town,
    id: PostId,
    unit: UnitId,
) -> Result<(), OrgError> {
    let address = crate::org::model::Address::new("daihyo@kuji.example")?;
    address_give(tx, town, &address, Reader::Post(id))?;
    let post = Post {
        unit,
        title: Title::new(TITLE)?,
        kind: PostKind::Representative,
        order: u16::MAX,
        period: Period::since(jiff::civil::date(2020, 4, 1)),
    };
    post_create(tx, town, id, &post)?;
    let active = true;
    tx.put::<Accounts>(&(town.organisation(), id), &Account { address, active })?;
    Ok(())
}
