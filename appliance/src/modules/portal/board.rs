//! The board: which tiles stand where for this person, each asked for what stands on it.

use super::arrange::{Arrangement, Offer, standing};
use super::external;
use super::page::{Board, CardTile, NumberTile};
use super::tile::{Face, Home, Tile};
use crate::cx::Cx;
use crate::modules::TILES;
use crate::text::Language;
use crate::web::Failure;
use sekisho_platform::store::View;

/// All tiles that can stand on this person's portal.
pub(super) struct Catalogue {
    tiles: Vec<Box<dyn Tile>>,
}

/// The tiles of the house, and behind them the numbers of other systems that this organisation has.
pub(super) fn catalogue(tx: &View<'_>, cx: &Cx) -> Result<Catalogue, Failure> {
    let house = TILES.iter();
    let house = house.map(|tile| -> Box<dyn Tile> { Box::new(*tile) });
    let mut tiles: Vec<Box<dyn Tile>> = house.collect();
    tiles.extend(external::tiles(tx, cx)?);
    Ok(Catalogue { tiles })
}

impl Catalogue {
    /// Their names and homes, in their order.
    pub(super) fn offers(&self) -> Vec<Offer> {
        let offer = |tile: &dyn Tile| Offer {
            key: tile.key().to_owned(),
            home: tile.home(),
        };
        self.tiles.iter().map(|tile| offer(tile.as_ref())).collect()
    }

    fn find(&self, key: &str) -> Option<&dyn Tile> {
        let found = self.tiles.iter().find(|tile| tile.key() == key);
        found.map(AsRef::as_ref)
    }

    /// Where a tile stands at first.
    pub(super) fn home(&self, key: &str) -> Option<Home> {
        self.find(key).map(super::tile::Tile::home)
    }

    /// The name of a tile on screen.
    pub(super) fn word(&self, key: &str, language: Language) -> String {
        let tile = self.find(key);
        tile.map_or_else(String::new, |tile| tile.word(language).to_owned())
    }
}

/// The tiles as they stand for this person now.
pub(super) fn board(tx: &View<'_>, cx: &Cx) -> Result<Board, Failure> {
    let set = standing(tx, cx)?.map(|(_, arrangement)| arrangement);
    arranged(tx, cx, &set.unwrap_or_default())
}

/// The tiles as they would stand.
pub(super) fn arranged(
    tx: &View<'_>,
    cx: &Cx,
    arrangement: &Arrangement,
) -> Result<Board, Failure> {
    let catalogue = catalogue(tx, cx)?;
    let settled = arrangement.settled(&catalogue.offers());
    let mut board = Board {
        numbers: Vec::new(),
        columns: Vec::new(),
    };
    for tile in settled.numbers.iter().filter_map(|key| catalogue.find(key)) {
        if let Face::Number(number) = tile.face(tx, cx)? {
            board.numbers.push(NumberTile {
                key: tile.key().to_owned(),
                word: tile.word(cx.language()).to_owned(),
                number,
                live: tile.live(),
            });
        }
    }
    for column in &settled.columns {
        let mut cards = Vec::new();
        for tile in column.iter().filter_map(|key| catalogue.find(key)) {
            if let Face::Card(card) = tile.face(tx, cx)? {
                let word = tile.word(cx.language());
                cards.push(CardTile {
                    key: tile.key().to_owned(),
                    heading: card.heading.clone().unwrap_or_else(|| word.to_owned()),
                    card,
                    live: tile.live(),
                });
            }
        }
        if !cards.is_empty() {
            board.columns.push(cards);
        }
    }
    Ok(board)
}
