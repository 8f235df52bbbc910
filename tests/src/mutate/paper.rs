//! Changes of a PDF: words of its objects turned into others, hostile objects set in their place, numbers that lie,
//! streams unpacked, changed and left so. The table at the end is mostly wrong afterwards, as it is in many real files.

use std::io::Read;
use std::ops::Range;

use flate2::read::ZlibDecoder;

use super::Random;
use crate::pdf::techniques::CANARY;

/// Names that hostile files are made of, and those that pages are.
const NAMES: &[&str] = &[
    "/JavaScript",
    "/JS",
    "/Launch",
    "/OpenAction",
    "/AA",
    "/URI",
    "/SubmitForm",
    "/GoToR",
    "/GoToE",
    "/EmbeddedFile",
    "/RichMedia",
    "/XFA",
    "/Type",
    "/Subtype",
    "/Page",
    "/Pages",
    "/Kids",
    "/Parent",
    "/Count",
    "/Contents",
    "/Resources",
    "/Font",
    "/XObject",
    "/Form",
    "/Image",
    "/Pattern",
    "/Shading",
    "/ExtGState",
    "/SMask",
    "/Group",
    "/ColorSpace",
    "/ICCBased",
    "/Indexed",
    "/Separation",
    "/DeviceN",
    "/Lab",
    "/CalRGB",
    "/DeviceCMYK",
    "/Filter",
    "/FlateDecode",
    "/LZWDecode",
    "/DCTDecode",
    "/JPXDecode",
    "/JBIG2Decode",
    "/CCITTFaxDecode",
    "/ASCII85Decode",
    "/RunLengthDecode",
    "/Crypt",
    "/DecodeParms",
    "/Predictor",
    "/Columns",
    "/Colors",
    "/BitsPerComponent",
    "/Width",
    "/Height",
    "/Length",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Annots",
    "/AP",
    "/N",
    "/Rect",
    "/Widget",
    "/Link",
    "/FontFile",
    "/FontFile2",
    "/FontFile3",
    "/ToUnicode",
    "/Encoding",
    "/Differences",
    "/Identity-H",
    "/Identity-V",
    "/Type0",
    "/Type1",
    "/Type3",
    "/TrueType",
    "/CIDFontType0",
    "/CIDFontType2",
    "/CIDToGIDMap",
    "/W",
    "/DW",
    "/W2",
    "/FirstChar",
    "/Widths",
    "/FontMatrix",
    "/FontBBox",
    "/CharProcs",
    "/FunctionType",
    "/Domain",
    "/Range",
    "/Functions",
    "/Bounds",
    "/Encode",
    "/Decode",
    "/ShadingType",
    "/Coords",
    "/BBox",
    "/Matrix",
    "/XStep",
    "/YStep",
    "/PaintType",
    "/Outlines",
    "/First",
    "/Next",
    "/Dest",
    "/Names",
    "/Dests",
    "/PageLabels",
    "/Nums",
    "/ObjStm",
    "/XRef",
    "/Prev",
    "/XRefStm",
    "/Encrypt",
    "/Root",
    "/OCProperties",
    "/OC",
    "/ImageMask",
    "/Mask",
    "/Lang",
    "/Title",
];
/// Values that things are given.
const VALUES: &[&str] = &[
    "0",
    "1",
    "-1",
    "2",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967296",
    "99999999999999999999",
    "1e9",
    "0.0000001",
    "-0.5",
    "3371",
    "14400",
    "null",
    "true",
    "[]",
    "[0]",
    "[0 0 0 0]",
    "[0 0 1e9 1e9]",
    "[1 0 0 1 0 0]",
    "[0 0 0 0 0 0]",
    "<<>>",
    "()",
    "(kanaria)",
    "<feff202e>",
    "/kanaria",
    "<</S/JavaScript/JS(kanaria())>>",
    "<</S/Launch/F(kanaria.exe)>>",
    "<</S/URI/URI(https://kanaria.example/)>>",
    "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
];
/// Operators of pages.
const OPERATORS: &[&str] = &[
    "q",
    "Q",
    "cm",
    "w",
    "d",
    "gs",
    "m",
    "l",
    "c",
    "h",
    "re",
    "S",
    "f*",
    "B",
    "n",
    "W n",
    "BT",
    "ET",
    "Tf",
    "Tr",
    "Td",
    "Tm",
    "Tj",
    "TJ",
    "'",
    "CS",
    "cs",
    "scn",
    "SCN",
    "g",
    "rg",
    "k",
    "sh",
    "Do",
    "BI /W 9 /H 9 /BPC 8 ID kanaria EI",
    "/Span<</ActualText(kanaria)>>BDC",
    "EMC",
    "d0",
    "d1",
    "BX",
    "EX",
    "1e9 0 0 1e9 0 0 cm",
    "0 0 0 0 0 0 cm",
    "[0.001] 0 d",
    "3 Tr",
    "7 Tr",
];

/// Changes something.
pub(super) fn change(bytes: &mut Vec<u8>, random: &mut Random) -> &'static str {
    if bytes.is_empty() {
        return "nothing";
    }
    match random.below(12) {
        0..=2 => swap_name(bytes, random),
        3..=4 => swap_number(bytes, random),
        5 => {
            insert_behind(bytes, b"<<", random, |random| {
                format!("{} {}", random.one(NAMES), random.one(VALUES))
            });
            "entry set in"
        }
        6 => {
            let value = random.one(VALUES).to_string();
            insert_behind(bytes, b"[", random, |_| format!("{value} "));
            "item set in"
        }
        7 => swap_reference(bytes, random),
        8..=9 => stream(bytes, random),
        10 => double(bytes, random),
        _ => update(bytes, random),
    }
}

