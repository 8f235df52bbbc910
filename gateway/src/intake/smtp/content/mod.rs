//! The bytes of a message as they arrive, after `DATA` ([`Dotted`]) or in `BDAT` chunks ([`Chunked`]).
//!
//! Promises: a dotted message ends on `CRLF . CRLF` and on nothing else; one leading dot of a line is taken off, exactly;
//! a message with a single CR or LF that is not part of a CRLF is refused whole, so that no two machines on its way can
//! see two different ends in it. The same rule holds for chunks. A refused message is still read to its true end.

use memchr::memchr2;

use super::head::{Head, HeadLimits};

/// What makes a message unacceptable. The first fault found is the one that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A CR that no LF follows.
    BareCr,
    /// An LF that no CR precedes.
    BareLf,
    /// A line over the limit.
    LineTooLong,
    /// A message over the limit.
    TooLarge,
    /// It has been here before, or goes round somewhere else.
    Loops,
}

/// How large a message and its lines may be, and what its head may say.
#[derive(Debug, Clone)]
pub(crate) struct ContentLimits {
    /// The whole message.
    pub(crate) message: u64,
    /// One line without its CRLF.
    pub(crate) text_line: u64,
    /// What the head may say.
    pub(crate) head: HeadLimits,
}

/// Counts what passes and remembers the first fault; what comes after a fault is not kept.
#[derive(Debug)]
struct Gauge {
    limits: ContentLimits,
    head: Head,
    size: u64,
    line: u64,
    fault: Option<Fault>,
}

impl Gauge {
    fn new(limits: ContentLimits) -> Self {
        let head = Head::new(limits.head.clone());
        Self {
            limits,
            head,
            size: 0,
            line: 0,
            fault: None,
        }
    }

    fn blame(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    fn text(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.head.text(bytes);
        self.line = self.line.saturating_add(count(bytes));
        if self.line > self.limits.text_line {
            self.blame(Fault::LineTooLong);
        }
        self.keep(bytes, out);
    }

    fn line_end(&mut self, out: &mut Vec<u8>) {
        if self.head.line_end() {
            self.blame(Fault::Loops);
        }
        self.line = 0;
        self.keep(b"\r\n", out);
    }

    fn keep(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        self.size = self.size.saturating_add(count(bytes));
        if self.size > self.limits.message {
            self.blame(Fault::TooLarge);
        }
        if self.fault.is_none() {
            out.extend_from_slice(bytes);
        }
    }
}

fn count(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// How far one piece of input brought a dotted message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fed {
    /// Bytes of the piece that belong to the message; the rest are the next commands.
    pub(crate) consumed: usize,
    /// Whether the message has ended.
    pub(crate) ended: bool,
}

/// A message after `DATA`.
#[derive(Debug)]
pub(crate) struct Dotted {
    place: Place,
    gauge: Gauge,
}

/// Where in a line the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    LineStart,
    Dot,
    DotCr,
    Text,
    Cr,
}

impl Dotted {
    pub(crate) fn new(limits: ContentLimits) -> Self {
        Self {
            place: Place::LineStart,
            gauge: Gauge::new(limits),
        }
    }

    /// Takes the next piece; appends to `out` what is part of the message.
    pub(crate) fn feed(&mut self, input: &[u8], out: &mut Vec<u8>) -> Fed {
        let mut rest = input;
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            self.place = match (self.place, byte) {
                (Place::DotCr, b'\n') => {
                    return Fed {
                        consumed: input.len() - rest.len(),
                        ended: true,
                    };
                }
                (Place::Cr, b'\n') => {
                    self.gauge.line_end(out);
                    Place::LineStart
                }
                (Place::Cr | Place::DotCr, b'\r') => {
                    self.gauge.blame(Fault::BareCr);
                    Place::Cr
                }
                (Place::Cr | Place::DotCr, _) => {
                    self.gauge.blame(Fault::BareCr);
                    Place::Text
                }
                (Place::Dot, b'\r') => Place::DotCr,
                (_, b'\r') => Place::Cr,
                (_, b'\n') => {
                    self.gauge.blame(Fault::BareLf);
                    Place::Text
                }
                (Place::LineStart, b'.') => Place::Dot,
                (Place::LineStart | Place::Dot | Place::Text, _) => {
                    let run = input
                        .get(input.len() - rest.len() - 1..)
                        .unwrap_or_default();
                    let run = run.get(..memchr2(b'\r', b'\n', run).unwrap_or(run.len()));
                    let run = run.unwrap_or_default();
                    self.gauge.text(run, out);
                    rest = rest.get(run.len().saturating_sub(1)..).unwrap_or_default();
                    Place::Text
                }
            };
        }
        Fed {
            consumed: input.len(),
            ended: false,
        }
    }

    /// The first fault, if there is one.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.gauge.fault
    }

    /// Bytes of the message so far, kept or not.
    pub(crate) fn size(&self) -> u64 {
        self.gauge.size
    }
}

/// A message in `BDAT` chunks.
#[derive(Debug)]
pub(crate) struct Chunked {
    after_cr: bool,
    gauge: Gauge,
}

impl Chunked {
    pub(crate) fn new(limits: ContentLimits) -> Self {
        Self {
            after_cr: false,
            gauge: Gauge::new(limits),
        }
    }

    /// Takes the next piece of a chunk, all of it.
    pub(crate) fn feed(&mut self, input: &[u8], out: &mut Vec<u8>) {
        let mut rest = input;
        while let Some(&byte) = rest.first() {
            let taken = match (self.after_cr, byte) {
                (true, b'\n') => {
                    self.gauge.line_end(out);
                    self.after_cr = false;
                    1
                }
                (true, _) => {
                    self.gauge.blame(Fault::BareCr);
                    self.after_cr = false;
                    0
                }
                (false, b'\r') => {
                    self.after_cr = true;
                    1
                }
                (false, b'\n') => {
                    self.gauge.blame(Fault::BareLf);
                    1
                }
                (false, _) => {
                    let run = rest.get(..memchr2(b'\r', b'\n', rest).unwrap_or(rest.len()));
                    let run = run.unwrap_or_default();
                    self.gauge.text(run, out);
                    run.len()
                }
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
    }

    /// Says that the last chunk is over.
    pub(crate) fn finish(&mut self) {
        if self.after_cr {
            self.gauge.blame(Fault::BareCr);
        }
    }

    /// The first fault, if there is one.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.gauge.fault
    }

    /// Bytes of the message so far, kept or not.
    pub(crate) fn size(&self) -> u64 {
        self.gauge.size
    }
}

#[cfg(test)]
mod tests;
