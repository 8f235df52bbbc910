//! The frames of the link: a length, a line of JSON, and after `bundle` the sealed bytes.
//!
//! Promises: a length is checked against its maximum before anything is allocated, an announced bundle costs
//! memory only as its bytes really arrive, and a frame that is not in the vocabulary ends the connection.
//! `docs/wire/link.json` is the golden.

use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use uuid::Uuid;

use super::directory::Signed;
use crate::delivery::Outcome;

/// The longest JSON header that goes up.
pub(crate) const UP_HEADER_MOST: u32 = 4 * 1024;
/// The longest JSON header that comes down: a directory of some hundred thousand addresses.
pub(crate) const DOWN_HEADER_MOST: u32 = 16 * 1024 * 1024;
/// What is allocated for a bundle before its first byte has come.
const FIRST_ALLOCATION: u64 = 256 * 1024;

/// What goes from the outer node to the inner node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Up {
    /// A sealed bundle of `size` bytes follows.
    Bundle {
        /// The item in it.
        item: Uuid,
        /// How many bytes follow.
        size: u64,
    },
}

/// What comes from the inner node to the outer node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "t", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Down {
    /// The appliance has committed the item.
    Done {
        /// The item.
        item: Uuid,
        /// One outcome for each recipient.
        outcomes: Vec<Outcome>,
    },
    /// The bundle will never be taken.
    Refused {
        /// The item.
        item: Uuid,
        /// The reason's code.
        why: String,
    },
    /// The bundle cannot be taken now.
    Later {
        /// The item.
        item: Uuid,
    },
    /// Who exists behind the gateway, signed by the inner node.
    Directory {
        /// The list's version.
        v: u64,
        /// The list and its signature.
        signed: Signed,
    },
}

/// A frame could not be carried.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FrameError {
    /// The connection broke.
    #[error("carrying a frame over the link")]
    Broken(#[from] std::io::Error),
    /// A header longer than any we know.
    #[error("reading a frame header of {length} bytes where {most} is the most")]
    HeaderTooLong {
        /// The announced length.
        length: u32,
        /// The most.
        most: u32,
    },
    /// A bundle larger than the configuration allows.
    #[error("reading a bundle of {size} bytes where {most} is the most")]
    BundleTooLarge {
        /// The announced size.
        size: u64,
        /// The most.
        most: u64,
    },
    /// Not a frame of this protocol.
    #[error("understanding a frame header")]
    Foreign(#[source] serde_json::Error),
}

/// Reads one header; `None` when the other side closed between two frames.
pub(crate) async fn read_header<T, R>(from: &mut R, most: u32) -> Result<Option<T>, FrameError>
where
    T: DeserializeOwned,
    R: AsyncRead + Unpin,
{
    let mut length = [0_u8; 4];
    let (first, rest) = length.split_at_mut(1);
    if from.read(first).await? == 0 {
        return Ok(None);
    }
    from.read_exact(rest).await?;
    let length = u32::from_le_bytes(length);
    if length > most {
        return Err(FrameError::HeaderTooLong { length, most });
    }
    let mut header = Vec::new();
    if from
        .take(u64::from(length))
        .read_to_end(&mut header)
        .await?
        < usize_of(length)
    {
        return Err(FrameError::Broken(std::io::ErrorKind::UnexpectedEof.into()));
    }
    serde_json::from_slice(&header)
        .map(Some)
        .map_err(FrameError::Foreign)
}

/// Writes one header. The caller flushes.
pub(crate) async fn write_header<T, W>(to: &mut W, header: &T) -> Result<(), FrameError>
where
    T: Serialize,
    W: AsyncWrite + Unpin,
{
    let header = serde_json::to_vec(header).map_err(FrameError::Foreign)?;
    let length = u32::try_from(header.len()).unwrap_or(u32::MAX);
    to.write_all(&length.to_le_bytes()).await?;
    to.write_all(&header).await?;
    Ok(())
}

/// Reads the bytes that follow a `bundle` header.
pub(crate) async fn read_bundle<R>(from: &mut R, size: u64, most: u64) -> Result<Bytes, FrameError>
where
    R: AsyncRead + Unpin,
{
    if size > most {
        return Err(FrameError::BundleTooLarge { size, most });
    }
    let first = usize::try_from(size.min(FIRST_ALLOCATION)).unwrap_or(0);
    let mut bundle = Vec::with_capacity(first);
    let read = from.take(size).read_to_end(&mut bundle).await?;
    if u64::try_from(read).ok() != Some(size) {
        return Err(FrameError::Broken(std::io::ErrorKind::UnexpectedEof.into()));
    }
    Ok(Bytes::from(bundle))
}

fn usize_of(length: u32) -> usize {
    usize::try_from(length).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn golden() -> serde_json::Value {
        let text = include_str!("../../../docs/wire/link.json");
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn every_golden_frame_is_understood_and_written_the_same() {
        for frame in golden()["up"].as_array().unwrap() {
            let understood: Up = serde_json::from_value(frame.clone()).unwrap();
            assert_eq!(&serde_json::to_value(&understood).unwrap(), frame);
        }
        for frame in golden()["down"].as_array().unwrap() {
            let understood: Down = serde_json::from_value(frame.clone()).unwrap();
            assert_eq!(&serde_json::to_value(&understood).unwrap(), frame);
        }
        assert_eq!(golden()["header_most"], DOWN_HEADER_MOST);
    }

    #[tokio::test]
    async fn a_frame_cut_anywhere_is_a_broken_link_and_never_half_a_frame() {
        let mut whole = Vec::new();
        let header = Up::Bundle {
            item: Uuid::nil(),
            size: 5,
        };
        write_header(&mut whole, &header).await.unwrap();
        whole.extend_from_slice(b"hello");
        for cut in 1..whole.len() {
            let mut from = &whole[..cut];
            let header = read_header::<Up, _>(&mut from, UP_HEADER_MOST).await;
            let Ok(Some(Up::Bundle { size, .. })) = header else {
                assert!(
                    matches!(header, Err(FrameError::Broken(_))),
                    "cut at {cut}: {header:?}"
                );
                continue;
            };
            assert!(
                read_bundle(&mut from, size, 10).await.is_err(),
                "cut at {cut}"
            );
        }
        let mut from = whole.as_slice();
        assert_eq!(
            read_header(&mut from, UP_HEADER_MOST).await.unwrap(),
            Some(header)
        );
        assert_eq!(
            read_bundle(&mut from, 5, 10).await.unwrap().as_ref(),
            b"hello"
        );
        assert!(
            read_header::<Up, _>(&mut from, UP_HEADER_MOST)
                .await
                .unwrap()
                .is_none()
        );
    }

    #[tokio::test]
    async fn an_absurd_length_is_refused_before_it_is_allocated() {
        let mut from: &[u8] = &[0xff, 0xff, 0xff, 0xff];
        let answer = read_header::<Up, _>(&mut from, UP_HEADER_MOST).await;
        assert!(matches!(answer, Err(FrameError::HeaderTooLong { .. })));
        let mut nothing: &[u8] = &[];
        let answer = read_bundle(&mut nothing, 1 << 60, 1 << 30).await;
        assert!(matches!(answer, Err(FrameError::BundleTooLarge { .. })));
    }

    #[tokio::test]
    async fn a_frame_of_another_protocol_ends_the_connection() {
        let mut from: &[u8] = b"\x0d\0\0\0{\"t\":\"shell\"}";
        let answer = read_header::<Up, _>(&mut from, UP_HEADER_MOST).await;
        assert!(matches!(answer, Err(FrameError::Foreign(_))));
    }
}
