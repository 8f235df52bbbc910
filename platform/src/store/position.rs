//! A place within an index, so that the next page begins where the last one ended even when rows came or went.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;

use super::engine::{Direction, Span};
use super::key::ToKey;
use super::table::{Indexes, Table};

/// A place within an index. Its text form is safe in a URL.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Position(Vec<u8>);

impl Position {
    /// The place of the row `key` under `value`.
    pub fn new(value: &impl ToKey, key: &impl ToKey) -> Self {
        let mut bytes = value.to_key();
        key.encode(&mut bytes);
        Self(bytes)
    }

    /// The first place of this row in `index`; `None` when it does not stand there.
    pub fn of<T: Table>(index: &str, key: &T::Key, record: &T::Record) -> Option<Self> {
        let mut indexes = Indexes::default();
        T::index(key, record, &mut indexes);
        let mut entries = indexes.into_entries().into_iter();
        let (_, mut bytes) = entries.find(|(name, _)| *name == index)?;
        key.encode(&mut bytes);
        Some(Self(bytes))
    }

    /// Leaves of `span` only what lies beyond this place.
    pub(super) fn cut(&self, mut head: Vec<u8>, direction: Direction, span: &mut Span) {
        head.extend_from_slice(&self.0);
        match direction {
            Direction::Up => {
                head.push(0);
                if head > span.start {
                    span.start = head;
                }
            }
            Direction::Down => {
                if head < span.end {
                    span.end = head;
                }
            }
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64URL_NOPAD.encode(&self.0))
    }
}

/// The text is no position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("reading a position in an index")]
pub struct BadPosition;

impl FromStr for Position {
    type Err = BadPosition;

    fn from_str(text: &str) -> Result<Self, BadPosition> {
        BASE64URL_NOPAD
            .decode(text.as_bytes())
            .map(Self)
            .map_err(|_| BadPosition)
    }
}
