//! From the tree to what a person sees: the words, as text and as rebuilt HTML, and what hangs on them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sekisho_ir::{
    AttachmentNote, Body, BodyOrigin, Code, Findings, Html, HtmlEvent, Limits, Tag, name, unicode,
};

use super::structure::{Content, Part};
use super::{fields, words};
use crate::{Child, charset, html, note_cleaned};

/// A text part of more than this is an attachment: nobody reads it in a mail, and nothing of it is lost.
const LARGEST_BODY: usize = 2 * 1024 * 1024;

/// The words and the attachments of a mail.
#[derive(Debug, Default)]
pub(super) struct Assembled<'a> {
    /// The words.
    pub(super) body: Body,
    /// The notes of the attachments.
    pub(super) notes: Vec<AttachmentNote>,
    /// The attachments.
    pub(super) children: Vec<Child<'a>>,
    /// What was found.
    pub(super) findings: Findings,
    /// Bytes that could not be represented.
    pub(super) lost: usize,
}

/// A piece of the body: as text, as HTML source, or as both.
#[derive(Debug, Default)]
struct Segment {
    plain: Option<String>,
    html: Option<String>,
}

/// Assembles the tree; `hint` is the charset of the mail.
pub(super) fn assemble<'a>(root: &Part<'a>, hint: Option<&str>, limits: &Limits) -> Assembled<'a> {
    let mut assembler = Assembler {
        out: Assembled::default(),
        pictures: BTreeMap::new(),
        hint,
        limits,
    };
    let segments = assembler.part(
        root,
        Place {
            first: true,
            ..Place::default()
        },
    );
    assembler.finish(segments)
}

/// Where a part stands.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    /// Nothing was read before it.
    first: bool,
    /// Beside a root that may show it.
    related: bool,
    /// The second part of something signed.
    signature: bool,
}

struct Assembler<'a, 'l> {
    out: Assembled<'a>,
    /// Content ids and locations, to the child they name.
    pictures: BTreeMap<String, u32>,
    hint: Option<&'l str>,
    limits: &'l Limits,
}

