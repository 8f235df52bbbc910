//! The objects of a file, and the file around them.
//!
//! ```text
//!  %PDF-1.7  streams …  object streams (all that is no stream)  cross-reference stream  %%EOF
//! ```
//!
//! Numbers are given in order, none twice and none left out; what was reserved and never put is written as nothing.

use std::io::Write;

use flate2::{Compress, Compression, FlushCompress, Status};
use pdf_writer::{Chunk, Dict, Filter, Name, Obj, Ref, Settings};
use sekisho_ir::Refusal;

const FAILED: Refusal = Refusal::Write("a paper");

/// Objects in one object stream.
const TOGETHER: usize = 200;

/// Bytes below which packing gains nothing.
const SHORT: usize = 64;

/// The objects by their number.
pub(super) struct Shelf {
    objects: Vec<Object>,
    /// Used again for every stream: a page of many small groups would spend its time on fresh windows.
    packer: Compress,
}

impl Default for Shelf {
    fn default() -> Self {
        Self {
            objects: Vec::new(),
            packer: packer(),
        }
    }
}

#[derive(Default)]
enum Object {
    #[default]
    Reserved,
    /// Only what stands within.
    Plain(Vec<u8>),
    /// With its number and its end.
    Stream(Vec<u8>),
}

const SETTINGS: Settings = Settings { pretty: false };

impl Shelf {
    /// A number for an object that is put later.
    pub(super) fn reserve(&mut self) -> Ref {
        self.objects.push(Object::Reserved);
        Ref::new(i32::try_from(self.objects.len()).unwrap_or(i32::MAX))
    }

    fn place(&mut self, at: Ref, object: Object) {
        let place = usize::try_from(at.get())
            .ok()
            .and_then(|at| at.checked_sub(1));
        if let Some(place) = place.and_then(|place| self.objects.get_mut(place)) {
            *place = object;
        }
    }

