//! Announcements on the portal: the card, and the number of those that one must still read.

use super::page::CardBody;
use super::{service, show, text};
use crate::cx::Cx;
use crate::modules::portal::{Body, Card, Face, Home, Link, Number, Tile};
use crate::text::Language;
use crate::web::{Failure, render};
use sekisho_platform::store::View;

/// How many the card shows.
const SHOWN: usize = 5;

/// お知らせ: the card.
pub(crate) struct AnnouncementCard;

/// 必読のお知らせ: the number.
pub(crate) struct MustReadNumber;

impl Tile for MustReadNumber {
    fn key(&self) -> &'static str {
        "announcement-must"
    }

    fn word(&self, language: Language) -> &'static str {
        text::words(language).must_number
    }

    fn home(&self) -> Home {
        Home::Band
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        let standing = service::announcements_of(tx, cx)?;
        let waiting = standing.iter().filter(|told| told.waits).count();
        Ok(Face::Number(Number {
            href: "/portal/announcements?must=1".to_owned(),
            count: u64::try_from(waiting).ok(),
            waits: waiting > 0,
            ..Number::default()
        }))
    }
}

impl Tile for AnnouncementCard {
    fn key(&self) -> &'static str {
        "announcement-list"
    }

    fn word(&self, language: Language) -> &'static str {
        text::words(language).title
    }

    fn home(&self) -> Home {
        Home::Column(1)
    }

    /// Somebody may just have opened one.
    fn live(&self) -> bool {
        false
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        let words = text::words(cx.language());
        let standing = service::announcements_of(tx, cx)?;
        let rest = standing.len().saturating_sub(SHOWN);
        let mut shown = Vec::new();
        for told in standing.iter().take(SHOWN) {
            shown.push(show::notice(tx, cx, told)?);
        }
        let body = CardBody {
            words,
            standing: shown,
            more: if rest > 0 {
                text::more(cx.language(), rest)
            } else {
                String::new()
            },
        };
        Ok(Face::Card(Card {
            heading: None,
            hint: "",
            link: Some(Link {
                href: "/portal/announcements".to_owned(),
                word: words.all.to_owned(),
            }),
            body: Body::Html(render(&body)?),
            holds: false,
        }))
    }
}
