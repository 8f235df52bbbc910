//! What was read lately, at hand in memory. A question whose every read lies here is answered on the caller's own thread,
//! without the engine, its disk, or the way to another thread and back.
//!
//! ```text
//!   view_keeping ─▶ Noting ─▶ engine's snapshot          at_hand ─▶ Glance ─▶ shelves ─▶ answer
//!                     └─ what was read ─▶ keep ─▶ shelves               └─ something lacks ─▶ no answer
//!                                                    ▲
//!   Leading (a commit ends) ─────── settle ──────────┘   before anybody hears that it is durable
//! ```
//!
//! It is never stale, and never of two states:
//! - Everything on the shelves is of one durable state, `sequence`. When a commit ends, every row of its batch that lies
//!   here takes its new value, and every walk that one of its keys would stand in is dropped, before the first of its
//!   writers returns. So whoever asks after a write returned sees that write.
//! - A glance that began before a commit ended finds nothing more once it did: `ended` is another.
//! - What a view read is taken only if no commit ended since before its snapshot was made, and if the snapshot's own
//!   number is that of the shelves: a commit that is in the file already but has not ended yet has a higher one.
//! - After a commit that failed everything is dropped: what is in the file then, only the engine says.
//! - A question that swallowed the failure of a read has no answer either: the glance knows that it lacked something.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::engine::{Batch, Direction, Pair, Pairs, Snapshot, Span};
use super::key::ToKey;
use super::layout;
use crate::store::StoreError;

#[cfg(test)]
mod tests;

/// How many bytes lie here at most.
const MOST: usize = 16 * 1024 * 1024;

/// What an entry takes besides its bytes.
const ENTRY: usize = 96;

/// A batch with more keys than this is not followed; everything is dropped.
const FOLLOWED_MOST: usize = 2_000;

/// A walk that goes over more than this many pairs, or bytes of them, is not kept.
const WALK_MOST: (usize, usize) = (200, 32 * 1024);

/// How many hashes of what was lacked are kept, twice.
const LACKED_MOST: usize = 16_384;

/// How many parts are kept of what begins alike; the first ones make room.
const PARTS_MOST: usize = 16;

/// A question that reads more often than this is too long to be answered at once.
const READS_MOST: u32 = 600;

/// The shelves.
#[derive(Debug)]
pub(super) struct AtHand(Mutex<Shelves>);

#[derive(Debug)]
struct Shelves {
    /// The state all of this is of.
    sequence: u64,
    /// How many commits have ended, well or not.
    ended: u64,
    /// What was asked for lately, and what was before that; what is asked for again moves over.
    young: Shelf,
    old: Shelf,
    /// What questions lacked first, as a hash: whoever asks for it again will ask a third time.
    lacked: [HashSet<u64>; 2],
    hasher: RandomState,
}

/// What stands under a key; nothing where nothing does, which is as good to know.
type Stored = Option<Vec<u8>>;

#[derive(Debug, Default)]
struct Shelf {
    rows: HashMap<Vec<u8>, Stored>,
    /// By what every key begins with; upwards and downwards.
    walks: HashMap<Vec<u8>, [Option<Walk>; 2]>,
    /// Walks over a part of what begins so, each whole: from now on, since last year. What is asked of a smaller part
    /// is answered from a larger one.
    parts: HashMap<Vec<u8>, Vec<Part>>,
    bytes: usize,
}

/// All pairs of a span.
#[derive(Debug, Clone)]
struct Part {
    span: Span,
    direction: Direction,
    pairs: Arc<[Pair]>,
}

/// The first pairs of a walk.
#[derive(Debug, Clone)]
struct Walk {
    pairs: Arc<[Pair]>,
    /// There are no more.
    whole: bool,
}

impl AtHand {
    /// Empty, at a state.
    pub(super) fn new(sequence: u64) -> Self {
        Self(Mutex::new(Shelves {
            sequence,
            ended: 0,
            young: Shelf::default(),
            old: Shelf::default(),
            lacked: Default::default(),
            hasher: RandomState::new(),
        }))
    }

