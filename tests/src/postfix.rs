//! A real Postfix with a configuration and queue of its own folder: a town's relay, and the plainest
//! of the peers we are measured against.

use std::path::Path;
use std::process::{Command, Stdio};

/// A Postfix that lives in one folder; stopped when dropped.
#[derive(Debug)]
pub struct Postfix {
    folder: tempfile::TempDir,
}

impl Postfix {
    /// Starts one that relays everything to `host:port`; `listen` is where it takes mail in itself.
    ///
    /// # Panics
    /// When Debian's Postfix is not installed or does not start.
    pub fn start(relay_to: &str, listen: Option<u16>) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("postfix-")
            .tempdir()
            .unwrap();
        let at = |name: &str| folder.path().join(name).display().to_string();
        for name in ["config", "queue", "data"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        open_to_all(folder.path());
        open_to_all(&folder.path().join("queue"));
        run("chown", &["postfix", &at("data")]);
        let (host, port) = relay_to.split_once(':').unwrap();
        let main = format!(
            "compatibility_level = 3.6\nqueue_directory = {}\ndata_directory = {}\n\
             myhostname = relay.example.jp\nmydestination =\nlocal_recipient_maps =\n\
             inet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nsmtp_dns_support_level = disabled\n\
             relayhost = [{host}]:{port}\nmynetworks = 127.0.0.0/8\n\
             smtpd_relay_restrictions = permit_mynetworks, reject\nsmtputf8_enable = yes\nmaillog_file = {}\n\
             maillog_file_prefixes = {}\nmultiple_instance_directories =\n\
             smtp_tls_security_level = may\nalias_maps =\nalias_database =\nbiff = no\n\
             meta_directory = /etc/postfix\nmail_owner = postfix\nsetgid_group = postdrop\n",
            at("queue"),
            at("data"),
            at("mail.log"),
            folder.path().display(),
        );
        std::fs::write(folder.path().join("config/main.cf"), main).unwrap();
        let master = std::fs::read_to_string("/usr/share/postfix/master.cf.dist")
            .or_else(|_| std::fs::read_to_string("/etc/postfix/master.cf"))
            .expect("Debian's master.cf");
        let unjailed: String = master
            .lines()
            .filter(|l| !l.starts_with("smtp ") || !l.contains("inet"))
            .map(|line| {
                let mut words: Vec<&str> = line.split_whitespace().collect();
                if words.len() >= 8 && !line.starts_with(['#', ' ']) && words[4] == "y" {
                    words[4] = "n";
                    format!("{}\n", words.join(" "))
                } else {
                    format!("{line}\n")
                }
            })
            .collect();
        let door = listen.map(|port| format!("127.0.0.1:{port} inet n - n - 200 smtpd\n"));
        let services = unjailed + door.as_deref().unwrap_or_default();
        std::fs::write(folder.path().join("config/master.cf"), services).unwrap();
        let postfix = Self { folder };
        postfix.command("start");
        postfix
    }

    fn config(&self) -> String {
        self.folder.path().join("config").display().to_string()
    }

    fn command(&self, verb: &str) {
        run("postfix", &["-c", &self.config(), verb]);
    }

    /// Drops a message into its queue as a local program does.
    ///
    /// # Panics
    /// When the queue refuses it.
    pub fn mail(&self, to: &str, message: &str) {
        let mut child = Command::new("sendmail")
            .args([
                "-i",
                "-C",
                &self.config(),
                "-f",
                "kacho@example.jp",
                "-t",
                to,
            ])
            .env("MAIL_CONFIG", self.config())
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(child.stdin.as_mut().unwrap(), message.as_bytes()).unwrap();
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success(), "sendmail: {}", self.log());
    }

    /// What it logged so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("mail.log")).unwrap_or_default()
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let _ = Command::new("postfix")
            .args(["-c", &self.config(), "stop"])
            .output();
    }
}

fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}

fn run(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
