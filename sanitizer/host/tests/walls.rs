//! The walls, met by a reader that misbehaves: every misdeed is stopped and named, nothing else is touched.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fall over"
)]

mod scene;

use std::fs;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use scene::{LIMITS, jail, run};
use sekisho_jail::{AcceptedWalls, Ending, Jail, Limits, Slots, StartError};

#[test]
fn every_misdeed_is_stopped_and_named_and_the_next_item_is_fine() {
    let jail = jail();
    let parent = jail.process_id();
    scene::still_walled(&jail);
    assert_eq!(
        jail.process_id(),
        parent,
        "the warm parent outlives all of them"
    );
    assert!(!fs::exists("/tmp/sekisho-was-here").unwrap());
}

#[test]
fn wall_clock_and_processor_time_each_have_a_limit() {
    let jail = jail();
    for limits in [
        Limits {
            wall: Duration::from_millis(200),
            ..LIMITS
        },
        Limits {
            cpu_seconds: 1,
            ..LIMITS
        },
    ] {
        assert_eq!(run(&jail, "spin", limits), Err(Ending::TimedOut));
        assert!(run(&jail, "behave", LIMITS).is_ok());
    }
}

#[test]
fn items_that_spin_do_not_stand_in_the_way_of_the_next() {
    let jail = Jail::start(
        &scene::misbehaving_reader(),
        Slots { quick: 1, slow: 3 },
        &AcceptedWalls::default(),
    )
    .unwrap();
    let endless = Limits {
        cpu_seconds: 3600,
        wall: Duration::from_hours(1),
        ..LIMITS
    };
    let spinning: Vec<_> = (0..3)
        .map(|_| {
            let jail = jail.clone();
            std::thread::spawn(move || run(&jail, "spin", endless))
        })
        .collect();
    scene::until("all three to spin", || {
        children(jail.process_id()).len() == 3
    });
    for _ in 0..20 {
        assert!(run(&jail, "behave", LIMITS).is_ok());
    }
    assert!(
        spinning.iter().all(|item| !item.is_finished()),
        "they are all still at it"
    );
    // They end with their warm parent; the second time is the last.
    for _ in 0..2 {
        let parent = jail.process_id();
        let old = children(parent);
        kill(parent);
        scene::until("the items' own processes to end with their parent", || {
            old.iter()
                .all(|child| !fs::exists(format!("/proc/{child}")).unwrap())
        });
        scene::until("a new warm parent, or the end of all items", || {
            let fresh = jail.process_id() != parent && children(jail.process_id()).len() == 3;
            fresh || spinning.iter().all(std::thread::JoinHandle::is_finished)
        });
    }
    for item in spinning {
        assert_eq!(item.join().unwrap(), Err(Ending::Lost));
    }
    assert!(run(&jail, "behave", LIMITS).is_ok());
}

#[test]
fn a_warm_parent_that_died_between_items_is_replaced_unnoticed() {
    let jail = jail();
    let first = jail.process_id();
    assert!(run(&jail, "behave", LIMITS).is_ok());
    kill(first);
    assert!(run(&jail, "behave", LIMITS).is_ok());
    assert_ne!(jail.process_id(), first);
}

#[test]
fn many_items_at_once_each_get_their_own_answer() {
    let jail = Arc::new(jail());
    let callers: Vec<_> = (0..8)
        .map(|caller| {
            let jail = Arc::clone(&jail);
            std::thread::spawn(move || {
                for item in 0..25 {
                    let order = format!("item {caller} {item}");
                    let output = run(&jail, &order, LIMITS).unwrap();
                    assert!(String::from_utf8_lossy(&output).contains(&order));
                }
            })
        })
        .collect();
    for caller in callers {
        caller.join().unwrap();
    }
    scene::until("no child to be left", || {
        children(jail.process_id()).is_empty()
    });
}

#[test]
fn the_warm_parent_leaves_with_its_host() {
    let jail = jail();
    let parent = jail.process_id();
    drop(jail);
    assert!(!fs::exists(format!("/proc/{parent}")).unwrap());
}

#[test]
fn a_program_that_is_not_there_or_says_nothing_is_no_jail() {
    let missing = Jail::start(
        "/nonexistent/sanitize-read".as_ref(),
        Slots::default(),
        &AcceptedWalls::default(),
    );
    assert!(matches!(missing, Err(StartError::Spawn { .. })));
    let silent = Jail::start(
        "/bin/true".as_ref(),
        Slots::default(),
        &AcceptedWalls::default(),
    );
    assert!(matches!(silent, Err(StartError::Silent { .. })));
}

#[test]
fn the_warm_parent_holds_no_capability_whoever_started_it() {
    let jail = jail();
    let status = fs::read_to_string(format!("/proc/{}/status", jail.process_id())).unwrap();
    let field = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().to_owned()
    };
    for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] {
        assert_eq!(field(set), "0000000000000000", "{set}");
    }
    assert_eq!(field("NoNewPrivs"), "1");
    if scene::holds_capabilities() {
        assert_eq!(field("CapBnd"), "0000000000000000");
    } else {
        eprintln!("SKIPPED: who has no capability cannot give up the bounding set");
    }
}

fn kill(process: u32) {
    assert!(
        Command::new("kill")
            .args(["-9", &process.to_string()])
            .status()
            .unwrap()
            .success()
    );
}

fn children(process: u32) -> Vec<u32> {
    fs::read_to_string(format!("/proc/{process}/task/{process}/children"))
        .unwrap_or_default()
        .split_whitespace()
        .map(|child| child.parse().unwrap())
        .collect()
}
