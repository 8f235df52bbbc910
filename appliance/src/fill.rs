//! A store filled before it is measured: organisations, people, passwords, sessions and mail, as many as a prefecture
//! has. Everything is written by the services that write it every day; mail comes in as sealed bundles, as from the
//! inner gateway. No program of the house calls this; the file must not be open elsewhere.

use crate::auth::{self, AuthError, Cost, PasswordError};
use crate::modules::mail::{self, Envelope, LandingError};
use crate::org::{OrgError, StaffId, Town, fill};
use ed25519_dalek::VerifyingKey;
use sekisho_platform::blob::{BlobError, Blobs};
use sekisho_platform::clock::{Clock, SystemClock};
use sekisho_platform::id::{Ids, SystemIds};
use sekisho_platform::store::{Store, StoreError, StoreSettings};
use sekisho_sanitizer::Seal;
use std::error::Error;
use std::path::Path;

/// How many people are written in one transaction.
const STRIDE: usize = 500;

/// A unit.
#[derive(Clone, Debug)]
pub struct Room {
    /// The place of the unit above among those before it; none at the top.
    pub above: Option<usize>,
    /// Its name.
    pub name: String,
}

/// Somebody.
#[derive(Clone, Debug)]
pub struct Clerk {
    /// As written.
    pub name: String,
    /// よみ.
    pub yomi: String,
    /// What they log in with, and the beginning of their address.
    pub login: String,
    /// Extension.
    pub phone: String,
    /// The place of their unit.
    pub room: usize,
    /// 職位.
    pub title: String,
    /// The place of the unit where they hold a post beside (兼務).
    pub beside: Option<usize>,
    /// Whether they are 団体管理者.
    pub administers: bool,
}

/// An organisation.
#[derive(Clone, Debug)]
pub struct Hall {
    /// Its name.
    pub name: String,
    /// The domain of its addresses.
    pub domain: String,
    /// Its units, each behind the one above it.
    pub rooms: Vec<Room>,
    /// Its people.
    pub clerks: Vec<Clerk>,
}

/// Somebody who was taken in.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    town: Town,
    staff: StaffId,
}

/// Why a store is not filled.
#[derive(Debug, thiserror::Error)]
#[error("filling a store")]
pub struct FillError(#[source] Box<dyn Error + Send + Sync>);

macro_rules! fails {
    ($($error:ty),*) => {
        $(impl From<$error> for FillError {
            fn from(error: $error) -> Self {
                Self(Box::new(error))
            }
        })*
    };
}

fails!(StoreError, BlobError, OrgError, AuthError, PasswordError);
fails!(
    LandingError,
    sekisho_sanitizer::SealError,
    serde_json::Error
);

/// A store that is being filled.
#[derive(Debug)]
pub struct Filling {
    store: Store,
    blobs: Blobs,
    ids: SystemIds,
    clock: SystemClock,
}

impl Filling {
    /// Opens the data folder of an appliance that is not running.
    pub fn open(data: &Path, cache_bytes: usize) -> Result<Self, FillError> {
        let settings = StoreSettings { cache_bytes };
        Ok(Self {
            store: Store::open_redb(&data.join("store.redb"), &settings)?,
            blobs: Blobs::open(&data.join("blobs"))?,
            ids: SystemIds,
            clock: SystemClock::new(),
        })
    }

    /// The hash of a password, at the cost of every day.
    pub fn hash(&self, password: &str) -> Result<String, FillError> {
        let password = auth::normal(password);
        let hash = auth::hash_now(Cost::PROPER, password.as_bytes(), self.ids.secret());
        Ok(hash?)
    }

    /// Founds an organisation and takes its people in. The hashes of passwords go round among them.
    pub fn hall(&self, hall: &Hall, hashes: &[String]) -> Result<Vec<Seat>, FillError> {
        let now = self.clock.now().as_second();
        let (town, units) = self.store.update(|tx| -> Result<_, FillError> {
            let founded = fill::found(tx, &self.ids, &hall.name, &hall.domain, &hall.rooms);
            Ok(founded?)
        })?;
        let mut seats = Vec::with_capacity(hall.clerks.len());
        let mut hashes = hashes.iter().cycle();
        for clerks in hall.clerks.chunks(STRIDE) {
            let passwords: Vec<_> = hashes.by_ref().take(clerks.len()).collect();
            let taken = self.store.update(|tx| -> Result<Vec<Seat>, FillError> {
                let mut seats = Vec::with_capacity(clerks.len());
                for (place, clerk) in clerks.iter().enumerate() {
                    let walls = (town, units.as_slice());
                    let staff = fill::take_in(tx, &self.ids, walls, &hall.domain, clerk)?;
                    if let Some(hash) = passwords.get(place) {
                        auth::password_set(tx, town, staff, hash, now, &[])?;
                    }
                    seats.push(Seat { town, staff });
                }
                Ok(seats)
            })?;
            seats.extend(taken);
        }
        Ok(seats)
    }

    /// Opens a session for each; answers their cookies' values.
    pub fn sessions(&self, seats: &[Seat]) -> Result<Vec<String>, FillError> {
        let now = self.clock.now();
        let mut out = Vec::with_capacity(seats.len());
        for some in seats.chunks(STRIDE) {
            let opened = self.store.update(|tx| -> Result<Vec<String>, FillError> {
                let mut out = Vec::with_capacity(some.len());
                for seat in some {
                    let whose = (seat.town, seat.staff);
                    out.push(auth::fill::session(tx, whose, self.ids.secret(), now)?);
                }
                Ok(out)
            })?;
            out.extend(opened);
        }
        Ok(out)
    }

    /// Lands sealed mails in one transaction. Blocks, and must not be called within an asynchronous runtime.
    pub fn land(&self, bundles: Vec<Vec<u8>>, key: &VerifyingKey) -> Result<(), FillError> {
        let waiting = tokio::runtime::Builder::new_current_thread().build();
        let waiting = waiting.map_err(|error| FillError(Box::new(error)))?;
        let mut arrivals = Vec::with_capacity(bundles.len());
        for bundle in bundles {
            let opened = Seal::open(&bundle, key)?;
            let envelope: Envelope = serde_json::from_value(opened.envelope.clone())?;
            let now = envelope.received;
            let prepared = mail::prepare(&self.blobs, &envelope, &opened, now);
            arrivals.push(waiting.block_on(prepared)?);
        }
        self.store.update(|tx| -> Result<(), FillError> {
            for arrival in &arrivals {
                mail::land(tx, arrival)?;
            }
            Ok(())
        })
    }
}
