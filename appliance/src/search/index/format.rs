//! How a segment lies in its file. It is written once, from the front to the end, and never changed.
//!
//! ```text
//!  blob        each text: key, scopes, folded text, the oldest first
//!  offsets     where each begins in the blob, and the end: u64 each
//!  whens       the time of each: u64 each
//!  keys        (hash of the key, number of the text) in order: u64, u32 each
//!  postings    the lists
//!  dictionary  (gram, where its list begins, how many texts) in order: u64, u64, u32 each
//!  footer      where all of that begins, how much there is, digests of all of it and of itself
//! ```

use sekisho_platform::disk::DiskFile;
use std::io;
use std::sync::Arc;

/// Bytes of an entry of the dictionary.
pub(super) const ENTRY: usize = 20;

/// Bytes of an entry of the keys.
pub(super) const KEY: usize = 12;

/// The first bytes of a footer, and the version of all of this.
const MAGIC: &[u8; 8] = b"SKSRCH\x00\x01";

const FOOTER: usize = 8 + 7 * 8 + 4 + 4 + 32 + 32;

/// How much is written at once.
const PIECE: usize = 1 << 20;

/// What a file begins to be when it is not what was written.
pub(super) fn torn(what: &str) -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("the index is torn: {what}"),
    )
}

pub(super) fn size(bytes: u64) -> io::Result<usize> {
    usize::try_from(bytes).map_err(|_| torn("a size"))
}

pub(super) fn long(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Where the parts of a segment begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    pub offsets: u64,
    pub whens: u64,
    pub keys: u64,
    pub postings: u64,
    pub dictionary: u64,
    pub end: u64,
    pub grams: u64,
    pub texts: u32,
    pub digest: [u8; 32],
}

impl Places {
    fn footer(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for place in [
            self.offsets,
            self.whens,
            self.keys,
            self.postings,
            self.dictionary,
            self.end,
            self.grams,
        ] {
            out.extend_from_slice(&place.to_le_bytes());
        }
        out.extend_from_slice(&self.texts.to_le_bytes());
        out.extend_from_slice(&[0; 4]);
        out.extend_from_slice(&self.digest);
        let own = blake3::hash(&out);
        out.extend_from_slice(own.as_bytes());
        out
    }

    /// Reads the footer of a file and checks it, and that the file is as long as it says.
    pub(super) fn read(file: &dyn DiskFile) -> io::Result<Self> {
        let length = file.size()?;
        let start = length
            .checked_sub(long(FOOTER))
            .ok_or_else(|| torn("its length"))?;
        let mut bytes = vec![0; FOOTER];
        file.read_at(start, &mut bytes)?;
        let (body, own) = bytes.split_at(FOOTER - 32);
        if blake3::hash(body).as_bytes().as_slice() != own || !body.starts_with(MAGIC) {
            return Err(torn("its footer"));
        }
        let mut numbers = body.iter().skip(8).copied();
        let mut next = || {
            let mut bytes = [0; 8];
            for byte in &mut bytes {
                *byte = numbers.next().unwrap_or(0);
            }
            u64::from_le_bytes(bytes)
        };
        let places = Self {
            offsets: next(),
            whens: next(),
            keys: next(),
            postings: next(),
            dictionary: next(),
            end: next(),
            grams: next(),
            texts: u32::try_from(next()).map_err(|_| torn("its footer"))?,
            digest: body
                .last_chunk::<32>()
                .copied()
                .ok_or_else(|| torn("its footer"))?,
        };
        if places.end == start {
            Ok(places)
        } else {
            Err(torn("its length"))
        }
    }
}

/// A segment's file while it is written.
pub(super) struct Out {
    file: Arc<dyn DiskFile>,
    at: u64,
    waiting: Vec<u8>,
    hasher: blake3::Hasher,
}

impl Out {
    pub(super) fn new(file: Arc<dyn DiskFile>) -> Self {
        Self {
            file,
            at: 0,
            waiting: Vec::with_capacity(PIECE + PIECE / 4),
            hasher: blake3::Hasher::new(),
        }
    }

    /// Where the next byte will lie.
    pub(super) fn place(&self) -> u64 {
        self.at + long(self.waiting.len())
    }

    pub(super) fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hasher.update(&self.waiting);
        self.file.write_at(self.at, &self.waiting)?;
        self.at += long(self.waiting.len());
        self.waiting.clear();
        Ok(())
    }

    /// Writes the footer and returns once all of it would survive a power cut.
    pub(super) fn finish(mut self, mut places: Places) -> io::Result<Places> {
        places.end = self.place();
        self.flush()?;
        places.digest = *self.hasher.finalize().as_bytes();
        self.file.write_at(places.end, &places.footer())?;
        self.file.sync()?;
        Ok(places)
    }
}

/// Reads what was written piece by piece and compares it with its digest.
pub(super) fn whole(file: &dyn DiskFile, places: &Places) -> io::Result<()> {
    let mut hasher = blake3::Hasher::new();
    let mut piece = vec![0; PIECE];
    let mut at = 0;
    while at < places.end {
        let length = size((places.end - at).min(long(PIECE)))?;
        let bytes = piece.get_mut(..length).ok_or_else(|| torn("a size"))?;
        file.read_at(at, bytes)?;
        hasher.update(bytes);
        at += long(length);
    }
    if hasher.finalize().as_bytes() == &places.digest {
        Ok(())
    } else {
        Err(torn("its content"))
    }
}
