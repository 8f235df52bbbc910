//! A file of groups against the town: a pure function. The rows of a group are the whole of it.

use super::known::{Kind, Known, Unnamed};
use crate::org::{GROUP_MEMBERS_MOST, GroupId, GroupName, Member};
use crate::sheet::{as_cp932, as_written, line_of};
use std::collections::{HashMap, HashSet};

/// The words over the columns: グループ, 順, 種類, だれ, 氏名, the last of which only keeps people from being mixed up.
pub(super) const HEAD: [&str; 5] = ["グループ", "順", "種類", "だれ", "氏名"];

/// The most rows of a file.
const ROWS_MOST: usize = 30_000;

/// What is wrong with a row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The file has no such column.
    NoColumn,
    /// The file has no row.
    NoRow,
    /// More rows than a file may have.
    TooMany,
    /// Bytes that are neither UTF-8 nor CP932.
    Bytes,
    /// A name with 〓, which stands for a letter that the encoding lacks.
    Geta,
    /// No group is named.
    NoGroup,
    /// What cannot be a group's name.
    NoName(String),
    /// More than one of the organisation's groups is called so.
    ManyGroups(String),
    /// No number.
    NoOrder(String),
    /// No kind that there is.
    NoKind(String),
    /// A kind without whom, or whom without a kind.
    Half,
    /// Nothing is called so.
    Nothing(String),
    /// More than one thing is.
    Many(String),
    /// No rule, or one that everybody fits.
    NoRule(String),
    /// Whoever has the log-in name is called otherwise.
    OtherName(String),
    /// The group has it in another row already: its line.
    Twice(u64),
    /// The group would hold itself.
    WithinItself(String),
    /// More than a group takes.
    Full,
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// The line, the head being 1.
    pub line: u64,
    /// The word over the column.
    pub column: &'static str,
    /// What.
    pub wrong: Wrong,
}

/// What becomes of one thing in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    /// It is added.
    Adds,
    /// It is taken out.
    Drops,
    /// It stands in another place.
    Moves,
}

/// A group that becomes another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// Which.
    pub id: GroupId,
    /// What it is called.
    pub name: GroupName,
    /// What was in it; nothing for a group that is made.
    pub before: Option<Vec<Member>>,
    /// What shall be in it.
    pub after: Vec<Member>,
    /// What becomes of what, with the line of the file.
    pub rows: Vec<(Option<u64>, Does, Member)>,
}

/// What a file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Report {
    /// What keeps it from being done.
    pub findings: Vec<Finding>,
    /// What it changes.
    pub changes: Vec<Change>,
    /// How many groups stay as they are.
    pub same: usize,
    /// How many are not in it, and are left alone.
    pub absent: usize,
}

/// The groups as rows of a file.
pub(super) fn rows(known: &Known) -> Vec<[String; 5]> {
    let mut out = Vec::new();
    for (id, group) in &known.groups {
        let heading = known.heading(*id, group);
        if group.members.is_empty() {
            out.push([
                heading,
                String::new(),
                String::new(),
                String::new(),
                String::new(),
            ]);
            continue;
        }
        for (number, member) in (1_u32..).zip(&group.members) {
            let name = match member {
                Member::Staff(staff) => known.name(*staff).to_owned(),
                _ => String::new(),
            };
            out.push([
                heading.clone(),
                number.to_string(),
                Kind::of(member).word().to_owned(),
                known.word(member),
                name,
            ]);
        }
    }
    out
}

/// A group as the file has it.
#[derive(Debug)]
struct Wanted {
    id: GroupId,
    name: GroupName,
    /// The place that was asked for, the line, the member.
    rows: Vec<(u32, u64, Member)>,
}

