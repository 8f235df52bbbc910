//! Pictures of the document, each once: decoded, as few bytes as its pixels need, and no finer than anyone could see.

use std::collections::BTreeMap;

use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Stream};
use hayro_interpret::kurbo::Affine;
use hayro_interpret::{CacheKey, Image, ImageData, LumaData, Paint};
use sekisho_ir::drawing::Sampling;
use sekisho_ir::raster::size_is_allowed;
use sekisho_ir::{Chroma, Layout, Limits, RasterFrame, Reason};

use crate::image::jpeg;

/// Pixels an inch beyond which a photograph is brought down: more than any printer of an office shows.
const FINE: f64 = 400.0;
/// Pixels an inch that photographs are brought down to where a document has too many of them.
const COARSE: f64 = 130.0;

/// A picture taken over, and how it is put where the input had it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub(super) picture: u32,
    /// What a pixel of ours is of a pixel of the input.
    pub(super) scale: (f64, f64),
    pub(super) sampling: Sampling,
    /// Where it is seen through, if not in its own pixels.
    pub(super) veil: Option<Veil>,
}

/// A grey picture that says how far another is seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Veil {
    pub(super) picture: u32,
    pub(super) scale: (f64, f64),
}

pub(super) struct Pictures {
    frames: Vec<RasterFrame>,
    known: BTreeMap<u128, Held>,
    limits: Limits,
    left: u64,
}

/// Quality, and how colours are sampled.
type Jpeg = (u8, Chroma);

/// Pixels of some layout.
struct Pixels {
    width: u32,
    height: u32,
    layout: Layout,
    data: Vec<u8>,
}

