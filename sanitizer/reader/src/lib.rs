//! Hostile bytes in, a plain description out. A pure function: no disk, no network, no clock, no chance.
//!
//! ```text
//!  bytes ─▶ detect ─┬▶ mail   a message and its children (a child is read by a fresh reader)
//!                   ├▶ text   html   csv
//!                   ├▶ image  drawing  zip  ooxml
//!                   └▶ lock   what is inside a locked document, looked at anew
//!                          └─▶ Reading ─▶ frames: Detected, Document | Held, Child…, Finding…, End
//! ```
//!
//! Reading never fails on content: what cannot be described is held with a reason, and a mail always comes
//! out as a message, as plain text at worst. Runs in a jail; whatever goes wrong here, the writer
//! still verifies every word.
#![forbid(unsafe_code)]
#![allow(
    clippy::single_match_else,
    reason = "a parser's match of two arms says which shape it expects"
)]

use std::borrow::Cow;
use std::io;

use sekisho_ir::{
    ChildHeader, Code, Document, Findings, FrameWriter, Kind, Limits, Password, Reason, Rules,
    Signature,
};

pub mod charset;
pub mod detect;

mod csv;
mod drawing;
mod html;
mod image;
mod lock;
mod mail;
mod ooxml;
mod pdf;
mod text;
mod url;
mod zip;

pub use drawing::set_fonts;
pub use pdf::{Anchors, NoCertificate};

/// What is known of the bytes from outside.
#[derive(Clone, Debug, Default)]
pub struct ReadHint {
    /// The name they came under, a hint only.
    pub name: Option<String>,
    /// True where they are a whole mail, whatever they look like.
    pub as_mail: bool,
    /// True where small plain children of a mail shall be read along the way.
    pub along: bool,
    /// True where they stand inside an Office document, which shows only plain pictures.
    pub within_package: bool,
    /// What the site decided about documents.
    pub rules: Rules,
    /// Passwords to try on what is locked, in order.
    pub passwords: Vec<Password>,
    /// Embedded documents that did not come through, by their order.
    pub left_out: Vec<u32>,
    /// Certificates that the site trusts to stand behind signatures.
    pub anchors: Anchors,
    /// The maxima.
    pub limits: Limits,
}

/// One thing read: what a format's module gives back.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    /// The description.
    pub(crate) document: Document,
    /// What is inside, in order; a child's index is its place here.
    pub(crate) children: Vec<Child<'a>>,
    /// What was removed, kept or changed.
    pub(crate) findings: Findings,
    /// Signatures, verified as far as they can be.
    pub(crate) signatures: Vec<Signature>,
}

impl Reading<'_> {
    /// A reading without children or findings.
    pub(crate) fn of(document: Document) -> Self {
        Self {
            document,
            children: Vec::new(),
            findings: Findings::new(),
            signatures: Vec::new(),
        }
    }

    /// The same, with its children's bytes its own.
    pub(crate) fn into_owned<'b>(self) -> Reading<'b> {
        let own = |child: Child<'_>| Child {
            name: child.name,
            declared: child.declared,
            inline: child.inline,
            bytes: Cow::Owned(child.bytes.into_owned()),
        };
        Reading {
            document: self.document,
            children: self.children.into_iter().map(own).collect(),
            findings: self.findings,
            signatures: self.signatures,
        }
    }
}

/// Why a thing is not described, and where in it that is.
#[derive(Debug)]
pub(crate) struct Held {
    reason: Reason,
    findings: Findings,
}

impl Held {
    /// Held for a reason that has its place.
    pub(crate) fn at(reason: Reason, code: Code, place: &str) -> Self {
        let mut findings = Findings::new();
        findings.add_at(code, 1, place);
        Self { reason, findings }
    }
}

impl From<Reason> for Held {
    fn from(reason: Reason) -> Self {
        Self {
            reason,
            findings: Findings::new(),
        }
    }
}

/// A thing inside the thing, still untrusted.
#[derive(Debug)]
pub(crate) struct Child<'a> {
    /// Its cleaned name.
    pub(crate) name: String,
    /// The media type its container gives it.
    pub(crate) declared: Option<String>,
    /// True where it is shown within the text.
    pub(crate) inline: bool,
    /// Its bytes, as its container carries them.
    pub(crate) bytes: Cow<'a, [u8]>,
}

/// Reads `input` and writes the frames of its description. The only errors are those of `out`.
pub fn read(input: &[u8], hint: &ReadHint, out: &mut impl io::Write) -> io::Result<()> {
    let mut frames = FrameWriter::new(out);
    let kind = if hint.as_mail {
        Kind::Message
    } else {
        detect::detect(input, hint.name.as_deref())
    };
    if kind == Kind::EncryptedOffice {
        return match lock::open(input, hint) {
            Ok(package) => read_opened(&package, hint, &mut frames),
            Err(reason) => {
                frames.detected(kind)?;
                frames.held(reason)?;
                frames.end()
            }
        };
    }
    frames.detected(kind)?;
    match dispatch(input, kind, hint) {
        Ok(reading) => {
            emit(&reading, &mut frames)?;
            if hint.along && kind == Kind::Message {
                read_along(&reading.children, hint, &mut frames)?;
            }
        }
        Err(held) => emit_held(&held, &mut frames)?,
    }
    frames.end()
}

