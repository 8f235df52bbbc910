//! What the pages of 人事異動 show, made from what the service found.

use super::deed::Apply;
use super::diff::{self, Moves, Paths};
use super::heirs::{self, Left, Orphan};
use super::memberships::Memberships;
use super::model::{Act, Choice, Column, DraftId};
use super::page::{
    DraftLine, DraftPage, FindingLine, Group, HistoryLine, ListPage, MembershipLine, OrphanLine,
    PersonLine, RehearsedPart, RightsLine, State, UnitChange,
};
use super::service::{self, Looked, ReassignmentError, Rehearsed};
use super::table::{Draft, Stage};
use super::text::{self, ReassignmentText, SAMPLE};
use super::web::Sent;
use crate::cx::Cx;
use crate::modules::administration::{Room, Tabs};
use crate::modules::mail;
use crate::org::{
    self, Bearer, Block, Change, Denied, GroupId, PostId, Role, StaffId, Tenure, UnitId,
};
use crate::web::Failure;
use crate::web::layout::{Frame, Module};
use jiff::Timestamp;
use jiff::civil::Date;
use sekisho_platform::store::View;
use std::collections::{BTreeMap, BTreeSet};

/// The most people whose groups are shown.
const SHOWN: usize = 500;

/// The address of a reassignment.
pub(super) fn address(id: DraftId) -> String {
    format!("/admin/reassignment/{}", id.uuid())
}

/// The address of one that waits for a second person.
pub(crate) fn address_of(apply: &Apply) -> String {
    address(apply.draft)
}

/// All of them, and the form.
pub(super) fn list(tx: &View<'_>, cx: &Cx, sent: &Sent) -> Result<ListPage, Failure> {
    let words = text::words(cx.language());
    let drafts = service::drafts(tx, cx)?;
    let line = |(id, draft): (DraftId, Draft)| DraftLine {
        href: address(id),
        day: cx.calendar().date(draft.day),
        state: state(words, draft.stage, draft.day, cx.today()),
        title: draft.title,
    };
    let columns = Column::ALL.into_iter().zip(words.column_texts);
    Ok(ListPage {
        frame: frame(tx, cx, words.title.to_owned(), "/admin/reassignment")?,
        tabs: Tabs::of(tx, cx, Room::Reassignment)?,
        words,
        drafts: drafts.into_iter().map(line).collect(),
        title: sent.title.clone(),
        day: sent.day.clone(),
        text: sent.text.clone(),
        refused: sent.refused,
        columns: columns.map(|((_, word), told)| (word, told)).collect(),
        sample: SAMPLE,
    })
}

/// The frame of a page of this room, for whoever may administer.
pub(super) fn room(tx: &View<'_>, cx: &Cx, title: &str, here: &str) -> Result<Frame, Failure> {
    org::may_administer(cx, tx).map_err(ReassignmentError::from)?;
    frame(tx, cx, title.to_owned(), here)
}

fn frame(tx: &View<'_>, cx: &Cx, title: String, here: &str) -> Result<Frame, Failure> {
    let waiting = mail::waiting(tx, cx)?;
    let frame = Frame::new(cx, Module::Administration, waiting, title, here);
    Ok(frame.helped_by("/help/reassignment"))
}

fn state(words: &ReassignmentText, stage: Stage, day: Date, today: Date) -> State {
    let [draft, scheduled, stands, undone] = words.states;
    let (word, kind) = match stage {
        Stage::Draft => (draft, "is-info"),
        Stage::Stands(_) if day > today => (scheduled, "is-hold"),
        Stage::Stands(_) => (stands, "is-safe"),
        Stage::Undone => (undone, ""),
    };
    State { word, kind }
}

