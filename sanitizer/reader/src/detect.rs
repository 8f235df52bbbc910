//! What the bytes are, by looking at them. Their name is asked only where bytes cannot tell: a CSV is a text
//! whose name says so, a script is a text that a machine would run.
//!
//! Only whole signatures at their place count; a container is looked into, since its signature says
//! nothing of what it carries.

use std::io::{Cursor, Read};

use sekisho_ir::{Kind, name};

use crate::charset;

/// Text is judged by its head.
const HEAD: usize = 64 * 1024;

/// Recognises `input`; `file_name` settles only what the bytes leave open.
pub fn detect(input: &[u8], file_name: Option<&str>) -> Kind {
    if input.is_empty() {
        return Kind::Empty;
    }
    if let Some(kind) = by_signature(input) {
        return kind;
    }
    let extension = file_name.map(|n| name::split_extension(n).1.to_ascii_lowercase());
    by_text(input, extension.as_deref().unwrap_or_default())
}

/// True where a name says that tabs part the cells.
pub(crate) fn names_tabs(file_name: Option<&str>) -> bool {
    file_name.is_some_and(|n| {
        let (_, extension) = name::split_extension(n);
        extension.eq_ignore_ascii_case("tsv") || extension.eq_ignore_ascii_case("tab")
    })
}

fn by_signature(input: &[u8]) -> Option<Kind> {
    if let Some(kind) = by_signature_of_metafile(input) {
        return Some(kind);
    }
    let kind = match input {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Kind::Png,
        [0xff, 0xd8, 0xff, ..] => Kind::Jpeg,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Kind::Gif,
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Kind::Bmp,
        [b'I', b'I', 0x2a | 0x2b, 0, ..] | [b'M', b'M', 0, 0x2a | 0x2b, ..] => Kind::Tiff,
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Kind::Webp,
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'A',
            b'V',
            b'E',
            ..,
        ] => Kind::Wav,
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => {
            // AVIF and the sequences of both are of the same family: pictures, and held.
            let pictures: [&[u8]; 9] = [
                b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis",
            ];
            if pictures.iter().any(|picture| brand.starts_with(picture)) {
                Kind::Heic
            } else {
                Kind::Mp4
            }
        }
        [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..]
        | [0xff, 0x0a, ..]
        | [0, 0, 0, 12, b'j', b'P', b' ' | 0x1a, b' ' | 0x1a, ..]
        | [0xff, 0x4f, 0xff, 0x51, ..]
        | [b'I', b'I', 0xbc, 0 | 1, ..] => Kind::JpegNext,
        [0, 0, 1, 0, _, 0, ..] => Kind::Ico,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => zip_kind(input),
        [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => Kind::SevenZip,
        [b'R', b'a', b'r', b'!', 0x1a, 7, ..] => Kind::Rar,
        [_, _, b'-', b'l' | b'p', _, _, b'-', ..] => Kind::Lzh,
        [0x1f, 0x8b, 8, ..] => packed_kind(input),
        [b'B', b'Z', b'h', b'1'..=b'9', ..] => Kind::Bzip2,
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Kind::Xz,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Kind::Zstd,
        [b'M', b'S', b'C', b'F', 0, 0, 0, 0, ..] => Kind::Cab,
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ..] => ole_kind(input),
        [b'%', b'P', b'D', b'F', b'-', ..] => Kind::Pdf,
        [b'%', b'!', b'P', b'S', ..] => Kind::PostScript,
        [b'{', b'\\', b'r', b't', ..] => Kind::Rtf,
        [0x78, 0x9f, 0x3e, 0x22, ..] => Kind::Tnef,
        [b'A', b'C', b'1', b'0', b'0'..=b'9', b'0'..=b'9', 0, ..] => Kind::Dwg,
        [b'J', b'w', b'w', b'D', b'a', b't', b'a', b'.', ..] => Kind::Jww,
        [0x60, 0x0e, 0x82, ..] => Kind::DocuWorks,
        [b'I', b'D', b'3', ..] | [0xff, 0xfb | 0xf3 | 0xf2, ..] => Kind::Mp3,
        [b'M', b'Z', ..] | [0x7f, b'E', b'L', b'F', ..] | [0xcf | 0xce, 0xfa, 0xed, 0xfe, ..] => {
            Kind::Executable
        }
        [0x4c, 0, 0, 0, 1, 0x14, 2, 0, ..] => Kind::Shortcut,
        _ if input.get(257..262) == Some(b"ustar") => Kind::Tar,
        _ if input.get(0x8001..0x8006) == Some(b"CD001") => Kind::Iso,
        // Some writers put a line or two before the header, and readers of PDF allow it.
        _ if has(input.get(..1_024).unwrap_or(input), b"%PDF-") => Kind::Pdf,
        _ => return None,
    };
    Some(kind)
}

