//! The portal as a value.

use super::text::PortalText;
use super::tile::{Body, Card, Number};
use crate::text::Language;
use crate::web::layout::Frame;
use askama::Template;

/// The portal.
#[derive(Debug, Template)]
#[template(path = "modules/portal/page.html")]
pub(super) struct PortalPage {
    pub frame: Frame,
    pub words: &'static PortalText,
    pub greeting: String,
    /// 令和8年11月20日（金）.
    pub day: String,
    /// `2026-11-20 ／ 令和8年度`.
    pub western: String,
    /// Whether this person writes for others.
    pub writes: bool,
    pub board: Board,
    /// Said above, where it is only a preview.
    pub sample: Option<Sample>,
}

/// That a page is only a preview.
#[derive(Debug)]
pub(super) struct Sample {
    pub word: &'static str,
    pub back_word: &'static str,
    /// The way back.
    pub back: String,
}

impl Sample {
    /// A preview, with the way back to where it is made.
    pub(super) fn new(language: Language, back: &str) -> Self {
        let (word, back_word) = super::arrange::sample_words(language);
        Self {
            word,
            back_word,
            back: back.to_owned(),
        }
    }
}

/// What changes while the page stays open, each piece for its own place in it.
#[derive(Debug, Template)]
#[template(path = "modules/portal/fresh.html")]
pub(super) struct FreshTiles {
    pub words: &'static PortalText,
    pub board: Board,
}

/// The tiles as they stand.
#[derive(Debug)]
pub(super) struct Board {
    /// The band above.
    pub numbers: Vec<NumberTile>,
    /// The columns that hold something, from the left.
    pub columns: Vec<Vec<CardTile>>,
}

/// A number where it stands.
#[derive(Debug)]
pub(super) struct NumberTile {
    pub key: String,
    pub word: String,
    pub number: Number,
    pub live: bool,
}

/// A card where it stands.
#[derive(Debug)]
pub(super) struct CardTile {
    pub key: String,
    pub heading: String,
    pub card: Card,
    pub live: bool,
}
