//! Hands bundles to the appliance, each as a sealed memfd, and waits for its commits.
//!
//! Promises: an answer is only what the appliance said after its commit; while the appliance is away, offers wait
//! and are made again when it is back; an appliance that says nothing for too long is called anew. The address
//! list it tells is signed here with the inner node's key and given to every link.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use ed25519_dalek::SigningKey;
use sekisho_platform::clock::Clock;
use sekisho_platform::net::memory::SealedMemory;
use sekisho_platform::net::packet::Packets;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

use super::ledger::Verdict;
use super::line::{Handed, Line, Waiter};
use super::wire::{AddressList, FromAppliance, PACKET_MOST, ToAppliance};
use crate::link::directory::{Listing, Signed};

/// How long the appliance may owe every answer before it is called anew.
const PATIENCE: Duration = Duration::from_mins(1);
/// The largest address list.
const LIST_MOST: usize = 16 * 1024 * 1024;
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// A directory ready for the link.
#[derive(Debug, Clone)]
pub(super) struct Announced {
    pub(super) v: u64,
    pub(super) signed: Signed,
}

/// What the handover needs.
pub(super) struct HandoverSettings {
    /// The appliance's socket.
    pub(super) socket: PathBuf,
    /// Signs the directory.
    pub(super) directory_key: SigningKey,
    /// Dates the directory.
    pub(super) clock: Arc<dyn Clock>,
}

/// The way to the appliance. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Handover {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    line: Mutex<Line>,
    news: Notify,
    up: AtomicBool,
    directory: watch::Sender<Option<Announced>>,
}

/// The conversation with the appliance ended.
#[derive(Debug, thiserror::Error)]
enum HandoverError {
    #[error("talking to the appliance")]
    Broken(#[from] std::io::Error),
    #[error("understanding the appliance")]
    Foreign(#[from] serde_json::Error),
    #[error("waiting for the appliance's answers")]
    Silent,
    #[error("reading a directory without its list")]
    NoList,
}

impl Handover {
    /// Begins to call the appliance. Call within the runtime.
    pub(super) fn start(settings: HandoverSettings) -> Self {
        let shared = Arc::new(Shared {
            line: Mutex::new(Line::default()),
            news: Notify::new(),
            up: AtomicBool::new(false),
            directory: watch::Sender::new(None),
        });
        tokio::spawn(run(settings, Arc::clone(&shared)));
        Self { shared }
    }

    /// Hands a bundle over; pends while the appliance is away. Dropping the future withdraws the offer.
    pub(super) async fn deliver(&self, item: Uuid, bundle: Bytes) -> Handed {
        let (waiter, answered) = self.shared.line().offer(item, bundle);
        let _leaves = Leaves {
            shared: &self.shared,
            waiter,
        };
        self.shared.news.notify_one();
        // Another offer of the same item took this one's place.
        answered.await.unwrap_or(Handed::Later)
    }

    /// Whether the appliance is there.
    pub(super) fn is_up(&self) -> bool {
        self.shared.up.load(Ordering::Relaxed)
    }

    /// Follows the directory.
    pub(super) fn directory(&self) -> watch::Receiver<Option<Announced>> {
        self.shared.directory.subscribe()
    }
}

impl Shared {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Leaves<'a> {
    shared: &'a Shared,
    waiter: Waiter,
}

impl Drop for Leaves<'_> {
    fn drop(&mut self) {
        self.shared.line().leave(self.waiter);
    }
}

async fn run(settings: HandoverSettings, shared: Arc<Shared>) {
    let mut pause = FIRST_PAUSE;
    loop {
        match Packets::connect(&settings.socket).await {
            Ok(appliance) => {
                shared.line().restart();
                shared.up.store(true, Ordering::Relaxed);
                tracing::info!(code = "appliance-up", "the appliance is there");
                let ended = tokio::select! {
                    ended = listen(&appliance, &settings, &shared) => ended,
                    ended = speak(&appliance, &shared) => ended,
                };
                shared.up.store(false, Ordering::Relaxed);
                pause = FIRST_PAUSE;
                match ended {
                    Ok(()) => tracing::info!(code = "appliance-down", "the appliance closed"),
                    Err(error) => {
                        tracing::warn!(code = "appliance-down", %error, "calling it anew");
                    }
                }
            }
            Err(error) => {
                tracing::debug!(code = "appliance-down", %error, "the appliance is not there yet");
            }
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

async fn speak(appliance: &Packets, shared: &Shared) -> Result<(), HandoverError> {
    let ask = serde_json::to_vec(&ToAppliance::AskDirectory)?;
    appliance.send(&ask, None).await?;
    loop {
        let next = shared.line().take();
        let Some((item, bundle)) = next else {
            shared.news.notified().await;
            continue;
        };
        let size = u64::try_from(bundle.len()).unwrap_or(u64::MAX);
        let memory = SealedMemory::new(&bundle)?;
        let say = serde_json::to_vec(&ToAppliance::Bundle { item, size })?;
        appliance.send(&say, Some(&memory)).await?;
    }
}

async fn listen(
    appliance: &Packets,
    settings: &HandoverSettings,
    shared: &Shared,
) -> Result<(), HandoverError> {
    loop {
        let received = tokio::time::timeout(PATIENCE, appliance.recv(PACKET_MOST)).await;
        let Ok(received) = received else {
            if shared.line().is_empty() {
                continue;
            }
            return Err(HandoverError::Silent);
        };
        let Some((packet, memory)) = received? else {
            return Ok(());
        };
        let (item, handed) = match serde_json::from_slice(&packet)? {
            FromAppliance::Done { item, outcomes } => {
                (item, Handed::Settled(Verdict::Done(outcomes)))
            }
            FromAppliance::Refused { item, why } => (item, Handed::Settled(Verdict::Refused(why))),
            FromAppliance::Later { item } => (item, Handed::Later),
            FromAppliance::Directory { .. } => {
                let list = memory.ok_or(HandoverError::NoList)?.read(LIST_MOST)?;
                announce(serde_json::from_slice(&list)?, settings, shared);
                continue;
            }
        };
        shared.line().answer(item, &handed);
    }
}

/// Signs a newer list and gives it to every link.
fn announce(list: AddressList, settings: &HandoverSettings, shared: &Shared) {
    shared.directory.send_if_modified(|directory| {
        if directory.as_ref().is_some_and(|held| held.v >= list.v) {
            return false;
        }
        tracing::info!(
            code = "directory",
            v = list.v,
            "the appliance told its directory"
        );
        let listing = Listing {
            v: list.v,
            issued: settings.clock.now(),
            addresses: list.addresses,
        };
        let signed = Signed::close(&listing, &settings.directory_key);
        *directory = Some(Announced {
            v: listing.v,
            signed,
        });
        true
    });
}