/// One of them.
pub(super) fn draft(tx: &View<'_>, cx: &Cx, id: DraftId, told: &str) -> Result<DraftPage, Failure> {
    let words = text::words(cx.language());
    let looked = service::look(tx, cx, id)?;
    let stage = looked.draft.stage;
    let changes = match stage {
        Stage::Draft => looked.plan.changes.clone(),
        Stage::Stands(swap) => org::swap_changes(tx, cx.town, swap)?,
        Stage::Undone => Vec::new(),
    };
    let is_draft = stage == Stage::Draft;
    // What stands already is in the census; only a draft's changes come on top of it.
    let on_top: &[Change] = if is_draft { &changes } else { &[] };
    let seen = Seen {
        words,
        paths: Paths::of(&looked.known, on_top),
        changes: &changes,
        looked: &looked,
    };
    let findings = if is_draft {
        looked.plan.findings.as_slice()
    } else {
        &[]
    };
    let orphans = if is_draft {
        heirs::orphans(&looked.known, &looked.moves)
    } else {
        Vec::new()
    };
    let blocks = match stage {
        Stage::Stands(swap) if told == "blocked" => {
            seen.blocks(org::swap_blocks(tx, cx.town, swap)?)
        }
        _ => Vec::new(),
    };
    let source = if findings.is_empty() {
        String::new()
    } else {
        service::source(tx, cx, id)?
    };
    let source: Vec<&str> = source.lines().collect();
    let lines = findings.iter().map(|finding| {
        let (what, next) = words.finding(finding);
        FindingLine {
            line: finding.line,
            column: finding.column.word(),
            what,
            row: cells(&source, finding.line),
            next,
        }
    });
    let here = address(id);
    let shared = org::groups_shared(tx, cx.town).map_err(ReassignmentError::from)?;
    let mut memberships = seen.memberships(&shared, on_top);
    let more = memberships.len().saturating_sub(SHOWN);
    memberships.truncate(SHOWN);
    let may_apply = is_draft && findings.is_empty() && !changes.is_empty();
    Ok(DraftPage {
        frame: frame(tx, cx, looked.draft.title.clone(), &here)?,
        tabs: Tabs::of(tx, cx, Room::Reassignment)?,
        words,
        again: format!("/admin/reassignment?again={}#reassign-new", id.uuid()),
        title: looked.draft.title.clone(),
        day: cx.calendar().date_and_weekday(looked.draft.day),
        state: state(words, stage, looked.draft.day, cx.today()),
        told: said(words, told),
        blocks,
        counts: if is_draft { seen.counts() } else { Vec::new() },
        wrong: words.wrong(service::lines(findings)),
        rehearsed: None,
        unadministered: may_apply && !looked.moves.is_administered(&looked.known, &changes),
        takes_two: may_apply && takes_two(tx, cx, id)?,
        pending: if is_draft {
            service::pending(tx, cx, id)?.map(|id| format!("/admin/second/{}", id.uuid()))
        } else {
            None
        },
        may_apply,
        may_undo: matches!(stage, Stage::Stands(_)),
        is_undone: stage == Stage::Undone,
        may_choose: is_draft,
        findings: lines.collect(),
        units: seen.units(),
        groups: seen.groups(),
        rights: seen.rights(),
        memberships,
        memberships_more: (more > 0).then(|| words.more_people(more)),
        mailboxes: orphans
            .iter()
            .filter(|orphan| orphan.what == Left::Mailbox)
            .map(|orphan| seen.bearer(orphan.of))
            .collect(),
        orphans: orphans
            .iter()
            .filter_map(|orphan| seen.orphan(orphan))
            .collect(),
        history: history(tx, cx, words, &looked.draft)?,
        here,
    })
}

/// A line of a list without what is empty in it, so that whose it is is seen at once. The head is nobody's.
pub(super) fn cells(lines: &[&str], line: u64) -> String {
    let place = usize::try_from(line)
        .ok()
        .and_then(|line| line.checked_sub(1));
    let row = place
        .filter(|place| *place > 0)
        .and_then(|place| lines.get(place));
    let cells = row.copied().unwrap_or_default().split(',');
    let cells = cells.map(|cell| cell.trim().trim_matches('"'));
    let told: Vec<_> = cells.filter(|cell| !cell.is_empty()).collect();
    told.join("　")
}

