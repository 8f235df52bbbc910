//! Finding in the manual. All words of a question must stand in a section, in any spelling; where no section has them
//! all, the sections that share the most pieces with the question are the nearest, so that a whole sentence
//! (「パスワード付きのファイルを開くには」) finds its answer too. No model, no index on the disk: the manual is small.

use super::book::{Book, Chapter, Reader, Section};
use crate::search::Question;
use crate::text::fold::fold;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// How many of the nearest are offered.
const NEAREST: usize = 4;

/// How much of a question's weight a section must share to be near it.
const NEAR: f64 = 0.3;

/// What was found.
#[derive(Debug)]
pub(super) struct Found<'a> {
    /// The sections, the best first.
    pub sections: Vec<(&'a Chapter, &'a Section)>,
    /// Whether they only come near to what was asked.
    pub near: bool,
}

/// The sections that answer a question.
pub(super) fn find<'a>(book: &'a Book, question: &Question) -> Found<'a> {
    let whole = holding(book, &question.words);
    if !whole.is_empty() {
        return Found {
            sections: whole,
            near: false,
        };
    }
    Found {
        sections: nearest(book, &question.typed),
        near: true,
    }
}

/// The sections that hold all words, the best first. Whoever searches everything asks this alone: what is near costs a
/// walk through every pair of letters of the manual.
pub(super) fn holding<'a>(book: &'a Book, words: &[String]) -> Vec<(&'a Chapter, &'a Section)> {
    if words.is_empty() {
        return Vec::new();
    }
    let mut whole: Vec<_> = book
        .sections()
        .filter(|(_, section)| {
            words
                .iter()
                .all(|word| section.folded.contains(word.as_str()))
        })
        .collect();
    // A heading that has the words says more than a text that has them often.
    whole.sort_by_cached_key(|(_, section)| {
        let title = fold(&section.title);
        let inside = words.iter().filter(|word| title.contains(word.as_str()));
        std::cmp::Reverse(inside.count())
    });
    whole
}

type Piece = (char, char);

/// Pairs of letters that stand side by side, of one width and case. Those of hiragana alone are what every sentence is
/// held together by; they tell nothing apart, so kana stays as it was written here.
fn pieces(text: &str) -> BTreeSet<Piece> {
    let hiragana = |c: char| (0x3041..=0x309F).contains(&u32::from(c));
    let letters: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
    letters
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some((*a, *b)),
            _ => None,
        })
        .filter(|(a, b)| {
            a.is_alphanumeric() && b.is_alphanumeric() && !(hiragana(*a) && hiragana(*b))
        })
        .collect()
}

fn nearest<'a>(book: &'a Book, question: &str) -> Vec<(&'a Chapter, &'a Section)> {
    let asked = pieces(question);
    if asked.is_empty() {
        return Vec::new();
    }
    let all: Vec<_> = book
        .sections()
        .map(|(chapter, section)| {
            (
                chapter,
                section,
                pieces(&[section.title.as_str(), section.text.as_str()].join(" ")),
            )
        })
        .collect();
    // A piece that stands in few sections says more.
    let mut rows: BTreeMap<Piece, u32> = BTreeMap::new();
    for (_, _, pieces) in &all {
        for piece in pieces.intersection(&asked) {
            *rows.entry(*piece).or_default() += 1;
        }
    }
    let many = f64::from(u32::try_from(all.len()).unwrap_or(u32::MAX));
    let weight = |piece: &Piece| match rows.get(piece) {
        Some(count) => 1.0 + (many / f64::from(*count)).ln(),
        // What the manual does not know at all weighs as much as what stands once.
        None => 1.0 + many.ln(),
    };
    let total: f64 = asked.iter().map(weight).sum();
    let mut scored: Vec<_> = all
        .iter()
        .map(|(chapter, section, pieces)| {
            let shared: f64 = pieces.intersection(&asked).map(weight).sum();
            // What stands in the heading is what the section is about; but one word of it, which may be that of half a
            // chapter, must not outweigh a text that answers all of the question.
            let heading: f64 = (self::pieces(&section.title).intersection(&asked))
                .map(weight)
                .sum();
            // Most who ask are clerks: what everybody reads comes before what installers do.
            let meant = if chapter.reader == Reader::Installer {
                0.7
            } else {
                1.0
            };
            (meant * (shared + heading / 2.0) / total, *chapter, *section)
        })
        .filter(|(score, _, _)| *score >= NEAR)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = scored.into_iter().take(NEAREST);
    best.map(|(_, chapter, section)| (chapter, section))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::modules::help::book::book;
    use crate::text::Language;
    use proptest::prelude::*;

    fn first(question: &str) -> (String, bool) {
        let found = find(book(Language::Japanese), &Question::new(question));
        let place = found
            .sections
            .first()
            .map(|(chapter, section)| chapter.href(section));
        (place.unwrap_or_default(), found.near)
    }

    #[test]
    fn any_spelling_finds_and_a_heading_comes_before_a_text() {
        assert_eq!(first("保留"), ("/help/mail#held".to_owned(), false));
        assert!(first("ホリュウ").1, "a reading is no spelling");
        assert_eq!(first("ｷｰ操作"), ("/help/keys".to_owned(), false));
    }

    #[test]
    fn a_whole_sentence_finds_its_answer() {
        for (question, place) in [
            (
                "パスワードがかかったファイルはどうすればいいですか",
                "/help/mail#held",
            ),
            ("文字を大きくしたいのですが", "/help/display#size"),
            (
                "職員録をExcelブックで書き出す方法を教えて",
                "/help/directory#export",
            ),
        ] {
            let found = find(book(Language::Japanese), &Question::new(question));
            let places: Vec<_> = found.sections.iter().map(|(c, s)| c.href(s)).collect();
            assert!(
                places.iter().take(2).any(|found| found == place),
                "{question}: {places:?}"
            );
        }
    }

    #[test]
    fn what_is_not_in_the_manual_is_not_answered() {
        assert!(first("zzzz qqqq").0.is_empty());
        assert!(first("").0.is_empty());
    }

    proptest! {
        #[test]
        fn every_piece_of_a_section_finds_it(which in 0..200_usize, from in 0..400_usize, length in 1..6_usize) {
            let book = book(Language::Japanese);
            let all: Vec<_> = book.sections().collect();
            let (_, section) = all[which % all.len()];
            let letters: Vec<char> = section.folded.chars().collect();
            let from = from % letters.len();
            let piece: String = letters.iter().skip(from).take(length).collect();
            let question = Question::new(&piece);
            prop_assume!(!question.words.is_empty());
            let found = find(book, &question);
            prop_assert!(!found.near && found.sections.iter().any(|(_, other)| std::ptr::eq(*other, section)), "{piece}");
        }
    }
}
