//! Writing a segment from texts that wait in memory.

use super::format::{Out, Places, long};
use super::gram::{self, Gram};
use super::posting;
use super::segment::{Record, Text};
use sekisho_platform::disk::DiskFile;
use std::io;
use std::sync::Arc;

/// The most texts one call takes: their numbers are packed beside the gram.
pub(super) const MOST: usize = 1 << 16;

/// Writes the lists and the dictionary behind them.
pub(super) struct Lists {
    dictionary: Vec<u8>,
    bytes: Vec<u8>,
    grams: u64,
}

impl Lists {
    pub(super) fn new() -> Self {
        Self {
            dictionary: Vec::new(),
            bytes: Vec::new(),
            grams: 0,
        }
    }

    /// Grams come in order.
    pub(super) fn push(&mut self, out: &mut Out, gram: Gram, texts: &[u32]) -> io::Result<()> {
        self.dictionary.extend_from_slice(&gram.to_le_bytes());
        self.dictionary
            .extend_from_slice(&out.place().to_le_bytes());
        let count = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        self.dictionary.extend_from_slice(&count.to_le_bytes());
        self.grams += 1;
        self.bytes.clear();
        posting::encode(texts, &mut self.bytes);
        out.push(&self.bytes)
    }

    pub(super) fn finish(self, out: &mut Out, places: &mut Places) -> io::Result<()> {
        places.dictionary = out.place();
        places.grams = self.grams;
        out.push(&self.dictionary)
    }
}

/// Writes these texts, at most [`MOST`], as a segment.
pub(super) fn write(file: Arc<dyn DiskFile>, texts: &[Arc<Text>]) -> io::Result<Places> {
    let mut order: Vec<&Text> = texts.iter().map(Arc::as_ref).collect();
    order.sort_by_key(|text| text.when);
    let mut out = Out::new(file);
    let mut places = Places {
        texts: u32::try_from(order.len()).unwrap_or(u32::MAX),
        ..Places::default()
    };

    let mut offsets = Vec::with_capacity((order.len() + 1) * 8);
    let mut record = Vec::new();
    for text in &order {
        offsets.extend_from_slice(&out.place().to_le_bytes());
        record.clear();
        Record::write(text, &mut record)?;
        out.push(&record)?;
    }
    offsets.extend_from_slice(&out.place().to_le_bytes());

    places.offsets = out.place();
    out.push(&offsets)?;
    places.whens = out.place();
    for text in &order {
        out.push(&text.when.to_le_bytes())?;
    }

    let numbered = || order.iter().zip(0_u32..);
    let mut keys: Vec<(u64, u32)> = numbered()
        .map(|(text, number)| (gram::hash(&text.key), number))
        .collect();
    keys.sort_unstable();
    places.keys = out.place();
    for (hash, number) in keys {
        out.push(&hash.to_le_bytes())?;
        out.push(&number.to_le_bytes())?;
    }

    places.postings = out.place();
    let mut lists = Lists::new();
    let mut found: Vec<u64> = Vec::new();
    for (text, number) in numbered() {
        let from = found.len();
        gram::of_text(&text.folded, |gram| {
            found.push(gram << 16 | u64::from(number));
        });
        // A long text says the same thing many times over: keep each once before the next comes.
        if let Some(own) = found.get_mut(from..) {
            own.sort_unstable();
        }
        let mut kept = from;
        let mut last = None;
        for at in from..found.len() {
            let value = found.get(at).copied();
            if value != last {
                if let (Some(slot), Some(value)) = (found.get_mut(kept), value) {
                    *slot = value;
                }
                kept += 1;
                last = value;
            }
        }
        found.truncate(kept);
    }
    found.sort_unstable();
    let mut numbers = Vec::new();
    for same in found.chunk_by(|a, b| a >> 16 == b >> 16) {
        numbers.clear();
        numbers.extend(
            same.iter()
                .map(|packed| u32::try_from(packed & 0xFFFF).unwrap_or(0)),
        );
        let gram = same.first().map_or(0, |packed| packed >> 16);
        lists.push(&mut out, gram, &numbers)?;
    }
    drop(found);

    let mut scopes: Vec<(Gram, u32)> = numbered()
        .flat_map(|(text, number)| text.scopes.iter().map(move |s| (s.gram(), number)))
        .collect();
    scopes.sort_unstable();
    scopes.dedup();
    for same in scopes.chunk_by(|a, b| a.0 == b.0) {
        let numbers: Vec<u32> = same.iter().map(|(_, number)| *number).collect();
        let scope = same.first().map_or(0, |(scope, _)| *scope);
        lists.push(&mut out, scope, &numbers)?;
    }
    lists.finish(&mut out, &mut places)?;
    debug_assert!(long(order.len()) <= long(MOST));
    out.finish(places)
}
