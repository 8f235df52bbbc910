//! Questions and changes, each inside the caller's transaction and within the walls it names.

pub(super) mod accounts;
pub(super) mod addresses;
pub(super) mod amend;
pub(super) mod census;
pub(super) mod copy;
pub(super) mod groups;
pub(super) mod organisations;
pub(super) mod posts;
pub(super) mod redraw;
pub(super) mod roles;
pub(super) mod safeguard;
pub(super) mod staff;
pub(super) mod swaps;
pub(super) mod undo;
pub(super) mod units;
pub(super) mod whose;

use sekisho_platform::store::StoreError;

use super::model::Invalid;

/// How a change or a question fails.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OrgError {
    /// The store failed.
    #[error("reading or writing the organisation")]
    Store(#[from] StoreError),
    /// Two people cannot share a log-in name.
    #[error("giving out a log-in name that is taken")]
    LoginTaken,
    /// Two people cannot share an address.
    #[error("giving out a mail address that is taken")]
    AddressTaken,
    /// The unit named is not there within these walls.
    #[error("placing somebody in a unit that is not there")]
    NoUnit,
    /// The post named is not there within these walls.
    #[error("appointing somebody to a post that is not there")]
    NoPost,
    /// The person named is not there within these walls.
    #[error("changing somebody who is not there")]
    NoStaff,
    /// The organisation named is not there.
    #[error("adding to an organisation that is not there")]
    NoOrganisation,
    /// A post does not exist on every day of an appointment.
    #[error("appointing somebody to a post beyond its days")]
    BeyondPost,
    /// 本務 is one at a time.
    #[error("giving somebody a second main post for the same days")]
    SecondMain,
    /// The people of the town are others than those a swap was made for.
    #[error("laying a swap over people who have changed since")]
    Changed,
    /// What was given is not there within these walls, or has ended.
    #[error("taking a role that was not given")]
    NoGrant,
    /// Somebody must be able to name another administrator.
    #[error("taking the last administrator from a town")]
    LastAdministrator,
    /// Beside it, below the same unit, is one of that name.
    #[error("calling a unit as one beside it")]
    UnitThere,
    /// A unit cannot stand below itself.
    #[error("placing a unit below itself")]
    UnitBelowItself,
    /// No tree is deeper.
    #[error("placing a unit deeper than the tree goes")]
    TooDeep,
    /// Somebody, or another unit, is still in a unit that is to be closed: how many people, how many units.
    #[error("closing a unit that is not empty")]
    UnitInUse(usize, usize),
    /// The group named is not there, or not theirs.
    #[error("changing a group that is not there")]
    NoGroup,
    /// A group cannot be found by itself.
    #[error("putting a group within itself")]
    GroupWithinItself,
    /// More than anybody needs.
    #[error("adding to a group, or to somebody's groups, beyond what is kept")]
    GroupFull,
    /// A unit has one account, with one address.
    #[error("giving a unit another account")]
    AccountThere,
    /// What was so stays told.
    #[error("changing a day that is over")]
    Past,
    /// What was given cannot be.
    #[error("taking a change of people")]
    Invalid(#[from] Invalid),
}
