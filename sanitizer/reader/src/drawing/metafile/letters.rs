//! Letters of metafiles: from the bytes of a code page, from symbol fonts, and what is known of fonts that are not here.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};

use super::objects::Font;

/// The code page of a character set ([MS-WMF] 2.1.1.5).
fn encoding(charset: u8) -> &'static Encoding {
    match charset {
        128 => SHIFT_JIS,
        129 => EUC_KR,
        134 => GBK,
        136 => BIG5,
        161 => WINDOWS_1253,
        162 => WINDOWS_1254,
        163 => WINDOWS_1258,
        177 => WINDOWS_1255,
        178 => WINDOWS_1256,
        186 => WINDOWS_1257,
        204 => WINDOWS_1251,
        222 => WINDOWS_874,
        238 => WINDOWS_1250,
        _ => WINDOWS_1252,
    }
}

/// A character and how many units of the text it was: bytes, or words of two.
pub(super) type Letter = (char, usize);

/// The letters of words of two bytes.
pub(super) fn of_words(bytes: &[u8]) -> Vec<Letter> {
    let units = bytes
        .as_chunks()
        .0
        .iter()
        .map(|unit| u16::from_le_bytes(*unit));
    char::decode_utf16(units)
        .map(|letter| {
            let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
            (letter, letter.len_utf16())
        })
        .collect()
}

/// The letters of bytes in a character set. What says nothing of its set is Japanese where it can be.
pub(super) fn of_bytes(bytes: &[u8], charset: u8) -> Vec<Letter> {
    if charset == 2 {
        return bytes.iter().map(|byte| (char::from(*byte), 1)).collect();
    }
    let page = encoding(charset);
    let plain = page == WINDOWS_1252 && bytes.iter().any(|byte| *byte >= 0x80);
    let japanese = plain && (charset != 0 || looks_japanese(bytes));
    let (page, double) = if japanese
        && SHIFT_JIS
            .decode_without_bom_handling_and_without_replacement(bytes)
            .is_some()
    {
        (SHIFT_JIS, true)
    } else {
        (page, [SHIFT_JIS, EUC_KR, GBK, BIG5].contains(&page))
    };
    let mut letters = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        let lead = match page {
            page if page == SHIFT_JIS => matches!(first, 0x81..=0x9f | 0xe0..=0xfc),
            _ => *first >= 0x81,
        };
        let length = if double && lead && rest.len() > 1 {
            2
        } else {
            1
        };
        let (these, after) = rest.split_at(length);
        let (text, _) = page.decode_without_bom_handling(these);
        letters.push((text.chars().next().unwrap_or(' '), length));
        rest = after;
    }
    letters
}

/// True where every high byte begins a pair of Shift_JIS and there are several.
fn looks_japanese(bytes: &[u8]) -> bool {
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes);
    text.is_some_and(|text| text.chars().filter(|letter| is_wide(*letter)).count() >= 2)
}

/// A family name in bytes.
pub(super) fn name(bytes: &[u8], charset: u8) -> String {
    let end = bytes
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(bytes.len());
    let bytes = bytes.get(..end).unwrap_or_default();
    let charset = if charset == 2 { 0 } else { charset };
    of_bytes(bytes, charset)
        .into_iter()
        .map(|(letter, _)| letter)
        .collect()
}

/// True for letters that are as wide as high (Unicode's East Asian width, in large).
pub(super) const fn is_wide(letter: char) -> bool {
    matches!(letter,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}'
        | '\u{2014}' | '\u{2015}' | '\u{2025}' | '\u{2026}' | '\u{2190}'..='\u{2193}' | '\u{2460}'..='\u{27bf}')
}

/// The letter as it stands in a line from top to bottom (Unicode, vertical forms).
pub(super) const fn vertical(letter: char) -> char {
    match letter {
        '、' => '\u{fe11}',
        '。' => '\u{fe12}',
        '（' => '\u{fe35}',
        '）' => '\u{fe36}',
        '「' => '\u{fe41}',
        '」' => '\u{fe42}',
        '『' => '\u{fe43}',
        '』' => '\u{fe44}',
        '【' => '\u{fe3b}',
        '】' => '\u{fe3c}',
        '〈' => '\u{fe3f}',
        '〉' => '\u{fe40}',
        '《' => '\u{fe3d}',
        '》' => '\u{fe3e}',
        '…' => '\u{fe19}',
        letter => letter,
    }
}

