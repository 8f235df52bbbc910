//! How it shall be, against how it is: a pure function that tells the difference person by person.

use super::super::model::{Act, Column, Finding, What};
use super::super::read::{bare, line_of};
use super::super::town::{Known, Names, Place, is_here};
use super::super::write::{self, Cells};
use crate::modules::directory;
use crate::org::{
    Address, Appointment, Counted, Facts, LoginName, PersonName, StaffId, Tenure, Title, UnitId,
    Yomi,
};
use crate::sheet::as_cp932;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A file that lacks more of the columns than this is another one.
const OTHER_FILE: usize = 4;

/// The most rows of a file.
const ROWS_MOST: usize = 30_000;

/// What is put right of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Amend {
    /// The line of the file.
    pub line: u64,
    /// Whose.
    pub staff: StaffId,
    /// As it is.
    pub before: Facts,
    /// As it shall be.
    pub after: Facts,
}

/// What a file changes. Somebody with a finding is left out of all else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Report {
    /// What cannot be done, row by row.
    pub findings: Vec<Finding>,
    /// What is put right.
    pub amends: Vec<Amend>,
    /// What becomes a list of 人事異動.
    pub rows: Vec<Cells>,
    /// How many rows of each kind that list has.
    pub counts: BTreeMap<Act, usize>,
    /// How many people of the file stay as they are.
    pub same: usize,
    /// How many people are here and not in the file; they stay as they are.
    pub absent: usize,
}

/// A row of the file.
#[derive(Clone, Debug)]
struct Line {
    at: u64,
    name: String,
    yomi: String,
    unit: String,
    title: String,
    tenure: String,
    phone: String,
    address: String,
}

/// Compares a file with the town. `cp932` is whether the file came in that encoding.
pub(super) fn compare(known: &Known, text: &str, cp932: bool) -> Report {
    let places = known.places();
    let mut work = Work {
        names: Names::of(&places),
        places,
        known,
        cp932,
        opened: BTreeSet::new(),
        addresses: HashMap::new(),
        out: Report::default(),
    };
    for one in &known.census.staff {
        let address = one.staff.address.as_str().to_owned();
        work.addresses
            .insert(address, one.staff.login.as_str().to_owned());
    }
    let people = work.read(text);
    let mut seen = BTreeSet::new();
    for (login, lines) in people {
        work.person(&login, &lines);
        seen.insert(login);
    }
    let here = known.census.staff.iter();
    let here = here.filter(|one| is_here(one, known.day));
    work.out.absent = here
        .filter(|one| !seen.contains(one.staff.login.as_str()))
        .count();
    work.out.findings.sort();
    work.out
}

struct Work<'a> {
    known: &'a Known,
    places: Vec<Place>,
    names: Names,
    cp932: bool,
    /// Units that the list opens, from the top.
    opened: BTreeSet<String>,
    /// Whose address is whose, by log-in name.
    addresses: HashMap<String, String>,
    out: Report,
}

/// A place that a row names: a unit that is there, or one that is to be opened.
type Where = (Option<UnitId>, String);

