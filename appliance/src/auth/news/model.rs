//! What can happen to how somebody logs in.

use crate::auth::proof::Means;
use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::auth) enum Event {
    /// They came in.
    LogIn(Means),
    /// A passkey was added.
    PasskeyAdd,
    /// A passkey was removed.
    PasskeyRemove,
    /// A 確認アプリ was set up.
    TotpSet,
    /// It was given up.
    TotpRemove,
    /// 回復コード were made anew.
    RecoveryCodes,
    /// An app password was made.
    AppPassword,
    /// The password was changed by whoever knew the old one.
    Password,
    /// A 登録コード was given out for them.
    Code,
    /// They were recovered: what they had opens nothing, and a code was given out.
    Recover,
    /// A password was chosen with a code.
    Enrol,
}

/// Every one there is.
const ALL: [Event; 16] = [
    Event::LogIn(Means::Password),
    Event::LogIn(Means::Enrolment),
    Event::LogIn(Means::Passkey),
    Event::LogIn(Means::WithTotp),
    Event::LogIn(Means::WithPasskey),
    Event::LogIn(Means::WithRecovery),
    Event::PasskeyAdd,
    Event::PasskeyRemove,
    Event::TotpSet,
    Event::TotpRemove,
    Event::RecoveryCodes,
    Event::AppPassword,
    Event::Password,
    Event::Code,
    Event::Recover,
    Event::Enrol,
];

impl Event {
    /// Its word in notices, for good.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::LogIn(means) => means.word(),
            Self::PasskeyAdd => "passkey-add",
            Self::PasskeyRemove => "passkey-remove",
            Self::TotpSet => "totp-set",
            Self::TotpRemove => "totp-remove",
            Self::RecoveryCodes => "recovery-codes",
            Self::AppPassword => "app-password",
            Self::Password => "password-change",
            Self::Code => "code",
            Self::Recover => "recover",
            Self::Enrol => "enrol",
        }
    }

    /// Reads the word.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        ALL.into_iter().find(|event| event.word() == word)
    }

    /// Whether it rings. A log-in is only listed, but for one without the telephone.
    pub(super) fn rings(self) -> bool {
        match self {
            Self::LogIn(means) => means == Means::WithRecovery,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_one_events() {
        for event in ALL {
            assert_eq!(Event::from_word(event.word()), Some(event));
        }
        assert_eq!(Event::from_word(""), None);
    }
}
