//! What the page of rights says, against what the functions permit and against the town as it was drawn by chance.

use super::*;
use crate::app::App;
use crate::auth::{Session, SessionSecret};
use crate::cx::Cx;
use crate::modules::{GROUNDS, mail};
use crate::org::{
    Address, Appointment, AppointmentId, Bearer, Deed, Employment, Give, Grant, Link, NewStaff,
    OrganisationId, Period, PersonName, Post, PostId, PostKind, Rights, Take, Tenure, Title, Tree,
    UnitId, Yomi,
};
use crate::text::Language;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use sekisho_platform::store::Store;
use std::collections::BTreeSet;
use uuid::Uuid;

const FIRST: Date = date(2026, 4, 1);

/// The days that are asked for.
const DAYS: [i64; 4] = [0, 3, 7, 12];

fn day(number: i64) -> Date {
    FIRST + jiff::Span::new().days(number)
}

fn id(kind: u128, number: usize) -> Uuid {
    Uuid::from_u128(kind * 1_000 + u128::try_from(number).expect("small"))
}

/// Kind, bearer, unit and post by their places, from and for how many days.
type GrantLot = (u8, usize, Option<usize>, Option<usize>, i64, i64);

/// A town as chance drew it.
#[derive(Clone, Debug)]
struct Drawn {
    /// Each unit's parent among those before it.
    units: Vec<Option<usize>>,
    /// Each post's unit.
    posts: Vec<usize>,
    /// Whether each person is shut out.
    shut: Vec<bool>,
    /// Who holds which post, how, from when, for how many days.
    held: Vec<(usize, usize, Tenure, i64, i64)>,
    /// Which role, to whom or to which post, from when, for how many days.
    grants: Vec<GrantLot>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let tenures = prop_oneof![
        Just(Tenure::Concurrent),
        Just(Tenure::Joint),
        Just(Tenure::Seconded),
        Just(Tenure::Acting),
        Just(Tenure::OnLeave)
    ];
    let units = proptest::collection::vec(proptest::option::of(0_usize..5), 1..6);
    let posts = proptest::collection::vec(0_usize..6, 1..6);
    let shut = proptest::collection::vec(proptest::bool::weighted(0.15), 2..6);
    let held =
        proptest::collection::vec((0_usize..6, 0_usize..6, tenures, 0_i64..12, 0_i64..9), 0..9);
    let staff = proptest::option::of(0_usize..6);
    let post = proptest::option::of(0_usize..6);
    let grants = proptest::collection::vec(
        (0_u8..6, 0_usize..6, staff, post, 0_i64..12, 0_i64..9),
        0..9,
    );
    (units, posts, shut, held, grants).prop_map(|(units, posts, shut, held, grants)| Drawn {
        units: units
            .into_iter()
            .enumerate()
            .map(|(place, parent)| parent.filter(|parent| *parent < place))
            .collect(),
        posts,
        shut,
        held,
        grants,
    })
}

impl Drawn {
    fn unit(&self, number: usize) -> UnitId {
        UnitId::new(id(1, number % self.units.len()))
    }

    fn post(&self, number: usize) -> (PostId, usize) {
        let place = number % self.posts.len();
        (
            PostId::new(id(2, place)),
            self.posts[place] % self.units.len(),
        )
    }

    fn person(&self, number: usize) -> StaffId {
        StaffId::new(id(3, number % self.shut.len()))
    }

    fn role(&self, kind: u8, unit: usize) -> Role {
        match kind {
            0 => Role::System,
            1 => Role::Organisation,
            2 => Role::Security,
            3 => Role::Auditor,
            5 => Role::Represent(Self::account()),
            _ => Role::Unit(self.unit(unit)),
        }
    }

    /// 課代表 of the first post's unit.
    fn account() -> PostId {
        PostId::new(id(6, 1))
    }

    fn days(from: i64, more: i64) -> Period {
        Period::between(day(from), day(from + more)).expect("days")
    }

    fn bearer(&self, staff: Option<usize>, post: Option<usize>) -> Bearer {
        match (staff, post) {
            (_, Some(post)) => Bearer::Post(self.post(post).0),
            (staff, None) => Bearer::Staff(self.person(staff.unwrap_or(0))),
        }
    }

