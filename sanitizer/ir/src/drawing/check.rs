//! The verifier of drawings: every number, count, reference and nesting, and how much is drawn in all.

use super::{
    Area, Clip, Definition, Drawing, Gradient, Group, Mark, Number, Paint, Path, Run, Segment,
    Stencil, Stroke, Transform,
};
use crate::limits::Limits;
use crate::paper::Font;
use crate::raster::{Layout, RasterFrame, size_is_allowed};
use crate::refusal::Refusal;

/// The largest number of a drawing, either way.
pub const MAX_NUMBER: f32 = 1.0e15;
/// Units along an edge of a drawing: a sheet of some twenty-five metres.
pub const MAX_EDGE: f32 = 100_000.0;

/// What of a definition those that refer to it have to know.
#[derive(Clone, Copy)]
pub(crate) struct Known {
    family: Family,
    /// Marks drawn each time it is used.
    cost: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Paint,
    Clip,
    Mask,
}

impl<P: AsRef<[u8]>> Drawing<P> {
    /// Checks every number, count, reference and nesting.
    ///
    /// A definition may refer only to those before it, so that none contains itself; how often marks are drawn through
    /// references is counted, so that few bytes cannot ask for work without end.
    pub fn verify(&self, limits: &Limits) -> Result<(), Refusal> {
        for edge in [self.width, self.height] {
            if !(edge.get() > 0.0 && edge.get() <= MAX_EDGE) {
                return Err(Refusal::TooLarge("a drawing"));
            }
        }
        let budget = Budget::of_drawing(limits);
        let mut check = Check::new(&self.pictures, None, limits, budget);
        check.pictures()?;
        check.all(&self.definitions, &self.content)
    }
}

/// What may still be drawn.
#[derive(Clone, Copy)]
pub(crate) struct Budget {
    marks: usize,
    segments: usize,
    placed: usize,
    drawn: u64,
    picture_bytes: u64,
}

impl Budget {
    const fn of_drawing(limits: &Limits) -> Self {
        Self {
            marks: limits.drawing_marks,
            segments: limits.drawing_segments,
            placed: 0,
            drawn: limits.drawing_drawn,
            picture_bytes: limits.drawing_picture_bytes,
        }
    }

    /// A paper holds each picture once, however often it is shown.
    pub(crate) const fn of_paper(limits: &Limits) -> Self {
        Self {
            marks: limits.paper_marks,
            segments: limits.paper_segments,
            placed: limits.paper_placed,
            drawn: limits.paper_drawn,
            picture_bytes: u64::MAX,
        }
    }

    pub(crate) fn segments(&mut self, segments: usize) -> Result<(), Refusal> {
        let left = self.segments.checked_sub(segments);
        self.segments = left.ok_or(Refusal::TooMany("segments"))?;
        Ok(())
    }
}

pub(crate) struct Check<'a, P> {
    held: &'a [RasterFrame<P>],
    /// None in a drawing, which has no words.
    fonts: Option<&'a [Font]>,
    limits: &'a Limits,
    known: Vec<Known>,
    pub(crate) budget: Budget,
}

impl<'a, P: AsRef<[u8]>> Check<'a, P> {
    pub(crate) fn new(
        held: &'a [RasterFrame<P>],
        fonts: Option<&'a [Font]>,
        limits: &'a Limits,
        budget: Budget,
    ) -> Self {
        Self {
            held,
            fonts,
            limits,
            known: Vec::new(),
            budget,
        }
    }

    /// Checks definitions, each of which may refer to those before it, and what is drawn with them.
    pub(crate) fn all(
        &mut self,
        definitions: &[Definition],
        content: &[Mark],
    ) -> Result<(), Refusal> {
        for definition in definitions {
            let known = self.definition(definition)?;
            self.known.push(known);
        }
        self.content(content).map(|_| ())
    }

    fn pictures(&mut self) -> Result<(), Refusal> {
        for picture in self.held {
            self.count(1)?;
            if !size_is_allowed(picture.width, picture.height, picture.layout, self.limits) {
                return Err(Refusal::TooLarge("an image"));
            }
            let held = u64::try_from(picture.pixels.as_ref().len()).unwrap_or(u64::MAX);
            let whole = picture.layout.frame_bytes(picture.width, picture.height);
            if matches!(picture.layout, Layout::Planes(_)) || held != whole {
                return Err(Refusal::Inconsistent("an image's pixels"));
            }
        }
        Ok(())
    }

