//! The rows about people: who comes, moves, holds something beside, and goes.

use super::super::model::{Act, Column, Row, What};
use super::super::town::is_here;
use super::Work;
use crate::org::{
    Address, Appointment, AppointmentId, Change, Counted, Employment, LoginName, Period,
    PersonName, Post, PostId, PostKind, Preference, Staff, StaffId, Tenure, Title, UnitId, Yomi,
};
use crate::text::fold::fold;

impl Work<'_> {
    pub(super) fn person(&mut self, row: &Row) {
        if row.login.is_empty() {
            return self.wrong(row, Column::Login, What::Empty);
        }
        let Ok(login) = LoginName::new(&row.login) else {
            return self.wrong(row, Column::Login, What::Invalid(row.login.clone()));
        };
        if matches!(
            row.act,
            Act::Join | Act::Move | Act::Leave | Act::Pause | Act::Lend | Act::Return
        ) {
            let other = self.mains.insert(login.as_str().to_owned(), row.line);
            if let Some(line) = other {
                return self.wrong(row, Column::Login, What::Twice(line));
            }
        }
        let leaves = self.leaving.get(login.as_str()).copied();
        if let Some(line) = leaves
            && row.act != Act::Leave
        {
            return self.wrong(row, Column::Login, What::Twice(line));
        }
        match row.act {
            Act::Join => self.join(row, login),
            Act::Leave => self.leave(row, &login),
            Act::Release => self.release(row, &login),
            Act::Move => self.appoint(row, &login, Tenure::Main),
            Act::Pause => self.away(row, &login, Tenure::OnLeave),
            Act::Lend => self.away(row, &login, Tenure::Seconded),
            Act::Return => self.back(row, &login),
            Act::Joint => self.appoint(row, &login, Tenure::Joint),
            _ => self.appoint(row, &login, Tenure::Concurrent),
        }
    }

    /// Somebody who is here; a name that is given must be theirs.
    fn somebody(&mut self, row: &Row, login: &LoginName) -> Option<Counted> {
        let found = self.known.login(login.as_str());
        let found = found.filter(|one| is_here(one, self.day()));
        let Some(one) = found.or(self.joined.get(login.as_str())).cloned() else {
            self.wrong(row, Column::Login, What::Nobody(row.login.clone()));
            return None;
        };
        let bare = |name: &str| fold(name).replace(' ', "");
        if !row.name.is_empty() && bare(&row.name) != bare(one.staff.name.as_str()) {
            let theirs = one.staff.name.as_str().to_owned();
            self.wrong(row, Column::Name, What::OtherName(theirs));
            return None;
        }
        Some(one)
    }

    fn place(&mut self, row: &Row) -> Option<UnitId> {
        if row.unit.is_empty() {
            self.wrong(row, Column::Unit, What::Empty);
            return None;
        }
        let found = self.names.find(&row.unit).to_vec();
        let found = if found.is_empty() {
            self.former.find(&row.unit).to_vec()
        } else {
            found
        };
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                self.wrong(row, Column::Unit, What::NoUnit(row.unit.clone()));
                None
            }
            _ => {
                self.wrong(row, Column::Unit, What::ManyUnits(row.unit.clone()));
                None
            }
        }
    }

    fn title(&mut self, row: &Row) -> Option<Title> {
        let title = Title::new(&row.title).ok();
        if title.is_none() {
            self.wrong(row, Column::Title, What::Invalid(row.title.clone()));
        }
        title
    }

    /// The post of a place and title, made where there is none; the change that makes it comes with it.
    fn post(&mut self, unit: UnitId, title: Title) -> (PostId, Option<Change>) {
        let key = (unit, title.as_str().to_owned());
        if let Some(id) = self.posts.get(&key) {
            return (*id, None);
        }
        let id = PostId::new(self.ids.next());
        let post = Post {
            unit,
            order: self.orders.get(title.as_str()).copied().unwrap_or(u16::MAX),
            title,
            kind: PostKind::Ordinary,
            period: Period::since(self.day()),
        };
        self.posts.insert(key, id);
        self.at.insert(id, unit);
        (id, Some(Change::PostMade(id, post)))
    }

    fn appointed(&mut self, staff: StaffId, post: PostId, tenure: Tenure) -> Change {
        let row = Appointment {
            staff,
            post,
            tenure,
            period: Period::since(self.day()),
        };
        Change::Appointed(AppointmentId::new(self.ids.next()), row)
    }

    fn join(&mut self, row: &Row, login: LoginName) {
        let (Some(unit), Some(title)) = (self.place(row), self.title(row)) else {
            return;
        };
        if let Some(one) = self.known.login(login.as_str()) {
            let there = self.posts.get(&(unit, title.as_str().to_owned())).copied();
            let holds = |row: &Appointment| {
                row.tenure == Tenure::Main
                    && row.period.from() == self.day()
                    && Some(row.post) == there
            };
            if one.from == Some(self.day()) && self.known.held(one.id).any(|(_, row)| holds(row)) {
                return self.counted(Act::Join, Vec::new());
            }
            return self.wrong(row, Column::Login, What::LoginTaken(row.login.clone()));
        }
        let address = if row.address.is_empty() {
            format!("{}@{}", login.as_str(), self.known.census.domain)
        } else {
            row.address.clone()
        };
        let (name, yomi) = (PersonName::new(&row.name), Yomi::new(&row.yomi));
        for (column, empty, bad, text) in [
            (Column::Name, row.name.is_empty(), name.is_err(), &row.name),
            (Column::Yomi, row.yomi.is_empty(), yomi.is_err(), &row.yomi),
        ] {
            if empty {
                self.wrong(row, column, What::Empty);
            } else if bad {
                self.wrong(row, column, What::Invalid(text.clone()));
            }
        }
        let Ok(address) = Address::new(&address) else {
            return self.wrong(row, Column::Address, What::Invalid(address));
        };
        if self.addresses.contains_key(address.as_str()) {
            let what = What::AddressTaken(address.as_str().to_owned());
            return self.wrong(row, Column::Address, what);
        }
        let (Ok(name), Ok(yomi)) = (name, yomi) else {
            return;
        };
        self.addresses.insert(address.as_str().to_owned(), row.line);
        let staff = Staff {
            organisation: self.town.organisation(),
            name,
            yomi,
            login,
            address,
            phone: row.phone.clone(),
            employment: employment(title.as_str()),
            active: true,
            preference: Preference::default(),
        };
        let id = StaffId::new(self.ids.next());
        let one = Counted {
            id,
            staff: staff.clone(),
            from: Some(self.day()),
            last: None,
        };
        self.joined.insert(staff.login.as_str().to_owned(), one);
        let mut changes = vec![Change::StaffJoined(id, staff, self.day())];
        let (post, made) = self.post(unit, title);
        changes.extend(made);
        changes.push(self.appointed(id, post, Tenure::Main));
        self.counted(Act::Join, changes);
    }

    fn leave(&mut self, row: &Row, login: &LoginName) {
        let last = self.eve();
        if self
            .known
            .login(login.as_str())
            .is_some_and(|one| one.last == Some(last))
        {
            return self.counted(Act::Leave, Vec::new());
        }
        let Some(one) = self.somebody(row, login) else {
            return;
        };
        let day = self.day();
        if self
            .known
            .held(one.id)
            .any(|(_, row)| row.period.from() >= day)
        {
            return self.wrong(row, Column::Login, What::Later);
        }
        let mut changes = Vec::new();
        for (id, _) in self
            .known
            .held(one.id)
            .filter(|(_, row)| row.period.holds_on(day))
        {
            self.ended.insert(*id);
            changes.push(Change::AppointmentEnded(*id, last));
        }
        changes.push(Change::StaffLeft(one.id, last));
        self.counted(Act::Leave, changes);
    }

    fn appoint(&mut self, row: &Row, login: &LoginName, tenure: Tenure) {
        let (Some(one), Some(unit)) = (self.somebody(row, login), self.place(row)) else {
            return;
        };
        let Some(title) = self.title(row) else {
            return;
        };
        if let Some(line) = self.closed.get(&unit).copied() {
            return self.wrong(row, Column::Unit, What::Twice(line));
        }
        let (day, last) = (self.day(), self.eve());
        let there = self.posts.get(&(unit, title.as_str().to_owned())).copied();
        let of_kind = |row: &Appointment| row.tenure.is_own() == tenure.is_own();
        // Who is away from a post holds its name; the main post is theirs again when they are appointed to it.
        let same = |row: &Appointment| of_kind(row) && (row.tenure == tenure || !tenure.is_own());
        let holds =
            |row: &Appointment| same(row) && row.period.holds_on(day) && Some(row.post) == there;
        if self.known.held(one.id).any(|(_, row)| holds(row)) {
            return self.counted(row.act, Vec::new());
        }
        let later = |row: &Appointment| of_kind(row) && row.period.from() >= day;
        if tenure == Tenure::Main && self.known.held(one.id).any(|(_, row)| later(row)) {
            return self.wrong(row, Column::Login, What::Later);
        }
        let key = (login.as_str().to_owned(), unit, title.as_str().to_owned());
        if tenure != Tenure::Main && !self.beside.insert(key) {
            return self.counted(row.act, Vec::new());
        }
        let mut changes = Vec::new();
        if tenure == Tenure::Main {
            let ends = |row: &Appointment| row.tenure.is_own() && row.period.holds_on(day);
            for (id, _) in self.known.held(one.id).filter(|(_, row)| ends(row)) {
                self.ended.insert(*id);
                changes.push(Change::AppointmentEnded(*id, last));
            }
        }
        let (post, made) = self.post(unit, title);
        changes.extend(made);
        changes.push(self.appointed(one.id, post, tenure));
        self.counted(row.act, changes);
    }

    /// What somebody holds as their own on the day.
    fn own(&self, staff: StaffId) -> Option<(AppointmentId, Appointment)> {
        let day = self.day();
        let mut held = self.known.held(staff);
        let found = held.find(|(_, row)| row.tenure.is_own() && row.period.holds_on(day));
        found.cloned()
    }

    /// Whether something of their own begins on the day or after it already, other than what the row says itself.
    fn comes_later(&self, staff: StaffId) -> bool {
        let day = self.day();
        let later = |row: &Appointment| row.tenure.is_own() && row.period.from() >= day;
        self.known.held(staff).any(|(_, row)| later(row))
    }

    /// 休職, 出向: the main post stays theirs by name, and nobody acts in it through them.
    fn away(&mut self, row: &Row, login: &LoginName, tenure: Tenure) {
        let Some(one) = self.somebody(row, login) else {
            return;
        };
        let Some((id, held)) = self.own(one.id) else {
            return self.wrong(row, Column::Login, What::NoMain);
        };
        if held.tenure == tenure {
            return self.counted(row.act, Vec::new());
        }
        if self.comes_later(one.id) {
            return self.wrong(row, Column::Login, What::Later);
        }
        self.ended.insert(id);
        let ends = Change::AppointmentEnded(id, self.eve());
        let appointed = self.appointed(one.id, held.post, tenure);
        self.counted(row.act, vec![ends, appointed]);
    }

    /// 復帰: to the post they were away from, or to the one the row names.
    fn back(&mut self, row: &Row, login: &LoginName) {
        if !row.unit.is_empty() {
            return self.appoint(row, login, Tenure::Main);
        }
        let Some(one) = self.somebody(row, login) else {
            return;
        };
        let Some((id, held)) = self.own(one.id) else {
            return self.wrong(row, Column::Login, What::NoMain);
        };
        if held.tenure == Tenure::Main {
            if held.period.from() == self.day() {
                return self.counted(row.act, Vec::new());
            }
            return self.wrong(row, Column::Login, What::NotAway);
        }
        if self.comes_later(one.id) {
            return self.wrong(row, Column::Login, What::Later);
        }
        self.ended.insert(id);
        let ends = Change::AppointmentEnded(id, self.eve());
        let appointed = self.appointed(one.id, held.post, Tenure::Main);
        self.counted(row.act, vec![ends, appointed]);
    }

    fn release(&mut self, row: &Row, login: &LoginName) {
        let (Some(one), Some(unit)) = (self.somebody(row, login), self.place(row)) else {
            return;
        };
        let (day, last) = (self.day(), self.eve());
        let beside = |held: &Appointment| {
            let post = self.known.post(held.post);
            !held.tenure.is_own()
                && post.is_some_and(|post| {
                    post.unit == unit
                        && (row.title.is_empty() || post.title.as_str() == row.title.trim())
                })
        };
        let of_place: Vec<(AppointmentId, Period)> = self
            .known
            .held(one.id)
            .filter(|(_, held)| beside(held))
            .map(|(id, held)| (*id, held.period))
            .collect();
        let ending: Vec<_> = of_place
            .iter()
            .filter(|(_, period)| period.holds_on(day) && period.from() < day)
            .map(|(id, _)| *id)
            .collect();
        if ending.is_empty() {
            if of_place
                .iter()
                .any(|(_, period)| period.last() == Some(last))
            {
                return self.counted(Act::Release, Vec::new());
            }
            return self.wrong(row, Column::Unit, What::NotHeld);
        }
        self.ended.extend(ending.iter().copied());
        let changes = ending
            .into_iter()
            .map(|id| Change::AppointmentEnded(id, last));
        self.counted(Act::Release, changes.collect());
    }
}

fn employment(title: &str) -> Employment {
    if title.contains("会計年度任用") {
        Employment::FiscalYear
    } else if title.contains("再任用") {
        Employment::Reappointed
    } else {
        Employment::Regular
    }
}
