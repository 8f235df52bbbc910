//! The header block of a mail or a part: lines, folding, and where the body begins.
//!
//! Strict where others are silent: what is no header ends the block or is counted, and duplicates are
//! seen by the caller, who takes the first.

/// One header field, unfolded: the line breaks are gone, the blanks that followed them remain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// Its name in lower case.
    pub(super) name: String,
    /// Its value as bytes.
    pub(super) value: Vec<u8>,
}

/// A header block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    /// The fields in order.
    pub(super) fields: Vec<Field>,
    /// Where the body begins.
    pub(super) body: usize,
    /// True where something was broken.
    pub(super) repaired: bool,
    /// Bytes that are part of no field.
    pub(super) skipped: usize,
    /// True while the lines belong to a field that was one too many.
    dropping: bool,
}

/// More fields than this are counted as skipped.
const MOST_FIELDS: usize = 2_000;
/// A field longer than this is cut.
const LONGEST_FIELD: usize = 256 * 1024;

impl Block {
    /// The first field of a name that says anything.
    pub(super) fn first(&self, name: &str) -> Option<&[u8]> {
        let named = self.fields.iter().filter(|field| field.name == name);
        named
            .map(|field| field.value.as_slice())
            .find(|value| !value.trim_ascii().is_empty())
    }

    /// Every field of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.fields
            .iter()
            .filter(move |field| field.name == name)
            .map(|field| field.value.as_slice())
    }

    fn open(&mut self, name: &[u8], value: &[u8]) {
        self.dropping = self.fields.len() >= MOST_FIELDS;
        if self.dropping {
            self.skipped = self.skipped.saturating_add(value.len());
            return;
        }
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        self.fields.push(Field {
            name,
            value: Vec::new(),
        });
        self.extend(value);
    }

    /// Adds a folded line. Within a run of two-byte characters a blank can only be the fold's own.
    fn fold(&mut self, line: &[u8]) {
        const LOOK_BACK: usize = 200;
        let value = self
            .fields
            .last()
            .map(|field| field.value.as_slice())
            .unwrap_or_default();
        let tail = value
            .get(value.len().saturating_sub(LOOK_BACK)..)
            .unwrap_or_default();
        let shift = tail
            .iter()
            .rposition(|b| *b == 0x1b)
            .and_then(|at| tail.get(at..));
        let within = matches!(shift, Some([0x1b, b'$', _, ..]));
        self.extend(if within {
            line.trim_ascii_start()
        } else {
            line
        });
    }

    fn extend(&mut self, more: &[u8]) {
        match self.fields.last_mut() {
            Some(field) if !self.dropping => {
                let room = LONGEST_FIELD.saturating_sub(field.value.len());
                let kept = more.get(..room).unwrap_or(more);
                field.value.extend_from_slice(kept);
                self.skipped = self
                    .skipped
                    .saturating_add(more.len().saturating_sub(kept.len()));
            }
            _ => self.skipped = self.skipped.saturating_add(more.len()),
        }
    }
}

/// The line at `at`: its end without the line break, and where the next begins.
pub(super) fn line_at(bytes: &[u8], at: usize) -> (usize, usize) {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.iter().position(|b| *b == b'\n') {
        Some(length) => {
            let end = at.saturating_add(length);
            let next = end.saturating_add(1);
            let bare = rest.get(..length).is_some_and(|line| line.ends_with(b"\r"));
            (if bare { end.saturating_sub(1) } else { end }, next)
        }
        None => {
            let end = bytes.len();
            let bare = rest.ends_with(b"\r");
            (if bare { end.saturating_sub(1) } else { end }, end)
        }
    }
}

