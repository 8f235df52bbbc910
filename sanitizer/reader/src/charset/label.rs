//! What a charset label means, in every spelling that Japanese mailers have used.

use encoding_rs::{EUC_JP, Encoding, GB18030, SHIFT_JIS, UTF_8};

/// A function that decodes a charset `encoding_rs` does not know.
pub(super) type Decoder = fn(&[u8]) -> String;

/// A charset as we read it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Charset {
    /// UTF-8.
    Utf8,
    /// ISO-2022-JP with everything that was ever put into it.
    Jis,
    /// What `encoding_rs` knows.
    Other(&'static Encoding),
    /// What it does not (UTF-7, old code pages).
    Foreign(&'static str, Decoder),
}

/// Finds the charset a label means; `None` for a label that says nothing (`us-ascii`, `unknown-8bit`).
pub(super) fn resolve(label: &str) -> Option<Charset> {
    let label =
        label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ';' | ','));
    let label = label.split('*').next().unwrap_or_default();
    if label.is_empty() || label.len() > 40 {
        return None;
    }
    let name = label.to_ascii_lowercase().replace('_', "-");
    let name = name.strip_prefix("x-").unwrap_or(&name);
    match name {
        "us-ascii" | "ascii" | "ansi-x3.4-1968" | "ansi-x3.4-1986" | "iso-ir-6"
        | "unknown-8bit" | "unknown" | "default" | "default-charset" | "binary" | "8bit"
        | "7bit" | "none" | "user-defined" | "iso646-us" => None,
        "utf-8" | "utf8" | "utf-8n" | "utf8mb4" | "unicode-1-1-utf-8" | "unicode20utf8" | "utf" => {
            Some(Charset::Utf8)
        }
        "cp932" | "ms932" | "932" | "windows-932" | "windows-31j" | "win31j" | "sjis" | "s-jis"
        | "shift-jis" | "shiftjis" | "sjis-win" | "sjis-ms" | "ms-cp932" | "ms-kanji"
        | "mskanji" | "csshiftjis" | "cswindows31j" | "ibm-943" | "cp943" | "cp943c"
        | "ibm-932" | "shift-jis-2004" | "shift-jisx0213" | "mac-japanese" | "macjapanese" => {
            Some(Charset::Other(SHIFT_JIS))
        }
        "euc-jp"
        | "eucjp"
        | "euc"
        | "ujis"
        | "eucjp-ms"
        | "eucjp-win"
        | "cp51932"
        | "cp20932"
        | "euc-jp-ms"
        | "euc-jis-2004"
        | "euc-jisx0213"
        | "cseucpkdfmtjapanese"
        | "eucjp-open" => Some(Charset::Other(EUC_JP)),
        _ if name.starts_with("iso-2022-jp")
            || name.starts_with("iso2022-jp")
            || name.starts_with("iso2022jp")
            || matches!(
                name,
                "cp50220"
                    | "cp50221"
                    | "cp50222"
                    | "windows-50220"
                    | "windows-50221"
                    | "windows-50222"
                    | "jis"
                    | "jis7"
                    | "jis8"
                    | "jis-encoding"
                    | "csjisencoding"
                    | "csiso2022jp"
                    | "csiso2022jp2"
            ) =>
        {
            Some(Charset::Jis)
        }
        // The older Chinese labels are subsets, and are put on the larger set.
        "gb2312" | "gbk" | "cp936" | "euc-cn" | "gb-2312-80" | "hz-gb-2312"
            if name != "hz-gb-2312" =>
        {
            Some(Charset::Other(GB18030))
        }
        _ => elsewhere(name, label),
    }
}

fn elsewhere(name: &str, label: &str) -> Option<Charset> {
    let known = Encoding::for_label_no_replacement(name.as_bytes())
        .or_else(|| Encoding::for_label_no_replacement(label.as_bytes()))
        .or_else(|| {
            let number = name
                .strip_prefix("cp")
                .or_else(|| name.strip_prefix("win-"))?;
            Encoding::for_label_no_replacement(format!("windows-{number}").as_bytes())
        });
    if let Some(encoding) = known {
        return Some(if encoding == UTF_8 {
            Charset::Utf8
        } else {
            Charset::Other(encoding)
        });
    }
    let (shown, spelled) = match name {
        "utf-7" | "unicode-1-1-utf-7" => ("UTF-7", "utf-7"),
        "ibm850" | "cp850" => ("IBM850", "ibm850"),
        _ => return None,
    };
    mail_parser::decoders::charsets::map::charset_decoder(spelled.as_bytes())
        .map(|decoder| Charset::Foreign(shown, decoder))
}
