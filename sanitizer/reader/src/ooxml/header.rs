//! Pictures in the headers and footers of a sheet: an old drawing of which places, sizes and looks are read as numbers.

use sekisho_ir::package::{Boxes, HeaderPicture, HeaderSlot};
use sekisho_ir::{PartKind, Reason};

use super::container::{RawRelation, resolve};
use super::walk::{Found, Raw, Walk};
use super::xml::{Attribute, Item, Ns, Scanner, Tag, decode};

/// A picture, and the id of the relation that leads to it in the old drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) picture: HeaderPicture,
    pub(super) id: String,
}

impl Walk<'_, '_, '_> {
    /// The pictures in the headers and footers of a sheet; none where there is none to show.
    pub(super) fn show_headers(
        &mut self,
        relation: &RawRelation,
        source: &str,
    ) -> Result<Option<usize>, Reason> {
        let name = resolve(source, &relation.target);
        let bytes = self.container.part(&name)?.unwrap_or_default();
        let text = decode(&bytes).unwrap_or_default();
        let relations = self.container.relations(&name)?;
        let mut boxes = Boxes::default();
        let mut leads = Vec::new();
        for mut seen in pictures(&text, self.limits.markup_depth) {
            let lead = relations
                .iter()
                .find(|lead| lead.id == seen.id && !lead.external);
            let picture = match lead {
                Some(lead) => self.visit(&resolve(&name, &lead.target), PartKind::Picture)?,
                None => None,
            };
            if let Some(picture) = picture {
                seen.picture.lead = u32::try_from(leads.len()).map_err(|_| Reason::TooMany)?;
                leads.push((seen.id, picture));
                boxes.headers.push(seen.picture);
            }
        }
        if boxes.headers.is_empty() {
            return Ok(None);
        }
        let at = self.found.len();
        let body = Raw::Boxes {
            comments: None,
            notes: Vec::new(),
            boxes,
        };
        let mut part = Found::new(&name, "", PartKind::HeaderShapes, body);
        part.leads = leads;
        self.found.push(part);
        Ok(Some(at))
    }
}

/// The id of the relation that leads to the pictures of a sheet's headers.
pub(super) fn relation(sheet: &str) -> Option<&str> {
    let (_, rest) = sheet.rsplit_once("legacyDrawingHF")?;
    let (tag, _) = rest.split_once('>')?;
    let (_, id) = tag.split_once("id=")?;
    let quote = id.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    id.split(quote).nth(1)
}

/// All pictures of an old drawing that stand in a header or footer, each place once.
pub(super) fn pictures(text: &str, depth: usize) -> Vec<Seen> {
    let mut scanner = Scanner::new(text, depth);
    let mut found: Vec<Seen> = Vec::new();
    let mut shape: Option<(HeaderSlot, u32, u32)> = None;
    while let Ok(Some(item)) = scanner.next() {
        let Item::Open(tag) = item else { continue };
        match (tag.ns, tag.name) {
            (Ns::Vml, "shape" | "rect") => shape = standing(&tag),
            (Ns::Vml, "imagedata") => {
                let Some((slot, width, height)) = shape.take() else {
                    continue;
                };
                if let Some(id) = tag.value("relid").or_else(|| tag.value("id"))
                    && found.iter().all(|seen| seen.picture.slot != slot)
                {
                    let part = |name: &str| tag.value(name).and_then(fraction);
                    let picture = HeaderPicture {
                        slot,
                        width,
                        height,
                        crop: ["cropleft", "croptop", "cropright", "cropbottom"]
                            .map(|name| part(name).unwrap_or(0)),
                        gain: part("gain").unwrap_or(65_536),
                        black_level: part("blacklevel").unwrap_or(0),
                        grey: matches!(tag.value("grayscale"), Some("t" | "true")),
                        lead: 0,
                    };
                    let id = id.to_owned();
                    found.push(Seen { picture, id });
                }
            }
            _ => {}
        }
    }
    found
}

