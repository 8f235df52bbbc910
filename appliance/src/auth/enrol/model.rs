//! What a 登録コード is: twelve digits, said over the telephone or printed on a slip.

use crate::auth::machine::{MachineKey, Mark, Purpose};
use crate::org::StaffId;
use sekisho_platform::id::Ids;
use std::fmt;
use unicode_normalization::UnicodeNormalization;

/// How many digits a code has: 10^12 codes, 39.9 bits.
///
/// Is that enough where no account is ever closed for everybody? One address has ten guesses at a name and a hundred in
/// all in a quarter of an hour, 9,600 a day. Past a hundred wrong codes in a quarter of an hour from wherever, each
/// further one is weighed only after a pause, up to two seconds, and eight at a time: at most 4 a second, 345,600 a day,
/// however many addresses take part. The longest-lived code is good for 30 days, in which the whole world has 10.4
/// million guesses at all names together: one chance in 96,000 to hit one given code, which ends with its first use.
const DIGITS: usize = 12;

/// A code as it is said. It is never stored; only its mark is.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct EnrolmentCode(String);

impl EnrolmentCode {
    /// A fresh one.
    pub(crate) fn fresh(ids: &dyn Ids) -> Self {
        let secret = ids.secret();
        let number = secret
            .first_chunk::<16>()
            .map_or(0, |bytes| u128::from_be_bytes(*bytes));
        Self(format!("{:0DIGITS$}", number % 1_000_000_000_000))
    }

    /// Reads what was typed, in any width, with or without strokes and spaces between the groups.
    pub(crate) fn typed(text: &str) -> Option<Self> {
        if text.len() > 200 {
            return None;
        }
        let bare: String = text
            .nfkc()
            .filter(|c| !c.is_whitespace() && !"-‐‑–—−ー".contains(*c))
            .collect();
        let fits = bare.len() == DIGITS && bare.bytes().all(|byte| byte.is_ascii_digit());
        fits.then_some(Self(bare))
    }

    /// In groups of four, as it is said and printed.
    pub(crate) fn spoken(&self) -> String {
        let mut out = String::with_capacity(DIGITS + 2);
        for (place, digit) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                out.push('-');
            }
            out.push(digit);
        }
        out
    }

    /// What is stored of it: the same digits are another mark for another person.
    pub(crate) fn mark(&self, key: &MachineKey, staff: StaffId) -> Mark {
        key.mark(
            Purpose::EnrolmentCode,
            staff.uuid().as_bytes(),
            self.0.as_bytes(),
        )
    }
}

impl fmt::Debug for EnrolmentCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnrolmentCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sekisho_platform::id::CountingIds;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = EnrolmentCode::fresh(&CountingIds::new());
        let spoken = code.spoken();
        assert_eq!(spoken.len(), 14, "{spoken}");
        let wide: String = spoken
            .chars()
            .map(|c| match c {
                '-' => 'ー',
                digit => char::from_u32(u32::from(digit) + 0xFEE0).expect("a wide digit"),
            })
            .collect();
        let spaced = spoken.replace('-', "\u{3000}");
        for typed in [&spoken, &spoken.replace('-', ""), &wide, &spaced] {
            assert_eq!(EnrolmentCode::typed(typed).as_ref(), Some(&code), "{typed}");
        }
        for wrong in ["", "1234", "1234-5678-901x", "1234-5678-9012-3", "１２３４"] {
            assert!(EnrolmentCode::typed(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn no_two_codes_are_alike_and_none_is_written_by_accident() {
        let ids = CountingIds::new();
        let one = EnrolmentCode::fresh(&ids);
        assert_ne!(one, EnrolmentCode::fresh(&ids));
        assert!(!format!("{one:?}").contains(|c: char| c.is_ascii_digit()));
    }
}