/// Compares a file with the town. `cp932` is whether the file came in that encoding, which lacks letters; `fresh` are the
/// identities of groups that are to be made.
pub(super) fn compare(known: &Known, text: &str, cp932: bool, fresh: &[GroupId]) -> Report {
    let mut out = Report::default();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let head = records.next().and_then(Result::ok).unwrap_or_default();
    let at = HEAD.map(|word| head.iter().position(|cell| as_written(cell.trim()) == word));
    let [group_word, order_word, kind_word, whom_word, name_word] = HEAD;
    for (word, place) in HEAD.into_iter().zip(at) {
        if place.is_none() && [group_word, kind_word, whom_word].contains(&word) {
            out.tell(1, word, Wrong::NoColumn);
        }
    }
    if !out.findings.is_empty() {
        return out;
    }
    let mut fresh = fresh.iter();
    let mut made: HashMap<String, usize> = HashMap::new();
    let mut places: HashMap<GroupId, usize> = HashMap::new();
    let mut wanted: Vec<Wanted> = Vec::new();
    // What a group of the file means is known once all of them are: one may stand within another that is made below it.
    let mut lines = Vec::new();
    for record in records {
        let Ok(record) = record else { continue };
        let line = record.position().map_or(0, |place| line_of(text, place));
        let cells = at.map(|place| {
            let cell = place.and_then(|place| record.get(place)).unwrap_or("");
            as_written(cell.trim()).to_owned()
        });
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if lines.len() >= ROWS_MOST {
            out.tell(line, group_word, Wrong::TooMany);
            break;
        }
        let mut named = HEAD.into_iter().zip(&cells);
        let lost = named.find(|(_, cell)| cell.contains('\u{FFFD}'));
        if let Some(word) = lost.map(|(word, _)| word) {
            out.tell(line, word, Wrong::Bytes);
            continue;
        }
        let [group, order, kind, whom, name] = cells;
        let place = match known.headed(&group, cp932) {
            _ if group.is_empty() => Err(Wrong::NoGroup),
            Err(Unnamed::Many) => Err(Wrong::ManyGroups(group)),
            Err(_) => Err(Wrong::NoName(group)),
            Ok(Some(id)) => {
                let found = known.groups.iter().find(|(other, _)| *other == id);
                found.map_or(Err(Wrong::NoGroup), |(_, row)| {
                    Ok(*places.entry(id).or_insert_with(|| {
                        wanted.push(Wanted {
                            id,
                            name: row.name.clone(),
                            rows: Vec::new(),
                        });
                        wanted.len().saturating_sub(1)
                    }))
                })
            }
            Ok(None) => match (made.get(&group).copied(), GroupName::new(&group)) {
                (Some(place), _) => Ok(place),
                (None, Ok(_)) if cp932 && group.contains('〓') => Err(Wrong::Geta),
                (None, Ok(name)) => match fresh.next() {
                    None => Err(Wrong::TooMany),
                    Some(id) => {
                        let place = wanted.len();
                        wanted.push(Wanted {
                            id: *id,
                            name,
                            rows: Vec::new(),
                        });
                        made.insert(group, place);
                        Ok(place)
                    }
                },
                (None, Err(_)) => Err(Wrong::NoName(group)),
            },
        };
        match place {
            Ok(place) => lines.push((line, place, [order, kind, whom, name])),
            Err(wrong) => out.tell(line, group_word, wrong),
        }
    }
    if lines.is_empty() && out.findings.is_empty() {
        out.tell(1, group_word, Wrong::NoRow);
    }
    let mut written = HashMap::new();
    for (line, place, [order, kind, whom, name]) in lines {
        let Some(group) = wanted.get(place) else {
            continue;
        };
        let (id, last) = (group.id, group.rows.last().map_or(0, |(order, ..)| *order));
        if kind.is_empty() && whom.is_empty() {
            // A group without anybody is one row with its name alone.
            continue;
        }
        let order = match order.parse::<u32>() {
            Ok(order) => order,
            // A row that was put in stands behind the one above it.
            Err(_) if order.is_empty() => last,
            Err(_) => {
                out.tell(line, order_word, Wrong::NoOrder(order));
                continue;
            }
        };
        if kind.is_empty() || whom.is_empty() {
            let column = if kind.is_empty() {
                kind_word
            } else {
                whom_word
            };
            out.tell(line, column, Wrong::Half);
            continue;
        }
        let Some(kind) = Kind::read(&kind) else {
            out.tell(line, kind_word, Wrong::NoKind(kind));
            continue;
        };
        // What a group has already is found as it was written, whatever the encoding lost.
        let stands = written
            .entry(id)
            .or_insert_with(|| stands(known, id, cp932));
        let found = match stands.get(&(kind, whom.clone())).map(Vec::as_slice) {
            Some([one]) => Ok(one.clone()),
            _ => match known.member(kind, &whom, cp932) {
                Err(Unnamed::Nothing) if kind == Kind::Group && made.contains_key(&whom) => {
                    let inner = made.get(&whom).and_then(|place| wanted.get(*place));
                    inner.map_or(Err(Unnamed::Nothing), |inner| Ok(Member::Group(inner.id)))
                }
                found => found,
            },
        };
        let member = match found {
            Ok(member) => member,
            Err(why) => {
                let wrong = match why {
                    Unnamed::Nothing => Wrong::Nothing(whom),
                    Unnamed::Many => Wrong::Many(whom),
                    Unnamed::NoRule => Wrong::NoRule(whom),
                };
                out.tell(line, whom_word, wrong);
                continue;
            }
        };
        if let Member::Staff(staff) = &member {
            let called = known.name(*staff);
            let bare = |name: &str| name.replace([' ', '\u{3000}'], "");
            let fits =
                bare(called) == bare(&name) || (cp932 && bare(&as_cp932(called)) == bare(&name));
            if !name.is_empty() && !fits {
                out.tell(line, name_word, Wrong::OtherName(called.to_owned()));
                continue;
            }
        }
        let first = group.rows.iter().find(|(_, _, other)| *other == member);
        if let Some((_, first, _)) = first {
            out.tell(line, whom_word, Wrong::Twice(*first));
            continue;
        }
        if group.rows.len() >= GROUP_MEMBERS_MOST {
            out.tell(line, group_word, Wrong::Full);
            continue;
        }
        if let Some(group) = wanted.get_mut(place) {
            group.rows.push((order, line, member));
        }
    }
    for group in &mut wanted {
        group.rows.sort_by_key(|(order, ..)| *order);
    }
    rings(known, &wanted, &mut out);
    let named: HashSet<GroupId> = wanted.iter().map(|group| group.id).collect();
    let absent = known.groups.iter().filter(|(id, _)| !named.contains(id));
    out.absent = absent.count();
    for group in wanted {
        let stands = known.groups.iter().find(|(id, _)| *id == group.id);
        let before = stands.map(|(_, row)| row.members.clone());
        let rows = differences(
            before.as_deref().unwrap_or(&[]),
            (group.rows.iter()).map(|(_, line, member)| (Some(*line), member)),
        );
        if rows.is_empty() && before.is_some() {
            out.same = out.same.saturating_add(1);
            continue;
        }
        out.changes.push(Change {
            id: group.id,
            name: group.name,
            before,
            after: group.rows.into_iter().map(|(.., member)| member).collect(),
            rows,
        });
    }
    out.findings.sort_by_key(|finding| finding.line);
    out
}

