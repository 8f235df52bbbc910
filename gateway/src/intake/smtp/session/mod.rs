//! The conversation: what each command means in the state the session is in. No bytes move here.
//!
//! Promises: nothing is relayed (a recipient is in one of our domains and in the directory, or it is refused); after
//! STARTTLS nothing said before counts; a message needs MAIL and at least one accepted RCPT.

use std::borrow::Cow;
use std::sync::Arc;

use smtp_proto::{
    Error, MAIL_BODY_BINARYMIME, MAIL_SMTPUTF8, MailFrom, RCPT_NOTIFY_NEVER, RcptTo, Request,
};

use super::reply::{self, Reply};
use crate::intake::directory::{Directory, Presence};
use crate::outer::config::SmtpLimits;
use crate::spool::Addressee;

/// What every session of a listener knows.
#[derive(Debug)]
pub(crate) struct House {
    /// The name in the greeting.
    pub(crate) hostname: String,
    /// Domains mail is taken in for, in small letters.
    pub(crate) domains: Vec<String>,
    /// Who reads mail to `postmaster`.
    pub(crate) postmaster: Option<String>,
    /// Whether STARTTLS is offered.
    pub(crate) tls: bool,
    /// Who exists.
    pub(crate) directory: Directory,
    /// What a session may use.
    pub(crate) limits: SmtpLimits,
}

/// One session's state.
#[derive(Debug)]
pub(crate) struct Session {
    house: Arc<House>,
    secure: bool,
    greeted: Option<Greeted>,
    mail: Option<Mail>,
    mistakes: u32,
}

/// The client's own name, as it gave it.
#[derive(Debug, Clone)]
pub(crate) struct Greeted {
    /// The name.
    pub(crate) name: String,
    /// Whether it came by EHLO.
    pub(crate) extended: bool,
}

/// A message being announced.
#[derive(Debug, Clone)]
pub(crate) struct Mail {
    /// The sender, empty for a notice.
    pub(crate) from: String,
    /// The sender's own name for the envelope.
    pub(crate) envelope_id: Option<String>,
    /// The accepted recipients, each once.
    pub(crate) to: Vec<Addressee>,
    utf8: bool,
    chunks: bool,
}

/// What follows a command.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// The next command.
    Command,
    /// The message, dotted.
    Content,
    /// This many bytes of the message.
    Chunk { size: u64, last: bool },
    /// This many bytes that nobody wants.
    Skip { size: u64 },
    /// The TLS handshake.
    Tls,
    /// The end of the session.
    Close,
}

impl Session {
    pub(crate) fn new(house: Arc<House>) -> Self {
        Self {
            house,
            secure: false,
            greeted: None,
            mail: None,
            mistakes: 0,
        }
    }

    /// The client's own name.
    pub(crate) fn greeted(&self) -> Option<&Greeted> {
        self.greeted.as_ref()
    }

    /// Whether the session runs inside TLS.
    pub(crate) fn secure(&self) -> bool {
        self.secure
    }

    /// The handshake is done: everything said in the clear is forgotten.
    pub(crate) fn secured(&mut self) {
        self.secure = true;
        self.greeted = None;
        self.mail = None;
    }

    /// The announced message, whose content has now come or been given up.
    pub(crate) fn take_mail(&mut self) -> Option<Mail> {
        self.mail.take()
    }

    /// Whether a message is coming in chunks.
    pub(crate) fn in_chunks(&self) -> bool {
        self.mail.as_ref().is_some_and(|mail| mail.chunks)
    }

    /// Counts a mistake; answers whether there have been too many.
    pub(crate) fn mistake(&mut self) -> bool {
        self.mistakes = self.mistakes.saturating_add(1);
        self.mistakes > self.house.limits.mistakes
    }

