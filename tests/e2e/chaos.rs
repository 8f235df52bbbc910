//! `kill -9` of any program at any moment while mails flow, and the spool's disk full once on the
//! way: what was accepted arrives, once.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::json;
use tests::post::send_raw;
use tests::wait::until;
use tests::world::{Role, World};

use crate::disk::Small;

/// How many mails flow; the full figure by `SEKISHO_CHAOS_MAILS=2000`, the default.
fn mails() -> u64 {
    std::env::var("SEKISHO_CHAOS_MAILS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(2000)
}

/// Chance with its seed told, so that a bad throw can be thrown again: `SEKISHO_CHAOS_SEED`.
struct Dice(u64);

impl Dice {
    fn thrown() -> Self {
        use std::hash::{BuildHasher, RandomState};
        let told = std::env::var("SEKISHO_CHAOS_SEED")
            .ok()
            .and_then(|s| s.parse().ok());
        let seed = told.unwrap_or_else(|| RandomState::new().hash_one(0)) | 1;
        eprintln!("SEKISHO_CHAOS_SEED={seed}");
        Self(seed)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

#[test]
fn two_thousand_mails_survive_kills_of_every_program() {
    let mut world = World::prepare();
    let small = Small::under_the_spool(&world, "160m");
    if small.is_none() {
        eprintln!("SKIPPED: the full disk on the way (mounting a small file system needs root)");
    }
    for role in Role::ALL {
        world.start_one(role);
    }
    world.ready();
    let wanted = mails();
    let turned_away = Arc::new(AtomicU64::new(0));
    let accepted = Arc::new(AtomicU64::new(0));
    let next = Arc::new(AtomicU64::new(0));
    let stop = Arc::new(AtomicBool::new(false));
    let known = Arc::new(Mutex::new(BTreeSet::new()));
    let smtp = world.smtp.clone();
    let senders: Vec<_> = (0..8)
        .map(|_| {
            let (accepted, next, stop) = (accepted.clone(), next.clone(), stop.clone());
            let (known, smtp, turned_away) = (known.clone(), smtp.clone(), turned_away.clone());
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) && accepted.load(Ordering::Relaxed) < wanted {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let mail = format!(
                        "From: a@example.jp\r\nTo: sato@yamabiko.example\r\n\
                         Subject: chaos {number}\r\n\r\nbody of {number}\r\n"
                    );
                    let to = ["sato@yamabiko.example"];
                    match send_raw(&smtp, "a@example.jp", &to, mail.as_bytes()) {
                        Ok(()) => {
                            accepted.fetch_add(1, Ordering::Relaxed);
                            known.lock().unwrap().insert(number);
                        }
                        Err(why) if why.contains("452") => {
                            turned_away.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(_) => {}
                    }
                }
            })
        })
        .collect();

    // A kill at a random moment of each slice of the flow.
    let mut dice = Dice::thrown();
    let order = [Role::Outer, Role::Inner, Role::Link, Role::Appliance];
    let slices = 16_u32;
    for turn in 0..slices {
        // Somewhere within this slice, whatever each program is doing just then.
        let slice = wanted / u64::from(slices + 1);
        let mark = slice * u64::from(turn) + dice.below(slice.max(1)) + 1;
        until(&format!("{mark} mails accepted"), || {
            let now = accepted.load(Ordering::Relaxed);
            if now >= mark {
                Ok(())
            } else {
                Err(format!("{now} accepted"))
            }
        });
        if let Some(small) = small.as_ref().filter(|_| turn == slices / 2) {
            small.fill();
            until("a mail to be turned away for want of room", || {
                let now = turned_away.load(Ordering::Relaxed);
                if now > 0 {
                    Ok(())
                } else {
                    Err("none yet".to_owned())
                }
            });
            small.relieve();
        }
        // Each has one turn; after that chance chooses.
        let role = match order.get(usize::try_from(turn).unwrap()) {
            Some(role) => *role,
            None => order[usize::try_from(dice.below(4)).unwrap()],
        };
        world.kill(role);
        world.start_one(role);
    }
    until("all to be accepted", || {
        let now = accepted.load(Ordering::Relaxed);
        if now >= wanted {
            Ok(())
        } else {
            Err(format!("{now} accepted"))
        }
    });
    stop.store(true, Ordering::Relaxed);
    for sender in senders {
        sender.join().unwrap();
    }
    for role in Role::ALL {
        world.ready_one(role);
    }
    let acknowledged = u64::try_from(known.lock().unwrap().len()).unwrap();
    let report = world.settled(acknowledged);
    let appliance = world
        .ask(Role::Appliance, &json!({"do": "reconcile"}))
        .unwrap();
    eprintln!("acknowledged {acknowledged}, outer says {report}, inboxes say {appliance}");
    assert_eq!(report["difference"], 0, "{report}");
    // A mail may be in the spool whose 250 died with the process: more is allowed, less never.
    assert!(
        report["delivered"].as_u64().unwrap() >= acknowledged,
        "{report}"
    );
    assert_eq!(
        report["delivered"], appliance["distinct"],
        "{report} {appliance}"
    );
    assert_eq!(appliance["duplicates"], 0, "{appliance}");
    drop(world);
    drop(small);
}
