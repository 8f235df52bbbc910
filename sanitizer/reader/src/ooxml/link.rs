//! Links that become words: the words stay, and where they led is shown beside them or when one points at them.
//!
//! A clerk must be able to see where a link would have led, and must not be led there by a click.

use std::borrow::Cow;

use sekisho_ir::Code;
use sekisho_ir::vocabulary::{Element, Space};

use super::filter::Filter;
use super::frame::{Mode, Value, Verdict};
use super::xml::Tag;
use crate::url;

/// A link on its way to become words.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Where it led, when that may be shown.
    pub(super) address: Option<String>,
    /// What it has shown so far.
    words: String,
    /// Where the looks of its last run stand in the output.
    pub(super) looks: Option<(usize, usize)>,
}

/// Words of a link beyond this say nothing more of where it leads.
const WORDS: usize = 2_000;

impl Told {
    /// A link to this address.
    pub(super) fn to(address: Option<String>) -> Self {
        Self {
            address,
            ..Self::default()
        }
    }

    /// It shows these words too.
    pub(super) fn shows(&mut self, words: &str) {
        if self.words.len() < WORDS {
            self.words.push_str(words);
        }
    }

    /// What to put beside the words; none where they say it themselves.
    pub(super) fn beside(&self) -> Option<String> {
        let address = self.address.as_deref()?;
        let place = match address.strip_prefix("mailto:") {
            Some(address) => address.split('?').next().unwrap_or_default(),
            None => url::host(address)?,
        };
        let bare = |text: &str| text.trim_start_matches("www.").to_lowercase();
        if place.is_empty() || self.words.to_lowercase().contains(&bare(place)) {
            return None;
        }
        Some(if self.words.is_ascii() {
            format!(" ({place})")
        } else {
            format!("（{place}）")
        })
    }

    /// True where the words name another place.
    pub(super) fn deceives(&self) -> bool {
        self.address
            .as_deref()
            .is_some_and(|address| url::deceives(&self.words, address))
    }
}

impl<'s> Filter<'s, '_> {
    /// The address of a link that lost its relation.
    fn lost_address(&self, id: &str) -> Option<String> {
        self.setting.lost.get(id)?.address()
    }

    /// A link in Word text; none where it stays one.
    pub(super) fn word_link(&mut self, tag: &Tag<'_>) -> Option<Verdict<'s>> {
        let id = tag.relation("id")?;
        if self.setting.leads.contains_key(id) {
            return None;
        }
        self.links.push(Told::to(self.lost_address(id)));
        Some(Verdict::As(Mode::Link))
    }

    /// A link in Word text ends: where it led stands beside it now.
    pub(super) fn end_link(&mut self) {
        let Some(told) = self.links.pop() else {
            return;
        };
        self.findings
            .add(Code::LinkDiffers, usize::from(told.deceives()));
        let (Some(beside), Some(run)) = (told.beside(), Element::find(Space::Word, "r")) else {
            return;
        };
        let from = self.out.size();
        self.out.open_bare(run);
        if let Some((from, to)) = told.looks {
            self.out.repeat(from, to);
        }
        self.say_words(&beside);
        self.out.close();
        self.fields.shown((from, self.out.size()), "");
    }

    /// Words in a run of Word text.
    pub(super) fn say_words(&mut self, words: &str) {
        if let Some(text) = Element::find(Space::Word, "t") {
            self.out.open_bare(text);
            self.out.text(words);
            self.out.close();
        }
    }

    /// A link on a sheet; none where the vocabulary shall decide. One that led outside leads to its own cell now,
    /// and tells when one points at it where it led.
    pub(super) fn sheet_link(&mut self, tag: &Tag<'_>) -> Option<Verdict<'s>> {
        let id = tag.relation("id")?;
        if self.setting.leads.contains_key(id) {
            return None;
        }
        let told = self.lost_address(id).and_then(|address| {
            let cells = tag.value("ref")?;
            let first = cells.split(':').next()?;
            let element = Element::find(Space::Sheet, "hyperlink")?;
            let set = |name: &str, value: &str| {
                let value = Cow::Owned(value.to_owned());
                Some((element.attribute(None, name)?, value))
            };
            let attributes = vec![
                set("ref", cells)?,
                set("location", first)?,
                set("tooltip", &shortened(&address))?,
            ];
            Some(Verdict::made(element, attributes))
        });
        Some(told.unwrap_or(Verdict::Skip))
    }

    /// A link in a drawing that led outside: nothing happens on a click, and pointing at it tells where it led.
    pub(super) fn drawing_link(&mut self, tag: &Tag<'_>) -> Option<Verdict<'s>> {
        let id = tag.relation("id")?;
        let address = self.lost_address(id)?;
        let element = Element::find(Space::Drawing, tag.name)?;
        let own = |name: &str| element.attribute(None, name);
        let attributes: Vec<Value<'_>> = vec![
            (
                element.attribute(Some(Space::Relationship), "id")?,
                Cow::Borrowed(""),
            ),
            (own("action")?, Cow::Borrowed("ppaction://noaction")),
            (own("tooltip")?, Cow::Owned(shortened(&address))),
        ];
        Some(Verdict::made(element, attributes))
    }
}

/// Excel shows at most 255 characters of a tip, and calls a longer one broken.
fn shortened(address: &str) -> String {
    if address.len() <= 255 {
        return address.to_owned();
    }
    format!("{}…", address.get(..252).unwrap_or_default())
}

/// Where a HYPERLINK field leads, when that may be shown.
pub(super) fn of_field(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start();
    let word = rest.get(..9)?;
    if !word.eq_ignore_ascii_case("HYPERLINK") {
        return None;
    }
    let target = rest.get(9..)?.trim_start();
    let target = match target.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => target.split_whitespace().next()?,
    };
    url::plain(target).filter(|address| sekisho_ir::html::href_is_allowed(address))
}

#[cfg(test)]
mod tests {
    use super::{Told, of_field};

    #[test]
    fn the_place_is_shown_unless_the_words_say_it() {
        let beside = |words: &str, address: &str| {
            let mut told = Told::to(Some(address.to_owned()));
            told.shows(words);
            told.beside()
        };
        assert_eq!(
            beside("こちら", "https://www.pref.example.jp/a").as_deref(),
            Some("（www.pref.example.jp）")
        );
        assert_eq!(beside("here", "https://x.jp/").as_deref(), Some(" (x.jp)"));
        assert_eq!(beside("https://x.jp/a", "https://x.jp/b"), None);
        assert_eq!(
            beside("メール", "mailto:a@b.jp?subject=x").as_deref(),
            Some("（a@b.jp）")
        );
    }

    #[test]
    fn the_address_of_a_field_is_read_from_its_instruction() {
        assert_eq!(
            of_field(" HYPERLINK \"https://x.jp/\" \\o \"t\" ").as_deref(),
            Some("https://x.jp/")
        );
        assert_eq!(of_field("HYPERLINK file://x"), None);
        assert_eq!(of_field("PAGE"), None);
    }
}
