//! Every number is the length of the list behind it, whatever two people do at once.

use super::{numbers, tile};
use crate::app::tests::World;
use crate::app::tests::sealed::Mail;
use axum::body::Body;
use axum::http::{Request, header};
use jiff::SignedDuration;
use proptest::prelude::*;
use serde_json::Value;
use tokio_stream::StreamExt;
use uuid::Uuid;

/// Whose portal it is.
const PEOPLE: [&str; 2] = ["sato", "yoshida"];

/// What happens between two looks.
#[derive(Clone, Debug)]
enum Deed {
    /// A mail to the first, the second or both.
    Arrives(u8),
    /// The same, of which a part is held and whose original is kept for so many days.
    ArrivesHeld(u8, i8),
    /// A mail that was handed over before is handed over once more.
    Again(u8),
    /// `read`, `unread`, `archive`, `trash`, `restore`, by one of the two.
    Does(&'static str, usize, u8),
    /// The same by both at once, each in their own mailbox, twice.
    BothDo(&'static str, u8),
    /// A mail is opened.
    Opens(usize, u8),
    /// An announcement that must be read, and for how many days from yesterday on.
    Announces(bool, i8),
    /// An announcement is read.
    Reads(usize, u8),
    /// One notice, or all.
    Notice(&'static str, usize, u8),
    /// Time goes by, over midnight now and then.
    Hours(u8),
}

fn act() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["read", "unread", "archive", "trash", "restore"])
}

fn deed() -> impl Strategy<Value = Deed> {
    let who = 0_usize..2;
    let notice = proptest::sample::select(vec!["read", "unread", "read-all"]);
    prop_oneof![
        4 => (0_u8..3).prop_map(Deed::Arrives),
        3 => ((0_u8..3), (-2_i8..3)).prop_map(|(to, days)| Deed::ArrivesHeld(to, days)),
        1 => any::<u8>().prop_map(Deed::Again),
        3 => (act(), who.clone(), any::<u8>()).prop_map(|(act, who, which)| Deed::Does(act, who, which)),
        2 => (act(), any::<u8>()).prop_map(|(act, which)| Deed::BothDo(act, which)),
        2 => (who.clone(), any::<u8>()).prop_map(|(who, which)| Deed::Opens(who, which)),
        2 => (any::<bool>(), 0_i8..4).prop_map(|(must, days)| Deed::Announces(must, days)),
        2 => (who.clone(), any::<u8>()).prop_map(|(who, which)| Deed::Reads(who, which)),
        2 => (notice, who, 0_u8..6).prop_map(|(act, who, which)| Deed::Notice(act, who, which)),
        1 => (1_u8..10).prop_map(Deed::Hours),
    ]
}

/// A house in which things happen.
struct House {
    world: World,
    cookies: Vec<String>,
    administrator: String,
    mails: Vec<Mail>,
}

impl House {
    async fn new() -> Self {
        let world = World::new();
        let mut house = Self {
            world,
            cookies: Vec::new(),
            administrator: String::new(),
            mails: Vec::new(),
        };
        house.log_in().await;
        house
    }

    /// Anew, for a session ends by itself while hours go by.
    async fn log_in(&mut self) {
        self.cookies.clear();
        for login in PEOPLE {
            self.cookies.push(self.world.log_in(login).await);
        }
        self.administrator = self.world.log_in("tanaka").await;
    }

    fn mail(&self, to: u8) -> Mail {
        let to: &[&str] = match to {
            0 => &["sato"],
            1 => &["yoshida"],
            _ => &PEOPLE,
        };
        let number = u128::try_from(self.mails.len()).expect("small") + 1;
        let mut mail = Mail::to(number, to, "連絡").html("<p>x</p>");
        mail.received = self.world.app.now().to_string();
        mail
    }

    fn picked(&self, which: u8) -> Option<Uuid> {
        let at = usize::from(which).checked_rem(self.mails.len())?;
        self.mails.get(at).map(|mail| mail.item)
    }

    async fn land(&mut self, mail: Mail) {
        self.world.deliver(&mail).await;
        self.mails.push(mail);
    }

