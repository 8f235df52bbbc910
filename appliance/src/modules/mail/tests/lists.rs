//! A mailbox of fifty thousand, on an engine that counts every pair that is read: a page costs what it shows.

use super::super::access::{self, Permit, Read};
use super::super::model::{Count, Cursor, Folder, MailboxId, MessageId, Shelf};
use super::super::service::{self, ListPage, MailError, Query};
use super::super::table::Entry;
use crate::app::App;
use crate::app::tests::engine::TestEngine;
use crate::auth::{Session, SessionSecret};
use crate::cx::Cx;
use crate::org::{self, LoginName, OrganisationId, Town};
use sekisho_platform::id::{CountingIds, Ids};
use sekisho_platform::store::{Store, Update, View};
use std::sync::Arc;
use uuid::Uuid;

struct Mailbox {
    store: Store,
    engine: Arc<TestEngine>,
    sato: Cx,
    takahashi: Cx,
}

fn mailbox(mails: u64) -> Mailbox {
    let engine = Arc::new(TestEngine::default());
    let store = Store::on(engine.clone()).expect("store");
    let ids = CountingIds::new();
    let organisation = OrganisationId::new(ids.uuid());
    let town = Town::at_the_machine(organisation);
    let lines = org::demo::town(&ids).expect("town");
    store
        .update(|tx| -> Result<(), org::OrgError> {
            org::organisation_create(tx, organisation, "やまびこ市", "yamabiko.example")?;
            org::demo::seed(tx, town, &lines).map(|_| ())
        })
        .expect("seeded");
    let cx = |name: &str| {
        let login = LoginName::new(name).expect("name");
        store
            .view(|tx| -> Result<Cx, org::OrgError> {
                let (staff, _) = org::staff_by_login(tx, &login)?.expect("somebody");
                let session = Session {
                    key: SessionSecret::new([0; 32]).key(),
                    town,
                    staff,
                    proven: 0,
                    two: false,
                };
                let zone = jiff::tz::TimeZone::UTC;
                Ok(App::cx(
                    tx,
                    session,
                    "2026-11-20T00:00:00Z".parse().expect("time"),
                    &zone,
                )?
                .expect("active"))
            })
            .expect("context")
    };
    let (sato, takahashi) = (cx("sato"), cx("takahashi"));
    let of = MailboxId::of(sato.staff);
    for chunk in (0..mails).collect::<Vec<_>>().chunks(5_000) {
        store
            .update(|tx| -> Result<(), MailError> {
                for n in chunk {
                    service::replace(tx, of, id(*n), None, &entry(*n))?;
                }
                Ok(())
            })
            .expect("filled");
    }
    Mailbox {
        store,
        engine,
        sato,
        takahashi,
    }
}

fn id(n: u64) -> MessageId {
    MessageId::new(Uuid::from_u128(u128::from(n) + 1_000_000))
}

/// Every tenth is unread, every thousandth has a part that waits, and one speaks of 髙橋測量.
fn entry(n: u64) -> Entry {
    Entry {
        folder: Folder::Inbox,
        unread: n.is_multiple_of(10),
        landed: 1_763_000_000_000_000 + n * 1_000,
        received: 1_763_000_000_000_000 + n * 1_000,
        opened: None,
        from_name: if n == 777 {
            "髙橋測量".to_owned()
        } else {
            format!("差出人{}", n % 50)
        },
        from_address: format!("from{}@pref.example", n % 50),
        subject: format!("件名 {n} ノ オシラセ"),
        preview: String::new(),
        attachments: 1,
        held: u16::from(n.is_multiple_of(1_000)),
        cleaned: true,
        touched: 0,
        fingerprint: [0; 16],
        wait: None,
    }
}

fn query(shelf: Shelf) -> Query {
    Query {
        shelf,
        unread_only: false,
        words: String::new(),
        after: None,
        limit: 50,
    }
}

