//! What an operator may ask of the outer process, one JSON object a question, as pinned in `docs/wire/control.json`.

use std::net::SocketAddr;
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;
use jiff::Timestamp;
use sekisho_platform::audit::AuditError;
use sekisho_platform::store::StoreError;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::delivery::Courier;
use crate::intake::directory::Directory;
use crate::ledger::Ledger;
use crate::ledger::row::{ItemRow, Stage};
use crate::queue::Queue;
use crate::queue::shelf::Shelf;

/// What the answers are made from.
pub(crate) struct Desk {
    pub(crate) ledger: Ledger,
    pub(crate) queue: Arc<Queue>,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) courier: Courier,
    pub(crate) directory: Directory,
    pub(crate) audit_key: VerifyingKey,
    pub(crate) since: Timestamp,
    pub(crate) addresses: Vec<SocketAddr>,
    pub(crate) alarms: Vec<String>,
}

/// The questions.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
enum Question {
    Status,
    Ledger {
        #[serde(default)]
        item: Option<Uuid>,
        #[serde(default)]
        limit: Option<usize>,
    },
    Reconcile,
    AuditVerify,
    Held {
        #[serde(default)]
        limit: Option<usize>,
    },
}

/// Items told at once unless more are asked for.
const SOME: usize = 50;
/// Items told at once at most.
const MOST: usize = 10_000;

impl Desk {
    /// Answers one question.
    pub(crate) async fn answer(self: Arc<Self>, question: Value) -> Value {
        let question: Question = match serde_json::from_value(question) {
            Ok(question) => question,
            Err(error) => return refusal("unknown-verb", &error.to_string()),
        };
        let answered = tokio::task::spawn_blocking(move || self.answer_blocking(&question)).await;
        match answered {
            Ok(Ok(answer)) => answer,
            Ok(Err(error)) => refusal("ledger", &error.to_string()),
            Err(_) => refusal("panic", "the question could not be answered"),
        }
    }

    fn answer_blocking(&self, question: &Question) -> Result<Value, StoreError> {
        match question {
            Question::Status => Ok(self.status()),
            Question::Ledger {
                item: Some(item), ..
            } => {
                let row = self.ledger.row(*item)?;
                let items: Vec<Value> = row.iter().map(|row| told(*item, row, true)).collect();
                Ok(json!({"ok": true, "items": items}))
            }
            Question::Ledger { item: None, limit } => {
                let rows = self.ledger.latest(limit.unwrap_or(SOME).min(MOST))?;
                Ok(list(&rows))
            }
            Question::Held { limit } => {
                let limit = limit.unwrap_or(SOME).min(MOST);
                let mut rows = self.ledger.at(Stage::Held, limit)?;
                rows.extend(self.ledger.at(Stage::Quarantined, limit)?);
                rows.truncate(limit);
                Ok(list(&rows))
            }
            Question::Reconcile => {
                let account = self.ledger.account()?;
                Ok(json!({
                    "ok": true,
                    "accepted": account.accepted,
                    "delivered": account.delivered,
                    "held": account.held,
                    "refused": account.refused,
                    "waiting": account.waiting,
                    "difference": account.difference(),
                }))
            }
            Question::AuditVerify => match self.ledger.verify_audit(&self.audit_key) {
                Ok(found) => Ok(json!({
                    "ok": true,
                    "rows": found.rows,
                    "checkpoints": found.checkpoints,
                    "broken": null,
                })),
                Err(AuditError::Broken { at }) => Ok(json!({
                    "ok": true,
                    "rows": null,
                    "checkpoints": null,
                    "broken": at,
                })),
                Err(AuditError::Store(error)) => Err(error),
                Err(error) => Ok(refusal("audit", &error.to_string())),
            },
        }
    }

    fn status(&self) -> Value {
        json!({
            "ok": true,
            "ready": true,
            "role": "outer",
            "version": env!("CARGO_PKG_VERSION"),
            "pid": std::process::id(),
            "since": self.since.to_string(),
            "addresses": self.addresses.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "link": self.courier.is_up(),
            "directory": self.directory.version(),
            "waiting": self.queue.len(),
            "on_the_way": self.shelf.len(),
            "alarms": self.alarms,
        })
    }
}

fn list(rows: &[(Uuid, ItemRow)]) -> Value {
    let items: Vec<Value> = rows
        .iter()
        .map(|(item, row)| told(*item, row, false))
        .collect();
    json!({"ok": true, "items": items})
}

fn told(item: Uuid, row: &ItemRow, steps: bool) -> Value {
    let recipients = row
        .to
        .iter()
        .map(|each| json!({"to": each.to, "state": each.state.code(), "reason": each.reason}));
    let mut told = json!({
        "item": item,
        "received": row.received.to_string(),
        "from": row.from,
        "size": row.size,
        "stage": row.stage.code(),
        "recipients": recipients.collect::<Vec<_>>(),
    });
    if let (true, Some(told)) = (steps, told.as_object_mut()) {
        let steps = row.steps.iter().map(|step| {
            json!({"at": step.at.to_string(), "stage": step.stage.code(), "detail": step.detail})
        });
        told.insert("steps".into(), steps.collect());
    }
    told
}

fn refusal(code: &str, error: &str) -> Value {
    json!({"ok": false, "code": code, "error": error})
}
