//! Windows metafiles ([MS-EMF], [MS-WMF]): played to SVG, unless all they hold is one bitmap, which comes out as it is.

use sekisho_ir::{Code, Findings, Kind, Raster, Reason};

use super::mend::{Picture, mend};
use super::{paint, tree};
use crate::{ReadHint, image};

/// Dots an inch of a played metafile.
pub(super) const DPI: f64 = 192.0;
/// Records of one metafile.
const MOST_RECORDS: usize = 500_000;

/// Reads a metafile.
pub(super) fn read(
    input: &[u8],
    kind: Kind,
    hint: &ReadHint,
    findings: &mut Findings,
) -> Result<Raster, Reason> {
    let found = if kind == Kind::Emf {
        emf(input)
    } else {
        wmf(input)
    };
    let found = found.ok_or(Reason::Malformed)?;
    if found.drawings == 1
        && let Some(bitmap) = found.bitmap
    {
        return image::bitmap(bitmap.header, bitmap.pixels, &hint.limits, findings);
    }
    if found.drawings == 0 && !found.plus {
        return Err(Reason::Malformed);
    }
    let (text, pictures) = if kind == Kind::Emf {
        let mended = mend(input, MOST_RECORDS, &hint.limits);
        let svg = emf_core::converter::convert_to_svg(mended.bytes.as_slice());
        let svg = String::from_utf8(svg.map_err(|_| Reason::Malformed)?);
        let svg = svg.map_err(|_| Reason::Malformed)?;
        let svg = set_widths(&svg, &mended.words);
        (set_sizes(&svg, &mended.pictures), mended.pictures)
    } else {
        let svg = wmf_core::converter::convert_to_svg(input).map_err(|_| Reason::Malformed)?;
        (
            String::from_utf8(svg).map_err(|_| Reason::Malformed)?,
            Vec::new(),
        )
    };
    let tree = tree(&text, &pictures, &hint.limits, findings)?;
    findings.add(Code::FormatConverted, 1);
    let own = (
        f64::from(tree.size().width()),
        f64::from(tree.size().height()),
    );
    if let Some(frame) = found.frame.filter(|frame| frame.shows(own)) {
        return paint::part(
            &tree,
            frame.origin,
            frame.units,
            frame.inches,
            hint.within_package,
        );
    }
    let size = found
        .frame
        .map_or(own, |frame| (frame.inches.0 * DPI, frame.inches.1 * DPI));
    paint::tree_at(&tree, size, hint.within_package)
}

/// Words further on than this are not those that are looked for.
const NEAR: usize = 16;

/// Tells words how wide they were set, so that another font does not push them over the edge.
fn set_widths(svg: &str, words: &[(String, f64)]) -> String {
    let mut said = String::with_capacity(svg.len());
    let mut left = words;
    for (at, piece) in svg.split("<text ").enumerate() {
        if at == 0 {
            said.push_str(piece);
            continue;
        }
        said.push_str("<text ");
        let shown = piece
            .split_once('>')
            .and_then(|(_, rest)| rest.split_once('<'));
        let shown = shown.map_or("", |(shown, _)| shown).replace("&lt;", "<");
        let shown = shown
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        let found = left.iter().take(NEAR).position(|(word, _)| *word == shown);
        if let Some((place, (_, width))) = found.and_then(|at| Some(at).zip(left.get(at))) {
            said.push_str("lengthAdjust=\"spacingAndGlyphs\" textLength=\"");
            said.push_str(&width.to_string());
            said.push_str("\" ");
            left = left.get(place.saturating_add(1)..).unwrap_or_default();
        }
        said.push_str(piece);
    }
    said
}

/// Tells pictures how large they are drawn; they fill their place, whatever their proportions.
fn set_sizes(svg: &str, pictures: &[Picture]) -> String {
    let mut said = String::with_capacity(svg.len());
    let mut left = pictures.iter();
    for (at, piece) in svg.split("<image ").enumerate() {
        if at > 0 {
            said.push_str("<image ");
        }
        // Only marks are two pixels across and one down.
        let mark = at > 0
            && piece.split_once('>').is_some_and(|(tag, _)| {
                tag.contains(" width=\"2\"") && tag.contains("height=\"1\"")
            });
        match if mark { left.next() } else { None } {
            Some(Picture {
                size: (width, height),
                ..
            }) => {
                let width = format!(" preserveAspectRatio=\"none\" width=\"{width}\"");
                let piece = piece.replacen(" width=\"2\"", &width, 1);
                said.push_str(&piece.replacen("height=\"1\"", &format!("height=\"{height}\""), 1));
            }
            None => said.push_str(piece),
        }
    }
    said
}

