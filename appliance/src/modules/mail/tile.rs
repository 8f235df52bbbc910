//! What mail has for the portal: how many are unread and how many wait, and the first of each. Nobody's mail but the
//! reader's own.

use super::access;
use super::model::{Folder, MailboxId, Shelf};
use super::present::{Place, row};
use super::service;
use super::text;
use crate::cx::Cx;
use crate::modules::portal::{Body, Card, Face, Home, Link, Number, Pill, Row, Tile};
use crate::text::Language;
use crate::web::Failure;
use sekisho_platform::store::View;

/// How many lines a card shows; the rest is a link.
const SHOWN: usize = 6;

/// 未読メール: the number.
pub(crate) struct UnreadNumber;

/// 受け取り待ち: the number.
pub(crate) struct HeldNumber;

/// まだ読んでいないメール: the first of them.
pub(crate) struct UnreadCard;

/// 受け取りを待っているもの: the first of them.
pub(crate) struct HeldCard;

impl Tile for UnreadNumber {
    fn key(&self) -> &'static str {
        "mail-unread"
    }

    fn word(&self, language: Language) -> &'static str {
        text::tile(language).unread
    }

    fn home(&self) -> Home {
        Home::Band
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        let permit = access::may_read(tx, cx, MailboxId::at(cx))?;
        let all = service::mail_count(tx, &permit, Shelf::In(Folder::Inbox))?.unread;
        let begin = cx.today().to_zoned(cx.zone.clone());
        let begin = begin.map_or(0, |begin| begin.timestamp().as_microsecond());
        let since = u64::try_from(begin).unwrap_or(0);
        let of_today = service::mail_unread_since(tx, &permit, since)?;
        Ok(Face::Number(Number {
            href: unread().list_href(),
            count: Some(all),
            hint: text::of_today(cx.language(), of_today),
            ..Number::default()
        }))
    }
}

impl Tile for HeldNumber {
    fn key(&self) -> &'static str {
        "mail-held"
    }

    fn word(&self, language: Language) -> &'static str {
        text::tile(language).held
    }

    fn home(&self) -> Home {
        Home::Band
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        let permit = access::may_read(tx, cx, MailboxId::at(cx))?;
        let count = service::mail_count(tx, &permit, Shelf::Held)?.total;
        Ok(Face::Number(Number {
            href: held().list_href(),
            count: Some(count),
            waits: count > 0,
            ..Number::default()
        }))
    }
}

impl Tile for UnreadCard {
    fn key(&self) -> &'static str {
        "mail-unread-list"
    }

    fn word(&self, language: Language) -> &'static str {
        text::tile(language).unread_card
    }

    fn home(&self) -> Home {
        Home::Column(0)
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        let words = text::tile(cx.language());
        let permit = access::may_read(tx, cx, MailboxId::at(cx))?;
        let all = service::mail_count(tx, &permit, Shelf::In(Folder::Inbox))?.unread;
        let whole = Link {
            href: Shelf::In(Folder::Inbox).href().to_owned(),
            word: words.inbox.to_owned(),
        };
        Ok(Face::Card(Card {
            heading: None,
            hint: "",
            link: Some(whole),
            body: rows(tx, cx, &unread(), all, words.unread_none)?,
            holds: false,
        }))
    }
}

impl Tile for HeldCard {
    fn key(&self) -> &'static str {
        "mail-held-list"
    }

    fn word(&self, language: Language) -> &'static str {
        text::tile(language).held_card
    }

    /// What waits stands among the duties already.
    fn home(&self) -> Home {
        Home::Away
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        let words = text::tile(cx.language());
        let permit = access::may_read(tx, cx, MailboxId::at(cx))?;
        let all = service::mail_count(tx, &permit, Shelf::Held)?.total;
        Ok(Face::Card(Card {
            heading: None,
            hint: if all > 0 { words.held_order } else { "" },
            link: None,
            body: rows(tx, cx, &held(), all, words.held_none)?,
            holds: all > 0,
        }))
    }
}

fn unread() -> Place {
    Place {
        shelf: Shelf::In(Folder::Inbox),
        unread_only: true,
        words: String::new(),
        after: None,
    }
}

fn held() -> Place {
    Place {
        shelf: Shelf::Held,
        unread_only: false,
        ..unread()
    }
}

fn rows(
    tx: &View<'_>,
    cx: &Cx,
    place: &Place,
    all: u64,
    none: (&'static str, &'static str),
) -> Result<Body, Failure> {
    let (words, tile, calendar) = (
        text::words(cx.language()),
        text::tile(cx.language()),
        cx.calendar(),
    );
    let permit = access::may_read(tx, cx, MailboxId::at(cx))?;
    let page = service::mail_page(tx, &permit, &place.query(SHOWN))?;
    // What was unread is read once it is open: it opens in its whole folder.
    let whole = Place {
        unread_only: false,
        ..place.clone()
    };
    let waits = place.shelf == Shelf::Held;
    let rows: Vec<Row> = page
        .rows
        .iter()
        .enumerate()
        .map(|(at, (id, entry))| {
            let row = row(&whole, *id, entry, false, words, &calendar);
            Row {
                href: row.href,
                title: row.subject,
                meta: row.from,
                pill: row.pills.into_iter().next().map(|pill| Pill {
                    kind: format!("is-{}", pill.kind),
                    word: pill.word,
                }),
                lead: None,
                time: row.time,
                datetime: row.datetime,
                act: waits.then_some(tile.look),
                first: waits && at == 0,
            }
        })
        .collect();
    let shown = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    let more = all.checked_sub(shown).filter(|rest| *rest > 0);
    Ok(Body::Rows {
        rows,
        more: more.map(|rest| Link {
            href: place.list_href(),
            word: text::more(cx.language(), rest),
        }),
        none,
    })
}
