//! The manual in the search over everything: it answers by itself, for everybody alike.

use super::book::book;
use super::find::holding;
use super::text;
use crate::cx::Cx;
use crate::search::{Asking, Field, Item, Reading, Scope, Shown, Source};
use crate::text::Language;
use crate::web::{Failure, query_value};
use sekisho_platform::store::{Change, StoreError, View};

/// The manual, for the search over everything.
pub(crate) struct HelpSource;

impl Source for HelpSource {
    fn name(&self) -> &'static str {
        "help"
    }

    fn word(&self, language: Language) -> &'static str {
        text::words(language).title
    }

    fn answer(
        &self,
        _asking: &Asking<'_>,
        cx: &Cx,
        words: &[String],
    ) -> Result<Option<Vec<Vec<u8>>>, Failure> {
        // Only what has the words: the nearest are for whoever asks the manual itself.
        let sections = holding(book(cx.language()), words).into_iter();
        let keys = sections.map(|(chapter, section)| chapter.href(section).into_bytes());
        Ok(Some(keys.collect()))
    }

    fn concerns(&self, _change: &Change) -> Option<Vec<u8>> {
        None
    }

    fn keys(
        &self,
        _tx: &View<'_>,
        _after: Option<&[u8]>,
        _limit: usize,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(Vec::new())
    }

    fn item(&self, _reading: &Reading<'_>, _key: &[u8]) -> Result<Option<Item>, StoreError> {
        Ok(None)
    }

    fn scopes(&self, _cx: &Cx) -> Vec<Scope> {
        Vec::new()
    }

    fn list(&self, words: &str) -> Option<String> {
        Some(format!("/help?q={}", query_value(words)))
    }

    fn show(&self, _reading: &Reading<'_>, cx: &Cx, key: &[u8]) -> Result<Option<Shown>, Failure> {
        let language = cx.language();
        let mut sections = book(language).sections();
        let found = sections.find(|(chapter, section)| chapter.href(section).as_bytes() == key);
        Ok(found.map(|(chapter, section)| Shown {
            href: chapter.href(section),
            title: section.title.clone(),
            place: chapter.title.clone(),
            time: String::new(),
            datetime: String::new(),
            fields: vec![Field {
                word: text::words(language).text,
                text: section.text.clone(),
            }],
        }))
    }
}