fn has(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}

/// What a gzip stream carries, where it is a drawing: those travel packed (svgz, emz, wmz).
fn packed_kind(input: &[u8]) -> Kind {
    let mut head = Vec::new();
    // A stream that is broken behind its head still shows what it was.
    let _ = flate2::read::GzDecoder::new(input)
        .take(4_096)
        .read_to_end(&mut head);
    match by_signature_of_metafile(&head) {
        Some(kind) => kind,
        None if has(&head, b"<svg") && head.trim_ascii_start().starts_with(b"<") => Kind::Svg,
        None => Kind::Gzip,
    }
}

fn by_signature_of_metafile(input: &[u8]) -> Option<Kind> {
    match input {
        [1, 0, 0, 0, rest @ ..] if rest.get(36..40) == Some(b" EMF") => Some(Kind::Emf),
        [0xd7, 0xcd, 0xc6, 0x9a, ..] | [1 | 2, 0, 9, 0, 0, 1 | 3, ..] => Some(Kind::Wmf),
        _ => None,
    }
}

/// What a ZIP carries, by the names in its directory.
fn zip_kind(input: &[u8]) -> Kind {
    if let Some(kind) = crate::ooxml::kind(input) {
        return kind;
    }
    // The directory stands at the end; the first names also stand at the beginning.
    let head = input.get(..input.len().min(HEAD)).unwrap_or_default();
    let tail = input
        .get(input.len().saturating_sub(1024 * 1024)..)
        .unwrap_or_default();
    let names = |needle: &[u8]| has(tail, needle) || has(head, needle);
    if names(b"[Content_Types].xml") {
        let macros = names(b"vbaProject.bin");
        if names(b"xl/workbook.bin") {
            return Kind::Xlsb;
        }
        return match (
            names(b"word/document"),
            names(b"xl/workbook"),
            names(b"ppt/presentation"),
        ) {
            (true, _, _) if macros => Kind::Docm,
            (true, _, _) => Kind::Docx,
            (_, true, _) if macros => Kind::Xlsm,
            (_, true, _) => Kind::Xlsx,
            (_, _, true) if macros => Kind::Pptm,
            (_, _, true) => Kind::Pptx,
            _ if names(b"visio/document.xml") => Kind::Vsdx,
            _ => Kind::Zip,
        };
    }
    for (media_type, kind) in [
        (
            &b"mimetypeapplication/vnd.oasis.opendocument.text"[..],
            Kind::Odt,
        ),
        (
            b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            Kind::Ods,
        ),
        (
            b"mimetypeapplication/vnd.oasis.opendocument.presentation",
            Kind::Odp,
        ),
        (
            b"mimetypeapplication/vnd.oasis.opendocument.graphics",
            Kind::Odg,
        ),
        (b"mimetypeapplication/epub+zip", Kind::Epub),
    ] {
        if has(head.get(..200).unwrap_or(head), media_type) {
            return kind;
        }
    }
    if names(b"META-INF/MANIFEST.MF") && names(b".class") {
        Kind::Jar
    } else {
        Kind::Zip
    }
}

