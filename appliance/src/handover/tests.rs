//! Stories of the hand-over, over the real socket with real sealed memory.

use super::{bind, serve};
use crate::app::tests::World;
use crate::app::tests::engine::TestEngine;
use crate::app::tests::sealed::Mail;
use sekisho_platform::net::memory::SealedMemory;
use sekisho_platform::net::packet::Packets;
use sekisho_platform::store::Store;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// An inner gateway's side of the socket.
struct Inner {
    connection: Packets,
    _serving: JoinHandle<()>,
    _folder: TempDir,
}

impl Inner {
    async fn of(world: &World) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("handover.sock");
        let listener = bind(&path).expect("socket");
        let serving = tokio::spawn(serve(listener, world.intake.clone()));
        Self {
            connection: Packets::connect(&path).await.expect("connected"),
            _serving: serving,
            _folder: folder,
        }
    }

    async fn offer(&self, item: &str, bytes: &[u8]) {
        let memory = SealedMemory::new(bytes).expect("memory");
        let say = json!({ "t": "bundle", "item": item, "size": bytes.len() });
        self.connection
            .send(say.to_string().as_bytes(), Some(&memory))
            .await
            .expect("sent");
    }

    async fn hear(&self) -> (Value, Option<Value>) {
        let heard =
            tokio::time::timeout(Duration::from_secs(20), self.connection.recv(65_536)).await;
        let (packet, memory) = heard
            .expect("an answer in time")
            .expect("a packet")
            .expect("a connection");
        let memory = memory.map(|memory| {
            serde_json::from_slice(&memory.read(1 << 20).expect("read")).expect("json")
        });
        (serde_json::from_slice(&packet).expect("json"), memory)
    }
}

#[tokio::test]
async fn a_sealed_mail_is_landed_before_done_is_said_and_again_it_changes_nothing() {
    let world = World::new();
    let inner = Inner::of(&world).await;
    let mail =
        Mail::to(42, &["sato", "nobody"], "見積").file("a.png", "a.png", "png", b"PNG", json!([]));
    let item = mail.item.to_string();
    let done = json!({ "t": "done", "item": item, "outcomes": [
        {"to": "sato@yamabiko.example", "state": "delivered"},
        {"to": "nobody@yamabiko.example", "state": "unknown-recipient"},
    ]});
    for _ in 0..3 {
        inner.offer(&item, &mail.seal(&world.key)).await;
        assert_eq!(inner.hear().await, (done.clone(), None));
    }
    let tally = crate::modules::mail::tally(world.app.store()).expect("tally");
    assert_eq!((tally.landed, tally.duplicates), (1, 0));
    let cookie = world.log_in("sato").await;
    let list = world.part("/mail/inbox", &cookie).await.text();
    assert_eq!(
        list.matches("row-00000000-0000-0000-0000-00000000002a")
            .count(),
        1,
        "one row"
    );
}

#[tokio::test]
async fn many_bundles_at_once_and_each_twice_land_once() {
    let world = World::new();
    let inner = Inner::of(&world).await;
    for n in 1..=100 {
        let mail = Mail::to(n, &["sato", "takahashi"], &format!("件名{n}"));
        let sealed = mail.seal(&world.key);
        inner.offer(&mail.item.to_string(), &sealed).await;
        inner.offer(&mail.item.to_string(), &sealed).await;
    }
    for _ in 0..200 {
        assert_eq!(inner.hear().await.0["t"], "done");
    }
    let tally = crate::modules::mail::tally(world.app.store()).expect("tally");
    assert_eq!((tally.landed, tally.duplicates), (200, 0));
}

