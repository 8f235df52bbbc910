//! One link connection: takes sealed bundles, opens their seals, hands them over, answers.
//!
//! ```text
//!  link ──▶ read ──▶ answered before? ──▶ seal opens? ──▶ handover ──▶ ledger ──▶ answer ──▶ link
//!                          └── the same answer again        └── no: kept aside, alarmed, refused
//! ```
//!
//! Promises: nothing is answered before it is in the ledger, and nothing is in the ledger as delivered before the
//! appliance has committed; what was begun when a connection breaks is carried to its end, so that the same bundle
//! is answered from the ledger when it comes again and a link that keeps breaking still makes way.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use bytes::Bytes;
use ed25519_dalek::VerifyingKey;
use sekisho_platform::clock::Clock;
use sekisho_sanitizer::Seal;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader, BufWriter};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use uuid::Uuid;

use super::handover::Handover;
use super::ledger::{Ledger, Verdict, row};
use super::line::Handed;
use super::recorder::Recorder;
use super::refused::Refused;
use crate::link::frame::{
    Down, FrameError, UP_HEADER_MOST, Up, read_bundle, read_header, write_header,
};

const BUFFER: usize = 128 * 1024;
/// How many items are in hand at once, all links together.
const ITEMS_IN_HAND: usize = 512;
/// How many KiB of bundles are in hand at once.
const KIB_IN_HAND: u32 = 128 * 1024;

/// Everything a connection needs; one for the process.
pub(super) struct Node {
    pub(super) seal_key: VerifyingKey,
    /// Checks the audit trail's checkpoints.
    pub(super) checkpoint_key: VerifyingKey,
    pub(super) bundle_most: u64,
    pub(super) handover: Handover,
    pub(super) recorder: Recorder,
    pub(super) ledger: Ledger,
    pub(super) refused: Arc<Refused>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) room: Room,
    /// Links connected now.
    pub(super) links: AtomicUsize,
    /// Bundles refused since the start.
    pub(super) alarms: AtomicU64,
}

/// How much may be in hand at once.
pub(super) struct Room {
    items: Arc<Semaphore>,
    kib: Arc<Semaphore>,
    /// Seals are opened on as many threads as there are cores.
    cores: Arc<Semaphore>,
}

impl Room {
    pub(super) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Self {
            items: Arc::new(Semaphore::new(ITEMS_IN_HAND)),
            kib: Arc::new(Semaphore::new(
                usize::try_from(KIB_IN_HAND).unwrap_or(usize::MAX),
            )),
            cores: Arc::new(Semaphore::new(cores)),
        }
    }

    /// Room for one more bundle of this size; a giant takes all of it.
    async fn take(&self, size: u64) -> Option<[OwnedSemaphorePermit; 2]> {
        let kib = u32::try_from(size / 1024 + 1)
            .unwrap_or(u32::MAX)
            .min(KIB_IN_HAND);
        let item = Arc::clone(&self.items).acquire_owned().await.ok()?;
        let kib = Arc::clone(&self.kib).acquire_many_owned(kib).await.ok()?;
        Some([item, kib])
    }
}

/// Serves one link until it closes or breaks.
pub(super) async fn converse<S>(stream: S, node: Arc<Node>) -> Result<(), FrameError>
where
    S: AsyncRead + AsyncWrite,
{
    let (reads, writes) = tokio::io::split(stream);
    let (say, said) = mpsc::channel(ITEMS_IN_HAND);
    node.links.fetch_add(1, Ordering::Relaxed);
    let mut speaking = pin!(speak(writes, &node, said));
    let ended = tokio::select! {
        heard = listen(reads, &node, say) => match heard {
            // The other side has said all it will; what is in hand is still answered.
            Ok(()) => speaking.await,
            broken => broken,
        },
        ended = &mut speaking => ended,
    };
    node.links.fetch_sub(1, Ordering::Relaxed);
    ended
}

async fn listen<R>(reads: R, node: &Arc<Node>, say: mpsc::Sender<Down>) -> Result<(), FrameError>
where
    R: AsyncRead + Unpin,
{
    let mut from = BufReader::with_capacity(BUFFER, reads);
    while let Some(Up::Bundle { item, size }) = read_header(&mut from, UP_HEADER_MOST).await? {
        let Some(room) = node.room.take(size).await else {
            return Ok(());
        };
        let bundle = read_bundle(&mut from, size, node.bundle_most).await?;
        let (node, say) = (Arc::clone(node), say.clone());
        tokio::spawn(async move {
            let answer = settle(item, bundle, &node).await;
            drop(room);
            // The connection may have broken meanwhile; the item comes again over the next.
            let _ = say.send(answer).await;
        });
    }
    Ok(())
}

