//! Who somebody was proven to be, and by what: the one thing that opens a session.
//!
//! This is where other houses' directories and federation come in. A source of identity is a room that takes what a
//! person shows, decides, and makes a [`Proof`]; all that comes after it (may this person come in today, is a second
//! factor asked for, must the password be changed, the session, the audit row) knows the proof and not the source.
//! A new source is one more [`Means`], and the match on it in `admit` says what it is worth. What a source must hold:
//! an unknown name, a wrong secret and a closed gate look alike and take as long (`throttle`). `docs/design/identity.md`
//! says what else a new one touches.
//!
//! ```text
//!  password ─┐
//!  code ─────┼─▶ Proof ─▶ admit ─▶ session
//!  passkey ──┤
//!  …         ┘
//! ```

use crate::org::{StaffId, Town};
use serde::{Deserialize, Serialize};

/// By what somebody was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Means {
    /// Their password.
    Password,
    /// A 登録コード, with which they have just chosen a password.
    Enrolment,
    /// A passkey whose device had told its owner by itself.
    Passkey,
    /// A password or a code, and then what their 確認アプリ showed.
    WithTotp,
    /// A password or a code, and then a passkey.
    WithPasskey,
    /// A password or a code, and then a 回復コード.
    WithRecovery,
}

impl Means {
    /// The word of the audit trail.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Enrolment => "enrolment",
            Self::Passkey => "passkey",
            Self::WithTotp => "password+totp",
            Self::WithPasskey => "password+passkey",
            Self::WithRecovery => "password+recovery",
        }
    }

    /// Whether it was two factors. A passkey is: the device, and what it asks its owner.
    pub(super) fn two(self) -> bool {
        match self {
            Self::Password | Self::Enrolment => false,
            Self::Passkey | Self::WithTotp | Self::WithPasskey | Self::WithRecovery => true,
        }
    }
}

/// That somebody is this person. Made beside the check and nowhere else; it is not stored and not sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Proof {
    /// Within whose walls.
    pub town: Town,
    /// Who.
    pub staff: StaffId,
    /// By what.
    pub means: Means,
}
