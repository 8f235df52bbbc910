//! Keeping passkeys and challenges. Every decision and its audit row are one transaction.

use super::model::{Aim, CeremonyKey, PasskeyKey};
use super::party::{self, PartyError};
use super::table::{Ceremonies, Ceremony, PasskeyRow, Passkeys};
use crate::auth::label::Label;
use crate::auth::model::SessionKey;
use crate::auth::news::{self, Event};
use crate::auth::proof::{Means, Proof};
use crate::auth::service::AuthError;
use crate::auth::table::Credentials;
use crate::auth::throttle::{Door, Tryer};
use crate::org::{self, StaffId, Town};
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::store::{Direction, Update, View};
use webauthn_rs::prelude::AuthenticationResult;

/// How long a challenge waits for its answer, in seconds: as long as a browser is told to wait for the device.
pub(super) const LIFETIME: i64 = 300;

/// How many passkeys somebody may have.
pub(super) const MOST: usize = 20;

/// How many challenges may wait for one address; whoever asks for more must wait for theirs to run out.
const WAITING: usize = 300;

impl From<PartyError> for AuthError {
    fn from(error: PartyError) -> Self {
        Self::Passkey(Box::new(error))
    }
}

/// A person's passkeys, the one that was added first first.
pub(super) fn passkeys_of(
    tx: &View<'_>,
    staff: StaffId,
) -> Result<Vec<(PasskeyKey, PasskeyRow)>, AuthError> {
    let mut rows = tx.by_index::<Passkeys>("by_staff", &staff, Direction::Up, None, MOST)?;
    rows.sort_by_key(|(_, row)| row.made);
    Ok(rows)
}

/// What the person's devices call their passkeys by, but for those that open nothing any more.
pub(in crate::auth) fn credentials_of(
    tx: &View<'_>,
    staff: StaffId,
) -> Result<Vec<Vec<u8>>, AuthError> {
    let rows = passkeys_of(tx, staff)?.into_iter();
    let good = rows.filter(|(_, row)| row.doubted.is_none());
    Ok(good.map(|(_, row)| row.credential).collect())
}

/// Whether the person has a passkey that opens something.
pub(in crate::auth) fn has_any(tx: &View<'_>, staff: StaffId) -> Result<bool, AuthError> {
    Ok(!credentials_of(tx, staff)?.is_empty())
}

/// How many passkeys the person has.
pub(in crate::auth) fn many(tx: &View<'_>, staff: StaffId) -> Result<usize, AuthError> {
    Ok(passkeys_of(tx, staff)?.len())
}

/// Keeps a challenge in the place of one that the holder asked for before. `false` when too many wait for the address.
pub(super) fn ceremony_begin(
    tx: &mut Update<'_>,
    (aim, holder): (Aim, SessionKey),
    ceremony: &Ceremony,
) -> Result<bool, AuthError> {
    let from = ceremony.address.as_str();
    let waiting = tx.index_keys::<Ceremonies>("by_address", &from, Direction::Up, WAITING)?;
    if waiting.len() >= WAITING {
        return Ok(false);
    }
    tx.put::<Ceremonies>(&CeremonyKey::new(aim, holder), ceremony)?;
    Ok(true)
}

/// Spends a challenge: it is gone, whatever becomes of its answer.
pub(super) fn ceremony_spend(
    tx: &mut Update<'_>,
    (aim, holder): (Aim, SessionKey),
    now: i64,
) -> Result<Option<Ceremony>, AuthError> {
    let key = CeremonyKey::new(aim, holder);
    let Some(ceremony) = tx.get::<Ceremonies>(&key)? else {
        return Ok(None);
    };
    tx.remove::<Ceremonies>(&key)?;
    Ok((now.saturating_sub(ceremony.began) < LIFETIME).then_some(ceremony))
}

/// Takes a passkey that has just been made. `false` when it is somebody's already or there are too many.
pub(super) fn add(
    tx: &mut Update<'_>,
    (town, staff): (Town, StaffId),
    label: &Label,
    (credential, passkey): (&[u8], &[u8]),
    from: &str,
    at: Timestamp,
) -> Result<bool, AuthError> {
    let key = PasskeyKey::of(credential);
    if tx.get::<Passkeys>(&key)?.is_some() || many(tx, staff)? >= MOST {
        return Ok(false);
    }
    tx.put::<Passkeys>(
        &key,
        &PasskeyRow {
            town,
            staff,
            label: label.clone(),
            made: at.as_second(),
            used: None,
            doubted: None,
            counter: 0,
            credential: credential.to_vec(),
            passkey: passkey.to_vec(),
        },
    )?;
    note(tx, at, staff, "passkey-add", &handle_short(key))?;
    news::tell(tx, staff, Event::PasskeyAdd, from, at)?;
    Ok(true)
}

/// What became of a wish to remove a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Removed {
    /// It opens nothing from now on.
    Gone,
    /// There is none of this name.
    None,
    /// It stays: it is the last way to log in.
    Last,
}

