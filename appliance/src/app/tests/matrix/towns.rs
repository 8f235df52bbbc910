//! Two towns in one store, each with people of every role and something of every kind that an address can name. What can
//! be made by requests is made by requests.

use crate::app::tests::engine::TestEngine;
use crate::app::tests::sealed::Mail;
use crate::app::tests::{Answer, PASSWORD, World};
use crate::auth::{self, AuthError, Cost};
use crate::modules::photo;
use crate::org::{
    self, Address, Appointment, AppointmentId, Bearer, Employment, Grant, GrantId, LoginName,
    NewStaff, NewUnit, OrgError, OrganisationId, Period, PersonName, Post, PostId, PostKind, Role,
    StaffId, Tenure, Title, Town, UnitId, Yomi,
};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use jiff::civil::{Date, date};
use sekisho_platform::store::Store;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

/// The roles, in the order of the table's columns.
pub(super) const ROLES: [&str; 10] = [
    "nobody",
    "shut",
    "clerk",
    "leader",
    "unit",
    "organisation",
    "security",
    "auditor",
    "system",
    "acting",
];

/// Which town.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Own,
    Other,
}

impl Side {
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Own => "a",
            Self::Other => "b",
        }
    }

    /// A word that stands in every name of the town and nowhere else.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Own => "かわせみ",
            Self::Other => "ほととぎす",
        }
    }

    fn base(self) -> u128 {
        match self {
            Self::Own => 0xA000_0000_0000_7000_8000_0000_0000_0000,
            Self::Other => 0xB000_0000_0000_7000_8000_0000_0000_0000,
        }
    }

    fn id(self, kind: u128, number: u128) -> Uuid {
        Uuid::from_u128(self.base() + (kind << 64) + number)
    }

    fn domain(self) -> String {
        format!("{}.example", self.prefix())
    }

    pub(super) fn town(self) -> Town {
        Town::at_the_machine(OrganisationId::new(self.id(0, 0)))
    }
}

/// Since when everything has stood.
const SINCE: Date = date(2020, 4, 1);

/// Two towns as they stand, and whatever names are needed to ask about them.
pub(super) struct Towns {
    engine: TestEngine,
    blobs: Arc<TempDir>,
    /// What each role sends, in the town of the table.
    cookies: BTreeMap<&'static str, String>,
    /// What stands for a `{name}` of the table, in each town.
    names: [BTreeMap<String, String>; 2],
}

impl Towns {
    /// Builds them.
    pub(super) async fn build() -> Self {
        let engine = Arc::new(TestEngine::default());
        let store = Store::on(engine.clone()).expect("a store");
        let world = World::bare(store, false);
        let mut names = [BTreeMap::new(), BTreeMap::new()];
        let mut cookies = BTreeMap::new();
        for (place, side) in [Side::Own, Side::Other].into_iter().enumerate() {
            plant(&world, side);
            let town = furnish(&world, side).await;
            names[place] = town.names;
            if side == Side::Own {
                cookies = town.cookies;
            }
        }
        Self {
            engine: engine.copy(),
            blobs: Arc::clone(&world.blobs),
            cookies,
            names,
        }
    }

    /// The towns as they stood, in an appliance of their own.
    pub(super) fn world(&self) -> (World, Arc<TestEngine>) {
        let engine = Arc::new(self.engine.copy());
        let store = Store::on(engine.clone()).expect("a store");
        (World::beside(store, false, Arc::clone(&self.blobs)), engine)
    }

    /// What a role sends.
    pub(super) fn cookie(&self, role: &str) -> &str {
        self.cookies.get(role).map_or("", String::as_str)
    }

