//! One bundle: check the seal, put the large parts on disk, land the mail in one transaction, say what happened.

use super::wire::{Say, Told};
use crate::app::App;
use crate::modules::mail::{self, Envelope, LandingError, Outcome};
use ed25519_dalek::VerifyingKey;
use sekisho_sanitizer::{Opened, Seal};
use std::sync::Arc;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// How many mebibytes of bundles are worked on at once.
const MEBIBYTES: u32 = 192;

/// Takes bundles in.
#[derive(Clone, Debug)]
pub(crate) struct Intake {
    app: Arc<App>,
    key: VerifyingKey,
    room: Arc<Semaphore>,
}

impl Intake {
    /// An intake that trusts the seals of one key.
    pub(crate) fn new(app: Arc<App>, key: VerifyingKey) -> Self {
        let room = usize::try_from(MEBIBYTES).unwrap_or(1);
        Self {
            app,
            key,
            room: Arc::new(Semaphore::new(room)),
        }
    }

    pub(super) fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Takes one bundle in. Waits for room when many large ones are being worked on; `bundle` reads the bytes once there is.
    pub(super) async fn take<B, E>(&self, item: Uuid, size: u64, bundle: B) -> Say
    where
        B: FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
        E: std::error::Error + Send + 'static,
    {
        let wanted = u32::try_from(size >> 20)
            .unwrap_or(MEBIBYTES)
            .saturating_add(1)
            .min(MEBIBYTES);
        let Ok(_room) = self.room.acquire_many(wanted).await else {
            return Say::Later { item };
        };
        let key = self.key;
        let opened = tokio::task::spawn_blocking(move || match bundle() {
            Ok(bytes) => Seal::open(&bytes, &key).map_err(|error| {
                tracing::error!(code = "handover-bad-seal", %item, kind = error.kind(), "a seal does not verify");
                Say::Refused { item, why: "bad-seal" }
            }),
            Err(error) => {
                tracing::warn!(code = "handover-bundle", %item, %error, "a bundle could not be read");
                Err(Say::Later { item })
            }
        })
        .await;
        match opened {
            Ok(Ok(opened)) => self.land(item, opened).await,
            Ok(Err(said)) => said,
            Err(_) => Say::Later { item },
        }
    }

    /// Takes bytes that are already here and answers as the wire would.
    #[cfg(test)]
    pub(crate) async fn take_sealed(&self, item: Uuid, bytes: Vec<u8>) -> serde_json::Value {
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let said = self
            .take(item, size, move || Ok::<_, std::io::Error>(bytes))
            .await;
        serde_json::to_value(said).expect("json")
    }

    async fn land(&self, item: Uuid, opened: Opened) -> Say {
        let envelope: Envelope = match serde_json::from_value(opened.envelope.clone()) {
            Ok(envelope) => envelope,
            Err(error) => {
                tracing::error!(code = "handover-bad-envelope", %item, at = error.column(), "an envelope does not read");
                return Say::Refused {
                    item,
                    why: "bad-envelope",
                };
            }
        };
        if envelope.item != item {
            tracing::error!(code = "handover-other-item", %item, "a bundle is of another item");
            return Say::Refused {
                item,
                why: "other-item",
            };
        }
        match self.written(envelope, &opened).await {
            Ok(outcomes) => Say::Done {
                item,
                outcomes: outcomes.into_iter().map(told).collect(),
            },
            Err(LandingError::Mail(mail::MailError::Record { at })) => {
                tracing::error!(code = "handover-bad-record", %item, at, "a record does not read");
                Say::Refused {
                    item,
                    why: "bad-record",
                }
            }
            Err(error) => {
                tracing::warn!(code = "handover-later", %item, %error, "a mail could not be landed now");
                Say::Later { item }
            }
        }
    }

    async fn written(
        &self,
        envelope: Envelope,
        opened: &Opened,
    ) -> Result<Vec<Outcome>, LandingError> {
        let (item, to) = (envelope.item, envelope.to.clone());
        if let Some(before) = self
            .app
            .view(move |tx| mail::landed_before(tx, item, &to))
            .await?
        {
            return Ok(before);
        }
        let arrival = mail::prepare(self.app.blobs(), &envelope, opened, self.app.now()).await?;
        self.app.update(move |tx| mail::land(tx, &arrival)).await
    }
}

fn told(outcome: Outcome) -> Told {
    Told {
        to: outcome.to,
        state: outcome.state.code(),
    }
}
