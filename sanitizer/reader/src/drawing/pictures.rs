//! Pictures inside a drawing: read by our own readers, kept as pixels, and said to the parser as the plainest PNG. A
//! drawing inside the drawing is parsed like one that stands alone, once: nothing stands inside it but pixels.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sekisho_ir::{Code, Document, Findings, Kind, Limits, Raster, RasterFrame};
use sha2::{Digest, Sha256};
use usvg::{ImageKind, Tree};

use super::boxes::Unevenness;
use super::{paint, parsed};
use crate::{ReadHint, charset, image};

/// Pixels of all pictures inside a drawing, in bytes.
const MOST_BYTES: u64 = 100_000_000;
/// Text of all drawings inside a drawing, counted each time one is shown.
const MOST_INNER_TEXT: usize = 8 * 1024 * 1024;

/// The pictures of one drawing.
#[derive(Default)]
pub(super) struct Pictures {
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    pictures: Vec<(Arc<Vec<u8>>, RasterFrame)>,
    /// By the digest of what came. One that stands often is read once.
    known: BTreeMap<[u8; 32], Known>,
    bytes: u64,
    inner_text: usize,
    findings: Findings,
}

#[derive(Clone)]
enum Known {
    /// Cannot be shown.
    Nothing,
    /// Its number.
    Pixels(usize),
    /// A drawing.
    Shapes(Box<Tree>),
}

impl Pictures {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A picture inside a drawing, for the parser; `inner` where the drawing itself stands inside one.
    /// One that `boxes` have no room for is left out.
    pub(super) fn resolve(
        &self,
        bytes: &[u8],
        limits: &Limits,
        inner: bool,
        boxes: Unevenness,
    ) -> Option<ImageKind> {
        let kind = crate::detect::detect(bytes, None);
        if kind == Kind::Svg {
            let mut held = self.held();
            held.inner_text = held.inner_text.saturating_add(bytes.len());
            if inner || held.inner_text > MOST_INNER_TEXT {
                held.findings.add_at(Code::PartDropped, 1, kind.code());
                return None;
            }
        }
        let digest: [u8; 32] = Sha256::digest(bytes).into();
        let known = self.held().known.get(&digest).cloned();
        let known = match known {
            Some(known) => known,
            None => {
                // A drawing comes back here for its pictures, so nothing is held meanwhile.
                let found = match kind {
                    Kind::Svg => self.shapes(bytes, limits),
                    _ => self.pixels(bytes, kind, limits),
                };
                let mut held = self.held();
                if matches!(found, Known::Nothing) {
                    held.findings.add_at(Code::PartDropped, 1, kind.code());
                }
                held.known.insert(digest, found.clone());
                found
            }
        };
        let shown = match known {
            Known::Nothing => return None,
            Known::Shapes(tree) => {
                let (width, height) = (tree.size().width().into(), tree.size().height().into());
                boxes.fits(width, height).then(|| ImageKind::SVG(*tree))
            }
            Known::Pixels(number) => {
                let held = self.held();
                let (data, frame) = held.pictures.get(number)?;
                let fits = boxes.fits(frame.width.into(), frame.height.into());
                fits.then(|| ImageKind::PNG(data.clone()))
            }
        };
        if shown.is_none() {
            self.held()
                .findings
                .add_at(Code::PartDropped, 1, kind.code());
        }
        shown
    }

    fn shapes(&self, bytes: &[u8], limits: &Limits) -> Known {
        let mut findings = Findings::new();
        let text = charset::decode(bytes, None).text;
        let tree = parsed(&text, self, true, limits, &mut findings);
        self.held().findings.merge(&findings);
        tree.map_or(Known::Nothing, |tree| Known::Shapes(Box::new(tree)))
    }

    fn pixels(&self, bytes: &[u8], kind: Kind, limits: &Limits) -> Known {
        let left = MOST_BYTES.saturating_sub(self.held().bytes);
        let hint = ReadHint {
            within_package: true,
            limits: Limits {
                raster_bytes: left.min(limits.raster_bytes),
                ..limits.clone()
            },
            ..ReadHint::default()
        };
        self.frame_of(bytes, kind, &hint)
            .map_or(Known::Nothing, Known::Pixels)
    }

    fn frame_of(&self, bytes: &[u8], kind: Kind, hint: &ReadHint) -> Option<usize> {
        let reading = match kind {
            Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Bmp | Kind::Webp | Kind::Tiff => {
                image::read_to_paint(bytes, kind, hint).ok()?
            }
            _ => return None,
        };
        let Document::Raster(Raster { frames, .. }) = reading.document else {
            return None;
        };
        let frame = frames.into_iter().next()?;
        let data = paint::plain_png(&frame)?;
        let mut held = self.held();
        held.findings.add(Code::ImagesRedrawn, 1);
        let size = u64::try_from(frame.pixels.len()).unwrap_or(u64::MAX);
        held.bytes = held.bytes.saturating_add(size);
        held.pictures.push((Arc::new(data), frame));
        held.pictures.len().checked_sub(1)
    }

    /// Reads a picture that the parser found by itself, and knows it by these bytes from now on.
    pub(super) fn adopt(&self, data: &Arc<Vec<u8>>, limits: &Limits) -> Option<usize> {
        let kind = crate::detect::detect(data, None);
        let Known::Pixels(number) = self.pixels(data, kind, limits) else {
            return None;
        };
        let mut held = self.held();
        held.pictures.get_mut(number)?.0 = data.clone();
        Some(number)
    }

    /// The number of the picture that the parser was given as these bytes.
    pub(super) fn number(&self, data: &Arc<Vec<u8>>) -> Option<usize> {
        let held = self.held();
        held.pictures
            .iter()
            .position(|(own, _)| Arc::ptr_eq(own, data))
    }

    /// The pixels of a picture.
    pub(super) fn frame(&self, number: usize) -> Option<RasterFrame> {
        let held = self.held();
        held.pictures.get(number).map(|(_, frame)| frame.clone())
    }

    /// What was found while reading them.
    pub(super) fn findings(&self) -> Findings {
        self.held().findings.clone()
    }
}
