//! Address lists: RFC 5322 with groups, comments, quotes and routes, and names in any encoding. An address
//! itself is never decoded: what looks like an encoded word there is a trick.

use sekisho_ir::{Limits, Mailbox, unicode};

use super::words;

/// Addresses read from one header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Addresses {
    /// The mailboxes in order.
    pub(super) list: Vec<Mailbox>,
    /// Bytes that could not be represented.
    pub(super) lost: usize,
    /// True where there were more than allowed.
    pub(super) cut: bool,
}

/// Reads an address list.
pub(super) fn read(raw: &[u8], hint: Option<&str>, limits: &Limits) -> Addresses {
    let decoded = words::to_text(raw, hint);
    let mut reader = Reader {
        hint,
        limits,
        out: Addresses {
            lost: decoded.lost,
            ..Addresses::default()
        },
        phrase: String::new(),
        comment: String::new(),
        angle: None,
    };
    reader.run(&decoded.text);
    reader.out
}

struct Reader<'a> {
    hint: Option<&'a str>,
    limits: &'a Limits,
    out: Addresses,
    phrase: String,
    comment: String,
    angle: Option<String>,
}

impl Reader<'_> {
    fn run(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let after = rest.get(c.len_utf8()..).unwrap_or_default();
            rest = match c {
                ',' | ';' => {
                    self.finish();
                    after
                }
                // A group's name; an address has no colon outside of brackets.
                ':' if self.angle.is_none() && !self.phrase.contains('@') => {
                    self.phrase.clear();
                    after
                }
                '"' => self.quoted(after),
                '(' => self.commented(after),
                '<' if self.angle.is_none() => self.angled(after),
                '=' if rest.starts_with("=?") => self.word(rest),
                '\\' => {
                    let escaped = after.chars().next();
                    self.phrase.extend(escaped);
                    after
                        .get(escaped.map_or(0, char::len_utf8)..)
                        .unwrap_or_default()
                }
                _ => {
                    self.phrase.push(c);
                    after
                }
            };
        }
        self.finish();
    }

    fn quoted<'t>(&mut self, text: &'t str) -> &'t str {
        let mut chars = text.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => return text.get(at.saturating_add(1)..).unwrap_or_default(),
                '\\' => self.phrase.extend(chars.next().map(|(_, escaped)| escaped)),
                _ => self.phrase.push(c),
            }
        }
        ""
    }

    fn commented<'t>(&mut self, text: &'t str) -> &'t str {
        let mut depth = 1_usize;
        let mut chars = text.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '(' => depth = depth.saturating_add(1),
                ')' => depth = depth.saturating_sub(1),
                '\\' => {
                    self.comment
                        .extend(chars.next().map(|(_, escaped)| escaped));
                    continue;
                }
                _ => {}
            }
            if depth == 0 {
                return text.get(at.saturating_add(1)..).unwrap_or_default();
            }
            self.comment.push(c);
        }
        ""
    }

    fn angled<'t>(&mut self, text: &'t str) -> &'t str {
        let end = text.find(['>', ',', '<']).unwrap_or(text.len());
        // A comma within the brackets is part of an old route, when a closing bracket follows it.
        let end = match text.get(end..).and_then(|rest| rest.chars().next()) {
            Some(',') if text.starts_with('@') => {
                crate::cut_bytes(text, 2_000).find('>').unwrap_or(end)
            }
            _ => end,
        };
        let (inside, after) = text.split_at_checked(end).unwrap_or((text, ""));
        let routed = match inside.rsplit_once(':') {
            Some((route, address)) if route.starts_with('@') => address,
            _ => inside,
        };
        self.angle = Some(routed.to_owned());
        after.strip_prefix('>').unwrap_or(after)
    }

    /// An encoded word is taken whole: careless ones hold commas and brackets.
    fn word<'t>(&mut self, text: &'t str) -> &'t str {
        let window = crate::cut_bytes(text, 1_000);
        let mut marks = window.match_indices('?').map(|(at, _)| at);
        let end = marks.nth(2).and_then(|third| {
            let from = third.saturating_add(1);
            window
                .get(from..)?
                .find("?=")
                .map(|found| from.saturating_add(found).saturating_add(2))
        });
        let end = end.unwrap_or(2);
        let (word, after) = text.split_at_checked(end).unwrap_or((text, ""));
        self.phrase.push_str(word);
        after
    }

    fn finish(&mut self) {
        let phrase = std::mem::take(&mut self.phrase);
        let comment = std::mem::take(&mut self.comment);
        let angle = self.angle.take();
        let bare: Vec<&str> = phrase
            .split_whitespace()
            .filter(|w| w.contains('@'))
            .collect();
        if angle.is_none() && bare.len() > 1 && !phrase.contains("=?") {
            // Addresses with only blanks between them.
            for word in bare {
                let address = plain_address(word, self.limits);
                if self.out.list.len() < self.limits.addresses && !address.is_empty() {
                    self.out.list.push(Mailbox {
                        name: None,
                        address,
                    });
                }
            }
            return;
        }
        if self.out.list.len() >= self.limits.addresses {
            self.out.cut |= angle.is_some() || !phrase.trim().is_empty();
            return;
        }
        let (address, said) = match angle {
            Some(address) => (address, phrase),
            None => split_bare(&phrase),
        };
        let said = if said.trim().is_empty() {
            comment
        } else {
            said
        };
        let name = words::decode_words(said.trim(), self.hint);
        self.out.lost = self.out.lost.saturating_add(name.lost);
        let name = unicode::clean_line(&name.text).text;
        let name =
            unicode::cut(name.trim_matches(['"', '\'', ' ']), self.limits.line_chars).to_owned();
        let address = plain_address(&address, self.limits);
        if !(name.is_empty() && address.is_empty()) {
            let name = (!name.is_empty() && name != address).then_some(name);
            self.out.list.push(Mailbox { name, address });
        }
    }
}

