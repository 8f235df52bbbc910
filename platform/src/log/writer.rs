//! The one thread that writes: takes everything that waits, writes it in one piece, syncs once, answers everyone.

use std::collections::{HashSet, VecDeque};
use std::io;
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;

use bytes::Bytes;
use tokio::sync::oneshot;

use super::segment::{HEAD, Head, Header, Link, file_name, room};
use super::segments::{Known, Segments};
use super::{LogError, LogSettings, Place};
use crate::disk::DiskFile;

type Answer = Result<Vec<Place>, LogError>;

/// Who waits for an answer.
#[derive(Debug)]
pub(super) enum Reply {
    Thread(SyncSender<Answer>),
    Task(oneshot::Sender<Answer>),
}

impl Reply {
    fn send(self, answer: Answer) {
        // Who no longer waits need not know.
        match self {
            Self::Thread(sender) => drop(sender.send(answer)),
            Self::Task(sender) => drop(sender.send(answer)),
        }
    }
}

/// Records that belong together, and who waits for them. Their digests are taken on the caller's thread.
#[derive(Debug)]
pub(super) struct Request {
    records: Vec<(Bytes, blake3::Hash)>,
    reply: Reply,
}

impl Request {
    pub(super) fn new(records: Vec<Bytes>, reply: Reply) -> Self {
        let digested = records.into_iter().map(|record| {
            let digest = blake3::hash(&record);
            (record, digest)
        });
        Self {
            records: digested.collect(),
            reply,
        }
    }

    fn room(&self) -> u64 {
        self.records
            .iter()
            .map(|(record, _)| room(length(record).unwrap_or(u32::MAX)))
            .sum()
    }
}

fn length(record: &Bytes) -> Option<u32> {
    u32::try_from(record.len())
        .ok()
        .filter(|length| *length <= 1 << 30)
}

/// What waits to be written.
#[derive(Debug, Default)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    bell: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    requests: VecDeque<Request>,
    closed: bool,
}

impl Queue {
    pub(super) fn push(&self, request: Request) -> Result<(), LogError> {
        for (record, _) in &request.records {
            length(record).ok_or(LogError::TooLarge { size: record.len() })?;
        }
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.closed {
            return Err(LogError::Closed);
        }
        waiting.requests.push_back(request);
        drop(waiting);
        self.bell.notify_one();
        Ok(())
    }

    pub(super) fn close(&self) {
        self.waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .closed = true;
        self.bell.notify_all();
    }

    /// Waits for requests and takes as many as `limit` bytes allow, at least one; `None` once closed and empty.
    fn take(&self, limit: u64) -> Option<Vec<Request>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        while waiting.requests.is_empty() {
            if waiting.closed {
                return None;
            }
            waiting = self
                .bell
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let mut group = Vec::new();
        let mut total = 0;
        while let Some(next) = waiting.requests.front() {
            total += next.room();
            if !group.is_empty() && total > limit {
                break;
            }
            group.extend(waiting.requests.pop_front());
        }
        Some(group)
    }
}

/// Where the next record goes.
#[derive(Debug)]
pub(super) struct Tail {
    /// The segment being written, when there is one that can be.
    current: Option<Current>,
    /// The number, end and record count of the newest segment.
    newest: (u64, u64, u64),
}

#[derive(Debug)]
struct Current {
    number: u64,
    end: u64,
    records: u64,
    link: Link,
}

impl Tail {
    pub(super) fn empty() -> Self {
        Self {
            current: None,
            newest: (0, 0, 0),
        }
    }

    pub(super) fn at(number: u64, end: u64, records: u64, link: Link) -> Self {
        let current = Some(Current {
            number,
            end,
            records,
            link,
        });
        Self {
            current,
            newest: (number, end, records),
        }
    }
}

/// Starts the thread.
pub(super) fn start(
    queue: Arc<Queue>,
    segments: Arc<Segments>,
    tail: Tail,
    settings: LogSettings,
) -> Result<JoinHandle<()>, LogError> {
    let limit = u64::try_from(settings.group_size).unwrap_or(u64::MAX);
    let mut writer = Writer {
        segments,
        tail,
        settings,
    };
    std::thread::Builder::new()
        .name("log".to_owned())
        .spawn(move || {
            while let Some(group) = queue.take(limit) {
                writer.write(group);
            }
        })
        .map_err(LogError::open)
}

struct Writer {
    segments: Arc<Segments>,
    tail: Tail,
    settings: LogSettings,
}

impl Writer {
    /// Writes the group, in parts when it does not fit into what is left of the segment.
    fn write(&mut self, group: Vec<Request>) {
        let mut left = VecDeque::from(group);
        while let Some(first) = left.front() {
            let ready = self.make_room(first.room());
            let (number, mut free) = match ready {
                Ok(found) => found,
                Err(error) => {
                    // What fits without a new segment may still follow; this one cannot be kept now.
                    if let Some(request) = left.pop_front() {
                        request.reply.send(Err(error));
                    }
                    continue;
                }
            };
            let mut part = Vec::new();
            while let Some(next) = left.front().map(Request::room) {
                if next > free {
                    break;
                }
                free -= next;
                part.extend(left.pop_front());
            }
            self.write_part(number, part);
        }
    }

