//! Tokens to events of the vocabulary: what is not in it is left out, its text is kept, and what was left
//! out is counted.

use sekisho_ir::{
    Attr, Code, Findings, Html, HtmlEvent, Limits, Tag, html::href_is_allowed, unicode,
};

use super::given::Given;
use super::style::Style;
use super::token::{Token, Tokens};
use crate::url;

/// A rebuilt page.
#[derive(Debug, Default)]
pub(crate) struct Built {
    /// The events.
    pub(crate) html: Html,
    /// What was left out.
    pub(crate) findings: Findings,
}

/// Builds from `source`; `picture` finds the child that a reference names.
pub(crate) fn build(source: &str, limits: &Limits, picture: &dyn Fn(&str) -> Option<u32>) -> Built {
    let mut builder = Builder {
        out: Built::default(),
        open: Vec::new(),
        unseen: 0,
        bytes: 0,
        limits,
        picture,
        full: false,
    };
    for token in Tokens::new(source) {
        builder.token(token);
        if builder.full {
            builder.out.findings.add(Code::TextCut, 1);
            break;
        }
    }
    while !builder.open.is_empty() {
        builder.close_last();
    }
    builder.out
}

/// An element that is open.
struct Open {
    name: String,
    /// How many `Close` events end it; none for an element outside the vocabulary.
    closes: usize,
    /// True where it begins something nobody could see.
    unseen: bool,
    link: Option<Link>,
}

/// A link, until its words are known.
struct Link {
    href: String,
    words: String,
}

struct Builder<'l> {
    out: Built,
    open: Vec<Open>,
    /// Open elements nobody could see.
    unseen: usize,
    bytes: usize,
    limits: &'l Limits,
    picture: &'l dyn Fn(&str) -> Option<u32>,
    full: bool,
}