#[tokio::test]
async fn a_bad_seal_is_refused_and_nothing_of_it_is_kept() {
    let world = World::new();
    let inner = Inner::of(&world).await;
    let mail = Mail::to(42, &["sato"], "偽物");
    let item = mail.item.to_string();
    let good = mail.seal(&world.key);
    let mut flipped = good.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 1;
    let other = ed25519_dalek::SigningKey::from_bytes(&[8; 32]);
    for bad in [
        b"nonsense".to_vec(),
        flipped,
        good[..good.len() - 1].to_vec(),
        mail.seal(&other),
    ] {
        inner.offer(&item, &bad).await;
        assert_eq!(
            inner.hear().await.0,
            json!({ "t": "refused", "item": item, "why": "bad-seal" })
        );
    }
    inner
        .offer("00000000-0000-0000-0000-00000000002b", &good)
        .await;
    assert_eq!(
        inner.hear().await.0["why"],
        "other-item",
        "a seal cannot be passed off as another item's"
    );
    let cookie = world.log_in("sato").await;
    assert!(
        !world
            .get("/mail/inbox", &cookie)
            .await
            .text()
            .contains("偽物")
    );
    inner.offer(&item, &good).await;
    assert_eq!(
        inner.hear().await.0["t"],
        "done",
        "the true one still lands"
    );
}

#[tokio::test]
async fn the_addresses_are_told_on_asking_and_at_every_change() {
    let world = World::new();
    let inner = Inner::of(&world).await;
    inner
        .connection
        .send(br#"{"t":"directory?"}"#, None)
        .await
        .expect("sent");
    let (said, list) = inner.hear().await;
    let list = list.expect("the list comes with it");
    assert_eq!((&said["t"], &said["v"]), (&json!("directory"), &list["v"]));
    let addresses = list["addresses"].as_array().expect("addresses");
    assert_eq!(addresses.len(), 40);
    assert!(addresses.contains(&json!("sato@yamabiko.example")));

    let operator = crate::app::tests::operator(&world);
    let added = operator
        .answer(
            json!({ "do": "user-add", "login": "mori", "name": "森 一郎", "yomi": "もり いちろう",
                        "address": "mori@yamabiko.example", "unit": "総務課", "post": "主事" }),
        )
        .await;
    assert_eq!(added["ok"], true, "{added}");
    let (said, list) = inner.hear().await;
    assert!(said["v"].as_u64() > Some(1));
    assert!(
        list.expect("list")["addresses"]
            .as_array()
            .expect("addresses")
            .contains(&json!("mori@yamabiko.example"))
    );
}

#[tokio::test]
async fn a_gateway_that_speaks_nonsense_is_cut_off_and_the_next_is_served() {
    let world = World::new();
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("handover.sock");
    let _serving = tokio::spawn(serve(bind(&path).expect("socket"), world.intake.clone()));
    for nonsense in [
        "x",
        r#"{"t":"bundle","item":"00000000-0000-0000-0000-00000000002a","size":1}"#,
        r#"{"t":"else"}"#,
    ] {
        let connection = Packets::connect(&path).await.expect("connected");
        connection
            .send(nonsense.as_bytes(), None)
            .await
            .expect("sent");
        let heard = tokio::time::timeout(Duration::from_secs(20), connection.recv(65_536))
            .await
            .expect("in time");
        assert!(matches!(heard, Ok(None) | Err(_)), "{nonsense}");
    }
    let connection = Packets::connect(&path).await.expect("connected");
    connection
        .send(br#"{"t":"directory?"}"#, None)
        .await
        .expect("sent");
    assert!(connection.recv(65_536).await.expect("a packet").is_some());
}

#[tokio::test]
async fn a_full_disk_says_later_and_the_same_bundle_lands_when_there_is_room() {
    let engine = Arc::new(TestEngine::default());
    let world = World::made(Store::on(engine.clone()).expect("store"), false);
    let inner = Inner::of(&world).await;
    let mail = Mail::to(42, &["sato"], "連絡");
    let item = mail.item.to_string();
    engine.fill(true);
    inner.offer(&item, &mail.seal(&world.key)).await;
    assert_eq!(inner.hear().await.0, json!({ "t": "later", "item": item }));
    engine.fill(false);
    let tally = crate::modules::mail::tally(world.app.store()).expect("tally");
    assert_eq!(tally.landed, 0, "nothing of it is there");
    inner.offer(&item, &mail.seal(&world.key)).await;
    assert_eq!(inner.hear().await.0["t"], "done");
    let tally = crate::modules::mail::tally(world.app.store()).expect("tally");
    assert_eq!((tally.landed, tally.duplicates), (1, 0));
}
