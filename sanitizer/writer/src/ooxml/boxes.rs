//! The old shapes of a sheet, drawn anew from places and sizes alone: boxes of comments, all alike; the pictures that
//! embedded documents are shown by; the pictures of headers and footers.

use std::fmt::Write;

use sekisho_ir::package::{Boxes, CommentBox, HeaderPicture, ObjectBox};

const HEAD: &str = "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" \
xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\">\
<o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>";

/// What the boxes of comments have in common.
const NOTES: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">\
<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";

/// What shapes that show a picture have in common (ECMA-376 Part 4, 19.1: the frame of a picture).
const PICTURES: &str = "<v:shapetype id=\"_x0000_t75\" coordsize=\"21600,21600\" o:spt=\"75\" o:preferrelative=\"t\" \
path=\"m@4@5l@4@11@9@11@9@5xe\" filled=\"f\" stroked=\"f\"><v:stroke joinstyle=\"miter\"/><v:formulas>\
<v:f eqn=\"if lineDrawn pixelLineWidth 0\"/><v:f eqn=\"sum @0 1 0\"/><v:f eqn=\"sum 0 0 @1\"/><v:f eqn=\"prod @2 1 2\"/>\
<v:f eqn=\"prod @3 21600 pixelWidth\"/><v:f eqn=\"prod @3 21600 pixelHeight\"/><v:f eqn=\"sum @0 0 1\"/>\
<v:f eqn=\"prod @6 1 2\"/><v:f eqn=\"prod @7 21600 pixelWidth\"/><v:f eqn=\"sum @8 21600 0\"/>\
<v:f eqn=\"prod @7 21600 pixelHeight\"/><v:f eqn=\"sum @10 21600 0\"/></v:formulas>\
<v:path o:extrusionok=\"f\" gradientshapeok=\"t\" o:connecttype=\"rect\"/><o:lock v:ext=\"edit\" aspectratio=\"t\"/></v:shapetype>";

/// Draws all shapes of one part.
pub(super) fn draw(boxes: &Boxes) -> String {
    let mut text = String::from(HEAD);
    if !boxes.comments.is_empty() {
        text.push_str(NOTES);
    }
    if !boxes.objects.is_empty() || !boxes.headers.is_empty() {
        text.push_str(PICTURES);
    }
    let mut numbers = Boxes::FIRST..;
    for (object, number) in boxes.objects.iter().zip(numbers.by_ref()) {
        self::object(&mut text, object, number);
    }
    for (picture, number) in boxes.headers.iter().zip(numbers.by_ref()) {
        header(&mut text, picture, number);
    }
    for (box_of, number) in boxes.comments.iter().zip(numbers) {
        comment(&mut text, box_of, number);
    }
    text.push_str("</xml>");
    text
}

fn comment(text: &mut String, comment: &CommentBox, number: u32) {
    let (row, column) = comment.cell;
    let (left, top) = (column.saturating_add(1), row.saturating_sub(1));
    let (right, bottom) = (column.saturating_add(3), top.saturating_add(4));
    let beside = [left, 15, top, 2, right, 15, bottom, 4];
    let anchor = comment.anchor.unwrap_or(beside);
    let anchor = anchor.map(|place| place.to_string()).join(", ");
    let (visibility, visible) = if comment.shown {
        ("visible", "<x:Visible/>")
    } else {
        ("hidden", "")
    };
    let _ = write!(
        text,
        "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:80pt;\
margin-top:5pt;width:108pt;height:60pt;z-index:1;visibility:{visibility}\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">\
<v:fill color2=\"#ffffe1\"/><v:shadow color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
<v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"/></v:textbox>\
<x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/>\
<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>\
<x:Row>{row}</x:Row><x:Column>{column}</x:Column>{visible}</x:ClientData></v:shape>"
    );
}

fn object(text: &mut String, object: &ObjectBox, number: u32) {
    let lead = object.lead.saturating_add(1);
    let anchor = object.anchor.map(|place| place.to_string()).join(", ");
    let line = if object.framed {
        "stroked=\"t\" strokecolor=\"#000000\" "
    } else {
        ""
    };
    let _ = write!(
        text,
        "<v:shape id=\"_x0000_s{number}\" type=\"#_x0000_t75\" style=\"position:absolute;z-index:1\" \
filled=\"t\" fillcolor=\"#ffffff\" {line}o:insetmode=\"auto\"><v:fill color2=\"#ffffff\"/>\
<v:imagedata o:relid=\"rId{lead}\"/><x:ClientData ObjectType=\"Pict\"><x:SizeWithCells/>\
<x:Anchor>{anchor}</x:Anchor><x:CF>Pict</x:CF><x:AutoPict/></x:ClientData></v:shape>"
    );
}

fn header(text: &mut String, picture: &HeaderPicture, number: u32) {
    let lead = picture.lead.saturating_add(1);
    let points = |hundredths: u32| format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let _ = write!(
        text,
        "<v:shape id=\"{}\" o:spid=\"_x0000_s{number}\" type=\"#_x0000_t75\" style=\"position:absolute;margin-left:0;\
margin-top:0;width:{}pt;height:{}pt;z-index:1\"><v:imagedata o:relid=\"rId{lead}\"",
        picture.slot,
        points(picture.width),
        points(picture.height)
    );
    let [left, top, right, bottom] = picture.crop;
    for (name, value, usual) in [
        ("cropleft", left, 0),
        ("croptop", top, 0),
        ("cropright", right, 0),
        ("cropbottom", bottom, 0),
        ("gain", picture.gain, 65_536),
        ("blacklevel", picture.black_level, 0),
    ] {
        if value != usual {
            let _ = write!(text, " {name}=\"{value}f\"");
        }
    }
    if picture.grey {
        text.push_str(" grayscale=\"t\"");
    }
    text.push_str("/><o:lock v:ext=\"edit\" rotation=\"t\"/></v:shape>");
}
