//! Connections of browsers: accepted, wrapped in TLS where there is a certificate, served until told to stop.

use super::client::Proxies;
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
    (tls, proxies): (Option<Arc<ServerConfig>>, Arc<Proxies>),
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
                let from = (from, Arc::clone(&proxies));
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
    (from, proxies): (SocketAddr, Arc<Proxies>),
    router: Router,
    watcher: hyper_util::server::graceful::Watcher,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = hyper::service::service_fn(move |mut request: hyper::Request<Incoming>| {
        let client = proxies.client(from.ip(), request.headers());
        request.extensions_mut().insert(Peer(Some(client)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::extract::Extension;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// What a page hears of who asks, over a real connection from 127.0.0.1.
    async fn heard(proxies: &[&str], head: &str) -> String {
        let router = Router::new().route(
            "/",
            get(|Extension(peer): Extension<Peer>| async move { peer.to_string() }),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let networks = proxies.iter().map(|text| (*text).to_owned().try_into());
        let networks = networks.collect::<Result<_, _>>().expect("networks");
        let how = (None, Arc::new(Proxies(networks)));
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let served = tokio::spawn(serve(listener, how, router, async {
            let _ = stopped.await;
        }));
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        let request = format!("GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{head}\r\n");
        stream.write_all(request.as_bytes()).await.expect("asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("answered");
        drop(stop);
        served.await.expect("it ends");
        let body = answer.split("\r\n\r\n").nth(1).expect("a body");
        body.to_owned()
    }

    #[tokio::test]
    async fn a_page_hears_of_the_client_behind_a_trusted_proxy_and_of_the_peer_otherwise() {
        let forged = "x-forwarded-for: 203.0.113.1, 198.51.100.4\r\n";
        assert_eq!(heard(&[], forged).await, "127.0.0.1");
        assert_eq!(heard(&["10.0.0.0/8"], forged).await, "127.0.0.1");
        assert_eq!(heard(&["127.0.0.1"], forged).await, "198.51.100.4");
        assert_eq!(heard(&["127.0.0.1"], "").await, "127.0.0.1");
    }
}