    fn build(&self, store: &Store) -> Town {
        let organisation = OrganisationId::new(id(9, 1));
        let town = Town::at_the_machine(organisation);
        let always = Period::since(date(2020, 4, 1));
        store
            .update(|tx| -> Result<(), OrgError> {
                org::organisation_create(tx, organisation, "くじ市", "kuji.example")?;
                for (number, parent) in self.units.iter().enumerate() {
                    let new = org::NewUnit {
                        parent: parent.map(|parent| self.unit(parent)),
                        name: &format!("{number}課"),
                        order: 1,
                        period: always,
                    };
                    org::unit_create(tx, town, self.unit(number), &new)?;
                }
                for number in 0..self.posts.len() {
                    let (post, unit) = self.post(number);
                    let row = Post {
                        unit: self.unit(unit),
                        title: Title::new(&format!("{number}長"))?,
                        kind: PostKind::Ordinary,
                        order: 1,
                        period: always,
                    };
                    org::post_create(tx, town, post, &row)?;
                }
                org::account_plant(tx, town, Self::account(), self.unit(self.post(0).1))?;
                for (number, shut) in self.shut.iter().enumerate() {
                    let new = NewStaff {
                        name: PersonName::new(&format!("{number}さん"))?,
                        yomi: Yomi::new("さん")?,
                        login: LoginName::new(&format!("p{number}"))?,
                        address: Address::new(&format!("p{number}@kuji.example"))?,
                        phone: String::new(),
                        employment: Employment::Regular,
                    };
                    org::staff_add(tx, town, self.person(number), &new)?;
                    if *shut {
                        org::staff_suspend(tx, town, self.person(number))?;
                    }
                }
                for (number, (who, post, tenure, from, more)) in self.held.iter().enumerate() {
                    let row = Appointment {
                        staff: self.person(*who),
                        post: self.post(*post).0,
                        tenure: *tenure,
                        period: Self::days(*from, *more),
                    };
                    org::appoint(tx, town, AppointmentId::new(id(4, number)), &row)?;
                }
                for (number, (kind, unit, staff, post, from, more)) in
                    self.grants.iter().enumerate()
                {
                    let grant = Grant {
                        role: self.role(*kind, *unit),
                        bearer: self.bearer(*staff, *post),
                        period: Self::days(*from, *more),
                    };
                    org::role_grant(tx, town, GrantId::new(id(5, number)), &grant)?;
                }
                Ok(())
            })
            .expect("drawn");
        town
    }

    /// Whether somebody holds a post on a day, as the drawing says, in a way that brings its roles.
    fn holds(&self, who: StaffId, post: PostId, on: Date) -> bool {
        self.held.iter().any(|(person, held, tenure, from, more)| {
            self.person(*person) == who
                && self.post(*held).0 == post
                && tenure.acts()
                && Self::days(*from, *more).holds_on(on)
        })
    }

    /// The roles of somebody on a day, as the drawing says.
    fn roles(&self, number: usize, on: Date) -> BTreeSet<Role> {
        let who = self.person(number);
        if self.shut[number] {
            return BTreeSet::new();
        }
        let grants = self.grants.iter();
        let theirs = grants.filter(|(_, _, staff, post, from, more)| {
            Self::days(*from, *more).holds_on(on)
                && match self.bearer(*staff, *post) {
                    Bearer::Staff(staff) => staff == who,
                    Bearer::Post(post) => self.holds(who, post, on),
                }
        });
        theirs
            .map(|(kind, unit, ..)| self.role(*kind, *unit))
            .collect()
    }

    /// A unit, and all above it.
    fn above(&self, unit: UnitId) -> Vec<UnitId> {
        let mut place = (0..self.units.len()).find(|place| self.unit(*place) == unit);
        let mut out = Vec::new();
        while let Some(at) = place {
            out.push(self.unit(at));
            place = self.units[at];
        }
        out
    }

