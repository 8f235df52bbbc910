//! Values: numbers without exponents, colours, matrices, outlines.

/// No number of a drawing is larger.
const MOST: f64 = 1.0e15;

/// A decimal number.
pub(super) fn number(value: &str) -> Option<f64> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all =
        |text: &str| (1..=60).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    (all(whole) && all(part)).then_some(())?;
    let number: f64 = value.parse().ok()?;
    (number.abs() <= MOST).then_some(number)
}

/// How many numbers with a blank between.
pub(super) fn numbers(value: &str) -> Option<usize> {
    let mut count = 0_usize;
    for one in value.split(' ') {
        number(one)?;
        count = count.checked_add(1)?;
    }
    Some(count)
}

pub(super) fn positive(value: &str) -> bool {
    number(value).is_some_and(|number| number > 0.0)
}

/// From 0 to 1.
pub(super) fn share(value: &str) -> bool {
    number(value).is_some_and(|number| (0.0..=1.0).contains(&number))
}

pub(super) fn colour(value: &str) -> bool {
    let hex = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    value
        .strip_prefix('#')
        .is_some_and(|digits| digits.len() == 6 && digits.bytes().all(hex))
}

pub(super) fn matrix(value: &str) -> bool {
    let inside = value
        .strip_prefix("matrix(")
        .and_then(|rest| rest.strip_suffix(')'));
    inside.and_then(numbers) == Some(6)
}

/// Steps of an outline, each a letter and its numbers; the pen is put down before it draws.
pub(super) fn outline(value: &str) -> bool {
    let mut rest = value;
    let mut down = false;
    let mut steps = 0_usize;
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(1..).unwrap_or_default();
        let end = after
            .find(|c: char| c.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let Some((step, then)) = after.split_at_checked(end) else {
            return false;
        };
        let wanted = match letter {
            'M' => 2,
            'L' if down => 2,
            'Q' if down => 4,
            'C' if down => 6,
            'Z' if down => 0,
            _ => return false,
        };
        let found = if step.is_empty() {
            Some(0)
        } else {
            numbers(step)
        };
        if found != Some(wanted) {
            return false;
        }
        down = letter != 'Z';
        steps = steps.saturating_add(1);
        rest = then;
    }
    steps >= 2
}
