//! What the operator reads: events with stable codes, on standard error, as text or JSON lines.

use serde::Deserialize;
use tracing_subscriber::EnvFilter;

/// How to tell.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TelemetrySettings {
    /// As text for people or JSON lines for machines.
    pub format: Format,
    /// What to tell, as `level` or `target=level,…`; the environment's SEKISHO_LOG comes first.
    pub filter: String,
}

impl Default for TelemetrySettings {
    fn default() -> Self {
        Self {
            format: Format::Text,
            filter: "info".to_owned(),
        }
    }
}

/// The shape of what is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// One line of text an event.
    Text,
    /// One JSON object an event.
    Json,
}

/// Telling cannot begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TelemetryError {
    /// The filter does not read.
    #[error("reading the log filter `{filter}`")]
    Filter {
        /// The filter.
        filter: String,
        /// Why.
        #[source]
        source: tracing_subscriber::filter::ParseError,
    },
    /// Somebody else tells already.
    #[error("starting to log: it was started before")]
    Started(#[source] tracing_subscriber::util::TryInitError),
}

/// Starts telling, once in a program. A panic is told by its place only: its words may hold what must not be told.
pub fn start(role: &str, settings: &TelemetrySettings) -> Result<(), TelemetryError> {
    use tracing_subscriber::util::SubscriberInitExt;
    let filter = std::env::var("SEKISHO_LOG").unwrap_or_else(|_| settings.filter.clone());
    let parsed = EnvFilter::try_new(&filter).map_err(|source| TelemetryError::Filter {
        filter: filter.clone(),
        source,
    })?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(parsed)
        .with_writer(std::io::stderr);
    match settings.format {
        Format::Text => builder.with_ansi(false).finish().try_init(),
        Format::Json => builder.json().flatten_event(true).finish().try_init(),
    }
    .map_err(TelemetryError::Started)?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(code = "panic", place);
    }));
    tracing::info!(code = "started", role, version = env!("CARGO_PKG_VERSION"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_does_not_read_is_told_with_its_text() {
        let settings = TelemetrySettings {
            filter: "a=b=c".to_owned(),
            ..TelemetrySettings::default()
        };
        let refused = start("story", &settings).unwrap_err();
        assert_eq!(refused.to_string(), "reading the log filter `a=b=c`");
    }
}
