//! `sanitize-read`: the reading half behind its walls. Started by the host with a socket as its
//! standard input; of no use to a person.

#![forbid(unsafe_code)]

mod rehearsal;

use std::io::Write;
use std::process::ExitCode;

use sekisho_ir::{Limits, ReadJob};
use sekisho_jail::Refused;
use sekisho_reader::ReadHint;

fn main() -> ExitCode {
    let job = ReadJob {
        as_mail: true,
        along: true,
        ..ReadJob::default()
    };
    let mail = job.encode();
    let file = ReadJob::default().encode();
    let files = [
        rehearsal::document(),
        rehearsal::book(),
        rehearsal::picture(),
    ]
    .map(Result::unwrap_or_default);
    let [document, book, picture] = &files;
    sekisho_jail::serve(
        work,
        &[
            (&mail, rehearsal::MAIL),
            (&file, document),
            (&file, book),
            (&file, picture),
        ],
    )
}

fn work(job: &[u8], input: &[u8], mut out: &mut dyn Write) -> Result<(), Refused> {
    let ReadJob {
        name,
        as_mail,
        along,
        rules,
        passwords,
        left_out,
    } = ReadJob::decode(job);
    let hint = ReadHint {
        name,
        as_mail,
        along,
        rules,
        passwords,
        left_out,
        limits: Limits::default(),
    };
    // Content never errs; only the output can, and then there is nothing to say anyway.
    sekisho_reader::read(input, &hint, &mut out).map_err(|_| Refused)
}
