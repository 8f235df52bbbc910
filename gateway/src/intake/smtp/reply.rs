//! What the intake says: a code, an enhanced code, and one line a person can read.

use std::borrow::Cow;

use super::content::Fault;

/// One reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    code: u16,
    lines: Vec<Cow<'static, str>>,
}

impl Reply {
    /// A reply of one line, its enhanced code first.
    pub(crate) const fn fixed(code: u16, text: &'static str) -> Fixed {
        Fixed { code, text }
    }

    /// A reply whose text is made.
    pub(crate) fn of(code: u16, text: String) -> Self {
        Self {
            code,
            lines: vec![Cow::Owned(text)],
        }
    }

    /// A reply of several lines.
    pub(crate) fn lines(code: u16, lines: Vec<Cow<'static, str>>) -> Self {
        Self { code, lines }
    }

    /// Whether it says no.
    pub(crate) fn is_refusal(&self) -> bool {
        self.code >= 400
    }

    /// Writes it as it goes over the wire.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let last = self.lines.len().saturating_sub(1);
        for (number, line) in self.lines.iter().enumerate() {
            let joint = if number == last { ' ' } else { '-' };
            out.extend_from_slice(format!("{}{joint}{line}\r\n", self.code).as_bytes());
        }
    }
}

/// A reply known when the program is built.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fixed {
    code: u16,
    text: &'static str,
}

impl From<Fixed> for Reply {
    fn from(fixed: Fixed) -> Self {
        Self {
            code: fixed.code,
            lines: vec![Cow::Borrowed(fixed.text)],
        }
    }
}

pub(crate) const BYE: Fixed = Reply::fixed(221, "2.0.0 Bye");
pub(crate) const OK: Fixed = Reply::fixed(250, "2.0.0 OK");
pub(crate) const SENDER_OK: Fixed = Reply::fixed(250, "2.1.0 Sender OK");
pub(crate) const RECIPIENT_OK: Fixed = Reply::fixed(250, "2.1.5 Recipient OK");
pub(crate) const CANNOT_VERIFY: Fixed = Reply::fixed(252, "2.5.0 Send the message and we will see");
pub(crate) const HELP: Fixed = Reply::fixed(
    214,
    "2.0.0 EHLO HELO STARTTLS MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT",
);
pub(crate) const GO_AHEAD: Fixed = Reply::fixed(
    354,
    "Send the message, end it with a line that is a single dot",
);
pub(crate) const START_TLS: Fixed = Reply::fixed(220, "2.0.0 Ready to start TLS");

pub(crate) const BUSY: Fixed = Reply::fixed(421, "4.3.2 Too many sessions, try again later");
pub(crate) const BUSY_CLIENT: Fixed = Reply::fixed(
    421,
    "4.7.0 Too many sessions from your address, try again later",
);
pub(crate) const CLOSING: Fixed = Reply::fixed(421, "4.3.2 Going down, try again later");
pub(crate) const TIMED_OUT: Fixed = Reply::fixed(421, "4.4.2 Waited too long");
pub(crate) const TOO_MANY_MISTAKES: Fixed = Reply::fixed(421, "4.7.0 Too many mistakes");
pub(crate) const OUT_OF_STEP: Fixed =
    Reply::fixed(421, "4.7.0 Wait for the answer before sending on");
pub(crate) const DIRECTORY_MISSING: Fixed = Reply::fixed(
    451,
    "4.3.0 The recipients are not known here yet, try again later",
);
pub(crate) const CANNOT_KEEP: Fixed =
    Reply::fixed(451, "4.3.0 The message could not be kept, try again later");
pub(crate) const DISK_FULL: Fixed =
    Reply::fixed(452, "4.3.1 No room for mail at the moment, try again later");
pub(crate) const TOO_MANY_RECIPIENTS: Fixed =
    Reply::fixed(452, "4.5.3 Too many recipients, send the rest separately");

pub(crate) const LINE_TOO_LONG: Fixed = Reply::fixed(500, "5.5.2 Line too long");
pub(crate) const BARE_END: Fixed = Reply::fixed(500, "5.5.2 Lines end with CR and LF together");
pub(crate) const UNKNOWN_COMMAND: Fixed = Reply::fixed(500, "5.5.1 Unknown command");
pub(crate) const SYNTAX: Fixed = Reply::fixed(501, "5.5.4 The command is not well formed");
pub(crate) const BAD_SENDER: Fixed = Reply::fixed(501, "5.1.7 The sender is not an address");
pub(crate) const BAD_RECIPIENT: Fixed = Reply::fixed(501, "5.1.3 The recipient is not an address");
pub(crate) const NOT_OFFERED: Fixed = Reply::fixed(502, "5.5.1 Not offered here");
pub(crate) const HELLO_FIRST: Fixed = Reply::fixed(503, "5.5.1 Say EHLO first");
pub(crate) const MAIL_FIRST: Fixed = Reply::fixed(503, "5.5.1 Say MAIL first");
pub(crate) const ONE_AT_A_TIME: Fixed =
    Reply::fixed(503, "5.5.1 The message before is not finished");
pub(crate) const TLS_ALREADY: Fixed = Reply::fixed(503, "5.5.1 TLS is already in use");
pub(crate) const NO_RECIPIENTS: Fixed = Reply::fixed(554, "5.5.1 No valid recipients");
pub(crate) const UNKNOWN_RECIPIENT: Fixed = Reply::fixed(550, "5.1.1 Nobody has this address");
pub(crate) const NO_RELAY: Fixed = Reply::fixed(550, "5.7.1 We do not take mail for this domain");
pub(crate) const NEEDS_UTF8: Fixed =
    Reply::fixed(553, "5.6.7 This address needs SMTPUTF8 on the MAIL command");
pub(crate) const PARAMETER: Fixed =
    Reply::fixed(555, "5.5.4 A parameter of the command is not offered here");

pub(crate) const TOO_LARGE: Fixed = Reply::fixed(552, "5.3.4 The message is larger than we take");
const BARE_IN_MESSAGE: Fixed = Reply::fixed(
    550,
    "5.5.2 The message holds a CR or an LF that stands alone",
);
const TEXT_LINE: Fixed = Reply::fixed(550, "5.5.2 The message holds a line that is too long");
const LOOPS: Fixed = Reply::fixed(554, "5.4.6 The message goes round in circles");

/// The answer to a message with a fault.
pub(crate) fn refusal(fault: Fault) -> Reply {
    match fault {
        Fault::BareCr | Fault::BareLf => BARE_IN_MESSAGE.into(),
        Fault::LineTooLong => TEXT_LINE.into(),
        Fault::TooLarge => TOO_LARGE.into(),
        Fault::Loops => LOOPS.into(),
    }
}
