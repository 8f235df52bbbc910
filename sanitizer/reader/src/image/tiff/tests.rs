//! Pages made here, field by field, in the packings a scanner uses; and chains of directories that lead nowhere.

use sekisho_ir::{Code, Findings, Kind, Layout, Raster, Reason};

use super::read;
use crate::ReadHint;

/// Fields that all pages need, and those of the test; every strip is one of `strips`.
pub(crate) struct Made {
    fields: Vec<(u16, u16, Vec<u32>)>,
    strips: Vec<Vec<u8>>,
}

impl Made {
    pub(crate) fn page(width: u32, height: u32, compression: u32, photometric: u32) -> Self {
        let fields = vec![
            (256, 4, vec![width]),
            (257, 4, vec![height]),
            (259, 3, vec![compression]),
            (262, 3, vec![photometric]),
        ];
        Self {
            fields,
            strips: Vec::new(),
        }
    }

    pub(crate) fn shorts(mut self, tag: u16, values: &[u32]) -> Self {
        self.fields.push((tag, 3, values.to_vec()));
        self
    }

    fn longs(mut self, tag: u16, values: &[u32]) -> Self {
        self.fields.push((tag, 4, values.to_vec()));
        self
    }

    pub(crate) fn strip(mut self, bytes: &[u8]) -> Self {
        self.strips.push(bytes.to_vec());
        self
    }

    /// Appends the page; `next` is where the following directory shall be said to stand.
    fn append(self, bytes: &mut Vec<u8>, next: u32) {
        let mut fields = self.fields;
        let mut at = u32::try_from(bytes.len()).unwrap();
        let place = bytes.len();
        let (mut offsets, mut lengths) = (Vec::new(), Vec::new());
        at += u32::try_from((fields.len() + 2) * 12 + 6).unwrap();
        let mut values = Vec::new();
        for strip in &self.strips {
            offsets.push(at + u32::try_from(values.len()).unwrap());
            lengths.push(u32::try_from(strip.len()).unwrap());
            values.extend(strip);
        }
        fields.push((273, 4, offsets));
        fields.push((279, 4, lengths));
        fields.sort();
        bytes.extend(u16::try_from(fields.len()).unwrap().to_le_bytes());
        for (tag, kind, numbers) in fields {
            let mut value: Vec<u8> = Vec::new();
            for number in &numbers {
                let wide = number.to_le_bytes();
                value.extend(&wide[..if kind == 3 { 2 } else { 4 }]);
            }
            bytes.extend(tag.to_le_bytes());
            bytes.extend(u16::to_le_bytes(kind));
            bytes.extend(u32::try_from(numbers.len()).unwrap().to_le_bytes());
            if value.len() > 4 {
                bytes.extend((at + u32::try_from(values.len()).unwrap()).to_le_bytes());
                values.extend(value);
            } else {
                value.resize(4, 0);
                bytes.extend(value);
            }
        }
        bytes.extend(next.to_le_bytes());
        assert_eq!(bytes.len() - place, usize::try_from(at).unwrap() - place);
        bytes.extend(values);
    }

    pub(crate) fn file(self) -> Vec<u8> {
        let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
        self.append(&mut bytes, 0);
        bytes
    }
}

fn page(made: Made) -> Raster {
    told(&made.file()).unwrap().0
}

fn told(bytes: &[u8]) -> Result<(Raster, Findings), Reason> {
    let mut findings = Findings::new();
    let hint = ReadHint::default();
    let raster = read(bytes, &hint, &mut findings)?;
    raster.verify(&hint.limits).unwrap();
    Ok((raster, findings))
}

