//! Making one segment of several, without what was removed. Everything is read and written from front to end; what
//! stays in memory is one number for each text.

use super::format::{KEY, Out, Places, long, size, torn};
use super::posting;
use super::segment::{Dictionary, Listed, Segment};
use super::write::Lists;
use sekisho_platform::disk::DiskFile;
use std::io;
use std::sync::Arc;

/// How many texts are read at once.
const STRIDE: usize = 4096;

/// A removed text has no number in the new segment.
const GONE: u32 = u32::MAX;

/// One of the segments, with a map of bits of what was removed.
pub(super) struct Part<'a> {
    pub segment: &'a Segment,
    pub dead: &'a [u64],
}

impl Part<'_> {
    fn is_dead(&self, text: u32) -> bool {
        let word = usize::try_from(text >> 6)
            .ok()
            .and_then(|at| self.dead.get(at));
        word.is_some_and(|word| word >> (text & 63) & 1 == 1)
    }
}

/// Goes through the texts of one part in order.
struct Walk<'a> {
    part: &'a Part<'a>,
    at: u32,
    from: u32,
    whens: Vec<u64>,
}

impl<'a> Walk<'a> {
    fn new(part: &'a Part<'a>) -> Self {
        Self {
            part,
            at: 0,
            from: 0,
            whens: Vec::new(),
        }
    }

    /// The time of the text that stands next.
    fn when(&mut self) -> io::Result<Option<u64>> {
        let texts = self.part.segment.texts();
        while self.at < texts && self.part.is_dead(self.at) {
            self.at += 1;
        }
        if self.at >= texts {
            return Ok(None);
        }
        let within = |walk: &Self| usize::try_from(walk.at - walk.from).unwrap_or(usize::MAX);
        if within(self) >= self.whens.len() {
            let left = usize::try_from(texts - self.at).unwrap_or(0);
            self.whens = self.part.segment.whens(self.at, left.min(STRIDE))?;
            self.from = self.at;
        }
        Ok(self.whens.get(within(self)).copied())
    }
}

/// The bytes of texts, read in stretches.
struct Blob<'a> {
    segment: &'a Segment,
    first: u32,
    offsets: Vec<u64>,
    bytes: Vec<u8>,
}

impl Blob<'_> {
    fn record(&mut self, text: u32) -> io::Result<&[u8]> {
        let fits = text >= self.first
            && usize::try_from(text - self.first).is_ok_and(|at| at + 1 < self.offsets.len());
        if !fits {
            let left = usize::try_from(self.segment.texts() - text).unwrap_or(0);
            self.first = text;
            self.offsets = self.segment.offsets(text, left.min(STRIDE))?;
            let start = self.offsets.first().copied().unwrap_or(0);
            // A stretch of long texts is cut shorter, so that memory stays small.
            let most = self.offsets.partition_point(|end| end - start <= 4 << 20);
            self.offsets.truncate(most.max(2));
            let end = self.offsets.last().copied().unwrap_or(start);
            let length = end.checked_sub(start).ok_or_else(|| torn("an offset"))?;
            self.bytes = self.segment.read(start, size(length)?)?;
        }
        let at = usize::try_from(text - self.first).unwrap_or(0);
        let place = |at: usize| -> Option<usize> {
            let start = self.offsets.first()?;
            usize::try_from(self.offsets.get(at)?.checked_sub(*start)?).ok()
        };
        match (place(at), place(at + 1)) {
            (Some(start), Some(end)) => self.bytes.get(start..end),
            _ => None,
        }
        .ok_or_else(|| torn("an offset"))
    }
}