/// Removes one of the person's passkeys, unless nothing would be left to log in with. A handle of somebody else's is
/// nobody's.
pub(super) fn remove(
    tx: &mut Update<'_>,
    staff: StaffId,
    handle: &str,
    from: &str,
    at: Timestamp,
) -> Result<Removed, AuthError> {
    let rows = passkeys_of(tx, staff)?;
    let Some((key, _)) = rows.iter().find(|(key, _)| key.handle() == handle) else {
        return Ok(Removed::None);
    };
    let credential = tx.get::<Credentials>(&staff)?;
    let password = credential.is_some_and(|row| row.hash.is_some());
    let other = rows
        .iter()
        .any(|(other, row)| other != key && row.doubted.is_none());
    if !password && !other {
        return Ok(Removed::Last);
    }
    tx.remove::<Passkeys>(key)?;
    note(tx, at, staff, "passkey-remove", &handle_short(*key))?;
    news::tell(tx, staff, Event::PasskeyRemove, from, at)?;
    Ok(Removed::Gone)
}

/// Takes every passkey of a person away: whoever recovers them says so. Answers how many there were.
pub(in crate::auth) fn forget(tx: &mut Update<'_>, staff: StaffId) -> Result<usize, AuthError> {
    let mut gone = 0;
    for (key, _) in passkeys_of(tx, staff)? {
        gone += usize::from(tx.remove::<Passkeys>(&key)?);
    }
    Ok(gone)
}

/// Somebody who shows a passkey, as the counters of guesses know them: the address. A signature cannot be guessed, so
/// no account is closed by somebody who tries.
pub(super) fn tryer(address: &str) -> Tryer {
    Tryer::new(Door::Passkey, address, address)
}

/// Counts an answer that was none, and notes it.
pub(super) fn refused(
    tx: &mut Update<'_>,
    suspect: Option<StaffId>,
    address: &str,
    at: Timestamp,
) -> Result<(), AuthError> {
    tryer(address).failed(tx, at.as_second())?;
    let whom = suspect.map_or_else(|| "-".to_owned(), |staff| staff.uuid().to_string());
    Audit::append(tx, at, "-", "passkey-refused", &whom, address)?;
    Ok(())
}

/// Ends a passkey whose counter did not go on: somebody may have a copy of the device.
pub(super) fn doubt(
    tx: &mut Update<'_>,
    key: PasskeyKey,
    address: &str,
    at: Timestamp,
) -> Result<(), AuthError> {
    if let Some(mut row) = tx.get::<Passkeys>(&key)? {
        row.doubted = row.doubted.or(Some(at.as_second()));
        tx.put::<Passkeys>(&key, &row)?;
        let whom = row.staff.uuid().to_string();
        let detail = format!("{address} {}", handle_short(key));
        Audit::append(tx, at, "-", "passkey-doubted", &whom, &detail)?;
    }
    Ok(())
}

/// An answer whose signature was right.
#[derive(Clone, Debug)]
pub(in crate::auth) struct Checked {
    /// Which passkey signed.
    pub(super) key: PasskeyKey,
    /// What the library says of it.
    pub(super) result: AuthenticationResult,
}

/// Proves whoever showed a passkey: while it stands, its owner may log in, its counter has gone on and the address is
/// not closed. Otherwise the try is counted.
pub(in crate::auth) fn used(
    tx: &mut Update<'_>,
    checked: &Checked,
    address: &str,
    at: Timestamp,
) -> Result<Option<Proof>, AuthError> {
    let now = at.as_second();
    let row = tx.get::<Passkeys>(&checked.key)?;
    let suspect = row.as_ref().map(|row| row.staff);
    let counter = checked.result.counter();
    let good = match &row {
        Some(row) => {
            let active = org::staff_get(tx, row.town, row.staff)?.is_some_and(|who| who.active);
            let on = counter > row.counter || (counter == 0 && row.counter == 0);
            active && on && row.doubted.is_none() && !tryer(address).closed(tx, now)?
        }
        None => false,
    };
    let (Some(mut row), true) = (row, good) else {
        refused(tx, suspect, address, at)?;
        return Ok(None);
    };
    row.used = Some(now);
    row.counter = counter;
    row.passkey = party::after(&row.passkey, &checked.result)?;
    let proof = Proof {
        town: row.town,
        staff: row.staff,
        means: Means::Passkey,
    };
    tx.put::<Passkeys>(&checked.key, &row)?;
    Ok(Some(proof))
}

/// Forgets challenges that nobody answered, a few at a time.
pub(in crate::auth) fn sweep(tx: &mut Update<'_>, now: i64) -> Result<usize, AuthError> {
    const STRIDE: usize = 500;
    let old = ..now.saturating_sub(LIFETIME);
    let mut gone = 0;
    for (key, _) in tx.index_range::<Ceremonies, i64>("by_age", old, Direction::Up, STRIDE)? {
        gone += usize::from(tx.remove::<Ceremonies>(&key)?);
    }
    Ok(gone)
}

/// Which of somebody's passkeys the trail speaks of; no more than tells one from another.
fn handle_short(key: PasskeyKey) -> String {
    key.handle().chars().take(8).collect()
}

fn note(
    tx: &mut Update<'_>,
    at: Timestamp,
    staff: StaffId,
    act: &str,
    detail: &str,
) -> Result<(), AuthError> {
    let who = staff.uuid().to_string();
    Audit::append(tx, at, &who, act, &who, detail)?;
    Ok(())
}
