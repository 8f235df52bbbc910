//! Markdown of the manual as HTML of a page: headings become sections, links between files become addresses, tables and
//! samples may be wider than the page. HTML within the Markdown stays text; a comment in the first line says the reader.

use crate::text::Language;
use crate::text::fold::fold;
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html,
};

/// What stands in one file.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// The heading of the first order.
    pub title: String,
    /// What the first line says: `<!-- reader: clerk -->`.
    pub reader: Option<String>,
    /// What stands before the first heading of the second order, and each such heading with what follows it.
    pub parts: Vec<Part>,
}

/// One part.
#[derive(Debug, Default)]
pub(super) struct Part {
    /// Its name: what stands in `{#…}`, else made from its heading.
    pub anchor: String,
    /// Its heading; empty before the first.
    pub title: String,
    /// What follows, as HTML.
    pub html: String,
    /// The same as bare words.
    pub text: String,
    /// Whether the heading says `{.leaflet}`.
    pub leaflet: bool,
}

/// Renders one file.
pub(super) fn render(text: &str, language: Language) -> Rendered {
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut out = Rendered {
        reader: reader(text),
        ..Rendered::default()
    };
    let mut part = Part::default();
    let mut events: Vec<Event<'_>> = Vec::new();
    // The heading that is being read: whether it begins a part.
    let mut heading: Option<(HeadingLevel, String)> = None;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::Heading {
                level,
                id,
                ref classes,
                ..
            }) if level <= HeadingLevel::H2 => {
                if level == HeadingLevel::H2 {
                    close(&mut out, &mut part, &mut events);
                    part.anchor = id.map(CowStr::into_string).unwrap_or_default();
                    part.leaflet = classes.iter().any(|class| &**class == "leaflet");
                }
                heading = Some((level, String::new()));
            }
            Event::End(TagEnd::Heading(level)) if level <= HeadingLevel::H2 => {
                match heading.take() {
                    Some((HeadingLevel::H1, words)) => out.title = words,
                    Some((_, words)) => {
                        if part.anchor.is_empty() {
                            part.anchor = fold(&words).replace(' ', "-");
                        }
                        part.title = words;
                    }
                    None => {}
                }
            }
            Event::Text(words) | Event::Code(words) if heading.is_some() => {
                if let Some((_, heading)) = &mut heading {
                    heading.push_str(&words);
                }
            }
            event => {
                bare(&event, &mut part.text);
                events.extend(shown(event, language));
            }
        }
    }
    close(&mut out, &mut part, &mut events);
    out
}

fn reader(text: &str) -> Option<String> {
    let first = text.lines().next()?.trim();
    let said = first.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    Some(said.strip_prefix("reader:")?.trim().to_owned())
}

/// Ends a part; one with nothing in it is none.
fn close(out: &mut Rendered, part: &mut Part, events: &mut Vec<Event<'_>>) {
    let mut part = std::mem::take(part);
    html::push_html(&mut part.html, events.drain(..));
    part.text = part.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !part.title.is_empty() || !part.text.is_empty() {
        out.parts.push(part);
    }
}

/// The words of an event, for whoever searches.
fn bare(event: &Event<'_>, out: &mut String) {
    match event {
        Event::Text(words) | Event::Code(words) => out.push_str(words),
        Event::SoftBreak | Event::HardBreak => out.push('\n'),
        Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock) => {
            out.push(' ');
        }
        Event::End(TagEnd::Heading(_)) => out.push(' '),
        _ => {}
    }
}

