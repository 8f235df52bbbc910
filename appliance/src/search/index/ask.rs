//! Answering a question over one segment: the lists of its grams are laid over each other room by room, the newest
//! first, and only where having the grams is no proof is the text itself looked into.

use super::format::{size, torn};
use super::gram::{self, Gram, Scope};
use super::posting::Room;
use super::segment::{Record, Rooms, Segment};
use memchr::memmem::Finder;
use std::io;

/// With at least so many candidates in a room, texts are read in stretches.
const DENSE: usize = 1024;

/// How much such a stretch holds.
const STRETCH: u64 = 128 * 1024;

/// A question, taken apart once for all segments.
pub(super) struct Question<'a> {
    scopes: &'a [Scope],
    grams: Vec<Gram>,
    /// Words that must be looked for in the text.
    doubtful: Vec<Finder<'a>>,
    all: Vec<Finder<'a>>,
}

/// How much is wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// How many texts.
    pub shown: usize,
    /// How many more are counted before "and more" is said.
    pub most: u64,
}

/// What one segment answers.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// Time and number, the newest first.
    pub texts: Vec<(u64, u32)>,
    /// How many there are.
    pub count: u64,
    /// Whether there may be more than were counted.
    pub more: bool,
}

impl<'a> Question<'a> {
    /// A question for texts that hold all of these words.
    pub(super) fn new(scopes: &'a [Scope], words: &'a [String]) -> Self {
        let mut grams = Vec::new();
        let (mut doubtful, mut all) = (Vec::new(), Vec::new());
        for word in words {
            let (needed, proof) = gram::of_word(word);
            grams.extend(needed);
            all.push(Finder::new(word));
            if !proof {
                doubtful.push(Finder::new(word));
            }
        }
        grams.sort_unstable();
        grams.dedup();
        Self {
            scopes,
            grams,
            doubtful,
            all,
        }
    }

    /// Whether it asks for nothing or on nobody's behalf.
    pub(super) fn is_empty(&self) -> bool {
        self.grams.is_empty() || self.scopes.is_empty()
    }

    /// Whether a text that lies in no segment yet fits.
    pub(super) fn fits(&self, scopes: &[Scope], folded: &str) -> bool {
        scopes.iter().any(|scope| self.scopes.contains(scope))
            && self
                .all
                .iter()
                .all(|word| word.find(folded.as_bytes()).is_some())
    }

    /// Asks a segment.
    pub(super) fn ask(
        &self,
        segment: &Segment,
        dead: &[u64],
        wanted: Wanted,
    ) -> io::Result<Answer> {
        let mut answer = Answer::default();
        let mut lists = Vec::with_capacity(self.grams.len());
        for gram in &self.grams {
            match segment.find(*gram)? {
                Some(listed) => lists.push(listed),
                None => return Ok(answer),
            }
        }
        lists.sort_by_key(|listed| listed.count);
        let open = |listed| segment.rooms(listed);
        let lists: Vec<Rooms> = lists.iter().map(open).collect::<io::Result<_>>()?;
        let mut scopes = Vec::new();
        for scope in self.scopes {
            if let Some(listed) = segment.find(scope.gram())? {
                scopes.push(segment.rooms(&listed)?);
            }
        }
        let Some(rarest) = lists.first() else {
            return Ok(answer);
        };
        let mut texts = Texts::new(segment);
        for room in rarest.names().into_iter().rev() {
            if answer.more && answer.texts.len() >= wanted.shown {
                break;
            }
            let found = together(segment, &lists, &scopes, room)?;
            let word = usize::from(room) * 1024;
            let found = match dead.get(word..) {
                Some(dead) => found.without(dead),
                None => found,
            };
            self.take(&mut texts, room, &found, wanted, &mut answer)?;
        }
        Ok(answer)
    }