/// What a compound file carries, by the names at its root.
fn ole_kind(input: &[u8]) -> Kind {
    let Ok(file) = cfb::CompoundFile::open(Cursor::new(input)) else {
        return Kind::Ole;
    };
    let mut kind = Kind::Ole;
    for entry in file.read_root_storage().take(256) {
        match entry.name() {
            "EncryptedPackage" | "EncryptionInfo" => return Kind::EncryptedOffice,
            "WordDocument" => kind = Kind::Doc,
            "Workbook" | "Book" if kind == Kind::Ole => kind = Kind::Xls,
            "PowerPoint Document" => kind = Kind::Ppt,
            "__properties_version1.0" => kind = Kind::Msg,
            "DocumentText" | "JSRV_SegmentInformation" | "JustCompressedDocument" => {
                kind = Kind::Ichitaro;
            }
            _ => {}
        }
    }
    kind
}

fn by_text(input: &[u8], extension: &str) -> Kind {
    let head = input.get(..HEAD).unwrap_or(input);
    if !is_text(head, input.len() > HEAD) {
        return Kind::Unknown;
    }
    let text = charset::decode(head, None).text;
    let begun = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let lower: String = begun
        .chars()
        .take(2_000)
        .collect::<String>()
        .to_ascii_lowercase();
    let word = |needle: &str| lower.starts_with(needle);
    let named_html = matches!(extension, "htm" | "html" | "xhtml");
    if (word("<?xml") || word("<svg") || !named_html) && root_element(begun) == Some("svg") {
        return Kind::Svg;
    }
    if word("<!doctype html")
        || word("<html")
        || (word("<") && (is_html(&lower) || (named_html && !word("<?xml") && !word("<svg"))))
    {
        return Kind::Html;
    }
    if word("<?xml") || word("<svg") {
        return if lower.contains("<html") {
            Kind::Html
        } else if lower.contains("<svg") {
            Kind::Svg
        } else {
            Kind::Xml
        };
    }
    if word("#!") || word("@echo off") {
        return Kind::Script;
    }
    if word("begin:vcalendar") {
        return Kind::Calendar;
    }
    if word("begin:vcard") {
        return Kind::Vcard;
    }
    if word("iso-10303-21;") {
        return Kind::Sxf;
    }
    if word("0\nsection") || word("0\r\nsection") || word("999\n") {
        return Kind::Dxf;
    }
    match extension {
        "csv" | "tsv" | "tab" => Kind::Csv,
        "htm" | "html" | "xhtml" | "mht" | "mhtml" if extension.starts_with('m') => Kind::Message,
        "htm" | "html" | "xhtml" => Kind::Html,
        "eml" => Kind::Message,
        "ics" => Kind::Calendar,
        "vcf" => Kind::Vcard,
        "json" => Kind::Json,
        "xml" => Kind::Xml,
        "bat" | "cmd" | "vbs" | "vbe" | "js" | "jse" | "ps1" | "psm1" | "wsf" | "wsh" | "hta"
        | "sh" | "reg" | "py" | "pl" | "rb" | "php" | "scf" | "url" | "inf" | "sct" | "iqy"
        | "slk" | "lnk" | "jar" | "exe" | "dll" | "com" | "scr" | "pif" | "msi" => Kind::Script,
        "sfc" | "p21" => Kind::Sxf,
        "dxf" => Kind::Dxf,
        _ if is_mail(&lower) => Kind::Message,
        _ => Kind::Text,
    }
}

/// No NUL and few controls; UTF-16 by its mark.
fn is_text(head: &[u8], cut: bool) -> bool {
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return true;
    }
    let controls = head
        .iter()
        .filter(|b| matches!(b, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f))
        .filter(|b| !matches!(b, 0x0e | 0x0f))
        .count();
    if head.contains(&0) || controls.saturating_mul(50) > head.len() {
        return false;
    }
    let decoded = charset::decode(head, None);
    let allowance = if cut { 4 } else { 0 };
    decoded.lost <= (head.len() / 50).saturating_add(allowance)
}

/// Begins with a tag of a page.
fn is_html(lower: &str) -> bool {
    let tags = [
        "<script", "<head", "<body", "<table", "<div", "<p>", "<p ", "<br", "<span", "<meta",
        "<title", "<center", "<!--",
    ];
    tags.iter().any(|tag| lower.starts_with(tag)) && lower.contains("</")
}

