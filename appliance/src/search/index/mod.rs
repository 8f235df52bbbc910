//! An index of short texts by their characters and pairs of characters, so that any piece of a text finds it, down to a
//! single character, and nothing is missed.
//!
//! ```text
//!  write ─▶ fresh (memory) ─▶ segments (files, never changed) ─▶ fewer, larger segments
//!                │                 │
//!  search ───────┴─────────────────┴─▶ lists of grams and scopes laid over each other, newest first
//! ```
//!
//! It knows nothing of what the texts are: a text has a key, a time, scopes and folded words. What it holds is derived
//! from elsewhere and can always be made anew; it remembers how far it has followed. One writes, many ask; a question
//! sees one state and waits for nobody.

mod ask;
mod format;
mod gram;
mod manifest;
mod merge;
mod posting;
mod segment;
mod write;

#[cfg(test)]
mod tests;

pub use gram::Scope;
pub use segment::Text;

use ask::{Question, Wanted};
use format::torn;
use manifest::{Manifest, Named, file_of};
use merge::Part;
use segment::Segment;
use sekisho_platform::disk::Disk;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// How many texts wait in memory before they become a segment.
const FRESH_TEXTS: usize = 16_384;

/// How many bytes of text do.
const FRESH_BYTES: usize = 4 << 20;

/// How far one may follow without keeping the place.
const LAG: u64 = 20_000;

/// So many segments of a size become one.
const FAN: usize = 6;

/// What becomes of a text.
#[derive(Clone, Debug)]
pub enum Write {
    /// It is there, in place of what had its key before.
    Put(Text),
    /// It is gone.
    Remove(Vec<u8>),
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// On whose behalf.
    pub scopes: &'a [Scope],
    /// Folded words without spaces; a text fits that holds all of them.
    pub words: &'a [String],
    /// How many texts are wanted, the newest.
    pub shown: usize,
    /// Up to how many are counted.
    pub most: u64,
}

/// What is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The keys, the newest first.
    pub keys: Vec<Vec<u8>>,
    /// How many there are.
    pub count: u64,
    /// Whether there are more than were counted.
    pub more: bool,
}

#[derive(Clone, Debug)]
struct Live {
    segment: Arc<Segment>,
    dead: Arc<Vec<u64>>,
}

/// What questions see.
#[derive(Clone, Debug, Default)]
struct State {
    segments: Vec<Live>,
    fresh: Arc<Vec<Arc<Text>>>,
}

/// What the one who writes knows besides.
#[derive(Debug)]
struct Writer {
    manifest: Manifest,
    fresh: HashMap<Vec<u8>, Arc<Text>>,
    bytes: usize,
    /// How far it has followed, kept or not.
    reached: Option<u64>,
}

/// The index.
#[derive(Debug)]
pub struct Index {
    disk: Arc<dyn Disk>,
    state: RwLock<State>,
    writer: Mutex<Writer>,
}

impl Index {
    /// Opens what lies in the folder; what is torn is as if it had never been there.
    pub fn open(disk: Arc<dyn Disk>) -> io::Result<Self> {
        let (manifest, segments) = Manifest::read(disk.as_ref())
            .and_then(|manifest| {
                let segments = manifest.segments.iter().map(|named| load(&disk, named));
                let segments = segments.collect::<io::Result<Vec<_>>>().ok()?;
                Some((manifest, segments))
            })
            .unwrap_or_default();
        manifest.sweep(disk.as_ref())?;
        let reached = manifest.position;
        Ok(Self {
            disk,
            state: RwLock::new(State {
                segments,
                fresh: Arc::default(),
            }),
            writer: Mutex::new(Writer {
                manifest,
                fresh: HashMap::new(),
                bytes: 0,
                reached,
            }),
        })
    }

    /// How far it has followed; `None` when it has to be built.
    pub fn position(&self) -> Option<u64> {
        self.writer().reached
    }

    /// Bytes on the disk, and how many parts they are in.
    pub fn size(&self) -> (u64, usize) {
        let state = self.state();
        let bytes = state.segments.iter().map(|live| live.segment.bytes()).sum();
        (bytes, state.segments.len())
    }

    /// Forgets everything, to be built anew.
    pub fn clear(&self) -> io::Result<()> {
        let mut writer = self.writer();
        let manifest = Manifest {
            next: writer.manifest.next,
            ..Manifest::default()
        };
        manifest.write(self.disk.as_ref())?;
        writer.manifest = manifest;
        writer.fresh.clear();
        writer.bytes = 0;
        writer.reached = None;
        self.publish(State::default());
        writer.manifest.sweep(self.disk.as_ref())
    }

