//! The MIME tree: one pass over the bytes, boundaries matched exactly and innermost first, depth and count
//! limited, everything that belongs to no part counted.

use sekisho_ir::{Code, Findings, Limits};

use super::fields::{self, Block};
use super::head::Head;

/// A part of a mail.
#[derive(Debug)]
pub(super) struct Part<'a> {
    /// What its headers say.
    pub(super) head: Head,
    /// What it holds.
    pub(super) content: Content<'a>,
    /// True for parts nested deeper than anybody looks.
    pub(super) too_deep: bool,
}

/// What a part holds.
#[derive(Debug)]
pub(super) enum Content<'a> {
    /// Encoded bytes.
    Leaf(&'a [u8]),
    /// Other parts.
    Multi(Vec<Part<'a>>),
}

/// A whole mail, in parts.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    /// The headers of the mail itself.
    pub(super) block: Block,
    /// The outermost part.
    pub(super) root: Part<'a>,
    /// What was broken, and what belongs to no part.
    pub(super) findings: Findings,
    /// Bytes that belong to no part.
    pub(super) extra: usize,
}

/// Reads the tree; `None` where the bytes have no header at all.
pub(super) fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Option<Tree<'a>> {
    let block = fields::read(bytes, 0, &|_| false);
    if block.fields.is_empty() {
        return None;
    }
    let mut parser = Parser {
        bytes,
        at: 0,
        boundaries: Vec::new(),
        parts: 0,
        findings: Findings::new(),
        extra: 0,
        limits,
    };
    let (root, _) = parser.entity(block.clone(), "text/plain");
    Some(Tree {
        block,
        root,
        findings: parser.findings,
        extra: parser.extra,
    })
}

/// Which line ended a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hit {
    /// The boundary of this level, opening another part.
    Next(usize),
    /// The boundary of this level, closing it.
    Close(usize),
    /// The end of the mail.
    End,
}

struct Parser<'a, 'l> {
    bytes: &'a [u8],
    at: usize,
    boundaries: Vec<Vec<u8>>,
    parts: usize,
    findings: Findings,
    extra: usize,
    limits: &'l Limits,
}

