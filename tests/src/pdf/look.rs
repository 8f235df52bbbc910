//! A look at an output by a parser of another house: everything in it is reached from its root, is of a sort of the
//! closed list, and has no key that the sort has not.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};

use super::grammar;

/// Bytes of an unpacked stream.
const UNPACKED: usize = 256 << 20;

/// Everything in an output that should not be there.
pub fn findings(bytes: &[u8]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    if !bytes.starts_with(b"%PDF-1.7\n") || !bytes.ends_with(b"\n%%EOF\n") {
        found.insert("something before or behind the file".to_owned());
    }
    if is_locked(bytes) {
        found.insert("a lock".to_owned());
    }
    let document = match open(bytes) {
        Ok(document) => document,
        Err(why) => {
            found.insert(format!("not readable: {why}"));
            return found;
        }
    };
    let mut walk = Walk {
        document: &document,
        seen: BTreeMap::new(),
        waiting: Vec::new(),
        found: &mut found,
    };
    walk.trailer();
    while let Some((id, sort)) = walk.waiting.pop() {
        walk.visit(id, &sort);
    }
    let seen = walk.seen;
    for (id, object) in &document.objects {
        let sort = dictionary(object).and_then(|d| d.get_type().ok());
        if !seen.contains_key(id) && !matches!(sort, Some(b"ObjStm" | b"XRef")) {
            found.insert(format!("nobody names {id:?}: {object:?}"));
        }
    }
    found
}

/// True where the canary is in an output: in a stream unpacked, in a string, a name, or the bytes themselves. Whoever
/// cannot unpack a stream answers true.
pub fn holds(bytes: &[u8], canary: &str) -> bool {
    let narrow = canary.to_lowercase().into_bytes();
    let wide: Vec<u8> = narrow.iter().flat_map(|byte| [0, *byte]).collect();
    let has = |bytes: &[u8]| {
        let low = bytes.to_ascii_lowercase();
        [&narrow, &wide]
            .iter()
            .any(|word| memchr::memmem::find(&low, word).is_some())
    };
    let Ok(document) = open(bytes) else {
        return true;
    };
    // What is locked cannot be looked through.
    is_locked(bytes) || has(bytes) || document.objects.values().any(|object| within(object, &has))
}

/// True where 64 bytes of the input stand in a stream of an output: they were not packed anew. Pictures of ink and paper
/// are left out, since T.6 has one spelling for the same pixels.
pub fn carried(input: &[u8], output: &[u8]) -> bool {
    let chunks: BTreeSet<&[u8]> = input
        .as_chunks::<64>()
        .0
        .iter()
        .map(<[u8; 64]>::as_slice)
        .collect();
    let Ok(document) = open(output) else {
        return false;
    };
    let streams = document
        .objects
        .values()
        .filter_map(|one| one.as_stream().ok());
    let mut packed = streams.filter(|stream| {
        let filters = stream.filters().unwrap_or_default();
        !filters.contains(&b"CCITTFaxDecode".as_slice())
    });
    packed.any(|stream| {
        stream
            .content
            .windows(64)
            .any(|window| chunks.contains(window))
    })
}

/// True where the trailer, which always stands in the open, speaks of a lock.
fn is_locked(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"/Encrypt").is_some()
}

fn within(object: &Object, has: &impl Fn(&[u8]) -> bool) -> bool {
    let inside = |dict: &Dictionary| {
        dict.iter()
            .any(|(key, value)| has(key) || within(value, has))
    };
    match object {
        Object::Name(bytes) | Object::String(bytes, _) => has(bytes),
        Object::Array(all) => all.iter().any(|one| within(one, has)),
        Object::Dictionary(dict) => inside(dict),
        Object::Stream(stream) => {
            let packed = |filter: &[u8]| matches!(filter, b"DCTDecode" | b"CCITTFaxDecode");
            // Of a photograph the bytes themselves are looked at.
            let filters = stream.filters().unwrap_or_default();
            inside(&stream.dict)
                || has(&stream.content)
                || (!filters.is_empty()
                    && !filters.into_iter().any(packed)
                    && stream
                        .decompressed_content_with_limit(UNPACKED)
                        .is_ok_and(|content| has(&content)))
        }
        _ => false,
    }
}

fn open(bytes: &[u8]) -> lopdf::Result<Document> {
    let options = LoadOptions {
        strict: true,
        ..LoadOptions::default()
    };
    Document::load_mem_with_options(bytes, options)
}