#[test]
fn a_fax_is_ink_on_paper_whatever_counts_as_black() {
    // T.4, one dimension: four white, three black, four white, each row its own.
    let row = [0b1011_1010, 0b1100_0000];
    let made = |photometric| Made::page(11, 2, 2, photometric).strip(&[row, row].concat());
    let ink = page(made(0));
    assert_eq!(ink.frames[0].layout, Layout::Bilevel);
    assert_eq!(ink.frames[0].pixels, [0b0000_1110, 0, 0b0000_1110, 0]);
    let light = page(made(1));
    assert_eq!(light.frames[0].pixels[0], 0b1111_0001);
    // Lines of a machine that sends the low bit first.
    let turned: Vec<u8> = [row, row]
        .concat()
        .iter()
        .map(|byte| byte.reverse_bits())
        .collect();
    let turned = Made::page(11, 2, 2, 0).shorts(266, &[2]).strip(&turned);
    assert_eq!(page(turned).frames[0].pixels, ink.frames[0].pixels);
}

#[test]
fn strips_tiles_and_planes_come_together() {
    let strips = Made::page(3, 2, 1, 1).shorts(258, &[8]).longs(278, &[1]);
    let strips = strips.strip(&[1, 2, 3]).strip(&[4, 5, 6]);
    assert_eq!(page(strips).frames[0].pixels, [1, 2, 3, 4, 5, 6]);
    let tiles = Made::page(3, 1, 1, 1)
        .shorts(258, &[8])
        .shorts(322, &[2])
        .shorts(323, &[2]);
    let tiles = tiles.strip(&[1, 2, 0, 0]).strip(&[3, 0, 0, 0]);
    assert_eq!(page(tiles).frames[0].pixels, [1, 2, 3]);
    let planes = Made::page(2, 1, 1, 2)
        .shorts(258, &[8, 8, 8])
        .shorts(277, &[3])
        .shorts(284, &[2])
        .strip(&[1, 2])
        .strip(&[3, 4])
        .strip(&[5, 6]);
    assert_eq!(page(planes).frames[0].pixels, [1, 3, 5, 2, 4, 6]);
}

#[test]
fn values_of_any_width_become_bytes() {
    let four = Made::page(3, 1, 1, 1)
        .shorts(258, &[4])
        .strip(&[0x0f, 0x80]);
    assert_eq!(page(four).frames[0].pixels, [0, 255, 136]);
    let white = Made::page(2, 1, 1, 0).shorts(258, &[8]).strip(&[0, 200]);
    assert_eq!(page(white).frames[0].pixels, [255, 55]);
    let sixteen = Made::page(2, 1, 1, 1)
        .shorts(258, &[16])
        .strip(&[9, 1, 9, 2]);
    assert_eq!(page(sixteen).frames[0].pixels, [1, 2]);
    let mut colours = vec![0; 48];
    colours[1] = 0xff00;
    colours[17] = 0x8000;
    let palette = Made::page(2, 1, 1, 3)
        .shorts(258, &[4])
        .shorts(320, &colours)
        .strip(&[0x01]);
    assert_eq!(page(palette).frames[0].pixels, [0, 0, 0, 255, 128, 0]);
    let inks = Made::page(1, 1, 1, 5)
        .shorts(258, &[8; 4])
        .shorts(277, &[4]);
    assert_eq!(
        page(inks.strip(&[255, 0, 0, 0])).frames[0].pixels,
        [0, 255, 255]
    );
}

#[test]
fn packed_bytes_never_grow_beyond_their_place() {
    let bits = Made::page(4, 1, 32_773, 1)
        .shorts(258, &[8])
        .strip(&[0xfd, 7, 0x81, 9]);
    assert_eq!(page(bits).frames[0].pixels, [7, 7, 7, 7]);
    let mut zipped = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut zipped, &vec![1; 1_000_000]).unwrap();
    let zipped = zipped.finish().unwrap();
    let bomb = Made::page(4, 1, 8, 1)
        .shorts(258, &[8])
        .shorts(317, &[2])
        .strip(&zipped);
    assert_eq!(page(bomb).frames[0].pixels, [1, 2, 3, 4]);
}

