//! Folding for search: width, kana, case, old and new forms of a letter. 髙橋 is found by 高橋, タナカ by たなか,
//! ＡＢＣ by abc. The stored text keeps every character; only the folded copy beside it is compared.

use unicode_normalization::UnicodeNormalization;

/// Old and regional forms met in Japanese names, each with the form people type.
const VARIANTS: &[(char, char)] = &[
    ('髙', '高'),
    ('﨑', '崎'),
    ('嵜', '崎'),
    ('碕', '崎'),
    ('𠮷', '吉'),
    ('邉', '辺'),
    ('邊', '辺'),
    ('齋', '斎'),
    ('齊', '斎'),
    ('斉', '斎'),
    ('澤', '沢'),
    ('濱', '浜'),
    ('濵', '浜'),
    ('廣', '広'),
    ('國', '国'),
    ('嶋', '島'),
    ('嶌', '島'),
    ('櫻', '桜'),
    ('眞', '真'),
    ('德', '徳'),
    ('惠', '恵'),
    ('瀨', '瀬'),
    ('淵', '渕'),
    ('渊', '渕'),
    ('舘', '館'),
    ('萬', '万'),
    ('藏', '蔵'),
    ('關', '関'),
    ('龍', '竜'),
    ('瀧', '滝'),
    ('槇', '槙'),
    ('曾', '曽'),
    ('會', '会'),
    ('應', '応'),
    ('榮', '栄'),
    ('學', '学'),
    ('條', '条'),
    ('壽', '寿'),
    ('靜', '静'),
    ('驒', '騨'),
];

/// The form in which two spellings of the same word are equal.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkc() {
        if is_variation_selector(c) {
            continue;
        }
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
            continue;
        }
        for lower in c.to_lowercase() {
            out.push(letter(lower));
        }
    }
    out.trim().to_owned()
}

/// Katakana becomes hiragana, a known variant its common form.
fn letter(c: char) -> char {
    let code = u32::from(c);
    if (0x30A1..=0x30F6).contains(&code) {
        return char::from_u32(code - 0x60).unwrap_or(c);
    }
    VARIANTS
        .iter()
        .find(|(old, _)| *old == c)
        .map_or(c, |(_, common)| *common)
}

fn is_variation_selector(c: char) -> bool {
    matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF | 0x180B..=0x180D)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn names_are_found_in_whatever_form_they_are_typed() {
        assert_eq!(fold("髙橋　﨑"), fold("高橋 崎"));
        assert_eq!(fold("𠮷田"), fold("吉田"));
        assert_eq!(fold("葛\u{E0100}城"), fold("葛城"));
        assert_eq!(fold("タカハシ"), fold("たかはし"));
        assert_eq!(fold("ﾀｶﾊｼ"), fold("たかはし"));
        assert_eq!(fold("ﾊﾟｽﾜｰﾄﾞ"), fold("パスワード"));
        assert_eq!(fold("ＡＢＣ１２"), "abc12");
        assert_eq!(fold("  a \u{3000} b "), "a b");
    }
}