    /// Whether what a question lacked first was lacked before: what is asked for once alone is not worth its keeping.
    pub(super) fn lacked_before(&self, key: &[u8]) -> bool {
        let mut shelves = self.shelves();
        let hash = shelves.hasher.hash_one(key);
        let [young, old] = &mut shelves.lacked;
        let before = young.contains(&hash) || old.contains(&hash);
        young.insert(hash);
        if young.len() >= LACKED_MOST {
            *old = std::mem::take(young);
        }
        before
    }

    /// A commit of this batch ended well: the state is `sequence` now.
    pub(super) fn settle(&self, batch: &Batch, sequence: u64) {
        let mut shelves = self.shelves();
        shelves.ended = shelves.ended.wrapping_add(1);
        shelves.sequence = sequence;
        if batch.len() > FOLLOWED_MOST {
            shelves.clear();
            return;
        }
        for (key, value) in batch {
            shelves.young.changed(key, value.as_deref());
            shelves.old.changed(key, value.as_deref());
        }
    }

    /// A commit failed.
    pub(super) fn undone(&self) {
        let mut shelves = self.shelves();
        shelves.ended = shelves.ended.wrapping_add(1);
        shelves.clear();
    }

    /// How many commits have ended; to be asked before the snapshot is made whose reads are to be kept.
    pub(super) fn ended(&self) -> u64 {
        self.shelves().ended
    }

    /// Looks at the state of now.
    pub(super) fn glance(self: &Arc<Self>) -> (Glance, Lacked) {
        let lacks = Lacked::default();
        let shelves = self.shelves();
        let glance = Glance {
            sequence: shelves.sequence,
            ended: shelves.ended,
            at_hand: Arc::clone(self),
            lacks: Rc::clone(&lacks),
            reads: Cell::new(0),
        };
        drop(shelves);
        (glance, lacks)
    }

    /// Keeps what was read of the state `sequence`, when that is still the state of now.
    pub(super) fn keep(&self, notes: Notes, (ended, sequence): (u64, u64)) {
        let mut shelves = self.shelves();
        if shelves.ended != ended || shelves.sequence != sequence {
            return;
        }
        for (key, value) in notes.rows {
            shelves.put_row(key, value);
        }
        for (span, direction, noted) in notes.walks {
            let noted = noted.take();
            match start_of(&span) {
                _ if noted.spoilt => {}
                Some(start) => {
                    let (pairs, whole) = (noted.pairs.into(), noted.whole);
                    shelves.put_walk(start.to_vec(), direction, Walk { pairs, whole });
                }
                None if noted.whole => {
                    let part = Part {
                        span,
                        direction,
                        pairs: noted.pairs.into(),
                    };
                    shelves.put_part(part);
                }
                None => {}
            }
        }
    }

    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        // A panic between two of its lines could only be one of the allocator, which ends the process.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelves {
    fn clear(&mut self) {
        self.young = Shelf::default();
        self.old = Shelf::default();
    }

    fn row(&mut self, key: &[u8]) -> Option<Stored> {
        if let Some(value) = self.young.rows.get(key) {
            return Some(value.clone());
        }
        let (key, value) = self.old.rows.remove_entry(key)?;
        self.put_row(key, value.clone());
        Some(value)
    }

    fn walk(&mut self, start: &[u8], direction: Direction) -> Option<Walk> {
        let place = usize::from(direction == Direction::Down);
        let find = |shelf: &Shelf| shelf.walks.get(start)?.get(place)?.clone();
        if let Some(walk) = find(&self.young) {
            return Some(walk);
        }
        let walk = find(&self.old)?;
        self.put_walk(start.to_vec(), direction, walk.clone());
        Some(walk)
    }

    fn part(&mut self, span: &Span, direction: Direction) -> Option<Part> {
        let within = |part: &&Part| {
            let inside = part.span.start <= span.start && span.end <= part.span.end;
            inside && part.direction == direction
        };
        let common = common(span);
        let find = |shelf: &Shelf| shelf.parts.get(common)?.iter().rfind(within).cloned();
        if let Some(part) = find(&self.young) {
            return Some(part);
        }
        let part = find(&self.old)?;
        self.put_part(part.clone());
        Some(part)
    }