/// An event as the page wants it.
fn shown(event: Event<'_>, language: Language) -> Vec<Event<'_>> {
    let html = |text: String| Event::Html(CowStr::from(text));
    match event {
        Event::Html(text) | Event::InlineHtml(text) => {
            if text.trim_start().starts_with("<!--") {
                Vec::new()
            } else {
                vec![Event::Text(text)]
            }
        }
        // Between two Japanese letters a line's end is no space.
        Event::SoftBreak if language == Language::Japanese => Vec::new(),
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)) => {
            vec![html(
                "<pre class=\"manual-code\" tabindex=\"0\"><code>".to_owned(),
            )]
        }
        Event::End(TagEnd::CodeBlock) => vec![html("</code></pre>".to_owned())],
        Event::Start(Tag::Table(columns)) => vec![
            html("<div class=\"manual-table\">".to_owned()),
            Event::Start(Tag::Table(columns)),
        ],
        Event::End(TagEnd::Table) => {
            vec![Event::End(TagEnd::Table), html("</div>".to_owned())]
        }
        Event::Start(Tag::Link {
            link_type: LinkType::Inline | LinkType::Reference,
            dest_url,
            ..
        }) => match address(&dest_url) {
            Some((href, class)) => vec![html(format!(
                "<a class=\"{class}\" href=\"{}\">",
                attribute(&href)
            ))],
            None => vec![html("<a>".to_owned())],
        },
        Event::End(TagEnd::Link) => vec![html("</a>".to_owned())],
        Event::Code(words) if is_key(&words) => {
            vec![html(format!("<kbd>{}</kbd>", attribute(&words)))]
        }
        // Pictures would have to be embedded too; there are none.
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => Vec::new(),
        event => vec![event],
    }
}

/// Where a link leads: to a page of ours, to another file of the manual, or within this one. Nothing leads elsewhere.
pub(super) fn address(dest: &str) -> Option<(String, &'static str)> {
    if dest.starts_with('/') && !dest.starts_with("//") {
        return Some((dest.to_owned(), "manual-go"));
    }
    if dest.starts_with('#') {
        return Some((dest.to_owned(), "manual-link"));
    }
    let (file, anchor) = match dest.split_once('#') {
        Some((file, anchor)) => (file, format!("#{anchor}")),
        None => (dest, String::new()),
    };
    let name = file.strip_suffix(".md")?;
    let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    plain.then(|| (format!("/help/{name}{anchor}"), "manual-link"))
}

/// A key on a keyboard, not a name in a file.
fn is_key(words: &str) -> bool {
    words.chars().count() == 1 || ["Enter", "Esc", "Tab"].contains(&words)
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<!-- reader: installer -->\n# 題\nはじめの\n文。\n\n## 保留 {#held .leaflet}\n[受信箱](/mail/inbox) と [キー](keys.md#list) と\
        [外](https://a.example/) <b>太字</b>\n\n| a | b |\n|---|---|\n| `x` | y |\n\n```\n<a & b>\n```\n### 小さな見出し\n続き\n## Two words\nz\n";

    #[test]
    fn a_file_becomes_its_parts() {
        let told = render(TEXT, Language::Japanese);
        assert_eq!(
            (told.title.as_str(), told.reader.as_deref()),
            ("題", Some("installer"))
        );
        let names: Vec<_> = told.parts.iter().map(|part| part.anchor.as_str()).collect();
        assert_eq!(names, ["", "held", "two-words"]);
        let [intro, held, _] = told.parts.as_slice() else {
            panic!("three parts")
        };
        assert_eq!(intro.html, "<p>はじめの文。</p>\n");
        assert!(held.leaflet && held.title == "保留");
        assert!(held.text.contains("x y") && held.text.contains("続き"));
    }

    #[test]
    fn links_stay_in_the_house_and_html_stays_text() {
        let told = render(TEXT, Language::Japanese);
        let html = &told.parts[1].html;
        for wanted in [
            "<a class=\"manual-go\" href=\"/mail/inbox\">受信箱</a>",
            "<a class=\"manual-link\" href=\"/help/keys#list\">キー</a>",
            "<a>外</a>",
            "&lt;b&gt;太字&lt;/b&gt;",
            "<div class=\"manual-table\"><table>",
            "&lt;a &amp; b&gt;",
            "<h3>小さな見出し</h3>",
        ] {
            assert!(html.contains(wanted), "{wanted}\n{html}");
        }
        assert!(!html.contains("https://") && !html.contains("<b>"));
    }

    #[test]
    fn no_link_leads_out() {
        for bad in [
            "//evil.example",
            "https://a",
            "javascript:x",
            "../../x.md",
            "x",
        ] {
            assert_eq!(address(bad), None, "{bad}");
        }
    }
}
