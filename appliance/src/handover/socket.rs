//! The socket: many bundles at once on each connection, answers in any order, the list of addresses on asking and at
//! every change.

use super::directory;
use super::intake::Intake;
use super::wire::{Ask, Say};
use sekisho_platform::net::memory::SealedMemory;
use sekisho_platform::net::packet::{PacketListener, Packets};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// The longest packet either side sends.
const PACKET_MOST: usize = 64 * 1024;

/// The largest bundle.
const BUNDLE_MOST: usize = 1 << 30;

/// How many bundles of one connection are worked on at once; beyond that the sender waits.
const AT_ONCE: usize = 256;

/// Changes of the directory within this time are told together.
const TOGETHER: Duration = Duration::from_millis(200);

/// How the hand-over fails.
#[derive(Debug, thiserror::Error)]
pub enum HandoverError {
    /// The socket cannot be opened.
    #[error("opening the hand-over socket {}", path.display())]
    Bind {
        /// The socket.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// How one connection ends.
#[derive(Debug, thiserror::Error)]
enum Ended {
    #[error("reading or writing a packet")]
    Io(#[from] io::Error),
    #[error("understanding a packet")]
    Form(#[from] serde_json::Error),
    #[error(
        "a bundle came without its memory, with another size than it says, or memory came without a bundle"
    )]
    Memory,
    #[error("reading the directory")]
    Org(#[from] crate::org::OrgError),
}

/// Opens the socket; call within the runtime.
pub(crate) fn bind(path: &Path) -> Result<PacketListener, HandoverError> {
    PacketListener::bind(path).map_err(|source| HandoverError::Bind {
        path: path.to_owned(),
        source,
    })
}

/// Takes connections until dropped.
pub(crate) async fn serve(listener: PacketListener, intake: Intake) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(connection) => {
                    let intake = intake.clone();
                    connections.spawn(async move {
                        if let Err(error) = converse(Arc::new(connection), &intake).await {
                            tracing::warn!(code = "handover-connection", %error, "a hand-over connection ended");
                        }
                    });
                }
                Err(error) => {
                    tracing::warn!(code = "handover-accept", %error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Talks with one inner gateway until it goes.
async fn converse(connection: Arc<Packets>, intake: &Intake) -> Result<(), Ended> {
    let mut work: JoinSet<Result<(), Ended>> = JoinSet::new();
    let mut changes = intake.app().store().watch();
    let mut told = directory::version(intake.app()).await?;
    let mut look = tokio::time::interval(TOGETHER);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            packet = connection.recv(PACKET_MOST), if work.len() < AT_ONCE => {
                let Some((packet, memory)) = packet? else { break };
                match (serde_json::from_slice::<Ask>(&packet)?, memory) {
                    (Ask::Bundle { item, size }, Some(memory)) if memory.len() == size => {
                        let (connection, intake) = (Arc::clone(&connection), intake.clone());
                        work.spawn(async move {
                            let said = intake.take(item, size, move || memory.read(BUNDLE_MOST)).await;
                            say(&connection, &said, None).await
                        });
                    }
                    (Ask::Directory, None) => told = tell_directory(&connection, intake).await?,
                    _ => return Err(Ended::Memory),
                }
            }
            Some(done) = work.join_next() => match done {
                Ok(outcome) => outcome?,
                Err(error) => tracing::error!(code = "handover-fell", %error, "taking a bundle fell over"),
            },
            _ = look.tick() => {
                let changed = changes.has_changed().unwrap_or(false);
                changes.mark_unchanged();
                if changed && directory::version(intake.app()).await? != told {
                    told = tell_directory(&connection, intake).await?;
                }
            }
        }
    }
    // The inner gateway has gone; what was begun is finished, and offered again it will answer the same.
    while work.join_next().await.is_some() {}
    Ok(())
}

async fn tell_directory(connection: &Packets, intake: &Intake) -> Result<u64, Ended> {
    let list = directory::list(intake.app()).await?;
    let memory = SealedMemory::new(&serde_json::to_vec(&list)?)?;
    say(connection, &Say::Directory { v: list.v }, Some(&memory)).await?;
    Ok(list.v)
}

async fn say(connection: &Packets, said: &Say, memory: Option<&SealedMemory>) -> Result<(), Ended> {
    connection.send(&serde_json::to_vec(said)?, memory).await?;
    Ok(())
}