/// What a rehearsal showed, in sentences.
pub(super) fn rehearsed(
    tx: &View<'_>,
    cx: &Cx,
    done: &Rehearsed,
) -> Result<RehearsedPart, Failure> {
    let words = text::words(cx.language());
    let mut administrators = Vec::new();
    for staff in &done.administrators {
        let row = org::staff_get(tx, cx.town, *staff)?;
        administrators.extend(row.map(|row| row.name.as_str().to_owned()));
    }
    Ok(RehearsedPart {
        done: words.rehearsed(done.changes),
        restored: if done.restored {
            words.restored
        } else {
            words.not_restored
        },
        good: done.restored && !done.administrators.is_empty(),
        administrators: if administrators.is_empty() {
            words.no_administrator.to_owned()
        } else {
            administrators.join("、")
        },
    })
}

/// Whether it takes a second person to make a draft so.
fn takes_two(tx: &View<'_>, cx: &Cx, id: DraftId) -> Result<bool, Failure> {
    let deed = Apply::of(tx, cx.who(), id)?;
    match org::may(cx, tx, deed) {
        Ok(_) => Ok(false),
        Err(Denied::TakesTwo) => Ok(true),
        Err(denied) => Err(ReassignmentError::from(denied).into()),
    }
}

fn said(words: &ReassignmentText, told: &str) -> Option<&'static str> {
    match told {
        "applied" => Some(words.applied),
        "proposed" => Some(words.proposed),
        "undone" => Some(words.undone),
        "chosen" => Some(words.chosen),
        "changed" => Some(words.changed),
        "stopped" => Some(words.stopped),
        "blocked" => Some(words.blocked),
        "no-heir" => Some(words.no_heir),
        _ => None,
    }
}

fn history(
    tx: &View<'_>,
    cx: &Cx,
    words: &ReassignmentText,
    draft: &Draft,
) -> Result<Vec<HistoryLine>, Failure> {
    let [read, stands, undone] = words.happened;
    let mut out = Vec::new();
    for event in &draft.history {
        let micros = i64::try_from(event.at).unwrap_or(i64::MAX);
        let at = Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH);
        let by = org::staff_get(tx, cx.town, event.by)?;
        out.push(HistoryLine {
            at: cx.calendar().long(at),
            exact: cx.calendar().exact(at),
            what: match event.stage {
                Stage::Draft => read,
                Stage::Stands(_) => stands,
                Stage::Undone => undone,
            },
            by: by.map_or_else(String::new, |row| row.name.as_str().to_owned()),
        });
    }
    Ok(out)
}

/// What was looked at, with what things are called.
struct Seen<'a> {
    words: &'static ReassignmentText,
    paths: Paths,
    changes: &'a [Change],
    looked: &'a Looked,
}

