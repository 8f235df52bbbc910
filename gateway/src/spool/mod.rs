//! The spool: accepted mail as it came, kept on the disk until its item is done and its time is over.
//!
//! ```text
//!  arriving (memory, or a file when large) ──▶ record ──▶ log (many mails share one sync) ──▶ read, replay, discard
//! ```
//! Promises: `keep` returns after the sync; what it returned for is found again after a power cut; a full disk is an
//! answer (452) and not an accident, and passes by itself when there is room again; leftovers are swept.

mod arriving;
mod record;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use sekisho_platform::disk::{Disk, Folder};
use sekisho_platform::error::ErrorKind;
pub use sekisho_platform::log::Place;
use sekisho_platform::log::{Log, LogError, LogSettings};
use uuid::Uuid;

pub use self::arriving::Arriving;
use self::arriving::{Arrived, Content};
pub use self::record::{Addressee, RecordError, Slip};

/// The spool's folder.
#[derive(Debug)]
pub struct Spool {
    log: Log,
    folder: PathBuf,
    in_memory: usize,
    reserve: u64,
    room: Room,
}

/// How the spool is laid out.
#[derive(Debug, Clone)]
pub struct SpoolSettings {
    /// Its folder.
    pub folder: PathBuf,
    /// The size of one segment.
    pub segment: u64,
    /// Messages up to this size stay in memory while they arrive.
    pub in_memory: usize,
    /// Space that must stay free.
    pub reserve: u64,
}

/// An accepted mail, read again.
#[derive(Debug)]
pub struct Original {
    /// What we know of it.
    pub slip: Slip,
    /// Its bytes, unread by anyone.
    pub content: Bytes,
}

