//! A rebuilt page as plain text, for those who read text and for search.

use crate::html::{Attr, Html, HtmlEvent, Tag};

impl Html {
    /// The page as lines of text: blocks are lines, points have a mark, cells are parted by tabs, a link's
    /// address stands after its words unless the words are the address.
    pub fn to_text(&self) -> String {
        let mut lines = Lines::default();
        for event in &self.events {
            match event {
                HtmlEvent::Open { tag, attrs } => lines.open(*tag, attrs),
                HtmlEvent::Text(text) => lines.text(text),
                HtmlEvent::Close => lines.close(),
            }
        }
        lines.finish()
    }
}

#[derive(Default)]
struct Lines {
    out: String,
    open: Vec<(Tag, Option<String>)>,
    /// The next number of each open list; none for a list of points.
    lists: Vec<Option<u32>>,
    /// Line breaks wanted before the next words.
    breaks: usize,
    /// True where a blank is wanted before the next word.
    blank: bool,
    cells: usize,
    quotes: usize,
    pre: usize,
    words_of_link: String,
}

impl Lines {
    fn open(&mut self, tag: Tag, attrs: &[(Attr, String)]) {
        let value = |wanted: Attr| {
            attrs
                .iter()
                .find(|(attr, _)| *attr == wanted)
                .map(|(_, v)| v.clone())
        };
        match tag {
            Tag::Br => {
                self.breaks = self.breaks.saturating_add(1);
                self.blank = false;
            }
            Tag::Hr => {
                self.line(1);
                self.word("----------------------------------------");
                self.line(1);
            }
            Tag::Img => {
                if let Some(alt) = value(Attr::Alt).filter(|alt| !alt.is_empty()) {
                    self.word(&format!("[{alt}]"));
                }
            }
            Tag::Ul => self.lists.push(None),
            Tag::Ol => {
                let start = value(Attr::Start).and_then(|start| start.parse().ok());
                self.lists.push(Some(start.unwrap_or(1)));
            }
            Tag::Li => {
                self.line(1);
                let indent = "  ".repeat(self.lists.len().saturating_sub(1));
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{indent}{number}. ");
                        *number = number.saturating_add(1);
                        mark
                    }
                    _ => format!("{indent}・"),
                };
                self.word(&mark);
            }
            Tag::Tr => {
                self.line(1);
                self.cells = 0;
            }
            Tag::Td | Tag::Th => {
                if self.cells > 0 {
                    self.word("\t");
                }
                self.cells = self.cells.saturating_add(1);
            }
            Tag::Blockquote => {
                self.line(1);
                self.quotes = self.quotes.saturating_add(1);
            }
            Tag::Pre => {
                self.line(1);
                self.pre = self.pre.saturating_add(1);
            }
            Tag::Rt => self.word("（"),
            Tag::A => self.words_of_link.clear(),
            _ => self.line(space_around(tag)),
        }
        if !tag.is_void() {
            self.open.push((tag, value(Attr::Href)));
        }
    }

    fn close(&mut self) {
        let Some((tag, href)) = self.open.pop() else {
            return;
        };
        match tag {
            Tag::Ul | Tag::Ol => {
                self.lists.pop();
                self.line(1);
            }
            Tag::Td | Tag::Th => {}
            Tag::Tr | Tag::Li => self.line(1),
            Tag::Blockquote => {
                self.line(1);
                self.quotes = self.quotes.saturating_sub(1);
            }
            Tag::Pre => {
                self.line(1);
                self.pre = self.pre.saturating_sub(1);
            }
            Tag::Rt => self.word("）"),
            Tag::A => {
                let words = self.words_of_link.trim().to_owned();
                if let Some(href) = href.filter(|href| !says(&words, href)) {
                    self.word(&format!(" <{href}>"));
                }
            }
            _ => self.line(space_around(tag)),
        }
    }

    fn text(&mut self, text: &str) {
        if self.pre > 0 {
            for (at, line) in text.split('\n').enumerate() {
                self.breaks = self.breaks.saturating_add(usize::from(at > 0));
                if !line.is_empty() {
                    self.word(line);
                }
            }
            return;
        }
        for (at, word) in text.split([' ', '\n', '\t']).enumerate() {
            self.blank |= at > 0;
            if !word.is_empty() {
                if self.words_of_link.len() < 4_096 {
                    self.words_of_link.push_str(word);
                }
                self.word(&word.replace('\u{a0}', " "));
            }
        }
    }

    fn line(&mut self, breaks: usize) {
        self.breaks = self.breaks.max(breaks);
        if breaks > 0 {
            self.blank = false;
        }
    }

    fn word(&mut self, word: &str) {
        let begins = self.out.is_empty();
        if self.breaks > 0 && !begins {
            for _ in 0..self.breaks.min(3) {
                self.out.push('\n');
            }
        }
        if (self.breaks > 0 || begins) && self.quotes > 0 {
            self.out.push_str(&"> ".repeat(self.quotes.min(8)));
        }
        if self.blank && self.breaks == 0 && !begins && !self.out.ends_with([' ', '\n', '\t', '・'])
        {
            self.out.push(' ');
        }
        (self.breaks, self.blank) = (0, false);
        self.out.push_str(word);
    }

    fn finish(mut self) -> String {
        let kept = self.out.trim_end().len();
        self.out.truncate(kept);
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}

