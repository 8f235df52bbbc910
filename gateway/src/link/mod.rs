//! The `link` process: carries sealed bundles up and answers down, reads neither, keeps nothing.
//!
//! ```text
//!  outer's link.sock ◀── connect ── relay ── connect ──▶ inner (mutual TLS, or a Unix socket)
//! ```
//!
//! It stands in a network namespace of its own and is the only process that can reach the other node. When either
//! side breaks it drops both and calls again: the outer node offers again whatever was not answered.

use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use miette::{IntoDiagnostic as _, WrapErr as _};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use sekisho_platform::clock::{Clock as _, SystemClock};
use sekisho_platform::net::tls;
use sekisho_platform::run::Shutdown;
use sekisho_platform::{config, control, run, telemetry};
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::TlsConnector;

pub mod directory;
pub(crate) mod frame;
pub(crate) mod relay;
pub(crate) mod settings;
pub(crate) mod watch;

use settings::{InnerSide, LinkConfig, tls_files};

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How long the other side may take to greet.
const GREETED_WITHIN: Duration = Duration::from_secs(10);

/// Runs the process with the configuration in the file until it is told to stop.
pub fn run(config: &Path) -> miette::Result<()> {
    let settings: LinkConfig = config::load(config)?;
    let settings = settings.anchored(config.parent().unwrap_or(Path::new(".")));
    telemetry::start("link", &settings.telemetry).into_diagnostic()?;
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .into_diagnostic()
        .wrap_err("starting the runtime")?
        .block_on(serve(settings))
}

/// What `status` tells.
#[derive(Debug, Default)]
struct Seen {
    outer: AtomicBool,
    inner: AtomicBool,
}

/// How the inner node is called.
enum Inner {
    Unix(std::path::PathBuf),
    Tls {
        address: std::net::SocketAddr,
        name: ServerName<'static>,
        config: Arc<ClientConfig>,
    },
}

async fn serve(settings: LinkConfig) -> miette::Result<()> {
    let shutdown = Shutdown::on_signals().into_diagnostic()?;
    let inner = Inner::of(&settings.inner)?;
    let seen = Arc::new(Seen::default());
    let listener = control::bind(&settings.control.socket).into_diagnostic()?;
    let since = SystemClock::new().now();
    let shown = Arc::clone(&seen);
    let answering = tokio::spawn(control::serve_on(listener, move |question| {
        let answer = shown.answer(&question, since);
        async move { answer }
    }));
    run::ready(&shutdown);
    tokio::select! {
        () = keep_carrying(&settings, &inner, &seen) => {}
        () = shutdown.requested() => {}
    }
    answering.abort();
    Ok(())
}

async fn keep_carrying(settings: &LinkConfig, inner: &Inner, seen: &Seen) {
    let mut pause = FIRST_PAUSE;
    loop {
        match carry(settings, inner, seen).await {
            Ok(ended) => {
                tracing::info!(code = "link-down", ?ended, "one side closed");
                pause = FIRST_PAUSE;
            }
            Err(CarryError::Frame(error)) => {
                tracing::warn!(code = "link-down", %error, "one side broke");
                pause = FIRST_PAUSE;
            }
            Err(error) => tracing::debug!(code = "link-down", %error, "one side is not there yet"),
        }
        seen.outer.store(false, Ordering::Relaxed);
        seen.inner.store(false, Ordering::Relaxed);
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Nothing was or is carried.
#[derive(Debug, thiserror::Error)]
enum CarryError {
    #[error("calling the inner node")]
    Inner(#[source] std::io::Error),
    #[error("calling the outer node")]
    Outer(#[source] std::io::Error),
    #[error("carrying")]
    Frame(#[from] frame::FrameError),
}

/// Calls the inner node first, so that the outer node hears of a link only when there is one.
async fn carry(
    settings: &LinkConfig,
    inner: &Inner,
    seen: &Seen,
) -> Result<relay::Ended, CarryError> {
    let called = tokio::time::timeout(GREETED_WITHIN, inner.call()).await;
    let inner = called
        .unwrap_or_else(|late| Err(late.into()))
        .map_err(CarryError::Inner)?;
    seen.inner.store(true, Ordering::Relaxed);
    let outer = UnixStream::connect(&settings.outer.socket)
        .await
        .map_err(CarryError::Outer)?;
    seen.outer.store(true, Ordering::Relaxed);
    tracing::info!(code = "link-up", "both sides are connected");
    Ok(pin!(relay::carry(outer, inner, settings.bundle_most)).await?)
}

/// Whatever the inner node is called over.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

impl Inner {
    fn of(side: &InnerSide) -> miette::Result<Self> {
        match side {
            InnerSide::Unix { socket } => Ok(Self::Unix(socket.clone())),
            InnerSide::Tls {
                address,
                name,
                certificate,
                key,
                ca,
            } => {
                let config = tls::client_config(&tls_files(certificate, key, ca));
                Ok(Self::Tls {
                    address: *address,
                    name: ServerName::try_from(name.clone())
                        .into_diagnostic()
                        .wrap_err_with(|| format!("reading the inner node's name {name}"))?,
                    config: config.into_diagnostic()?,
                })
            }
        }
    }

    async fn call(&self) -> std::io::Result<Box<dyn Stream>> {
        match self {
            Self::Unix(socket) => Ok(Box::new(UnixStream::connect(socket).await?)),
            Self::Tls {
                address,
                name,
                config,
            } => {
                let stream = TcpStream::connect(address).await?;
                watch::closely(&stream)?;
                let connector = TlsConnector::from(Arc::clone(config));
                Ok(Box::new(connector.connect(name.clone(), stream).await?))
            }
        }
    }
}

impl Seen {
    fn answer(&self, question: &Value, since: jiff::Timestamp) -> Value {
        match question.get("do").and_then(Value::as_str) {
            Some("status") => json!({
                "ok": true,
                "ready": true,
                "role": "link",
                "version": env!("CARGO_PKG_VERSION"),
                "pid": std::process::id(),
                "since": since.to_string(),
                "addresses": [],
                "outer": self.outer.load(Ordering::Relaxed),
                "inner": self.inner.load(Ordering::Relaxed),
                "alarms": [],
            }),
            _ => unknown_verb(),
        }
    }
}

/// The answer to a verb that is not known.
pub(crate) fn unknown_verb() -> Value {
    json!({ "ok": false, "code": "unknown-verb", "error": "this process does not know that verb" })
}
