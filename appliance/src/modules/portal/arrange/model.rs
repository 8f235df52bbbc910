//! An arrangement: which tiles stand where. Whatever it once was, it is settled with what is offered before it is used.

use crate::modules::portal::model::Audience;
use crate::modules::portal::tile::Home;
use crate::org::StaffId;
use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

/// How many columns a wide page has.
pub(in crate::modules::portal) const COLUMNS: usize = 3;

/// The most tiles of one arrangement; the rest of a longer one is not read.
const TILES_MOST: usize = 100;

/// The longest name of a tile.
const KEY_MOST: usize = 60;

/// Whose arrangement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::modules::portal) enum Whose {
    /// One's own.
    Own,
    /// What stands for an audience until they arrange their own.
    Default(Audience),
}

impl Whose {
    /// Its place in keys, for good.
    pub(super) fn key(self, me: StaffId) -> (u8, Uuid) {
        match self {
            Self::Own => (3, me.uuid()),
            Self::Default(audience) => audience.key(),
        }
    }

    /// Reads the word of an address or a form.
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "" | "own" => Some(Self::Own),
            audience => Audience::parse(audience).map(Self::Default),
        }
    }
}

/// The word in addresses and forms: `own`, `all`, `unit-…`.
impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own => f.write_str("own"),
            Self::Default(audience) => audience.fmt(f),
        }
    }
}

/// A tile that can be placed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::modules::portal) struct Offer {
    /// Its name.
    pub key: String,
    /// Where it stands at first.
    pub home: Home,
}

/// Which tiles stand where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::modules::portal) struct Arrangement {
    /// The band of numbers, from the left.
    pub numbers: Vec<String>,
    /// The columns from the left, each from the top.
    pub columns: [Vec<String>; COLUMNS],
    /// What was put away, so that it is not taken for new.
    pub away: Vec<String>,
}

/// Where a tile goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// A card one place up, a number one place to the front.
    Up,
    /// One place down, or to the back.
    Down,
    /// Into the column at its left.
    Left,
    /// Into the column at its right.
    Right,
    /// Away.
    Away,
    /// Back to where it stands at first.
    Fetch,
}

impl Way {
    /// Every one.
    pub(super) const ALL: [Self; 6] = [
        Self::Up,
        Self::Down,
        Self::Left,
        Self::Right,
        Self::Away,
        Self::Fetch,
    ];

    /// Its word in addresses.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Left => "left",
            Self::Right => "right",
            Self::Away => "away",
            Self::Fetch => "fetch",
        }
    }
}

impl Arrangement {
    /// The same with exactly what is offered: what is gone left out, what is new at its home, numbers in the band and
    /// cards in the columns, each once.
    pub(in crate::modules::portal) fn settled(&self, offers: &[Offer]) -> Self {
        let mut out = Self::default();
        let home = |key: &String| {
            let offer = offers.iter().find(|offer| offer.key == *key);
            offer.map(|offer| offer.home)
        };
        for key in &self.numbers {
            if home(key) == Some(Home::Band) {
                out.put(key, Home::Band);
            }
        }
        for (place, column) in self.columns.iter().enumerate() {
            for key in column {
                if home(key).is_some_and(|home| home != Home::Band) {
                    out.put(key, Home::Column(place));
                }
            }
        }
        for key in &self.away {
            if home(key).is_some() {
                out.put(key, Home::Away);
            }
        }
        for offer in offers {
            out.put(&offer.key, offer.home);
        }
        out
    }

    /// Puts a tile last in a place, unless it stands somewhere already.
    fn put(&mut self, key: &str, home: Home) {
        if self.has(key) {
            return;
        }
        let list = match home {
            Home::Band => &mut self.numbers,
            Home::Column(place) => match self.columns.get_mut(place) {
                Some(column) => column,
                None => return,
            },
            Home::Away => &mut self.away,
        };
        list.push(key.to_owned());
    }

    fn has(&self, key: &str) -> bool {
        let mut all = self.numbers.iter().chain(self.columns.iter().flatten());
        all.any(|one| one == key) || self.away.iter().any(|one| one == key)
    }

