//! One unchanging part of the index, read where it lies: nothing of it is held in memory but a thin ladder into its
//! dictionary.

use super::format::{self, ENTRY, KEY, Places, long, size, torn};
use super::gram::{self, Gram, Scope};
use super::posting::{self, Placed, Room};
use sekisho_platform::disk::DiskFile;
use std::io;
use std::sync::Arc;

/// Every so many grams there is a rung.
const RUNG: usize = 128;

/// A text as it lies in a segment or waits for one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What its owner knows it by.
    pub key: Vec<u8>,
    /// Who may find it.
    pub scopes: Vec<Scope>,
    /// Its time; the latest is shown first.
    pub when: u64,
    /// The words, folded as the words of a question are.
    pub folded: String,
}

/// A segment, open.
#[derive(Debug)]
pub(super) struct Segment {
    pub name: u64,
    pub places: Places,
    file: Arc<dyn DiskFile>,
    ladder: Vec<Gram>,
}

/// Where the list of a gram lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listed {
    pub gram: Gram,
    pub start: u64,
    pub bytes: u64,
    pub count: u32,
}

/// An open list: its rooms, or where they are.
pub(super) enum Rooms {
    Plain(Vec<(u16, Room)>),
    Placed(u64, Vec<Placed>),
}

impl Segment {
    /// Opens what was written, checking that it is whole.
    pub(super) fn open(file: Arc<dyn DiskFile>, name: u64) -> io::Result<Self> {
        let places = Places::read(file.as_ref())?;
        format::whole(file.as_ref(), &places)?;
        Self::trusted(file, name, places)
    }

    /// Opens what was just written.
    pub(super) fn trusted(file: Arc<dyn DiskFile>, name: u64, places: Places) -> io::Result<Self> {
        let mut segment = Self {
            name,
            places,
            file,
            ladder: Vec::new(),
        };
        let mut ladder = Vec::with_capacity(size(places.grams)? / RUNG + 1);
        let mut dictionary = Dictionary::of(&segment);
        let mut at = 0_usize;
        while let Some(listed) = dictionary.next()? {
            if at.is_multiple_of(RUNG) {
                ladder.push(listed.gram);
            }
            at += 1;
        }
        segment.ladder = ladder;
        Ok(segment)
    }

    /// How many texts, removed ones included.
    pub(super) fn texts(&self) -> u32 {
        self.places.texts
    }

    /// How many bytes on the disk.
    pub(super) fn bytes(&self) -> u64 {
        self.places.end
    }

    pub(super) fn read(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.file.read_at(at, &mut bytes)?;
        Ok(bytes)
    }

    fn numbers(&self, at: u64, count: usize) -> io::Result<Vec<u64>> {
        let bytes = self.read(at, count * 8)?;
        let numbers = bytes.as_chunks::<8>().0.iter();
        Ok(numbers.map(|number| u64::from_le_bytes(*number)).collect())
    }

    /// Where these texts and the next begin.
    pub(super) fn offsets(&self, first: u32, count: usize) -> io::Result<Vec<u64>> {
        self.numbers(self.places.offsets + u64::from(first) * 8, count + 1)
    }

    /// The times of these texts.
    pub(super) fn whens(&self, first: u32, count: usize) -> io::Result<Vec<u64>> {
        self.numbers(self.places.whens + u64::from(first) * 8, count)
    }

    /// The time of one text.
    pub(super) fn when(&self, text: u32) -> io::Result<u64> {
        Ok(self.whens(text, 1)?.first().copied().unwrap_or(0))
    }

    /// One whole text.
    pub(super) fn text(&self, text: u32) -> io::Result<Text> {
        let bytes = match self.offsets(text, 1)?.as_slice() {
            [start, end] if start <= end => self.read(*start, size(end - start)?)?,
            _ => return Err(torn("an offset")),
        };
        let record = Record::read(&bytes)?;
        Ok(Text {
            key: record.key.to_vec(),
            scopes: record.scopes().collect(),
            when: self.when(text)?,
            folded: String::from_utf8_lossy(record.folded).into_owned(),
        })
    }

