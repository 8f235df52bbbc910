//! Bundles cross the road: once each, however it breaks.

use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use proptest::prelude::*;
use sekisho_platform::store::{Store, StoreSettings};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::UnixStream;
use uuid::Uuid;

use super::super::ledger::Sums;
use super::super::receive::Node;
use super::town::{Appliance, OuterShelf, call, courier, inner, seal_key, sealed};
use super::until;
use crate::delivery::{Answer, OutcomeState};
use crate::link::frame::{DOWN_HEADER_MOST, Down, Up, read_header, write_header};
use crate::link::relay::carry;

const TO: [&str; 3] = [
    "sato@yamabiko.example",
    "mori@yamabiko.example",
    "gone@yamabiko.example",
];

/// A stream that breaks after so many bytes, in the middle of whatever is being carried.
struct Fragile {
    stream: UnixStream,
    left: usize,
}

impl Fragile {
    fn spend(&mut self, bytes: usize) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        let allowed = bytes.min(self.left);
        self.left -= allowed;
        Ok(allowed)
    }
}

impl AsyncRead for Fragile {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        // Broken is broken at once: bytes must not vanish on a connection that seems to live.
        if self.left == 0 {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let before = buffer.filled().len();
        std::task::ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        let read = buffer.filled().len() - before;
        let allowed = self.spend(read)?;
        buffer.set_filled(before + allowed);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Fragile {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let allowed = self.spend(bytes.len())?;
        Pin::new(&mut self.stream).poll_write(context, &bytes[..allowed])
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A link that breaks after as many bytes as `next` says, and calls again at once.
async fn link(outer: &Path, inner: &Path, breaks: &AtomicUsize, mut next: impl FnMut() -> usize) {
    loop {
        let outer = UnixStream::connect(outer).await.unwrap();
        let inner = UnixStream::connect(inner).await.unwrap();
        let outer = Fragile {
            stream: outer,
            left: next(),
        };
        let inner = Fragile {
            stream: inner,
            left: next(),
        };
        let _ = Box::pin(carry(outer, inner, 16 * 1024 * 1024)).await;
        breaks.fetch_add(1, Ordering::Relaxed);
    }
}

/// Small numbers that are the same in every run.
fn dice(mut seed: u64) -> impl FnMut(usize, usize) -> usize {
    move |from, to| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        from + usize::try_from(seed % u64::try_from(to - from).unwrap()).unwrap()
    }
}

fn filled(items: u128, dice: &mut impl FnMut(usize, usize) -> usize) -> Arc<OuterShelf> {
    let shelf = OuterShelf::default();
    for item in 0..items {
        let item = Uuid::from_u128(item);
        let bundle = sealed(item, &TO, dice(1, 3000), &seal_key());
        shelf.bundles.lock().unwrap().insert(item, bundle);
    }
    Arc::new(shelf)
}

async fn sums(node: &Arc<Node>) -> Sums {
    let node = Arc::clone(node);
    tokio::task::spawn_blocking(move || node.ledger.sums().unwrap())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_items_cross_a_link_that_keeps_breaking_and_none_is_lost_or_doubled() {
    let folder = tempfile::tempdir().unwrap();
    let mut dice = dice(0x5eed);
    let items = 3_000;
    let shelf = filled(u128::try_from(items).unwrap(), &mut dice);
    let file = folder.path().join("inner.redb");
    let store = Store::open_redb(
        &file,
        &StoreSettings {
            cache_bytes: 1 << 20,
        },
    )
    .unwrap();
    let (_courier, outer) = courier(folder.path(), &shelf);
    let inner = inner(folder.path(), store);
    let appliance = Appliance::new(311, &["gone@yamabiko.example"]);
    let _serving = appliance.serve(folder.path());
    let breaks = Arc::new(AtomicUsize::new(0));
    let (counted, socket) = (Arc::clone(&breaks), inner.socket.clone());
    tokio::spawn(async move { link(&outer, &socket, &counted, || dice(1, 1_500_000)).await });

    until("settled items", items, async || {
        shelf.settled.lock().unwrap().len()
    })
    .await;
    assert_eq!(appliance.landed(), (2 * items, false));
    for answer in shelf.settled.lock().unwrap().values() {
        let Answer::Done(outcomes) = answer else {
            panic!("{answer:?}")
        };
        let states: Vec<_> = outcomes.iter().map(|outcome| outcome.state).collect();
        let away = OutcomeState::UnknownRecipient;
        assert_eq!(
            states,
            [OutcomeState::Delivered, OutcomeState::Delivered, away]
        );
    }
    let count = u64::try_from(items).unwrap();
    let wanted = Sums {
        items: count,
        landed: 2 * count,
        turned_away: count,
        refused: 0,
    };
    assert_eq!(sums(&inner.node).await, wanted);
    let handed = appliance.handed.load(Ordering::Relaxed);
    assert!(
        breaks.load(Ordering::Relaxed) > 5 && handed > items,
        "it broke too seldom"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]
    #[test]
    fn wherever_the_link_breaks_every_item_lands_once(seed in 1_u64.., short in 20_usize..4_000) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let mut dice = dice(seed);
            let shelf = filled(40, &mut dice);
            let (_courier, outer) = courier(folder.path(), &shelf);
            let inner = inner(folder.path(), Store::memory());
            let appliance = Appliance::new(7, &[]);
            let _serving = appliance.serve(folder.path());
            let (breaks, socket) = (AtomicUsize::new(0), inner.socket.clone());
            // Ever longer, so that the largest bundle passes in the end.
            let mut most = short;
            tokio::spawn(async move {
                link(&outer, &socket, &breaks, || {
                    most = (most + most / 8 + 8).min(1 << 20);
                    dice(1, most)
                })
                .await;
            });
            until("settled items", 40, async || shelf.settled.lock().unwrap().len()).await;
            assert_eq!(appliance.landed(), (120, false));
        });
        runtime.shutdown_background();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_appliance_s_directory_reaches_the_outer_node_signed() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = filled(0, &mut dice(1));
    let (_courier, outer) = courier(folder.path(), &shelf);
    let inner = inner(folder.path(), Store::memory());
    let _serving = Appliance::new(0, &[]).serve(folder.path());
    let socket = inner.socket.clone();
    tokio::spawn(async move { link(&outer, &socket, &AtomicUsize::new(0), || usize::MAX).await });
    until("the directory's version", Some(1), async || {
        shelf
            .directory
            .lock()
            .unwrap()
            .as_ref()
            .map(|directory| directory.version)
    })
    .await;
    let directory = shelf.directory.lock().unwrap().take().unwrap();
    assert_eq!(directory.addresses, ["sato@yamabiko.example"]);
}

/// Sends one bundle by hand, and waits for the answer to it.
async fn send(stream: &mut UnixStream, item: Uuid, bundle: &[u8]) -> Down {
    let size = u64::try_from(bundle.len()).unwrap();
    write_header(stream, &Up::Bundle { item, size })
        .await
        .unwrap();
    stream.write_all(bundle).await.unwrap();
    loop {
        match read_header(stream, DOWN_HEADER_MOST)
            .await
            .unwrap()
            .unwrap()
        {
            Down::Directory { .. } => {}
            answer => return answer,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_seal_is_refused_kept_and_alarmed_and_never_handed_over() {
    let folder = tempfile::tempdir().unwrap();
    let inner = inner(folder.path(), Store::memory());
    let appliance = Appliance::new(0, &[]);
    let _serving = appliance.serve(folder.path());
    let mut stream = call(&inner).await;
    let item = Uuid::from_u128(7);
    let good = sealed(item, &TO, 100, &seal_key());
    let refused = |why: &str| Down::Refused {
        item,
        why: why.to_owned(),
    };

    for place in [0, 9, good.len() / 2, good.len() - 1] {
        let mut bad = good.to_vec();
        bad[place] ^= 1;
        assert_eq!(
            send(&mut stream, item, &bad).await,
            refused("bad-seal"),
            "byte {place}"
        );
    }
    assert_eq!(send(&mut stream, item, b"").await, refused("bad-seal"));
    let stranger = ed25519_dalek::SigningKey::from_bytes(&[9; 32]);
    let foreign = sealed(item, &TO, 100, &stranger);
    assert_eq!(send(&mut stream, item, &foreign).await, refused("bad-seal"));
    let other = sealed(Uuid::from_u128(8), &TO, 100, &seal_key());
    assert_eq!(send(&mut stream, item, &other).await, refused("wrong-item"));

    assert_eq!(appliance.handed.load(Ordering::Relaxed), 0);
    assert_eq!(inner.node.refused.count().unwrap(), 7);
    assert_eq!(inner.node.alarms.load(Ordering::Relaxed), 7);
    assert_eq!(sums(&inner.node).await.refused, 1);
    // The same item, whole at last, is still delivered.
    assert!(matches!(
        send(&mut stream, item, &good).await,
        Down::Done { .. }
    ));
    assert_eq!(appliance.landed(), (3, false));
    assert_eq!(sums(&inner.node).await.refused, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_sent_again_is_answered_from_the_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let inner = inner(folder.path(), Store::memory());
    let appliance = Appliance::new(0, &[]);
    let _serving = appliance.serve(folder.path());
    let mut stream = call(&inner).await;
    let item = Uuid::from_u128(7);
    let bundle = sealed(item, &TO, 100, &seal_key());
    let first = send(&mut stream, item, &bundle).await;
    for _ in 0..5 {
        assert_eq!(send(&mut stream, item, &bundle).await, first);
    }
    assert_eq!(appliance.handed.load(Ordering::Relaxed), 1);
    // Sealed anew under the same id, it is handed over again, and still lands once.
    let anew = sealed(item, &TO, 101, &seal_key());
    assert_eq!(send(&mut stream, item, &anew).await, first);
    assert_eq!(appliance.handed.load(Ordering::Relaxed), 2);
    assert_eq!(appliance.landed(), (3, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_appliance_is_away_bundles_wait_and_none_is_confirmed() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = filled(600, &mut dice(3));
    let (courier, outer) = courier(folder.path(), &shelf);
    let inner = inner(folder.path(), Store::memory());
    let socket = inner.socket.clone();
    tokio::spawn(async move { link(&outer, &socket, &AtomicUsize::new(0), || usize::MAX).await });
    until("the link", true, async || courier.is_up()).await;
    until("links at the inner node", 1, async || {
        inner.node.links.load(Ordering::Relaxed)
    })
    .await;
    assert_eq!(shelf.settled.lock().unwrap().len(), 0);
    assert_eq!(courier.unsettled(), 600);
    let appliance = Appliance::new(0, &[]);
    let _serving = appliance.serve(folder.path());
    until("settled items", 600, async || {
        shelf.settled.lock().unwrap().len()
    })
    .await;
    assert_eq!(appliance.landed(), (1_800, false));
}
