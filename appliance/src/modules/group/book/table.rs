//! The rows: files of groups that were read, and what they changed.

use crate::org::{Group, GroupId, GroupName, Member, OrganisationId, StaffId};
use sekisho_platform::store::{Record, Table};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A file that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct BookId(Uuid);
sekisho_platform::key_as!(BookId(Uuid));

impl BookId {
    /// Wraps an identity that was minted by the platform or stood in an address.
    pub(super) fn new(id: Uuid) -> Self {
        Self(id)
    }

    /// The bare identity.
    pub(super) fn uuid(self) -> Uuid {
        self.0
    }
}

/// A group that was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Changed {
    /// Which.
    pub id: GroupId,
    /// What it was called.
    pub name: GroupName,
    /// What was in it; nothing where it was made.
    pub before: Option<Vec<Member>>,
    /// What was put in it.
    pub after: Vec<Member>,
}

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Stage {
    /// It is looked at.
    Read,
    /// It was done.
    Applied(Vec<Changed>),
    /// It was taken back; how many groups that was.
    Undone(usize),
}

/// A file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Book {
    /// Whether it came as CP932.
    pub cp932: bool,
    /// What the people stood at when it was read.
    pub seen: u64,
    /// When it was read, in microseconds.
    pub at: u64,
    /// By whom.
    pub by: StaffId,
    /// How far it is.
    pub stage: Stage,
}

/// What it says, letter by letter, and the groups it was read against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct BookText {
    /// The text.
    pub text: String,
    /// Every group that all saw.
    pub groups: Vec<(GroupId, Group)>,
}

impl Record for Book {}
impl Record for BookText {}

/// Files by organisation and identity.
#[derive(Debug)]
pub(super) enum Books {}

impl Table for Books {
    const NAME: &'static str = "group_book";
    type Key = (OrganisationId, BookId);
    type Record = Book;
}

/// What they say.
#[derive(Debug)]
pub(super) enum BookTexts {}

impl Table for BookTexts {
    const NAME: &'static str = "group_book_text";
    const LOGGED: bool = false;
    type Key = (OrganisationId, BookId);
    type Record = BookText;
}