    /// What stands for a name. Some are of one role alone: the number of a notice, the handle of a session.
    pub(super) fn name(&self, side: Side, role: &str, name: &str) -> &str {
        let names = match side {
            Side::Own => &self.names[0],
            Side::Other => &self.names[1],
        };
        // What is of one person is the clerk's where the other town is asked, or nobody asks.
        let role = if side == Side::Own && role != "nobody" {
            role
        } else {
            "clerk"
        };
        let own = names.get(&format!("{name}.{role}"));
        own.or_else(|| names.get(name))
            .unwrap_or_else(|| panic!("{{{name}}} is known for {role}"))
    }

    /// Every identity of the other town, as an address writes it.
    pub(super) fn foreign(&self) -> Vec<&str> {
        let all = self.names[1].values().map(String::as_str);
        all.filter(|text| Uuid::try_parse(text).is_ok()).collect()
    }
}

/// One unit below another, and one beside; in them everybody, with the roles that the machine gives.
fn plant(world: &World, side: Side) {
    let (word, town) = (side.word(), side.town());
    let people: [(&str, usize, Option<Role>); 14] = [
        ("shut", 2, None),
        ("clerk", 2, None),
        ("leader", 1, None),
        ("unit", 0, Some(Role::Unit(unit_id(side, 0)))),
        ("organisation", 4, Some(Role::Organisation)),
        ("deputy", 4, Some(Role::Organisation)),
        ("security", 4, Some(Role::Security)),
        ("auditor", 4, Some(Role::Auditor)),
        ("system", 4, Some(Role::System)),
        ("acting", 3, None),
        ("target", 2, Some(Role::Unit(unit_id(side, 2)))),
        ("away", 2, None),
        ("fresh", 2, None),
        ("far", 4, None),
    ];
    let hash = auth::hash_now(Cost::CHEAP, PASSWORD.as_bytes(), [3; 32]).expect("a hash");
    let now = world.app.now().as_second();
    let always = Period::since(SINCE);
    let planted = world.app.store().update(|tx| -> Result<(), AuthError> {
        let organisation = town.organisation();
        org::organisation_create(tx, organisation, &format!("{word}市"), &side.domain())?;
        for (number, parent, name) in [(0, None, "課"), (1, Some(0), "係"), (2, None, "室")] {
            let unit = NewUnit {
                parent: parent.map(|parent| unit_id(side, parent)),
                name: &format!("{word}{name}"),
                order: u32::try_from(number).expect("small"),
                period: always,
            };
            org::unit_create(tx, town, unit_id(side, number), &unit)?;
        }
        let posts = [
            (0, "補佐"),
            (1, "係長"),
            (1, "主事"),
            (1, "主査"),
            (2, "主事"),
        ];
        for (number, (unit, title)) in posts.iter().enumerate() {
            let post = Post {
                unit: unit_id(side, *unit),
                title: Title::new(title).map_err(OrgError::from)?,
                kind: PostKind::Ordinary,
                order: u16::try_from(number).expect("small"),
                period: always,
            };
            org::post_create(tx, town, post_id(side, number), &post)?;
        }
        for (number, (name, post, role)) in people.iter().enumerate() {
            let id = StaffId::new(side.id(3, u128::try_from(number).expect("small")));
            let login = format!("{}-{name}", side.prefix());
            let new = NewStaff {
                name: PersonName::new(&format!("{word} {name}")).map_err(OrgError::from)?,
                yomi: Yomi::new(name).map_err(OrgError::from)?,
                address: Address::new(&format!("{name}@{}", side.domain()))
                    .map_err(OrgError::from)?,
                login: LoginName::new(&login).map_err(OrgError::from)?,
                phone: String::new(),
                employment: Employment::Regular,
            };
            org::staff_add(tx, town, id, &new)?;
            let appointed = Appointment {
                staff: id,
                post: post_id(side, *post),
                tenure: Tenure::Main,
                period: always,
            };
            let appointment =
                AppointmentId::new(side.id(4, u128::try_from(number).expect("small")));
            org::appoint(tx, town, appointment, &appointed)?;
            if let Some(role) = role {
                let grant = Grant {
                    role: *role,
                    bearer: Bearer::Staff(id),
                    period: always,
                };
                let id = GrantId::new(side.id(5, u128::try_from(number).expect("small")));
                org::role_grant(tx, town, id, &grant)?;
            }
            if *name != "fresh" {
                auth::password_set(tx, town, id, &hash, now, &[])?;
            }
        }
        Ok(())
    });
    planted.expect("planted");
}

