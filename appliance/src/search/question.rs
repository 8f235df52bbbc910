//! Asking on somebody's behalf: within the scopes they stand in, module by module, and each thing asked for once more
//! before it is shown.

use super::follow::{Search, Sources};
use super::index::{Ask, Index};
use super::mark::{Piece, marked, snippet};
use super::source::{Asking, Reading, Shown, Source};
use crate::cx::Cx;
use crate::text::fold::fold;
use crate::web::Failure;

/// The longest question.
pub(crate) const LONGEST: usize = 250;

/// The most words in it that are looked at.
const WORDS: usize = 16;

/// Up to how many things of a module are counted.
pub(crate) const MOST: u64 = 1000;

/// A question as it was typed, and its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Question {
    /// As typed, cut at the longest.
    pub typed: String,
    /// Folded; all of them must be found.
    pub words: Vec<String>,
    /// Whether something was cut off.
    pub cut: bool,
}

impl Question {
    /// Reads what was typed.
    pub(crate) fn new(typed: &str) -> Self {
        let typed = typed.trim();
        let kept: String = typed.chars().take(LONGEST).collect();
        let mut words: Vec<String> = Vec::new();
        for word in fold(&kept).split(' ').filter(|word| !word.is_empty()) {
            if !words.iter().any(|other| other == word) {
                words.push(word.to_owned());
            }
        }
        let cut = kept.len() < typed.len() || words.len() > WORDS;
        words.truncate(WORDS);
        Self {
            typed: kept,
            words,
            cut,
        }
    }
}

/// One thing found, with the words marked.
#[derive(Clone, Debug)]
pub(crate) struct Hit {
    /// What it is and where it opens.
    pub shown: Shown,
    /// Its heading.
    pub title: Vec<Piece>,
    /// Where the words stand: the name of the part, and the text around.
    pub why: Vec<(&'static str, Vec<Piece>)>,
}

/// What a module found.
pub(crate) struct Group {
    /// Which.
    pub source: &'static dyn Source,
    /// How many, up to [`MOST`].
    pub count: u64,
    /// Whether there are more than that.
    pub more: bool,
    /// The things to be shown.
    pub keys: Vec<Vec<u8>>,
}

/// The words of a source's text in the index.
pub(crate) fn ask(
    search: &Search,
    sources: Sources,
    asking: &Asking<'_>,
    cx: &Cx,
    question: &Question,
    wanted: impl Fn(&dyn Source) -> std::ops::Range<usize>,
) -> Result<Option<Vec<Group>>, Failure> {
    let Some(index) = search.ready() else {
        return Ok(None);
    };
    let group = |source: &&'static dyn Source| {
        let range = wanted(*source);
        match source.answer(asking, cx, &question.words)? {
            Some(keys) => Ok(answered(*source, keys, range)),
            None => group(index, *source, cx, question, &range),
        }
    };
    sources
        .iter()
        .map(group)
        .collect::<Result<_, Failure>>()
        .map(Some)
}

/// What a module answered by itself.
fn answered(
    source: &'static dyn Source,
    keys: Vec<Vec<u8>>,
    wanted: std::ops::Range<usize>,
) -> Group {
    let count = u64::try_from(keys.len()).unwrap_or(u64::MAX);
    let keys = keys.into_iter().skip(wanted.start);
    Group {
        source,
        count: count.min(MOST),
        more: count > MOST,
        keys: keys.take(wanted.end.saturating_sub(wanted.start)).collect(),
    }
}

fn group(
    index: &Index,
    source: &'static dyn Source,
    cx: &Cx,
    question: &Question,
    wanted: &std::ops::Range<usize>,
) -> Result<Group, Failure> {
    let scopes = source.scopes(cx);
    let found = index
        .search(&Ask {
            scopes: &scopes,
            words: &question.words,
            shown: wanted.end,
            most: MOST,
        })
        .map_err(|error| Failure::Internal("search", Box::new(error)))?;
    let keys = found.keys.into_iter().skip(wanted.start);
    Ok(Group {
        source,
        count: found.count,
        more: found.more,
        keys: keys
            .filter_map(|key| super::own_key(source, &key))
            .collect(),
    })
}

/// What is shown of a key; nothing when this person may not open it or it is gone.
pub(crate) fn hit(
    reading: &Reading<'_>,
    source: &dyn Source,
    cx: &Cx,
    question: &Question,
    key: &[u8],
) -> Result<Option<Hit>, Failure> {
    let Some(shown) = source.show(reading, cx, key)? else {
        return Ok(None);
    };
    let title = marked(&shown.title, &question.words);
    // The heading tells of itself; of the rest, the first parts that hold a word.
    let rest = shown
        .fields
        .iter()
        .filter(|field| field.text != shown.title);
    let why = rest
        .filter_map(|field| Some((field.word, snippet(&field.text, &question.words)?)))
        .take(3)
        .collect();
    Ok(Some(Hit { shown, title, why }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_its_words_in_the_form_they_are_compared() {
        let question = Question::new(" 　髙橋　ﾀｶﾊｼ 高橋  ＡＢ ");
        assert_eq!(question.words, ["高橋", "たかはし", "ab"]);
        assert!(!question.cut);
        assert!(Question::new("   ").words.is_empty());
        let long = Question::new(&"あ".repeat(LONGEST + 1));
        assert!(long.cut && long.typed.chars().count() == LONGEST);
    }
}
