//! What a module must say whose notices people get. It writes one such source and is named once in `modules::NOTICED`.

use crate::text::Language;

/// A kind of notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    /// Its word in rows and forms, for good.
    pub tag: &'static str,
    /// Whether people get it who chose nothing.
    pub usual: bool,
    /// Whether everybody gets it, whatever they chose: what somebody who sits at an open session, or an administrator,
    /// must not be able to silence.
    pub always: bool,
}

/// A notice in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// What it is about: a subject, a name.
    pub title: String,
    /// What happened, one sentence.
    pub sentence: String,
}

/// A module that gives notice.
pub(crate) trait Source: Send + Sync {
    /// Its name in rows, for good.
    fn name(&self) -> &'static str;

    /// Its name on screen.
    fn word(&self, language: Language) -> &'static str;

    /// Its icon.
    fn icon(&self) -> &'static str;

    /// Its kinds.
    fn kinds(&self) -> &'static [Kind];

    /// The word of a kind, where one chooses which to get.
    fn kind_word(&self, language: Language, kind: &str) -> &'static str;

    /// A notice in words. A kind that is not known any more still says something.
    fn say(&self, language: Language, kind: &str, words: &[String]) -> Said;

    /// Whether an open page says it at its edge; not where the module's own line says it already.
    fn speaks(&self) -> bool {
        true
    }
}

/// All modules that give notice.
pub(crate) type Sources = &'static [&'static dyn Source];