impl Builder<'_> {
    fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Text(text) => self.text(&text),
            Token::Raw("title", _) => {}
            Token::Raw("textarea" | "xmp" | "plaintext", text) => self.text(text),
            Token::Raw("script", _) => {}
            Token::Raw("style", css) => {
                let css = css.to_ascii_lowercase();
                let fetches = css
                    .matches("url(")
                    .count()
                    .saturating_add(css.matches("@import").count());
                self.out
                    .findings
                    .add_at(Code::RemoteContentRemoved, fetches, "style");
            }
            Token::Raw(..) => {}
            Token::Close(name) => self.close(&name),
            Token::Open {
                name,
                attrs,
                handlers,
            } => {
                self.out
                    .findings
                    .add_at(Code::ScriptRemoved, handlers, "event handler");
                self.element(&name, &Given(attrs));
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.unseen > 0 {
            let unseen = text.chars().filter(|c| !c.is_whitespace()).count();
            self.out
                .findings
                .add(Code::HiddenTextRemoved, unseen.min(1));
            return;
        }
        let cleaned = unicode::clean_text(text);
        crate::note_cleaned(&mut self.out.findings, &cleaned, "html");
        if let Some(link) = self
            .open
            .iter_mut()
            .rev()
            .find_map(|open| open.link.as_mut())
            && link.words.len() < 2_048
        {
            link.words.push_str(&cleaned.text);
        }
        self.push_text(cleaned.text);
    }

    fn push_text(&mut self, text: String) {
        if text.is_empty() {
            return;
        }
        if !self.fits(1, text.len()) {
            return;
        }
        if let Some(HtmlEvent::Text(former)) = self.out.html.events.last_mut() {
            former.push_str(&text);
        } else {
            self.out.html.events.push(HtmlEvent::Text(text));
        }
    }

    /// Pushes an event that needs no end of its own, where there is room.
    fn push(&mut self, event: HtmlEvent) {
        let bytes = match &event {
            HtmlEvent::Open { attrs, .. } => length_of(attrs),
            _ => 0,
        };
        if self.fits(1, bytes) {
            self.out.html.events.push(event);
        }
    }

    /// True where so much more fits, and what is open can still be closed; marks the page full where not.
    fn fits(&mut self, events: usize, bytes: usize) -> bool {
        let reserve = self.limits.markup_depth.saturating_mul(2);
        let room = self.limits.html_events.saturating_sub(reserve);
        self.bytes = self.bytes.saturating_add(bytes);
        let fits = self.out.html.events.len().saturating_add(events) <= room
            && self.bytes <= self.limits.text_bytes;
        self.full |= !fits;
        fits
    }

    fn element(&mut self, name: &str, given: &Given) {
        self.note_dropped(name, given);
        let style = given.get("style").map(Style::parse).unwrap_or_default();
        self.out
            .findings
            .add_at(Code::RemoteContentRemoved, style.fetches, "style");
        if let Some(tag) = Tag::from_code(alias(name)) {
            if self.unseen > 0 && tag.is_void() {
                return;
            }
            if tag.is_void() {
                return self.void(tag, given);
            }
            self.imply_end(name);
            let depth: usize = self
                .open
                .iter()
                .map(|open| open.closes)
                .fold(0, usize::saturating_add);
            if depth.saturating_add(5) > self.limits.markup_depth || self.open.len() > 512 {
                self.out.findings.add_at(Code::MarkupDropped, 1, "nesting");
                return;
            }
            self.known(tag, name, given, &style);
        } else if !VOID.contains(&name) && self.open.len() <= 512 {
            let unseen = style.hidden || given.get("hidden").is_some() || name == "template";
            self.unseen = self.unseen.saturating_add(usize::from(unseen));
            self.open.push(Open {
                name: name.to_owned(),
                closes: 0,
                unseen,
                link: None,
            });
        }
    }

    fn known(&mut self, tag: Tag, name: &str, given: &Given, style: &Style) {
        let unseen = style.hidden || given.get("hidden").is_some();
        self.unseen = self.unseen.saturating_add(usize::from(unseen));
        if self.unseen > 0 {
            self.open.push(Open {
                name: name.to_owned(),
                closes: 0,
                unseen,
                link: None,
            });
            return;
        }
        let mut attrs = given.attrs(tag, style);
        let mut link = None;
        if tag == Tag::A
            && let Some(raw) = given.get("href")
        {
            match url::plain(raw).filter(|href| href_is_allowed(href)) {
                Some(href) => {
                    attrs.push((Attr::Href, href.clone()));
                    link = Some(Link {
                        href,
                        words: String::new(),
                    });
                }
                None if raw.trim().is_empty() || raw.trim().starts_with('#') => {}
                None => self.note_link(raw),
            }
        }
        if !self.fits(6, length_of(&attrs).saturating_add(16)) {
            return;
        }
        let events = &mut self.out.html.events;
        events.push(HtmlEvent::Open { tag, attrs });
        let mut closes = 1_usize;
        let color = style
            .color
            .clone()
            .filter(|_| tag != Tag::Font && !is_table(tag));
        let wrap = [
            color.map(|color| (Tag::Font, vec![(Attr::Color, color)])),
            (style.bold && !is_table(tag)).then(|| (Tag::B, Vec::new())),
            (style.underline && !is_table(tag) && tag != Tag::A).then(|| (Tag::U, Vec::new())),
            (style.strike && !is_table(tag)).then(|| (Tag::S, Vec::new())),
        ];
        for (tag, attrs) in wrap.into_iter().flatten() {
            events.push(HtmlEvent::Open { tag, attrs });
            closes = closes.saturating_add(1);
        }
        self.open.push(Open {
            name: name.to_owned(),
            closes,
            unseen: false,
            link,
        });
    }

    fn note_link(&mut self, raw: &str) {
        let named = raw.chars().take_while(|c| *c != ':').take(200);
        let scheme: String = named.filter(char::is_ascii_alphanumeric).take(20).collect();
        let scheme = scheme.to_ascii_lowercase();
        let code = if scheme.contains("script") {
            Code::ScriptRemoved
        } else {
            Code::LinkMadeText
        };
        self.out.findings.add_at(code, 1, &scheme);
    }

    fn void(&mut self, tag: Tag, given: &Given) {
        if tag != Tag::Img {
            return self.push(HtmlEvent::Open {
                tag,
                attrs: Vec::new(),
            });
        }
        let source = given.get("src").unwrap_or_default().trim();
        let mut attrs = given.attrs(tag, &Style::default());
        match (self.picture)(source) {
            Some(index) => {
                attrs.insert(0, (Attr::Inline, format!("inline-{index}")));
                self.push(HtmlEvent::Open { tag, attrs });
            }
            None => {
                let remote = !source.is_empty() && !source.starts_with("cid:");
                if remote {
                    let place = url::host(source).unwrap_or_default();
                    self.out
                        .findings
                        .add_at(Code::RemoteContentRemoved, 1, place);
                } else {
                    self.out.findings.add_at(Code::MarkupDropped, 1, "img");
                }
                let alt = given.get("alt").unwrap_or_default().trim();
                if !alt.is_empty() {
                    self.text(&format!("[{alt}]"));
                }
            }
        }
    }

    /// Counts what the vocabulary has no word for and a person may want to know of.
    fn note_dropped(&mut self, name: &str, given: &Given) {
        let findings = &mut self.out.findings;
        match name {
            "script" => findings.add_at(Code::ScriptRemoved, 1, "script"),
            "form" | "input" | "button" | "select" | "textarea" => {
                findings.add_at(Code::FormRemoved, 1, name);
            }
            "object" | "embed" | "applet" => findings.add_at(Code::EmbeddedObjectRemoved, 1, name),
            "iframe" | "frame" | "video" | "audio" | "source" | "link" | "base" | "track" => {
                findings.add_at(Code::RemoteContentRemoved, 1, name);
            }
            "svg" | "math" => findings.add_at(Code::MarkupDropped, 1, name),
            "meta"
                if given
                    .get("http-equiv")
                    .is_some_and(|value| value.trim().eq_ignore_ascii_case("refresh")) =>
            {
                findings.add_at(Code::ScriptRemoved, 1, "refresh");
            }
            _ => {}
        }
        if given
            .get("background")
            .is_some_and(|value| !value.trim().is_empty())
        {
            findings.add_at(Code::RemoteContentRemoved, 1, "background");
        }
    }

    /// Elements that end when a sibling begins.
    fn imply_end(&mut self, name: &str) {
        let ends: &[&str] = match name {
            "p" | "div" | "ul" | "ol" | "dl" | "table" | "blockquote" | "pre" | "h1" | "h2"
            | "h3" | "h4" | "h5" | "h6" => &["p"],
            "li" => &["li", "p"],
            "dt" | "dd" => &["dt", "dd", "p"],
            "tr" => &["tr", "td", "th", "p"],
            "td" | "th" => &["td", "th", "p"],
            "thead" | "tbody" | "tfoot" => &["thead", "tbody", "tfoot", "tr", "td", "th", "p"],
            _ => return,
        };
        let fences: &[&str] = match name {
            "li" => &["ul", "ol"],
            "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" => &["table"],
            _ => &["table", "td", "th", "li", "blockquote", "div", "dd"],
        };
        let found = self
            .open
            .iter()
            .enumerate()
            .rev()
            .take_while(|(_, open)| {
                !fences.contains(&open.name.as_str()) || ends.contains(&open.name.as_str())
            })
            .filter(|(_, open)| ends.contains(&open.name.as_str()))
            .map(|(at, _)| at)
            .last();
        if let Some(at) = found {
            self.close_down_to(at);
        }
    }

    fn close(&mut self, name: &str) {
        if name == "p" && !self.open.iter().any(|open| open.name == "p") {
            return;
        }
        // An end tag inside a table cell does not end what stands around the table.
        let fence = |open: &Open| {
            matches!(open.name.as_str(), "td" | "th" | "table")
                && !matches!(
                    name,
                    "table" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "body" | "html"
                )
        };
        let found = self
            .open
            .iter()
            .enumerate()
            .rev()
            .find(|(_, open)| open.name == name || fence(open))
            .filter(|(_, open)| open.name == name)
            .map(|(at, _)| at);
        if let Some(at) = found {
            self.close_down_to(at);
        }
    }

    fn close_down_to(&mut self, at: usize) {
        while self.open.len() > at {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if let Some(link) = open
            .link
            .as_ref()
            .filter(|link| url::deceives(&link.words, &link.href))
        {
            self.out.findings.add_at(
                Code::LinkDiffers,
                1,
                url::host(&link.href).unwrap_or_default(),
            );
            self.push_text(format!(" [{}]", link.href));
        }
        self.unseen = self.unseen.saturating_sub(usize::from(open.unseen));
        for _ in 0..open.closes {
            self.out.html.events.push(HtmlEvent::Close);
        }
        if !is_inline(&open.name)
            && open.closes == 0
            && self.unseen == 0
            && BREAKING.contains(&open.name.as_str())
        {
            self.push(HtmlEvent::Open {
                tag: Tag::Br,
                attrs: Vec::new(),
            });
        }
    }
}

