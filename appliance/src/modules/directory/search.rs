//! People as they are searched: name, reading, address and extension, for everybody of their organisation.

use super::text;
use crate::cx::Cx;
use crate::org::{self, OrganisationId, Staff, StaffId, StaffRows};
use crate::search::{Field, Item, Reading, Scope, Shown, Source};
use crate::text::Language;
use crate::web::{Failure, query_value};
use sekisho_platform::store::{Change, Direction, Key, StoreError, ToKey, View};
use std::ops::Bound;

const NAME: &str = "directory";

/// The directory, for the search over everything.
pub(crate) struct DirectorySource;

fn scope(organisation: OrganisationId) -> Scope {
    Scope::new(NAME, &organisation.to_key())
}

fn place(key: &[u8]) -> Option<(OrganisationId, StaffId)> {
    Key::from_key(key)
}

fn fields(staff: &Staff, language: Language) -> Vec<Field> {
    let words = text::found(language);
    let joined = |text: &str| text.split_whitespace().collect::<String>();
    let (name, yomi) = (staff.name.as_str(), staff.yomi.as_str());
    let all = [
        (words.name, name.to_owned()),
        // 田中太郎 is typed without the space it is written with.
        (words.name, joined(name)),
        (words.yomi, yomi.to_owned()),
        (words.yomi, joined(yomi)),
        (words.phone, staff.phone.clone()),
        (words.address, staff.address.as_str().to_owned()),
    ];
    let mut out: Vec<Field> = Vec::new();
    for (word, text) in all {
        if !text.is_empty() && out.iter().all(|field| field.text != text) {
            out.push(Field { word, text });
        }
    }
    out
}

impl Source for DirectorySource {
    fn name(&self) -> &'static str {
        NAME
    }

    fn word(&self, language: Language) -> &'static str {
        text::words(language).title
    }

    fn concerns(&self, change: &Change) -> Option<Vec<u8>> {
        change.key_of::<StaffRows>().map(|key| key.to_key())
    }

    fn keys(
        &self,
        tx: &View<'_>,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        let from = match after.and_then(place) {
            Some(place) => Bound::Excluded(place),
            None => Bound::Unbounded,
        };
        let rows = tx.range::<StaffRows>((from, Bound::Unbounded), Direction::Up, limit)?;
        Ok(rows.into_iter().map(|(key, _)| key.to_key()).collect())
    }

    fn item(&self, reading: &Reading<'_>, key: &[u8]) -> Result<Option<Item>, StoreError> {
        let Some((organisation, id)) = place(key) else {
            return Ok(None);
        };
        let staff = reading.tx.get::<StaffRows>(&(organisation, id))?;
        // The directory does not show whoever is suspended.
        Ok(staff.filter(|staff| staff.active).map(|staff| Item {
            scopes: vec![scope(organisation)],
            when: 0,
            fields: fields(&staff, Language::Japanese),
        }))
    }

    fn scopes(&self, cx: &Cx) -> Vec<Scope> {
        vec![scope(cx.town.organisation())]
    }

    fn list(&self, words: &str) -> Option<String> {
        Some(format!("/directory?q={}", query_value(words)))
    }

    fn show(&self, reading: &Reading<'_>, cx: &Cx, key: &[u8]) -> Result<Option<Shown>, Failure> {
        let (tx, town) = (reading.tx, cx.town);
        let Some((organisation, id)) = place(key) else {
            return Ok(None);
        };
        if organisation != town.organisation() {
            return Ok(None);
        }
        let Some(staff) = org::staff_get(tx, town, id)?.filter(|staff| staff.active) else {
            return Ok(None);
        };
        let place = match org::held_on(tx, town, id, cx.today())?.first() {
            Some(held) => {
                let unit = org::unit_path(tx, town, held.post.unit)?;
                format!("{unit} {}", held.post.title.as_str())
            }
            None => String::new(),
        };
        Ok(Some(Shown {
            href: format!("/directory?q={}", query_value(staff.address.as_str())),
            title: staff.name.as_str().to_owned(),
            place: place.trim().to_owned(),
            time: String::new(),
            datetime: String::new(),
            fields: fields(&staff, cx.language()),
        }))
    }
}
