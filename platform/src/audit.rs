//! The record of who did what: rows in the store, each holding the hash of the one before, and signed checkpoints,
//! so that nobody can change, drop or slip in a row without it being seen.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::store::{Direction, Indexes, Record, StoreError, Table, Update, View};

/// One row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, in nanoseconds since 1970.
    at: i128,
    /// Who.
    pub actor: String,
    /// Did what.
    pub act: String,
    /// To what.
    pub object: String,
    /// More about it.
    pub detail: String,
    previous: [u8; 32],
    hash: [u8; 32],
}

impl Entry {
    /// When it was done.
    pub fn at(&self) -> Timestamp {
        Timestamp::from_nanosecond(self.at).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn digest(&self, row: u64) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_derive_key("sekisho platform audit row v1");
        hasher.update(&row.to_be_bytes());
        hasher.update(&self.at.to_be_bytes());
        for part in [&self.actor, &self.act, &self.object, &self.detail] {
            hasher.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(part.as_bytes());
        }
        hasher.update(&self.previous);
        *hasher.finalize().as_bytes()
    }
}

impl Record for Entry {}

/// The rows, numbered from one.
#[derive(Debug)]
pub struct Entries;

impl Table for Entries {
    const NAME: &'static str = "audit";
    type Key = u64;
    type Record = Entry;

    fn index(_row: &u64, entry: &Entry, out: &mut Indexes) {
        out.add("by_actor", &entry.actor);
        out.add("by_object", &entry.object);
    }
}

/// A signature over everything up to a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Checkpoint {
    hash: [u8; 32],
    signature: Vec<u8>,
}

impl Record for Checkpoint {}

#[derive(Debug)]
struct Checkpoints;

impl Table for Checkpoints {
    const NAME: &'static str = "audit.checkpoint";
    const LOGGED: bool = false;
    type Key = u64;
    type Record = Checkpoint;
}

/// The chain holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many rows.
    pub rows: u64,
    /// The hash of the last one.
    pub head: [u8; 32],
    /// How many signed checkpoints were found and hold.
    pub checkpoints: u64,
}

/// The chain does not hold.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// A row was changed, dropped or slipped in.
    #[error("the audit record is broken at row {at}")]
    Broken {
        /// The first row that does not fit.
        at: u64,
    },
    /// The rows cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The record of who did what.
#[derive(Debug, Clone, Copy)]
pub struct Audit;

impl Audit {
    /// Adds a row in the same transaction as what it tells of; returns its number. `at` is read from the clock
    /// before the transaction begins, because the closure may run again.
    pub fn append(
        tx: &mut Update<'_>,
        at: Timestamp,
        actor: &str,
        act: &str,
        object: &str,
        detail: &str,
    ) -> Result<u64, StoreError> {
        let (last, previous) = head(tx)?;
        let row = last + 1;
        let mut entry = Entry {
            at: at.as_nanosecond(),
            actor: actor.to_owned(),
            act: act.to_owned(),
            object: object.to_owned(),
            detail: detail.to_owned(),
            previous,
            hash: [0; 32],
        };
        entry.hash = entry.digest(row);
        tx.put::<Entries>(&row, &entry)?;
        Ok(row)
    }

    /// Signs everything so far; `None` when there is nothing new to sign.
    pub fn checkpoint(tx: &mut Update<'_>, key: &SigningKey) -> Result<Option<u64>, StoreError> {
        let (row, hash) = head(tx)?;
        if row == 0 || tx.contains::<Checkpoints>(&row)? {
            return Ok(None);
        }
        let signature = key.sign(&signed(row, &hash)).to_bytes().to_vec();
        tx.put::<Checkpoints>(&row, &Checkpoint { hash, signature })?;
        Ok(Some(row))
    }

    /// Walks the whole chain; with a key, checks the signatures of the checkpoints too.
    pub fn verify(view: &View<'_>, key: Option<&VerifyingKey>) -> Result<Verified, AuditError> {
        let checkpoints = view.range::<Checkpoints>(.., Direction::Up, usize::MAX)?;
        let mut marks = checkpoints.iter().peekable();
        let mut verified = Verified {
            rows: 0,
            head: [0; 32],
            checkpoints: 0,
        };
        loop {
            // From zero at first: a row slipped in before the first is seen too.
            let next = if verified.rows == 0 {
                0
            } else {
                verified.rows + 1
            };
            let page = view.range::<Entries>(next.., Direction::Up, 1_000)?;
            if page.is_empty() {
                break;
            }
            for (row, entry) in page {
                let at = verified.rows + 1;
                let fits =
                    row == at && entry.previous == verified.head && entry.digest(row) == entry.hash;
                if !fits {
                    return Err(AuditError::Broken { at });
                }
                verified.rows = row;
                verified.head = entry.hash;
                if let Some((_, mark)) = marks.next_if(|(marked, _)| *marked == row) {
                    if mark.hash != entry.hash || !key.is_none_or(|key| holds(key, row, mark)) {
                        return Err(AuditError::Broken { at: row });
                    }
                    verified.checkpoints += 1;
                }
            }
        }
        // A checkpoint beyond the last row: rows were cut off.
        match marks.next() {
            Some(_) => Err(AuditError::Broken {
                at: verified.rows + 1,
            }),
            None => Ok(verified),
        }
    }
}

