//! Marks of people without a picture of their own (ISO 32000-2, 12.5.6): markers, lines, boxes, ink, words, notes, and the
//! frames of links.

use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object, String as Text};

use super::Place;
use super::field::Manner;
use super::pen::{Pen, colour};
use super::words::Face;
use crate::pdf::guide;

/// Numbers of one mark.
const NUMBERS: usize = 20_000;

/// Draws one of the common sorts; others have nothing to show.
pub(super) fn draw(
    subtype: &[u8],
    annotation: &Dict<'_>,
    form: Option<&Dict<'_>>,
    place: Place,
    pen: &mut Pen,
) {
    let opacity = annotation.get::<f64>(b"CA").unwrap_or(1.0);
    pen.save();
    pen.state(opacity, subtype == b"Highlight");
    match subtype {
        b"Link" => link(annotation, place, pen),
        b"Highlight" => highlight(annotation, pen),
        b"Underline" | b"StrikeOut" | b"Squiggly" => beside(subtype, annotation, pen),
        b"Square" | b"Circle" => boxed(subtype == b"Circle", annotation, place, pen),
        b"Line" => line(annotation, pen),
        b"PolyLine" | b"Polygon" => corners(subtype == b"Polygon", annotation, pen),
        b"Ink" => ink(annotation, pen),
        b"FreeText" => words(annotation, form, place, pen),
        b"Text" => note(annotation, place, pen),
        b"Stamp" => stamp(annotation, place, pen),
        _ => {}
    }
    pen.restore();
}

fn numbers(dict: &Dict<'_>, key: &[u8]) -> Vec<f64> {
    let all = dict.get::<Array<'_>>(key);
    all.map(|all| all.iter::<f64>().take(NUMBERS).collect())
        .unwrap_or_default()
}

/// How wide a mark's line is, and its dashes; it is one point wide where nothing is said.
fn pen_of(annotation: &Dict<'_>) -> (f64, Vec<f64>) {
    let (width, dashes) = if let Some(style) = annotation.get::<Dict<'_>>(b"BS") {
        let dashed = style.get::<Name<'_>>(b"S");
        let dashed = dashed.is_some_and(|style| style.as_ref() == b"D");
        let mut dashes = numbers(&style, b"D");
        if dashed && dashes.is_empty() {
            dashes.push(3.0);
        }
        let dashes = if dashed { dashes } else { Vec::new() };
        (style.get::<f64>(b"W"), dashes)
    } else if let Some(border) = annotation.get::<Array<'_>>(b"Border") {
        let mut parts = border.iter::<Object<'_>>().skip(2);
        let width = parts.next().and_then(Object::into_number);
        let dashes = parts.next().and_then(Object::into_array);
        let dashes = dashes.map(|dashes| dashes.iter::<f64>().take(10).collect());
        (
            width.map(|width| width.as_f64()),
            dashes.unwrap_or_default(),
        )
    } else {
        (None, Vec::new())
    };
    (width.unwrap_or(1.0).clamp(0.0, 100.0), dashes)
}

/// Sets the line of a mark; false where there is none to be seen.
fn take_pen(annotation: &Dict<'_>, black: bool, pen: &mut Pen) -> bool {
    let (width, dashes) = pen_of(annotation);
    let said = colour(annotation, b"C", true);
    if width <= 0.0 || (said.is_none() && !black) {
        return false;
    }
    let (shares, step) = said.unwrap_or((vec![0.0], "G"));
    pen.say(&shares, step);
    pen.say(&[width], "w");
    let sound = |dash: &f64| dash.is_finite() && *dash >= 0.0;
    if dashes.iter().all(sound) && dashes.iter().any(|dash| *dash > 0.0) {
        pen.say(&[], "[");
        pen.say(&dashes, "] 0 d");
    }
    true
}

