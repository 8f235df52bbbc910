//! For whom something stands on the portal, and the names of what stands there. Constructors refuse what cannot be.

use crate::org::UnitId;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// For whom something stands on the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Audience {
    /// Everybody of the organisation.
    Everybody,
    /// Whoever holds a post in a unit or below it.
    Unit(UnitId),
}

impl Audience {
    /// Its place in keys, for good.
    pub(super) fn key(self) -> (u8, Uuid) {
        match self {
            Self::Everybody => (1, Uuid::nil()),
            Self::Unit(unit) => (2, unit.uuid()),
        }
    }

    /// Reads the word of an address or a form.
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix("unit-") {
            Some(unit) => Uuid::try_parse(unit).ok().map(UnitId::new).map(Self::Unit),
            None => (text == "all").then_some(Self::Everybody),
        }
    }
}

/// The word in addresses and forms: `all`, `unit-…`.
impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everybody => f.write_str("all"),
            Self::Unit(unit) => write!(f, "unit-{}", unit.uuid()),
        }
    }
}

/// Why something typed was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    /// Nothing was typed where something must stand.
    #[error("taking an empty {0}")]
    Empty(&'static str),
    /// It is longer than its place.
    #[error("taking a {0} that is too long")]
    TooLong(&'static str),
    /// The last day is before the first.
    #[error("taking days that end before they begin")]
    Backwards,
    /// It is no address that a page may lead to.
    #[error("taking an address that leads nowhere")]
    NoAddress,
}

/// Text for one line: trimmed, control characters gone, at most `most` characters.
pub(super) fn line(what: &'static str, text: &str, most: usize) -> Result<String, Refused> {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    fitting(what, text.trim(), most)
}

/// Text of several lines: control characters but the ends of lines gone, those as one `\n`.
pub(super) fn lines(what: &'static str, text: &str, most: usize) -> Result<String, Refused> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text: String = text
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    fitting(what, text.trim(), most)
}

fn fitting(what: &'static str, text: &str, most: usize) -> Result<String, Refused> {
    if text.is_empty() {
        Err(Refused::Empty(what))
    } else if text.chars().count() > most {
        Err(Refused::TooLong(what))
    } else {
        Ok(text.to_owned())
    }
}

/// Where a link of the portal leads: to a page of this house, or by `http` or `https` to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Address(String);

impl Address {
    /// The longest.
    pub(super) const MOST: usize = 1_000;

    /// Takes `/…` for a page of ours, `http://…` or `https://…` for another's; nothing that could run or hide where it
    /// leads (no other scheme, no name and password before the host, no white space).
    pub(super) fn new(text: &str) -> Result<Self, Refused> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Refused::Empty("address"));
        }
        if text.len() > Self::MOST {
            return Err(Refused::TooLong("address"));
        }
        let plain = |c: char| !c.is_control() && !c.is_whitespace() && !"\\\"<>`".contains(c);
        let leads = match text.strip_prefix('/') {
            Some(rest) => !rest.starts_with('/'),
            None => foreign(text),
        };
        if leads && text.chars().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Refused::NoAddress)
        }
    }

    /// As it was typed.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it leads out of this house.
    pub(super) fn is_foreign(&self) -> bool {
        !self.0.starts_with('/')
    }
}

/// Whether the text is `http` or `https` with a host.
fn foreign(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| lower.strip_prefix(scheme));
    let authority = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    authority.is_some_and(|host| {
        let name = host.split(':').next().unwrap_or_default();
        !name.is_empty() && !host.contains('@') && !host.contains('%')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_address_leads_to_a_page_of_ours_or_by_http_to_another() {
        for good in [
            "/",
            "/mail/inbox?unread=1",
            "https://bunsho.example/kessai?u=1",
            "HTTP://10.1.2.3:8080/",
            "https://文書管理.example/起案",
        ] {
            assert_eq!(
                Address::new(good).map(|a| a.as_str().to_owned()),
                Ok(good.to_owned())
            );
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt://x/%0aalert(1)",
            "data:text/html,x",
            "//evil.example/",
            "/\\evil.example",
            "https://",
            "https:///x",
            "https://town.example@evil.example/",
            "https://a b/",
            "ftp://files.example/",
            "file:///etc/passwd",
            "mail/inbox",
        ] {
            assert_eq!(Address::new(bad), Err(Refused::NoAddress), "{bad}");
        }
        assert!(!Address::new("/mail").expect("ours").is_foreign());
        assert!(Address::new("http://x").expect("theirs").is_foreign());
    }

    #[test]
    fn an_audience_survives_an_address() {
        let unit = Audience::Unit(UnitId::new(Uuid::from_u128(7)));
        for audience in [Audience::Everybody, unit] {
            assert_eq!(Audience::parse(&audience.to_string()), Some(audience));
        }
        assert_eq!(Audience::parse("unit-x"), None);
        assert_eq!(Audience::parse("everybody"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_taken_as_an_address_has_one_of_three_beginnings(text in "\\PC{0,40}") {
            if let Ok(address) = Address::new(&text) {
                let lower = address.as_str().to_ascii_lowercase();
                let ours = lower.starts_with('/') && !lower.starts_with("//");
                prop_assert!(ours || lower.starts_with("http://") || lower.starts_with("https://"));
            }
        }
    }
}
