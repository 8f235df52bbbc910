//! Large things in a folder, each under the digest of its content: written whole and synced before its digest is
//! given out, checked when read, the same content kept once.

use std::fmt;
use std::path::Path as FilePath;
use std::str::FromStr;

use bytes::Bytes;
use data_encoding::HEXLOWER;
use futures_util::stream::{self, BoxStream, Stream, StreamExt};
use object_store::ObjectStoreExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use serde::{Deserialize, Serialize};

use crate::error::ErrorKind;

/// The BLAKE3 digest of some content, and so its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest([u8; 32]);

crate::key_as!(Digest([u8; 32]));

impl Digest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// The text is no digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("reading a digest")]
pub struct BadDigest;

impl FromStr for Digest {
    type Err = BadDigest;

    fn from_str(text: &str) -> Result<Self, BadDigest> {
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(|_| BadDigest)?;
        bytes.try_into().map(Self).map_err(|_| BadDigest)
    }
}

/// How keeping large things fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BlobError {
    /// The folder cannot be opened.
    #[error("opening the folder for large content")]
    Open(#[source] object_store::Error),
    /// It could not be written; nothing is kept.
    #[error("keeping large content")]
    Put(#[source] object_store::Error),
    /// It could not be read.
    #[error("reading large content")]
    Get(#[source] object_store::Error),
    /// It could not be removed.
    #[error("removing large content")]
    Remove(#[source] object_store::Error),
    /// There is nothing under this digest.
    #[error("there is no content under {0}")]
    Unknown(Digest),
    /// What lies there is not what was written.
    #[error("the content under {0} is damaged")]
    Damaged(Digest),
}

impl BlobError {
    /// What can be done about it.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::Open(source) | Self::Put(source) | Self::Get(source) | Self::Remove(source) => {
                ErrorKind::of_chain(source)
            }
            Self::Unknown(_) => ErrorKind::Invalid,
            Self::Damaged(_) => ErrorKind::Damaged,
        }
    }
}

/// The folder. Clones share it.
#[derive(Debug, Clone)]
pub struct Blobs {
    store: std::sync::Arc<LocalFileSystem>,
}

impl Blobs {
    /// Opens the folder, making it when it is not there.
    pub fn open(folder: &FilePath) -> Result<Self, BlobError> {
        let made = std::fs::create_dir_all(folder);
        made.map_err(|source| {
            BlobError::Open(object_store::Error::Generic {
                store: "folder",
                source: Box::new(source),
            })
        })?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(BlobError::Open)?;
        Ok(Self {
            store: std::sync::Arc::new(store.with_fsync(true)),
        })
    }

    /// Keeps `content`; durable when this returns.
    pub async fn put(&self, content: impl Into<Bytes>) -> Result<Digest, BlobError> {
        let content = content.into();
        let digest = Digest::of(&content);
        // Written even when it is there: only so is it sure to be whole and synced.
        self.store
            .put(&place(digest), content.into())
            .await
            .map_err(BlobError::Put)?;
        Ok(digest)
    }

    /// Reads it back, checked.
    pub async fn get(&self, digest: &Digest) -> Result<Bytes, BlobError> {
        let found = match self.store.get(&place(*digest)).await {
            Err(object_store::Error::NotFound { .. }) => return Err(BlobError::Unknown(*digest)),
            other => other.map_err(BlobError::Get)?,
        };
        let content = found.bytes().await.map_err(BlobError::Get)?;
        if Digest::of(&content) == *digest {
            Ok(content)
        } else {
            Err(BlobError::Damaged(*digest))
        }
    }

    /// Reads it back in pieces, so that something large is never whole in memory: its size in bytes, and its
    /// pieces. Each piece waits for the one after it; the last is given out only when the whole has proved to be
    /// what was written, so that damaged content ends too early and never looks complete.
    pub async fn stream(
        &self,
        digest: &Digest,
    ) -> Result<
        (
            u64,
            impl Stream<Item = Result<Bytes, BlobError>> + Send + use<>,
        ),
        BlobError,
    > {
        let found = match self.store.get(&place(*digest)).await {
            Err(object_store::Error::NotFound { .. }) => return Err(BlobError::Unknown(*digest)),
            other => other.map_err(BlobError::Get)?,
        };
        let size = found.meta.size;
        let start = Pieces {
            rest: found.into_stream(),
            hasher: blake3::Hasher::new(),
            digest: *digest,
            held: None,
        };
        Ok((size, stream::unfold(Some(start), Pieces::next)))
    }

