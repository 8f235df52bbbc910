//! HTML to tokens, in one pass and linear time whatever the bytes are.
//!
//! A tokenizer of our own because the tree builders of browsers are quadratic on hostile nesting and
//! attribute lists, and because nothing here needs to agree with a browser: what comes out is rebuilt
//! from a closed vocabulary and escaped anew, so a disagreement can cost looks, never safety.

use mail_parser::decoders::html::add_html_token;

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'s> {
    /// Text with its references resolved.
    Text(String),
    /// A start tag.
    Open {
        /// In lower case.
        name: String,
        /// The attributes that are ever looked at, each once.
        attrs: Vec<(&'static str, String)>,
        /// How many event handlers it carries.
        handlers: usize,
    },
    /// An end tag.
    Close(String),
    /// The raw content of an element that holds no markup.
    Raw(&'static str, &'s str),
}

/// The attributes that are looked at.
const WANTED: [&str; 24] = [
    "href",
    "src",
    "srcset",
    "background",
    "alt",
    "title",
    "align",
    "valign",
    "bgcolor",
    "color",
    "size",
    "width",
    "height",
    "border",
    "colspan",
    "rowspan",
    "start",
    "style",
    "hidden",
    "action",
    "data",
    "http-equiv",
    "content",
    "charset",
];

/// Elements whose content is not markup.
const RAW: [&str; 9] = [
    "script",
    "style",
    "title",
    "textarea",
    "iframe",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
];

/// The tokens of a source.
pub(super) struct Tokens<'s> {
    rest: &'s str,
    raw: Option<&'static str>,
}

impl<'s> Tokens<'s> {
    /// Over a source.
    pub(super) fn new(source: &'s str) -> Self {
        Self {
            rest: source,
            raw: None,
        }
    }

    fn split(&mut self, at: usize) -> &'s str {
        let (head, rest) = self.rest.split_at_checked(at).unwrap_or((self.rest, ""));
        self.rest = rest;
        head
    }

    fn skip_past(&mut self, mark: &str) {
        let at = self.rest.find(mark).map(|at| at.saturating_add(mark.len()));
        self.split(at.unwrap_or(self.rest.len()));
    }

    fn raw_content(&mut self, name: &'static str) -> Token<'s> {
        let mut from = 0_usize;
        let end = loop {
            let Some(found) = self.rest.get(from..).and_then(|rest| rest.find("</")) else {
                break self.rest.len();
            };
            let at = from.saturating_add(found);
            let begun = at.saturating_add(2);
            let closes = self
                .rest
                .get(begun..begun.saturating_add(name.len()))
                .is_some_and(|word| word.eq_ignore_ascii_case(name));
            if closes {
                break at;
            }
            from = begun;
        };
        Token::Raw(name, self.split(end))
    }

    fn tag(&mut self) -> Option<Token<'s>> {
        let name_length = self
            .rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
            .unwrap_or(self.rest.len());
        let name = self.split(name_length).to_ascii_lowercase();
        let mut attrs: Vec<(&'static str, String)> = Vec::new();
        let mut handlers = 0_usize;
        loop {
            let blank = self
                .rest
                .find(|c: char| !c.is_ascii_whitespace() && c != '/');
            self.split(blank.unwrap_or(self.rest.len()));
            match self.rest.bytes().next() {
                // A tag that never ends is no tag.
                None => return None,
                Some(b'>') => {
                    self.split(1);
                    break;
                }
                Some(_) => {}
            }
            let (key, value) = self.attribute();
            let key = key
                .get(..key.len().min(40))
                .unwrap_or_default()
                .to_ascii_lowercase();
            if key.starts_with("on") {
                handlers = handlers.saturating_add(1);
            }
            if let Some(wanted) = WANTED.iter().find(|wanted| **wanted == key)
                && !attrs.iter().any(|(former, _)| former == wanted)
            {
                attrs.push((wanted, resolve(value)));
            }
        }
        self.raw = RAW.iter().find(|raw| **raw == name).copied();
        Some(Token::Open {
            name,
            attrs,
            handlers,
        })
    }

    fn attribute(&mut self) -> (&'s str, &'s str) {
        // The first sign belongs to the name, even if it is an equals sign.
        let first = self.rest.chars().next().map_or(0, char::len_utf8);
        let length = self
            .rest
            .get(first..)
            .and_then(|rest| {
                rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '='))
            })
            .map_or(self.rest.len(), |at| at.saturating_add(first));
        let key = self.split(length);
        let trimmed = self.rest.trim_ascii_start();
        let Some(after) = trimmed.strip_prefix('=') else {
            return (key, "");
        };
        self.rest = after.trim_ascii_start();
        let value = match self.rest.bytes().next() {
            Some(quote @ (b'"' | b'\'')) => {
                self.split(1);
                let end = self.rest.find(char::from(quote)).unwrap_or(self.rest.len());
                let value = self.split(end);
                self.split(1);
                value
            }
            _ => {
                let end = self
                    .rest
                    .find(|c: char| c.is_ascii_whitespace() || c == '>');
                self.split(end.unwrap_or(self.rest.len()))
            }
        };
        (key, value)
    }
}

