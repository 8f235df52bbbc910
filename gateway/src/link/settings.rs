//! The link process's configuration. Paths in the file are read from the folder the file lies in.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use garde::Validate;
use sekisho_platform::net::tls::TlsFiles;
use sekisho_platform::telemetry::TelemetrySettings;
use serde::Deserialize;

/// The largest bundle, unless the file says otherwise.
pub(crate) const BUNDLE_MOST: u64 = 1024 * 1024 * 1024;

/// The whole file.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub(super) struct LinkConfig {
    /// The outer node.
    pub(super) outer: OuterSide,
    /// The inner node.
    pub(super) inner: InnerSide,
    /// Where `sekisho` asks.
    pub(super) control: ControlPlace,
    /// The largest bundle carried, in bytes.
    #[serde(default = "bundle_most")]
    #[garde(range(min = 64 * 1024))]
    pub(super) bundle_most: u64,
    /// How to log.
    #[serde(default)]
    pub(super) telemetry: TelemetrySettings,
}

/// Where the outer process listens.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OuterSide {
    /// Its socket for the link.
    pub(super) socket: PathBuf,
}

/// Where the inner process listens.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "mode", rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum InnerSide {
    /// On this machine.
    Unix {
        /// Its socket for the link.
        socket: PathBuf,
    },
    /// On another machine, over mutual TLS.
    Tls {
        /// Its address.
        address: SocketAddr,
        /// The name its certificate must carry.
        name: String,
        /// The link's own certificate.
        certificate: PathBuf,
        /// Its key.
        key: PathBuf,
        /// The internal authority.
        ca: PathBuf,
    },
}

/// A control socket.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ControlPlace {
    /// The socket.
    pub(crate) socket: PathBuf,
}

fn bundle_most() -> u64 {
    BUNDLE_MOST
}

impl LinkConfig {
    /// The same with every path read from `folder`.
    pub(super) fn anchored(mut self, folder: &Path) -> Self {
        self.outer.socket = folder.join(&self.outer.socket);
        self.control.socket = folder.join(&self.control.socket);
        match &mut self.inner {
            InnerSide::Unix { socket } => *socket = folder.join(&socket),
            InnerSide::Tls {
                certificate,
                key,
                ca,
                ..
            } => {
                for path in [certificate, key, ca] {
                    *path = folder.join(&path);
                }
            }
        }
        self
    }
}

/// The files of one side, together.
pub(crate) fn tls_files(certificate: &Path, key: &Path, ca: &Path) -> TlsFiles {
    TlsFiles {
        certificate: certificate.into(),
        key: key.into(),
        ca: ca.into(),
    }
}
