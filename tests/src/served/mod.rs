//! The groupware alone, as the real binary over TLS, on a data folder that was filled before.
//!
//! ```text
//!   prefecture ──▶ Filling (the house's own services) ──▶ data folder ──▶ sekisho-appliance
//!                                                                              ▲
//!   pace (open loop: asks when it is due, not when there is time) ──▶ line ────┘
//! ```

mod line;
mod pace;

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ed25519_dalek::SigningKey;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::{Value, json};

pub use line::{Answer, Door, Line, form};
pub use pace::{Paced, paced};

use crate::wait::until_within;
use crate::world::binary;

/// How long a start may take before it is called broken.
const PATIENCE: Duration = Duration::from_mins(10);

/// The folder of an appliance: its data, its keys, its configuration.
#[derive(Debug)]
pub struct Place {
    folder: PathBuf,
    port: u16,
    /// What the mail it takes is sealed with.
    pub seal: SigningKey,
    door: Door,
}

impl Place {
    /// Lays the folder out, with a port that is free now. What is there already stays.
    pub fn lay_out(folder: &Path) -> Self {
        let seal = SigningKey::from_bytes(&[7; 32]);
        std::fs::create_dir_all(folder).expect("a folder");
        let public = sekisho_platform::net::keys::write_verifying;
        public(&folder.join("seal.pub"), &seal.verifying_key()).expect("a key");
        let signed = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]);
        let signed = signed.expect("a certificate");
        std::fs::write(folder.join("web.pem"), signed.cert.pem()).expect("written");
        let key = signed.signing_key.serialize_pem();
        std::fs::write(folder.join("web.key"), key).expect("written");
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("an address").port();
        std::fs::write(
            folder.join("appliance.toml"),
            format!(
                "listen = \"127.0.0.1:{port}\"\ndata = \"data\"\ncontrol = \"run/control.sock\"\n\
                 handover = \"run/handover.sock\"\nseal_key = \"seal.pub\"\n\
                 tls = {{ certificate = \"web.pem\", key = \"web.key\" }}\n\
                 [session]\nidle_seconds = 86400\nabsolute_seconds = 604800\n"
            ),
        )
        .expect("written");
        let door = Door::new(port, signed.cert.der());
        Self {
            folder: folder.to_owned(),
            port,
            seal,
            door,
        }
    }

    /// Where its data lies.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The files of its certificate and of the key.
    pub fn certificate(&self) -> (PathBuf, PathBuf) {
        (self.folder.join("web.pem"), self.folder.join("web.key"))
    }

    /// Where its pages are.
    pub fn door(&self) -> &Door {
        &self.door
    }

    /// Starts the real binary; answers it once it says that it is ready, and how long that took.
    pub fn start(&self) -> (Served, Duration) {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.folder.join("log"));
        let log = log.expect("a log");
        let begun = Instant::now();
        let child = Command::new(binary("sekisho-appliance"))
            .args(["serve", "--config"])
            .arg(self.folder.join("appliance.toml"))
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle"))
            .stderr(log)
            .spawn()
            .expect("sekisho-appliance starts");
        let served = Served {
            child,
            port: self.port,
        };
        until_within(PATIENCE, "the appliance to be ready", || {
            match self.status() {
                Ok(answer) if answer["ready"] == json!(true) => Ok(()),
                Ok(answer) => Err(answer.to_string()),
                Err(why) => Err(format!("{why}\n{}", self.said())),
            }
        });
        (served, begun.elapsed())
    }

    /// What it wrote to its log.
    pub fn said(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    fn status(&self) -> Result<Value, String> {
        let stream = UnixStream::connect(self.folder.join("run/control.sock"));
        let stream = stream.map_err(|error| error.to_string())?;
        let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
        writeln!(&stream, "{}", json!({"do": "status"})).map_err(|error| error.to_string())?;
        let mut line = String::new();
        let read = BufReader::new(&stream).read_line(&mut line);
        read.map_err(|error| error.to_string())?;
        serde_json::from_str(&line).map_err(|error| error.to_string())
    }
}

/// The running binary; ended when dropped.
#[derive(Debug)]
pub struct Served {
    child: Child,
    port: u16,
}

impl Served {
    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Seconds of processor time it has used so far.
    pub fn processor(&self) -> f64 {
        processor_of(self.child.id())
    }

    /// A line of its status in MiB: `VmRSS:`, `VmHWM:`.
    pub fn memory(&self, name: &str) -> f64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let text = text.unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(name));
        let kib = line.and_then(|line| line.split_whitespace().nth(1));
        kib.and_then(|kib| kib.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    }

    /// Sends it a signal and waits until it is gone; answers how long that took.
    pub fn end(mut self, signal: Signal) -> Duration {
        let begun = Instant::now();
        self.signal(signal);
        let _ = self.child.wait();
        begun.elapsed()
    }

    fn signal(&self, signal: Signal) {
        if let Ok(pid) = i32::try_from(self.child.id()) {
            let _ = kill(Pid::from_raw(pid), signal);
        }
    }
}

/// Seconds of processor time that a process has used so far.
pub fn processor_of(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let rest = stat.rsplit(") ").next().unwrap_or_default();
    let field = |at: usize| {
        rest.split(' ')
            .nth(at)
            .and_then(|text| text.parse::<f64>().ok())
    };
    // User and system time in hundredths of a second (proc(5)).
    (field(11).unwrap_or(0.0) + field(12).unwrap_or(0.0)) / 100.0
}

impl Drop for Served {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) {
            self.signal(Signal::SIGKILL);
            let _ = self.child.wait();
        }
    }
}
