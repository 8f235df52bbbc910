//! What can be left to do before a log-in is whole.

use serde::{Deserialize, Serialize};

/// One thing that is left. Steps are taken in the order in which they stand in the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::auth) enum Step {
    /// Something beside the password is shown.
    Second,
    /// The password has aged by the organisation's rules: another is chosen first.
    Password,
    /// The organisation asks for two factors and they have one: another is set up first.
    SetUp,
}

impl Step {
    /// The page on which it is taken.
    pub(in crate::auth) fn path(self) -> &'static str {
        match self {
            Self::Second => "/login/second",
            Self::SetUp => "/login/set-up",
            Self::Password => "/login/password",
        }
    }
}
