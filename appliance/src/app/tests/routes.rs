//! Every route there is, swept: nobody unknown gets in, every answer wears the headers, nothing of another site's is done.

use super::World;
use super::sealed::Mail;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

/// The files that register routes. A new file with `.route(` must be named here; the test below looks.
const SOURCES: &[&str] = &[
    include_str!("../../auth/web.rs"),
    include_str!("../../auth/account/web.rs"),
    include_str!("../../auth/admin/web.rs"),
    include_str!("../../auth/confirm/web.rs"),
    include_str!("../../auth/enrol/web.rs"),
    include_str!("../../auth/second/manage.rs"),
    include_str!("../../auth/second/set_up.rs"),
    include_str!("../../auth/second/web.rs"),
    include_str!("../../auth/half/web.rs"),
    include_str!("../../auth/app_password/manage.rs"),
    include_str!("../../auth/passkey/first.rs"),
    include_str!("../../auth/passkey/manage.rs"),
    include_str!("../../auth/passkey/web.rs"),
    include_str!("../../modules/mail/web/mod.rs"),
    include_str!("../../modules/directory/web.rs"),
    include_str!("../../modules/group/web.rs"),
    include_str!("../../modules/acting/web.rs"),
    include_str!("../../modules/portal/web.rs"),
    include_str!("../../modules/portal/arrange/web.rs"),
    include_str!("../../modules/portal/duty/web.rs"),
    include_str!("../../modules/portal/announcement/web.rs"),
    include_str!("../../modules/portal/external/receive.rs"),
    include_str!("../../modules/portal/external/web.rs"),
    include_str!("../../modules/portal/link/web.rs"),
    include_str!("../../modules/presence/web.rs"),
    include_str!("../../modules/search/web.rs"),
    include_str!("../../modules/reassignment/web.rs"),
    include_str!("../../modules/photo/web.rs"),
    include_str!("../../modules/settings/web.rs"),
    include_str!("../../modules/style/web.rs"),
    include_str!("../../modules/help/web.rs"),
    include_str!("../../live/stream.rs"),
    include_str!("../../notice/web.rs"),
    include_str!("../../modules/administration/web/mod.rs"),
    include_str!("../../modules/emergency/web.rs"),
    include_str!("../../modules/favourite/web.rs"),
    include_str!("../../web/csp.rs"),
    include_str!("../../web/assets.rs"),
];

/// What may be asked for without logging in.
const OPEN: &[&str] = &[
    "/login",
    "/enrol",
    "/enrol/password",
    "/login/password",
    "/login/second",
    "/login/set-up",
    "/login/set-up/passkey",
    "/login/set-up/passkey/begin",
    "/login/passkey",
    "/login/passkey/begin",
    "/login/second/passkey",
    "/login/second/passkey/begin",
    "/login/stop",
    "/settings",
    "/csp-report",
    "/assets/{digest}/{*name}",
];

/// The headers an answer may have; anything else must be added here on purpose.
const ALLOWED: &[&str] = &[
    "content-type",
    "content-length",
    "content-security-policy",
    "content-disposition",
    "x-content-type-options",
    "referrer-policy",
    "cache-control",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "x-permitted-cross-domain-policies",
    "permissions-policy",
    "strict-transport-security",
    "location",
    "set-cookie",
    "allow",
    "hx-redirect",
    "x-accel-buffering",
    "etag",
    "retry-after",
    "www-authenticate",
    "vary",
];

/// Every route with its methods.
fn routes() -> Vec<(Method, String)> {
    let mut out = Vec::new();
    for source in SOURCES {
        for piece in source.split(".route(").skip(1) {
            let path = piece.split('"').nth(1).expect("a path").to_owned();
            let call = piece.split(['\n', ';']).next().unwrap_or_default();
            if call.contains("get(") {
                out.push((Method::GET, path.clone()));
            }
            if call.contains("put(") {
                out.push((Method::PUT, path.clone()));
            }
            if call.contains("post(") {
                out.push((Method::POST, path));
            }
        }
    }
    out
}

fn filled(path: &str, folder: &str, id: &str) -> String {
    path.replace("{folder}", folder)
        .replace("{id}", id)
        .replace("{index}", "0")
        .replace("{act}", "archive")
        .replace("{chapter}", "mail")
        .replace("{number}", "0")
        .replace("{reader}", "clerk")
        .replace("{digest}", "x")
        .replace("{*name}", "app.css")
}

