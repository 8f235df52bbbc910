//! Setting second factors up and taking them away, and the step of a log-in that asks for one.

use super::recovery::RecoveryCode;
use super::table::{Recoveries, Recovery, Totp, Totps};
use super::totp::TotpSecret;
use crate::auth::admit::Admitted;
use crate::auth::half::{self, Step};
use crate::auth::machine::{MachineKey, Mark, Purpose};
use crate::auth::model::{SessionKey, SessionSecret};
use crate::auth::news::{self, Event};
use crate::auth::passkey;
use crate::auth::proof::Means;
use crate::auth::service::AuthError;
use crate::auth::throttle::{Door, Tryer};
use crate::org::StaffId;
use jiff::Timestamp;
use sekisho_platform::audit::Audit;
use sekisho_platform::id::Ids;
use sekisho_platform::store::{Update, View};

/// How long setting up may take, in seconds.
const SETUP: i64 = 900;

/// What a person has beside their password. A passkey asks for no second step: it is a way of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::auth) struct Kept {
    /// When their 確認アプリ was set up, in seconds.
    pub totp: Option<i64>,
    /// How many 回復コード are left; `None` where there never were any.
    pub recovery: Option<usize>,
}

impl Kept {
    /// Whether a password alone is not enough for them.
    pub(in crate::auth) fn any(self) -> bool {
        self.totp.is_some()
    }
}

/// What a person has beside their password.
pub(in crate::auth) fn kept(tx: &View<'_>, staff: StaffId) -> Result<Kept, AuthError> {
    Ok(Kept {
        totp: tx.get::<Totps>(&staff)?.map(|row| row.made),
        recovery: tx.get::<Recoveries>(&staff)?.map(|row| row.marks.len()),
    })
}

/// A secret on its way to a telephone, as the page carries it out and back: sealed for the person, for a quarter of an
/// hour. Nothing is stored before the telephone has shown that it knows it.
pub(super) fn setup_seal(
    key: &MachineKey,
    staff: StaffId,
    secret: &TotpSecret,
    now: i64,
    ids: &dyn Ids,
) -> Result<Vec<u8>, AuthError> {
    let until = now.saturating_add(SETUP).to_be_bytes();
    let plain = [secret.bytes(), &until].concat();
    Ok(key.seal(Purpose::TotpSetup, staff.uuid().as_bytes(), &plain, ids)?)
}

/// The secret in what a page carried, while its time is not over.
pub(super) fn setup_open(
    key: &MachineKey,
    staff: StaffId,
    carried: &[u8],
    now: i64,
) -> Option<TotpSecret> {
    let about = staff.uuid();
    let plain = key
        .open(Purpose::TotpSetup, about.as_bytes(), carried)
        .ok()?;
    let (secret, until) = plain.split_last_chunk::<8>()?;
    (now < i64::from_be_bytes(*until))
        .then(|| TotpSecret::of(secret))
        .flatten()
}

/// Takes a 確認アプリ that has just shown the code of `used`. With it come the first 回復コード, where the person has
/// none: answers whether `marks` were taken. `None` where there is an app already.
pub(in crate::auth) fn totp_set(
    tx: &mut Update<'_>,
    staff: StaffId,
    (sealed, used): (&[u8], u64),
    marks: &[Mark],
    (but, from): (&[SessionKey], &str),
    at: Timestamp,
) -> Result<Option<bool>, AuthError> {
    // Two pages may have been open: the app that was set up first stays.
    if tx.get::<Totps>(&staff)?.is_some() {
        return Ok(None);
    }
    // Whoever has shown the password alone and is on the way in was not asked for this; but for whoever sets it up on
    // that way.
    half::halves_end(tx, staff, but)?;
    let row = Totp {
        sealed: sealed.to_vec(),
        used,
        made: at.as_second(),
    };
    tx.put::<Totps>(&staff, &row)?;
    note(tx, at, staff, "totp-set", "")?;
    news::tell(tx, staff, Event::TotpSet, from, at)?;
    let first = tx.get::<Recoveries>(&staff)?.is_none();
    if first {
        recovery_set(tx, staff, marks, at)?;
    }
    Ok(Some(first))
}

/// Takes a new set of 回復コード; those before are good no more.
pub(super) fn recovery_set(
    tx: &mut Update<'_>,
    staff: StaffId,
    marks: &[Mark],
    at: Timestamp,
) -> Result<(), AuthError> {
    let row = Recovery {
        marks: marks.to_vec(),
        made: at.as_second(),
    };
    tx.put::<Recoveries>(&staff, &row)?;
    note(tx, at, staff, "recovery-codes", "")
}

/// Takes the person's 確認アプリ away. With the last second factor go the 回復コード.
pub(super) fn totp_remove(
    tx: &mut Update<'_>,
    staff: StaffId,
    from: &str,
    at: Timestamp,
) -> Result<(), AuthError> {
    if tx.remove::<Totps>(&staff)? {
        // A log-in that waits for its code has nothing to wait for any more.
        half::halves_end(tx, staff, &[])?;
        note(tx, at, staff, "totp-remove", "")?;
        news::tell(tx, staff, Event::TotpRemove, from, at)?;
    }
    if !kept(tx, staff)?.any() {
        tx.remove::<Recoveries>(&staff)?;
    }
    Ok(())
}

/// What becomes of second factors when somebody is recovered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    /// They stay: only the password was forgotten.
    Kept,
    /// They go: the telephone was lost too.
    Reset,
}

