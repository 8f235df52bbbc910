//! The neighbours: a shelf of sealed bundles before the inner node, an appliance's store behind it.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use ed25519_dalek::{Signer as _, SigningKey};
use sekisho_platform::clock::{Clock, SystemClock};
use sekisho_platform::net::memory::SealedMemory;
use sekisho_platform::net::packet::{PacketListener, Packets};
use sekisho_platform::store::{Store, StoreError, Table};
use sekisho_sanitizer::{MailReport, Seal, SealHeader, SealedPart};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinHandle;
use uuid::Uuid;

use super::super::handover::{Handover, HandoverSettings};
use super::super::ledger::Ledger;
use super::super::receive::{Node, Room, converse};
use super::super::recorder::Recorder;
use super::super::refused::{Bounds, Refused};
use super::super::wire::{AddressList, FromAppliance, PACKET_MOST, ToAppliance};
use crate::delivery::{
    Answer, Courier, CourierSettings, Directory, Outcome, OutcomeState, Shelf, ShelfError,
};

/// The outer node's key.
pub(super) fn seal_key() -> SigningKey {
    SigningKey::from_bytes(&[1; 32])
}

fn directory_key() -> SigningKey {
    SigningKey::from_bytes(&[2; 32])
}

/// A bundle as the outer node seals it, written byte by byte as the format says.
pub(super) fn sealed(item: Uuid, to: &[&str], size: usize, key: &SigningKey) -> Bytes {
    let record = vec![b'x'; size];
    let header = SealHeader {
        v: 1,
        engine: "test".into(),
        policy: "00".repeat(32),
        report: MailReport::default(),
        envelope: serde_json::json!({ "v": 1, "item": item, "to": to }),
        files: 0,
        parts: vec![SealedPart {
            file: None,
            kind: sekisho_sanitizer::Kind::Json,
            size: u64::try_from(size).unwrap(),
            digest: blake3::hash(&record).to_hex().to_string(),
        }],
    };
    let header = serde_json::to_vec(&header).unwrap();
    let mut out = b"SKSEAL1\n".to_vec();
    out.extend(u32::try_from(header.len()).unwrap().to_be_bytes());
    out.extend(header);
    out.extend(u64::try_from(size).unwrap().to_be_bytes());
    out.extend(record);
    let mut hasher = blake3::Hasher::new_derive_key("sekisho seal v1");
    hasher.update(&out);
    out.extend(key.sign(hasher.finalize().as_bytes()).to_bytes());
    Bytes::from(out)
}

// ── before ──────────────────────────────────────────────────────────────────────────────────────

/// The outer node's queue.
#[derive(Debug, Default)]
pub(super) struct OuterShelf {
    pub(super) bundles: Mutex<HashMap<Uuid, Bytes>>,
    pub(super) settled: Mutex<HashMap<Uuid, Answer>>,
    pub(super) directory: Mutex<Option<Directory>>,
}

impl Shelf for OuterShelf {
    fn waiting(&self) -> Result<Vec<Uuid>, ShelfError> {
        let mut waiting: Vec<Uuid> = self.bundles.lock().unwrap().keys().copied().collect();
        waiting.sort();
        Ok(waiting)
    }

    fn sealed(&self, item: Uuid) -> Result<Option<Bytes>, ShelfError> {
        Ok(self.bundles.lock().unwrap().get(&item).cloned())
    }

    fn settle(&self, answers: &[(Uuid, Answer)]) -> Result<(), ShelfError> {
        for (item, answer) in answers {
            self.bundles.lock().unwrap().remove(item);
            let before = self.settled.lock().unwrap().insert(*item, answer.clone());
            assert!(
                before.is_none_or(|before| before == *answer),
                "two answers for {item}"
            );
        }
        Ok(())
    }

    fn directory(&self, directory: Directory) -> Result<(), ShelfError> {
        *self.directory.lock().unwrap() = Some(directory);
        Ok(())
    }
}

/// Starts the courier over a shelf. Call within a runtime.
pub(super) fn courier(folder: &Path, shelf: &Arc<OuterShelf>) -> (Courier, PathBuf) {
    let socket = folder.join("outer.sock");
    let courier = Courier::start(CourierSettings {
        listener: UnixListener::bind(&socket).unwrap(),
        directory_key: directory_key().verifying_key(),
        shelf: shelf.clone(),
    });
    (courier, socket)
}

// ── the inner node itself ───────────────────────────────────────────────────────────────────────

/// A whole inner node on a Unix socket.
pub(super) struct Inner {
    pub(super) node: Arc<Node>,
    pub(super) socket: PathBuf,
    _serving: JoinHandle<()>,
}