    /// The same after one tile went one way; unchanged where it cannot.
    pub(super) fn moved(&self, key: &str, way: Way, offers: &[Offer]) -> Self {
        let mut out = self.clone();
        match way {
            Way::Up | Way::Down => {
                if let Some((list, at)) = out.find(key) {
                    let other = match way {
                        Way::Up => at.checked_sub(1),
                        _ => at.checked_add(1).filter(|next| *next < list.len()),
                    };
                    if let Some(other) = other {
                        list.swap(at, other);
                    }
                }
            }
            Way::Left | Way::Right => {
                let column = |column: &Vec<String>| column.iter().any(|one| one == key);
                let from = out.columns.iter().position(column);
                let to = from.and_then(|from| match way {
                    Way::Left => from.checked_sub(1),
                    _ => from.checked_add(1).filter(|next| *next < COLUMNS),
                });
                if let (Some(from), Some(to)) = (from, to) {
                    let at = out.take(key, from);
                    if let Some(list) = out.columns.get_mut(to) {
                        list.insert(at.min(list.len()), key.to_owned());
                    }
                }
            }
            Way::Away => {
                if out.remove(key) {
                    out.put(key, Home::Away);
                }
            }
            Way::Fetch => {
                let home = offers.iter().find(|offer| offer.key == key);
                if let Some(home) = home.map(|offer| offer.home)
                    && out.away.iter().any(|one| one == key)
                {
                    out.away.retain(|one| one != key);
                    // What stands nowhere at first comes into the first column.
                    out.put(
                        key,
                        if home == Home::Away {
                            Home::Column(0)
                        } else {
                            home
                        },
                    );
                }
            }
        }
        out
    }

    /// The list a tile stands in, and its place there.
    fn find(&mut self, key: &str) -> Option<(&mut Vec<String>, usize)> {
        let lists = std::iter::once(&mut self.numbers).chain(&mut self.columns);
        lists.into_iter().find_map(|list| {
            let at = list.iter().position(|one| one == key)?;
            Some((list, at))
        })
    }

    /// Takes a card out of a column; answers its place there.
    fn take(&mut self, key: &str, column: usize) -> usize {
        let list = self.columns.get_mut(column);
        list.and_then(|list| {
            let at = list.iter().position(|one| one == key)?;
            list.remove(at);
            Some(at)
        })
        .unwrap_or_default()
    }

    fn remove(&mut self, key: &str) -> bool {
        match self.find(key) {
            Some((list, at)) => {
                list.remove(at);
                true
            }
            None => false,
        }
    }

    /// Reads the form it has in addresses. Whatever is not a name of a tile is left out.
    pub(super) fn parse(text: &str) -> Self {
        let mut out = Self::default();
        let mut left = TILES_MOST;
        for part in text.split(';') {
            let Some((place, keys)) = part.split_once(':') else {
                continue;
            };
            let home = match place {
                "n" => Home::Band,
                "x" => Home::Away,
                "1" => Home::Column(0),
                "2" => Home::Column(1),
                "3" => Home::Column(2),
                _ => continue,
            };
            for key in keys.split(',').filter(|key| is_key(key)) {
                if left == 0 {
                    return out;
                }
                left = left.saturating_sub(1);
                out.put(key, home);
            }
        }
        out
    }
}

fn is_key(text: &str) -> bool {
    let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
    !text.is_empty() && text.len() <= KEY_MOST && text.bytes().all(fits)
}

