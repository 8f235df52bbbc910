//! How many mails a second go through both real jails: a 4 KiB text mail, with 1, 2 and 8 callers.
//!
//! `cargo build --release -p sekisho-reader -p sekisho-writer && cargo bench -p sekisho-sanitizer`.
//! Prints one line a case; numbers compare only within one run.
#![allow(clippy::disallowed_methods, reason = "a bench measures real time")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench talks and may fall over"
)]

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sekisho_sanitizer::{AcceptedWalls, Policy, Sanitizer, Settings, Slots, Untrusted};

const LENGTH: Duration = Duration::from_secs(2);

fn main() {
    let programs = Path::new(env!("CARGO_BIN_EXE_sekisho-sanitize"))
        .parent()
        .unwrap();
    let sanitizer = Sanitizer::start(&Settings {
        reader: programs.join("sanitize-read"),
        writer: programs.join("sanitize-write"),
        signers: None,
        accept_missing_walls: AcceptedWalls::default(),
        slots: Slots::default(),
    })
    .unwrap();
    let mail = mail();
    let policy = Policy::default();
    assert!(
        sanitizer
            .mail(Untrusted::new(mail.clone()), &policy)
            .report
            .is_whole()
    );
    for callers in [1, 2, 8, 1, 2, 8] {
        let done = AtomicU32::new(0);
        let begin = Instant::now();
        std::thread::scope(|scope| {
            for _ in 0..callers {
                scope.spawn(|| {
                    while begin.elapsed() < LENGTH {
                        let item = sanitizer.mail(Untrusted::new(mail.clone()), &policy);
                        assert!(item.record.is_ok());
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        let rate = f64::from(done.load(Ordering::Relaxed)) / begin.elapsed().as_secs_f64();
        println!("{callers} callers: {rate:.0} mails/s");
    }
}

fn mail() -> Vec<u8> {
    let line = "会議の資料をお送りします。ご確認のほど、よろしくお願いいたします。\r\n";
    let head = "From: =?UTF-8?B?5L2Q6Jek?= <sato@example.jp>\r\nTo: <suzuki@yamabiko.example>\r\n\
        Subject: =?UTF-8?B?5Lya6K2w44Gu6LOH5paZ?=\r\nDate: Fri, 20 Nov 2026 09:00:00 +0900\r\n\
        Message-ID: <1@example.jp>\r\nMIME-Version: 1.0\r\n\
        Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
    let mut mail = head.to_owned();
    while mail.len() < 4096 {
        mail.push_str(line);
    }
    mail.into_bytes()
}
