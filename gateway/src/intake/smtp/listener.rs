//! Lets clients in, each in a task of its own, and waits for them when the process stops.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;

use super::connection::{Connection, Desk};
use super::gate::{Closed, Gate};
use super::reply::{self, Reply};
use crate::trouble::Chain;

/// How long open sessions may go on once the process is to stop.
const FAREWELL: Duration = Duration::from_secs(20);

/// How long to wait when the machine cannot open another connection.
const BREATH: Duration = Duration::from_millis(100);

/// Serves the listeners until the desk is told to stop and its sessions are over.
pub(crate) async fn serve(listeners: Vec<TcpListener>, desk: Arc<Desk>) {
    let limits = &desk.house.limits;
    let gate = Gate::new(limits.sessions, limits.sessions_per_client);
    let sessions = TaskTracker::new();
    let doors = TaskTracker::new();
    for listener in listeners {
        doors.spawn(door(
            listener,
            Arc::clone(&desk),
            gate.clone(),
            sessions.clone(),
        ));
    }
    doors.close();
    doors.wait().await;
    sessions.close();
    if tokio::time::timeout(FAREWELL, sessions.wait())
        .await
        .is_err()
    {
        tracing::warn!(code = "sessions-cut", open = sessions.len());
    }
}

async fn door(listener: TcpListener, desk: Arc<Desk>, gate: Gate, sessions: TaskTracker) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = desk.stop.cancelled() => return,
        };
        match accepted {
            Ok((stream, peer)) => {
                sessions.spawn(guest(stream, peer, Arc::clone(&desk), gate.clone()));
            }
            Err(error) => {
                tracing::warn!(code = "accept", error = %Chain(&error));
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

async fn guest(mut stream: TcpStream, peer: SocketAddr, desk: Arc<Desk>, gate: Gate) {
    let _pass = match gate.enter(peer.ip()) {
        Ok(pass) => pass,
        Err(closed) => {
            let reply: Reply = match closed {
                Closed::Full => reply::BUSY.into(),
                Closed::FullForClient => reply::BUSY_CLIENT.into(),
            };
            let mut words = Vec::new();
            reply.write(&mut words);
            // A client that does not wait for the words has lost nothing.
            let _ = tokio::time::timeout(BREATH, stream.write_all(&words)).await;
            return;
        }
    };
    // Replies are small and somebody waits for each of them; a kernel that refuses only makes them later.
    let _ = stream.set_nodelay(true);
    Box::pin(Connection::new(desk, stream, peer.ip()).serve()).await;
}