#[test]
fn directories_that_lead_back_are_read_once() {
    let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
    Made::page(1, 1, 1, 1)
        .shorts(258, &[8])
        .strip(&[5])
        .append(&mut bytes, 8);
    let (raster, findings) = told(&bytes).unwrap();
    assert_eq!(raster.frames.len(), 1);
    assert!(
        findings
            .rows()
            .iter()
            .any(|row| row.code == Code::StructureRepaired)
    );
}

#[test]
fn huge_claims_end_at_once() {
    let huge = Made::page(60_000, 60_000, 4, 0).strip(&[0; 4]).file();
    assert_eq!(told(&huge).unwrap_err(), Reason::TooLarge);
    let rows = Made::page(20_000, 20_000, 1, 1)
        .longs(322, &[1])
        .longs(323, &[1])
        .strip(&[0]);
    assert_eq!(told(&rows.file()).unwrap_err(), Reason::TooMany);
    // Every strip is the whole file.
    let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
    let whole = vec![0_u8; 100_000];
    let mut many = Made::page(1, 10_000, 1, 1)
        .shorts(258, &[8])
        .longs(278, &[1])
        .strip(&whole);
    many.fields.push((324, 4, vec![200; 10_000]));
    many.fields.push((325, 4, vec![100_000; 10_000]));
    many.fields.push((322, 4, vec![1]));
    many.fields.push((323, 4, vec![1]));
    many.append(&mut bytes, 0);
    assert_eq!(told(&bytes).unwrap_err(), Reason::Malformed);
}

#[test]
fn a_page_that_cannot_be_read_does_not_cost_the_others() {
    let mut bytes = b"II\x2a\0\x08\0\0\0".to_vec();
    let mut first = Vec::new();
    Made::page(1, 1, 34_712, 1)
        .shorts(258, &[8])
        .strip(&[5])
        .append(&mut first, 0);
    let second = u32::try_from(bytes.len() + first.len()).unwrap();
    Made::page(1, 1, 34_712, 1)
        .shorts(258, &[8])
        .strip(&[5])
        .append(&mut bytes, second);
    Made::page(1, 1, 1, 1)
        .shorts(258, &[8])
        .strip(&[6])
        .append(&mut bytes, 0);
    let (raster, findings) = told(&bytes).unwrap();
    assert_eq!(raster.frames[0].pixels, [6]);
    assert!(
        findings
            .rows()
            .iter()
            .any(|row| row.code == Code::PartDropped)
    );
}

#[test]
fn what_is_written_is_read_again() {
    let pages = Made::page(11, 2, 2, 0)
        .shorts(274, &[6])
        .strip(&[0b1011_1010, 0b1100_0000]);
    let mut raster = page(pages);
    assert_eq!((raster.frames[0].width, raster.frames[0].height), (2, 11));
    raster.frames[0].dpi = Some((204, 98));
    let mut photo = raster.frames[0].clone();
    (photo.width, photo.height, photo.layout) = (16, 16, Layout::Gray);
    photo.pixels = vec![77; 256];
    photo.lossy = true;
    raster.frames.push(photo.clone());
    photo.lossy = false;
    photo.layout = Layout::Rgba;
    photo.pixels = (0..=255).flat_map(|value| [value, 3, 9, value]).collect();
    raster.frames.push(photo);
    assert_eq!(raster.format, Kind::Tiff);
    let mut order = Vec::new();
    let mut frames = sekisho_ir::FrameWriter::new(&mut order);
    frames
        .order(sekisho_ir::Order::of(sekisho_ir::Output::File))
        .unwrap();
    frames
        .document(&sekisho_ir::Document::Raster(raster.clone()))
        .unwrap();
    frames.end().unwrap();
    let mut bytes = Vec::new();
    sekisho_writer::write(&order, &mut bytes).unwrap();
    let (again, _) = told(&bytes).unwrap();
    assert_eq!(again.frames, raster.frames);
}
