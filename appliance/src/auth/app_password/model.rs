//! What an app password opens, and the secret itself.

use crate::auth::letters;
use crate::auth::machine::{MachineKey, Mark, Purpose};
use crate::org::StaffId;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// How many letters a secret has: 140 bits.
const LETTERS: usize = 28;

/// What a program may be let in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Scope {
    /// Reading and sending mail (IMAP, submission).
    Mail,
    /// The schedule (CalDAV).
    Calendar,
    /// Addresses (CardDAV).
    Contacts,
}

impl Scope {
    /// All there are, in the order of the page.
    pub(super) const ALL: [Self; 3] = [Self::Mail, Self::Calendar, Self::Contacts];

    /// The word of forms and of the audit trail.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Calendar => "calendar",
            Self::Contacts => "contacts",
        }
    }
}

/// One scope or more, each once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Scopes(Vec<Scope>);

impl Scopes {
    /// Of the words of a form; `None` where nothing was chosen.
    pub(super) fn of_words<'a>(words: impl Iterator<Item = &'a str>) -> Option<Self> {
        let words: Vec<_> = words.collect();
        let chosen: Vec<_> = Scope::ALL
            .into_iter()
            .filter(|scope| words.contains(&scope.word()))
            .collect();
        (!chosen.is_empty()).then_some(Self(chosen))
    }

    /// Whether `scope` is one of them.
    pub(super) fn hold(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Each.
    pub(super) fn each(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }

    /// How the audit trail writes them.
    pub(super) fn summary(&self) -> String {
        let words: Vec<_> = self.each().map(Scope::word).collect();
        words.join("+")
    }
}

/// What an app password is kept under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct AppPasswordId(Uuid);

sekisho_platform::key_as!(AppPasswordId(Uuid));

impl AppPasswordId {
    /// Wraps an identity that was minted by the platform, or that a form named.
    pub(super) fn new(id: Uuid) -> Self {
        Self(id)
    }

    /// What forms call it by.
    pub(super) fn uuid(self) -> Uuid {
        self.0
    }
}

/// The secret that a program keeps. It is never stored here; only its mark is.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct AppSecret(String);

impl fmt::Debug for AppSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppSecret(..)")
    }
}

impl AppSecret {
    /// From fresh randomness.
    pub(super) fn fresh(random: &[u8; 32]) -> Self {
        Self(letters::fresh(random, LETTERS))
    }

    /// Reads what a program sent.
    pub(super) fn typed(text: &str) -> Option<Self> {
        letters::typed(text, LETTERS).map(Self)
    }

    /// In four groups, as it is shown.
    pub(super) fn written(&self) -> String {
        letters::written(&self.0, LETTERS / 4)
    }

    /// What is stored of it.
    pub(super) fn mark(&self, key: &MachineKey, staff: StaffId) -> Mark {
        key.mark(
            Purpose::AppPassword,
            staff.uuid().as_bytes(),
            self.0.as_bytes(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_one_hundred_and_forty_bits_and_is_read_as_it_was_written() {
        let secret = AppSecret::fresh(&[9; 32]);
        let written = secret.written();
        assert_eq!(written.len(), 31, "{written}");
        assert_eq!(AppSecret::typed(&written), Some(secret.clone()));
        assert!(AppSecret::typed("yamabiko-demo").is_none());
        assert!(!format!("{secret:?}").contains('9'));
        let key = MachineKey::new([1; 32]);
        let (one, two) = (
            StaffId::new(Uuid::from_u128(1)),
            StaffId::new(Uuid::from_u128(2)),
        );
        assert_ne!(
            secret.mark(&key, one),
            secret.mark(&key, two),
            "of one person"
        );
    }

    #[test]
    fn scopes_are_chosen_by_known_words_and_never_none() {
        let scopes = Scopes::of_words(["contacts", "mail", "mail", "root"].into_iter());
        let scopes = scopes.expect("two");
        assert_eq!(scopes.summary(), "mail+contacts");
        assert!(scopes.hold(Scope::Mail) && !scopes.hold(Scope::Calendar));
        assert!(Scopes::of_words(["everything"].into_iter()).is_none());
    }
}
