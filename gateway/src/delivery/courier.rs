//! The courier over the link: sends sealed bundles to the link process, and records only its answers.
//!
//! Promises: what was offered is sent again over every new connection until the shelf has settled it; nothing is
//! answered by the courier itself; a directory is passed on only when the inner node signed it. Durability is the
//! shelf's: the courier forgets everything when it stops and asks the shelf what is waiting when it starts.

use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use ed25519_dalek::VerifyingKey;
use tokio::io::{AsyncWriteExt as _, BufReader, BufWriter};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Notify, mpsc};
use uuid::Uuid;

use super::answer::{Answer, Directory, Shelf, ShelfError};
use super::window::{Air, Window};
use crate::link::directory::Signed;
use crate::link::frame::{DOWN_HEADER_MOST, Down, FrameError, Up, read_header, write_header};
use crate::queue::item::{Cleared, Item};

const AIR: Air = Air {
    items: 256,
    bytes: 64 * 1024 * 1024,
};
const BUFFER: usize = 128 * 1024;
/// How many bundles, and about how many bytes of them, are taken from the shelf at once.
const BATCH: usize = 32;
const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// How many answers are settled in one transaction at most.
const SETTLED_AT_ONCE: usize = 512;
const SHELF_AGAIN: Duration = Duration::from_secs(1);
const LONGEST_REST: u32 = 30;

/// What the courier needs to work.
pub struct CourierSettings {
    /// Where the link process connects.
    pub listener: UnixListener,
    /// The key the inner node signs the directory with.
    pub directory_key: VerifyingKey,
    /// The queue.
    pub shelf: Arc<dyn Shelf>,
}

/// Carries cleared items over the link. Cheap to clone; ends with the runtime it was started in.
#[derive(Debug, Clone)]
pub struct Courier {
    line: Arc<Line>,
}

#[derive(Debug)]
struct Line {
    window: Mutex<Window>,
    /// Something can perhaps be sent that could not be sent before.
    room: Notify,
    up: AtomicBool,
}

impl Courier {
    /// Begins to serve the link process, with everything that waits on the shelf. Call within the runtime.
    pub fn start(settings: CourierSettings) -> Self {
        let line = Arc::new(Line {
            window: Mutex::new(Window::new(AIR)),
            room: Notify::new(),
            up: AtomicBool::new(false),
        });
        tokio::spawn(run(settings, Arc::clone(&line)));
        Self { line }
    }

    /// Takes an item whose sealed bundle lies on the shelf.
    pub fn offer(&self, item: &Item<Cleared>) {
        self.line.offer([item.id()]);
    }

    /// Whether the link process is connected now.
    pub fn is_up(&self) -> bool {
        self.line.up.load(Ordering::Relaxed)
    }

    /// How many items are offered and not settled.
    pub fn unsettled(&self) -> usize {
        self.line.window().len()
    }
}

impl Line {
    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn offer(&self, items: impl IntoIterator<Item = Uuid>) {
        let mut window = self.window();
        items.into_iter().for_each(|item| window.offer(item));
        drop(window);
        self.room.notify_one();
    }

    fn settled(&self, items: impl IntoIterator<Item = Uuid>) {
        let mut window = self.window();
        items.into_iter().for_each(|item| window.settled(item));
        drop(window);
        self.room.notify_one();
    }

    /// The far side or the shelf cannot take the item now: it is offered again after a while.
    fn rest(self: &Arc<Self>, item: Uuid) {
        let Some(rests) = self.window().rest(item) else {
            return;
        };
        self.room.notify_one();
        let line = Arc::clone(self);
        let seconds = 1_u32
            .checked_shl(rests - 1)
            .unwrap_or(LONGEST_REST)
            .min(LONGEST_REST);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(u64::from(seconds))).await;
            line.window().wake(item, rests);
            line.room.notify_one();
        });
    }
}

async fn run(settings: CourierSettings, line: Arc<Line>) {
    let shelf = Arc::clone(&settings.shelf);
    line.offer(until_done(&shelf, <dyn Shelf>::waiting).await);
    let (answers, answered) = mpsc::channel(2 * SETTLED_AT_ONCE);
    tokio::join!(
        serve(&settings, &line, &answers),
        settle(&shelf, &line, answered)
    );
}

/// Serves one link process at a time; a newer connection takes the place of an older one.
async fn serve(
    settings: &CourierSettings,
    line: &Arc<Line>,
    answers: &mpsc::Sender<(Uuid, Answer)>,
) {
    let mut next = accept(&settings.listener).await;
    loop {
        line.window().restart();
        line.up.store(true, Ordering::Relaxed);
        tracing::info!(code = "link-up", "the link process is connected");
        tokio::select! {
            ended = converse(next, settings, line, answers) => {
                line.up.store(false, Ordering::Relaxed);
                match ended {
                    Ok(()) => tracing::info!(code = "link-down", "the link process closed"),
                    Err(error) => tracing::warn!(code = "link-down", %error, "the link broke"),
                }
                next = accept(&settings.listener).await;
            }
            newer = accept(&settings.listener) => next = newer,
        }
    }
}

async fn accept(listener: &UnixListener) -> UnixStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                // Out of descriptors: give the rest of the process a moment to close some.
                tracing::error!(code = "link-accept", %error, "accepting the link process");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

