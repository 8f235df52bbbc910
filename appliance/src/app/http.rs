//! Connections of browsers: accepted, wrapped in TLS where there is a certificate, served until told to stop.

use super::state::Peer;
use axum::Router;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use rustls::ServerConfig;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// How many connections are served at once.
const CONNECTIONS: usize = 20_000;

/// How long a handshake or the head of a request may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// How long open streams are waited for at the end.
const FAREWELL: Duration = Duration::from_secs(2);

/// Serves pages until `stop` resolves.
pub(super) async fn serve(
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    router: Router,
    stop: impl Future<Output = ()>,
) {
    let acceptor = tls.map(TlsAcceptor::from);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = Arc::new(GracefulShutdown::new());
    let mut connections = tokio::task::JoinSet::new();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next() => continue,
            accepted = accept(&listener, &room) => accepted,
        };
        match accepted {
            Ok((stream, from, turn)) => {
                let (acceptor, router) = (acceptor.clone(), router.clone());
                let watcher = graceful.watcher();
                connections.spawn(async move {
                    let _turn = turn;
                    match acceptor {
                        None => talk(stream, from, router, watcher).await,
                        Some(acceptor) => {
                            match tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
                                Ok(Ok(stream)) => talk(stream, from, router, watcher).await,
                                Ok(Err(error)) => {
                                    tracing::debug!(code = "http-tls", %error, "a handshake failed");
                                }
                                Err(_) => {
                                    tracing::debug!(code = "http-tls", "a handshake took too long");
                                }
                            }
                        }
                    }
                });
            }
            Err(error) => {
                tracing::warn!(code = "http-accept", %error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if let Some(graceful) = Arc::into_inner(graceful) {
        let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
    }
}

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, SocketAddr, Option<OwnedSemaphorePermit>)> {
    let turn = Arc::clone(room).acquire_owned().await.ok();
    let (stream, from) = listener.accept().await?;
    stream.set_nodelay(true)?;
    Ok((stream, from, turn))
}

async fn talk<S>(
    stream: S,
    from: SocketAddr,
    router: Router,
    watcher: hyper_util::server::graceful::Watcher,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(Some(from.ip())));
        router
            .clone()
            .oneshot(Request::from(request.map(axum::body::Body::new)))
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Some(Duration::from_secs(30)));
    let connection = builder
        .serve_connection_with_upgrades(TokioIo::new(stream), service)
        .into_owned();
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(code = "http-connection", %error, "a connection ended early");
    }
}
