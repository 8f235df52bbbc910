//! No address can be reached from here: a network namespace of our own with nothing in it.
//!
//! Root makes one; an ordinary user makes one inside a user namespace where the kernel lets it.
//! Under the service's unit neither is allowed, because there it has been done already. So the
//! wall is judged by what it does and not by how: after all is raised, an internet socket must be
//! impossible or must not reach even the loopback. Landlock's own rule about TCP counts as well.

use std::net::{Ipv4Addr, SocketAddrV4};

use nix::sched::{CloneFlags, unshare};
use rustix::io::Errno;
use rustix::net::{AddressFamily, SocketFlags, SocketType, connect, socket_with};

/// Enters an empty network namespace if that is allowed.
pub(crate) fn enter() {
    if unshare(CloneFlags::CLONE_NEWNET).is_err() {
        // The capabilities that come with a user namespace are given up with all others.
        let _ = unshare(CloneFlags::CLONE_NEWUSER | CloneFlags::CLONE_NEWNET);
    }
}

/// True when nothing can be reached: no socket, no route, or no permission.
pub(crate) fn is_out_of_reach() -> bool {
    let made = socket_with(
        AddressFamily::INET,
        SocketType::STREAM,
        SocketFlags::CLOEXEC | SocketFlags::NONBLOCK,
        None,
    );
    let Ok(socket) = made else {
        return true;
    };
    // The discard port: whether anybody listens makes no difference to the answers that count.
    let loopback = SocketAddrV4::new(Ipv4Addr::LOCALHOST, 9);
    matches!(
        connect(&socket, &loopback),
        Err(Errno::NETUNREACH | Errno::ACCESS | Errno::PERM)
    )
}
