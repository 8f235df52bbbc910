//! The deeds of administrators, each asking for the value that lets it be done and leaving its row of audit.

use crate::auth::{self, AuthError};
use crate::cx::Cx;
use crate::org::{
    self, Bearer, CloseAccount, Deed, Denied, Give, GrantId, May, OpenAccount, OrgError, PendingId,
    PostId, Redraw, Restore, Role, Safeguard, SecondError, StaffId, Suspend, SwapId, Take, Town,
    UnitId, Who,
};
use jiff::civil::Date;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{StoreError, Update, View};

/// How it fails.
#[derive(Debug, thiserror::Error)]
pub(super) enum AdministrationError {
    /// The store failed.
    #[error("reading or writing what administrators do")]
    Store(#[from] StoreError),
    /// The people could not be read or changed.
    #[error("changing people, units or roles")]
    Org(#[from] OrgError),
    /// They may not.
    #[error("doing what one may not do")]
    Denied(#[from] Denied),
    /// Of two people, it could not be confirmed.
    #[error("doing what takes two")]
    Second(#[source] SecondError),
    /// Mail to it would go elsewhere.
    #[error("giving a unit an address of another house")]
    ForeignAddress,
    /// Sessions could not be ended.
    #[error("shutting somebody out")]
    Auth(#[from] AuthError),
}

impl From<SecondError> for AdministrationError {
    fn from(error: SecondError) -> Self {
        match error {
            SecondError::Store(error) => Self::Store(error),
            // What stands in the way of the deed is said as it is where one does it alone.
            SecondError::Denied(Denied::Unknown(error)) => Self::Org(error),
            SecondError::Denied(denied) => Self::Denied(denied),
            other => Self::Second(other),
        }
    }
}

/// Gives a role.
pub(super) fn give(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: GrantId,
    give: Give,
) -> Result<(), AdministrationError> {
    let may = org::may(cx, tx, give)?;
    given(tx, cx, &may, id)
}

/// Gives a role that may be given.
pub(super) fn given(
    tx: &mut Update<'_>,
    cx: &Cx,
    may: &May<Give>,
    id: GrantId,
) -> Result<(), AdministrationError> {
    org::role_give(tx, may, id, cx.now)?;
    let deed = may.deed();
    told(
        tx,
        cx,
        Give::KIND,
        &whom(deed.bearer),
        &role_told(deed.role),
    )
}

/// Takes a role away that somebody bears: what a page of theirs offered, and nothing else.
pub(super) fn take_of(
    tx: &mut Update<'_>,
    cx: &Cx,
    staff: StaffId,
    deed: Take,
) -> Result<(), AdministrationError> {
    let may = org::may(cx, tx, deed)?;
    let roles = org::roles_were(tx, Who { staff, ..cx.who() })?;
    if !roles.all().iter().any(|one| one.id == deed.grant) {
        return Err(OrgError::NoGrant.into());
    }
    taken(tx, cx, &may)
}

/// Takes from whoever bears it that they act as the account of a unit.
pub(super) fn account_take(
    tx: &mut Update<'_>,
    cx: &Cx,
    unit: UnitId,
    deed: Take,
) -> Result<(), AdministrationError> {
    let may = org::may(cx, tx, deed)?;
    let account = org::account_of(tx, cx.town, unit)?.map(|(post, _)| Role::Represent(post));
    let role = org::grant_get(tx, cx.town, deed.grant)?.map(|grant| grant.role);
    if account.is_none() || role != account {
        return Err(OrgError::NoGrant.into());
    }
    taken(tx, cx, &may)
}

/// Takes a role away that may be taken.
pub(super) fn taken(
    tx: &mut Update<'_>,
    cx: &Cx,
    may: &May<Take>,
) -> Result<(), AdministrationError> {
    let grant = org::grant_get(tx, may.town(), may.deed().grant)?.ok_or(Denied::NotThere)?;
    org::role_take(tx, may, cx.now)?;
    let (whom, role) = (whom(grant.bearer), role_told(grant.role));
    told(tx, cx, Take::KIND, &whom, &role)
}

/// Shuts somebody out.
pub(super) fn suspend(
    tx: &mut Update<'_>,
    cx: &Cx,
    suspend: Suspend,
) -> Result<(), AdministrationError> {
    let may = org::may(cx, tx, suspend)?;
    suspended(tx, cx, &may)
}

/// Shuts somebody out who may be. The last one who administers stays.
pub(super) fn suspended(
    tx: &mut Update<'_>,
    cx: &Cx,
    may: &May<Suspend>,
) -> Result<(), AdministrationError> {
    org::conclude(tx, may, cx.now)?;
    let by = cx.staff.uuid().to_string();
    auth::suspend(tx, may.town(), may.deed().staff, &by, cx.now)?;
    if org::administrators_on(tx, may.town(), may.day())?.is_empty() {
        return Err(OrgError::LastAdministrator.into());
    }
    Ok(())
}

/// Lets somebody in again.
pub(super) fn restore(
    tx: &mut Update<'_>,
    cx: &Cx,
    restore: Restore,
) -> Result<(), AdministrationError> {
    let may = org::may(cx, tx, restore)?;
    restored(tx, cx, &may)
}

/// Lets somebody in again who may be.
pub(super) fn restored(
    tx: &mut Update<'_>,
    cx: &Cx,
    may: &May<Restore>,
) -> Result<(), AdministrationError> {
    org::conclude(tx, may, cx.now)?;
    let by = cx.staff.uuid().to_string();
    auth::restore(tx, may.town(), may.deed().staff, &by, cx.now)?;
    Ok(())
}

/// Draws a unit otherwise from a day on, which is today or later: what was so stays told.
pub(super) fn redraw(
    tx: &mut Update<'_>,
    cx: &Cx,
    swap: SwapId,
    day: Date,
    redraw: &Redraw,
) -> Result<(), AdministrationError> {
    let permit = org::may_administer(cx, tx)?;
    if day < cx.today() {
        return Err(OrgError::Past.into());
    }
    org::unit_redraw(tx, &permit, swap, day, redraw)?;
    let (act, id) = match redraw {
        Redraw::Open { id, .. } => ("unit-open", id),
        Redraw::Name { id, .. } => ("unit-name", id),
        Redraw::Place { id, .. } => ("unit-place", id),
        Redraw::Close { id } => ("unit-close", id),
    };
    told(tx, cx, act, &id.uuid().to_string(), &day.to_string())
}

/// Proposes what takes two.
pub(super) fn propose<D: Deed>(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: PendingId,
    deed: &D,
) -> Result<PendingId, AdministrationError> {
    let id = org::propose(tx, cx, id, deed)?;
    told(tx, cx, "second-propose", &id.uuid().to_string(), D::KIND)?;
    Ok(id)
}

/// Confirms what another one proposed, and lets it be done in the same transaction.
pub(super) fn confirm<D: Deed>(
    tx: &mut Update<'_>,
    cx: &Cx,
    (id, shown): (PendingId, &str),
    done: impl FnOnce(&mut Update<'_>, &Cx, &May<D>) -> Result<(), AdministrationError>,
) -> Result<(), AdministrationError> {
    let may = org::confirm::<D>(tx, cx, id, shown)?;
    told(tx, cx, "second-confirm", &id.uuid().to_string(), shown)?;
    done(tx, cx, &may)
}

/// Says no to what was proposed, or takes it back.
pub(super) fn refuse(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: PendingId,
) -> Result<(), AdministrationError> {
    let permit = org::may_administer(cx, tx)?;
    org::refuse(tx, cx, &permit, id)?;
    told(tx, cx, "second-refuse", &id.uuid().to_string(), "")
}

/// Decides from when on deeds take two.
pub(super) fn guard(
    tx: &mut Update<'_>,
    cx: &Cx,
    guard: Safeguard,
) -> Result<(), AdministrationError> {
    let may = org::may(cx, tx, guard)?;
    guarded(tx, cx, &may)
}

/// The same, where it may be decided.
pub(super) fn guarded(
    tx: &mut Update<'_>,
    cx: &Cx,
    may: &May<Safeguard>,
) -> Result<(), AdministrationError> {
    org::safeguard_set(tx, may, cx.now)?;
    let deed = may.deed();
    let organisation = may.town().organisation().uuid().to_string();
    let detail = format!("two={} people={}", deed.two, deed.people);
    told(tx, cx, Safeguard::KIND, &organisation, &detail)
}

/// Gives a unit an account, with an address of the organisation's.
pub(super) fn account_open(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: PostId,
    open: OpenAccount,
) -> Result<(), AdministrationError> {
    let may = org::may(cx, tx, open)?;
    let row = org::organisation_named(tx, cx.town.organisation())?;
    let domain = row.map_or_else(String::new, |row| format!("@{}", row.domain));
    if !may.deed().address.as_str().ends_with(&domain) {
        return Err(AdministrationError::ForeignAddress);
    }
    let post = org::account_open(tx, &may, id, cx.now)?;
    told(tx, cx, OpenAccount::KIND, &post.uuid().to_string(), "")
}

/// Closes an account.
pub(super) fn account_close(
    tx: &mut Update<'_>,
    cx: &Cx,
    unit: UnitId,
) -> Result<(), AdministrationError> {
    let (post, _) = org::account_of(tx, cx.town, unit)?.ok_or(Denied::NotThere)?;
    let may = org::may(cx, tx, CloseAccount { post })?;
    org::account_close(tx, &may, cx.now)?;
    told(tx, cx, CloseAccount::KIND, &post.uuid().to_string(), "")
}

/// Lets whoever holds a post act as the account of a unit.
pub(super) fn account_give(
    tx: &mut Update<'_>,
    cx: &Cx,
    id: GrantId,
    (unit, post): (UnitId, PostId),
) -> Result<(), AdministrationError> {
    let (account, _) = org::account_of(tx, cx.town, unit)?.ok_or(Denied::NotThere)?;
    let deed = Give {
        role: Role::Represent(account),
        bearer: Bearer::Post(post),
        last: None,
    };
    give(tx, cx, id, deed)
}

fn whom(bearer: Bearer) -> String {
    match bearer {
        Bearer::Staff(staff) => staff.uuid().to_string(),
        Bearer::Post(post) => post.uuid().to_string(),
    }
}

fn role_told(role: Role) -> String {
    match role {
        Role::Unit(unit) => format!("{} {}", role.code(), unit.uuid()),
        Role::Represent(post) => format!("{} {}", role.code(), post.uuid()),
        _ => role.code().to_owned(),
    }
}

fn told(
    tx: &mut Update<'_>,
    cx: &Cx,
    act: &str,
    object: &str,
    detail: &str,
) -> Result<(), AdministrationError> {
    let who = cx.staff.uuid().to_string();
    Audit::append(tx, cx.now, &who, act, object, detail)?;
    Ok(())
}

/// What a town counts, for the first page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub people: usize,
    pub suspended: usize,
    pub units: usize,
}

/// Counts whom somebody cares for.
pub(super) fn counts(
    tx: &View<'_>,
    oversight: &org::Oversight,
    town: Town,
    day: Date,
) -> Result<Counts, OrgError> {
    let mut out = Counts::default();
    for one in org::staff_counted(tx, town, "")? {
        let here =
            one.from.is_none_or(|from| from <= day) && one.last.is_none_or(|last| day <= last);
        if !here || !oversight.reaches(tx, one.id)? {
            continue;
        }
        if one.staff.active {
            out.people = out.people.saturating_add(1);
        } else {
            out.suspended = out.suspended.saturating_add(1);
        }
    }
    let units = org::units_on(tx, town, day)?;
    out.units = units
        .iter()
        .filter(|(id, _)| oversight.of_unit(*id).is_ok())
        .count();
    Ok(out)
}