    /// Takes texts in, having followed up to `position`; `None` while it is being built, when each key comes once.
    pub fn apply(&self, writes: Vec<Write>, position: Option<u64>) -> io::Result<()> {
        let mut writer = self.writer();
        let mut state = self.state();
        let taken = self.take(&mut writer, &mut state, writes);
        // What was marked before a failure stays marked, or an old text would stand beside its successor.
        state.fresh = Arc::new(writer.fresh.values().cloned().collect());
        self.publish(state.clone());
        taken?;
        writer.reached = position;
        let kept = writer.manifest.position;
        let far = position.unwrap_or(0).saturating_sub(kept.unwrap_or(0)) > LAG;
        if position.is_some() && (kept.is_none() || far) {
            self.keep(&mut writer, &mut state)?;
        }
        Ok(())
    }

    fn take(&self, writer: &mut Writer, state: &mut State, writes: Vec<Write>) -> io::Result<()> {
        for write in writes {
            let (key, text) = match write {
                Write::Put(text) => (text.key.clone(), Some(Arc::new(text))),
                Write::Remove(key) => (key, None),
            };
            let same = |old: &Text| text.as_deref() == Some(old);
            if let Some(old) = writer.fresh.get(&key) {
                if same(old) {
                    continue;
                }
            } else if writer.reached.is_some()
                && let Some((at, number, old)) = locate(&state.segments, &key)?
            {
                if same(&old) {
                    continue;
                }
                if let Some(live) = state.segments.get_mut(at) {
                    let dead: &mut Vec<u64> = Arc::make_mut(&mut live.dead);
                    mark(dead, number);
                }
            }
            match text {
                Some(text) => {
                    writer.bytes += text.folded.len();
                    writer.fresh.insert(key, text);
                }
                None => {
                    writer.fresh.remove(&key);
                }
            }
            if writer.fresh.len() >= FRESH_TEXTS || writer.bytes >= FRESH_BYTES {
                self.keep(writer, state)?;
            }
        }
        Ok(())
    }

    /// Writes what waits in memory, so that nothing has to be followed again.
    pub fn flush(&self) -> io::Result<()> {
        let mut writer = self.writer();
        let mut state = self.state();
        self.keep(&mut writer, &mut state)
    }

