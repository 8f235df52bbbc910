//! The road of one mail or one file through the halves, and of everything inside it.
//!
//! Total: every road ends with a clean file or with a reason. The children of a thing may travel
//! side by side; how they do never shows in what comes out.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use bytes::Bytes;
use sekisho_ir::{
    BlobHeader, ChildHeader, Code, Document, Finding, Kind, Message, Method, Output, Password,
    ReadJob, Reason,
};

use crate::along::{Along, together};
use crate::beside::{Passed, apart, count, hang, with_those_beside};
use crate::evidence::{Sanitized, Untrusted};
use crate::form::{form, lost_by};
use crate::halves::{Described, Source, read, write};
use crate::names::true_name;
use crate::policy::Policy;
use crate::recheck::{claimed_picture, recheck};
use crate::report::{MailReport, PartReport, PartResult};
use crate::sanitizer::{DisarmedMail, FileOutcome, Sanitizer};

/// Takes a mail through.
pub(crate) fn mail(sanitizer: &Sanitizer, mail: &Untrusted, policy: &Policy) -> DisarmedMail {
    let read_mail = |along| {
        let job = ReadJob {
            as_mail: true,
            along,
            rules: policy.documents(),
            ..ReadJob::default()
        };
        read(sanitizer, mail.bytes(), &job, policy.limits())
    };
    let mut reading = read_mail(true);
    if reading.described.is_err() {
        // It may have fallen over what it read along the way; that must not hold the mail.
        reading = read_mail(false);
    }
    let described = match reading.described {
        Ok(described) if reading.kind == Kind::Message => described,
        Ok(_) => return notice(sanitizer, policy, Reason::Malformed, reading.findings),
        Err(reason) => return notice(sanitizer, policy, reason, reading.findings),
    };
    let (company, written) = together(sanitizer, policy, &described);
    let road = Road::new(sanitizer, policy, &[]);
    let width = road.sanitizer.width;
    let parts = road.children(&described.children, &company, (0, 0), None, width, false);
    let (parts, files): (Vec<_>, Vec<_>) = with_those_beside(parts)
        .into_iter()
        .map(|part| (part.report, part.clean))
        .unzip();
    let source = Source::Payload(&described.document);
    let together = written.and_then(|bytes| recheck(Kind::Json, bytes).ok());
    match together.map_or_else(|| record(sanitizer, policy, &source), Ok) {
        Ok(record) => DisarmedMail {
            record: Ok(record),
            report: MailReport {
                held: None,
                unrepresented: unrepresented(&reading.findings),
                findings: reading.findings,
                parts,
            },
            files,
        },
        Err(reason) => {
            let held = notice(sanitizer, policy, reason, reading.findings);
            DisarmedMail {
                report: MailReport {
                    parts,
                    ..held.report
                },
                files,
                ..held
            }
        }
    }
}

/// Takes a file through.
pub(crate) fn file(
    sanitizer: &Sanitizer,
    name: &str,
    bytes: &Untrusted,
    policy: &Policy,
    passwords: &[Password],
) -> FileOutcome {
    let road = Road::new(sanitizer, policy, passwords);
    let thing = Thing {
        index: 0,
        name,
        bytes: bytes.bytes(),
        depth: 0,
        documents: 0,
        file: 0,
        width: sanitizer.width,
        within_package: false,
        along: None,
    };
    road.pass(&thing).into_outcome()
}

/// The record of a mail that cannot be read: it says nothing of the mail, and the mail still arrives.
fn notice(
    sanitizer: &Sanitizer,
    policy: &Policy,
    reason: Reason,
    findings: Vec<Finding>,
) -> DisarmedMail {
    let empty = Document::Message(Message::default());
    DisarmedMail {
        record: record(sanitizer, policy, &Source::Own(&empty)),
        report: MailReport {
            held: Some(reason),
            unrepresented: unrepresented(&findings),
            findings,
            parts: Vec::new(),
        },
        files: Vec::new(),
    }
}

