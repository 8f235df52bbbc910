//! Letters that a file does not bring along: the fonts it names are stood for by the house's, and codes that it does not
//! explain are explained by Adobe's character collections.

use hayro_interpret::font::{FontData, FontQuery, StandardFont};
use hayro_interpret::hayro_cmap::{BfString, CMap, CMapName, load_embedded};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, String as Text};
use hayro_interpret::hayro_syntax::page::Page;

use crate::drawing::face;

/// A font for one that is not in the file.
pub(super) fn resolve(query: &FontQuery) -> Option<(FontData, u32)> {
    let asked = match query {
        FontQuery::Standard(font) => return Some(font.get_font_data()),
        FontQuery::Fallback(asked) => asked,
    };
    let names = [
        &asked.post_script_name,
        &asked.font_name,
        &asked.font_family,
    ];
    let names: Vec<String> = names
        .into_iter()
        .flatten()
        .map(|name| name.to_lowercase())
        .collect();
    let any = |words: &[&str]| {
        names
            .iter()
            .any(|name| words.iter().any(|word| name.contains(word)))
    };
    let mincho = any(&[
        "mincho", "明朝", "ming", "song", "batang", "ryumin", "serif",
    ]);
    let japanese = asked.character_collection.is_some()
        || mincho
        || any(&["gothic", "ゴシック", "meiryo", "hgｺﾞｼｯｸ", "hgp", "hgs"]);
    let ours = || face(mincho || asked.is_serif);
    if japanese {
        return ours();
    }
    let standard: StandardFont = asked.pick_standard_font();
    Some(standard.get_font_data())
}

/// True where a font's program is the house's and not the sender's.
pub(super) fn is_ours(program: &FontData) -> bool {
    let bytes: &[u8] = program.as_ref().as_ref();
    [false, true]
        .into_iter()
        .filter_map(face)
        .any(|(ours, _)| std::ptr::eq(bytes, ours.as_ref().as_ref()))
}

/// What the codes of fonts of a page mean that do not say so themselves.
#[derive(Default)]
pub(super) struct Codes(Vec<Explained>);

struct Explained {
    /// None where the code is the number of the character in its collection.
    numbers: Option<CMap>,
    letters: CMap,
}

impl Codes {
    /// Of the composite fonts in the resources of a page.
    pub(super) fn of(page: &Page<'_>) -> Self {
        let mut seen = Vec::new();
        let mut found = Vec::new();
        let fonts = &page.resources().fonts;
        for name in fonts.keys() {
            let Some(font) = fonts.get::<Dict<'_>>(name.as_ref()) else {
                continue;
            };
            if font.contains_key(b"ToUnicode") {
                continue;
            }
            let Some((encoding, ordering)) = collection(&font) else {
                continue;
            };
            if seen.contains(&(encoding.clone(), ordering.clone())) || seen.len() >= 16 {
                continue;
            }
            found.extend(explained(&encoding, &ordering));
            seen.push((encoding, ordering));
        }
        Self(found)
    }

    /// What a code says, if all that explain it agree.
    pub(super) fn say(&self, code: u32) -> Option<String> {
        let mut said: Option<String> = None;
        for one in &self.0 {
            let Some(text) = one.say(code) else { continue };
            match &said {
                Some(before) if *before != text => return None,
                _ => said = Some(text),
            }
        }
        said
    }
}

impl Explained {
    fn say(&self, code: u32) -> Option<String> {
        let number = match &self.numbers {
            None => code,
            Some(map) => {
                let bytes = match code {
                    0..=0xff => 1,
                    0x100..=0xffff => 2,
                    0x1_0000..=0xff_ffff => 3,
                    _ => 4,
                };
                map.lookup_cid_code(code, bytes)?
            }
        };
        Some(match self.letters.lookup_bf_string(number)? {
            BfString::Char(c) => c.to_string(),
            BfString::String(text) => text,
        })
    }
}

fn collection(font: &Dict<'_>) -> Option<(Vec<u8>, Vec<u8>)> {
    if font.get::<Name<'_>>(b"Subtype")?.as_ref() != b"Type0" {
        return None;
    }
    let encoding = font.get::<Name<'_>>(b"Encoding")?;
    let below = font.get::<Array<'_>>(b"DescendantFonts")?;
    let below = below.iter::<Dict<'_>>().next()?;
    let info = below.get::<Dict<'_>>(b"CIDSystemInfo")?;
    let ordering = info.get::<Text<'_>>(b"Ordering")?;
    Some((encoding.as_ref().to_vec(), ordering.as_bytes().to_vec()))
}

fn explained(encoding: &[u8], ordering: &[u8]) -> Option<Explained> {
    let letters = match ordering {
        b"Japan1" => "Adobe-Japan1-UCS2",
        b"GB1" => "Adobe-GB1-UCS2",
        b"CNS1" => "Adobe-CNS1-UCS2",
        b"Korea1" | b"KR" => "Adobe-Korea1-UCS2",
        _ => return None,
    };
    let map = |name: &[u8]| CMap::parse(load_embedded(CMapName::from_bytes(name))?, load_embedded);
    let numbers = match encoding {
        b"Identity-H" | b"Identity-V" => None,
        named => Some(map(named)?),
    };
    Some(Explained {
        numbers,
        letters: map(letters.as_bytes())?,
    })
}
