//! The outer process's configuration: what the file says, checked before anything starts.
//!
//! Paths in the file are read from the folder the file lies in.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use garde::Validate;
use sekisho_platform::telemetry::TelemetrySettings;
use sekisho_sanitizer::AcceptedWalls;
use serde::Deserialize;

/// The whole file.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct OuterConfig {
    /// Who this node is.
    #[garde(dive)]
    pub node: Node,
    /// The mail intake.
    #[garde(dive)]
    pub smtp: Smtp,
    /// Where accepted mail lies.
    #[garde(dive)]
    pub spool: SpoolPlace,
    /// The ledger's store.
    #[garde(skip)]
    pub ledger: LedgerPlace,
    /// The sanitizer's two programs.
    #[garde(dive)]
    pub sanitizer: SanitizerPlace,
    /// The tier rules, a file of their own so that it can be signed and compared.
    #[garde(skip)]
    pub rules: RulesPlace,
    /// The key that seals.
    #[garde(skip)]
    pub seal: SealPlace,
    /// Where the link process connects.
    #[garde(skip)]
    pub link: LinkPlace,
    /// Where `sekisho` asks.
    #[garde(skip)]
    pub control: ControlPlace,
    /// How many items are in work at once.
    #[serde(default)]
    #[garde(dive)]
    pub work: Work,
    /// Where notices to senders go; without it they wait in sight.
    #[serde(default)]
    #[garde(skip)]
    pub notices: Option<NoticesPlace>,
    /// What the operator is told.
    #[serde(default)]
    #[garde(skip)]
    pub telemetry: TelemetrySettings,
}

/// Where notices to senders go.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoticesPlace {
    /// The relay's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
}

/// Who this node is.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// The node's name, as it stands in trace lines; mail that carries it has been here before.
    #[garde(length(min = 1, max = 63), ascii)]
    pub name: String,
    /// The crossing this node serves, for example `internet-lgwan`.
    #[garde(length(min = 1, max = 63), ascii)]
    pub crossing: String,
}

/// The mail intake.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// Where to listen, unless the service manager hands listeners over.
    #[serde(default)]
    #[garde(skip)]
    pub listen: Vec<SocketAddr>,
    /// The name in the greeting.
    #[garde(length(min = 1, max = 253), ascii)]
    pub hostname: String,
    /// The domains mail is taken in for; anything else is refused.
    #[garde(length(min = 1), inner(length(min = 1, max = 253)))]
    pub domains: Vec<String>,
    /// Who reads mail to `postmaster`.
    #[serde(default)]
    #[garde(skip)]
    pub postmaster: Option<String>,
    /// Certificate and key for STARTTLS; without them it is not offered.
    #[serde(default)]
    #[garde(skip)]
    pub tls: Option<SmtpTls>,
    /// What a session may use.
    #[serde(default)]
    #[garde(dive)]
    pub limits: SmtpLimits,
}

/// Certificate and key for STARTTLS, PEM files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmtpTls {
    /// The certificate chain.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// What a session may use. Sizes are bytes, times are seconds.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
pub struct SmtpLimits {
    /// The largest message.
    #[garde(range(min = 64 * 1024, max = 4 * 1024 * 1024 * 1024))]
    pub message: u64,
    /// Recipients of one message.
    #[garde(range(min = 1, max = 10_000))]
    pub recipients: usize,
    /// A command line with its CRLF.
    #[garde(range(min = 512, max = 65_536))]
    pub command_line: usize,
    /// A line of the message.
    #[garde(range(min = 1000))]
    pub text_line: u64,
    /// Mistakes of one session before it is closed.
    #[garde(range(min = 1))]
    pub mistakes: u32,
    /// `Received` lines before a message counts as going round.
    #[garde(range(min = 10))]
    pub hops: u32,
    /// Waiting for the client's next bytes.
    #[garde(range(min = 1))]
    pub idle_seconds: u64,
    /// One message, first byte to last.
    #[garde(range(min = 1))]
    pub message_seconds: u64,
    /// A whole session.
    #[garde(range(min = 1))]
    pub session_seconds: u64,
    /// Sessions of one client address at a time.
    #[garde(range(min = 1))]
    pub sessions_per_client: usize,
    /// Sessions in total at a time.
    #[garde(range(min = 1))]
    pub sessions: usize,
    /// Messages held in memory up to this size while they arrive; larger ones go to a file at once.
    #[garde(range(min = 4096, max = 16 * 1024 * 1024))]
    pub in_memory: usize,
}

impl Default for SmtpLimits {
    fn default() -> Self {
        Self {
            message: 100 * 1024 * 1024,
            recipients: 200,
            command_line: 4096,
            text_line: 1024 * 1024,
            mistakes: 20,
            hops: 50,
            idle_seconds: 300,
            message_seconds: 1800,
            session_seconds: 7200,
            sessions_per_client: 100,
            sessions: 500,
            in_memory: 256 * 1024,
        }
    }
}

/// Where accepted mail lies.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct SpoolPlace {
    /// The folder.
    #[garde(skip)]
    pub folder: PathBuf,
    /// How long originals are kept after their item is done.
    #[serde(default = "fourteen")]
    #[garde(range(min = 0, max = 3660))]
    pub keep_days: u32,
    /// Space that must stay free; below it mail is answered "later".
    #[serde(default = "sixty_four_mebibytes")]
    #[garde(skip)]
    pub reserve: u64,
    /// The size of one segment of the spool.
    #[serde(default = "sixty_four_mebibytes")]
    #[garde(range(min = 1024 * 1024))]
    pub segment: u64,
}

