//! The disk fills up: 452, nothing lost, and life goes on by itself when there is room again.

use std::process::Command;

use tests::post::{send_raw, swaks};
use tests::wait::until;
use tests::world::{Role, World};

/// A small file system of its own, unmounted when dropped.
pub(crate) struct Small {
    at: std::path::PathBuf,
}

impl Small {
    /// Puts one under the outer gateway's data, with a spool that fits it; `None` without root.
    pub(crate) fn under_the_spool(world: &World, size: &str) -> Option<Self> {
        let small = Self::mount(&world.var().join("outer/data"), size)?;
        let file = world.var().join("outer/outer.toml");
        let config = std::fs::read_to_string(&file).ok()?;
        let spool = "[spool]\nreserve = 8_388_608\nsegment = 4_194_304\n";
        std::fs::write(&file, config.replace("[spool]\n", spool)).ok()?;
        Some(small)
    }

    /// Fills what is left, as a runaway log would.
    pub(crate) fn fill(&self) {
        let filler = self.at.join("filler");
        let _ = Command::new("dd")
            .args([
                "if=/dev/zero",
                "bs=64k",
                &format!("of={}", filler.display()),
            ])
            .output();
    }

    /// Gives the room back.
    pub(crate) fn relieve(&self) {
        let _ = std::fs::remove_file(self.at.join("filler"));
    }

    fn mount(at: &std::path::Path, size: &str) -> Option<Self> {
        std::fs::create_dir_all(at).ok()?;
        let done = Command::new("mount")
            .args([
                "-t",
                "tmpfs",
                "-o",
                &format!("size={size},mode=0700"),
                "tmpfs",
            ])
            .arg(at)
            .status()
            .ok()?;
        done.success().then(|| Self {
            at: at.to_path_buf(),
        })
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.at).status();
    }
}

#[test]
fn a_full_spool_answers_452_and_recovers_without_a_hand() {
    let mut world = World::prepare();
    let Some(small) = Small::under_the_spool(&world, "96m") else {
        eprintln!("SKIPPED: mounting a small file system needs root");
        return;
    };
    for role in Role::ALL {
        world.start_one(role);
    }
    world.ready();
    let to = ["sato@yamabiko.example"];
    let mail = |n: u64| format!("Subject: disk {n}\r\n\r\n{}\r\n", "x".repeat(60)).into_bytes();
    let mut accepted = 0;
    for n in 0..20 {
        send_raw(&world.smtp, "a@example.jp", &to, &mail(n)).unwrap();
        accepted += 1;
    }
    world.settled(accepted);

    small.fill();
    let big = {
        let mut text = b"Subject: too big for this disk\r\n\r\n".to_vec();
        for _ in 0..40_000 {
            text.extend_from_slice(&[b'x'; 70]);
            text.extend_from_slice(b"\r\n");
        }
        text
    };
    let mut refused = None;
    for _ in 0..40 {
        match send_raw(&world.smtp, "a@example.jp", &to, &big) {
            Ok(()) => accepted += 1,
            Err(why) => {
                refused = Some(why);
                break;
            }
        }
    }
    let why = refused.expect("a full disk refuses");
    assert!(
        why.contains("452") || why.contains("4.3.1"),
        "the answer is 452: {why}"
    );

    small.relieve();
    until("mails to be accepted again", || {
        let output = swaks(
            &world,
            &[
                "--to",
                "sato@yamabiko.example",
                "--header",
                "Subject: after",
            ],
        );
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stdout).into_owned())
        }
    });
    accepted += 1;
    let report = world.settled(accepted);
    assert_eq!(report["difference"], 0, "{report}");
    drop(world);
    drop(small);
}
