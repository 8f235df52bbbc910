//! The segments there are, and who may still be asked for.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::segment::{HEADER, Header, file_name};
use super::{LogError, Place};
use crate::disk::{Disk, DiskFile};

/// The segments of a log, shared between its writer and its readers.
#[derive(Debug)]
pub(super) struct Segments {
    pub(super) disk: Arc<dyn Disk>,
    known: Mutex<BTreeMap<u64, Known>>,
}

/// One segment.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) file: Arc<dyn DiskFile>,
    /// Where its last durable record ends.
    pub(super) end: u64,
    /// What it takes on the disk.
    pub(super) size: u64,
    /// How many records it has.
    pub(super) records: u64,
    /// No more are added.
    pub(super) finished: bool,
    pub(super) forgotten: HashSet<u64>,
}

impl Known {
    fn is_spent(&self) -> bool {
        let forgotten = u64::try_from(self.forgotten.len()).unwrap_or(u64::MAX);
        self.finished && forgotten >= self.records
    }
}

impl Segments {
    pub(super) fn new(disk: Arc<dyn Disk>, known: BTreeMap<u64, Known>) -> Self {
        Self {
            disk,
            known: Mutex::new(known),
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn read(&self, place: Place) -> Result<Vec<u8>, LogError> {
        let file = {
            let known = self.lock();
            let segment = known
                .get(&place.segment)
                .ok_or(LogError::Unknown { place })?;
            Arc::clone(&segment.file)
        };
        let failed = |source| LogError::Read {
            place,
            source: Arc::new(source),
        };
        let length = usize::try_from(place.len).map_err(|_| LogError::Unknown { place })?;
        let mut bytes = vec![0; HEADER + length];
        file.read_at(place.offset, &mut bytes).map_err(failed)?;
        let damaged = LogError::Damaged {
            segment: place.segment,
            offset: place.offset,
        };
        let Some(header) = Header::decode(&bytes) else {
            return Err(damaged);
        };
        bytes.drain(..HEADER);
        if header.fits(place.segment, place.offset, &bytes) {
            Ok(bytes)
        } else {
            Err(damaged)
        }
    }

    pub(super) fn forget(&self, place: Place) -> Result<(), LogError> {
        let mut known = self.lock();
        let Some(segment) = known.get_mut(&place.segment) else {
            return Ok(());
        };
        segment.forgotten.insert(place.offset);
        if segment.is_spent() {
            self.remove(&mut known, place.segment)
        } else {
            Ok(())
        }
    }

    /// No more records come to this segment; gives back what it had reserved.
    pub(super) fn finish(&self, number: u64) {
        let mut known = self.lock();
        let Some(segment) = known.get_mut(&number) else {
            return;
        };
        segment.finished = true;
        if segment.is_spent() {
            if let Err(error) = self.remove(&mut known, number) {
                tracing::warn!(code = "log-segment-stays", segment = number, %error);
            }
        } else if segment.end < segment.size {
            match segment.file.set_size(segment.end) {
                Ok(()) => segment.size = segment.end,
                Err(error) => tracing::warn!(code = "log-segment-uncut", segment = number, %error),
            }
        }
    }

    /// A group failed behind `end`: cuts it off for good, as far as the disk still does what it is told.
    pub(super) fn abandon(&self, number: u64) {
        let mut known = self.lock();
        let Some(segment) = known.get_mut(&number) else {
            return;
        };
        segment.finished = true;
        match segment
            .file
            .set_size(segment.end)
            .and_then(|()| segment.file.sync())
        {
            Ok(()) => segment.size = segment.end,
            Err(error) => tracing::warn!(code = "log-segment-uncut", segment = number, %error),
        }
    }

    pub(super) fn size(&self) -> u64 {
        self.lock().values().map(|segment| segment.size).sum()
    }

    /// Removes a spent segment. The newest one always stays: its number must not be given again.
    fn remove(&self, known: &mut BTreeMap<u64, Known>, number: u64) -> Result<(), LogError> {
        if known
            .last_key_value()
            .is_some_and(|(newest, _)| *newest == number)
        {
            return Ok(());
        }
        let failed = |source| LogError::Remove {
            segment: number,
            source: Arc::new(source),
        };
        self.disk.remove(&file_name(number)).map_err(failed)?;
        known.remove(&number);
        Ok(())
    }
}
