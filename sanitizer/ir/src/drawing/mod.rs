//! A drawing of shapes: paths, pictures and groups of them, and what they are painted, cut and veiled with.
//!
//! ```text
//!  content      Open … Path Image … Close       a flat row of marks, so that no depth has to be trusted
//!     │ refers to
//!  definitions  gradient pattern clip mask      each refers only to those before it, so that none contains itself
//!     │ refers to
//!  pictures     pixels
//! ```
//!
//! The model is that of SVG 1.1 (chapters 8, 11, 13, 14) with every style resolved, every length in user units, every
//! word an outline. It has no names, no words, no links, no scripts and nothing that moves: there is no place for them.

pub(crate) mod check;
mod number;

use serde::{Deserialize, Serialize};

pub use check::{MAX_EDGE, MAX_NUMBER};
pub use number::{Number, Transform};

use crate::raster::RasterFrame;

/// A whole drawing. The pixels of its pictures are its own, or borrowed from the payload that they stand in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(
    serialize = "P: serde_bytes::Serialize",
    deserialize = "P: serde_bytes::Deserialize<'de>"
))]
pub struct Drawing<P = Vec<u8>> {
    /// Units (96 an inch) across; also how much of the plane is seen, from zero.
    pub width: Number,
    /// Units down.
    pub height: Number,
    /// What marks refer to by its place here.
    pub definitions: Vec<Definition>,
    /// Pictures, by their place.
    pub pictures: Vec<RasterFrame<P>>,
    /// What is drawn, in order.
    pub content: Vec<Mark>,
}

/// Something that marks and later definitions refer to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Definition {
    /// Colours along a line.
    Linear(Linear),
    /// Colours between two circles.
    Radial(Radial),
    /// A tile that repeats.
    Pattern(Pattern),
    /// Shapes outside of which nothing is seen.
    Clip(Clip),
    /// A veil.
    Mask(Mask),
}

/// One step of drawing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// What follows up to its `Close` belongs together.
    Open(Group),
    /// Ends the group opened last.
    Close,
    /// A shape.
    Path(Path),
    /// A picture.
    Image(Image),
    /// Words; only on a [paper](crate::paper), which has fonts.
    Glyphs(Run),
    /// A picture of ink that is painted, its paper left clear; only on a paper.
    Stencil(Stencil),
}

/// Glyphs of one font, one paint and one size.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its place among the fonts.
    pub font: u32,
    /// Where the units of glyphs (thousandths of an em, `y` upwards) lie in those of the group.
    pub transform: Transform,
    /// The glyphs, in order.
    pub glyphs: Vec<Placed>,
    /// What is within their outlines.
    pub fill: Option<Fill>,
    /// What runs along their outlines, in units of the group. With neither, nothing is seen and the words can still be
    /// searched for: those over a scanned page.
    pub stroke: Option<Stroke>,
}

/// A glyph with the place of its origin, in units of glyphs, before the transform of its run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Its place in the font.
    pub glyph: u32,
    /// To the right.
    pub x: Number,
    /// Upwards.
    pub y: Number,
}

/// A picture of ink and paper at its own size, one unit a pixel, from zero: its ink is painted, its paper is clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stencil {
    /// Its place among the pictures; one bit a pixel.
    pub picture: u32,
    /// How it is enlarged and made smaller.
    pub sampling: Sampling,
    /// What its ink is painted with.
    pub paint: Paint,
    /// 0 to 1.
    pub opacity: Number,
}

/// How the marks of a group are put on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Where its units lie in those around it.
    pub transform: Transform,
    /// 0 to 1.
    pub opacity: Number,
    /// How its colours mix with those below.
    pub blend: Blend,
    /// True where blending within it does not reach below it.
    pub isolated: bool,
    /// A [`Definition::Clip`].
    pub clip: Option<u32>,
    /// A [`Definition::Mask`].
    pub mask: Option<u32>,
}

/// A shape with its paint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// Its outline; begins with a move.
    pub segments: Vec<Segment>,
    /// What is within it.
    pub fill: Option<Fill>,
    /// What runs along it.
    pub stroke: Option<Stroke>,
    /// True where the fill lies over the stroke.
    pub stroke_below: bool,
    /// True where edges are not smoothed.
    pub crisp: bool,
}

/// One step of an outline, in absolute units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Segment {
    /// Lifts the pen and goes there.
    Move([Number; 2]),
    /// A straight line.
    Line([Number; 2]),
    /// A quadratic curve: control, end.
    Quadratic([Number; 4]),
    /// A cubic curve: two controls, end.
    Cubic([Number; 6]),
    /// A straight line to where the pen was put down.
    Close,
}

/// What stands between an outline and its inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FillRule {
    /// Wherever the outline winds around.
    #[default]
    NonZero,
    /// Wherever it winds around an odd number of times.
    EvenOdd,
}

/// The paint of an inside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fill {
    /// The paint.
    pub paint: Paint,
    /// 0 to 1.
    pub opacity: Number,
    /// What is inside.
    pub rule: FillRule,
}

