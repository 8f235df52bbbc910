//! An item on its way, and the stages it passes: `Received → Disarmed → Cleared → Delivered`.
//!
//! Promise: each step consumes the stage before, so that nothing can be delivered that was not cleared, nothing can be
//! cleared that was not disarmed, and what is cleared is what was disarmed, to the byte.
//!
//! ```compile_fail
//! // What was only received cannot be offered to the courier.
//! use sekisho_gateway::{delivery::Courier, queue::item::{Item, Received}};
//! fn leak(courier: &Courier, item: &Item<Received>) { courier.offer(item); }
//! ```
//! ```compile_fail
//! // Nor what was disarmed and decided on by nobody.
//! use sekisho_gateway::{delivery::Courier, queue::item::{Disarmed, Item}};
//! fn leak(courier: &Courier, item: &Item<Disarmed>) { courier.offer(item); }
//! ```
//! ```compile_fail
//! // An item's stage is nobody's to fill in.
//! use sekisho_gateway::queue::item::{Cleared, Item};
//! let item = Item::<Cleared> { envelope: todo!(), stage: todo!() };
//! ```
//! ```compile_fail
//! // A step consumes the stage before: one item is not disarmed twice.
//! use sekisho_gateway::queue::item::{Item, Received};
//! fn twice(item: Item<Received>, tools: &sekisho_gateway::queue::item::Tools) {
//!     item.disarm(tools);
//!     item.disarm(tools);
//! }
//! ```

use std::sync::Arc;

use bytes::Bytes;
use ed25519_dalek::SigningKey;
use jiff::{SignedDuration, Timestamp};
use sekisho_ir::Reason;
use sekisho_platform::clock::Clock;
use sekisho_sanitizer::{DisarmedMail, MailReport, Policy, Sanitizer, Seal, SealError, Untrusted};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::approval::evidence::{Clearance, Digest};
use crate::delivery::Outcome;
use crate::spool::{Original, Place};

/// One mail or one file transfer on its way (案件), at stage `S`.
#[derive(Debug)]
pub struct Item<S> {
    envelope: Envelope,
    stage: S,
}

/// What is written on the outside: known before anything was read, and carried inside the seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The envelope's own version.
    pub v: u32,
    /// The item's identity.
    pub item: Uuid,
    /// From which tier to which.
    pub crossing: String,
    /// The sender; empty for a notice.
    pub from: String,
    /// The recipients.
    pub to: Vec<String>,
    /// When it was accepted.
    pub received: Timestamp,
    /// Bytes of the original.
    pub size: u64,
    /// The rule that let it pass; empty until one has.
    pub rule: String,
    /// Where the original is kept.
    pub original: String,
    /// When it had been read and written anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sanitized: Option<Timestamp>,
    /// When it was sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Timestamp>,
    /// Until when the original is kept on this side, at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_until: Option<Timestamp>,
}

/// Stage: accepted, kept, unread.
#[derive(Debug)]
pub struct Received {
    content: Untrusted,
}

/// Stage: read behind walls and written anew. Nobody has decided on it.
#[derive(Debug)]
pub struct Disarmed {
    mail: DisarmedMail,
    digest: Digest,
}

/// Stage: a rule or a person has let it pass, and it is sealed.
#[derive(Debug)]
pub struct Cleared {
    sealed: Bytes,
    clearance: Clearance,
}

/// Stage: the far side has answered for every recipient.
#[derive(Debug)]
pub struct Delivered {
    outcomes: Vec<Outcome>,
}

/// What the stages need: the two jails, what is to be done with which kind, the key that seals.
pub struct Tools {
    /// The two jails.
    pub sanitizer: Sanitizer,
    /// What is to be done with which kind.
    pub policy: Policy,
    /// The key that seals.
    pub key: SigningKey,
    /// The crossing's name.
    pub crossing: String,
    /// How long originals are kept.
    pub kept_for: SignedDuration,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// Why an item could not be cleared.
#[derive(Debug, thiserror::Error)]
pub enum ClearError {
    /// The clearance is for other content than this.
    #[error("the clearance names another digest than the item has")]
    OtherContent,
    /// It could not be sealed.
    #[error("sealing a cleared item")]
    Seal(#[source] SealError),
}

impl<S> Item<S> {
    /// The item's identity; the far side recognises a second offer by it.
    pub fn id(&self) -> Uuid {
        self.envelope.item
    }

