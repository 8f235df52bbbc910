//! A device context: what a record takes for granted when it draws ([MS-EMF] 3.1.1.2).

use std::rc::Rc;

use super::clip::Clip;
use super::objects::{Brush, Font, Object, Pen};
use super::plane::Affine;
use super::rop::Table;

/// How large the device is that a metafile was made for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Device {
    /// Pixels a millimetre, across and down.
    pub(super) density: (f64, f64),
}

/// The device context.
#[derive(Clone)]
pub(super) struct Dc {
    pub(super) world: Affine,
    /// [MS-EMF] 2.1.21.
    pub(super) mode: u32,
    pub(super) window: (f64, f64),
    pub(super) window_size: (f64, f64),
    pub(super) viewport: (f64, f64),
    pub(super) viewport_size: (f64, f64),
    pub(super) pen: Pen,
    pub(super) brush: Brush,
    pub(super) font: Font,
    pub(super) text_colour: [u8; 3],
    pub(super) background: [u8; 3],
    /// True where gaps of text, hatches and dashes show the background colour.
    pub(super) opaque: bool,
    /// [MS-EMF] 2.1.35.
    pub(super) align: u32,
    pub(super) winding: bool,
    pub(super) operation: Table,
    pub(super) position: (f64, f64),
    pub(super) brush_origin: (f64, f64),
    pub(super) clockwise: bool,
    /// Space that is added behind each letter.
    pub(super) extra: f64,
    /// Space that is added behind each blank.
    pub(super) extra_blank: f64,
    pub(super) smooth: bool,
    pub(super) miter: f64,
    pub(super) palette: Rc<[[u8; 3]]>,
    pub(super) clip: Clip,
}

impl Dc {
    pub(super) fn new(clip: Clip) -> Self {
        Self {
            world: Affine::SAME,
            mode: 1,
            window: (0.0, 0.0),
            window_size: (1.0, 1.0),
            viewport: (0.0, 0.0),
            viewport_size: (1.0, 1.0),
            pen: Pen::parse(0, 0.0, [0; 3]),
            brush: Brush::Solid([255; 3]),
            font: Font::plain(),
            text_colour: [0; 3],
            background: [255; 3],
            opaque: true,
            align: 0,
            winding: false,
            operation: Table::PATTERN,
            position: (0.0, 0.0),
            brush_origin: (0.0, 0.0),
            clockwise: false,
            extra: 0.0,
            extra_blank: 0.0,
            smooth: false,
            miter: 10.0,
            palette: Rc::from([]),
            clip,
        }
    }

    /// From the page to the device ([MS-EMF] 2.1.21).
    pub(super) fn page(&self, device: &Device) -> Affine {
        let metric = |unit: f64| (device.density.0 * unit, -device.density.1 * unit);
        let ratio = |view: f64, window: f64| {
            let ratio = view / window;
            if ratio.is_finite() && ratio != 0.0 {
                ratio
            } else {
                1.0
            }
        };
        let (x, y) = match self.mode {
            2 => metric(0.1),
            3 => metric(0.01),
            4 => metric(0.254),
            5 => metric(0.0254),
            6 => metric(25.4 / 1440.0),
            7 | 8 => {
                let x = ratio(self.viewport_size.0, self.window_size.0);
                let y = ratio(self.viewport_size.1, self.window_size.1);
                if self.mode == 7 {
                    let least = x.abs().min(y.abs());
                    (least.copysign(x), least.copysign(y))
                } else {
                    (x, y)
                }
            }
            _ => (1.0, 1.0),
        };
        Affine {
            a: x,
            b: 0.0,
            c: 0.0,
            d: y,
            e: self.viewport.0 - self.window.0 * x,
            f: self.viewport.1 - self.window.1 * y,
        }
    }

    /// Takes an object in place of the one of its kind.
    pub(super) fn select(&mut self, object: Object) {
        match object {
            Object::Pen(pen) => self.pen = pen,
            Object::Brush(brush) => self.brush = brush,
            Object::Font(font) => self.font = font,
            Object::Palette(palette) => self.palette = palette,
            Object::Other | Object::Region(_) => {}
        }
    }
}
