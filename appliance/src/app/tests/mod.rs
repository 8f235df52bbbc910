//! A whole appliance in a test: the demo town on the memory engine, a clock that is moved by hand, sealed bundles made
//! byte by byte as the wire says, and requests through the real router.

mod control;
pub(crate) mod engine;
mod matrix;
mod routes;
pub(crate) mod sealed;

use super::config::SessionTimes;
use super::control::Operator;
use super::router::router;
use super::seed::demo_seed;
use super::state::{App, Parts};
use crate::auth::{Cost, MachineKey, Party, Passwords};
use crate::handover::Intake;
use crate::upload::Uploads;
use crate::upload::tests::programs;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use ed25519_dalek::SigningKey;
use jiff::tz::TimeZone;
use sekisho_platform::blob::Blobs;
use sekisho_platform::clock::ManualClock;
use sekisho_platform::disk::SimDisk;
use sekisho_platform::id::{CountingIds, Ids, SystemIds};
use sekisho_platform::store::Store;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

/// Everybody's password.
pub(crate) const PASSWORD: &str = "yamabiko-demo";

/// When the tests begin: a Friday morning.
pub(crate) const MORNING: &str = "2026-11-20T08:31:07+09:00";

/// A whole appliance.
pub(crate) struct World {
    pub app: Arc<App>,
    pub clock: Arc<ManualClock>,
    pub intake: Intake,
    pub key: SigningKey,
    router: Router,
    /// Where its large things lie.
    pub blobs: Arc<TempDir>,
}

/// The operator's side of a world.
pub(crate) fn operator(world: &World) -> Operator {
    Operator {
        app: Arc::clone(&world.app),
        since: world.app.now(),
        addresses: Vec::new(),
        demo_password: Some(PASSWORD.to_owned()),
        cost: Cost::CHEAP,
        audit_key: world.key.verifying_key(),
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("text")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("ascii header"))
    }

    pub(crate) fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }
}

fn folder() -> Arc<TempDir> {
    Arc::new(tempfile::tempdir().expect("folder"))
}

/// Who asks browsers for passkeys.
fn party() -> Party {
    Party::new("https://sekisho.example", None, "関所").expect("a party")
}

impl World {
    pub(crate) fn new() -> Self {
        Self::made(Store::memory(), false)
    }

    /// Where browsers make no passkeys.
    pub(crate) fn without_party() -> Self {
        let blobs = folder();
        let world = Self::with(
            Store::memory(),
            false,
            Arc::new(CountingIds::new()),
            None,
            blobs,
        );
        demo_seed(&world.app, Cost::CHEAP, PASSWORD).expect("town");
        world
    }

    pub(crate) fn secure() -> Self {
        Self::made(Store::memory(), true)
    }

    pub(crate) fn made(store: Store, secure: bool) -> Self {
        let ids = Arc::new(CountingIds::new());
        let world = Self::with(store, secure, ids, Some(party()), folder());
        demo_seed(&world.app, Cost::CHEAP, PASSWORD).expect("town");
        world
    }

    /// Whatever the store holds, and names that nothing in it has.
    pub(crate) fn bare(store: Store, secure: bool) -> Self {
        Self::beside(store, secure, folder())
    }

    /// The same over large things that are there already.
    pub(crate) fn beside(store: Store, secure: bool, blobs: Arc<TempDir>) -> Self {
        Self::with(store, secure, Arc::new(SystemIds), Some(party()), blobs)
    }

    fn with(
        store: Store,
        secure: bool,
        ids: Arc<dyn Ids>,
        party: Option<Party>,
        blobs: Arc<TempDir>,
    ) -> Self {
        let clock = Arc::new(ManualClock::new(MORNING.parse().expect("time")));
        let app = App::new(Parts {
            store,
            blobs: Blobs::open(blobs.path()).expect("blobs"),
            index: Arc::new(SimDisk::new()),
            clock: clock.clone(),
            passwords: Passwords::new(Cost::CHEAP, 2, ids.as_ref()).expect("hasher"),
            ids,
            machine: MachineKey::new([5; 32]),
            zone: TimeZone::get("Asia/Tokyo").expect("zone"),
            session: SessionTimes::default(),
            secure,
            origin: None,
            party,
            uploads: Uploads::new(programs()),
        })
        .expect("appliance");
        let key = SigningKey::from_bytes(&[7; 32]);
        Self {
            intake: Intake::new(Arc::clone(&app), key.verifying_key()),
            router: router(&app),
            app,
            clock,
            key,
            blobs,
        }
    }

    /// Logs somebody in and gives the cookie to send.
    pub(crate) async fn log_in(&self, name: &str) -> String {
        let answer = self.try_log_in(name, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name} logs in");
        let cookie = answer.header("set-cookie");
        cookie.split(';').next().expect("cookie").to_owned()
    }

    pub(crate) async fn try_log_in(&self, name: &str, password: &str) -> Answer {
        self.post("/login", "", &format!("name={name}&password={password}"))
            .await
    }

    pub(crate) async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(
            Request::get(path)
                .header(header::COOKIE, cookie)
                .body(Body::empty())
                .expect("request"),
        )
        .await
    }

    /// What htmx asks for.
    pub(crate) async fn part(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path)
            .header(header::COOKIE, cookie)
            .header("hx-request", "true")
            .header("hx-request-type", "partial");
        self.send(request.body(Body::empty()).expect("request"))
            .await
    }

    pub(crate) async fn post(&self, path: &str, cookie: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::HOST, "sekisho.example")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_owned())).expect("request"))
            .await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.expect("body").to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }

    /// The answer as it begins, for streams.
    pub(crate) async fn open(&self, request: Request<Body>) -> axum::response::Response {
        self.router
            .clone()
            .oneshot(request)
            .await
            .expect("an answer")
    }

    /// Hands a sealed mail over and expects it to be taken; answers the states of its recipients.
    pub(crate) async fn deliver(&self, mail: &sealed::Mail) -> Vec<String> {
        let said = self
            .intake
            .take_sealed(mail.item, mail.seal(&self.key))
            .await;
        assert_eq!(said["t"], "done", "{said}");
        let outcomes = said["outcomes"].as_array().expect("outcomes");
        outcomes
            .iter()
            .map(|told| told["state"].as_str().expect("state").to_owned())
            .collect()
    }

    /// The acts of the audit trail, oldest first.
    pub(crate) fn audited(&self) -> Vec<String> {
        use sekisho_platform::audit::Entries;
        use sekisho_platform::store::{Direction, StoreError};
        let rows = self
            .app
            .store()
            .view(|tx| -> Result<_, StoreError> { tx.range::<Entries>(.., Direction::Up, 10_000) })
            .expect("audit");
        rows.into_iter().map(|(_, row)| row.act).collect()
    }
}