    fn write_part(&mut self, number: u64, part: Vec<Request>) {
        let Some(current) = self
            .tail
            .current
            .as_ref()
            .filter(|one| one.number == number)
        else {
            return;
        };
        let (start, mut link) = (current.end, current.link);
        let mut offset = start;
        let mut bytes = Vec::new();
        let mut answers = Vec::with_capacity(part.len());
        let mut records = current.records;
        for request in part {
            let mut places = Vec::with_capacity(request.records.len());
            for (record, digest) in &request.records {
                let len = length(record).unwrap_or(u32::MAX);
                let header = Header::new(number, offset, len, link, digest);
                link = header.next_link();
                bytes.extend_from_slice(&header.encode());
                bytes.extend_from_slice(record);
                bytes.resize(bytes.len().next_multiple_of(8), 0);
                places.push(Place {
                    segment: number,
                    offset,
                    len,
                });
                offset += room(len);
                records += 1;
            }
            answers.push((request.reply, places));
        }
        match self.store(number, start, &bytes) {
            Ok(()) => {
                self.tail.newest = (number, offset, records);
                self.tail.current = Some(Current {
                    number,
                    end: offset,
                    records,
                    link,
                });
                if let Some(known) = self.segments.lock().get_mut(&number) {
                    known.end = offset;
                    known.records = records;
                    known.size = known.size.max(offset);
                }
                for (reply, places) in answers {
                    reply.send(Ok(places));
                }
            }
            Err(error) => {
                // Nobody can say what of this is on the disk, so nothing is written behind it any more: the next
                // segment names the end of what was good.
                self.tail.current = None;
                self.segments.abandon(number);
                let error = LogError::append(error);
                tracing::error!(code = "log-append", kind = error.kind().code(), %error);
                for (reply, _) in answers {
                    reply.send(Err(error.clone()));
                }
            }
        }
    }

    fn store(&self, number: u64, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let file = self
            .segments
            .lock()
            .get(&number)
            .map(|known| Arc::clone(&known.file));
        let file = file.ok_or(io::ErrorKind::NotFound)?;
        file.write_at(offset, bytes)?;
        file.sync()
    }

    /// Sees that `wanted` bytes fit behind the last record; the segment and the room left in it.
    fn make_room(&mut self, wanted: u64) -> Result<(u64, u64), LogError> {
        if let Some(current) = &self.tail.current {
            let size = self
                .segments
                .lock()
                .get(&current.number)
                .map_or(0, |known| known.size);
            let free = size.saturating_sub(current.end);
            if wanted <= free {
                return Ok((current.number, free));
            }
        }
        let least = HEAD + wanted;
        let size = self.settings.segment_size.max(least);
        let number = match self.begin(size) {
            // A smaller segment may still fit onto a disk that is nearly full.
            Err(LogError::Full) if size > least => self.begin(least)?,
            other => other?,
        };
        let size = self
            .segments
            .lock()
            .get(&number)
            .map_or(0, |known| known.size);
        Ok((number, size.saturating_sub(HEAD)))
    }

    /// Makes the next segment and lets go of the one before.
    fn begin(&mut self, size: u64) -> Result<u64, LogError> {
        let (newest, previous_end, previous_records) = self.tail.newest;
        let number = newest + 1;
        let head = Head {
            number,
            previous_end,
            previous_records,
        };
        let file = match self.make_file(head, size) {
            Ok(file) => file,
            Err(error) => {
                self.unmake(number);
                return Err(LogError::append(error));
            }
        };
        let forgotten = HashSet::new();
        let known = Known {
            file,
            end: HEAD,
            size,
            records: 0,
            finished: false,
            forgotten,
        };
        self.segments.lock().insert(number, known);
        self.segments.finish(newest);
        self.tail.newest = (number, HEAD, 0);
        self.tail.current = Some(Current {
            number,
            end: HEAD,
            records: 0,
            link: head.link(),
        });
        Ok(number)
    }

    fn make_file(&self, head: Head, size: u64) -> io::Result<Arc<dyn DiskFile>> {
        let disk = &self.segments.disk;
        let name = file_name(head.number);
        let file = match disk.create(&name) {
            // One that failed half-way and could not be removed then.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                disk.remove(&name)?;
                disk.create(&name)?
            }
            other => other?,
        };
        file.reserve(size)?;
        file.write_at(0, &head.encode())?;
        file.sync()?;
        disk.sync()?;
        Ok(file)
    }

    /// Removes a segment that could not be made. Its head may be on the disk and says where the one before ended
    /// then, so unless it is surely gone nothing more may be written to the one before.
    fn unmake(&mut self, number: u64) {
        let disk = &self.segments.disk;
        let gone = match disk.remove(&file_name(number)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => disk.sync(),
        };
        if let Err(error) = gone {
            tracing::error!(code = "log-segment-half-made", segment = number, %error);
            self.tail.current = None;
        }
    }
}
