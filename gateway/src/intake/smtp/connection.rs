//! One client's connection: bytes in, replies out, the clock always running.
//!
//! Promises: 250 for a message is written only after the spool says that it is on the disk; what a client sends before
//! it may (content before 354, anything between STARTTLS and the handshake) ends the session; no buffer grows with what
//! a client sends; replies to pipelined commands leave together.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, BytesMut};
use memchr::memchr;
use sekisho_platform::clock::Clock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;

use super::content::{Chunked, ContentLimits, Dotted, Fault};
use super::head::HeadLimits;
use super::reply::{self, Reply};
use super::session::{House, Mail, Next, Session};
use crate::intake::reception::{Letter, Reception};
use crate::spool::{Arriving, SpoolError};
use crate::trouble::Chain;

/// What every connection of a listener shares.
pub(crate) struct Desk {
    /// What a session knows.
    pub(crate) house: Arc<House>,
    /// Makes TLS of a plain connection, if STARTTLS is offered.
    pub(crate) tls: Option<TlsAcceptor>,
    /// Takes whole messages.
    pub(crate) reception: Reception,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
    /// This node's name, for mail that comes round.
    pub(crate) node: String,
    /// Set when the process is to stop.
    pub(crate) stop: CancellationToken,
}

/// Why a connection is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gone {
    /// The client closed it, or the network did.
    Lost,
    /// We waited long enough.
    TimedOut,
    /// We are going down.
    Stopping,
    /// It was said; nothing more to say.
    Said,
}

/// The connection before and after STARTTLS.
enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
    /// Between the two, and after a failed handshake.
    Nothing,
}

/// One client's connection.
pub(crate) struct Connection {
    desk: Arc<Desk>,
    stream: Stream,
    peer: IpAddr,
    session: Session,
    input: BytesMut,
    output: Vec<u8>,
    overlong: bool,
    chunks: Option<(Chunked, Arriving)>,
    deadline: Duration,
}

/// How much is read at once.
const PIECE: usize = 16 * 1024;

impl Connection {
    pub(crate) fn new(desk: Arc<Desk>, stream: TcpStream, peer: IpAddr) -> Self {
        let session = Session::new(Arc::clone(&desk.house));
        let whole = Duration::from_secs(desk.house.limits.session_seconds);
        let deadline = desk.clock.elapsed().saturating_add(whole);
        Self {
            desk,
            stream: Stream::Plain(stream),
            peer,
            session,
            input: BytesMut::new(),
            output: Vec::new(),
            overlong: false,
            chunks: None,
            deadline,
        }
    }

    /// Serves the client until one side has had enough.
    pub(crate) async fn serve(mut self) {
        let greeting = format!("{} ESMTP Sekisho", self.desk.house.hostname);
        Reply::of(220, greeting).write(&mut self.output);
        let gone = loop {
            if let Err(gone) = self.step().await {
                break gone;
            }
        };
        match gone {
            Gone::TimedOut => self.say(&reply::TIMED_OUT.into()),
            Gone::Stopping => self.say(&reply::CLOSING.into()),
            Gone::Lost | Gone::Said => {}
        }
        if gone != Gone::Lost && self.flush().await.is_ok() {
            self.stream.close().await;
        }
    }

    async fn step(&mut self) -> Result<(), Gone> {
        let line = match self.line().await? {
            Ok(line) => line,
            Err(complaint) => return self.refuse(&complaint.into()),
        };
        let room = self.desk.reception.has_room();
        let (answer, next) = self.session.command(&line, room);
        match next {
            Next::Command => {
                if !self.session.in_chunks() {
                    self.chunks = None;
                }
                self.answer(answer)
            }
            Next::Content => {
                if !self.input.is_empty() {
                    self.say(&reply::OUT_OF_STEP.into());
                    return Err(Gone::Said);
                }
                self.answer(answer)?;
                Box::pin(self.content()).await
            }
            Next::Chunk { size, last } => Box::pin(self.chunk(size, last)).await,
            Next::Skip { size } => {
                self.skip(size).await?;
                self.answer(answer)
            }
            Next::Tls => {
                if !self.input.is_empty() {
                    self.say(&reply::OUT_OF_STEP.into());
                    return Err(Gone::Said);
                }
                self.answer(answer)?;
                Box::pin(self.secure()).await
            }
            Next::Close => {
                self.answer(answer)?;
                Err(Gone::Said)
            }
        }
    }

