//! What a module must say to be found: which rows its texts are made of, whose they are, and what stands on a page for
//! one of them. A module writes one such source and is named once where the appliance is put together.

use crate::cx::Cx;
use crate::org::Rosters;
use crate::search::index::Scope;
use crate::text::Language;
use crate::web::Failure;
use sekisho_platform::blob::{Blobs, Digest};
use sekisho_platform::store::{Change, StoreError, View};

/// One state of the store, and what lies beside it.
pub(crate) struct Reading<'a> {
    /// Rows.
    pub tx: &'a View<'a>,
    /// Large things.
    pub blobs: &'a Blobs,
}

impl Reading<'_> {
    /// What lies under a digest; nothing when it cannot be read, which is told to the operator. Call it on a thread
    /// made for waiting.
    pub(crate) fn blob(&self, digest: &Digest) -> Option<Vec<u8>> {
        let read = self.blobs.get(digest);
        match tokio::runtime::Handle::current().block_on(read) {
            Ok(bytes) => Some(bytes.to_vec()),
            Err(error) => {
                tracing::warn!(code = "search-blob", %error, "a text cannot be read whole to be found");
                None
            }
        }
    }
}

/// What a module that answers by itself has for it.
pub(crate) struct Asking<'a> {
    /// Rows.
    pub tx: &'a View<'a>,
    /// By what people are found.
    pub rosters: &'a Rosters,
}

/// A part of a text and where in it one is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// 件名, 本文, 氏名: the word beside what was found.
    pub word: &'static str,
    /// As written.
    pub text: String,
}

/// All that is found of one thing.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Who may find it.
    pub scopes: Vec<Scope>,
    /// Its time; the latest stands first.
    pub when: u64,
    /// Its text.
    pub fields: Vec<Field>,
}

/// One thing as the page of results shows it, before the words in it are marked.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    /// Where it opens.
    pub href: String,
    /// Its heading.
    pub title: String,
    /// From whom, in which folder, of which section.
    pub place: String,
    /// When, in words; empty for none.
    pub time: String,
    /// When, for machines.
    pub datetime: String,
    /// Where words may be found.
    pub fields: Vec<Field>,
}

/// A module that can be searched.
pub(crate) trait Source: Send + Sync {
    /// Its name in addresses; its icon is called the same.
    fn name(&self) -> &'static str;

    /// Its name on screen.
    fn word(&self, language: Language) -> &'static str;

    /// The keys of what fits, when the module answers by itself: whatever comes and goes with the day is not told by a
    /// change, and an index would tell too late or too early. Such a module has no texts in the index.
    fn answer(
        &self,
        _asking: &Asking<'_>,
        _cx: &Cx,
        _words: &[String],
    ) -> Result<Option<Vec<Vec<u8>>>, Failure> {
        Ok(None)
    }

    /// The key of the text that a change may have changed.
    fn concerns(&self, change: &Change) -> Option<Vec<u8>>;

    /// The keys of all texts, in order, beyond `after`.
    fn keys(
        &self,
        tx: &View<'_>,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Vec<u8>>, StoreError>;

    /// What is found of a key; nothing when there is nothing to be found.
    fn item(&self, reading: &Reading<'_>, key: &[u8]) -> Result<Option<Item>, StoreError>;

    /// In which scopes somebody finds texts of this module.
    fn scopes(&self, cx: &Cx) -> Vec<Scope>;

    /// Whether there is more of it than the index needs to be asked for: the same module's own list of results.
    fn list(&self, words: &str) -> Option<String>;

    /// What stands on the page; nothing when it is gone or not for this person, whatever the index said.
    fn show(&self, reading: &Reading<'_>, cx: &Cx, key: &[u8]) -> Result<Option<Shown>, Failure>;
}
