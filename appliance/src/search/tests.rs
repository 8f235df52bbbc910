//! The index follows the store: from nothing, from where it was, and when the log no longer reaches back.

use super::index::{Ask, Found, Index};
use super::*;
use crate::app::tests::World;
use crate::app::tests::sealed::Mail;
use crate::modules::{SEARCHED, mail};
use sekisho_platform::blob::Blobs;
use sekisho_platform::disk::{Disk, SimDisk};
use sekisho_platform::store::{Store, StoreError};
use std::sync::Arc;
use uuid::Uuid;

async fn follow(store: &Store, disk: &Arc<dyn Disk>) -> Search {
    let folder = tempfile::tempdir().expect("folder");
    let blobs = Blobs::open(folder.path()).expect("blobs");
    let search = Search::follow(store, &blobs, Arc::clone(disk), SEARCHED);
    let last = store
        .view(|tx| -> Result<u64, StoreError> { tx.last_sequence() })
        .expect("a state");
    search.caught_up(last).await;
    search
}

/// A town with one mail about 吉田.
async fn town() -> World {
    let world = World::new();
    world.deliver(&Mail::to(7, &["sato"], "吉田さんの件")).await;
    world
}

fn mails(search: &Search, world: &World, name: &str) -> Found {
    let sato = crate::org::LoginName::new("sato").expect("a name");
    let found = world
        .app
        .store()
        .view(|tx| crate::org::staff_by_login(tx, &sato));
    let (sato, _) = found.expect("a state").expect("sato is there");
    // The key of a mail begins with that of its mailbox.
    let key = mail::guessed(sato, Uuid::nil());
    search
        .ready()
        .expect("ready")
        .search(&Ask {
            scopes: &[Scope::new("mail", &key[..16])],
            words: &[name.to_owned()],
            shown: 10,
            most: 10,
        })
        .expect("an answer")
}

#[tokio::test]
async fn it_is_made_from_nothing_and_goes_on_from_where_it_was() {
    let world = town().await;
    let store = world.app.store().clone();
    let disk: Arc<dyn Disk> = Arc::new(SimDisk::new());
    let search = follow(&store, &disk).await;
    assert_eq!(mails(&search, &world, "吉田").count, 1);
    drop(search);
    let kept = Index::open(Arc::clone(&disk)).expect("index").position();
    assert!(kept.is_some(), "the place is kept once all is there");
    let search = follow(&store, &disk).await;
    assert_eq!(mails(&search, &world, "吉田").count, 1);
}

#[tokio::test]
async fn a_log_that_was_cut_means_building_anew() {
    let world = town().await;
    let store = world.app.store().clone();
    let disk: Arc<dyn Disk> = Arc::new(SimDisk::new());
    let index = Index::open(Arc::clone(&disk)).expect("index");
    index.apply(Vec::new(), Some(1)).expect("a place");
    drop(index);
    store
        .update(|tx| -> Result<_, StoreError> {
            let last = tx.last_sequence()?;
            tx.trim_changes(last - 1, 1_000_000)
        })
        .expect("a shorter log");
    let search = follow(&store, &disk).await;
    assert_eq!(mails(&search, &world, "吉田").count, 1, "nothing is missed");
}

#[tokio::test]
async fn an_index_ahead_of_its_store_is_of_another_store() {
    let world = town().await;
    let store = world.app.store().clone();
    let disk: Arc<dyn Disk> = Arc::new(SimDisk::new());
    let index = Index::open(Arc::clone(&disk)).expect("index");
    index.apply(Vec::new(), Some(1 << 40)).expect("a place");
    drop(index);
    let folder = tempfile::tempdir().expect("folder");
    let blobs = Blobs::open(folder.path()).expect("blobs");
    let search = Search::follow(&store, &blobs, Arc::clone(&disk), SEARCHED);
    let last = store
        .view(|tx| -> Result<u64, StoreError> { tx.last_sequence() })
        .expect("a state");
    search.caught_up(last).await;
    assert_eq!(mails(&search, &world, "吉田").count, 1);
}
