//! SVG: the closed list of elements and attributes our writer uses, in its spelling, and not one word beside them.
//!
//! ```text
//!  bytes ─▶ tokens  < name attribute="value" … > and nothing between the marks
//!              └─▶ element: known here, with these attributes
//!                     └─▶ value: a number, a colour, an outline, a word of a list, #d7 that stood before
//! ```
//!
//! There is no text, comment, instruction, entity, style sheet or address in the grammar, so there is nothing to look
//! for in them. The only thing an `href` may hold is a PNG, which is recognised like one that stands alone.

mod tokens;
mod values;

use std::collections::BTreeMap;

use data_encoding::BASE64;

use self::tokens::{Tag, Tokens};
use self::values::{colour, matrix, number, numbers, outline, positive, share};

/// Groups in groups, with the element of the definition around them.
const DEPTH: usize = 110;
/// Elements of a drawing.
const ELEMENTS: usize = 2_000_000;
/// Marks drawn in all, counted through references.
const DRAWN: u64 = 16_000_000;

/// What an id stands for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Paint,
    Clip,
    Mask,
}

struct Known {
    family: Family,
    /// Marks drawn each time it is used.
    cost: u64,
}

/// An element that is open.
struct Open<'a> {
    name: &'a str,
    id: Option<&'a str>,
    cost: u64,
    children: usize,
}

/// A drawing of shapes.
pub(super) fn is_drawing(bytes: &[u8]) -> Option<()> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_suffix('\n')?;
    let mut look = Look {
        open: Vec::new(),
        known: BTreeMap::new(),
        elements: 0,
        drawn: 0,
    };
    let mut tokens = Tokens::over(text);
    loop {
        look.tag(tokens.step()?)?;
        if look.open.is_empty() {
            return tokens.end();
        }
    }
}

struct Look<'a> {
    open: Vec<Open<'a>>,
    known: BTreeMap<&'a str, Known>,
    elements: usize,
    drawn: u64,
}

impl<'a> Look<'a> {
    fn tag(&mut self, tag: Tag<'a>) -> Option<()> {
        match tag {
            Tag::Close(name) => self.close(name),
            Tag::Open {
                name,
                attributes,
                empty,
            } => {
                self.elements = self.elements.checked_add(1)?;
                (self.elements <= ELEMENTS && self.open.len() < DEPTH).then_some(())?;
                self.stands_well(name)?;
                let given = self.attributes(name, &attributes)?;
                self.open.push(Open {
                    name,
                    id: given.id,
                    cost: given.cost,
                    children: 0,
                });
                if empty { self.close(name) } else { Some(()) }
            }
        }
    }

    /// Where an element may stand.
    fn stands_well(&mut self, name: &str) -> Option<()> {
        let Some(parent) = self.open.last_mut() else {
            return (name == "svg" && self.elements == 1).then_some(());
        };
        let well = match (parent.name, name) {
            // Definitions come first, so that what refers to them comes later.
            ("svg", "defs") => parent.children == 0,
            ("svg" | "g" | "pattern" | "mask", "g" | "path" | "image") => true,
            ("defs", "linearGradient" | "radialGradient" | "pattern" | "clipPath" | "mask") => true,
            ("linearGradient" | "radialGradient", "stop") => true,
            ("clipPath", "path") => true,
            _ => false,
        };
        parent.children = parent.children.checked_add(1)?;
        well.then_some(())
    }

    fn close(&mut self, name: &str) -> Option<()> {
        let open = self.open.pop().filter(|open| open.name == name)?;
        let gradient = matches!(name, "linearGradient" | "radialGradient");
        (!gradient || open.children >= 2).then_some(())?;
        match (self.open.last_mut(), open.id) {
            // A definition costs when it is used.
            (Some(_), Some(id)) => {
                let family = match name {
                    "clipPath" => Family::Clip,
                    "mask" => Family::Mask,
                    _ => Family::Paint,
                };
                let known = Known {
                    family,
                    cost: open.cost,
                };
                self.known.insert(id, known).is_none().then_some(())
            }
            (Some(parent), None) => {
                parent.cost = parent.cost.checked_add(open.cost)?;
                Some(())
            }
            (None, _) => {
                self.drawn = open.cost;
                (self.drawn <= DRAWN).then_some(())
            }
        }
    }

