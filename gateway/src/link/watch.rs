//! Finds out within seconds that the machine at the other end is gone, instead of the quarter of an hour TCP takes.

use std::time::Duration;

use rustix::net::sockopt::{
    set_socket_keepalive, set_tcp_keepcnt, set_tcp_keepidle, set_tcp_keepintvl, set_tcp_nodelay,
    set_tcp_user_timeout,
};
use tokio::net::TcpStream;

const IDLE: Duration = Duration::from_secs(10);
const BETWEEN: Duration = Duration::from_secs(5);
const PROBES: u32 = 3;
const UNANSWERED_MOST_MS: u32 = 25_000;

/// Sets a connection up for the link.
pub(crate) fn closely(stream: &TcpStream) -> std::io::Result<()> {
    set_tcp_nodelay(stream, true)?;
    set_socket_keepalive(stream, true)?;
    set_tcp_keepidle(stream, IDLE)?;
    set_tcp_keepintvl(stream, BETWEEN)?;
    set_tcp_keepcnt(stream, PROBES)?;
    set_tcp_user_timeout(stream, UNANSWERED_MOST_MS)?;
    Ok(())
}
