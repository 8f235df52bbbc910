//! What a notice is made of.

/// A notice to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct New {
    /// The module's name among `modules::NOTICED`.
    pub source: &'static str,
    /// Which of its kinds.
    pub kind: &'static str,
    /// What it is about, in the module's own key: opening that reads the notice.
    pub about: Vec<u8>,
    /// What its sentence is made of, in the order the module knows.
    pub words: Vec<String>,
    /// Where it leads.
    pub href: String,
    /// When, in microseconds.
    pub at: u64,
}

/// The most words a notice keeps, and the longest of them.
const WORDS: usize = 8;
const LONGEST: usize = 300;

impl New {
    /// The words as they are kept.
    pub(super) fn kept(&self) -> Vec<String> {
        let kept = self.words.iter().take(WORDS);
        kept.map(|word| word.chars().take(LONGEST).collect())
            .collect()
    }
}
