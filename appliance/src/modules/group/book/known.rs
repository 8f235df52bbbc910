//! The town in the words of a file: every unit, post, person and group by what the file calls it, and back.

use super::super::form;
use crate::org::{
    Census, Group, GroupId, LoginName, Member, PostId, PostKind, Rule, StaffId, Title, UnitId,
};
use crate::sheet::as_cp932;
use jiff::civil::Date;
use std::cell::OnceCell;
use std::collections::HashMap;

/// No tree is deeper; a ring ends here.
const DEEPEST: usize = 12;

/// What people are found by, as a file names the kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// 職員, by log-in name.
    Staff,
    /// 職, by its unit and title.
    Post,
    /// 所属.
    Unit,
    /// 所属以下: with what stands below it.
    Branch,
    /// グループ, by name.
    Group,
    /// 条件: 所属：…、職位：…、種類：….
    Rule,
}

impl Kind {
    /// Every kind with its word, which is the same in every language.
    pub(super) const ALL: [(Self, &'static str); 6] = [
        (Self::Staff, "職員"),
        (Self::Post, "職"),
        (Self::Unit, "所属"),
        (Self::Branch, "所属以下"),
        (Self::Group, "グループ"),
        (Self::Rule, "条件"),
    ];

    /// The kind of a member.
    pub(super) fn of(member: &Member) -> Self {
        match member {
            Member::Staff(_) => Self::Staff,
            Member::Post(_) => Self::Post,
            Member::Unit(_) => Self::Unit,
            Member::Branch(_) => Self::Branch,
            Member::Group(_) => Self::Group,
            Member::Rule(_) => Self::Rule,
        }
    }

    /// The kind of a word.
    pub(super) fn read(word: &str) -> Option<Self> {
        let found = Self::ALL.into_iter().find(|(_, known)| *known == word);
        found.map(|(kind, _)| kind)
    }

    /// Its word.
    pub(super) fn word(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(kind, _)| *kind == self);
        found.map_or("", |(_, word)| word)
    }
}

/// Why a word names nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unnamed {
    /// Nothing is called so.
    Nothing,
    /// More than one thing is.
    Many,
    /// It is no rule, or one that everybody fits.
    NoRule,
}

/// Names for things, each way.
#[derive(Debug)]
struct Words<I> {
    things: HashMap<String, Vec<I>>,
    told: HashMap<I, String>,
    /// The things by what a file that lacks letters makes of their words, once that is asked.
    lossy: OnceCell<HashMap<String, Vec<I>>>,
}

impl<I: Copy + Eq + std::hash::Hash> Words<I> {
    /// Of things with their words, the first of which each is told by.
    fn of(all: impl IntoIterator<Item = (I, Vec<String>)>) -> Self {
        let (mut things, mut told) = (HashMap::<String, Vec<I>>::new(), HashMap::new());
        for (thing, called) in all {
            for (place, word) in called.into_iter().enumerate() {
                if place == 0 {
                    told.insert(thing, word.clone());
                }
                let same = things.entry(word).or_default();
                if !same.contains(&thing) {
                    same.push(thing);
                }
            }
        }
        Self {
            things,
            told,
            lossy: OnceCell::new(),
        }
    }

    fn word(&self, thing: I) -> Option<&str> {
        self.told.get(&thing).map(String::as_str)
    }

    /// What a word names; in a file that lacks letters, what it may name.
    fn find(&self, word: &str, cp932: bool) -> Result<I, Unnamed> {
        let mut found = self.things.get(word);
        if found.is_none() && cp932 {
            let lossy = self.lossy.get_or_init(|| {
                let mut all = HashMap::<String, Vec<I>>::new();
                for (thing, known) in &self.told {
                    all.entry(as_cp932(known)).or_default().push(*thing);
                }
                all
            });
            found = lossy.get(word);
        }
        match found.map_or(&[][..], Vec::as_slice) {
            [one] => Ok(*one),
            [] => Err(Unnamed::Nothing),
            _ => Err(Unnamed::Many),
        }
    }
}

/// The town of a day.
#[derive(Debug)]
pub(super) struct Known {
    /// What the people stand at.
    pub number: u64,
    /// The organisation's groups, in their order.
    pub groups: Vec<(GroupId, Group)>,
    /// Every group that all see.
    pub shared: Vec<(GroupId, Group)>,
    people: Words<StaffId>,
    names: HashMap<StaffId, String>,
    units: Words<UnitId>,
    posts: Words<PostId>,
    called: Words<GroupId>,
}

impl Known {
    /// Orders a town.
    pub(super) fn of(
        census: &Census,
        groups: Vec<(GroupId, Group)>,
        shared: Vec<(GroupId, Group)>,
        day: Date,
    ) -> Self {
        let rows: HashMap<UnitId, (Option<UnitId>, &str)> = (census.units.iter())
            .map(|(id, unit)| (*id, (unit.parent, unit.name.as_str())))
            .collect();
        let path = |unit: UnitId| {
            let (mut path, mut next) = (Vec::new(), Some(unit));
            while let Some((above, name)) = next.and_then(|unit| rows.get(&unit))
                && path.len() < DEEPEST
            {
                path.insert(0, *name);
                next = *above;
            }
            path
        };
        let units = (census.units.iter()).map(|(id, unit)| {
            let path = path(*id);
            (*id, vec![path.join("/"), path.concat(), unit.name.clone()])
        });
        let holds = census
            .posts
            .iter()
            .filter(|(_, post)| post.period.holds_on(day) && rows.contains_key(&post.unit));
        let posts = holds.map(|(id, post)| {
            let title = match (post.title.as_str(), post.kind) {
                (title, PostKind::Ordinary) => title.to_owned(),
                (title, PostKind::Representative) => [title, "（課代表）"].concat(),
            };
            let path = path(post.unit);
            let last = path.last().copied().unwrap_or("").to_owned();
            let ways = [path.join("/"), path.concat(), last];
            let ways = ways.map(|unit| [unit.as_str(), &title].join(" ").trim().to_owned());
            (*id, ways.to_vec())
        });
        let login = |one: &crate::org::Counted| one.staff.login.as_str().to_owned();
        let people = census.staff.iter().map(|one| (one.id, vec![login(one)]));
        let names = census.staff.iter();
        let names = names.map(|one| (one.id, one.staff.name.as_str().to_owned()));
        let called = shared.iter();
        let called = called.map(|(id, group)| (*id, vec![group.name.as_str().to_owned()]));
        Self {
            number: census.number,
            people: Words::of(people),
            names: names.collect(),
            units: Words::of(units),
            posts: Words::of(posts),
            called: Words::of(called),
            groups,
            shared,
        }
    }

