//! The ways through the room, over each of its pages: only those that open for this person.

use super::{audit, second, text};
use crate::cx::Cx;
use crate::org::{self, Denied};
use crate::web::Failure;
use sekisho_platform::store::View;

/// A page of the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Room {
    /// 概要.
    Home,
    /// 職員.
    People,
    /// 組織.
    Units,
    /// 写真, which are a module of their own.
    Photos,
    /// 緊急のお知らせ, which is a module of its own.
    Emergency,
    /// 人事異動, which is a module of its own.
    Reassignment,
    /// サインイン, which is of the log-in.
    SignIn,
    /// 二人で行う操作.
    Second,
    /// 監査の記録, for auditors.
    Audit,
}

/// The ways.
#[derive(Debug)]
pub(crate) struct Tabs {
    /// What they are, for whoever cannot see it.
    pub label: &'static str,
    /// Each of them.
    pub tabs: Vec<Tab>,
}

/// One way.
#[derive(Debug)]
pub(crate) struct Tab {
    /// Where it leads.
    pub href: &'static str,
    /// The word.
    pub word: &'static str,
    /// Whether one is there.
    pub here: bool,
    /// What waits there; zero shows nothing.
    pub count: usize,
}

impl Tabs {
    /// Those that open for somebody.
    pub(crate) fn of(tx: &View<'_>, cx: &Cx, here: Room) -> Result<Self, Failure> {
        let words = text::words(cx.language());
        let whole = opens(org::administers(tx, cx.who()))?;
        let some = opens(org::oversees(tx, cx.who()))?;
        let audits = opens(org::audits(tx, cx.who()))?;
        let all = [
            (Room::Home, "/admin", words.home, some),
            (Room::People, "/admin/people", words.people, some),
            (Room::Units, "/admin/units", words.units, some),
            (
                Room::Reassignment,
                "/admin/reassignment",
                words.reassignment,
                whole,
            ),
            (Room::Photos, "/admin/photos", words.photos, whole),
            (Room::Emergency, "/admin/emergency", words.emergency, whole),
            (Room::SignIn, "/admin/sign-in", words.sign_in, whole),
            (Room::Second, second::HERE, words.second, whole),
            (
                Room::Audit,
                audit::HERE,
                text::audit(cx.language()).title,
                audits,
            ),
        ];
        let tabs = all.into_iter().filter(|(.., opens)| *opens);
        let waiting = if whole { second::waiting(tx, cx)? } else { 0 };
        Ok(Self {
            label: words.ways,
            tabs: tabs
                .map(|(room, href, word, _)| Tab {
                    href,
                    word,
                    here: room == here,
                    count: if room == Room::Second { waiting } else { 0 },
                })
                .collect(),
        })
    }
}

/// Whether a guard lets somebody in; what cannot be found out is a failure and no answer.
pub(super) fn opens<T>(answer: Result<T, Denied>) -> Result<bool, Failure> {
    match answer {
        Ok(_) => Ok(true),
        Err(Denied::Unknown(error)) => Err(error.into()),
        Err(_) => Ok(false),
    }
}
