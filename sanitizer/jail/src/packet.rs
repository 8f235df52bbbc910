//! What host and warm parent say to each other: one packet an item, one answer an item.
//!
//! A packet carries three descriptors in this order: the sealed input, the blank output, the write
//! end of the pipe on which the answer comes; and a fourth where something long lies beside the
//! input, in an earlier item's sealed output. When the warm parent dies every pipe closes, so a
//! caller never waits for an answer that cannot come.

use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::ops::Range;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, recvmsg, sendmsg,
};
use serde::{Deserialize, Serialize};

use crate::memory::is_sealed;
use crate::walls::Wall;

/// The longest packet; a job (names, flags) is far shorter.
pub(crate) const PACKET_MAX: usize = 32 * 1024;

/// What one item may use up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of address space.
    pub memory: u64,
    /// Seconds of processor time.
    pub cpu_seconds: u64,
    /// Wall-clock time.
    pub wall: Duration,
    /// Bytes of output.
    pub output: u64,
}

/// One item for the warm parent.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Packet<'a> {
    pub(crate) limits: Limits,
    #[serde(borrow, with = "serde_bytes")]
    pub(crate) job: &'a [u8],
    /// Which bytes of the fourth descriptor lie beside the input.
    pub(crate) beside: Option<Range<u64>>,
}

/// The first packet of a warm parent: it has raised what it could, and these walls are missing.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Hello {
    pub(crate) missing: Vec<Wall>,
}

/// The descriptors that travel with a packet.
pub(crate) struct Descriptors {
    pub(crate) input: OwnedFd,
    pub(crate) output: OwnedFd,
    pub(crate) answer: OwnedFd,
    pub(crate) beside: Option<OwnedFd>,
}

impl Descriptors {
    /// True when nobody can change what would be read.
    pub(crate) fn are_sealed(&self) -> bool {
        is_sealed(&self.input) && self.beside.as_ref().is_none_or(is_sealed)
    }
}

/// The most descriptors a packet may carry.
const DESCRIPTORS: usize = 4;

/// Sends `bytes` with `descriptors` as one packet.
pub(crate) fn send(
    socket: BorrowedFd<'_>,
    bytes: &[u8],
    descriptors: &[BorrowedFd<'_>],
) -> io::Result<()> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    if !descriptors.is_empty() && !ancillary.push(SendAncillaryMessage::ScmRights(descriptors)) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let sent = rustix::io::retry_on_intr(|| {
        sendmsg(
            socket,
            &[IoSlice::new(bytes)],
            &mut ancillary,
            SendFlags::NOSIGNAL,
        )
    })?;
    if sent == bytes.len() {
        Ok(())
    } else {
        Err(io::ErrorKind::WriteZero.into())
    }
}

/// Receives one packet into `buffer`; `None` when the other side is gone.
///
/// A packet that was cut or that carries fewer than three descriptors comes without them.
pub(crate) fn receive(
    socket: impl AsFd,
    buffer: &mut [u8],
) -> io::Result<Option<(usize, Option<Descriptors>)>> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(DESCRIPTORS))];
    let mut ancillary = RecvAncillaryBuffer::new(&mut space);
    let received = rustix::io::retry_on_intr(|| {
        let mut parts = [IoSliceMut::new(buffer)];
        recvmsg(
            socket.as_fd(),
            &mut parts,
            &mut ancillary,
            RecvFlags::CMSG_CLOEXEC,
        )
    })?;
    let mut descriptors = Vec::with_capacity(DESCRIPTORS);
    for message in ancillary.drain() {
        if let RecvAncillaryMessage::ScmRights(rights) = message {
            descriptors.extend(rights);
        }
    }
    if received.bytes == 0 {
        return Ok(None);
    }
    let whole = !received
        .flags
        .intersects(ReturnFlags::TRUNC | ReturnFlags::CTRUNC);
    let mut descriptors = descriptors.into_iter();
    let set = match (descriptors.next(), descriptors.next(), descriptors.next()) {
        (Some(input), Some(output), Some(answer)) if whole => Some(Descriptors {
            input,
            output,
            answer,
            beside: descriptors.next(),
        }),
        _ => None,
    };
    Ok(Some((received.bytes, set)))
}
