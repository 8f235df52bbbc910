//! What is said in an emergency, how grave it is, and until when. The constructor refuses what cannot be.

use crate::org::Town;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One of them; a later one has a larger identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct EmergencyId(Uuid);
sekisho_platform::key_as!(EmergencyId(Uuid));

impl EmergencyId {
    /// Wraps an identity that was minted by the platform or stood in an address.
    pub(super) fn new(id: Uuid) -> Self {
        Self(id)
    }

    /// The bare identity, for addresses and the audit trail.
    pub(super) fn uuid(self) -> Uuid {
        self.0
    }
}

/// How grave it is. The order is that of the strip: the gravest on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Level {
    /// 緊急: act now.
    Urgent,
    /// 注意: be ready.
    Caution,
    /// 連絡: know it.
    Inform,
}

impl Level {
    /// All of them, the gravest first.
    pub(super) const ALL: [Self; 3] = [Self::Urgent, Self::Caution, Self::Inform];

    /// Its word in forms and in the audit trail.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Caution => "caution",
            Self::Inform => "inform",
        }
    }

    /// Reads it.
    pub(super) fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.tag() == tag)
    }
}

/// Whom it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Reach {
    /// Everybody of one organisation.
    Organisation,
    /// Everybody of every organisation of the house.
    House,
}

impl Reach {
    /// Under what it is kept: the organisation's identity, or nobody's for the house.
    pub(super) fn key(self, town: Town) -> Uuid {
        match self {
            Self::Organisation => town.organisation().uuid(),
            Self::House => Uuid::nil(),
        }
    }

    /// Its word in forms and in the audit trail.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::House => "house",
        }
    }

    /// Reads it.
    pub(super) fn from_tag(tag: &str) -> Option<Self> {
        [Self::Organisation, Self::House]
            .into_iter()
            .find(|reach| reach.tag() == tag)
    }
}

/// Why something typed was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refused {
    /// There are no words.
    #[error("raising an emergency without words")]
    Empty,
    /// There are too many.
    #[error("raising an emergency of too many words")]
    TooLong,
    /// It would be over before it begins, or nobody can tell when.
    #[error("raising an emergency that is over")]
    Over,
    /// It would stand so long that nobody sees it any more.
    #[error("raising an emergency for too long")]
    TooFar,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Words {
    level: Level,
    text: String,
    /// The first microsecond it does not stand any more.
    until: u64,
}

impl Words {
    /// The most letters: a strip is read at a glance.
    pub(super) const MOST: usize = 200;
    /// The longest it stands.
    pub(super) const LONGEST: SignedDuration = SignedDuration::from_hours(31 * 24);

    /// Takes words for some time from now on. Control characters go, ends of lines stay; every other letter is kept.
    pub(super) fn new(
        level: Level,
        text: &str,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Self, Refused> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let kept = text.chars().filter(|c| *c == '\n' || !c.is_control());
        let text: String = kept.collect();
        let text = text.trim();
        if text.is_empty() {
            return Err(Refused::Empty);
        }
        if text.chars().count() > Self::MOST {
            return Err(Refused::TooLong);
        }
        if until <= now {
            return Err(Refused::Over);
        }
        if until.duration_since(now) > Self::LONGEST {
            return Err(Refused::TooFar);
        }
        let until = u64::try_from(until.as_microsecond()).map_err(|_| Refused::Over)?;
        Ok(Self {
            level,
            text: text.to_owned(),
            until,
        })
    }

    /// How grave.
    pub(super) fn level(&self) -> Level {
        self.level
    }

    /// The words, lines parted by `\n`.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The first microsecond it does not stand any more.
    pub(super) fn until(&self) -> u64 {
        self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_refused_and_every_letter_is_kept() {
        let now: Timestamp = "2026-11-20T08:31:07+09:00".parse().expect("a moment");
        let hour = SignedDuration::from_hours(1);
        let words = |text: &str, until| Words::new(Level::Urgent, text, until, now);
        let taken = words(" 葛\u{E0100}城川\u{7}氾濫\r\n\u{E000}地区 ", now + hour).expect("taken");
        assert_eq!(taken.text(), "葛\u{E0100}城川氾濫\n\u{E000}地区");
        assert_eq!(words(" \n ", now + hour), Err(Refused::Empty));
        assert_eq!(words(&"あ".repeat(201), now + hour), Err(Refused::TooLong));
        assert_eq!(words("x", now), Err(Refused::Over));
        assert!(words("x", now + Words::LONGEST).is_ok());
        let beyond = now + Words::LONGEST + SignedDuration::from_secs(1);
        assert_eq!(words("x", beyond), Err(Refused::TooFar));
    }
}
