//! What was attached inside a document and stands beside it afterwards: in the archive or the mail it came in, or as an
//! attachment of its own.

use sekisho_ir::{BlobHeader, Code, Finding};

use crate::evidence::Sanitized;
use crate::report::{PartReport, PartResult};
use crate::sanitizer::FileOutcome;

/// One thing at the end of its way.
pub(crate) struct Passed {
    pub(crate) report: PartReport,
    pub(crate) clean: Option<Sanitized>,
    /// What was attached inside it, and inside that: each stands beside it.
    pub(crate) beside: Vec<Passed>,
}

impl Passed {
    /// As a file that was given alone ends.
    pub(crate) fn into_outcome(self) -> FileOutcome {
        let beside = self.beside.into_iter();
        FileOutcome {
            report: self.report,
            file: self.clean,
            beside: beside.map(|one| (one.report, one.clean)).collect(),
        }
    }
}

/// How many.
pub(crate) fn count(passed: &[Passed]) -> u32 {
    u32::try_from(passed.len()).unwrap_or(u32::MAX)
}

/// What was attached inside a document, flat, each saying what it came out of.
pub(crate) fn apart(passed: Vec<Passed>, name: &str) -> Vec<Passed> {
    let mut all = Vec::with_capacity(passed.len());
    for mut one in passed {
        let deeper = std::mem::take(&mut one.beside);
        let from = Finding::new(Code::TakenFrom, 1).at(name);
        one.report.findings.push(from);
        all.push(one);
        all.extend(deeper);
    }
    all
}

/// The attachments of a mail, and after them what was attached inside some of them: attachments of their own now.
pub(crate) fn with_those_beside(parts: Vec<Passed>) -> Vec<Passed> {
    let mut all = Vec::with_capacity(parts.len());
    let mut more = Vec::new();
    for mut part in parts {
        more.append(&mut part.beside);
        all.push(part);
    }
    for mut part in more {
        let place = u32::try_from(all.len()).unwrap_or(u32::MAX);
        part.report.index = place;
        set_file(&mut part.report, place);
        all.push(part);
    }
    all
}

/// Says of a part and of all inside it which attachment holds them.
fn set_file(report: &mut PartReport, place: u32) {
    if let PartResult::Clean { file, .. } = &mut report.result {
        *file = place;
    }
    for member in &mut report.members {
        set_file(member, place);
    }
}

/// Puts what stands beside members of a container into it, each beside the child of that number.
pub(crate) fn hang(
    hung: Vec<(u32, Passed)>,
    mut next: u32,
    blobs: &mut Vec<(BlobHeader, Sanitized)>,
    report: &mut PartReport,
) {
    for (child, mut one) in hung {
        one.report.index = next;
        if let Some(clean) = one.clean {
            let header = BlobHeader {
                index: next,
                name: one.report.name.clone(),
                kind: clean.kind(),
                beside: Some(child),
            };
            blobs.push((header, clean));
        }
        next = next.saturating_add(1);
        report.members.push(one.report);
    }
}
