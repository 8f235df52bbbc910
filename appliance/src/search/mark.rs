//! Marking what was found in the text as it was written: 髙橋 is marked though 高橋 was typed.

use crate::text::fold::fold;
use unicode_normalization::char::canonical_combining_class;

/// How many letters stand before the first found one, and how many there are in all.
const BEFORE: usize = 18;
const LONG: usize = 96;

/// A stretch of text, found or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// As written.
    pub text: String,
    /// Whether it is what was asked for.
    pub hit: bool,
}

/// A letter as written, with the signs that belong to it, and where its folded form stands.
struct Letter<'a> {
    written: &'a str,
    from: usize,
    to: usize,
}

/// Whether a character belongs to the one before: a mark, a voicing sign, a selector, the rest of a syllable.
fn belongs(c: char) -> bool {
    canonical_combining_class(c) != 0
        || matches!(u32::from(c),
            0xFE00..=0xFE0F | 0xE0100..=0xE01EF | 0x180B..=0x180D
            | 0xFF9E | 0xFF9F | 0x200D | 0x1160..=0x11FF)
}

/// The letters of a text and its folded form.
fn letters(text: &str) -> (Vec<Letter<'_>>, String) {
    let mut starts: Vec<usize> = text
        .char_indices()
        .filter(|(at, c)| *at == 0 || !belongs(*c))
        .map(|(at, _)| at)
        .collect();
    starts.push(text.len());
    let mut folded = String::with_capacity(text.len());
    let mut out = Vec::with_capacity(starts.len());
    for pair in starts.windows(2) {
        let [start, end] = pair else { continue };
        let written = text.get(*start..*end).unwrap_or_default();
        let from = folded.len();
        if written.chars().all(char::is_whitespace) {
            if !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.push_str(&fold(written));
        }
        out.push(Letter {
            written,
            from,
            to: folded.len(),
        });
    }
    (out, folded)
}

/// For each letter whether it is part of a word.
fn found(letters: &[Letter<'_>], folded: &str, words: &[String]) -> Vec<bool> {
    let mut marks = vec![false; letters.len()];
    for word in words.iter().filter(|word| !word.is_empty()) {
        let mut from = 0;
        // Each place, overlapping ones too.
        while let Some(at) = folded.get(from..).and_then(|rest| rest.find(word.as_str())) {
            let (start, end) = (from + at, from + at + word.len());
            let first = letters.partition_point(|letter| letter.to <= start);
            let hit = letters.iter().zip(&mut marks).skip(first);
            for (letter, mark) in hit.take_while(|(letter, _)| letter.from < end) {
                *mark |= letter.to > letter.from;
            }
            from = start
                + folded
                    .get(start..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(1, char::len_utf8);
        }
    }
    marks
}

fn pieces<'a>(letters: impl Iterator<Item = (&'a Letter<'a>, &'a bool)>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for (letter, hit) in letters {
        match out.last_mut() {
            Some(last) if last.hit == *hit => last.text.push_str(letter.written),
            _ => out.push(Piece {
                text: letter.written.to_owned(),
                hit: *hit,
            }),
        }
    }
    out
}

/// The whole text with what was found.
pub(crate) fn marked(text: &str, words: &[String]) -> Vec<Piece> {
    let (letters, folded) = letters(text);
    let marks = found(&letters, &folded, words);
    pieces(letters.iter().zip(&marks))
}

/// The text around the first place where most of what was asked for stands; nothing when none of it does.
pub(crate) fn snippet(text: &str, words: &[String]) -> Option<Vec<Piece>> {
    let (letters, folded) = letters(text);
    let marks = found(&letters, &folded, words);
    let first = marks.iter().position(|mark| *mark)?;
    let from = if letters.len() <= LONG {
        0
    } else {
        first.saturating_sub(BEFORE)
    };
    let mut out = pieces(letters.iter().zip(&marks).skip(from).take(LONG));
    let plain = |text: &str| Piece {
        text: text.to_owned(),
        hit: false,
    };
    if from > 0 {
        out.insert(0, plain("…"));
    }
    if from + LONG < letters.len() {
        out.push(plain("…"));
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(pieces: &[Piece]) -> String {
        let bracketed = |piece: &Piece| {
            if piece.hit {
                format!("[{}]", piece.text)
            } else {
                piece.text.clone()
            }
        };
        pieces.iter().map(bracketed).collect()
    }

    fn words(text: &str) -> Vec<String> {
        fold(text).split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn what_is_marked_is_what_was_written() {
        for (text, asked, wanted) in [
            ("髙橋 由美", "高橋", "[髙橋] 由美"),
            ("葛\u{E0100}城市", "葛城", "[葛\u{E0100}城]市"),
            ("ﾊﾟｽﾜｰﾄﾞの件", "ぱすわーど", "[ﾊﾟｽﾜｰﾄﾞ]の件"),
            ("㌔と㍍", "キロ", "[㌔]と㍍"),
            ("ＡＢＣ abc", "b", "Ａ[Ｂ]Ｃ a[b]c"),
            ("議室と会議", "会議 室", "議[室]と[会議]"),
            ("ののの", "のの", "[ののの]"),
            ("田中　太郎", "太郎 田中", "[田中]　[太郎]"),
            ("何もない", "会", "何もない"),
        ] {
            assert_eq!(told(&marked(text, &words(asked))), wanted, "{asked}");
        }
    }

    #[test]
    fn a_long_text_is_shown_around_what_was_found() {
        let text = format!("{}見積書{}", "あ".repeat(200), "い".repeat(200));
        let shown = told(&snippet(&text, &words("見積")).unwrap());
        assert!(
            shown.starts_with("…あ") && shown.contains("あ[見積]書い") && shown.ends_with("い…")
        );
        assert_eq!(shown.chars().count(), LONG + 4);
        assert_eq!(snippet(&text, &words("会議")), None);
    }

    proptest! {
        #[test]
        fn no_character_is_lost_or_made(text in "[ 　がｶﾞ\u{3099}葛\u{E0100}㌔Ａa会議\n]{0,30}", asked in "[が会議あa葛]{1,3}") {
            let whole: String = marked(&text, &words(&asked)).into_iter().map(|piece| piece.text).collect();
            prop_assert_eq!(whole, text);
        }

        #[test]
        fn what_the_index_finds_is_marked(text in "[がｶﾞか葛\u{E0100}㌔Ａa会議]{1,20}", from in 0..20_usize, length in 1..5_usize) {
            let piece: String = fold(&text).chars().skip(from).take(length).collect();
            prop_assume!(!piece.is_empty());
            prop_assert!(marked(&text, &[piece]).iter().any(|piece| piece.hit));
        }
    }
}