    /// Takes one command line, ended by CRLF; `room` says whether the spool has room for a message now.
    pub(crate) fn command(&mut self, line: &[u8], room: bool) -> (Option<Reply>, Next) {
        let request = match Request::parse(&mut line.iter()) {
            Ok(request) => request,
            Err(error) => return (Some(complaint(&error)), Next::Command),
        };
        let reply = match request {
            Request::Ehlo { host } => self.hello(&host, true),
            Request::Helo { host } => self.hello(&host, false),
            Request::Mail { from } => self.mail(from, line, room),
            Request::Rcpt { to } => self.recipient(to, line),
            Request::Data => return self.data(),
            Request::Bdat {
                chunk_size,
                is_last,
            } => {
                return self.chunk(u64::try_from(chunk_size).unwrap_or(u64::MAX), is_last);
            }
            Request::StartTls => return self.start_tls(line),
            Request::Rset => {
                self.mail = None;
                reply::OK.into()
            }
            Request::Noop { .. } => reply::OK.into(),
            Request::Vrfy { .. } => reply::CANNOT_VERIFY.into(),
            Request::Help { .. } => reply::HELP.into(),
            Request::Quit => return (Some(reply::BYE.into()), Next::Close),
            Request::Lhlo { .. }
            | Request::Auth { .. }
            | Request::Expn { .. }
            | Request::Etrn { .. }
            | Request::Atrn { .. }
            | Request::Burl { .. } => reply::NOT_OFFERED.into(),
        };
        (Some(reply), Next::Command)
    }

    fn hello(&mut self, host: &str, extended: bool) -> Reply {
        if !printable(host) {
            return reply::SYNTAX.into();
        }
        self.greeted = Some(Greeted {
            name: host.to_owned(),
            extended,
        });
        self.mail = None;
        let house = &self.house;
        if !extended {
            return Reply::of(250, house.hostname.clone());
        }
        let mut lines: Vec<Cow<'static, str>> = vec![
            house.hostname.clone().into(),
            "PIPELINING".into(),
            format!("SIZE {}", house.limits.message).into(),
        ];
        if house.tls && !self.secure {
            lines.push("STARTTLS".into());
        }
        lines.extend(
            [
                "8BITMIME",
                "SMTPUTF8",
                "CHUNKING",
                "DSN",
                "ENHANCEDSTATUSCODES",
                "HELP",
            ]
            .map(Cow::Borrowed),
        );
        Reply::lines(250, lines)
    }

    fn mail(&mut self, from: MailFrom<Cow<'_, str>>, line: &[u8], room: bool) -> Reply {
        if self.greeted.is_none() {
            return reply::HELLO_FIRST.into();
        }
        if self.mail.is_some() {
            return reply::ONE_AT_A_TIME.into();
        }
        let unoffered = from.flags & MAIL_BODY_BINARYMIME != 0
            || from.flags & !(MAIL_KNOWN | MAIL_BODY_BINARYMIME) != 0
            || from.trans_id.is_some()
            || from.by != 0
            || from.solicit.is_some()
            || from.mtrk.is_some()
            || from.hold_for != 0
            || from.hold_until != 0
            || from.mt_priority != 0;
        if unoffered {
            return reply::PARAMETER.into();
        }
        let utf8 = from.flags & MAIL_SMTPUTF8 != 0;
        let nobody = from.address.is_empty() && memchr::memmem::find(line, b"<>").is_some();
        if !(nobody || is_address(&from.address)) {
            return reply::BAD_SENDER.into();
        }
        if !utf8 && !from.address.is_ascii() {
            return reply::NEEDS_UTF8.into();
        }
        if u64::try_from(from.size).unwrap_or(u64::MAX) > self.house.limits.message {
            return reply::TOO_LARGE.into();
        }
        if !room {
            return reply::DISK_FULL.into();
        }
        self.mail = Some(Mail {
            envelope_id: from.env_id.map(Cow::into_owned).filter(|id| printable(id)),
            from: from.address.into_owned(),
            to: Vec::new(),
            utf8,
            chunks: false,
        });
        reply::SENDER_OK.into()
    }

    fn recipient(&mut self, to: RcptTo<Cow<'_, str>>, line: &[u8]) -> Reply {
        let Some(mail) = &mut self.mail else {
            return reply::MAIL_FIRST.into();
        };
        if mail.chunks {
            return reply::ONE_AT_A_TIME.into();
        }
        if mail.to.len() >= self.house.limits.recipients {
            return reply::TOO_MANY_RECIPIENTS.into();
        }
        // The parser says "" both for `<postmaster>` and for `<>`.
        let address = match (&*to.address, memchr::memmem::find(line, b"<>")) {
            ("", None) => match &self.house.postmaster {
                Some(postmaster) => postmaster.clone(),
                None => return reply::UNKNOWN_RECIPIENT.into(),
            },
            (address, _) if is_address(address) => address.to_owned(),
            _ => return reply::BAD_RECIPIENT.into(),
        };
        if !mail.utf8 && !address.is_ascii() {
            return reply::NEEDS_UTF8.into();
        }
        let address = match self.house.resolve(&address) {
            Ok(address) => address,
            Err(refusal) => return refusal,
        };
        if !mail.to.iter().any(|known| known.to == address) {
            mail.to.push(Addressee {
                to: address,
                original: to
                    .orcpt
                    .map(Cow::into_owned)
                    .filter(|original| printable(original)),
                quiet: to.flags & RCPT_NOTIFY_NEVER != 0,
            });
        }
        reply::RECIPIENT_OK.into()
    }

    fn data(&mut self) -> (Option<Reply>, Next) {
        match &self.mail {
            None => (Some(reply::MAIL_FIRST.into()), Next::Command),
            Some(mail) if mail.chunks => (Some(reply::ONE_AT_A_TIME.into()), Next::Command),
            Some(mail) if mail.to.is_empty() => (Some(reply::NO_RECIPIENTS.into()), Next::Command),
            Some(_) => (Some(reply::GO_AHEAD.into()), Next::Content),
        }
    }

    fn chunk(&mut self, size: u64, last: bool) -> (Option<Reply>, Next) {
        match &mut self.mail {
            None => (Some(reply::MAIL_FIRST.into()), Next::Skip { size }),
            Some(mail) if mail.to.is_empty() => {
                self.mail = None;
                (Some(reply::NO_RECIPIENTS.into()), Next::Skip { size })
            }
            Some(mail) => {
                mail.chunks = true;
                (None, Next::Chunk { size, last })
            }
        }
    }

    fn start_tls(&mut self, line: &[u8]) -> (Option<Reply>, Next) {
        if self.secure {
            return (Some(reply::TLS_ALREADY.into()), Next::Command);
        }
        if !self.house.tls {
            return (Some(reply::NOT_OFFERED.into()), Next::Command);
        }
        if line.len() != b"STARTTLS\r\n".len() {
            return (Some(reply::SYNTAX.into()), Next::Command);
        }
        (Some(reply::START_TLS.into()), Next::Tls)
    }
}