fn space_around(tag: Tag) -> usize {
    match tag {
        Tag::P | Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => 2,
        Tag::Div | Tag::Center | Tag::Table | Tag::Caption | Tag::Dl | Tag::Dt | Tag::Dd => 1,
        _ => 0,
    }
}

/// True where the words of a link already say its address.
fn says(words: &str, href: &str) -> bool {
    let plain = |text: &str| {
        text.trim_start_matches("mailto:")
            .trim_end_matches('/')
            .replace(' ', "")
            .to_ascii_lowercase()
    };
    let (words, href) = (plain(words), plain(href));
    words == href
        || words.contains(&href)
        || format!("https://{words}") == href
        || format!("http://{words}") == href
}

#[cfg(test)]
mod tests {
    use crate::html::{Attr, Html, HtmlEvent, Tag};

    fn open(tag: Tag) -> HtmlEvent {
        HtmlEvent::Open {
            tag,
            attrs: Vec::new(),
        }
    }

    fn text(text: &str) -> HtmlEvent {
        HtmlEvent::Text(text.to_owned())
    }

    #[test]
    fn a_page_reads_as_lines() {
        let link = HtmlEvent::Open {
            tag: Tag::A,
            attrs: vec![(Attr::Href, "https://x.jp/a".into())],
        };
        let events = vec![
            open(Tag::P),
            text("  やまびこ市\n 総務課 "),
            HtmlEvent::Close,
            open(Tag::P),
            text("本日"),
            open(Tag::Br),
            text("会議です。"),
            link,
            text("資料"),
            HtmlEvent::Close,
            HtmlEvent::Close,
            open(Tag::Ul),
            open(Tag::Li),
            text("一"),
            HtmlEvent::Close,
            open(Tag::Li),
            text("二"),
            HtmlEvent::Close,
            HtmlEvent::Close,
            open(Tag::Table),
            open(Tag::Tr),
            open(Tag::Td),
            text("a"),
            HtmlEvent::Close,
            open(Tag::Td),
            text("b"),
            HtmlEvent::Close,
            HtmlEvent::Close,
            HtmlEvent::Close,
            open(Tag::Ruby),
            text("髙"),
            open(Tag::Rt),
            text("たか"),
            HtmlEvent::Close,
            HtmlEvent::Close,
        ];
        assert_eq!(
            Html { events }.to_text(),
            "やまびこ市 総務課\n\n本日\n会議です。資料 <https://x.jp/a>\n\n・一\n・二\na\tb\n髙（たか）\n"
        );
    }
}