const ITEM: &str = "00000000-0000-0000-0000-00000000002a";

async fn with_a_mail() -> World {
    let world = World::new();
    let mail = Mail::to(42, &["sato"], "見積").html("<p>x</p>").file(
        "見積.xlsm",
        "見積.xlsx",
        "xlsx",
        b"PK",
        serde_json::json!([]),
    );
    world.deliver(&mail).await;
    world
}

fn request(method: &Method, path: &str, cookie: &str) -> Request<Body> {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "sekisho.example")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    request.body(Body::empty()).expect("request")
}

#[test]
fn the_sweep_knows_every_route() {
    let routes = routes();
    assert!(routes.len() >= 18, "{routes:?}");
    for open in OPEN {
        assert!(
            routes.iter().any(|(_, path)| path == open),
            "{open} is registered"
        );
    }
    // A folder of routes that the sweep does not read would be a hole.
    let mut files = vec![std::path::PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src"
    ))];
    let mut registering = 0;
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(
                std::fs::read_dir(&path)
                    .expect("folder")
                    .map(|entry| entry.expect("entry").path()),
            );
        } else if path.extension().is_some_and(|ext| ext == "rs")
            && !path.to_string_lossy().contains("tests")
        {
            let text = std::fs::read_to_string(&path).expect("source");
            registering += usize::from(text.contains(".route(\""));
        }
    }
    assert_eq!(
        registering,
        SOURCES.len(),
        "every file that registers routes is swept"
    );
}

#[tokio::test]
async fn nobody_unknown_gets_in_anywhere() {
    let world = with_a_mail().await;
    for (method, path) in routes() {
        if OPEN.contains(&path.as_str()) {
            continue;
        }
        if method == Method::PUT {
            // Another system comes by its token and by nothing else, not even by a person's log-in.
            let sato = world.log_in("sato").await;
            let answer = world
                .send(request(&method, &filled(&path, "inbox", ITEM), &sato))
                .await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{method} {path}");
            assert_eq!(answer.header("www-authenticate"), "Bearer", "{path}");
            continue;
        }
        for cookie in [
            "",
            "sekisho=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "sekisho=x",
        ] {
            let answer = world
                .send(request(&method, &filled(&path, "inbox", ITEM), cookie))
                .await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{method} {path}");
            assert!(
                answer.location().starts_with("/login?next="),
                "{method} {path}"
            );
            assert!(answer.bytes.is_empty(), "{method} {path} says nothing");
        }
        let mut by_script = request(&method, &filled(&path, "inbox", ITEM), "");
        by_script
            .headers_mut()
            .insert("hx-request", "true".parse().expect("value"));
        assert_eq!(
            world.send(by_script).await.status,
            StatusCode::UNAUTHORIZED,
            "{method} {path} by script"
        );
    }
}

#[tokio::test]
async fn every_answer_wears_the_headers_and_no_others() {
    let world = with_a_mail().await;
    let cookie = world.log_in("sato").await;
    let mut paths: Vec<_> = routes()
        .into_iter()
        .filter(|(_, path)| path != "/stream" && path != "/logout")
        .map(|(method, path)| (method, filled(&path, "inbox", ITEM)))
        .collect();
    paths.push((Method::GET, "/nowhere".to_owned()));
    paths.push((Method::DELETE, "/mail/inbox".to_owned()));
    paths.push((Method::GET, "/mail/sent".to_owned()));
    for (method, path) in paths {
        let answer = world.send(request(&method, &path, &cookie)).await;
        for name in answer.headers.keys() {
            assert!(
                ALLOWED.contains(&name.as_str()),
                "{method} {path} sends {name}"
            );
        }
        assert!(
            !answer.status.is_server_error(),
            "{method} {path}: {}",
            answer.status
        );
        assert_eq!(
            answer.header("x-content-type-options"),
            "nosniff",
            "{method} {path}"
        );
        assert_eq!(
            answer.header("referrer-policy"),
            "same-origin",
            "{method} {path}"
        );
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none';"),
            "{method} {path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{method} {path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'") || policy.contains("sandbox"),
            "{method} {path}"
        );
        if !path.starts_with("/assets/") {
            assert_eq!(
                answer.header("cache-control"),
                "no-store",
                "{method} {path}"
            );
        }
        if answer.status.is_client_error()
            && answer.status != StatusCode::UNAUTHORIZED
            && path != "/csp-report"
        {
            assert!(
                answer.text().contains("<html"),
                "{method} {path} is told as a page"
            );
        }
    }
}