fn unit_id(side: Side, number: usize) -> UnitId {
    UnitId::new(side.id(1, u128::try_from(number).expect("small")))
}

fn post_id(side: Side, number: usize) -> PostId {
    PostId::new(side.id(2, u128::try_from(number).expect("small")))
}

/// A town with its names and whatever its people send.
#[derive(Default)]
struct Furnished {
    names: BTreeMap<String, String>,
    cookies: BTreeMap<&'static str, String>,
}

impl Furnished {
    fn name(&mut self, name: &str, value: impl ToString) {
        self.names.insert(name.to_owned(), value.to_string());
    }
}

/// What stands between two marks of a page.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let rest = page.split(before).nth(1);
    let found = rest.and_then(|rest| rest.split(after).next());
    found.unwrap_or_else(|| panic!("no {before} in {page}"))
}

async fn went(world: &World, path: &str, cookie: &str, form: &str) -> Answer {
    let answer = world.post(path, cookie, form).await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "{path} {form}: {}",
        answer.text()
    );
    answer
}

/// Logs everybody in and lets them do what leaves something to be asked for.
async fn furnish(world: &World, side: Side) -> Furnished {
    let mut out = Furnished::default();
    let (a, word) = (side.prefix(), side.word());
    for (number, name) in ["ka", "kari", "room"].iter().enumerate() {
        out.name(name, unit_id(side, number).uuid());
    }
    out.name("post", post_id(side, 2).uuid());
    out.name("town", side.town().organisation().uuid());
    let people = [
        "shut",
        "clerk",
        "leader",
        "unit",
        "organisation",
        "deputy",
        "security",
    ];
    let people = people
        .into_iter()
        .chain(["auditor", "system", "acting", "target", "away"]);
    for name in people {
        let cookie = world.log_in(&format!("{a}-{name}")).await;
        out.cookies.insert(name, cookie);
    }
    for (number, name) in [
        (1, "clerk"),
        (10, "person"),
        (11, "away"),
        (12, "fresh"),
        (13, "far"),
    ] {
        out.name(name, side.id(3, number));
    }
    out.name("grant", side.id(5, 10));
    let administrator = out.cookies["organisation"].clone();
    section(world, side, &mut out, &administrator).await;
    portal(world, &mut out, &administrator, word).await;
    mail(world, side, &mut out).await;
    let pictured = StaffId::new(side.id(3, 10));
    photo::tests::plant(world, side.town(), pictured).await;
    people_and_rights(world, side, &mut out, &administrator).await;
    for role in ROLES.into_iter().filter(|role| *role != "nobody") {
        own(world, side, &mut out, role).await;
    }
    // Shut out in the row alone: the session that was open then stays behind for the gate to find.
    let shut = StaffId::new(side.id(3, 0));
    let town = side.town();
    let done = world
        .app
        .store()
        .update(|tx| org::staff_suspend(tx, town, shut));
    done.expect("shut out");
    out
}