impl Pictures {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            frames: Vec::new(),
            known: BTreeMap::new(),
            limits: limits.clone(),
            left: limits.paper_picture_bytes,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.frames.len()
    }

    pub(super) fn into_frames(self) -> Result<Vec<RasterFrame>, Reason> {
        if self.frames.len() > self.limits.paper_pictures {
            Err(Reason::TooMany)
        } else {
            Ok(self.frames)
        }
    }

    /// Takes a picture over, with the paint of a stencil; none where it cannot be decoded.
    pub(super) fn take<'a>(
        &mut self,
        image: &Image<'a, '_>,
        to: Affine,
    ) -> Result<Option<(Held, Option<Paint<'a>>)>, Reason> {
        // Asked before a single pixel is decoded.
        if !size_is_allowed(image.width(), image.height(), Layout::Gray, &self.limits) {
            return Err(Reason::TooLarge);
        }
        let key = image.cache_key();
        let known = self.known.get(&key).copied();
        match image {
            Image::Stencil(stencil) => {
                let mut found = None;
                let keep = |luma: LumaData, paint: &Paint<'a>| {
                    found = Some((known.is_none().then_some(luma), paint.clone()));
                };
                stencil.with_stencil(keep, None);
                let Some((luma, paint)) = found else {
                    return Ok(None);
                };
                let held = match (known, luma) {
                    (Some(held), _) => held,
                    (None, Some(luma)) => {
                        let scale = pair(luma.scale_factors);
                        let sampling = sampling(luma.interpolate);
                        let pixels = ink(luma.width, luma.height, &luma.data, |value| value >= 128);
                        let picture = self.keep(pixels, (false, None))?;
                        Held {
                            picture,
                            scale,
                            sampling,
                            veil: None,
                        }
                    }
                    (None, None) => return Ok(None),
                };
                self.known.insert(key, held);
                Ok(Some((held, Some(paint))))
            }
            Image::Raster(raster) => {
                if let Some(held) = known {
                    return Ok(Some((held, None)));
                }
                let mut found = None;
                raster.with_rgba(|image, alpha| found = Some((image, alpha)), None);
                let Some((image, alpha)) = found else {
                    return Ok(None);
                };
                let packed = packed(raster.stream());
                let lossy = is_lossy(raster.stream().dict());
                let held = self.photograph(image, alpha, to, (lossy, packed))?;
                self.known.insert(key, held);
                Ok(Some((held, None)))
            }
        }
    }

    fn photograph(
        &mut self,
        image: ImageData,
        alpha: Option<LumaData>,
        to: Affine,
        came: (bool, Option<Jpeg>),
    ) -> Result<Held, Reason> {
        let (x, y) = pair(image.scale_factors());
        let sampling = sampling(image.interpolate());
        let pixels = match image {
            ImageData::Luma(luma) => grey(luma),
            ImageData::Rgb(rgb) => colours(rgb.width, rgb.height, rgb.data),
        };
        let reduced = self.reduced(pixels, to, (x, y));
        let scale = (x * reduced.1, y * reduced.1);
        let veil = match alpha {
            Some(alpha) if alpha.data.iter().any(|value| *value != 255) => {
                let (x, y) = pair(alpha.scale_factors);
                // A veil has pixels of its own size over the same place as the picture.
                let (across, down) = (
                    f64::from(reduced.0.width) * scale.0 / (f64::from(alpha.width) * x),
                    f64::from(reduced.0.height) * scale.1 / (f64::from(alpha.height) * y),
                );
                let (pixels, by) = self.reduced(grey(alpha), to, (x * across, y * down));
                let picture = self.keep(pixels, (false, None))?;
                Some(Veil {
                    picture,
                    scale: (x * across * by, y * down * by),
                })
            }
            _ => None,
        };
        let picture = self.keep(reduced.0, came)?;
        Ok(Held {
            picture,
            scale,
            sampling,
            veil,
        })
    }

    /// Pixels that are finer than anyone could see are brought together, and by how much.
    fn reduced(&self, pixels: Pixels, to: Affine, scale: (f64, f64)) -> (Pixels, f64) {
        if pixels.layout == Layout::Bilevel {
            return (pixels, 1.0);
        }
        let [a, b, c, d, ..] = to.as_coeffs();
        let points = (a.hypot(b) * scale.0).max(c.hypot(d) * scale.1);
        let dots = if points > 0.0 { 72.0 / points } else { FINE };
        // A tenth of what there is for one page is much; with little left, it has to go further.
        let much = u64::try_from(pixels.data.len()).unwrap_or(u64::MAX) > self.left / 8;
        let most = if much { COARSE } else { FINE };
        let mut by = 1_u8;
        while by < 16 && dots / f64::from(by) >= most * 1.5 {
            by = by.saturating_add(1);
        }
        if by == 1 {
            return (pixels, 1.0);
        }
        (together(&pixels, by.into()), by.into())
    }

    fn keep(&mut self, pixels: Pixels, came: (bool, Option<Jpeg>)) -> Result<u32, Reason> {
        let Pixels {
            width,
            height,
            layout,
            data,
        } = pixels;
        let bytes = u64::try_from(data.len()).unwrap_or(u64::MAX);
        let left = self.left.checked_sub(bytes).ok_or(Reason::TooLarge)?;
        if !size_is_allowed(width, height, layout, &self.limits)
            || bytes != layout.frame_bytes(width, height)
        {
            return Err(Reason::TooLarge);
        }
        self.left = left;
        let place = u32::try_from(self.frames.len()).map_err(|_| Reason::TooMany)?;
        self.frames.push(RasterFrame {
            lossy: came.0,
            packed: came.1,
            pixels: data,
            ..RasterFrame::still(width, height, layout)
        });
        Ok(place)
    }

    /// Keeps pixels that were drawn here.
    pub(super) fn rgba(
        &mut self,
        width: u32,
        height: u32,
        data: Vec<u8>,
        clear: bool,
    ) -> Option<u32> {
        let pixels = if clear {
            Pixels {
                width,
                height,
                layout: Layout::Rgba,
                data,
            }
        } else {
            let rgb = data.as_chunks::<4>().0.iter();
            let rgb = rgb.flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
            colours(width, height, rgb)
        };
        self.keep(pixels, (true, None)).ok()
    }
}

