//! The rooms behind the portal, for whoever may enter them: how one's own tiles stand, and what one writes for others.

use super::access::Writes;
use super::text;
use crate::text::Language;

/// A room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// 並べ替え.
    Arrange,
    /// お知らせ.
    Announcements,
    /// リンク.
    Links,
    /// ほかのシステムの件数.
    External,
}

/// The way from room to room.
#[derive(Debug)]
pub(super) struct Tabs {
    /// What a screen reader calls it.
    pub label: &'static str,
    /// The word of the way back.
    pub portal: &'static str,
    /// The rooms, in their order.
    pub items: Vec<Tab>,
}

/// The way to one room.
#[derive(Debug)]
pub(super) struct Tab {
    pub href: &'static str,
    pub word: &'static str,
    pub here: bool,
}

/// The rooms that this person may enter.
pub(super) fn tabs(language: Language, writes: &Writes, here: Room) -> Tabs {
    let words = text::words(language);
    let all = [
        (Room::Arrange, "/portal/edit", words.arrange, true),
        (
            Room::Announcements,
            "/portal/announcements",
            words.announcements,
            true,
        ),
        (Room::Links, "/portal/links", words.links, writes.any()),
        (
            Room::External,
            "/portal/external",
            words.external,
            writes.everybody,
        ),
    ];
    let open = all.into_iter().filter(|(.., open)| *open);
    Tabs {
        label: words.rooms,
        portal: words.portal,
        items: open
            .map(|(room, href, word, _)| Tab {
                href,
                word,
                here: room == here,
            })
            .collect(),
    }
}
