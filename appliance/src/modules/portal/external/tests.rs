//! Stories of numbers of other systems.

use crate::app::tests::{Answer, World};
use crate::modules::portal::tests::{neighbour, tile};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

const FORM: &str = "name=kessai&address=https%3A%2F%2Fbunsho.example%2F&stale=60";

/// A number that an administrator described: where it is told, with which token.
struct Described {
    path: String,
    token: String,
}

fn read(page: &str) -> Described {
    let between = |from: &str, to: &str| {
        let rest = page.split(from).nth(1).expect("shown");
        rest.split(to).next().expect("its end").to_owned()
    };
    Described {
        path: between("<code>PUT ", "</code>"),
        token: between("external-token\">", "</code>"),
    }
}

async fn describe(world: &World) -> Described {
    let tanaka = world.log_in("tanaka").await;
    let answer = world.post("/portal/external", &tanaka, FORM).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    read(&answer.text())
}

async fn push(world: &World, to: &Described, token: &str, body: Value) -> Answer {
    let request = Request::put(&to.path)
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "application/json");
    let body = Body::from(body.to_string());
    world.send(request.body(body).expect("request")).await
}

fn json_of(answer: &Answer) -> Value {
    assert_eq!(answer.header("content-type"), "application/json");
    serde_json::from_slice(&answer.bytes).expect("json")
}

/// The key of the tile.
fn key(to: &Described) -> String {
    let id = to.path.split('/').nth(3).expect("an identity");
    format!("external-{}", id.replace('-', ""))
}

fn later(world: &World, time: &str) {
    let at = format!("2026-11-20T{time}+09:00");
    world.clock.set(at.parse().expect("time"));
}

#[tokio::test]
async fn a_number_stands_on_the_portal_of_whom_it_is_with_the_moment_it_was_true() {
    let world = World::new();
    let to = describe(&world).await;
    let sato = world.log_in("sato").await;
    let page = world.get("/", &sato).await.text();
    assert!(
        page.contains("kessai") && page.contains("まだ届いていません"),
        "nothing is known yet"
    );
    let told = json!({"as_of": "2026-11-20T08:25:00+09:00",
        "counts": [{"login": "sato", "count": 3}, {"login": "nobody", "count": 9}]});
    let answer = push(&world, &to, &to.token, told).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let answer = json_of(&answer);
    assert_eq!(
        (&answer["people"], &answer["unknown_logins"]),
        (&json!(1), &json!(["nobody"]))
    );
    let page = world.get("/", &sato).await.text();
    assert_eq!(tile(&page, &key(&to)), 3);
    assert!(page.contains("8:25 現在</span>") && page.contains("https://bunsho.example/"));
    let yoshida = world.log_in("yoshida").await;
    let page = world.get("/", &yoshida).await.text();
    assert_eq!(
        tile(&page, &key(&to)),
        0,
        "whom a complete report does not name has none"
    );
    // Old after an hour, to the minute.
    for (time, old) in [("09:25:00", false), ("09:25:01", true)] {
        later(&world, time);
        let sato = world.log_in("sato").await;
        let page = world.get("/", &sato).await.text();
        assert_eq!(
            page.contains("8:25 現在。その後の知らせがありません"),
            old,
            "{time}"
        );
        assert_eq!(page.contains("is-stale"), old, "{time}");
    }
}

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method's path is not general enough over the view's lifetime"
)]
fn written(world: &World) -> u64 {
    let store = world.app.store();
    store.view(|tx| tx.last_sequence()).expect("read")
}

#[tokio::test]
async fn a_complete_report_replaces_and_a_partial_one_adds() {
    let world = World::new();
    let to = describe(&world).await;
    let reports = [
        (
            "08:31:07",
            json!({"counts": [{"login": "sato", "count": 3}, {"login": "yoshida", "count": 1}]}),
            (3, 1),
        ),
        (
            "08:32:00",
            json!({"complete": false, "counts": [{"login": "sato", "count": 4}]}),
            (4, 1),
        ),
        (
            "08:33:00",
            json!({"counts": [{"login": "sato", "count": 4}]}),
            (4, 0),
        ),
        (
            "08:34:00",
            json!({"counts": [{"login": "sato", "count": 0}]}),
            (0, 0),
        ),
    ];
    let (sato, yoshida) = (world.log_in("sato").await, world.log_in("yoshida").await);
    for (time, told, (hers, his)) in reports {
        later(&world, time);
        let answer = push(&world, &to, &to.token, told.clone()).await;
        assert_eq!(answer.status, StatusCode::OK, "{told}: {}", answer.text());
        for (cookie, count) in [(&sato, hers), (&yoshida, his)] {
            let page = world.get("/", cookie).await.text();
            assert_eq!(tile(&page, &key(&to)), count, "{told}");
        }
    }
    let before = written(&world);
    later(&world, "08:40:00");
    push(&world, &to, &to.token, json!({"counts": []})).await;
    let after = written(&world);
    assert_eq!(after - before, 1, "what is the same is not written again");
}

