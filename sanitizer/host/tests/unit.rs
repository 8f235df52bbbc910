//! The same misbehaving reader as an ordinary user, and under the restrictions of the service's unit.
//!
//! No service manager is needed: what the unit file says is read from it and put up by hand before
//! the jail starts: another user without capabilities, an empty network, an IPC and a mount
//! namespace with a read-only root, and the unit's filters of system calls. What only the manager
//! itself can put up (its own `/proc`, `/tmp` and `/dev`, cgroup limits) is not tried here.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fall over"
)]

mod scene;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter,
};
use syscalls::Sysno;

/// A call, with any arguments or where one argument compares so.
type Listed = (Sysno, Option<(u8, SeccompCmpOp, u64)>);

/// An ordinary user that owns nothing.
const NOBODY: &str = "65534";

#[test]
fn an_ordinary_user_meets_the_same_walls() {
    if is_inside() {
        return as_an_ordinary_user();
    }
    if !is_root() {
        eprintln!("SKIPPED: every other test here already runs as an ordinary user");
        return;
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]);
    run_inside(command, "an_ordinary_user_meets_the_same_walls");
}

#[test]
fn the_units_restrictions_leave_every_wall_standing() {
    if is_inside() {
        return under_the_units_restrictions();
    }
    if !is_root() {
        eprintln!("SKIPPED: only root can put up what the service manager would");
        return;
    }
    if Command::new("systemd-analyze")
        .arg("--version")
        .output()
        .is_err()
    {
        eprintln!("SKIPPED: systemd-analyze, which knows the groups of system calls, is not here");
        return;
    }
    let unit = Unit::of_the_outer_gateway();
    for wanted in ["PrivateNetwork", "NoNewPrivileges", "PrivateMounts"] {
        assert!(unit.says(wanted, "yes"), "{wanted}");
    }
    assert!(unit.says("ProtectSystem", "strict"));
    assert!(unit.says("CapabilityBoundingSet", ""));
    let mut command = Command::new("unshare");
    command.args(["--net", "--mount", "--ipc", "--", "sh", "-ec"]);
    command.arg("mount -o remount,bind,ro /; exec setpriv \"$@\"");
    command.args(["sh", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]);
    command.args(["--bounding-set=-all", "--inh-caps=-all"]);
    command.args(["--ambient-caps=-all", "--no-new-privs"]);
    run_inside(command, "the_units_restrictions_leave_every_wall_standing");
}

fn as_an_ordinary_user() {
    assert!(!is_root());
    let jail = scene::jail();
    assert_eq!(jail.missing_walls(), []);
    scene::still_walled(&jail);
}

fn under_the_units_restrictions() {
    assert!(!is_root());
    let status = fs::read_to_string("/proc/self/status").unwrap();
    assert!(status.contains("CapBnd:\t0000000000000000"), "{status}");
    assert!(fs::write("/sekisho-was-here", "x").is_err());
    let filters = Unit::of_the_outer_gateway().filters();
    // What this thread starts lives under the filters.
    let outcome = std::thread::spawn(move || {
        for filter in &filters {
            apply_filter(filter).unwrap();
        }
        assert!(std::net::UdpSocket::bind("127.0.0.1:0").is_err());
        let jail = scene::jail();
        assert_eq!(jail.missing_walls(), []);
        scene::still_walled(&jail);
    });
    outcome.join().unwrap();
}

