//! What a mailbox, a folder, a place in a list are. Constructors refuse what cannot be.

use crate::org::StaffId;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A mailbox. Today each person has exactly one and it bears their identity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct MailboxId(Uuid);
sekisho_platform::key_as!(MailboxId(Uuid));

impl MailboxId {
    /// The mailbox of a person.
    pub(crate) fn of(staff: StaffId) -> Self {
        Self(staff.uuid())
    }
}

impl fmt::Debug for MailboxId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MailboxId({})", self.0)
    }
}

/// A message: the item that crossed, one for all its recipients.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct MessageId(Uuid);
sekisho_platform::key_as!(MessageId(Uuid));

impl MessageId {
    /// The message of an item.
    pub(crate) fn new(item: Uuid) -> Self {
        Self(item)
    }

    /// Reads the identity in an address of a page.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok().map(Self)
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl fmt::Debug for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageId({})", self.0)
    }
}

/// Where a mail lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) enum Folder {
    /// 受信箱.
    Inbox,
    /// 保管.
    Archive,
    /// ごみ箱.
    Trash,
}

impl Folder {
    /// Its number in keys, for good.
    pub(super) fn number(self) -> u8 {
        match self {
            Self::Inbox => 1,
            Self::Archive => 2,
            Self::Trash => 3,
        }
    }
}

/// What can be listed: the folders, and across them what waits for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shelf {
    /// One folder.
    In(Folder),
    /// 保留・受け取り待ち: every mail outside the trash of which a part is held.
    Held,
}

impl Shelf {
    /// All of them in the order of the page.
    pub(super) const ALL: [Self; 4] = [
        Self::In(Folder::Inbox),
        Self::Held,
        Self::In(Folder::Archive),
        Self::In(Folder::Trash),
    ];

    /// Its word in addresses of pages.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::In(Folder::Inbox) => "inbox",
            Self::Held => "held",
            Self::In(Folder::Archive) => "archive",
            Self::In(Folder::Trash) => "trash",
        }
    }

    /// Its page.
    pub(crate) fn href(self) -> &'static str {
        match self {
            Self::In(Folder::Inbox) => "/mail/inbox",
            Self::Held => "/mail/held",
            Self::In(Folder::Archive) => "/mail/archive",
            Self::In(Folder::Trash) => "/mail/trash",
        }
    }

    /// Reads the word in an address.
    pub(crate) fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shelf| shelf.key() == key)
    }

    /// Its number in the keys of counters, for good.
    pub(super) fn number(self) -> u8 {
        match self {
            Self::In(folder) => folder.number(),
            Self::Held => 9,
        }
    }
}

/// A place in a list: the page after it begins there, however many mails come in meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// When the mail landed, in microseconds.
    pub landed: u64,
    /// Which of those.
    pub id: MessageId,
    /// Until when what is held of it is kept, in microseconds: on the shelf of what waits this comes first.
    pub until: Option<u64>,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.landed, self.id)?;
        match self.until {
            Some(until) => write!(f, ".{until}"),
            None => Ok(()),
        }
    }
}

/// The text is not a place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("reading a place in a list")]
pub(crate) struct NoCursor;

impl FromStr for Cursor {
    type Err = NoCursor;

    fn from_str(text: &str) -> Result<Self, NoCursor> {
        let (landed, rest) = text.split_once('.').ok_or(NoCursor)?;
        let (id, until) = match rest.split_once('.') {
            Some((id, until)) => (id, Some(until.parse().map_err(|_| NoCursor)?)),
            None => (rest, None),
        };
        Ok(Self {
            landed: landed.parse().map_err(|_| NoCursor)?,
            id: MessageId::parse(id).ok_or(NoCursor)?,
            until,
        })
    }
}

/// What happened at the last step, for one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum LandingState {
    /// It lies in the mailbox.
    Delivered,
    /// Nobody here has that address.
    UnknownRecipient,
}

impl LandingState {
    /// The word on the wire.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::UnknownRecipient => "unknown-recipient",
        }
    }
}

/// How many mails lie on each shelf.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Count {
    /// All.
    pub total: u64,
    /// Unread.
    pub unread: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_a_list_survives_an_address() {
        let cursor = Cursor {
            landed: 1_763_000_000_000_000,
            id: MessageId::new(Uuid::from_u128(7)),
            until: None,
        };
        let held = Cursor {
            until: Some(1_764_000_000_000_000),
            ..cursor
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        assert_eq!(held.to_string().parse(), Ok(held));
        assert_eq!("".parse::<Cursor>(), Err(NoCursor));
        assert_eq!("1.x".parse::<Cursor>(), Err(NoCursor));
    }

    #[test]
    fn every_shelf_has_its_word() {
        for shelf in Shelf::ALL {
            assert_eq!(Shelf::parse(shelf.key()), Some(shelf));
            assert_eq!(shelf.href(), format!("/mail/{}", shelf.key()));
        }
        assert_eq!(Shelf::parse("sent"), None);
    }
}