    /// Puts an object that is no stream.
    pub(super) fn put(&mut self, at: Ref, write: impl FnOnce(Obj<'_>)) {
        let mut chunk = Chunk::with_settings(SETTINGS);
        write(chunk.indirect(at));
        let bytes = chunk.as_bytes();
        let head = format!("{} 0 obj\n", at.get());
        let inside = bytes
            .strip_prefix(head.as_bytes())
            .and_then(|rest| rest.strip_suffix(b"\nendobj\n"))
            .unwrap_or_default();
        let object = Object::Plain(inside.to_vec());
        self.place(at, object);
    }

    /// As [`Shelf::put`], with a number of its own.
    pub(super) fn add(&mut self, write: impl FnOnce(Obj<'_>)) -> Ref {
        let at = self.reserve();
        self.put(at, write);
        at
    }

    /// Puts a stream as it is.
    pub(super) fn stream(&mut self, at: Ref, data: &[u8], write: impl FnOnce(&mut Dict<'_>)) {
        let mut chunk = Chunk::with_settings_and_capacity(SETTINGS, data.len() + 256);
        write(&mut chunk.stream(at, data));
        let object = Object::Stream(chunk.as_bytes().to_vec());
        self.place(at, object);
    }

    /// Puts a stream, deflated.
    pub(super) fn deflated(
        &mut self,
        at: Ref,
        data: &[u8],
        write: impl FnOnce(&mut Dict<'_>),
    ) -> Result<(), Refusal> {
        if data.len() < SHORT {
            self.stream(at, data, write);
            return Ok(());
        }
        let packed = deflate(data, &mut self.packer)?;
        self.stream(at, &packed, |dict| {
            dict.pair(Name(b"Filter"), Name(b"FlateDecode"));
            write(dict);
        });
        Ok(())
    }

    /// The file. Its two identifiers are the digest of all that stands before the cross-references.
    pub(super) fn finish(mut self, catalog: Ref, information: Ref) -> Result<Vec<u8>, Refusal> {
        let packs = self.pack()?;
        let mut out = b"%PDF-1.7\n%\x80\x80\x80\x80\n".to_vec();
        // Kind, place, index.
        let mut entries: Vec<(u8, usize, usize)> = vec![(0, 0, 65_535)];
        let mut plain = 0_usize;
        for object in &self.objects {
            match object {
                Object::Reserved => entries.push((0, 0, 0)),
                Object::Stream(bytes) => {
                    entries.push((1, out.len(), 0));
                    out.extend(bytes);
                }
                Object::Plain(_) => {
                    let pack = packs.get(plain / TOGETHER).ok_or(FAILED)?;
                    entries.push((2, *pack, plain % TOGETHER));
                    plain += 1;
                }
            }
        }
        let digest = blake3::hash(&out);
        let id = digest.as_bytes().get(..16).ok_or(FAILED)?;
        let at = Ref::new(i32::try_from(entries.len()).map_err(|_| FAILED)?);
        let start = out.len();
        entries.push((1, start, 0));
        let table = Table::of(&entries)?;
        let mut chunk = Chunk::with_settings(SETTINGS);
        let mut stream = chunk.stream(at, &table.packed);
        stream.filter(Filter::FlateDecode);
        stream
            .decode_parms()
            .pair(Name(b"Predictor"), 12)
            .pair(Name(b"Columns"), table.columns);
        stream.pair(Name(b"Type"), Name(b"XRef"));
        stream.pair(
            Name(b"Size"),
            i32::try_from(entries.len()).map_err(|_| FAILED)?,
        );
        stream.insert(Name(b"W")).array().items(table.widths);
        stream.pair(Name(b"Root"), catalog);
        stream.pair(Name(b"Info"), information);
        let id = pdf_writer::Str(id);
        stream.insert(Name(b"ID")).array().items([id, id]);
        drop(stream);
        out.extend(chunk.as_bytes());
        write!(out, "startxref\n{start}\n%%EOF\n").map_err(|_| FAILED)?;
        Ok(out)
    }

    /// Puts all that is no stream into streams of objects, [`TOGETHER`] in each, in their order; answers their numbers.
    fn pack(&mut self) -> Result<Vec<usize>, Refusal> {
        let plain: Vec<usize> = self
            .objects
            .iter()
            .enumerate()
            .filter(|(_, object)| matches!(object, Object::Plain(_)))
            .map(|(number, _)| number)
            .collect();
        let mut packs = Vec::new();
        for members in plain.chunks(TOGETHER) {
            let mut head = Vec::new();
            let mut body = Vec::new();
            for member in members {
                if let Some(Object::Plain(bytes)) = self.objects.get(*member) {
                    write!(head, "{} {} ", member + 1, body.len()).map_err(|_| FAILED)?;
                    body.extend(bytes);
                    body.push(b'\n');
                }
            }
            let first = i32::try_from(head.len()).map_err(|_| FAILED)?;
            let count = i32::try_from(members.len()).map_err(|_| FAILED)?;
            head.extend(body);
            let at = self.reserve();
            self.deflated(at, &head, |dict| {
                dict.pair(Name(b"Type"), Name(b"ObjStm"));
                dict.pair(Name(b"N"), count);
                dict.pair(Name(b"First"), first);
            })?;
            packs.push(self.objects.len());
        }
        Ok(packs)
    }
}

/// The cross-references, each row by its differences from the one above.
struct Table {
    packed: Vec<u8>,
    widths: [i32; 3],
    columns: i32,
}

impl Table {
    fn of(entries: &[(u8, usize, usize)]) -> Result<Self, Refusal> {
        let most = entries
            .iter()
            .map(|(_, place, _)| *place)
            .max()
            .unwrap_or(0);
        let width = (1..8).find(|bytes| most >> (8 * bytes) == 0).unwrap_or(8);
        let mut above = vec![0_u8; width + 3];
        let mut rows = Vec::with_capacity(entries.len() * (width + 4));
        for (kind, place, index) in entries {
            let place = u64::try_from(*place).unwrap_or(u64::MAX).to_be_bytes();
            let index = u16::try_from(*index).unwrap_or(u16::MAX).to_be_bytes();
            let mut row = vec![*kind];
            row.extend(place.iter().skip(8 - width));
            row.extend(index);
            rows.push(2);
            rows.extend(
                row.iter()
                    .zip(&above)
                    .map(|(one, above)| one.wrapping_sub(*above)),
            );
            above = row;
        }
        let width = i32::try_from(width).map_err(|_| FAILED)?;
        Ok(Self {
            packed: deflate(&rows, &mut packer())?,
            widths: [1, width, 2],
            columns: width + 3,
        })
    }
}

fn packer() -> Compress {
    Compress::new(Compression::new(6), true)
}

fn deflate(data: &[u8], packer: &mut Compress) -> Result<Vec<u8>, Refusal> {
    packer.reset();
    let mut out = Vec::with_capacity(data.len() / 2 + 64);
    loop {
        let read = usize::try_from(packer.total_in()).map_err(|_| FAILED)?;
        let rest = data.get(read..).unwrap_or_default();
        let status = packer.compress_vec(rest, &mut out, FlushCompress::Finish);
        match status.map_err(|_| FAILED)? {
            Status::StreamEnd => return Ok(out),
            Status::Ok | Status::BufError => out.reserve(out.len().max(64)),
        }
    }
}