    /// The numbers of texts whose key may be this one.
    pub(super) fn with_hash(&self, wanted: u64) -> io::Result<Vec<u32>> {
        let entry = |at: u64| -> io::Result<(u64, u32)> {
            let bytes = self.read(self.places.keys + at * long(KEY), KEY)?;
            match (bytes.first_chunk::<8>(), bytes.last_chunk::<4>()) {
                (Some(hash), Some(text)) => {
                    Ok((u64::from_le_bytes(*hash), u32::from_le_bytes(*text)))
                }
                _ => Err(torn("a key")),
            }
        };
        let (mut from, mut to) = (0_u64, u64::from(self.texts()));
        while from < to {
            let middle = from.midpoint(to);
            if entry(middle)?.0 < wanted {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        let mut found = Vec::new();
        while from < u64::from(self.texts()) {
            let (hash, text) = entry(from)?;
            if hash != wanted {
                break;
            }
            found.push(text);
            from += 1;
        }
        Ok(found)
    }

    /// The list of a gram, when there is one.
    pub(super) fn find(&self, gram: Gram) -> io::Result<Option<Listed>> {
        let above = self.ladder.partition_point(|rung| *rung <= gram);
        let Some(rung) = above.checked_sub(1) else {
            return Ok(None);
        };
        let mut entries = Dictionary::from(self, long(rung * RUNG), RUNG + 1);
        while let Some(listed) = entries.next()? {
            if listed.gram >= gram {
                return Ok((listed.gram == gram).then_some(listed));
            }
        }
        Ok(None)
    }

    /// Opens a list.
    pub(super) fn rooms(&self, listed: &Listed) -> io::Result<Rooms> {
        if usize::try_from(listed.count).is_ok_and(|count| count <= posting::PLAIN) {
            let bytes = self.read(listed.start, size(listed.bytes)?)?;
            return Ok(Rooms::Plain(posting::plain(&bytes)));
        }
        let count = posting::rooms(&self.read(listed.start, 2)?);
        let directory = self.read(listed.start + 2, count * 4)?;
        Ok(Rooms::Placed(listed.start, posting::directory(&directory)))
    }

    /// One room of an open list.
    pub(super) fn room(&self, rooms: &Rooms, wanted: u16) -> io::Result<Option<Room>> {
        match rooms {
            Rooms::Plain(rooms) => Ok(rooms
                .iter()
                .find(|(room, _)| *room == wanted)
                .map(|(_, room)| room.clone())),
            Rooms::Placed(start, placed) => {
                let Ok(at) = placed.binary_search_by_key(&wanted, |placed| placed.room) else {
                    return Ok(None);
                };
                let Some(placed) = placed.get(at) else {
                    return Ok(None);
                };
                let bytes = self.read(start + placed.offset, placed.bytes())?;
                Ok(Some(posting::room(placed.numbers, &bytes)))
            }
        }
    }
}

impl Rooms {
    /// Which rooms there are, in order.
    pub(super) fn names(&self) -> Vec<u16> {
        match self {
            Self::Plain(rooms) => rooms.iter().map(|(room, _)| *room).collect(),
            Self::Placed(_, placed) => placed.iter().map(|placed| placed.room).collect(),
        }
    }
}

/// A walk over the dictionary.
pub(super) struct Dictionary<'a> {
    segment: &'a Segment,
    at: u64,
    stride: usize,
    bytes: Vec<u8>,
    used: usize,
}

impl<'a> Dictionary<'a> {
    /// From the first gram on.
    pub(super) fn of(segment: &'a Segment) -> Self {
        Self::from(segment, 0, 4096)
    }

    fn from(segment: &'a Segment, at: u64, stride: usize) -> Self {
        Self {
            segment,
            at,
            stride,
            bytes: Vec::new(),
            used: 0,
        }
    }

    fn entry(&self, at: usize) -> Option<(Gram, u64, u32)> {
        let bytes = self.bytes.get(at..at + ENTRY)?;
        Some((
            u64::from_le_bytes(*bytes.first_chunk()?),
            u64::from_le_bytes(*bytes.get(8..)?.first_chunk()?),
            u32::from_le_bytes(*bytes.last_chunk()?),
        ))
    }

    pub(super) fn next(&mut self) -> io::Result<Option<Listed>> {
        let places = &self.segment.places;
        if self.at >= places.grams {
            return Ok(None);
        }
        // One more than is used, for where the last list ends.
        if self.used + ENTRY * 2 > self.bytes.len() {
            let left = size(places.grams - self.at)?;
            let count = left.min(self.stride + 1);
            let start = places.dictionary + self.at * long(ENTRY);
            self.bytes = self.segment.read(start, count * ENTRY)?;
            self.used = 0;
        }
        let (gram, start, count) = self.entry(self.used).ok_or_else(|| torn("a gram"))?;
        let end = match self.entry(self.used + ENTRY) {
            Some((_, next, _)) => next,
            None => places.dictionary,
        };
        self.used += ENTRY;
        self.at += 1;
        Ok(Some(Listed {
            gram,
            start,
            bytes: end.checked_sub(start).ok_or_else(|| torn("a list"))?,
            count,
        }))
    }
}

/// A text's bytes in the blob, taken apart.
pub(super) struct Record<'a> {
    pub key: &'a [u8],
    scopes: &'a [u8],
    pub folded: &'a [u8],
}

impl<'a> Record<'a> {
    pub(super) fn write(text: &Text, out: &mut Vec<u8>) -> io::Result<()> {
        let too_long = |_| io::Error::new(io::ErrorKind::InvalidInput, "a key or its scopes");
        let key = u16::try_from(text.key.len()).map_err(too_long)?;
        let scopes = u16::try_from(text.scopes.len()).map_err(too_long)?;
        out.extend_from_slice(&key.to_le_bytes());
        out.extend_from_slice(&scopes.to_le_bytes());
        out.extend_from_slice(&text.key);
        for scope in &text.scopes {
            out.extend_from_slice(&scope.gram().to_le_bytes());
        }
        out.extend_from_slice(text.folded.as_bytes());
        Ok(())
    }

    pub(super) fn read(bytes: &'a [u8]) -> io::Result<Self> {
        let parts = || {
            let key = usize::from(u16::from_le_bytes(*bytes.first_chunk()?));
            let scopes = usize::from(u16::from_le_bytes(*bytes.get(2..)?.first_chunk()?)) * 8;
            let (key, rest) = bytes.get(4..)?.split_at_checked(key)?;
            let (scopes, folded) = rest.split_at_checked(scopes)?;
            Some(Self {
                key,
                scopes,
                folded,
            })
        };
        parts().ok_or_else(|| torn("a text"))
    }

    pub(super) fn scopes(&self) -> impl Iterator<Item = Scope> + '_ {
        let numbers = self.scopes.as_chunks::<8>().0.iter();
        numbers.map(|number| gram::Scope::from_gram(u64::from_le_bytes(*number)))
    }
}
