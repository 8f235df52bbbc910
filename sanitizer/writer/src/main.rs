//! `sanitize-write`: the writing half behind its walls. Started by the host with a socket as its
//! standard input; of no use to a person.

#![forbid(unsafe_code)]

use std::io::Write;
use std::process::ExitCode;

use sekisho_jail::Refused;

fn main() -> ExitCode {
    sekisho_jail::serve(work)
}

fn work(_: &[u8], input: &[u8], mut out: &mut dyn Write) -> Result<(), Refused> {
    sekisho_writer::write(input, &mut out).map_err(|_| Refused)
}