/// The spool could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum SpoolError {
    /// There is no room.
    #[error("keeping a message: no room on the disk")]
    Full {
        /// Why, as the machine says it.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The folder could not be made or swept.
    #[error("opening the spool in {}", folder.display())]
    Open {
        /// The folder.
        folder: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A message could not be written beside the log.
    #[error("keeping an arriving message")]
    Arriving(#[source] io::Error),
    /// The log failed.
    #[error("using the spool's log")]
    Log(#[source] LogError),
    /// A record is not what was written.
    #[error("understanding a record of the spool")]
    Record(#[source] RecordError),
    /// A message that lies in a file of its own cannot be read.
    #[error("reading a kept message")]
    Read(#[source] io::Error),
}

impl SpoolError {
    pub(crate) fn arriving(source: io::Error) -> Self {
        match ErrorKind::of_io(&source) {
            ErrorKind::Full => Self::Full {
                source: source.into(),
            },
            _ => Self::Arriving(source),
        }
    }

    fn log(source: LogError) -> Self {
        match source.kind() {
            ErrorKind::Full => Self::Full {
                source: source.into(),
            },
            _ => Self::Log(source),
        }
    }
}

impl Spool {
    /// Opens the spool, making its folders; what was arriving when the process last ended is swept.
    pub fn open(settings: SpoolSettings) -> Result<Self, SpoolError> {
        let folder = settings.folder.clone();
        let disk = Folder::open(&folder.join("log"))
            .map_err(|source| SpoolError::Open { folder, source })?;
        Self::on(settings, Arc::new(disk))
    }

    /// The same with the log on another disk.
    pub(crate) fn on(settings: SpoolSettings, disk: Arc<dyn Disk>) -> Result<Self, SpoolError> {
        let folder = settings.folder;
        let open = |source| SpoolError::Open {
            folder: folder.clone(),
            source,
        };
        let arriving = folder.join("arriving");
        for each in [&arriving, &folder.join("apart")] {
            fs::create_dir_all(each).map_err(open)?;
        }
        for left in fs::read_dir(&arriving).map_err(open)? {
            fs::remove_file(left.map_err(open)?.path()).map_err(open)?;
        }
        let log = Log::open(
            disk,
            LogSettings {
                segment_size: settings.segment,
                ..LogSettings::default()
            },
        )
        .map_err(SpoolError::log)?;
        Ok(Self {
            log,
            folder,
            in_memory: settings.in_memory,
            reserve: settings.reserve,
            room: Room::default(),
        })
    }

    /// A place for a message that begins to arrive.
    pub fn begin(&self, item: Uuid) -> Arriving {
        Arriving::new(item, self.folder.clone(), self.in_memory)
    }

    /// Whether there is room for mail, asked of the machine at most every second.
    pub fn has_room(&self, now: Duration) -> bool {
        self.room.ask(now, || {
            free_space(&self.folder).is_none_or(|free| free >= self.reserve)
        })
    }

    /// Keeps a message; it is on the disk when this returns.
    pub(crate) async fn keep(&self, slip: &Slip, arrived: Arrived) -> Result<Place, SpoolError> {
        let (content, apart) = match arrived.content {
            Content::Here(content) => (content, None),
            Content::Apart(path) => (Vec::new(), Some(path)),
        };
        let record = record::close(content, slip).map_err(SpoolError::Record)?;
        let kept = self.log.append_async(record).await.map_err(SpoolError::log);
        if let (Err(_), Some(path)) = (&kept, apart) {
            // It was not accepted; what cannot be removed now is swept at the next start.
            let _ = fs::remove_file(path);
        }
        kept
    }

    /// Reads a kept message again. Blocks.
    pub fn read(&self, place: Place) -> Result<Original, SpoolError> {
        let record = Bytes::from(self.log.read(place).map_err(SpoolError::log)?);
        let (content, slip) = record::open(&record).map_err(SpoolError::Record)?;
        let content = if slip.apart {
            Bytes::from(fs::read(self.apart(slip.item)).map_err(SpoolError::Read)?)
        } else {
            record.slice_ref(content)
        };
        Ok(Original { slip, content })
    }

    /// Tells every mail still kept, in the order they were accepted; answers how many records cannot be read. Blocks.
    pub fn replay(&self, mut each: impl FnMut(Place, Slip)) -> Result<usize, SpoolError> {
        let mut unreadable = 0;
        let replayed = self.log.replay(|place, bytes| match record::open(bytes) {
            Ok((_, slip)) => each(place, slip),
            Err(_) => unreadable += 1,
        });
        Ok(unreadable + replayed.map_err(SpoolError::log)?.damaged.len())
    }

    /// Discards an original whose time is over. Blocks; repeating it is harmless.
    pub fn discard(&self, place: Place, apart: Option<Uuid>) -> Result<(), SpoolError> {
        if let Some(item) = apart {
            match fs::remove_file(self.apart(item)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(SpoolError::Read(error));
                }
                _ => {}
            }
        }
        self.log.forget(place).map_err(SpoolError::log)
    }

    /// Lets what was accepted become durable and takes no more.
    pub fn close(&self) {
        self.log.close();
    }

    /// Removes files of large messages that were never accepted: those of no item that is `known`. Blocks.
    pub fn sweep<E: From<SpoolError>>(
        &self,
        known: impl Fn(Uuid) -> Result<bool, E>,
    ) -> Result<usize, E> {
        let mut swept = 0;
        for file in fs::read_dir(self.folder.join("apart")).map_err(SpoolError::Read)? {
            let file = file.map_err(SpoolError::Read)?;
            let item = file
                .file_name()
                .to_str()
                .and_then(|name| Uuid::try_parse(name).ok());
            if !item.map_or(Ok(false), &known)? {
                fs::remove_file(file.path()).map_err(SpoolError::Read)?;
                swept += 1;
            }
        }
        Ok(swept)
    }

    fn apart(&self, item: Uuid) -> PathBuf {
        self.folder.join("apart").join(item.to_string())
    }
}

/// What was last known of the room on the disk.
#[derive(Debug, Default)]
struct Room {
    asked: AtomicU64,
    full: AtomicBool,
}

impl Room {
    fn ask(&self, now: Duration, enough: impl Fn() -> bool) -> bool {
        // Zero means never asked.
        let second = now.as_secs() + 1;
        if self.asked.swap(second, Ordering::Relaxed) != second {
            self.full.store(!enough(), Ordering::Relaxed);
        }
        !self.full.load(Ordering::Relaxed)
    }
}

fn free_space(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(test)]
mod tests;
