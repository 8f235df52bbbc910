//! A kernel or a container without Landlock: the halves refuse to start, nothing is read unwalled.
//!
//! The missing Landlock is real to the started program: its system calls answer as on a kernel that
//! has never heard of it, by a filter that this thread and what it starts live under.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fall over"
)]

mod scene;

use std::collections::BTreeMap;

use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, apply_filter};
use sekisho_jail::{Jail, Slots, StartError};

#[test]
fn without_landlock_nothing_starts() {
    // A thread of its own: the filter cannot be taken off again.
    let outcome = std::thread::spawn(|| {
        let unknown = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
        let calls = [
            libc::SYS_landlock_create_ruleset,
            libc::SYS_landlock_add_rule,
            libc::SYS_landlock_restrict_self,
        ];
        let rules: BTreeMap<_, _> = calls.into_iter().map(|call| (call, Vec::new())).collect();
        let here = std::env::consts::ARCH.try_into().unwrap();
        let filter = SeccompFilter::new(rules, SeccompAction::Allow, unknown, here).unwrap();
        let filter: BpfProgram = filter.try_into().unwrap();
        apply_filter(&filter).unwrap();
        Jail::start(&scene::misbehaving_reader(), Slots::default()).map(|_| ())
    })
    .join()
    .unwrap();
    assert!(
        matches!(outcome, Err(StartError::NoLandlock)),
        "{outcome:?}"
    );
    // On this thread, where Landlock is there, the same program starts.
    assert!(Jail::start(&scene::misbehaving_reader(), Slots::default()).is_ok());
}