/// The paint of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stroke {
    /// The paint.
    pub paint: Paint,
    /// 0 to 1.
    pub opacity: Number,
    /// More than 0.
    pub width: Number,
    /// Its ends.
    pub cap: Cap,
    /// Its corners.
    pub join: Join,
    /// How far a corner may reach, in widths, at least 1.
    pub miter: Number,
    /// Lengths of line and gap in turn; none is a whole line.
    pub dashes: Vec<Number>,
    /// Where in the dashes the line begins.
    pub dash_offset: Number,
}

/// A colour, or a definition that paints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Paint {
    /// Red, green, blue (sRGB).
    Colour([u8; 3]),
    /// A gradient or a pattern.
    Defined(u32),
}

/// The end of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cap {
    /// Straight at its end.
    #[default]
    Butt,
    /// Half a circle.
    Round,
    /// Half a square.
    Square,
}

/// The corner of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Join {
    /// Pointed, cut off where it would reach too far.
    #[default]
    Miter,
    /// Pointed, clipped where it would reach too far (SVG 2).
    MiterClip,
    /// Round.
    Round,
    /// Cut off.
    Bevel,
}

/// A picture at its own size, one unit a pixel, from zero; its group says where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Its place among the pictures.
    pub picture: u32,
    /// How it is enlarged and made smaller.
    pub sampling: Sampling,
}

/// How pixels become other pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sampling {
    /// As well as can be.
    #[default]
    Quality,
    /// Evenly between neighbours.
    Smooth,
    /// Each pixel a little square.
    Crisp,
}

/// How colours mix with those below (compositing and blending, level 1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the words are those of the specification")]
pub enum Blend {
    #[default]
    Normal,
    Multiply,
    Screen,
    Overlay,
    Darken,
    Lighten,
    ColourDodge,
    ColourBurn,
    HardLight,
    SoftLight,
    Difference,
    Exclusion,
    Hue,
    Saturation,
    Colour,
    Luminosity,
    PlusLighter,
}

/// Colours along a line between two points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linear {
    /// From where.
    pub from: [Number; 2],
    /// To where.
    pub to: [Number; 2],
    /// The colours.
    pub gradient: Gradient,
}

/// Colours between two circles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Radial {
    /// Centre of the outer circle.
    pub centre: [Number; 2],
    /// Its radius, more than 0.
    pub radius: Number,
    /// Centre of the inner circle.
    pub focus: [Number; 2],
    /// Its radius, at least 0.
    pub focal_radius: Number,
    /// The colours.
    pub gradient: Gradient,
}

/// Colours with their places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gradient {
    /// Where its units lie in those of the shape.
    pub transform: Transform,
    /// What stands beyond its ends.
    pub spread: Spread,
    /// At least two, their places rising.
    pub stops: Vec<Stop>,
}

/// What stands beyond the ends of a gradient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Spread {
    /// The last colour.
    #[default]
    Pad,
    /// The gradient there and back.
    Reflect,
    /// The gradient again.
    Repeat,
}

/// One colour of a gradient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// 0 to 1.
    pub offset: Number,
    /// Red, green, blue (sRGB).
    pub colour: [u8; 3],
    /// 0 to 1.
    pub opacity: Number,
}

/// A tile that repeats; the origin of its content is its corner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pattern {
    /// Where its units lie in those of the shape.
    pub transform: Transform,
    /// The tile.
    pub tile: Area,
    /// What is on it.
    pub content: Vec<Mark>,
}

/// An upright rectangle with an inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Its left edge.
    pub x: Number,
    /// Its upper edge.
    pub y: Number,
    /// More than 0.
    pub width: Number,
    /// More than 0.
    pub height: Number,
}

/// Shapes outside of which nothing is seen; none of them hides all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clip {
    /// Where its units lie in those of what is clipped.
    pub transform: Transform,
    /// Another that clips what is clipped as well.
    pub clip: Option<u32>,
    /// The shapes.
    pub shapes: Vec<ClipShape>,
}

/// One shape of a clip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClipShape {
    /// Where its units lie in those of the clip.
    pub transform: Transform,
    /// Its outline; begins with a move.
    pub segments: Vec<Segment>,
    /// What is inside.
    pub rule: FillRule,
    /// True where edges are not smoothed.
    pub crisp: bool,
    /// What clips the shape itself.
    pub clip: Option<u32>,
}

/// A veil: what is under it is seen as far as its content is bright, or opaque.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mask {
    /// Outside of this all is hidden.
    pub area: Area,
    /// What of the content counts.
    pub by: MaskBy,
    /// Another that veils as well.
    pub mask: Option<u32>,
    /// What is drawn on the veil.
    pub content: Vec<Mark>,
}

/// What of a mask's content counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MaskBy {
    /// How bright it is.
    #[default]
    Luminance,
    /// How opaque it is.
    Alpha,
}

#[cfg(test)]
mod tests;