impl Work<'_> {
    fn wrong(&mut self, line: u64, column: Column, what: What) {
        self.out.findings.push(Finding { line, column, what });
    }

    /// The rows by log-in name, in the order in which people first stand.
    fn read(&mut self, text: &str) -> Vec<(String, Vec<Line>)> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut records = reader.records();
        let Some(Ok(head)) = records.next() else {
            self.wrong(1, Column::Login, What::NoRow);
            return Vec::new();
        };
        let place = |column: usize| {
            head.iter().position(|word| {
                let words = directory::column_words();
                let mut named = words.iter().filter_map(|all| all.get(column));
                named.any(|known| *known == word.trim())
            })
        };
        let places: [Option<usize>; 8] = std::array::from_fn(place);
        let needed = [
            (0, Column::Name),
            (1, Column::Yomi),
            (2, Column::Unit),
            (3, Column::Title),
            (5, Column::Phone),
            (6, Column::Address),
            (7, Column::Login),
        ];
        let missing = |(column, _): &(usize, Column)| {
            let there = places.get(*column).copied().flatten();
            there.is_none()
        };
        let missing: Vec<_> = needed.into_iter().filter(missing).collect();
        // Where hardly a column is there, one sentence helps more than one for each.
        if missing.len() > OTHER_FILE {
            self.wrong(1, Column::Login, What::OtherFile);
            return Vec::new();
        }
        for (_, told) in missing {
            self.wrong(1, told, What::NoColumn);
        }
        if !self.out.findings.is_empty() {
            return Vec::new();
        }
        let mut out: Vec<(String, Vec<Line>)> = Vec::new();
        let mut order: HashMap<String, usize> = HashMap::new();
        let mut rows = 0_usize;
        for record in records {
            let Ok(record) = record else { continue };
            let at = record.position().map_or(0, |place| line_of(text, place));
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            rows = rows.saturating_add(1);
            if rows > ROWS_MOST {
                self.wrong(at, Column::Login, What::TooMany);
                return Vec::new();
            }
            let cell = |column: usize| {
                let place = places.get(column).copied().flatten();
                let text = place.and_then(|place| record.get(place)).unwrap_or("");
                bare(text.trim()).to_owned()
            };
            let Ok(login) = LoginName::new(&cell(7)) else {
                let what = match cell(7) {
                    empty if empty.is_empty() => What::Empty,
                    text => What::Invalid(text),
                };
                self.wrong(at, Column::Login, what);
                continue;
            };
            let line = Line {
                at,
                name: cell(0),
                yomi: cell(1),
                unit: cell(2),
                title: cell(3),
                tenure: cell(4),
                phone: cell(5),
                address: cell(6),
            };
            let login = login.as_str().to_owned();
            let place = *order.entry(login.clone()).or_insert(out.len());
            match out.get_mut(place) {
                Some((_, lines)) => lines.push(line),
                None => out.push((login, vec![line])),
            }
        }
        if out.is_empty() && self.out.findings.is_empty() {
            self.wrong(1, Column::Login, What::NoRow);
        }
        out
    }

    /// All rows of one person; one that cannot be done leaves the person as they are.
    fn person(&mut self, login: &str, lines: &[Line]) {
        let Some(first) = lines.first() else { return };
        let before = self.out.findings.len();
        for line in lines {
            let same = (&line.name, &line.yomi, &line.phone, &line.address)
                == (&first.name, &first.yomi, &first.phone, &first.address);
            if !same {
                self.wrong(line.at, Column::Name, What::Twice(first.at));
            }
        }
        let one = self.known.login(login).cloned();
        if let Some(one) = &one
            && !is_here(one, self.known.day)
        {
            self.wrong(first.at, Column::Login, What::Nobody(login.to_owned()));
        }
        let facts = self.facts(login, one.as_ref(), first);
        let holds = self.holds(one.as_ref(), lines);
        let (Some(facts), Some(holds)) = (facts, holds) else {
            return;
        };
        if self.out.findings.len() > before {
            return;
        }
        self.addresses
            .insert(facts.address.as_str().to_owned(), login.to_owned());
        let rows = self.out.rows.len();
        match one {
            None => self.joins(login, &facts, &holds),
            Some(one) => {
                let former = Facts::of(&one.staff);
                let amended = former != facts;
                if amended {
                    self.out.amends.push(Amend {
                        line: first.at,
                        staff: one.id,
                        before: former,
                        after: facts,
                    });
                }
                self.moves(login, &one, first.at, &holds);
                if !amended && self.out.rows.len() == rows {
                    self.out.same = self.out.same.saturating_add(1);
                }
            }
        }
    }

    /// What is known of somebody, as the file says it. What its encoding could not say is not taken for a change.
    fn facts(&mut self, login: &str, one: Option<&Counted>, line: &Line) -> Option<Facts> {
        let known = one.map(|one| Facts::of(&one.staff));
        let cells = [
            (Column::Name, &line.name),
            (Column::Yomi, &line.yomi),
            (Column::Phone, &line.phone),
            (Column::Address, &line.address),
        ];
        let mut said: [String; 4] = Default::default();
        for ((column, cell), place) in cells.into_iter().zip(said.iter_mut()) {
            let stands = known.as_ref().map(|known| match column {
                Column::Name => known.name.as_str(),
                Column::Yomi => known.yomi.as_str(),
                Column::Phone => &known.phone,
                _ => known.address.as_str(),
            });
            let unsaid = stands.filter(|stands| self.cp932 && as_cp932(stands) == as_cp932(cell));
            unsaid.unwrap_or(cell).clone_into(place);
            if unsaid.is_none() && cell.contains(['\u{FFFD}', '〓']) {
                self.wrong(line.at, column, What::Bytes);
                return None;
            }
        }
        let [name, yomi, phone, mut address] = said;
        if address.is_empty() {
            address = match &known {
                Some(known) => known.address.as_str().to_owned(),
                None => format!("{login}@{}", self.known.census.domain),
            };
        }
        let mut refuse = |column, text: &str| {
            let what = match text {
                "" => What::Empty,
                text => What::Invalid(text.to_owned()),
            };
            self.out.findings.push(Finding {
                line: line.at,
                column,
                what,
            });
        };
        let taken = (
            PersonName::new(&name),
            Yomi::new(&yomi),
            Address::new(&address),
        );
        if taken.0.is_err() {
            refuse(Column::Name, &name);
        }
        if taken.1.is_err() {
            refuse(Column::Yomi, &yomi);
        }
        if taken.2.is_err() {
            refuse(Column::Address, &address);
        }
        let (Ok(name), Ok(yomi), Ok(address)) = taken else {
            return None;
        };
        let whose = self.addresses.get(address.as_str());
        if whose.is_some_and(|whose| whose != login) {
            let what = What::AddressTaken(address.as_str().to_owned());
            self.wrong(line.at, Column::Address, what);
            return None;
        }
        Some(Facts {
            name,
            yomi,
            phone,
            address,
        })
    }

    /// What somebody holds, as the file says it: where, as what, how.
    fn holds(
        &mut self,
        one: Option<&Counted>,
        lines: &[Line],
    ) -> Option<Vec<(u64, Where, String, Tenure)>> {
        let mut out = Vec::new();
        for line in lines {
            if line.unit.is_empty() && line.title.is_empty() && line.tenure.is_empty() {
                continue;
            }
            let tenure = match line.tenure.as_str() {
                "" => Some(Tenure::Main),
                word => directory::tenure_named(word),
            };
            let Some(tenure) = tenure else {
                let what = What::Invalid(line.tenure.clone());
                self.wrong(line.at, Column::Title, what);
                return None;
            };
            if Title::new(&line.title).is_err() {
                self.wrong(line.at, Column::Title, What::Invalid(line.title.clone()));
                return None;
            }
            let place = self.place(one, line)?;
            let mut title = line.title.clone();
            // A title that the encoding could not say is the one they hold there.
            if self.cp932
                && let Some(one) = one
                && let Some(stands) = self.title_there(one.id, place.0, &line.title)
            {
                title = stands;
            }
            out.push((line.at, place, title, tenure));
        }
        let own = out.iter().filter(|(.., tenure)| tenure.is_own());
        let own: Vec<u64> = own.map(|(at, ..)| *at).collect();
        if let [first, second, ..] = own.as_slice() {
            self.wrong(*second, Column::Unit, What::Twice(*first));
            return None;
        }
        let had = one.is_some_and(|one| self.held(one.id).any(|row| row.tenure.is_own()));
        if own.is_empty() && (had || one.is_none()) {
            let at = lines.first().map_or(0, |line| line.at);
            self.wrong(at, Column::Unit, What::Empty);
            return None;
        }
        Some(out)
    }

    fn held(&self, staff: StaffId) -> impl Iterator<Item = &Appointment> {
        let day = self.known.day;
        let held = self.known.held(staff).map(|(_, row)| row);
        held.filter(move |row| row.period.holds_on(day))
    }

    fn title_there(&self, staff: StaffId, unit: Option<UnitId>, told: &str) -> Option<String> {
        let posts = self.held(staff).filter_map(|row| self.known.post(row.post));
        let mut there = posts.filter(|post| Some(post.unit) == unit);
        let found = there.find(|post| as_cp932(post.title.as_str()) == as_cp932(told));
        found.map(|post| post.title.as_str().to_owned())
    }

    fn place(&mut self, one: Option<&Counted>, line: &Line) -> Option<Where> {
        let found = self.names.find(&line.unit);
        match found {
            [unit] => return Some((Some(*unit), path(&self.places, *unit))),
            [] => {}
            // Of units of one name, theirs is meant where they hold something in one of them.
            many => {
                let theirs = one.and_then(|one| {
                    let mut posts = self
                        .held(one.id)
                        .filter_map(|row| self.known.post(row.post));
                    posts.find(|post| many.contains(&post.unit))
                });
                if let Some(post) = theirs {
                    return Some((Some(post.unit), path(&self.places, post.unit)));
                }
                self.wrong(line.at, Column::Unit, What::ManyUnits(line.unit.clone()));
                return None;
            }
        }
        // A unit that is written from the top, below one that is there, is a new one.
        let whole = line.unit.replace('／', "/");
        let above = whole.rsplit_once('/').map(|(above, _)| above.to_owned());
        let stands = above.is_some_and(|above| {
            self.opened.contains(&above) || self.names.find(&above).len() == 1
        });
        if !stands {
            self.wrong(line.at, Column::Unit, What::NoUnit(line.unit.clone()));
            return None;
        }
        if self.opened.insert(whole.clone()) {
            self.row(Act::Open, &[(Column::Unit, &whole)]);
        }
        Some((None, whole))
    }

    fn row(&mut self, act: Act, cells: &[(Column, &str)]) {
        self.out.rows.push(write::row(act, cells));
        let count = self.out.counts.entry(act).or_default();
        *count = count.saturating_add(1);
    }

    fn joins(&mut self, login: &str, facts: &Facts, holds: &[(u64, Where, String, Tenure)]) {
        for (_, (_, unit), title, tenure) in holds {
            let there = [
                (Column::Login, login),
                (Column::Unit, unit.as_str()),
                (Column::Title, title.as_str()),
            ];
            match tenure {
                Tenure::Main => {
                    let who = [
                        (Column::Name, facts.name.as_str()),
                        (Column::Yomi, facts.yomi.as_str()),
                        (Column::Phone, facts.phone.as_str()),
                        (Column::Address, facts.address.as_str()),
                    ];
                    self.row(Act::Join, &[&there[..], &who[..]].concat());
                }
                Tenure::Joint => self.row(Act::Joint, &there),
                _ => self.row(Act::Concurrent, &there),
            }
        }
    }

    /// The difference between what somebody holds and what the file says they hold.
    fn moves(
        &mut self,
        login: &str,
        one: &Counted,
        at: u64,
        holds: &[(u64, Where, String, Tenure)],
    ) {
        let name = one.staff.name.as_str();
        let mut left: Vec<(UnitId, String, Tenure)> = self
            .held(one.id)
            .filter_map(|row| {
                let post = self.known.post(row.post)?;
                Some((post.unit, post.title.as_str().to_owned(), row.tenure))
            })
            .collect();
        let mut fresh = Vec::new();
        for (_, (unit, place), title, tenure) in holds {
            let is = |(of, named, how): &(UnitId, String, Tenure)| {
                Some(*of) == *unit && named == title && how == tenure
            };
            match left.iter().position(is) {
                Some(found) => {
                    left.swap_remove(found);
                }
                None => fresh.push((unit, place, title, *tenure)),
            }
        }
        let own = left.iter().find(|(.., how)| how.is_own()).cloned();
        for (unit, place, title, tenure) in fresh {
            let there = [
                (Column::Login, login),
                (Column::Name, name),
                (Column::Unit, place.as_str()),
                (Column::Title, title.as_str()),
            ];
            let same = own
                .as_ref()
                .is_some_and(|(of, named, _)| Some(*of) == *unit && named == title);
            let who = [(Column::Login, login), (Column::Name, name)];
            match tenure {
                Tenure::Main if same => self.row(Act::Return, &who),
                Tenure::Main => self.row(Act::Move, &there),
                Tenure::OnLeave if same => self.row(Act::Pause, &who),
                Tenure::Seconded if same => self.row(Act::Lend, &who),
                Tenure::Joint => self.row(Act::Joint, &there),
                Tenure::Concurrent => self.row(Act::Concurrent, &there),
                // Going away from another post than one's own, and looking after one, are no acts of a list.
                Tenure::OnLeave | Tenure::Seconded | Tenure::Acting => {
                    let what = What::Invalid(place.clone());
                    self.wrong(at, Column::Unit, what);
                }
            }
        }
        for (unit, title, how) in left {
            if how.is_own() {
                continue;
            }
            let place = path(&self.places, unit);
            let there = [
                (Column::Login, login),
                (Column::Name, name),
                (Column::Unit, place.as_str()),
                (Column::Title, title.as_str()),
            ];
            self.row(Act::Release, &there);
        }
    }
}

/// 総務課/総務係.
fn path(all: &[Place], id: UnitId) -> String {
    let mut names = Vec::new();
    let mut next = Some(id);
    // No tree is deeper; a ring ends here.
    for _ in 0..12 {
        let Some(place) = next.and_then(|id| all.iter().find(|place| place.id == id)) else {
            break;
        };
        names.push(place.name.as_str());
        next = place.parent;
    }
    names.reverse();
    names.join("/")
}