/// What stood behind a lock is looked at like anything else, and told as what it really is.
fn read_opened(
    package: &[u8],
    hint: &ReadHint,
    frames: &mut FrameWriter<impl io::Write>,
) -> io::Result<()> {
    let kind = detect::detect(package, hint.name.as_deref());
    frames.detected(kind)?;
    match dispatch(package, kind, hint) {
        Ok(mut reading) => {
            reading.findings.add(Code::LockOpened, 1);
            emit(&reading, frames)?;
        }
        Err(held) => emit_held(&held, frames)?,
    }
    frames.end()
}

/// A child larger than this is worth a process of its own.
const ALONG_BYTES: usize = 64 * 1024;

/// Most attachments of most mails are a few plain words, and a process for each costs more than reading them.
/// They belong to the same mail; should this process fall over them, the host has each read alone.
fn read_along(
    children: &[Child<'_>],
    hint: &ReadHint,
    frames: &mut FrameWriter<impl io::Write>,
) -> io::Result<()> {
    for (index, child) in (0_u32..).zip(children) {
        let small = child.bytes.len() <= ALONG_BYTES;
        if !small || !is_plain(detect::detect(&child.bytes, Some(&child.name))) {
            continue;
        }
        let hint = ReadHint {
            name: Some(child.name.rsplit('/').next().unwrap_or_default().to_owned()),
            rules: hint.rules,
            limits: hint.limits.clone(),
            ..ReadHint::default()
        };
        let mut stream = Vec::new();
        read(&child.bytes, &hint, &mut stream)?;
        frames.along(index, &stream)?;
    }
    Ok(())
}

/// Kinds that are words and nothing else.
fn is_plain(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Empty | Kind::Html | Kind::Csv)
}

fn dispatch<'a>(input: &'a [u8], kind: Kind, hint: &ReadHint) -> Result<Reading<'a>, Held> {
    if input.len() > hint.limits.input_bytes {
        return Err(Reason::TooLarge.into());
    }
    if kind == Kind::Pdf {
        return pdf::read(input, hint);
    }
    Ok(plainly(input, kind, hint)?)
}

/// What is held as a whole, or not at all.
fn plainly<'a>(input: &'a [u8], kind: Kind, hint: &ReadHint) -> Result<Reading<'a>, Reason> {
    match kind {
        Kind::Message => Ok(mail::read(input, &hint.limits)),
        Kind::Text | Kind::Empty => text::read(input, &hint.limits),
        Kind::Html => html::read(input, &hint.limits),
        Kind::Csv => csv::read(
            input,
            detect::names_tabs(hint.name.as_deref()),
            &hint.limits,
        ),
        Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Bmp | Kind::Ico | Kind::Tiff | Kind::Webp => {
            image::read(input, kind, hint)
        }
        Kind::Svg | Kind::Emf | Kind::Wmf => drawing::read(input, kind, hint),
        Kind::Docx
        | Kind::Docm
        | Kind::Dotx
        | Kind::Dotm
        | Kind::Xlsx
        | Kind::Xlsm
        | Kind::Xltx
        | Kind::Xltm
        | Kind::Xlam
        | Kind::Xlsb
        | Kind::Pptx
        | Kind::Pptm
        | Kind::Ppsx
        | Kind::Ppsm
        | Kind::Potx
        | Kind::Potm => ooxml::read(input, hint),
        Kind::Zip => zip::read(input, &hint.limits),
        // Only a lock inside a lock comes here.
        Kind::EncryptedOffice => Err(Reason::TooDeep),
        Kind::Doc | Kind::Xls | Kind::Ppt => {
            Err(lock::held(input, kind, hint).unwrap_or(Reason::UnsupportedType))
        }
        Kind::Unknown => Err(Reason::UnknownType),
        _ => Err(Reason::UnsupportedType),
    }
}

fn emit(reading: &Reading<'_>, frames: &mut FrameWriter<impl io::Write>) -> io::Result<()> {
    frames.document(&reading.document)?;
    for (index, child) in (0_u32..).zip(&reading.children) {
        let header = ChildHeader {
            index,
            name: child.name.clone(),
            declared: child.declared.clone(),
            inline: child.inline,
        };
        frames.child(&header, &child.bytes)?;
    }
    reading
        .signatures
        .iter()
        .try_for_each(|signature| frames.signature(signature))?;
    reading
        .findings
        .rows()
        .iter()
        .try_for_each(|finding| frames.finding(finding))
}

fn emit_held(held: &Held, frames: &mut FrameWriter<impl io::Write>) -> io::Result<()> {
    frames.held(held.reason)?;
    let found = held.findings.rows().iter();
    found
        .into_iter()
        .try_for_each(|finding| frames.finding(finding))
}

/// Tells what cleaning left out of a text.
pub(crate) fn note_cleaned(
    findings: &mut Findings,
    cleaned: &sekisho_ir::unicode::Cleaned,
    place: &str,
) {
    findings.add_at(Code::ControlRemoved, cleaned.controls, place);
    findings.add_at(Code::DirectionRemoved, cleaned.directions, place);
}

/// The longest head of `text` of at most `max` bytes that ends between characters.
pub(crate) fn cut_bytes(text: &str, max: usize) -> &str {
    let mut end = max.min(text.len());
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.get(..end).unwrap_or_default()
}
