//! Rows of the first version find their place on the shelf of what waits.

use crate::app::tests::World;
use crate::app::tests::sealed::Mail;
use crate::modules::mail::catch_up;
use crate::modules::mail::model::{Folder, MailboxId, MessageId};
use crate::modules::mail::table::{Entries, EntryV1, HELD_V1, Steps};
use sekisho_platform::store::{Direction, Indexes, Record, Reverse, StoreError, Table};
use uuid::Uuid;

/// The table as the first version wrote it.
enum Before {}

impl Record for EntryV1 {}

impl Table for Before {
    const NAME: &'static str = Entries::NAME;
    type Key = (MailboxId, MessageId);
    type Record = EntryV1;

    fn index((mailbox, _): &Self::Key, entry: &EntryV1, out: &mut Indexes) {
        let place = (*mailbox, entry.folder.number(), Reverse(entry.landed));
        out.add("in_folder", &place);
        if entry.held > 0 && entry.folder != Folder::Trash {
            out.add(HELD_V1, &(*mailbox, Reverse(entry.landed)));
        }
    }
}

#[tokio::test]
async fn what_waited_before_the_deadlines_were_written_stands_by_its_deadline() {
    let world = World::new();
    for (number, until) in [
        (1, "2026-12-04T00:00:00+09:00"),
        (2, "2026-11-30T00:00:00+09:00"),
    ] {
        let mail = Mail::to(number, &["sato"], "図面")
            .held("図面.zip", "password-locked")
            .kept_until(until);
        world.deliver(&mail).await;
    }
    let store = world.app.store();
    let rows = store
        .view(|tx| tx.prefix::<Entries>(&(), Direction::Up, 10))
        .expect("rows");
    store
        .update(|tx| -> Result<(), StoreError> {
            for (key, row) in &rows {
                let old = EntryV1 {
                    folder: row.folder,
                    unread: row.unread,
                    landed: row.landed,
                    received: row.received,
                    opened: row.opened,
                    from_name: row.from_name.clone(),
                    from_address: row.from_address.clone(),
                    subject: row.subject.clone(),
                    preview: row.preview.clone(),
                    attachments: row.attachments,
                    held: row.held,
                    cleaned: row.cleaned,
                    touched: row.touched,
                    fingerprint: row.fingerprint,
                };
                tx.remove::<Entries>(key)?;
                tx.put::<Before>(key, &old)?;
            }
            tx.remove::<Steps>(&1)?;
            Ok(())
        })
        .expect("written as before");
    let cookie = world.log_in("sato").await;
    let shelf = world.part("/mail/held", &cookie).await.text();
    assert_eq!(
        shelf.matches("id=\"row-").count(),
        0,
        "nothing stands there yet"
    );
    assert_eq!(catch_up(store).expect("caught up"), 2);
    assert_eq!(catch_up(store).expect("nothing left"), 0);
    let shelf = world.part("/mail/held", &cookie).await.text();
    let place = |number: u128| {
        let id = format!("id=\"row-{}", Uuid::from_u128(number));
        shelf.find(&id).expect("on the shelf")
    };
    assert!(place(2) < place(1), "the nearer deadline first");
    let duties = world.get("/portal/duties", &cookie).await.text();
    assert!(duties.contains("図面.zip（図面）") && duties.contains("11/30"));
}
