//! 根拠: why somebody may do something, as the chain of what is so on the day: they work here, hold a post, the post bears
//! a role, the role reaches a unit.
//!
//! Whoever decides answers with its grounds, so that the page which tells a right tells why by the very answer that
//! lets the person in. There is no second list of what gives what.

use super::access::Denied;
use super::model::{GrantId, PostId, StaffId, UnitId};
use super::post::Held;
use super::role::Grant;
use super::scope::Town;
use super::service::OrgError;
use crate::text::Language;
use jiff::civil::Date;
use sekisho_platform::store::View;
use uuid::Uuid;

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
    #[expect(dead_code, reason = "accounts of sections give it")]
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
    /// What it is over, where it is not over all there is.
    pub over: Option<Uuid>,
    /// What they may do to what, in words.
    pub told: String,
    /// Why.
    pub because: Because,
}

/// What one part of the house lets somebody do.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rights(Vec<Right>);

impl Rights {
    /// Adds a right where the function that guards it says yes; what could not be found out is a failure.
    pub(crate) fn ask(
        &mut self,
        (code, over): (&'static str, Option<Uuid>),
        told: String,
        answer: Result<Because, Denied>,
    ) -> Result<(), OrgError> {
        match answer {
            Ok(because) => self.0.push(Right {
                code,
                over,
                told,
                because,
            }),
            Err(Denied::Unknown(error)) => return Err(error),
            Err(_) => {}
        }
        Ok(())
    }

    /// All of them, in the order in which they were asked for.
    pub(crate) fn all(&self) -> &[Right] {
        &self.0
    }
}

/// A part of the house that lets people do things. It tells what it would let somebody do by asking the very functions
/// that let them, and is named once where the appliance is put together.
pub(crate) trait Grounds: Sync {
    /// Its name on screen.
    fn word(&self, language: Language) -> &'static str;

    /// Everything that somebody may do here on a day.
    fn rights(
        &self,
        tx: &View<'_>,
        who: Who,
        language: Language,
        out: &mut Rights,
    ) -> Result<(), OrgError>;
}