/// The ledger's store.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerPlace {
    /// The store's file.
    pub file: PathBuf,
}

/// The sanitizer's two programs.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct SanitizerPlace {
    /// `sanitize-read`.
    #[garde(skip)]
    pub reader: PathBuf,
    /// `sanitize-write`.
    #[garde(skip)]
    pub writer: PathBuf,
    /// What is to be done with which kind of file; the house's policy if none is given.
    #[serde(default)]
    #[garde(skip)]
    pub policy: Option<PathBuf>,
    /// Certificates in PEM or DER of those whose signatures on documents the site trusts: a file, or a folder of
    /// them. Read at the start; one that is none stops it.
    #[serde(default)]
    #[garde(skip)]
    pub signers: Option<PathBuf>,
    /// The walls this site does without where its kernel lacks them, each by name.
    #[serde(default)]
    #[garde(skip)]
    pub accept_missing_walls: AcceptedWalls,
}

/// The tier rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulesPlace {
    /// The rules' TOML file.
    pub file: PathBuf,
}

/// The key that seals.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealPlace {
    /// The key's file; made at the first start if it is missing.
    pub key: PathBuf,
}

/// Where the link process connects.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkPlace {
    /// The socket.
    pub socket: PathBuf,
    /// The inner node's public key, for the signature on the directory.
    pub inner_key: PathBuf,
    /// The directory the inner node last sent.
    pub directory: PathBuf,
}

/// Where `sekisho` asks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlPlace {
    /// The socket.
    pub socket: PathBuf,
}

/// How many items are in work at once.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
pub struct Work {
    /// Threads for small items (up to 256 KiB).
    #[garde(range(min = 1, max = 256))]
    pub small: usize,
    /// Threads for middling items (up to 4 MiB).
    #[garde(range(min = 1, max = 256))]
    pub middling: usize,
    /// Threads for large items.
    #[garde(range(min = 1, max = 64))]
    pub large: usize,
    /// Sealed items on their way at once.
    #[garde(range(min = 1, max = 4096))]
    pub in_flight: usize,
    /// Bytes of sealed items on their way at once.
    #[garde(range(min = 1024 * 1024))]
    pub in_flight_bytes: u32,
    /// Tries after which an item parks alone.
    #[garde(range(min = 1, max = 20))]
    pub tries: u32,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            small: 8,
            middling: 2,
            large: 1,
            in_flight: 256,
            in_flight_bytes: 128 * 1024 * 1024,
            tries: 2,
        }
    }
}

impl OuterConfig {
    /// The same configuration with every path made to start at the configuration's folder.
    pub fn anchored(mut self, folder: &Path) -> Self {
        let anchor = |path: &mut PathBuf| *path = folder.join(&*path);
        anchor(&mut self.spool.folder);
        anchor(&mut self.ledger.file);
        anchor(&mut self.sanitizer.reader);
        anchor(&mut self.sanitizer.writer);
        if let Some(policy) = &mut self.sanitizer.policy {
            anchor(policy);
        }
        anchor(&mut self.rules.file);
        anchor(&mut self.seal.key);
        anchor(&mut self.link.socket);
        anchor(&mut self.link.inner_key);
        anchor(&mut self.link.directory);
        anchor(&mut self.control.socket);
        if let Some(tls) = &mut self.smtp.tls {
            anchor(&mut tls.certificate);
            anchor(&mut tls.key);
        }
        self
    }
}

fn fourteen() -> u32 {
    14
}

fn sixty_four_mebibytes() -> u64 {
    64 * 1024 * 1024
}

#[cfg(test)]
mod tests {
    use sekisho_platform::config::{ConfigError, parse};
    use sekisho_sanitizer::Wall;

    use super::*;

    fn settings(accept: &str) -> Result<OuterConfig, ConfigError> {
        let text = format!(
            r#"
node = {{ name = "outer-1", crossing = "internet-lgwan" }}
smtp = {{ hostname = "mx.example", domains = ["example"] }}
spool = {{ folder = "spool" }}
ledger = {{ file = "ledger" }}
rules = {{ file = "rules.toml" }}
seal = {{ key = "seal" }}
link = {{ socket = "link.sock", inner_key = "inner.pub", directory = "directory" }}
control = {{ socket = "control.sock" }}
[sanitizer]
reader = "sanitize-read"
writer = "sanitize-write"
{accept}
"#
        );
        parse(Path::new("outer.toml"), text)
    }

    #[test]
    fn missing_walls_are_accepted_by_name_and_by_no_other_word() {
        let accepted = |text: &str| settings(text).unwrap().sanitizer.accept_missing_walls;
        assert!(!accepted("").accepts(Wall::Landlock));
        let one = accepted("accept_missing_walls = [\"landlock\"]");
        assert!(one.accepts(Wall::Landlock) && !one.accepts(Wall::Network));

        for (name, told) in [
            ("landlok", "no wall is called"),
            ("seccomp", "nothing ever runs without"),
            ("limits", "nothing ever runs without"),
        ] {
            let text = format!("accept_missing_walls = [\"network\", \"{name}\"]");
            let Err(ConfigError::Content { complaints, .. }) = settings(&text) else {
                panic!("{name} was taken");
            };
            assert!(complaints[0].message.contains(told), "{complaints:?}");
            assert_eq!(complaints[0].line, 13, "{complaints:?}");
            assert!(!complaints[0].span.is_empty());
        }
    }
}