    /// What the page must say, from the drawing alone.
    fn expected(&self, number: usize, on: Date) -> BTreeSet<(String, Option<Uuid>)> {
        let mut out = BTreeSet::new();
        let own = self.person(number).uuid();
        if self.shut[number] {
            return out;
        }
        let mut say = |code: &str, over: Option<Uuid>| out.insert((code.to_owned(), over));
        say("house.enter", None);
        say("mail.read", Some(own));
        say("directory.read", None);
        say("presence.read", None);
        say("presence.say", Some(own));
        say("group.see", None);
        say("group.own", Some(own));
        say("photo.see", None);
        say("photo.own", Some(own));
        let roles = self.roles(number, on);
        let system = roles.contains(&Role::System);
        if !system && roles.contains(&Role::Represent(Self::account())) {
            say("mail.read", Some(Self::account().uuid()));
        }
        if !system {
            say("house.approve", None);
        }
        if system || roles.contains(&Role::Organisation) {
            for code in [
                "reassignment.make",
                "people.oversee",
                "units.draw",
                "group.town",
                "portal.write",
                "emergency.raise",
                "photo.anybody",
                "roles.organisation",
                "roles.security",
                "roles.auditor",
            ] {
                say(code, None);
            }
        }
        if system {
            say("roles.system", None);
            say("emergency.raise-house", None);
        }
        if roles.contains(&Role::Auditor) {
            say("audit.read", None);
        }
        for place in 0..self.units.len() {
            let unit = self.unit(place);
            let cared = self
                .above(unit)
                .into_iter()
                .any(|top| roles.contains(&Role::Unit(top)));
            if cared {
                say("unit.oversee", Some(unit.uuid()));
                say("group.unit", Some(unit.uuid()));
                say("portal.write-unit", Some(unit.uuid()));
            }
        }
        out
    }
}

fn desk(store: &Store, town: Town, staff: StaffId, on: Date) -> Option<Cx> {
    let zone = TimeZone::get("Asia/Tokyo").expect("zone");
    let now = on
        .at(9, 0, 0, 0)
        .to_zoned(zone.clone())
        .expect("time")
        .timestamp();
    let session = Session {
        key: SessionSecret::new([7; 32]).key(),
        town,
        staff,
        proven: 0,
        two: false,
    };
    let read = store.view(|tx| App::cx(tx, session.clone(), now, &zone));
    read.expect("read")
}

fn rights(store: &Store, who: Who) -> Rights {
    let read = store.view(|tx| -> Result<Rights, OrgError> {
        let mut out = Rights::default();
        for part in GROUNDS {
            part.rights(tx, who, Language::Japanese, &mut out)?;
        }
        Ok(out)
    });
    read.expect("read")
}