    fn definition(&mut self, definition: &Definition) -> Result<Known, Refusal> {
        self.count(1)?;
        let (family, cost) = match definition {
            Definition::Linear(linear) => {
                numbers(&linear.from)?;
                numbers(&linear.to)?;
                (Family::Paint, self.gradient(&linear.gradient)?)
            }
            Definition::Radial(radial) => {
                numbers(&radial.centre)?;
                numbers(&radial.focus)?;
                positive(radial.radius)?;
                within(radial.focal_radius, 0.0, MAX_NUMBER)?;
                (Family::Paint, self.gradient(&radial.gradient)?)
            }
            Definition::Pattern(pattern) => {
                transform(&pattern.transform)?;
                area(&pattern.tile)?;
                (Family::Paint, self.content(&pattern.content)?)
            }
            Definition::Clip(clip) => (Family::Clip, self.clip(clip)?),
            Definition::Mask(mask) => {
                area(&mask.area)?;
                let under = self.refer(mask.mask, Family::Mask)?;
                let cost = self.content(&mask.content)?;
                (Family::Mask, cost.saturating_add(under))
            }
        };
        Ok(Known { family, cost })
    }

    fn gradient(&mut self, gradient: &Gradient) -> Result<u64, Refusal> {
        transform(&gradient.transform)?;
        self.count(gradient.stops.len())?;
        if gradient.stops.len() < 2 {
            return Err(Refusal::Inconsistent("a gradient"));
        }
        let mut before = 0.0;
        for stop in &gradient.stops {
            within(stop.offset, before, 1.0)?;
            within(stop.opacity, 0.0, 1.0)?;
            before = stop.offset.get();
        }
        Ok(1)
    }

    fn clip(&mut self, clip: &Clip) -> Result<u64, Refusal> {
        transform(&clip.transform)?;
        let mut cost = self.refer(clip.clip, Family::Clip)?;
        self.count(clip.shapes.len())?;
        for shape in &clip.shapes {
            transform(&shape.transform)?;
            self.segments(&shape.segments)?;
            let of_shape = self.refer(shape.clip, Family::Clip)?.saturating_add(1);
            cost = cost.saturating_add(of_shape);
        }
        self.draw(cost)
    }

    /// Checks a row of marks and says how many it draws.
    fn content(&mut self, content: &[Mark]) -> Result<u64, Refusal> {
        self.count(content.len())?;
        let mut depth = 0_usize;
        let mut cost = 0_u64;
        for mark in content {
            let one = match mark {
                Mark::Open(group) => {
                    depth = depth.saturating_add(1);
                    if depth > self.limits.drawing_depth {
                        return Err(Refusal::TooMany("open groups"));
                    }
                    self.group(group)?
                }
                Mark::Close => {
                    depth = depth
                        .checked_sub(1)
                        .ok_or(Refusal::Inconsistent("the end of a group"))?;
                    0
                }
                Mark::Path(path) => self.path(path)?,
                Mark::Image(image) => self.image(image.picture)?,
                Mark::Glyphs(run) => self.run(run)?,
                Mark::Stencil(stencil) => self.stencil(*stencil)?,
            };
            cost = cost.saturating_add(one);
        }
        if depth != 0 {
            return Err(Refusal::Inconsistent("a group without an end"));
        }
        self.draw(cost)
    }

    fn group(&self, group: &Group) -> Result<u64, Refusal> {
        transform(&group.transform)?;
        within(group.opacity, 0.0, 1.0)?;
        let clip = self.refer(group.clip, Family::Clip)?;
        let mask = self.refer(group.mask, Family::Mask)?;
        Ok(clip.saturating_add(mask).saturating_add(1))
    }

    fn path(&mut self, path: &Path) -> Result<u64, Refusal> {
        self.segments(&path.segments)?;
        let mut cost = 1_u64;
        if let Some(fill) = &path.fill {
            within(fill.opacity, 0.0, 1.0)?;
            cost = cost.saturating_add(self.paint(fill.paint)?);
        }
        if let Some(stroke) = &path.stroke {
            cost = cost.saturating_add(self.stroke(stroke)?);
        }
        Ok(cost)
    }

    fn run(&mut self, run: &Run) -> Result<u64, Refusal> {
        let fonts = self
            .fonts
            .ok_or(Refusal::Vocabulary("words in a drawing"))?;
        let font = usize::try_from(run.font)
            .ok()
            .and_then(|place| fonts.get(place))
            .ok_or(Refusal::Inconsistent("a font that is not there"))?;
        transform(&run.transform)?;
        let left = self.budget.placed.checked_sub(run.glyphs.len());
        self.budget.placed = left.ok_or(Refusal::TooMany("glyphs shown"))?;
        for placed in &run.glyphs {
            if !usize::try_from(placed.glyph).is_ok_and(|place| place < font.glyphs.len()) {
                return Err(Refusal::Inconsistent("a glyph that is not there"));
            }
            numbers(&[placed.x, placed.y])?;
        }
        let mut cost = u64::try_from(run.glyphs.len()).unwrap_or(u64::MAX);
        if let Some(fill) = &run.fill {
            within(fill.opacity, 0.0, 1.0)?;
            cost = cost.saturating_add(self.paint(fill.paint)?);
        }
        if let Some(stroke) = &run.stroke {
            cost = cost.saturating_add(self.stroke(stroke)?);
        }
        Ok(cost)
    }

