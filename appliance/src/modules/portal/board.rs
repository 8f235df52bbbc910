//! The board: which tiles stand where for this person, each asked for what stands on it.

use super::page::{Board, CardTile, NumberTile};
use super::tile::{Face, Home, Tile, Tiles};
use crate::cx::Cx;
use crate::web::Failure;
use sekisho_platform::store::View;

/// How many columns a wide page has.
pub(super) const COLUMNS: usize = 3;

/// The tiles as they stand now.
pub(super) fn board(tx: &View<'_>, cx: &Cx, tiles: Tiles) -> Result<Board, Failure> {
    let mut board = Board {
        numbers: Vec::new(),
        columns: Vec::new(),
    };
    for tile in tiles.iter().filter(|tile| tile.home() == Home::Band) {
        put(&mut board.numbers, &mut Vec::new(), *tile, tx, cx)?;
    }
    for column in 0..COLUMNS {
        let mut cards = Vec::new();
        for tile in tiles
            .iter()
            .filter(|tile| tile.home() == Home::Column(column))
        {
            put(&mut board.numbers, &mut cards, *tile, tx, cx)?;
        }
        if !cards.is_empty() {
            board.columns.push(cards);
        }
    }
    Ok(board)
}

fn put(
    numbers: &mut Vec<NumberTile>,
    cards: &mut Vec<CardTile>,
    tile: &dyn Tile,
    tx: &View<'_>,
    cx: &Cx,
) -> Result<(), Failure> {
    let (key, word, live) = (tile.key(), tile.word(cx.language()), tile.live());
    match tile.face(tx, cx)? {
        Face::Number(number) => numbers.push(NumberTile {
            key: key.to_owned(),
            word: word.to_owned(),
            number,
            live,
        }),
        Face::Card(card) => cards.push(CardTile {
            key: key.to_owned(),
            heading: card.heading.clone().unwrap_or_else(|| word.to_owned()),
            card,
            live,
        }),
    }
    Ok(())
}
