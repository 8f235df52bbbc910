//! 回復コード: ten codes on paper for the day the telephone is lost. Each is good once.

use crate::auth::letters;
use crate::auth::machine::{MachineKey, Mark, Purpose};
use crate::org::StaffId;
use sekisho_platform::id::Ids;
use std::fmt;

/// How many a person has.
pub(super) const MANY: usize = 10;

/// How many letters a code has: fifty bits.
const LETTERS: usize = 10;

/// A code as it stands on paper. It is never stored; only its mark is.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct RecoveryCode(String);

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

impl RecoveryCode {
    /// A fresh set.
    pub(super) fn set(ids: &dyn Ids) -> Vec<Self> {
        (0..MANY).map(|_| Self::fresh(&ids.secret())).collect()
    }

    fn fresh(random: &[u8; 32]) -> Self {
        Self(letters::fresh(random, LETTERS))
    }

    /// Reads what was typed, in any width and case.
    pub(super) fn typed(text: &str) -> Option<Self> {
        letters::typed(text, LETTERS).map(Self)
    }

    /// In two groups, as it stands on paper.
    pub(super) fn written(&self) -> String {
        letters::written(&self.0, LETTERS / 2)
    }

    /// What is stored of it.
    pub(super) fn mark(&self, key: &MachineKey, staff: StaffId) -> Mark {
        key.mark(
            Purpose::RecoveryCode,
            staff.uuid().as_bytes(),
            self.0.as_bytes(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sekisho_platform::id::CountingIds;

    #[test]
    fn ten_codes_that_differ_are_read_however_they_are_typed() {
        let set = RecoveryCode::set(&CountingIds::new());
        assert_eq!(set.len(), MANY);
        for (place, code) in set.iter().enumerate() {
            assert!(set.iter().skip(place + 1).all(|other| other != code));
            let written = code.written();
            assert_eq!(written.len(), 11, "{written}");
            for typed in [
                written.clone(),
                written.replace('-', " "),
                written.to_uppercase(),
                written.replace('0', "O").replace('1', "l"),
            ] {
                assert_eq!(RecoveryCode::typed(&typed).as_ref(), Some(code), "{typed}");
            }
        }
        for wrong in [
            "",
            "abc",
            "abcde-fghij-k",
            "あいうえおかきくけこ",
            "uuuuu-uuuuu",
        ] {
            assert!(RecoveryCode::typed(wrong).is_none(), "{wrong}");
        }
    }
}
