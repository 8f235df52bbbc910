//! Lays the demo out below one folder: folders, keys, the internal authority and its certificates, configurations.
//!
//! Promises: what is there stays, above all keys and data; private keys are readable by their owner only; nothing is
//! started before every program is found and every port is free.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use sekisho_platform::id::SystemIds;
use sekisho_platform::net::{keys, tls::Authority};

use super::configs::{self, INNER_NAME, LINK_NAME};
use crate::arguments::Demo;
use crate::ask::Role;

const POSTED: &str = "samples-posted";
const PROGRAMS: [&str; 4] = [
    "sekisho-gateway",
    "sekisho-appliance",
    "sanitize-read",
    "sanitize-write",
];

/// A demo that is laid out.
#[derive(Debug, Clone)]
pub(super) struct Laid {
    /// The folder, absolute.
    pub(super) var: PathBuf,
    programs: PathBuf,
    smtp: u16,
    http: u16,
}

/// The demo cannot be laid out.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
pub(crate) enum PrepareError {
    /// A folder or file cannot be made.
    #[error("writing {}", path.display())]
    Write {
        path: PathBuf,
        source: std::io::Error,
    },
    /// A program is not there.
    #[error("looking for {name} beside this program, in {}", folder.display())]
    #[diagnostic(help("build everything first: `make build`, or `cargo build --release`"))]
    Missing { name: &'static str, folder: PathBuf },
    /// A port is taken.
    #[error("taking port {port} of 127.0.0.1: {source}")]
    #[diagnostic(help(
        "another program, perhaps another demo, has it; choose another with {option} PORT"
    ))]
    Port {
        port: u16,
        option: &'static str,
        source: std::io::Error,
    },
    /// A key or certificate cannot be made.
    #[error("making the keys and certificates: {why}")]
    Keys { why: String },
}

impl Laid {
    /// Where mail is sent to.
    pub(super) fn smtp(&self) -> String {
        format!("127.0.0.1:{}", self.smtp)
    }

    /// Where the browser goes.
    pub(super) fn web(&self) -> String {
        format!("http://127.0.0.1:{}/", self.http)
    }

    /// Where a process writes its log.
    pub(super) fn log(&self, role: Role) -> PathBuf {
        self.folder(role).join(format!("{}.log", role.name()))
    }

    /// A process's configuration file.
    pub(super) fn config(&self, role: Role) -> PathBuf {
        self.folder(role).join(format!("{}.toml", role.name()))
    }

    /// A process's program and its subcommand.
    pub(super) fn program(&self, role: Role) -> (PathBuf, &'static str) {
        match role {
            Role::Appliance => (self.programs.join("sekisho-appliance"), "serve"),
            other => (self.programs.join("sekisho-gateway"), other.name()),
        }
    }

    /// Whether the sample mails were sent before.
    pub(super) fn posted(&self) -> bool {
        self.var.join(POSTED).exists()
    }

    /// Remembers that the sample mails were sent.
    pub(super) fn mark_posted(&self) -> Result<(), PrepareError> {
        write(&self.var.join(POSTED), b"")
    }

    fn folder(&self, role: Role) -> PathBuf {
        self.var.join(role.name())
    }
}

/// Lays the demo out, or goes on with what is there.
pub(super) fn lay_out(var: &Path, demo: &Demo) -> Result<Laid, PrepareError> {
    let programs = beside()?;
    for name in PROGRAMS {
        if !programs.join(name).is_file() {
            return Err(PrepareError::Missing {
                name,
                folder: programs,
            });
        }
    }
    make_folder(var)?;
    let var = fs::canonicalize(var).map_err(|source| failed(var, source))?;
    let laid = Laid {
        var,
        programs,
        smtp: demo.smtp,
        http: demo.http,
    };
    for role in Role::ALL {
        for folder in ["run", "data", "keys"] {
            make_folder(&laid.folder(role).join(folder))?;
        }
        let text = configs::text(role, demo, &laid.programs.display().to_string());
        write(&laid.config(role), text.as_bytes())?;
    }
    make_keys(&laid)?;
    make_certificates(&laid)?;
    Ok(laid)
}

