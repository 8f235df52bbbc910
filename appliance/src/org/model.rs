//! Names that cannot be wrong: each constructor refuses what must not be stored and keeps every character it takes.

use crate::text::Language;
use crate::text::fold::fold;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// Why a name was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Invalid {
    /// Nothing was given.
    #[error("taking an empty {0}")]
    Empty(&'static str),
    /// Longer than anybody's.
    #[error("taking a {0} that is too long")]
    TooLong(&'static str),
    /// Characters that cannot be part of it.
    #[error("taking a {0} with characters that it cannot have")]
    Characters(&'static str),
    /// A last day before the first.
    #[error("taking a period that ends before it begins")]
    Backwards,
}

macro_rules! identity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub(crate) struct $name(Uuid);

        impl $name {
            /// Wraps an identity that was minted by the platform or read from the store.
            pub(crate) fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The bare identity, for addresses of pages and the audit trail.
            #[allow(dead_code, reason = "not every kind has a page yet")]
            pub(crate) fn uuid(self) -> Uuid {
                self.0
            }
        }

        sekisho_platform::key_as!($name(Uuid));

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    };
}

identity! {
    /// 団体.
    OrganisationId
}
identity! {
    /// 部・課・係.
    UnitId
}
identity! {
    /// 職員.
    StaffId
}
identity! {
    /// 職.
    PostId
}
identity! {
    /// 発令.
    AppointmentId
}
identity! {
    /// 役割の付与.
    GrantId
}
identity! {
    /// 予告された改編.
    SwapId
}
identity! {
    /// もう一人の確認を待つ操作.
    PendingId
}

/// Text for one line: trimmed, no control characters, at most `most` characters.
pub(super) fn line(what: &'static str, text: &str, most: usize) -> Result<String, Invalid> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Invalid::Empty(what));
    }
    if text.chars().any(char::is_control) {
        return Err(Invalid::Characters(what));
    }
    if text.chars().count() > most {
        return Err(Invalid::TooLong(what));
    }
    Ok(text.to_owned())
}

/// A person's name as it is written, old forms and variation selectors included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PersonName(String);

impl PersonName {
    /// Takes a name of one line.
    pub(crate) fn new(text: &str) -> Result<Self, Invalid> {
        line("name", text, 80).map(Self)
    }

    /// The name as written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// よみ, kept as hiragana so that people stand in the order they are looked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Yomi(String);

impl Yomi {
    /// Takes a reading in any width and kana.
    pub(crate) fn new(text: &str) -> Result<Self, Invalid> {
        line("reading", &fold(text), 120).map(Self)
    }

    /// The reading in hiragana.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// ログイン名: small letters, digits, `.`, `-`, `_`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LoginName(String);

impl LoginName {
    /// Takes a log-in name in any case and width.
    pub(crate) fn new(text: &str) -> Result<Self, Invalid> {
        let text = line("log-in name", &fold(text), 64)?;
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_".contains(c);
        if text.chars().all(fits) {
            Ok(Self(text))
        } else {
            Err(Invalid::Characters("log-in name"))
        }
    }

    /// The name in its one stored form.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A mail address of this house, in the one form in which it is looked up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Address(String);

impl Address {
    /// Takes an address with exactly one `@` and nothing but visible ASCII around it.
    pub(crate) fn new(text: &str) -> Result<Self, Invalid> {
        let text = line("mail address", text, 254)?.to_ascii_lowercase();
        let whole = text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && !domain.contains('@')
        });
        let fits = |c: char| c.is_ascii_graphic() && !"<>,;:\"\\()[]".contains(c);
        if whole && text.chars().all(fits) {
            Ok(Self(text))
        } else {
            Err(Invalid::Characters("mail address"))
        }
    }

    /// The address in its one stored form.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// How a person wants the pages to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Theme {
    /// As the machine says.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// High contrast.
    Contrast,
}

impl Theme {
    /// The word of the setting form and of the page's root.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }

    /// Reads the word; anything unknown is as the machine says.
    pub(crate) fn from_tag(tag: &str) -> Self {
        match tag {
            "light" => Self::Light,
            "dark" => Self::Dark,
            "contrast" => Self::Contrast,
            _ => Self::Auto,
        }
    }
}

/// What a person has chosen for their own pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Preference {
    /// The language.
    pub language: Language,
    /// The appearance.
    pub theme: Theme,
}
