//! `sanitize-read`: the reading half behind its walls. Started by the host with a socket as its
//! standard input; of no use to a person.

#![forbid(unsafe_code)]

use std::io::Write;
use std::process::ExitCode;

use sekisho_ir::{Limits, ReadJob};
use sekisho_jail::Refused;
use sekisho_reader::ReadHint;

fn main() -> ExitCode {
    sekisho_jail::serve(work)
}

fn work(job: &[u8], input: &[u8], mut out: &mut dyn Write) -> Result<(), Refused> {
    let ReadJob { name, as_mail } = ReadJob::decode(job);
    let hint = ReadHint { name, as_mail, limits: Limits::default() };
    // Content never errs; only the output can, and then there is nothing to say anyway.
    sekisho_reader::read(input, &hint, &mut out).map_err(|_| Refused)
}
