//! Transforms, saved states and clips of GDI+ ([MS-EMFPLUS] 2.3.1, 2.3.7, 2.3.9).

use resvg::tiny_skia::Path;

use super::super::clip::{Clip, Joined};
use super::super::outline::Outline;
use super::super::plane::{Affine, near};
use super::super::player::Player;
use super::objects::{Node, Object, Region};
use super::{MOST_SAVED, Record, State};

impl Player<'_> {
    pub(super) fn plus_state(&mut self, record: Record<'_>) -> Option<()> {
        let data = record.data;
        match record.kind {
            0x4025 | 0x4028 => self.plus_save(data.dword(0)?),
            0x4026 | 0x4029 => self.plus_restore(data.dword(0)?),
            0x4027 => {
                let [x, y, wide, high, left, top, width, height] = data.floats(0)?;
                self.plus_save(data.dword(32)?);
                let scale = Affine::scale(wide / width, high / height);
                let placed = Affine::moved(-left, -top)
                    .then(&scale)
                    .then(&Affine::moved(x, y));
                if placed.is_finite() {
                    let world = &mut self.plus.state.world;
                    *world = placed.then(world);
                }
            }
            0x402a => self.plus.state.world = Affine::parse(data.floats(0)?),
            0x402b => self.plus.state.world = Affine::SAME,
            0x402c..=0x402f => {
                let own = match record.kind {
                    0x402c => Affine::parse(data.floats(0)?),
                    0x402d => {
                        let [x, y] = data.floats(0)?;
                        Affine::moved(x, y)
                    }
                    0x402e => {
                        let [x, y] = data.floats(0)?;
                        Affine::scale(x, y)
                    }
                    _ => Affine::turned(data.float(0)?.to_radians()),
                };
                let world = &mut self.plus.state.world;
                *world = if record.flags & 0x2000 == 0 {
                    own.then(world)
                } else {
                    world.then(&own)
                };
            }
            0x4030 => {
                let (across, down) = self.plus.dpi;
                let unit = |dpi: f64| match record.number() {
                    3 => dpi / 72.0,
                    4 => dpi,
                    5 => dpi / 300.0,
                    6 => dpi / 25.4,
                    _ => 1.0,
                };
                let scale = data.float(0)?;
                self.plus.state.page = Affine::scale(unit(across) * scale, unit(down) * scale);
            }
            0x4031 => self.plus.state.clip = None,
            0x4032 => {
                let [x, y, wide, high] = data.floats(0)?;
                let path = self.plus_rectangle([x, y, x + wide, y + high]);
                self.plus_join(path.as_ref(), true, how(record.flags)?);
            }
            0x4033 => {
                let Some(Object::Path(path)) = self.plus.objects.get(&record.number()) else {
                    return None;
                };
                let path = path.clone().outline(&self.plus_map());
                self.plus_join(path.as_ref(), false, how(record.flags)?);
            }
            0x4034 => {
                let Some(Object::Region(region)) = self.plus.objects.get(&record.number()) else {
                    return None;
                };
                let clip = self.plus_region(&region.clone());
                match how(record.flags)? {
                    Joined::Alone => self.plus.state.clip = Some(clip),
                    how => {
                        // A mask joins as an outline does, by what is in it.
                        let mut now = self.plus_clip();
                        now.join_clip(&clip, how, &mut self.canvas);
                        self.plus.state.clip = Some(now);
                    }
                }
            }
            0x4035 => {
                let [x, y] = data.floats(0)?;
                let (x, y) = self.plus_map().way(x, y);
                if let Some(clip) = &mut self.plus.state.clip
                    && clip.mask.is_none()
                {
                    clip.edges = clip.edges.moved(near(x), near(y));
                }
            }
            _ => return None,
        }
        Some(())
    }

    fn plus_save(&mut self, number: u32) {
        let state: State = self.plus.state.clone();
        let masks = self.plus.saved.iter().filter(|(_, state)| {
            let clip = state.clip.as_ref();
            clip.is_some_and(|clip| clip.mask.is_some())
        });
        // Masks are large: few are kept.
        if self.plus.saved.len() < MOST_SAVED && masks.count() < 12 {
            self.plus.saved.push((number, state));
        }
    }

    fn plus_restore(&mut self, number: u32) {
        let place = self
            .plus
            .saved
            .iter()
            .rposition(|(saved, _)| *saved == number);
        if let Some(place) = place {
            if let Some((_, state)) = self.plus.saved.get(place) {
                self.plus.state = state.clone();
            }
            self.plus.saved.truncate(place);
        }
    }

    /// The outline of a rectangle, on whole pixels where it is upright.
    fn plus_rectangle(&self, frame: [f64; 4]) -> Option<Path> {
        let mut outline = Outline::default();
        outline.rectangle(&self.plus_map(), frame);
        outline.finish()
    }

    fn plus_join(&mut self, path: Option<&Path>, winding: bool, how: Joined) {
        let mut clip = self.plus_clip();
        let bounds = path.map(Path::bounds);
        let all = self.canvas.edges();
        match (how, bounds, path) {
            // A rectangle alone needs no mask.
            (Joined::Alone | Joined::And, Some(bounds), Some(path))
                if path.len() <= 6 && is_rectangle(path) =>
            {
                let edge = |value: f32| near(f64::from(value));
                if how == Joined::Alone {
                    clip = Clip::whole(all);
                }
                let edges = super::super::clip::Edges {
                    left: edge(bounds.left()),
                    top: edge(bounds.top()),
                    right: edge(bounds.right()),
                    bottom: edge(bounds.bottom()),
                };
                clip.meet(edges, &mut self.canvas);
            }
            _ => clip.join(path, winding, how, &mut self.canvas),
        }
        self.plus.state.clip = Some(clip);
    }

    /// The clip that a region is ([MS-EMFPLUS] 2.2.2.40).
    pub(super) fn plus_region(&mut self, region: &Region) -> Clip {
        // Nodes stand before their children; read backwards, children are there when they are needed.
        let mut ready: Vec<Clip> = Vec::new();
        let all = Clip::whole(self.canvas.edges());
        for node in region.0.iter().rev() {
            let made = match node {
                Node::Rectangle([x, y, wide, high]) => {
                    let path = self.plus_rectangle([*x, *y, x + wide, y + high]);
                    let mut clip = all.clone();
                    clip.join(path.as_ref(), true, Joined::Alone, &mut self.canvas);
                    clip
                }
                Node::Path(path) => {
                    let path = path.clone().outline(&self.plus_map());
                    let mut clip = all.clone();
                    clip.join(path.as_ref(), false, Joined::Alone, &mut self.canvas);
                    clip
                }
                Node::Nothing => {
                    let mut clip = all.clone();
                    clip.edges.right = clip.edges.left;
                    clip
                }
                Node::All => all.clone(),
                Node::Joined(how, turned) => {
                    let (first, second) = (ready.pop(), ready.pop());
                    let Some((first, second)) = first.zip(second) else {
                        return all;
                    };
                    let (mut first, second) = if *turned {
                        (second, first)
                    } else {
                        (first, second)
                    };
                    first.join_clip(&second, *how, &mut self.canvas);
                    first
                }
            };
            ready.push(made);
            if ready.len() > 16 || self.canvas.is_spent() {
                break;
            }
        }
        ready.pop().unwrap_or(all)
    }
}

/// [MS-EMFPLUS] 2.1.1.4.
fn how(flags: u16) -> Option<Joined> {
    Some(match (flags >> 8) & 0x0f {
        0 => Joined::Alone,
        1 => Joined::And,
        2 => Joined::Or,
        3 => Joined::Xor,
        4 | 5 => Joined::Without,
        _ => return None,
    })
}

fn is_rectangle(path: &Path) -> bool {
    let points = path.points();
    let steps = points.iter().zip(points.iter().skip(1));
    points.len() == 4
        && steps
            .into_iter()
            .all(|(one, next)| (one.x - next.x).abs() < 0.01 || (one.y - next.y).abs() < 0.01)
}