    fn put_part(&mut self, part: Part) {
        self.young.bytes += part.span.start.len() * 3 + size(&part.pairs) + ENTRY;
        let parts = self.young.parts.entry(common(&part.span).to_vec());
        let parts = parts.or_default();
        if parts.len() >= PARTS_MOST {
            parts.remove(0);
        }
        parts.push(part);
        self.age();
    }

    fn put_row(&mut self, key: Vec<u8>, value: Stored) {
        let bytes = value.as_ref().map_or(0, Vec::len);
        self.young.bytes += key.len() + bytes + ENTRY;
        self.young.rows.insert(key, value);
        self.age();
    }

    fn put_walk(&mut self, start: Vec<u8>, direction: Direction, walk: Walk) {
        self.young.bytes += start.len() + size(&walk.pairs) + ENTRY;
        let both = self.young.walks.entry(start).or_default();
        if let Some(place) = both.get_mut(usize::from(direction == Direction::Down)) {
            let longer = |other: &Walk| other.pairs.len() >= walk.pairs.len();
            let better = |other: &Walk| other.whole || (!walk.whole && longer(other));
            if !place.as_ref().is_some_and(better) {
                *place = Some(walk);
            }
        }
        self.age();
    }

    /// Once the young shelf is full it is the old one, and what nobody asked for since is gone.
    fn age(&mut self) {
        if self.young.bytes > MOST / 2 {
            self.old = std::mem::take(&mut self.young);
        }
    }
}

impl Shelf {
    fn changed(&mut self, key: &[u8], value: Option<&[u8]>) {
        if let Some(place) = self.rows.get_mut(key) {
            *place = value.map(<[u8]>::to_vec);
            self.bytes += value.map_or(0, <[u8]>::len);
        }
        for length in 1..=key.len() {
            if let Some(start) = key.get(..length) {
                self.walks.remove(start);
                self.parts.remove(start);
            }
        }
    }
}

/// Whether what lies under this key is kept: rows and entries of indexes, not the change log.
fn kept(key: &[u8]) -> bool {
    matches!(key.first(), Some(b'r' | b'i'))
}

/// What all keys of a span begin with, when that is all that makes the span.
fn start_of(span: &Span) -> Option<&[u8]> {
    let whole = kept(&span.start) && layout::behind(span.start.clone()) == span.end;
    whole.then_some(&span.start)
}

/// What all keys of a span begin with, and maybe others.
fn common(span: &Span) -> &[u8] {
    let both = span.start.iter().zip(&span.end);
    let length = both.take_while(|(start, end)| start == end).count();
    span.start.get(..length).unwrap_or_default()
}

/// Whether all of a span is of rows, or all of entries of indexes.
fn spans(span: &Span) -> bool {
    kept(&span.start) && !common(span).is_empty()
}

fn size(pairs: &[Pair]) -> usize {
    let sizes = pairs.iter().map(|(key, value)| {
        let pair = key.len() + value.len();
        pair + ENTRY
    });
    sizes.sum()
}

/// What a look lacked first; nothing while it lacks nothing.
pub(super) type Lacked = Rc<RefCell<Option<Vec<u8>>>>;

/// One look at what is at hand.
#[derive(Debug)]
pub(super) struct Glance {
    at_hand: Arc<AtHand>,
    sequence: u64,
    ended: u64,
    lacks: Lacked,
    reads: Cell<u32>,
}

impl Part {
    /// The pairs of a span inside this one.
    fn within(self, span: &Span) -> Arc<[Pair]> {
        if self.span == *span {
            return self.pairs;
        }
        let inside = |pair: &&Pair| span.start <= pair.0 && pair.0 < span.end;
        self.pairs.iter().filter(inside).cloned().collect()
    }
}

/// Something that was asked for is not at hand.
#[derive(Debug, thiserror::Error)]
#[error("not at hand")]
struct Lacks;

impl Glance {
    fn lacking(lacks: &Lacked, key: &[u8]) -> StoreError {
        lacks.borrow_mut().get_or_insert_with(|| key.to_vec());
        StoreError::read(Lacks)
    }

