//! Being a long-running program: told to stop, telling that it is ready, taking over listeners it was given.

use std::env;
use std::io;
use std::net::SocketAddr;
use std::path::Path;

use listenfd::ListenFd;
use sd_notify::NotifyState;
use tokio::net::{TcpListener, UnixListener};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// The wish that the program should stop. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Shutdown {
    token: CancellationToken,
}

impl Shutdown {
    /// One that only the program itself asks for.
    pub fn new() -> Self {
        Self::default()
    }

    /// One that SIGTERM and SIGINT ask for as well. Must be called on a runtime.
    pub fn on_signals() -> io::Result<Self> {
        let shutdown = Self::new();
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let asked = shutdown.clone();
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
                () = asked.requested() => return,
            }
            tracing::info!(code = "stopping");
            let _ = sd_notify::notify(&[NotifyState::Stopping]);
            asked.request();
        });
        Ok(shutdown)
    }

    /// Asks everybody to stop.
    pub fn request(&self) {
        self.token.cancel();
    }

    /// True once it was asked for.
    pub fn is_requested(&self) -> bool {
        self.token.is_cancelled()
    }

    /// Resolves once it is asked for.
    pub async fn requested(&self) {
        self.token.cancelled().await;
    }

    /// The token itself, for libraries that take one.
    pub fn token(&self) -> CancellationToken {
        self.token.clone()
    }
}

/// Tells the service manager, when there is one, that the program takes work now; pets its watchdog from here on.
pub fn ready(shutdown: &Shutdown) {
    if let Err(error) = sd_notify::notify(&[NotifyState::Ready]) {
        tracing::warn!(code = "notify", %error);
    }
    tracing::info!(code = "ready");
    let Some(limit) = sd_notify::watchdog_enabled() else {
        return;
    };
    let shutdown = shutdown.clone();
    tokio::spawn(async move {
        let mut beat = tokio::time::interval(limit / 3);
        while !shutdown.is_requested() {
            beat.tick().await;
            let _ = sd_notify::notify(&[NotifyState::Watchdog]);
        }
    });
}

/// The listeners a service manager opened for this program, by the names it gave them.
pub struct Listeners {
    names: Vec<String>,
    given: ListenFd,
}

impl Listeners {
    /// Takes what was inherited, which may be nothing.
    pub fn inherited() -> Self {
        let names = env::var("LISTEN_FDNAMES").unwrap_or_default();
        Self {
            names: names.split(':').map(str::to_owned).collect(),
            given: ListenFd::from_env(),
        }
    }

    /// The inherited TCP listener `name`, or one opened at `address`.
    pub fn tcp(&mut self, name: &str, address: SocketAddr) -> io::Result<TcpListener> {
        let given = match self.place(name) {
            Some(place) => self.given.take_tcp_listener(place)?,
            None => None,
        };
        let listener = match given {
            Some(listener) => listener,
            None => std::net::TcpListener::bind(address)?,
        };
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener)
    }

    /// The inherited Unix listener `name`, or one opened at `path` for its owner only.
    pub fn unix(&mut self, name: &str, path: &Path) -> io::Result<UnixListener> {
        let given = match self.place(name) {
            Some(place) => self.given.take_unix_listener(place)?,
            None => None,
        };
        let Some(listener) = given else {
            return crate::control::bind(path).map_err(io::Error::other);
        };
        listener.set_nonblocking(true)?;
        UnixListener::from_std(listener)
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|given| given == name)
    }
}

impl std::fmt::Debug for Listeners {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Listeners")
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

/// Puts the calling thread behind the others in line for the processor, for long work that nobody must feel. It cannot be
/// taken back.
pub fn stand_back() -> io::Result<()> {
    const BEHIND: i32 = 10;
    // To Linux, "this process" is the calling thread (setpriority(2), BUGS).
    rustix::process::setpriority_process(None, BEHIND)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stop_asked_for_once_is_heard_by_all() {
        let shutdown = Shutdown::on_signals().unwrap();
        let others: Vec<_> = (0..3)
            .map(|_| {
                let shutdown = shutdown.clone();
                tokio::spawn(async move { shutdown.requested().await })
            })
            .collect();
        assert!(!shutdown.is_requested());
        rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::TERM)
            .unwrap();
        for other in others {
            other.await.unwrap();
        }
        ready(&shutdown);
    }

    #[tokio::test]
    async fn without_a_service_manager_the_program_opens_its_own_door() {
        let mut listeners = Listeners::inherited();
        let tcp = listeners
            .tcp("door", SocketAddr::from(([127, 0, 0, 1], 0)))
            .unwrap();
        assert_ne!(tcp.local_addr().unwrap().port(), 0);
        let folder = tempfile::tempdir().unwrap();
        listeners
            .unix("gate", &folder.path().join("gate.sock"))
            .unwrap();
    }
}
