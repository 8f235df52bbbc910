//! Points in time as certificates and PDFs write them, in seconds since 1970.

/// `UTCTime` (tag 0x17) or `GeneralizedTime` (tag 0x18), always in UTC (RFC 5280, 4.1.2.5).
pub(super) fn of_certificate(tag: u8, body: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(body).ok()?.strip_suffix('Z')?;
    // A fraction of a second, as time stamps have it, changes nothing.
    let text = text.split_once('.').map_or(text, |(whole, _)| whole);
    match tag {
        0x17 => {
            let year = number(text.get(..2)?)?;
            let year = if year < 50 { 2000 + year } else { 1900 + year };
            at(year, text.get(2..)?)
        }
        0x18 => at(number(text.get(..4)?)?, text.get(4..)?),
        _ => None,
    }
}

/// `D:YYYYMMDDHHmmSSOHH'mm` (ISO 32000-2, 7.9.4).
pub(super) fn of_pdf(body: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(body).ok()?;
    let text = text.strip_prefix("D:").unwrap_or(text);
    let whole = at(number(text.get(..4)?)?, text.get(4..14)?)?;
    let zone = text.get(14..).unwrap_or_default();
    let Some(sign @ ('+' | '-')) = zone.chars().next() else {
        return Some(whole);
    };
    let hours = number(zone.get(1..3)?)?;
    let minutes = zone.get(4..6).and_then(number).unwrap_or(0);
    let away = (hours * 60 + minutes) * 60;
    Some(if sign == '+' {
        whole - away
    } else {
        whole + away
    })
}

/// Month, day, hour, minute and second, two digits each; seconds may lack.
fn at(year: i64, rest: &str) -> Option<i64> {
    let two = |from: usize| number(rest.get(from..from.checked_add(2)?)?);
    let (month, day) = (two(0)?, two(2)?);
    let (hour, minute, second) = (two(4)?, two(6)?, two(8).unwrap_or(0));
    let right = (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second <= 60;
    right.then(|| days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second)
}

/// Days since 1970 in the Gregorian calendar, years counted from March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn number(digits: &str) -> Option<i64> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::{of_certificate, of_pdf};

    #[test]
    fn every_spelling_of_one_moment_is_that_moment() {
        let moment = Some(1_775_005_320);
        assert_eq!(of_certificate(0x17, b"260401010200Z"), moment);
        assert_eq!(of_certificate(0x18, b"20260401010200.25Z"), moment);
        assert_eq!(of_pdf(b"D:20260401100200+09'00'"), moment);
        assert_eq!(of_pdf(b"D:20260331230200-02'00"), moment);
        assert_eq!(of_pdf(b"D:20260401010200Z"), moment);
        assert_eq!(of_certificate(0x17, b"700101000000Z"), Some(0));
        assert_eq!(of_certificate(0x17, b"261301010200Z"), None);
        assert_eq!(of_pdf("D:２０２６".as_bytes()), None);
    }
}
