//! Text, tables and rebuilt mails: UTF-8, nothing that only a machine obeys.

use sekisho_ir::unicode;

const BOM: char = '\u{feff}';

/// UTF-8 of visible characters, a byte-order mark at its start at most.
pub(super) fn is_text(bytes: &[u8]) -> Option<()> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix(BOM).unwrap_or(text);
    text.chars().all(line_or_break).then_some(())
}

/// A text none of whose cells is what a spreadsheet would run.
pub(super) fn is_table(bytes: &[u8]) -> Option<()> {
    is_text(bytes)?;
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix(BOM).unwrap_or(text);
    let mut quoted = false;
    let mut cell = String::new();
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' | '\t' | ';' | '\n' | '\r' if !quoted => {
                is_inert(&cell).then_some(())?;
                cell.clear();
            }
            // Enough to tell: a number is never longer, and more would only be copied.
            c if cell.len() < 64 => cell.push(c),
            _ => {}
        }
    }
    (!quoted && is_inert(&cell)).then_some(())
}

/// A mail of our own making: 7-bit, header lines of ordinary form, no header that acts.
pub(super) fn is_message(bytes: &[u8]) -> Option<()> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, _) = text.split_once("\r\n\r\n")?;
    let mut named = false;
    for line in head.split("\r\n") {
        if line.starts_with([' ', '\t']) {
            named.then_some(())?;
            continue;
        }
        let (name, _) = line.split_once(':')?;
        let word = !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        word.then_some(())?;
        named = true;
    }
    let visible = |c: char| c == '\r' || line_or_break(c);
    (named && text.is_ascii() && text.chars().all(visible)).then_some(())
}

fn line_or_break(c: char) -> bool {
    c == '\r' || unicode::text_allows(c)
}

/// A cell that begins like a formula is inert only as a number («-1», «+81-3-0000-0000»).
fn is_inert(cell: &str) -> bool {
    let mut chars = cell.trim_start().chars();
    match chars.next() {
        Some('=' | '@' | '＝' | '＠' | '＋' | '－') => false,
        Some('+' | '-') => chars.all(|c| c.is_ascii_digit() || " .,-/:()%".contains(c)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_every_visible_character_and_no_control() {
        assert!(is_text("\u{feff}𠮷田 髙橋 葛\u{e0100}\r\n".as_bytes()).is_some());
        assert!(is_text(b"").is_some());
        for bad in [
            "a\0b",
            "a\u{202e}b",
            "a\u{1b}[31m",
            "\u{feff}\u{feff}a\u{7}",
        ] {
            assert!(is_text(bad.as_bytes()).is_none(), "{bad:?}");
        }
        assert!(is_text(b"\x83\x41").is_none());
    }

    #[test]
    fn a_table_has_no_cell_that_runs() {
        for good in [
            "氏名,金額\r\n佐藤,100\r\n",
            "\"a, =b\",c\n",
            "\"say \"\"=x\"\"\",1\n",
            "'=1+1,x\n",
            "-1,+81-3-0000-0000\n",
        ] {
            assert!(is_table(good.as_bytes()).is_some(), "{good:?}");
        }
        for bad in [
            "=1+1\n",
            "a,=cmd|x\n",
            "\"=1\"\n",
            "a\n＝1\n",
            "a,@x\n",
            "-SUM(A1)\n",
            " =1\n",
            "\"open\n",
        ] {
            assert!(is_table(bad.as_bytes()).is_none(), "{bad:?}");
        }
    }

    #[test]
    fn a_mail_of_our_making_is_seven_bit_and_well_formed() {
        assert!(is_message(b"Subject: x\r\n folded\r\nFrom: a@b\r\n\r\nbody\r\n").is_some());
        for bad in [
            &b"no header\r\n\r\nx"[..],
            b" folded: first\r\n\r\nx",
            b"A: b\r\n",
            b"A: \x83\r\n\r\n",
        ] {
            assert!(is_message(bad).is_none(), "{bad:?}");
        }
    }
}