impl<'s> Iterator for Tokens<'s> {
    type Item = Token<'s>;

    fn next(&mut self) -> Option<Token<'s>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if let Some(name) = self.raw.take() {
                return Some(self.raw_content(name));
            }
            let text_length = self.rest.find('<').unwrap_or(self.rest.len());
            if text_length > 0 {
                return Some(Token::Text(resolve(self.split(text_length))));
            }
            match self.rest.as_bytes() {
                [_, b'!', b'-', b'-', ..] => {
                    self.split(4);
                    if self.rest.starts_with('>') {
                        self.split(1);
                    } else {
                        self.skip_past("-->");
                    }
                }
                [_, b'!' | b'?', ..] => self.skip_past(">"),
                [_, b'/', letter, ..] if letter.is_ascii_alphabetic() => {
                    self.split(2);
                    if let Some(Token::Open { name, .. }) = self.tag() {
                        self.raw = None;
                        return Some(Token::Close(name));
                    }
                }
                [_, b'/', ..] => self.skip_past(">"),
                [_, letter, ..] if letter.is_ascii_alphabetic() => {
                    self.split(1);
                    if let Some(token) = self.tag() {
                        return Some(token);
                    }
                }
                _ => {
                    self.split(1);
                    return Some(Token::Text("<".to_owned()));
                }
            }
        }
    }
}

/// Resolves character references.
fn resolve(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let length = from
            .bytes()
            .skip(1)
            .take(32)
            .take_while(|b| b.is_ascii_alphanumeric() || *b == b'#')
            .count()
            .saturating_add(1);
        let (word, after) = from.split_at_checked(length).unwrap_or((from, ""));
        let ended = after.strip_prefix(';');
        if let Some(c) = character(word, ended.is_some()) {
            out.push(c);
            rest = ended.unwrap_or(after);
        } else if ended.is_some() && length > 1 {
            add_html_token(&mut out, format!("{word};").as_bytes(), false);
            rest = ended.unwrap_or_default();
        } else {
            out.push_str(word);
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Numbers, with the code points of Windows that everybody writes; and the few names that may stand without
/// their semicolon.
fn character(word: &str, ended: bool) -> Option<char> {
    if let Some(number) = word.strip_prefix("&#") {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        let code = code.ok()?;
        return match u8::try_from(code) {
            Ok(byte @ 0x80..=0x9f) => {
                let byte = [byte];
                let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
                text.chars().next()
            }
            _ => Some(char::from_u32(code).unwrap_or('\u{fffd}')),
        };
    }
    match word {
        "&nbsp" => Some('\u{a0}'),
        "&amp" if !ended => Some('&'),
        "&lt" if !ended => Some('<'),
        "&gt" if !ended => Some('>'),
        "&quot" if !ended => Some('"'),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::format_push_string, reason = "tests show, they need not hurry")]
mod tests {
    use super::{Token, Tokens};

    fn shown(source: &str) -> String {
        let mut out = String::new();
        for token in Tokens::new(source) {
            match token {
                Token::Text(text) => out.push_str(&text),
                Token::Open {
                    name,
                    attrs,
                    handlers,
                } => {
                    out.push_str(&format!("[{name}{attrs:?}{}]", "!".repeat(handlers)));
                }
                Token::Close(name) => out.push_str(&format!("[/{name}]")),
                Token::Raw(name, content) => out.push_str(&format!("{{{name}:{content}}}")),
            }
        }
        out
    }

    #[test]
    fn tags_text_and_references() {
        for (source, expected) in [
            ("a<b>c</b >", "a[b[]]c[/b]"),
            (
                "<A HREF='x&amp;y' onclick=z class=q>",
                "[a[(\"href\", \"x&y\")]!]",
            ),
            (
                "<img src=a.png alt=\"x>y\"/>",
                "[img[(\"src\", \"a.png\"), (\"alt\", \"x>y\")]]",
            ),
            ("<a href=1 href=2>", "[a[(\"href\", \"1\")]]"),
            (
                "1 < 2 &lt; &#x9ad9; &#146; &yen; &nosuch; & &copy;",
                "1 < 2 < 髙 ’ ¥ &nosuch; & ©",
            ),
            ("<!-- <b> -->x<!doctype html><?xml?>y<![if x]>z", "xyz"),
            (
                "<script>a</b></SCRIPT>c",
                "[script[]]{script:a</b>}[/script]c",
            ),
            ("<style>x", "[style[]]{style:x}"),
            ("<b", ""),
            ("</>x</3>y", "xy"),
            ("<!-->x", "x"),
        ] {
            assert_eq!(shown(source), expected, "{source}");
        }
    }

    #[test]
    fn hostile_sources_cost_linear_time() {
        for piece in [
            "<a ",
            "<a x='",
            "<!--",
            "<script>",
            "</",
            "<a b=c d=e f=g ",
            "&",
            "&#",
            "<<",
            "<a a1 b2 c3",
            "</scrip",
        ] {
            let source = piece.repeat(200_000);
            assert!(Tokens::new(&source).count() <= 400_001);
        }
    }
}
