//! What the configuration file may say. Unknown keys are refused; relative paths are read from the file's folder.

use super::client::Network;
use garde::Validate;
use sekisho_platform::config::{self, ConfigError};
use sekisho_platform::telemetry::TelemetrySettings;
use sekisho_sanitizer::{AcceptedWalls, Settings, Slots};
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The configuration of an appliance.
#[derive(Clone, Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where pages are served, unless a listener named `http` is inherited.
    #[garde(skip)]
    pub listen: SocketAddr,
    /// The folder of the store and the blobs.
    #[garde(custom(not_empty))]
    pub data: PathBuf,
    /// The operator's socket.
    #[garde(custom(not_empty))]
    pub control: PathBuf,
    /// Where the inner gateway hands bundles over.
    #[garde(custom(not_empty))]
    pub handover: PathBuf,
    /// The key that the outer node's seals are checked with.
    #[garde(custom(not_empty))]
    pub seal_key: PathBuf,
    /// The file of the machine's key, made at the first start. Keep a copy of it apart from the copies of `data`:
    /// together they open second factors, each alone does not.
    #[serde(default)]
    #[garde(skip)]
    pub machine_key: Option<PathBuf>,
    /// Says that the key this store was used with is lost for good: second factors, app passwords and codes that
    /// were made with it open nothing any more and are made anew.
    #[serde(default)]
    #[garde(skip)]
    pub machine_key_lost: bool,
    /// Where browsers see the pages: needed when a proxy stands between, and for passkeys.
    #[serde(default)]
    #[garde(skip)]
    pub origin: Option<String>,
    /// The domain above the host of `origin` that passkeys belong to, where the host may be named anew one day.
    /// Without it they belong to the host itself. Whichever it is, to change it loses every passkey.
    #[serde(default)]
    #[garde(skip)]
    pub passkey_domain: Option<String>,
    /// The networks of the reverse proxies that pages come through. Their word of whom they speak for
    /// (`X-Forwarded-For`) is taken, and nobody else's.
    #[serde(default)]
    #[garde(skip)]
    pub trusted_proxies: Vec<Network>,
    /// The town's time zone.
    #[serde(default = "tokyo")]
    #[garde(custom(known_zone))]
    pub zone: String,
    /// What an empty store is filled with: `demo` or nothing.
    #[serde(default)]
    #[garde(custom(known_seed(self.demo_password.as_deref())))]
    pub seed: Option<String>,
    /// The password of everybody in the demo town.
    #[serde(default)]
    #[garde(inner(length(chars, min = 12, max = 200)))]
    pub demo_password: Option<String>,
    /// Certificate and key, to serve pages over TLS.
    #[serde(default)]
    #[garde(skip)]
    pub tls: Option<Tls>,
    /// The sanitizer's two programs, for what is uploaded here.
    #[serde(default)]
    #[garde(dive)]
    pub sanitizer: SanitizerPlace,
    /// How long a log-in lasts.
    #[serde(default)]
    #[garde(dive)]
    pub session: SessionTimes,
    /// How the program reports on itself.
    #[serde(default)]
    #[garde(skip)]
    pub telemetry: TelemetrySettings,
}

/// Certificate and key as PEM files.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate chain.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// The sanitizer's two programs, for what is uploaded here.
#[derive(Clone, Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
pub struct SanitizerPlace {
    /// `sanitize-read`; beside this program where nothing is said.
    #[garde(skip)]
    pub reader: Option<PathBuf>,
    /// `sanitize-write`; beside this program where nothing is said.
    #[garde(skip)]
    pub writer: Option<PathBuf>,
    /// How many uploads are made anew at once.
    #[garde(range(min = 1, max = 64))]
    pub slots: usize,
    /// The walls this site does without where its kernel lacks them, each by name.
    #[garde(skip)]
    pub accept_missing_walls: AcceptedWalls,
}

impl Default for SanitizerPlace {
    fn default() -> Self {
        Self {
            reader: None,
            writer: None,
            slots: 2,
            accept_missing_walls: AcceptedWalls::default(),
        }
    }
}

impl SanitizerPlace {
    /// As the sanitizer wants it.
    pub(super) fn settings(&self) -> std::io::Result<Settings> {
        let beside = Settings::beside_this_program()?;
        Ok(Settings {
            reader: self.reader.clone().unwrap_or(beside.reader),
            writer: self.writer.clone().unwrap_or(beside.writer),
            slots: Slots {
                quick: self.slots,
                slow: self.slots,
            },
            accept_missing_walls: self.accept_missing_walls.clone(),
            signers: None,
        })
    }
}

/// How long a log-in lasts, in seconds.
#[derive(Clone, Copy, Debug, Deserialize, Validate)]
#[serde(deny_unknown_fields, default)]
pub struct SessionTimes {
    /// Without any act.
    #[garde(range(min = 60, max = 86_400))]
    pub idle_seconds: i64,
    /// However busy.
    #[garde(range(min = 300, max = 604_800))]
    pub absolute_seconds: i64,
}

impl Default for SessionTimes {
    fn default() -> Self {
        Self {
            idle_seconds: 3_600,
            absolute_seconds: 43_200,
        }
    }
}

