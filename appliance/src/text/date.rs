//! Dates for a clerk: the era year first, the western year beside it, and the short form of a list (today the
//! time, yesterday a word, else month and day). Eras are a table, never branches.

use super::Language;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// The eras of the calendar in use, youngest first.
const ERAS: &[(&str, Date)] = &[
    ("令和", date(2019, 5, 1)),
    ("平成", date(1989, 1, 8)),
    ("昭和", date(1926, 12, 25)),
    ("大正", date(1912, 7, 30)),
    ("明治", date(1868, 1, 25)),
];

/// 曜日, from Monday.
const WEEKDAYS: [(&str, &str); 7] = [
    ("月", "Mon"),
    ("火", "Tue"),
    ("水", "Wed"),
    ("木", "Thu"),
    ("金", "Fri"),
    ("土", "Sat"),
    ("日", "Sun"),
];

/// A moment on this town's clock.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    zone: TimeZone,
    now: Timestamp,
    language: Language,
}

impl Calendar {
    /// A calendar for one page: where the town is, when the page is made, in whose language.
    pub(crate) fn new(zone: TimeZone, now: Timestamp, language: Language) -> Self {
        Self {
            zone,
            now,
            language,
        }
    }

    /// `8:31` today, `昨日` yesterday, `11/18` this year, `2025/11/18` before.
    pub(crate) fn short(&self, at: Timestamp) -> String {
        let then = at.to_zoned(self.zone.clone());
        let today = self.now.to_zoned(self.zone.clone()).date();
        let day = then.date();
        if day == today {
            return format!("{}:{:02}", then.hour(), then.minute());
        }
        if day.tomorrow().is_ok_and(|next| next == today) {
            return match self.language {
                Language::Japanese => "昨日".to_owned(),
                Language::English => "Yesterday".to_owned(),
            };
        }
        if day.year() == today.year() {
            return format!("{}/{}", day.month(), day.day());
        }
        format!("{}/{}/{}", day.year(), day.month(), day.day())
    }

    /// `令和8年11月20日 8:31`, in English `20 Nov 2026 8:31`.
    pub(crate) fn long(&self, at: Timestamp) -> String {
        let then = at.to_zoned(self.zone.clone());
        let clock = format!("{}:{:02}", then.hour(), then.minute());
        format!("{} {clock}", self.day(at))
    }

    /// `令和8年11月20日 8:31:05`, in English `20 Nov 2026 8:31:05`: where the order of what happened matters.
    pub(crate) fn to_the_second(&self, at: Timestamp) -> String {
        let then = at.to_zoned(self.zone.clone());
        format!("{}:{:02}", self.long(at), then.second())
    }

    /// The day alone: `令和8年11月20日`, in English `20 Nov 2026`.
    pub(crate) fn day(&self, at: Timestamp) -> String {
        self.date(at.to_zoned(self.zone.clone()).date())
    }

    /// A day that is no moment, in the same words.
    pub(crate) fn date(&self, day: Date) -> String {
        match self.language {
            Language::Japanese => {
                format!("{}{}月{}日", era_year(day), day.month(), day.day())
            }
            Language::English => {
                format!("{} {} {}", day.day(), month_name(day.month()), day.year())
            }
        }
    }

    /// `令和8年11月20日（金）`, in English `Fri 20 Nov 2026`.
    pub(crate) fn date_and_weekday(&self, day: Date) -> String {
        let place = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        let (ja, en) = WEEKDAYS.get(place).copied().unwrap_or_default();
        match self.language {
            Language::Japanese => format!("{}（{ja}）", self.date(day)),
            Language::English => format!("{en} {}", self.date(day)),
        }
    }

    /// `令和8年度`, in English `FY2026`: from April 1 to March 31.
    pub(crate) fn fiscal_year(&self, day: Date) -> String {
        let year = if day.month() < 4 {
            day.year().saturating_sub(1)
        } else {
            day.year()
        };
        match self.language {
            Language::Japanese => {
                // The last day of a calendar year names it: 2019 is 令和元年度 though it began in 平成.
                let named = Date::new(year, 12, 31).unwrap_or(day);
                format!("{}度", era_year(named))
            }
            Language::English => format!("FY{year}"),
        }
    }

    /// `2026-11-20 08:31`, small beside the era year.
    pub(crate) fn western(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone())
            .strftime("%Y-%m-%d %H:%M")
            .to_string()
    }

    /// `8:31:07`, for the steps of an item's way.
    pub(crate) fn clock(&self, at: Timestamp) -> String {
        let then = at.to_zoned(self.zone.clone());
        format!("{}:{:02}:{:02}", then.hour(), then.minute(), then.second())
    }

    /// RFC 3339 with the town's offset, for `datetime` attributes.
    pub(crate) fn exact(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone.clone())
            .strftime("%Y-%m-%dT%H:%M:%S%:z")
            .to_string()
    }

    /// The language this calendar writes.
    pub(crate) fn language(&self) -> Language {
        self.language
    }
}

/// `令和8年`, or `令和元年`; before the first era of the table, the western year.
fn era_year(day: Date) -> String {
    for (name, start) in ERAS {
        if day >= *start {
            let year = i32::from(day.year()) - i32::from(start.year()) + 1;
            return if year == 1 {
                format!("{name}元年")
            } else {
                format!("{name}{year}年")
            };
        }
    }
    format!("{}年", day.year())
}

fn month_name(month: i8) -> &'static str {
    match month {
        1 => "Jan",
        2 => "Feb",
        3 => "Mar",
        4 => "Apr",
        5 => "May",
        6 => "Jun",
        7 => "Jul",
        8 => "Aug",
        9 => "Sep",
        10 => "Oct",
        11 => "Nov",
        _ => "Dec",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(now: &str, language: Language) -> Calendar {
        let zone = TimeZone::get("Asia/Tokyo").expect("bundled zone");
        Calendar::new(zone, now.parse().expect("time"), language)
    }

    #[test]
    fn a_list_shows_the_shortest_date_that_is_not_ambiguous() {
        let c = calendar("2026-11-20T09:00:00+09:00", Language::Japanese);
        let at = |s: &str| c.short(s.parse().expect("time"));
        assert_eq!(at("2026-11-20T08:31:00+09:00"), "8:31");
        assert_eq!(at("2026-11-19T23:59:00+09:00"), "昨日");
        assert_eq!(at("2026-11-18T08:31:00+09:00"), "11/18");
        assert_eq!(at("2025-11-20T08:31:00+09:00"), "2025/11/20");
    }

    #[test]
    fn the_era_comes_first_and_changes_on_its_day() {
        let c = calendar("2026-11-20T09:00:00+09:00", Language::Japanese);
        let at = |s: &str| c.long(s.parse().expect("time"));
        assert_eq!(at("2026-11-20T08:31:00+09:00"), "令和8年11月20日 8:31");
        assert_eq!(at("2019-05-01T00:00:00+09:00"), "令和元年5月1日 0:00");
        assert_eq!(at("2019-04-30T23:59:00+09:00"), "平成31年4月30日 23:59");
    }
}