/// A link that says how it is framed is framed so.
fn link(annotation: &Dict<'_>, place: Place, pen: &mut Pen) {
    let says = [&b"Border"[..], b"BS", b"C"];
    if !says.iter().any(|key| annotation.contains_key(key)) || !take_pen(annotation, true, pen) {
        return;
    }
    let (width, _) = pen_of(annotation);
    let style = annotation.get::<Dict<'_>>(b"BS");
    let style = style.and_then(|style| style.get::<Name<'_>>(b"S"));
    let [left, bottom, right, top] = inset(place, width / 2.0);
    if style.is_some_and(|style| style.as_ref() == b"U") {
        pen.say(&[left, bottom], "m");
        pen.say(&[right, bottom], "l");
    } else {
        pen.rectangle([left, bottom, right, top]);
    }
    pen.say(&[], "S");
}

fn inset([left, bottom, right, top]: Place, by: f64) -> Place {
    let by = by.min((right - left) / 2.0).min((top - bottom) / 2.0);
    [left + by, bottom + by, right - by, top - by]
}

/// The four corners of each marked piece: upper left, upper right, lower left, lower right, as programs write them.
fn pieces(annotation: &Dict<'_>) -> Vec<[f64; 8]> {
    let all = numbers(annotation, b"QuadPoints");
    all.as_chunks::<8>().0.to_vec()
}

fn highlight(annotation: &Dict<'_>, pen: &mut Pen) {
    let (shares, step) = colour(annotation, b"C", false).unwrap_or((vec![1.0, 1.0, 0.0], "rg"));
    pen.say(&shares, step);
    for [ax, ay, bx, by, cx, cy, dx, dy] in pieces(annotation) {
        pen.say(&[ax, ay], "m");
        pen.say(&[bx, by], "l");
        pen.say(&[dx, dy], "l");
        pen.say(&[cx, cy], "l");
        pen.say(&[], "h f");
    }
}

fn beside(subtype: &[u8], annotation: &Dict<'_>, pen: &mut Pen) {
    let (shares, step) = colour(annotation, b"C", true).unwrap_or((vec![0.0], "G"));
    pen.say(&shares, step);
    for [ax, ay, bx, by, cx, cy, dx, dy] in pieces(annotation) {
        let height = (ax - cx).hypot(ay - cy);
        // Where the line runs, from the lower edge up.
        let share = if subtype == b"StrikeOut" { 0.5 } else { 0.08 };
        let along = |low: f64, high: f64| low + (high - low) * share;
        let (from, to) = (
            [along(cx, ax), along(cy, ay)],
            [along(dx, bx), along(dy, by)],
        );
        pen.say(&[(height / 16.0).clamp(0.5, 4.0)], "w");
        pen.say(&from, "m");
        if subtype == b"Squiggly" {
            waves(from, to, (height / 8.0).clamp(1.0, 4.0), pen);
        } else {
            pen.say(&to, "l");
        }
        pen.say(&[], "S");
    }
}

/// A line up and down, from where the pen stands.
fn waves([from_x, from_y]: [f64; 2], [to_x, to_y]: [f64; 2], step: f64, pen: &mut Pen) {
    let length = (to_x - from_x).hypot(to_y - from_y);
    if !(length > 0.0 && length < 5_000.0) {
        return;
    }
    let (across, up) = ((to_x - from_x) / length, (to_y - from_y) / length);
    let (mut way, mut high) = (step, true);
    while way < length {
        let off = if high { step } else { 0.0 };
        pen.say(
            &[
                from_x + across * way - up * off,
                from_y + up * way + across * off,
            ],
            "l",
        );
        high = !high;
        way += step;
    }
}

fn boxed(round: bool, annotation: &Dict<'_>, place: Place, pen: &mut Pen) {
    let differs = numbers(annotation, b"RD");
    let place = match (differs.as_slice(), place) {
        ([l, b, r, t], [left, bottom, right, top]) => [left + l, bottom + b, right - r, top - t],
        _ => place,
    };
    let (width, _) = pen_of(annotation);
    let place = inset(place, width / 2.0);
    let inner = colour(annotation, b"IC", false);
    if let Some((shares, step)) = &inner {
        pen.say(shares, step);
    }
    let framed = take_pen(annotation, false, pen);
    if round {
        pen.ellipse(place);
    } else {
        pen.rectangle(place);
    }
    finish(inner.is_some(), framed, pen);
}

fn finish(filled: bool, framed: bool, pen: &mut Pen) {
    let step = match (filled, framed) {
        (true, true) => "B",
        (true, false) => "f",
        (false, true) => "S",
        (false, false) => "n",
    };
    pen.say(&[], step);
}

fn line(annotation: &Dict<'_>, pen: &mut Pen) {
    let ends = numbers(annotation, b"L");
    let [x0, y0, x1, y1] = *ends.as_slice() else {
        return;
    };
    if !take_pen(annotation, true, pen) {
        return;
    }
    pen.say(&[x0, y0], "m");
    pen.say(&[x1, y1], "l");
    pen.say(&[], "S");
    let styles = annotation.get::<Array<'_>>(b"LE");
    let styles: Vec<Name<'_>> = styles
        .map(|styles| styles.iter::<Name<'_>>().take(2).collect())
        .unwrap_or_default();
    let (width, _) = pen_of(annotation);
    let from_to = [([x1, y1], [x0, y0]), ([x0, y0], [x1, y1])];
    for (style, (from, to)) in styles.iter().zip(from_to) {
        if matches!(style.as_ref(), b"OpenArrow" | b"ClosedArrow") {
            arrow(
                from,
                to,
                width * 4.0 + 4.0,
                style.as_ref() == b"ClosedArrow",
                pen,
            );
        }
    }
}

fn arrow([fx, fy]: [f64; 2], [tx, ty]: [f64; 2], size: f64, closed: bool, pen: &mut Pen) {
    let length = (tx - fx).hypot(ty - fy);
    if length <= 0.0 {
        return;
    }
    let (across, up) = ((fx - tx) / length * size, (fy - ty) / length * size);
    let side = 0.5;
    pen.say(&[tx + across - up * side, ty + up + across * side], "m");
    pen.say(&[tx, ty], "l");
    pen.say(&[tx + across + up * side, ty + up - across * side], "l");
    pen.say(&[], if closed { "s" } else { "S" });
}

fn corners(closed: bool, annotation: &Dict<'_>, pen: &mut Pen) {
    let all = numbers(annotation, b"Vertices");
    let points = all.as_chunks::<2>().0;
    let inner = colour(annotation, b"IC", false).filter(|_| closed);
    if let Some((shares, step)) = &inner {
        pen.say(shares, step);
    }
    let framed = take_pen(annotation, false, pen);
    for (place, point) in points.iter().enumerate() {
        pen.say(point, if place == 0 { "m" } else { "l" });
    }
    if closed && points.len() > 1 {
        pen.say(&[], "h");
    }
    finish(inner.is_some(), framed, pen);
}

fn ink(annotation: &Dict<'_>, pen: &mut Pen) {
    let Some(all) = annotation.get::<Array<'_>>(b"InkList") else {
        return;
    };
    if !take_pen(annotation, true, pen) {
        return;
    }
    pen.say(&[], "1 J 1 j");
    for stroke in all.iter::<Array<'_>>().take(2_000) {
        let numbers: Vec<f64> = stroke.iter::<f64>().take(NUMBERS).collect();
        let points = numbers.as_chunks::<2>().0;
        for (place, point) in points.iter().enumerate() {
            pen.say(point, if place == 0 { "m" } else { "l" });
        }
        if let [only] = points {
            pen.say(only, "l");
        }
        pen.say(&[], "S");
    }
}