    /// True when there is something under `digest`.
    pub async fn contains(&self, digest: &Digest) -> Result<bool, BlobError> {
        match self.store.head(&place(*digest)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(BlobError::Get(error)),
        }
    }

    /// Removes it; no error when it was gone.
    pub async fn remove(&self, digest: &Digest) -> Result<(), BlobError> {
        match self.store.delete(&place(*digest)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(BlobError::Remove(error)),
        }
    }
}

/// Large content on its way out.
struct Pieces {
    rest: BoxStream<'static, object_store::Result<Bytes>>,
    hasher: blake3::Hasher,
    digest: Digest,
    held: Option<Bytes>,
}

impl Pieces {
    async fn next(pieces: Option<Self>) -> Option<(Result<Bytes, BlobError>, Option<Self>)> {
        let mut pieces = pieces?;
        loop {
            match pieces.rest.next().await {
                Some(Ok(piece)) => {
                    pieces.hasher.update(&piece);
                    if let Some(ready) = pieces.held.replace(piece) {
                        return Some((Ok(ready), Some(pieces)));
                    }
                }
                Some(Err(error)) => return Some((Err(BlobError::Get(error)), None)),
                None if pieces.hasher.finalize() == blake3::Hash::from(pieces.digest.0) => {
                    return pieces.held.map(|last| (Ok(last), None));
                }
                None => return Some((Err(BlobError::Damaged(pieces.digest)), None)),
            }
        }
    }
}

/// 256 folders, so that none grows too long.
fn place(digest: Digest) -> Path {
    let text = digest.to_string();
    let (folder, name) = text.split_at(2);
    Path::from_iter([folder, name])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn content_is_kept_once_under_its_digest() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(&folder.path().join("blobs")).unwrap();
        let digest = blobs.put(&b"large"[..]).await.unwrap();
        assert_eq!(blobs.put(&b"large"[..]).await.unwrap(), digest);
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!(blobs.get(&digest).await.unwrap(), &b"large"[..]);
        blobs.remove(&digest).await.unwrap();
        blobs.remove(&digest).await.unwrap();
        assert!(!blobs.contains(&digest).await.unwrap());
        assert!(matches!(
            blobs.get(&digest).await,
            Err(BlobError::Unknown(_))
        ));
    }

    #[tokio::test]
    async fn content_changed_behind_our_back_is_not_given_out() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let digest = blobs.put(vec![1; 100]).await.unwrap();
        std::fs::write(folder.path().join(place(digest).to_string()), b"other").unwrap();
        assert_eq!(
            blobs.get(&digest).await.unwrap_err().kind(),
            ErrorKind::Damaged
        );
    }
    #[tokio::test]
    async fn something_large_comes_back_in_pieces_and_never_damaged_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(folder.path()).unwrap();
        let content: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
        let digest = blobs.put(content.clone()).await.unwrap();
        let (size, pieces) = blobs.stream(&digest).await.unwrap();
        let pieces: Vec<_> = pieces.collect().await;
        assert_eq!(size, 400_000);
        assert!(pieces.len() > 1, "in pieces");
        let whole: Vec<u8> = pieces.into_iter().flat_map(Result::unwrap).collect();
        assert_eq!(whole, content);

        let mut damaged = content;
        damaged[7] ^= 1;
        std::fs::write(folder.path().join(place(digest).to_string()), &damaged).unwrap();
        let (_, pieces) = blobs.stream(&digest).await.unwrap();
        let pieces: Vec<_> = pieces.collect().await;
        let given: usize = pieces.iter().flatten().map(Bytes::len).sum();
        assert!(given < damaged.len(), "the end is held back");
        assert!(matches!(pieces.last(), Some(Err(BlobError::Damaged(_)))));
    }
}
