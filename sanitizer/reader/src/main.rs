//! `sanitize-read`: the reading half behind its walls. Started by the host with a socket as its
//! standard input; of no use to a person.

#![forbid(unsafe_code)]

use std::io::Write;
use std::process::ExitCode;

use sekisho_ir::{Limits, ReadJob};
use sekisho_jail::Refused;
use sekisho_reader::ReadHint;

/// A mail of our own, of the kind most mails are: words in two charsets, HTML, one file.
const REHEARSAL: &[u8] = b"From: =?ISO-2022-JP?B?GyRCMnE1RBsoQg==?= <a@example.jp>\r\n\
    Subject: =?UTF-8?B?5Lya6K2w?=\r\nDate: Fri, 20 Nov 2026 09:00:00 +0900\r\nMIME-Version: 1.0\r\n\
    Content-Type: multipart/mixed; boundary=b\r\n\r\n\
    --b\r\nContent-Type: text/plain; charset=Shift_JIS\r\n\r\n\x83\x41\r\n\
    --b\r\nContent-Type: text/html; charset=UTF-8\r\n\r\n<p>a<br>b</p>\r\n\
    --b\r\nContent-Type: application/octet-stream; name=a.txt\r\n\
    Content-Transfer-Encoding: base64\r\n\r\nYQ==\r\n--b--\r\n";

/// Fonts for the words of drawings, of those that Debian has: Japanese first, sans serif before serif.
const FONTS: &[&str] = &[
    "/usr/share/fonts/opentype/ipafont-gothic/ipagp.ttf",
    "/usr/share/fonts/opentype/ipafont-mincho/ipamp.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
];

/// No font is larger; the collection of all of East Asia is some 20 MiB.
const FONT_BYTES: u64 = 32 * 1024 * 1024;

fn main() -> ExitCode {
    sekisho_reader::set_fonts(fonts());
    let job = ReadJob {
        as_mail: true,
        along: true,
        ..ReadJob::default()
    };
    sekisho_jail::serve(work, (&job.encode(), REHEARSAL))
}

/// The fonts that are there. Read before there is anything hostile, and before the walls: afterwards nothing can be
/// opened any more.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place with a disk: before the walls, these files only"
)]
fn fonts() -> Vec<Vec<u8>> {
    let is_font = |path: &&&str| {
        std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= FONT_BYTES)
    };
    let found = FONTS.iter().filter(is_font);
    found.filter_map(|path| std::fs::read(path).ok()).collect()
}

fn work(job: &[u8], input: &[u8], mut out: &mut dyn Write) -> Result<(), Refused> {
    let ReadJob {
        name,
        as_mail,
        along,
        within_package,
        rules,
        passwords,
    } = ReadJob::decode(job);
    let hint = ReadHint {
        name,
        as_mail,
        along,
        within_package,
        rules,
        passwords,
        limits: Limits::default(),
    };
    // Content never errs; only the output can, and then there is nothing to say anyway.
    sekisho_reader::read(input, &hint, &mut out).map_err(|_| Refused)
}