/// Where words of this sort stand.
fn spans(
    bytes: &[u8],
    begins: impl Fn(&[u8]) -> bool,
    goes_on: impl Fn(u8) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() && found.len() < 5_000 {
        if begins(&bytes[at..]) {
            let length = bytes[at + 1..]
                .iter()
                .take_while(|byte| goes_on(**byte))
                .count();
            found.push(at..at + 1 + length);
            at += length;
        }
        at += 1;
    }
    found
}

fn swap_name(bytes: &mut Vec<u8>, random: &mut Random) -> &'static str {
    let names = spans(
        bytes,
        |rest| matches!(rest, [b'/', letter, ..] if letter.is_ascii_alphabetic()),
        |byte| byte.is_ascii_alphanumeric() || byte == b'-',
    );
    if names.is_empty() {
        return "nothing";
    }
    let span = random.one(&names).clone();
    bytes.splice(span, random.one(NAMES).bytes());
    "name turned"
}

fn swap_number(bytes: &mut Vec<u8>, random: &mut Random) -> &'static str {
    let numbers = spans(
        bytes,
        |rest| matches!(rest, [byte, ..] if byte.is_ascii_digit()),
        |byte| byte.is_ascii_digit() || byte == b'.',
    );
    if numbers.is_empty() {
        return "nothing";
    }
    let span = random.one(&numbers).clone();
    bytes.splice(span, random.one(VALUES).bytes());
    "number turned"
}

/// A reference to another object, or to itself.
fn swap_reference(bytes: &mut Vec<u8>, random: &mut Random) -> &'static str {
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, b" 0 R")
        .take(5_000)
        .collect();
    if places.is_empty() {
        return "nothing";
    }
    let at = *random.one(&places);
    let digits = bytes[..at]
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let number = random.below(40).to_string();
    bytes.splice(at - digits..at, number.bytes());
    "reference turned"
}

fn insert_behind(
    bytes: &mut Vec<u8>,
    word: &[u8],
    random: &mut Random,
    what: impl Fn(&mut Random) -> String,
) {
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, word).take(5_000).collect();
    if places.is_empty() {
        return;
    }
    let at = *random.one(&places) + word.len();
    bytes.splice(at..at, what(random).into_bytes());
}

/// A stream, unpacked where that is possible, with something changed in it; it stays unpacked under a filter that it no
/// longer has, or under one that it never had.
fn stream(bytes: &mut Vec<u8>, random: &mut Random) -> &'static str {
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, b"stream")
        .take(5_000)
        .collect();
    let starts: Vec<usize> = places
        .into_iter()
        .filter(|at| !bytes[..*at].ends_with(b"end"))
        .collect();
    if starts.is_empty() {
        return "nothing";
    }
    let mut start = *random.one(&starts) + b"stream".len();
    while matches!(bytes.get(start), Some(b'\r' | b'\n')) {
        start += 1;
    }
    let rest = &bytes[start..];
    let Some(length) = memchr::memmem::find(rest, b"endstream") else {
        return "nothing";
    };
    let packed = rest[..length].to_vec();
    let mut plain = Vec::new();
    let unpacked = ZlibDecoder::new(packed.as_slice())
        .take(1 << 20)
        .read_to_end(&mut plain);
    let (mut data, deed) = if unpacked.is_ok() && !plain.is_empty() {
        (plain, "packed stream changed")
    } else {
        (packed, "stream changed")
    };
    for _ in 0..=random.below(3) {
        let at = random.below(data.len() + 1);
        match random.below(3) {
            0 => super::bytes_of(&mut data, random),
            1 => {
                let word = format!("\n{} {}\n", random.one(VALUES), random.one(OPERATORS));
                data.splice(at..at, word.into_bytes());
            }
            _ => {
                let word = format!(" {CANARY} {} ", random.one(OPERATORS));
                data.splice(at..at, word.into_bytes());
            }
        }
    }
    if deed == "packed stream changed" {
        data = crate::pdf::filters::flate(&data);
    }
    bytes.splice(start..start + length, data);
    deed
}

/// An object once more, under another number.
fn double(bytes: &mut Vec<u8>, random: &mut Random) -> &'static str {
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, b" 0 obj")
        .take(5_000)
        .collect();
    if places.is_empty() {
        return "nothing";
    }
    let at = *random.one(&places);
    let Some(length) = memchr::memmem::find(&bytes[at..], b"endobj") else {
        return "nothing";
    };
    let body = bytes[at..at + length].to_vec();
    let number = random.below(40).to_string();
    bytes.extend([b"\n", number.as_bytes(), &body, b"endobj\n"].concat());
    "object doubled"
}

/// A later version that puts something harmful in the place of an object.
fn update(bytes: &mut Vec<u8>, random: &mut Random) -> &'static str {
    let number = 1 + random.below(20);
    let at = bytes.len() + 1;
    let body = random.one(VALUES);
    let update = format!(
        "\n{number} 0 obj\n{body}\nendobj\nxref\n{number} 1\n{at:010} 00000 n \ntrailer\n<</Size 99/Root 1 0 R>>\nstartxref\n{}\n%%EOF\n",
        at + format!("{number} 0 obj\n{body}\nendobj\n").len()
    );
    bytes.extend(update.bytes());
    "later version"
}
