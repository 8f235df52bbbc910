//! Opening a log that may have lost its power, and reading all of it.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::sync::Arc;

use super::segment::{HEAD, HEADER, Head, Header, Link, file_name, number_of, room};
use super::segments::{Known, Segments};
use super::writer::Tail;
use super::{LogError, Place};
use crate::disk::{Disk, DiskFile};

/// What a replay showed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replayed {
    /// How many records were shown.
    pub records: u64,
    /// Where (segment, offset) something lies that is not what was written there.
    pub damaged: Vec<(u64, u64)>,
}

/// Finds the segments and the end of the last record.
pub(super) fn recover(disk: Arc<dyn Disk>) -> Result<(Segments, Tail), LogError> {
    let names = disk.list().map_err(LogError::open)?;
    let mut numbers: Vec<u64> = names.iter().filter_map(|name| number_of(name)).collect();
    numbers.sort_unstable();
    let mut heads: Vec<(Head, Arc<dyn DiskFile>)> = Vec::new();
    for (index, number) in numbers.iter().enumerate() {
        let file = disk.open(&file_name(*number)).map_err(LogError::open)?;
        match read_head(&*file)
            .map_err(LogError::open)?
            .filter(|head| head.number == *number)
        {
            Some(head) => heads.push((head, file)),
            // The power went while the newest segment was being made: no record can be in it.
            None if index + 1 == numbers.len() && is_blank(&*file).map_err(LogError::open)? => {
                disk.remove(&file_name(*number)).map_err(LogError::open)?;
            }
            None => {
                return Err(LogError::Damaged {
                    segment: *number,
                    offset: 0,
                });
            }
        }
    }
    let mut known = BTreeMap::new();
    let mut following = heads.iter().skip(1).map(|(head, _)| *head);
    let mut tail = Tail::empty();
    for (head, file) in &heads {
        let next = following.next();
        let segment = if let Some(next) = next.filter(|next| next.number == head.number + 1) {
            known_segment(file, next.previous_end, next.previous_records, true)?
        } else {
            // The newest, or one whose follower was forgotten and removed: its end has to be found. What is read
            // here must still be there after the next power cut, before anyone relies on it.
            file.sync().map_err(LogError::open)?;
            let walked = walk(&**file, *head, u64::MAX, &mut |_, _| ()).map_err(LogError::open)?;
            if next.is_none() {
                tail = Tail::at(head.number, walked.end, walked.records, walked.link);
            }
            known_segment(file, walked.end, walked.records, next.is_some())?
        };
        known.insert(head.number, segment);
    }
    // Names made or removed before the crash become sure before anything is built on them.
    disk.sync().map_err(LogError::open)?;
    Ok((Segments::new(disk, known), tail))
}

/// Shows all records, segment by segment.
pub(super) fn replay(
    segments: &Segments,
    visit: &mut dyn FnMut(Place, &[u8]),
) -> Result<Replayed, LogError> {
    let list: Vec<(u64, u64, Arc<dyn DiskFile>)> = segments
        .lock()
        .iter()
        .map(|(number, segment)| (*number, segment.end, Arc::clone(&segment.file)))
        .collect();
    let mut replayed = Replayed::default();
    for (number, end, file) in list {
        let failed = |source: io::Error| LogError::Open(Arc::new(source));
        let Some(head) = read_head(&*file).map_err(failed)? else {
            replayed.damaged.push((number, 0));
            continue;
        };
        let walked = walk(&*file, head, end, visit).map_err(failed)?;
        replayed.records += walked.records;
        replayed
            .damaged
            .extend(walked.damaged.into_iter().map(|offset| (number, offset)));
    }
    Ok(replayed)
}

struct Walked {
    end: u64,
    records: u64,
    link: Link,
    damaged: Vec<u64>,
}

/// Walks the records up to `end`. With a known end, a damaged record is passed over when the one behind it can
/// still be found; without one, the first record that does not fit is the end.
fn walk(
    file: &dyn DiskFile,
    head: Head,
    end: u64,
    visit: &mut dyn FnMut(Place, &[u8]),
) -> io::Result<Walked> {
    let known_end = end != u64::MAX;
    let size = file.size()?.min(end);
    let mut window = Window {
        file,
        size,
        start: 0,
        bytes: Vec::new(),
    };
    let mut walked = Walked {
        end: HEAD,
        records: 0,
        link: head.link(),
        damaged: Vec::new(),
    };
    while walked.end < size {
        let offset = walked.end;
        let header = window.get(offset, HEADER)?.and_then(Header::decode);
        let linked = header.filter(|header| header.link == walked.link);
        let Some(header) = linked else {
            if known_end {
                walked.damaged.push(offset);
            }
            break;
        };
        let length = usize::try_from(header.len).map_err(io::Error::other)?;
        let payload = window.get(offset + 32, length)?;
        let fits = payload.is_some_and(|payload| header.fits(head.number, offset, payload));
        if let (true, Some(payload)) = (fits, payload) {
            visit(
                Place {
                    segment: head.number,
                    offset,
                    len: header.len,
                },
                payload,
            );
            walked.records += 1;
        } else if known_end {
            walked.damaged.push(offset);
        } else {
            break;
        }
        walked.end = offset + room(header.len);
        walked.link = header.next_link();
    }
    Ok(walked)
}

/// A stretch of the file held in memory while walking.
struct Window<'a> {
    file: &'a dyn DiskFile,
    size: u64,
    start: u64,
    bytes: Vec<u8>,
}

impl Window<'_> {
    const STEP: u64 = 1 << 20;

    /// `length` bytes from `offset`; `None` when the file ends before.
    fn get(&mut self, offset: u64, length: usize) -> io::Result<Option<&[u8]>> {
        let wanted = u64::try_from(length).map_err(io::Error::other)?;
        if offset.checked_add(wanted).is_none_or(|end| end > self.size) {
            return Ok(None);
        }
        let held = self.start + u64::try_from(self.bytes.len()).map_err(io::Error::other)?;
        if offset < self.start || offset + wanted > held {
            let take = wanted.max(Self::STEP).min(self.size - offset);
            self.bytes
                .resize(usize::try_from(take).map_err(io::Error::other)?, 0);
            self.start = offset;
            self.file.read_at(offset, &mut self.bytes)?;
        }
        let from = usize::try_from(offset - self.start).map_err(io::Error::other)?;
        Ok(self.bytes.get(from..from + length))
    }
}

fn read_head(file: &dyn DiskFile) -> io::Result<Option<Head>> {
    let mut bytes = [0; 64];
    if file.size()? < HEAD {
        return Ok(None);
    }
    file.read_at(0, &mut bytes)?;
    Ok(Head::decode(&bytes))
}

/// True when nothing was ever written behind the head.
fn is_blank(file: &dyn DiskFile) -> io::Result<bool> {
    let size = file.size()?;
    let mut bytes = vec![0; usize::try_from(size.min(HEAD + 4096)).map_err(io::Error::other)?];
    file.read_at(0, &mut bytes)?;
    Ok(bytes.iter().skip(64).all(|byte| *byte == 0))
}

fn known_segment(
    file: &Arc<dyn DiskFile>,
    end: u64,
    records: u64,
    finished: bool,
) -> Result<Known, LogError> {
    let size = file.size().map_err(LogError::open)?;
    Ok(Known {
        file: Arc::clone(file),
        end,
        size,
        records,
        finished,
        forgotten: HashSet::new(),
    })
}
