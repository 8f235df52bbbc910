//! The ledger's row: one item, where it is now, every step it took, and what became of each recipient.

use jiff::Timestamp;
use sekisho_platform::store::{Indexes, Record, Table};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::delivery::bounce::{Failed, Notice, Reason};
use crate::spool::{Place, Slip};

/// The table of items.
#[derive(Debug)]
pub(crate) struct Items;

impl Table for Items {
    const NAME: &'static str = "items";
    const LOGGED: bool = false;
    type Key = Uuid;
    type Record = ItemRow;

    fn index(_item: &Uuid, row: &ItemRow, out: &mut Indexes) {
        if row.stage.is_open() {
            out.add(OPEN, &row.stage.number());
        }
        if let (Some(done), false) = (row.done, row.discarded) {
            out.add(KEPT, &done);
        }
    }
}

/// Index of the items that are not done: by stage.
pub(super) const OPEN: &str = "open";
/// Index of the items that are done and whose originals are still kept: by when they were done.
pub(super) const KEPT: &str = "kept";

/// Where an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Stage {
    /// Accepted and kept; waits for its turn.
    Received,
    /// Taken apart and written anew.
    Disarmed,
    /// A rule or a person let it pass; it is sealed and on its way.
    Cleared,
    /// Every recipient has an answer from the far side.
    Delivered,
    /// Waits for a person.
    Held,
    /// Kept away, its reason recorded.
    Quarantined,
    /// Refused; the sender is told.
    Refused,
}

impl Stage {
    /// Whether the item still has a way to go, by itself or by a person.
    pub(crate) fn is_open(self) -> bool {
        !matches!(self, Self::Delivered | Self::Refused)
    }

    /// Whether the item waits for nobody but us.
    pub(crate) fn is_ours(self) -> bool {
        matches!(self, Self::Received | Self::Disarmed | Self::Cleared)
    }

    /// The stage's word in code and over the control socket.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Disarmed => "disarmed",
            Self::Cleared => "cleared",
            Self::Delivered => "delivered",
            Self::Held => "held",
            Self::Quarantined => "quarantined",
            Self::Refused => "refused",
        }
    }

    pub(super) fn number(self) -> u8 {
        match self {
            Self::Received => 0,
            Self::Disarmed => 1,
            Self::Cleared => 2,
            Self::Delivered => 3,
            Self::Held => 4,
            Self::Quarantined => 5,
            Self::Refused => 6,
        }
    }
}

/// One item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ItemRow {
    /// When it was accepted.
    pub(crate) received: Timestamp,
    /// The sender in the envelope; empty for a notice.
    pub(crate) from: String,
    /// The sender's own name for the envelope.
    pub(crate) envelope_id: Option<String>,
    /// Bytes of the content.
    pub(crate) size: u64,
    /// Where it lies in the spool.
    pub(crate) place: Place,
    /// Whether its content lies in a file of its own.
    pub(crate) apart: bool,
    /// Where it is.
    pub(crate) stage: Stage,
    /// How often it was tried without an answer.
    pub(crate) tries: u32,
    /// The rule that decided.
    pub(crate) rule: Option<String>,
    /// The digest of what was disarmed; an approval names it.
    pub(crate) digest: Option<[u8; 32]>,
    /// What became of each recipient.
    pub(crate) to: Vec<RecipientRow>,
    /// The last steps it took.
    pub(crate) steps: Vec<StepRow>,
    /// When it was done.
    pub(crate) done: Option<Timestamp>,
    /// Whether the original's time is over.
    pub(crate) discarded: bool,
}

impl Record for ItemRow {}

/// One recipient of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RecipientRow {
    /// The address.
    pub(crate) to: String,
    /// The address as the sender first wrote it.
    pub(crate) original: Option<String>,
    /// Whether the sender wants to hear nothing of it.
    pub(crate) quiet: bool,
    /// What became of it.
    pub(crate) state: RecipientState,
    /// Why, where there is a reason to give.
    pub(crate) reason: Option<String>,
}

/// What became of one recipient. Every accepted recipient is in exactly one of these states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RecipientState {
    /// On its way.
    Waiting,
    /// In the recipient's mailbox.
    Delivered,
    /// Waits for a person, or is kept away.
    Held,
    /// Refused, and the sender is told if there is one.
    Refused,
}

impl RecipientState {
    /// The state's word over the control socket.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Held => "held",
            Self::Refused => "refused",
        }
    }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StepRow {
    /// When.
    pub(crate) at: Timestamp,
    /// To where.
    pub(crate) stage: Stage,
    /// A code that says more: a rule, a reason.
    pub(crate) detail: Option<String>,
}

/// Steps kept of one item; an item that is tried for days keeps its first and its last ones.
const STEPS: usize = 32;

impl ItemRow {
    /// The row of an item that was just accepted.
    pub(crate) fn received(slip: &Slip, place: Place) -> Self {
        let to = slip.to.iter().map(|to| RecipientRow {
            to: to.to.clone(),
            original: to.original.clone(),
            quiet: to.quiet,
            state: RecipientState::Waiting,
            reason: None,
        });
        Self {
            received: slip.received,
            from: slip.from.clone(),
            envelope_id: slip.envelope_id.clone(),
            size: slip.size,
            place,
            apart: slip.apart,
            stage: Stage::Received,
            tries: 0,
            rule: None,
            digest: None,
            to: to.collect(),
            steps: vec![StepRow {
                at: slip.received,
                stage: Stage::Received,
                detail: None,
            }],
            done: None,
            discarded: false,
        }
    }

    /// Goes one step.
    pub(crate) fn step(&mut self, at: Timestamp, stage: Stage, detail: Option<&str>) {
        if self.steps.len() >= STEPS {
            self.steps.remove(STEPS / 2);
        }
        self.steps.push(StepRow {
            at,
            stage,
            detail: detail.map(str::to_owned),
        });
        self.stage = stage;
        self.done = (!stage.is_open()).then_some(at);
    }

    /// The notice to the sender about those of `refused` who are not to be kept quiet about.
    pub(crate) fn notice(&self, item: Uuid, refused: &[(String, Reason)]) -> Option<Notice> {
        let failed = refused.iter().filter_map(|(to, reason)| {
            let each = self.to.iter().find(|each| each.to == *to && !each.quiet)?;
            let (to, original) = (each.to.clone(), each.original.clone());
            Some(Failed {
                to,
                original,
                reason: *reason,
            })
        });
        let failed: Vec<Failed> = failed.collect();
        (!self.from.is_empty() && !failed.is_empty()).then(|| Notice {
            item,
            to: self.from.clone(),
            received: self.received.as_millisecond(),
            envelope_id: self.envelope_id.clone(),
            failed,
        })
    }

    /// Puts every recipient that still waits into `state`.
    pub(crate) fn settle_waiting(&mut self, state: RecipientState, reason: Option<&str>) {
        for each in self
            .to
            .iter_mut()
            .filter(|each| each.state == RecipientState::Waiting)
        {
            each.state = state;
            each.reason = reason.map(str::to_owned);
        }
    }
}