#[tokio::test]
async fn nothing_is_done_for_another_site() {
    let world = with_a_mail().await;
    let cookie = world.log_in("sato").await;
    for (method, path) in routes() {
        if method == Method::GET || path == "/csp-report" {
            continue;
        }
        for (name, value) in [
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ] {
            let mut asked = request(&method, &filled(&path, "inbox", ITEM), &cookie);
            asked.headers_mut().remove("sec-fetch-site");
            asked
                .headers_mut()
                .insert(name, value.parse().expect("value"));
            let answer = world.send(asked).await;
            assert_eq!(
                answer.status,
                StatusCode::FORBIDDEN,
                "{path} with {name}: {value}"
            );
            assert!(answer.text().contains("安全のため"), "{path}");
        }
    }
    assert_eq!(
        world.get("/mail/inbox", &cookie).await.status,
        StatusCode::OK,
        "still logged in"
    );
}

#[tokio::test]
async fn with_tls_the_cookie_belongs_to_this_host_alone_and_the_browser_stays_with_tls() {
    let world = World::secure();
    let answer = world.try_log_in("sato", super::PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-sekisho="), "{cookie}");
    for word in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
}

#[tokio::test]
async fn what_a_browser_reports_reaches_the_operator() {
    let world = World::new();
    let report = r#"{"csp-report":{"document-uri":"http://h/mail/inbox/secret?x","effective-directive":"script-src","blocked-uri":"inline"}}"#;
    let asked = Request::post("/csp-report")
        .body(Body::from(report))
        .expect("request");
    assert_eq!(world.send(asked).await.status, StatusCode::NO_CONTENT);
    let (count, kept) = world.app.reports().all();
    assert_eq!(
        (count, kept[0].directive.as_str(), kept[0].page.as_str()),
        (1, "script-src", "/mail/inbox")
    );
}

#[tokio::test]
async fn a_person_keeps_their_language_and_colours() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    let answer = world
        .post("/settings", &cookie, "lang=en&theme=dark&next=/directory")
        .await;
    assert_eq!(answer.location(), "/directory");
    let page = world.get("/directory", &cookie).await.text();
    assert!(page.contains("lang=\"en\"") && page.contains("data-theme=\"dark\""));
}

#[tokio::test]
async fn the_log_in_page_speaks_as_it_was_asked_to() {
    let world = World::new();
    let answer = world
        .post("/settings", "", "lang=en&theme=dark&next=/login")
        .await;
    assert_eq!(answer.location(), "/");
    let cookie = answer
        .header("set-cookie")
        .split(';')
        .next()
        .expect("cookie")
        .to_owned();
    let page = world.get("/login", &cookie).await.text();
    assert!(
        page.contains("lang=\"en\"")
            && page.contains("data-theme=\"dark\"")
            && page.contains("Log in")
    );
    assert!(
        world
            .get("/login", "sekisho-look=%00.x")
            .await
            .text()
            .contains("lang=\"ja\"")
    );
}

#[tokio::test]
async fn somebody_is_found_by_any_spelling() {
    let world = World::new();
    let cookie = world.log_in("sato").await;
    for (query, name) in [
        ("%E9%AB%98%E6%A9%8B", "髙橋 由美"),
        ("%E3%82%BF%E3%82%AB%E3%83%8F%E3%82%B7", "髙橋 由美"),
        ("%E5%90%89%E7%94%B0", "𠮷田 健一"),
        ("%E8%91%9B%E5%9F%8E", "葛\u{E0100}城 千尋"),
        ("1111", "佐藤 美咲"),
    ] {
        let page = world
            .part(&format!("/directory?q={query}"), &cookie)
            .await
            .text();
        assert!(page.contains(name), "{name} is found by {query}");
        assert!(!page.contains("岡田 彩"), "{query} finds nobody else");
    }
}
