//! Shapes to a fresh SVG 1.1: a closed list of elements and attributes, ids and spellings of ours, no words at all.
//!
//! ```text
//!  <svg> <defs> linearGradient radialGradient pattern clipPath mask </defs>  g path image </svg>
//! ```
//!
//! What a later version of SVG or CSS added is used only where it changes what is seen and has no older spelling:
//! `fr`, `paint-order`, `mask-type`, `mix-blend-mode`, `isolation`, `image-rendering`. Numbers are the shortest that
//! mean the same single-precision value, so that nothing moves by being written again.

mod spell;

use std::fmt::Write;

use data_encoding::BASE64;
use sekisho_ir::drawing::{
    Area, Blend, Cap, Clip, Definition, FillRule, Gradient, Group, Image, Join, Mark, Mask, MaskBy,
    Number, Paint, Path, Sampling, Spread, Stroke,
};
use sekisho_ir::{Drawing, Refusal};

use crate::image;
use spell::Page;

const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg""#;
const LINKS: &str = r#" xmlns:xlink="http://www.w3.org/1999/xlink""#;

/// Writes a verified drawing.
pub(crate) fn write(drawing: &Drawing<&[u8]>) -> Result<Vec<u8>, Refusal> {
    let mut page = Page::new(HEAD);
    if !drawing.pictures.is_empty() {
        page.raw(LINKS);
    }
    page.attribute("version", "1.1");
    page.number("width", drawing.width);
    page.number("height", drawing.height);
    page.numbers(
        "viewBox",
        &[Number::ZERO, Number::ZERO, drawing.width, drawing.height],
    );
    page.raw(">");
    let pictures = drawing.pictures.iter().map(image::png_of);
    let mut scene = Scene {
        page,
        pictures: pictures
            .map(|png| Ok(BASE64.encode(&png?)))
            .collect::<Result<_, Refusal>>()?,
        drawing,
    };
    if !drawing.definitions.is_empty() {
        scene.page.raw("<defs>");
        for (index, definition) in (0_u32..).zip(&drawing.definitions) {
            scene.definition(index, definition)?;
        }
        scene.page.raw("</defs>");
    }
    scene.content(&drawing.content)?;
    scene.page.raw("</svg>\n");
    Ok(scene.page.into_bytes())
}

struct Scene<'a> {
    page: Page,
    /// Each picture as PNG in base64.
    pictures: Vec<String>,
    drawing: &'a Drawing<&'a [u8]>,
}

