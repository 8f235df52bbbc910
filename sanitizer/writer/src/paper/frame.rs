//! What stands around the pages: their tree, bookmarks, labels, and what the document says of itself.

use pdf_writer::{Dict, Name, Ref, TextStr};
use sekisho_ir::paper::{Bookmark, Numbering};
use sekisho_ir::{Paper, Refusal};

use super::colour;
use super::shelf::Shelf;
use super::spell;

const PRODUCER: &str = "Sekisho";
/// Pages under one branch of the tree.
const TOGETHER: usize = 64;

/// The pages by their number, and the branches they hang on.
pub(super) struct Frame {
    root: Ref,
    branches: Vec<Ref>,
    pub(super) pages: Vec<Ref>,
}

impl Frame {
    pub(super) fn reserve(pages: usize, shelf: &mut Shelf) -> Self {
        let root = shelf.reserve();
        let branches = pages.div_ceil(TOGETHER);
        let branches = if branches > 1 { branches } else { 0 };
        Self {
            root,
            branches: std::iter::repeat_with(|| shelf.reserve())
                .take(branches)
                .collect(),
            pages: std::iter::repeat_with(|| shelf.reserve())
                .take(pages)
                .collect(),
        }
    }

    /// What each page hangs on.
    pub(super) fn parents(&self) -> impl Iterator<Item = Ref> {
        (0..self.pages.len()).map(|page| {
            let branch = self.branches.get(page / TOGETHER);
            branch.copied().unwrap_or(self.root)
        })
    }

    /// Says that something leads to the top of a page.
    pub(super) fn destination(&self, page: u32, paper: &Paper<&[u8]>, dict: &mut Dict<'_>) {
        let place = usize::try_from(page).unwrap_or(usize::MAX);
        let (Some(at), Some(page)) = (self.pages.get(place), paper.pages.get(place)) else {
            return;
        };
        let mut there = dict.insert(Name(b"Dest")).array();
        there.item(*at).item(Name(b"XYZ"));
        there
            .item(0)
            .item(spell::rounded(page.height.get(), 2))
            .item(0);
    }

    /// Writes all of it; the catalogue, and the information.
    pub(super) fn write(
        &self,
        paper: &Paper<&[u8]>,
        all_say_something: bool,
        shelf: &mut Shelf,
    ) -> Result<(Ref, Ref), Refusal> {
        self.tree(shelf);
        let outline = self.outline(paper, shelf);
        let metadata = shelf.reserve();
        let said = metadata_of(&paper.title, all_say_something);
        shelf.deflated(metadata, said.as_bytes(), |dict| {
            dict.pair(Name(b"Type"), Name(b"Metadata"));
            dict.pair(Name(b"Subtype"), Name(b"XML"));
        })?;
        let profile = shelf.reserve();
        shelf.deflated(profile, &colour::profile(), |dict| {
            dict.pair(Name(b"N"), 3);
        })?;
        let information = shelf.add(|obj| {
            let mut dict = obj.dict();
            if !paper.title.is_empty() {
                dict.pair(Name(b"Title"), TextStr(&paper.title));
            }
            dict.pair(Name(b"Producer"), TextStr(PRODUCER));
        });
        let catalog = shelf.add(|obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Catalog"));
            dict.pair(Name(b"Pages"), self.root);
            dict.pair(Name(b"Metadata"), metadata);
            if !paper.language.is_empty() {
                dict.pair(Name(b"Lang"), TextStr(&paper.language));
            }
            if let Some(outline) = outline {
                dict.pair(Name(b"Outlines"), outline);
            }
            labels(paper, &mut dict);
            let mut intents = dict.insert(Name(b"OutputIntents")).array();
            let mut intent = intents.push().dict();
            intent.pair(Name(b"Type"), Name(b"OutputIntent"));
            intent.pair(Name(b"S"), Name(b"GTS_PDFA1"));
            intent.pair(Name(b"OutputConditionIdentifier"), TextStr("sRGB"));
            intent.pair(Name(b"Info"), TextStr("sRGB"));
            intent.pair(Name(b"DestOutputProfile"), profile);
        });
        Ok((catalog, information))
    }

    fn tree(&self, shelf: &mut Shelf) {
        let node = |kids: &[Ref], count: usize, parent: Option<Ref>, at: Ref, shelf: &mut Shelf| {
            shelf.put(at, |obj| {
                let mut dict = obj.dict();
                dict.pair(Name(b"Type"), Name(b"Pages"));
                if let Some(parent) = parent {
                    dict.pair(Name(b"Parent"), parent);
                }
                dict.pair(Name(b"Count"), i32::try_from(count).unwrap_or(i32::MAX));
                dict.insert(Name(b"Kids")).array().items(kids);
            });
        };
        if self.branches.is_empty() {
            return node(&self.pages, self.pages.len(), None, self.root, shelf);
        }
        for (branch, pages) in self.branches.iter().zip(self.pages.chunks(TOGETHER)) {
            node(pages, pages.len(), Some(self.root), *branch, shelf);
        }
        node(&self.branches, self.pages.len(), None, self.root, shelf);
    }

    fn outline(&self, paper: &Paper<&[u8]>, shelf: &mut Shelf) -> Option<Ref> {
        if paper.outline.is_empty() {
            return None;
        }
        let root = shelf.reserve();
        let numbers: Vec<Ref> = paper.outline.iter().map(|_| shelf.reserve()).collect();
        let kin = Kin::of(&paper.outline);
        for ((bookmark, kin), at) in paper.outline.iter().zip(&kin).zip(&numbers) {
            let number = |place: Option<usize>| numbers.get(place?).copied();
            shelf.put(*at, |obj| {
                let mut dict = obj.dict();
                dict.pair(Name(b"Title"), TextStr(&bookmark.title));
                dict.pair(Name(b"Parent"), number(kin.parent).unwrap_or(root));
                kin.family(number, &mut dict);
                if kin.children > 0 {
                    // Closed.
                    dict.pair(Name(b"Count"), -kin.children);
                }
                self.destination(bookmark.page, paper, &mut dict);
            });
        }
        let tops: Vec<Ref> = kin
            .iter()
            .zip(&numbers)
            .filter(|(kin, _)| kin.parent.is_none())
            .map(|(_, at)| *at)
            .collect();
        shelf.put(root, |obj| {
            let mut dict = obj.dict();
            dict.pair(Name(b"Type"), Name(b"Outlines"));
            if let (Some(first), Some(last)) = (tops.first(), tops.last()) {
                dict.pair(Name(b"First"), *first);
                dict.pair(Name(b"Last"), *last);
            }
            dict.pair(
                Name(b"Count"),
                i32::try_from(tops.len()).unwrap_or(i32::MAX),
            );
        });
        Some(root)
    }
}

