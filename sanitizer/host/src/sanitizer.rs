//! The door: a mail or a file goes in, what could be made safe comes out, with a report.

use std::collections::BTreeSet;
use std::path::PathBuf;

use sekisho_ir::{Password, Reason};
use sekisho_jail::{AcceptedWalls, Jail, Slots, StartError, Wall};

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
    /// Certificates in PEM or DER that the site trusts to stand behind signatures: a file, or a folder of them.
    pub signers: Option<PathBuf>,
    /// How many items may run at once in each half.
    pub slots: Slots,
    /// The walls whose absence the site accepts, each by name.
    pub accept_missing_walls: AcceptedWalls,
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
    /// What was attached inside it: each went its own way and belongs beside it.
    pub beside: Vec<(PartReport, Option<Sanitized>)>,
}

impl Settings {
    /// The two halves that stand beside the running program.
    pub fn beside_this_program() -> std::io::Result<Self> {
        let program = std::env::current_exe()?;
        let beside = |name: &str| program.with_file_name(name);
        Ok(Self {
            reader: beside("sanitize-read"),
            writer: beside("sanitize-write"),
            signers: None,
            slots: Slots::default(),
            accept_missing_walls: AcceptedWalls::default(),
        })
    }
}

impl Sanitizer {
    /// Starts both halves; an error means that a wall is missing that the site has not accepted as
    /// missing, and nothing may run. What it has accepted is told in the log at every start.
    pub fn start(settings: &Settings) -> Result<Self, StartError> {
        let jail = |program, arguments: &[PathBuf]| {
            let accepted = &settings.accept_missing_walls;
            Jail::start_with(program, arguments, settings.slots, accepted)
        };
        let sanitizer = Self {
            reader: jail(&settings.reader, settings.signers.as_slice())?,
            writer: jail(&settings.writer, &[])?,
            width: settings.slots.quick.max(1),
        };
        for wall in sanitizer.missing_walls() {
            let wall = wall.name();
            tracing::warn!(
                code = "wall-missing",
                wall,
                "running without a wall, as configured"
            );
        }
        Ok(sanitizer)
    }

    /// The walls that are missing and accepted as missing.
    pub fn missing_walls(&self) -> BTreeSet<Wall> {
        let mut missing = BTreeSet::from_iter(self.reader.missing_walls());
        missing.extend(self.writer.missing_walls());
        missing
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
