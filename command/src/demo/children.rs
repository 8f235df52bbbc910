//! The demo's four processes: started, watched, restarted with growing pauses, and stopped in the order mail flows.
//!
//! Promises: each child writes to its own log file; one that dies is started again; all are stopped when the demo
//! stops, and the kernel stops them when the demo is killed.

use std::fs::File;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use sekisho_platform::clock::{Clock as _, SystemClock};
use tokio::process::{Child, Command};
use tokio::signal::unix::{Signal as Incoming, SignalKind, signal};

use super::prepare::Laid;
use crate::ask::Role;
use crate::output::aside;
use crate::words::Words;

const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A child that ran this long is forgiven its earlier ends.
const FORGIVEN_AFTER: Duration = Duration::from_mins(1);
/// A child that ends so often before all are ready will not become ready.
const ENDS_AT_START: u32 = 3;
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// A child cannot be kept running.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub(crate) enum ChildError {
    /// It could not be started at all.
    #[error("starting the {} process", role.name())]
    Start { role: Role, source: std::io::Error },
    /// It ends again and again.
    #[error("the {} process ended ({status}) instead of becoming ready; its last words:\n{tail}", role.name())]
    #[diagnostic(help("the whole log is in {}", log.display()))]
    Ended {
        role: Role,
        status: ExitStatus,
        tail: String,
        log: PathBuf,
    },
    /// The signals cannot be listened to.
    #[error("listening for Ctrl-C")]
    Signals(#[source] std::io::Error),
}

/// Waits for whoever wants the demo to stop.
#[derive(Debug)]
pub(super) struct Stop {
    interrupt: Incoming,
    terminate: Incoming,
}

impl Stop {
    pub(super) fn listen() -> Result<Self, ChildError> {
        let listen = |kind| signal(kind).map_err(ChildError::Signals);
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    pub(super) async fn asked(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// The four processes.
#[derive(Debug)]
pub(super) struct Children {
    laid: Laid,
    words: &'static Words,
    clock: SystemClock,
    running: Vec<Running>,
}

#[derive(Debug)]
struct Running {
    role: Role,
    child: Option<Child>,
    started: Duration,
    ends: u32,
}

impl Children {
    /// Starts all four.
    pub(super) fn start(laid: &Laid, words: &'static Words) -> Result<Self, ChildError> {
        let clock = SystemClock::new();
        let mut children = Self {
            laid: laid.clone(),
            words,
            clock,
            running: Vec::new(),
        };
        for role in [Role::Appliance, Role::Inner, Role::Link, Role::Outer] {
            let child = children.spawn(role)?;
            let started = children.clock.elapsed();
            children.running.push(Running {
                role,
                child: Some(child),
                started,
                ends: 0,
            });
        }
        Ok(children)
    }

    /// Restarts what ends, until one has ended too often to ever become ready.
    pub(super) async fn watch_start(&mut self) -> ChildError {
        self.keep_running(ENDS_AT_START).await
    }

    /// Restarts what ends, for as long as the demo lives.
    pub(super) async fn watch(&mut self) -> ChildError {
        self.keep_running(u32::MAX).await
    }

    async fn keep_running(&mut self, most_ends: u32) -> ChildError {
        loop {
            let (place, status) = self.next_end().await;
            let now = self.clock.elapsed();
            let Some(ended) = self.running.get_mut(place) else {
                continue;
            };
            ended.child = None;
            if now.saturating_sub(ended.started) > FORGIVEN_AFTER {
                ended.ends = 0;
            }
            ended.ends += 1;
            let (role, ends) = (ended.role, ended.ends);
            if ends >= most_ends {
                let log = self.laid.log(role);
                return ChildError::Ended {
                    role,
                    status,
                    tail: tail(&log),
                    log,
                };
            }
            aside(&format!(
                "{} ({status}): {}",
                self.words.role(role),
                self.words.demo_restarting
            ));
            let pause = FIRST_PAUSE
                .saturating_mul(1 << ends.min(10))
                .min(LONGEST_PAUSE);
            tokio::time::sleep(pause).await;
            match self.spawn(role) {
                Ok(child) => {
                    let started = self.clock.elapsed();
                    if let Some(again) = self.running.get_mut(place) {
                        again.child = Some(child);
                        again.started = started;
                    }
                }
                Err(error) => return error,
            }
        }
    }

    /// Waits until any child ends.
    async fn next_end(&mut self) -> (usize, ExitStatus) {
        std::future::poll_fn(|context| {
            for (place, running) in self.running.iter_mut().enumerate() {
                let Some(child) = &mut running.child else {
                    continue;
                };
                let ended = std::pin::pin!(child.wait()).poll(context);
                if let std::task::Poll::Ready(Ok(status)) = ended {
                    return std::task::Poll::Ready((place, status));
                }
            }
            std::task::Poll::Pending
        })
        .await
    }

    /// Stops the intake first and the appliance last, so that what is on its way still lands.
    pub(super) async fn stop(&mut self) {
        for role in Role::ALL {
            let found = self.running.iter_mut().find(|running| running.role == role);
            let Some(mut child) = found.and_then(|running| running.child.take()) else {
                continue;
            };
            if let Some(pid) = child.id().and_then(|pid| i32::try_from(pid).ok()) {
                // It may have ended by itself.
                let _ = kill(Pid::from_raw(pid), Signal::SIGTERM);
            }
            if tokio::time::timeout(STOP_WITHIN, child.wait())
                .await
                .is_err()
            {
                aside(&format!(
                    "{}: {}",
                    self.words.role(role),
                    self.words.demo_killed
                ));
                let _ = child.kill().await;
            }
        }
    }

    fn spawn(&self, role: Role) -> Result<Child, ChildError> {
        let failed = |source| ChildError::Start { role, source };
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.laid.log(role))
            .map_err(failed)?;
        let errors = log.try_clone().map_err(failed)?;
        let (program, verb) = self.laid.program(role);
        Command::new(std::env::current_exe().map_err(failed)?)
            .args(["child", "--parent", &std::process::id().to_string(), "--"])
            .arg(program)
            .arg(verb)
            .arg("--config")
            .arg(self.laid.config(role))
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            // Ctrl-C at the terminal is for the demo, which stops its children in order.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .map_err(failed)
    }
}

/// The last lines of a log.
fn tail(log: &std::path::Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines
        .get(lines.len().saturating_sub(20)..)
        .unwrap_or_default()
        .join("\n")
}