/// Reads the block that begins at `start`; `is_boundary` tells the lines that end a part.
pub(super) fn read(bytes: &[u8], start: usize, is_boundary: &dyn Fn(&[u8]) -> bool) -> Block {
    let mut block = Block {
        body: start,
        ..Block::default()
    };
    let mut at = start;
    while at < bytes.len() {
        let (end, next) = line_at(bytes, at);
        let line = bytes.get(at..end).unwrap_or_default();
        if line.is_empty() {
            block.body = next;
            return block;
        }
        if is_boundary(line) {
            block.body = at;
            return block;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if block.fields.is_empty() {
                block.repaired = true;
                if looks_like_body(line) {
                    block.body = at;
                    return block;
                }
            } else {
                block.fold(line);
            }
        } else if let Some((name, value)) = split(line) {
            block.open(name, value);
        } else if block.fields.is_empty() && is_mbox_line(line) {
            block.repaired = true;
        } else if !block.fields.is_empty() && goes_on(line) {
            block.repaired = true;
            block.extend(line);
        } else if !block.fields.is_empty() && next_is_field(bytes, next) {
            block.repaired = true;
            block.skipped = block.skipped.saturating_add(line.len());
        } else {
            block.repaired = true;
            block.body = at;
            return block;
        }
        at = next;
        block.body = next;
    }
    block
}

fn looks_like_body(line: &[u8]) -> bool {
    split(line.trim_ascii_start()).is_none() && !line.trim_ascii().is_empty()
}

/// `Name: value`, the name a word of letters, digits and a few marks.
fn split(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().take(80).position(|b| *b == b':')?;
    let name = line.get(..colon)?.trim_ascii_end();
    let word = !name.is_empty()
        && name
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    let value = line.get(colon.saturating_add(1)..)?;
    word.then_some((name, value))
}

fn is_mbox_line(line: &[u8]) -> bool {
    line.starts_with(b"From ") || line.starts_with(b">From ")
}

/// A line that lost its leading blank: an encoded word or letters beyond ASCII cannot begin a body here.
fn goes_on(line: &[u8]) -> bool {
    line.starts_with(b"=?") || matches!(line.first(), Some(0x1b | 0x80..=0xff))
}

/// True where the next line, or the one after a folded line or two, is a field that mails have.
fn next_is_field(bytes: &[u8], mut at: usize) -> bool {
    for _ in 0..4 {
        let (end, next) = line_at(bytes, at);
        let line = bytes.get(at..end).unwrap_or_default();
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            return split(line).is_some_and(|(name, _)| is_known(name));
        }
        at = next;
    }
    false
}

fn is_known(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with(b"x-") || name.starts_with(b"content-") || KNOWN.contains(&name.as_slice())
}

const KNOWN: [&[u8]; 14] = [
    b"from",
    b"to",
    b"cc",
    b"subject",
    b"date",
    b"message-id",
    b"received",
    b"return-path",
    b"mime-version",
    b"reply-to",
    b"in-reply-to",
    b"references",
    b"sender",
    b"list-id",
];

#[cfg(test)]
mod tests {
    use super::{Block, read};

    fn block(text: &str) -> Block {
        read(text.as_bytes(), 0, &|line| line == b"--x")
    }

    fn shown(block: &Block) -> Vec<(&str, String)> {
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        block
            .fields
            .iter()
            .map(|field| (field.name.as_str(), text(&field.value)))
            .collect()
    }

    #[test]
    fn folded_lines_are_one_field() {
        let text = "Subject: a\r\n b\r\n\tc\r\nTo : x\r\n\r\nbody";
        let block = block(text);
        assert_eq!(
            shown(&block),
            [("subject", " a b\tc".to_owned()), ("to", " x".to_owned())]
        );
        assert_eq!(text.get(block.body..), Some("body"));
        assert!(!block.repaired);
    }

    #[test]
    fn a_block_ends_where_it_must() {
        for (text, body, repaired) in [
            ("A: b\nplain words\nmore", "plain words\nmore", true),
            ("A: b\n--x\nC: d\n", "--x\nC: d\n", false),
            ("no header at all\n\nx", "no header at all\n\nx", true),
            ("From me Mon Jan\nA: b\n\nx", "x", true),
            ("A: b", "", false),
            ("", "", false),
            ("\n\nbody", "\nbody", false),
            ("A: b\njunk line\nSubject: x\n\ny", "y", true),
            ("A: b\n=?x?=\n\ny", "y", true),
        ] {
            let block = block(text);
            assert_eq!(text.get(block.body..), Some(body), "{text:?}");
            assert_eq!(block.repaired, repaired, "{text:?}");
        }
    }
}
