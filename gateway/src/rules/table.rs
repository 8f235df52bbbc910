//! The table as it stands in the file, and what is wrong with it before it is used.

use std::ops::Range;
use std::path::Path;

use miette::{Diagnostic, NamedSource, SourceSpan};
use sekisho_ir::Reason;
use serde::Deserialize;

use super::pattern::Pattern;

/// The whole table.
#[derive(Debug, Clone)]
pub struct Table {
    pub(super) rules: Vec<Rule>,
}

/// One row: all conditions that are given must hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name, as it stands in the ledger and in the seal.
    pub id: String,
    /// What it is for, in a person's words.
    #[serde(default)]
    pub about: String,
    /// Crossings it is for; none given means all.
    #[serde(default)]
    pub crossing: Vec<String>,
    /// Senders it is for (`*@pref.example`; an empty word is a notice's sender).
    #[serde(default)]
    pub from: Vec<Pattern>,
    /// Recipients it is for; one of the mail's recipients is enough.
    #[serde(default)]
    pub to: Vec<Pattern>,
    /// Originals larger than this many bytes.
    #[serde(default)]
    pub larger_than: Option<u64>,
    /// Mails whose own text could not be read, for one of these reasons.
    #[serde(default)]
    pub unreadable: Vec<Reason>,
    /// Mails with a part that was held, for one of these reasons.
    #[serde(default)]
    pub part_held: Vec<Reason>,
    /// Mails with a part that was found to be one of these kinds.
    #[serde(default)]
    pub part_kind: Vec<String>,
    /// What happens.
    action: Word,
    /// Whose approval a held item waits for.
    #[serde(default)]
    approvers: Vec<String>,
}

/// The words for what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    Pass,
    Hold,
    Quarantine,
    Refuse,
}

/// What happens to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It passes.
    Pass,
    /// It waits for a person.
    Hold {
        /// Whose approval it waits for.
        approvers: Vec<String>,
    },
    /// It is kept away.
    Quarantine,
    /// It is refused, and the sender is told.
    Refuse,
}

impl Action {
    /// The action's word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Hold { .. } => "hold",
            Self::Quarantine => "quarantine",
            Self::Refuse => "refuse",
        }
    }
}

/// The table cannot be used.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum RulesError {
    /// The file cannot be read.
    #[error("reading the rules in {path}")]
    Read {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The text is not a table of rules.
    #[error("the rules cannot be used: {message}")]
    Content {
        /// What is wrong.
        message: String,
        /// The file and its text.
        #[source_code]
        text: NamedSource<String>,
        /// Where.
        #[label("here")]
        span: Option<SourceSpan>,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<toml::Spanned<Rule>>,
}

/// The table a site starts with.
const PRESET: &str = include_str!("preset.toml");

impl Table {
    /// The table a site starts with.
    pub fn preset() -> Result<Self, RulesError> {
        Self::parse("preset.toml", PRESET)
    }

    /// Reads the table in `path`; a site that has written none has the preset.
    pub fn load(path: &Path) -> Result<Self, RulesError> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&path.display().to_string(), &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::preset(),
            Err(source) => Err(RulesError::Read {
                path: path.display().to_string(),
                source,
            }),
        }
    }

    /// Reads a table.
    pub fn parse(name: &str, text: &str) -> Result<Self, RulesError> {
        let wrong = |message: String, span: Option<Range<usize>>| RulesError::Content {
            message,
            text: NamedSource::new(name, text.to_owned()),
            span: span.map(SourceSpan::from),
        };
        let file: File = toml::from_str(text)
            .map_err(|error| wrong(error.message().to_owned(), error.span()))?;
        for (number, row) in file.rule.iter().enumerate() {
            let (rule, span) = (row.get_ref(), row.span());
            if rule.action != Word::Hold && !rule.approvers.is_empty() {
                let message = format!("`{}` names approvers and does not hold", rule.id);
                return Err(wrong(message, Some(span)));
            }
            let before = file.rule.get(..number).unwrap_or_default();
            if rule.id.is_empty() {
                return Err(wrong("a rule has an empty id".into(), Some(span)));
            }
            if before.iter().any(|other| other.get_ref().id == rule.id) {
                return Err(wrong(
                    format!("the id `{}` is used twice", rule.id),
                    Some(span),
                ));
            }
            if let Some(all) = before.iter().find(|other| other.get_ref().matches_all()) {
                let message = format!(
                    "nothing reaches `{}`: `{}` matches all",
                    rule.id,
                    all.get_ref().id
                );
                return Err(wrong(message, Some(span)));
            }
        }
        Ok(Self {
            rules: file
                .rule
                .into_iter()
                .map(toml::Spanned::into_inner)
                .collect(),
        })
    }
}

impl Rule {
    /// What happens to an item it matches.
    pub(super) fn action(&self) -> Action {
        match self.action {
            Word::Pass => Action::Pass,
            Word::Hold => Action::Hold {
                approvers: self.approvers.clone(),
            },
            Word::Quarantine => Action::Quarantine,
            Word::Refuse => Action::Refuse,
        }
    }

    /// Whether it matches whatever comes.
    fn matches_all(&self) -> bool {
        self.crossing.is_empty()
            && (self.from.is_empty() || self.from.iter().any(Pattern::fits_all))
            && (self.to.is_empty() || self.to.iter().any(Pattern::fits_all))
            && self.larger_than.is_none()
            && self.unreadable.is_empty()
            && self.part_held.is_empty()
            && self.part_kind.is_empty()
    }
}