/// True for letters that a line from top to bottom turns along with it.
pub(super) const fn turns(letter: char) -> bool {
    matches!(letter, 'ー' | '―' | '—' | '－' | '～' | '〜' | '＝')
}

/// What a letter of a symbol font looks like, where that is known.
pub(super) fn symbol(font: &Font, letter: char) -> char {
    const CAPITALS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    let face = font.face.to_ascii_lowercase();
    let code = match u32::from(letter) {
        code @ 0xf020..=0xf0ff => code.saturating_sub(0xf000),
        code => code,
    };
    let plain = char::from_u32(code).unwrap_or(letter);
    if face == "symbol" {
        let of = |letters: &str, first: u32| {
            let place = usize::try_from(code.checked_sub(first)?).ok()?;
            letters.chars().nth(place)
        };
        return match code {
            0x41..=0x5a => of(CAPITALS, 0x41).unwrap_or(plain),
            0x61..=0x7a => of(SMALL, 0x61).unwrap_or(plain),
            0xa3 => '≤',
            0xa5 => '∞',
            0xac => '←',
            0xad => '↑',
            0xae => '→',
            0xaf => '↓',
            0xb0 => '°',
            0xb1 => '±',
            0xb2 => '″',
            0xb3 => '≥',
            0xb4 => '×',
            0xb6 => '∂',
            0xb7 => '•',
            0xb8 => '÷',
            0xb9 => '≠',
            0xba => '≡',
            0xbb => '≈',
            0xd6 => '√',
            0xde => '⇒',
            0xe5 => '∑',
            0xf2 => '∫',
            _ => plain,
        };
    }
    if face.starts_with("wingdings") {
        return match code {
            0x6c | 0x9f => '●',
            0x6e => '■',
            0x6f => '□',
            0x75 => '◆',
            0xa1 => '○',
            0xa7 => '▪',
            0xa8 => '□',
            0xd8 => '➢',
            0xe0 | 0xe8 => '→',
            0xfb => '✗',
            0xfc => '✓',
            0xfe => '☑',
            0x4a => '☺',
            _ => plain,
        };
    }
    if (0xf020..=0xf0ff).contains(&u32::from(letter)) {
        plain
    } else {
        letter
    }
}

/// How far a family reaches above and below the base line, in parts of its size (hhea and OS/2 of the real font).
pub(super) fn reach(face: &str) -> Option<(f64, f64)> {
    let face = face.to_ascii_lowercase();
    Some(match face.as_str() {
        "arial" | "helvetica" | "arial narrow" | "system" => (0.905, 0.212),
        "times new roman" | "times" | "times roman" => (0.891, 0.216),
        "courier new" | "courier" => (0.833, 0.300),
        "calibri" => (0.952, 0.269),
        "cambria" => (0.950, 0.222),
        "tahoma" | "ms shell dlg" | "ms shell dlg 2" | "verdana" => (1.000, 0.207),
        "segoe ui" => (1.079, 0.251),
        "meiryo" | "meiryo ui" | "メイリオ" => (1.060, 0.440),
        "yu gothic" | "游ゴシック" | "yu gothic ui" => (0.880, 0.120),
        "symbol" => (1.005, 0.220),
        "wingdings" => (0.898, 0.211),
        _ if face.contains("ゴシック")
            || face.contains("明朝")
            || face.contains("gothic")
            || face.contains("mincho") =>
        {
            (0.859, 0.141)
        }
        _ => return None,
    })
}

/// How wide an average letter of a family is, in parts of its size.
pub(super) fn average(font: &Font) -> f64 {
    let face = font.face.to_ascii_lowercase();
    match face.as_str() {
        "arial" | "helvetica" => 0.441,
        "times new roman" | "times" => 0.401,
        "courier new" | "courier" => 0.6,
        _ => 0.5,
    }
}
