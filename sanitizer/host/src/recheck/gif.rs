//! GIF: images, their delays, the loop count, and nothing else.

use super::walk::Walk;

/// A GIF without comment, plain text or foreign application blocks, ending at its trailer.
pub(super) fn is_gif(bytes: &[u8]) -> Option<()> {
    let mut walk = Walk::over(bytes);
    walk.expect(b"GIF89a")?;
    let [w0, w1, h0, h1, packed, _, _] = walk.chunk::<7>()?;
    (u16::from_le_bytes([w0, w1]) > 0 && u16::from_le_bytes([h0, h1]) > 0).then_some(())?;
    palette(&mut walk, packed)?;
    let mut images = 0_u32;
    loop {
        match walk.byte()? {
            0x21 => match walk.byte()? {
                0xf9 => {
                    walk.expect(&[4])?;
                    walk.take(4)?;
                    walk.expect(&[0])?;
                }
                0xff => {
                    walk.expect(b"\x0bNETSCAPE2.0\x03\x01")?;
                    walk.take(2)?;
                    walk.expect(&[0])?;
                }
                _ => return None,
            },
            0x2c => {
                let [.., packed] = walk.chunk::<9>()?;
                palette(&mut walk, packed)?;
                (2..=8).contains(&walk.byte()?).then_some(())?;
                blocks(&mut walk)?;
                images = images.checked_add(1)?;
            }
            0x3b if images > 0 => return walk.end(),
            _ => return None,
        }
    }
}

fn palette(walk: &mut Walk<'_>, packed: u8) -> Option<()> {
    if packed & 0x80 != 0 {
        walk.take(3 << (usize::from(packed & 7) + 1))?;
    }
    Some(())
}

fn blocks(walk: &mut Walk<'_>) -> Option<()> {
    loop {
        match walk.byte()? {
            0 => return Some(()),
            length => drop(walk.take(usize::from(length))?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(extra: &[u8], tail: &[u8]) -> Vec<u8> {
        let mut out = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
        out.extend(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0");
        out.extend(extra);
        out.extend(b"\x21\xf9\x04\0\x0a\0\0\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0\x3b");
        out.extend(tail);
        out
    }

    #[test]
    fn only_the_bare_pictures_are_recognised() {
        assert!(is_gif(&made(b"", b"")).is_some());
        assert!(
            is_gif(&made(b"", b"<script>")).is_none(),
            "bytes behind the end"
        );
        assert!(
            is_gif(&made(b"\x21\xfe\x02hi\0", b"")).is_none(),
            "a comment"
        );
        assert!(
            is_gif(&made(b"\x21\xff\x0bXMP DataXMP\x01x\0", b"")).is_none(),
            "XMP"
        );
    }
}
