//! A PDF as our writer makes them: a row of streams, objects within streams, one table at the end, and nothing between.
//!
//! Every byte belongs to an object; every dictionary is made of words of a closed list; what an action does, what an
//! annotation is and what a file is asked for are looked at one by one. No word that starts, submits, loads, plays or
//! attaches is in the list, so that no spelling of it has to be known.

use std::collections::BTreeSet;
use std::io::Read;

use flate2::read::ZlibDecoder;

use super::walk::Walk;

/// Bytes of a stream of objects, or of the table.
const UNPACKED: u64 = 256 * 1024 * 1024;
/// Arrays and dictionaries within each other.
const DEPTH: u8 = 12;

/// Words that may stand before a value, sorted.
const KEYS: &[&str] = &[
    "A",
    "Annots",
    "Ascent",
    "BBox",
    "BM",
    "BaseFont",
    "BitsPerComponent",
    "BlackIs1",
    "Border",
    "Bounds",
    "C0",
    "C1",
    "CA",
    "CIDSystemInfo",
    "CIDToGIDMap",
    "CS",
    "CapHeight",
    "ColorSpace",
    "Colors",
    "Columns",
    "Contents",
    "Coords",
    "Count",
    "D",
    "DW",
    "DW2",
    "DecodeParms",
    "Decode",
    "DescendantFonts",
    "Descent",
    "Dest",
    "DestOutputProfile",
    "Domain",
    "Encode",
    "Encoding",
    "ExtGState",
    "Extend",
    "F",
    "Filter",
    "First",
    "Flags",
    "Font",
    "FontBBox",
    "FontDescriptor",
    "FontFile3",
    "FontName",
    "Function",
    "FunctionType",
    "Functions",
    "G",
    "Group",
    "Height",
    "I",
    "ID",
    "ImageMask",
    "Info",
    "Interpolate",
    "ItalicAngle",
    "K",
    "Kids",
    "Lang",
    "Last",
    "Length",
    "Mask",
    "Matrix",
    "MediaBox",
    "Metadata",
    "N",
    "Next",
    "Nums",
    "Ordering",
    "Outlines",
    "OutputConditionIdentifier",
    "OutputIntents",
    "P",
    "PageLabels",
    "Pages",
    "PaintType",
    "Parent",
    "Pattern",
    "PatternType",
    "Predictor",
    "Prev",
    "Producer",
    "Rect",
    "Registry",
    "Resources",
    "Root",
    "Rows",
    "S",
    "SMask",
    "Shading",
    "ShadingType",
    "Size",
    "St",
    "StemV",
    "Subtype",
    "Supplement",
    "TilingType",
    "Title",
    "ToUnicode",
    "Type",
    "URI",
    "W",
    "W2",
    "Width",
    "XObject",
    "XStep",
    "YStep",
    "ca",
];

/// What things may be, and what actions may do.
const SORTS: &[&str] = &[
    "Annot",
    "CIDFontType0",
    "CIDFontType0C",
    "Catalog",
    "Font",
    "FontDescriptor",
    "Form",
    "Group",
    "Image",
    "Link",
    "Mask",
    "Metadata",
    "ObjStm",
    "Outlines",
    "OutputIntent",
    "Page",
    "Pages",
    "Pattern",
    "Type0",
    "XML",
    "XObject",
    "XRef",
    "ExtGState",
];
/// What streams are packed with.
const FILTERS: &[&str] = &["FlateDecode", "CCITTFaxDecode", "DCTDecode"];
const SAID: &[&str] = &[
    "URI",
    "Transparency",
    "Luminosity",
    "Alpha",
    "GTS_PDFA1",
    "D",
    "R",
    "r",
    "A",
    "a",
];

/// Yes only to a whole file of ours.
pub(super) fn is_paper(bytes: &[u8]) -> Option<()> {
    let mut walk = Walk::over(bytes);
    walk.expect(b"%PDF-1.7\n%\x80\x80\x80\x80\n")?;
    let whole = bytes.len();
    loop {
        let at = whole.checked_sub(walk.rest().len())?;
        let mut words = Words(walk.rest());
        words.number()?;
        words.expect(b" 0 obj")?;
        let head = words.dict(0)?;
        words.blanks();
        words.expect(b"stream\n")?;
        let data = words.take(usize::try_from(head.length?).ok()?)?;
        words.blanks();
        words.expect(b"endstream")?;
        words.blanks();
        words.expect(b"endobj")?;
        words.blanks();
        match head.sort.as_deref() {
            Some("ObjStm") => objects(data, &head)?,
            Some("XRef") => {
                let end = format!("startxref\n{at}\n%%EOF\n");
                return (words.0 == end.as_bytes()).then_some(());
            }
            _ => {}
        }
        walk = Walk::over(words.0);
    }
}

