//! The few things worth taking from a style: a colour, an alignment, and whether anybody could see it.

/// What a `style` attribute says, as far as we listen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// `#rrggbb`.
    pub(super) color: Option<String>,
    /// `#rrggbb`.
    pub(super) background: Option<String>,
    /// `left`, `center`, `right`.
    pub(super) align: Option<&'static str>,
    /// True for bold type.
    pub(super) bold: bool,
    /// True for underlined or struck type.
    pub(super) underline: bool,
    /// True for struck type.
    pub(super) strike: bool,
    /// True where nobody could see it.
    pub(super) hidden: bool,
    /// How many things it would fetch.
    pub(super) fetches: usize,
}

impl Style {
    /// Reads a style attribute.
    pub(super) fn parse(source: &str) -> Self {
        let mut style = Self::default();
        let lower = crate::cut_bytes(source, 8_192).to_ascii_lowercase();
        style.fetches = lower.matches("url(").count();
        for declaration in lower.split(';') {
            let Some((property, value)) = declaration.split_once(':') else {
                continue;
            };
            let value = value.replace("!important", "");
            style.take(property.trim(), value.trim());
        }
        style
    }

    fn take(&mut self, property: &str, value: &str) {
        match property {
            "color" => self.color = color(value),
            "background" | "background-color" => self.background = color(value),
            "text-align" => self.align = align(value),
            "font-weight" => {
                self.bold = matches!(value, "bold" | "bolder" | "600" | "700" | "800" | "900");
            }
            "text-decoration" | "text-decoration-line" => {
                self.underline = value.contains("underline");
                self.strike = value.contains("line-through");
            }
            "display" => self.hidden |= value == "none",
            "visibility" => self.hidden |= value == "hidden",
            "mso-hide" => self.hidden |= value == "all",
            "opacity" => self.hidden |= is_zero(value),
            "font-size" | "max-height" => self.hidden |= is_zero(value),
            _ => {}
        }
    }
}

fn is_zero(value: &str) -> bool {
    let number = value
        .trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%')
        .trim();
    !number.is_empty() && number.bytes().all(|b| matches!(b, b'0' | b'.'))
}

/// `left`, `center` or `right`.
pub(super) fn align(value: &str) -> Option<&'static str> {
    match value.trim().to_ascii_lowercase().as_str() {
        "left" | "start" => Some("left"),
        "center" | "middle" => Some("center"),
        "right" | "end" => Some("right"),
        _ => None,
    }
}

/// A colour as `#rrggbb`.
pub(super) fn color(value: &str) -> Option<String> {
    let value = value.trim().to_ascii_lowercase();
    if let Some((_, rgb)) = NAMES.iter().find(|(name, _)| *name == value) {
        return Some((*rgb).to_owned());
    }
    if let Some(hex) = value.strip_prefix('#') {
        let digits = hex.bytes().all(|b| b.is_ascii_hexdigit());
        return match hex.len() {
            6 if digits => Some(value),
            3 if digits => Some(hex.chars().fold("#".to_owned(), |mut rgb, digit| {
                rgb.extend([digit, digit]);
                rgb
            })),
            _ => None,
        };
    }
    let inside = value
        .strip_prefix("rgba(")
        .or_else(|| value.strip_prefix("rgb("))?
        .strip_suffix(')')?;
    let mut parts = inside
        .split([',', ' ', '/'])
        .filter(|part| !part.is_empty());
    let mut channel = || parts.next()?.trim().parse::<u8>().ok();
    let (red, green, blue) = (channel()?, channel()?, channel()?);
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}

const NAMES: [(&str, &str); 22] = [
    ("black", "#000000"),
    ("white", "#ffffff"),
    ("red", "#ff0000"),
    ("green", "#008000"),
    ("blue", "#0000ff"),
    ("yellow", "#ffff00"),
    ("orange", "#ffa500"),
    ("purple", "#800080"),
    ("gray", "#808080"),
    ("grey", "#808080"),
    ("silver", "#c0c0c0"),
    ("maroon", "#800000"),
    ("navy", "#000080"),
    ("teal", "#008080"),
    ("olive", "#808000"),
    ("lime", "#00ff00"),
    ("aqua", "#00ffff"),
    ("cyan", "#00ffff"),
    ("fuchsia", "#ff00ff"),
    ("magenta", "#ff00ff"),
    ("pink", "#ffc0cb"),
    ("brown", "#a52a2a"),
];

#[cfg(test)]
mod tests {
    use super::{Style, color};

    #[test]
    fn a_little_is_understood() {
        let style =
            Style::parse("COLOR: Red !important; text-align:center;background:url(http://x)");
        assert_eq!(style.color.as_deref(), Some("#ff0000"));
        assert_eq!(
            (style.align, style.fetches, style.hidden),
            (Some("center"), 1, false)
        );
        for hidden in [
            "display:none",
            "visibility: hidden",
            "font-size:0px",
            "opacity:0.0",
            "mso-hide:all",
        ] {
            assert!(Style::parse(hidden).hidden, "{hidden}");
        }
        assert!(!Style::parse("font-size:10px; opacity:0.5").hidden);
        assert_eq!(color("rgb(1, 2,255)").as_deref(), Some("#0102ff"));
        assert_eq!(color("#AbC").as_deref(), Some("#aabbcc"));
        assert_eq!(color("expression(1)"), None);
    }
}
