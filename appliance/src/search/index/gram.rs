//! What a text is found by: each of its characters, each pair of characters that stand side by side, and the scopes
//! of those who may find it. All three are numbers in one ordered space.

/// A number a list of texts is kept under.
pub(super) type Gram = u64;

/// One bit more than a character needs twice.
const PAIR: u64 = 1 << 42;

/// The highest bit tells a scope from a piece of text.
const SCOPE: u64 = 1 << 63;

/// Who may find a text: a mailbox, a town, a room. Whoever asks names the scopes they stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope(u64);

impl Scope {
    /// The scope of `key` within a kind of thing.
    pub fn new(kind: &str, key: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(kind.as_bytes());
        hasher.update(&[0]);
        hasher.update(key);
        Self(first_eight(hasher.finalize().as_bytes()) | SCOPE)
    }

    pub(super) fn gram(self) -> Gram {
        self.0
    }

    pub(super) fn from_gram(gram: Gram) -> Self {
        Self(gram | SCOPE)
    }
}

/// A number for a key, by which it is looked up. Two keys may share one; the key itself is compared.
pub(super) fn hash(key: &[u8]) -> u64 {
    first_eight(blake3::hash(key).as_bytes())
}

fn first_eight(bytes: &[u8; 32]) -> u64 {
    bytes
        .first_chunk::<8>()
        .map_or(0, |head| u64::from_le_bytes(*head))
}

fn single(c: char) -> Gram {
    u64::from(u32::from(c))
}

fn pair(first: char, second: char) -> Gram {
    PAIR | single(first) << 21 | single(second)
}

/// Calls `out` with every gram of a text; one that stands there twice is told twice. No word of a question holds a
/// space, so no gram does.
pub(super) fn of_text(text: &str, mut out: impl FnMut(Gram)) {
    let mut before = ' ';
    for c in text.chars() {
        if c != ' ' {
            out(single(c));
            if before != ' ' {
                out(pair(before, c));
            }
        }
        before = c;
    }
}

/// The grams a text must have to hold `word`, each once; with `true` when having them is already proof.
pub(super) fn of_word(word: &str) -> (Vec<Gram>, bool) {
    let mut letters = word.chars();
    let (first, second) = (letters.next(), letters.next());
    let more = letters.next().is_some();
    match (first, second) {
        (None, _) => (Vec::new(), true),
        (Some(only), None) => (vec![single(only)], true),
        (Some(_), Some(_)) => {
            let mut grams = Vec::new();
            of_text(word, |gram| {
                if gram & PAIR != 0 {
                    grams.push(gram);
                }
            });
            grams.sort_unstable();
            grams.dedup();
            (grams, !more)
        }
    }
}
