//! A kernel or a container that lacks a wall: start-up names it and refuses, unless it was accepted by name.
//!
//! What is missing is missing to the started program: its system calls answer as on a kernel that
//! has never heard of them, by a filter that this thread and what it starts live under.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fall over"
)]

mod scene;

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter,
};
use sekisho_jail::{AcceptedWalls, Jail, Slots, StartError, Wall};

/// A system call that is not there: whatever its arguments, or where one argument is (or is not) a value.
type Gone = (i64, Option<(u8, SeccompCmpOp, u64)>);

const NO_LANDLOCK: &[Gone] = &[
    (libc::SYS_landlock_create_ruleset, None),
    (libc::SYS_landlock_add_rule, None),
    (libc::SYS_landlock_restrict_self, None),
];
const NO_NAMESPACES: &[Gone] = &[(libc::SYS_unshare, None)];
const NO_SECCOMP: &[Gone] = &[
    (libc::SYS_seccomp, None),
    // PR_SET_SECCOMP
    (libc::SYS_prctl, Some((0, SeccompCmpOp::Eq, 22))),
];
// PR_SET_NO_NEW_PRIVS
const NO_PRIVILEGES: &[Gone] = &[(libc::SYS_prctl, Some((0, SeccompCmpOp::Eq, 38)))];
const NO_CAPSET: &[Gone] = &[(libc::SYS_capset, None)];
const NO_LIMITS: &[Gone] = &[
    (libc::SYS_setrlimit, None),
    (libc::SYS_prlimit64, Some((2, SeccompCmpOp::Ne, 0))),
];

/// Starts the jail on a machine without these calls; a thread of its own, since a filter stays.
fn start_without(gone: &[&[Gone]], accepted: &[&'static str]) -> Result<Jail, StartError> {
    let gone = gone.concat();
    let accepted = AcceptedWalls::of(accepted.iter().copied()).unwrap();
    std::thread::spawn(move || {
        let mut rules: BTreeMap<i64, Vec<SeccompRule>> = BTreeMap::new();
        for (call, argument) in gone {
            let conditions = argument.map(|(index, operator, value)| {
                SeccompCondition::new(index, SeccompCmpArgLen::Qword, operator, value).unwrap()
            });
            let rule = conditions.map(|one| SeccompRule::new(vec![one]).unwrap());
            rules.entry(call).or_default().extend(rule);
        }
        let unknown = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
        let here = std::env::consts::ARCH.try_into().unwrap();
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, unknown, here).unwrap();
        let filter: BpfProgram = filter.try_into().unwrap();
        apply_filter(&filter).unwrap();
        Jail::start(&scene::misbehaving_reader(), Slots::default(), &accepted)
    })
    .join()
    .unwrap()
}

fn missing(outcome: Result<Jail, StartError>) -> Vec<Wall> {
    match outcome {
        Err(StartError::MissingWalls { missing, .. }) => missing,
        other => panic!("{:?}", other.map(|jail| jail.missing_walls())),
    }
}

#[test]
fn each_missing_wall_is_named_and_nothing_starts() {
    for (gone, wall) in [
        (vec![NO_LANDLOCK], Wall::Landlock),
        (vec![NO_SECCOMP], Wall::Seccomp),
        (vec![NO_PRIVILEGES], Wall::NoNewPrivileges),
        (vec![NO_CAPSET], Wall::Capabilities),
        (vec![NO_LIMITS], Wall::Limits),
        (vec![NO_NAMESPACES, NO_LANDLOCK], Wall::Network),
    ] {
        if wall == Wall::Capabilities && !scene::holds_capabilities() {
            eprintln!("SKIPPED: an ordinary user has no capability that could be left");
            continue;
        }
        let outcome = start_without(&gone, &[]);
        let told = outcome.as_ref().map(|_| ()).unwrap_err().to_string();
        assert!(told.contains(wall.name()), "{told}");
        assert!(missing(outcome).contains(&wall), "{wall}");
    }
    // Here, where all are there, the same program starts and lacks none.
    let whole = scene::jail();
    assert_eq!(whole.missing_walls(), []);
}

#[test]
fn a_wall_accepted_by_name_may_be_missing_and_no_other() {
    let landlock = start_without(&[NO_LANDLOCK], &["landlock"]).unwrap();
    assert_eq!(landlock.missing_walls(), [Wall::Landlock]);
    scene::still_walled(&landlock);

    let others = start_without(&[NO_LANDLOCK], &["capabilities", "network"]);
    assert_eq!(missing(others), [Wall::Landlock]);

    let one_of_two = start_without(&[NO_LANDLOCK, NO_NAMESPACES], &["landlock"]);
    assert_eq!(missing(one_of_two), [Wall::Network]);

    let all = ["landlock", "capabilities", "network"];
    let bare = start_without(&[NO_LANDLOCK, NO_NAMESPACES, NO_CAPSET], &all).unwrap();
    scene::still_walled(&bare);
    // Nothing that can be accepted makes up for what cannot.
    assert_eq!(missing(start_without(&[NO_SECCOMP], &all)), [Wall::Seccomp]);
    assert_eq!(missing(start_without(&[NO_LIMITS], &all)), [Wall::Limits]);
}

#[test]
fn without_namespaces_landlock_alone_keeps_the_network_out_of_reach() {
    let jail = start_without(&[NO_NAMESPACES], &[]).unwrap();
    assert_eq!(jail.missing_walls(), []);
}
