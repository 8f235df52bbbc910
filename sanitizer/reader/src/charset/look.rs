//! What bytes look like when nobody says, or says wrongly, what they are.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, ISO_2022_JP, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::label::Charset;

/// Only so much is scored; errors are looked for in the whole.
const SAMPLE_CHARS: usize = 4_096;

/// True where the bytes shift between sets as ISO-2022-JP does.
pub(super) fn has_shifts(bytes: &[u8]) -> bool {
    bytes.windows(3).any(|window| {
        matches!(
            window,
            [0x1b, b'$', b'@' | b'B' | b'(' | b'A'] | [0x1b, b'(', b'I' | b'J' | b'B']
        )
    })
}

/// True where bytes that decode without loss are still surely something else than their label says.
pub(super) fn contradicts(bytes: &[u8], charset: Charset, text: &str) -> bool {
    let ascii = bytes.is_ascii();
    match charset {
        Charset::Jis => !ascii && !has_shifts(bytes),
        Charset::Utf8 => ascii && has_shifts(bytes),
        Charset::Foreign(..) => ascii && has_shifts(bytes),
        Charset::Other(encoding) if encoding == UTF_16BE || encoding == UTF_16LE => {
            !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok()
        }
        Charset::Other(encoding) if ascii => encoding != ISO_2022_JP && has_shifts(bytes),
        Charset::Other(encoding) if encoding == SHIFT_JIS || encoding == EUC_JP => {
            let other = if encoding == SHIFT_JIS {
                EUC_JP
            } else {
                SHIFT_JIS
            };
            std::str::from_utf8(bytes).is_ok() && score(text) < score_utf8(bytes)
                || score(text) < -4 && score_in(bytes, other).is_some_and(|other| other > 0)
        }
        Charset::Other(encoding) if encoding.is_single_byte() => {
            let utf8 = std::str::from_utf8(bytes).is_ok();
            utf8 || score_in(bytes, SHIFT_JIS).is_some_and(|score| score >= 12)
                || score_in(bytes, EUC_JP).is_some_and(|score| score >= 12)
        }
        Charset::Other(_) => false,
    }
}

/// The likeliest charset of bytes that are not plain ASCII.
pub(super) fn guess(bytes: &[u8], hint: Option<Charset>) -> Charset {
    if has_shifts(bytes) {
        return Charset::Jis;
    }
    if mostly_utf8(bytes) {
        return Charset::Utf8;
    }
    let hinted = match hint {
        Some(Charset::Other(encoding)) => Some(encoding),
        _ => None,
    };
    let shift = score_in(bytes, SHIFT_JIS);
    let euc = score_in(bytes, EUC_JP);
    // Half-width kana in one are kanji in the other: there the surroundings know better.
    match hinted {
        Some(hinted) if hinted == SHIFT_JIS && shift.is_some_and(|score| score >= -2) => {
            return Charset::Other(SHIFT_JIS);
        }
        Some(hinted) if hinted == EUC_JP && euc.is_some_and(|score| score >= 0) => {
            return Charset::Other(EUC_JP);
        }
        _ => {}
    }
    let best = match (shift, euc) {
        (Some(shift), Some(euc)) => {
            let euc_wins = euc > shift || (euc == shift && hinted == Some(EUC_JP));
            Some(if euc_wins {
                (EUC_JP, euc)
            } else {
                (SHIFT_JIS, shift)
            })
        }
        (Some(shift), None) => Some((SHIFT_JIS, shift)),
        (None, Some(euc)) => Some((EUC_JP, euc)),
        (None, None) => None,
    };
    if let Some((encoding, score)) = best
        && (score > 0 || hinted == Some(encoding))
    {
        return Charset::Other(encoding);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    match hinted {
        // The hint is better than the detector's last resort.
        Some(hinted) if encoding == WINDOWS_1252 => Charset::Other(hinted),
        _ if encoding == UTF_8 => Charset::Utf8,
        _ => Charset::Other(encoding),
    }
}

/// UTF-8, whole or with a few bytes broken or cut off: other charsets do not fall into its pattern.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => bytes.get(..error.valid_up_to()),
        _ => None,
    };
    let bytes = whole.unwrap_or(bytes);
    for chunk in bytes.utf8_chunks() {
        good = good.saturating_add(chunk.valid().chars().filter(|c| !c.is_ascii()).count());
        bad = bad.saturating_add(chunk.invalid().len());
    }
    good > 0 && (bad == 0 || (good > 1 && bad <= good.div_ceil(2)))
}

fn score_utf8(bytes: &[u8]) -> i64 {
    std::str::from_utf8(bytes).map_or(i64::MIN, score)
}

/// How Japanese the bytes read in an encoding; none where they do not decode.
fn score_in(bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Option<i64> {
    encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| score(&text))
}

/// Points for how Japanese a text reads.
fn score(text: &str) -> i64 {
    let mut points = 0_i64;
    let mut after_half = false;
    for c in text.chars().take(SAMPLE_CHARS) {
        let half = matches!(c, '\u{ff61}'..='\u{ff9f}');
        points = points.saturating_add(match c {
            'ぁ'..='ん' => 6,
            '、' | '。' | '「' | '」' | '・' | 'ー' | '　' | '（' | '）' | '：' => 5,
            'ァ'..='ヶ' | '０'..='９' | 'Ａ'..='Ｚ' => 4,
            '\u{4e00}'..='\u{9fff}' => kanji_points(c),
            // Half-width kana come in runs; alone they are another charset's bytes.
            '\u{ff61}'..='\u{ff65}' => -2,
            '\u{ff66}'..='\u{ff9f}' if after_half => 0,
            '\u{ff66}'..='\u{ff9f}' => -2,
            '\u{e000}'..='\u{f8ff}' => -2,
            '\u{80}'..='\u{9f}' | '\u{fffd}' => -8,
            '①'..='⑳' | '㈱' | '№' | '℡' | '～' | '〜' | '−' | '－' => 3,
            '\u{80}'..='\u{2fff}' => -1,
            _ => 0,
        });
        after_half = half;
    }
    points
}

/// Kanji of the first level are everyday ones.
fn kanji_points(c: char) -> i64 {
    let mut buffer = [0_u8; 4];
    let (bytes, _, _) = EUC_JP.encode(c.encode_utf8(&mut buffer));
    match bytes.as_ref() {
        [0xb0..=0xcf, _] => 3,
        [0xd0..=0xfe, _] => -1,
        _ => -1,
    }
}
