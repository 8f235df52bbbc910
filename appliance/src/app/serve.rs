//! Starting and stopping: nothing starts half, and what was accepted is finished.

use super::client::Proxies;
use super::config::Config;
use super::control::Operator;
use super::housekeeping;
use super::http;
use super::router::router;
use super::seed::{SeedError, demo_seed};
use super::state::{App, Parts};
use super::tls::{self, TlsError};
use crate::auth::{self, AuthError, Cost, Known, MachineKey, Party, PasswordError, Passwords};
use crate::handover::{self, HandoverError, Intake};
use crate::upload::Uploads;
use jiff::Timestamp;
use sekisho_platform::blob::{BlobError, Blobs};
use sekisho_platform::clock::{Clock, SystemClock};
use sekisho_platform::control::{self, ControlError};
use sekisho_platform::disk::Folder;
use sekisho_platform::id::{Ids, SystemIds};
use sekisho_platform::net::keys::{self, KeyError};
use sekisho_platform::run::{self, Listeners, Shutdown};
use sekisho_platform::store::{Store, StoreError, StoreSettings};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// How much of the store's file is kept in memory.
const CACHE: usize = 48 * 1024 * 1024;

/// How the appliance cannot start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The folder of the data cannot be made.
    #[error("making the folder {}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The store cannot be opened.
    #[error("opening the store")]
    Store(#[from] StoreError),
    /// The blobs cannot be opened.
    #[error("opening the blobs")]
    Blobs(#[from] BlobError),
    /// The key for seals cannot be read.
    #[error("reading the key that seals are checked with")]
    Key(#[from] KeyError),
    /// The store was used with another machine's key.
    #[error(
        "the key {} is not the one this store was used with: put the right file back; if it is lost for good, set \
         `machine_key_lost = true` for one start, and everybody makes second factors and app passwords anew", path.display()
    )]
    MachineKey {
        /// The file.
        path: PathBuf,
    },
    /// Passkeys cannot be made under the name the configuration gives.
    #[error("offering passkeys under `passkey_domain`")]
    Party(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Whether the machine's key is the right one cannot be found out.
    #[error("checking the machine's key")]
    Auth(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The time zone is not known.
    #[error("finding the time zone")]
    Zone(#[source] jiff::Error),
    /// Passwords cannot be hashed.
    #[error("setting up password hashing")]
    Passwords(#[from] crate::app::seed::HashFailed),
    /// TLS cannot be set up.
    #[error("setting up TLS")]
    Tls(#[from] TlsError),
    /// The folder of this program, beside which the sanitizer's are, is not known.
    #[error("finding the sanitizer's programs")]
    Programs(#[source] io::Error),
    /// The demo town cannot be seeded.
    #[error("seeding the demo town")]
    Seed(#[from] SeedError),
    /// The pages cannot be served where the configuration says.
    #[error("listening for pages")]
    Listen(#[source] io::Error),
    /// The operator's socket cannot be opened.
    #[error("opening the operator's socket")]
    Control(#[from] ControlError),
    /// The hand-over socket cannot be opened.
    #[error("opening the hand-over socket")]
    Handover(#[from] HandoverError),
}

impl From<AuthError> for ServeError {
    fn from(error: AuthError) -> Self {
        Self::Auth(Box::new(error))
    }
}

impl From<PasswordError> for ServeError {
    fn from(error: PasswordError) -> Self {
        Self::Passwords(error.into())
    }
}

/// Serves until `shutdown` is requested.
pub async fn serve(config: Config, shutdown: Shutdown) -> Result<(), ServeError> {
    let (clock, ids) = (Arc::new(SystemClock::new()), Arc::new(SystemIds));
    let key = keys::load_verifying(&config.seal_key)?;
    let tls = config.tls.as_ref().map(tls::server_config).transpose()?;
    std::fs::create_dir_all(&config.data).map_err(|source| ServeError::Folder {
        path: config.data.clone(),
        source,
    })?;
    let store = Store::open_redb(
        &config.data.join("store.redb"),
        &StoreSettings { cache_bytes: CACHE },
    )?;
    let signing = keys::load_or_create_signing(&config.data.join("audit.key"), ids.as_ref())?;
    let blobs = Blobs::open(&config.data.join("blobs"))?;
    let found = config.data.join("search");
    let index = Folder::open(&found).map_err(|source| ServeError::Folder {
        path: found,
        source,
    })?;
    let machine = machine_key(&config, &store, clock.now(), ids.as_ref())?;
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    let app = App::new(Parts {
        store,
        blobs,
        index: Arc::new(index),
        passwords: Passwords::new(Cost::PROPER, at_once, ids.as_ref())?,
        machine,
        zone: jiff::tz::TimeZone::get(&config.zone).map_err(ServeError::Zone)?,
        session: config.session,
        secure: tls.is_some(),
        origin: config.origin.clone(),
        party: party(&config)?,
        uploads: Uploads::new(config.sanitizer.settings().map_err(ServeError::Programs)?),
        clock: clock.clone(),
        ids,
    })?;
    if let (Some("demo"), Some(password)) = (config.seed.as_deref(), config.demo_password.clone()) {
        let town = Arc::clone(&app);
        app.store()
            .blocking(move |_| demo_seed(&town, Cost::PROPER, &password))
            .await?;
    }

    let mut inherited = Listeners::inherited();
    let listener = inherited
        .tcp("http", config.listen)
        .map_err(ServeError::Listen)?;
    let handover = handover::bind(&config.handover)?;
    let operator = control::bind(&config.control)?;
    let addresses = listener.local_addr().into_iter().collect();
    let verbs = Arc::new(Operator {
        app: Arc::clone(&app),
        since: clock.now(),
        addresses,
        demo_password: config.demo_password.clone(),
        cost: Cost::PROPER,
        audit_key: signing.verifying_key(),
    });

    let mut tasks = tokio::task::JoinSet::new();
    tasks.spawn(handover::serve(
        handover,
        Intake::new(Arc::clone(&app), key),
    ));
    tasks.spawn(housekeeping::keep(Arc::clone(&app), signing));
    tasks.spawn(housekeeping::keep_touches(Arc::clone(&app)));
    tasks.spawn(crate::notice::keep_digests(Arc::clone(&app)));
    tasks.spawn(control::serve_on(operator, move |request| {
        let verbs = Arc::clone(&verbs);
        async move { verbs.answer(request).await }
    }));
    run::ready(&shutdown);
    let stop = shutdown.clone();
    let proxies = Arc::new(Proxies(config.trusted_proxies.clone()));
    http::serve(listener, (tls, proxies), router(&app), async move {
        stop.requested().await;
    })
    .await;
    tasks.shutdown().await;
    housekeeping::write_touches(&app).await;
    tracing::info!(code = "stopped", "the appliance has stopped");
    Ok(())
}

/// The name passkeys are made under. Where browsers would make none (no name, no TLS) the pages do without them; a
/// domain that does not stand above the origin is a mistake.
fn party(config: &Config) -> Result<Option<Party>, ServeError> {
    let Some(origin) = config.origin.as_deref() else {
        return Ok(None);
    };
    match Party::new(origin, config.passkey_domain.as_deref(), "関所 SEKISHO") {
        Ok(party) => Ok(Some(party)),
        Err(error) if config.passkey_domain.is_some() => Err(ServeError::Party(Box::new(error))),
        Err(error) => {
            tracing::warn!(code = "passkeys-off", %error, "no passkeys are offered");
            Ok(None)
        }
    }
}

/// The machine's key, when it is the one the store was used with.
fn machine_key(
    config: &Config,
    store: &Store,
    now: Timestamp,
    ids: &dyn Ids,
) -> Result<MachineKey, ServeError> {
    let path = config.machine_key();
    let key = MachineKey::new(keys::load_or_create_secret(&path, ids)?);
    let lost = config.machine_key_lost;
    match store.update(|tx| auth::remember(tx, &key, lost, now))? {
        Known::Same => Ok(key),
        Known::Another => Err(ServeError::MachineKey { path }),
    }
}
