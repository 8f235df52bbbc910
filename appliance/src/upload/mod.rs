//! The one way by which what somebody uploads inside comes in: through the sanitizer, like everything from outside.
//!
//! ```text
//!  multipart ─▶ receive (Untrusted, in memory, at most 10 MB) ─▶ Uploads ─▶ [reader] ─▶ [writer] ─▶ Sanitized
//!                     └────────────── Refused: a sentence that says why not ◀┘
//! ```
//!
//! The bytes as they were sent are never written to the disk, and nobody here looks inside them. The sanitizer's two
//! programs are started by the first upload, so that a house in which they cannot run has everything but uploads; each
//! later upload tries again.

mod receive;
mod text;
mod wish;

pub(crate) use receive::{DRAINED_MOST, receive};
pub(crate) use wish::Wish;

use crate::text::Language;
use axum::http::StatusCode;
use sekisho_sanitizer::{Kind, PartResult, Reason, Sanitized, Sanitizer, Settings, Untrusted};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// How many uploads are held in memory at once; the others wait at the door.
const HELD: usize = 8;

/// The door.
pub(crate) struct Uploads {
    settings: Settings,
    /// The programs, once they run.
    running: Arc<Mutex<Option<Sanitizer>>>,
    room: Semaphore,
    turns: Semaphore,
}

impl fmt::Debug for Uploads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Uploads").finish_non_exhaustive()
    }
}

/// Why something uploaded was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// There was no file.
    Nothing,
    /// It is larger than may be.
    TooLarge,
    /// It did not arrive whole.
    Broken,
    /// The sanitizer cannot run now.
    Unavailable,
    /// It could not be made safe, or is nothing that may be put here.
    Held {
        /// Why.
        reason: Reason,
        /// What it was found to be.
        detected: Kind,
    },
}

impl Refused {
    /// How a page that says so is answered.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::Nothing | Self::Held { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Broken => StatusCode::BAD_REQUEST,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Why not, and what to do next.
    pub(crate) fn sentence(self, wish: &Wish, language: Language) -> String {
        text::sentence(self, wish, language)
    }
}

impl Uploads {
    /// A door at which the two programs are started when somebody comes.
    pub(crate) fn new(settings: Settings) -> Self {
        let turns = settings.slots.quick.max(1);
        Self {
            settings,
            running: Arc::default(),
            room: Semaphore::new(HELD),
            turns: Semaphore::new(turns),
        }
    }

    /// Makes anew what was sent, on a thread made for waiting.
    pub(crate) async fn disarm(
        &self,
        name: &str,
        bytes: Untrusted,
        wish: &Wish,
    ) -> Result<Sanitized, Refused> {
        let _turn = self.turns.acquire().await.map_err(closed)?;
        let (running, settings) = (Arc::clone(&self.running), self.settings.clone());
        let (name, policy) = (name.to_owned(), wish.policy());
        let outcome = tokio::task::spawn_blocking(move || {
            let sanitizer = started(&running, &settings)?;
            Ok(sanitizer.file(&name, bytes, &policy))
        });
        let outcome = outcome.await.map_err(|error| {
            tracing::error!(code = "upload", %error, "an upload fell");
            Refused::Unavailable
        })??;
        let detected = Kind::from_code(&outcome.report.detected).unwrap_or(Kind::Unknown);
        let held = |reason| Refused::Held { reason, detected };
        match outcome.file {
            Some(file) if wish.gives(file.kind()) => Ok(file),
            Some(_) => Err(held(Reason::PolicyHolds)),
            None => Err(held(match outcome.report.result {
                PartResult::Held { reason } => reason,
                PartResult::Clean { .. } => Reason::Crashed,
            })),
        }
    }
}

fn closed(_: tokio::sync::AcquireError) -> Refused {
    Refused::Unavailable
}

/// The running programs, started where they are not.
fn started(running: &Mutex<Option<Sanitizer>>, settings: &Settings) -> Result<Sanitizer, Refused> {
    let mut running = running.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(sanitizer) = running.as_ref() {
        return Ok(sanitizer.clone());
    }
    match Sanitizer::start(settings) {
        Ok(sanitizer) => {
            *running = Some(sanitizer.clone());
            Ok(sanitizer)
        }
        Err(error) => {
            tracing::error!(code = "upload-sanitizer", %error, "uploads are refused: the sanitizer did not start");
            Err(Refused::Unavailable)
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
