//! People as they are searched: name, reading, address and extension, for everybody of their organisation.

use super::text;
use crate::cx::Cx;
use crate::org::{self, OrganisationId, Staff, StaffId};
use crate::search::{Asking, Field, Item, Reading, Scope, Shown, Source};
use crate::text::Language;
use crate::web::{Failure, query_value};
use sekisho_platform::store::{Change, Key, StoreError, ToKey, View};

const NAME: &str = "directory";

/// The directory, for the search over everything.
pub(crate) struct DirectorySource;

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

    /// The roster answers: it knows who is here today, the index would know who was once written down. A
    /// reassignment that is not announced yet must not be guessed from a number.
    fn answer(
        &self,
        asking: &Asking<'_>,
        cx: &Cx,
        words: &[String],
    ) -> Result<Option<Vec<Vec<u8>>>, Failure> {
        if words.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let found = asking
            .rosters
            .find(asking.tx, cx.town, &words.join(" "), cx.today())?;
        let organisation = cx.town.organisation();
        let keys = found.into_iter().map(|id| (organisation, id).to_key());
        Ok(Some(keys.collect()))
    }

    fn concerns(&self, _change: &Change) -> Option<Vec<u8>> {
        None
    }

    fn keys(
        &self,
        _tx: &View<'_>,
        _after: Option<&[u8]>,
        _limit: usize,
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        Ok(Vec::new())
    }

    fn item(&self, _reading: &Reading<'_>, _key: &[u8]) -> Result<Option<Item>, StoreError> {
        Ok(None)
    }

    fn scopes(&self, _cx: &Cx) -> Vec<Scope> {
        Vec::new()
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
        let Some(staff) = org::staff_on(tx, town, id, cx.today())? else {
            return Ok(None);
        };
        let place = match org::held_on(tx, town, id, cx.today())?.first() {
            Some(held) => {
                let unit = org::unit_path(tx, town, held.post.unit, cx.today())?;
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