/// The account of the first unit, and who acts as it.
async fn section(world: &World, side: Side, out: &mut Furnished, administrator: &str) {
    let here = format!("/admin/units/{}/account", out.names["ka"]);
    let form = format!("address=ka@{}", side.domain());
    went(world, &here, administrator, &form).await;
    let post = post_id(side, 3).uuid();
    went(
        world,
        &format!("{here}/give"),
        administrator,
        &format!("post={post}"),
    )
    .await;
    let (town, unit) = (side.town(), unit_id(side, 0));
    let read = world.app.store().view(|tx| -> Result<_, OrgError> {
        let account = org::account_of(tx, town, unit)?.expect("an account").0;
        let given = org::grants_of(tx, town, Bearer::Post(post_id(side, 3)))?;
        Ok((account, given.first().expect("given").0))
    });
    let (account, given) = read.expect("read");
    out.name("account", account.uuid());
    out.name("acts", given.uuid());
    let cookie = out.cookies["acting"].clone();
    let acting = went(
        world,
        "/acting",
        &cookie,
        &format!("account={}", account.uuid()),
    )
    .await;
    let chosen = acting
        .header("set-cookie")
        .split(';')
        .next()
        .expect("a cookie");
    out.cookies.insert("acting", format!("{cookie}; {chosen}"));
    // Another unit's, that nobody of the table acts as.
    let here = format!("/admin/units/{}/account", out.names["room"]);
    let form = format!("address=room@{}", side.domain());
    went(world, &here, administrator, &form).await;
}

/// What stands on portals, and groups.
async fn portal(world: &World, out: &mut Furnished, administrator: &str, word: &str) {
    let form = format!("for=all&title={word}&text={word}&from=2026-11-20&until=2026-11-30&must=1");
    went(world, "/portal/announcements", administrator, &form).await;
    let page = world
        .get("/portal/announcements", administrator)
        .await
        .text();
    let links = page.split("href=\"/portal/announcements/").skip(1);
    let mut links = links.filter_map(|rest| rest.get(..36));
    let id = links.find(|id| Uuid::try_parse(id).is_ok()).expect("one");
    out.name("announcement", id);
    let page = world
        .get(&format!("/portal/announcements/{id}"), administrator)
        .await;
    let revision = between(&page.text(), "name=\"revision\" value=\"", "\"").to_owned();
    out.name("announcement-revision", revision);
    let form = format!("for=all&title={word}&address=/directory&group={word}");
    went(world, "/portal/links", administrator, &form).await;
    went(world, "/portal/links", administrator, &form).await;
    let page = world
        .get("/portal/links?for=all", administrator)
        .await
        .text();
    out.name("link", between(&page, "<li id=\"link-", "\""));
    out.name(
        "link-revision",
        between(&page, "name=\"revision\" value=\"", "\""),
    );
    let form = format!("name={word}&address=/directory&stale=60");
    let page = world.post("/portal/external", administrator, &form).await;
    let page = page.text();
    out.name("external", between(&page, "<code>PUT /api/tiles/", "/"));
    out.name(
        "external-revision",
        between(&page, "name=\"revision\" value=\"", "\""),
    );
    let form = format!("level=caution&text={word}&until=2026-11-20T17:00");
    went(world, "/admin/emergency", administrator, &form).await;
    let page = world.get("/admin/emergency", administrator).await.text();
    out.name("emergency", between(&page, "/admin/emergency/", "/"));
    let made = went(
        world,
        "/groups",
        administrator,
        &format!("name={word}&owner=town"),
    )
    .await;
    let group = between(made.location(), "/groups/", "?").to_owned();
    let member = format!("member=staff:{}", out.names["person"]);
    went(
        world,
        &format!("/groups/{group}/add"),
        administrator,
        &member,
    )
    .await;
    out.name("group", group);
    let target = out.cookies["target"].clone();
    let made = went(world, "/groups", &target, &format!("name={word}&owner=own")).await;
    out.name("private", between(made.location(), "/groups/", "?"));
}

