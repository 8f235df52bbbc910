//! Graphic frames, which stand or fall with what is in them; and what is told of words that have no place here.

use sekisho_ir::Code;
use sekisho_ir::vocabulary::{Element, Space};

use super::filter::{Filter, Frame, Mode, Verdict};
use super::xml::Tag;

impl Filter<'_, '_> {
    /// An embedded object on a slide: its picture may stand in place of the whole frame.
    pub(super) fn special_drawing(&mut self, tag: &Tag) -> Option<Verdict> {
        if matches!(tag.name.as_str(), "hlinkClick" | "hlinkHover") {
            return self.drawing_link(tag);
        }
        let is_object = tag.name == "graphicData"
            && tag.value("uri").is_some_and(|uri| {
                uri.ends_with("presentationml/2006/ole") || uri.ends_with("presentationml/ole")
            });
        is_object.then(|| {
            self.doom(is_graphic_frame);
            Verdict::As(Mode::Through)
        })
    }

    /// A frame whose graphic did not remain: a picture of it stands instead, or nothing.
    pub(super) fn finish_graphic_frame(&mut self, frame: &Frame) -> bool {
        if let Some((from, to)) = frame.instead {
            let mut picture = self.out.split_off(from);
            picture.truncate(to.saturating_sub(from));
            self.cut(frame.start);
            self.out.append(&picture);
            return true;
        }
        if frame.doomed {
            self.doom(|mode| {
                matches!(mode, Mode::Kept(e) if e.space() == Space::SheetDrawing && e.name().ends_with("Anchor"))
            });
        }
        !frame.doomed
    }

    /// Marks the innermost open element of a sort as void.
    pub(super) fn doom(&mut self, of: impl Fn(Mode) -> bool) {
        if let Some(frame) = self.frames.iter_mut().rev().find(|frame| of(frame.mode)) {
            frame.doomed = true;
        }
    }

    pub(super) fn tell_unknown(&mut self, space: Space, name: &str) {
        let code = match (space, name) {
            (Space::Word, "altChunk") | (Space::Sheet, "oleObject") | (Space::Slide, "oleObj") => {
                Code::EmbeddedObjectRemoved
            }
            (Space::Word | Space::Sheet | Space::Slide, "control") => Code::ActiveXRemoved,
            (Space::Word, "attachedTemplate" | "mailMerge" | "subDoc") => Code::ExternalLinkRemoved,
            (Space::Sheet, "ddeLink") => Code::DdeRemoved,
            (Space::Slide, "timing") => {
                self.findings.add_at(Code::MarkupDropped, 1, "timing");
                return;
            }
            _ => return,
        };
        // Where a relation tells it already, it is not told twice.
        if self.setting.lost.is_empty() {
            self.findings.add_at(code, 1, self.setting.name);
        }
    }
}

pub(super) fn special_slide(tag: &Tag) -> Option<Verdict> {
    match tag.name.as_str() {
        "oleObj" => Some(Verdict::As(Mode::Object)),
        "custShowLst" | "custShow" => Some(Verdict::Skip),
        _ => None,
    }
}

pub(super) fn is_graphic_frame(mode: Mode) -> bool {
    matches!(mode, Mode::Kept(e) if e.name() == "graphicFrame")
}

pub(super) fn is_word_drawing(mode: Mode) -> bool {
    matches!(mode, Mode::Kept(e) if e.is(Space::Word, "drawing"))
}

/// Percentages of the strict edition as the thousandths the transitional one writes.
pub(super) fn loosen(element: Element, value: String) -> String {
    if element.space() == Space::Word {
        return value;
    }
    let Some(number) = value.strip_suffix('%') else {
        return value;
    };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (sign, whole) = whole
        .strip_prefix('-')
        .map_or(("", whole), |rest| ("-", rest));
    if whole.is_empty() || whole.len() > 9 || !digits(whole) || !digits(part) {
        return value;
    }
    let thousandths: String = part.chars().chain("000".chars()).take(3).collect();
    let joined = format!("{whole}{thousandths}");
    let plain = joined.trim_start_matches('0');
    if plain.is_empty() {
        "0".to_owned()
    } else {
        format!("{sign}{plain}")
    }
}