impl Beside {
    /// The word of the operator's verb and of the audit trail.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Kept => "keep",
            Self::Reset => "reset",
        }
    }
}

/// Takes everything away that a person has beside their password: whoever recovers them says so.
pub(in crate::auth) fn reset(tx: &mut Update<'_>, staff: StaffId) -> Result<(), AuthError> {
    tx.remove::<Totps>(&staff)?;
    tx.remove::<Recoveries>(&staff)?;
    Ok(())
}

/// What somebody answers when they are asked for a second factor.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    /// What their 確認アプリ shows, as typed.
    Totp(String),
    /// One of their 回復コード, when what was typed is one.
    Recovery(Option<RecoveryCode>),
}

/// Takes the step of the second factor: checks the answer, once, or counts a failure. `None` when it was not right, or
/// when there is no such step.
pub(super) fn second_step(
    tx: &mut Update<'_>,
    key: SessionKey,
    answer: &Answer,
    machine: &MachineKey,
    (secret, address): (&SessionSecret, &str),
    at: Timestamp,
) -> Result<Option<Admitted>, AuthError> {
    let now = at.as_second();
    let Some(half) = half::half_find(tx, key, now)? else {
        return Ok(None);
    };
    let tryer = tryer(half.staff, address);
    let by = if tryer.closed(tx, now)? {
        None
    } else {
        check(tx, half.staff, answer, machine, now)?
    };
    let Some(by) = by else {
        let closed = tryer.failed(tx, now)?;
        note(tx, at, half.staff, "second-refused", address)?;
        if closed {
            note(tx, at, half.staff, "second-closed", address)?;
        }
        return Ok(None);
    };
    tryer.forget(tx)?;
    note(tx, at, half.staff, "second", by.word())?;
    let means = match by {
        By::Totp => Means::WithTotp,
        By::Recovery => Means::WithRecovery,
    };
    half::step_taken(tx, key, (Step::Second, Some(means)), secret, address, at)
}

/// Takes the step by a passkey whose signature was right. Guesses at codes do not close this way, nor this way that.
pub(in crate::auth) fn by_passkey(
    tx: &mut Update<'_>,
    key: SessionKey,
    checked: &passkey::Checked,
    (secret, address): (&SessionSecret, &str),
    at: Timestamp,
) -> Result<Option<Admitted>, AuthError> {
    let Some(half) = half::half_find(tx, key, at.as_second())? else {
        return Ok(None);
    };
    let proof = passkey::used(tx, checked, address, at)?;
    if proof.is_none_or(|proof| proof.staff != half.staff) {
        return Ok(None);
    }
    note(tx, at, half.staff, "second", "passkey")?;
    let taken = (Step::Second, Some(Means::WithPasskey));
    half::step_taken(tx, key, taken, secret, address, at)
}

/// By what an answer was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// What the app showed.
    Totp,
    /// A 回復コード.
    Recovery,
}

impl By {
    /// The word of the audit trail.
    fn word(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Recovery => "recovery",
        }
    }
}

/// Inside an open session: whether what was typed is what the person's 確認アプリ shows, once. A wrong one is counted
/// as at the second step of a log-in.
pub(in crate::auth) fn totp_shown(
    tx: &mut Update<'_>,
    staff: StaffId,
    typed: &str,
    machine: &MachineKey,
    address: &str,
    at: Timestamp,
) -> Result<bool, AuthError> {
    let (tryer, now) = (tryer(staff, address), at.as_second());
    let answer = Answer::Totp(typed.to_owned());
    if !tryer.closed(tx, now)? && check(tx, staff, &answer, machine, now)?.is_some() {
        tryer.forget(tx)?;
        return Ok(true);
    }
    let closed = tryer.failed(tx, now)?;
    note(tx, at, staff, "second-refused", address)?;
    if closed {
        note(tx, at, staff, "second-closed", address)?;
    }
    Ok(false)
}

/// Whether the answer is right; what it used up is written down. Answers by what.
fn check(
    tx: &mut Update<'_>,
    staff: StaffId,
    answer: &Answer,
    machine: &MachineKey,
    now: i64,
) -> Result<Option<By>, AuthError> {
    match answer {
        Answer::Totp(typed) => {
            let Some(mut row) = tx.get::<Totps>(&staff)? else {
                return Ok(None);
            };
            let about = staff.uuid();
            let bytes = machine.open(Purpose::TotpSecret, about.as_bytes(), &row.sealed)?;
            let step =
                TotpSecret::of(&bytes).and_then(|secret| secret.step_of(typed, now, row.used));
            let Some(step) = step else {
                return Ok(None);
            };
            row.used = step;
            tx.put::<Totps>(&staff, &row)?;
            Ok(Some(By::Totp))
        }
        Answer::Recovery(code) => {
            let (Some(code), Some(mut row)) = (code, tx.get::<Recoveries>(&staff)?) else {
                return Ok(None);
            };
            let mark = code.mark(machine, staff);
            let before = row.marks.len();
            row.marks.retain(|kept| *kept != mark);
            if row.marks.len() == before {
                return Ok(None);
            }
            tx.put::<Recoveries>(&staff, &row)?;
            Ok(Some(By::Recovery))
        }
    }
}

/// Guesses at a second factor are counted for the person, not for a name that was typed.
fn tryer(staff: StaffId, address: &str) -> Tryer {
    Tryer::new(Door::Second, &staff.uuid().to_string(), address)
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
