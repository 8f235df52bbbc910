//! JPEG: the segments our writer uses, entropy-coded data, and nothing behind the end.

use super::walk::Walk;

/// A baseline or progressive JPEG without comment, EXIF, profile or any application data but JFIF.
pub(super) fn is_jpeg(bytes: &[u8]) -> Option<()> {
    let mut walk = Walk::over(bytes);
    walk.expect(&[0xff, 0xd8])?;
    let (mut sized, mut scanned) = (false, false);
    loop {
        walk.expect(&[0xff])?;
        match walk.byte()? {
            // APP0, as JFIF of the plain length without a thumbnail.
            0xe0 => {
                let body = segment(&mut walk)?;
                (body.len() == 14 && body.starts_with(b"JFIF\0") && body.ends_with(&[0, 0]))
                    .then_some(())?;
            }
            0xc0 | 0xc2 if !sized => {
                let [_, h1, h0, w1, w0, components, ..] = *segment(&mut walk)? else {
                    return None;
                };
                let sane = u16::from_be_bytes([h1, h0]) > 0
                    && u16::from_be_bytes([w1, w0]) > 0
                    && [1, 3].contains(&components);
                sane.then_some(())?;
                sized = true;
            }
            // Quantisation, Huffman, restart interval.
            0xdb | 0xc4 | 0xdd => drop(segment(&mut walk)?),
            0xda if sized => {
                segment(&mut walk)?;
                skip_coded(&mut walk)?;
                scanned = true;
            }
            0xd9 if scanned => return walk.end(),
            _ => return None,
        }
    }
}

fn segment<'a>(walk: &mut Walk<'a>) -> Option<&'a [u8]> {
    let length = u16::from_be_bytes(walk.chunk()?);
    walk.take(usize::from(length).checked_sub(2)?)
}

/// Entropy-coded data goes on until a marker that is neither a stuffed byte nor a restart.
fn skip_coded(walk: &mut Walk<'_>) -> Option<()> {
    let rest = walk.rest();
    let mut place = 0;
    loop {
        place += memchr::memchr(0xff, rest.get(place..)?)?;
        match rest.get(place + 1)? {
            0x00 | 0xd0..=0xd7 => place += 2,
            _ => return walk.take(place).map(drop),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(extra: &[u8], tail: &[u8]) -> Vec<u8> {
        let mut out = vec![0xff, 0xd8];
        out.extend([0xff, 0xe0, 0, 16]);
        out.extend(b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
        out.extend(extra);
        out.extend([0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
        out.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0]);
        out.extend([1, 2, 0xff, 0, 3, 0xff, 0xd0, 4]);
        out.extend([0xff, 0xd9]);
        out.extend(tail);
        out
    }

    #[test]
    fn only_the_bare_picture_is_recognised() {
        assert!(is_jpeg(&made(b"", b"")).is_some());
        assert!(is_jpeg(&made(b"", b"PK")).is_none(), "bytes behind the end");
        assert!(is_jpeg(&made(b"\xff\xe1\0\x04Ex", b"")).is_none(), "EXIF");
        assert!(
            is_jpeg(&made(b"\xff\xfe\0\x04hi", b"")).is_none(),
            "a comment"
        );
        assert!(
            is_jpeg(&made(b"\xff\xe2\0\x04IC", b"")).is_none(),
            "a profile"
        );
    }
}
