//! PNG: the chunks our writer uses, in order, each with its checksum, and nothing behind the end.

use super::walk::{Walk, size};

const EDGE: u32 = 20_000;
const PIXELS: u64 = 120_000_000;

/// A PNG of a sane size without text, profile, time or any private chunk.
pub(super) fn is_png(bytes: &[u8]) -> Option<()> {
    let mut walk = Walk::over(bytes);
    walk.expect(b"\x89PNG\r\n\x1a\n")?;
    let (kind, header) = chunk(&mut walk)?;
    let [w0, w1, w2, w3, h0, h1, h2, h3, depth, colour, 0, 0, 0] = *header else {
        return None;
    };
    let (width, height) = (
        u32::from_be_bytes([w0, w1, w2, w3]),
        u32::from_be_bytes([h0, h1, h2, h3]),
    );
    let sane = (1..=EDGE).contains(&width)
        && (1..=EDGE).contains(&height)
        && u64::from(width) * u64::from(height) <= PIXELS
        && [1, 2, 4, 8, 16].contains(&depth)
        && [0, 2, 3, 4, 6].contains(&colour);
    (&kind == b"IHDR" && sane).then_some(())?;
    let mut pixels = false;
    loop {
        let (kind, body) = chunk(&mut walk)?;
        match &kind {
            b"PLTE" | b"tRNS" | b"sRGB" | b"gAMA" | b"acTL" if !pixels => {}
            b"fcTL" | b"fdAT" => {}
            b"IDAT" => pixels = true,
            b"IEND" if pixels && body.is_empty() => return walk.end(),
            _ => return None,
        }
    }
}

fn chunk<'a>(walk: &mut Walk<'a>) -> Option<([u8; 4], &'a [u8])> {
    let length = size(u32::from_be_bytes(walk.chunk()?))?;
    let kind = walk.chunk::<4>()?;
    let body = walk.take(length)?;
    let mut crc = flate2::Crc::new();
    crc.update(&kind);
    crc.update(body);
    (crc.sum() == u32::from_be_bytes(walk.chunk()?)).then_some((kind, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, body) in chunks {
            out.extend(u32::try_from(body.len()).unwrap().to_be_bytes());
            out.extend(*kind);
            out.extend(*body);
            let mut crc = flate2::Crc::new();
            crc.update(*kind);
            crc.update(body);
            out.extend(crc.sum().to_be_bytes());
        }
        out
    }

    #[test]
    fn only_the_bare_picture_is_recognised() {
        let header = [0, 0, 0, 2, 0, 0, 0, 1, 8, 6, 0, 0, 0];
        let bare = made(&[(b"IHDR", &header), (b"IDAT", b"x"), (b"IEND", b"")]);
        assert!(is_png(&bare).is_some());
        assert!(
            is_png(&[&bare[..], b"PK"].concat()).is_none(),
            "bytes behind the end"
        );
        let mut broken = bare.clone();
        broken[20] ^= 1;
        assert!(is_png(&broken).is_none(), "a checksum that does not fit");
        for extra in [b"tEXt", b"eXIf", b"iCCP", b"tIME", b"prIv"] {
            let told = made(&[
                (b"IHDR", &header),
                (extra, b"x"),
                (b"IDAT", b"x"),
                (b"IEND", b""),
            ]);
            assert!(is_png(&told).is_none(), "{extra:?}");
        }
        let huge = [0, 0xff, 0, 0, 0, 0xff, 0, 0, 8, 6, 0, 0, 0];
        assert!(is_png(&made(&[(b"IHDR", &huge), (b"IDAT", b"x"), (b"IEND", b"")])).is_none());
    }
}
