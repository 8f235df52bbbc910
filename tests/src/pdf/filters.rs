//! The filters of streams, the other way round (ISO 32000-2, 7.4), as far as a hostile file needs them.

use std::io::Write;

/// Deflates, as zlib does.
pub fn flate(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(data).expect("a vector takes everything");
    encoder.finish().expect("a vector takes everything")
}

/// Two digits a byte, with blanks among them.
pub fn hex(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() * 2 + 1);
    for (place, byte) in data.iter().enumerate() {
        out.extend(format!("{byte:02x}").bytes());
        if place % 30 == 29 {
            out.extend(b" \n");
        }
    }
    out.push(b'>');
    out
}

/// Five letters for four bytes.
pub fn eighty_five(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for four in data.chunks(4) {
        let mut word = [0; 4];
        word[..four.len()].copy_from_slice(four);
        let mut number = u32::from_be_bytes(word);
        if number == 0 && four.len() == 4 {
            out.push(b'z');
            continue;
        }
        let mut letters = [0_u8; 5];
        for letter in letters.iter_mut().rev() {
            *letter = b'!' + u8::try_from(number % 85).expect("below 85");
            number /= 85;
        }
        out.extend(&letters[..=four.len()]);
    }
    out.extend(b"~>");
    out
}

/// Runs: what is the same three times or more, and what is not.
pub fn runs(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for run in data.chunk_by(|a, b| a == b) {
        for part in run.chunks(128) {
            if part.len() < 2 {
                out.extend([0, part[0]]);
            } else {
                let length = u16::try_from(part.len()).expect("at most 128");
                out.extend([u8::try_from(257 - length).expect("a byte"), part[0]]);
            }
        }
    }
    out.push(128);
    out
}

/// LZW that never learns a word it uses: codes of nine bits, the table cleared before it grows.
pub fn lzw(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut say = |code: u32| {
        bits = bits << 9 | code;
        held += 9;
        while held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).expect("a byte"));
        }
    };
    for part in data.chunks(200) {
        say(256);
        for byte in part {
            say(u32::from(*byte));
        }
    }
    say(257);
    // What is left of the last byte.
    say(0);
    out
}