fn record(
    sanitizer: &Sanitizer,
    policy: &Policy,
    source: &Source<'_>,
) -> Result<Sanitized, Reason> {
    let bytes = write(sanitizer, policy, Output::MessageRecord, source, &[])?;
    recheck(Kind::Json, bytes)
}

fn unrepresented(findings: &[Finding]) -> u64 {
    findings
        .iter()
        .filter(|finding| finding.code == Code::BytesNotRepresented)
        .map(|finding| u64::from(finding.count))
        .sum()
}

/// What all things of one mail share.
struct Road<'a> {
    sanitizer: &'a Sanitizer,
    policy: &'a Policy,
    /// What a person gave to open what is locked.
    passwords: &'a [Password],
    /// How many more parts this mail may have.
    budget: AtomicU32,
}

/// One thing on its way.
struct Thing<'a> {
    index: u32,
    name: &'a str,
    bytes: &'a [u8],
    /// How many containers it stands in, the mail not counted.
    depth: u32,
    /// How many documents it stands in, one inside the other.
    documents: u32,
    /// The attachment it belongs to.
    file: u32,
    /// How many of its children may travel side by side.
    width: usize,
    /// True where it stands inside an Office document.
    within_package: bool,
    /// What its mail's own process made of it.
    along: Option<&'a Along>,
}

/// Documents may stand so deep in each other.
const DOCUMENTS_DEEP: u32 = 3;

/// A thing that was read, with what is inside.
enum Look {
    /// All that is needed to write it.
    Whole(Whole),
    /// It has to be read again without these embedded documents.
    Without(Vec<u32>),
}

/// All that is needed to write a thing.
struct Whole {
    described: Described,
    blobs: Vec<(BlobHeader, Sanitized)>,
    beside: Vec<Passed>,
    method: Method,
    output: Output,
    /// What it was found to be, and what comes out.
    found: Kind,
    kind: Kind,
}

/// What became of what is inside.
enum Inside {
    /// What of it is clean and goes into it, and what goes beside it.
    Clean(Vec<(BlobHeader, Sanitized)>, Vec<Passed>),
    /// The embedded documents, by their order, that are held.
    HeldDocuments(Vec<u32>),
}

/// The good end of a way.
struct Written {
    clean: Sanitized,
    method: Method,
    name: String,
    extension_changed: bool,
    beside: Vec<Passed>,
}

impl<'a> Road<'a> {
    fn new(sanitizer: &'a Sanitizer, policy: &'a Policy, passwords: &'a [Password]) -> Self {
        Self {
            sanitizer,
            policy,
            passwords,
            budget: AtomicU32::new(policy.limits().parts),
        }
    }

    fn pass(&self, thing: &Thing<'_>) -> Passed {
        let digest = blake3::hash(thing.bytes);
        let mut report = PartReport {
            index: thing.index,
            name: thing.name.to_owned(),
            original_name: thing.name.to_owned(),
            original_size: u64::try_from(thing.bytes.len()).unwrap_or(u64::MAX),
            original_digest: digest.to_hex().to_string(),
            detected: Kind::Unknown.code().to_owned(),
            result: PartResult::Held {
                reason: Reason::Crashed,
            },
            findings: Vec::new(),
            signatures: Vec::new(),
            members: Vec::new(),
        };
        let mut beside = Vec::new();
        let clean = match self.disarm(thing, &mut report) {
            Ok(written) => {
                beside = written.beside;
                report.result = PartResult::Clean {
                    method: written.method,
                    kind: written.clean.kind(),
                    size: u64::try_from(written.clean.bytes().len()).unwrap_or(u64::MAX),
                    digest: written.clean.digest().to_hex().to_string(),
                    file: thing.file,
                };
                if written.extension_changed {
                    let changed = Finding::new(Code::ExtensionChanged, 1).at(thing.name);
                    report.findings.push(changed);
                }
                report.name = written.name;
                Some(written.clean)
            }
            Err(reason) => {
                report.result = PartResult::Held { reason };
                None
            }
        };
        Passed {
            report,
            clean,
            beside,
        }
    }

