//! Packages taken apart and packed again by hand, so that they can be packed wrongly too: names may
//! stand twice, lie, or lead elsewhere.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// One member of a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Its bytes, unpacked.
    pub body: Vec<u8>,
}

/// All members of an honest package; none where it is not one.
pub fn unpack(bytes: &[u8]) -> Option<Vec<Part>> {
    let parts = crate::package::members(bytes)?.into_iter();
    Some(
        parts
            .map(|m| Part {
                name: m.name,
                body: m.body,
            })
            .collect(),
    )
}

/// Packs parts, deflated or as they are.
pub fn pack(parts: &[Part], deflate: bool) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for part in parts {
        let mut crc = flate2::Crc::new();
        crc.update(&part.body);
        let body = if deflate {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
            encoder.write_all(&part.body).unwrap();
            encoder.finish().unwrap()
        } else {
            part.body.clone()
        };
        let long = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
        let short = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes();
        let told = [
            &[20, 0, 0, 8][..],
            &short(if deflate { 8 } else { 0 }),
            &[0; 4],
            &crc.sum().to_le_bytes(),
            &long(body.len()),
            &long(part.body.len()),
            &short(part.name.len()),
            &[0, 0],
        ]
        .concat();
        let place = long(file.len());
        file.extend([b"PK\x03\x04", &told[..], part.name.as_bytes(), &body].concat());
        let entry = [
            b"PK\x01\x02\x14\0",
            &told[..],
            &[0; 10],
            &place,
            part.name.as_bytes(),
        ];
        directory.extend(entry.concat());
    }
    let count = u16::try_from(parts.len()).unwrap_or(u16::MAX).to_le_bytes();
    let size = u32::try_from(directory.len())
        .unwrap_or(u32::MAX)
        .to_le_bytes();
    let place = u32::try_from(file.len()).unwrap_or(u32::MAX).to_le_bytes();
    let end = [
        &b"PK\x05\x06\0\0\0\0"[..],
        &count,
        &count,
        &size,
        &place,
        &[0, 0],
    ]
    .concat();
    [file, directory, end].concat()
}
