//! The list of system calls a child may make. Any other kills its process.
//!
//! What is on it and why: writing the output; the memory calls of the
//! allocator, never executable; leaving; and ending by one's own abort, which is how a Rust program
//! reports that an allocation failed. A signal to anyone else is not on it.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter, sock_filter,
};

use super::WallError;

/// Calls that are allowed with any argument.
const FREE: &[i64] = &[
    // The allocator. It never asks for executable pages; `mmap` is below.
    libc::SYS_brk,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_madvise,
    // Leaving.
    libc::SYS_exit_group,
    // Ending by one's own abort, and the way through the handler that tells a used-up stack from a
    // bad address.
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigreturn,
    libc::SYS_getpid,
    libc::SYS_gettid,
];

/// The call by which a process of one thread signals itself.
const ABORT: i64 = if cfg!(target_env = "musl") {
    libc::SYS_tkill
} else {
    libc::SYS_tgkill
};

/// The list, worked out once by the warm parent. All that a child puts in is its own id.
#[derive(Clone, Debug)]
pub(crate) struct List {
    program: BpfProgram,
    /// Where the id of the process stands.
    ids: Vec<usize>,
}

impl List {
    /// Works it out.
    pub(crate) fn new() -> Result<Self, WallError> {
        // Two lists for two processes differ where the id stands and nowhere else.
        let [program, other] = [list(1), list(2)].map(|list| list.map_err(WallError::List));
        let (program, other) = (program?, other?);
        let steps = program.iter().zip(&other).enumerate();
        let ids = steps.filter_map(|(at, (one, two))| (one != two).then_some(at));
        let ids = ids.collect();
        Ok(Self { program, ids })
    }

    /// Gives up every call that is not on the list. The last wall: nothing can be raised after it.
    pub(crate) fn raise(&mut self) -> Result<(), WallError> {
        let id = rustix::process::getpid().as_raw_nonzero().get();
        apply_filter(self.of(u32::try_from(id).unwrap_or(0))).map_err(WallError::Install)
    }

    /// The list for the process with this id.
    fn of(&mut self, id: u32) -> &[sock_filter] {
        for at in &self.ids {
            if let Some(step) = self.program.get_mut(*at) {
                step.k = id;
            }
        }
        &self.program
    }
}

/// The list, for the process with this id.
fn list(pid: u64) -> Result<BpfProgram, seccompiler::BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        FREE.iter().map(|call| (*call, Vec::new())).collect();
    let executable = u64::try_from(libc::PROT_EXEC).unwrap_or(u64::MAX);
    for (call, argument, operator, value) in [
        (libc::SYS_mmap, 2, SeccompCmpOp::MaskedEq(executable), 0),
        // Descriptor 1 is the output; 0 and 2 are the void.
        (libc::SYS_write, 0, SeccompCmpOp::Le, 2),
        (ABORT, 0, SeccompCmpOp::Eq, pid),
    ] {
        let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)?;
        rules.insert(call, vec![SeccompRule::new(vec![condition])?]);
    }
    let highest = rules.keys().next_back().copied().unwrap_or_default();
    let architecture = TargetArch::try_from(std::env::consts::ARCH)?;
    let listed: BpfProgram = SeccompFilter::new(
        rules,
        SeccompAction::KillProcess,
        SeccompAction::Allow,
        architecture,
    )?
    .try_into()?;
    Ok([&beyond(highest), &listed[..]].concat())
}

/// Kills at once for every call beyond the highest on the list. The kernel works the whole list
/// out for each call there is when it is installed; this halves that, and forbids nothing that
/// was allowed.
fn beyond(highest: i64) -> [sock_filter; 3] {
    const LOAD: u16 = 0x20; // BPF_LD | BPF_W | BPF_ABS; the call's number stands first
    const JUMP_IF_GREATER: u16 = 0x25; // BPF_JMP | BPF_JGT | BPF_K
    const RETURN: u16 = 0x06; // BPF_RET | BPF_K
    let step = |code, jf, k| sock_filter { code, jt: 0, jf, k };
    [
        step(LOAD, 0, 0),
        step(JUMP_IF_GREATER, 1, u32::try_from(highest).unwrap_or(0)),
        step(RETURN, 0, libc::SECCOMP_RET_KILL_PROCESS),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_no_call_that_opens_connects_executes_or_forks() {
        for call in [
            libc::SYS_read,
            libc::SYS_pread64,
            libc::SYS_fstat,
            libc::SYS_openat,
            libc::SYS_socket,
            libc::SYS_connect,
            libc::SYS_execve,
            libc::SYS_execveat,
            libc::SYS_clone,
            libc::SYS_clone3,
            libc::SYS_ptrace,
            libc::SYS_kill,
            libc::SYS_io_uring_setup,
            libc::SYS_memfd_create,
            libc::SYS_futex,
            libc::SYS_prctl,
            libc::SYS_getrandom,
            libc::SYS_clock_gettime,
            libc::SYS_ioctl,
            libc::SYS_sendmsg,
            libc::SYS_recvmsg,
        ] {
            assert!(!FREE.contains(&call), "call {call} must not be free");
        }
        // The kernel works through it for every item: it stays short.
        let list = list(1).unwrap();
        assert!(list.len() < 100, "{}", list.len());
    }

    #[test]
    fn a_list_worked_out_before_is_that_of_the_process_that_raises_it() {
        let mut made = List::new().unwrap();
        for id in [1, 2, 4_711, 4_194_304] {
            assert_eq!(made.of(id), list(u64::from(id)).unwrap(), "{id}");
        }
    }
}