    /// Somebody's name.
    pub(super) fn name(&self, staff: StaffId) -> &str {
        self.names.get(&staff).map_or("", String::as_str)
    }

    /// What a file says for a member: its word, or its identity where that names nothing or something else.
    pub(super) fn word(&self, member: &Member) -> String {
        let word = self.plain(member);
        let word =
            word.filter(|word| self.member(Kind::of(member), word, false).as_ref() == Ok(member));
        word.unwrap_or_else(|| form::code(member))
    }

    fn plain(&self, member: &Member) -> Option<String> {
        match member {
            Member::Staff(staff) => self.people.word(*staff).map(str::to_owned),
            Member::Post(post) => self.posts.word(*post).map(str::to_owned),
            Member::Unit(unit) | Member::Branch(unit) => self.units.word(*unit).map(str::to_owned),
            Member::Group(group) => self.called.word(*group).map(str::to_owned),
            Member::Rule(rule) => {
                let mut parts = Vec::new();
                if let Some(unit) = rule.unit {
                    parts.push(["所属：", self.units.word(unit)?].concat());
                }
                if let Some(title) = &rule.title {
                    parts.push(["職位：", title.as_str()].concat());
                }
                parts.extend(rule.kind.map(|kind| match kind {
                    PostKind::Ordinary => "種類：一般の職".to_owned(),
                    PostKind::Representative => "種類：課代表".to_owned(),
                }));
                Some(parts.join("、"))
            }
        }
    }

    /// What a file means.
    pub(super) fn member(&self, kind: Kind, word: &str, cp932: bool) -> Result<Member, Unnamed> {
        // By identity whatever is of the town, be it called as something else is.
        let of_kind = form::member(word).filter(|member| Kind::of(member) == kind);
        if let Some(member) = of_kind {
            let known = self.plain(&member).is_some();
            return known.then_some(member).ok_or(Unnamed::Nothing);
        }
        let unit = |word: &str| self.units.find(&word.replace('／', "/"), cp932);
        match kind {
            Kind::Staff => {
                let login = LoginName::new(word).map_err(|_| Unnamed::Nothing)?;
                self.people.find(login.as_str(), cp932).map(Member::Staff)
            }
            Kind::Post => {
                let word = word.replace('／', "/").replace('\u{3000}', " ");
                self.posts.find(&word, cp932).map(Member::Post)
            }
            Kind::Unit => unit(word).map(Member::Unit),
            Kind::Branch => unit(word).map(Member::Branch),
            Kind::Group => self.called.find(word, cp932).map(Member::Group),
            Kind::Rule => {
                let mut rule = Rule {
                    unit: None,
                    title: None,
                    kind: None,
                };
                for part in word.split('、') {
                    let (what, told) = part.split_once(['：', ':']).ok_or(Unnamed::NoRule)?;
                    let told = told.trim();
                    match (what.trim(), told) {
                        ("所属", told) => rule.unit = Some(unit(told)?),
                        ("職位", told) if !told.is_empty() => {
                            rule.title = Some(Title::new(told).map_err(|_| Unnamed::NoRule)?);
                        }
                        ("種類", "一般の職") => rule.kind = Some(PostKind::Ordinary),
                        ("種類", "課代表") => rule.kind = Some(PostKind::Representative),
                        _ => return Err(Unnamed::NoRule),
                    }
                }
                if rule.title.is_none() && rule.kind.is_none() {
                    return Err(Unnamed::NoRule);
                }
                Ok(Member::Rule(rule))
            }
        }
    }

    /// What a file calls one of the organisation's groups; of two of one name each with its identity.
    pub(super) fn heading(&self, id: GroupId, group: &Group) -> String {
        let name = group.name.as_str();
        let twice = (self.groups.iter()).any(|(other, row)| *other != id && row.name == group.name);
        if twice {
            [name, &form::code(&Member::Group(id))].join(" ")
        } else {
            name.to_owned()
        }
    }

    /// Which of the organisation's groups is meant, if any is called so.
    pub(super) fn headed(&self, word: &str, cp932: bool) -> Result<Option<GroupId>, Unnamed> {
        if let Some((_, code)) = word.rsplit_once(' ')
            && let Some(Member::Group(id)) = form::member(code)
        {
            let known = self.groups.iter().any(|(other, _)| *other == id);
            return known.then_some(Some(id)).ok_or(Unnamed::Nothing);
        }
        let fits = |name: &str| name == word || (cp932 && as_cp932(name) == word);
        let mut found = self
            .groups
            .iter()
            .filter(|(_, row)| fits(row.name.as_str()));
        match (found.next(), found.next()) {
            (None, _) => Ok(None),
            (Some((id, _)), None) => Ok(Some(*id)),
            _ => Err(Unnamed::Many),
        }
    }
}
