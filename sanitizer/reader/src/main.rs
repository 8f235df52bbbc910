//! `sanitize-read`: the reading half behind its walls. Started by the host with a socket as its
//! standard input; of no use to a person.

#![forbid(unsafe_code)]

mod rehearsal;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;

use sekisho_ir::{Limits, ReadJob};
use sekisho_jail::{Item, Kept, Refused};
use sekisho_reader::{Anchors, ReadHint};

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

/// Certificates that the site trusts to stand behind signatures.
static ANCHORS: OnceLock<Anchors> = OnceLock::new();

/// No file of certificates is larger.
const ANCHOR_BYTES: u64 = 1024 * 1024;

fn main() -> ExitCode {
    sekisho_reader::set_fonts(fonts());
    if let Some(place) = std::env::args_os().nth(1) {
        // A site that brought something in must not run without it and not know.
        let Some(anchors) = anchors(Path::new(&place)) else {
            return ExitCode::FAILURE;
        };
        let _ = ANCHORS.set(anchors);
    }
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
        ]
        .map(|(job, input): (&Vec<u8>, &[u8])| Item {
            job,
            input,
            beside: &[],
        }),
    )
}

/// The fonts that are there. Read before there is anything hostile, and before the walls: afterwards nothing can be
/// opened any more.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place with a disk: before the walls, these files only"
)]
fn fonts() -> Vec<Kept> {
    let is_font = |path: &&&str| {
        std::fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() <= FONT_BYTES)
    };
    let found = FONTS.iter().filter(is_font);
    found
        .filter_map(|path| Kept::of(&mut std::fs::File::open(path).ok()?).ok())
        .collect()
}

/// The certificates of a file, or of all files of a folder in the order of their names; none where one is none.
#[expect(
    clippy::disallowed_methods,
    reason = "before the walls, and only what the site brought in"
)]
fn anchors(place: &Path) -> Option<Anchors> {
    let mut files: Vec<PathBuf> = if std::fs::metadata(place).ok()?.is_dir() {
        let entries = std::fs::read_dir(place).ok()?;
        let entries = entries.map(|entry| entry.map(|entry| entry.path()));
        let all: Vec<PathBuf> = entries.collect::<Result<_, _>>().ok()?;
        all.into_iter().filter(|path| path.is_file()).collect()
    } else {
        vec![place.to_owned()]
    };
    files.sort();
    let mut anchors = Anchors::default();
    for file in files {
        if std::fs::metadata(&file).ok()?.len() > ANCHOR_BYTES {
            return None;
        }
        anchors.add(&std::fs::read(&file).ok()?).ok()?;
    }
    Some(anchors)
}

fn work(item: Item<'_>, mut out: &mut dyn Write) -> Result<(), Refused> {
    let ReadJob {
        name,
        as_mail,
        along,
        within_package,
        rules,
        passwords,
        left_out,
    } = ReadJob::decode(item.job);
    let hint = ReadHint {
        name,
        as_mail,
        along,
        within_package,
        rules,
        passwords,
        left_out,
        anchors: ANCHORS.get().cloned().unwrap_or_default(),
        limits: Limits::default(),
    };
    // Content never errs; only the output can, and then there is nothing to say anyway.
    sekisho_reader::read(item.input, &hint, &mut out).map_err(|_| Refused)
}
