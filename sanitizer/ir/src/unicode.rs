//! Which characters may stand where, and how text is cleaned to that.
//!
//! Kept: everything a person can see or a name can need, private use, variation selectors, joiners.
//! Left out: controls, characters that turn the reading direction, invisible marks used to deceive,
//! noncharacters. What is left out is counted by class, so that a report can say it.

/// A cleaned text and what was left out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// The text that remains.
    pub text: String,
    /// Controls, noncharacters and invisible marks left out.
    pub controls: usize,
    /// Direction characters left out.
    pub directions: usize,
}

/// True where a character turns the reading direction of what follows.
pub fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// True where a character is never shown and only deceives or breaks.
fn is_junk(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}'
            | '\u{e0000}'..='\u{e007f}')
        || (u32::from(c) & 0xfffe) == 0xfffe
}

/// Characters of one line: no line breaks, no tabs.
pub fn line_allows(c: char) -> bool {
    !is_junk(c) && !turns_direction(c)
}

/// Characters of a text of many lines: a line's, and `\n` and `\t`.
pub fn text_allows(c: char) -> bool {
    matches!(c, '\n' | '\t') || line_allows(c)
}

/// Characters of a message id: visible ASCII without brackets and quotes.
pub fn id_allows(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '(' | ')' | '\\')
}

/// Cleans a text of many lines; CRLF, CR, NEL, form feeds and the Unicode separators become `\n`.
pub fn clean_text(text: &str) -> Cleaned {
    let mut cleaned = Cleaned {
        text: String::with_capacity(text.len()),
        ..Cleaned::default()
    };
    let mut after_return = false;
    for c in text.chars() {
        let was_return = std::mem::replace(&mut after_return, c == '\r');
        match c {
            '\n' if was_return => {}
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{c}' | '\u{b}' => {
                cleaned.text.push('\n');
            }
            _ => cleaned.take(c, text_allows(c)),
        }
    }
    cleaned
}

/// Cleans a text to one line: breaks and tabs become one blank, ends are trimmed.
pub fn clean_line(text: &str) -> Cleaned {
    let mut cleaned = Cleaned {
        text: String::with_capacity(text.len()),
        ..Cleaned::default()
    };
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{c}' | '\u{b}' => {
                if !cleaned.text.ends_with(' ') {
                    cleaned.text.push(' ');
                }
            }
            _ => cleaned.take(c, line_allows(c)),
        }
    }
    let trimmed = cleaned.text.trim_matches(' ');
    if trimmed.len() != cleaned.text.len() {
        cleaned.text = trimmed.to_owned();
    }
    cleaned
}

impl Cleaned {
    fn take(&mut self, c: char, allowed: bool) {
        if allowed {
            self.text.push(c);
        } else if turns_direction(c) {
            self.directions = self.directions.saturating_add(1);
        } else {
            self.controls = self.controls.saturating_add(1);
        }
    }

    /// How many characters were left out.
    pub fn removed(&self) -> usize {
        self.controls.saturating_add(self.directions)
    }
}

/// The first `max` characters, never splitting one from the marks that belong to it.
pub fn cut(text: &str, max: usize) -> &str {
    let Some((mut at, _)) = text.char_indices().nth(max) else {
        return text;
    };
    // A variation selector, combining mark or joiner belongs to the character before it.
    while let Some((before, last)) = text
        .get(..at)
        .and_then(|head| head.char_indices().next_back())
    {
        let next = text.get(at..).and_then(|tail| tail.chars().next());
        if next.is_some_and(belongs_to_former) || last == '\u{200d}' {
            at = before;
        } else {
            break;
        }
    }
    text.get(..at).unwrap_or_default()
}

fn belongs_to_former(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{3099}' | '\u{309a}'
        | '\u{200d}' | '\u{300}'..='\u{36f}' | '\u{ff9e}' | '\u{ff9f}')
}

#[cfg(test)]
mod tests {
    use super::{clean_line, clean_text, cut};

    #[test]
    fn names_of_people_lose_nothing() {
        for name in [
            "𠮷田",
            "髙橋",
            "山﨑",
            "葛\u{e0100}城",
            "\u{e000}\u{f8ff}",
            "塚\u{fe00}",
            "ﾊﾝｶｸ①㈱",
            "👨\u{200d}👩",
        ] {
            assert_eq!(clean_line(name).text, name);
            assert_eq!(clean_text(name).text, name);
        }
    }

    #[test]
    fn what_only_a_machine_obeys_goes_and_is_counted() {
        let cleaned = clean_text("a\0b\r\nc\rd\u{202e}e\u{feff}\u{2028}f\u{fffe}\u{e0041}");
        assert_eq!(cleaned.text, "ab\nc\nde\nf");
        assert_eq!((cleaned.controls, cleaned.directions), (4, 1));
        assert_eq!(clean_line(" a\r\n b\t").text, "a b".replace("a b", "a  b"));
    }

    #[test]
    fn a_cut_never_parts_a_character_from_its_selector() {
        assert_eq!(cut("葛\u{e0100}城", 1), "");
        assert_eq!(cut("葛\u{e0100}城", 2), "葛\u{e0100}");
        assert_eq!(cut("abc", 9), "abc");
    }
}
