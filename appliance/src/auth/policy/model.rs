//! The knobs of a policy, each within bounds that make sense.

use serde::{Deserialize, Serialize};

/// A day, in seconds.
const DAY: i64 = 86_400;

/// A knob is out of its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidPolicy {
    /// From 8 to 64 characters.
    #[error("asking for passwords of fewer than 8 or more than 64 characters")]
    Least,
    /// None, two, three or four.
    #[error("asking for a number of kinds of characters that is not 0, 2, 3 or 4")]
    Kinds,
    /// Never, or from 30 to 730 days.
    #[error("asking for a change after fewer than 30 or more than 730 days")]
    Days,
    /// From none to 24.
    #[error("asking for more than 24 former passwords")]
    Former,
}

/// Of whom two factors are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Two {
    /// Of nobody; who has set one up is asked for it all the same.
    #[default]
    Nobody,
    /// Of whoever has a role over others.
    Administrators,
    /// Of everybody.
    Everybody,
}

impl Two {
    /// Its word in forms and on the audit trail.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Administrators => "administrators",
            Self::Everybody => "everybody",
        }
    }

    /// Reads the word.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        [Self::Nobody, Self::Administrators, Self::Everybody]
            .into_iter()
            .find(|two| two.word() == word)
    }
}

/// What an organisation asks of passwords, and of whom more than one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Policy {
    least: u8,
    kinds: u8,
    days: u16,
    former: u8,
    two: Two,
}

impl Policy {
    /// Until an administrator says otherwise: fifteen characters, as a password that alone opens the door must have,
    /// and nothing else.
    pub(crate) const MODERN: Self = Self {
        least: 15,
        kinds: 0,
        days: 0,
        former: 0,
        two: Two::Nobody,
    };

    /// The most characters that are taken; a limit for the hash.
    pub(crate) const MOST: usize = 200;

    /// A policy within bounds. `kinds` and `former` of 0 ask for nothing, `days` of 0 never.
    pub(crate) fn new(least: u8, kinds: u8, days: u16, former: u8) -> Result<Self, InvalidPolicy> {
        if !(8..=64).contains(&least) {
            return Err(InvalidPolicy::Least);
        }
        if !matches!(kinds, 0 | 2..=4) {
            return Err(InvalidPolicy::Kinds);
        }
        if days != 0 && !(30..=730).contains(&days) {
            return Err(InvalidPolicy::Days);
        }
        if former > 24 {
            return Err(InvalidPolicy::Former);
        }
        Ok(Self {
            least,
            kinds,
            days,
            former,
            two: Two::Nobody,
        })
    }

    /// The same, with two factors asked of these.
    pub(crate) fn with_two(self, two: Two) -> Self {
        Self { two, ..self }
    }

    /// Of whom two factors are asked.
    pub(crate) fn two(self) -> Two {
        self.two
    }

    /// The fewest characters.
    pub(crate) fn least(self) -> u8 {
        self.least
    }

    /// How many of small letters, capitals, digits and signs must be in it; 0 for any.
    pub(crate) fn kinds(self) -> u8 {
        self.kinds
    }

    /// After how many days it must be changed; 0 for never.
    pub(crate) fn days(self) -> u16 {
        self.days
    }

    /// How many passwords back, the one that stands included, may not be taken again. Where passwords age, at least
    /// the one that has aged.
    pub(crate) fn former(self) -> u8 {
        self.former.max(u8::from(self.days > 0))
    }

    /// Whether a password that was set at `changed` must be changed before anything else, both in seconds.
    pub(crate) fn expired(self, changed: i64, now: i64) -> bool {
        self.left(changed, now).is_some_and(|left| left <= 0)
    }

    /// How many seconds are left until then; `None` where passwords do not age.
    pub(crate) fn left(self, changed: i64, now: i64) -> Option<i64> {
        let age = i64::from(self.days).saturating_mul(DAY);
        (self.days > 0).then(|| changed.saturating_add(age).saturating_sub(now))
    }

    /// How the audit trail writes it.
    pub(crate) fn summary(self) -> String {
        let Self {
            least,
            kinds,
            days,
            former,
            two,
        } = self;
        let two = two.word();
        format!("least={least} kinds={kinds} days={days} former={former} two={two}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_knob_cannot_be_turned_beyond_sense() {
        assert_eq!(Policy::new(15, 0, 0, 0), Ok(Policy::MODERN));
        assert!(Policy::new(8, 4, 90, 24).is_ok());
        for (policy, why) in [
            (Policy::new(7, 0, 0, 0), InvalidPolicy::Least),
            (Policy::new(65, 0, 0, 0), InvalidPolicy::Least),
            (Policy::new(8, 1, 0, 0), InvalidPolicy::Kinds),
            (Policy::new(8, 5, 0, 0), InvalidPolicy::Kinds),
            (Policy::new(8, 0, 29, 0), InvalidPolicy::Days),
            (Policy::new(8, 0, 731, 0), InvalidPolicy::Days),
            (Policy::new(8, 0, 0, 25), InvalidPolicy::Former),
        ] {
            assert_eq!(policy, Err(why));
        }
    }

    #[test]
    fn a_password_ages_only_where_an_office_says_so() {
        assert!(!Policy::MODERN.expired(0, i64::MAX));
        let ninety = Policy::new(8, 3, 90, 0).expect("a policy");
        assert!(!ninety.expired(0, 90 * DAY - 1));
        assert!(ninety.expired(0, 90 * DAY));
        assert_eq!(ninety.former(), 1, "the aged one is not taken again");
        assert_eq!(Policy::MODERN.former(), 0);
    }
}
