//! An append-only log whose records survive a power cut from the moment their append returns, with one sync shared
//! by everyone who is waiting.
//!
//! ```text
//! append ──▶ queue ──▶ writer thread: one write, one sync a group ──▶ every waiter its place
//!                         └── segments: reserved ahead, each record chained to the one before
//! open   ──▶ recover: the last segment's torn tail is passed over, nothing behind it can come back
//! forget ──▶ a full segment nobody needs any more is removed
//! ```
//!
//! A full disk is told as such ([`LogError::Full`]); nothing of the refused record is ever seen, and the next append
//! that finds room succeeds.

#[cfg(test)]
mod crash;
mod error;
mod place;
mod recover;
mod segment;
mod segments;
#[cfg(test)]
mod tests;
mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use bytes::Bytes;
pub use error::LogError;
pub use place::{BadPlace, Place};
pub use recover::Replayed;
use segments::Segments;
use tokio::sync::oneshot;
use writer::{Queue, Request};

use crate::disk::Disk;

/// How the log is to be kept.
#[derive(Debug, Clone)]
pub struct LogSettings {
    /// How many bytes a segment reserves. A record that is larger gets a segment of its own.
    pub segment_size: u64,
    /// How many bytes of records are written with one sync at most.
    pub group_size: usize,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self {
            segment_size: 64 * 1024 * 1024,
            group_size: 16 * 1024 * 1024,
        }
    }
}

/// The log. Share it in an `Arc`; any number of threads and tasks may append at once.
#[derive(Debug)]
pub struct Log {
    queue: Arc<Queue>,
    segments: Arc<Segments>,
    writer: Option<JoinHandle<()>>,
    open: AtomicBool,
}

impl Log {
    /// Opens the log in `disk`, which belongs to it alone, and finds where its last record ends.
    pub fn open(disk: Arc<dyn Disk>, settings: LogSettings) -> Result<Self, LogError> {
        let (segments, tail) = recover::recover(disk)?;
        let segments = Arc::new(segments);
        let queue = Arc::new(Queue::default());
        let writer = writer::start(Arc::clone(&queue), Arc::clone(&segments), tail, settings)?;
        Ok(Self {
            queue,
            segments,
            writer: Some(writer),
            open: AtomicBool::new(true),
        })
    }

    /// Writes one record; returns once it is durable. Blocks: from async code take [`Log::append_async`].
    pub fn append(&self, record: &[u8]) -> Result<Place, LogError> {
        let places = self.append_all(vec![Bytes::copy_from_slice(record)])?;
        places.first().copied().ok_or(LogError::Closed)
    }

    /// Writes several records side by side with one sync. When the power goes before this returns, the first few
    /// of them may be found.
    pub fn append_all(&self, records: Vec<Bytes>) -> Result<Vec<Place>, LogError> {
        let (reply, answer) = std::sync::mpsc::sync_channel(1);
        self.queue
            .push(Request::new(records, writer::Reply::Thread(reply)))?;
        answer.recv().map_err(|_| LogError::Closed)?
    }

    /// Writes one record; resolves once it is durable. Dropping the future does not take the record back.
    pub async fn append_async(&self, record: impl Into<Bytes>) -> Result<Place, LogError> {
        let (reply, answer) = oneshot::channel();
        self.queue.push(Request::new(
            vec![record.into()],
            writer::Reply::Task(reply),
        ))?;
        let places = answer.await.map_err(|_| LogError::Closed)??;
        places.first().copied().ok_or(LogError::Closed)
    }

    /// Reads one record back, checked.
    pub fn read(&self, place: Place) -> Result<Vec<u8>, LogError> {
        self.segments.read(place)
    }

    /// Shows every record still kept, oldest first, forgotten or not; says what could not be read.
    pub fn replay(&self, mut visit: impl FnMut(Place, &[u8])) -> Result<Replayed, LogError> {
        recover::replay(&self.segments, &mut visit)
    }

    /// The record is needed no more. Once every record of a finished segment is forgotten the segment is removed.
    /// Forgetting is not remembered across a restart and may be repeated.
    pub fn forget(&self, place: Place) -> Result<(), LogError> {
        self.segments.forget(place)
    }

    /// How many bytes the log's segments hold on the disk.
    pub fn size(&self) -> u64 {
        self.segments.size()
    }

    /// Lets what was appended become durable and takes no more.
    pub fn close(&self) {
        if self.open.swap(false, Ordering::SeqCst) {
            self.queue.close();
        }
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.close();
        if let Some(writer) = self.writer.take() {
            let _ = writer.join();
        }
    }
}
