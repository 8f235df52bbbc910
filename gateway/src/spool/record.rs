//! One accepted mail as it lies in the spool: its bytes first, what we know of it behind them.
//!
//! ```text
//!  content (or nothing, when it lies in a file of its own) │ postcard of Slip │ its length, u32 LE │ version u8
//! ```
//! The bytes come first so that they need not be copied when the slip is written.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The version this program writes.
const VERSION: u8 = 1;

/// What we know of a mail without having looked into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// The item's identity.
    pub item: Uuid,
    /// When its last byte came.
    pub received: Timestamp,
    /// The sender in the envelope; empty for a notice.
    pub from: String,
    /// The sender's own name for the envelope, when one was given (RFC 3461).
    pub envelope_id: Option<String>,
    /// The recipients in the envelope, each once.
    pub to: Vec<Addressee>,
    /// The trace line that says how it came here.
    pub trace: String,
    /// Bytes of the content.
    pub size: u64,
    /// BLAKE3 of the content.
    pub digest: [u8; 32],
    /// Whether the content lies in a file of its own.
    pub apart: bool,
}

/// One recipient in the envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// The address as the directory knows it.
    pub to: String,
    /// The address as the sender first wrote it, when that was told (RFC 3461).
    pub original: Option<String>,
    /// Whether the sender wants to hear nothing of it.
    pub quiet: bool,
}

impl Addressee {
    /// A recipient with nothing more to be said.
    pub fn plain(to: impl Into<String>) -> Self {
        Self {
            to: to.into(),
            original: None,
            quiet: false,
        }
    }
}

/// A record of the spool that is not one.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// It is shorter than it says, or says nothing we know.
    #[error("a record of the spool is cut or unknown")]
    Shape,
    /// Its slip does not read.
    #[error("reading the slip of a record of the spool")]
    Slip(#[source] postcard::Error),
}

/// Appends the slip to the content.
pub(super) fn close(mut content: Vec<u8>, slip: &Slip) -> Result<Vec<u8>, RecordError> {
    let before = content.len();
    let mut record =
        postcard::to_extend(slip, std::mem::take(&mut content)).map_err(RecordError::Slip)?;
    let length = u32::try_from(record.len() - before).map_err(|_| RecordError::Shape)?;
    record.extend_from_slice(&length.to_le_bytes());
    record.push(VERSION);
    Ok(record)
}

/// Takes a record apart: the content in it, and its slip.
pub(super) fn open(record: &[u8]) -> Result<(&[u8], Slip), RecordError> {
    let (&version, rest) = record.split_last().ok_or(RecordError::Shape)?;
    let (rest, length) = rest.split_last_chunk::<4>().ok_or(RecordError::Shape)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| RecordError::Shape)?;
    let cut = rest.len().checked_sub(length).ok_or(RecordError::Shape)?;
    let (content, slip) = rest.split_at_checked(cut).ok_or(RecordError::Shape)?;
    if version != VERSION {
        return Err(RecordError::Shape);
    }
    Ok((
        content,
        postcard::from_bytes(slip).map_err(RecordError::Slip)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_says_again_what_was_put_in_and_a_cut_one_says_nothing() {
        let slip = Slip {
            item: Uuid::from_u128(7),
            received: Timestamp::from_second(1_795_000_000).unwrap(),
            from: "kikaku@pref.example".into(),
            envelope_id: None,
            to: vec![Addressee::plain("sato@yamabiko.example")],
            trace: "from a by b".into(),
            size: 5,
            digest: [3; 32],
            apart: false,
        };
        let record = close(b"hello".to_vec(), &slip).unwrap();
        let (content, again) = open(&record).unwrap();
        assert_eq!((content, &again), (&b"hello"[..], &slip));
        for cut in 0..record.len() {
            assert!(open(&record[..cut]).is_err(), "{cut}");
        }
    }
}
