//! A town of one test: the four real programs on free loopback ports, each with its own data
//! folder below one temporary folder, as `sekisho demo` lays it out.

mod programs;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

pub use programs::{Program, Role};

use crate::wait::until;

/// A town that lives as long as the value.
#[derive(Debug)]
pub struct World {
    folder: tempfile::TempDir,
    programs: Vec<Program>,
    /// Where outside mail servers connect, `127.0.0.1:port`.
    pub smtp: String,
    /// Where the browser goes, `http://127.0.0.1:port`.
    pub http: String,
    /// Log-ins: (login, password, address).
    pub accounts: Vec<(String, String, String)>,
}

impl World {
    /// Lays out a town and starts its four programs; returns when all say they are ready.
    pub fn start() -> Self {
        let mut world = Self::prepare();
        for role in Role::ALL {
            world.start_one(role);
        }
        world.ready();
        world
    }

    /// Lays out a town and starts nothing.
    pub fn prepare() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("sekisho-")
            .tempdir()
            .expect("a temporary folder");
        let [smtp, http, link] = free_ports();
        let output = Command::new(binary("sekisho"))
            .arg("demo")
            .arg("--var")
            .arg(folder.path())
            .args(["--smtp", &smtp.to_string(), "--http", &http.to_string()])
            .args(["--link", &link.to_string()])
            .args(["--prepare-only", "--no-samples", "--json"])
            .output()
            .expect("sekisho demo runs");
        assert!(
            output.status.success(),
            "sekisho demo --prepare-only failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        Self {
            folder,
            programs: Vec::new(),
            smtp: format!("127.0.0.1:{smtp}"),
            http: format!("http://127.0.0.1:{http}"),
            accounts: Vec::new(),
        }
    }

    /// The folder that holds the town.
    pub fn var(&self) -> &Path {
        self.folder.path()
    }

    /// Starts one program (again).
    pub fn start_one(&mut self, role: Role) {
        self.programs.retain(|p| p.role() != role);
        self.programs.push(Program::start(role, self.folder.path()));
    }

    /// `kill -9`, and waits until it is gone.
    pub fn kill(&mut self, role: Role) {
        for program in self.programs.iter_mut().filter(|p| p.role() == role) {
            program.kill();
        }
    }

    /// Waits until every started program says it is ready, and learns the log-ins.
    pub fn ready(&mut self) {
        for role in Role::ALL {
            if self.programs.iter().any(|p| p.role() == role) {
                self.ready_one(role);
            }
        }
        until("the directory to reach the outer gateway", || {
            let status = self.ask(Role::Outer, &json!({"do": "status"}))?;
            match status["directory"].as_u64() {
                Some(n) if n > 0 => Ok(()),
                _ => Err(status.to_string()),
            }
        });
        let seeded = self
            .ask(Role::Appliance, &json!({"do": "demo-seed"}))
            .expect("demo-seed answers");
        self.accounts = seeded["logins"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|a| {
                let text = |key: &str| a[key].as_str().unwrap_or_default().to_owned();
                (text("login"), text("password"), text("address"))
            })
            .collect();
    }

    /// Waits until one program says it is ready.
    pub fn ready_one(&self, role: Role) {
        until(&format!("{role:?} to be ready"), || {
            let program = self
                .programs
                .iter()
                .find(|p| p.role() == role)
                .ok_or("not started")?;
            let answer = self
                .ask(role, &json!({"do": "status"}))
                .map_err(|e| format!("{e}\n{}", program.said()))?;
            if answer["ready"] == json!(true) {
                Ok(())
            } else {
                Err(answer.to_string())
            }
        });
    }

    /// Asks one program over its control socket.
    pub fn ask(&self, role: Role, question: &Value) -> Result<Value, String> {
        programs::ask(&self.control(role), question)
    }

    /// Where a program listens for questions.
    pub fn control(&self, role: Role) -> PathBuf {
        self.var().join(role.folder()).join("run/control.sock")
    }

    /// The process number of a running program.
    pub fn pid(&self, role: Role) -> Option<u32> {
        self.programs
            .iter()
            .find(|p| p.role() == role)
            .map(Program::pid)
    }

    /// What a program has written to its log so far.
    pub fn said(&self, role: Role) -> String {
        self.programs
            .iter()
            .find(|p| p.role() == role)
            .map(Program::said)
            .unwrap_or_default()
    }

    /// The password of a demo account.
    pub fn password(&self, login: &str) -> String {
        self.accounts
            .iter()
            .find(|(name, _, _)| name == login)
            .map(|(_, password, _)| password.clone())
            .unwrap_or_else(|| panic!("no demo account {login} among {:?}", self.accounts))
    }

    /// Runs `sekisho` against this town and gives back its JSON.
    pub fn sekisho(&self, arguments: &[&str]) -> Value {
        let output = Command::new(binary("sekisho"))
            .arg("--var")
            .arg(self.var())
            .args(arguments)
            .arg("--json")
            .output()
            .expect("sekisho runs");
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| {
            panic!(
                "sekisho {arguments:?} answered {} {}",
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            )
        })
    }

    /// Waits until nothing is on its way any more, and gives the reconciliation (突合).
    pub fn settled(&self, accepted: u64) -> Value {
        until(&format!("{accepted} accepted mails to settle"), || {
            let report = programs::ask(&self.control(Role::Outer), &json!({"do": "reconcile"}))?;
            let count = |key: &str| report[key].as_u64().unwrap_or_default();
            if count("accepted") >= accepted && count("waiting") == 0 {
                Ok(self.sekisho(&["reconcile"]))
            } else {
                Err(report.to_string())
            }
        })
    }
}

/// A real binary of this build, beside the test's own.
///
/// # Panics
/// When it was not built: tests never run against nothing.
pub fn binary(name: &str) -> PathBuf {
    // A test stands in target/<profile>/deps, the bench in target/<profile> itself.
    let own = std::env::current_exe().expect("a test knows where it is");
    let mut folder = own.parent().expect("a folder");
    if folder.ends_with("deps") {
        folder = folder.parent().expect("target/<profile>");
    }
    let path = folder.join(name);
    assert!(
        path.is_file(),
        "{} is not built; run `cargo build --workspace --bins`",
        path.display()
    );
    path
}

/// Free loopback ports, as the kernel gives them.
fn free_ports<const N: usize>() -> [u16; N] {
    let listeners =
        [(); N].map(|()| std::net::TcpListener::bind("127.0.0.1:0").expect("a free port"));
    listeners.map(|l| l.local_addr().expect("an address").port())
}
