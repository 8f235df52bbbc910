//! What a PDF carries beside its pages: counted over all objects, wherever they hide, and never followed. Only attached
//! files are taken out, to go their own way.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object};
use sekisho_ir::{Code, Findings, Limits};

use super::attached::Attached;
use crate::Child;

/// Objects looked at, so that a file of nothing but objects ends.
const OBJECTS: usize = 3_000_000;
/// Dictionaries within dictionaries, of one object.
const DEPTH: u8 = 24;

/// Types, subtypes and actions that are left out.
const SORTS: &[(&[u8], Code)] = &[
    (b"JavaScript", Code::ScriptRemoved),
    (b"Launch", Code::ExternalLinkRemoved),
    (b"GoToR", Code::ExternalLinkRemoved),
    (b"GoToE", Code::ExternalLinkRemoved),
    (b"Thread", Code::ExternalLinkRemoved),
    (b"SubmitForm", Code::FormRemoved),
    (b"ImportData", Code::FormRemoved),
    (b"ResetForm", Code::FormRemoved),
    (b"Widget", Code::FormRemoved),
    (b"RichMedia", Code::EmbeddedObjectRemoved),
    (b"Movie", Code::EmbeddedObjectRemoved),
    (b"Sound", Code::EmbeddedObjectRemoved),
    (b"Screen", Code::EmbeddedObjectRemoved),
    (b"Rendition", Code::EmbeddedObjectRemoved),
    (b"3D", Code::EmbeddedObjectRemoved),
    (b"GoTo3DView", Code::EmbeddedObjectRemoved),
    (b"Sig", Code::SignatureRemoved),
    (b"DocTimeStamp", Code::SignatureRemoved),
    (b"Metadata", Code::MetadataRemoved),
    (b"Text", Code::CommentRemoved),
    (b"Popup", Code::CommentRemoved),
    (b"FontDescriptor", Code::EmbeddedFontRemoved),
];

/// Keys that are left out whatever stands there.
const KEYS: &[(&[u8], Code)] = &[
    (b"OpenAction", Code::ScriptRemoved),
    (b"AA", Code::ScriptRemoved),
    (b"XFA", Code::FormRemoved),
    (b"PieceInfo", Code::MetadataRemoved),
];

/// What all objects together say.
pub(super) struct Looked {
    /// What is left out.
    pub(super) findings: Findings,
    /// The attached files.
    pub(super) children: Vec<Child<'static>>,
    /// True where a group of the file sees nothing of what lies below it (ISO 32000-2, 11.4.5). The interpreter does not
    /// say which group does; files have one sort of them as a rule.
    pub(super) isolates: bool,
}

/// Counts what is left out, and takes the attached files out.
pub(super) fn look(pdf: &Pdf, locked: bool, limits: &Limits) -> Looked {
    let mut told = Told {
        isolates: false,
        findings: Findings::new(),
        attached: Attached::of(locked),
        limits,
        left: OBJECTS,
    };
    for object in pdf.objects() {
        told.object(&object, 0);
    }
    let held = pdf.metadata();
    let words = [
        &held.title,
        &held.author,
        &held.subject,
        &held.keywords,
        &held.creator,
        &held.producer,
    ];
    let said = words.into_iter().flatten().filter(|word| !word.is_empty());
    told.findings.add(Code::MetadataRemoved, said.count());
    let Attached {
        children,
        lost,
        locked,
        beyond,
        ..
    } = told.attached;
    told.findings.add(Code::EmbeddedObjectRemoved, lost);
    told.findings.add(Code::AttachmentsLocked, locked);
    told.findings.add(Code::PartsBeyondLimit, beyond);
    for child in &children {
        told.findings.add_at(Code::AttachmentsApart, 1, &child.name);
    }
    Looked {
        findings: told.findings,
        children,
        isolates: told.isolates,
    }
}

struct Told<'l> {
    isolates: bool,
    findings: Findings,
    attached: Attached,
    limits: &'l Limits,
    left: usize,
}

impl Told<'_> {
    fn object(&mut self, object: &Object<'_>, depth: u8) {
        let Some(left) = self.left.checked_sub(1) else {
            return;
        };
        self.left = left;
        if depth > DEPTH {
            return;
        }
        match object {
            Object::Dict(dict) => self.dict(dict, depth),
            Object::Stream(stream) => {
                let group = stream.dict().get::<Dict<'_>>(b"Group");
                self.isolates |= group.is_some_and(|group| group.get::<bool>(b"I") == Some(true));
                self.dict(stream.dict(), depth);
            }
            Object::Array(array) => self.array(array, depth),
            _ => {}
        }
    }

    fn array(&mut self, array: &Array<'_>, depth: u8) {
        for item in array.raw_iter() {
            // What is referred to is an object of its own and met there.
            if let MaybeRef::NotRef(object) = item {
                self.object(&object, depth.saturating_add(1));
            }
        }
    }

    fn dict(&mut self, dict: &Dict<'_>, depth: u8) {
        if dict.contains_key(b"EF") {
            self.attached.take(dict, self.limits);
        }
        for (key, value) in dict.entries() {
            let key: &[u8] = key.as_ref();
            if let Some((_, code)) = KEYS.iter().find(|(word, _)| *word == key) {
                self.findings.add(*code, 1);
            }
            let MaybeRef::NotRef(object) = value else {
                continue;
            };
            if matches!(key, b"Type" | b"Subtype" | b"S" | b"FT")
                && let Object::Name(name) = &object
            {
                self.sort(dict, name);
            }
            self.object(&object, depth.saturating_add(1));
        }
    }

    fn sort(&mut self, dict: &Dict<'_>, name: &Name<'_>) {
        let name: &[u8] = name.as_ref();
        let Some((word, code)) = SORTS.iter().find(|(word, _)| *word == name) else {
            return;
        };
        let counts = match *word {
            // A descriptor without a program brings no font.
            b"FontDescriptor" => [&b"FontFile"[..], b"FontFile2", b"FontFile3"]
                .iter()
                .any(|key| dict.contains_key(key)),
            // Words that mean something else elsewhere.
            b"Text" | b"Popup" | b"Sound" | b"Movie" | b"3D" => dict.contains_key(b"Rect"),
            // A field and its type are one signature.
            b"Sig" => dict.contains_key(b"ByteRange"),
            _ => true,
        };
        if counts {
            self.findings.add(*code, 1);
        }
    }
}
