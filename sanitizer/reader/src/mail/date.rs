//! The date a mail says it was written: RFC 5322 and the shapes that mailers make of it.

/// Unix seconds, and the writer's offset in minutes where it is told.
pub(super) fn read(raw: &[u8]) -> Option<(i64, Option<i16>)> {
    let text = String::from_utf8_lossy(raw.get(..200).unwrap_or(raw)).into_owned();
    let text = text.split('(').next().unwrap_or_default();
    let mut found = Found::default();
    for word in text.split(|c: char| c.is_whitespace() || c == ',') {
        found.take(word);
    }
    let (year, month, day) = (found.year?, found.month?, found.day?);
    let (hour, minute, second) = found.time.unwrap_or((0, 0, 0));
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let local = days_since_epoch(year, month, day)
        .checked_mul(86_400)?
        .checked_add(hour.checked_mul(3_600)?)?
        .checked_add(minute.checked_mul(60)?)?
        .checked_add(second)?;
    let offset = i64::from(found.offset.unwrap_or_default()).checked_mul(60)?;
    Some((local.checked_sub(offset)?, found.offset))
}

#[derive(Default)]
struct Found {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    time: Option<(i64, i64, i64)>,
    offset: Option<i16>,
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

impl Found {
    fn take(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if word.contains(':') && self.time.is_none() {
            return self.take_time(word);
        }
        if self.time.is_some() && self.offset.is_none() && self.take_offset(word) {
            return;
        }
        let parts: Vec<&str> = word
            .split(['-', '/', '.'])
            .filter(|part| !part.is_empty())
            .collect();
        match parts.as_slice() {
            [one] => self.take_part(one),
            // 2026-11-23 and 23-Nov-2026.
            [first, second, third] if !word.starts_with(['-', '+']) => {
                if first.len() == 4 {
                    self.year = number(first);
                    self.take_month(second);
                    self.day = number(third);
                } else {
                    self.day = number(first);
                    self.take_month(second);
                    self.year = number(third).map(full_year);
                }
            }
            _ => {}
        }
    }

    fn take_part(&mut self, part: &str) {
        match number(part) {
            Some(value) if part.len() <= 2 && self.day.is_none() => self.day = Some(value),
            Some(value) if self.year.is_none() && self.month.is_some() && part.len() <= 4 => {
                self.year = Some(full_year(value));
            }
            Some(_) => {}
            None => self.take_month(part),
        }
    }

    fn take_month(&mut self, part: &str) {
        if self.month.is_some() {
            return;
        }
        self.month = number(part).or_else(|| {
            let head = part.get(..3)?.to_ascii_lowercase();
            let place = MONTHS.iter().position(|month| *month == head)?;
            i64::try_from(place).ok()?.checked_add(1)
        });
    }

    fn take_time(&mut self, word: &str) {
        // 2026-11-23T12:00:00+09:00
        let word = match word.split_once('T') {
            Some((date, time)) if date.len() == 10 => {
                self.take(date);
                time
            }
            _ => word,
        };
        let length = word
            .find(['+', '-', 'Z'])
            .filter(|at| *at > 3)
            .unwrap_or(word.len());
        let (clock, zone) = word.split_at_checked(length).unwrap_or((word, ""));
        let mut parts = clock
            .split(':')
            .map(|part| number(part.split('.').next().unwrap_or_default()));
        let (hour, minute) = (parts.next().flatten(), parts.next().flatten());
        let second = parts.next().flatten().unwrap_or_default().min(59);
        if let (Some(hour @ 0..=23), Some(minute @ 0..=59)) = (hour, minute) {
            self.time = Some((hour, minute, second));
        }
        if !zone.is_empty() {
            self.take_offset(zone);
        }
    }

    fn take_offset(&mut self, word: &str) -> bool {
        let named: Option<i16> = match word.to_ascii_uppercase().as_str() {
            "GMT" | "UT" | "UTC" | "Z" => Some(0),
            "JST" | "KST" => Some(540),
            "EST" | "CDT" => Some(-300),
            "EDT" => Some(-240),
            "CST" | "MDT" => Some(-360),
            "MST" | "PDT" => Some(-420),
            "PST" => Some(-480),
            "CET" | "BST" => Some(60),
            "CEST" => Some(120),
            _ => None,
        };
        let offset = named.or_else(|| {
            let sign = match word.as_bytes().first()? {
                b'+' => 1,
                b'-' => -1,
                _ => return None,
            };
            let digits: String = word.chars().filter(char::is_ascii_digit).collect();
            let value: i16 = digits.parse().ok().filter(|_| digits.len() == 4)?;
            let minutes = (value / 100).checked_mul(60)?.checked_add(value % 100)?;
            (minutes < 1_440).then_some(minutes)?.checked_mul(sign)
        });
        self.offset = self.offset.or(offset);
        offset.is_some()
    }
}

fn number(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Two digits of a year, as RFC 5322 reads them.
fn full_year(year: i64) -> i64 {
    match year {
        0..=49 => year.saturating_add(2_000),
        50..=999 => year.saturating_add(1_900),
        _ => year,
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the Gregorian calendar, counted from March so that leap days come last.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 {
        year.saturating_sub(1)
    } else {
        year
    };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let from_march = if month > 2 {
        month.saturating_sub(3)
    } else {
        month.saturating_add(9)
    };
    let of_year = from_march.saturating_mul(153).saturating_add(2) / 5 + day - 1;
    let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    era * 146_097 + days - 719_468
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn dates_in_every_shape() {
        let noon = 1_795_402_800; // 2026-11-23 03:00 UTC
        for raw in [
            "Mon, 23 Nov 2026 12:00:00 +0900",
            "Mon, 23 Nov 2026 12:00:00 +0900 (JST)",
            "23 Nov 2026 12:00 JST",
            "Mon, 23-Nov-2026 12:00:00 +0900",
            "2026-11-23T12:00:00+09:00",
            "2026/11/23 12:00:00 +0900",
            "Mon, 23 Nov 26 12:00:00 +0900",
            "Mon Nov 23 12:00:00 2026 +0900",
        ] {
            assert_eq!(read(raw.as_bytes()), Some((noon, Some(540))), "{raw}");
        }
        assert_eq!(read(b"Thu, 1 Jan 1970 00:00:00 GMT"), Some((0, Some(0))));
        assert_eq!(
            read(b"Thu, 29 Feb 2024 23:59:60 -0000").map(|(at, _)| at),
            Some(1_709_251_199)
        );
        for bad in [
            "",
            "yesterday",
            "30 Feb 2026 12:00:00 +0900",
            "99 Xyz 2026",
            "-",
            "1 Jan",
        ] {
            assert_eq!(read(bad.as_bytes()), None, "{bad}");
        }
    }
}