fn length_of(attrs: &[(Attr, String)]) -> usize {
    attrs
        .iter()
        .map(|(_, value)| value.len())
        .fold(0, usize::saturating_add)
}

/// Elements that have a better name.
fn alias(name: &str) -> &str {
    match name {
        "strike" => "s",
        "tt" | "kbd" | "samp" | "var" => "code",
        "section" | "article" | "header" | "footer" | "main" | "aside" | "nav" | "address"
        | "figure" | "figcaption" | "fieldset" | "details" | "summary" => "div",
        "acronym" | "abbr" | "dfn" | "mark" | "time" | "label" | "bdi" => "span",
        "dir" | "menu" => "ul",
        "listing" | "xmp" | "plaintext" => "pre",
        "rb" => "span",
        "image" => "img",
        "form" => "div",
        other => other,
    }
}

fn is_table(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Table
            | Tag::Thead
            | Tag::Tbody
            | Tag::Tfoot
            | Tag::Tr
            | Tag::Ul
            | Tag::Ol
            | Tag::Dl
            | Tag::Ruby
    )
}

fn is_inline(name: &str) -> bool {
    matches!(name, "o:p" | "span")
}

/// Elements outside the vocabulary after which a line ends.
const BREAKING: [&str; 2] = ["option", "legend"];

/// Elements without content that the vocabulary does not know.
const VOID: [&str; 13] = [
    "meta", "link", "base", "input", "area", "col", "embed", "source", "track", "wbr", "param",
    "frame", "basefont",
];
