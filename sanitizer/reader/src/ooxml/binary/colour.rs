//! Colours, lines, patterns and alignments: what cell formats and differential formats say alike.

use sekisho_ir::Reason;

use super::fields::{Fields, number};
use super::xml::Xml;

/// A colour ([MS-XLSB] 2.4.334, BrtColor).
#[derive(Clone, Copy, Debug)]
pub(super) struct Colour {
    kind: u8,
    index: u8,
    tint: i16,
    rgba: u32,
}

impl Colour {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        Ok(Self {
            kind: fields.u8()? >> 1,
            index: fields.u8()?,
            tint: fields.i16()?,
            rgba: fields.u32()?,
        })
    }

    /// True where it is left to the program.
    pub(super) fn is_automatic(self) -> bool {
        self.kind == 0
    }

    pub(super) fn say(self, xml: &mut Xml, name: &'static str) {
        xml.open(name);
        match self.kind {
            1 => xml.attr("indexed", self.index),
            2 => xml.attr("rgb", argb(self.rgba)),
            3 => xml.attr("theme", self.index),
            _ => xml.attr("auto", 1),
        };
        if self.tint != 0 && self.kind != 0 {
            let most = if self.tint < 0 { 32_768.0 } else { 32_767.0 };
            xml.maybe("tint", number(f64::from(self.tint) / most));
        }
        xml.close();
    }
}

/// Red, green, blue and opacity as XML spells them.
pub(super) fn argb(rgba: u32) -> String {
    let [red, green, blue, alpha] = rgba.to_le_bytes();
    format!("{alpha:02X}{red:02X}{green:02X}{blue:02X}")
}

/// The number that says that a fill is a gradient.
pub(super) const GRADIENT: u32 = 0x28;

/// The name of a pattern (2.5.54, FillPattern).
pub(super) fn pattern(number: u32) -> &'static str {
    const PATTERNS: [&str; 19] = [
        "none",
        "solid",
        "mediumGray",
        "darkGray",
        "lightGray",
        "darkHorizontal",
        "darkVertical",
        "darkDown",
        "darkUp",
        "darkGrid",
        "darkTrellis",
        "lightHorizontal",
        "lightVertical",
        "lightDown",
        "lightUp",
        "lightGrid",
        "lightTrellis",
        "gray125",
        "gray0625",
    ];
    let at = usize::try_from(number).unwrap_or(0);
    PATTERNS.get(at).unwrap_or(&"none")
}

/// How a gradient runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gradient {
    path: bool,
    degree: f64,
    /// Left, right, top, bottom.
    inner: [f64; 4],
}

impl Gradient {
    pub(super) fn read(fields: &mut Fields<'_>) -> Result<Self, Reason> {
        Ok(Self {
            path: fields.u32()? == 1,
            degree: fields.f64()?,
            inner: [fields.f64()?, fields.f64()?, fields.f64()?, fields.f64()?],
        })
    }

    pub(super) fn say(self, xml: &mut Xml, stops: impl IntoIterator<Item = (Colour, f64)>) {
        let said = |value: f64| number(value).filter(|_| value != 0.0);
        xml.open("gradientFill");
        if self.path {
            xml.attr("type", "path");
            for (name, value) in ["left", "right", "top", "bottom"]
                .into_iter()
                .zip(self.inner)
            {
                xml.maybe(name, said(value));
            }
        } else {
            xml.maybe("degree", said(self.degree));
        }
        for (colour, at) in stops {
            xml.open("stop")
                .attr("position", number(at).unwrap_or_default());
            colour.say(xml, "color");
            xml.close();
        }
        xml.close();
    }
}

/// One line of a border (2.4.302, Blxf).
pub(super) fn line(xml: &mut Xml, name: &'static str, style: u16, colour: Option<Colour>) {
    const LINES: [&str; 14] = [
        "none",
        "thin",
        "medium",
        "dashed",
        "dotted",
        "thick",
        "double",
        "hair",
        "mediumDashed",
        "dashDot",
        "mediumDashDot",
        "dashDotDot",
        "mediumDashDotDot",
        "slantDashDot",
    ];
    xml.open(name);
    if style != 0 {
        xml.attr("style", LINES.get(usize::from(style)).unwrap_or(&"thin"));
        if let Some(colour) = colour {
            colour.say(xml, "color");
        }
    }
    xml.close();
}

/// Where a text stands in its cell; what is not said is none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Alignment {
    pub(super) horizontal: Option<u16>,
    pub(super) vertical: Option<u16>,
    pub(super) rotation: Option<u16>,
    pub(super) indent: Option<u16>,
    pub(super) relative_indent: Option<i16>,
    pub(super) wrap: Option<bool>,
    pub(super) justify_last: Option<bool>,
    pub(super) shrink: Option<bool>,
    pub(super) order: Option<u16>,
}

impl Alignment {
    fn is_silent(self) -> bool {
        self.horizontal.is_none()
            && self.vertical.is_none()
            && self.rotation.is_none()
            && self.indent.is_none()
            && self.relative_indent.is_none()
            && self.wrap.is_none()
            && self.justify_last.is_none()
            && self.shrink.is_none()
            && self.order.is_none()
    }

    pub(super) fn say(self, xml: &mut Xml) {
        const HORIZONTAL: [&str; 8] = [
            "general",
            "left",
            "center",
            "right",
            "fill",
            "justify",
            "centerContinuous",
            "distributed",
        ];
        const VERTICAL: [&str; 5] = ["top", "center", "bottom", "justify", "distributed"];
        if self.is_silent() {
            return;
        }
        let named = |names: &'static [&str], at: Option<u16>| names.get(usize::from(at?)).copied();
        xml.open("alignment");
        xml.maybe("horizontal", named(&HORIZONTAL, self.horizontal));
        xml.maybe("vertical", named(&VERTICAL, self.vertical));
        xml.maybe(
            "textRotation",
            self.rotation.filter(|turn| *turn <= 180 || *turn == 255),
        );
        xml.maybe("wrapText", self.wrap.map(u8::from));
        xml.maybe("indent", self.indent);
        xml.maybe("relativeIndent", self.relative_indent);
        xml.maybe("justifyLastLine", self.justify_last.map(u8::from));
        xml.maybe("shrinkToFit", self.shrink.map(u8::from));
        xml.maybe("readingOrder", self.order);
        xml.close();
    }
}
