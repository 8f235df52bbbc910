//! 根拠: why somebody may do something, as the chain of what is so on the day: they work here, hold a post, the post bears
//! a role, the role reaches a unit.
//!
//! Whoever decides answers with its grounds, so that the page which tells a right tells why by the very answer that
//! lets the person in. There is no second list of what gives what.

use super::model::{GrantId, PostId, StaffId, UnitId};
use super::post::Held;
use super::role::Grant;
use super::scope::Town;
use jiff::civil::Date;

/// Somebody on a day, within their walls: whoever a right is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Who {
    /// The walls.
    pub town: Town,
    /// Who.
    pub staff: StaffId,
    /// When.
    pub day: Date,
}

/// One thing that is so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// They work here on the day.
    Works,
    /// They hold a post.
    Holds(Held),
    /// A role was given to them, or to a post that they hold.
    Given(GrantId, Grant),
    /// A unit stands below the one that they care for.
    Below(UnitId),
    /// Somebody of the unit.
    Of(StaffId),
    /// 課代表: the account that they may act as.
    Section(PostId),
    /// It is their own.
    Own,
}

/// One chain, from what they are to what they may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ground(Vec<Link>);

impl Ground {
    /// A chain of some links.
    pub(crate) fn of(links: Vec<Link>) -> Self {
        Self(links)
    }

    /// The same with one more link.
    pub(crate) fn and(mut self, link: Link) -> Self {
        self.0.push(link);
        self
    }

    /// The links, the first one first.
    pub(crate) fn links(&self) -> &[Link] {
        &self.0
    }
}

/// Every chain that gives a right, at least one: taking one of them away leaves the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Because(Vec<Ground>);

impl Because {
    /// Of chains that were found; nothing where there are none.
    pub(crate) fn of(grounds: Vec<Ground>) -> Option<Self> {
        (!grounds.is_empty()).then_some(Self(grounds))
    }

    /// One chain.
    pub(crate) fn one(ground: Ground) -> Self {
        Self(vec![ground])
    }

    /// All of them.
    pub(crate) fn grounds(&self) -> &[Ground] {
        &self.0
    }

    /// Each with one more link.
    pub(crate) fn and(self, link: &Link) -> Self {
        let longer = self.0.into_iter().map(|ground| ground.and(link.clone()));
        Self(longer.collect())
    }
}

/// A right that somebody has, for whoever asks why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Right {
    /// Its name, for good: `mail.read`.
    pub code: &'static str,
    /// What they may do to what, in words.
    pub told: String,
    /// Why.
    pub because: Because,
}
