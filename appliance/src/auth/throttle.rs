//! How often one may guess. Counting is per account and per address; a closed gate looks exactly like a wrong
//! password, so that nobody learns which names exist.

use super::table::{Tries, TryRows};
use crate::text::fold::fold;
use sekisho_platform::store::{StoreError, Update, View};

/// Where something is guessed. Each counts an account for itself, so that none opens or closes another; the address
/// is one counter for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// A password at the log-in page.
    LogIn,
    /// A 登録コード.
    Enrolment,
    /// A second factor, by whoever knows the password.
    Second,
    /// A password, inside an open session.
    Inside,
    /// A passkey. What is counted is the address alone.
    Passkey,
    /// An app password, by a program that comes again and again.
    AppPassword,
}

impl Door {
    fn kind(self) -> &'static str {
        match self {
            Self::LogIn => "account",
            Self::Enrolment => "enrolment",
            Self::Second => "second",
            Self::Inside => "inside",
            Self::Passkey => "passkey",
            Self::AppPassword => "app-password",
        }
    }

    fn limit(self) -> Limit {
        match self {
            Self::LogIn | Self::Enrolment | Self::Inside | Self::AppPassword => ACCOUNT,
            Self::Second => SECOND,
            Self::Passkey => ADDRESS,
        }
    }
}

/// Who tries, as the counters know them: digests, so that the store holds no list of guesses.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tryer {
    door: Door,
    account: [u8; 32],
    address: [u8; 32],
    /// Whether they try in a browser in which they have logged in before.
    known: bool,
}

impl Tryer {
    /// From the name as typed and the address it came from.
    pub(super) fn new(door: Door, name: &str, address: &str) -> Self {
        Self {
            door,
            account: digest(door.kind(), &fold(name)),
            address: digest("address", address),
            known: false,
        }
    }

    /// The same in a browser in which they have logged in before, which its token counts: neither what others guess
    /// elsewhere nor what is guessed behind the same address closes it.
    pub(super) fn known_by(self, token: Option<&str>) -> Self {
        match token {
            Some(token) => Self {
                account: digest("known", token),
                known: true,
                ..self
            },
            None => self,
        }
    }

    /// The same, counted for the name from this address and for nothing else: neither another address nor another door
    /// hears of it.
    pub(super) fn apart(door: Door, name: &str, address: &str) -> Self {
        let both = [fold(name).as_str(), address].join("\0");
        Self {
            door,
            account: digest(door.kind(), &both),
            address: digest("apart", &[door.kind(), address].join("\0")),
            known: false,
        }
    }

    /// Whether anything is counted for the account.
    pub(super) fn counted(&self, tx: &View<'_>) -> Result<bool, StoreError> {
        Ok(tx.get::<TryRows>(&self.account)?.is_some())
    }

    /// Whether the gate is closed now, for the account or for the address.
    pub(super) fn closed(&self, tx: &View<'_>, now: i64) -> Result<bool, StoreError> {
        let account = tx.get::<TryRows>(&self.account)?;
        let address = tx.get::<TryRows>(&self.address)?;
        let by_address = !self.known && closed(address.as_ref(), now);
        Ok(closed(account.as_ref(), now) || by_address)
    }

    /// Counts a failure. Answers whether it was the one that closed the account.
    pub(super) fn failed(&self, tx: &mut Update<'_>, now: i64) -> Result<bool, StoreError> {
        let limit = self.door.limit();
        let account = failed(tx.get::<TryRows>(&self.account)?, limit, now);
        let address = failed(tx.get::<TryRows>(&self.address)?, ADDRESS, now);
        tx.put::<TryRows>(&self.account, &account)?;
        tx.put::<TryRows>(&self.address, &address)?;
        Ok(account.closed_until > now && account.failed == limit.most)
    }

    /// Forgets what was counted for the account: its owner has come in.
    pub(super) fn forget(&self, tx: &mut Update<'_>) -> Result<(), StoreError> {
        tx.remove::<TryRows>(&self.account)?;
        Ok(())
    }
}

