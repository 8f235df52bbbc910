//! Dates in words: RFC 3339 for records, RFC 5322 for mail. Pure arithmetic; the clock is elsewhere.

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];

/// A moment taken apart, at the writer's offset.
struct Parts {
    year: i64,
    month: i64,
    day: i64,
    weekday: &'static str,
    seconds: i64,
    offset: i64,
}

impl Parts {
    fn of(at: i64, offset: Option<i16>) -> Self {
        let offset = i64::from(offset.unwrap_or_default());
        let local = at.saturating_add(offset.saturating_mul(60));
        let days = local.div_euclid(86_400);
        let (year, month, day) = date(days);
        let weekday = usize::try_from(days.rem_euclid(7))
            .ok()
            .and_then(|at| DAYS.get(at));
        Self {
            year,
            month,
            day,
            weekday: weekday.copied().unwrap_or_default(),
            seconds: local.rem_euclid(86_400),
            offset,
        }
    }

    fn clock(&self) -> String {
        let (hour, minute) = (self.seconds / 3_600, self.seconds / 60 % 60);
        format!("{hour:02}:{minute:02}:{:02}", self.seconds % 60)
    }

    fn zone(&self, colon: &str) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.abs();
        format!("{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60)
    }
}

/// `2026-11-23T12:00:00+09:00`.
pub(crate) fn rfc3339(at: i64, offset: Option<i16>) -> String {
    let parts = Parts::of(at, offset);
    let (clock, zone) = (parts.clock(), parts.zone(":"));
    format!(
        "{:04}-{:02}-{:02}T{clock}{zone}",
        parts.year, parts.month, parts.day
    )
}

/// `Mon, 23 Nov 2026 12:00:00 +0900`.
pub(crate) fn rfc5322(at: i64, offset: Option<i16>) -> String {
    let parts = Parts::of(at, offset);
    let month = usize::try_from(parts.month.saturating_sub(1))
        .ok()
        .and_then(|at| MONTHS.get(at));
    let (month, clock, zone) = (
        month.copied().unwrap_or_default(),
        parts.clock(),
        parts.zone(""),
    );
    format!(
        "{}, {} {month} {:04} {clock} {zone}",
        parts.weekday, parts.day, parts.year
    )
}

/// The Gregorian date of a day counted from 1970-01-01; years begin in March, so that leap days come last.
fn date(days: i64) -> (i64, i64, i64) {
    let from_era = days.saturating_add(719_468);
    let era = from_era.div_euclid(146_097);
    let of_era = from_era.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{rfc3339, rfc5322};

    #[test]
    fn moments_read_right() {
        assert_eq!(rfc3339(0, None), "1970-01-01T00:00:00+00:00");
        assert_eq!(
            rfc3339(1_795_402_800, Some(540)),
            "2026-11-23T12:00:00+09:00"
        );
        assert_eq!(
            rfc5322(1_795_402_800, Some(540)),
            "Mon, 23 Nov 2026 12:00:00 +0900"
        );
        assert_eq!(
            rfc5322(1_709_251_199, Some(-150)),
            "Thu, 29 Feb 2024 21:29:59 -0230"
        );
        assert_eq!(rfc3339(-62_135_596_800, None), "0001-01-01T00:00:00+00:00");
        assert_eq!(rfc3339(253_402_300_799, None), "9999-12-31T23:59:59+00:00");
    }
}