impl Config {
    /// Where the machine's key is.
    pub(super) fn machine_key(&self) -> PathBuf {
        match &self.machine_key {
            Some(path) => path.clone(),
            None => self.data.join("machine.key"),
        }
    }

    /// Reads a file and makes its paths whole.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let mut config: Self = config::load(path)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        for place in [
            &mut config.data,
            &mut config.control,
            &mut config.handover,
            &mut config.seal_key,
        ] {
            *place = folder.join(&place);
        }
        let key = config.machine_key.take();
        config.machine_key = key.map(|path| folder.join(path));
        for program in [&mut config.sanitizer.reader, &mut config.sanitizer.writer] {
            *program = program.take().map(|path| folder.join(path));
        }
        if let Some(tls) = &mut config.tls {
            tls.certificate = folder.join(&tls.certificate);
            tls.key = folder.join(&tls.key);
        }
        Ok(config)
    }
}

fn tokyo() -> String {
    "Asia/Tokyo".to_owned()
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that garde asks for"
)]
fn not_empty(path: &Path, (): &()) -> garde::Result {
    if path.as_os_str().is_empty() {
        Err(garde::Error::new("a path is needed here"))
    } else {
        Ok(())
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the form that garde asks for"
)]
fn known_zone(zone: &str, (): &()) -> garde::Result {
    jiff::tz::TimeZone::get(zone)
        .map(|_| ())
        .map_err(|_| garde::Error::new("no such time zone; write it as Asia/Tokyo"))
}

fn known_seed(password: Option<&str>) -> impl FnOnce(&Option<String>, &()) -> garde::Result + '_ {
    move |seed, ()| match seed.as_deref() {
        None => Ok(()),
        Some("demo") if password.is_some() => Ok(()),
        Some("demo") => Err(garde::Error::new(
            "the demo town needs a demo_password of 12 characters or more",
        )),
        Some(_) => Err(garde::Error::new("only \"demo\" is known")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("appliance.toml");
        std::fs::write(&path, text).expect("write");
        Config::load(&path)
    }

    const LEAST: &str = "listen = \"127.0.0.1:0\"\ndata = \"data\"\ncontrol = \"run/control.sock\"\nhandover = \"run/handover.sock\"\nseal_key = \"/keys/seal.pub\"\n";

    #[test]
    fn the_least_is_enough_and_paths_are_read_from_the_files_folder() {
        let config = load(LEAST).expect("config");
        assert!(config.data.is_absolute() && config.data.ends_with("data"));
        assert_eq!(config.seal_key, Path::new("/keys/seal.pub"));
        assert!(config.machine_key().ends_with("data/machine.key"));
        assert_eq!(config.session.idle_seconds, 3_600);
        let beside = Settings::beside_this_program().expect("this program");
        assert_eq!(
            config.sanitizer.settings().expect("settings").reader,
            beside.reader
        );
    }

    #[test]
    fn the_sanitizers_programs_may_be_elsewhere() {
        let text = format!(
            "{LEAST}[sanitizer]\nreader = \"bin/sanitize-read\"\nslots = 3\naccept_missing_walls = [\"landlock\"]\n"
        );
        let settings = load(&text)
            .expect("config")
            .sanitizer
            .settings()
            .expect("settings");
        assert!(settings.reader.is_absolute() && settings.reader.ends_with("bin/sanitize-read"));
        assert!(settings.writer.ends_with("sanitize-write"));
        assert_eq!((settings.slots.quick, settings.slots.slow), (3, 3));
        assert!(load(&format!("{LEAST}[sanitizer]\nslots = 0\n")).is_err());
        assert!(load(&format!("{LEAST}[sanitizer]\nwalls = []\n")).is_err());
    }

    #[test]
    fn proxies_are_named_by_network_and_a_slip_is_refused() {
        let of = |list: &str| load(&format!("{LEAST}trusted_proxies = {list}\n"));
        let config = of("[\"10.0.0.0/24\", \"192.0.2.7\"]").expect("config");
        assert_eq!(config.trusted_proxies.len(), 2);
        assert!(load(LEAST).expect("config").trusted_proxies.is_empty());
        for slip in [
            "[\"0.0.0.0/0\"]",
            "[\"10.0.0.7/24\"]",
            "[\"proxy\"]",
            "\"10.0.0.0/24\"",
        ] {
            assert!(of(slip).is_err(), "{slip}");
        }
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let unknown = load(&format!("{LEAST}colour = \"red\"\n")).expect_err("unknown key");
        assert!(
            matches!(&unknown, ConfigError::Content { complaints, .. } if complaints[0].line == 6)
        );
        let zone = load(&format!("{LEAST}zone = \"Mars/Base\"\n")).expect_err("zone");
        assert!(
            matches!(&zone, ConfigError::Content { complaints, .. } if complaints[0].setting == "zone")
        );
        assert!(load(&format!("{LEAST}seed = \"demo\"\n")).is_err());
        assert!(
            load(&format!(
                "{LEAST}seed = \"demo\"\ndemo_password = \"short\"\n"
            ))
            .is_err()
        );
        assert!(
            load(&format!(
                "{LEAST}seed = \"demo\"\ndemo_password = \"yamabiko-demo\"\n"
            ))
            .is_ok()
        );
    }
}
