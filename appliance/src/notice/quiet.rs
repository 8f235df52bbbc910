//! 通知を控える時間: when nothing is said at the edge of an open page. Everything is still written and counted.

use jiff::Zoned;
use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

/// The minutes of a day.
const DAY: u16 = 24 * 60;

/// When somebody wants it quiet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Quiet {
    /// Whether the hours below are kept.
    pub hours: bool,
    /// The first minute of the day, from midnight.
    pub from: u16,
    /// The first minute that is loud again; before `from` it is on the next day.
    pub until: u16,
    /// Whether Saturday and Sunday are quiet throughout.
    pub weekend: bool,
}

impl Default for Quiet {
    fn default() -> Self {
        Self {
            hours: false,
            from: 17 * 60 + 30,
            until: 8 * 60 + 30,
            weekend: false,
        }
    }
}

impl Quiet {
    /// Whether it is quiet at a moment.
    pub(super) fn holds(self, at: &Zoned) -> bool {
        let weekend = matches!(at.weekday(), Weekday::Saturday | Weekday::Sunday);
        if self.weekend && weekend {
            return true;
        }
        let (hour, minute) = (at.hour(), at.minute());
        let now = u16::try_from(hour).unwrap_or(0) * 60 + u16::try_from(minute).unwrap_or(0);
        let inside = if self.from <= self.until {
            (self.from..self.until).contains(&now)
        } else {
            now >= self.from || now < self.until
        };
        self.hours && inside
    }
}

/// `17:30`, as a form has it.
pub(super) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Reads it; none for what is no time.
pub(super) fn minutes(text: &str) -> Option<u16> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute) = (
        hour.parse::<u16>().ok()?,
        minute.get(..2)?.parse::<u16>().ok()?,
    );
    let whole = hour.checked_mul(60)?.checked_add(minute)?;
    (minute < 60 && whole < DAY).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quiet_at(quiet: Quiet, at: &str) -> bool {
        quiet.holds(&format!("{at}[Asia/Tokyo]").parse().expect("a moment"))
    }

    #[test]
    fn the_night_goes_over_midnight_and_ends_on_the_minute() {
        let night = Quiet {
            hours: true,
            ..Quiet::default()
        };
        for (at, holds) in [
            ("2026-11-20T17:29:59", false),
            ("2026-11-20T17:30:00", true),
            ("2026-11-21T00:00:00", true),
            ("2026-11-20T08:29:59", true),
            ("2026-11-20T08:30:00", false),
        ] {
            assert_eq!(quiet_at(night, at), holds, "{at}");
        }
        let noon = Quiet {
            from: 720,
            until: 780,
            ..night
        };
        assert!(quiet_at(noon, "2026-11-20T12:59:00") && !quiet_at(noon, "2026-11-20T13:00:00"));
        assert!(!quiet_at(Quiet::default(), "2026-11-20T23:00:00"));
    }

    #[test]
    fn a_weekend_is_quiet_by_itself() {
        let weekend = Quiet {
            weekend: true,
            ..Quiet::default()
        };
        assert!(quiet_at(weekend, "2026-11-21T12:00:00"));
        assert!(!quiet_at(weekend, "2026-11-20T12:00:00"));
    }

    #[test]
    fn only_a_time_is_a_time() {
        for text in ["", "25:00", "24:00", "8", "8:60", "-1:00", "あ:00"] {
            assert_eq!(minutes(text), None, "{text}");
        }
        assert_eq!(minutes("08:30"), Some(510));
        assert_eq!(minutes(&clock(1439)), Some(1439));
    }
}