pub(super) fn inner(folder: &Path, store: Store) -> Inner {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let bounds = Bounds {
        files: 10,
        bytes: 1024 * 1024,
    };
    let node = Arc::new(Node {
        seal_key: seal_key().verifying_key(),
        checkpoint_key: directory_key().verifying_key(),
        bundle_most: 16 * 1024 * 1024,
        handover: Handover::start(HandoverSettings {
            socket: folder.join("handover.sock"),
            directory_key: directory_key(),
            clock: Arc::clone(&clock),
        }),
        recorder: Recorder::start(store.clone()),
        ledger: Ledger::new(store),
        refused: Arc::new(Refused::open(&folder.join("refused"), bounds).unwrap()),
        clock,
        room: Room::new(),
        links: AtomicUsize::new(0),
        alarms: AtomicU64::new(0),
    });
    let socket = folder.join("inner.sock");
    let listener = UnixListener::bind(&socket).unwrap();
    let served = Arc::clone(&node);
    let serving = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, Arc::clone(&served)));
        }
    });
    Inner {
        node,
        socket,
        _serving: serving,
    }
}

/// A plain connection to the inner node, for tests that speak by hand.
pub(super) async fn call(inner: &Inner) -> UnixStream {
    UnixStream::connect(&inner.socket).await.unwrap()
}

// ── behind ──────────────────────────────────────────────────────────────────────────────────────

struct Mailbox;

impl Table for Mailbox {
    const NAME: &'static str = "mailbox";
    type Key = (Uuid, String);
    type Record = Landed;
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Landed {
    times: u32,
}

impl sekisho_platform::store::Record for Landed {}

/// The appliance: commits every new (item, recipient) once, then answers.
pub(super) struct Appliance {
    store: Store,
    unknown: HashSet<String>,
    /// How many bundles were handed over, resends counted.
    pub(super) handed: AtomicUsize,
    /// The first connection is dropped after so many bundles, the second after twice as many; zero for never.
    drops_after: usize,
}

impl Appliance {
    pub(super) fn new(drops_after: usize, unknown: &[&str]) -> Arc<Self> {
        Arc::new(Self {
            store: Store::memory(),
            unknown: unknown.iter().map(|&address| address.to_owned()).collect(),
            handed: AtomicUsize::new(0),
            drops_after,
        })
    }

    /// Serves the handover socket. Call within a runtime.
    pub(super) fn serve(self: &Arc<Self>, folder: &Path) -> JoinHandle<()> {
        let listener = PacketListener::bind(&folder.join("handover.sock")).unwrap();
        let appliance = Arc::clone(self);
        tokio::spawn(async move {
            // Ever longer, since what was answered on a connection that is dropped may be lost with it.
            for connection in 1.. {
                let inner = Arc::new(listener.accept().await.unwrap());
                appliance
                    .converse(&inner, connection * appliance.drops_after)
                    .await;
            }
        })
    }

    /// How many (item, recipient) are in mailboxes, and whether any is there more than once.
    pub(super) fn landed(&self) -> (usize, bool) {
        let rows = self
            .store
            .view(|view| {
                view.prefix::<Mailbox>(&(), sekisho_platform::store::Direction::Up, usize::MAX)
            })
            .unwrap();
        (rows.len(), rows.iter().any(|(_, landed)| landed.times > 1))
    }

    async fn converse(self: &Arc<Self>, inner: &Arc<Packets>, drops_after: usize) {
        let mut here = 0;
        while let Ok(Some((packet, memory))) = inner.recv(PACKET_MOST).await {
            match serde_json::from_slice(&packet).unwrap() {
                ToAppliance::AskDirectory => {
                    let addresses = vec!["sato@yamabiko.example".to_owned()];
                    let list = serde_json::to_vec(&AddressList { v: 1, addresses }).unwrap();
                    let memory = SealedMemory::new(&list).unwrap();
                    let say = serde_json::to_vec(&FromAppliance::Directory { v: 1 }).unwrap();
                    let _ = inner.send(&say, Some(&memory)).await;
                }
                ToAppliance::Bundle { item, .. } => {
                    let bundle = memory.unwrap().read(16 * 1024 * 1024).unwrap();
                    self.handed
                        .fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let (appliance, inner) = (Arc::clone(self), Arc::clone(inner));
                    tokio::spawn(async move {
                        let landing = move || appliance.land(item, &bundle);
                        let outcomes = tokio::task::spawn_blocking(landing).await.unwrap();
                        let say = FromAppliance::Done { item, outcomes };
                        let _ = inner.send(&serde_json::to_vec(&say).unwrap(), None).await;
                    });
                    here += 1;
                    if here == drops_after {
                        return;
                    }
                }
            }
        }
    }

    fn land(&self, item: Uuid, bundle: &[u8]) -> Vec<Outcome> {
        let opened = Seal::open(bundle, &seal_key().verifying_key()).unwrap();
        let to: Vec<String> = serde_json::from_value(opened.envelope["to"].clone()).unwrap();
        let landed: Result<Vec<Outcome>, StoreError> = self.store.update(|update| {
            let mut outcomes = Vec::new();
            for to in &to {
                let state = if self.unknown.contains(to) {
                    OutcomeState::UnknownRecipient
                } else {
                    let key = (item, to.clone());
                    if update.get::<Mailbox>(&key)?.is_none() {
                        update.put::<Mailbox>(&key, &Landed { times: 1 })?;
                    }
                    OutcomeState::Delivered
                };
                outcomes.push(Outcome {
                    to: to.clone(),
                    state,
                });
            }
            Ok(outcomes)
        });
        landed.unwrap()
    }
}