/// What is shown of a metafile.
#[derive(Clone, Copy)]
struct Shown {
    /// How large it is, across and down.
    inches: (f64, f64),
    /// Where its corner is in the units that the player draws in, counted from the player's corner.
    origin: (f64, f64),
    /// How large it is in those units.
    units: (f64, f64),
    /// How large the player's own view is.
    view: (f64, f64),
}

impl Shown {
    /// True where the player's view is what the header says it draws in.
    fn shows(&self, own: (f64, f64)) -> bool {
        let near = |a: f64, b: f64| (a - b).abs() <= 1.5;
        self.units.0 > 0.0
            && self.units.1 > 0.0
            && near(self.view.0, own.0)
            && near(self.view.1, own.1)
    }
}

/// What the records of a metafile are, at a glance.
#[derive(Default)]
struct Found<'a> {
    frame: Option<Shown>,
    /// Records that draw.
    drawings: usize,
    /// True where GDI+ draws beside them.
    plus: bool,
    /// The bitmap of the first record that draws one whole.
    bitmap: Option<Bitmap<'a>>,
}

/// A bitmap, its pixels apart from its header or, where there are none, behind it.
pub(super) struct Bitmap<'a> {
    pub(super) header: &'a [u8],
    pub(super) pixels: &'a [u8],
}