impl<'a> Parser<'a, '_> {
    /// Reads the entity whose headers are `block`; returns it and what ended it.
    fn entity(&mut self, block: Block, default: &str) -> (Part<'a>, Hit) {
        self.at = block.body;
        self.extra = self.extra.saturating_add(block.skipped);
        self.findings
            .add(Code::StructureRepaired, usize::from(block.repaired));
        let head = Head::read(&block, default, &mut self.findings);
        let deep = self.boundaries.len() >= self.limits.mime_depth;
        if head.is_multipart()
            && !deep
            && let Some(boundary) = self.boundary_of(&head)
        {
            return self.multipart(head, boundary);
        }
        let head_is_deep = head.is_multipart() && deep;
        if head.is_multipart() {
            let code = if deep {
                Code::PartsBeyondLimit
            } else {
                Code::StructureRepaired
            };
            self.findings.add(code, 1);
        }
        let start = self.at;
        let (end, hit) = self.go_to_boundary();
        let leaf = self.bytes.get(start..end).unwrap_or_default();
        (
            Part {
                head,
                too_deep: head_is_deep,
                content: Content::Leaf(leaf),
            },
            hit,
        )
    }

    fn multipart(&mut self, head: Head, boundary: Vec<u8>) -> (Part<'a>, Hit) {
        let level = self.boundaries.len();
        let default = if head.subtype == "digest" {
            "message/rfc822"
        } else {
            "text/plain"
        };
        self.boundaries.push(boundary);
        let start = self.at;
        let (end, mut hit) = self.go_to_boundary();
        if hit != Hit::Next(level) {
            // Not one part: what stands there is all there is.
            self.boundaries.truncate(level);
            self.findings.add(Code::StructureRepaired, 1);
            if hit == Hit::Close(level) {
                let (_, after) = self.go_to_boundary();
                hit = after;
            }
            let content = Content::Leaf(self.bytes.get(start..end).unwrap_or_default());
            return (
                Part {
                    head,
                    content,
                    too_deep: false,
                },
                hit,
            );
        }
        self.count_extra(start, end, true);
        let mut parts = Vec::new();
        while hit == Hit::Next(level) {
            let block = fields::read(self.bytes, self.at, &|line| self.matches(line).is_some());
            self.parts = self.parts.saturating_add(1);
            let (part, ended_by) = self.entity(block, default);
            hit = ended_by;
            if self.parts <= self.limits.children {
                parts.push(part);
            } else {
                self.findings.add(Code::PartsBeyondLimit, 1);
                self.extra = self.extra.saturating_add(part.size());
            }
        }
        self.boundaries.truncate(level);
        if hit == Hit::Close(level) {
            let start = self.at;
            let (end, after) = self.go_to_boundary();
            self.count_extra(start, end, false);
            hit = after;
        } else {
            self.findings.add(Code::StructureRepaired, 1);
        }
        (
            Part {
                head,
                too_deep: false,
                content: Content::Multi(parts),
            },
            hit,
        )
    }

    /// The boundary the header names; where no line near shows it, the one the lines do show.
    fn boundary_of(&mut self, head: &Head) -> Option<Vec<u8>> {
        const NEAR: usize = 64 * 1024;
        let named = head.boundary.clone().filter(|name| !name.is_empty());
        // Looking ahead costs something, so parts that are dropped anyway go without.
        if self.parts > self.limits.children {
            return named;
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let near = rest.get(..NEAR).unwrap_or(rest);
        let seen = |name: &Vec<u8>| lines(near).any(|line| is_boundary(line, name).is_some());
        if named.as_ref().is_some_and(seen) {
            return named;
        }
        let shown = shown_boundary(near);
        self.findings
            .add(Code::StructureRepaired, usize::from(shown.is_some()));
        shown.or(named)
    }

    /// Goes to the next line that is a boundary of any level. Returns where the content before it ends,
    /// which is before the line break that belongs to the boundary.
    fn go_to_boundary(&mut self) -> (usize, Hit) {
        let start = self.at;
        if self.boundaries.is_empty() {
            self.at = self.bytes.len();
            return (self.at, Hit::End);
        }
        while self.at < self.bytes.len() {
            let line_start = self.at;
            let (end, next) = fields::line_at(self.bytes, line_start);
            self.at = next;
            let line = self.bytes.get(line_start..end).unwrap_or_default();
            if let Some(hit) = self.matches(line) {
                let content = self.bytes.get(start..line_start).unwrap_or_default();
                let content = content.strip_suffix(b"\n").unwrap_or(content);
                let content = content.strip_suffix(b"\r").unwrap_or(content);
                return (start.saturating_add(content.len()), hit);
            }
        }
        (self.bytes.len(), Hit::End)
    }

    fn matches(&self, line: &[u8]) -> Option<Hit> {
        if !line.starts_with(b"--") {
            return None;
        }
        self.boundaries
            .iter()
            .enumerate()
            .rev()
            .find_map(|(level, boundary)| {
                is_boundary(line, boundary).map(|close| {
                    if close {
                        Hit::Close(level)
                    } else {
                        Hit::Next(level)
                    }
                })
            })
    }

    /// Counts what stands before the first or after the last part. The usual sentence for mailers of
    /// another age is not worth a word.
    fn count_extra(&mut self, start: usize, end: usize, before: bool) {
        let extra = self.bytes.get(start..end).unwrap_or_default().trim_ascii();
        let usual = before && extra.is_ascii() && extra.len() <= 300;
        if !extra.is_empty() && !usual {
            self.findings.add(Code::ExtraBytesDropped, 1);
            self.extra = self.extra.saturating_add(extra.len());
        }
    }
}

impl Part<'_> {
    fn size(&self) -> usize {
        match &self.content {
            Content::Leaf(bytes) => bytes.len(),
            Content::Multi(parts) => parts.iter().map(Part::size).fold(0, usize::saturating_add),
        }
    }
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .split(|b| *b == b'\n')
        .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
}

/// `--boundary` or `--boundary--`, blanks after it allowed; true where it closes.
fn is_boundary(line: &[u8], boundary: &[u8]) -> Option<bool> {
    match line
        .strip_prefix(b"--")?
        .strip_prefix(boundary)?
        .trim_ascii_end()
    {
        b"" => Some(false),
        b"--" => Some(true),
        _ => None,
    }
}