    async fn does(&mut self, deed: Deed) {
        match deed {
            Deed::Arrives(to) => self.land(self.mail(to)).await,
            Deed::ArrivesHeld(to, days) => {
                let until = self.world.app.now() + SignedDuration::from_hours(24 * i64::from(days));
                let mail = self.mail(to).held("図面.zip", "password-locked");
                self.land(mail.kept_until(&until.to_string())).await;
            }
            Deed::Again(which) => {
                let at = usize::from(which).checked_rem(self.mails.len());
                if let Some(mail) = at.and_then(|at| self.mails.get(at)) {
                    self.world.deliver(mail).await;
                }
            }
            Deed::Does(act, who, which) => {
                if let Some(id) = self.picked(which) {
                    let path = format!("/mail/inbox/{id}/{act}");
                    self.world.post(&path, &self.cookies[who], "next=/").await;
                }
            }
            Deed::BothDo(act, which) => {
                if let Some(id) = self.picked(which) {
                    let path = format!("/mail/inbox/{id}/{act}");
                    let post = |who: usize| self.world.post(&path, &self.cookies[who], "next=/");
                    tokio::join!(post(0), post(1), post(0), post(1));
                }
            }
            Deed::Opens(who, which) => {
                if let Some(id) = self.picked(which) {
                    let path = format!("/mail/inbox/{id}");
                    self.world.get(&path, &self.cookies[who]).await;
                }
            }
            Deed::Announces(must, days) => {
                let from = self
                    .world
                    .app
                    .now()
                    .to_zoned(self.world.app.zone().clone())
                    .date();
                let from = from.yesterday().expect("a day");
                let until = from + jiff::Span::new().days(days);
                let must = if must { "&must=1" } else { "" };
                let form = format!("for=all&title=x&text=x&from={from}&until={until}{must}");
                self.world
                    .post("/portal/announcements", &self.administrator, &form)
                    .await;
            }
            Deed::Reads(who, which) => {
                let page = self
                    .world
                    .get("/portal/announcements", &self.cookies[who])
                    .await
                    .text();
                let ids = page.split("id=\"row-announcement-").skip(1);
                let ids: Vec<&str> = ids.filter_map(|rest| rest.split('"').next()).collect();
                if let Some(at) = usize::from(which).checked_rem(ids.len()) {
                    let path = format!("/portal/announcements/{}/read", ids[at]);
                    self.world.post(&path, &self.cookies[who], "next=/").await;
                }
            }
            Deed::Notice(act, who, which) => {
                let form = format!("act={act}&number={which}");
                self.world
                    .post("/notices/act", &self.cookies[who], &form)
                    .await;
            }
            Deed::Hours(hours) => {
                let hours = std::time::Duration::from_hours(u64::from(hours));
                self.world.clock.advance(hours);
                self.log_in().await;
            }
        }
    }

    /// Looks everywhere a number stands, and counts what it leads to.
    async fn looks(&self, who: usize) {
        let (world, cookie) = (&self.world, &self.cookies[who]);
        let page = world.get("/", cookie).await.text();
        for (key, list, count) in numbers(&page) {
            assert_eq!(count, self.rows(who, &list).await, "{key}: {list}");
        }
        // The hint of the unread: those of today among them.
        let today = self.unread_of_today(who).await;
        let hint = if today == 0 {
            "うち今日".to_owned()
        } else {
            format!("うち今日 {today}<")
        };
        assert_eq!(page.contains(&hint), today > 0, "{hint}");
        let read = self.rows(who, "/mail/inbox?unread=1").await;
        let held = self.rows(who, "/mail/held").await;
        let told = world.get("/notices?show=unread", cookie).await.text();
        let told = u64::try_from(told.matches("<li class=\"notice is-unread").count());
        let told = told.expect("small");
        for (name, count) in [("mail", read), ("held", held), ("notices", told)] {
            assert_eq!(framed(&page, name), count, "{name} of the frame");
        }
        let folders = world.get("/mail/archive", cookie).await.text();
        let archived = self.rows(who, "/mail/archive?unread=1").await;
        assert_eq!(framed(&folders, "archive"), archived);
        // What a page hears is what stands on it.
        let heard = self.heard(cookie).await;
        let expected = [
            ("inbox", read),
            ("held", held),
            ("notices", told),
            ("archive", archived),
        ];
        for (name, count) in expected {
            assert_eq!(heard[name], count, "{name} of the stream: {heard}");
        }
    }

