//! The door: a mail or a file goes in, what could be made safe comes out, with a report.

use std::path::PathBuf;

use sekisho_ir::{Password, Reason};
use sekisho_jail::{Jail, Slots, StartError};

use crate::evidence::{Sanitized, Untrusted};
use crate::policy::Policy;
use crate::report::{MailReport, PartReport};

/// Where the two halves are and how much may run at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The program `sanitize-read`.
    pub reader: PathBuf,
    /// The program `sanitize-write`.
    pub writer: PathBuf,
    /// How many items may run at once in each half.
    pub slots: Slots,
}

/// Runs the two halves. Cheap to clone; many threads may call it at once.
#[derive(Clone)]
pub struct Sanitizer {
    pub(crate) reader: Jail,
    pub(crate) writer: Jail,
    /// How many children of one thing may travel side by side.
    pub(crate) width: usize,
}

/// A mail after its way through the sanitizer.
#[derive(Clone, Debug)]
pub struct DisarmedMail {
    /// The mail's record (canonical JSON). An error means that not even a notice in its place could
    /// be written: the item is held.
    pub record: Result<Sanitized, Reason>,
    /// What happened.
    pub report: MailReport,
    /// The attachments by their index; none where one is held.
    pub files: Vec<Option<Sanitized>>,
}

/// A file after its way through the sanitizer.
#[derive(Clone, Debug)]
pub struct FileOutcome {
    /// What happened.
    pub report: PartReport,
    /// The file, unless it is held.
    pub file: Option<Sanitized>,
}

impl Settings {
    /// The two halves that stand beside the running program.
    pub fn beside_this_program() -> std::io::Result<Self> {
        let program = std::env::current_exe()?;
        let beside = |name: &str| program.with_file_name(name);
        Ok(Self {
            reader: beside("sanitize-read"),
            writer: beside("sanitize-write"),
            slots: Slots::default(),
        })
    }
}

impl Sanitizer {
    /// Starts both halves; an error means that a wall is missing and nothing may run.
    pub fn start(settings: &Settings) -> Result<Self, StartError> {
        Ok(Self {
            reader: Jail::start(&settings.reader, settings.slots)?,
            writer: Jail::start(&settings.writer, settings.slots)?,
            width: settings.slots.quick.max(1),
        })
    }

    /// Takes a mail through. Always answers; what cannot be made safe is held with its reason.
    pub fn mail(&self, mail: Untrusted, policy: &Policy) -> DisarmedMail {
        crate::route::mail(self, &mail, policy)
    }

    /// Takes a file through. Always answers; what cannot be made safe is held with its reason.
    pub fn file(&self, name: &str, bytes: Untrusted, policy: &Policy) -> FileOutcome {
        self.file_opened(name, bytes, policy, &[])
    }

    /// As [`Sanitizer::file`], with passwords to try on what is locked, in order.
    pub fn file_opened(
        &self,
        name: &str,
        bytes: Untrusted,
        policy: &Policy,
        passwords: &[Password],
    ) -> FileOutcome {
        crate::route::file(self, name, &bytes, policy, passwords)
    }
}
