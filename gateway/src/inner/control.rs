//! What the inner process answers to the operator.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use sekisho_platform::audit::{Audit, AuditError};
use sekisho_platform::store::{Store, StoreError};
use serde_json::{Value, json};

use super::ledger::Verdict;
use super::receive::Node;
use crate::link::unknown_verb;

/// How many rows `refused` shows.
const LATEST: usize = 1_000;

/// Who answers.
pub(super) struct Desk {
    pub(super) node: Arc<Node>,
    pub(super) store: Store,
    pub(super) since: Timestamp,
    pub(super) addresses: Vec<String>,
}

impl Desk {
    /// Answers one question.
    pub(super) async fn answer(self: Arc<Self>, question: Value) -> Value {
        let answered =
            tokio::task::spawn_blocking(move || match question.get("do").and_then(Value::as_str) {
                Some("status") => Ok(self.status()),
                Some("reconcile") => self.reconcile(),
                Some("refused") => self.refused(),
                Some("audit-verify") => self.audit_verify(),
                _ => Ok(unknown_verb()),
            });
        match answered.await {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => failed(error.kind().code(), &error.to_string()),
            Err(error) => failed("internal", &error.to_string()),
        }
    }

    fn status(&self) -> Value {
        let kept = self.node.refused.count().unwrap_or(0);
        let alarms: Vec<Value> = match kept {
            0 => Vec::new(),
            count => vec![json!({ "code": "bad-seal", "count": count })],
        };
        let directory = self.node.handover.directory();
        let directory = directory
            .borrow()
            .as_ref()
            .map_or(0, |announced| announced.v);
        json!({
            "ok": true,
            "ready": true,
            "role": "inner",
            "version": env!("CARGO_PKG_VERSION"),
            "pid": std::process::id(),
            "since": self.since.to_string(),
            "addresses": self.addresses,
            "link": self.node.links.load(Ordering::Relaxed) > 0,
            "appliance": self.node.handover.is_up(),
            "directory": directory,
            "refused": kept,
            "alarms": alarms,
        })
    }

    fn reconcile(&self) -> Result<Value, StoreError> {
        let sums = self.node.ledger.sums()?;
        Ok(json!({
            "ok": true,
            "items": sums.items,
            "landed": sums.landed,
            "turned_away": sums.turned_away,
            "refused": sums.refused,
        }))
    }

    /// The refused ones among the latest items.
    fn refused(&self) -> Result<Value, StoreError> {
        let latest = self.node.ledger.latest(LATEST)?;
        let items: Vec<Value> = latest
            .into_iter()
            .filter_map(|(item, answered)| match answered.verdict {
                Verdict::Refused(why) => Some(json!({
                    "item": item,
                    "at": Timestamp::from_millisecond(answered.at).unwrap_or_default().to_string(),
                    "size": answered.size,
                    "digest": blake3::Hash::from_bytes(answered.digest).to_hex().as_str(),
                    "why": why,
                })),
                Verdict::Done(_) => None,
            })
            .collect();
        Ok(json!({ "ok": true, "items": items }))
    }

    fn audit_verify(&self) -> Result<Value, StoreError> {
        let verified: Result<_, AuditError> = self
            .store
            .view(|view| Audit::verify(view, Some(&self.node.checkpoint_key)));
        match verified {
            Ok(whole) => Ok(json!({
                "ok": true, "rows": whole.rows, "checkpoints": whole.checkpoints, "broken": null,
            })),
            Err(AuditError::Broken { at }) => {
                Ok(json!({ "ok": true, "rows": null, "checkpoints": null, "broken": { "at": at } }))
            }
            Err(AuditError::Store(error)) => Err(error),
            Err(other) => Ok(failed("audit", &other.to_string())),
        }
    }
}

fn failed(code: &str, error: &str) -> Value {
    json!({ "ok": false, "code": code, "error": error })
}

/// Opens the books of a start: one audit row, and a checkpoint over everything so far.
pub(super) fn open_books(
    ledger: &Store,
    at: Timestamp,
    key: &ed25519_dalek::SigningKey,
) -> Result<(), StoreError> {
    ledger.update(|update| {
        Audit::append(
            update,
            at,
            "inner",
            "start",
            "inner",
            env!("CARGO_PKG_VERSION"),
        )?;
        Audit::checkpoint(update, key)?;
        Ok(())
    })
}
