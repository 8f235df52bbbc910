//! Secrets that are written on paper and typed again: letters that are not mistaken for one another.

use unicode_normalization::UnicodeNormalization;

/// Five bits each; no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// `many` letters from fresh randomness, 32 at most.
pub(super) fn fresh(random: &[u8; 32], many: usize) -> String {
    let letter = |byte: &u8| {
        ALPHABET
            .get(usize::from(byte & 31))
            .copied()
            .unwrap_or(b'0')
    };
    random
        .iter()
        .take(many)
        .map(letter)
        .map(char::from)
        .collect()
}

/// Reads what was typed, in any width and case and with any gaps; what is mistaken for a letter is taken for it.
pub(super) fn typed(text: &str, many: usize) -> Option<String> {
    if text.len() > 200 {
        return None;
    }
    let bare: String = text
        .nfkc()
        .filter(|c| !c.is_whitespace() && !"-‐‑–—−ー".contains(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    let known = |byte: u8| ALPHABET.contains(&byte);
    (bare.len() == many && bare.bytes().all(known)).then_some(bare)
}

/// In groups of `each` letters, as it stands on paper.
pub(super) fn written(letters: &str, each: usize) -> String {
    let mut out = String::with_capacity(letters.len().saturating_mul(2));
    for (place, letter) in letters.chars().enumerate() {
        if place > 0 && place % each == 0 {
            out.push('-');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_however_it_is_typed() {
        let letters = fresh(&[31; 32], 28);
        assert_eq!(letters, "z".repeat(28));
        assert_eq!(written(&letters, 7), ["zzzzzzz"; 4].join("-"));
        let mixed = "0123456789abcdefghjkmnpqrstv";
        for seen in [
            written(mixed, 4),
            written(mixed, 4).to_uppercase().replace('-', "　"),
            mixed.replace('0', "O").replace('1', "l"),
            mixed.replace('0', "ｏ"),
        ] {
            assert_eq!(typed(&seen, 28).as_deref(), Some(mixed), "{seen}");
        }
        for wrong in [
            "",
            "abc",
            &"u".repeat(28),
            &"あ".repeat(28),
            &"a".repeat(300),
        ] {
            assert!(typed(wrong, 28).is_none(), "{wrong}");
        }
    }
}