/// The first line that looks like a boundary and has a part's header after it.
fn shown_boundary(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut former: Option<&[u8]> = None;
    for line in lines(bytes).take(2_000) {
        let word = line.get(..8).unwrap_or(line).to_ascii_lowercase();
        if let Some(boundary) = former
            && word.starts_with(b"content-")
        {
            return Some(boundary.to_vec());
        }
        former = line
            .strip_prefix(b"--")
            .map(<[u8]>::trim_ascii_end)
            .filter(|name| (1..=200).contains(&name.len()) && *name != b"--");
    }
    None
}

#[cfg(test)]
#[allow(clippy::format_push_string, reason = "tests show, they need not hurry")]
mod tests {
    use sekisho_ir::{Code, Limits};

    use super::{Content, Part, Tree, read};

    fn shape(part: &Part<'_>) -> String {
        match &part.content {
            Content::Leaf(bytes) => {
                format!("{}:{}", part.head.subtype, String::from_utf8_lossy(bytes))
            }
            Content::Multi(parts) => {
                let inner: Vec<String> = parts.iter().map(shape).collect();
                format!("{}[{}]", part.head.subtype, inner.join("|"))
            }
        }
    }

    fn tree(text: &str) -> Tree<'_> {
        read(text.as_bytes(), &Limits::default()).expect("a mail")
    }

    fn repaired(tree: &Tree<'_>) -> bool {
        tree.findings
            .rows()
            .iter()
            .any(|row| row.code == Code::StructureRepaired)
    }

    #[test]
    fn parts_end_where_they_end() {
        for (text, expected, broken) in [
            ("A: b\n\nhello\n", "plain:hello\n", false),
            (
                "Content-Type: multipart/mixed; boundary=x\n\npre\n--x\n\na\n--x\n\nb\n--x--\n",
                "mixed[plain:a|plain:b]",
                false,
            ),
            (
                "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\na\r\n\r\n--x--",
                "mixed[plain:a\r\n]",
                false,
            ),
            // A boundary that begins with another.
            (
                "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/alternative; boundary=xy\n\n--xy\n\na\n--xy--\n--x\n\nb\n--x--\n",
                "mixed[alternative[plain:a]|plain:b]",
                false,
            ),
            // The outer one ends the inner one.
            (
                "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\n\na\n--x\n\nb\n--x--\n",
                "mixed[alternative[plain:a]|plain:b]",
                true,
            ),
            (
                "Content-Type: multipart/mixed; boundary=x\n\n--x\n\na\n",
                "mixed[plain:a\n]",
                true,
            ),
            // No such boundary; the lines show which it is.
            (
                "Content-Type: multipart/mixed; boundary=q\n\n--x\nContent-Type: text/html\n\na\n--x--\n",
                "mixed[html:a]",
                true,
            ),
            (
                "Content-Type: multipart/mixed\n\nwords\n",
                "mixed:words\n",
                true,
            ),
            (
                "Content-Type: multipart/digest; boundary=x\n\n--x\n\nFrom: a\n\nb\n--x--\n",
                "digest[rfc822:From: a\n\nb]",
                false,
            ),
            (
                "Content-Type: multipart/mixed; boundary=\"a b\"\n\n--a b  \n\nx\n--a b--\n",
                "mixed[plain:x]",
                false,
            ),
        ] {
            let tree = tree(text);
            assert_eq!(shape(&tree.root), expected, "{text}");
            assert_eq!(repaired(&tree), broken, "{text}");
        }
    }

    #[test]
    fn what_belongs_to_no_part_is_counted() {
        let tree = tree("Content-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--\nepilogue\n");
        assert_eq!(tree.extra, 8);
    }

    #[test]
    fn depth_and_number_have_an_end() {
        let mut deep = String::new();
        for level in 0..500 {
            deep += &format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n");
        }
        deep.push_str("\nx\n");
        let reading = tree(&deep);
        assert!(
            reading
                .findings
                .rows()
                .iter()
                .any(|row| row.code == Code::PartsBeyondLimit)
        );
        let many = format!(
            "Content-Type: multipart/mixed; boundary=x\n\n{}",
            "--x\n\na\n".repeat(3_000)
        );
        let Content::Multi(parts) = tree(&many).root.content else {
            panic!("parts")
        };
        assert_eq!(parts.len(), 1_000);
    }
}
