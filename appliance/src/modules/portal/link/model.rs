//! A link as somebody writes it.

use crate::modules::portal::model::{Address, Refused, line};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct LinkId(Uuid);
sekisho_platform::key_as!(LinkId(Uuid));

impl LinkId {
    /// Wraps an identity that was minted by the platform or stood in an address.
    pub(super) fn new(id: Uuid) -> Self {
        Self(id)
    }

    /// The bare identity, for addresses and the audit trail.
    pub(super) fn uuid(self) -> Uuid {
        self.0
    }
}

/// Where a link leads and what it is called, in which group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Draft {
    title: String,
    address: Address,
    group: String,
}

impl Draft {
    /// The longest name of a link or a group, in characters.
    pub(super) const TITLE_MOST: usize = 60;

    /// Takes a name, an address, and the name of a group that may be empty.
    pub(super) fn new(title: &str, address: &str, group: &str) -> Result<Self, Refused> {
        let group = match line("group", group, Self::TITLE_MOST) {
            Err(Refused::Empty(_)) => String::new(),
            taken => taken?,
        };
        Ok(Self {
            title: line("title", title, Self::TITLE_MOST)?,
            address: Address::new(address)?,
            group,
        })
    }

    /// Its name.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// Where it leads.
    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// Its group; empty for none.
    pub(super) fn group(&self) -> &str {
        &self.group
    }
}

/// Which way a link goes in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// One place up.
    Up,
    /// One place down.
    Down,
}
