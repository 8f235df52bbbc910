//! Who can be asked, and how: one JSON question over a process's control socket.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sekisho_platform::control;
use serde::Deserialize;
use serde_json::{Value, json};

/// How long an answer may take; reconciling a year of mail is a walk.
const PATIENCE: Duration = Duration::from_mins(5);

/// The four processes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Outer,
    Link,
    Inner,
    Appliance,
}

impl Role {
    /// In the order mail passes them.
    pub(crate) const ALL: [Self; 4] = [Self::Outer, Self::Link, Self::Inner, Self::Appliance];

    /// Its name, which is also its folder's.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Outer => "outer",
            Self::Link => "link",
            Self::Inner => "inner",
            Self::Appliance => "appliance",
        }
    }
}

/// The control sockets of one installation.
#[derive(Debug)]
pub(crate) struct Town {
    var: PathBuf,
    sockets: Sockets,
}

/// Where the sockets are, as a configuration file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sockets {
    outer: Option<PathBuf>,
    link: Option<PathBuf>,
    inner: Option<PathBuf>,
    appliance: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    control: Sockets,
}

/// A question could not be asked.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub(crate) enum AskError {
    /// The configuration file cannot be read.
    #[error("reading {}", path.display())]
    Config {
        path: PathBuf,
        source: std::io::Error,
    },
    /// The configuration file is not one.
    #[error("understanding {}: {why}", path.display())]
    Understand { path: PathBuf, why: String },
    /// The process does not answer.
    #[error("asking the {} process", role.name())]
    #[diagnostic(help("is it running? `sekisho status` shows all of them"))]
    Call {
        role: Role,
        source: control::ControlError,
    },
    /// The process took too long.
    #[error("waiting for the {} process to answer", role.name())]
    Slow { role: Role },
    /// The process will not.
    #[error("the {} process answered: {why}", role.name())]
    Refused { role: Role, why: String },
}

impl Town {
    /// The sockets below `var`, or where the configuration file says.
    pub(crate) fn new(var: PathBuf, config: Option<&Path>) -> Result<Self, AskError> {
        let Some(path) = config else {
            return Ok(Self {
                var,
                sockets: Sockets::default(),
            });
        };
        let text = std::fs::read_to_string(path).map_err(|source| AskError::Config {
            path: path.to_owned(),
            source,
        })?;
        let file: File = toml::from_str(&text).map_err(|error| AskError::Understand {
            path: path.to_owned(),
            why: error.to_string(),
        })?;
        Ok(Self {
            var,
            sockets: file.control,
        })
    }

    /// Asks one process.
    pub(crate) async fn ask(&self, role: Role, question: &Value) -> Result<Value, AskError> {
        let socket = self.socket(role);
        let answer = tokio::time::timeout(PATIENCE, control::call(&socket, question))
            .await
            .map_err(|_| AskError::Slow { role })?
            .map_err(|source| AskError::Call { role, source })?;
        if answer.get("ok") == Some(&Value::Bool(true)) {
            return Ok(answer);
        }
        let why = answer
            .get("error")
            .and_then(Value::as_str)
            .unwrap_or("no reason given");
        Err(AskError::Refused {
            role,
            why: why.to_owned(),
        })
    }

    /// Asks one process with a verb alone.
    pub(crate) async fn verb(&self, role: Role, verb: &str) -> Result<Value, AskError> {
        self.ask(role, &json!({ "do": verb })).await
    }

    fn socket(&self, role: Role) -> PathBuf {
        let named = match role {
            Role::Outer => &self.sockets.outer,
            Role::Link => &self.sockets.link,
            Role::Inner => &self.sockets.inner,
            Role::Appliance => &self.sockets.appliance,
        };
        let usual = || self.var.join(role.name()).join("run/control.sock");
        named.clone().unwrap_or_else(usual)
    }
}

/// A count in an answer.
pub(crate) fn count(answer: &Value, key: &str) -> u64 {
    answer.get(key).and_then(Value::as_u64).unwrap_or(0)
}

/// A text in an answer.
pub(crate) fn text<'a>(answer: &'a Value, key: &str) -> &'a str {
    answer.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// A list in an answer.
pub(crate) fn list<'a>(answer: &'a Value, key: &str) -> &'a [Value] {
    answer
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}
