//! Messages over a Unix socket: a header, and with it, when there is content, one sealed memory file.
//!
//! ```text
//! message = header length (4, little-endian) | contents (1: 0 or 1) | header      + the descriptor, beside the first byte
//! ```

use std::collections::VecDeque;
use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::sync::Arc;

use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, recvmsg, sendmsg,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::io::Interest;
use tokio::net::UnixStream;

use super::{Sealed, SealedError};

/// The longest header taken.
pub const MAX_HEADER: usize = 4 * 1024 * 1024;

/// How a channel fails. After any of them the connection is of no more use.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ChannelError {
    /// The other side could not be reached or went away.
    #[error("using a channel to another process")]
    Io(#[from] io::Error),
    /// What came keeps no agreement.
    #[error("refusing a message: {0}")]
    Refused(&'static str),
    /// What came with it is not sealed memory.
    #[error(transparent)]
    Sealed(#[from] SealedError),
    /// A header is not the JSON it should be.
    #[error("reading or writing the header of a message")]
    Header(#[source] serde_json::Error),
}

/// One message.
#[derive(Debug)]
pub struct Message {
    /// What it says.
    pub header: Vec<u8>,
    /// The content that came with it.
    pub content: Option<Sealed>,
}

impl Message {
    /// The header as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ChannelError> {
        serde_json::from_slice(&self.header).map_err(ChannelError::Header)
    }
}

/// The sending end.
#[derive(Debug)]
pub struct Sender {
    stream: Arc<UnixStream>,
}

/// The receiving end.
#[derive(Debug)]
pub struct Receiver {
    stream: Arc<UnixStream>,
    came: VecDeque<OwnedFd>,
}

/// Calls the process listening at `path`.
pub async fn connect(path: &Path) -> Result<(Sender, Receiver), ChannelError> {
    Ok(over(UnixStream::connect(path).await?))
}

/// Both ends of this side of an open connection.
pub fn over(stream: UnixStream) -> (Sender, Receiver) {
    let stream = Arc::new(stream);
    (
        Sender {
            stream: Arc::clone(&stream),
        },
        Receiver {
            stream,
            came: VecDeque::new(),
        },
    )
}

impl Sender {
    /// Sends one message. Not to be given up half-way: a dropped future leaves the connection unusable.
    pub async fn send(
        &mut self,
        header: &[u8],
        content: Option<&Sealed>,
    ) -> Result<(), ChannelError> {
        let length = u32::try_from(header.len())
            .ok()
            .filter(|_| header.len() <= MAX_HEADER)
            .ok_or(ChannelError::Refused("its header is too long"))?;
        let mut bytes = Vec::with_capacity(header.len() + 5);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.push(u8::from(content.is_some()));
        bytes.extend_from_slice(header);
        let mut left = bytes.as_slice();
        let mut content = content;
        while !left.is_empty() {
            let sent = self
                .stream
                .async_io(Interest::WRITABLE, || {
                    send_once(&self.stream, left, content)
                })
                .await?;
            content = None;
            left = left.get(sent..).unwrap_or_default();
        }
        Ok(())
    }

    /// Sends a message whose header is JSON.
    pub async fn send_json<T: Serialize + Sync>(
        &mut self,
        header: &T,
        content: Option<&Sealed>,
    ) -> Result<(), ChannelError> {
        let header = serde_json::to_vec(header).map_err(ChannelError::Header)?;
        self.send(&header, content).await
    }
}

impl Receiver {
    /// The next message; `None` once the other side closed between two of them.
    pub async fn receive(&mut self) -> Result<Option<Message>, ChannelError> {
        let mut prefix = [0; 5];
        if !self.fill(&mut prefix).await? {
            return Ok(None);
        }
        let [a, b, c, d, contents] = prefix;
        let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        if length > MAX_HEADER || contents > 1 {
            return Err(ChannelError::Refused("it does not begin as one"));
        }
        let mut header = vec![0; length];
        if !self.fill(&mut header).await? && length > 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        if self.came.len() != usize::from(contents) {
            return Err(ChannelError::Refused("it does not carry what it says"));
        }
        let content = self.came.pop_front().map(Sealed::check).transpose()?;
        Ok(Some(Message { header, content }))
    }

    /// Fills `out`, keeping the descriptors that come along; false when the other side closed before the first byte.
    async fn fill(&mut self, out: &mut [u8]) -> Result<bool, ChannelError> {
        let mut filled = 0;
        while filled < out.len() {
            let Self { stream, came } = self;
            let rest = out.get_mut(filled..).unwrap_or_default();
            let read = stream
                .async_io(Interest::READABLE, || receive_once(stream, rest, came))
                .await?;
            if came.len() > 1 {
                return Err(ChannelError::Refused("it carries too much"));
            }
            if read == 0 {
                return match filled {
                    0 => Ok(false),
                    _ => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
                };
            }
            filled += read;
        }
        Ok(true)
    }
}

fn send_once(stream: &UnixStream, bytes: &[u8], content: Option<&Sealed>) -> io::Result<usize> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut control = SendAncillaryBuffer::new(&mut space);
    let descriptors = content.map(|sealed| [sealed.as_fd()]);
    if let Some(descriptors) = &descriptors {
        control.push(SendAncillaryMessage::ScmRights(descriptors));
    }
    let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
    Ok(sendmsg(
        stream,
        &[IoSlice::new(bytes)],
        &mut control,
        flags,
    )?)
}

fn receive_once(
    stream: &UnixStream,
    out: &mut [u8],
    came: &mut VecDeque<OwnedFd>,
) -> io::Result<usize> {
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(2))];
    let mut control = RecvAncillaryBuffer::new(&mut space);
    let flags = RecvFlags::CMSG_CLOEXEC | RecvFlags::DONTWAIT;
    let received = recvmsg(stream, &mut [IoSliceMut::new(out)], &mut control, flags)?;
    for message in control.drain() {
        if let RecvAncillaryMessage::ScmRights(descriptors) = message {
            came.extend(descriptors);
        }
    }
    if received.flags.contains(ReturnFlags::CTRUNC) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            "too many descriptors at once",
        ));
    }
    Ok(received.bytes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tokio::io::AsyncWriteExt;

    use super::*;

    fn pair() -> ((Sender, Receiver), UnixStream) {
        let (one, other) = UnixStream::pair().unwrap();
        (over(one), other)
    }

    #[tokio::test]
    async fn messages_arrive_in_order_with_what_they_carry() {
        let ((mut sender, _keep), other) = pair();
        let (_back, mut receiver) = over(other);
        let sending = tokio::spawn(async move {
            for number in 0..200_u32 {
                let content = Sealed::new("c", &number.to_be_bytes()).unwrap();
                let header = json!({"number": number, "padding": "x".repeat(4000)});
                let content = (number % 2 == 0).then_some(&content);
                sender.send_json(&header, content).await.unwrap();
            }
        });
        for number in 0..200_u32 {
            let message = receiver.receive().await.unwrap().unwrap();
            assert_eq!(message.json::<Value>().unwrap()["number"], number);
            let content = message.content.map(|content| content.read(4).unwrap());
            assert_eq!(
                content,
                (number % 2 == 0).then(|| number.to_be_bytes().to_vec())
            );
        }
        sending.await.unwrap();
        drop(_keep);
        assert!(receiver.receive().await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_descriptor_that_is_not_sealed_is_refused() {
        let ((_back, mut receiver), other) = pair();
        let file = tempfile::tempfile().unwrap();
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        let descriptors = [file.as_fd()];
        control.push(SendAncillaryMessage::ScmRights(&descriptors));
        let bytes = [1, 0, 0, 0, 1, b'h'];
        sendmsg(
            &other,
            &[IoSlice::new(&bytes)],
            &mut control,
            SendFlags::empty(),
        )
        .unwrap();
        let refused = receiver.receive().await.unwrap_err();
        assert!(
            matches!(refused, ChannelError::Sealed(SealedError::NotSealed)),
            "{refused}"
        );
    }

    #[tokio::test]
    async fn a_message_that_says_it_carries_something_and_does_not_is_refused() {
        let ((_back, mut receiver), mut other) = pair();
        other.write_all(&[1, 0, 0, 0, 1, b'h']).await.unwrap();
        assert!(matches!(
            receiver.receive().await,
            Err(ChannelError::Refused(_))
        ));
        let ((_back, mut receiver), mut other) = pair();
        other.write_all(&[0xFF; 5]).await.unwrap();
        assert!(matches!(
            receiver.receive().await,
            Err(ChannelError::Refused(_))
        ));
        let ((_back, mut receiver), mut other) = pair();
        other.write_all(&[9, 0, 0]).await.unwrap();
        drop(other);
        assert!(matches!(receiver.receive().await, Err(ChannelError::Io(_))));
    }
}
