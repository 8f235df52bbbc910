//! The header that names a downloaded file: RFC 6266 with the RFC 8187 form for every name that is not plain ASCII,
//! and a harmless plain name beside it for programs that read nothing else.

/// The value of `Content-Disposition` for a file to be kept under `name`.
pub(crate) fn attachment(name: &str) -> String {
    let clean: String = name.chars().filter(|c| !c.is_control()).collect();
    let clean = if clean.trim().is_empty() {
        "file".to_owned()
    } else {
        clean
    };
    let plain = clean.is_ascii() && !clean.contains(['"', '\\', '%', '/']);
    if plain {
        return format!("attachment; filename=\"{clean}\"");
    }
    let extension = clean
        .rsplit_once('.')
        .map(|(_, extension)| extension)
        .filter(|ext| {
            !ext.is_empty() && ext.len() <= 8 && ext.bytes().all(|b| b.is_ascii_alphanumeric())
        });
    let fallback = match extension {
        Some(extension) => format!("file.{extension}"),
        None => "file".to_owned(),
    };
    format!(
        "attachment; filename=\"{fallback}\"; filename*=UTF-8''{}",
        extended(&clean)
    )
}

/// `attr-char` of RFC 8187 as it is, every other byte as `%XX`.
fn extended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&data_encoding::HEXUPPER.encode(&[byte]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::attachment;

    #[test]
    fn a_japanese_name_arrives_whole() {
        assert_eq!(
            attachment("見積 内訳.xlsx"),
            "attachment; filename=\"file.xlsx\"; filename*=UTF-8''%E8%A6%8B%E7%A9%8D%20%E5%86%85%E8%A8%B3.xlsx"
        );
        assert!(attachment("𠮷田.pdf").ends_with("filename*=UTF-8''%F0%A0%AE%B7%E7%94%B0.pdf"));
    }

    #[test]
    fn a_plain_name_stays_plain_and_a_tricky_one_cannot_break_out() {
        assert_eq!(
            attachment("report.docx"),
            "attachment; filename=\"report.docx\""
        );
        let tricky = attachment("a\"; filename=evil.exe\r\nX: y");
        assert!(!tricky.contains('\r') && !tricky.contains('\n'));
        assert!(tricky.starts_with(
            "attachment; filename=\"file\"; filename*=UTF-8''a%22%3B%20filename%3Devil.exe"
        ));
        assert_eq!(attachment(""), "attachment; filename=\"file\"");
    }
}
