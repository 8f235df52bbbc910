//! The road of one mail or file through the halves. (Thin: everything is held until the halves stand.)

use sekisho_ir::Reason;

use crate::evidence::Untrusted;
use crate::policy::Policy;
use crate::report::{MailReport, PartReport, PartResult};
use crate::sanitizer::{DisarmedMail, FileOutcome, Sanitizer};

pub(crate) fn mail(_: &Sanitizer, _: &Untrusted, _: &Policy) -> DisarmedMail {
    let reason = Reason::UnsupportedType;
    DisarmedMail {
        record: Err(reason),
        report: MailReport {
            held: Some(reason),
            ..MailReport::default()
        },
        files: Vec::new(),
    }
}

pub(crate) fn file(_: &Sanitizer, name: &str, bytes: &Untrusted, _: &Policy) -> FileOutcome {
    let report = PartReport {
        index: 0,
        name: name.to_owned(),
        original_name: name.to_owned(),
        original_size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        original_digest: bytes.digest().to_hex().to_string(),
        detected: "unknown".to_owned(),
        result: PartResult::Held {
            reason: Reason::UnsupportedType,
        },
        findings: Vec::new(),
        members: Vec::new(),
    };
    FileOutcome { report, file: None }
}