/// How finely the picture of a stream was quantised and its colours sampled, where it is a JPEG and nothing else.
fn packed(stream: &Stream<'_>) -> Option<Jpeg> {
    let is_jpeg = |name: &Name<'_>| matches!(name.as_ref(), b"DCTDecode" | b"DCT");
    let dict = stream.dict();
    let only = ["Filter", "F"].iter().any(|key| {
        let one = dict.get::<Name<'_>>(key);
        let all = dict.get::<Array<'_>>(key);
        let all = all.map(|all| all.iter::<Name<'_>>().collect::<Vec<_>>());
        one.is_some_and(|name| is_jpeg(&name))
            || all.is_some_and(|all| matches!(all.as_slice(), [name] if is_jpeg(name)))
    });
    if !only {
        return None;
    }
    let bytes = stream.raw_data();
    Some((jpeg::quality(&bytes), jpeg::chroma(&bytes)))
}

/// True where what was packed lost something by it already.
fn is_lossy(dict: &Dict<'_>) -> bool {
    let lossy = |name: &Name<'_>| matches!(name.as_ref(), b"DCTDecode" | b"DCT" | b"JPXDecode");
    ["Filter", "F"].iter().any(|key| {
        let one = dict.get::<Name<'_>>(key);
        let all = dict.get::<Array<'_>>(key);
        one.is_some_and(|name| lossy(&name))
            || all.is_some_and(|all| all.iter::<Name<'_>>().any(|name| lossy(&name)))
    })
}

fn pair(scale: (f32, f32)) -> (f64, f64) {
    (scale.0.into(), scale.1.into())
}

const fn sampling(smooth: bool) -> Sampling {
    if smooth {
        Sampling::Smooth
    } else {
        Sampling::Quality
    }
}

/// Grey, or one bit a pixel where there is only black and white.
fn grey(luma: LumaData) -> Pixels {
    if luma.data.iter().all(|value| matches!(value, 0 | 255)) {
        return ink(luma.width, luma.height, &luma.data, |value| value == 0);
    }
    Pixels {
        width: luma.width,
        height: luma.height,
        layout: Layout::Gray,
        data: luma.data,
    }
}

fn ink(width: u32, height: u32, data: &[u8], is_ink: impl Fn(u8) -> bool) -> Pixels {
    let across = usize::try_from(width).unwrap_or(usize::MAX).max(1);
    let mut bits = Vec::with_capacity(data.len() / 8 + 8);
    for row in data.chunks(across) {
        for eight in row.chunks(8) {
            let mut byte = 0_u8;
            for (value, bit) in eight.iter().zip([128, 64, 32, 16, 8, 4, 2, 1]) {
                if is_ink(*value) {
                    byte |= bit;
                }
            }
            bits.push(byte);
        }
    }
    Pixels {
        width,
        height,
        layout: Layout::Bilevel,
        data: bits,
    }
}

/// Colours, or fewer bytes where there are none.
fn colours(width: u32, height: u32, data: Vec<u8>) -> Pixels {
    let pixels = data.as_chunks::<3>().0;
    if pixels.iter().all(|[r, g, b]| r == g && g == b) {
        return grey(LumaData {
            data: pixels.iter().map(|[r, ..]| *r).collect(),
            width,
            height,
            interpolate: false,
            scale_factors: (1.0, 1.0),
        });
    }
    Pixels {
        width,
        height,
        layout: Layout::Rgb,
        data,
    }
}

/// Squares of `by` pixels become one; those at the far edges may be smaller.
fn together(pixels: &Pixels, by: u32) -> Pixels {
    let samples = usize::from(pixels.layout.samples());
    let width = pixels.width.div_ceil(by);
    let height = pixels.height.div_ceil(by);
    let size = |edge: u32| usize::try_from(edge).unwrap_or(usize::MAX);
    let row = size(pixels.width).saturating_mul(samples).max(1);
    let mut data = Vec::with_capacity(
        size(width)
            .saturating_mul(size(height))
            .saturating_mul(samples),
    );
    let mut sums = vec![(0_u32, 0_u32); size(width).saturating_mul(samples)];
    let rows: Vec<&[u8]> = pixels.data.chunks(row).collect();
    for band in rows.chunks(size(by).max(1)) {
        sums.fill((0, 0));
        for line in band {
            for (at, pixel) in line.chunks(samples).enumerate() {
                let first = (at / size(by)).saturating_mul(samples);
                for (sum, value) in sums.iter_mut().skip(first).zip(pixel) {
                    sum.0 = sum.0.saturating_add(u32::from(*value));
                    sum.1 = sum.1.saturating_add(1);
                }
            }
        }
        data.extend(sums.iter().map(|(sum, count)| {
            let half = count / 2;
            let mean = sum.saturating_add(half).checked_div(*count).unwrap_or(0);
            u8::try_from(mean).unwrap_or(u8::MAX)
        }));
    }
    Pixels {
        width,
        height,
        layout: pixels.layout,
        data,
    }
}