impl<'a> Assembler<'a, '_> {
    fn part(&mut self, part: &Part<'a>, place: Place) -> Vec<Segment> {
        match &part.content {
            Content::Leaf(encoded) => self.leaf(part, encoded, place).into_iter().collect(),
            Content::Multi(parts) if part.head.subtype == "alternative" => {
                let found = self.parts(parts, |at| Place {
                    first: place.first && at == 0,
                    ..place
                });
                self.choose(found)
            }
            Content::Multi(parts) => {
                let related = part.head.subtype == "related";
                let signed = part.head.subtype == "signed";
                self.parts(parts, |at| Place {
                    first: place.first && at == 0,
                    related: related && at > 0,
                    signature: signed && at > 0,
                })
            }
        }
    }

    fn parts(&mut self, parts: &[Part<'a>], place: impl Fn(usize) -> Place) -> Vec<Segment> {
        parts
            .iter()
            .enumerate()
            .flat_map(|(at, part)| self.part(part, place(at)))
            .collect()
    }

    /// Of alternatives: the first text and the last HTML.
    fn choose(&mut self, found: Vec<Segment>) -> Vec<Segment> {
        let mut chosen = Segment::default();
        let mut dropped = 0_usize;
        for segment in found {
            if chosen.plain.is_none() {
                chosen.plain = segment.plain;
            } else if segment.plain.is_some_and(|text| !text.trim().is_empty()) {
                dropped = dropped.saturating_add(1);
            }
            if segment.html.is_some() {
                dropped = dropped.saturating_add(usize::from(chosen.html.is_some()));
                chosen.html = segment.html;
            }
        }
        self.out
            .findings
            .add_at(Code::PartDropped, dropped, "multipart/alternative");
        if chosen.plain.is_none() && chosen.html.is_none() {
            Vec::new()
        } else {
            vec![chosen]
        }
    }

    fn leaf(&mut self, part: &Part<'a>, encoded: &'a [u8], place: Place) -> Option<Segment> {
        let head = &part.head;
        if place.signature && head.subtype.contains("signature") {
            self.out.findings.add(Code::SignatureRemoved, 1);
            return None;
        }
        if matches!(head.subtype.as_str(), "x-amp-html" | "watch-html") {
            self.out
                .findings
                .add_at(Code::PartDropped, 1, &head.media_type());
            return None;
        }
        let undone = head.transfer.undo(encoded);
        self.out.lost = self.out.lost.saturating_add(undone.lost);
        let named = head.filename.is_some() || (head.name.is_some() && !place.first);
        let words = (head.top == "text"
            && matches!(
                head.subtype.as_str(),
                "plain" | "html" | "enriched" | "richtext"
            ))
            || (head.is_multipart() && !part.too_deep);
        if words && !head.attached && !named && !place.related && undone.bytes.len() <= LARGEST_BODY
        {
            return Some(self.words(part, &undone.bytes));
        }
        self.attach(part, undone.bytes);
        None
    }

    fn words(&mut self, part: &Part<'a>, bytes: &[u8]) -> Segment {
        let head = &part.head;
        let is_html = matches!(head.subtype.as_str(), "html" | "enriched" | "richtext");
        let meta = is_html.then(|| html::meta_charset(bytes)).flatten();
        let label = head.charset.as_deref().or(meta.as_deref());
        let decoded = charset::decode_with_hint(bytes, label, self.hint);
        self.out.lost = self.out.lost.saturating_add(decoded.lost);
        self.out.findings.add_at(
            Code::CharsetGuessed,
            usize::from(decoded.guessed),
            decoded.charset,
        );
        if is_html {
            let rich = head.subtype != "html";
            return if rich {
                let built = html::build(&decoded.text, self.limits, &|_| None);
                Segment {
                    plain: Some(built.html.to_text()),
                    html: None,
                }
            } else {
                Segment {
                    plain: None,
                    html: Some(decoded.text),
                }
            };
        }
        let cleaned = unicode::clean_text(&decoded.text);
        note_cleaned(&mut self.out.findings, &cleaned, "body");
        Segment {
            plain: Some(cleaned.text),
            html: None,
        }
    }

    fn attach(&mut self, part: &Part<'a>, bytes: Cow<'a, [u8]>) {
        if self.out.children.len() >= self.limits.children {
            self.out.findings.add(Code::PartsBeyondLimit, 1);
            self.out.lost = self.out.lost.saturating_add(bytes.len());
            return;
        }
        let head = &part.head;
        let index = u32::try_from(self.out.children.len()).unwrap_or(u32::MAX);
        let name = self.name_of(part, &bytes, index);
        for key in head.id.iter().chain(&head.location) {
            self.pictures.entry(key.clone()).or_insert(index);
        }
        self.out.notes.push(AttachmentNote {
            child: index,
            name: name.clone(),
            inline_id: None,
        });
        self.out.children.push(Child {
            name,
            declared: Some(head.media_type()),
            inline: head.inline,
            bytes,
        });
    }

    fn name_of(&mut self, part: &Part<'a>, bytes: &[u8], index: u32) -> String {
        let head = &part.head;
        let clear =
            |value: &&super::params::Value| value.lost == 0 && !value.text.contains('\u{fffd}');
        let chosen = [&head.filename, &head.name]
            .into_iter()
            .flatten()
            .find(clear)
            .or(head.filename.as_ref())
            .or(head.name.as_ref());
        if let Some(value) = chosen {
            let last = last_of_path(&value.text);
            let cleaned = name::clean_name(last);
            self.out.lost = self.out.lost.saturating_add(value.lost);
            if !cleaned.name.is_empty() {
                if cleaned.changed || last.len() < value.text.trim().len() {
                    self.out.findings.add_at(Code::NameChanged, 1, &value.text);
                }
                return cleaned.name;
            }
        }
        let extension = extension_for(&head.media_type());
        if extension == "eml" {
            let block = fields::read(bytes, 0, &|_| false);
            let subject = words::decode(block.first("subject").unwrap_or_default(), self.hint).text;
            let stem = name::clean_name(unicode::cut(subject.trim(), 80)).name;
            if !stem.is_empty() {
                return name::clean_name(&format!("{stem}.eml")).name;
            }
        }
        format!("attachment-{}.{extension}", index.saturating_add(1))
    }

    fn finish(mut self, segments: Vec<Segment>) -> Assembled<'a> {
        let any_html = segments.iter().any(|segment| segment.html.is_some());
        let mut origin = BodyOrigin::None;
        let (mut text, mut events) = (String::new(), Vec::new());
        for segment in segments {
            let built = segment.html.as_deref().map(|source| self.build(source));
            let plain = segment
                .plain
                .filter(|plain| built.is_none() || !plain.trim().is_empty());
            origin = match (origin, &plain) {
                (_, Some(_)) => BodyOrigin::Plain,
                (BodyOrigin::None, None) => BodyOrigin::FromHtml,
                (origin, None) => origin,
            };
            let plain =
                plain.unwrap_or_else(|| built.as_ref().map(Html::to_text).unwrap_or_default());
            if !text.is_empty() && !plain.trim().is_empty() {
                text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
            }
            match built {
                Some(built) => events.extend(built.events),
                None if any_html => lines_as_html(&plain, &mut events),
                None => {}
            }
            text.push_str(&plain);
        }
        self.cut(&mut text);
        let html = any_html
            .then_some(Html { events })
            .filter(|html| html.verify(self.limits).is_ok());
        self.show_pictures(html.as_ref());
        self.out.body = Body { text, origin, html };
        self.out
    }

    fn build(&mut self, source: &str) -> Html {
        let built = html::build(source, self.limits, &|reference| {
            let key = reference.strip_prefix("cid:").unwrap_or(reference);
            let unescaped = html::percent_decoded(key);
            self.pictures
                .get(key)
                .or_else(|| self.pictures.get(&unescaped))
                .copied()
        });
        self.out.findings.merge(&built.findings);
        built.html
    }

    /// Notes which attachments the HTML shows.
    fn show_pictures(&mut self, html: Option<&Html>) {
        for id in html.into_iter().flat_map(Html::inline_ids) {
            let index = id
                .strip_prefix("inline-")
                .and_then(|number| number.parse::<usize>().ok());
            if let Some(index) = index
                && let Some(note) = self.out.notes.get_mut(index)
            {
                note.inline_id = Some(id.to_owned());
                if let Some(child) = self.out.children.get_mut(index) {
                    child.inline = true;
                }
            }
        }
    }

    fn cut(&mut self, text: &mut String) {
        let kept = crate::cut_bytes(text, self.limits.text_bytes).len();
        if kept < text.len() {
            self.out.findings.add(Code::TextCut, 1);
            self.out.lost = self
                .out
                .lost
                .saturating_add(text.len().saturating_sub(kept));
            text.truncate(kept);
        }
    }
}

