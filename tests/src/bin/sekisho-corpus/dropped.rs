//! No chunk of what was dropped stands in an output: 64 bytes or more of a macro project, an object, a font, a
//! thumbnail … that lie anywhere in the output, packed or unpacked, are a failure.
//!
//! What a described part of the same input says too (a title that stands in the properties and in the text) is not
//! counted; nor are listed constants: declarations of XML and of its namespaces, names of the standard (types of parts
//! and relationships), the tables that every JPEG encoder has from its standard, and runs of one byte.

use tests::package::{Member, members};

use crate::carry::Carried;
use crate::constants::constant;
use crate::windows::{LENGTH, Windows};

/// Words of a member's name or content type that nothing of may cross. Members that are neither XML nor a
/// picture are dropped too, whatever they are called.
const DROPPED: &[&str] = &[
    "vba",
    "macro",
    "embeddings/",
    "activex",
    "ctrlprops",
    "customxml",
    "printersettings",
    "externallink",
    "fonts/",
    "odttf",
    "fntdata",
    "docprops/",
    "thumbnail",
    "connections",
    "querytable",
    "webextension",
    "taskpane",
    "customui",
    "userxmldata",
    "_xmlsignatures",
    "model/",
    "keymap",
    "attachedtoolbars",
    "revisions/",
    "glossary/",
    "afchunk",
];

/// What a picture or a readable part is called; these are described and written anew.
const DESCRIBED: &[&str] = &[
    "xml", "rels", "vml", "png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "svg", "emf",
    "wmf", "ico",
];

/// Looks at every Office file that crossed.
pub(crate) fn judge(carried: &[Carried]) -> Vec<String> {
    let mut failures = Vec::new();
    let (mut files, mut parts, mut windows, mut pictures, mut unread) = (0, 0, 0, 0, 0);
    let mut drawings = 0;
    for one in carried {
        if let Ok(clean) = &one.outcome
            && ["svg", "svgz"].contains(&one.sample.extension.as_str())
        {
            drawings += 1;
            let chunk = tests::vector::shared_chunk(&one.sample.read(), clean.bytes());
            let said = |chunk| format!("{}: a chunk of it came out: {chunk:?}", one.sample.name);
            failures.extend(chunk.map(said));
        }
    }
    for one in carried.iter().filter(|one| one.sample.is_office()) {
        let Ok(clean) = &one.outcome else { continue };
        let given = one.sample.read();
        let Some(input) = members(&given) else {
            unread += 1;
            continue;
        };
        let Some(output) = members(clean.bytes()) else {
            failures.push(format!(
                "{}: the output is no readable package",
                one.sample.name
            ));
            continue;
        };
        let dropped: Vec<&Member> = input.iter().filter(|m| is_dropped(&m.name)).collect();
        let pieces: Vec<&[u8]> = dropped.iter().flat_map(|m| pieces(&m.body)).collect();
        let packed = dropped.iter().map(|m| m.raw.as_slice());
        let mut sought = Windows::of(pieces.iter().copied().chain(packed));
        // What also stands in a part that is described may come from there.
        for kept in input.iter().filter(|m| !is_dropped(&m.name)) {
            sought.forget(&kept.body);
        }
        files += 1;
        parts += dropped.len();
        windows += sought.len();
        let bodies = output.iter().map(|m| (m.name.as_str(), m.body.as_slice()));
        for (name, bytes) in bodies.chain([("the file itself", &clean.bytes()[..])]) {
            if let Some(at) = sought.shared(bytes).first() {
                let chunk = &bytes[*at..*at + LENGTH];
                let whence = dropped
                    .iter()
                    .find(|m| [&m.body, &m.raw].iter().any(|b| stands_in(b, chunk)));
                if let Some(whence) = whence {
                    failures.push(format!(
                        "{}: a chunk of {} stands in {name}: {:?}",
                        one.sample.name,
                        whence.name,
                        String::from_utf8_lossy(chunk)
                    ));
                }
            }
        }
        pictures += same_pictures(&input, &output, &mut failures, &one.sample.name);
    }
    println!(
        "no dropped chunk: {files} files, {parts} dropped parts, {windows} windows of {LENGTH} bytes sought, \
         {pictures} pictures compared, {drawings} drawings, {} found; {unread} inputs not readable by the judge",
        failures.len()
    );
    failures
}

/// A picture that comes out byte for byte was copied. Says how many were compared.
fn same_pictures(
    input: &[Member],
    output: &[Member],
    failures: &mut Vec<String>,
    file: &str,
) -> usize {
    let picture = |m: &&Member| {
        ["png", "jpg", "jpeg", "gif"].contains(&extension(&m.name).as_str())
            && m.body.len() >= LENGTH
    };
    let came: Vec<&Member> = input.iter().filter(picture).collect();
    let out: Vec<&Member> = output.iter().filter(picture).collect();
    for new in &out {
        if let Some(old) = came.iter().find(|old| old.body == new.body) {
            failures.push(format!(
                "{file}: {} came out as it was ({})",
                old.name, new.name
            ));
        }
    }
    out.len()
}

fn is_dropped(name: &str) -> bool {
    let lower = name.to_lowercase();
    let named = DROPPED.iter().any(|word| lower.contains(word));
    named || !DESCRIBED.contains(&extension(&lower).as_str())
}

fn extension(name: &str) -> String {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.to_lowercase()
}

/// The bytes between the listed constants. Of a part in a document's own language (a glossary's styles beside
/// the document's) only the words count: its markup is that of every such document.
fn pieces(body: &[u8]) -> Vec<&[u8]> {
    const LANGUAGES: [&[u8]; 4] = [
        b"/wordprocessingml/",
        b"/spreadsheetml/",
        b"/presentationml/",
        b"/drawingml/",
    ];
    let head = &body[..body.len().min(2_000)];
    let speaks = |language: &[u8]| head.windows(language.len()).any(|w| w == language);
    if head.starts_with(b"<") && LANGUAGES.iter().any(|language| speaks(language)) {
        return body.split(|byte| b"<>\"'".contains(byte)).collect();
    }
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < body.len() {
        match constant(&body[at..]) {
            Some(length) => {
                pieces.push(&body[start..at]);
                at += length;
                start = at;
            }
            None => at += 1,
        }
    }
    pieces.push(&body[start..]);
    pieces
}

fn stands_in(body: &[u8], chunk: &[u8]) -> bool {
    body.windows(chunk.len()).any(|window| window == chunk)
}
