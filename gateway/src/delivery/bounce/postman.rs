//! Sends notices to the relay, and tries again with growing pauses.
//!
//! Promises: a notice is sent until the relay takes it, refuses it for good, or five days have passed; a stop between
//! sending and writing it down may send it twice, never not at all.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lettre::address::{AddressError, Envelope};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use sekisho_platform::clock::Clock;
use sekisho_platform::id::Ids;
use sekisho_platform::store::{Store, StoreError};
use uuid::Uuid;

use super::message::{Letterhead, compose};
use super::notice::{Kept, Notice, Notices, State};

const AT_ONCE: usize = 50;
const LOOK_AGAIN: Duration = Duration::from_secs(30);
const FIRST_PAUSE: SignedDuration = SignedDuration::from_mins(1);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(5 * 24);

/// Where notices go.
#[derive(Debug, Clone)]
pub struct RelaySettings {
    /// The relay's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// This node's mail name.
    pub hostname: String,
}

/// Sends the notices of one store.
#[derive(Debug)]
pub struct Postman {
    notices: Notices,
    transport: AsyncSmtpTransport<Tokio1Executor>,
    hostname: String,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
}

/// What became of one try.
enum Tried {
    Sent,
    Never,
    Later,
}

/// A notice could not be sent.
#[derive(Debug, thiserror::Error)]
enum PostError {
    #[error("writing the notice")]
    Compose(#[source] std::io::Error),
    #[error("reading the sender's address")]
    Address(#[source] AddressError),
    #[error("addressing the notice")]
    Envelope(#[source] lettre::error::Error),
    #[error("giving the notice to the relay")]
    Relay(#[source] SmtpError),
}

impl Postman {
    /// Begins to send. Call within the runtime; the task ends with it.
    pub fn start(store: Store, relay: RelaySettings, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>) {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&relay.host)
            .port(relay.port)
            .build();
        let mut news = store.watch();
        let postman = Self {
            notices: Notices::new(store),
            transport,
            hostname: relay.hostname,
            clock,
            ids,
        };
        tokio::spawn(async move {
            loop {
                news.borrow_and_update();
                match postman.round().await {
                    Ok(AT_ONCE) => continue,
                    Ok(_) => {}
                    Err(error) => {
                        tracing::error!(code = "notices", kind = error.kind().code(), %error, "sending notices");
                        tokio::time::sleep(LOOK_AGAIN).await;
                    }
                }
                // A new row, or a notice that is due again.
                let _ = tokio::time::timeout(LOOK_AGAIN, news.changed()).await;
            }
        });
    }

    /// Sends what is due. How many were tried.
    async fn round(&self) -> Result<usize, StoreError> {
        let (notices, now) = (self.notices.clone(), self.clock.now());
        let due = blocking(move || notices.due(now, AT_ONCE)).await?;
        let tried = due.len();
        for (key, kept) in due {
            let outcome = match self.send(&kept.notice).await {
                Ok(()) => Tried::Sent,
                Err(error) => {
                    tracing::warn!(code = "notice", item = %kept.notice.item, %error, "a notice was not sent");
                    error.outcome()
                }
            };
            self.write_down(key, kept, &outcome).await?;
        }
        Ok(tried)
    }

    async fn send(&self, notice: &Notice) -> Result<(), PostError> {
        let unique = self.ids.uuid().simple().to_string();
        let head = Letterhead {
            hostname: &self.hostname,
            now: self.clock.now(),
            unique: &unique,
        };
        let message = compose(notice, &head).map_err(PostError::Compose)?;
        let to: Address = notice.to.parse().map_err(PostError::Address)?;
        // The null sender: a notice that cannot be delivered must not come back as another notice.
        let envelope = Envelope::new(None, vec![to]).map_err(PostError::Envelope)?;
        self.transport
            .send_raw(&envelope, &message)
            .await
            .map_err(PostError::Relay)?;
        Ok(())
    }

    async fn write_down(
        &self,
        key: (Uuid, u32),
        mut kept: Kept,
        outcome: &Tried,
    ) -> Result<(), StoreError> {
        let now = self.clock.now();
        kept.tries += 1;
        kept.state = next(&kept, outcome, now);
        let notices = self.notices.clone();
        blocking(move || notices.keep(key, &kept)).await
    }
}

impl PostError {
    fn outcome(&self) -> Tried {
        match self {
            Self::Relay(error) if !error.is_permanent() => Tried::Later,
            _ => Tried::Never,
        }
    }
}

fn next(kept: &Kept, outcome: &Tried, now: Timestamp) -> State {
    let at = now.as_millisecond();
    let age = SignedDuration::from_millis(at.saturating_sub(kept.notice.received));
    match outcome {
        Tried::Sent => State::Sent { at },
        Tried::Never => State::GivenUp { at },
        Tried::Later if age > GIVE_UP_AFTER => State::GivenUp { at },
        Tried::Later => {
            let doubled = FIRST_PAUSE.saturating_mul(1 << kept.tries.saturating_sub(1).min(6));
            let pause = i64::try_from(doubled.min(LONGEST_PAUSE).as_millis()).unwrap_or(i64::MAX);
            State::Pending {
                due: at.saturating_add(pause),
            }
        }
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // The runtime is going away.
        Err(_) => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(tries: u32) -> Kept {
        let notice = Notice {
            item: Uuid::nil(),
            to: "a@example".into(),
            received: 0,
            envelope_id: None,
            failed: Vec::new(),
        };
        Kept {
            notice,
            tries,
            state: State::Pending { due: 0 },
        }
    }

    #[test]
    fn pauses_grow_to_an_hour_and_end_after_five_days() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(
            next(&kept(1), &Tried::Later, now),
            State::Pending { due: 60_000 }
        );
        assert_eq!(
            next(&kept(2), &Tried::Later, now),
            State::Pending { due: 120_000 }
        );
        assert_eq!(
            next(&kept(40), &Tried::Later, now),
            State::Pending { due: 3_600_000 }
        );
        let late = Timestamp::from_second(6 * 24 * 3600).unwrap();
        assert!(matches!(
            next(&kept(40), &Tried::Later, late),
            State::GivenUp { .. }
        ));
    }
}
