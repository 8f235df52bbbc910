//! Stories of emergencies.

use crate::app::tests::{World, operator};
use crate::org::{self, OrganisationId, Town};
use axum::body::{Body, BodyDataStream};
use axum::http::{Request, StatusCode, header};
use serde_json::json;
use std::time::Duration;
use tokio_stream::StreamExt;
use uuid::Uuid;

const FLOOD: &str =
    "%E5%B7%9D%E3%81%8C%E6%B0%BE%E6%BF%AB%E3%81%99%E3%82%8B%E3%81%8A%E3%81%9D%E3%82%8C";
const PAGES: [&str; 6] = [
    "/",
    "/mail/inbox",
    "/directory",
    "/help",
    "/settings/display",
    "/notices",
];

async fn raise(world: &World, cookie: &str, more: &str) -> StatusCode {
    let form = format!("level=urgent&text={FLOOD}&until=2026-11-20T12:00{more}");
    world.post("/admin/emergency", cookie, &form).await.status
}

/// Where the first one that stands is taken down.
fn down(page: &str) -> String {
    let after = page.split("action=\"/admin/emergency/").nth(1);
    let id = after.and_then(|rest| rest.split('"').next());
    format!("/admin/emergency/{}", id.expect("one that stands"))
}

#[tokio::test]
async fn it_stands_on_every_page_without_script_until_its_time_is_over() {
    let world = World::new();
    let (tanaka, sato) = (world.log_in("tanaka").await, world.log_in("sato").await);
    for path in PAGES {
        let page = world.get(path, &sato).await.text();
        assert!(!page.contains("emergency-strip"), "{path} is quiet");
    }
    assert_eq!(raise(&world, &tanaka, "").await, StatusCode::SEE_OTHER);
    for path in PAGES {
        let page = world.get(path, &sato).await.text();
        let first = page.find("川が氾濫するおそれ").expect("on the page");
        assert!(
            first < page.find("<main").expect("main"),
            "{path}: above the page's own part"
        );
        assert!(page.contains("情報政策課　8:31 掲示、12:00 まで"), "{path}");
    }
    for (moment, stands) in [
        ("2026-11-20T11:59:59+09:00", true),
        ("2026-11-20T12:00:00+09:00", false),
    ] {
        world.clock.set(moment.parse().expect("time"));
        let sato = world.log_in("sato").await;
        let page = world.get("/directory", &sato).await.text();
        assert_eq!(page.contains("川が氾濫する"), stands, "{moment}");
    }
    let tanaka = world.log_in("tanaka").await;
    let rooms = world.get("/admin/emergency", &tanaka).await.text();
    assert!(
        rooms.contains("12:00　時刻が来て下がりました"),
        "it is told what became of it"
    );
    assert!(world.audited().contains(&"emergency-raise".to_owned()));
}

#[tokio::test]
async fn the_door_says_it_too_and_says_of_nobody_who_says_it() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    assert!(
        !world
            .get("/login", "")
            .await
            .text()
            .contains("emergency-strip")
    );
    assert_eq!(raise(&world, &tanaka, "").await, StatusCode::SEE_OTHER);
    let door = world.get("/login", "").await.text();
    assert!(door.contains("川が氾濫するおそれ") && door.contains("緊急"));
    for inner in ["情報政策課", "田中", "掲示、"] {
        assert!(!door.contains(inner), "{inner}");
    }
    // Of a house with several organisations nobody outside hears what one of them says to itself.
    let neighbour = OrganisationId::new(Uuid::from_u128(77));
    let made = world
        .app
        .store()
        .update(|tx| org::organisation_create(tx, neighbour, "となり町", "tonari.example"));
    made.expect("a neighbour");
    assert!(!world.get("/login", "").await.text().contains("氾濫"));
    let ask = json!({ "do": "role-grant", "login": "tanaka", "role": "system", "unit": null });
    assert_eq!(operator(&world).answer(ask).await["ok"], true);
    raise(&world, &tanaka, "&reach=house").await;
    assert!(world.get("/login", "").await.text().contains("氾濫"));
    world
        .clock
        .set("2026-11-20T12:00:00+09:00".parse().expect("time"));
    assert!(!world.get("/login", "").await.text().contains("氾濫"));
}

#[tokio::test]
async fn an_open_page_hears_of_it_at_once_and_of_its_end() {
    let world = World::new();
    let (tanaka, sato) = (world.log_in("tanaka").await, world.log_in("sato").await);
    let mut heard = Heard::open(&world, &sato).await;
    heard.until("event: counts").await;
    assert_eq!(raise(&world, &tanaka, "").await, StatusCode::SEE_OTHER);
    let told = heard.until("川が氾濫するおそれ").await;
    assert!(told.contains("event: emergency"), "{told}");
    let rooms = world.get("/admin/emergency", &tanaka).await.text();
    let gone = world
        .post(&down(&rooms), &tanaka, "reach=organisation")
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let told = heard.until("\"html\":\"\"").await;
    assert!(
        told.contains("event: emergency") && !told.contains("氾濫"),
        "{told}"
    );
    assert!(!world.get("/", &sato).await.text().contains("氾濫"));
    // Somebody else was quicker.
    let twice = world
        .post(&down(&rooms), &tanaka, "reach=organisation")
        .await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert!(twice.text().contains("もう下がっています"));
    let rooms = world.get("/admin/emergency", &tanaka).await.text();
    assert!(rooms.contains("が下げました"), "{rooms}");
    assert!(world.audited().contains(&"emergency-take-down".to_owned()));
}