    fn stencil(&mut self, stencil: Stencil) -> Result<u64, Refusal> {
        if self.fonts.is_none() {
            return Err(Refusal::Vocabulary("a stencil in a drawing"));
        }
        within(stencil.opacity, 0.0, 1.0)?;
        let cost = self.image(stencil.picture)?;
        let inked = usize::try_from(stencil.picture)
            .ok()
            .and_then(|place| self.held.get(place))
            .is_some_and(|picture| picture.layout == Layout::Bilevel);
        if !inked {
            return Err(Refusal::Inconsistent("a stencil's pixels"));
        }
        Ok(cost.saturating_add(self.paint(stencil.paint)?))
    }

    fn stroke(&mut self, stroke: &Stroke) -> Result<u64, Refusal> {
        within(stroke.opacity, 0.0, 1.0)?;
        positive(stroke.width)?;
        within(stroke.miter, 1.0, MAX_NUMBER)?;
        number(stroke.dash_offset)?;
        self.budget.segments(stroke.dashes.len())?;
        for dash in &stroke.dashes {
            within(*dash, 0.0, MAX_NUMBER)?;
        }
        let any = stroke.dashes.iter().any(|dash| dash.get() > 0.0);
        if !stroke.dashes.is_empty() && !any {
            return Err(Refusal::Inconsistent("dashes"));
        }
        self.paint(stroke.paint)
    }

    fn paint(&self, paint: Paint) -> Result<u64, Refusal> {
        match paint {
            Paint::Colour(_) => Ok(0),
            Paint::Defined(index) => self.refer(Some(index), Family::Paint),
        }
    }

    fn image(&mut self, picture: u32) -> Result<u64, Refusal> {
        let picture = usize::try_from(picture)
            .ok()
            .and_then(|place| self.held.get(place))
            .ok_or(Refusal::Inconsistent("a picture that is not there"))?;
        // In a drawing each is written where it stands.
        let held = u64::try_from(picture.pixels.as_ref().len()).unwrap_or(u64::MAX);
        let left = self.budget.picture_bytes.checked_sub(held);
        self.budget.picture_bytes = left.ok_or(Refusal::TooLarge("the pictures of a drawing"))?;
        Ok(1)
    }

    fn segments(&mut self, segments: &[Segment]) -> Result<(), Refusal> {
        self.budget.segments(segments.len())?;
        outline(segments)
    }

    /// What using a definition costs; it must stand before the one being checked and be of that family.
    fn refer(&self, index: Option<u32>, family: Family) -> Result<u64, Refusal> {
        let Some(index) = index else { return Ok(0) };
        let known = usize::try_from(index)
            .ok()
            .and_then(|place| self.known.get(place))
            .filter(|known| known.family == family)
            .ok_or(Refusal::Inconsistent("a reference"))?;
        Ok(known.cost)
    }

    fn count(&mut self, marks: usize) -> Result<(), Refusal> {
        let left = self.budget.marks.checked_sub(marks);
        self.budget.marks = left.ok_or(Refusal::TooMany("marks"))?;
        Ok(())
    }

    fn draw(&mut self, cost: u64) -> Result<u64, Refusal> {
        let left = self.budget.drawn.checked_sub(cost);
        self.budget.drawn = left.ok_or(Refusal::TooMany("marks drawn"))?;
        Ok(cost)
    }
}

/// Checks that an outline begins with a move and has something to show.
pub(crate) fn outline(segments: &[Segment]) -> Result<(), Refusal> {
    let mut before = None;
    for segment in segments {
        match segment {
            Segment::Move(point) => numbers(point)?,
            // A pen that was lifted is put down by a move, and by nothing else.
            _ if matches!(before, None | Some(Segment::Close)) => {
                return Err(Refusal::Inconsistent("an outline"));
            }
            Segment::Line(point) => numbers(point)?,
            Segment::Quadratic(points) => numbers(points)?,
            Segment::Cubic(points) => numbers(points)?,
            Segment::Close => {}
        }
        before = Some(*segment);
    }
    if segments.len() < 2 {
        return Err(Refusal::Inconsistent("an outline"));
    }
    Ok(())
}

fn number(number: Number) -> Result<(), Refusal> {
    within(number, -MAX_NUMBER, MAX_NUMBER)
}

fn numbers(all: &[Number]) -> Result<(), Refusal> {
    all.iter().try_for_each(|one| number(*one))
}

fn positive(number: Number) -> Result<(), Refusal> {
    if number.get() > 0.0 {
        within(number, 0.0, MAX_NUMBER)
    } else {
        Err(Refusal::Inconsistent("a number"))
    }
}

/// What is no number is in no range.
pub(crate) fn within(number: Number, least: f32, most: f32) -> Result<(), Refusal> {
    if (least..=most).contains(&number.get()) {
        Ok(())
    } else {
        Err(Refusal::Inconsistent("a number"))
    }
}

fn transform(transform: &Transform) -> Result<(), Refusal> {
    numbers(&transform.0)
}

pub(crate) fn area(area: &Area) -> Result<(), Refusal> {
    numbers(&[area.x, area.y])?;
    positive(area.width)?;
    positive(area.height)
}
