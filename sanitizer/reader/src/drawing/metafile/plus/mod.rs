//! GDI+ records inside comments ([MS-EMFPLUS] 2.3): played where a metafile has nothing else.

mod curves;
mod draw;
mod objects;
mod state;
mod words;

use std::collections::BTreeMap;

use sekisho_ir::Code;

use self::objects::Object;
use super::bytes::Bytes;
use super::clip::Clip;
use super::plane::Affine;
use super::player::Player;

/// States that may be saved at once.
const MOST_SAVED: usize = 256;

/// What GDI+ takes for granted when it draws.
#[derive(Clone)]
struct State {
    world: Affine,
    /// From the page to the device.
    page: Affine,
    /// None is all of the canvas.
    clip: Option<Clip>,
}

/// The state of GDI+ beside that of GDI.
pub(super) struct Plus {
    /// True where the records say all there is; none before the header.
    alone: Option<bool>,
    dpi: (f64, f64),
    state: State,
    saved: Vec<(u32, State)>,
    objects: BTreeMap<u16, Object>,
    /// An object that comes in parts: its number and how long it will be.
    coming: Option<(u16, usize)>,
    parts: Vec<u8>,
}

impl Default for Plus {
    fn default() -> Self {
        Self {
            alone: None,
            dpi: (96.0, 96.0),
            state: State {
                world: Affine::SAME,
                page: Affine::SAME,
                clip: None,
            },
            saved: Vec::new(),
            objects: BTreeMap::new(),
            coming: None,
            parts: Vec::new(),
        }
    }
}

/// A record: its kind, its flags and what it says.
#[derive(Clone, Copy)]
struct Record<'a> {
    kind: u16,
    flags: u16,
    data: Bytes<'a>,
}

impl Record<'_> {
    /// The number of the object it is about.
    const fn number(&self) -> u16 {
        self.flags & 0xff
    }

    /// True where coordinates have two bytes.
    const fn is_small(&self) -> bool {
        self.flags & 0x4000 != 0
    }
}

impl<'a> Player<'a> {
    /// A comment: records of GDI+ where it has them, else nothing ([MS-EMF] 2.3.3).
    pub(super) fn comment(&mut self, record: Bytes<'a>) -> Option<()> {
        let length = record.count(8)?;
        let data = record.from(12);
        let data = data.get(..length.min(data.len()))?;
        let mut rest = data.strip_prefix(b"EMF+")?;
        while let Some((kind, flags)) = Bytes(rest).word(0).zip(Bytes(rest).word(2)) {
            let (size, length) = Bytes(rest).count(4).zip(Bytes(rest).count(8))?;
            let data = rest.get(12..)?;
            let data = Bytes(data.get(..length.min(data.len()))?);
            if size < 12 || !self.canvas.spend(64) {
                break;
            }
            let record = Record { kind, flags, data };
            self.plus_record(record);
            rest = rest.get(size..).unwrap_or_default();
        }
        Some(())
    }

    fn plus_record(&mut self, record: Record<'_>) {
        if record.kind == 0x4001 {
            // Where GDI draws the same, it does so once.
            self.plus.alone.get_or_insert(record.flags & 1 == 0);
            if let Some([across, down]) = record.data.longs(8)
                && across > 0.0
                && down > 0.0
            {
                self.plus.dpi = (across, down);
            }
        }
        if self.plus.alone != Some(true) {
            return;
        }
        let done = match record.kind {
            0x4008 => self.plus_object(record),
            0x4025..=0x4035 => self.plus_state(record),
            0x4009..=0x401c | 0x4036 | 0x4037 => self.plus_drawing(record),
            // Hints of quality, comments, the ends of things.
            0x4001..=0x4007 | 0x401d..=0x4024 => Some(()),
            _ => None,
        };
        if done.is_none() {
            self.findings.add_at(Code::MarkupDropped, 1, "record");
        }
    }

    /// From what a record says to the canvas.
    fn plus_map(&self) -> Affine {
        let state = &self.plus.state;
        let map = state.world.then(&state.page).then(&self.base);
        if map.is_finite() { map } else { self.base }
    }

    fn plus_clip(&self) -> Clip {
        let clip = self.plus.state.clip.clone();
        clip.unwrap_or_else(|| Clip::whole(self.canvas.edges()))
    }

    /// Keeps an object, or a part of one ([MS-EMFPLUS] 2.3.5.1).
    fn plus_object(&mut self, record: Record<'_>) -> Option<()> {
        const MOST_BYTES: usize = 64 * 1024 * 1024;
        let number = record.flags & 0x7fff;
        let continued = record.flags & 0x8000 != 0;
        let whole;
        let data = if continued || self.plus.coming.is_some_and(|(coming, _)| coming == number) {
            let total = if continued {
                record.data.count(0)
            } else {
                None
            };
            if self.plus.coming.is_none_or(|(coming, _)| coming != number) {
                self.plus.parts.clear();
                self.plus.coming = Some((number, total?));
            }
            let (_, total) = self.plus.coming?;
            let part = record.data.from(if continued { 4 } else { 0 });
            if self.plus.parts.len().saturating_add(part.len()) > MOST_BYTES {
                return None;
            }
            self.plus.parts.extend_from_slice(part);
            if self.plus.parts.len() < total {
                return Some(());
            }
            self.plus.coming = None;
            whole = std::mem::take(&mut self.plus.parts);
            Bytes(&whole)
        } else {
            record.data
        };
        let object = objects::parse(number >> 8, data, &mut self.pictures)?;
        self.plus.objects.insert(number & 0xff, object);
        Some(())
    }
}
