//! The same objects in another coat: spelt by numbers, packed away, behind chains of filters, hidden by later versions,
//! locked.

use std::fmt::Write as _;

use super::crypt::{ID, Lock};
use super::draft::{CATALOG, Draft, Object, PAGE};
use super::filters;
use super::syntax::{self, Spelling, Value, spell};

/// A coat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Disguise {
    /// As it is.
    Plain,
    /// Names and strings by the numbers of their letters.
    Hex,
    /// Strings in octal, names that begin with a number.
    Octal,
    /// All that is no stream in streams of objects; the table is one too.
    Packed,
    /// Streams behind four filters.
    Chained,
    /// A harmless version first; what acts comes in an update, its table in a stream beside an old one.
    Updated,
    /// Two versions of the catalogue and the page, and the table leads to the harmful ones.
    Shadowed,
    /// Locked by RC4 without a password.
    Rc4,
    /// Locked by AES without a password.
    Aes,
}

impl Disguise {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Plain,
        Self::Hex,
        Self::Octal,
        Self::Packed,
        Self::Chained,
        Self::Updated,
        Self::Shadowed,
        Self::Rc4,
        Self::Aes,
    ];

    /// The file.
    pub fn dress(self, draft: &Draft) -> Vec<u8> {
        let mut file = File::new(self);
        file.bytes.extend(&draft.before);
        file.start = file.bytes.len();
        file.bytes.extend(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n");
        match self {
            Self::Packed => file.packed(draft),
            Self::Updated => file.updated(draft),
            _ => {
                if self == Self::Shadowed {
                    let harmless = Draft::default();
                    for number in [CATALOG, PAGE] {
                        file.object(number, &harmless.objects[&number]);
                    }
                }
                file.whole(draft);
            }
        }
        file.bytes.extend(&draft.after);
        file.bytes
    }
}

struct File {
    disguise: Disguise,
    lock: Option<Lock>,
    bytes: Vec<u8>,
    /// Where the header stands; places are counted from it.
    start: usize,
    /// Number and place.
    places: Vec<(u32, usize)>,
}

impl File {
    fn new(disguise: Disguise) -> Self {
        let lock = match disguise {
            Disguise::Rc4 => Some(Lock::new(false)),
            Disguise::Aes => Some(Lock::new(true)),
            _ => None,
        };
        Self {
            disguise,
            lock,
            bytes: Vec::new(),
            start: 0,
            places: Vec::new(),
        }
    }

    fn spelling(&self) -> Spelling {
        match self.disguise {
            Disguise::Hex => Spelling::Hex,
            Disguise::Octal => Spelling::Octal,
            _ => Spelling::Plain,
        }
    }

    fn spelt(&self, number: u32, value: &Value) -> String {
        spell(value, self.spelling(), &|text| match &self.lock {
            Some(lock) => lock.seal(number, text),
            None => text.to_vec(),
        })
    }

    fn here(&self) -> usize {
        self.bytes.len() - self.start
    }

    fn object(&mut self, number: u32, object: &Object) {
        self.places.push((number, self.here()));
        let mut value = object.value.clone();
        let mut data = object.data.clone();
        if let (Some(data), Value::Dict(all)) = (&mut data, &mut value) {
            if !object.filtered {
                let (filter, through) = self.filters(data);
                *data = through;
                all.extend(syntax::entries(filter));
            }
            if let Some(lock) = &self.lock {
                *data = lock.seal(number, data);
            }
            if !all.iter().any(|(key, _)| key == "Length") {
                all.push(("Length".to_owned(), Value::Word(data.len().to_string())));
            }
        }
        let value = self.spelt(number, &value);
        self.bytes
            .extend(format!("{number} 0 obj\n{value}").bytes());
        if let Some(data) = data {
            self.bytes.extend(b"\nstream\n");
            self.bytes.extend(data);
            self.bytes.extend(b"\nendstream");
        }
        self.bytes.extend(b"\nendobj\n");
    }

    fn filters(&self, data: &[u8]) -> (&'static str, Vec<u8>) {
        match self.disguise {
            Disguise::Plain | Disguise::Shadowed => ("", data.to_vec()),
            Disguise::Chained => (
                "/Filter[/ASCIIHexDecode/ASCII85Decode/LZWDecode/RunLengthDecode/FlateDecode]",
                filters::hex(&filters::eighty_five(&filters::lzw(&filters::runs(
                    &filters::flate(data),
                )))),
            ),
            Disguise::Hex => (
                "/Filter[/ASCIIHexDecode/ASCII85Decode]",
                filters::hex(&filters::eighty_five(data)),
            ),
            _ => ("/Filter/FlateDecode", filters::flate(data)),
        }
    }