    /// The shelves, while they are still of the state this looks at.
    fn shelves(&self, key: &[u8]) -> Result<MutexGuard<'_, Shelves>, StoreError> {
        self.reads.set(self.reads.get().saturating_add(1));
        let shelves = self.at_hand.shelves();
        if shelves.ended == self.ended && self.reads.get() <= READS_MOST {
            Ok(shelves)
        } else {
            Err(Self::lacking(&self.lacks, key))
        }
    }
}

impl Snapshot for Glance {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        if key == layout::LAST_SEQUENCE {
            return Ok(Some(self.sequence.to_key()));
        }
        let found = self.shelves(key)?.row(key);
        found.ok_or_else(|| Self::lacking(&self.lacks, key))
    }

    fn scan(&self, span: &Span, direction: Direction) -> Result<Pairs<'_>, StoreError> {
        if span.is_empty() {
            return Ok(Box::new(std::iter::empty()));
        }
        let found = match start_of(span) {
            Some(start) => self.shelves(start)?.walk(start, direction),
            None if !spans(span) => None,
            None => {
                let part = self.shelves(&span.start)?.part(span, direction);
                part.map(|part| Walk {
                    pairs: part.within(span),
                    whole: true,
                })
            }
        };
        let Walk { pairs, whole } =
            found.ok_or_else(|| Self::lacking(&self.lacks, common(span)))?;
        let (lacks, start) = (&self.lacks, span.start.clone());
        // Whoever wants no more than is here lacks nothing.
        let end = (!whole).then(|| std::iter::once_with(move || Err(Self::lacking(lacks, &start))));
        let mut next = 0_usize;
        let pairs = std::iter::from_fn(move || {
            let pair = pairs.get(next)?.clone();
            next = next.saturating_add(1);
            Some(Ok(pair))
        });
        Ok(Box::new(pairs.chain(end.into_iter().flatten())))
    }
}

/// What a view read.
#[derive(Debug, Default)]
pub(super) struct Notes {
    rows: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    walks: Vec<(Span, Direction, Rc<RefCell<Noted>>)>,
}

#[derive(Debug, Default)]
struct Noted {
    pairs: Vec<Pair>,
    bytes: usize,
    whole: bool,
    spoilt: bool,
}

/// A snapshot that notes what is read of it.
pub(super) struct Noting {
    inner: Box<dyn Snapshot>,
    notes: Rc<RefCell<Notes>>,
}

impl Noting {
    /// Of this snapshot, into these notes.
    pub(super) fn new(inner: Box<dyn Snapshot>, notes: Rc<RefCell<Notes>>) -> Self {
        Self { inner, notes }
    }
}

impl Snapshot for Noting {
    fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self.inner.get(key)?;
        if kept(key) {
            let mut notes = self.notes.borrow_mut();
            notes.rows.push((key.to_vec(), found.clone()));
        }
        Ok(found)
    }

    fn scan(&self, span: &Span, direction: Direction) -> Result<Pairs<'_>, StoreError> {
        let inner = self.inner.scan(span, direction)?;
        if !spans(span) {
            return Ok(inner);
        }
        let noted = Rc::new(RefCell::new(Noted::default()));
        let walk = (span.clone(), direction, Rc::clone(&noted));
        self.notes.borrow_mut().walks.push(walk);
        Ok(Box::new(Walking { inner, noted }))
    }

    fn is_stale(&self) -> bool {
        self.inner.is_stale()
    }
}

/// A walk that is noted as far as it goes.
struct Walking<'a> {
    inner: Pairs<'a>,
    noted: Rc<RefCell<Noted>>,
}

impl Iterator for Walking<'_> {
    type Item = Result<Pair, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.inner.next();
        let mut noted = self.noted.borrow_mut();
        match &next {
            None => noted.whole = true,
            Some(Err(_)) => noted.spoilt = true,
            Some(Ok(_)) if noted.spoilt => {}
            Some(Ok((key, value))) => {
                noted.bytes = noted.bytes.saturating_add(key.len() + value.len());
                if noted.pairs.len() >= WALK_MOST.0 || noted.bytes > WALK_MOST.1 {
                    noted.spoilt = true;
                    noted.pairs = Vec::new();
                } else {
                    noted.pairs.push((key.clone(), value.clone()));
                }
            }
        }
        next
    }
}