/// A mail to every role and to the section, one of which a part is held, and one to somebody else alone.
async fn mail(world: &World, side: Side, out: &mut Furnished) {
    let word = side.word();
    let everybody = ROLES.iter().skip(2).chain(["ka"].iter());
    let everybody: Vec<String> = everybody
        .map(|name| format!("{name}@{}", side.domain()))
        .collect();
    let mut mails = [
        Mail::to(side.base() + 1, &[], word).html("<p>x</p>").file(
            word,
            word,
            "xlsx",
            b"PK",
            json!([]),
        ),
        Mail::to(side.base() + 2, &[], word).held("himitsu.zip", "password-locked"),
        Mail::to(side.base() + 3, &[], word).html("<p>x</p>").file(
            word,
            word,
            "xlsx",
            b"PK",
            json!([]),
        ),
    ];
    for (place, name) in ["mail", "held", "letter"].into_iter().enumerate() {
        let mail = &mut mails[place];
        mail.original = format!("{}:{place}", 1 + usize::from(side == Side::Other));
        mail.to.clone_from(&everybody);
        if name == "letter" {
            mail.to = vec![format!("target@{}", side.domain())];
        }
        let states = world.deliver(mail).await;
        assert!(
            states.iter().all(|state| state == "delivered"),
            "{states:?}"
        );
        out.name(name, mail.item);
    }
}

/// A list of transfers, a code, a deed that waits for a second person, somebody shut out.
async fn people_and_rights(world: &World, side: Side, out: &mut Furnished, administrator: &str) {
    let list = format!(
        "区分,ログイン名,氏名,よみ,所属,職位\r\n異動,{}-far,,,{}課,補佐\r\n",
        side.prefix(),
        side.word()
    );
    let sent = upload(
        world,
        "/admin/reassignment",
        administrator,
        &[("day", "2027-04-01"), ("file", &list)],
    )
    .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    out.name("draft", sent.location().rsplit('/').next().expect("a list"));
    let file = world.get("/directory/file?as=csv", administrator).await;
    let (here, file) = ("/admin/reassignment/book", file.text());
    let fields = [("day", "2026-11-20"), ("file", file.as_str())];
    let sent = upload(world, here, administrator, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    out.name("book", sent.location().rsplit('/').next().expect("a file"));
    let code = world
        .post(
            &format!("/admin/sign-in/{}", out.names["fresh"]),
            administrator,
            "days=7",
        )
        .await;
    assert_eq!(code.status, StatusCode::OK, "a code is given");
    let path = format!("/admin/people/{}/give", out.names["person"]);
    let asked = went(
        world,
        &path,
        administrator,
        "role=organisation&bearer=person",
    )
    .await;
    let place = asked
        .location()
        .split('?')
        .next()
        .expect("a place")
        .to_owned();
    assert!(place.starts_with("/admin/second/"), "{place}");
    let page = world.get(&place, administrator).await.text();
    out.name("digest", between(&page, "<code>", "<"));
    out.name("pending", place.rsplit('/').next().expect("one"));
    let path = format!("/admin/people/{}/suspend", out.names["away"]);
    went(world, &path, administrator, "").await;
}

/// What is of one person: a page kept at hand, another session of theirs, a notice to them.
async fn own(world: &World, side: Side, out: &mut Furnished, role: &str) {
    let cookie = out.cookies[role].clone();
    went(
        world,
        "/favourites/act",
        &cookie,
        "act=pin&href=/directory&name=x",
    )
    .await;
    world.log_in(&format!("{}-{role}", side.prefix())).await;
    let page = world.get("/account", &cookie).await.text();
    let handle = between(&page, "name=\"session\" value=\"", "\"").to_owned();
    out.name(&format!("session.{role}"), handle);
    let page = world.get("/notices", &cookie).await.text();
    let number = page.split("href=\"/notices/").nth(1);
    let number = number
        .and_then(|rest| rest.split('"').next())
        .unwrap_or("0");
    out.name(&format!("notice.{role}"), number);
}

/// Sends files and fields as a browser does.
pub(super) async fn upload(
    world: &World,
    path: &str,
    cookie: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let mut body = String::new();
    for (name, value) in fields {
        let file = if value.contains('\n') {
            "; filename=\"a.csv\""
        } else {
            ""
        };
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n");
        body.extend([head.as_str(), value, "\r\n"]);
    }
    body.push_str("--x--\r\n");
    let request = Request::post(path)
        .header(header::HOST, "sekisho.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body));
    world.send(request.expect("a request")).await
}