/// Runs one of the tests above once more, in a copy of this program that `command` starts elsewhere.
fn run_inside(mut command: Command, test: &str) {
    let stage = tempfile::tempdir().unwrap();
    fs::set_permissions(stage.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let copy = |from: &Path, name: &str| {
        let to = stage.path().join(name);
        fs::copy(from, &to).unwrap();
        fs::set_permissions(&to, fs::Permissions::from_mode(0o755)).unwrap();
        to
    };
    let program = copy(&std::env::current_exe().unwrap(), "story");
    copy(&scene::misbehaving_reader(), "sekisho-misbehave");
    copy(&unit_file(), UNIT);
    let told = command
        .arg(program)
        .args(["--exact", test, "--nocapture"])
        .current_dir(stage.path())
        .output()
        .unwrap();
    let words = [told.stdout, told.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(told.status.success(), "{}{}", words[0], words[1]);
    assert!(words[0].contains("1 passed"), "{}", words[0]);
}

/// Whether this is the copy: the unit file lies beside it.
fn is_inside() -> bool {
    let program = std::env::current_exe().unwrap();
    program.with_file_name(UNIT).exists()
}

fn is_root() -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    status.lines().any(|line| line.starts_with("Uid:\t0\t"))
}

const UNIT: &str = "sekisho-outer.service";

/// The unit file: beside the running copy, or in the checkout.
fn unit_file() -> PathBuf {
    let beside = std::env::current_exe().unwrap().with_file_name(UNIT);
    if beside.exists() {
        return beside;
    }
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../systemd")
        .join(UNIT)
}

/// What a unit file says, in its order.
struct Unit(Vec<(String, String)>);

impl Unit {
    fn of_the_outer_gateway() -> Self {
        let text = fs::read_to_string(unit_file()).unwrap();
        let said = text.lines().filter(|line| !line.starts_with(['#', '[']));
        let said = said.filter_map(|line| line.split_once('='));
        Self(said.map(|(a, b)| (a.to_owned(), b.to_owned())).collect())
    }

    fn says(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|said| said == value)
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let of = self.0.iter().filter(move |(said, _)| said == name);
        of.map(|(_, value)| value.as_str())
    }

    /// The filters that the service manager would install for what the unit says.
    fn filters(&self) -> Vec<BpfProgram> {
        let mut filters = vec![self.calls()];
        let forbid =
            |rules: Vec<Listed>, errno: i32| filter(rules, SeccompAction::Allow, refuse(errno));
        if self.says("RestrictAddressFamilies", "AF_UNIX") {
            let unix = u64::try_from(libc::AF_UNIX).unwrap();
            let other = Some((0, SeccompCmpOp::Ne, unix));
            filters.push(forbid(vec![(Sysno::socket, other)], libc::EAFNOSUPPORT));
        }
        if self.says("MemoryDenyWriteExecute", "yes") {
            let written = u64::try_from(libc::PROT_WRITE | libc::PROT_EXEC).unwrap();
            let executed = u64::try_from(libc::PROT_EXEC).unwrap();
            let mask = |bits| Some((2, SeccompCmpOp::MaskedEq(bits), bits));
            let rules = vec![
                (Sysno::mmap, mask(written)),
                (Sysno::mprotect, mask(executed)),
                (Sysno::pkey_mprotect, mask(executed)),
            ];
            filters.push(forbid(rules, libc::EPERM));
        }
        if self.says("RestrictNamespaces", "yes") {
            filters.push(forbid(
                vec![(Sysno::unshare, None), (Sysno::setns, None)],
                libc::EPERM,
            ));
            filters.push(forbid(vec![(Sysno::clone3, None)], libc::ENOSYS));
        }
        if self.says("LockPersonality", "yes") {
            filters.push(forbid(vec![(Sysno::personality, None)], libc::EPERM));
        }
        filters
    }

    /// `SystemCallFilter=`: lines add, lines with `~` take away.
    fn calls(&self) -> BpfProgram {
        let mut allowed = BTreeMap::new();
        let mut lines = 0;
        for line in self.all("SystemCallFilter") {
            lines += 1;
            let (takes, words) = match line.strip_prefix('~') {
                Some(words) => (true, words),
                None => (false, line),
            };
            for call in words.split_whitespace().flat_map(expanded) {
                if takes {
                    allowed.remove(&call.id());
                } else {
                    allowed.insert(call.id(), call);
                }
            }
        }
        assert!(lines > 0 && self.says("SystemCallErrorNumber", "EPERM"));
        // A list of allowed calls always has those without which nothing could even start.
        for call in expanded("@default").into_iter().chain([Sysno::execve]) {
            allowed.insert(call.id(), call);
        }
        let rules = allowed.into_values().map(|call| (call, None)).collect();
        filter(rules, refuse(libc::EPERM), SeccompAction::Allow)
    }
}

fn refuse(errno: i32) -> SeccompAction {
    SeccompAction::Errno(errno.unsigned_abs())
}

fn filter(listed: Vec<Listed>, others: SeccompAction, these: SeccompAction) -> BpfProgram {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
    for (call, argument) in listed {
        let condition = argument.map(|(index, operator, value)| {
            SeccompCondition::new(index, SeccompCmpArgLen::Dword, operator, value).unwrap()
        });
        let rule = condition.map(|one| SeccompRule::new(vec![one]).unwrap());
        let number = i64::from(call.id());
        rules.entry(number).or_default().extend(rule);
    }
    let here = std::env::consts::ARCH.try_into().unwrap();
    let filter = SeccompFilter::new(rules, others, these, here).unwrap();
    filter.try_into().unwrap()
}

/// A call, or all calls of a group as systemd knows it; those of other machines fall out.
fn expanded(word: &str) -> Vec<Sysno> {
    if !word.starts_with('@') {
        return word.parse().into_iter().collect();
    }
    let told = Command::new("systemd-analyze")
        .args(["syscall-filter", word])
        .output()
        .unwrap();
    let text = String::from_utf8(told.stdout).unwrap();
    text.lines()
        .skip(1)
        .map(str::trim)
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .flat_map(expanded)
        .collect()
}