fn dictionary(object: &Object) -> Option<&Dictionary> {
    match object {
        Object::Dictionary(dict) => Some(dict),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

struct Walk<'a> {
    document: &'a Document,
    /// Each object, and the sort it was met as.
    seen: BTreeMap<ObjectId, String>,
    waiting: Vec<(ObjectId, String)>,
    found: &'a mut BTreeSet<String>,
}

impl Walk<'_> {
    fn say(&mut self, what: String) {
        self.found.insert(what);
    }

    fn trailer(&mut self) {
        for (key, value) in &self.document.trailer {
            match (&**key, value) {
                (b"Root", value) => self.lead(value, "Catalog", "the trailer"),
                (b"Info", value) => self.lead(value, "Info", "the trailer"),
                (
                    b"Size" | b"ID" | b"W" | b"Type" | b"Length" | b"Filter" | b"DecodeParms"
                    | b"Index",
                    _,
                ) => {}
                _ => self.say(format!("the trailer says {}", text(key))),
            }
        }
    }

    /// Follows a value that should be a dictionary or a stream of one of these sorts.
    fn lead(&mut self, value: &Object, sorts: &str, from: &str) {
        let Ok((id, object)) = self.document.dereference(value) else {
            return self.say(format!("{from}: leads nowhere"));
        };
        let Some(dict) = dictionary(object) else {
            return self.say(format!("{from}: no dictionary"));
        };
        let fits = |sort: &&str| {
            ["Type", "Subtype"].iter().all(|key| {
                let wanted =
                    grammar::keys(sort).find_map(|k| k.strip_prefix(key)?.strip_prefix('='));
                let said = dict.get(key.as_bytes()).and_then(Object::as_name).ok();
                said.map(text).as_deref() == wanted
            })
        };
        let mut all = sorts.split('|');
        let Some(sort) = all.clone().find(fits).or_else(|| all.next()) else {
            return;
        };
        if let Some(id) = id {
            self.waiting.push((id, sort.to_owned()));
        } else {
            let dict = dict.clone();
            self.dictionary(&dict, sort, false);
        }
    }

    fn visit(&mut self, id: ObjectId, sort: &str) {
        match self.seen.get(&id) {
            Some(before) if before == sort => return,
            Some(before) => {
                let what = format!("{id:?} is {before} and {sort}");
                return self.say(what);
            }
            None => {}
        }
        self.seen.insert(id, sort.to_owned());
        let document = self.document;
        match document.get_object(id) {
            Ok(Object::Dictionary(dict)) => self.dictionary(dict, sort, false),
            Ok(Object::Stream(stream)) => {
                self.dictionary(&stream.dict, sort, true);
                if grammar::DRAWN.contains(&sort) {
                    self.drawn(stream, sort);
                }
            }
            other => self.say(format!("{sort} {id:?} is {other:?}")),
        }
    }

    fn drawn(&mut self, stream: &lopdf::Stream, sort: &str) {
        let content = match stream.filters() {
            Ok(_) => stream.decompressed_content_with_limit(UNPACKED),
            Err(_) => Ok(stream.content.clone()),
        };
        match content.and_then(|bytes| Content::decode(&bytes)) {
            Ok(content) => {
                for operation in content.operations {
                    let known = grammar::OPERATORS.split_whitespace();
                    if !known.into_iter().any(|known| known == operation.operator) {
                        self.say(format!("{sort} draws with {}", operation.operator));
                    }
                }
            }
            Err(why) => self.say(format!("{sort} cannot be unpacked: {why}")),
        }
    }

    fn dictionary(&mut self, dict: &Dictionary, sort: &str, stream: bool) {
        if stream != grammar::keys(sort).any(|key| key == "Length:num") && sort != "Pattern" {
            self.say(format!(
                "{sort}: a stream where none should be, or the other way round"
            ));
        }
        for (key, value) in dict {
            let key = text(key);
            let from = format!("{sort}/{key}");
            let wanted = grammar::keys(sort).find_map(|k| {
                let rest = k.strip_prefix(&*key)?;
                rest.starts_with(['=', ':', '>', '*', '~']).then_some(rest)
            });
            let Some((how, what)) = wanted.and_then(|wanted| wanted.split_at_checked(1)) else {
                self.say(format!("{from} is not in the list"));
                continue;
            };
            match how {
                "=" => {
                    let said = value.as_name().map(text).unwrap_or_default();
                    if !what.split('|').any(|name| name == said) {
                        self.say(format!("{from} is {value:?}"));
                    }
                }
                ">" => self.lead(value, what, &from),
                "*" => match value.as_array() {
                    Ok(all) => all.iter().for_each(|one| self.lead(one, what, &from)),
                    Err(_) => self.say(format!("{from} is no list")),
                },
                "~" => match value.as_dict() {
                    Ok(all) => all.iter().for_each(|(_, one)| self.lead(one, what, &from)),
                    Err(_) => self.say(format!("{from} is no dictionary")),
                },
                _ => self.plain(value, what, &from),
            }
        }
    }

    fn plain(&mut self, value: &Object, what: &str, from: &str) {
        let number = |object: &Object| matches!(object, Object::Integer(_) | Object::Real(_));
        let list =
            |of: &dyn Fn(&Object) -> bool| value.as_array().is_ok_and(|all| all.iter().all(of));
        let good = match what {
            "num" => number(value),
            "str" => matches!(value, Object::String(..)),
            "bool" => matches!(value, Object::Boolean(_)),
            "name" => matches!(value, Object::Name(_)),
            // The widths of glyphs stand in lists within a list.
            "nums" => {
                list(&|one| number(one) || one.as_array().is_ok_and(|all| all.iter().all(number)))
            }
            "bools" => list(&|one| matches!(one, Object::Boolean(_))),
            "axis" => matches!(value, Object::Integer(2 | 3)),
            "plain" => matches!(value, Object::Integer(2 | 3)),
            "blend" => {
                let said = value.as_name().map(text).unwrap_or_default();
                grammar::BLENDS
                    .split_whitespace()
                    .any(|known| known == said)
            }
            "veil" => {
                if dictionary(value).is_some() || matches!(value, Object::Reference(_)) {
                    self.lead(value, "Veil", from);
                    true
                } else {
                    value.as_name().is_ok_and(|name| name == b"None")
                }
            }
            "space" => match value {
                Object::Name(name) => matches!(&**name, b"DeviceRGB" | b"DeviceGray"),
                Object::Array(all) => matches!(
                    all.as_slice(),
                    [Object::Name(sort), Object::Name(base), Object::Integer(_), Object::String(..)]
                        if sort == b"Indexed" && base == b"DeviceRGB"
                ),
                _ => false,
            },
            "dest" => match value.as_array().map(Vec::as_slice) {
                Ok([page, Object::Name(how), rest @ ..]) => {
                    self.lead(page, "Page", from);
                    how == b"XYZ" && rest.iter().all(number)
                }
                _ => false,
            },
            "labels" => value.as_array().is_ok_and(|all| {
                let pairs = all.chunks(2);
                pairs.into_iter().all(|pair| match pair {
                    [Object::Integer(_), label] => {
                        self.lead(label, "Label", from);
                        true
                    }
                    _ => false,
                })
            }),
            _ => false,
        };
        if !good {
            self.say(format!("{from} is {value:?}"));
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{Disguise, Draft};
    use super::{findings, holds};

    #[test]
    fn every_technique_can_be_drafted_in_every_coat() {
        for technique in super::super::techniques::all() {
            for disguise in Disguise::ALL {
                assert!(!disguise.dress(&technique.draft()).is_empty());
            }
        }
    }

    #[test]
    fn a_file_of_another_hand_is_not_ours() {
        let found = findings(&Disguise::Plain.dress(&Draft::default()));
        assert!(
            found.iter().any(|f| f == "Font/Subtype is /Type1"),
            "{found:#?}"
        );
    }

    #[test]
    fn the_canary_is_found_wherever_it_sits() {
        let mut draft = Draft::default();
        assert!(!holds(&Disguise::Plain.dress(&draft), "kanaria"));
        draft.catalog("/Lang(Kanaria)");
        for disguise in [
            Disguise::Plain,
            Disguise::Hex,
            Disguise::Octal,
            Disguise::Packed,
        ] {
            assert!(holds(&disguise.dress(&draft), "kanaria"), "{disguise:?}");
        }
        let mut draft = Draft::default();
        draft.content("% kanaria");
        for disguise in Disguise::ALL {
            // A lock is a finding of its own.
            if matches!(disguise, Disguise::Rc4 | Disguise::Aes) {
                let found = findings(&disguise.dress(&draft));
                assert!(found.contains("a lock"), "{found:#?}");
                continue;
            }
            assert!(holds(&disguise.dress(&draft), "kanaria"), "{disguise:?}");
        }
    }
}
