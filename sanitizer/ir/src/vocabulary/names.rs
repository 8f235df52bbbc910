//! Where a name is found among many, in one step: every tag and attribute of every document asks.
//!
//! A plain table with open addressing. Its size is fixed by our own lists and what a document asks
//! for is never put in, so no document can make a search long.

use super::Space;

/// Numbers by their name's hash; four places for each name, so that most searches end at once.
#[derive(Default)]
pub(super) struct Names {
    places: Vec<Option<u16>>,
    mask: usize,
}

impl Names {
    /// A table of these names, numbered in their order.
    pub(super) fn of<'n>(names: impl ExactSizeIterator<Item = (Option<Space>, &'n str)>) -> Self {
        let size = names.len().saturating_mul(4).next_power_of_two();
        let mut made = Self {
            places: vec![None; size],
            mask: size.saturating_sub(1),
        };
        for (number, (space, name)) in (0_u16..).zip(names) {
            let free = made.way(space, name).find(|at| {
                let place = made.places.get(*at);
                place.is_some_and(Option::is_none)
            });
            if let Some(place) = free.and_then(|at| made.places.get_mut(at)) {
                *place = Some(number);
            }
        }
        made
    }

    /// The number of this name; `is_it` says whether a number is the one meant.
    pub(super) fn find(
        &self,
        space: Option<Space>,
        name: &str,
        is_it: impl Fn(u16) -> bool,
    ) -> Option<u16> {
        for at in self.way(space, name) {
            match self.places.get(at) {
                Some(Some(number)) if is_it(*number) => return Some(*number),
                Some(Some(_)) => {}
                Some(None) | None => return None,
            }
        }
        None
    }

    /// The places to look at, in their order.
    fn way(&self, space: Option<Space>, name: &str) -> impl Iterator<Item = usize> + use<> {
        let start = usize::try_from(hash(space, name)).unwrap_or_default();
        let mask = self.mask;
        (0..=mask).map(move |step| start.wrapping_add(step) & mask)
    }
}

/// FNV-1a over the prefix and the name.
fn hash(space: Option<Space>, name: &str) -> u32 {
    let prefix = space.map_or("", Space::code);
    let bytes = prefix.bytes().chain([b':']).chain(name.bytes());
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    hash ^ (hash >> 15)
}
