//! 職 and 発令: a place in the tree with a title, and who holds it from when until when.
//!
//! Rights, approvals and ownership hang on posts, so a successor inherits them; what a person may do on a day follows
//! from the appointments of that day and from nothing else.

use serde::{Deserialize, Serialize};

use super::dated::Lasts;
use super::model::{Invalid, PostId, StaffId, UnitId, line};
use super::period::Period;

/// 職位: 課長, 主事; empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Title(String);

impl Title {
    /// Takes a title of one line, or none.
    pub(crate) fn new(text: &str) -> Result<Self, Invalid> {
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        line("title", text, 40).map(Self)
    }

    /// The title as written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a post is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PostKind {
    /// A person's.
    Ordinary,
    /// 課代表: several act for the section, and every act still names the person.
    Representative,
}

/// 職.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Post {
    /// Where.
    pub unit: UnitId,
    /// As what.
    pub title: Title,
    /// What it is for.
    pub kind: PostKind,
    /// Its place among the posts of its unit, the highest first.
    pub order: u16,
    /// While it exists.
    pub period: Period,
}

/// How a person holds a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Tenure {
    /// 本務: one at a time.
    Main,
    /// 兼務: beside the main one, within the organisation.
    Concurrent,
    /// 併任: beside the main one, for another office such as 選挙管理委員会.
    Joint,
    /// 出向: lent to another organisation; the post is where they are lent from.
    Seconded,
    /// 事務取扱: looking after a vacant post.
    Acting,
    /// 休職: on leave from it; the post stays theirs to come back to.
    OnLeave,
}

impl Tenure {
    /// Whether somebody acts in the post: who is lent away or on leave has its name and nothing of its rights.
    pub(crate) fn acts(self) -> bool {
        !matches!(self, Self::Seconded | Self::OnLeave)
    }

    /// Whether it is the one place somebody has, be they there or away from it.
    pub(crate) fn is_own(self) -> bool {
        matches!(self, Self::Main | Self::Seconded | Self::OnLeave)
    }
}

/// 発令: who holds a post, how, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Appointment {
    /// Who.
    pub staff: StaffId,
    /// What.
    pub post: PostId,
    /// How.
    pub tenure: Tenure,
    /// When.
    pub period: Period,
}

impl Lasts for Post {
    fn period(&self) -> Period {
        self.period
    }

    fn lasting(self, period: Period) -> Self {
        Self { period, ..self }
    }
}

impl Lasts for Appointment {
    fn period(&self) -> Period {
        self.period
    }

    fn lasting(self, period: Period) -> Self {
        Self { period, ..self }
    }
}

/// A post that somebody holds on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// The post's identity.
    pub id: PostId,
    /// The post.
    pub post: Post,
    /// How it is held.
    pub tenure: Tenure,
    /// From when until when.
    pub period: Period,
}

/// 任用: on what terms somebody works here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Employment {
    /// 正規.
    #[default]
    Regular,
    /// 会計年度任用.
    FiscalYear,
    /// 再任用.
    Reappointed,
    /// Whoever else has an account: contractors, members of the council.
    Other,
}
