//! The attributes an element came with, and those of them that it may keep.

use sekisho_ir::{Attr, Tag, unicode};

use super::style::{self, Style};

/// Attributes as given.
pub(super) struct Given(pub(super) Vec<(&'static str, String)>);

impl Given {
    /// The value of one.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Those that the element may carry, with values it may have.
    pub(super) fn attrs(&self, tag: Tag, style: &Style) -> Vec<(Attr, String)> {
        let mut attrs: Vec<(Attr, String)> = Vec::new();
        let mut offer = |attr: Attr, value: String| {
            if tag.takes(attr)
                && attr.allows(&value)
                && !attrs.iter().any(|(former, _)| *former == attr)
            {
                attrs.push((attr, value));
            }
        };
        if let Some(align) = style.align {
            offer(Attr::Align, align.to_owned());
        }
        if let Some(background) = &style.background {
            offer(Attr::Bgcolor, background.clone());
        }
        if let Some(color) = &style.color {
            offer(Attr::Color, color.clone());
        }
        for (key, value) in &self.0 {
            let value = value.trim();
            match *key {
                "title" | "alt" => {
                    let attr = if *key == "title" {
                        Attr::Title
                    } else {
                        Attr::Alt
                    };
                    let words = unicode::clean_line(value).text;
                    offer(attr, unicode::cut(&words, 500).to_owned());
                }
                "align" => style::align(value)
                    .into_iter()
                    .for_each(|v| offer(Attr::Align, v.to_owned())),
                "color" => style::color(value)
                    .into_iter()
                    .for_each(|v| offer(Attr::Color, v)),
                "bgcolor" => style::color(value)
                    .into_iter()
                    .for_each(|v| offer(Attr::Bgcolor, v)),
                "valign" => offer(Attr::Valign, value.to_ascii_lowercase()),
                "width" | "height" => {
                    let attr = if *key == "width" {
                        Attr::Width
                    } else {
                        Attr::Height
                    };
                    offer(attr, value.trim_end_matches("px").to_owned());
                }
                "size" => offer(Attr::Size, value.to_owned()),
                "border" => offer(Attr::Border, value.to_owned()),
                "colspan" => offer(Attr::Colspan, value.to_owned()),
                "rowspan" => offer(Attr::Rowspan, value.to_owned()),
                "start" => offer(Attr::Start, value.to_owned()),
                _ => {}
            }
        }
        attrs
    }
}