    fn end(&mut self, draft: &Draft, more: &str) {
        let size = draft
            .objects
            .keys()
            .max()
            .map_or(1, |most| most + 1)
            .max(99);
        let mut all = vec![
            ("Size".to_owned(), Value::Word(size.to_string())),
            ("Root".to_owned(), Value::Word(format!("{CATALOG} 0 R"))),
            (
                "ID".to_owned(),
                Value::List(vec![Value::Text(ID.to_vec()), Value::Text(ID.to_vec())]),
            ),
        ];
        all.extend(draft.trailer.iter().cloned());
        let mut said = spell(&Value::Dict(all), self.spelling(), &<[u8]>::to_vec);
        said.truncate(said.len() - 2);
        if let Some(lock) = &self.lock {
            let _ = write!(said, "/Encrypt {}", lock.told());
        }
        let _ = write!(said, "{more}>>");
        self.bytes.extend(format!("trailer\n{said}\n").bytes());
    }

    /// A table of all that was put since the last one.
    fn table(&mut self) -> usize {
        let at = self.here();
        self.bytes.extend(b"xref\n0 1\n0000000000 65535 f \n");
        for (number, place) in std::mem::take(&mut self.places) {
            self.bytes
                .extend(format!("{number} 1\n{place:010} 00000 n \n").bytes());
        }
        at
    }

    fn whole(&mut self, draft: &Draft) {
        for (number, object) in &draft.objects {
            self.object(*number, object);
        }
        // The last that was put of each number counts.
        let places = std::mem::take(&mut self.places);
        let last: std::collections::BTreeMap<u32, usize> = places.into_iter().collect();
        self.places = last.into_iter().collect();
        let at = self.table();
        self.end(draft, "");
        self.bytes
            .extend(format!("startxref\n{at}\n%%EOF\n").bytes());
    }

    /// Objects in a stream of objects, and a table in a stream.
    fn packed(&mut self, draft: &Draft) {
        let (mut head, mut body) = (String::new(), String::new());
        let mut entries: Vec<(u32, [usize; 3])> = Vec::new();
        let pack = 90;
        for (number, object) in &draft.objects {
            if object.data.is_some() {
                self.object(*number, object);
                continue;
            }
            let _ = write!(head, "{number} {} ", body.len());
            entries.push((*number, [2, pack, entries.len()]));
            body.push_str(&self.spelt(*number, &object.value));
            body.push('\n');
        }
        let plain = entries.len();
        let dict = format!("/Type/ObjStm/N {plain}/First {}", head.len());
        let packed = Object {
            value: Value::Dict(syntax::entries(&dict)),
            data: Some((head + &body).into_bytes()),
            filtered: false,
        };
        self.object(90, &packed);
        self.table_stream(entries, draft, "");
    }

    fn table_stream(&mut self, mut entries: Vec<(u32, [usize; 3])>, draft: &Draft, more: &str) {
        let at = self.here();
        for (number, place) in std::mem::take(&mut self.places) {
            entries.push((number, [1, place, 0]));
        }
        entries.push((91, [1, at, 0]));
        entries.sort_unstable();
        let (mut rows, mut index) = (Vec::new(), String::new());
        for (number, [sort, place, rest]) in entries {
            let _ = write!(index, "{number} 1 ");
            rows.push(u8::try_from(sort).expect("a byte"));
            rows.extend(u32::try_from(place).expect("small").to_be_bytes());
            rows.push(u8::try_from(rest).expect("few"));
        }
        let mut value = syntax::entries(&format!(
            "/Type/XRef/W[1 4 1]/Index[{index}]/Size 99/Root {CATALOG} 0 R{more}"
        ));
        value.extend(draft.trailer.iter().cloned());
        let table = Object {
            value: Value::Dict(value),
            data: Some(rows),
            filtered: false,
        };
        self.object(91, &table);
        self.places.clear();
        self.bytes
            .extend(format!("startxref\n{at}\n%%EOF\n").bytes());
    }

    /// What is harmless, and then what is not, in a stream that only the hybrid trailer names.
    fn updated(&mut self, draft: &Draft) {
        let harmless = Draft::default();
        for (number, object) in &harmless.objects {
            self.object(*number, object);
        }
        let first = self.table();
        self.end(&harmless, "");
        self.bytes
            .extend(format!("startxref\n{first}\n%%EOF\n").bytes());
        for (number, object) in &draft.objects {
            self.object(*number, object);
        }
        let shown = std::mem::take(&mut self.places);
        self.places.clone_from(&shown);
        let before = self.bytes.len();
        self.table_stream(Vec::new(), draft, "");
        // The stream's own end is not the file's.
        let beside = before - self.start;
        let text = format!("startxref\n{beside}\n%%EOF\n");
        self.bytes.truncate(self.bytes.len() - text.len());
        self.places = shown;
        let at = self.table();
        self.end(draft, &format!("/Prev {first}/XRefStm {beside}"));
        self.bytes
            .extend(format!("startxref\n{at}\n%%EOF\n").bytes());
    }
}
