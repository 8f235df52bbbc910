//! A reader that does what hostile content would make a broken reader do. Only tests start it.
//!
//! The first line of an item says what to do. `mail` makes the item a mail whose further lines are
//! its attachments, each with an order of its own.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "it exists to fall over"
)]

use std::hint::black_box;
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use sekisho_ir::{
    AttachmentNote, ChildHeader, Code, Document, Finding, FrameWriter, Kind, Message, Text,
};
use sekisho_jail::{Item, Refused};

fn main() -> ExitCode {
    sekisho_jail::serve(
        work,
        &[Item {
            input: b"behave",
            ..Item::default()
        }],
    )
}

fn work(item: Item<'_>, mut out: &mut dyn Write) -> Result<(), Refused> {
    let text = String::from_utf8_lossy(item.input);
    let mut lines = text.lines();
    let order = lines.next().unwrap_or_default();
    if order == "mail" {
        return mail(lines, &mut out).map_err(|_| Refused);
    }
    if misbehave(order, out) {
        return Ok(());
    }
    // Whoever survives its own misdeed answers as if nothing had happened; the tests would see that.
    answer(Kind::Text, order, &mut out).map_err(|_| Refused)
}

/// True when what was written shall be all.
fn misbehave(order: &str, out: &mut dyn Write) -> bool {
    match order {
        "open" => drop(std::fs::read("/etc/hostname")),
        "create" => drop(std::fs::write("/tmp/sekisho-was-here", "x")),
        "connect" => drop(std::net::TcpStream::connect("127.0.0.1:25")),
        "local" => drop(std::os::unix::net::UnixStream::connect("/run/x.sock")),
        "exec" => drop(Command::new("/bin/true").exec()),
        "fork" => drop(Command::new("/bin/true").spawn()),
        "thread" => drop(std::thread::Builder::new().spawn(|| ())),
        "sleep" => std::thread::sleep(std::time::Duration::from_hours(1)),
        "stdin" => drop(std::os::unix::net::UnixDatagram::unbound()),
        "allocate" => drop(black_box(vec![1_u8; 10 << 30])),
        "allocate-slowly" => {
            let mut all = Vec::new();
            loop {
                all.push(black_box(vec![1_u8; 1 << 20]));
            }
        }
        "stack" => drop(black_box(deeper(1))),
        "spin" => loop {
            std::hint::spin_loop();
        },
        "panic" => panic!("content that must not be printed"),
        "exit" => return true,
        "write" => {
            let block = vec![0_u8; 1 << 20];
            for _ in 0..10 * 1024 {
                let _ = out.write_all(&block);
            }
        }
        "flood" => {
            let long = Finding::new(Code::MacroRemoved, 1).at(&"x".repeat(120));
            for _ in 0..10_000_000 {
                let _ = FrameWriter::new(&mut *out).finding(&long);
            }
        }
        // A document of four gigabytes that is not there, then one that is only cut short.
        "giant" => return out.write_all(&[1, 0xff, 0xff, 0xff, 0xff]).is_ok(),
        "cut" => return out.write_all(&[1, 0, 1, 0, 0, 7]).is_ok(),
        "tag" => return out.write_all(&[77, 0, 0, 0, 0]).is_ok(),
        // What it says is well-formed and a lie.
        "lie" => return answer(Kind::Png, "no picture at all", &mut &mut *out).is_ok(),
        "control" => return answer(Kind::Text, "\u{1b}[31m\u{202e}", &mut &mut *out).is_ok(),
        _ => {}
    }
    false
}

fn deeper(depth: u64) -> u64 {
    let here = black_box([depth; 512]);
    if depth == u64::MAX {
        0
    } else {
        deeper(depth + 1) + here[0]
    }
}

fn answer(kind: Kind, text: &str, out: &mut impl Write) -> io::Result<()> {
    let text = Text {
        text: text.to_owned(),
        charset: "UTF-8".to_owned(),
    };
    let mut frames = FrameWriter::new(out);
    frames.detected(kind)?;
    frames.document(&Document::Text(text))?;
    frames.end()
}

fn mail<'a>(lines: impl Iterator<Item = &'a str>, out: &mut impl Write) -> io::Result<()> {
    let lines: Vec<&str> = lines.collect();
    let name = |index: usize| format!("{index}.txt");
    let note = |index: usize| AttachmentNote {
        child: u32::try_from(index).unwrap(),
        name: name(index),
        inline_id: None,
    };
    let message = Message {
        subject: "件名".to_owned(),
        attachments: (0..lines.len()).map(note).collect(),
        ..Message::default()
    };
    let mut frames = FrameWriter::new(out);
    frames.detected(Kind::Message)?;
    frames.document(&Document::Message(message))?;
    for (index, line) in lines.iter().enumerate() {
        let index = u32::try_from(index).unwrap();
        let name = name(usize::try_from(index).unwrap());
        let header = ChildHeader {
            index,
            name,
            declared: None,
            inline: false,
        };
        frames.child(&header, line.as_bytes())?;
    }
    frames.end()
}