/// Words without brackets: the one with an at sign is the address, the others are the name.
fn split_bare(phrase: &str) -> (String, String) {
    let at = phrase
        .split_whitespace()
        .position(|word| word.contains('@') && !word.contains("=?"));
    let mut address = String::new();
    let mut name = Vec::new();
    for (place, word) in phrase.split_whitespace().enumerate() {
        if Some(place) == at {
            word.clone_into(&mut address);
        } else {
            name.push(word);
        }
    }
    (address, name.join(" "))
}

/// An address without the comments that the old law allowed inside it.
fn without_comments(raw: &str) -> String {
    let mut depth = 0_usize;
    let outside = raw.chars().filter(|c| {
        depth = match c {
            '(' => depth.saturating_add(1),
            ')' => depth.saturating_sub(1),
            _ => depth,
        };
        depth == 0 && *c != ')'
    });
    outside.collect()
}

fn plain_address(raw: &str, limits: &Limits) -> String {
    let cleaned = unicode::clean_line(&without_comments(raw)).text;
    let kept: String = cleaned
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '<' | '>' | '"'))
        .collect();
    unicode::cut(&kept, limits.line_chars).to_owned()
}

#[cfg(test)]
mod tests {
    use sekisho_ir::Limits;

    use super::read;

    fn shown(raw: &[u8]) -> Vec<(String, String)> {
        let list = read(raw, None, &Limits::default()).list;
        list.into_iter()
            .map(|mailbox| (mailbox.name.unwrap_or_default(), mailbox.address))
            .collect()
    }

    #[test]
    fn addresses_in_every_shape() {
        for (raw, expected) in [
            ("a@b", vec![("", "a@b")]),
            ("<a@b>, c@d", vec![("", "a@b"), ("", "c@d")]),
            ("\"Sato, T.\" <a@b>", vec![("Sato, T.", "a@b")]),
            ("=?UTF-8?B?5L2Q6Jek?= <a@b>", vec![("佐藤", "a@b")]),
            ("\"=?UTF-8?B?5L2Q6Jek?=\" <a@b>", vec![("佐藤", "a@b")]),
            ("=?UTF-8?Q?a,_b?= <a@b>", vec![("a, b", "a@b")]),
            ("a@b (Sato (T))", vec![("Sato (T)", "a@b")]),
            ("a@b (=?UTF-8?B?5L2Q6Jek?=)", vec![("佐藤", "a@b")]),
            (
                "people: a@b, c@d; e@f",
                vec![("", "a@b"), ("", "c@d"), ("", "e@f")],
            ),
            ("undisclosed-recipients:;", vec![]),
            ("<@x,@y:a@b>", vec![("", "a@b")]),
            ("a@b <a@b>", vec![("", "a@b")]),
            ("Sato a@b", vec![("Sato", "a@b")]),
            ("Sato <a@b", vec![("Sato", "a@b")]),
            ("Sato", vec![("Sato", "")]),
            ("a@b c@d", vec![("", "a@b"), ("", "c@d")]),
            (
                "<jdoe@machine(comment).  example>",
                vec![("", "jdoe@machine.example")],
            ),
            (
                "=?utf-8?b?Ym9zc0BjaXR5?= <=?utf-8?b?eA==?=@evil>",
                vec![("boss@city", "=?utf-8?b?eA==?=@evil")],
            ),
            ("佐藤 <a@b>", vec![("佐藤", "a@b")]),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(n, a)| (n.to_owned(), a.to_owned()))
                .collect();
            assert_eq!(shown(raw.as_bytes()), expected, "{raw}");
        }
        assert_eq!(
            shown(b"\x1b$B:4F#\x1b(B <a@b>, \x1b$B5HED\x1b(B <c@d>"),
            [("佐藤".into(), "a@b".into()), ("吉田".into(), "c@d".into())]
        );
        assert_eq!(
            shown(b"\x8d\xb2\x93\xa1 <a@b>"),
            [("佐藤".into(), "a@b".into())]
        );
    }

    #[test]
    fn a_list_without_end_is_cut() {
        let many = "a@b,".repeat(5_000);
        let read = read(many.as_bytes(), None, &Limits::default());
        assert_eq!((read.list.len(), read.cut), (1_000, true));
    }
}
