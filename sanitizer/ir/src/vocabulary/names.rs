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
    #[inline]
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
    #[inline]
    fn way(&self, space: Option<Space>, name: &str) -> impl Iterator<Item = usize> + use<> {
        let start = usize::try_from(hash(space, name)).unwrap_or_default();
        let mask = self.mask;
        (0..=mask).map(move |step| start.wrapping_add(step) & mask)
    }
}

/// A mix of a name's ends, its length and its prefix's: a name of up to sixteen bytes is in it whole, and the few longer
/// ones of our lists that share their ends and their length stand side by side.
#[inline]
fn hash(space: Option<Space>, name: &str) -> u64 {
    let (prefix, name) = (space.map_or("", Space::code).as_bytes(), name.as_bytes());
    let (head, tail) =
        if let (Some(head), Some(tail)) = (name.first_chunk::<8>(), name.last_chunk::<8>()) {
            (u64::from_le_bytes(*head), u64::from_le_bytes(*tail))
        } else if let (Some(head), Some(tail)) = (name.first_chunk::<4>(), name.last_chunk::<4>()) {
            let (head, tail) = (u32::from_le_bytes(*head), u32::from_le_bytes(*tail));
            (u64::from(head), u64::from(tail))
        } else {
            let byte = |at: usize| u64::from(name.get(at).copied().unwrap_or_default());
            (byte(0) << 16 | byte(1) << 8 | byte(2), 0)
        };
    let end = |byte: Option<&u8>| u64::from(byte.copied().unwrap_or_default());
    let ends = end(prefix.first()) << 8 | end(prefix.last());
    let lengths = u64::try_from(prefix.len() << 8 | name.len()).unwrap_or_default();
    let mixed = (head ^ tail.rotate_left(23) ^ (ends << 32 | lengths).rotate_left(41))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary;
    use super::Names;

    #[test]
    fn no_search_goes_far() {
        let words = vocabulary();
        for names in [&words.element_names, &words.attribute_names] {
            let Names { places, .. } = names;
            let runs = places.split(Option::is_none).map(<[_]>::len);
            assert!(runs.max().unwrap() < 12);
        }
    }
}