    /// Answers a question.
    pub fn search(&self, ask: &Ask<'_>) -> io::Result<Found> {
        let question = Question::new(ask.scopes, ask.words);
        let mut found = Found::default();
        if question.is_empty() {
            return Ok(found);
        }
        let state = self.state();
        let mut newest: Vec<(u64, Place<'_>)> = Vec::new();
        for text in state.fresh.iter() {
            if question.fits(&text.scopes, &text.folded) {
                found.count += 1;
                newest.push((text.when, Place::Fresh(text)));
            }
        }
        for live in &state.segments {
            let wanted = Wanted {
                shown: ask.shown,
                most: ask.most.saturating_sub(found.count),
            };
            let answer = question.ask(&live.segment, &live.dead, wanted)?;
            found.count = found.count.saturating_add(answer.count);
            found.more |= answer.more;
            let place = |(when, text)| (when, Place::Segment(&live.segment, text));
            newest.extend(answer.texts.into_iter().map(place));
        }
        newest.sort_by_key(|(when, _)| std::cmp::Reverse(*when));
        newest.truncate(ask.shown);
        for (_, place) in newest {
            found.keys.push(match place {
                Place::Fresh(text) => text.key.clone(),
                Place::Segment(segment, text) => segment.text(text)?.key,
            });
        }
        if found.count > ask.most {
            found.count = ask.most;
            found.more = true;
        }
        Ok(found)
    }

    /// Makes one part of all.
    pub fn compact(&self) -> io::Result<()> {
        let mut writer = self.writer();
        let mut state = self.state();
        self.keep(&mut writer, &mut state)?;
        let all: Vec<usize> = (0..state.segments.len()).collect();
        if all.len() > 1 {
            self.merge(&mut writer, &mut state, &all)?;
            self.commit(&mut writer, &state)?;
        }
        Ok(())
    }

    /// Makes a segment of what waits in memory and keeps the place. What was taken in beyond that place is taken in
    /// again after a fall, which changes nothing.
    fn keep(&self, writer: &mut Writer, state: &mut State) -> io::Result<()> {
        if !writer.fresh.is_empty() {
            let texts: Vec<Arc<Text>> = writer.fresh.values().cloned().collect();
            for texts in texts.chunks(write::MOST) {
                let made = self.make(writer, |file| write::write(file, texts))?;
                state.segments.push(made);
            }
            state.fresh = Arc::default();
            writer.fresh.clear();
            writer.bytes = 0;
            self.publish(state.clone());
        }
        while let Some(chosen) = crowded(&state.segments) {
            self.merge(writer, state, &chosen)?;
        }
        writer.manifest.position = writer.reached;
        self.commit(writer, state)
    }

    fn merge(&self, writer: &mut Writer, state: &mut State, chosen: &[usize]) -> io::Result<()> {
        let lives = chosen.iter().filter_map(|at| state.segments.get(*at));
        let lives: Vec<Live> = lives.cloned().collect();
        let parts: Vec<Part<'_>> = lives
            .iter()
            .map(|live| Part {
                segment: &live.segment,
                dead: &live.dead,
            })
            .collect();
        let merged = self.make(writer, |file| merge::merge(file, &parts))?;
        let mut at = 0;
        state.segments.retain(|_| {
            at += 1;
            !chosen.contains(&(at - 1))
        });
        state.segments.push(merged);
        self.publish(state.clone());
        Ok(())
    }

    fn commit(&self, writer: &mut Writer, state: &State) -> io::Result<()> {
        writer.manifest.segments = state
            .segments
            .iter()
            .map(|live| Named {
                name: live.segment.name,
                dead: live.dead.as_ref().clone(),
            })
            .collect();
        writer.manifest.write(self.disk.as_ref())?;
        writer.manifest.sweep(self.disk.as_ref())
    }

    fn make(
        &self,
        writer: &mut Writer,
        write: impl FnOnce(Arc<dyn sekisho_platform::disk::DiskFile>) -> io::Result<format::Places>,
    ) -> io::Result<Live> {
        let name = writer.manifest.next;
        writer.manifest.next += 1;
        let file = self.disk.create(&file_of(name))?;
        let places = write(Arc::clone(&file))?;
        let segment = Segment::trusted(file, name, places)?;
        Ok(Live {
            dead: Arc::new(no_dead(&segment)),
            segment: Arc::new(segment),
        })
    }

    fn state(&self) -> State {
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        state.clone()
    }

    fn publish(&self, state: State) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn writer(&self) -> std::sync::MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

enum Place<'a> {
    Fresh(&'a Text),
    Segment(&'a Segment, u32),
}

fn load(disk: &Arc<dyn Disk>, named: &Named) -> io::Result<Live> {
    let segment = Segment::open(disk.open(&file_of(named.name))?, named.name)?;
    if named.dead.len() != no_dead(&segment).len() {
        return Err(torn("what was removed"));
    }
    Ok(Live {
        segment: Arc::new(segment),
        dead: Arc::new(named.dead.clone()),
    })
}

fn no_dead(segment: &Segment) -> Vec<u64> {
    vec![0; usize::try_from(segment.texts().div_ceil(64)).unwrap_or(0)]
}

fn mark(dead: &mut [u64], text: u32) {
    let word = usize::try_from(text >> 6).ok();
    if let Some(word) = word.and_then(|at| dead.get_mut(at)) {
        *word |= 1 << (text & 63);
    }
}

fn is_dead(dead: &[u64], text: u32) -> bool {
    let word = usize::try_from(text >> 6).ok();
    word.and_then(|at| dead.get(at))
        .is_some_and(|word| word >> (text & 63) & 1 == 1)
}

/// The living text of a key.
fn locate(segments: &[Live], key: &[u8]) -> io::Result<Option<(usize, u32, Text)>> {
    let hash = gram::hash(key);
    for (at, live) in segments.iter().enumerate() {
        for number in live.segment.with_hash(hash)? {
            if !is_dead(&live.dead, number) {
                let text = live.segment.text(number)?;
                if text.key == key {
                    return Ok(Some((at, number, text)));
                }
            }
        }
    }
    Ok(None)
}

/// The segments that shall become one, when there are too many of a size.
fn crowded(segments: &[Live]) -> Option<Vec<usize>> {
    let level = |live: &Live| (live.segment.texts() / 4096).max(1).ilog2() / 2;
    let levels: Vec<u32> = segments.iter().map(level).collect();
    let smallest = levels
        .iter()
        .copied()
        .filter(|level| levels.iter().filter(|other| *other == level).count() >= FAN)
        .min()?;
    let of = |(_, level): &(usize, &u32)| **level <= smallest;
    Some(
        levels
            .iter()
            .enumerate()
            .filter(of)
            .map(|(at, _)| at)
            .collect(),
    )
}
