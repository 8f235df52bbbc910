//! When sessions were last used, until it is written down. Nobody's page waits for a disk because of it: the moments of a
//! few seconds are written together. What a power cut takes of them makes a session end those seconds sooner.

use super::model::SessionKey;
use super::service::{AuthError, session_touch};
use sekisho_platform::store::Store;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many are written in one transaction.
const STRIDE: usize = 500;

/// The moments, in seconds.
#[derive(Debug, Default)]
pub(crate) struct Touches(Mutex<HashMap<SessionKey, i64>>);

impl Touches {
    /// Notes that a session is in use.
    pub(super) fn note(&self, key: SessionKey, now: i64) {
        let mut all = self.all();
        let seen = all.entry(key).or_insert(now);
        *seen = (*seen).max(now);
    }

    /// The later of what its row says and what is noted here.
    pub(super) fn seen(&self, key: SessionKey, row: i64) -> i64 {
        self.all().get(&key).map_or(row, |noted| row.max(*noted))
    }

    /// Writes down what is noted. Blocks. What is noted meanwhile stays for the next time, as does what fails.
    pub(crate) fn write(&self, store: &Store) -> Result<usize, AuthError> {
        let noted: Vec<(SessionKey, i64)> =
            self.all().iter().map(|(key, at)| (*key, *at)).collect();
        for some in noted.chunks(STRIDE) {
            store.update(|tx| -> Result<(), AuthError> {
                for (key, at) in some {
                    session_touch(tx, *key, *at)?;
                }
                Ok(())
            })?;
            let mut all = self.all();
            for (key, at) in some {
                if all.get(key) == Some(at) {
                    all.remove(key);
                }
            }
        }
        Ok(noted.len())
    }

    fn all(&self) -> MutexGuard<'_, HashMap<SessionKey, i64>> {
        // A moment is put in whole or not at all.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