/// Objects that stand in a stream: as many as it says, each a value of ours, one after another.
fn objects(data: &[u8], head: &Head) -> Option<()> {
    let mut unpacked = Vec::new();
    let mut decoder = ZlibDecoder::new(data).take(UNPACKED);
    decoder.read_to_end(&mut unpacked).ok()?;
    let first = usize::try_from(head.first?).ok()?;
    let (table, body) = unpacked.split_at_checked(first)?;
    let mut table = Words(table);
    let mut starts = Vec::new();
    for _ in 0..head.count? {
        table.blanks();
        table.number()?;
        table.blanks();
        starts.push(usize::try_from(table.number()?).ok()?);
    }
    table.blanks();
    table.0.is_empty().then_some(())?;
    let mut words = Words(body);
    for start in starts {
        let at = body.len().checked_sub(words.0.len())?;
        (at == start).then_some(())?;
        words.value(0)?;
        words.blanks();
    }
    words.0.is_empty().then_some(())
}

/// What of a dictionary its reader has to know.
#[derive(Default)]
struct Head {
    length: Option<u64>,
    sort: Option<String>,
    first: Option<u64>,
    count: Option<u64>,
}

enum Value {
    Name(String),
    Number(Option<u64>),
    Other,
}

struct Words<'a>(&'a [u8]);

impl<'a> Words<'a> {
    fn blanks(&mut self) {
        while let [b' ' | b'\n' | b'\r', rest @ ..] = self.0 {
            self.0 = rest;
        }
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn expect(&mut self, word: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(word)?;
        Some(())
    }

    fn while_of(&mut self, of: impl Fn(u8) -> bool) -> &'a [u8] {
        let length = self.0.iter().take_while(|byte| of(**byte)).count();
        self.take(length).unwrap_or_default()
    }

    fn number(&mut self) -> Option<u64> {
        let digits = self.while_of(|byte| byte.is_ascii_digit());
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    /// A name without a spelling of its own: no `#`, only letters, digits and what our own names have.
    fn name(&mut self) -> Option<String> {
        self.expect(b"/")?;
        let name = self.while_of(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'_' | b'.')
        });
        (!name.is_empty()).then(|| String::from_utf8_lossy(name).into_owned())
    }

    fn value(&mut self, depth: u8) -> Option<Value> {
        if depth > DEPTH {
            return None;
        }
        self.blanks();
        match self.0 {
            [b'<', b'<', ..] => {
                self.dict(depth)?;
            }
            [b'[', rest @ ..] => {
                self.0 = rest;
                loop {
                    self.blanks();
                    if self.expect(b"]").is_some() {
                        break;
                    }
                    self.value(depth.checked_add(1)?)?;
                }
            }
            [b'(', rest @ ..] => {
                self.0 = rest;
                self.string()?;
            }
            [b'<', rest @ ..] => {
                self.0 = rest;
                self.while_of(|byte| byte.is_ascii_hexdigit());
                self.expect(b">")?;
            }
            [b'/', ..] => return self.name().map(Value::Name),
            [b'0'..=b'9' | b'-' | b'.', ..] => {
                let before = self.0;
                let whole = self.number();
                let rest = self.0;
                // A reference is two numbers and a letter.
                let mut ahead = Words(rest);
                if whole.is_some() && ahead.expect(b" 0 R").is_some() {
                    self.0 = ahead.0;
                    return Some(Value::Other);
                }
                self.0 = before;
                let number =
                    self.while_of(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.'));
                std::str::from_utf8(number).ok()?.parse::<f64>().ok()?;
                let exact = number.len() == before.len().checked_sub(rest.len())?;
                return Some(Value::Number(whole.filter(|_| exact)));
            }
            _ => {
                let word = self.while_of(|byte| byte.is_ascii_lowercase());
                matches!(word, b"true" | b"false" | b"null").then_some(())?;
            }
        }
        Some(Value::Other)
    }

    /// To the bracket that closes a string.
    fn string(&mut self) -> Option<()> {
        let mut open = 1_u32;
        loop {
            let [byte] = self.take(1)? else { return None };
            match byte {
                b'\\' => {
                    self.take(1)?;
                }
                b'(' => open = open.checked_add(1)?,
                b')' => {
                    open = open.checked_sub(1)?;
                    if open == 0 {
                        return Some(());
                    }
                }
                _ => {}
            }
        }
    }

    fn dict(&mut self, depth: u8) -> Option<Head> {
        let mut head = Head::default();
        // A page may have a hundred thousand groups, each with a name of its own.
        let mut keys = BTreeSet::new();
        self.blanks();
        self.expect(b"<<")?;
        loop {
            self.blanks();
            if self.expect(b">>").is_some() {
                return Some(head);
            }
            let key = self.name()?;
            if keys.contains(&key) {
                return None;
            }
            let value = self.value(depth.checked_add(1)?)?;
            match (key.as_str(), value) {
                ("Type" | "Subtype", Value::Name(sort)) => {
                    SORTS.contains(&sort.as_str()).then_some(())?;
                    if key == "Type" {
                        head.sort = Some(sort);
                    }
                }
                ("Type" | "Subtype", _) => return None,
                ("S", Value::Name(said)) => SAID.contains(&said.as_str()).then_some(())?,
                ("S", _) => return None,
                // A stream's `F` would be a file elsewhere; an annotation's is a number.
                ("F", Value::Number(Some(4))) => {}
                ("F", _) => return None,
                // One filter, and one of those we pack with: none that unlocks, fetches, or has to be a decoder of its own.
                ("Filter", Value::Name(filter)) => {
                    FILTERS.contains(&filter.as_str()).then_some(())?;
                }
                ("Filter", _) => return None,
                // Two sorts of functions and two of shadings; the fourth function would be a program.
                ("FunctionType" | "ShadingType", Value::Number(Some(2 | 3))) => {}
                ("FunctionType" | "ShadingType", _) => return None,
                ("Encoding", Value::Name(named)) if named.starts_with("Identity-") => {}
                ("Encoding", _) => return None,
                ("Length", Value::Number(length)) => head.length = length,
                ("First", Value::Number(first)) => head.first = first,
                ("N", Value::Number(count)) => head.count = count,
                (named, _) => is_known(named).then_some(())?,
            }
            keys.insert(key);
        }
    }
}