#[tokio::test]
async fn what_another_system_may_not_say_is_refused_before_it_is_read() {
    let world = World::new();
    let to = describe(&world).await;
    let other = describe(&world).await;
    let told = || json!({"counts": [{"login": "sato", "count": 3}]});
    for token in ["", "x", &other.token, &to.token[..to.token.len() - 1]] {
        let answer = push(&world, &to, token, told()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{token}");
        assert_eq!(json_of(&answer)["error"], "token");
    }
    let nowhere = Described {
        path: "/api/tiles/00000000-0000-0000-0000-00000000002a/counts".to_owned(),
        token: to.token.clone(),
    };
    let answer = push(&world, &nowhere, &to.token, told()).await;
    assert_eq!(
        answer.status,
        StatusCode::UNAUTHORIZED,
        "what is not there looks the same"
    );
    // A log-in opens nothing here.
    let tanaka = world.log_in("tanaka").await;
    let request = Request::put(&to.path).header(header::COOKIE, &tanaka);
    let answer = world
        .send(request.body(Body::empty()).expect("request"))
        .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let large = json!({"counts": [], "as_of": "x".repeat(2 * 1024 * 1024)});
    let answer = push(&world, &to, &to.token, large).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = push(&world, &to, &to.token, json!({"counts": 1})).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        push(&world, &to, &to.token, told()).await.status,
        StatusCode::OK
    );
    let answer = push(&world, &to, &to.token, told()).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "5");
    later(&world, "08:31:12");
    let old = json!({"as_of": "2026-11-20T08:00:00+09:00", "counts": []});
    assert_eq!(
        push(&world, &to, &to.token, old).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        push(&world, &to, &to.token, told()).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_token_speaks_of_its_own_towns_people_alone() {
    let world = World::new();
    let to = describe(&world).await;
    neighbour(&world, "tonari-hito");
    let told =
        json!({"counts": [{"login": "tonari-hito", "count": 3}, {"login": "sato", "count": 1}]});
    let answer = push(&world, &to, &to.token, told).await;
    let answer = json_of(&answer);
    assert_eq!(answer["people"], 1);
    assert_eq!(
        answer["unknown_logins"],
        json!(["tonari-hito"]),
        "as if they were nobody"
    );
}

#[tokio::test]
async fn only_who_writes_for_everybody_describes_one_and_a_new_token_ends_the_former() {
    let world = World::new();
    let sato = world.log_in("sato").await;
    assert_eq!(
        world.get("/portal/external", &sato).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        world.post("/portal/external", &sato, FORM).await.status,
        StatusCode::NOT_FOUND
    );
    let to = describe(&world).await;
    let tanaka = world.log_in("tanaka").await;
    let list = world.get("/portal/external", &tanaka).await.text();
    assert!(
        !list.contains("sekisho-tile-A") && !list.contains(&to.token),
        "shown once"
    );
    let id = to.path.split('/').nth(3).expect("an identity").to_owned();
    let again = world
        .post(&format!("/portal/external/{id}/token"), &tanaka, "")
        .await;
    let fresh = read(&again.text());
    assert_eq!(
        push(&world, &to, &to.token, json!({"counts": []}))
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        push(&world, &fresh, &fresh.token, json!({"counts": []}))
            .await
            .status,
        StatusCode::OK
    );
    let list = world.get("/portal/external", &tanaka).await.text();
    let revision = list
        .split("name=\"revision\" value=\"")
        .nth(1)
        .expect("a revision");
    let revision = revision.split('"').next().expect("its end").to_owned();
    let remove = format!("/portal/external/{id}/remove");
    let gone = world
        .post(&remove, &tanaka, &format!("revision={revision}"))
        .await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.text());
    assert_eq!(
        push(&world, &fresh, &fresh.token, json!({"counts": []}))
            .await
            .status,
        StatusCode::UNAUTHORIZED
    );
    assert!(!world.get("/", &sato).await.text().contains("kessai"));
    for act in ["external-create", "external-token", "external-remove"] {
        assert!(world.audited().contains(&act.to_owned()), "{act}");
    }
}
