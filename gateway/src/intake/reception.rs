//! Where a whole message becomes an accepted item: on the disk first, then in the line, then acknowledged.

use std::fmt::Write as _;
use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use sekisho_platform::clock::Clock;
use sekisho_platform::id::Ids;
use uuid::Uuid;

use super::smtp::session::Greeted;
use crate::ledger::Ledger;
use crate::queue::{Queue, Ticket};
use crate::spool::{Addressee, Arriving, Slip, Spool, SpoolError};

/// Takes whole messages. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Reception {
    /// Where they are kept.
    pub(crate) spool: Arc<Spool>,
    /// Where they wait for their turn.
    pub(crate) queue: Arc<Queue>,
    /// Where it is written down.
    pub(crate) ledger: Ledger,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
    /// New identities.
    pub(crate) ids: Arc<dyn Ids>,
}

/// The envelope of a message and how it came.
#[derive(Debug)]
pub(crate) struct Letter {
    /// Who brought it.
    pub(crate) peer: IpAddr,
    /// What they called themselves.
    pub(crate) hello: Option<Greeted>,
    /// Whether it came inside TLS.
    pub(crate) secure: bool,
    /// Our name in the greeting.
    pub(crate) hostname: String,
    /// The sender, empty for a notice.
    pub(crate) from: String,
    /// The sender's own name for the envelope.
    pub(crate) envelope_id: Option<String>,
    /// The recipients, each once.
    pub(crate) to: Vec<Addressee>,
}

impl Reception {
    /// A place for a message that begins to arrive.
    pub(crate) fn begin(&self) -> Arriving {
        self.spool.begin(self.ids.uuid())
    }

    /// Whether there is room for a message now.
    pub(crate) fn has_room(&self) -> bool {
        self.spool.has_room(self.clock.elapsed())
    }

    /// Keeps a message that has come whole; when this returns, it is ours and on the disk.
    pub(crate) async fn take(
        &self,
        arriving: Arriving,
        letter: Letter,
    ) -> Result<Uuid, SpoolError> {
        let item = arriving.item();
        let received = self.clock.now();
        let trace = letter.trace(item, received);
        let arrived = arriving.finish().await.map_err(SpoolError::arriving)?;
        let slip = Slip {
            item,
            received,
            from: letter.from,
            envelope_id: letter.envelope_id,
            to: letter.to,
            trace,
            size: arrived.size,
            digest: arrived.digest,
            apart: arrived.is_apart(),
        };
        let place = self.spool.keep(&slip, arrived).await?;
        self.ledger.received(&slip, place);
        self.queue.add(Ticket::new(&slip, place));
        Ok(item)
    }
}

impl Letter {
    /// The trace line: how the message came here.
    fn trace(&self, item: Uuid, at: Timestamp) -> String {
        let (name, protocol) = match (&self.hello, self.secure) {
            (Some(hello), true) if hello.extended => (&*hello.name, "ESMTPS"),
            (Some(hello), false) if hello.extended => (&*hello.name, "ESMTP"),
            (Some(hello), _) => (&*hello.name, "SMTP"),
            (None, _) => ("unknown", "SMTP"),
        };
        let mut line = format!(
            "from {name} ([{}]) by {} (Sekisho) with {protocol} id {item}",
            self.peer, self.hostname
        );
        let date = rfc2822::to_string(&at.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default();
        // Writing to a string does not fail.
        let _ = write!(line, "; {date}");
        line
    }
}