/// Checks that nobody has the demo's ports.
pub(super) fn ports_are_free(demo: &Demo) -> Result<(), PrepareError> {
    let mut ports = vec![(demo.smtp, "--smtp"), (demo.http, "--http")];
    if !demo.link_unix {
        ports.push((demo.link, "--link"));
    }
    for (port, option) in ports {
        TcpListener::bind(("127.0.0.1", port)).map_err(|source| PrepareError::Port {
            port,
            option,
            source,
        })?;
    }
    Ok(())
}

/// The key that seals, and the key that signs the directory; their public halves go where they are checked.
fn make_keys(laid: &Laid) -> Result<(), PrepareError> {
    let [outer, inner, appliance] =
        [Role::Outer, Role::Inner, Role::Appliance].map(|role| laid.folder(role).join("keys"));
    let seal =
        keys::load_or_create_signing(&outer.join("seal.key"), &SystemIds).map_err(keys_failed)?;
    let directory = keys::load_or_create_signing(&inner.join("directory.key"), &SystemIds)
        .map_err(keys_failed)?;
    for (path, key) in [
        (outer.join("seal.pub"), &seal),
        (inner.join("seal.pub"), &seal),
        (appliance.join("seal.pub"), &seal),
        (outer.join("directory.pub"), &directory),
        (inner.join("directory.pub"), &directory),
    ] {
        keys::write_verifying(&path, &key.verifying_key()).map_err(keys_failed)?;
    }
    Ok(())
}

/// The internal authority and the three certificates it signs. The authority's own key is forgotten at once:
/// when a certificate is missing, all are made anew.
fn make_certificates(laid: &Laid) -> Result<(), PrepareError> {
    let [outer, link, inner] =
        [Role::Outer, Role::Link, Role::Inner].map(|role| laid.folder(role).join("keys"));
    let wanted = [
        outer.join("smtp.pem"),
        outer.join("smtp.key"),
        link.join("link.pem"),
        link.join("link.key"),
        link.join("ca.pem"),
        inner.join("inner.pem"),
        inner.join("inner.key"),
        inner.join("ca.pem"),
    ];
    if wanted.iter().all(|path| path.exists()) {
        return Ok(());
    }
    let authority = Authority::create("Sekisho demo").map_err(keys_failed)?;
    let smtp = authority
        .issue_server(&["localhost", "mail.yamabiko.example"])
        .map_err(keys_failed)?;
    let server = authority.issue_server(&[INNER_NAME]).map_err(keys_failed)?;
    let client = authority.issue_client(LINK_NAME).map_err(keys_failed)?;
    for (folder, name, issued) in [
        (&outer, "smtp", &smtp),
        (&inner, "inner", &server),
        (&link, "link", &client),
    ] {
        write(
            &folder.join(format!("{name}.pem")),
            issued.certificate_pem.as_bytes(),
        )?;
        write_secret(
            &folder.join(format!("{name}.key")),
            issued.key_pem.as_bytes(),
        )?;
        write(
            &folder.join("ca.pem"),
            authority.certificate_pem().as_bytes(),
        )?;
    }
    Ok(())
}

fn beside() -> Result<PathBuf, PrepareError> {
    let own = std::env::current_exe().map_err(|source| failed(Path::new("sekisho"), source))?;
    Ok(own.parent().map(Path::to_owned).unwrap_or_default())
}

fn make_folder(path: &Path) -> Result<(), PrepareError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
        .map_err(|source| failed(path, source))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), PrepareError> {
    fs::write(path, bytes).map_err(|source| failed(path, source))
}

fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), PrepareError> {
    write(path, b"")?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))
        .map_err(|source| failed(path, source))?;
    write(path, bytes)
}

fn failed(path: &Path, source: std::io::Error) -> PrepareError {
    PrepareError::Write {
        path: path.to_owned(),
        source,
    }
}

fn keys_failed(error: impl std::error::Error) -> PrepareError {
    let mut why = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        why = format!("{why}: {error}");
        cause = error.source();
    }
    PrepareError::Keys { why }
}
