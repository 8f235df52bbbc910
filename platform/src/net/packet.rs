//! Packets between processes of one machine: a Unix SEQPACKET socket, each packet with at most one sealed memory.
//!
//! Promises: a packet arrives whole or not at all; a descriptor that is not fully sealed memory, or a second one, ends
//! the connection; only the socket's owner can connect.

use std::fs;
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags,
    SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketAddrUnix, SocketFlags, SocketType,
    bind, connect, listen, recvmsg, sendmsg, socket_with,
};
use tokio::io::Interest;
use tokio::net::{UnixListener, UnixStream};

use super::memory::SealedMemory;

/// Connections that may wait to be accepted.
const BACKLOG: i32 = 64;

/// A packet and the memory that came with it.
pub type Packet = (Vec<u8>, Option<SealedMemory>);

/// A connection that carries packets. All calls take `&self`, so that one side can send while it receives.
#[derive(Debug)]
pub struct Packets {
    // Tokio's stream type serves any connected Unix socket; only its readiness is used.
    socket: UnixStream,
}

/// Where connections come in.
#[derive(Debug)]
pub struct PacketListener {
    socket: UnixListener,
}

impl PacketListener {
    /// Opens the socket, mode 0600; one left behind by a process that is gone is taken over. Call within a runtime.
    pub fn bind(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let address = SocketAddrUnix::new(path)?;
        let left = fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket());
        if left {
            if connect(&socket()?, &address).is_ok() {
                return Err(io::ErrorKind::AddrInUse.into());
            }
            fs::remove_file(path)?;
        }
        let socket = socket()?;
        bind(&socket, &address)?;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
        listen(&socket, BACKLOG)?;
        Self::from_socket(socket)
    }

    /// Takes a listening SEQPACKET socket opened by somebody else, such as the service manager.
    pub fn from_socket(socket: OwnedFd) -> io::Result<Self> {
        rustix::io::ioctl_fionbio(&socket, true)?;
        Ok(Self {
            socket: UnixListener::from_std(socket.into())?,
        })
    }

    /// Waits for the next connection.
    pub async fn accept(&self) -> io::Result<Packets> {
        let (socket, _) = self.socket.accept().await?;
        Ok(Packets { socket })
    }
}

impl Packets {
    /// Connects to a listener. A Unix connection is made or refused at once.
    #[expect(
        clippy::unused_async,
        reason = "must run within a runtime, like the other calls"
    )]
    pub async fn connect(path: &Path) -> io::Result<Self> {
        let socket = socket()?;
        connect(&socket, &SocketAddrUnix::new(path)?)?;
        Ok(Self {
            socket: UnixStream::from_std(socket.into())?,
        })
    }

    /// Sends one packet, waiting while the other side is slow. Empty packets cannot be sent.
    pub async fn send(&self, packet: &[u8], memory: Option<&SealedMemory>) -> io::Result<()> {
        if packet.is_empty() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let send = || send_once(&self.socket, packet, memory);
        self.socket.async_io(Interest::WRITABLE, send).await
    }

    /// Receives one packet of at most `most` bytes; `None` when the other side has closed.
    pub async fn recv(&self, most: usize) -> io::Result<Option<Packet>> {
        self.socket
            .async_io(Interest::READABLE, || recv_once(&self.socket, most))
            .await
    }
}

fn socket() -> io::Result<OwnedFd> {
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    Ok(socket_with(
        AddressFamily::UNIX,
        SocketType::SEQPACKET,
        flags,
        None,
    )?)
}

fn send_once(socket: &impl AsFd, packet: &[u8], memory: Option<&SealedMemory>) -> io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    let descriptors = memory.map(|memory| [memory.as_fd()]);
    if let Some(descriptors) = &descriptors {
        control.push(SendAncillaryMessage::ScmRights(descriptors));
    }
    let sent = sendmsg(
        socket,
        &[IoSlice::new(packet)],
        &mut control,
        SendFlags::NOSIGNAL,
    )?;
    if sent == packet.len() {
        Ok(())
    } else {
        Err(io::ErrorKind::WriteZero.into())
    }
}

