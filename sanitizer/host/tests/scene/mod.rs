//! What the stories share: where the programs are, and waiting for a condition.
#![allow(dead_code, reason = "every story uses its own part of the scene")]
#![allow(unreachable_pub, reason = "a module of several test programs")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fall over")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;
use std::time::Duration;

use sekisho_jail::{Ending, Input, Jail, Limits, Task};
use sekisho_sanitizer::{AcceptedWalls, Policy, PolicyLimits, Sanitizer, Settings, Slots};

/// The folder with this build's programs, the two halves among them and up to date.
pub fn programs() -> PathBuf {
    static BUILT: Once = Once::new();
    let folder = Path::new(env!("CARGO_BIN_EXE_sekisho-sanitize"))
        .parent()
        .unwrap()
        .to_owned();
    BUILT.call_once(|| {
        let mut build = Command::new(env!("CARGO"));
        build.args([
            "build",
            "--quiet",
            "-p",
            "sekisho-reader",
            "-p",
            "sekisho-writer",
        ]);
        if folder.ends_with("release") {
            build.arg("--release");
        }
        assert!(
            build.status().unwrap().success(),
            "the two halves could not be built"
        );
    });
    folder
}

/// Beside the running test where it was copied for another user, else where it was built.
pub fn misbehaving_reader() -> PathBuf {
    let beside = std::env::current_exe()
        .unwrap()
        .with_file_name("sekisho-misbehave");
    if beside.exists() {
        return beside;
    }
    PathBuf::from(env!("CARGO_BIN_EXE_sekisho-misbehave"))
}

/// Both real halves.
pub fn real(slots: Slots) -> Sanitizer {
    let programs = programs();
    Sanitizer::start(&Settings {
        reader: programs.join("sanitize-read"),
        writer: programs.join("sanitize-write"),
        slots,
        signers: None,
        accept_missing_walls: AcceptedWalls::default(),
    })
    .unwrap()
}

/// The misbehaving reader in front of the real writer.
pub fn misbehaving(slots: Slots) -> Sanitizer {
    Sanitizer::start(&Settings {
        reader: misbehaving_reader(),
        writer: programs().join("sanitize-write"),
        slots,
        signers: None,
        accept_missing_walls: AcceptedWalls::default(),
    })
    .unwrap()
}

/// Limits small enough that every misdeed meets its own wall soon.
pub fn tight() -> Policy {
    Policy::default().with_limits(PolicyLimits {
        wall_seconds: 300,
        cpu_seconds: 2,
        memory_mib: 512,
        output_mib: 8,
        input_mib: 8,
        ..PolicyLimits::default()
    })
}

/// Limits that every misdeed meets soon.
pub const LIMITS: Limits = Limits {
    memory: 512 << 20,
    cpu_seconds: 60,
    wall: Duration::from_mins(5),
    output: 8 << 20,
};

/// The misbehaving reader in a jail of its own.
pub fn jail() -> Jail {
    Jail::start(
        &misbehaving_reader(),
        Slots::default(),
        &AcceptedWalls::default(),
    )
    .unwrap()
}

/// One item.
pub fn run(jail: &Jail, order: &str, limits: Limits) -> Result<Vec<u8>, Ending> {
    let input = Input::of(order.as_bytes()).unwrap();
    jail.run(&Task {
        job: &[],
        input: &input,
        beside: None,
        limits,
    })
    .map(|output| output.bytes().to_vec())
}

/// Every misdeed and how it ends.
pub const MISDEEDS: &[(&str, Ending)] = &[
    ("open", Ending::ForbiddenCall),
    ("create", Ending::ForbiddenCall),
    ("connect", Ending::ForbiddenCall),
    ("local", Ending::ForbiddenCall),
    ("exec", Ending::ForbiddenCall),
    ("fork", Ending::ForbiddenCall),
    ("thread", Ending::ForbiddenCall),
    ("sleep", Ending::ForbiddenCall),
    ("stdin", Ending::ForbiddenCall),
    ("allocate", Ending::MemoryExceeded),
    ("allocate-slowly", Ending::MemoryExceeded),
    ("stack", Ending::MemoryExceeded),
    ("panic", Ending::Crashed),
    ("write", Ending::OutputExceeded),
    ("flood", Ending::OutputExceeded),
];

/// Every misdeed meets its wall, and the next item is fine.
pub fn still_walled(jail: &Jail) {
    for (order, ending) in MISDEEDS {
        assert_eq!(run(jail, order, LIMITS), Err(*ending), "{order}");
        assert!(run(jail, "behave", LIMITS).is_ok(), "after {order}");
    }
}

/// Whether this test runs as one who has capabilities to give up.
pub fn holds_capabilities() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    !status.contains("CapEff:\t0000000000000000")
}

/// Waits until the condition holds; says what it waited for when it never does.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..6_000 {
        if holds() {
            return;
        }
        std::thread::park_timeout(Duration::from_millis(10));
    }
    panic!("waited a minute for: {what}");
}

/// A ZIP of stored entries, as any program would pack it.
pub fn stored_zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut files, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in entries {
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        let name_length = u16::try_from(name.len()).unwrap().to_le_bytes();
        let head = [0x14, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        let told = [
            &head[..],
            &crc.sum().to_le_bytes(),
            &length,
            &length,
            &name_length,
            &[0, 0],
        ];
        let told = told.concat();
        let place = u32::try_from(files.len()).unwrap().to_le_bytes();
        let parts = [
            b"PK\x01\x02\x14\0",
            &told[..],
            &[0; 10],
            &place,
            name.as_bytes(),
        ];
        directory.extend(parts.concat());
        files.extend([b"PK\x03\x04", &told[..], name.as_bytes(), content].concat());
    }
    let count = u16::try_from(entries.len()).unwrap().to_le_bytes();
    let place = u32::try_from(files.len()).unwrap().to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
    let end = [
        &b"PK\x05\x06\0\0\0\0"[..],
        &count,
        &count,
        &size,
        &place,
        &[0, 0],
    ]
    .concat();
    [files, directory, end].concat()
}
