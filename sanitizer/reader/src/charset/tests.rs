//! Every charset case of Japanese mail that goes wrong elsewhere.

use super::{decode, decode_with_hint};

fn encode(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
    let (bytes, _, lossy) = encoding.encode(text);
    assert!(!lossy, "{text} can be written");
    bytes.into_owned()
}

/// ISO-2022-JP with the NEC rows, as mailers write it.
fn jis(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut kanji = false;
    for c in text.chars() {
        if c.is_ascii() {
            if kanji {
                out.extend(b"\x1b(B");
                kanji = false;
            }
            out.extend(c.to_string().bytes());
        } else {
            if !kanji {
                out.extend(b"\x1b$B");
                kanji = true;
            }
            out.extend(
                encode(&c.to_string(), encoding_rs::EUC_JP)
                    .iter()
                    .map(|b| b & 0x7f),
            );
        }
    }
    if kanji {
        out.extend(b"\x1b(B");
    }
    out
}

const LETTER: &str = "やまびこ市 総務課 佐藤様\n令和8年度の見積書を送ります。①㈱ABC";

#[test]
fn a_true_label_is_followed_in_every_spelling() {
    for label in [
        "CP932",
        "x-sjis",
        "Shift_JIS",
        "windows-31j",
        "MS_Kanji",
        "sjis",
        "\"x-ms-cp932\"",
    ] {
        let decoded = decode(&encode(LETTER, encoding_rs::SHIFT_JIS), Some(label));
        assert_eq!(
            (decoded.text.as_str(), decoded.guessed, decoded.lost),
            (LETTER, false, 0),
            "{label}"
        );
    }
    for label in [
        "ISO-2022-JP",
        "iso-2022-jp-ms",
        "CP50221",
        "cp50220",
        "iso2022jp",
        "JIS",
        "csISO2022JP",
    ] {
        let decoded = decode(&jis(LETTER), Some(label));
        assert_eq!(
            (decoded.text.as_str(), decoded.guessed, decoded.lost),
            (LETTER, false, 0),
            "{label}"
        );
    }
    for label in ["EUC-JP", "eucJP-ms", "cp51932", "x-euc-jp"] {
        let decoded = decode(&encode(LETTER, encoding_rs::EUC_JP), Some(label));
        assert_eq!(
            (decoded.text.as_str(), decoded.guessed, decoded.lost),
            (LETTER, false, 0),
            "{label}"
        );
    }
}

#[test]
fn a_wrong_or_missing_label_is_seen_through() {
    let shift = encode(LETTER, encoding_rs::SHIFT_JIS);
    let euc = encode(LETTER, encoding_rs::EUC_JP);
    let iso = jis(LETTER);
    let utf = LETTER.as_bytes().to_vec();
    for bytes in [&shift, &euc, &iso, &utf] {
        for label in [
            None,
            Some("iso-2022-jp"),
            Some("utf-8"),
            Some("us-ascii"),
            Some("iso-8859-1"),
            Some("Shift_JIS"),
            Some("EUC-JP"),
            Some("x-unknown"),
            Some(""),
        ] {
            let decoded = decode(bytes, label);
            assert_eq!(
                (decoded.text.as_str(), decoded.lost),
                (LETTER, 0),
                "{label:?} {bytes:02x?}"
            );
        }
    }
}

#[test]
fn short_words_are_read_too() {
    for word in [
        "見積",
        "請求書.pdf",
        "資料",
        "会議の件",
        "表示",
        "ソ能予",
        "佐藤",
        "報告書①.xlsx",
        "カタカナ",
        "議事録（案）.docx",
    ] {
        for (name, bytes) in [
            ("shift", encode(word, encoding_rs::SHIFT_JIS)),
            ("euc", encode(word, encoding_rs::EUC_JP)),
            ("jis", jis(word)),
            ("utf-8", word.as_bytes().to_vec()),
        ] {
            let decoded = decode(&bytes, None);
            assert_eq!(decoded.text, word, "{name}");
        }
    }
}

#[test]
fn half_width_kana_in_every_shape() {
    for bytes in [
        &b"\x1b(I6@6E\x1b(B."[..],
        b"\x0e6@6E\x0f.",
        b"\x1b(J\xb6\xc0\xb6\xc5\x1b(B.",
    ] {
        let decoded = decode(bytes, Some("iso-2022-jp"));
        assert_eq!(
            (decoded.text.as_str(), decoded.lost),
            ("ｶﾀｶﾅ.", 0),
            "{bytes:?}"
        );
    }
    let shift = encode("ﾊﾝｶｸ", encoding_rs::SHIFT_JIS);
    assert_eq!(decode(&shift, Some("cp932")).text, "ﾊﾝｶｸ");
    assert_eq!(
        decode_with_hint(&shift, None, Some("shift_jis")).text,
        "ﾊﾝｶｸ"
    );
}

#[test]
fn the_rows_of_the_makers_and_of_the_users() {
    assert_eq!(
        decode(b"\x1b$B-!-j|b\x1b(B", Some("iso-2022-jp")).text,
        "①㈱髙"
    );
    let users = decode(b"\x1b$(?!!!\"\x1b(B", Some("iso-2022-jp-ms"));
    assert_eq!(users.text, "\u{e000}\u{e001}");
    assert_eq!(
        decode(b"\x1b$B\x7f!\x1b(B", Some("cp50221")).text,
        "\u{e000}"
    );
    assert_eq!(decode(b"\x1b$(D0!\x1b(B", Some("iso-2022-jp-1")).text, "丂");
    assert_eq!(decode(b"\xf0\x40", Some("cp932")).text, "\u{e000}");
}

#[test]
fn a_line_that_forgot_to_end_and_one_that_was_broken() {
    // 日本 without an end, then English; and 日本 broken by a line before its end.
    assert_eq!(
        decode(b"\x1b$BF|K\\\r\nplain\r\n", Some("iso-2022-jp")).text,
        "日本\r\nplain\r\n"
    );
    assert_eq!(
        decode(b"\x1b$BF|\r\nK\\\x1b(B.", Some("iso-2022-jp")).text,
        "日\r\n本."
    );
    assert_eq!(
        decode(b"$BF|K\\(B and $5 (Back)", Some("iso-2022-jp")).text,
        "日本 and $5 (Back)"
    );
}

#[test]
fn what_cannot_be_read_is_counted() {
    let decoded = decode(b"abc\xff\xfe\xffdef\x81", Some("utf-8"));
    assert!(decoded.lost >= 1 || decoded.guessed);
    let cut = decode("佐藤様".as_bytes().get(..8).unwrap(), Some("utf-8"));
    assert_eq!((cut.text.as_str(), cut.lost), ("佐藤\u{fffd}", 2));
    assert_eq!(decode(b"\x1b$BF\x1b(B", Some("iso-2022-jp")).lost, 1);
}

#[test]
fn the_west_is_read_as_well() {
    assert_eq!(decode(b"caf\xe9", Some("iso-8859-1")).text, "café");
    assert_eq!(decode(b"+AGEAYg-", Some("utf-7")).text, "ab");
    assert_eq!(decode(b"\xff\xfeB0", None).text, "あ");
    assert_eq!(decode(b"\xef\xbb\xbfabc", Some("us-ascii")).text, "abc");
    assert_eq!(decode(b"\xd0\x9f\xd1\x80", Some("us-ascii")).text, "Пр");
    assert_eq!(
        decode(b"Gr\xfc\xdfe aus M\xfcnchen, sch\xf6ne Gr\xfc\xdfe", None).text,
        "Grüße aus München, schöne Grüße"
    );
}
