//! One real program of the town: started, asked, killed, never left behind.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use super::binary;

/// The four programs of a town.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The groupware.
    Appliance,
    /// The inner gateway.
    Inner,
    /// The link process.
    Link,
    /// The outer gateway.
    Outer,
}

impl Role {
    /// In the order in which they can become ready.
    pub const ALL: [Self; 4] = [Self::Appliance, Self::Inner, Self::Link, Self::Outer];

    /// Its folder below the town's.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Appliance => "appliance",
            Self::Inner => "inner",
            Self::Link => "link",
            Self::Outer => "outer",
        }
    }
}

/// A running program; killed when dropped.
#[derive(Debug)]
pub struct Program {
    role: Role,
    child: Child,
    log: PathBuf,
}

impl Program {
    /// Starts it with the configuration that the demo laid out.
    pub(super) fn start(role: Role, var: &Path) -> Self {
        let folder = role.folder();
        let (name, verb) = match role {
            Role::Appliance => ("sekisho-appliance", "serve"),
            _ => ("sekisho-gateway", folder),
        };
        let log = var.join(folder).join("test.log");
        let out = File::options()
            .create(true)
            .append(true)
            .open(&log)
            .expect("a log file");
        let child = Command::new(binary(name))
            .arg(verb)
            .arg("--config")
            .arg(var.join(folder).join(format!("{folder}.toml")))
            .stdin(Stdio::null())
            .stdout(out.try_clone().expect("a second handle"))
            .stderr(out)
            .spawn()
            .unwrap_or_else(|e| panic!("{name} {verb}: {e}"));
        Self { role, child, log }
    }

    /// Which program it is.
    pub fn role(&self) -> Role {
        self.role
    }

    /// Its process number.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it wrote to its log.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// `kill -9`, and waits until it is gone.
    pub(super) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Ok(pid) = i32::try_from(self.child.id()) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGTERM);
        }
        for _ in 0..200 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        self.kill();
    }
}

/// One question and its answer over a control socket.
pub(super) fn ask(socket: &Path, question: &Value) -> Result<Value, String> {
    let stream = UnixStream::connect(socket).map_err(|e| format!("{}: {e}", socket.display()))?;
    stream
        .set_read_timeout(Some(Duration::from_secs(30)))
        .map_err(|e| e.to_string())?;
    let mut writer = &stream;
    writeln!(writer, "{question}").map_err(|e| e.to_string())?;
    let mut line = String::new();
    BufReader::new(&stream)
        .read_line(&mut line)
        .map_err(|e| e.to_string())?;
    serde_json::from_str(&line).map_err(|e| format!("{e}: {line}"))
}