fn words(annotation: &Dict<'_>, form: Option<&Dict<'_>>, place: Place, pen: &mut Pen) {
    let said = annotation
        .get::<Text<'_>>(b"DA")
        .or_else(|| form?.get(b"DA"))
        .map(|said| guide::said(said.as_bytes()));
    let manner = Manner::of(said.as_deref().unwrap_or_default());
    let (width, _) = pen_of(annotation);
    let [left, bottom, right, top] = place;
    if let Some((shares, step)) = colour(annotation, b"C", false) {
        pen.say(&shares, step);
        pen.rectangle(place);
        pen.say(&[], "f");
    }
    if width > 0.0 && (annotation.contains_key(b"BS") || annotation.contains_key(b"Border")) {
        pen.say(&[width], "w");
        pen.rectangle(inset(place, width / 2.0));
        pen.say(&[], "S");
    }
    let contents = annotation.get::<Text<'_>>(b"Contents");
    let contents = contents.map(|said| guide::said(said.as_bytes()));
    let contents = contents
        .unwrap_or_default()
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let face = Face::named(&manner.face);
    let size = if manner.size > 0.0 { manner.size } else { 12.0 };
    let edge = width + 2.0;
    let room = (right - left - 2.0 * edge).max(1.0);
    pen.say(&[], &manner.colour);
    let mut y = top - edge - size * 0.9;
    for line in face.lines(&contents, room / size) {
        if y < bottom - size {
            break;
        }
        let across = face.measure(line.trim_end()) * size;
        let x = match annotation.get::<u32>(b"Q") {
            Some(1) => left + ((right - left - across) / 2.0).max(edge),
            Some(2) => right - edge - across,
            _ => left + edge,
        };
        let shown: String = line.chars().filter(|c| !c.is_control()).collect();
        face.show(&shown, size, [x, y], pen);
        y -= size * 1.15;
    }
}

/// A slip of paper with three lines on it, at the upper left of its place.
fn note(annotation: &Dict<'_>, [left, _, _, top]: Place, pen: &mut Pen) {
    let (shares, step) = colour(annotation, b"C", false).unwrap_or((vec![1.0, 0.9, 0.4], "rg"));
    pen.say(&shares, step);
    pen.say(&[0.0], "G");
    pen.say(&[0.6], "w");
    pen.rectangle([left + 1.0, top - 17.0, left + 17.0, top - 1.0]);
    pen.say(&[], "B");
    for down in [5.0, 9.0, 13.0] {
        pen.say(&[left + 4.0, top - down], "m");
        pen.say(&[left + 14.0, top - down], "l");
    }
    pen.say(&[], "S");
}

/// The name of a stamp in a frame.
fn stamp(annotation: &Dict<'_>, place: Place, pen: &mut Pen) {
    let name = annotation.get::<Name<'_>>(b"Name");
    let name = name.map_or_else(|| "Draft".to_owned(), |name| name.as_str().to_owned());
    let name: String = name.chars().filter(|c| !c.is_control()).take(40).collect();
    let [left, bottom, right, top] = place;
    let face = Face::named("Helvetica-Bold");
    let across = face.measure(&name).max(0.1);
    let size = ((right - left) * 0.9 / across).min((top - bottom) * 0.6);
    pen.say(&[0.8, 0.1, 0.1], "RG");
    pen.say(&[0.8, 0.1, 0.1], "rg");
    pen.say(&[1.5], "w");
    pen.rectangle(inset(place, 1.0));
    pen.say(&[], "S");
    let x = f64::midpoint(left, right) - across * size / 2.0;
    let y = f64::midpoint(bottom, top) - size * 0.35;
    face.show(&name, size, [x, y], pen);
}