fn head(view: &View<'_>) -> Result<(u64, [u8; 32]), StoreError> {
    let last = view.range::<Entries>(.., Direction::Down, 1)?.pop();
    Ok(last.map_or((0, [0; 32]), |(row, entry)| (row, entry.hash)))
}

fn signed(row: u64, hash: &[u8; 32]) -> Vec<u8> {
    [
        b"sekisho platform audit checkpoint v1".as_slice(),
        &row.to_be_bytes(),
        hash,
    ]
    .concat()
}

fn holds(key: &VerifyingKey, row: u64, mark: &Checkpoint) -> bool {
    let Ok(signature) = Signature::from_slice(&mark.signature) else {
        return false;
    };
    key.verify_strict(&signed(row, &mark.hash), &signature)
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    fn filled() -> (Store, SigningKey) {
        let store = Store::memory();
        let key = SigningKey::from_bytes(&[7; 32]);
        for number in 0..10_i64 {
            let at = Timestamp::from_second(number).unwrap();
            store
                .update(|tx| -> Result<_, StoreError> {
                    Audit::append(tx, at, "someone", "opened", &format!("door {number}"), "")?;
                    if number % 4 == 3 {
                        Audit::checkpoint(tx, &key)
                    } else {
                        Ok(None)
                    }
                })
                .unwrap();
        }
        (store, key)
    }

    fn verify(store: &Store, key: &SigningKey) -> Result<Verified, AuditError> {
        store.view(|tx| Audit::verify(tx, Some(&key.verifying_key())))
    }

    fn broken_at(store: &Store, key: &SigningKey) -> u64 {
        match verify(store, key) {
            Err(AuditError::Broken { at }) => at,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_untouched_record_holds() {
        let (store, key) = filled();
        let verified = verify(&store, &key).unwrap();
        assert_eq!((verified.rows, verified.checkpoints), (10, 2));
        let rows = store
            .view(|tx| tx.by_index::<Entries>("by_object", &"door 3", Direction::Up, None, 9))
            .unwrap();
        assert_eq!(rows[0].1.at().as_second(), 3);
        let none = store.view(|tx| Audit::verify(tx, None)).unwrap();
        assert_eq!(none.rows, 10);
    }

    fn tamper(store: &Store, work: impl Fn(&mut Update<'_>) -> Result<(), StoreError>) {
        store.update(work).unwrap();
    }

    #[test]
    fn a_changed_row_is_found() {
        let (store, key) = filled();
        tamper(&store, |tx| {
            let mut entry = tx.get::<Entries>(&5)?.unwrap();
            entry.actor = "somebody else".to_owned();
            tx.put::<Entries>(&5, &entry)?;
            Ok(())
        });
        assert_eq!(broken_at(&store, &key), 5);
    }

    #[test]
    fn a_dropped_row_is_found() {
        let (store, key) = filled();
        tamper(&store, |tx| tx.remove::<Entries>(&6).map(drop));
        assert_eq!(broken_at(&store, &key), 6);
    }

    #[test]
    fn a_cut_off_end_is_found_when_it_was_signed() {
        let (store, key) = filled();
        tamper(&store, |tx| {
            for row in 7..=10 {
                tx.remove::<Entries>(&row)?;
            }
            Ok(())
        });
        assert_eq!(broken_at(&store, &key), 7);
    }

    #[test]
    fn a_rewritten_chain_does_not_fit_its_signatures() {
        let (store, key) = filled();
        tamper(&store, |tx| {
            let mut previous = tx.get::<Entries>(&2)?.unwrap().hash;
            for row in 3..=10 {
                let mut entry = tx.get::<Entries>(&row)?.unwrap();
                entry.actor = "nobody".to_owned();
                entry.previous = previous;
                entry.hash = entry.digest(row);
                previous = entry.hash;
                tx.put::<Entries>(&row, &entry)?;
            }
            Ok(())
        });
        assert_eq!(
            broken_at(&store, &key),
            4,
            "the first checkpoint behind the change"
        );
        let stranger = SigningKey::from_bytes(&[8; 32]);
        let (store, _) = filled();
        assert_eq!(broken_at(&store, &stranger), 4);
    }
}
