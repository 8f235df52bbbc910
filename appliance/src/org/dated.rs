//! 予告された改編: rows that are written ahead of their day under a swap, and stand together or not at all.
//!
//! A swap may touch thousands of rows, in many small transactions, while everybody goes on working. Each row names the
//! swap that began or ended it; none of that is so until the swap's one head row says that it stands. Whatever asks
//! for people reads through [`Dated`], so a crash between two of the small transactions leaves nothing anybody sees.

use super::model::SwapId;
use super::period::Period;
use jiff::civil::Date;
use sekisho_platform::store::{Record, StoreError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What a swap did to a row, and for which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// Which swap.
    pub swap: SwapId,
    /// The first day of what began, the last day of what ended.
    pub day: Date,
}

/// A row with the swaps that began and ended it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Dated<T> {
    /// What it says, as it was first written.
    pub row: T,
    /// The swap that wrote it; none for a change that was made at once.
    pub began: Option<Mark>,
    /// The swap that ended it.
    pub ended: Option<Mark>,
}

impl<T> Dated<T> {
    /// A row that stands by itself.
    pub(super) fn plain(row: T) -> Self {
        Self {
            row,
            began: None,
            ended: None,
        }
    }

    /// A row that stands when its swap does.
    pub(super) fn written(row: T, swap: SwapId, day: Date) -> Self {
        Self {
            row,
            began: Some(Mark { swap, day }),
            ended: None,
        }
    }
}

/// The first version was the bare row.
impl<T: Serialize + DeserializeOwned> Record for Dated<T> {
    const VERSION: u8 = 2;

    fn upgrade(version: u8, bytes: &[u8]) -> Result<Self, StoreError> {
        let name = std::any::type_name::<T>();
        if version != 1 {
            return Err(StoreError::unknown_version(name, version, Self::VERSION));
        }
        postcard::from_bytes(bytes)
            .map(Self::plain)
            .map_err(|error| StoreError::undecodable("a row of the organisation", error))
    }
}

/// What holds for a while.
pub(super) trait Lasts {
    /// While it holds.
    fn period(&self) -> Period;
    /// The same for other days.
    fn lasting(self, period: Period) -> Self;
}

/// How far a swap is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum SwapState {
    /// Its rows are being written; nobody sees them.
    Preparing,
    /// It is so, each row from its day on.
    Stands,
    /// It was taken back, or never came to stand; nobody sees its rows.
    Void,
}

/// The head of a swap: the one row that decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Swap {
    /// How far.
    pub state: SwapState,
    /// From which day on.
    pub day: Date,
    /// The state of the town's people it was made for.
    pub seen: u64,
    /// Whether rows of it may still lie in the tables.
    pub kept: bool,
}

impl Record for Swap {}

/// What the people of a town stand at: raised by every change of people, units, posts and rights.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct People {
    /// The number.
    pub number: u64,
    /// The swap whose rows are being written, which is one at a time.
    pub preparing: Option<SwapId>,
}

impl Record for People {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::org::post::{Appointment, Tenure};
    use crate::org::{PostId, StaffId};
    use jiff::civil::date;
    use uuid::Uuid;

    #[test]
    fn a_row_of_the_first_version_stands_by_itself() {
        let row = Appointment {
            staff: StaffId::new(Uuid::from_u128(1)),
            post: PostId::new(Uuid::from_u128(2)),
            tenure: Tenure::Main,
            period: Period::since(date(2026, 4, 1)),
        };
        let bytes = postcard::to_allocvec(&row).expect("bytes");
        let read = Dated::<Appointment>::upgrade(1, &bytes).expect("read");
        assert_eq!(read, Dated::plain(row));
        assert!(Dated::<Appointment>::upgrade(3, &bytes).is_err());
    }
}
