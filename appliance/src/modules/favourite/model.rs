//! What is kept at hand.

use crate::web::local_path;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many pages somebody keeps at most: more are no longer at hand.
pub(crate) const MOST: usize = 20;

/// The longest name.
pub(super) const NAME_MOST: usize = 60;

/// A page that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pin {
    href: String,
    name: String,
}

impl Pin {
    /// Takes an address of this house and a name of one line; none where either is nothing.
    pub(crate) fn new(href: &str, name: &str) -> Option<Self> {
        let name = line(name)?;
        let ours = local_path(href) == href && !href.is_empty();
        ours.then(|| Self {
            href: href.to_owned(),
            name,
        })
    }

    /// Where it leads.
    pub(crate) fn href(&self) -> &str {
        &self.href
    }

    /// How it is called.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The same under another name; as it was where that is nothing.
    pub(super) fn named(self, name: &str) -> Self {
        match line(name) {
            Some(name) => Self { name, ..self },
            None => self,
        }
    }
}

fn line(text: &str) -> Option<String> {
    let clean: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let line: String = clean.trim().chars().take(NAME_MOST).collect();
    (!line.is_empty()).then_some(line)
}

/// All that somebody keeps, the first on top; and what they took away last, which can be put back.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Favourites {
    pins: Vec<Pin>,
    taken: Option<(u32, Pin)>,
}

impl Favourites {
    /// Them, in order.
    pub(crate) fn pins(&self) -> &[Pin] {
        &self.pins
    }

    /// Whether a page is among them.
    pub(crate) fn holds(&self, href: &str) -> bool {
        self.pins.iter().any(|pin| pin.href == href)
    }

    /// What was taken away last.
    pub(super) fn taken(&self) -> Option<&Pin> {
        self.taken.as_ref().map(|(_, pin)| pin)
    }

    /// Keeps a page, at the end; false where it is kept already or there is no more room.
    pub(super) fn pin(&mut self, pin: Pin) -> bool {
        let fits = self.pins.len() < MOST && !self.holds(&pin.href);
        if fits {
            self.pins.push(pin);
        }
        fits
    }

    /// Takes one away; false where it is not there.
    pub(super) fn unpin(&mut self, href: &str) -> bool {
        let Some(place) = self.pins.iter().position(|pin| pin.href == href) else {
            return false;
        };
        let pin = self.pins.remove(place);
        self.taken = Some((u32::try_from(place).unwrap_or(u32::MAX), pin));
        true
    }

    /// Puts what was taken away last back where it stood.
    pub(super) fn put_back(&mut self) -> bool {
        let Some((place, pin)) = self.taken.take() else {
            return false;
        };
        if self.pins.len() >= MOST || self.holds(&pin.href) {
            return false;
        }
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        self.pins.insert(place.min(self.pins.len()), pin);
        true
    }

    /// Moves one a place up or down; false at either end.
    pub(super) fn shift(&mut self, href: &str, down: bool) -> bool {
        let Some(place) = self.pins.iter().position(|pin| pin.href == href) else {
            return false;
        };
        let other = if down {
            place.checked_add(1)
        } else {
            place.checked_sub(1)
        };
        match other.filter(|other| *other < self.pins.len()) {
            Some(other) => {
                self.pins.swap(place, other);
                true
            }
            None => false,
        }
    }

    /// Gives them other names, by their addresses; one that is not named keeps its own.
    pub(super) fn named(mut self, names: &BTreeMap<String, String>) -> Self {
        let named = |pin: Pin| match names.get(&pin.href) {
            Some(name) => pin.named(name),
            None => pin,
        };
        self.pins = self.pins.into_iter().map(named).collect();
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_pages_of_this_house_are_kept() {
        for bad in [
            "",
            "//evil.example",
            "https://evil.example",
            "/logout",
            "mail",
            "/a\nb",
        ] {
            assert_eq!(Pin::new(bad, "x"), None, "{bad}");
        }
        assert_eq!(Pin::new("/mail", " \n "), None);
        let pin = Pin::new("/mail/inbox?unread=1", "未読\nメール").expect("a page");
        assert_eq!(pin.name(), "未読 メール");
    }

    #[derive(Clone, Debug)]
    enum Deed {
        Pin(u8),
        Unpin(u8),
        Back,
        Shift(u8, bool),
    }

    fn deed() -> impl Strategy<Value = Deed> {
        prop_oneof![
            3 => (0..30_u8).prop_map(Deed::Pin),
            2 => (0..30_u8).prop_map(Deed::Unpin),
            1 => Just(Deed::Back),
            2 => (0..30_u8, any::<bool>()).prop_map(|(which, down)| Deed::Shift(which, down)),
        ]
    }

    proptest! {
        #[test]
        fn no_page_is_kept_twice_and_none_is_lost_by_moving(deeds in proptest::collection::vec(deed(), 0..80)) {
            let mut kept = Favourites::default();
            let href = |number: u8| format!("/p/{number}");
            for deed in deeds {
                let before = kept.clone();
                match deed {
                    Deed::Pin(number) => {
                        kept.pin(Pin::new(&href(number), "x").expect("a page"));
                    }
                    Deed::Unpin(number) => {
                        if kept.unpin(&href(number)) {
                            let mut again = kept.clone();
                            prop_assert!(again.put_back());
                            prop_assert_eq!(again.pins(), before.pins());
                        }
                    }
                    Deed::Back => {
                        kept.put_back();
                    }
                    Deed::Shift(number, down) => {
                        if kept.shift(&href(number), down) {
                            let mut again = kept.clone();
                            prop_assert!(again.shift(&href(number), !down));
                            prop_assert_eq!(again.pins(), before.pins());
                        }
                    }
                }
                let mut hrefs: Vec<_> = kept.pins().iter().map(Pin::href).collect();
                prop_assert!(hrefs.len() <= MOST);
                hrefs.sort_unstable();
                hrefs.dedup();
                prop_assert_eq!(hrefs.len(), kept.pins().len());
            }
        }
    }
}
