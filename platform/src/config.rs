//! Settings from a TOML file, checked before anything starts, every complaint with the file, the line and a caret.

use std::ops::Range;
use std::path::{Path, PathBuf};

use garde::Validate;
use miette::{Diagnostic, LabeledSpan, NamedSource, SourceSpan};
use serde::de::DeserializeOwned;

/// The settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("reading the settings in {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file reads, but does not say what it should.
    #[error("{} of the settings in {} cannot be used", count(complaints), path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// Its text.
        source_code: NamedSource<String>,
        /// What is wrong, and where.
        complaints: Vec<Complaint>,
    },
}

fn count(complaints: &[Complaint]) -> String {
    match complaints.len() {
        1 => "one".to_owned(),
        many => many.to_string(),
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone)]
pub struct Complaint {
    /// The setting, as `table.key`; empty when the file does not parse.
    pub setting: String,
    /// What is wrong with it.
    pub message: String,
    /// The line, counted from one.
    pub line: usize,
    /// Where in the text.
    pub span: Range<usize>,
}

impl Diagnostic for ConfigError {
    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        match self {
            Self::Read { .. } => None,
            Self::Content { source_code, .. } => Some(source_code),
        }
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        match self {
            Self::Read { .. } => None,
            Self::Content { complaints, .. } => Some(Box::new(complaints.iter().map(|one| {
                let label = if one.setting.is_empty() {
                    one.message.clone()
                } else {
                    format!("{}: {}", one.setting, one.message)
                };
                LabeledSpan::new_with_span(Some(label), SourceSpan::from(one.span.clone()))
            }))),
        }
    }
}

/// Reads and checks settings that need nothing else to be checked against.
pub fn load<T>(path: &Path) -> Result<T, ConfigError>
where
    T: DeserializeOwned + Validate<Context = ()>,
{
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
        path: path.to_owned(),
        source,
    })?;
    parse(path, text)
}

/// The same from a text that was already read; `path` is only named.
pub fn parse<T>(path: &Path, text: String) -> Result<T, ConfigError>
where
    T: DeserializeOwned + Validate<Context = ()>,
{
    let complain = |text: String, complaints| {
        let name = path.display().to_string();
        Err(ConfigError::Content {
            path: path.to_owned(),
            source_code: NamedSource::new(name, text).with_language("TOML"),
            complaints,
        })
    };
    let value: T = match toml::from_str(&text) {
        Ok(value) => value,
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let message = error.message().to_owned();
            let line = line_of(&text, span.start);
            let one = Complaint {
                setting: String::new(),
                message,
                line,
                span,
            };
            return complain(text, vec![one]);
        }
    };
    let Err(report) = value.validate() else {
        return Ok(value);
    };
    let complaints = report
        .iter()
        .map(|(setting, error)| {
            let setting = setting.to_string();
            let span = locate(&text, &setting);
            let line = line_of(&text, span.start);
            Complaint {
                setting,
                message: error.message().to_owned(),
                line,
                span,
            }
        })
        .collect();
    complain(text, complaints)
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

/// Where the value of `setting` stands: follows `a.b[2].c` through the document as far as it goes.
fn locate(text: &str, setting: &str) -> Range<usize> {
    use toml::de::{DeTable, DeValue};
    let Ok(document) = DeTable::parse(text) else {
        return 0..0;
    };
    let mut span = 0..0;
    let mut here: Option<&DeValue<'_>> = None;
    let mut table: Option<&DeTable<'_>> = Some(document.get_ref());
    for step in setting
        .split(['.', '[', ']'])
        .filter(|step| !step.is_empty())
    {
        let next = match (table, here) {
            (Some(table), _) => table.get(step),
            (None, Some(DeValue::Array(items))) => step
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index)),
            _ => None,
        };
        let Some(found) = next else { break };
        span = found.span();
        here = Some(found.get_ref());
        table = match found.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => None,
        };
    }
    span
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Settings {
        #[garde(dive)]
        shop: Shop,
    }

    #[derive(Debug, Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Shop {
        #[garde(length(min = 1))]
        name: String,
        #[garde(inner(range(max = 10)))]
        shelves: Vec<u32>,
    }

    fn complaints(text: &str) -> Vec<(String, usize, String)> {
        match parse::<Settings>(Path::new("shop.toml"), text.to_owned()) {
            Ok(_) => Vec::new(),
            Err(ConfigError::Content { complaints, .. }) => complaints
                .into_iter()
                .map(|one| (one.setting, one.line, text[one.span].to_owned()))
                .collect(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn good_settings_are_taken() {
        assert!(complaints("[shop]\nname = \"a\"\nshelves = [1, 2]\n").is_empty());
    }

    #[test]
    fn a_bad_value_is_shown_where_it_stands() {
        let text = "[shop]\nname = \"\"\nshelves = [1, 99, 3]\n";
        let told = complaints(text);
        assert_eq!(told[0].1, 2);
        assert_eq!(told[0].2, "\"\"");
        assert_eq!(told[1], ("shop.shelves[1]".into(), 3, "99".into()));
        let report = miette::Report::new(
            parse::<Settings>(Path::new("shop.toml"), text.into()).unwrap_err(),
        );
        let shown = format!("{report:?}");
        assert!(shown.contains("shop.toml:2"), "{shown}");
    }

    #[test]
    fn a_misspelt_setting_is_refused_with_its_line() {
        let told = complaints("[shop]\nname = \"a\"\nshelfs = []\n");
        assert_eq!((told[0].1, told[0].2.as_str()), (3, "shelfs"));
    }

    #[test]
    fn a_missing_file_is_named() {
        let missing = load::<Settings>(Path::new("/nowhere/at/all.toml")).unwrap_err();
        assert_eq!(
            missing.to_string(),
            "reading the settings in /nowhere/at/all.toml"
        );
    }
}
