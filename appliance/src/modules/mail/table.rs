//! The rows of mail: the message once, a light row in each mailbox, the folded words beside it, the counts, and what
//! has landed for whom.

use super::model::{Count, Folder, LandingState, MailboxId, MessageId};
use sekisho_platform::blob::Digest;
use sekisho_platform::store::{Indexes, Record, Reverse, StoreError, Table};
use serde::{Deserialize, Serialize};

/// Bytes that lie in the row when they are few and in a blob when they are many.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) enum Content {
    /// Here.
    Inline(Vec<u8>),
    /// Under this digest.
    Blob(Digest),
}

/// A sanitised attachment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StoredFile {
    /// Its place among the attachments.
    pub index: u32,
    /// The name it goes by.
    pub name: String,
    /// The code of what it is.
    pub kind: String,
    /// Its size.
    pub size: u64,
    /// What it is, and so its blob's name when it lies in one.
    pub digest: Digest,
    /// Whether it lies in [`Pieces`], being small, and not in a blob.
    pub small: bool,
}

/// The bytes of a small attachment. They lie beside the message and not in it, so that opening a mail does not
/// read its files; and in the store and not in a blob, so that they share the landing's one sync.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Piece {
    /// All of them.
    pub bytes: Vec<u8>,
}

/// A message as it came through the checkpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Message {
    /// When the outer side had it on disk, in microseconds.
    pub received: u64,
    /// When it was made safe, if the envelope says so.
    pub sanitized: Option<u64>,
    /// When it was sealed, if the envelope says so.
    pub sealed: Option<u64>,
    /// Until when the original is kept on the outer side, if the envelope says so.
    pub kept_until: Option<u64>,
    /// When it landed here.
    pub landed: u64,
    /// How large the original was.
    pub size: u64,
    /// The rule that let it pass.
    pub rule: String,
    /// The engine that made it safe.
    pub engine: String,
    /// The digest of the policy it was made safe under.
    pub policy: String,
    /// The record our writer wrote (JSON).
    pub record: Content,
    /// What was found and done (JSON).
    pub report: Content,
    /// The attachments that can be had.
    pub files: Vec<StoredFile>,
}

/// A mail in a mailbox: all that a list shows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Where it lies.
    pub folder: Folder,
    /// Whether it is yet to be read.
    pub unread: bool,
    /// When it landed, in microseconds: the order of lists.
    pub landed: u64,
    /// When the outer side received it, in microseconds: the time shown.
    pub received: u64,
    /// When it was first opened, in microseconds.
    pub opened: Option<u64>,
    /// The sender's name, empty for none.
    pub from_name: String,
    /// The sender's address.
    pub from_address: String,
    /// The subject.
    pub subject: String,
    /// The beginning of the text.
    pub preview: String,
    /// How many attachments.
    pub attachments: u16,
    /// How many of them are held.
    pub held: u16,
    /// Whether something was removed on the way.
    pub cleaned: bool,
    /// How often it was marked or moved since it landed.
    pub touched: u32,
    /// The same for the same accepted original: for reconciliation.
    pub fingerprint: [u8; 16],
    /// What of it is held; none where nothing is.
    pub wait: Option<Wait>,
}

/// What of a mail is held, as a list tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Wait {
    /// Until when the outer side keeps the original, in microseconds; none where it did not say.
    pub until: Option<u64>,
    /// The name of the first held part; empty where it is the mail itself.
    pub name: String,
    /// The code of why.
    pub reason: String,
}

/// A row as the first version wrote it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EntryV1 {
    pub folder: Folder,
    pub unread: bool,
    pub landed: u64,
    pub received: u64,
    pub opened: Option<u64>,
    pub from_name: String,
    pub from_address: String,
    pub subject: String,
    pub preview: String,
    pub attachments: u16,
    pub held: u16,
    pub cleaned: bool,
    pub touched: u32,
    pub fingerprint: [u8; 16],
}

impl From<EntryV1> for Entry {
    fn from(old: EntryV1) -> Self {
        Self {
            folder: old.folder,
            unread: old.unread,
            landed: old.landed,
            received: old.received,
            opened: old.opened,
            from_name: old.from_name,
            from_address: old.from_address,
            subject: old.subject,
            preview: old.preview,
            attachments: old.attachments,
            held: old.held,
            cleaned: old.cleaned,
            touched: old.touched,
            fingerprint: old.fingerprint,
            wait: None,
        }
    }
}