/// Writes one segment of all parts.
pub(super) fn merge(file: Arc<dyn DiskFile>, parts: &[Part<'_>]) -> io::Result<Places> {
    let mut out = Out::new(file);
    let mut places = Places::default();
    let mut numbers: Vec<Vec<u32>> = parts
        .iter()
        .map(|part| vec![GONE; usize::try_from(part.segment.texts()).unwrap_or(0)])
        .collect();

    let mut offsets: Vec<u64> = Vec::new();
    let mut blobs: Vec<Blob<'_>> = parts
        .iter()
        .map(|part| Blob {
            segment: part.segment,
            first: 0,
            offsets: Vec::new(),
            bytes: Vec::new(),
        })
        .collect();
    in_order(parts, |which, text, _| {
        offsets.push(out.place());
        let slot = usize::try_from(text).ok();
        if let Some(number) = numbers
            .get_mut(which)
            .zip(slot)
            .and_then(|(own, slot)| own.get_mut(slot))
        {
            *number = places.texts;
        }
        places.texts += 1;
        match blobs.get_mut(which) {
            Some(blob) => out.push(blob.record(text)?),
            None => Ok(()),
        }
    })?;
    drop(blobs);
    offsets.push(out.place());
    places.offsets = out.place();
    for offset in offsets {
        out.push(&offset.to_le_bytes())?;
    }
    places.whens = out.place();
    in_order(parts, |_, _, when| out.push(&when.to_le_bytes()))?;

    places.keys = out.place();
    keys(parts, &numbers, &mut out)?;
    places.postings = out.place();
    let mut lists = Lists::new();
    grams(parts, &numbers, &mut out, &mut lists)?;
    lists.finish(&mut out, &mut places)?;
    out.finish(places)
}

/// Calls `each` with part, text and time, the earliest first.
fn in_order(
    parts: &[Part<'_>],
    mut each: impl FnMut(usize, u32, u64) -> io::Result<()>,
) -> io::Result<()> {
    let mut walks: Vec<Walk<'_>> = parts.iter().map(Walk::new).collect();
    loop {
        let mut first: Option<(u64, usize)> = None;
        for (which, walk) in walks.iter_mut().enumerate() {
            if let Some(when) = walk.when()?
                && first.is_none_or(|(earliest, _)| when < earliest)
            {
                first = Some((when, which));
            }
        }
        let Some((when, which)) = first else {
            return Ok(());
        };
        if let Some(walk) = walks.get_mut(which) {
            each(which, walk.at, when)?;
            walk.at += 1;
        }
    }
}

/// Merges the keys, which are in order in each part.
fn keys(parts: &[Part<'_>], numbers: &[Vec<u32>], out: &mut Out) -> io::Result<()> {
    struct Keys<'a> {
        segment: &'a Segment,
        at: u64,
        bytes: Vec<u8>,
        used: usize,
    }
    impl Keys<'_> {
        fn peek(&mut self) -> io::Result<Option<(u64, u32)>> {
            let left = u64::from(self.segment.texts()) - self.at;
            if left == 0 {
                return Ok(None);
            }
            if self.used >= self.bytes.len() {
                let count = size(left.min(long(STRIDE)))?;
                let start = self.segment.places.keys + self.at * long(KEY);
                self.bytes = self.segment.read(start, count * KEY)?;
                self.used = 0;
            }
            let entry = self.bytes.get(self.used..self.used + KEY);
            Ok(entry.and_then(|entry| {
                Some((
                    u64::from_le_bytes(*entry.first_chunk()?),
                    u32::from_le_bytes(*entry.last_chunk()?),
                ))
            }))
        }
    }
    let mut walks: Vec<Keys<'_>> = parts
        .iter()
        .map(|part| Keys {
            segment: part.segment,
            at: 0,
            bytes: Vec::new(),
            used: 0,
        })
        .collect();
    loop {
        let mut first: Option<(u64, u32, usize)> = None;
        for (which, walk) in walks.iter_mut().enumerate() {
            if let Some((hash, text)) = walk.peek()?
                && first.is_none_or(|(least, _, _)| hash < least)
            {
                first = Some((hash, text, which));
            }
        }
        let Some((hash, text, which)) = first else {
            return Ok(());
        };
        let number = number(numbers, which, text);
        if number != GONE {
            out.push(&hash.to_le_bytes())?;
            out.push(&number.to_le_bytes())?;
        }
        if let Some(walk) = walks.get_mut(which) {
            walk.at += 1;
            walk.used += KEY;
        }
    }
}

fn number(numbers: &[Vec<u32>], which: usize, text: u32) -> u32 {
    let own = numbers.get(which).zip(usize::try_from(text).ok());
    own.and_then(|(own, text)| own.get(text))
        .copied()
        .unwrap_or(GONE)
}

/// Lists of a segment, which lie in the order of their grams, read many at once.
#[derive(Default)]
struct Stretch {
    start: u64,
    bytes: Vec<u8>,
}

impl Stretch {
    const MOST: u64 = 1 << 19;

    fn list(&mut self, segment: &Segment, listed: &Listed) -> io::Result<&[u8]> {
        let length = size(listed.bytes)?;
        let within = |stretch: &Self| -> Option<usize> {
            let from = usize::try_from(listed.start.checked_sub(stretch.start)?).ok()?;
            (from + length <= stretch.bytes.len()).then_some(from)
        };
        if within(self).is_none() {
            let left = segment.places.dictionary - listed.start;
            self.start = listed.start;
            self.bytes =
                segment.read(listed.start, size(left.min(Self::MOST.max(listed.bytes)))?)?;
        }
        within(self)
            .and_then(|from| self.bytes.get(from..from + length))
            .ok_or_else(|| torn("a list"))
    }
}

/// Merges the lists of the same gram.
fn grams(
    parts: &[Part<'_>],
    numbers: &[Vec<u32>],
    out: &mut Out,
    lists: &mut Lists,
) -> io::Result<()> {
    let mut walks: Vec<Dictionary<'_>> = parts
        .iter()
        .map(|part| Dictionary::of(part.segment))
        .collect();
    let mut heads: Vec<Option<Listed>> = Vec::with_capacity(walks.len());
    for walk in &mut walks {
        heads.push(walk.next()?);
    }
    let mut stretches: Vec<Stretch> = parts.iter().map(|_| Stretch::default()).collect();
    let mut merged: Vec<u32> = Vec::new();
    while let Some(gram) = heads.iter().flatten().map(|listed| listed.gram).min() {
        merged.clear();
        let mut sources = 0;
        for (which, (head, walk)) in heads.iter_mut().zip(&mut walks).enumerate() {
            let (Some(listed), Some(part)) = (*head, parts.get(which)) else {
                continue;
            };
            if listed.gram != gram {
                continue;
            }
            let count = usize::try_from(listed.count).unwrap_or(0);
            if let Some(stretch) = stretches.get_mut(which) {
                posting::all(stretch.list(part.segment, &listed)?, count, |text| {
                    let number = number(numbers, which, text);
                    if number != GONE {
                        merged.push(number);
                    }
                });
            }
            sources += 1;
            *head = walk.next()?;
        }
        if sources > 1 {
            merged.sort_unstable();
        }
        if !merged.is_empty() {
            lists.push(out, gram, &merged)?;
        }
    }
    Ok(())
}
