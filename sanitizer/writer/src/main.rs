//! `sanitize-write`: the writing half behind its walls. Started by the host with a socket as its
//! standard input; of no use to a person.

#![forbid(unsafe_code)]

use std::io::{self, Write};
use std::process::ExitCode;

use sekisho_ir::{Document, FrameWriter, MANY, Message, Order, Output};
use sekisho_jail::Refused;

fn main() -> ExitCode {
    sekisho_jail::serve(work, &[(&[], &rehearsal().unwrap_or_default())])
}

/// A record of our own, the thing most often written.
fn rehearsal() -> io::Result<Vec<u8>> {
    let mut stream = Vec::new();
    let mut frames = FrameWriter::new(&mut stream);
    frames.order(Order::of(Output::MessageRecord))?;
    frames.document(&Document::Message(Message::default()))?;
    frames.end()?;
    Ok(stream)
}

fn work(job: &[u8], input: &[u8], mut out: &mut dyn Write) -> Result<(), Refused> {
    if job == MANY {
        sekisho_writer::write_many(input, &mut out).map_err(|_| Refused)
    } else {
        sekisho_writer::write(input, &mut out).map_err(|_| Refused)
    }
}
