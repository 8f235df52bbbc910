//! Objects and controls on a sheet, said as the drawings by which they are shown.
//!
//! What cannot stay alive stays visible: an embedded object by its picture, a tick box by its tick and label, a button
//! by its face. The drawing made here is plain DrawingML and goes through the same filter as every other part.

use std::fmt::Write;

use super::old::OldShape;
use super::place::letters;

/// EMU of one pixel at 96 dpi.
const PIXEL: u64 = 9_525;

/// A line around a picture.
const FRAME: &str =
    "<a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill></a:ln>";

const SPACES: &str = "xmlns:xdr=\"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing\" \
xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// A drawing that holds nothing yet.
pub(super) fn empty() -> String {
    format!("<xdr:wsDr {SPACES}></xdr:wsDr>")
}

/// Puts further anchors at the end of a drawing.
pub(super) fn add(drawing: &str, anchors: &str) -> String {
    match drawing.rfind("</") {
        Some(end) => {
            let (head, tail) = drawing.split_at(end);
            format!("{head}{anchors}{tail}")
        }
        None => drawing.to_owned(),
    }
}

/// True where something of the shape can be shown on a sheet.
pub(super) fn is_shown(shape: &OldShape) -> bool {
    let control = matches!(
        shape.sort.as_str(),
        "Button" | "Checkbox" | "Radio" | "GBox" | "Label" | "Drop" | "List" | "Edit" | "Dialog"
    );
    shape.anchor.is_some() && shape.sort != "Note" && (shape.picture.is_some() || control)
}

/// The cell a shape hangs on.
pub(super) fn cell(shape: &OldShape) -> Option<String> {
    let [column, _, row, ..] = shape.anchor?;
    Some(format!("{}{}", letters(column)?, row.checked_add(1)?))
}

/// The anchor of one shape; `picture` is the id of the relation to its picture, `number` tells it from the others.
pub(super) fn anchored(shape: &OldShape, picture: Option<&str>, number: u32) -> Option<String> {
    let [c0, x0, r0, y0, c1, x1, r1, y1] = shape.anchor?;
    let corner = |name: &str, column: u32, x: u32, row: u32, y: u32| {
        format!(
            "<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{}</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>{}</xdr:rowOff></xdr:{name}>",
            u64::from(x).saturating_mul(PIXEL),
            u64::from(y).saturating_mul(PIXEL)
        )
    };
    let mut text = format!("<xdr:twoCellAnchor {SPACES} editAs=\"oneCell\">");
    text.push_str(&corner("from", c0, x0, r0, y0));
    text.push_str(&corner("to", c1, x1, r1, y1));
    let id = number.saturating_add(60_000);
    match picture {
        Some(picture) => {
            let _ = write!(
                text,
                "<xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"{id}\" name=\"\"/><xdr:cNvPicPr/></xdr:nvPicPr>\
                 <xdr:blipFill><a:blip r:embed=\"{picture}\"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>\
                 <xdr:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/></a:xfrm>\
                 <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>{}</xdr:spPr></xdr:pic>",
                if shape.framed { FRAME } else { "" }
            );
        }
        None => text.push_str(&face(shape, id)),
    }
    text.push_str("<xdr:clientData/></xdr:twoCellAnchor>");
    Some(text)
}

/// A control by its face.
fn face(shape: &OldShape, id: u32) -> String {
    let words = shape.words.trim();
    let (mark, fill, line, centred) = match (shape.sort.as_str(), shape.ticked) {
        ("Checkbox", true) => ("☑ ", false, false, false),
        ("Checkbox", false) => ("☐ ", false, false, false),
        ("Radio", true) => ("◉ ", false, false, false),
        ("Radio", false) => ("○ ", false, false, false),
        ("Button", _) => ("", true, true, true),
        ("Label", _) => ("", false, false, false),
        _ => ("", false, true, false),
    };
    let fill = if fill {
        "<a:solidFill><a:srgbClr val=\"F0F0F0\"/></a:solidFill>"
    } else {
        "<a:noFill/>"
    };
    let line = if line {
        "<a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"808080\"/></a:solidFill></a:ln>"
    } else {
        "<a:ln><a:noFill/></a:ln>"
    };
    let align = if centred { "ctr" } else { "l" };
    let anchor = if shape.sort == "GBox" { "t" } else { "ctr" };
    let mut text = format!(
        "<xdr:sp><xdr:nvSpPr><xdr:cNvPr id=\"{id}\" name=\"\"/><xdr:cNvSpPr/></xdr:nvSpPr>\
         <xdr:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>{fill}{line}</xdr:spPr>\
         <xdr:txBody><a:bodyPr vertOverflow=\"clip\" wrap=\"square\" lIns=\"18288\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"{anchor}\"/><a:lstStyle/>"
    );
    for (at, row) in words.split('\n').enumerate() {
        let mark = if at == 0 { mark } else { "" };
        let _ = write!(
            text,
            "<a:p><a:pPr algn=\"{align}\"/><a:r><a:rPr lang=\"ja-JP\" sz=\"900\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill></a:rPr><a:t>{mark}{}</a:t></a:r></a:p>",
            row.replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
        );
    }
    text.push_str("</xdr:txBody></xdr:sp>");
    text
}

#[cfg(test)]
mod tests {
    use super::{add, anchored, empty};
    use crate::ooxml::old::OldShape;

    #[test]
    fn a_tick_box_becomes_its_tick_and_its_label() {
        let shape = OldShape {
            sort: "Checkbox".into(),
            anchor: Some([1, 2, 3, 4, 5, 6, 7, 8]),
            words: "同意 <する>".into(),
            ticked: true,
            ..OldShape::default()
        };
        let text = add(&empty(), &anchored(&shape, None, 1).unwrap());
        assert!(text.contains("<a:t>☑ 同意 &lt;する&gt;</a:t>"));
        assert!(text.contains("<xdr:col>1</xdr:col><xdr:colOff>19050</xdr:colOff>"));
        assert!(text.ends_with("</xdr:twoCellAnchor></xdr:wsDr>"));
    }
}