#[tokio::test]
async fn whoever_administers_nothing_raises_nothing_and_an_organisation_reaches_itself_alone() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    assert_eq!(
        world.get("/admin/emergency", &sato).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(raise(&world, &sato, "").await, StatusCode::NOT_FOUND);
    assert!(!world.get("/", &sato).await.text().contains("氾濫"));
    assert!(!world.audited().contains(&"emergency-raise".to_owned()));
}

#[tokio::test]
async fn only_the_systems_administrator_reaches_the_whole_house() {
    let world = World::new();
    let neighbour = OrganisationId::new(Uuid::from_u128(77));
    let store = world.app.store();
    store
        .update(|tx| org::organisation_create(tx, neighbour, "となり町", "tonari.example"))
        .expect("a neighbour");
    let heard = || {
        let town = Town::at_the_machine(neighbour);
        let standing = store.view(|tx| super::emergencies_standing(tx, town, world.app.now()));
        standing.expect("read").len()
    };
    let tanaka = world.log_in("tanaka").await;
    assert_eq!(
        raise(&world, &tanaka, "&reach=house").await,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        raise(&world, &tanaka, "&reach=organisation").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(heard(), 0, "the walls stand");
    let ask = json!({ "do": "role-grant", "login": "tanaka", "role": "system", "unit": null });
    assert_eq!(operator(&world).answer(ask).await["ok"], true);
    assert_eq!(
        raise(&world, &tanaka, "&reach=house").await,
        StatusCode::SEE_OTHER
    );
    assert_eq!(heard(), 1, "and the house is one");
    let page = world.get("/admin/emergency", &tanaka).await.text();
    assert!(page.contains("やまびこ市　情報政策課") && page.contains("すべての団体の全員"));
}

#[tokio::test]
async fn what_was_not_taken_stays_in_the_form_and_says_why() {
    let world = World::new();
    let tanaka = world.log_in("tanaka").await;
    for (form, why) in [
        (
            "level=urgent&text=%20&until=2026-11-20T12:00",
            "内容を入れてください",
        ),
        (
            "level=urgent&text=kawa&until=2026-11-20T08:31",
            "これから先の日時",
        ),
        ("level=urgent&text=kawa&until=x", "これから先の日時"),
        (
            "level=urgent&text=kawa&until=2027-11-20T08:31",
            "31日先まで",
        ),
    ] {
        let answer = world.post("/admin/emergency", &tanaka, form).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        let page = answer.text();
        assert!(page.contains(why), "{form}");
        assert!(
            !form.contains("kawa") || page.contains(">kawa</textarea>"),
            "{form}"
        );
    }
    for _ in 0..3 {
        assert_eq!(raise(&world, &tanaka, "").await, StatusCode::SEE_OTHER);
    }
    assert_eq!(
        raise(&world, &tanaka, "").await,
        StatusCode::CONFLICT,
        "a page bears three"
    );
    world
        .clock
        .set("2026-11-20T12:00:00+09:00".parse().expect("time"));
    let later = format!("level=inform&text={FLOOD}&until=2026-11-20T15:00");
    let answer = world.post("/admin/emergency", &tanaka, &later).await;
    assert_eq!(
        answer.status,
        StatusCode::SEE_OTHER,
        "what is over makes room"
    );
}

/// A stream being read.
struct Heard {
    body: BodyDataStream,
    text: String,
}

impl Heard {
    async fn open(world: &World, cookie: &str) -> Self {
        let request = Request::get("/stream").header(header::COOKIE, cookie);
        let response = world
            .open(request.body(Body::empty()).expect("request"))
            .await;
        assert_eq!(response.status(), StatusCode::OK);
        Self {
            body: response.into_body().into_data_stream(),
            text: String::new(),
        }
    }

    /// Reads on until the text holds `wanted`, and gives everything read since the last call.
    async fn until(&mut self, wanted: &str) -> String {
        let reading = async {
            while !self.text.contains(wanted) {
                let bytes = self
                    .body
                    .next()
                    .await
                    .expect("the stream goes on")
                    .expect("bytes");
                self.text
                    .push_str(std::str::from_utf8(&bytes).expect("text"));
            }
        };
        let read = tokio::time::timeout(Duration::from_secs(20), reading).await;
        assert!(read.is_ok(), "waited for {wanted}, heard {}", self.text);
        std::mem::take(&mut self.text)
    }
}