impl Entry {
    /// Whether it stands on the shelf of what waits.
    pub(super) fn waits(&self) -> bool {
        self.held > 0 && self.folder != Folder::Trash
    }

    /// Its place on that shelf: by the deadline, behind all of them without one.
    pub(super) fn due(&self) -> u64 {
        self.until().unwrap_or(u64::MAX)
    }

    /// Until when what is held of it is kept, in microseconds.
    pub(super) fn until(&self) -> Option<u64> {
        self.wait.as_ref().and_then(|wait| wait.until)
    }
}

/// The words of one mail as they are compared.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SearchText {
    /// Sender and subject, folded.
    pub folded: String,
}

/// What happened for one recipient of one item.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Landing {
    /// What.
    pub state: LandingState,
    /// When, in microseconds.
    pub at: u64,
}

impl Record for Message {}
impl Record for Piece {}
impl Record for Entry {
    const VERSION: u8 = 2;

    fn upgrade(version: u8, bytes: &[u8]) -> Result<Self, StoreError> {
        let name = Entries::NAME;
        if version != 1 {
            return Err(StoreError::unknown_version(name, version, Self::VERSION));
        }
        postcard::from_bytes::<EntryV1>(bytes)
            .map(Self::from)
            .map_err(|error| StoreError::undecodable(name, error))
    }
}
impl Record for SearchText {}
impl Record for Landing {}
impl Record for Count {}

/// Messages by item.
#[derive(Debug)]
pub(crate) enum Messages {}

impl Table for Messages {
    const NAME: &'static str = "mail_message";
    type Key = MessageId;
    type Record = Message;
}

/// Small attachments by message and place.
#[derive(Debug)]
pub(crate) enum Pieces {}

impl Table for Pieces {
    const NAME: &'static str = "mail_piece";
    const LOGGED: bool = false;
    type Key = (MessageId, u32);
    type Record = Piece;
}

/// The mails of mailboxes.
#[derive(Debug)]
pub(crate) enum Entries {}

/// The index of a folder, newest first.
pub(super) const IN_FOLDER: &str = "in_folder";
/// The same of unread mails only.
pub(super) const UNREAD: &str = "unread";
/// What waits, across folders, the nearest deadline first.
pub(super) const HELD: &str = "held_by_due";
/// What waits and is unread.
pub(super) const HELD_UNREAD: &str = "held_unread_by_due";
/// Where the first version's rows stand that wait, newest first; nothing is added to it any more.
pub(super) const HELD_V1: &str = "held";

impl Table for Entries {
    const NAME: &'static str = "mail_entry";
    type Key = (MailboxId, MessageId);
    type Record = Entry;

    fn index((mailbox, _): &Self::Key, entry: &Entry, out: &mut Indexes) {
        let place = (*mailbox, entry.folder.number(), Reverse(entry.landed));
        out.add(IN_FOLDER, &place);
        if entry.unread {
            out.add(UNREAD, &place);
        }
        if entry.waits() {
            let place = (*mailbox, entry.due(), Reverse(entry.landed));
            out.add(HELD, &place);
            if entry.unread {
                out.add(HELD_UNREAD, &place);
            }
        }
    }
}

/// Folded words in the order of the lists, so that a search walks small rows side by side.
#[derive(Debug)]
pub(crate) enum SearchTexts {}

impl Table for SearchTexts {
    const NAME: &'static str = "mail_search";
    const LOGGED: bool = false;
    type Key = (MailboxId, u8, Reverse<u64>, MessageId);
    type Record = SearchText;
}

/// How many mails lie where.
#[derive(Debug)]
pub(crate) enum Counts {}

impl Table for Counts {
    const NAME: &'static str = "mail_count";
    const LOGGED: bool = false;
    type Key = (MailboxId, u8);
    type Record = Count;
}

/// What has landed for whom; the same thing handed over again is found here.
#[derive(Debug)]
pub(crate) enum Landings {}

impl Table for Landings {
    const NAME: &'static str = "mail_landing";
    type Key = (MessageId, String);
    type Record = Landing;
}

/// What a newer program has made of older rows, by step, each once.
#[derive(Debug)]
pub(crate) enum Steps {}

/// It is done.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Done;

impl Record for Done {}

impl Table for Steps {
    const NAME: &'static str = "mail_step";
    const LOGGED: bool = false;
    type Key = u8;
    type Record = Done;
}