fn recv_once(socket: &impl AsFd, most: usize) -> io::Result<Option<Packet>> {
    let refused = |why: &'static str| io::Error::new(io::ErrorKind::InvalidData, why);
    let mut bytes = vec![0; most];
    // Room for one descriptor more than allowed, so that a second one is seen and closed.
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let received = recvmsg(
        socket,
        &mut [IoSliceMut::new(&mut bytes)],
        &mut control,
        RecvFlags::CMSG_CLOEXEC,
    )?;
    let mut descriptors: Vec<OwnedFd> = control
        .drain()
        .filter_map(|message| match message {
            RecvAncillaryMessage::ScmRights(descriptors) => Some(descriptors),
            _ => None,
        })
        .flatten()
        .collect();
    if received
        .flags
        .intersects(ReturnFlags::TRUNC | ReturnFlags::CTRUNC)
    {
        return Err(refused("a packet larger than allowed"));
    }
    if received.bytes == 0 {
        return Ok(None);
    }
    let memory = match (descriptors.pop(), descriptors.is_empty()) {
        (None, _) => None,
        (Some(only), true) => Some(SealedMemory::accept(only)?),
        (Some(_), false) => return Err(refused("more than one descriptor in a packet")),
    };
    bytes.truncate(received.bytes);
    Ok(Some((bytes, memory)))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn pair(folder: &Path) -> (Packets, Packets) {
        let path = folder.join("run").join("p.sock");
        let listener = PacketListener::bind(&path).unwrap();
        let (here, there) = tokio::join!(Packets::connect(&path), listener.accept());
        (here.unwrap(), there.unwrap())
    }

    #[tokio::test]
    async fn packets_keep_their_borders_and_their_memory() {
        let folder = tempfile::tempdir().unwrap();
        let (here, there) = pair(folder.path()).await;
        here.send(b"one", None).await.unwrap();
        here.send(b"two", Some(&SealedMemory::new(b"sealed").unwrap()))
            .await
            .unwrap();
        drop(here);
        let (first, none) = there.recv(100).await.unwrap().unwrap();
        assert_eq!((first.as_slice(), none.is_none()), (&b"one"[..], true));
        let (second, memory) = there.recv(100).await.unwrap().unwrap();
        assert_eq!(second, b"two");
        assert_eq!(memory.unwrap().read(100).unwrap(), b"sealed");
        assert!(there.recv(100).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_packet_larger_than_allowed_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (here, there) = pair(folder.path()).await;
        here.send(&[7; 101], None).await.unwrap();
        assert!(there.recv(100).await.is_err());
    }

    #[tokio::test]
    async fn a_descriptor_that_is_not_sealed_memory_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (here, there) = pair(folder.path()).await;
        let file = tempfile::tempfile().unwrap();
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        let descriptors = [file.as_fd()];
        control.push(SendAncillaryMessage::ScmRights(&descriptors));
        let packet = [IoSlice::new(b"file")];
        sendmsg(&here.socket, &packet, &mut control, SendFlags::empty()).unwrap();
        assert!(there.recv(100).await.is_err());
    }

    #[tokio::test]
    async fn a_slow_reader_slows_the_sender_and_loses_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (here, there) = pair(folder.path()).await;
        let sending = tokio::spawn(async move {
            for number in 0..5_000_u32 {
                here.send(&number.to_le_bytes(), None).await.unwrap();
            }
        });
        for number in 0..5_000_u32 {
            let (packet, _) = there.recv(100).await.unwrap().unwrap();
            assert_eq!(packet, number.to_le_bytes());
        }
        sending.await.unwrap();
    }

    #[tokio::test]
    async fn a_socket_left_behind_is_taken_over_and_a_live_one_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p.sock");
        let first = PacketListener::bind(&path).unwrap();
        assert!(PacketListener::bind(&path).is_err());
        drop(first);
        PacketListener::bind(&path).unwrap();
    }
}