/// Everybody who is wrong at a door of the house, together. It closes nothing: whoever could close a door for all would
/// keep a newcomer out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crowd([u8; 32]);

impl Crowd {
    /// Of a door.
    pub(super) fn at(door: Door) -> Self {
        Self(digest("crowd", door.kind()))
    }

    /// Counts one more.
    pub(super) fn wrong(self, tx: &mut Update<'_>, now: i64) -> Result<(), StoreError> {
        let tries = failed(tx.get::<TryRows>(&self.0)?, CROWD, now);
        tx.put::<TryRows>(&self.0, &tries)?;
        Ok(())
    }

    /// How many there were in the window that runs.
    pub(super) fn size(self, tx: &View<'_>, now: i64) -> Result<u32, StoreError> {
        let tries = tx.get::<TryRows>(&self.0)?;
        let recent = tries.filter(|tries| now.saturating_sub(tries.first) < CROWD.window);
        Ok(recent.map_or(0, |tries| tries.failed))
    }
}

/// A window to count in, without an end by number.
const CROWD: Limit = Limit {
    most: u32::MAX,
    window: 15 * 60,
    closed: 0,
};

fn digest(kind: &str, text: &str) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("sekisho log-in tries v1");
    hasher.update(kind.as_bytes());
    hasher.update(&[0]);
    hasher.update(text.as_bytes());
    *hasher.finalize().as_bytes()
}

/// The limits of one counter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// Failures allowed within the window.
    pub most: u32,
    /// The window, in seconds.
    pub window: i64,
    /// How long the gate stays closed, in seconds.
    pub closed: i64,
}

/// One person's account.
pub(super) const ACCOUNT: Limit = Limit {
    most: 10,
    window: 15 * 60,
    closed: 15 * 60,
};

/// One person's second factor. Three codes of a million are good at any moment, so few may be tried: at most 120 a day,
/// by somebody who knows the password already.
pub(super) const SECOND: Limit = Limit {
    most: 5,
    window: 60 * 60,
    closed: 60 * 60,
};

/// One address; a whole office may share it.
pub(super) const ADDRESS: Limit = Limit {
    most: 100,
    window: 15 * 60,
    closed: 15 * 60,
};

/// Whether the gate is closed now.
pub(super) fn closed(tries: Option<&Tries>, now: i64) -> bool {
    tries.is_some_and(|tries| now < tries.closed_until)
}

/// The counter after one more failure.
pub(super) fn failed(tries: Option<Tries>, limit: Limit, now: i64) -> Tries {
    let mut tries = match tries {
        Some(tries)
            if now.saturating_sub(tries.first) < limit.window || now < tries.closed_until =>
        {
            tries
        }
        _ => Tries {
            failed: 0,
            first: now,
            closed_until: 0,
        },
    };
    tries.failed = tries.failed.saturating_add(1);
    if tries.failed >= limit.most && now >= tries.closed_until {
        tries.closed_until = now.saturating_add(limit.closed);
    }
    tries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_closes_after_ten_and_opens_again_by_itself() {
        let mut tries = None;
        for _ in 0..9 {
            tries = Some(failed(tries, ACCOUNT, 100));
            assert!(!closed(tries.as_ref(), 100));
        }
        tries = Some(failed(tries, ACCOUNT, 100));
        assert!(closed(tries.as_ref(), 100));
        assert!(closed(tries.as_ref(), 100 + 899));
        assert!(!closed(tries.as_ref(), 100 + 900));
    }

    #[test]
    fn slow_mistakes_are_forgotten() {
        let mut tries = None;
        for n in 0..50 {
            tries = Some(failed(tries, ACCOUNT, n * 1_000));
            assert!(!closed(tries.as_ref(), n * 1_000));
        }
    }

    #[test]
    fn guessing_on_does_not_lengthen_the_wait() {
        let mut tries = None;
        for _ in 0..10 {
            tries = Some(failed(tries, ACCOUNT, 0));
        }
        tries = Some(failed(tries, ACCOUNT, 500));
        assert!(!closed(tries.as_ref(), 900));
    }
}
