//! `sanitize-write`: the writing half behind its walls. Started by the host with a socket as its
//! standard input; of no use to a person.

#![forbid(unsafe_code)]

mod rehearsal;

use std::io::Write;
use std::process::ExitCode;

use sekisho_ir::MANY;
use sekisho_jail::{Item, Refused};

fn main() -> ExitCode {
    let streams = rehearsal::streams();
    let rehearsals: Vec<Item<'_>> = streams
        .iter()
        .map(|stream| Item {
            input: stream,
            ..Item::default()
        })
        .collect();
    sekisho_jail::serve(work, &rehearsals)
}

fn work(item: Item<'_>, mut out: &mut dyn Write) -> Result<(), Refused> {
    if item.job == MANY {
        sekisho_writer::write_many(item.input, &mut out).map_err(|_| Refused)
    } else {
        sekisho_writer::write_beside(item.input, item.beside, &mut out).map_err(|_| Refused)
    }
}