async fn converse(
    stream: UnixStream,
    settings: &CourierSettings,
    line: &Arc<Line>,
    answers: &mpsc::Sender<(Uuid, Answer)>,
) -> Result<(), FrameError> {
    let (reads, writes) = stream.into_split();
    tokio::select! {
        ended = listen(reads, settings, line, answers) => ended,
        ended = speak(writes, &settings.shelf, line) => ended,
    }
}

async fn speak(
    writes: OwnedWriteHalf,
    shelf: &Arc<dyn Shelf>,
    line: &Arc<Line>,
) -> Result<(), FrameError> {
    let mut to = BufWriter::with_capacity(BUFFER, writes);
    loop {
        let batch = line.window().next(BATCH);
        if batch.is_empty() {
            to.flush().await?;
            line.room.notified().await;
            continue;
        }
        for (item, sealed) in load(shelf, batch).await {
            match sealed {
                Ok(Some(sealed)) => {
                    line.window().fly(item, sealed.len());
                    let size = u64::try_from(sealed.len()).unwrap_or(u64::MAX);
                    write_header(&mut to, &Up::Bundle { item, size }).await?;
                    to.write_all(&sealed).await?;
                }
                Ok(None) => line.settled([item]),
                Err(error) => {
                    tracing::error!(code = "shelf", %item, %error, "taking a bundle from the shelf");
                    line.rest(item);
                }
            }
        }
    }
}

type Loaded = Vec<(Uuid, Result<Option<Bytes>, ShelfError>)>;

/// Takes bundles from the shelf, in order, until about a batch's bytes are taken.
async fn load(shelf: &Arc<dyn Shelf>, items: Vec<Uuid>) -> Loaded {
    let shelf = Arc::clone(shelf);
    let loaded = tokio::task::spawn_blocking(move || {
        let mut bytes = 0_usize;
        let mut loaded = Vec::with_capacity(items.len());
        for item in items {
            let sealed = shelf.sealed(item);
            if let Ok(Some(sealed)) = &sealed {
                bytes = bytes.saturating_add(sealed.len());
            }
            loaded.push((item, sealed));
            if bytes > BATCH_BYTES {
                break;
            }
        }
        loaded
    });
    loaded.await.unwrap_or_default()
}

async fn listen(
    reads: OwnedReadHalf,
    settings: &CourierSettings,
    line: &Arc<Line>,
    answers: &mpsc::Sender<(Uuid, Answer)>,
) -> Result<(), FrameError> {
    let mut from = BufReader::with_capacity(BUFFER, reads);
    while let Some(frame) = read_header::<Down, _>(&mut from, DOWN_HEADER_MOST).await? {
        let (item, answer) = match frame {
            Down::Done { item, outcomes } => (item, Answer::Done(outcomes)),
            Down::Refused { item, why } => (item, Answer::Refused(why)),
            Down::Later { item } => {
                line.rest(item);
                continue;
            }
            Down::Directory { signed, .. } => {
                take_directory(&signed, settings).await;
                continue;
            }
        };
        if answers.send((item, answer)).await.is_err() {
            return Ok(());
        }
    }
    Ok(())
}

/// Records the answers, as many together as came meanwhile. While the shelf cannot, the answers wait and the air
/// stays full, so that the far side is not asked for more.
async fn settle(
    shelf: &Arc<dyn Shelf>,
    line: &Arc<Line>,
    mut answered: mpsc::Receiver<(Uuid, Answer)>,
) {
    let mut batch = Vec::new();
    while answered.recv_many(&mut batch, SETTLED_AT_ONCE).await > 0 {
        let settled = Arc::new(std::mem::take(&mut batch));
        let answers = Arc::clone(&settled);
        until_done(shelf, move |shelf| shelf.settle(&answers)).await;
        line.settled(settled.iter().map(|(item, _)| *item));
    }
}

async fn take_directory(signed: &Signed, settings: &CourierSettings) {
    let listing = match signed.open(&settings.directory_key) {
        Ok(listing) => listing,
        Err(error) => {
            tracing::error!(code = "directory-refused", %error, "a directory was not believed");
            return;
        }
    };
    let directory = Directory {
        version: listing.v,
        issued: listing.issued,
        addresses: listing.addresses,
    };
    until_done(&settings.shelf, move |shelf| {
        shelf.directory(directory.clone())
    })
    .await;
}

/// Asks the shelf until it can.
fn until_done<T: Send + 'static>(
    shelf: &Arc<dyn Shelf>,
    ask: impl Fn(&dyn Shelf) -> Result<T, ShelfError> + Send + Sync + 'static,
) -> impl Future<Output = T> {
    let shelf = Arc::clone(shelf);
    let ask = Arc::new(ask);
    async move {
        loop {
            let (shelf, ask) = (Arc::clone(&shelf), Arc::clone(&ask));
            match tokio::task::spawn_blocking(move || ask(shelf.as_ref())).await {
                Ok(Ok(done)) => return done,
                Ok(Err(error)) => {
                    tracing::error!(code = "shelf", error = %chain(&error), "asking the shelf again");
                }
                Err(error) => tracing::error!(code = "shelf", %error, "asking the shelf again"),
            }
            tokio::time::sleep(SHELF_AGAIN).await;
        }
    }
}

/// An error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
