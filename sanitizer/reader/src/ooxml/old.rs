//! Old shapes (VML) beside a sheet or a slide: the pictures and labels by which objects and controls are shown.
//!
//! Only what can be seen is read: a picture, a label, where it stands, whether it is ticked. Macros, links and
//! formulas of a control are never looked at.

use super::xml::{Item, Ns, Scanner};

/// One old shape.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OldShape {
    /// Its ids, as others name it.
    pub(super) ids: Vec<String>,
    /// The relation that leads to its picture.
    pub(super) picture: Option<String>,
    /// What sort of control it is, as `ObjectType` says; empty for none.
    pub(super) sort: String,
    /// Column, offset in pixels, row, offset; then the same of the far corner.
    pub(super) anchor: Option<[u32; 8]>,
    /// The cell a comment belongs to: row and column, from zero.
    pub(super) cell: (Option<u32>, Option<u32>),
    /// It is shown without being pointed at.
    pub(super) visible: bool,
    /// The words on it.
    pub(super) words: String,
    /// A line is drawn around it.
    pub(super) framed: bool,
    /// It is ticked.
    pub(super) ticked: bool,
}

/// Shapes beyond this are not shown.
const SHAPES: usize = 2_000;
/// Words beyond this are not shown.
const WORDS: usize = 2_000;

/// All shapes of a VML part. VML is often not quite XML; what was read until it broke counts.
pub(super) fn shapes(text: &str, depth: usize) -> Vec<OldShape> {
    let mut scanner = Scanner::new(text, depth);
    let mut found: Vec<OldShape> = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut shape: Option<(usize, OldShape)> = None;
    while let Ok(Some(item)) = scanner.next() {
        match item {
            Item::Open(tag) => {
                open.push(tag.name);
                match (tag.ns, tag.name) {
                    (Ns::Vml, "shape" | "rect" | "roundrect" | "oval") if shape.is_none() => {
                        let ids = ["id", "spid"]
                            .iter()
                            .flat_map(|wanted| {
                                tag.attributes
                                    .iter()
                                    .filter(move |(_, name, _)| name == wanted)
                            })
                            .map(|(_, _, id)| id.to_string())
                            .collect();
                        let made = OldShape {
                            framed: matches!(tag.value("stroked"), Some("t" | "true")),
                            ids,
                            ..OldShape::default()
                        };
                        shape = Some((open.len(), made));
                    }
                    (Ns::Vml, "imagedata") => {
                        if let Some((_, shape)) = &mut shape {
                            let id = tag
                                .attributes
                                .iter()
                                .find(|(_, name, _)| matches!(*name, "relid" | "id"));
                            shape.picture = id.map(|(_, _, id)| id.to_string());
                        }
                    }
                    (_, "ClientData") => {
                        if let Some((_, shape)) = &mut shape {
                            tag.value("ObjectType")
                                .unwrap_or_default()
                                .clone_into(&mut shape.sort);
                        }
                    }
                    (_, "Visible") => {
                        if let Some((_, shape)) = &mut shape {
                            shape.visible = true;
                        }
                    }
                    (_, "br") => {
                        if let Some((_, shape)) = &mut shape
                            && !shape.words.is_empty()
                        {
                            shape.words.push('\n');
                        }
                    }
                    _ => {}
                }
            }
            Item::Text(words) => {
                let Some((_, shape)) = &mut shape else {
                    continue;
                };
                match open.last().copied() {
                    Some("Anchor") => shape.anchor = anchor(&words),
                    Some("Row") => shape.cell.0 = words.trim().parse().ok(),
                    Some("Column") => shape.cell.1 = words.trim().parse().ok(),
                    Some("Checked") => shape.ticked = words.trim() == "1",
                    _ if open.contains(&"textbox") && shape.words.len() < WORDS => {
                        shape.words.push_str(words.trim_matches(['\r', '\n', '\t']));
                    }
                    _ => {}
                }
            }
            Item::Close => {
                if shape
                    .as_ref()
                    .is_some_and(|(depth, _)| *depth == open.len())
                    && let Some((_, shape)) = shape.take()
                {
                    found.push(shape);
                    if found.len() >= SHAPES {
                        return found;
                    }
                }
                open.pop();
            }
        }
    }
    found
}

fn anchor(text: &str) -> Option<[u32; 8]> {
    let mut numbers = text
        .split(',')
        .map(|number| number.trim().parse::<u32>().ok());
    let mut anchor = [0; 8];
    for place in &mut anchor {
        *place = numbers.next()??;
    }
    Some(anchor)
}

#[cfg(test)]
mod tests {
    use super::shapes;

    #[test]
    fn what_a_control_shows_is_read_and_nothing_of_what_it_does() {
        let text = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" \
             xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shape id=\"_x0000_s1025\" o:spid=\"a\"><v:imagedata o:relid=\"rId1\"/>\
             <v:textbox><div><font>同意します</font></div></v:textbox><x:ClientData ObjectType=\"Checkbox\">\
             <x:Anchor>1, 15, 2, 0, 3, 5, 4, 6</x:Anchor><x:FmlaMacro>evil</x:FmlaMacro><x:Checked>1</x:Checked></x:ClientData></v:shape></xml>";
        let [shape] = shapes(text, 20).try_into().unwrap();
        assert_eq!(shape.ids, ["_x0000_s1025", "a"]);
        assert_eq!(shape.words, "同意します");
        assert_eq!(shape.sort, "Checkbox");
        assert_eq!(shape.anchor, Some([1, 15, 2, 0, 3, 5, 4, 6]));
        assert_eq!(shape.picture.as_deref(), Some("rId1"));
        assert!(shape.ticked && !format!("{shape:?}").contains("evil"));
        assert!(shapes("<v:shape", 20).is_empty());
    }
}
