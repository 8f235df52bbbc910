//! An item on its way, and the stages it passes: `Received → Disarmed → Cleared → Delivered`.
//!
//! Promise: each step consumes the stage before, so that nothing can be delivered that was not cleared.

use bytes::Bytes;
use uuid::Uuid;

/// One mail or one file transfer on its way (案件), at stage `S`.
#[derive(Debug)]
pub struct Item<S> {
    id: Uuid,
    stage: S,
}

/// Stage: a rule or a person has let it pass, and it is sealed.
#[derive(Debug)]
pub struct Cleared {
    sealed: Bytes,
}

impl<S> Item<S> {
    /// The item's identity; the far side recognises a second offer by it.
    pub fn id(&self) -> Uuid {
        self.id
    }
}

impl Item<Cleared> {
    /// The sealed bundle, ready for the link.
    pub fn sealed(&self) -> &Bytes {
        &self.stage.sealed
    }
}
