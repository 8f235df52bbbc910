//! What a list of 人事異動 says, row by row, and what is wrong with it.

use crate::org::{GrantId, StaffId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A reassignment that somebody works on, or has made so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct DraftId(Uuid);

impl DraftId {
    /// Wraps an identity that was minted by the platform or stands in an address.
    pub(super) fn new(id: Uuid) -> Self {
        Self(id)
    }

    /// The bare identity.
    pub(super) fn uuid(self) -> Uuid {
        self.0
    }
}

sekisho_platform::key_as!(DraftId(Uuid));

/// 区分: what a row does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Act {
    /// 採用.
    Join,
    /// 異動: the main post is another one.
    Move,
    /// 兼務.
    Concurrent,
    /// 併任.
    Joint,
    /// 兼務解除, of a 併任 too.
    Release,
    /// 退職.
    Leave,
    /// 休職: on leave from the main post.
    Pause,
    /// 出向: lent from the main post to another organisation.
    Lend,
    /// 復帰, from leave or from another organisation.
    Return,
    /// 組織新設.
    Open,
    /// 組織廃止.
    Close,
    /// 組織改称.
    Rename,
    /// 組織移管: a unit stands below another one, or at the top.
    Place,
}

impl Act {
    /// Every one, with the word of the list.
    pub(super) const ALL: [(Self, &'static str); 13] = [
        (Self::Join, "採用"),
        (Self::Move, "異動"),
        (Self::Concurrent, "兼務"),
        (Self::Joint, "併任"),
        (Self::Release, "兼務解除"),
        (Self::Leave, "退職"),
        (Self::Pause, "休職"),
        (Self::Lend, "出向"),
        (Self::Return, "復帰"),
        (Self::Open, "組織新設"),
        (Self::Close, "組織廃止"),
        (Self::Rename, "組織改称"),
        (Self::Place, "組織移管"),
    ];

    /// Reads the word.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        let word = word.trim();
        // 復職 is what a return from leave is called in a list of its own.
        let word = if word == "復職" { "復帰" } else { word };
        let found = Self::ALL.iter().find(|(_, known)| *known == word);
        found.map(|(act, _)| *act)
    }

    /// The word of the list.
    pub(super) fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(act, _)| *act == self);
        found.map_or("", |(_, word)| word)
    }

    /// Whether it is about a unit and not about somebody.
    pub(super) fn is_of_a_unit(self) -> bool {
        matches!(self, Self::Open | Self::Close | Self::Rename | Self::Place)
    }
}

/// A column of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// 区分.
    Act,
    /// ログイン名.
    Login,
    /// 氏名.
    Name,
    /// よみ.
    Yomi,
    /// 所属.
    Unit,
    /// 職位.
    Title,
    /// 内線.
    Phone,
    /// メール.
    Address,
    /// 新しい名前, of a unit.
    NewName,
    /// 新しい上の所属, of a unit.
    Above,
}

impl Column {
    /// Every one, with the word over it.
    pub(super) const ALL: [(Self, &'static str); 10] = [
        (Self::Act, "区分"),
        (Self::Login, "ログイン名"),
        (Self::Name, "氏名"),
        (Self::Yomi, "よみ"),
        (Self::Unit, "所属"),
        (Self::Title, "職位"),
        (Self::Phone, "内線"),
        (Self::Address, "メール"),
        (Self::NewName, "新しい名前"),
        (Self::Above, "新しい上の所属"),
    ];

    /// The word over it.
    pub(super) fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(column, _)| *column == self);
        found.map_or("", |(_, word)| word)
    }
}

/// A row that says what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Its line in the list.
    pub line: u64,
    /// What it does.
    pub act: Act,
    /// ログイン名.
    pub login: String,
    /// 氏名.
    pub name: String,
    /// よみ.
    pub yomi: String,
    /// 所属.
    pub unit: String,
    /// 職位.
    pub title: String,
    /// 内線.
    pub phone: String,
    /// メール.
    pub address: String,
    /// 新しい名前.
    pub new_name: String,
    /// 新しい上の所属.
    pub above: String,
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// The list has no such column.
    NoColumn,
    /// It is a file of something else.
    OtherFile,
    /// The list has no row.
    NoRow,
    /// The list has more rows than are read.
    TooMany,
    /// Bytes that are neither UTF-8 nor CP932.
    Bytes,
    /// Nothing stands where something must.
    Empty,
    /// Not one of the words.
    UnknownAct(String),
    /// Not a name, reading, log-in name or address that can be.
    Invalid(String),
    /// Nobody of this log-in name is here on the day.
    Nobody(String),
    /// The name is not that of the log-in name.
    OtherName(String),
    /// The log-in name is somebody's already.
    LoginTaken(String),
    /// The address is somebody's already.
    AddressTaken(String),
    /// No unit of this name on the day.
    NoUnit(String),
    /// More than one unit of this name.
    ManyUnits(String),
    /// There is a unit of this name already.
    UnitThere(String),
    /// Somebody is still in a unit that is to be closed: how many.
    Remaining(usize),
    /// Units are still below a unit that is to be closed.
    Below,
    /// The unit that is to be closed has an open account of its own.
    Account,
    /// A unit would stand below itself, on the day or on a later one.
    BelowItself,
    /// A unit would stand deeper than any tree does.
    TooDeep,
    /// They hold no such post beside their main one.
    NotHeld,
    /// They hold no main post.
    NoMain,
    /// They are not away.
    NotAway,
    /// Something of a later day stands for them already.
    Later,
    /// Another row says something else of the same: its line.
    Twice(u64),
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    /// The line, the head being 1.
    pub line: u64,
    /// The column.
    pub column: Column,
    /// What.
    pub what: What,
}

/// What becomes of a role whose bearer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Choice {
    /// It stays as it is.
    Keep,
    /// It ends.
    End,
    /// Somebody else has it from the day on.
    Heir(StaffId),
}

/// What was chosen for a role.
pub(super) type Choices = Vec<(GrantId, Choice)>;