impl Mailbox {
    fn ask<R>(
        &self,
        question: impl Fn(&View<'_>, &Permit<Read>) -> Result<R, MailError>,
    ) -> (R, u64) {
        let own = MailboxId::of(self.sato.staff);
        let permit = self.store.view(|tx| access::may_read(tx, &self.sato, own));
        let permit = permit.expect("own");
        let before = self.engine.pairs_read();
        let answer = self.store.view(|tx| question(tx, &permit)).expect("answer");
        (answer, self.engine.pairs_read() - before)
    }

    fn page(&self, query: &Query) -> (ListPage, u64) {
        self.ask(|tx, permit| service::mail_page(tx, permit, query))
    }

    fn counts(&self, shelf: Shelf) -> Count {
        self.ask(|tx, permit| service::mail_count(tx, permit, shelf))
            .0
    }

    fn change(
        &self,
        work: impl Fn(&mut Update<'_>, &Permit<access::Arrange>) -> Result<(), MailError>,
    ) {
        let own = MailboxId::of(self.sato.staff);
        let permit = self
            .store
            .view(|tx| access::may_arrange(tx, &self.sato, own));
        let permit = permit.expect("own");
        self.store.update(|tx| work(tx, &permit)).expect("changed");
    }
}

#[test]
fn a_page_of_fifty_thousand_mails_reads_a_hundred_pairs_wherever_it_is() {
    let mailbox = mailbox(50_000);
    let inbox = query(Shelf::In(Folder::Inbox));
    let (first, read) = mailbox.page(&inbox);
    assert_eq!(first.rows.len(), 50);
    assert_eq!(first.rows[0].0, id(49_999));
    assert!(read <= 110, "the first page read {read} pairs");

    let deep = Cursor {
        landed: entry(25_000).landed,
        id: id(25_000),
        until: None,
    };
    let (page, read) = mailbox.page(&Query {
        after: Some(deep),
        ..inbox.clone()
    });
    assert_eq!(page.rows[0].0, id(24_999));
    assert!(read <= 110, "a page in the middle read {read} pairs");

    let unread = Query {
        unread_only: true,
        ..inbox.clone()
    };
    let (page, read) = mailbox.page(&unread);
    assert!(page.rows.iter().all(|(_, entry)| entry.unread) && page.rows.len() == 50);
    assert!(read <= 110, "the unread page read {read} pairs");

    let (count, read) =
        mailbox.ask(|tx, permit| service::mail_count(tx, permit, Shelf::In(Folder::Inbox)));
    assert_eq!(
        count,
        Count {
            total: 50_000,
            unread: 5_000
        }
    );
    assert_eq!(read, 1);

    let (held, read) = mailbox.page(&query(Shelf::Held));
    assert_eq!(held.rows.len(), 50);
    assert!(held.next.is_none(), "exactly fifty wait");
    assert!(read <= 110);

    let at = entry(25_000);
    let (beside, read) =
        mailbox.ask(|tx, permit| service::mail_neighbours(tx, permit, &inbox, id(25_000), &at));
    assert_eq!(
        (beside.newer, beside.older),
        (Some(id(25_001)), Some(id(24_999)))
    );
    assert!(read <= 8, "the neighbours read {read} pairs");

    // The worst search walks every small row once and fetches only what it found.
    let (found, read) = mailbox.page(&Query {
        words: "高橋".to_owned(),
        ..inbox.clone()
    });
    assert_eq!(
        found.rows.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        [id(777)]
    );
    assert!(
        read <= 50_200,
        "a search through everything read {read} pairs"
    );
    let (found, read) = mailbox.page(&Query {
        words: "のおしらせ".to_owned(),
        ..inbox
    });
    assert_eq!(
        found.rows.len(),
        0,
        "words stand as they are written, with their spaces: の おしらせ"
    );
    assert!(read <= 50_200);
}

#[test]
fn pages_follow_each_other_without_a_gap_while_mail_comes_in() {
    let mailbox = mailbox(120);
    let mut asked = query(Shelf::In(Folder::Inbox));
    let mut seen = Vec::new();
    let mut more = 1_000;
    loop {
        let (page, _) = mailbox.page(&asked);
        seen.extend(page.rows.iter().map(|(id, _)| *id));
        let of = MailboxId::of(mailbox.sato.staff);
        mailbox
            .store
            .update(|tx| service::replace(tx, of, id(more), None, &entry(more)))
            .expect("a mail comes in");
        more += 1;
        match page.next {
            Some(next) => asked.after = Some(next),
            None => break,
        }
    }
    let all: Vec<_> = (0..120).rev().map(id).collect();
    assert_eq!(seen, all);
}

#[test]
fn a_search_takes_any_width_and_kana_and_all_of_its_words() {
    let mailbox = mailbox(200);
    let find = |words: &str| {
        let asked = Query {
            words: words.to_owned(),
            ..query(Shelf::In(Folder::Inbox))
        };
        mailbox.page(&asked).0.rows.len()
    };
    assert_eq!(find("おしらせ　１２３"), 1);
    assert_eq!(find("ｵｼﾗｾ 123"), 1);
    assert_eq!(find("FROM7@PREF.EXAMPLE"), 4);
    assert_eq!(find("差出人7 件名 107 "), 1);
    assert_eq!(find("ありません"), 0);
    let unread = Query {
        words: "おしらせ".to_owned(),
        unread_only: true,
        ..query(Shelf::In(Folder::Inbox))
    };
    assert_eq!(mailbox.page(&unread).0.rows.len(), 20);
}

#[test]
fn reading_and_moving_keep_every_count_and_every_list_true() {
    let mailbox = mailbox(1_001);
    assert_eq!(
        mailbox.counts(Shelf::Held),
        Count {
            total: 2,
            unread: 2
        }
    );
    mailbox.change(|tx, permit| service::mail_mark(tx, permit, id(1_000), false, 5));
    mailbox.change(|tx, permit| service::mail_mark(tx, permit, id(1_000), false, 6));
    assert_eq!(
        mailbox.counts(Shelf::In(Folder::Inbox)),
        Count {
            total: 1_001,
            unread: 100
        }
    );
    assert_eq!(
        mailbox.counts(Shelf::Held),
        Count {
            total: 2,
            unread: 1
        }
    );
    let (read, _) = mailbox.ask(|tx, permit| service::mail_entry(tx, permit, id(1_000)));
    assert_eq!(read.opened, Some(5), "the first opening is remembered");

    mailbox.change(|tx, permit| service::mail_move(tx, permit, id(1_000), Folder::Trash));
    assert_eq!(
        mailbox.counts(Shelf::In(Folder::Inbox)),
        Count {
            total: 1_000,
            unread: 100
        }
    );
    assert_eq!(
        mailbox.counts(Shelf::In(Folder::Trash)),
        Count {
            total: 1,
            unread: 0
        }
    );
    assert_eq!(
        mailbox.counts(Shelf::Held),
        Count {
            total: 1,
            unread: 1
        },
        "what is thrown away waits no more"
    );
    let trash = Query {
        words: "1000".to_owned(),
        ..query(Shelf::In(Folder::Trash))
    };
    assert_eq!(
        mailbox.page(&trash).0.rows.len(),
        1,
        "it is found where it lies"
    );
    let inbox = Query {
        words: "1000".to_owned(),
        ..query(Shelf::In(Folder::Inbox))
    };
    assert_eq!(
        mailbox.page(&inbox).0.rows.len(),
        0,
        "and no longer where it lay"
    );

    mailbox.change(|tx, permit| service::mail_move(tx, permit, id(1_000), Folder::Inbox));
    mailbox.change(|tx, permit| service::mail_mark(tx, permit, id(1_000), true, 7));
    assert_eq!(
        mailbox.counts(Shelf::In(Folder::Inbox)),
        Count {
            total: 1_001,
            unread: 101
        }
    );
    assert_eq!(
        mailbox.counts(Shelf::Held),
        Count {
            total: 2,
            unread: 2
        }
    );
    let (page, _) = mailbox.page(&query(Shelf::In(Folder::Inbox)));
    assert_eq!(page.rows[0].0, id(1_000), "back in its place");
}

#[test]
fn nobody_gets_a_permit_for_the_mailbox_of_somebody_else() {
    let mailbox = mailbox(1);
    let sato = MailboxId::of(mailbox.sato.staff);
    let other = &mailbox.takahashi;
    let read = |whose| mailbox.store.view(|tx| access::may_read(tx, other, whose));
    let arrange = mailbox
        .store
        .view(|tx| access::may_arrange(tx, other, sato));
    assert!(read(sato).is_err() && arrange.is_err());
    let own = read(MailboxId::of(other.staff)).expect("own");
    let answer = mailbox.store.view(|tx| service::mail_open(tx, &own, id(0)));
    assert!(
        matches!(answer, Err(MailError::NotThere)),
        "with the own permit it is not there"
    );
}