impl Seen<'_> {
    fn moves(&self) -> &Moves {
        &self.looked.moves
    }

    fn name(&self, staff: StaffId) -> String {
        let row = self.moves().person(&self.looked.known, staff);
        row.map_or_else(String::new, |row| row.name.as_str().to_owned())
    }

    fn bearer(&self, bearer: Bearer) -> String {
        match bearer {
            Bearer::Staff(staff) => self.name(staff),
            Bearer::Post(post) => {
                let told = self.post((post, Tenure::Main), false);
                [told.as_str(), self.words.vacant].concat()
            }
        }
    }

    /// 兼 総務課総務係 係長.
    fn post(&self, (id, tenure): (PostId, Tenure), after: bool) -> String {
        let Some(post) = self.moves().post(&self.looked.known, id) else {
            return String::new();
        };
        let path = if after {
            self.paths.after(post.unit)
        } else {
            self.paths.before(post.unit)
        };
        let [main, concurrent, joint, seconded, acting, on_leave] = self.words.tenures;
        let how = match tenure {
            Tenure::Main => main,
            Tenure::Concurrent => concurrent,
            Tenure::Joint => joint,
            Tenure::Seconded => seconded,
            Tenure::Acting => acting,
            Tenure::OnLeave => on_leave,
        };
        format!("{how}{path} {}", post.title.as_str())
    }

    fn counts(&self) -> Vec<(String, usize)> {
        let plan = &self.looked.plan;
        let counts = plan.counts.iter();
        let mut out: Vec<_> = counts
            .map(|(act, count)| (self.words.act(*act), *count))
            .collect();
        if plan.idle > 0 {
            out.push((self.words.idle.to_owned(), plan.idle));
        }
        out
    }

    fn units(&self) -> Vec<UnitChange> {
        let told = |(how, kind), before: &str, after: &str| UnitChange {
            how,
            kind,
            before: before.to_owned(),
            after: after.to_owned(),
        };
        let changes = self.changes.iter();
        changes
            .filter_map(|change| match change {
                Change::UnitOpened(id, _) => Some(told(
                    (self.words.opens, "is-safe"),
                    "",
                    self.paths.after(*id),
                )),
                Change::UnitClosed(id, _) => Some(told(
                    (self.words.closes, "is-danger"),
                    self.paths.before(*id),
                    "",
                )),
                Change::UnitNamed(id, ..) => {
                    let (before, after) = (self.paths.before(*id), self.paths.after(*id));
                    Some(told((self.words.renames, "is-info"), before, after))
                }
                Change::UnitMoved(id, ..) => {
                    let (before, after) = (self.paths.before(*id), self.paths.after(*id));
                    Some(told((self.words.places, "is-info"), before, after))
                }
                _ => None,
            })
            .collect()
    }

    /// Whom the changes are about.
    fn people(&self) -> BTreeSet<StaffId> {
        diff::people(&self.looked.known, self.changes)
    }

    /// By the unit of the day; those who leave, by the one they leave.
    fn groups(&self) -> Vec<Group> {
        let moves = self.moves();
        let mut groups: BTreeMap<usize, (Option<UnitId>, Vec<PersonLine>)> = BTreeMap::new();
        for staff in self.people() {
            let (before, after) = (moves.before(staff), moves.after(staff));
            let first = after.first().or(before.first());
            let post = first.and_then(|(id, _)| moves.post(&self.looked.known, *id));
            let unit = post.map(|post| post.unit);
            let group = groups.entry(self.paths.place(unit)).or_default();
            group.0 = unit;
            group.1.push(self.person(staff));
        }
        let path = |unit: Option<UnitId>| {
            let unit = unit.map(|unit| match self.paths.after(unit) {
                "" => self.paths.before(unit),
                path => path,
            });
            unit.unwrap_or(self.words.no_post).to_owned()
        };
        let groups = groups.into_values();
        groups
            .map(|(unit, mut people)| {
                people.sort_by(|a, b| a.login.cmp(&b.login));
                Group {
                    unit: path(unit),
                    people,
                }
            })
            .collect()
    }

    fn person(&self, staff: StaffId) -> PersonLine {
        let moves = self.moves();
        let row = moves.person(&self.looked.known, staff);
        let (before, after) = (moves.before(staff), moves.after(staff));
        let away = |held: &[(PostId, Tenure)]| {
            let mut held = held.iter().map(|(_, tenure)| *tenure);
            held.find(|tenure| matches!(tenure, Tenure::OnLeave | Tenure::Seconded))
        };
        let (how, kind) = match (away(before), away(after)) {
            _ if after.is_empty() => (self.words.leaves.to_owned(), "is-danger"),
            _ if before.is_empty() => (self.words.joins.to_owned(), "is-safe"),
            (was, Some(Tenure::OnLeave)) if was != Some(Tenure::OnLeave) => {
                (self.words.act(Act::Pause), "is-hold")
            }
            (was, Some(Tenure::Seconded)) if was != Some(Tenure::Seconded) => {
                (self.words.act(Act::Lend), "is-hold")
            }
            (Some(_), None) => (self.words.act(Act::Return), "is-safe"),
            _ if moves.goes(staff) => (self.words.moves.to_owned(), "is-info"),
            _ => (self.words.beside.to_owned(), ""),
        };
        PersonLine {
            name: self.name(staff),
            login: row.map_or_else(String::new, |row| row.login.as_str().to_owned()),
            how,
            kind,
            before: before.iter().map(|held| self.post(*held, false)).collect(),
            after: after.iter().map(|held| self.post(*held, true)).collect(),
        }
    }

    fn rights(&self) -> Vec<RightsLine> {
        let known = &self.looked.known;
        let draft = self.looked.draft.stage == Stage::Draft;
        let on_top: &[Change] = if draft { self.changes } else { &[] };
        let mut people = self.people();
        for change in self.changes {
            if let Change::Granted(_, grant) = change
                && let Bearer::Staff(staff) = grant.bearer
            {
                people.insert(staff);
            }
        }
        let mut out = Vec::new();
        for staff in people {
            let (before, after) = self.moves().roles(known, on_top, staff);
            if before == after {
                continue;
            }
            let told = |roles: &[org::Role], after: bool| {
                let roles = roles.iter();
                let words: Vec<_> = roles.map(|role| self.role(*role, after)).collect();
                if words.is_empty() {
                    self.words.no_post.to_owned()
                } else {
                    words.join("、")
                }
            };
            out.push(RightsLine {
                name: self.name(staff),
                before: told(&before, false),
                after: told(&after, true),
            });
        }
        out
    }

    /// 総務課の課代表: a role with what it is for, as that is called on the last day before or on the day.
    fn role(&self, role: Role, after: bool) -> String {
        let unit = match role {
            Role::Unit(unit) => Some(unit),
            Role::Represent(post) => {
                let post = self.moves().post(&self.looked.known, post);
                post.map(|post| post.unit)
            }
            _ => None,
        };
        let path = unit.map(|unit| match (after, self.paths.after(unit)) {
            (false, _) | (true, "") => self.paths.before(unit),
            (true, path) => path,
        });
        self.words.role_of(role, path.unwrap_or(""))
    }

    /// Whose groups are others on the day.
    fn memberships(
        &self,
        groups: &[(GroupId, org::Group)],
        on_top: &[Change],
    ) -> Vec<MembershipLine> {
        let known = &self.looked.known;
        let turned = Memberships::of(groups, known, on_top);
        let names = |places: &[usize]| {
            let groups = places.iter().filter_map(|place| groups.get(*place));
            let names: Vec<_> = groups.map(|(_, group)| group.name.as_str()).collect();
            names.join("、")
        };
        let mut out = Vec::new();
        for staff in self.people() {
            let becomes = turned.becomes(known, self.moves(), staff);
            if becomes.leaves.is_empty() && becomes.joins.is_empty() {
                continue;
            }
            out.push(MembershipLine {
                name: self.name(staff),
                leaves: names(&becomes.leaves),
                joins: names(&becomes.joins),
            });
        }
        out
    }

    fn orphan(&self, orphan: &Orphan) -> Option<OrphanLine> {
        let Left::Role(id, role) = orphan.what else {
            return None;
        };
        let choices = self.looked.draft.choices.iter();
        let chosen = choices.clone().find(|(of, _)| *of == id);
        let choice = match chosen {
            Some((_, choice)) => *choice,
            None => heirs::proposed(orphan, self.moves()),
        };
        let mut options = Vec::new();
        let mut heirs: Vec<StaffId> = orphan.heir.into_iter().collect();
        if let Choice::Heir(staff) = choice
            && !heirs.contains(&staff)
        {
            heirs.push(staff);
        }
        for staff in heirs {
            let post = self.moves().after(staff).first();
            let post = post.map_or_else(String::new, |held| self.post(*held, true));
            let told = [self.name(staff), post].join(" ");
            let value = staff.uuid().to_string();
            options.push((value, told, choice == Choice::Heir(staff)));
        }
        for (value, told, is) in [
            ("keep", self.words.keep, choice == Choice::Keep),
            ("end", self.words.end, choice == Choice::End),
        ] {
            options.push((value.to_owned(), told.to_owned(), is));
        }
        Some(OrphanLine {
            field: format!("role-{}", id.uuid()),
            other: format!("heir-{}", id.uuid()),
            role: self.role(role, false),
            of: self.bearer(orphan.of),
            options,
        })
    }

    fn blocks(&self, blocks: BTreeSet<Block>) -> Vec<String> {
        let told = |block| match block {
            Block::Moved(staff) => self.name(staff),
            Block::Granted(_) => self.words.role.to_owned(),
            Block::Unit(unit) => self.paths.after(unit).to_owned(),
        };
        let mut out: Vec<_> = blocks.into_iter().map(told).collect();
        out.dedup();
        out
    }
}
