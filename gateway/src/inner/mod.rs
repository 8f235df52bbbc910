//! The `inner` process: stands in the higher tier, opens seals, hands bundles to the appliance.
//!
//! ```text
//!  link ──▶ receive ──▶ Seal::open ──▶ handover ──▶ appliance
//!              │             └── no ──▶ refused (kept aside, alarmed)     │ commits
//!              └──◀── answer ◀── recorder (ledger) ◀──────────────────────┘
//! ```
//!
//! Promises: the original never comes here; nothing is handed over whose seal did not open; nothing is confirmed
//! before the appliance has committed and the ledger is durable; any number of breaks and resends end in one
//! delivery a recipient, because the appliance knows an item by its id.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize};
use std::time::Duration;

use miette::{IntoDiagnostic as _, WrapErr as _};
use sekisho_platform::clock::{Clock, SystemClock};
use sekisho_platform::id::SystemIds;
use sekisho_platform::net::{keys, tls};
use sekisho_platform::run::{Listeners, Shutdown};
use sekisho_platform::store::{Store, StoreSettings};
use sekisho_platform::{config, control as door, run as program, telemetry};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, UnixListener};
use tokio_rustls::TlsAcceptor;

mod control;
mod handover;
mod ledger;
mod line;
mod receive;
mod recorder;
mod refused;
mod settings;
mod wire;

#[cfg(test)]
mod tests;

use handover::{Handover, HandoverSettings};
use ledger::Ledger;
use receive::{Node, Room, converse};
use recorder::Recorder;
use refused::{Bounds, Refused};
use settings::{InnerConfig, LinkSide};

use crate::link::settings::tls_files;
use crate::link::watch;

/// The ledger's rows are small and read by their keys.
const CACHE: StoreSettings = StoreSettings {
    cache_bytes: 16 * 1024 * 1024,
};
const GREETED_WITHIN: Duration = Duration::from_secs(10);

/// Runs the process with the configuration in the file until it is told to stop.
pub fn run(config: &Path) -> miette::Result<()> {
    let settings: InnerConfig = config::load(config)?;
    let settings = settings.anchored(config.parent().unwrap_or(Path::new(".")));
    telemetry::start("inner", &settings.telemetry).into_diagnostic()?;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .into_diagnostic()
        .wrap_err("starting the runtime")?
        .block_on(Box::pin(serve(settings)))
}

/// Where links come in.
enum Entrance {
    Unix(UnixListener),
    Tls(TcpListener, TlsAcceptor),
}

async fn serve(settings: InnerConfig) -> miette::Result<()> {
    let shutdown = Shutdown::on_signals().into_diagnostic()?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
    let since = clock.now();
    let (node, store) = open(&settings, clock)?;
    let entrance = Entrance::open(&settings.link)?;
    let desk = Arc::new(control::Desk {
        node: Arc::clone(&node),
        store,
        since,
        addresses: entrance.addresses(),
    });
    let listener = door::bind(&settings.control.socket).into_diagnostic()?;
    let answering = tokio::spawn(door::serve_on(listener, move |question| {
        Arc::clone(&desk).answer(question)
    }));
    program::ready(&shutdown);
    tokio::select! {
        () = entrance.serve(node) => {}
        () = shutdown.requested() => {}
    }
    answering.abort();
    Ok(())
}

fn open(settings: &InnerConfig, clock: Arc<dyn Clock>) -> miette::Result<(Arc<Node>, Store)> {
    let seal_key = keys::load_verifying(&settings.seal.key).into_diagnostic()?;
    let directory_key =
        keys::load_or_create_signing(&settings.directory.key, &SystemIds).into_diagnostic()?;
    if let Some(folder) = settings.ledger.file.parent() {
        std::fs::create_dir_all(folder)
            .into_diagnostic()
            .wrap_err_with(|| format!("making the folder {}", folder.display()))?;
    }
    let store = Store::open_redb(&settings.ledger.file, &CACHE).into_diagnostic()?;
    control::open_books(&store, clock.now(), &directory_key)
        .into_diagnostic()
        .wrap_err("opening the audit trail")?;
    let bounds = Bounds {
        files: settings.refused.files,
        bytes: settings.refused.bytes,
    };
    let refused = Refused::open(&settings.refused.folder, bounds)
        .into_diagnostic()
        .wrap_err_with(|| format!("opening {}", settings.refused.folder.display()))?;
    let node = Node {
        seal_key,
        checkpoint_key: directory_key.verifying_key(),
        bundle_most: settings.bundle_most,
        handover: Handover::start(HandoverSettings {
            socket: settings.appliance.socket.clone(),
            directory_key,
            clock: Arc::clone(&clock),
        }),
        recorder: Recorder::start(store.clone()),
        ledger: Ledger::new(store.clone()),
        refused: Arc::new(refused),
        clock,
        room: Room::new(),
        links: AtomicUsize::new(0),
        alarms: AtomicU64::new(0),
    };
    Ok((Arc::new(node), store))
}

impl Entrance {
    fn open(side: &LinkSide) -> miette::Result<Self> {
        let mut given = Listeners::inherited();
        match side {
            LinkSide::Unix { socket } => {
                let listener = given.unix("link", socket).into_diagnostic();
                Ok(Self::Unix(listener.wrap_err_with(|| {
                    format!("opening {}", socket.display())
                })?))
            }
            LinkSide::Tls {
                listen,
                certificate,
                key,
                ca,
            } => {
                let config = tls::server_config(&tls_files(certificate, key, ca));
                let listener = given.tcp("link", *listen).into_diagnostic();
                Ok(Self::Tls(
                    listener.wrap_err_with(|| format!("listening on {listen}"))?,
                    TlsAcceptor::from(config.into_diagnostic()?),
                ))
            }
        }
    }

    fn addresses(&self) -> Vec<String> {
        match self {
            Self::Unix(_) => Vec::new(),
            Self::Tls(listener, _) => listener
                .local_addr()
                .map(|address| address.to_string())
                .into_iter()
                .collect(),
        }
    }

    /// Serves every link that comes.
    async fn serve(self, node: Arc<Node>) {
        loop {
            let accepted = match &self {
                Self::Unix(listener) => listener.accept().await.map(|(stream, _)| {
                    tokio::spawn(talk(stream, Arc::clone(&node)));
                }),
                Self::Tls(listener, acceptor) => listener.accept().await.map(|(stream, _)| {
                    tokio::spawn(greet(stream, acceptor.clone(), Arc::clone(&node)));
                }),
            };
            if let Err(error) = accepted {
                // Out of descriptors: give the rest of the process a moment to close some.
                tracing::error!(code = "link-accept", %error, "accepting a link");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
}

async fn greet(stream: TcpStream, acceptor: TlsAcceptor, node: Arc<Node>) {
    if let Err(error) = watch::closely(&stream) {
        tracing::warn!(code = "link-greeting", %error, "setting a connection up");
    }
    match tokio::time::timeout(GREETED_WITHIN, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => talk(stream, node).await,
        Ok(Err(error)) => {
            tracing::warn!(code = "link-greeting", %error, "a caller was turned away");
        }
        Err(_) => tracing::warn!(code = "link-greeting", "a caller did not greet in time"),
    }
}

async fn talk<S>(stream: S, node: Arc<Node>)
where
    S: AsyncRead + AsyncWrite + Send,
{
    tracing::info!(code = "link-up", "a link is connected");
    match Box::pin(converse(stream, node)).await {
        Ok(()) => tracing::info!(code = "link-down", "a link closed"),
        Err(error) => tracing::warn!(code = "link-down", %error, "a link broke"),
    }
}
