//! The inner process's configuration. Paths in the file are read from the folder the file lies in.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use garde::Validate;
use sekisho_platform::telemetry::TelemetrySettings;
use serde::Deserialize;

use crate::link::settings::{BUNDLE_MOST, ControlPlace};

/// The whole file.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub(super) struct InnerConfig {
    /// Where the link comes in.
    pub(super) link: LinkSide,
    /// The outer node's seal.
    pub(super) seal: SealPlace,
    /// What signs the directory.
    pub(super) directory: DirectoryPlace,
    /// The appliance.
    pub(super) appliance: AppliancePlace,
    /// The ledger's store.
    pub(super) ledger: LedgerPlace,
    /// Where refused bundles are kept.
    #[garde(dive)]
    pub(super) refused: RefusedPlace,
    /// Where `sekisho` asks.
    pub(super) control: ControlPlace,
    /// The largest bundle taken, in bytes.
    #[serde(default = "bundle_most")]
    #[garde(range(min = 64 * 1024))]
    pub(super) bundle_most: u64,
    /// How to log.
    #[serde(default)]
    pub(super) telemetry: TelemetrySettings,
}

/// Where the link comes in.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "mode", rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum LinkSide {
    /// From this machine.
    Unix {
        /// The socket.
        socket: PathBuf,
    },
    /// From another machine, over mutual TLS.
    Tls {
        /// The address to listen on, unless the service manager hands a listener named `link` over.
        listen: SocketAddr,
        /// This node's certificate.
        certificate: PathBuf,
        /// Its key.
        key: PathBuf,
        /// The internal authority.
        ca: PathBuf,
    },
}

/// The outer node's seal.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SealPlace {
    /// The outer node's public key.
    pub(super) key: PathBuf,
}

/// What signs the directory.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DirectoryPlace {
    /// This node's signing key; made when missing.
    pub(super) key: PathBuf,
}

/// The appliance.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AppliancePlace {
    /// Its handover socket.
    pub(super) socket: PathBuf,
}

/// The ledger's store.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LedgerPlace {
    /// Its file.
    pub(super) file: PathBuf,
}

/// Where refused bundles are kept, and how many.
#[derive(Debug, Clone, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub(super) struct RefusedPlace {
    /// The folder.
    pub(super) folder: PathBuf,
    /// How many at most.
    #[serde(default = "refused_files")]
    #[garde(range(min = 1))]
    pub(super) files: usize,
    /// How many bytes at most.
    #[serde(default = "refused_bytes")]
    pub(super) bytes: u64,
}

fn bundle_most() -> u64 {
    BUNDLE_MOST
}

fn refused_files() -> usize {
    1_000
}

fn refused_bytes() -> u64 {
    256 * 1024 * 1024
}

impl InnerConfig {
    /// The same with every path read from `folder`.
    pub(super) fn anchored(mut self, folder: &Path) -> Self {
        for path in [
            &mut self.seal.key,
            &mut self.directory.key,
            &mut self.appliance.socket,
            &mut self.ledger.file,
            &mut self.refused.folder,
            &mut self.control.socket,
        ] {
            *path = folder.join(&path);
        }
        match &mut self.link {
            LinkSide::Unix { socket } => *socket = folder.join(&socket),
            LinkSide::Tls {
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
