//! Bytes that stand in many files because a standard says so; sharing them says nothing.

/// Quantisation tables of JPEG (ITU-T T.81, Annex K.1): brightness and colour, in rows.
const QUANTISATION: [[u32; 64]; 2] = [
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69,
        56, 14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81,
        104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ],
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99,
        99, 47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ],
];

/// The order in which a table is written (Figure A.6 of the same).
const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// How the four Huffman tables of the standard (Annex K.3) begin: length, class, and the first counts.
const HUFFMAN: [&[u8]; 4] = [
    b"\xff\xc4\x00\x1f\x00\x00\x01\x05\x01\x01\x01\x01\x01\x01",
    b"\xff\xc4\x00\xb5\x10\x00\x02\x01\x03\x03\x02\x04\x03\x05\x05\x04\x04\x00\x00\x01\x7d",
    b"\xff\xc4\x00\x1f\x01\x00\x03\x01\x01\x01\x01\x01\x01\x01\x01\x01",
    b"\xff\xc4\x00\xb5\x11\x00\x02\x01\x02\x04\x04\x03\x04\x07\x05\x04\x04\x00\x01\x02\x77",
];

/// How long a listed constant is that begins here.
pub(crate) fn constant(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(b"<?xml ") {
        return bytes.windows(2).position(|w| w == b"?>").map(|at| at + 2);
    }
    if let Some(length) = jpeg_table(bytes) {
        return Some(length);
    }
    // Names of the standard: namespaces, types of relationships, types of parts.
    let standard: [&[u8]; 6] = [
        b"http://schemas.openxmlformats.org/",
        b"http://schemas.microsoft.com/office/",
        b"http://purl.oclc.org/ooxml/",
        b"http://www.w3.org/",
        b"application/vnd.openxmlformats-",
        b"application/vnd.ms-",
    ];
    if standard.iter().any(|name| bytes.starts_with(name)) {
        let word = |b: &u8| b.is_ascii_alphanumeric() || b":/.-+_#".contains(b);
        return Some(bytes.iter().take(160).take_while(|b| word(b)).count());
    }
    let rest = bytes.strip_prefix(b"xmlns")?;
    let open = rest
        .iter()
        .take(32)
        .position(|b| matches!(b, b'"' | b'\''))?;
    let close = rest.iter().skip(open + 1).position(|b| *b == rest[open])?;
    Some("xmlns".len() + open + 1 + close + 1)
}

/// A table of the standard, whole: a quantisation table at one of the hundred usual qualities, or a Huffman table.
fn jpeg_table(bytes: &[u8]) -> Option<usize> {
    if let Some(table) = bytes.strip_prefix(b"\xff\xdb\x00\x43") {
        let (_, table) = table.split_first()?;
        let table = table.get(..64)?;
        let standard = |quality: u32, base: &[u32; 64]| {
            let scale = if quality < 50 {
                5000 / quality
            } else {
                200 - 2 * quality
            };
            let said = ZIGZAG
                .iter()
                .map(|at| ((base[*at] * scale + 50) / 100).clamp(1, 255));
            said.eq(table.iter().map(|byte| u32::from(*byte)))
        };
        let known =
            (1..=100).any(|quality| QUANTISATION.iter().any(|base| standard(quality, base)));
        return known.then_some(4 + 1 + 64);
    }
    let table = HUFFMAN.iter().find(|table| bytes.starts_with(table))?;
    Some(2 + usize::from(u16::from_be_bytes([table[2], table[3]])))
}
