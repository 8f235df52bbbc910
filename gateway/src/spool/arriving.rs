//! A message while it arrives: in memory as long as it is small, in a file as soon as it is not.
//!
//! Promise: however large the message, at most one buffer of it is in memory; what is given up leaves no file.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::PathBuf;

use uuid::Uuid;

/// A message while it arrives.
#[derive(Debug)]
pub struct Arriving {
    item: Uuid,
    folder: PathBuf,
    in_memory: usize,
    buffer: Vec<u8>,
    size: u64,
    hasher: Box<blake3::Hasher>,
    file: Option<Apart>,
    failure: Option<io::Error>,
}

/// The file a large message goes to; dropping it removes the file unless it was moved away.
#[derive(Debug)]
struct Apart {
    file: Option<File>,
    path: PathBuf,
}

/// A message that has come whole.
#[derive(Debug)]
pub(crate) struct Arrived {
    pub(crate) size: u64,
    pub(crate) digest: [u8; 32],
    pub(super) content: Content,
}

/// Where the whole message is.
#[derive(Debug)]
pub(super) enum Content {
    /// In memory.
    Here(Vec<u8>),
    /// In a file, on the disk, under this path.
    Apart(PathBuf),
}

impl Arrived {
    /// Whether it lies in a file of its own.
    pub(crate) fn is_apart(&self) -> bool {
        matches!(self.content, Content::Apart(_))
    }
}

impl Arriving {
    pub(super) fn new(item: Uuid, folder: PathBuf, in_memory: usize) -> Self {
        Self {
            item,
            folder,
            in_memory,
            buffer: Vec::new(),
            size: 0,
            hasher: Box::new(blake3::Hasher::new()),
            file: None,
            failure: None,
        }
    }

    /// The identity the item will have.
    pub fn item(&self) -> Uuid {
        self.item
    }

    /// Where the next bytes go.
    pub fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.buffer
    }

    /// Moves the buffer to the file when it has grown enough; gives everything up when the message is not `wanted` any more.
    pub async fn relieve(&mut self, wanted: bool) {
        if !wanted || self.failure.is_some() {
            self.buffer = Vec::new();
            self.file = None;
            return;
        }
        if self.buffer.len() < self.in_memory {
            return;
        }
        if let Err(error) = self.pour().await {
            self.failure = Some(error);
            self.buffer = Vec::new();
            self.file = None;
        }
    }

    async fn pour(&mut self) -> io::Result<()> {
        let buffer = std::mem::take(&mut self.buffer);
        let path = self.folder.join("arriving").join(self.item.to_string());
        let apart = self.file.take();
        let mut hasher = std::mem::take(&mut self.hasher);
        let (apart, buffer, hasher) = blocking(move || {
            let mut apart = match apart {
                Some(apart) => apart,
                None => Apart {
                    file: Some(File::create_new(&path)?),
                    path,
                },
            };
            if let Some(file) = &mut apart.file {
                file.write_all(&buffer)?;
            }
            hasher.update(&buffer);
            Ok((apart, buffer, hasher))
        })
        .await?;
        self.size = self
            .size
            .saturating_add(u64::try_from(buffer.len()).unwrap_or(u64::MAX));
        self.file = Some(apart);
        self.hasher = hasher;
        self.buffer = buffer;
        self.buffer.clear();
        Ok(())
    }

    /// Ends the message; a large one is on the disk when this returns.
    pub(crate) async fn finish(mut self) -> io::Result<Arrived> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        if self.file.is_none() {
            let digest = *self.hasher.update(&self.buffer).finalize().as_bytes();
            let size = u64::try_from(self.buffer.len()).unwrap_or(u64::MAX);
            return Ok(Arrived {
                size,
                digest,
                content: Content::Here(self.buffer),
            });
        }
        self.pour().await?;
        let (size, digest) = (self.size, *self.hasher.finalize().as_bytes());
        let kept = self.folder.join("apart").join(self.item.to_string());
        let apart = self.file.take();
        let path = blocking(move || {
            let mut apart = apart.ok_or(io::ErrorKind::NotFound)?;
            let file = apart.file.take().ok_or(io::ErrorKind::NotFound)?;
            file.sync_all()?;
            fs::rename(&apart.path, &kept)?;
            sync_folder_of(&kept)?;
            Ok(kept)
        })
        .await?;
        Ok(Arrived {
            size,
            digest,
            content: Content::Apart(path),
        })
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        // After the move there is nothing under this name, and that is right.
        let _ = fs::remove_file(&self.path);
    }
}

fn sync_folder_of(path: &std::path::Path) -> io::Result<()> {
    path.parent()
        .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(_) => Err(io::ErrorKind::Interrupted.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["arriving", "apart"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        folder
    }

    fn files(folder: &tempfile::TempDir, name: &str) -> usize {
        fs::read_dir(folder.path().join(name)).unwrap().count()
    }

    #[tokio::test]
    async fn a_large_message_lies_in_a_file_with_every_byte() {
        let folder = folder();
        let mut arriving = Arriving::new(Uuid::from_u128(1), folder.path().to_owned(), 1000);
        let mut all = Vec::new();
        for piece in 0..100_u8 {
            all.extend_from_slice(&[piece; 333]);
            arriving.buffer().extend_from_slice(&[piece; 333]);
            arriving.relieve(true).await;
            assert!(arriving.buffer().len() < 1000);
        }
        let arrived = arriving.finish().await.unwrap();
        let Content::Apart(path) = arrived.content else {
            panic!("kept in memory")
        };
        assert_eq!(fs::read(path).unwrap(), all);
        assert_eq!(arrived.digest, *blake3::hash(&all).as_bytes());
        assert_eq!((arrived.size, files(&folder, "arriving")), (33_300, 0));
    }

    #[tokio::test]
    async fn a_message_given_up_leaves_nothing() {
        let folder = folder();
        let mut arriving = Arriving::new(Uuid::from_u128(1), folder.path().to_owned(), 10);
        arriving.buffer().extend_from_slice(&[0; 100]);
        arriving.relieve(true).await;
        assert_eq!(files(&folder, "arriving"), 1);
        drop(arriving);
        assert_eq!(files(&folder, "arriving"), 0);
    }

    #[tokio::test]
    async fn a_small_message_never_touches_a_file() {
        let folder = folder();
        let mut arriving = Arriving::new(Uuid::from_u128(1), folder.path().to_owned(), 1000);
        arriving.buffer().extend_from_slice(b"hello");
        arriving.relieve(true).await;
        let arrived = arriving.finish().await.unwrap();
        assert!(matches!(arrived.content, Content::Here(content) if content == b"hello"));
        assert_eq!(arrived.digest, *blake3::hash(b"hello").as_bytes());
    }
}