async fn speak<W>(writes: W, node: &Node, mut said: mpsc::Receiver<Down>) -> Result<(), FrameError>
where
    W: AsyncWrite + Unpin,
{
    let mut to = BufWriter::with_capacity(BUFFER, writes);
    let mut directory = node.handover.directory();
    directory.mark_changed();
    loop {
        tokio::select! {
            biased;
            changed = directory.changed() => {
                if changed.is_err() {
                    return Ok(());
                }
                let announced = directory.borrow_and_update().clone();
                if let Some(announced) = announced {
                    let frame = Down::Directory { v: announced.v, signed: announced.signed };
                    write_header(&mut to, &frame).await?;
                }
            }
            next = said.recv() => {
                let Some(frame) = next else {
                    to.shutdown().await?;
                    return Ok(());
                };
                write_header(&mut to, &frame).await?;
            }
        }
        if said.is_empty() {
            to.flush().await?;
        }
    }
}

/// Walks one bundle to its answer.
async fn settle(item: Uuid, bundle: Bytes, node: &Arc<Node>) -> Down {
    let verdict = match examine(item, bundle.clone(), node).await {
        Examined::Answered(verdict) => return down(item, verdict),
        Examined::Unclear => return Down::Later { item },
        Examined::Refused(why) => Verdict::Refused(why.to_owned()),
        Examined::Good => match node.handover.deliver(item, bundle.clone()).await {
            Handed::Settled(verdict) => verdict,
            Handed::Later => return Down::Later { item },
        },
    };
    let answered = row(node.clock.now(), &bundle, verdict.clone());
    if node.recorder.record(item, answered).await {
        down(item, verdict)
    } else {
        Down::Later { item }
    }
}

fn down(item: Uuid, verdict: Verdict) -> Down {
    match verdict {
        Verdict::Done(outcomes) => Down::Done { item, outcomes },
        Verdict::Refused(why) => Down::Refused { item, why },
    }
}

/// What looking at a bundle told.
enum Examined {
    /// The very same bundle was answered before.
    Answered(Verdict),
    /// The seal opens, and the envelope names this item.
    Good,
    /// It is not to be taken; the reason's code.
    Refused(&'static str),
    /// The ledger cannot be read now.
    Unclear,
}

async fn examine(item: Uuid, bundle: Bytes, node: &Arc<Node>) -> Examined {
    let Ok(_core) = Arc::clone(&node.room.cores).acquire_owned().await else {
        return Examined::Unclear;
    };
    let node = Arc::clone(node);
    let examined = tokio::task::spawn_blocking(move || node.examine(item, &bundle));
    examined.await.unwrap_or(Examined::Unclear)
}

impl Node {
    fn examine(&self, item: Uuid, bundle: &[u8]) -> Examined {
        let digest = blake3::hash(bundle);
        match self.ledger.answered(item) {
            Ok(Some(before)) if before.digest == *digest.as_bytes() => {
                return Examined::Answered(before.verdict);
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(code = "ledger", %error, "looking for an earlier answer");
                return Examined::Unclear;
            }
        }
        let why = match Seal::open(bundle, &self.seal_key) {
            Ok(opened) if names(&opened.envelope, item) => return Examined::Good,
            Ok(_) => "wrong-item",
            Err(error) => {
                tracing::error!(code = "bad-seal", %item, %error, "a seal did not open");
                "bad-seal"
            }
        };
        self.alarms.fetch_add(1, Ordering::Relaxed);
        if let Err(error) = self.refused.keep(item, &digest, bundle) {
            tracing::error!(code = "refused-kept", %item, %error, "keeping a refused bundle");
        }
        Examined::Refused(why)
    }
}

/// Whether the envelope is this item's.
fn names(envelope: &serde_json::Value, item: Uuid) -> bool {
    envelope
        .get("item")
        .and_then(serde_json::Value::as_str)
        .and_then(|text| Uuid::parse_str(text).ok())
        .is_some_and(|named| named == item)
}