/// The name of the first element, without its prefix: what stands before it in XML is passed over.
fn root_element(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        rest = if let Some(after) = rest.strip_prefix("<!--") {
            after.split_once("-->")?.1
        } else if let Some(after) = rest.strip_prefix("<?") {
            after.split_once("?>")?.1
        } else if let Some(after) = rest.strip_prefix("<!DOCTYPE") {
            after_doctype(after)?
        } else {
            break;
        };
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    let name = name.get(..end)?;
    Some(name.rsplit(':').next().unwrap_or(name))
}

/// What follows a document type, whose own declarations stand in brackets and whose names in quotes.
fn after_doctype(text: &str) -> Option<&str> {
    let mut inside = false;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '[') => inside = true,
            (None, ']') => inside = false,
            (None, '>') if !inside => return text.get(at.saturating_add(1)..),
            _ => {}
        }
    }
    None
}

/// Two or more of the headers every mail has, from the first line on.
fn is_mail(lower: &str) -> bool {
    let mut known = 0_usize;
    for (at, line) in lower.lines().enumerate() {
        if line.starts_with([' ', '\t']) && at > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            break;
        };
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            break;
        }
        known = known.saturating_add(usize::from(matches!(
            name,
            "from"
                | "to"
                | "subject"
                | "date"
                | "message-id"
                | "received"
                | "return-path"
                | "mime-version"
                | "content-type"
                | "delivered-to"
        )));
    }
    known >= 3
}

#[cfg(test)]
mod tests {
    use sekisho_ir::Kind;

    use super::detect;

    #[test]
    fn bytes_say_what_they_are_and_names_do_not() {
        for (bytes, name, kind) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], "a.txt", Kind::Png),
            (b"\xff\xd8\xff\xe0", "a.png", Kind::Jpeg),
            (b"GIF89a..", "", Kind::Gif),
            (b"%PDF-1.7", "a.docx", Kind::Pdf),
            (b"junk\n%PDF-1.7", "", Kind::Pdf),
            (b"MZ\x90\x00", "photo.jpg", Kind::Executable),
            (b"#!/bin/sh\n", "readme.txt", Kind::Script),
            (b"a,b\n", "a.csv", Kind::Csv),
            (b"a,b\n", "a.txt", Kind::Text),
            (b"<!DOCTYPE html><p>", "a.csv", Kind::Html),
            (b"x = 1", "a.vbs", Kind::Script),
            (b"hello <script>", "a.txt", Kind::Text),
            (b"<script>x()</script>", "a.txt", Kind::Html),
            (b"<?xml version='1.0'?><html>", "a.xml", Kind::Html),
            (b"<?xml version='1.0'?><a>", "a.html", Kind::Xml),
            (b"<svg xmlns='x'><title>a</title></svg>", "a.txt", Kind::Svg),
            (b"<?xml version='1.0'?>\n<!-- a --><s:svg>", "", Kind::Svg),
            (
                b"<!-- a -->\n<svg><title>x</title></svg>",
                "a.svg",
                Kind::Svg,
            ),
            (b"<!-- a -->\n<svg><p>x</p></svg>", "a.html", Kind::Html),
            (b"<!DOCTYPE svg [<!ENTITY a '>'>]><svg>", "", Kind::Svg),
            (
                b"<svg><foreignObject><html></html></foreignObject></svg>",
                "",
                Kind::Svg,
            ),
            (b"@echo off", "a.txt", Kind::Script),
            (b"x", "a.bat", Kind::Script),
            (b"From: a\nTo: b\nSubject: c\n\nd", "", Kind::Message),
            (b"From: a friend\n\nd", "", Kind::Text),
            (b"BEGIN:VCALENDAR\r\n", "", Kind::Calendar),
            (b"\x78\x9f\x3e\x22", "winmail.dat", Kind::Tnef),
            (b"..-lh5-", "", Kind::Lzh),
            (b"\x00\x01\x02\x03", "a.txt", Kind::Unknown),
            (b"\xff\xfeB0", "a.txt", Kind::Text),
            (b"\x8c\xa9\x90\xcf\x8f\x91", "a.txt", Kind::Text),
            (b"", "a.txt", Kind::Empty),
        ] {
            assert_eq!(detect(bytes, Some(name)), kind, "{name} {bytes:?}");
        }
    }
}