impl Report {
    fn tell(&mut self, line: u64, column: &'static str, wrong: Wrong) {
        self.findings.push(Finding {
            line,
            column,
            wrong,
        });
    }
}

/// What stands in a group, by how a file writes it.
fn stands(known: &Known, id: GroupId, cp932: bool) -> HashMap<(Kind, String), Vec<Member>> {
    let mut out = HashMap::<_, Vec<Member>>::new();
    let group = known.groups.iter().find(|(other, _)| *other == id);
    for member in group.map_or(&[][..], |(_, row)| row.members.as_slice()) {
        let word = known.word(member);
        let word = if cp932 { as_cp932(&word) } else { word };
        let same = out.entry((Kind::of(member), word)).or_default();
        same.push(member.clone());
    }
    out
}

/// Rows by which a group would come to hold itself, were the file so.
fn rings(known: &Known, wanted: &[Wanted], out: &mut Report) {
    let inner = |member: &Member| match member {
        Member::Group(inner) => Some(*inner),
        _ => None,
    };
    let mut holds: HashMap<GroupId, Vec<GroupId>> = (known.shared.iter())
        .map(|(id, row)| (*id, row.members.iter().filter_map(inner).collect()))
        .collect();
    for group in wanted {
        let within = group.rows.iter().filter_map(|(.., member)| inner(member));
        holds.insert(group.id, within.collect());
    }
    let [.., whom_word, _] = HEAD;
    for group in wanted {
        for (_, line, member) in &group.rows {
            let Some(from) = inner(member) else { continue };
            let (mut next, mut seen) = (vec![from], HashSet::from([from]));
            while let Some(id) = next.pop() {
                if id == group.id {
                    let name = group.name.as_str().to_owned();
                    out.tell(*line, whom_word, Wrong::WithinItself(name));
                    break;
                }
                let below = holds.get(&id).map_or(&[][..], Vec::as_slice);
                next.extend(below.iter().filter(|id| seen.insert(**id)));
            }
        }
    }
}

/// What becomes of what, from one state of a group to another, whose things come with their lines.
pub(super) fn differences<'a>(
    before: &[Member],
    after: impl Iterator<Item = (Option<u64>, &'a Member)>,
) -> Vec<(Option<u64>, Does, Member)> {
    let after: Vec<_> = after.collect();
    let stays = |member: &Member| after.iter().any(|(_, other)| *other == member);
    let stood: Vec<&Member> = before.iter().filter(|member| stays(member)).collect();
    let mut stood = stood.into_iter();
    let mut out = Vec::new();
    for (line, member) in &after {
        if !before.contains(member) {
            out.push((*line, Does::Adds, (*member).clone()));
        } else if stood.next() != Some(*member) {
            out.push((*line, Does::Moves, (*member).clone()));
        }
    }
    let drops = before.iter().filter(|member| !stays(member));
    out.extend(drops.map(|member| (None, Does::Drops, member.clone())));
    out
}