/// The place a shape stands in, by its id, and its size.
fn standing(tag: &Tag<'_>) -> Option<(HeaderSlot, u32, u32)> {
    let of_shape = |(ns, name, _): &&Attribute<'_>| *ns == Ns::None && *name == "id";
    let (_, _, id) = tag.attributes.iter().find(of_shape)?;
    let slot = HeaderSlot::from_code(&id.to_uppercase())?;
    let style = tag.value("style")?;
    let size = |wanted: &str| {
        style.split(';').find_map(|rule| {
            let (name, value) = rule.split_once(':')?;
            (name.trim() == wanted).then(|| length(value.trim()))?
        })
    };
    Some((slot, size("width")?, size("height")?))
}

/// A length of VML in hundredths of a point.
fn length(text: &str) -> Option<u32> {
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
    let hundredths = decimal(number.trim(), 2)?;
    // What one unit is in points, as a fraction.
    let (times, over) = match unit.trim() {
        "pt" => (1, 1),
        "in" => (72, 1),
        "cm" => (7_200, 254),
        "mm" => (720, 254),
        "pc" | "pi" => (12, 1),
        "px" => (3, 4),
        _ => return None,
    };
    let points = hundredths.checked_mul(times)?.checked_div(over)?;
    let side = 1..=HeaderPicture::LARGEST;
    u32::try_from(points)
        .ok()
        .filter(|points| side.contains(points))
}

/// A share as VML says it, in 65536ths: `19661f` or `.3`.
fn fraction(text: &str) -> Option<i32> {
    let text = text.trim();
    if let Some(whole) = text.strip_suffix('f') {
        return whole.parse().ok();
    }
    let (sign, plain) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let share = decimal(plain, 5)?
        .checked_mul(65_536)?
        .checked_div(100_000)?;
    i32::try_from(share).ok()?.checked_mul(sign)
}

/// A number without sign as a whole number of so many places.
fn decimal(text: &str, places: usize) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    if text.is_empty() || !digits(whole) || !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let part: String = part
        .chars()
        .chain(std::iter::repeat('0'))
        .take(places)
        .collect();
    format!("{whole}{part}").parse().ok()
}

#[cfg(test)]
mod tests {
    use sekisho_ir::package::HeaderSlot;

    use super::{fraction, length, pictures, relation};

    #[test]
    fn lengths_and_shares_are_numbers() {
        for (text, hundredths) in [
            ("97.5pt", 9_750),
            ("1in", 7_200),
            ("2.54cm", 7_200),
            ("4px", 300),
        ] {
            assert_eq!(length(text), Some(hundredths), "{text}");
        }
        for wrong in [
            "",
            "pt",
            "-1pt",
            "1",
            "1em",
            "1.2.3pt",
            "99999999999pt",
            "0pt",
        ] {
            assert_eq!(length(wrong), None, "{wrong}");
        }
        assert_eq!(fraction("19661f"), Some(19_661));
        assert_eq!(fraction(".5"), Some(32_768));
        assert_eq!(fraction("-0.5"), Some(-32_768));
        assert_eq!(fraction("x"), None);
    }

    #[test]
    fn a_picture_is_read_with_its_place_and_nothing_it_leads_to() {
        let text = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\">\
             <v:shape id=\"RHFIRST\" href=\"http://evil\" style='position:absolute;width:30pt;height:15pt'>\
             <v:imagedata o:relid=\"rId3\" o:title=\"x\" gain=\"19661f\" grayscale=\"t\"/></v:shape>\
             <v:shape id=\"other\" style='width:1pt;height:1pt'><v:imagedata o:relid=\"rId4\"/></v:shape></xml>";
        let [seen] = pictures(text, 20).try_into().unwrap();
        assert_eq!(seen.id, "rId3");
        assert_eq!(seen.picture.slot, HeaderSlot::FirstHeaderRight);
        assert_eq!((seen.picture.width, seen.picture.height), (3_000, 1_500));
        assert!(seen.picture.grey && seen.picture.gain == 19_661);
    }

    #[test]
    fn the_drawing_of_a_header_is_told_from_that_of_the_cells() {
        let sheet = "<legacyDrawing r:id=\"rId1\"/><legacyDrawingHF r:id='rId2'/></worksheet>";
        assert_eq!(relation(sheet), Some("rId2"));
        assert_eq!(relation("<legacyDrawing r:id=\"rId1\"/>"), None);
    }
}