    fn answer(&mut self, answer: Option<Reply>) -> Result<(), Gone> {
        match answer {
            Some(reply) if reply.is_refusal() => self.refuse(&reply),
            Some(reply) => {
                self.say(&reply);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn say(&mut self, reply: &Reply) {
        reply.write(&mut self.output);
    }

    fn refuse(&mut self, reply: &Reply) -> Result<(), Gone> {
        self.say(reply);
        if self.session.mistake() {
            self.say(&reply::TOO_MANY_MISTAKES.into());
            return Err(Gone::Said);
        }
        Ok(())
    }

    /// The next command line with its CRLF, or what is wrong with it.
    async fn line(&mut self) -> Result<Result<BytesMut, reply::Fixed>, Gone> {
        let most = self.desk.house.limits.command_line;
        let mut searched = 0;
        loop {
            let fresh = self.input.get(searched..).unwrap_or_default();
            if let Some(at) = memchr(b'\n', fresh) {
                let line = self.input.split_to(searched + at + 1);
                if std::mem::take(&mut self.overlong) || line.len() > most {
                    return Ok(Err(reply::LINE_TOO_LONG));
                }
                let clean = line
                    .strip_suffix(b"\r\n")
                    .is_some_and(|text| !text.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0)));
                return Ok(if clean {
                    Ok(line)
                } else {
                    Err(reply::BARE_END)
                });
            }
            searched = self.input.len();
            if searched > most {
                self.overlong = true;
                self.input.clear();
                searched = 0;
            }
            let idle = Duration::from_secs(self.desk.house.limits.idle_seconds);
            let stop = self.desk.stop.clone();
            tokio::select! {
                filled = self.fill(idle) => filled?,
                () = stop.cancelled() => return Err(Gone::Stopping),
            }
        }
    }

    /// The message after DATA.
    async fn content(&mut self) -> Result<(), Gone> {
        let Some(mail) = self.session.take_mail() else {
            return self.refuse(&reply::MAIL_FIRST.into());
        };
        let mut arriving = self.desk.reception.begin();
        let mut dotted = Dotted::new(self.content_limits());
        let end = self.message_end();
        loop {
            if self.input.is_empty() {
                self.fill(self.until(end)?).await?;
            }
            let fed = dotted.feed(&self.input, arriving.buffer());
            self.input.advance(fed.consumed);
            arriving.relieve(dotted.fault().is_none()).await;
            if fed.ended {
                return self.conclude(mail, arriving, dotted.fault()).await;
            }
            self.patience(dotted.size())?;
        }
    }

    /// One chunk of a message.
    async fn chunk(&mut self, size: u64, last: bool) -> Result<(), Gone> {
        let (mut chunked, mut arriving) = match self.chunks.take() {
            Some(begun) => begun,
            None => (
                Chunked::new(self.content_limits()),
                self.desk.reception.begin(),
            ),
        };
        let end = self.message_end();
        let mut left = size;
        while left > 0 {
            if self.input.is_empty() {
                self.fill(self.until(end)?).await?;
            }
            let here = usize::try_from(left)
                .unwrap_or(usize::MAX)
                .min(self.input.len());
            chunked.feed(
                self.input.get(..here).unwrap_or_default(),
                arriving.buffer(),
            );
            self.input.advance(here);
            left = left.saturating_sub(u64::try_from(here).unwrap_or(u64::MAX));
            arriving.relieve(chunked.fault().is_none()).await;
            self.patience(chunked.size())?;
        }
        if last {
            chunked.finish();
        }
        if last || chunked.fault().is_some() {
            let Some(mail) = self.session.take_mail() else {
                return self.refuse(&reply::MAIL_FIRST.into());
            };
            return self.conclude(mail, arriving, chunked.fault()).await;
        }
        self.chunks = Some((chunked, arriving));
        self.say(&Reply::of(250, format!("2.0.0 {size} bytes taken")));
        Ok(())
    }

    /// A chunk that cannot be part of any message.
    async fn skip(&mut self, size: u64) -> Result<(), Gone> {
        let end = self.message_end();
        let mut left = size;
        self.patience(size)?;
        while left > 0 {
            if self.input.is_empty() {
                self.fill(self.until(end)?).await?;
            }
            let here = usize::try_from(left)
                .unwrap_or(usize::MAX)
                .min(self.input.len());
            self.input.advance(here);
            left = left.saturating_sub(u64::try_from(here).unwrap_or(u64::MAX));
        }
        Ok(())
    }

    /// The whole message has come: keep it, then say so.
    async fn conclude(
        &mut self,
        mail: Mail,
        arriving: Arriving,
        fault: Option<Fault>,
    ) -> Result<(), Gone> {
        if let Some(fault) = fault {
            return self.refuse(&reply::refusal(fault));
        }
        let letter = Letter {
            peer: self.peer,
            hello: self.session.greeted().cloned(),
            secure: self.session.secure(),
            hostname: self.desk.house.hostname.clone(),
            from: mail.from,
            envelope_id: mail.envelope_id,
            to: mail.to,
        };
        match self.desk.reception.take(arriving, letter).await {
            Ok(id) => self.say(&Reply::of(250, format!("2.0.0 Kept as {id}"))),
            Err(SpoolError::Full { .. }) => self.say(&reply::DISK_FULL.into()),
            Err(error) => {
                tracing::error!(code = "spool", error = %Chain(&error));
                self.say(&reply::CANNOT_KEEP.into());
            }
        }
        Ok(())
    }

    async fn secure(&mut self) -> Result<(), Gone> {
        self.flush().await?;
        let Stream::Plain(plain) = std::mem::replace(&mut self.stream, Stream::Nothing) else {
            return Err(Gone::Lost);
        };
        let Some(acceptor) = &self.desk.tls else {
            return Err(Gone::Lost);
        };
        let patience = Duration::from_secs(self.desk.house.limits.idle_seconds.min(60));
        match tokio::time::timeout(patience, acceptor.accept(plain)).await {
            Ok(Ok(stream)) => {
                self.stream = Stream::Tls(Box::new(stream));
                self.input.clear();
                self.chunks = None;
                self.session.secured();
                Ok(())
            }
            Ok(Err(_)) | Err(_) => Err(Gone::Lost),
        }
    }

    /// Reads some more, after saying what there is to say.
    async fn fill(&mut self, patience: Duration) -> Result<(), Gone> {
        self.flush().await?;
        let patience = patience.min(self.until(self.deadline)?);
        self.input.reserve(PIECE);
        let read = tokio::time::timeout(patience, self.stream.read(&mut self.input)).await;
        match read {
            Ok(Ok(0) | Err(_)) => Err(Gone::Lost),
            Ok(Ok(_)) => Ok(()),
            Err(_) => Err(Gone::TimedOut),
        }
    }

    async fn flush(&mut self) -> Result<(), Gone> {
        if self.output.is_empty() {
            return Ok(());
        }
        let patience = Duration::from_secs(self.desk.house.limits.idle_seconds);
        let written = tokio::time::timeout(patience, self.stream.write(&self.output)).await;
        self.output.clear();
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Gone::Lost),
        }
    }

    fn message_end(&self) -> Duration {
        let whole = Duration::from_secs(self.desk.house.limits.message_seconds);
        self.desk.clock.elapsed().saturating_add(whole)
    }

    /// How long to wait for more, when all has to be over at `end`.
    fn until(&self, end: Duration) -> Result<Duration, Gone> {
        let idle = Duration::from_secs(self.desk.house.limits.idle_seconds);
        let left = end.saturating_sub(self.desk.clock.elapsed());
        if left.is_zero() {
            Err(Gone::TimedOut)
        } else {
            Ok(left.min(idle))
        }
    }

    /// Ends a session that goes on sending far more than we take.
    fn patience(&mut self, size: u64) -> Result<(), Gone> {
        if size <= self.desk.house.limits.message.saturating_mul(2) {
            return Ok(());
        }
        self.say(&reply::TOO_LARGE.into());
        Err(Gone::Said)
    }

    fn content_limits(&self) -> ContentLimits {
        let limits = &self.desk.house.limits;
        ContentLimits {
            message: limits.message,
            text_line: limits.text_line,
            head: HeadLimits {
                hops: limits.hops,
                node: self.desk.node.clone(),
            },
        }
    }
}

impl Stream {
    async fn read(&mut self, input: &mut BytesMut) -> std::io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read_buf(input).await,
            Self::Tls(stream) => stream.read_buf(input).await,
            Self::Nothing => Ok(0),
        }
    }

    async fn write(&mut self, output: &[u8]) -> std::io::Result<()> {
        match self {
            Self::Plain(stream) => stream.write_all(output).await,
            Self::Tls(stream) => {
                stream.write_all(output).await?;
                stream.flush().await
            }
            Self::Nothing => Ok(()),
        }
    }

    async fn close(&mut self) {
        // The client may be gone already; there is nobody left to tell.
        let _ = match self {
            Self::Plain(stream) => stream.shutdown().await,
            Self::Tls(stream) => stream.shutdown().await,
            Self::Nothing => Ok(()),
        };
    }
}
