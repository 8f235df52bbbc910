//! Keeping a list, looking at what it does, making it so, taking it back. Each asks for the permit.

use super::deed::Apply;
use super::diff::Moves;
use super::heirs;
use super::model::{Act, Choice, Choices, Column, DraftId, Finding, Row, What};
use super::plan::{Minted, Plan, plan};
use super::read::list;
use super::table::{Draft, Drafts, Event, Source, Sources, Stage};
use super::town::Known;
use crate::cx::Cx;
use crate::org::{
    self, Administer, Block, Change, Deed, Denied, GrantId, LoginName, May, OrgError, PendingId,
    Permit, SecondError, StaffId, SwapId, Town,
};
use jiff::Timestamp;
use jiff::civil::Date;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, Store, StoreError, Table, Update, View};
use uuid::Uuid;

/// How many rows one small transaction writes; between two of them, others' go.
const STRIDE: usize = 100;

/// The most reassignments that are listed.
const LISTED: usize = 200;

/// How it fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReassignmentError {
    /// The store failed.
    #[error("reading or writing a reassignment")]
    Store(#[from] StoreError),
    /// The people could not be read or changed.
    #[error("changing the people of a town")]
    Org(#[source] OrgError),
    /// No role of theirs gives it.
    #[error("working on a reassignment")]
    Denied(#[from] Denied),
    /// There is none of this identity within these walls.
    #[error("opening a reassignment that is not there")]
    NotThere,
    /// The people have changed since, or it is no draft any more.
    #[error("making a reassignment so that is not the one looked at")]
    Changed,
    /// Rows of the list cannot be done.
    #[error("making a reassignment so with rows that cannot be done")]
    Findings,
    /// Nobody of this log-in name could inherit.
    #[error("choosing an heir who is not there on the day")]
    NoHeir(String),
    /// Of two people, it could not be confirmed.
    #[error("making a reassignment so that takes two")]
    Second(#[source] SecondError),
    /// Others stand upon it.
    #[error("taking a reassignment back that others stand upon")]
    Blocked(Vec<Block>),
}

impl From<OrgError> for ReassignmentError {
    fn from(error: OrgError) -> Self {
        match error {
            // Somebody of another town took the name or the address since it was looked at.
            OrgError::Changed | OrgError::LoginTaken | OrgError::AddressTaken => Self::Changed,
            other => Self::Org(other),
        }
    }
}

impl From<SecondError> for ReassignmentError {
    fn from(error: SecondError) -> Self {
        match error {
            SecondError::Store(error) => Self::Store(error),
            SecondError::Denied(denied) => Self::Denied(denied),
            other => Self::Second(other),
        }
    }
}

/// A reassignment with what it does.
#[derive(Debug)]
pub(super) struct Looked {
    /// Its row.
    pub draft: Draft,
    /// The town it was looked at in.
    pub known: Known,
    /// What it does, heirs included.
    pub plan: Plan,
    /// Who holds what before and after.
    pub moves: Moves,
}

/// Keeps a list as a draft.
pub(super) fn draft_create(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: DraftId,
    (title, day, text): (&str, Date, &str),
) -> Result<(), ReassignmentError> {
    let permit = org::may_administer(cx, tx)?;
    let key = (permit.town().organisation(), id);
    let text = text.to_owned();
    let draft = Draft {
        title: title.to_owned(),
        day,
        stage: Stage::Draft,
        choices: Vec::new(),
        history: vec![event(cx, &permit, Stage::Draft)],
    };
    tx.put::<Drafts>(&key, &draft)?;
    tx.put::<Sources>(&key, &Source { text })?;
    told(tx, cx, "reassignment-draft", id)
}

/// All of the town, the latest first.
pub(super) fn drafts(tx: &View<'_>, cx: &Cx) -> Result<Vec<(DraftId, Draft)>, ReassignmentError> {
    let permit = org::may_administer(cx, tx)?;
    let within = permit.town().organisation();
    let rows = tx.prefix::<Drafts>(&within, Direction::Down, LISTED)?;
    Ok(rows.into_iter().map(|((_, id), row)| (id, row)).collect())
}

/// The town as a list for a day would find it.
pub(super) fn known(tx: &View<'_>, cx: &Cx, day: Date) -> Result<Known, ReassignmentError> {
    let permit = org::may_administer(cx, tx)?;
    Ok(Known::of(org::census(tx, permit.town(), day)?, day))
}

/// What a draft does.
pub(super) fn look(tx: &View<'_>, cx: &Cx, id: DraftId) -> Result<Looked, ReassignmentError> {
    let permit = org::may_administer(cx, tx)?;
    look_within(tx, permit.town(), id, id.uuid())
}

/// The list of a draft, as it came.
pub(super) fn source(tx: &View<'_>, cx: &Cx, id: DraftId) -> Result<String, ReassignmentError> {
    let permit = org::may_administer(cx, tx)?;
    let row = tx.get::<Sources>(&(permit.town().organisation(), id))?;
    Ok(row.ok_or(ReassignmentError::NotThere)?.text)
}

pub(super) fn look_within(
    tx: &View<'_>,
    town: Town,
    id: DraftId,
    seed: Uuid,
) -> Result<Looked, ReassignmentError> {
    let key = (town.organisation(), id);
    let draft = tx.get::<Drafts>(&key)?.ok_or(ReassignmentError::NotThere)?;
    let source = tx.get::<Sources>(&key)?;
    let source = source.ok_or(ReassignmentError::NotThere)?;
    let known = Known::of(org::census(tx, town, draft.day)?, draft.day);
    let mut listed = list(&source.text);
    let mut ids = Minted::from(seed);
    let mut plan = plan(town, &known, &listed.rows, &mut ids);
    let moves = Moves::of(&known, &plan.changes);
    let inherited = heirs::settle(&known, &moves, &draft.choices, &mut ids);
    plan.changes.extend(inherited);
    plan.findings.append(&mut listed.findings);
    elsewhere(tx, &listed.rows, &mut plan)?;
    units(tx, town, draft.day, &mut plan)?;
    plan.findings.sort();
    Ok(Looked {
        draft,
        known,
        plan,
        moves,
    })
}

/// What hangs on units beside people and posts: an account that is open, and places of later days.
fn units(tx: &View<'_>, town: Town, day: Date, plan: &mut Plan) -> Result<(), ReassignmentError> {
    let mut found = Vec::new();
    for (id, act, line) in &plan.units {
        let wrong = match act {
            Act::Close => {
                let account = org::account_of(tx, town, *id)?;
                let open = account.is_some_and(|(_, account)| account.active);
                open.then_some((Column::Unit, What::Account))
            }
            Act::Place => {
                let moved = plan.changes.iter().find_map(|change| match change {
                    Change::UnitMoved(unit, _, Some(parent)) if unit == id => Some(*parent),
                    _ => None,
                });
                let ring = match moved {
                    Some(parent) => org::below_itself_later(tx, town, (*id, parent), day)?,
                    None => false,
                };
                ring.then_some((Column::Above, What::BelowItself))
            }
            _ => None,
        };
        if let Some((column, what)) = wrong {
            let line = *line;
            found.push(Finding { line, column, what });
        }
    }
    plan.findings.append(&mut found);
    Ok(())
}

/// Names and addresses that somebody of another town has: the census of a town does not know them, and no more is
/// told of them than that they are taken.
fn elsewhere(tx: &View<'_>, rows: &[Row], plan: &mut Plan) -> Result<(), ReassignmentError> {
    let mut taken = Vec::new();
    for change in &plan.changes {
        let Change::StaffJoined(_, staff, _) = change else {
            continue;
        };
        let login = staff.login.as_str();
        let row = rows.iter().find(|row| {
            row.act == Act::Join
                && LoginName::new(&row.login).is_ok_and(|name| name.as_str() == login)
        });
        let line = row.map_or(0, |row| row.line);
        if org::login_taken(tx, &staff.login)? {
            let what = What::LoginTaken(login.to_owned());
            let column = Column::Login;
            taken.push(Finding { line, column, what });
        } else if org::address_taken(tx, &staff.address)? {
            let what = What::AddressTaken(staff.address.as_str().to_owned());
            let column = Column::Address;
            taken.push(Finding { line, column, what });
        }
    }
    plan.findings.append(&mut taken);
    plan.findings.sort();
    Ok(())
}

/// What a draft does, as a digest: its name, its day and every row that it changes. The identities of what is new are
/// part of it, so it is of a plan that was made from the draft's own seed.
pub(super) fn fingerprint(looked: &Looked) -> Result<[u8; 32], ReassignmentError> {
    let does = (&looked.draft.title, looked.draft.day, &looked.plan.changes);
    let bytes = postcard::to_allocvec(&does).map_err(|error| StoreError::Encode {
        table: Drafts::NAME,
        why: error.to_string(),
    })?;
    let mut hasher = blake3::Hasher::new_derive_key("sekisho reassignment does v1");
    hasher.update(&bytes);
    Ok(*hasher.finalize().as_bytes())
}

/// What one that waits for a second person is called.
pub(crate) fn title(tx: &View<'_>, cx: &Cx, apply: &Apply) -> Result<String, StoreError> {
    let row = tx.get::<Drafts>(&(cx.town.organisation(), apply.draft))?;
    Ok(row.map_or_else(String::new, |row| row.title))
}

/// What waits for a second person to make a draft so.
pub(super) fn pending(
    tx: &View<'_>,
    cx: &Cx,
    id: DraftId,
) -> Result<Option<PendingId>, ReassignmentError> {
    let permit = org::may_administer(cx, tx)?;
    let all = org::pendings(tx, &permit)?;
    let ours = |row: &org::Pending| {
        let deed = row.deed::<Apply>();
        row.is_open(cx.now) && deed.is_some_and(|apply| apply.draft == id)
    };
    let found = all.into_iter().find(|(_, row)| ours(row));
    Ok(found.map(|(id, _)| id))
}

/// Proposes to make a draft so, where it takes two.
pub(super) fn propose(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: DraftId,
    pending: PendingId,
) -> Result<(), ReassignmentError> {
    let deed = Apply::of(tx, cx.who(), id)?;
    let pending = org::propose(tx, cx, pending, &deed)?;
    let (who, what) = (cx.staff.uuid().to_string(), pending.uuid().to_string());
    Audit::append(tx, cx.now, &who, "second-propose", &what, Apply::KIND)?;
    Ok(())
}

/// Keeps what was chosen for the orphans. An heir must be here on the day.
pub(super) fn choose(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: DraftId,
    choices: &Choices,
    named: &[(GrantId, LoginName)],
) -> Result<(), ReassignmentError> {
    let permit = org::may_administer(cx, tx)?;
    let mut looked = look_within(tx, permit.town(), id, id.uuid())?;
    if looked.draft.stage != Stage::Draft {
        return Err(ReassignmentError::Changed);
    }
    let may = |(_, choice): &(_, Choice)| match choice {
        Choice::Heir(staff) => heirs::may_inherit(&looked.known, &looked.moves, *staff),
        _ => true,
    };
    let mut choices = choices.clone();
    for (grant, login) in named {
        let Some(heir) = heir(&looked, login) else {
            return Err(ReassignmentError::NoHeir(login.as_str().to_owned()));
        };
        choices.retain(|(of, _)| of != grant);
        choices.push((*grant, Choice::Heir(heir)));
    }
    looked.draft.choices = choices.iter().copied().filter(may).collect();
    tx.put::<Drafts>(&(permit.town().organisation(), id), &looked.draft)?;
    Ok(())
}

/// Whoever has a log-in name and is here on the day. Who only comes with the list has no identity yet to choose.
fn heir(looked: &Looked, login: &LoginName) -> Option<StaffId> {
    let staff = looked.known.login(login.as_str())?.id;
    heirs::may_inherit(&looked.known, &looked.moves, staff).then_some(staff)
}

/// Makes a draft so from its day on: rows in small transactions that nobody sees, then one that makes all of them so.
/// Blocks; others write in between.
pub(super) fn apply(
    store: &Store,
    cx: &Cx,
    id: DraftId,
    swap: SwapId,
) -> Result<usize, ReassignmentError> {
    let may = store.view(|tx| -> Result<_, ReassignmentError> {
        let deed = Apply::of(tx, cx.who(), id)?;
        Ok(org::may(cx, tx, deed)?)
    })?;
    applied(store, cx, &may, swap)
}

/// Why what another one proposed is not made so.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unconfirmed {
    /// It cannot be confirmed.
    #[error("confirming a reassignment")]
    Second(#[from] SecondError),
    /// It does something else by now than what was shown.
    #[error("making a reassignment so that is not the one proposed")]
    Differs,
}

/// Makes so what another one proposed, once it is seen that it still does exactly that.
pub(crate) fn confirmed(
    store: &Store,
    cx: &Cx,
    (pending, shown): (PendingId, &str),
    swap: SwapId,
) -> Result<Result<(), Unconfirmed>, StoreError> {
    let may = store.view(|tx| -> Result<_, StoreError> {
        Ok(org::confirm::<Apply>(tx, cx, pending, shown))
    })?;
    let outcome = match may {
        Ok(may) => applied(store, cx, &may, swap),
        Err(error) => return Ok(Err(error.into())),
    };
    match outcome {
        Ok(_) => Ok(Ok(())),
        Err(ReassignmentError::Store(error)) => Err(error),
        Err(ReassignmentError::Denied(denied)) => Ok(Err(SecondError::from(denied).into())),
        Err(ReassignmentError::Org(error)) => Ok(Err(SecondError::from(error).into())),
        Err(ReassignmentError::Second(error)) => Ok(Err(error.into())),
        Err(_) => Ok(Err(Unconfirmed::Differs)),
    }
}

fn applied(
    store: &Store,
    cx: &Cx,
    may: &May<Apply>,
    swap: SwapId,
) -> Result<usize, ReassignmentError> {
    let id = may.deed().draft;
    let (permit, looked) = store.view(|tx| -> Result<_, ReassignmentError> {
        let permit = org::may_administer(cx, tx)?;
        let shown = look_within(tx, permit.town(), id, id.uuid())?;
        if fingerprint(&shown)? != may.deed().does {
            return Err(ReassignmentError::Changed);
        }
        Ok((permit, look_within(tx, may.town(), id, swap.uuid())?))
    })?;
    if looked.draft.stage != Stage::Draft {
        return Err(ReassignmentError::Changed);
    }
    if !looked.plan.findings.is_empty() {
        return Err(ReassignmentError::Findings);
    }
    let done = write(store, cx, (&permit, may), swap, &looked);
    if done.is_err() {
        store.update(|tx| org::swap_abandon(tx, &permit, swap))?;
        sweep(store, permit.town())?;
    }
    done.map(|()| looked.plan.changes.len())
}

/// Writes the rows of a plan in small transactions; nobody sees them until the swap stands.
fn lay(
    store: &Store,
    permit: &Permit<Administer>,
    swap: SwapId,
    looked: &Looked,
) -> Result<(), ReassignmentError> {
    let (day, seen) = (looked.draft.day, looked.known.census.number);
    store.update(|tx| org::swap_prepare(tx, permit, swap, day, seen))?;
    // A log-in name that a plan before this one kept, which never came to stand, is free again.
    sweep(store, permit.town())?;
    let mut written = 0_u32;
    for some in looked.plan.changes.chunks(STRIDE) {
        store.update(|tx| org::swap_write(tx, permit, swap, written, some))?;
        written = written.saturating_add(u32::try_from(some.len()).unwrap_or(u32::MAX));
    }
    Ok(())
}

fn write(
    store: &Store,
    cx: &Cx,
    (permit, may): (&Permit<Administer>, &May<Apply>),
    swap: SwapId,
    looked: &Looked,
) -> Result<(), ReassignmentError> {
    let id = may.deed().draft;
    lay(store, permit, swap, looked)?;
    store.update(|tx| -> Result<(), ReassignmentError> {
        let key = (permit.town().organisation(), id);
        let mut draft = tx.get::<Drafts>(&key)?.ok_or(ReassignmentError::NotThere)?;
        if draft != looked.draft {
            return Err(ReassignmentError::Changed);
        }
        org::conclude(tx, may, cx.now)?;
        org::swap_stand(tx, permit, swap)?;
        draft.stage = Stage::Stands(swap);
        draft.history.push(event(cx, permit, draft.stage));
        tx.put::<Drafts>(&key, &draft)?;
        told(tx, cx, "reassignment-apply", id)
    })
}

/// What a rehearsal showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rehearsed {
    /// How many rows were changed on the copy.
    pub changes: usize,
    /// Whether the copy was the same after taking it back as before.
    pub restored: bool,
    /// Who administers the town, the whole of it, on the day: never nobody.
    pub administrators: Vec<StaffId>,
}

/// 予行: makes a draft so on a copy of the town's people, looks at it, and takes it back there. The town itself is
/// only read. Blocks.
pub(super) fn rehearse(
    store: &Store,
    cx: &Cx,
    id: DraftId,
    swap: SwapId,
) -> Result<Rehearsed, ReassignmentError> {
    let copy = Store::memory();
    let day = store.view(|tx| -> Result<Date, ReassignmentError> {
        let permit = org::may_administer(cx, tx)?;
        let key = (permit.town().organisation(), id);
        let draft = tx.get::<Drafts>(&key)?.ok_or(ReassignmentError::NotThere)?;
        let source = tx.get::<Sources>(&key)?;
        let source = source.ok_or(ReassignmentError::NotThere)?;
        copy.update(|to| -> Result<(), ReassignmentError> {
            org::town_copy(tx, to, permit.town())?;
            to.put::<Drafts>(&key, &draft)?;
            to.put::<Sources>(&key, &source)?;
            Ok(())
        })?;
        Ok(draft.day)
    })?;
    let town = cx.town;
    let eve = day.yesterday().unwrap_or(day);
    let as_it_is = |store: &Store| {
        store.view(|tx| -> Result<_, ReassignmentError> {
            let mut days = [org::census(tx, town, eve)?, org::census(tx, town, day)?];
            for census in &mut days {
                census.number = 0;
            }
            Ok(days)
        })
    };
    let before = as_it_is(&copy)?;
    // On a copy it takes nobody's second word; what it is asked for is what a swap does.
    let (permit, looked) = copy.view(|tx| -> Result<_, ReassignmentError> {
        let permit = org::may_administer(cx, tx)?;
        let looked = look_within(tx, permit.town(), id, swap.uuid())?;
        Ok((permit, looked))
    })?;
    if looked.draft.stage != Stage::Draft {
        return Err(ReassignmentError::Changed);
    }
    if !looked.plan.findings.is_empty() {
        return Err(ReassignmentError::Findings);
    }
    lay(&copy, &permit, swap, &looked)?;
    copy.update(|tx| org::swap_stand(tx, &permit, swap))?;
    let (administrators, seen, blocks) = copy.view(|tx| -> Result<_, OrgError> {
        let administrators = org::administrators_on(tx, town, day)?;
        let seen = org::people_number(tx, town)?;
        Ok((administrators, seen, org::swap_blocks(tx, town, swap)?))
    })?;
    if !blocks.is_empty() {
        return Err(ReassignmentError::Blocked(blocks.into_iter().collect()));
    }
    copy.update(|tx| org::swap_undo(tx, &permit, swap, seen))?;
    sweep(&copy, town)?;
    let restored = as_it_is(&copy)? == before;
    let changes = looked.plan.changes.len();
    store.update(|tx| told(tx, cx, "reassignment-rehearse", id))?;
    Ok(Rehearsed {
        changes,
        restored,
        administrators,
    })
}

/// Takes back what was made so, unless somebody stands upon it since.
pub(super) fn undo(store: &Store, cx: &Cx, id: DraftId) -> Result<(), ReassignmentError> {
    let (permit, swap, seen, blocks) = store.view(|tx| -> Result<_, ReassignmentError> {
        let permit = org::may_administer(cx, tx)?;
        let town = permit.town();
        let draft = tx.get::<Drafts>(&(town.organisation(), id))?;
        let draft = draft.ok_or(ReassignmentError::NotThere)?;
        let Stage::Stands(swap) = draft.stage else {
            return Err(ReassignmentError::Changed);
        };
        let blocks = org::swap_blocks(tx, town, swap)?;
        Ok((permit, swap, org::people_number(tx, town)?, blocks))
    })?;
    if !blocks.is_empty() {
        return Err(ReassignmentError::Blocked(blocks.into_iter().collect()));
    }
    store.update(|tx| -> Result<(), ReassignmentError> {
        org::swap_undo(tx, &permit, swap, seen)?;
        let key = (permit.town().organisation(), id);
        let mut draft = tx.get::<Drafts>(&key)?.ok_or(ReassignmentError::NotThere)?;
        draft.stage = Stage::Undone;
        draft.history.push(event(cx, &permit, draft.stage));
        tx.put::<Drafts>(&key, &draft)?;
        told(tx, cx, "reassignment-undo", id)
    })?;
    sweep(store, permit.town())
}

/// Clears away what a crash, or an undo that was cut short, left in the tables of a town. Nobody sees it either way.
pub(crate) fn tidy(store: &Store, town: Town) -> Result<(), OrgError> {
    while store.update(|tx| org::swaps_sweep(tx, town, STRIDE))? {}
    Ok(())
}

fn sweep(store: &Store, town: Town) -> Result<(), ReassignmentError> {
    Ok(tidy(store, town)?)
}

fn event(cx: &Cx, permit: &Permit<Administer>, stage: Stage) -> Event {
    Event {
        stage,
        at: cx.micros(),
        by: permit.by(),
    }
}

fn told(tx: &mut Update<'_>, cx: &Cx, act: &str, id: DraftId) -> Result<(), ReassignmentError> {
    let (who, what) = (cx.staff.uuid().to_string(), id.uuid().to_string());
    let now: Timestamp = cx.now;
    Audit::append(tx, now, &who, act, &what, "")?;
    Ok(())
}

/// Lines with something that cannot be done, for a first sentence.
pub(super) fn lines(findings: &[Finding]) -> usize {
    let mut lines: Vec<u64> = findings.iter().map(|finding| finding.line).collect();
    lines.sort_unstable();
    lines.dedup();
    lines.len()
}