pub(super) fn long(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn short(bytes: &[u8], at: usize) -> Option<i16> {
    Some(i16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

pub(super) fn place(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(long(bytes, at)?.cast_unsigned()).ok()
}

/// The frame counts hundredths of a millimetre, the bounds pixels of the device it was made for ([MS-EMF] 2.2.9).
fn emf_frame(input: &[u8]) -> Option<Shown> {
    let number = |at: usize| long(input, at).map(f64::from);
    let axis = |at: usize| {
        let (low, high) = (
            number(24_usize.checked_add(at)?)?,
            number(32_usize.checked_add(at)?)?,
        );
        let (first, last) = (
            number(8_usize.checked_add(at)?)?,
            number(16_usize.checked_add(at)?)?,
        );
        let device =
            number(72_usize.checked_add(at)?)? / number(80_usize.checked_add(at)?)? / 100.0;
        let length = high - low;
        let units = if device.is_finite() {
            length * device
        } else {
            0.0
        };
        (length > 0.0).then_some((length / 2_540.0, low * device - first, units, last - first))
    };
    let (across, down) = (axis(0)?, axis(4)?);
    Some(Shown {
        inches: (across.0, down.0),
        origin: (across.1, down.1),
        units: (across.2, down.2),
        view: (across.3, down.3),
    })
}

/// Walks the records of an enhanced metafile ([MS-EMF] 2.3).
fn emf(input: &[u8]) -> Option<Found<'_>> {
    let mut found = Found {
        frame: emf_frame(input),
        ..Found::default()
    };
    let mut rest = input;
    for _ in 0..MOST_RECORDS {
        let Some((kind, length)) = long(rest, 0).zip(place(rest, 4)) else {
            break;
        };
        if length < 8 || kind == 14 {
            break;
        }
        let record = rest.get(..length.min(rest.len()))?;
        match kind {
            80 | 81 => {
                let scaled = kind == 81;
                let bitmap = emf_bitmap(record, 48).filter(|bitmap| {
                    let whole = covers(bitmap, record, [32, 36, 40, 44]);
                    let upright =
                        !scaled || (long(record, 72) > Some(0) && long(record, 76) > Some(0));
                    whole && upright
                });
                found.draws(bitmap);
            }
            // A blit without a bitmap fills with the brush: usually the paper beneath.
            76 | 77 if long(record, 88).is_none_or(|bytes| bytes == 0) => {}
            76 | 77 => {
                let bitmap = emf_bitmap(record, 84).filter(|bitmap| {
                    let plain = long(record, 40) == Some(0x00cc_0020);
                    let upright = long(record, 32) > Some(0) && long(record, 36) > Some(0);
                    let whole = kind == 76 || covers(bitmap, record, [44, 48, 100, 104]);
                    plain && upright && whole
                });
                found.draws(bitmap);
            }
            2..=8
            | 15
            | 42..=47
            | 53..=56
            | 62..=64
            | 71..=74
            | 78
            | 79
            | 83..=92
            | 96
            | 97
            | 108
            | 114
            | 116
            | 118 => found.draws(None),
            70 if record.get(12..16) == Some(b"EMF+") => found.plus = true,
            _ => {}
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Some(found)
}

impl<'a> Found<'a> {
    fn draws(&mut self, bitmap: Option<Bitmap<'a>>) {
        self.drawings = self.drawings.saturating_add(1);
        self.bitmap = self.bitmap.take().or(bitmap);
    }
}

/// The bitmap of a record, whose four places stand one behind the other.
pub(super) fn emf_bitmap(record: &[u8], at: usize) -> Option<Bitmap<'_>> {
    let part = |at: usize| {
        let start = place(record, at)?;
        record.get(start..start.checked_add(place(record, at.checked_add(4)?)?)?)
    };
    Some(Bitmap {
        header: part(at)?,
        pixels: part(at.checked_add(8)?)?,
    })
}

/// True where all of a bitmap is drawn: x, y, width and height of the part.
fn covers(bitmap: &Bitmap<'_>, record: &[u8], places: [usize; 4]) -> bool {
    let mut part = places.into_iter().map(|at| long(record, at));
    let mut next = || part.next().flatten();
    let size = (
        long(bitmap.header, 4),
        long(bitmap.header, 8).and_then(i32::checked_abs),
    );
    next() == Some(0) && next() == Some(0) && (next(), next()) == size
}

/// Walks the records of a metafile ([MS-WMF] 2.3), behind a placeable header where there is one (2.3.2.3).
fn wmf(input: &[u8]) -> Option<Found<'_>> {
    let mut found = Found::default();
    let mut rest = input;
    if input.starts_with(&[0xd7, 0xcd, 0xc6, 0x9a]) {
        let inch = f64::from(short(input, 14)?.cast_unsigned());
        let edge = |from: usize, to: usize| {
            let length = (f64::from(short(input, to)?) - f64::from(short(input, from)?)).abs();
            (length > 0.0 && inch > 0.0).then_some(length / inch)
        };
        found.frame = edge(6, 10).zip(edge(8, 12)).map(|inches| Shown {
            inches,
            origin: (0.0, 0.0),
            units: (0.0, 0.0),
            view: (0.0, 0.0),
        });
        rest = input.get(22..)?;
    }
    rest = rest.get(18..)?;
    for _ in 0..MOST_RECORDS {
        let Some((words, kind)) = place(rest, 0).zip(short(rest, 4)) else {
            break;
        };
        let length = words.saturating_mul(2);
        if length < 6 || kind == 0 {
            break;
        }
        let record = rest.get(..length.min(rest.len()))?;
        let packed = |at: usize| {
            let whole = record.get(at..)?;
            Some(Bitmap {
                header: whole,
                pixels: &[],
            })
        };
        match kind.cast_unsigned() {
            0x0f43 => found.draws(packed(28).filter(|b| wmf_covers(b, record, 12))),
            0x0b41 => found.draws(packed(26).filter(|b| wmf_covers(b, record, 10))),
            // A blit of a pattern has no bitmap behind its eleven words.
            0x0940 if length <= 24 => {}
            0x0940 => found.draws(packed(22)),
            0x0213 | 0x0325 | 0x0324 | 0x0538 | 0x041b | 0x0418 | 0x061c | 0x0817 | 0x081a
            | 0x0830 | 0x0521 | 0x0a32 | 0x0228 | 0x012b | 0x0429 | 0x041f | 0x0419 | 0x0548
            | 0x0922 | 0x0b23 | 0x0d33 => found.draws(None),
            _ => {}
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Some(found)
}

/// True where all of a bitmap is drawn upright: height, width, y and x of the part, then height and width on the page.
fn wmf_covers(bitmap: &Bitmap<'_>, record: &[u8], at: usize) -> bool {
    let number =
        |index: usize| short(record, at.saturating_add(index.saturating_mul(2))).map(i32::from);
    let height = long(bitmap.header, 8).and_then(i32::checked_abs);
    (number(0), number(1)) == (height, long(bitmap.header, 4))
        && number(2) == Some(0)
        && number(3) == Some(0)
        && number(4) > Some(0)
        && number(5) > Some(0)
}
