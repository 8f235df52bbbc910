//! The peers: Debian's Postfix as a plain relay of our own making, and, where their set-up stands
//! beside the checkout, Postfix with MIMEDefang and with amavisd-new.

use std::path::PathBuf;
use std::process::Command;

use tests::postfix::Postfix;

/// Where every peer delivers.
pub(crate) const SINK: &str = "127.0.0.1:2626";

/// One peer's door.
#[derive(Debug)]
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) door: String,
}

impl Peer {
    /// How many mails are enough for a figure: slow peers get fewer.
    pub(crate) fn count(&self, size: &str) -> u64 {
        match (self.name, size) {
            ("amavisd", "4k") => 150,
            ("amavisd", _) => 80,
            (_, "4k") => 1000,
            _ => 300,
        }
    }
}

/// Whatever could be started.
#[derive(Debug)]
pub(crate) struct Peers {
    list: Vec<Peer>,
    own: Option<Postfix>,
    shared: bool,
    scratch: Option<tempfile::TempDir>,
}

impl Peers {
    /// Starts all that this machine can.
    pub(crate) fn start() -> Self {
        let folder = tests::tree::root().join("../shared/peers/mail");
        if folder.join("setup_amavis.sh").is_file()
            && let Some(peers) = Self::shared(&folder)
        {
            return peers;
        }
        println!("SKIPPED: MIMEDefang and amavisd-new (their set-up is not beside the checkout)");
        let own = Postfix::start(SINK, Some(2525));
        let list = vec![Peer {
            name: "postfix",
            door: "127.0.0.1:2525".to_owned(),
        }];
        Self {
            list,
            own: Some(own),
            shared: false,
            scratch: None,
        }
    }

    fn shared(folder: &std::path::Path) -> Option<Self> {
        let scratch = tempfile::tempdir().ok()?;
        let run = |script: &str| {
            Command::new("bash")
                .arg(folder.join(script))
                .env("MGW", scratch.path())
                .status()
                .is_ok_and(|s| s.success())
        };
        let install = Command::new("apt-get")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(["postfix", "amavisd-new", "mimedefang", "file"])
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(std::process::Stdio::null())
            .status();
        if !install.is_ok_and(|s| s.success()) || !run("setup_postfix.sh") {
            return None;
        }
        let _ = Command::new("postfix").arg("stop").output();
        let started = Command::new("postfix")
            .arg("start")
            .status()
            .is_ok_and(|s| s.success());
        if !started {
            return None;
        }
        let mut list = vec![Peer {
            name: "postfix",
            door: "127.0.0.1:2525".to_owned(),
        }];
        if run("setup_mimedefang.sh") {
            list.push(Peer {
                name: "mimedefang",
                door: "127.0.0.1:2528".to_owned(),
            });
        }
        // What it answers when it starts depends on how it was installed; what counts is its door.
        let _ = run("setup_amavis.sh").then(|| Command::new("amavisd").arg("start").status());
        let open = || std::net::TcpStream::connect("127.0.0.1:10024").is_ok();
        let begun = std::time::Instant::now();
        while !open() && begun.elapsed().as_secs() < 20 {
            std::thread::sleep(std::time::Duration::from_millis(200));
        }
        if open() {
            list.push(Peer {
                name: "amavisd",
                door: "127.0.0.1:2527".to_owned(),
            });
        }
        Some(Self {
            list,
            own: None,
            shared: true,
            scratch: Some(scratch),
        })
    }

    /// The doors.
    pub(crate) fn all(&self) -> &[Peer] {
        &self.list
    }
}

impl Drop for Peers {
    fn drop(&mut self) {
        drop(self.own.take());
        if !self.shared {
            return;
        }
        let _ = Command::new("postfix").arg("stop").output();
        let _ = Command::new("amavisd").arg("stop").output();
        let scratch = self
            .scratch
            .as_ref()
            .map(|s| s.path().to_path_buf())
            .unwrap_or_default();
        for pid in [scratch.join("md.pid"), scratch.join("mdmx.pid")] {
            end(&pid);
        }
    }
}

fn end(pid: &PathBuf) {
    let number = std::fs::read_to_string(pid)
        .ok()
        .and_then(|t| t.trim().parse().ok());
    if let Some(number) = number {
        let pid = nix::unistd::Pid::from_raw(number);
        let _ = nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM);
    }
}
