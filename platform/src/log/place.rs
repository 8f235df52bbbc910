//! Where a record lies. Written down by others, so its text form is for good.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Where a record lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The segment's number.
    pub segment: u64,
    /// Where its header begins in the segment.
    pub offset: u64,
    /// How many bytes the record has.
    pub len: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.segment, self.offset, self.len)
    }
}

/// The text is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("reading a place in the log")]
pub struct BadPlace;

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        let mut parts = text.split('-');
        let place = Self {
            segment: number(parts.next())?,
            offset: number(parts.next())?,
            len: number(parts.next())?,
        };
        if parts.next().is_some() {
            Err(BadPlace)
        } else {
            Ok(place)
        }
    }
}

fn number<N: FromStr>(part: Option<&str>) -> Result<N, BadPlace> {
    part.and_then(|digits| digits.parse().ok()).ok_or(BadPlace)
}
