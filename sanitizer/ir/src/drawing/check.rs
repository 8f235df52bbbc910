//! The verifier of drawings: every number, count, reference and nesting, and how much is drawn in all.

use super::{
    Area, Clip, Definition, Drawing, Gradient, Group, Mark, Number, Paint, Path, Segment, Stroke,
    Transform,
};
use crate::limits::Limits;
use crate::raster::{Layout, size_is_allowed};
use crate::refusal::Refusal;

/// The largest number of a drawing, either way.
pub const MAX_NUMBER: f32 = 1.0e15;
/// Units along an edge of a drawing: a sheet of some twenty-five metres.
pub const MAX_EDGE: f32 = 100_000.0;

/// What of a definition those that refer to it have to know.
#[derive(Clone, Copy)]
struct Known {
    family: Family,
    /// Marks drawn each time it is used.
    cost: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
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
        let mut check = Check {
            drawing: self,
            limits,
            known: Vec::with_capacity(self.definitions.len().min(limits.drawing_marks)),
            marks: 0,
            segments: 0,
            drawn: 0,
            picture_bytes: 0,
        };
        check.pictures()?;
        for definition in &self.definitions {
            let known = check.definition(definition)?;
            check.known.push(known);
        }
        check.content(&self.content).map(|_| ())
    }
}

struct Check<'a, P> {
    drawing: &'a Drawing<P>,
    limits: &'a Limits,
    known: Vec<Known>,
    marks: usize,
    segments: usize,
    drawn: u64,
    picture_bytes: u64,
}

impl<P: AsRef<[u8]>> Check<'_, P> {
    fn pictures(&mut self) -> Result<(), Refusal> {
        for picture in &self.drawing.pictures {
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

    fn stroke(&mut self, stroke: &Stroke) -> Result<u64, Refusal> {
        within(stroke.opacity, 0.0, 1.0)?;
        positive(stroke.width)?;
        within(stroke.miter, 1.0, MAX_NUMBER)?;
        number(stroke.dash_offset)?;
        self.segments = self.segments.saturating_add(stroke.dashes.len());
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
            .and_then(|place| self.drawing.pictures.get(place))
            .ok_or(Refusal::Inconsistent("a picture that is not there"))?;
        // Each is written where it stands.
        let held = u64::try_from(picture.pixels.as_ref().len()).unwrap_or(u64::MAX);
        self.picture_bytes = self.picture_bytes.saturating_add(held);
        if self.picture_bytes > self.limits.drawing_picture_bytes {
            return Err(Refusal::TooLarge("the pictures of a drawing"));
        }
        Ok(1)
    }

    fn segments(&mut self, segments: &[Segment]) -> Result<(), Refusal> {
        self.segments = self.segments.saturating_add(segments.len());
        if self.segments > self.limits.drawing_segments {
            return Err(Refusal::TooMany("segments"));
        }
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
        self.marks = self.marks.saturating_add(marks);
        if self.marks > self.limits.drawing_marks {
            return Err(Refusal::TooMany("marks"));
        }
        Ok(())
    }

    fn draw(&mut self, cost: u64) -> Result<u64, Refusal> {
        self.drawn = self.drawn.saturating_add(cost);
        if self.drawn > self.limits.drawing_drawn {
            return Err(Refusal::TooMany("marks drawn"));
        }
        Ok(cost)
    }
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
fn within(number: Number, least: f32, most: f32) -> Result<(), Refusal> {
    if (least..=most).contains(&number.get()) {
        Ok(())
    } else {
        Err(Refusal::Inconsistent("a number"))
    }
}

fn transform(transform: &Transform) -> Result<(), Refusal> {
    numbers(&transform.0)
}

fn area(area: &Area) -> Result<(), Refusal> {
    numbers(&[area.x, area.y])?;
    positive(area.width)?;
    positive(area.height)
}