/// Plain lines beside HTML ones.
fn lines_as_html(plain: &str, events: &mut Vec<HtmlEvent>) {
    events.push(HtmlEvent::Open {
        tag: Tag::Div,
        attrs: Vec::new(),
    });
    for (at, line) in plain.trim_end().split('\n').enumerate() {
        if at > 0 {
            events.push(HtmlEvent::Open {
                tag: Tag::Br,
                attrs: Vec::new(),
            });
        }
        if !line.is_empty() {
            events.push(HtmlEvent::Text(line.to_owned()));
        }
    }
    events.push(HtmlEvent::Close);
}

/// The last part of what is surely a whole path: `C:\\a\\b.txt`, `\\\\host\\b.txt`, `/a/b.txt`.
fn last_of_path(raw: &str) -> &str {
    let raw = raw.trim();
    let drive = matches!(raw.as_bytes(), [letter, b':', b'\\', ..] if letter.is_ascii_alphabetic());
    if drive || raw.starts_with("\\\\") {
        raw.rsplit('\\').next().unwrap_or(raw)
    } else if raw.starts_with('/') {
        raw.rsplit('/').next().unwrap_or(raw)
    } else {
        raw
    }
}

fn extension_for(media_type: &str) -> &'static str {
    match media_type {
        // Nested too deep to be read: its source, as text.
        _ if media_type.starts_with("multipart/") => "txt",
        "text/plain"
        | "message/delivery-status"
        | "text/rfc822-headers"
        | "message/disposition-notification"
        | "message/feedback-report" => "txt",
        "text/html" => "html",
        "text/csv" => "csv",
        "text/calendar" => "ics",
        "text/vcard" | "text/x-vcard" => "vcf",
        "text/rtf" | "application/rtf" => "rtf",
        "message/rfc822" | "message/global" | "message/news" => "eml",
        "image/png" => "png",
        "image/jpeg" | "image/jpg" | "image/pjpeg" => "jpg",
        "image/gif" => "gif",
        "image/bmp" => "bmp",
        "image/tiff" => "tif",
        "application/pdf" => "pdf",
        "application/zip" | "application/x-zip-compressed" => "zip",
        "application/msword" => "doc",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.ms-powerpoint" => "ppt",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation" => "pptx",
        "application/ms-tnef" | "application/vnd.ms-tnef" => "dat",
        _ => "bin",
    }
}