    /// Takes what fits of the candidates of a room.
    fn take(
        &self,
        texts: &mut Texts<'_>,
        room: u16,
        found: &Room,
        wanted: Wanted,
        answer: &mut Answer,
    ) -> io::Result<()> {
        let base = u32::from(room) << 16;
        let candidates = found.len();
        let proven = self.doubtful.is_empty();
        if proven {
            let count = u64::try_from(candidates).unwrap_or(u64::MAX);
            answer.count = answer.count.saturating_add(count);
            answer.more = answer.count > wanted.most;
        }
        texts.dense = candidates >= DENSE;
        for number in found.backwards() {
            let enough = answer.texts.len() >= wanted.shown;
            if enough && (proven || answer.more) {
                break;
            }
            let text = base | u32::from(number);
            if !proven {
                let folded = texts.folded(text)?;
                if !self.doubtful.iter().all(|word| word.find(folded).is_some()) {
                    continue;
                }
                answer.count += 1;
                answer.more = answer.count > wanted.most;
            }
            if !enough {
                answer.texts.push((texts.segment.when(text)?, text));
            }
        }
        Ok(())
    }
}

/// What stands in every list and in one of the scopes, in one room.
fn together(segment: &Segment, lists: &[Rooms], scopes: &[Rooms], room: u16) -> io::Result<Room> {
    let mut found: Option<Room> = None;
    for list in lists {
        let Some(own) = segment.room(list, room)? else {
            return Ok(Room::Few(Vec::new()));
        };
        let both = match found {
            None => own,
            Some(found) => found.and(&own),
        };
        if both.is_empty() {
            return Ok(both);
        }
        found = Some(both);
    }
    let mut allowed: Option<Room> = None;
    for scope in scopes {
        if let Some(own) = segment.room(scope, room)? {
            allowed = Some(match allowed {
                None => own,
                Some(allowed) => allowed.or(own),
            });
        }
    }
    Ok(match (found, allowed) {
        (Some(found), Some(allowed)) => found.and(&allowed),
        _ => Room::Few(Vec::new()),
    })
}

/// The texts of a segment, read backwards.
struct Texts<'a> {
    segment: &'a Segment,
    dense: bool,
    /// Where the texts from a number on begin.
    offsets: (u32, Vec<u64>),
    /// A stretch of the blob.
    start: u64,
    bytes: Vec<u8>,
}

impl<'a> Texts<'a> {
    fn new(segment: &'a Segment) -> Self {
        Self {
            segment,
            dense: false,
            offsets: (0, Vec::new()),
            start: 0,
            bytes: Vec::new(),
        }
    }

    fn place(&mut self, text: u32) -> io::Result<(u64, u64)> {
        let at = |offsets: &(u32, Vec<u64>)| {
            let at = usize::try_from(text.checked_sub(offsets.0)?).ok()?;
            Some((*offsets.1.get(at)?, *offsets.1.get(at + 1)?))
        };
        if at(&self.offsets).is_none() {
            let before = if self.dense { 4095 } else { 0 };
            let first = text.saturating_sub(before);
            let count = usize::try_from(text - first).unwrap_or(0) + 1;
            self.offsets = (first, self.segment.offsets(first, count)?);
        }
        at(&self.offsets).ok_or_else(|| torn("an offset"))
    }

    fn folded(&mut self, text: u32) -> io::Result<&[u8]> {
        let (start, end) = self.place(text)?;
        let within = |texts: &Self| -> Option<std::ops::Range<usize>> {
            let from = usize::try_from(start.checked_sub(texts.start)?).ok()?;
            let to = usize::try_from(end.checked_sub(texts.start)?).ok()?;
            (from <= to && to <= texts.bytes.len()).then_some(from..to)
        };
        if within(self).is_none() {
            self.start = if self.dense {
                start.min(end.saturating_sub(STRETCH))
            } else {
                start
            };
            let length = end
                .checked_sub(self.start)
                .ok_or_else(|| torn("an offset"))?;
            self.bytes = self.segment.read(self.start, size(length)?)?;
        }
        let record = within(self).and_then(|range| self.bytes.get(range));
        Ok(Record::read(record.ok_or_else(|| torn("a text"))?)?.folded)
    }
}