/// Every link of a chain is so on the day, and each stands on the one before it.
fn stands(town: &Drawn, tree: &Tree, who: Who, links: &[Link]) -> bool {
    let mut post = None;
    let mut unit = None;
    let mut account = None;
    links.first() == Some(&Link::Works)
        && links.iter().all(|link| match link {
            Link::Works | Link::Own => true,
            Link::Holds(held) => {
                post = Some(held.id);
                town.holds(who.staff, held.id, who.day) && held.period.holds_on(who.day)
            }
            Link::Given(_, grant) => {
                match grant.role {
                    Role::Unit(top) => unit = Some(top),
                    Role::Represent(of) => account = Some(of),
                    _ => {}
                }
                let theirs = match grant.bearer {
                    Bearer::Staff(staff) => staff == who.staff && post.is_none(),
                    Bearer::Post(of) => post == Some(of),
                };
                theirs && grant.period.holds_on(who.day)
            }
            Link::Below(below) => unit.is_some_and(|top| tree.holds(top, *below)),
            Link::Account(of) => account == Some(*of),
            Link::Of(_) => false,
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_page_says_what_the_functions_permit_and_what_was_drawn(town in drawn()) {
        let store = Store::memory();
        let walls = town.build(&store);
        for number in 0..town.shut.len() {
            for on in DAYS.map(day) {
                let who = Who { town: walls, staff: town.person(number), day: on };
                let rights = rights(&store, who);
                let said: BTreeSet<_> = rights.all().iter().map(|right| (right.code.to_owned(), right.over)).collect();
                prop_assert_eq!(&said, &town.expected(number, on), "as it was drawn: {} on {}", number, on);

                // And what the functions that let people do things answer when somebody comes.
                let has = |code: &str| said.iter().any(|(of, _)| of == code);
                let Some(cx) = desk(&store, walls, who.staff, on) else {
                    prop_assert!(said.is_empty(), "whoever is not let in sees nothing");
                    continue;
                };
                store.view(|tx| -> Result<(), OrgError> {
                    assert_eq!(org::may_administer(&cx, tx).is_ok(), has("reassignment.make"));
                    assert_eq!(org::may_audit(&cx, tx).is_ok(), has("audit.read"));
                    assert_eq!(mail::waiting(tx, &cx).is_ok(), has("mail.read"));
                    let oversight = org::may_oversee(&cx, tx);
                    assert_eq!(oversight.is_ok(), has("people.oversee") || has("unit.oversee"));
                    if let Ok(oversight) = oversight {
                        for place in 0..town.units.len() {
                            let unit = town.unit(place);
                            let over = said.contains(&("unit.oversee".to_owned(), Some(unit.uuid())));
                            assert_eq!(oversight.of_unit(unit).is_ok(), over || has("people.oversee"));
                        }
                    }
                    let other = town.person((number + 1) % town.shut.len());
                    for (role, code) in [
                        (Role::Organisation, "roles.organisation"),
                        (Role::Security, "roles.security"),
                        (Role::Auditor, "roles.auditor"),
                        (Role::System, "roles.system"),
                    ] {
                        let give = Give { role, bearer: Bearer::Staff(other), last: None };
                        let here = !town.shut[(number + 1) % town.shut.len()];
                        assert_eq!(give.because(tx, who).is_ok(), has(code) && here, "{code}");
                    }
                    for (place, (kind, unit, ..)) in town.grants.iter().enumerate() {
                        let take = Take { grant: GrantId::new(id(5, place)) };
                        let code = match town.role(*kind, *unit) {
                            Role::System => has("roles.system"),
                            Role::Represent(_) => {
                                let unit = town.unit(town.post(0).1);
                                has("people.oversee")
                                    || said.contains(&("unit.oversee".to_owned(), Some(unit.uuid())))
                            }
                            Role::Unit(unit) => {
                                has("people.oversee")
                                    || said.contains(&("unit.oversee".to_owned(), Some(unit.uuid())))
                            }
                            _ => has("roles.organisation"),
                        };
                        assert_eq!(take.because(tx, who).is_ok(), code);
                    }
                    Ok(())
                }).expect("read");

                let tree = store.view(|tx| org::tree_on(tx, walls, on)).expect("read");
                for right in rights.all() {
                    for ground in right.because.grounds() {
                        prop_assert!(stands(&town, &tree, who, ground.links()), "{}: {:?}", right.code, ground);
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn the_page_tells_what_somebody_may_on_a_day_and_through_what() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    let own = format!("{}/rights", page(&world, "tanaka"));
    let shown = world.get(&own, &tanaka).await.text();
    for told in [
        "田中 直樹さんに見えるもの",
        "自分のメールを読む",
        "「団体管理者」を付ける・外す",
        "やまびこ市の職員",
        "情報政策課 課長（平成18年3月27日から）",
        "職に「団体管理者」",
    ] {
        assert!(shown.contains(told), "{told}");
    }
    let clerk = world
        .get(&format!("{}/rights", page(&world, "okada")), &tanaka)
        .await
        .text();
    assert!(
        clerk.contains("data-right=\"mail.read\"") && !clerk.contains("data-right=\"units.draw\"")
    );
    // A role of some days is told on these and on no other.
    let give = format!("{}/give", page(&world, "okada"));
    world
        .post(&give, &tanaka, "role=auditor&bearer=person&last=2026-11-30")
        .await;
    let on = |day: &str| format!("{}/rights?on={day}", page(&world, "okada"));
    let during = world.get(&on("2026-11-30"), &tanaka).await.text();
    let after = world.get(&on("2026-12-01"), &tanaka).await.text();
    assert!(
        during.contains("data-right=\"audit.read\"")
            && !after.contains("data-right=\"audit.read\"")
    );
    let out = world
        .post(&format!("{}/suspend", page(&world, "okada")), &tanaka, "")
        .await;
    assert_eq!(told(&out), "suspended");
    let none = world.get(&on("2026-11-20"), &tanaka).await.text();
    assert!(none.contains("何も見えず、何もできません") && !none.contains("data-right"));
    let sato = world.log_in("sato").await;
    assert_eq!(world.get(&own, &sato).await.status, StatusCode::NOT_FOUND);
}