/// A word of the list, or a name of a resource: a letter or two and a number.
fn is_known(key: &str) -> bool {
    let digits = key.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = key.len().saturating_sub(digits.len());
    let numbered =
        letters <= 2 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    numbered || KEYS.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::is_paper;

    fn file(dict: &str) -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n%\x80\x80\x80\x80\n".to_vec();
        bytes.extend(
            format!("1 0 obj\n<</Length 1{dict}>>\nstream\nx\nendstream\nendobj\n").bytes(),
        );
        let at = bytes.len();
        bytes.extend(
            format!(
                "2 0 obj\n<</Length 1/Type/XRef/Size 3/Root 1 0 R>>\nstream\nx\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n"
            )
            .bytes(),
        );
        bytes
    }

    #[test]
    fn only_words_of_the_list_are_taken() {
        assert!(is_paper(&file("/Type/XObject/Subtype/Image/Width 1")).is_some());
        assert!(
            is_paper(&file(
                "/Filter/FlateDecode/Encoding/Identity-H/FunctionType 2"
            ))
            .is_some()
        );
        assert!(is_paper(&file("/A<</S/URI/URI(https://a.example)>>/F 4")).is_some());
        for bad in [
            "/OpenAction 3 0 R",
            "/AA<<>>",
            "/A<</S/JavaScript>>",
            "/A<</S/Launch>>",
            "/S/#4aavaScript",
            "/F(elsewhere)",
            "/Subtype/Widget",
            "/Type/EmbeddedFile",
            "/Names<<>>",
            "/Width 1/Width 2",
            "/Width 1 obj",
            "/Filter/JBIG2Decode",
            "/Filter[/Crypt/FlateDecode]",
            "/Filter 3 0 R",
            "/FunctionType 4",
            "/FunctionType 4.0",
            "/FunctionType 3 0 R",
            "/ShadingType 7",
            "/Encoding<<>>",
            "/Encoding/Identity#2DH",
        ] {
            assert!(is_paper(&file(bad)).is_none(), "{bad}");
        }
        // A hundred thousand names are looked through once each: a page of many groups must not hold up the house.
        let many: Vec<String> = (0..100_000).map(|n| format!("/X{n} 1")).collect();
        let many = many.concat();
        assert!(is_paper(&file(&many)).is_some());
        assert!(is_paper(&file(&(many + "/X7 1"))).is_none());
        let mut longer = file("");
        longer.extend(b"PK");
        assert!(is_paper(&longer).is_none());
    }
}