    /// Reads, decides, takes the children along, writes, re-checks.
    fn disarm(&self, thing: &Thing<'_>, report: &mut PartReport) -> Result<Written, Reason> {
        let policy = self.policy;
        if self
            .budget
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            })
            .is_err()
        {
            return Err(Reason::TooMany);
        }
        if thing.depth > policy.limits().depth || thing.documents > DOCUMENTS_DEEP {
            return Err(Reason::TooDeep);
        }
        let whole = match self.look(thing, Vec::new(), report)? {
            Look::Whole(whole) => whole,
            // What did not come through is shown by its picture, so the document is read once more without it.
            Look::Without(left_out) => match self.look(thing, left_out, report)? {
                Look::Whole(whole) => whole,
                Look::Without(_) => return Err(Reason::Malformed),
            },
        };
        let Whole {
            described,
            blobs,
            beside,
            method,
            output,
            found,
            kind,
        } = whole;
        let source = Source::Payload(&described.document);
        let bytes = match thing.along.and_then(|along| along.written.clone()) {
            Some(bytes) => bytes,
            None => write(self.sanitizer, policy, output, &source, &blobs)?,
        };
        let kind = if becomes_what_it_is(found) {
            claimed_picture(&bytes)
        } else {
            kind
        };
        // A drawing whose shapes could not be told comes out as its pixels.
        let method = match (found, kind) {
            (Kind::Svg, Kind::Png) => Method::Flatten,
            _ => method,
        };
        let clean = recheck(kind, bytes)?;
        let named = true_name(thing.name, kind);
        Ok(Written {
            clean,
            method,
            name: named.name,
            extension_changed: named.extension_changed,
            beside,
        })
    }

    /// Reads a thing, decides, and takes along what is inside.
    fn look(
        &self,
        thing: &Thing<'_>,
        left_out: Vec<u32>,
        report: &mut PartReport,
    ) -> Result<Look, Reason> {
        let policy = self.policy;
        let job = ReadJob {
            name: Some(thing.name.to_owned()),
            within_package: thing.within_package,
            rules: policy.documents(),
            passwords: self.passwords.to_vec(),
            left_out,
            ..ReadJob::default()
        };
        let reading = match thing.along {
            Some(along) => along.reading.clone(),
            None => read(self.sanitizer, thing.bytes, &job, policy.limits()),
        };
        reading.kind.code().clone_into(&mut report.detected);
        report.findings = reading.findings;
        report.signatures = reading.signatures;
        report.members.clear();
        let described = reading.described?;
        let treatment = policy.treatment(reading.kind);
        let method = treatment.method().ok_or(Reason::PolicyHolds)?;
        let (output, kind) = form(treatment, reading.kind).ok_or(Reason::MethodUnavailable)?;
        if reading.kind == Kind::Pdf {
            lost_by(method, policy.documents().text_layer, &mut report.findings);
        }
        match self.inside(thing, reading.kind, &described, report)? {
            Inside::Clean(blobs, beside) => Ok(Look::Whole(Whole {
                described,
                blobs,
                beside,
                method,
                output,
                found: reading.kind,
                kind,
            })),
            Inside::HeldDocuments(orders) => Ok(Look::Without(orders)),
        }
    }

    /// Takes along what is inside; what of it is clean goes to the writer.
    fn inside(
        &self,
        thing: &Thing<'_>,
        kind: Kind,
        described: &Described,
        report: &mut PartReport,
    ) -> Result<Inside, Reason> {
        let passed = self.children(
            &described.children,
            &BTreeMap::new(),
            (
                thing.depth.saturating_add(1),
                thing.documents.saturating_add(u32::from(is_package(kind))),
            ),
            Some(thing.file),
            thing.width,
            is_package(kind),
        );
        if kind == Kind::Pdf {
            return Ok(Inside::Clean(Vec::new(), apart(passed, thing.name)));
        }
        let first_held = passed.iter().find_map(|child| child.report.result.reason());
        let mut blobs = Vec::with_capacity(passed.len());
        let pictures = is_package(kind);
        let mut held_documents = Vec::new();
        let mut documents = 0_u32;
        let next = count(&passed);
        let mut hung = Vec::new();
        for Passed {
            report: child,
            clean,
            beside,
        } in passed
        {
            if pictures && !beside.is_empty() {
                // Inside a document there is no place for them.
                let gone = Finding::new(Code::EmbeddedObjectRemoved, count(&beside));
                fold(&mut report.findings, vec![gone]);
            } else {
                let beside = beside.into_iter().map(|one| (child.index, one));
                hung.extend(beside);
            }
            let embedded = pictures
                && described
                    .children
                    .iter()
                    .any(|(header, _)| header.index == child.index && !header.inline);
            if embedded {
                if clean.is_none() {
                    held_documents.push(documents);
                }
                documents = documents.saturating_add(1);
            }
            if let Some(clean) = clean {
                let (index, name) = (child.index, child.name.clone());
                blobs.push((
                    BlobHeader {
                        index,
                        name,
                        kind: clean.kind(),
                        beside: None,
                    },
                    clean,
                ));
            }
            if pictures && !embedded {
                // A picture of a document is no member anyone would look for; only what was found tells.
                fold(&mut report.findings, child.findings);
            } else {
                report.members.push(child);
            }
        }
        hang(hung, next, &mut blobs, report);
        match first_held {
            // An archive of which nothing is left is no archive.
            Some(reason) if blobs.is_empty() && kind == Kind::Zip => Err(reason),
            _ if !held_documents.is_empty() => Ok(Inside::HeldDocuments(held_documents)),
            _ => Ok(Inside::Clean(blobs, Vec::new())),
        }
    }

    /// Takes children through, up to `width` of them side by side; the answers keep their order.
    fn children(
        &self,
        children: &[(ChildHeader, Bytes)],
        company: &BTreeMap<u32, Along>,
        (depth, documents): (u32, u32),
        file: Option<u32>,
        width: usize,
        within_package: bool,
    ) -> Vec<Passed> {
        let workers = width.min(children.len()).max(1);
        let one = |(header, bytes): &(ChildHeader, Bytes)| {
            self.pass(&Thing {
                index: header.index,
                name: header.name.rsplit('/').next().unwrap_or_default(),
                bytes,
                depth,
                documents,
                file: file.unwrap_or(header.index),
                width: width / workers,
                within_package,
                along: company.get(&header.index),
            })
        };
        if workers == 1 {
            return children.iter().map(one).collect();
        }
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::with_capacity(children.len()));
        std::thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    while let Some(child) = children.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let passed = one(child);
                        done.lock()
                            .unwrap_or_else(PoisonError::into_inner)
                            .push(passed);
                    }
                });
            }
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_unstable_by_key(|passed| passed.report.index);
        done
    }
}

/// Pictures that are written as PNG, JPEG, GIF, TIFF or SVG, as what is in them asks for.
fn becomes_what_it_is(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Webp | Kind::Tiff | Kind::Svg | Kind::Emf | Kind::Wmf
    )
}

fn is_package(kind: Kind) -> bool {
    matches!(kind.rebuilt(), Kind::Docx | Kind::Xlsx | Kind::Pptx)
}

/// Adds findings of pictures to those of their document, one row a code.
fn fold(into: &mut Vec<Finding>, findings: Vec<Finding>) {
    for finding in findings {
        match into.iter_mut().find(|row| row.code == finding.code) {
            Some(row) => row.count = row.count.saturating_add(finding.count),
            None => into.push(finding),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pictures_tell_is_told_once_by_their_document() {
        let mut rows = vec![Finding::new(Code::ImagesRedrawn, 1)];
        fold(
            &mut rows,
            vec![
                Finding::new(Code::ImagesRedrawn, 2),
                Finding::new(Code::MetadataRemoved, 1),
            ],
        );
        assert_eq!(
            rows,
            [
                Finding::new(Code::ImagesRedrawn, 3),
                Finding::new(Code::MetadataRemoved, 1)
            ]
        );
    }
}
