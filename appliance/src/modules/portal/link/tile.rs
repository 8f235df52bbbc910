//! リンク集 on the portal.

use super::{service, show, text};
use crate::cx::Cx;
use crate::modules::portal::{Body, Card, Face, Home, Tile};
use crate::text::Language;
use crate::web::{Failure, render};
use sekisho_platform::store::View;

/// The card.
pub(crate) struct LinkCard;

impl Tile for LinkCard {
    fn key(&self) -> &'static str {
        "link-list"
    }

    fn word(&self, language: Language) -> &'static str {
        text::words(language).title
    }

    fn home(&self) -> Home {
        Home::Column(1)
    }

    fn live(&self) -> bool {
        false
    }

    fn face(&self, tx: &View<'_>, cx: &Cx) -> Result<Face, Failure> {
        let rows = service::links_seen(tx, cx)?;
        Ok(Face::Card(Card {
            heading: None,
            hint: "",
            link: None,
            body: Body::Html(render(&show::card(cx, rows))?),
            holds: false,
        }))
    }
}