/// Whom a bookmark stands among, by their places.
#[derive(Clone, Copy, Default)]
struct Kin {
    parent: Option<usize>,
    before: Option<usize>,
    next: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    children: i32,
}

impl Kin {
    fn of(bookmarks: &[Bookmark]) -> Vec<Self> {
        let mut all = vec![Self::default(); bookmarks.len()];
        // The last bookmark at each depth that is still open.
        let mut open: Vec<usize> = Vec::new();
        for (place, bookmark) in bookmarks.iter().enumerate() {
            let depth = usize::from(bookmark.depth);
            let before = open.get(depth).copied();
            open.truncate(depth);
            let parent = open.last().copied();
            open.push(place);
            if let Some(kin) = all.get_mut(place) {
                (kin.parent, kin.before) = (parent, before);
            }
            if let Some(kin) = before.and_then(|before| all.get_mut(before)) {
                kin.next = Some(place);
            }
            if let Some(kin) = parent.and_then(|parent| all.get_mut(parent)) {
                kin.first = kin.first.or(Some(place));
                kin.last = Some(place);
                kin.children = kin.children.saturating_add(1);
            }
        }
        all
    }

    fn family(&self, number: impl Fn(Option<usize>) -> Option<Ref>, dict: &mut Dict<'_>) {
        let family: [(&[u8], _); 4] = [
            (b"Prev", self.before),
            (b"Next", self.next),
            (b"First", self.first),
            (b"Last", self.last),
        ];
        for (key, place) in family {
            if let Some(at) = number(place) {
                dict.pair(Name(key), at);
            }
        }
    }
}

fn labels(paper: &Paper<&[u8]>, dict: &mut Dict<'_>) {
    if paper.labels.is_empty() {
        return;
    }
    let mut tree = dict.insert(Name(b"PageLabels")).dict();
    let mut numbers = tree.insert(Name(b"Nums")).array();
    for label in &paper.labels {
        numbers.item(i32::try_from(label.page).unwrap_or(i32::MAX));
        let mut said = numbers.push().dict();
        let style: Option<&[u8]> = match label.style {
            Numbering::Decimal => Some(b"D"),
            Numbering::UpperRoman => Some(b"R"),
            Numbering::LowerRoman => Some(b"r"),
            Numbering::UpperLetters => Some(b"A"),
            Numbering::LowerLetters => Some(b"a"),
            Numbering::None => None,
        };
        if let Some(style) = style {
            said.pair(Name(b"S"), Name(style));
        }
        if !label.prefix.is_empty() {
            said.pair(Name(b"P"), TextStr(&label.prefix));
        }
        if label.start != 1 {
            said.pair(Name(b"St"), i32::try_from(label.start).unwrap_or(i32::MAX));
        }
    }
}

/// What the document says of itself (ISO 16684-1), the same as its information.
fn metadata_of(title: &str, all_say_something: bool) -> String {
    let mut said = String::from(concat!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>",
        r#"<x:xmpmeta xmlns:x="adobe:ns:meta/">"#,
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">"#,
        r#"<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/""#,
        r#" xmlns:pdf="http://ns.adobe.com/pdf/1.3/""#,
        r#" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">"#,
        "<dc:format>application/pdf</dc:format>",
    ));
    if !title.is_empty() {
        said.push_str(r#"<dc:title><rdf:Alt><rdf:li xml:lang="x-default">"#);
        for letter in title.chars() {
            match letter {
                '&' => said.push_str("&amp;"),
                '<' => said.push_str("&lt;"),
                '>' => said.push_str("&gt;"),
                letter => said.push(letter),
            }
        }
        said.push_str("</rdf:li></rdf:Alt></dc:title>");
    }
    // Level U where all words can be searched, else B.
    let level = if all_say_something { "U" } else { "B" };
    said.push_str("<pdf:Producer>");
    said.push_str(PRODUCER);
    said.push_str("</pdf:Producer><pdfaid:part>2</pdfaid:part><pdfaid:conformance>");
    said.push_str(level);
    said.push_str(concat!(
        "</pdfaid:conformance></rdf:Description></rdf:RDF></x:xmpmeta>",
        r#"<?xpacket end="r"?>"#,
    ));
    said
}