    /// What is written on the outside.
    pub fn envelope(&self) -> &Envelope {
        &self.envelope
    }
}

impl Item<Received> {
    /// The item of an accepted mail.
    pub fn received(original: Original, place: Place, crossing: &str) -> Self {
        let slip = original.slip;
        let envelope = Envelope {
            v: 1,
            item: slip.item,
            crossing: crossing.to_owned(),
            from: slip.from,
            to: slip.to.into_iter().map(|each| each.to).collect(),
            received: slip.received,
            size: slip.size,
            rule: String::new(),
            original: place.to_string(),
            sanitized: None,
            sealed: None,
            kept_until: None,
        };
        Self {
            envelope,
            stage: Received {
                content: Untrusted::new(original.content),
            },
        }
    }

    /// Has it read and written anew. Always answers; what could not be read says so in its report.
    pub fn disarm(mut self, tools: &Tools) -> Item<Disarmed> {
        let mail = tools.sanitizer.mail(self.stage.content, &tools.policy);
        let digest = digest_of(&self.envelope, &mail, &tools.policy);
        self.envelope.sanitized = Some(tools.clock.now());
        Item {
            envelope: self.envelope,
            stage: Disarmed { mail, digest },
        }
    }
}

impl Item<Disarmed> {
    /// What was found and done.
    pub fn report(&self) -> &MailReport {
        &self.stage.mail.report
    }

    /// Why nothing could be written, if nothing could.
    pub fn unwritten(&self) -> Option<Reason> {
        self.stage.mail.record.as_ref().err().copied()
    }

    /// The digest of everything that would cross: a clearance names it.
    pub fn digest(&self) -> Digest {
        self.stage.digest
    }

    /// Seals it, if the clearance is for exactly this.
    pub fn clear(
        mut self,
        clearance: Clearance,
        tools: &Tools,
    ) -> Result<Item<Cleared>, ClearError> {
        if clearance.of() != self.stage.digest {
            return Err(ClearError::OtherContent);
        }
        let at = tools.clock.now();
        clearance.name().clone_into(&mut self.envelope.rule);
        self.envelope.sealed = Some(at);
        self.envelope.kept_until = at.checked_add(tools.kept_for).ok();
        let envelope = serde_json::to_value(&self.envelope)
            .map_err(|error| ClearError::Seal(SealError::Header(error)))?;
        let sealed = Seal::close(envelope, &self.stage.mail, &tools.policy, &tools.key)
            .map_err(ClearError::Seal)?;
        let stage = Cleared {
            sealed: Bytes::from(sealed),
            clearance,
        };
        Ok(Item {
            envelope: self.envelope,
            stage,
        })
    }
}

impl Item<Cleared> {
    /// The sealed bundle, ready for the link.
    pub fn sealed(&self) -> &Bytes {
        &self.stage.sealed
    }

    /// Who let it pass.
    pub fn clearance(&self) -> &Clearance {
        &self.stage.clearance
    }

    /// The far side has answered.
    pub fn delivered(self, outcomes: Vec<Outcome>) -> Item<Delivered> {
        Item {
            envelope: self.envelope,
            stage: Delivered { outcomes },
        }
    }
}

impl Item<Delivered> {
    /// What became of each recipient.
    pub fn outcomes(&self) -> &[Outcome] {
        &self.stage.outcomes
    }
}

/// Everything that would cross: to whom, what, and made under which policy.
fn digest_of(envelope: &Envelope, mail: &DisarmedMail, policy: &Policy) -> Digest {
    let mut hasher = blake3::Hasher::new_derive_key("sekisho disarmed item v1");
    hasher.update(envelope.item.as_bytes());
    for to in &envelope.to {
        hasher.update(to.as_bytes()).update(b"\n");
    }
    hasher.update(policy.digest().as_bytes());
    let parts = mail.record.iter().chain(mail.files.iter().flatten());
    for part in parts {
        hasher.update(part.digest().as_bytes());
    }
    Digest::from(hasher.finalize())
}