impl Scene<'_> {
    fn definition(&mut self, index: u32, definition: &Definition) -> Result<(), Refusal> {
        match definition {
            Definition::Linear(linear) => {
                self.begin("linearGradient", index);
                self.page.number("x1", linear.from[0]);
                self.page.number("y1", linear.from[1]);
                self.page.number("x2", linear.to[0]);
                self.page.number("y2", linear.to[1]);
                self.gradient(&linear.gradient);
                self.page.raw("</linearGradient>");
            }
            Definition::Radial(radial) => {
                self.begin("radialGradient", index);
                self.page.number("cx", radial.centre[0]);
                self.page.number("cy", radial.centre[1]);
                self.page.number("r", radial.radius);
                self.page.number("fx", radial.focus[0]);
                self.page.number("fy", radial.focus[1]);
                if radial.focal_radius.get() > 0.0 {
                    self.page.number("fr", radial.focal_radius);
                }
                self.gradient(&radial.gradient);
                self.page.raw("</radialGradient>");
            }
            Definition::Pattern(pattern) => {
                self.begin("pattern", index);
                self.page.attribute("patternUnits", "userSpaceOnUse");
                self.area(&pattern.tile);
                self.page.transform("patternTransform", &pattern.transform);
                self.page.raw(">");
                self.content(&pattern.content)?;
                self.page.raw("</pattern>");
            }
            Definition::Clip(clip) => self.clip(index, clip),
            Definition::Mask(mask) => self.mask(index, mask)?,
        }
        Ok(())
    }

    fn begin(&mut self, element: &str, index: u32) {
        self.page.open(element);
        self.page.id(index);
    }

    fn area(&mut self, area: &Area) {
        self.page.number("x", area.x);
        self.page.number("y", area.y);
        self.page.number("width", area.width);
        self.page.number("height", area.height);
    }

    fn gradient(&mut self, gradient: &Gradient) {
        self.page.attribute("gradientUnits", "userSpaceOnUse");
        self.page
            .transform("gradientTransform", &gradient.transform);
        match gradient.spread {
            Spread::Pad => {}
            Spread::Reflect => self.page.attribute("spreadMethod", "reflect"),
            Spread::Repeat => self.page.attribute("spreadMethod", "repeat"),
        }
        self.page.raw(">");
        for stop in &gradient.stops {
            self.page.open("stop");
            self.page.number("offset", stop.offset);
            self.page.colour("stop-color", stop.colour);
            self.page.share("stop-opacity", stop.opacity);
            self.page.raw("/>");
        }
    }

    fn clip(&mut self, index: u32, clip: &Clip) {
        self.begin("clipPath", index);
        self.page.transform("transform", &clip.transform);
        self.page.reference("clip-path", clip.clip);
        self.page.raw(">");
        for shape in &clip.shapes {
            self.page.open("path");
            self.page.transform("transform", &shape.transform);
            self.page.reference("clip-path", shape.clip);
            if shape.rule == FillRule::EvenOdd {
                self.page.attribute("clip-rule", "evenodd");
            }
            if shape.crisp {
                self.page.attribute("shape-rendering", "crispEdges");
            }
            self.page.outline(&shape.segments);
            self.page.raw("/>");
        }
        self.page.raw("</clipPath>");
    }

    fn mask(&mut self, index: u32, mask: &Mask) -> Result<(), Refusal> {
        self.begin("mask", index);
        self.page.attribute("maskUnits", "userSpaceOnUse");
        self.area(&mask.area);
        if mask.by == MaskBy::Alpha {
            self.page.attribute("mask-type", "alpha");
        }
        self.page.reference("mask", mask.mask);
        self.page.raw(">");
        self.content(&mask.content)?;
        self.page.raw("</mask>");
        Ok(())
    }

    fn content(&mut self, content: &[Mark]) -> Result<(), Refusal> {
        for mark in content {
            match mark {
                Mark::Open(group) => self.group(group),
                Mark::Close => self.page.raw("</g>"),
                Mark::Path(path) => self.path(path),
                Mark::Image(image) => self.image(*image)?,
                Mark::Glyphs(_) | Mark::Stencil(_) => {
                    return Err(Refusal::Vocabulary("words in a drawing"));
                }
            }
        }
        Ok(())
    }

    fn group(&mut self, group: &Group) {
        self.page.open("g");
        self.page.transform("transform", &group.transform);
        self.page.share("opacity", group.opacity);
        self.page.reference("clip-path", group.clip);
        self.page.reference("mask", group.mask);
        // Neither has a presentation attribute in any version.
        match (blend(group.blend), group.isolated) {
            ("normal", false) => {}
            ("normal", true) => self.page.attribute("style", "isolation:isolate"),
            (mode, isolated) => {
                let isolation = if isolated { ";isolation:isolate" } else { "" };
                self.page
                    .attribute("style", &format!("mix-blend-mode:{mode}{isolation}"));
            }
        }
        self.page.raw(">");
    }

    fn path(&mut self, path: &Path) {
        self.page.open("path");
        match &path.fill {
            None => self.page.attribute("fill", "none"),
            Some(fill) => {
                self.paint("fill", fill.paint);
                self.page.share("fill-opacity", fill.opacity);
                if fill.rule == FillRule::EvenOdd {
                    self.page.attribute("fill-rule", "evenodd");
                }
            }
        }
        if let Some(stroke) = &path.stroke {
            self.stroke(stroke);
        }
        if path.stroke_below {
            self.page.attribute("paint-order", "stroke");
        }
        if path.crisp {
            self.page.attribute("shape-rendering", "crispEdges");
        }
        self.page.outline(&path.segments);
        self.page.raw("/>");
    }

    fn stroke(&mut self, stroke: &Stroke) {
        self.paint("stroke", stroke.paint);
        self.page.share("stroke-opacity", stroke.opacity);
        self.page.number("stroke-width", stroke.width);
        match stroke.cap {
            Cap::Butt => {}
            Cap::Round => self.page.attribute("stroke-linecap", "round"),
            Cap::Square => self.page.attribute("stroke-linecap", "square"),
        }
        match stroke.join {
            Join::Miter => {}
            Join::MiterClip => self.page.attribute("stroke-linejoin", "miter-clip"),
            Join::Round => self.page.attribute("stroke-linejoin", "round"),
            Join::Bevel => self.page.attribute("stroke-linejoin", "bevel"),
        }
        self.page.number("stroke-miterlimit", stroke.miter);
        if !stroke.dashes.is_empty() {
            self.page.numbers("stroke-dasharray", &stroke.dashes);
            self.page.number("stroke-dashoffset", stroke.dash_offset);
        }
    }

    fn paint(&mut self, attribute: &str, paint: Paint) {
        match paint {
            Paint::Colour(colour) => self.page.colour(attribute, colour),
            Paint::Defined(index) => self.page.reference(attribute, Some(index)),
        }
    }

    fn image(&mut self, image: Image) -> Result<(), Refusal> {
        let missing = Refusal::Inconsistent("a picture that is not there");
        let place = usize::try_from(image.picture).map_err(|_| missing)?;
        let frame = self.drawing.pictures.get(place).ok_or(missing)?;
        let data = self.pictures.get(place).ok_or(missing)?;
        self.page.open("image");
        // Writing to a string cannot fail.
        let _ = write!(
            self.page,
            r#" width="{}" height="{}""#,
            frame.width, frame.height
        );
        match image.sampling {
            Sampling::Quality => {}
            Sampling::Smooth => self.page.attribute("style", "image-rendering:smooth"),
            Sampling::Crisp => self.page.attribute("image-rendering", "optimizeSpeed"),
        }
        self.page.raw(r#" xlink:href="data:image/png;base64,"#);
        self.page.raw(data);
        self.page.raw(r#""/>"#);
        Ok(())
    }
}

/// The word of the specification.
const fn blend(blend: Blend) -> &'static str {
    match blend {
        Blend::Normal => "normal",
        Blend::Multiply => "multiply",
        Blend::Screen => "screen",
        Blend::Overlay => "overlay",
        Blend::Darken => "darken",
        Blend::Lighten => "lighten",
        Blend::ColourDodge => "color-dodge",
        Blend::ColourBurn => "color-burn",
        Blend::HardLight => "hard-light",
        Blend::SoftLight => "soft-light",
        Blend::Difference => "difference",
        Blend::Exclusion => "exclusion",
        Blend::Hue => "hue",
        Blend::Saturation => "saturation",
        Blend::Colour => "color",
        Blend::Luminosity => "luminosity",
        Blend::PlusLighter => "plus-lighter",
    }
}

#[cfg(test)]
mod tests;