/// The form in addresses: `n:mail-unread,mail-held;1:duty-list;2:;3:link-list;x:`.
impl fmt::Display for Arrangement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, third] = &self.columns;
        let lists = [
            ("n", &self.numbers),
            ("1", first),
            ("2", second),
            ("3", third),
            ("x", &self.away),
        ];
        for (at, (place, list)) in lists.into_iter().enumerate() {
            let part = if at == 0 { "" } else { ";" };
            write!(f, "{part}{place}:{}", list.join(","))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn offers() -> Vec<Offer> {
        let offer = |key: &str, home| Offer {
            key: key.to_owned(),
            home,
        };
        vec![
            offer("a", Home::Band),
            offer("b", Home::Band),
            offer("c", Home::Column(0)),
            offer("d", Home::Column(0)),
            offer("e", Home::Column(2)),
            offer("f", Home::Away),
        ]
    }

    fn all(arrangement: &Arrangement) -> Vec<String> {
        let columns = arrangement.columns.iter().flatten();
        let mut keys: Vec<String> = arrangement.numbers.iter().chain(columns).cloned().collect();
        keys.extend(arrangement.away.iter().cloned());
        keys.sort();
        keys
    }

    #[test]
    fn without_anybody_s_wish_everything_stands_at_its_home() {
        let built = Arrangement::default().settled(&offers());
        assert_eq!(built.to_string(), "n:a,b;1:c,d;2:;3:e;x:f");
    }

    #[test]
    fn what_is_new_comes_to_its_home_and_what_is_gone_or_of_another_shape_goes() {
        let old = Arrangement::parse("n:b,c;1:gone,a;2:d;3:;x:e");
        assert_eq!(old.settled(&offers()).to_string(), "n:b,a;1:c;2:d;3:;x:e,f");
    }

    #[test]
    fn a_card_goes_up_down_and_across_and_a_number_along_the_band() {
        let built = Arrangement::default().settled(&offers());
        let go = |from: &Arrangement, key, way| from.moved(key, way, &offers());
        assert_eq!(
            go(&built, "d", Way::Up).to_string(),
            "n:a,b;1:d,c;2:;3:e;x:f"
        );
        assert_eq!(go(&built, "d", Way::Down), built, "it is the last");
        let right = go(&built, "d", Way::Right);
        assert_eq!(right.to_string(), "n:a,b;1:c;2:d;3:e;x:f");
        let right = go(&right, "d", Way::Right);
        assert_eq!(right.to_string(), "n:a,b;1:c;2:;3:d,e;x:f");
        assert_eq!(
            go(&right, "d", Way::Right),
            right,
            "there is no fourth column"
        );
        assert_eq!(
            go(&built, "a", Way::Left),
            built,
            "a number knows no columns"
        );
        assert_eq!(
            go(&built, "b", Way::Up).to_string(),
            "n:b,a;1:c,d;2:;3:e;x:f"
        );
        assert_eq!(
            go(&built, "c", Way::Away).to_string(),
            "n:a,b;1:d;2:;3:e;x:f,c"
        );
        assert_eq!(
            go(&built, "f", Way::Fetch).to_string(),
            "n:a,b;1:c,d,f;2:;3:e;x:"
        );
        assert_eq!(go(&built, "zz", Way::Away), built);
    }

    fn way() -> impl Strategy<Value = Way> {
        (0_usize..Way::ALL.len()).prop_map(|at| Way::ALL[at])
    }

    proptest! {
        #[test]
        fn however_tiles_go_each_stands_once_and_keeps_its_shape(
            steps in proptest::collection::vec((0_usize..6, way()), 0..40)
        ) {
            let offers = offers();
            let mut now = Arrangement::default().settled(&offers);
            for (which, way) in steps {
                now = now.moved(&offers[which].key, way, &offers);
                prop_assert_eq!(all(&now), ["a", "b", "c", "d", "e", "f"]);
                prop_assert!(now.numbers.iter().all(|key| key == "a" || key == "b"));
                prop_assert_eq!(&Arrangement::parse(&now.to_string()), &now);
                prop_assert_eq!(&now.settled(&offers), &now);
            }
        }

        #[test]
        fn whatever_an_address_says_each_tile_stands_once(text in "[nx123:;,a-z0-9\\-A-Z<>]{0,200}") {
            let settled = Arrangement::parse(&text).settled(&offers());
            let keys = all(&settled);
            prop_assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
            prop_assert_eq!(keys, ["a", "b", "c", "d", "e", "f"]);
        }
    }
}