    fn attributes(&self, name: &str, attributes: &[(&'a str, &'a str)]) -> Option<Given<'a>> {
        let mut given = Given { id: None, cost: 1 };
        let mut seen: Vec<&str> = Vec::with_capacity(attributes.len());
        for (attribute, value) in attributes {
            (!seen.contains(attribute)).then_some(())?;
            seen.push(attribute);
            self.attribute(name, attribute, value, &mut given)?;
        }
        let needed: &[&str] = match name {
            "svg" => &["xmlns", "version", "width", "height", "viewBox"],
            "linearGradient" => &["id", "x1", "y1", "x2", "y2", "gradientUnits"],
            "radialGradient" => &["id", "cx", "cy", "r", "fx", "fy", "gradientUnits"],
            "stop" => &["offset", "stop-color"],
            "pattern" => &["id", "patternUnits", "x", "y", "width", "height"],
            "mask" => &["id", "maskUnits", "x", "y", "width", "height"],
            "clipPath" => &["id"],
            "path" => &["d"],
            "image" => &["width", "height", "xlink:href"],
            _ => &[],
        };
        let whole = needed.iter().all(|one| seen.contains(one));
        whole.then_some(given)
    }

    /// One attribute of one element: a pair that is not here is not ours.
    fn attribute(
        &self,
        element: &str,
        attribute: &str,
        value: &'a str,
        given: &mut Given<'a>,
    ) -> Option<()> {
        let good = match (element, attribute) {
            ("svg", "xmlns") => value == "http://www.w3.org/2000/svg",
            ("svg", "xmlns:xlink") => value == "http://www.w3.org/1999/xlink",
            ("svg", "version") => value == "1.1",
            ("svg", "width" | "height") => positive(value) && number(value)? <= 100_000.0,
            ("svg", "viewBox") => numbers(value)? == 4 && value.starts_with("0 0 "),
            ("linearGradient" | "radialGradient" | "pattern" | "clipPath" | "mask", "id") => {
                given.id = Some(value);
                is_id(value)
            }
            ("linearGradient", "x1" | "y1" | "x2" | "y2")
            | ("radialGradient", "cx" | "cy" | "fx" | "fy")
            | ("pattern" | "mask", "x" | "y") => number(value).is_some(),
            ("radialGradient", "r" | "fr") | ("pattern" | "mask", "width" | "height") => {
                positive(value)
            }
            ("linearGradient" | "radialGradient", "gradientUnits")
            | ("pattern", "patternUnits")
            | ("mask", "maskUnits") => value == "userSpaceOnUse",
            ("linearGradient" | "radialGradient", "gradientTransform")
            | ("pattern", "patternTransform")
            | ("g" | "clipPath", "transform") => matrix(value),
            ("linearGradient" | "radialGradient", "spreadMethod") => {
                matches!(value, "reflect" | "repeat")
            }
            ("stop", "offset" | "stop-opacity") | ("g", "opacity") => share(value),
            ("stop", "stop-color") => colour(value),
            ("mask", "mask-type") => value == "alpha",
            ("g" | "clipPath", "clip-path") => self.refers(value, Family::Clip, given)?,
            ("g" | "mask", "mask") => self.refers(value, Family::Mask, given)?,
            ("g", "style") => is_style(value),
            ("path", attribute) => self.of_path(attribute, value, given)?,
            ("image", "width" | "height") => {
                positive(value) && value.bytes().all(|byte| byte.is_ascii_digit())
            }
            ("image", "image-rendering") => value == "optimizeSpeed",
            ("image", "style") => value == "image-rendering:smooth",
            ("image", "xlink:href") => is_picture(value),
            _ => false,
        };
        good.then_some(())
    }

    fn of_path(&self, attribute: &str, value: &'a str, given: &mut Given<'a>) -> Option<bool> {
        let in_clip = self.open.last().is_some_and(|open| open.name == "clipPath");
        Some(match attribute {
            "d" => outline(value),
            "shape-rendering" => value == "crispEdges",
            "transform" if in_clip => matrix(value),
            "clip-path" if in_clip => self.refers(value, Family::Clip, given)?,
            "clip-rule" if in_clip => value == "evenodd",
            _ if in_clip => false,
            "fill" if value == "none" => true,
            "fill" | "stroke" if value.starts_with('#') => colour(value),
            "fill" | "stroke" => self.refers(value, Family::Paint, given)?,
            "fill-rule" => value == "evenodd",
            "fill-opacity" | "stroke-opacity" => share(value),
            "stroke-width" => positive(value),
            "stroke-miterlimit" => number(value)? >= 1.0,
            "stroke-linecap" => matches!(value, "round" | "square"),
            "stroke-linejoin" => matches!(value, "miter-clip" | "round" | "bevel"),
            "stroke-dasharray" => numbers(value)? >= 1 && !value.contains('-'),
            "stroke-dashoffset" => number(value).is_some(),
            "paint-order" => value == "stroke",
            _ => false,
        })
    }

    /// `url(#d7)` of a definition of that family that is whole already, so that none can contain itself.
    fn refers(&self, value: &str, family: Family, given: &mut Given<'a>) -> Option<bool> {
        let id = value.strip_prefix("url(#")?.strip_suffix(')')?;
        let known = self.known.get(id)?;
        given.cost = given.cost.checked_add(known.cost)?;
        Some(known.family == family)
    }
}

/// What the attributes of an element say about it.
struct Given<'a> {
    id: Option<&'a str>,
    cost: u64,
}

fn is_id(value: &str) -> bool {
    value.strip_prefix('d').is_some_and(|number| {
        (1..=7).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// How a group is blended; the two words of CSS that have no attribute.
fn is_style(value: &str) -> bool {
    const MODES: &[&str] = &[
        "multiply",
        "screen",
        "overlay",
        "darken",
        "lighten",
        "color-dodge",
        "color-burn",
        "hard-light",
        "soft-light",
        "difference",
        "exclusion",
        "hue",
        "saturation",
        "color",
        "luminosity",
        "plus-lighter",
    ];
    value == "isolation:isolate"
        || value.strip_prefix("mix-blend-mode:").is_some_and(|mode| {
            MODES.contains(&mode.strip_suffix(";isolation:isolate").unwrap_or(mode))
        })
}

/// A PNG that would pass alone.
fn is_picture(value: &str) -> bool {
    let data = value.strip_prefix("data:image/png;base64,");
    data.and_then(|data| BASE64.decode(data.as_bytes()).ok())
        .is_some_and(|png| super::png::is_png(&png).is_some())
}

#[cfg(test)]
mod tests;