/// `BODY=7BIT|8BITMIME`, `SMTPUTF8` and the DSN extension's `RET`.
const MAIL_KNOWN: u64 = smtp_proto::MAIL_BODY_7BIT
    | smtp_proto::MAIL_BODY_8BITMIME
    | MAIL_SMTPUTF8
    | smtp_proto::MAIL_RET_FULL
    | smtp_proto::MAIL_RET_HDRS;

impl House {
    /// The recipient as the directory knows it, or why there is none.
    fn resolve(&self, address: &str) -> Result<String, Reply> {
        let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
        let domain = domain.to_lowercase();
        if !self.domains.contains(&domain) {
            return Err(reply::NO_RELAY.into());
        }
        let address = format!("{local}@{domain}");
        match (self.directory.presence(&address), &self.postmaster) {
            (Presence::Known, _) => Ok(address),
            (Presence::NotYetTold, _) => Err(reply::DIRECTORY_MISSING.into()),
            (Presence::Unknown, Some(postmaster)) if local.eq_ignore_ascii_case("postmaster") => {
                Ok(postmaster.clone())
            }
            (Presence::Unknown, _) => Err(reply::UNKNOWN_RECIPIENT.into()),
        }
    }
}

fn complaint(error: &Error) -> Reply {
    match error {
        Error::UnknownCommand => reply::UNKNOWN_COMMAND.into(),
        Error::InvalidSenderAddress => reply::BAD_SENDER.into(),
        Error::InvalidRecipientAddress => reply::BAD_RECIPIENT.into(),
        Error::UnsupportedParameter { .. } => reply::PARAMETER.into(),
        _ => reply::SYNTAX.into(),
    }
}

/// An address we are ready to carry further: one local part, one domain, no spaces, nothing a terminal obeys.
fn is_address(address: &str) -> bool {
    let sides = address.rsplit_once('@');
    sides.is_some_and(|(local, domain)| {
        !local.is_empty()
            && local.len() <= 64
            && !domain.is_empty()
            && address.len() <= 254
            && printable(address)
            && !address.contains(['<', '>', ',', ';', '"', '\\'])
    })
}

fn printable(text: &str) -> bool {
    !text.is_empty()
        && !text
            .chars()
            .any(|each| each.is_control() || each.is_whitespace())
}

#[cfg(test)]
mod tests;
