//! How much a drawing draws, before anything of it is drawn.
//!
//! Patterns, masks, clips and effects are drawn anew wherever they are used, and may use each other: some forty lines of
//! text can ask for more marks than there are atoms. Each is weighed once.

use std::collections::BTreeMap;
use std::sync::Arc;

use sekisho_ir::Reason;
use usvg::{ClipPath, Group, ImageKind, Mask, Node, Paint, filter, roxmltree};

/// The marks a group draws, those of definitions counted each time they are used.
pub(super) fn of(group: &Group) -> u64 {
    Scale::default().group(group)
}

#[derive(Default)]
struct Scale {
    /// By address; the tree outlives them.
    known: BTreeMap<usize, u64>,
}

impl Scale {
    fn group(&mut self, group: &Group) -> u64 {
        let mut sum = 1_u64;
        for node in group.children() {
            let one = match node {
                Node::Group(inner) => self.layer(inner),
                Node::Path(path) => {
                    let fill = path.fill().map_or(0, |fill| self.paint(fill.paint()));
                    let stroke = path.stroke().map_or(0, |stroke| self.paint(stroke.paint()));
                    fill.saturating_add(stroke).saturating_add(1)
                }
                Node::Image(image) => match image.kind() {
                    ImageKind::SVG(tree) => self.group(tree.root()),
                    _ => 1,
                },
                Node::Text(text) => self.group(text.flattened()),
            };
            sum = sum.saturating_add(one);
        }
        sum
    }

    fn layer(&mut self, group: &Group) -> u64 {
        let mut sum = self.group(group);
        if let Some(clip) = group.clip_path() {
            sum = sum.saturating_add(self.clip(clip));
        }
        if let Some(mask) = group.mask() {
            sum = sum.saturating_add(self.mask(mask));
        }
        for effect in group.filters() {
            for primitive in effect.primitives() {
                let one = match primitive.kind() {
                    filter::Kind::Image(image) => self.group(image.root()),
                    filter::Kind::Turbulence(noise) if is_endless(noise) => u64::MAX,
                    _ => 1,
                };
                sum = sum.saturating_add(one);
            }
        }
        sum
    }

    fn paint(&mut self, paint: &Paint) -> u64 {
        match paint {
            Paint::Pattern(pattern) => self.once(Arc::as_ptr(pattern).addr(), |scale| {
                scale.group(pattern.root())
            }),
            _ => 0,
        }
    }

    fn clip(&mut self, clip: &ClipPath) -> u64 {
        self.once(std::ptr::from_ref(clip).addr(), |scale| {
            let under = clip.clip_path().map_or(0, |under| scale.clip(under));
            scale.group(clip.root()).saturating_add(under)
        })
    }

    fn mask(&mut self, mask: &Mask) -> u64 {
        self.once(std::ptr::from_ref(mask).addr(), |scale| {
            let under = mask.mask().map_or(0, |under| scale.mask(under));
            scale.group(mask.root()).saturating_add(under)
        })
    }

    fn once(&mut self, address: usize, weigh: impl FnOnce(&mut Self) -> u64) -> u64 {
        if let Some(known) = self.known.get(&address) {
            return *known;
        }
        let weight = weigh(self);
        self.known.insert(address, weight);
        weight
    }
}
/// Noise finer than anyone can see: an octave has half the strength of the one before, so the tenth is the last to be
/// seen in eight bits; the painter would count on past what a number holds.
fn is_endless(noise: &filter::Turbulence) -> bool {
    const OCTAVES: u32 = 10;
    const FREQUENCY: f32 = 100.0;
    let frequency = noise.base_frequency_x().get();
    noise.num_octaves() > OCTAVES || frequency.max(noise.base_frequency_y().get()) > FREQUENCY
}

/// Looks at a text before it is parsed as a drawing, since the parser itself walks every element as often as others refer
/// to it, one call inside the other.
pub(super) fn check_text(document: &roxmltree::Document<'_>, most: u64) -> Result<(), Reason> {
    let ids = document
        .descendants()
        .filter_map(|node| Some((node.attribute("id")?, node)))
        .collect();
    let mut references = References {
        ids,
        known: BTreeMap::new(),
    };
    if references.weigh(document.root_element(), 0)?.marks > most {
        Err(Reason::TooMany)
    } else {
        Ok(())
    }
}

/// Elements may stand so deep in each other, references followed.
const DEEPEST: usize = 256;

#[derive(Clone, Copy, Default)]
struct Weight {
    marks: u64,
    /// Elements in elements below, references followed.
    height: usize,
}

impl Weight {
    fn with(self, below: Self) -> Self {
        Self {
            marks: self.marks.saturating_add(below.marks),
            height: self.height.max(below.height.saturating_add(1)),
        }
    }
}

struct References<'a, 'input> {
    ids: BTreeMap<&'a str, roxmltree::Node<'a, 'input>>,
    /// What an element weighs that others refer to; nothing while it is weighed, for what contains itself is left out.
    known: BTreeMap<u32, Weight>,
}

impl<'a, 'input> References<'a, 'input> {
    fn weigh(
        &mut self,
        element: roxmltree::Node<'a, 'input>,
        depth: usize,
    ) -> Result<Weight, Reason> {
        if depth > DEEPEST {
            return Err(Reason::TooDeep);
        }
        let deeper = depth.saturating_add(1);
        let mut sum = Weight {
            marks: 1,
            height: 0,
        };
        for child in element.children().filter(roxmltree::Node::is_element) {
            sum = sum.with(self.weigh(child, deeper)?);
        }
        for attribute in element.attributes() {
            let value = attribute.value();
            let whole = (attribute.name() == "href").then_some(value);
            let parts = value.split("url(").skip(1);
            for named in whole.into_iter().chain(parts) {
                if let Some(referred) = self.referred(named) {
                    sum = sum.with(self.refer(referred, deeper)?);
                }
            }
        }
        Ok(sum)
    }

    /// What `#name`, in quotes or brackets, refers to.
    fn referred(&self, named: &str) -> Option<roxmltree::Node<'a, 'input>> {
        let blank = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
        let name = named.trim_start_matches(blank).strip_prefix('#')?;
        let name = name.split(')').next()?.trim_end_matches(blank);
        self.ids.get(name).copied()
    }

    fn refer(
        &mut self,
        referred: roxmltree::Node<'a, 'input>,
        depth: usize,
    ) -> Result<Weight, Reason> {
        let id = referred.id().get();
        if let Some(known) = self.known.get(&id) {
            // It was weighed from a place less deep than this one, perhaps.
            return if depth.saturating_add(known.height) > DEEPEST {
                Err(Reason::TooDeep)
            } else {
                Ok(*known)
            };
        }
        self.known.insert(id, Weight::default());
        let weight = self.weigh(referred, depth)?;
        self.known.insert(id, weight);
        Ok(weight)
    }
}
