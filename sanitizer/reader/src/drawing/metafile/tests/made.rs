//! Makes metafiles, and looks at what became of them.

use sekisho_ir::{Code, Document, Findings, Kind, Layout, Limits, RasterFrame, Reason};

use crate::ReadHint;

/// An enhanced metafile of a device with four pixels a millimetre, its frame so many of these pixels large.
pub(super) struct Emf {
    records: Vec<u8>,
    count: u32,
    size: (i32, i32),
}

impl Emf {
    pub(super) fn new(wide: i32, high: i32) -> Self {
        Self {
            records: Vec::new(),
            count: 1,
            size: (wide, high),
        }
    }

    /// Adds a record of whole numbers.
    pub(super) fn record(self, kind: u32, numbers: &[i32]) -> Self {
        let body: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        self.raw(kind, &body)
    }

    pub(super) fn raw(mut self, kind: u32, body: &[u8]) -> Self {
        let size = u32::try_from(body.len() + 8).unwrap();
        self.records.extend(kind.to_le_bytes());
        self.records.extend(size.to_le_bytes());
        self.records.extend(body);
        self.count += 1;
        self
    }

    /// A pen or a brush at a place of the table, selected.
    pub(super) fn solid(self, place: i32, colour: i32) -> Self {
        self.record(39, &[place, 0, colour, 0]).record(37, &[place])
    }

    pub(super) fn pen(self, place: i32, style: i32, width: i32, colour: i32) -> Self {
        self.record(38, &[place, style, width, 0, colour])
            .record(37, &[place])
    }

    /// No pen, so that areas have no edge.
    pub(super) fn bare(self) -> Self {
        self.record(37, &[i32::MIN | 8])
    }

    pub(super) fn done(self) -> Vec<u8> {
        let mut header = vec![0_u8; 88];
        let mut put = |at: usize, value: i32| {
            header[at..at + 4].copy_from_slice(&value.to_le_bytes());
        };
        let (wide, high) = self.size;
        for (at, value) in [
            (0, 1),
            (4, 88),
            (16, wide - 1),
            (20, high - 1),
            (32, wide * 25),
            (36, high * 25),
            (44, 0x1_0000),
            (52, i32::try_from(self.count + 1).unwrap()),
            (56, 9),
            (72, 1000),
            (76, 1000),
            (80, 250),
            (84, 250),
        ] {
            put(at, value);
        }
        header[40..44].copy_from_slice(b" EMF");
        let end = [14, 20, 0, 16, 20].map(i32::to_le_bytes).concat();
        [header, self.records, end].concat()
    }

    /// What it shows.
    pub(super) fn shown(self) -> Shown {
        let (wide, high) = self.size;
        Shown::of(&self.done(), Kind::Emf, (wide, high)).unwrap()
    }
}

/// A metafile behind a placeable header, 96 units an inch.
pub(super) struct Wmf {
    records: Vec<u8>,
    size: (i16, i16),
}

impl Wmf {
    pub(super) fn new(wide: i16, high: i16) -> Self {
        let made = Self {
            records: Vec::new(),
            size: (wide, high),
        };
        made.record(0x0103, &[8])
            .record(0x020b, &[0, 0])
            .record(0x020c, &[high, wide])
    }

    pub(super) fn record(self, kind: u16, numbers: &[i16]) -> Self {
        let body: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
        self.raw(kind, &body)
    }

    pub(super) fn raw(mut self, kind: u16, body: &[u8]) -> Self {
        let words = u32::try_from(body.len().div_ceil(2) + 3).unwrap();
        self.records.extend(words.to_le_bytes());
        self.records.extend(kind.to_le_bytes());
        self.records.extend(body);
        if body.len() % 2 == 1 {
            self.records.push(0);
        }
        self
    }

    /// A brush of a colour that is selected; the first object made has number nought.
    pub(super) fn solid(self, place: i16, [red, green, blue]: [u8; 3]) -> Self {
        self.raw(0x02fc, &[0, 0, red, green, blue, 0, 0, 0])
            .record(0x012d, &[place])
    }

    pub(super) fn done(self) -> Vec<u8> {
        let mut file = vec![0xd7, 0xcd, 0xc6, 0x9a, 0, 0];
        for edge in [0, 0, self.size.0, self.size.1, 96] {
            file.extend(edge.to_le_bytes());
        }
        file.extend([0; 6]);
        file.extend([1, 0, 9, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        file.extend(self.records);
        file.extend([3, 0, 0, 0, 0, 0]);
        file
    }

    pub(super) fn shown(self) -> Shown {
        let (wide, high) = self.size;
        let size = (i32::from(wide), i32::from(high));
        Shown::of(&self.done(), Kind::Wmf, size).unwrap()
    }
}

/// A picture that is asked by the units of what was played.
pub(super) struct Shown {
    pub(super) frame: RasterFrame,
    findings: Findings,
    size: (i32, i32),
}

impl Shown {
    pub(super) fn of(bytes: &[u8], kind: Kind, size: (i32, i32)) -> Result<Self, Reason> {
        let reading = crate::drawing::read(bytes, kind, &ReadHint::default())?;
        let Document::Raster(mut raster) = reading.document else {
            panic!("a raster")
        };
        raster.verify(&Limits::default()).unwrap();
        Ok(Self {
            frame: raster.frames.remove(0),
            findings: reading.findings,
            size,
        })
    }

    /// The colour in the middle of a unit.
    pub(super) fn at(&self, x: i32, y: i32) -> [u8; 3] {
        let place = |unit: i32, units: i32, pixels: u32| {
            let place = (f64::from(unit) + 0.5) * f64::from(pixels) / f64::from(units);
            usize::try_from(super::super::plane::near(place - 0.5)).unwrap()
        };
        let x = place(x, self.size.0, self.frame.width);
        let y = place(y, self.size.1, self.frame.height);
        let each = if self.frame.layout == Layout::Rgba {
            4
        } else {
            3
        };
        let at = (y * usize::try_from(self.frame.width).unwrap() + x) * each;
        self.frame.pixels[at..at + 3].try_into().unwrap()
    }

    /// How often something was told.
    pub(super) fn told(&self, code: Code) -> u32 {
        let rows = self.findings.rows().iter();
        rows.filter(|row| row.code == code)
            .map(|row| row.count)
            .sum()
    }
}

pub(super) const RED: [u8; 3] = [255, 0, 0];
pub(super) const GREEN: [u8; 3] = [0, 255, 0];
pub(super) const BLUE: [u8; 3] = [0, 0, 255];
pub(super) const BLACK: [u8; 3] = [0; 3];
pub(super) const WHITE: [u8; 3] = [255; 3];

/// A bitmap of two by two pixels of 24 bits, from the bottom: red and green, then blue and white.
pub(super) fn four_pixels() -> (Vec<u8>, Vec<u8>) {
    let header = [40, 2, 2, 1 | 24 << 16, 0, 16, 0, 0, 0, 0];
    let header = header.map(i32::to_le_bytes).concat();
    let pixels = vec![0, 0, 255, 0, 255, 0, 0, 0, 255, 0, 0, 255, 255, 255, 0, 0];
    (header, pixels)
}
