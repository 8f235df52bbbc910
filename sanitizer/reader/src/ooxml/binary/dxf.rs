//! Differential formats ([MS-XLSB] 2.4.360, BrtDXF): a list of properties, each by its number (2.5.170, XFProp).

use sekisho_ir::Reason;

use super::colour::{self, Alignment, Colour, Gradient};
use super::fields::Fields;
use super::styles::Font;
use super::xml::Xml;

/// What one differential format says.
#[derive(Default)]
struct Format {
    font: Font,
    has_font: bool,
    code: Option<String>,
    number: Option<u16>,
    pattern: Option<u8>,
    front: Option<Colour>,
    back: Option<Colour>,
    gradient: Option<Gradient>,
    stops: Vec<(Colour, f64)>,
    /// Top, bottom, left, right, diagonal, vertical, horizontal.
    lines: [Option<(u16, Colour)>; 7],
    up: bool,
    down: bool,
    alignment: Alignment,
    locked: Option<bool>,
    hidden: Option<bool>,
}

/// Says one.
pub(super) fn say(fields: &mut Fields<'_>, xml: &mut Xml) -> Result<(), Reason> {
    fields.take(4)?;
    let count = fields.u16()?;
    let mut format = Format::default();
    for _ in 0..count {
        let kind = fields.u16()?;
        let size = usize::from(fields.u16()?);
        let mut data = fields.part(size.checked_sub(4).ok_or(Reason::Malformed)?)?;
        format.property(kind, &mut data)?;
    }
    format.say(xml);
    Ok(())
}

impl Format {
    fn property(&mut self, kind: u16, data: &mut Fields<'_>) -> Result<(), Reason> {
        let font = matches!(kind, 0x05 | 0x18..=0x25);
        self.has_font |= font;
        match kind {
            0x00 => self.pattern = Some(data.u8()?),
            0x01 => self.front = Some(Colour::read(data)?),
            0x02 => self.back = Some(Colour::read(data)?),
            0x03 => self.gradient = Some(Gradient::read(data)?),
            0x04 => {
                data.u16()?;
                let at = data.f64()?;
                self.stops.push((Colour::read(data)?, at));
            }
            0x05 => self.font.colour = Some(Colour::read(data)?),
            0x06..=0x0c => {
                let colour = Colour::read(data)?;
                let line = Some((data.u16()?, colour));
                if let Some(side) = self.lines.get_mut(usize::from(kind.saturating_sub(6))) {
                    *side = line;
                }
            }
            0x0d => self.up = data.u8()? != 0,
            0x0e => self.down = data.u8()? != 0,
            0x0f => self.alignment.horizontal = Some(u16::from(data.u8()?)),
            0x10 => self.alignment.vertical = Some(u16::from(data.u8()?)),
            0x11 => self.alignment.rotation = Some(u16::from(data.u8()?)),
            0x12 => self.alignment.indent = Some(data.u16()?),
            0x13 => self.alignment.order = Some(u16::from(data.u8()?)),
            0x14 => self.alignment.wrap = Some(data.u8()? != 0),
            0x15 => self.alignment.justify_last = Some(data.u8()? != 0),
            0x16 => self.alignment.shrink = Some(data.u8()? != 0),
            0x18 => self.font.name = Some(data.short()?),
            0x19 => self.font.bold = Some(data.u16()? >= 600),
            0x1a => self.font.underline = u8::try_from(data.u16()?).ok(),
            0x1b => self.font.script = Some(data.u16()?),
            0x1c..=0x21 => {
                let set = Some(data.u8()? != 0);
                // Italic, strike, outline, shadow, condense, extend.
                let place = match kind {
                    0x1c => 0,
                    0x1d => 1,
                    0x1e => 4,
                    0x1f => 5,
                    0x20 => 2,
                    _ => 3,
                };
                if let Some(mark) = self.font.marks.get_mut(place) {
                    *mark = set;
                }
            }
            0x22 => self.font.charset = Some(data.u8()?),
            0x23 => self.font.family = Some(data.u8()?),
            0x24 => self.font.height = Some(data.u32()?),
            0x25 => self.font.scheme = Some(data.u8()?),
            0x26 => self.code = Some(data.short()?),
            0x29 => self.number = Some(data.u16()?),
            0x2a => self.alignment.relative_indent = Some(data.i16()?),
            0x2b => self.locked = Some(data.u8()? != 0),
            0x2c => self.hidden = Some(data.u8()? != 0),
            _ => {}
        }
        Ok(())
    }

    fn say(self, xml: &mut Xml) {
        xml.open("dxf");
        if self.has_font {
            xml.open("font");
            self.font.say(xml, "name");
            xml.close();
        }
        if let (Some(number), Some(code)) = (self.number, &self.code) {
            xml.open("numFmt")
                .attr("numFmtId", number)
                .attr("formatCode", code)
                .close();
        }
        self.say_fill(xml);
        self.alignment.say(xml);
        self.say_border(xml);
        if self.locked.is_some() || self.hidden.is_some() {
            xml.open("protection");
            xml.maybe("locked", self.locked.map(u8::from));
            xml.maybe("hidden", self.hidden.map(u8::from)).close();
        }
        xml.close();
    }

    fn say_fill(&self, xml: &mut Xml) {
        if let Some(gradient) = self.gradient {
            xml.open("fill");
            gradient.say(xml, self.stops.iter().copied());
            xml.close();
        } else if self.pattern.is_some() || self.front.is_some() || self.back.is_some() {
            xml.open("fill").open("patternFill");
            xml.maybe(
                "patternType",
                self.pattern
                    .map(|pattern| colour::pattern(u32::from(pattern))),
            );
            if let Some(front) = self.front {
                front.say(xml, "fgColor");
            }
            if let Some(back) = self.back {
                back.say(xml, "bgColor");
            }
            xml.close().close();
        }
    }

    fn say_border(&self, xml: &mut Xml) {
        if self.lines.iter().all(Option::is_none) && !self.up && !self.down {
            return;
        }
        xml.open("border")
            .flag("diagonalUp", self.up)
            .flag("diagonalDown", self.down);
        let [top, bottom, left, right, diagonal, vertical, horizontal] = &self.lines;
        for (name, side) in [
            ("left", left),
            ("right", right),
            ("top", top),
            ("bottom", bottom),
            ("diagonal", diagonal),
            ("vertical", vertical),
            ("horizontal", horizontal),
        ] {
            if let Some((style, colour)) = side {
                colour::line(xml, name, *style, Some(*colour));
            }
        }
        xml.close();
    }
}
