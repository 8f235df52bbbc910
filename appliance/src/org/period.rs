//! From when until when something holds, in whole days of the town's clock, the last day included: 「令和9年3月31日まで」.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::model::Invalid;

/// Days without a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Period {
    from: Date,
    last: Option<Date>,
}

impl Period {
    /// From a day on, with no end in sight.
    pub(crate) const fn since(from: Date) -> Self {
        Self { from, last: None }
    }

    /// From a day until another, both included.
    pub(crate) fn between(from: Date, last: Date) -> Result<Self, Invalid> {
        if last < from {
            return Err(Invalid::Backwards);
        }
        Ok(Self {
            from,
            last: Some(last),
        })
    }

    /// The first day.
    pub(crate) fn from(&self) -> Date {
        self.from
    }

    /// The last day; none while no end is in sight.
    pub(crate) fn last(&self) -> Option<Date> {
        self.last
    }

    /// The same until a day at the latest; nothing when it begins after it.
    pub(crate) fn until(&self, last: Date) -> Option<Self> {
        let last = self.last.map_or(last, |ours| ours.min(last));
        Self::between(self.from, last).ok()
    }

    /// Whether it holds on a day.
    pub(crate) fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.last.is_none_or(|last| day <= last)
    }

    /// Whether the two share a day.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        other.last.is_none_or(|last| self.from <= last)
            && self.last.is_none_or(|last| other.from <= last)
    }

    /// Whether every day of `other` is one of these.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        let ends_later = match (self.last, other.last) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(ours), Some(theirs)) => theirs <= ours,
        };
        self.from <= other.from && ends_later
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn any_period() -> impl Strategy<Value = Period> {
        (0_i16..40, proptest::option::of(0_i16..40)).prop_map(|(from, length)| {
            let day = |n: i16| date(2026, 3, 1) + jiff::Span::new().days(n);
            match length {
                None => Period::since(day(from)),
                Some(length) => Period::between(day(from), day(from + length)).unwrap(),
            }
        })
    }

    fn days() -> impl Iterator<Item = Date> {
        date(2026, 2, 20)
            .series(jiff::Span::new().days(1))
            .take(120)
    }

    #[test]
    fn the_last_day_of_the_year_is_still_held_and_the_first_of_april_is_not() {
        let year = Period::between(date(2026, 4, 1), date(2027, 3, 31)).unwrap();
        assert!(year.holds_on(date(2027, 3, 31)));
        assert!(!year.holds_on(date(2027, 4, 1)));
        assert!(!year.holds_on(date(2026, 3, 31)));
        assert!(Period::between(date(2026, 4, 1), date(2026, 3, 31)).is_err());
    }

    proptest! {
        #[test]
        fn two_meet_when_a_day_is_in_both(a in any_period(), b in any_period()) {
            let shared = days().any(|day| a.holds_on(day) && b.holds_on(day));
            prop_assert_eq!(a.meets(&b), shared);
        }

        #[test]
        fn one_covers_another_when_no_day_of_it_is_outside(a in any_period(), b in any_period()) {
            let outside = days().any(|day| b.holds_on(day) && !a.holds_on(day));
            prop_assert_eq!(a.covers(&b), !outside);
        }
    }
}
