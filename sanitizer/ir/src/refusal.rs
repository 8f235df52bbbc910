//! Why a description was refused. Says what rule was broken and never shows content.

use crate::report::Reason;

/// The writer will not write this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// A frame is cut short, longer than its maximum, or of no known tag.
    #[error("a frame could not be read: {0}")]
    Frame(&'static str),
    /// More of something than allowed.
    #[error("more {0} than allowed")]
    TooMany(&'static str),
    /// Something longer or larger than allowed.
    #[error("{0} larger than allowed")]
    TooLarge(&'static str),
    /// A character that must not be there.
    #[error("a forbidden character in {0}")]
    Character(&'static str),
    /// A word outside the vocabulary.
    #[error("{0} outside the vocabulary")]
    Vocabulary(&'static str),
    /// Parts that contradict each other.
    #[error("{0} contradicts the rest")]
    Inconsistent(&'static str),
    /// The order asks for something that cannot be made from this document.
    #[error("no output can be made: {0}")]
    Order(&'static str),
    /// The output could not be encoded or written.
    #[error("writing failed: {0}")]
    Write(&'static str),
}

impl Refusal {
    /// The reason code the item is held with.
    pub const fn reason(self) -> Reason {
        Reason::WriterRefused
    }

    /// A short stable word for logs.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Frame(_) => "frame",
            Self::TooMany(_) => "too-many",
            Self::TooLarge(_) => "too-large",
            Self::Character(_) => "character",
            Self::Vocabulary(_) => "vocabulary",
            Self::Inconsistent(_) => "inconsistent",
            Self::Order(_) => "order",
            Self::Write(_) => "write",
        }
    }
}
