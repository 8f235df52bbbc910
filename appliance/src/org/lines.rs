//! What everybody of an organisation is found by, in one piece of memory, so that one pass of a searching processor
//! instruction goes over all of them instead of one call for each.

use super::dated::Dated;
use super::model::StaffId;
use super::table::Staff;
use crate::text::fold::fold;
use memchr::memmem::Finder;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// The lines by よみ, and under which よみ each person stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    in_order: BTreeMap<(String, StaffId), Line>,
    places: HashMap<StaffId, String>,
    /// The same laid one after the other; made when it is first asked for after a change.
    laid: OnceLock<Laid>,
}

#[derive(Clone, Debug)]
struct Line {
    text: String,
    dated: bool,
    shut: bool,
}

#[derive(Clone, Debug, Default)]
struct Laid {
    text: String,
    people: Vec<Person>,
}

/// Somebody who may be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Person {
    /// Who.
    pub id: StaffId,
    /// Whether a swap brings or takes them: whether they are here depends on the day.
    pub dated: bool,
    /// Whether they are suspended: found on days that are over, and on no other.
    pub shut: bool,
    /// Where their line begins and ends.
    start: usize,
    end: usize,
}

impl Lines {
    /// Takes somebody as their row says now, or out.
    pub(super) fn put(&mut self, id: StaffId, row: Option<&Dated<Staff>>) {
        self.laid = OnceLock::new();
        if let Some(yomi) = self.places.remove(&id) {
            self.in_order.remove(&(yomi, id));
        }
        if let Some(row) = row {
            let yomi = row.row.yomi.as_str().to_owned();
            let line = Line {
                text: found_by(&row.row),
                dated: row.began.is_some() || row.ended.is_some(),
                shut: !row.row.active,
            };
            self.places.insert(id, yomi.clone());
            self.in_order.insert((yomi, id), line);
        }
    }

    /// Those whose line holds every word, in よみ order; everybody for no words.
    pub(super) fn holding<'a>(&'a self, words: &'a [&str]) -> impl Iterator<Item = Person> + 'a {
        let laid = self.laid.get_or_init(|| Laid::of(&self.in_order));
        // The longest word is held by the fewest: it leads, and the others are asked only where it was found.
        let mut words: Vec<&str> = words.to_vec();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let mut finders = words.into_iter().map(|word| Finder::new(word.as_bytes()));
        let leads = finders.next();
        let others: Vec<_> = finders.collect();
        let mut next = 0_usize;
        std::iter::from_fn(move || {
            let start = match next {
                0 => 0_usize,
                place => laid.end(place.saturating_sub(1)),
            };
            let at = match &leads {
                None => start,
                Some(leads) => {
                    let rest = laid.text.as_bytes().get(start..)?;
                    start.saturating_add(leads.find(rest)?)
                }
            };
            while next < laid.people.len() && laid.end(next) <= at {
                next = next.saturating_add(1);
            }
            let found = laid.people.get(next).copied()?;
            let line = laid.line(next);
            next = next.saturating_add(1);
            Some((found, line))
        })
        .filter(move |(_, line)| others.iter().all(|other| other.find(line).is_some()))
        .map(|(found, _)| found)
    }
}

impl Lines {
    /// Whether something somebody is found by begins with one of the words: what one means who types the beginning of a
    /// name.
    pub(super) fn begins(&self, person: Person, words: &[&str]) -> bool {
        let laid = self.laid.get_or_init(|| Laid::of(&self.in_order));
        let line = laid.text.get(person.start..person.end).unwrap_or_default();
        let mut fields = line.split('\n');
        fields.any(|field| words.iter().any(|word| field.starts_with(word)))
    }
}

impl Laid {
    fn of(lines: &BTreeMap<(String, StaffId), Line>) -> Self {
        let mut laid = Self::default();
        for ((_, id), line) in lines {
            let start = laid.text.len();
            laid.text.push_str(&line.text);
            // As between fields: no folded query holds one, so none is found across two people.
            laid.text.push('\n');
            laid.people.push(Person {
                id: *id,
                dated: line.dated,
                shut: line.shut,
                start,
                end: laid.text.len(),
            });
        }
        laid
    }

    fn end(&self, place: usize) -> usize {
        self.people
            .get(place)
            .map_or(self.text.len(), |person| person.end)
    }

    fn line(&self, place: usize) -> &[u8] {
        let start = place.checked_sub(1).map_or(0, |before| self.end(before));
        let line = self.text.as_bytes().get(start..self.end(place));
        line.unwrap_or_default()
    }
}

/// What somebody is found by. A line feed parts the fields: no folded query holds one.
pub(super) fn found_by(staff: &Staff) -> String {
    let fields = [
        staff.name.as_str(),
        staff.yomi.as_str(),
        staff.login.as_str(),
        staff.address.as_str(),
        staff.phone.as_str(),
    ];
    let folded = fields.map(|field| fold(field).replace(' ', ""));
    folded.join("\n")
}
