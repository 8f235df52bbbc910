//! Where a link leads: made plain ASCII, and compared with where its words say it leads.

/// The address of a link in plain ASCII: blanks and breaks gone, letters beyond ASCII percent-encoded.
pub(crate) fn plain(raw: &str) -> Option<String> {
    let mut out = String::new();
    for c in raw.trim().chars() {
        match c {
            '\t' | '\n' | '\r' => {}
            ' ' => out.push_str("%20"),
            '"' | '\'' | '<' | '>' | '\\' | '`' => out.push_str(&encoded(c)),
            _ if c.is_ascii_graphic() => out.push(c),
            _ if c.is_ascii() => return None,
            _ => out.push_str(&encoded(c)),
        }
    }
    // Schemes are written in lower case; the rest keeps its case.
    let (scheme, rest) = out.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    Some(format!("{scheme}:{rest}"))
}

fn encoded(c: char) -> String {
    let mut buffer = [0_u8; 4];
    let bytes = c.encode_utf8(&mut buffer).bytes();
    bytes.fold(String::new(), |out, byte| format!("{out}%{byte:02X}"))
}

/// The host of an `http` or `https` address.
pub(crate) fn host(address: &str) -> Option<&str> {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit('@').next()?;
    Some(authority.split(':').next().unwrap_or(authority))
}

/// True where the words of a link are themselves an address of another place.
pub(crate) fn deceives(words: &str, href: &str) -> bool {
    let words = words.trim();
    let Some(named) = named_host(words) else {
        return false;
    };
    let Some(actual) = host(href) else {
        return href
            .strip_prefix("mailto:")
            .is_none_or(|_| words.contains("://"));
    };
    let plain = |host: &str| host.trim_start_matches("www.").to_ascii_lowercase();
    plain(named) != plain(actual)
}

/// The host that the words name, when the words are an address.
fn named_host(words: &str) -> Option<&str> {
    if words.contains(char::is_whitespace) || !words.is_ascii() || words.contains('@') {
        return None;
    }
    let rest = words.split_once("://").map_or(words, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let is_address = words.contains("://") || host.starts_with("www.");
    (is_address && host.contains('.')).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::{deceives, host, plain};

    #[test]
    fn links_are_made_plain() {
        assert_eq!(
            plain(" HTTPS://x.jp/資料 1 ").as_deref(),
            Some("https://x.jp/%E8%B3%87%E6%96%99%201")
        );
        assert_eq!(plain("ja\tva\nscript:1").as_deref(), Some("javascript:1"));
        assert_eq!(plain("x\u{1}:y"), None);
        assert_eq!(plain("/relative"), None);
        assert_eq!(host("https://user@x.jp:80/a"), Some("x.jp"));
    }

    #[test]
    fn words_that_name_another_place_are_seen() {
        assert!(deceives("https://bank.example", "https://evil.example/"));
        assert!(deceives("www.bank.example/login", "https://evil.example/"));
        assert!(!deceives(
            "https://www.bank.example/",
            "http://bank.example/x"
        ));
        assert!(!deceives("こちら", "https://evil.example/"));
        assert!(!deceives("a@b.example", "mailto:a@b.example"));
    }
}
