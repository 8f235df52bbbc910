//! The operator's door: one JSON value a line over a Unix socket that only its owner can open.

use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};

/// The longest line either side takes.
pub const MAX_LINE: u64 = 16 * 1024 * 1024;

/// How long a line may take to arrive once a connection is made.
const PATIENCE: Duration = Duration::from_mins(1);

/// How the door fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ControlError {
    /// The socket cannot be opened for others to call.
    #[error("opening the control socket {}", path.display())]
    Bind {
        /// The socket.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Nobody answers at the socket.
    #[error("calling the control socket {}", path.display())]
    Call {
        /// The socket.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The answer is not one JSON value on a line.
    #[error("reading the answer from the control socket {}", path.display())]
    Answer {
        /// The socket.
        path: PathBuf,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
}

/// Opens the socket, mode 0600; a socket left behind by a process that is gone is taken over.
pub fn bind(path: &Path) -> Result<UnixListener, ControlError> {
    let failed = |source| ControlError::Bind {
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let left_behind = fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket());
    if left_behind {
        if std::os::unix::net::UnixStream::connect(path).is_ok() {
            return Err(failed(io::Error::from(io::ErrorKind::AddrInUse)));
        }
        fs::remove_file(path).map_err(failed)?;
    }
    let listener = UnixListener::bind(path).map_err(failed)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(failed)?;
    Ok(listener)
}

/// Answers every line with what `handler` returns, many connections at once, until dropped.
pub async fn serve<H, F>(path: &Path, handler: H) -> Result<(), ControlError>
where
    H: Fn(Value) -> F + Send + Sync + 'static,
    F: Future<Output = Value> + Send + 'static,
{
    serve_on(bind(path)?, handler).await;
    Ok(())
}

/// The same on a listener opened before, so that the caller knows when calls are taken.
pub async fn serve_on<H, F>(listener: UnixListener, handler: H)
where
    H: Fn(Value) -> F + Send + Sync + 'static,
    F: Future<Output = Value> + Send + 'static,
{
    let handler = Arc::new(handler);
    let mut connections = tokio::task::JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let handler = Arc::clone(&handler);
                    connections.spawn(async move {
                        if let Err(error) = converse(stream, &*handler).await {
                            tracing::debug!(code = "control-connection", %error);
                        }
                    });
                }
                Err(error) => {
                    tracing::warn!(code = "control-accept", %error);
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse<H, F>(stream: UnixStream, handler: &H) -> io::Result<()>
where
    H: Fn(Value) -> F,
    F: Future<Output = Value>,
{
    let (reading, mut writing) = stream.into_split();
    let mut reading = BufReader::new(reading);
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut limited = (&mut reading).take(MAX_LINE);
        let read = limited.read_until(b'\n', &mut line);
        if tokio::time::timeout(PATIENCE, read).await?? == 0 {
            return Ok(());
        }
        let answer = match serde_json::from_slice(&line) {
            Ok(request) => handler(request).await,
            Err(_) => json!({"ok": false, "error": "not one JSON value on a line"}),
        };
        let mut bytes = serde_json::to_vec(&answer).map_err(io::Error::other)?;
        bytes.push(b'\n');
        writing.write_all(&bytes).await?;
    }
}

/// Asks one question and waits for its answer.
pub async fn call(path: &Path, request: &Value) -> Result<Value, ControlError> {
    let failed = |source| ControlError::Call {
        path: path.to_owned(),
        source,
    };
    let mut stream = UnixStream::connect(path).await.map_err(failed)?;
    let mut bytes = serde_json::to_vec(request).map_err(|error| failed(io::Error::other(error)))?;
    bytes.push(b'\n');
    stream.write_all(&bytes).await.map_err(failed)?;
    let mut line = Vec::new();
    BufReader::new(stream.take(MAX_LINE))
        .read_until(b'\n', &mut line)
        .await
        .map_err(failed)?;
    if line.is_empty() {
        return Err(failed(io::Error::from(io::ErrorKind::UnexpectedEof)));
    }
    serde_json::from_slice(&line).map_err(|source| ControlError::Answer {
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_question_is_answered_and_only_the_owner_can_ask() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run").join("control.sock");
        let listener = bind(&path).unwrap();
        let serving = tokio::spawn(serve_on(listener, |request| async move {
            json!({"ok": true, "asked": request["do"]})
        }));
        let answer = call(&path, &json!({"do": "status"})).await.unwrap();
        assert_eq!(answer, json!({"ok": true, "asked": "status"}));
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );

        let taken = bind(&path).unwrap_err();
        assert!(matches!(taken, ControlError::Bind { .. }), "{taken}");
        serving.abort();
        let _ = serving.await;
        bind(&path).unwrap();
    }

    #[tokio::test]
    async fn a_line_that_is_no_json_is_told_so_and_the_next_one_is_answered() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("control.sock");
        let _serving = tokio::spawn(serve_on(
            bind(&path).unwrap(),
            |request| async move { request },
        ));
        let mut stream = UnixStream::connect(&path).await.unwrap();
        stream.write_all(b"nonsense\n[1]\n").await.unwrap();
        let mut lines = BufReader::new(stream).lines();
        assert!(lines.next_line().await.unwrap().unwrap().contains("false"));
        assert_eq!(lines.next_line().await.unwrap().unwrap(), "[1]");
    }
}
