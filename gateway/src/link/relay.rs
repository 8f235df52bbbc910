//! Carries frames between the outer side and the inner side, and keeps nothing.
//!
//! Promises: only frames of the protocol pass, each only in its own direction; a bundle flows through one small
//! buffer and is never stored; a slow side slows the other side down; when either side breaks, both are dropped,
//! since the outer node offers again whatever was not answered.

use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
    BufWriter,
};

use super::frame::{
    DOWN_HEADER_MOST, Down, FrameError, UP_HEADER_MOST, Up, read_header, write_header,
};

const BUFFER: usize = 128 * 1024;

/// Which side ended a carriage that ended without a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The outer node closed.
    Outer,
    /// The inner node closed.
    Inner,
}

/// Carries both ways until one side closes or breaks.
pub(crate) async fn carry<O, I>(outer: O, inner: I, bundle_most: u64) -> Result<Ended, FrameError>
where
    O: AsyncRead + AsyncWrite,
    I: AsyncRead + AsyncWrite,
{
    let (outer_reads, outer_writes) = tokio::io::split(outer);
    let (inner_reads, inner_writes) = tokio::io::split(inner);
    let up = carry_up(outer_reads, inner_writes, bundle_most);
    let down = carry_down(inner_reads, outer_writes);
    tokio::select! {
        ended = up => ended.map(|()| Ended::Outer),
        ended = down => ended.map(|()| Ended::Inner),
    }
}

async fn carry_up<R, W>(from: R, to: W, bundle_most: u64) -> Result<(), FrameError>
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let mut from = BufReader::with_capacity(BUFFER, from);
    let mut to = BufWriter::with_capacity(BUFFER, to);
    while let Some(header) = read_header::<Up, _>(&mut from, UP_HEADER_MOST).await? {
        let Up::Bundle { size, .. } = header;
        if size > bundle_most {
            return Err(FrameError::BundleTooLarge {
                size,
                most: bundle_most,
            });
        }
        write_header(&mut to, &header).await?;
        carry_bundle(&mut from, &mut to, size).await?;
        if from.buffer().is_empty() {
            to.flush().await?;
        }
    }
    to.shutdown().await?;
    Ok(())
}

async fn carry_bundle<R, W>(
    from: &mut BufReader<R>,
    to: &mut W,
    size: u64,
) -> Result<(), FrameError>
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let mut rest = from.take(size);
    loop {
        let chunk = rest.fill_buf().await?;
        let length = chunk.len();
        if length == 0 {
            break;
        }
        to.write_all(chunk).await?;
        rest.consume(length);
    }
    match rest.limit() {
        0 => Ok(()),
        _ => Err(FrameError::Broken(std::io::ErrorKind::UnexpectedEof.into())),
    }
}

async fn carry_down<R, W>(from: R, to: W) -> Result<(), FrameError>
where
    R: AsyncRead + Unpin,
    W: AsyncWrite + Unpin,
{
    let mut from = BufReader::with_capacity(BUFFER, from);
    let mut to = BufWriter::with_capacity(BUFFER, to);
    while let Some(header) = read_header::<Down, _>(&mut from, DOWN_HEADER_MOST).await? {
        write_header(&mut to, &header).await?;
        if from.buffer().is_empty() {
            to.flush().await?;
        }
    }
    to.shutdown().await?;
    Ok(())
}
