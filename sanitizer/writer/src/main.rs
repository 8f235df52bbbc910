//! `sanitize-write`: the writing half behind its walls. Started by the host with a socket as its
//! standard input; of no use to a person.

#![forbid(unsafe_code)]

mod rehearsal;

use std::io::Write;
use std::process::ExitCode;

use sekisho_ir::MANY;
use sekisho_jail::Refused;

fn main() -> ExitCode {
    let streams = rehearsal::streams();
    let rehearsals: Vec<(&[u8], &[u8])> = streams
        .iter()
        .map(|stream| (&[][..], &stream[..]))
        .collect();
    sekisho_jail::serve(work, &rehearsals)
}

fn work(job: &[u8], input: &[u8], mut out: &mut dyn Write) -> Result<(), Refused> {
    if job == MANY {
        sekisho_writer::write_many(input, &mut out).map_err(|_| Refused)
    } else {
        sekisho_writer::write(input, &mut out).map_err(|_| Refused)
    }
}