    /// The rows of a list, all its pages.
    async fn rows(&self, who: usize, list: &str) -> u64 {
        let page = self.world.part(list, &self.cookies[who]).await.text();
        let rows = page.matches("id=\"row-").count();
        assert!(rows < 50, "these stories fit on one page");
        u64::try_from(rows).expect("small")
    }

    /// The unread mails that the list tells by their time of day and not by their date.
    async fn unread_of_today(&self, who: usize) -> usize {
        let page = self
            .world
            .part("/mail/inbox?unread=1", &self.cookies[who])
            .await
            .text();
        let today = self
            .world
            .app
            .now()
            .to_zoned(self.world.app.zone().clone())
            .date();
        let times = page.split("datetime=\"").skip(1);
        times
            .filter(|rest| rest.starts_with(&today.to_string()))
            .count()
    }

    async fn heard(&self, cookie: &str) -> Value {
        let request = Request::get("/stream").header(header::COOKIE, cookie);
        let answer = self
            .world
            .open(request.body(Body::empty()).expect("request"))
            .await;
        let mut body = answer.into_body().into_data_stream();
        let first = body.next().await.expect("counts").expect("bytes");
        let text = String::from_utf8(first.to_vec()).expect("text");
        let data = text.lines().find_map(|line| line.strip_prefix("data:"));
        serde_json::from_str(data.expect("data")).expect("json")
    }
}

/// A number of the frame or of the folders.
fn framed(page: &str, name: &str) -> u64 {
    let after = page.split(&format!("data-count=\"{name}\"")).nth(1);
    let after = after.and_then(|rest| rest.split_once('>'));
    let number = after.and_then(|(_, rest)| rest.split('<').next());
    number.expect("a number").parse().expect("a number")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn every_number_equals_the_list_behind_it(deeds in proptest::collection::vec(deed(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
        runtime.block_on(async {
            let mut house = House::new().await;
            for (at, deed) in deeds.into_iter().enumerate() {
                house.does(deed).await;
                if at % 8 == 7 {
                    house.looks(at / 8 % 2).await;
                }
            }
            for who in 0..PEOPLE.len() {
                house.looks(who).await;
            }
        });
    }
}

#[tokio::test]
async fn numbers_are_exact_however_many_there_are() {
    let world = World::new();
    let many = 230_u128;
    for number in 1..=many + 3 {
        // Three came last night, before midnight, and landed then.
        let mut mail = Mail::to(number, &["sato"], "連絡").held("図面.zip", "password-locked");
        mail = mail.kept_until("2026-11-20T17:00:00+09:00");
        if number <= 3 {
            world
                .clock
                .set("2026-11-19T23:59:59+09:00".parse().expect("time"));
            mail.received = "2026-11-19T23:59:58+09:00".to_owned();
        } else {
            world
                .clock
                .set("2026-11-20T08:31:07+09:00".parse().expect("time"));
        }
        world.deliver(&mail).await;
    }
    // One was received last night and landed this morning.
    let mut late = Mail::to(many + 4, &["sato"], "連絡");
    late.received = "2026-11-19T22:00:00+09:00".to_owned();
    world.deliver(&late).await;
    let cookie = world.log_in("sato").await;
    let page = world.get("/", &cookie).await.text();
    assert_eq!(tile(&page, "mail-unread"), 234);
    assert!(page.contains("うち今日 230<"), "not at most two hundred");
    assert_eq!(tile(&page, "duty-today"), 233);
    let duties = world.get("/portal/duties?by=today", &cookie).await.text();
    assert_eq!(duties.matches("id=\"row-").count(), 233);
}
